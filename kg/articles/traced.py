"""Pieces of a page -> one text that knows where each of its characters stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from kg.model import Run

Piece = tuple[int, int, int]  # start, origin and length of a Run, which takes ten times as long to make


@dataclass(frozen=True, slots=True)
class Traced:
    """A text put together from a page: ``runs`` are its stretches that stand together there.

    Characters in no run (a paragraph mark, the space between two Latin words, a lost hyphen) were put in between.
    """

    text: str
    runs: tuple[Piece, ...]

    @property
    def trace(self) -> tuple[Run, ...]:
        return tuple([Run(*run) for run in self.runs])

    def cut(self, start: int, end: int) -> Traced:
        """The part ``[start, end)`` with its runs."""
        first = max(0, bisect_right(self.runs, start, key=itemgetter(0)) - 1)
        kept = []
        for at, origin, length in self.runs[first:]:
            if at >= end:
                break
            left, right = max(at, start), min(at + length, end)
            if left < right:
                kept.append((left - start, origin + left - at, right - left))
        return Traced(self.text[start:end], tuple(kept))

    def strip(self) -> Traced:
        """Without white space at either end."""
        text = self.text
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        return self if start == 0 and end == len(text) else self.cut(start, max(start, end))


class TraceBuilder:
    """Puts a Traced together; a stretch that goes on where the last one ended becomes one run with it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Piece] = []
        self._length = 0

    def take(self, source: str, start: int, end: int) -> None:
        """Characters ``[start, end)`` of the page."""
        if start >= end:
            return
        runs, count = self._runs, end - start
        at, origin, length = runs[-1] if runs else (0, -1, 0)
        if origin + length == start and at + length == self._length:
            runs[-1] = (at, origin, length + count)
        else:
            runs.append((self._length, start, count))
        self._parts.append(source[start:end])
        self._length += count

    def put(self, text: str) -> None:
        """Characters that stand nowhere on the page."""
        self._parts.append(text)
        self._length += len(text)

    def build(self) -> Traced:
        return Traced("".join(self._parts), tuple(self._runs))


def join_traced(parts: Iterable[Traced], between: str) -> Traced:
    """Like ``between.join``; the runs are moved along."""
    texts: list[str] = []
    runs: list[Piece] = []
    length = 0
    for part in parts:
        if texts:
            length += len(between)
        texts.append(part.text)
        runs += [(start + length, origin, count) for start, origin, count in part.runs]
        length += len(part.text)
    return Traced(between.join(texts), tuple(runs))
