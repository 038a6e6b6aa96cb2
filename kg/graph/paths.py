"""A graph and a node or two in, the part of it around or between them out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.graph.explain import Fact, tell
from kg.graph.lookup import Lookup
from kg.model import Graph, Modality, Statement, Tenure


@dataclass(frozen=True, slots=True)
class Path:
    """The nodes from one end to the other by name, and what is said between each two; ``str`` reads well."""

    names: tuple[str, ...]
    steps: tuple[tuple[Fact, ...], ...]

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        lines = [" → ".join(self.names)]
        for facts in self.steps:
            lines += [f"  {fact.text}\n      {fact.quotes[0]}" for fact in facts]
        return "\n".join(lines)


def find_neighbourhood(lookup: Lookup, identifier: str, steps: int = 1) -> Graph:
    """The graph of what lies at most ``steps`` statements away; articles and evidence are kept whole."""
    near = _neighbours(lookup)
    kept = {identifier}
    edge = {identifier}
    for _ in range(steps):
        edge = {other for node in edge for other in near.get(node, {})} - kept
        kept |= edge
    graph = lookup.graph
    statements = tuple(each for each in graph.statements if all(end in kept for end in _ends(each)))
    posts = {each.object for each in statements if isinstance(each, Tenure)}
    return replace(
        graph,
        entities=tuple(each for each in graph.entities if each.id in kept),
        events=tuple(each for each in graph.events if each.id in kept),
        posts=tuple(each for each in graph.posts if each.id in posts or each.id in kept),
        statements=statements,
        figures=tuple(each for each in graph.figures if each.of in kept),
        mentions=tuple(pair for pair in graph.mentions if pair[1] in kept),
        authors=tuple(pair for pair in graph.authors if pair[1] in kept),
        newspapers=tuple(pair for pair in graph.newspapers if pair[1] in kept),
    )


def find_path(lookup: Lookup, start: str, goal: str) -> Path | None:
    """A shortest way over what is said, denials left out; None where there is none."""
    near = _neighbours(lookup)
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and goal not in before:
        node = queue.popleft()
        for other in near.get(node, {}):
            if other not in before:
                before[other] = node
                queue.append(other)
    if goal not in before:
        return None
    nodes = [goal]
    while nodes[-1] != start:
        nodes.append(before[nodes[-1]])
    nodes.reverse()
    steps = []
    for one, other in pairwise(nodes):
        steps.append(tuple(tell(lookup, each) for each in near[one][other]))
    return Path(tuple(lookup.name_of(node) for node in nodes), tuple(steps))


def _ends(statement: Statement) -> tuple[str, str]:
    """An office leads from the person to the body; to the post where the text names no body."""
    far = statement.body if isinstance(statement, Tenure) and statement.body else statement.object
    return statement.subject, far


def _neighbours(lookup: Lookup) -> dict[str, dict[str, list[Statement]]]:
    near: dict[str, dict[str, list[Statement]]] = {}
    for statement in lookup.graph.statements:
        if statement.modality is Modality.DENIED:
            continue
        one, other = _ends(statement)
        near.setdefault(one, {}).setdefault(other, []).append(statement)
        if one != other:
            near.setdefault(other, {}).setdefault(one, []).append(statement)
    return near
