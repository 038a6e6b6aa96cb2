"""tests/identity/cases.csv -> how often who is who is told right: pairs that are one thing, and pairs that are two.

Columns: match (same, different), quality (STRONG: nobody would doubt it; MEDIUM: a reader needs the context; WEAK: a
reader may hesitate), category, left and right (marked text, see ``marked``; what is asked stands in braces), context
(of both, then of each: ``home=…;paper=… | day=… | day=…``), note. Without a right side both names stand on the left.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.entities import resolve
from kg.graph.build import build_graph_values
from kg.lexicon.words import Lexicon
from kg.model import Event, Mention, Span
from tests.identity.marked import Marked, read_marked

CASES = Path(__file__).with_name("cases.csv")
QUALITIES = ("STRONG", "MEDIUM", "WEAK")
CATEGORIES = ("person", "company", "body", "place", "event", "other")


@dataclass(frozen=True, slots=True)
class Case:
    """One row."""

    line: int
    same: bool
    quality: str
    category: str
    left: str
    right: str
    context: str
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """Right and wrong answers; "same" is what is looked for."""

    hits: int  # same, and told so
    false: int  # different, but told the same
    missed: int  # same, but told different
    right: int  # different, and told so

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.false + self.missed) if self.hits else 0.0


def read_cases(path: Path = CASES) -> list[Case]:
    """The rows; ValueError names the line of a bad one."""
    cases = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            line = len(cases) + 2
            if row["match"] not in ("same", "different") or row["quality"] not in QUALITIES:
                raise ValueError(f"{path.name}:{line}: match and quality expected")
            if row["category"] not in CATEGORIES:
                raise ValueError(f"{path.name}:{line}: no category {row['category']!r}")
            same = row["match"] == "same"
            rest = (row["left"], row["right"], row["context"], row["note"])
            cases.append(Case(line, same, row["quality"], row["category"], *rest))
    return cases


def judge(case: Case, lexicon: Lexicon) -> bool:
    """Whether the two that the case asks about come out as one."""
    both, *own = [_read_context(part) for part in (case.context + "||").split("|")[:3]]
    sides = [read_marked(case.left, {"source": "a"} | both | own[0])]
    if case.right:
        sides.append(read_marked(case.right, {"source": "b"} | both | own[1]))
    asked = [(side, what) for side in sides for what in side.asked]
    if len(asked) != 2:
        raise ValueError(f"line {case.line}: two names in braces expected, {len(asked)} found")
    readings = [side.reading for side in sides]
    resolution = resolve(readings, lexicon)
    if isinstance(asked[0][1], Mention):
        one, two = (resolution.of.get(what, "") for _, what in asked if isinstance(what, Mention))
        return bool(one) and one == two
    graph = build_graph_values(readings, resolution)
    one, two = (_event_of(side, what, graph.events) for side, what in asked if isinstance(what, Span))
    return one == two


def _event_of(side: Marked, trigger: Span, events: Sequence[Event]) -> str:
    article = side.reading.article.id
    told = (event for event in events for item in event.evidence if (item.article, item.span) == (article, trigger))
    return next((event.id for event in told), "")


def _read_context(text: str) -> dict[str, str]:
    pairs = [part.strip().partition("=") for part in text.split(";") if part.strip()]
    return {key: value for key, _, value in pairs}


def run_cases(cases: list[Case], lexicon: Lexicon) -> list[bool]:
    """Whether each case was told right."""
    return [judge(case, lexicon) is case.same for case in cases]


def score(cases: list[Case], right: list[bool]) -> Score:
    counts = Counter((case.same, ok) for case, ok in zip(cases, right, strict=True))
    return Score(counts[True, True], counts[False, False], counts[True, False], counts[False, True])
