"""The end of one printed line and the start of the next -> how likely running text goes on between them.

The weights in breaks.tsv are a logistic regression over the characters on both sides; cohesion of characters across
a possible boundary is the oldest cue of Chinese word finding (Sproat & Shih 1990), turned here on line ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import ascii_letters

from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_ALIKE = str.maketrans(dict.fromkeys("0123456789０１２３４５６７８９", "0") | dict.fromkeys(ascii_letters, "a"))
_JOIN, _LONG_END, _LONG_START = re.compile(r"j.\|.", re.DOTALL), re.compile(r"j..\|."), re.compile(r"j.\|..")


class BreakModel:
    """Log-odds that text runs on; ``weights`` by feature, as in breaks.tsv."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._bias = weights.get("bias", 0.0)
        self._ends = {name[1:]: weight for name, weight in weights.items() if name[0] == "e"}
        self._starts = {name[1:]: weight for name, weight in weights.items() if name[0] == "s"}
        # of the characters on both sides: one and one, two and one, one and two
        self._joins = {name[1] + name[3]: weight for name, weight in weights.items() if _JOIN.fullmatch(name)}
        self._long_ends = {name[1:3] + name[4]: weight for name, weight in weights.items() if _LONG_END.fullmatch(name)}
        self._long_starts = {
            name[1] + name[3:]: weight for name, weight in weights.items() if _LONG_START.fullmatch(name)
        }

    def running(self, end: str, start: str) -> float:
        """Positive where the text goes on, negative where something new begins.

        >>> model = load_breaks()
        >>> model.running("重点项目建", "设取得新进展") > 0 > model.running("项目集中开工", "昨日，记者")
        True
        """
        end, start = end[-3:], start[:3]
        if not end or not start:
            return 0.0
        end, start = end.translate(_ALIKE), start.translate(_ALIKE)
        ends, starts = self._ends.get, self._starts.get
        last, first, left, right = end[-1], start[0], len(end), len(start)
        total = self._bias + ends(last, 0.0) + starts(first, 0.0) + self._joins.get(last + first, 0.0)
        if left > 1:
            two = end[-2:]
            total += ends(two, 0.0) + self._long_ends.get(two + first, 0.0)
        if right > 1:
            two = start[:2]
            total += starts(two, 0.0) + self._long_starts.get(last + two, 0.0)
        if left > 2:
            total += ends(end, 0.0)
        return total + starts(start, 0.0) if right > 2 else total

    def inside(self, start: str) -> float:
        """The same where only what stands below the break is known.

        >>> model = load_breaks()
        >>> model.inside("的建设任") > 0 > model.inside("昨日，记者")
        True
        """
        start = start[:3].translate(_ALIKE)
        get = self._starts.get
        return self._bias + get(start[:1], 0.0) + get(start[:2], 0.0) + get(start, 0.0)


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
