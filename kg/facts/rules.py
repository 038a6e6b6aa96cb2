"""Rules over masked text: a pattern with slots, what it says, and sentences that prove it.

In: the rows of a TOML file; a :class:`~kg.facts.masking.View`. Out: :class:`Rule` s, every row checked,
and each :class:`Match` with the mentions that fill its slots.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import LexiconError
from kg.facts.grammar import SLOT, Grammar, parse_toml
from kg.facts.masking import View
from kg.model import Mention, Span

EVERY = "*"  # the cue of a rule that has none


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with what it says and sentences that it must and must not read."""

    id: str
    regex: re.Pattern[str] = field(repr=False)
    slots: Mapping[str, tuple[re.Pattern[str], str]] = field(repr=False)  # slot -> (its characters, "" + ~ or >)
    cues: tuple[str, ...]  # literals one of which every match holds: a cheap filter
    confidence: float
    data: Mapping[str, Any] = field(repr=False)  # everything else of the row
    yes: tuple[str, ...] = field(repr=False)
    no: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule at masked ``[start, end)``, with the mentions in its slots."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]  # every named group that took part
    slots: Mapping[str, tuple[Mention, ...]]


def load_rules(text: str, source: str, grammar: Grammar, *, table: str = "rule") -> list[Rule]:
    """Read the ``[[rule]]`` rows of a TOML file; every row is compiled and checked."""
    rules = []
    seen: set[str] = set()
    for row in parse_toml(text, source).get(table, []):
        where = f"{source}, rule {row.get('id', '?')!r}"
        for key in ("id", "pattern", "confidence", "cues", "yes"):
            if not row.get(key):
                raise LexiconError(f"{where}: {key} is missing")
        if row["id"] in seen:
            raise LexiconError(f"{where}: the id is used twice")
        seen.add(row["id"])
        if not 0 < row["confidence"] <= 1:
            raise LexiconError(f"{where}: confidence {row['confidence']} is not in (0, 1]")
        try:
            regex = re.compile(grammar.expand(row["pattern"]))
        except KeyError as error:
            raise LexiconError(f"{where}: unknown class or macro {error}") from error
        except re.error as error:
            raise LexiconError(f"{where}: {error}") from error
        for example in row["yes"]:
            if not any(cue == EVERY or cue in example for cue in row["cues"]):
                raise LexiconError(f"{where}: no cue in the example {example}")
        slots = {
            m["name"]: (re.compile(grammar.charset(m["types"])), m["many"])
            for m in SLOT.finditer(row["pattern"])
            if m["name"]
        }
        known = {"id", "pattern", "confidence", "cues", "yes", "no"}
        rules.append(
            Rule(
                row["id"],
                regex,
                slots,
                tuple(row["cues"]),
                row["confidence"],
                {key: value for key, value in row.items() if key not in known},
                tuple(row["yes"]),
                tuple(row.get("no", ())),
            )
        )
    return rules


def match_rules(rules: Iterable[Rule], view: View, sentences: Sequence[Span]) -> Iterator[Match]:
    """Every match of every rule within one sentence, by rule and then by place."""
    bounds = [view.bounds(sentence) for sentence in sentences]
    edges = [start for start, _ in bounds]
    lines: dict[str, list[int]] = {}
    for rule in rules:
        hit: set[int] = set()
        for cue in rule.cues:
            if cue not in lines:
                lines[cue] = _lines_with(cue, view.text, edges)
            hit.update(lines[cue])
        for i in sorted(hit):
            start, end = bounds[i]
            for match in rule.regex.finditer(view.text, start, end):
                groups = {name: match.span(name) for name, got in match.groupdict().items() if got is not None}
                slots = {name: _fill(view, groups[name], *rule.slots[name]) for name in groups if name in rule.slots}
                yield Match(rule, match.start(), match.end(), groups, slots)


def _lines_with(cue: str, text: str, edges: Sequence[int]) -> list[int]:
    if cue == EVERY:
        return list(range(len(edges)))
    found: list[int] = []
    at = text.find(cue)
    while at >= 0:
        i = bisect_right(edges, at) - 1
        if i >= 0:
            found.append(i)
            at = text.find(cue, max(at + 1, edges[i + 1] if i + 1 < len(edges) else len(text)))
        else:
            at = text.find(cue, at + 1)
    return found


def _fill(view: View, group: tuple[int, int], charset: re.Pattern[str], many: str) -> tuple[Mention, ...]:
    found = view.within(*group, charset)
    return tuple(found[-1:] if many == ">" else found)
