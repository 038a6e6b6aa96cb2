"""``identity.tsv`` in, and what it says of one node: which names were taken for one thing, which kept apart, why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError
from kg.graph.lookup import Lookup
from kg.model import Decision

FILE = "identity.tsv"
_COLUMNS = 9


def read_identity(path: Path) -> tuple[Decision, ...]:
    """The decisions of a build; InputError names the line that is none."""
    decisions = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != _COLUMNS:
            raise InputError(f"{path}:{number}: {_COLUMNS} cells expected, {len(cells)} found")
        same, score, rule, left, right, nodes, articles, article, note = cells
        try:
            found = Decision(
                left, right, same == "yes", float(score), rule, article, note, tuple(nodes.split()), int(articles)
            )
        except ValueError as error:
            raise InputError(f"{path}:{number}: {error}") from error
        decisions.append(found)
    return tuple(decisions)


def tell_identity(lookup: Lookup, identifier: str, decisions: Sequence[Decision]) -> str:
    """The decisions about a node, the surest first, in lines for the terminal."""
    mine = [each for each in decisions if identifier in each.nodes]
    node = lookup.nodes[identifier]
    lines = [f"{node.name}  [{lookup.ontology.label(lookup.type_of(identifier))}]  {identifier}"]
    other = [old for new, old in lookup.graph.same if new == identifier]
    if other:
        lines.append("亦作  " + " · ".join(other))
    for each in sorted(mine, key=lambda each: (not each.same, -each.score, each.rule, each.right)):
        sign = "＝" if each.same else "≠"
        where = f"{each.articles} 篇" if each.articles > 1 else ""
        apart = " ".join(node for node in each.nodes if node != identifier) if not each.same else ""
        said = (f"{each.left} {sign} {each.right}", each.note, apart, where, _headline(lookup, each.article))
        lines.append(f"  {'同一' if each.same else '不同'}  {each.score:.2f}  {each.rule}")
        lines.append("      " + "  ".join(part for part in said if part))
    if not mine:
        lines.append("  没有需要判断的：它只以一个名称出现")
    return "\n".join(lines)


def _headline(lookup: Lookup, article: str) -> str:
    found = lookup.articles.get(article)
    return f"《{found.headline}》" if found is not None and found.headline else article
