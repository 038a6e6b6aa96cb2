"""A graph's Turtle in, findings out: SHACL shapes for nodes, plain SPARQL for what crosses nodes.

The shapes are SHACL Core, run by pySHACL; each of ``ontology/checks/*.rq`` must return no row. (As
SHACL-SPARQL the same cross-node rules take minutes where a plain query takes well under a second.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.graph.names import shorten
from kg.graph.query import open_store, run_query
from kg.ontology import ontology_folder


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with which node, by which rule."""

    rule: str
    node: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.node}: {self.message}"


def check_graph(data: bytes | Path) -> list[Finding]:
    """All findings, sorted; none for a sound graph."""
    return sorted({*check_queries(data), *check_shapes(data)})


def check_queries(data: bytes | Path) -> list[Finding]:
    """The whole-graph checks of ``ontology/checks``."""
    store = open_store(data)
    findings = []
    for rule in sorted((ontology_folder() / "checks").glob("*.rq")):
        text = rule.read_text(encoding="utf-8")
        message = text.splitlines()[0].removeprefix("# ")
        findings += [Finding(rule.stem, str(row[0]), f"not so: {message}") for row in run_query(store, text).rows]
    return findings


def check_shapes(data: bytes | Path) -> list[Finding]:
    """The shapes of ``ontology/shapes.ttl``, on a file that ``check_queries`` could read."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    content = data.read_bytes() if isinstance(data, Path) else data
    lines = isinstance(data, Path) and data.suffix == ".nt"
    graph = rdflib.Graph().parse(data=content, format="nt" if lines else "turtle")
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
