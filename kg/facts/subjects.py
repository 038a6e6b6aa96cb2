"""A clause with the names in it -> where it really begins, and whether a name in it stands behind a preposition.

在云溪市，澄江锂业与柳河锂业签约 -> 云溪市 oblique, 柳河锂业 oblique
"""

from __future__ import annotations

from bisect import bisect_left

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.model import Mention

AREAS = ("AdministrativeArea", "Place")


class Subjects:
    """Looks at one article's clauses."""

    def __init__(self, passage: Passage, words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words

    def is_oblique(self, start: int, mention: Mention) -> bool:
        """在X, 向X, 与X."""
        before = self.text[max(start, mention.span.start - 4) : mention.span.start]
        return self.words.oblique.search(before) is not None

    def skip_opening(self, start: int, end: int) -> int:
        """Where a clause really begins: behind 目前, 同时, a date."""
        while True:
            at = self.words.opening.match(self.text, start, end).end()  # type: ignore[union-attr]
            i = bisect_left(self.passage.times, at, key=lambda t: t.span.start)
            if i < len(self.passage.times) and self.passage.times[i].span.start == at < end:
                at = min(end, self.passage.times[i].span.end)
            if at == start:
                return at
            start = at
