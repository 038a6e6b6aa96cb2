"""An article's text with its mentions and times, indexed for looking around a number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.facts.numbers import fold_numbers
from kg.model import Article, Mention, Part, Span, Time

_CLAUSE = re.compile(r"(?:[^，；。！？!?;：:,\n]|(?<=[0-9])[,:](?=[0-9]))+")


@dataclass(frozen=True, slots=True)
class Passage:
    """``folded`` has half-width digits at the same offsets; ``edges`` are the mentions that end a noun phrase."""

    article: str  # Article.id
    text: str = field(repr=False)
    folded: str = field(repr=False)
    headline: str
    mentions: tuple[Mention, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    edges: tuple[Mention, ...] = field(repr=False)
    edge_starts: tuple[int, ...] = field(repr=False)
    times: Sequence[Time] = field(repr=False)

    def inside(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in ``[start, end)``, in order."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last_edge(self, end: int) -> Mention | None:
        """The last name that ends at or before ``end``; a product (家用空调) is no edge."""
        i = bisect_left(self.edge_starts, end)
        while i:
            i -= 1
            if self.edges[i].span.end <= end:
                return self.edges[i]
        return None

    def last_time(self, end: int) -> Time | None:
        i = bisect_left(self.times, end, key=lambda t: t.span.start)
        return self.times[i - 1] if i and self.times[i - 1].span.end <= end else None

    def edge(self, start: int, end: int) -> int:
        """Where the last name or time before ``end`` ends, but not before ``start``."""
        mention, time = self.last_edge(end), self.last_time(end)
        return max(start, mention.span.end if mention else 0, time.span.end if time else 0)


def open_passage(article: Article, mentions: Sequence[Mention], times: Sequence[Time]) -> Passage:
    body = tuple(
        sorted((m for m in mentions if m.part is Part.BODY), key=lambda m: (m.span.start, -m.span.end, m.type, m.name))
    )
    edges = tuple(m for m in body if m.type != "Product" or m.extractor.startswith("work/"))
    return Passage(
        article.id,
        article.text,
        fold_numbers(article.text),
        article.headline,
        body,
        tuple(m.span.start for m in body),
        edges,
        tuple(m.span.start for m in edges),
        times,
    )


def clauses_of(text: str, sentence: Span) -> list[Span]:
    """Parts between commas, semicolons and colons; a comma between digits parts nothing."""
    return [Span(*m.span()) for m in _CLAUSE.finditer(text, sentence.start, sentence.end)]
