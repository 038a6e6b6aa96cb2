"""A query and one row of its answer in, the sentences that the row rests on out.

The query is asked again with every variable instead of its SELECT list, narrowed to the row. A sentence belongs to the
row when it is evidence of a claim (statement, event, figure) that the pattern met, or, where only direct triples were
asked for, of a statement between two things that it met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.names import shorten
from kg.graph.query import OPAQUE, answer

if TYPE_CHECKING:
    from kg.graph.query import Value

_CLAUSE = re.compile(r"\bSELECT\b(?:\s+(?:DISTINCT|REDUCED)\b)?(.*?)(?:\bWHERE\b\s*)?\{", re.I | re.S)
_MOST = 40  # sentences a row
_EVIDENCE = """SELECT ?sentence ?headline ?paper ?date ?page ?extractor ?confidence ?claim WHERE {{
  VALUES ?claim {{ {claims} }}
  ?claim kg:evidence ?evidence .
  ?evidence oa:exact ?sentence ; oa:hasSource ?article ; kg:extractor ?extractor ; kg:confidence ?confidence .
  ?article schema:datePublished ?date .
  OPTIONAL {{ ?article schema:headline ?headline }}
  OPTIONAL {{ ?article schema:printPage ?page }}
  OPTIONAL {{ ?article schema:isPartOf/skos:prefLabel ?paper }}
}} ORDER BY DESC(?confidence) ?date ?sentence LIMIT {most}"""
_BETWEEN = """SELECT DISTINCT ?claim WHERE {{
  VALUES ?s {{ {nodes} }} VALUES ?o {{ {nodes} }}
  ?claim rdf:subject ?s ; rdf:object ?o }}"""


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence with its place, and the claim that it is evidence of."""

    claim: str
    sentence: str
    where: str
    extractor: str
    confidence: str

    def __str__(self) -> str:
        return f"「{self.sentence}」 —— {self.where}  [{self.claim} {self.extractor} {self.confidence}]"


def find_grounds(store: ox.Store, sparql: str, columns: Sequence[str], row: Sequence[Value]) -> list[Ground]:
    """The sentences behind one row of the answer to ``sparql``; none where it is not a SELECT over claims."""
    opened = _open_up(sparql)
    if opened is None:
        return []
    nodes: dict[str, None] = {}
    for solution in _match(store, opened, columns, row):
        for term in solution:
            if isinstance(term, ox.NamedNode):
                nodes.setdefault(f"<{term.value}>")
    if not nodes:
        return []
    claims = list(nodes)
    found = _ask_evidence(store, claims)
    if not any(ground.claim.startswith(("stmt:", "figure:")) for ground in found):
        query = _BETWEEN.format(nodes=" ".join(claims[:200]))
        between = answer(store, query)
        assert isinstance(between, ox.QuerySolutions)
        found = _ask_evidence(store, [f"<{solution['claim'].value}>" for solution in between]) or found
    return found


def _open_up(sparql: str) -> str | None:
    """The query with ``*`` for its SELECT list and without GROUP BY, ORDER BY and LIMIT."""
    masked = OPAQUE.sub(lambda match: " " * len(match[0]), sparql)
    clause = _CLAUSE.search(masked)
    if clause is None:
        return None
    depth, at = 0, clause.end() - 1
    for at in range(clause.end() - 1, len(masked)):
        depth += (masked[at] == "{") - (masked[at] == "}")
        if depth == 0:
            break
    return f"{sparql[: clause.start()]}SELECT * WHERE {sparql[clause.end() - 1 : at + 1]}"


def _match(store: ox.Store, opened: str, columns: Sequence[str], row: Sequence[Value]) -> Iterator[ox.QuerySolution]:
    """The solutions that agree with the row in every column that is a variable of the pattern."""
    from kg.graph.query import read_term

    solutions = answer(store, opened)
    assert isinstance(solutions, ox.QuerySolutions)
    known = {variable.value for variable in solutions.variables}
    wanted = [(name, value) for name, value in zip(columns, row, strict=True) if name in known]
    for solution in solutions:
        if all(read_term(solution[name]) == value for name, value in wanted):
            yield solution


def _ask_evidence(store: ox.Store, claims: Sequence[str]) -> list[Ground]:
    if not claims:
        return []
    rows = answer(store, _EVIDENCE.format(claims=" ".join(claims), most=_MOST))
    assert isinstance(rows, ox.QuerySolutions)
    grounds = []
    for row in rows:
        place = [row[name].value for name in ("paper", "date", "page") if row[name] is not None]
        headline = row["headline"].value if row["headline"] is not None else "（无标题）"
        grounds.append(
            Ground(
                shorten(row["claim"].value),
                row["sentence"].value,
                f"{headline}，{' '.join(place)}",
                row["extractor"].value,
                row["confidence"].value,
            )
        )
    return grounds
