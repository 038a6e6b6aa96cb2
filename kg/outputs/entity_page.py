"""The triples around one node in, a plain HTML page out: what its IRI shows to a person.

Everything that is shown comes from newspaper text and is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg import ids
from kg.graph.names import make_iri, shorten
from kg.ontology import Ontology

MOST = 1000  # triples of one page
_STYLE = (
    "body{font:16px/1.6 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60rem;"
    "margin:1.5rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top}th{width:12rem;font-weight:normal;color:#555}h1 small{font-size:.9rem;color:#555}"
)


def describe_query(identifier: str) -> str:
    """CONSTRUCT: what is said of a node, what leads to it, and the names of all that is met."""
    node = f"<{make_iri(identifier)}>"
    return f"""CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} . ?o skos:prefLabel ?name . ?s skos:prefLabel ?from }} WHERE {{
      {{ {node} ?p ?o OPTIONAL {{ ?o skos:prefLabel ?name }} }} UNION
      {{ ?s ?q {node} OPTIONAL {{ ?s skos:prefLabel ?from }} }} }}"""


def write_entity_page(identifier: str, triples: list[ox.Triple], ontology: Ontology) -> bytes:
    """A table of what is said of the node, and one of what leads to it."""
    node = ox.NamedNode(make_iri(identifier))
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    names = {t.subject: t.object.value for t in triples if t.predicate == label and isinstance(t.object, ox.Literal)}
    ours = sorted({(shorten(t.predicate.value), _show(t.object, names)) for t in triples if t.subject == node})
    back = sorted({(shorten(t.predicate.value), _show(t.subject, names)) for t in triples if t.object == node})
    title = escape(names.get(node, ids.key_of(identifier)))
    path = _path(identifier)
    parts = [
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>',
        f'<link rel="alternate" type="text/turtle" href="{path}?format=ttl"></head><body>',
        f"<h1>{title} <small>{escape(identifier)}</small></h1>",
        f'<p><a href="{path}?format=ttl">Turtle</a> · <a href="{path}?format=jsonld">JSON-LD</a> · ',
        '<a href="/query">SPARQL</a> · <a href="/">图谱</a></p>',
        _write_table(ours, ontology, "{}"),
    ]
    if back:
        parts += ["<h2>反向</h2>", _write_table(back, ontology, "是其{}")]
    return "".join([*parts, "</body></html>\n"]).encode("utf-8", "replace")


def _write_table(rows: list[tuple[str, str]], ontology: Ontology, told: str) -> str:
    cells = "".join(
        f"<tr><th title='{escape(name)}'>{escape(told.format(_name(name, ontology)))}</th><td>{shown}</td></tr>"
        for name, shown in rows
    )
    return f"<table>{cells}</table>"


def _name(predicate: str, ontology: Ontology) -> str:
    local = predicate.removeprefix("kg:")
    return ontology.label(local) if predicate.startswith("kg:") and local in ontology.terms else predicate


def _show(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, names: Mapping[Any, str]) -> str:
    if not isinstance(term, ox.NamedNode):
        return escape(str(getattr(term, "value", term))).replace("\n", "<br>")
    short = shorten(term.value)
    if term.value.startswith(ids.BASE):
        return f'<a href="{_path(short)}">{escape(names.get(term, short))}</a>'
    return escape(short)


def _path(identifier: str) -> str:
    kind, key = identifier.split(":", 1)
    return f"/id/{kind}/{quote(key, safe='', errors='surrogatepass')}"
