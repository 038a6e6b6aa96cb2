"""Two characters -> how much more often they stand next to each other than by chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from string import ascii_letters
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.articles.chars import read_codes
from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_DIGITS = frozenset("0123456789０１２３４５６７８９")
_LATIN = frozenset(ascii_letters)
_SEEN = 17.0  # millions of characters that were counted
_LEAST = 6.0  # times a pair was seen that is listed
_LOWEST = -4.0
_BEYOND = 0xFFFF

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]


class PairModel:
    """``rows``: a character's frequency in a million, its followers, and a digit of information for each."""

    def __init__(self, rows: Mapping[str, tuple[float, str, str]]) -> None:
        self._rows = rows
        chars = sorted(rows)
        self._places = np.full(_BEYOND + 1, len(chars))  # of all other characters
        self._places[[ord(char) for char in chars]] = np.arange(len(chars))
        for alike in (_DIGITS, _LATIN):
            self._places[[ord(char) for char in alike]] = self._places[ord(_fold(min(alike)))]
        self._often = np.array([*(rows[char][0] for char in chars), 1.0])
        self._chances = np.log(self._often / 1e6 + 1e-7)
        firsts = np.repeat(np.arange(len(chars)), [len(rows[char][1]) for char in chars])
        listed = firsts * len(self._often) + self._places[read_codes("".join([rows[char][1] for char in chars]))]
        order = np.argsort(listed)
        self._listed = listed[order]
        self._bonds = np.array([float(digit) for char in chars for digit in rows[char][2]])[order]

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

    def find_surprise(self, strings: Codes) -> Floats:
        """``(strings, characters)`` as code points -> how seldom each stands in any text: negative log-odds by its
        characters and pairs.

        >>> seldom, usual = load_pairs().find_surprise(np.array([[ord("貔"), ord("貅")], [ord("我"), ord("们")]]))
        >>> bool(seldom > usual)
        True
        """
        places = self._places[np.minimum(strings, _BEYOND)]
        left, right = places[:, :-1], places[:, 1:]
        pairs = left * len(self._often) + right
        at = np.minimum(np.searchsorted(self._listed, pairs), len(self._listed) - 1)
        by_chance = np.maximum(self._often[left] * self._often[right] * (_SEEN / 1e6), 1.0)
        unseen = np.maximum(np.minimum(-np.log(by_chance / _LEAST), 0.0), _LOWEST)
        unseen[(left == len(self._often) - 1) | (right == len(self._often) - 1)] = 0.0
        bonds = np.where(self._listed[at] == pairs, self._bonds[at], unseen)
        return np.asarray(-(self._chances[places].sum(1) + bonds.sum(1)))


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
