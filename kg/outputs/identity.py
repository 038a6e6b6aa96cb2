"""Why things are one or two: ``identity.tsv`` beside the graph, one decision a line.

Columns: same (yes, no), score, rule, left, right (names), nodes (ids, parted by spaces), articles (how many), article
(the first), note. It is for ``kg explain NAME --identity`` and for readers; a build never reads it.
"""

from __future__ import annotations

import re

from kg.model import Decision, Graph

_HEADER = "# same\tscore\trule\tleft\tright\tnodes\tarticles\tarticle\tnote"
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def write_identity(graph: Graph) -> bytes:
    """The table as UTF-8."""
    lines = [_HEADER, *map(_write_row, graph.decisions)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _write_row(decision: Decision) -> str:
    nodes = " ".join(re.sub(r"\s", "_", node) for node in decision.nodes)
    same = "yes" if decision.same else "no"
    cells = (same, f"{decision.score:.2f}", decision.rule, decision.left, decision.right, nodes)
    return "\t".join(
        _BREAKS.sub(" ", cell) for cell in (*cells, str(decision.articles), decision.article, decision.note)
    )
