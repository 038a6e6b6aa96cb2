"""Things of single articles and what they may be known by -> which are one thing, and under which id.

An id is made from one article's page alone, whatever else is known. Things that share a key are one; of the ids their
parts would have alone, the least by a fixed rank stays and the others are kept beside it (owl:sameAs). So a further
page can only show that two nodes are one; it never gives a thing an id that none of its parts had.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence


class Unions:
    """Which of ``size`` things, by number, are one (union-find; Tarjan 1975)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, left: int, right: int) -> bool:
        """Makes two things one, the first by number their root; False if they were one already."""
        left, right = sorted((self.root(left), self.root(right)))
        self._above[right] = left
        return left != right

    def groups(self) -> list[list[int]]:
        """Numbers by group, in the order of each group's first."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.root(number), []).append(number)
        return [found[root] for root in sorted(found)]


def join_by_keys(keys: Sequence[Iterable[Hashable]]) -> Unions:
    """Things that share a key are one, and so on from thing to thing."""
    unions = Unions(len(keys))
    first: dict[Hashable, int] = {}
    for number, own in enumerate(keys):
        for key in own:
            unions.join(first.setdefault(key, number), number)
    return unions
