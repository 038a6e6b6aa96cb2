"""A graph in, GraphML or GEXF out, for Gephi, yEd, Cytoscape and networkx.

Both formats know only scalars: names are joined by " | ", and the sentences of an edge become one text.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kg.graph.views import to_networkx
from kg.model import Graph
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLOCK = re.compile(r' lastmodifieddate="[^"]*"')


def write_graphml(graph: Graph, ontology: Ontology) -> bytes:
    """GraphML that ``networkx.read_graphml`` reads back, statement ids as edge keys."""
    import networkx as nx

    lines = nx.generate_graphml(make_flat(graph, ontology), encoding="utf-8", prettyprint=True)
    return ("<?xml version='1.0' encoding='utf-8'?>\n" + "\n".join(lines) + "\n").encode()


def write_gexf(graph: Graph, ontology: Ontology) -> bytes:
    """GEXF 1.2 for Gephi and its timeline: events from first to last day, edges from when they were first seen."""
    import networkx as nx

    flat = make_flat(graph, ontology)
    for about in (*(about for _, about in flat.nodes(data=True)), *(about for _, _, about in flat.edges(data=True))):
        first = about.pop("start", "") or about.get("first_seen", "")
        last = about.pop("end", "")
        about |= ({"start": first} if first else {}) | ({"end": last} if last else {})
    buffer = BytesIO()
    nx.write_gexf(flat, buffer, encoding="utf-8", prettyprint=True, version="1.2draft")
    return _CLOCK.sub("", buffer.getvalue().decode()).encode() + b"\n"  # networkx stamps the day on it


def make_flat(graph: Graph, ontology: Ontology) -> nx.MultiDiGraph:
    """The networkx view with scalar attributes only, fit for XML."""
    import networkx as nx

    view = to_networkx(graph, ontology)
    flat = nx.MultiDiGraph()
    for node, about in view.nodes(data=True):
        flat.add_node(_clean(node), **_flatten(about))
    for subject, target, key, about in view.edges(keys=True, data=True):
        flat.add_edge(_clean(subject), _clean(target), key=_clean(key), **_flatten(about), weight=about["confidence"])
    return flat


def _flatten(about: dict[str, Any]) -> dict[str, str | float | int]:
    scalars: dict[str, str | float | int] = {}
    for name, value in about.items():
        if name == "evidence":
            value = "\n".join(tell_quote(quote) for quote in value)
        elif name == "figures":
            value = " | ".join(f"{figure['indicator']} {figure['told']}".strip() for figure in value)
        elif name == "titles":
            value = " | ".join(title["label"] for title in value)
        elif isinstance(value, list):
            value = " | ".join(value)
        scalars[name] = _clean(value) if isinstance(value, str) else value
    return scalars


def tell_quote(quote: dict[str, Any]) -> str:
    """``「句子」——标题（锡湖日报 2024-03-02 A02）``."""
    where = " ".join(part for part in (quote["newspaper"], quote["published"], quote["page"]) if part)
    return f"「{quote['sentence']}」——{quote['headline'] or '（无标题）'}（{where}）"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
