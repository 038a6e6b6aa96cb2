"""Rules over masked text: a pattern with slots, what it says, and sentences that prove it.

In: the rows of a TOML file; a :class:`~kg.facts.masking.View`. Out: :class:`Rule` s, every row checked,
and each :class:`Match` with the mentions that fill its slots.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from kg.errors import LexiconError
from kg.facts.grammar import SLOT, Grammar, parse_toml
from kg.facts.masking import View
from kg.lexicon.tables import read_table
from kg.model import Mention, Span

_PRIOR = 0.85  # a rule's precision before it was measured
_WEIGHT = 4
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


@dataclass(frozen=True, slots=True)
class Judged:
    """How often what a rule read was judged, and right; a row of ``data/rule_readings.tsv``."""

    news_right: int
    news: int
    labelled_right: int
    labelled: int

    @property
    def right(self) -> int:
        return self.news_right + self.labelled_right

    @property
    def judged(self) -> int:
        return self.news + self.labelled


def read_judgements() -> dict[str, Judged]:
    """Extractor (``relation/located/1``, ``post/before``) -> how it was judged."""
    found: dict[str, Judged] = {}
    for name, *cells in read_table("rule_readings.tsv", 5):
        counts = [int(cell) for cell in cells]
        if name in found or counts[0] > counts[1] or counts[2] > counts[3]:
            raise LexiconError(f"rule_readings.tsv, {name}: given twice, or more right than judged")
        found[name] = Judged(*counts)
    return found


def smooth_precision(judged: Judged) -> float:
    """Right out of judged, as if four more had been judged of which 0.85 are right (additive smoothing)."""
    return (judged.right + _PRIOR * _WEIGHT) / (judged.judged + _WEIGHT)


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
    if many == ">":
        return tuple(found[-1:])
    return tuple(m for m, after in zip_longest(found, found[1:]) if after is None or not _leads_to(m, after))


def _leads_to(area: Mention, after: Mention) -> bool:
    """东岭 in 东岭临溪: where the second lies."""
    return area.type == "AdministrativeArea" and area.span.end == after.span.start
