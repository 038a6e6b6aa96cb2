"""A graph's Turtle in, findings out: SHACL shapes for nodes, plain SPARQL for what crosses nodes.

The shapes are SHACL Core, run by pySHACL; each of ``ontology/checks/*.rq`` must return no row. (As
SHACL-SPARQL the same cross-node rules take minutes where a plain query takes well under a second.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.names import make_iri, shorten
from kg.graph.query import open_store, run_query
from kg.graph.source import read_triples
from kg.ontology import ontology_folder

if TYPE_CHECKING:
    import pyoxigraph as ox

# the sentences behind a node: its own, those of its evidence, or those of what is stated of it
_SENTENCES = """SELECT ?sentence WHERE {{
  {{ <{iri}> oa:exact ?sentence }} UNION {{ <{iri}> kg:evidence/oa:exact ?sentence }} UNION
  {{ ?claim rdf:subject <{iri}> ; kg:evidence/oa:exact ?sentence }}
}} ORDER BY ?sentence LIMIT 1"""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with which node, by which rule, and a sentence that the node was read from."""

    rule: str
    node: str
    message: str
    sentence: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.rule}: {self.node}: {self.message}" + (f" 「{self.sentence}」" if self.sentence else "")


def check_graph(data: bytes | Path) -> list[Finding]:
    """All findings, sorted; none for a sound graph. ``data`` is Turtle, or the path of a graph in any format."""
    store = open_store(data)
    found = sorted({*check_queries(store), *check_shapes(data)})
    return [Finding(each.rule, each.node, each.message, _find_sentence(store, each.node)) for each in found]


def check_queries(store: ox.Store) -> list[Finding]:
    """The whole-graph checks of ``ontology/checks``."""
    findings = []
    for rule in sorted((ontology_folder() / "checks").glob("*.rq")):
        text = rule.read_text(encoding="utf-8")
        message = text.splitlines()[0].removeprefix("# ")
        findings += [Finding(rule.stem, str(row[0]), f"not so: {message}") for row in run_query(store, text).rows]
    return findings


def check_shapes(data: bytes | Path) -> list[Finding]:
    """The shapes of ``ontology/shapes.ttl``."""
    import pyoxigraph as ox
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    if isinstance(data, Path):
        lines = ox.serialize(read_triples(data), format=ox.RdfFormat.N_TRIPLES)
        graph = rdflib.Graph().parse(data=lines, format="nt")
    else:
        graph = rdflib.Graph().parse(data=data, format="turtle")
    shapes = rdflib.Graph().parse(ontology_folder() / "shapes.ttl", format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=False, inference="none")
    findings = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node, rule = report.value(result, SH.focusNode), report.value(result, SH.sourceConstraintComponent)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        parts = [shorten(str(path)) if path else "", re.sub(r"\s+", " ", str(report.value(result, SH.resultMessage)))]
        if value is not None:
            parts.append(f"found {shorten(str(value))[:60]!r}")
        name = str(rule).rpartition("#")[2].removesuffix("ConstraintComponent")
        findings.append(Finding(f"shape {name}", shorten(str(node)), " · ".join(part for part in parts if part)))
    return findings


def _find_sentence(store: ox.Store, node: str) -> str:
    kind, _, key = node.partition(":")
    if not key or " " in kind:
        return ""
    rows = run_query(store, _SENTENCES.format(iri=make_iri(node))).rows
    return str(rows[0][0]) if rows else ""
