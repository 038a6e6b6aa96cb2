"""The end of one printed line and the start of the next -> how likely running text goes on between them.

The weights in breaks.tsv are a logistic regression over the characters on both sides; cohesion of characters across
a possible boundary is the oldest cue of Chinese word finding (Sproat & Shih 1990), turned here on line ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_DIGIT = re.compile(r"[0-9０-９]")
_LATIN = re.compile(r"[A-Za-z]")
_PLAIN = re.compile(r"[^0-9０-９A-Za-z]*$")


class BreakModel:
    """Log-odds that text runs on; ``weights`` by feature, as in breaks.tsv."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._bias = weights.get("bias", 0.0)

    def running(self, end: str, start: str) -> float:
        """Positive where the text goes on, negative where something new begins.

        >>> model = load_breaks()
        >>> model.running("重点项目建", "设取得新进展") > 0 > model.running("项目集中开工", "昨日，记者")
        True
        """
        end, start = end[-3:], start[:3]
        if not end or not start:
            return 0.0
        if not _PLAIN.match(end + start):
            end, start = _fold(end), _fold(start)
        get = self._weights.get
        last, first = end[-1], start[0]
        total = self._bias + get("e" + last, 0.0) + get("s" + first, 0.0)
        if len(end) > 1:
            total += get("e" + end[-2:], 0.0)
        if len(start) > 1:
            total += get("s" + start[:2], 0.0)
        if len(end) > 2:
            total += get("e" + end, 0.0)
        if len(start) > 2:
            total += get("s" + start, 0.0)
        total += get(f"j{last}|{first}", 0.0)
        if len(end) > 1:
            total += get(f"j{end[-2:]}|{first}", 0.0)
        if len(start) > 1:
            total += get(f"j{last}|{start[:2]}", 0.0)
        return total

    def inside(self, start: str) -> float:
        """The same where only what stands below the break is known.

        >>> model = load_breaks()
        >>> model.inside("的建设任") > 0 > model.inside("昨日，记者")
        True
        """
        start = _fold(start[:3])
        get = self._weights.get
        return self._bias + get("s" + start[:1], 0.0) + get("s" + start[:2], 0.0) + get("s" + start, 0.0)


def _fold(text: str) -> str:
    return text if _PLAIN.match(text) else _LATIN.sub("a", _DIGIT.sub("0", text))


@cache
def load_breaks() -> BreakModel:
    """kg/data/pages/breaks.tsv."""
    weights: dict[str, float] = {}
    for feature, weight in read_table("pages/breaks.tsv", 2):
        try:
            weights[feature] = float(weight)
        except ValueError as error:
            raise LexiconError(f"pages/breaks.tsv: {feature!r}: {weight!r} is not a number") from error
    return BreakModel(weights)
