"""Two characters -> how much more often they stand next to each other than by chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_letters

from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_DIGITS = frozenset("0123456789０１２３４５６７８９")
_LATIN = frozenset(ascii_letters)
_SEEN = 17.0  # millions of characters that were counted
_LEAST = 6.0  # times a pair was seen that is listed
_LOWEST = -4.0
_KEPT = 1 << 14  # strings whose surprise is kept at hand


class PairModel:
    """``rows``: a character's frequency in a million, its followers, and a digit of information for each."""

    def __init__(self, rows: Mapping[str, tuple[float, str, str]]) -> None:
        self._rows = rows
        self.surprise = lru_cache(_KEPT)(self._find_surprise)  # pages ask for the same words again and again
        self._chances = {char: self._find_chance(frequency) for char, (frequency, _, _) in rows.items()}

    def bond(self, left: str, right: str) -> float:
        """Pointwise mutual information; negative where the pair should have been seen by chance and was not.

        >>> model = load_pairs()
        >>> model.bond("缺", "乏") > 5 > 0 > model.bond("的", "的")
        True
        """
        left, right = _fold(left), _fold(right)
        row, other = self._rows.get(left), self._rows.get(right)
        if row is None or other is None:
            return 0.0
        at = row[1].find(right)
        if at >= 0:
            return float(row[2][at])
        chance = row[0] * other[0] * _SEEN / 1e6
        return max(_LOWEST, min(0.0, -math.log(max(chance, 1.0) / _LEAST)))

    def _find_surprise(self, text: str) -> float:
        """How seldom some characters stand together in any text: negative log-odds by their pairs."""
        text = "".join(map(_fold, text))
        chances = self._chances
        chance = sum([chances[char] if char in chances else self._find_chance(1.0) for char in text])
        return -(chance + sum([self.bond(left, right) for left, right in pairwise(text)]))

    @staticmethod
    def _find_chance(frequency: float) -> float:
        return math.log(frequency / 1e6 + 1e-7)


def _fold(char: str) -> str:
    return "0" if char in _DIGITS else "a" if char in _LATIN else char


@cache
def load_pairs() -> PairModel:
    """kg/data/pages/pairs.tsv."""
    rows: dict[str, tuple[float, str, str]] = {}
    for char, frequency, followers, information in read_table("pages/pairs.tsv", 4):
        if len(followers) != len(information):
            raise LexiconError(f"pages/pairs.tsv: {char}: a digit for each follower is expected")
        rows[char] = (float(frequency), followers, information.replace("-", "0"))
    return PairModel(rows)
