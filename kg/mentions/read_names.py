"""The spans of a text that the trained tagger takes for names, with their types and probabilities.

Its head ``read`` was taught by people who read news sentence by sentence (kg/data/tagger/DATA_CARD.md).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from kg.mentions.tagger import NameSpan

HEAD = "read"
_LIKELY = 0.3
_LONGEST = 40  # characters of a name that another one may begin in


class ReadNames:
    """The names that a tagged text may have, by span."""

    def __init__(self, names: Sequence[NameSpan]) -> None:
        self._types: dict[tuple[int, int], dict[str, float]] = {}
        for name in names:
            if name.head == HEAD:
                own = self._types.setdefault((name.start, name.end), {})
                own[name.type] = max(own.get(name.type, 0.0), name.probability)
        self.spans = sorted(self._types)
        self._starts = [start for start, _ in self.spans]

    def types(self, start: int, end: int) -> dict[str, float]:
        """The probability of each type of this very span."""
        return self._types.get((start, end), {})

    def probability(self, start: int, end: int) -> float:
        """That the span is a name."""
        return min(1.0, sum(self.types(start, end).values()))

    def find_type(self, start: int, end: int) -> tuple[str, float]:
        """The likeliest type of this very span, with its probability; ("", 0) where it is none."""
        types = self.types(start, end)
        return max(sorted(types.items()), key=lambda item: item[1], default=("", 0.0))

    def rival(self, start: int, end: int) -> tuple[float, str]:
        """The likeliest name that has part of the span, and how it lies to it: longer, shorter, across, none."""
        best, kind = 0.0, "none"
        first = bisect_left(self._starts, start - _LONGEST)
        for index in range(first, bisect_left(self._starts, end)):
            other = self.spans[index]
            if other[1] <= start or other == (start, end):
                continue
            value = self.probability(*other)
            if value > best:
                longer, shorter = other[0] <= start and end <= other[1], start <= other[0] and other[1] <= end
                best, kind = value, "longer" if longer else "shorter" if shorter else "across"
        return best, kind

    def is_within(self, start: int, end: int, types: Collection[str]) -> bool:
        """Whether a longer name of one of the types, by no means unlikely, holds the span."""
        first = bisect_left(self._starts, start - _LONGEST)
        return any(
            other[0] <= start and end <= other[1] and other != (start, end) and self._holds(other, types)
            for other in self.spans[first : bisect_left(self._starts, end)]
        )

    def _holds(self, span: tuple[int, int], types: Collection[str]) -> bool:
        return sum(value for name, value in self.types(*span).items() if name in types) > _LIKELY
