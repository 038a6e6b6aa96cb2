"""The end of one line and the beginning of another -> how much likelier the beginning is after that end than anywhere.

Probabilities of a character after one and after two others, from counts of strings in seams.npz, each smoothed by the
next shorter one (Dirichlet prior: MacKay & Peto 1995). All questions of a page are asked at once. The counts are
newskg's own, of raw news (scripts/train_articles.py); seldom strings are left out, and no text can be got back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from string import ascii_letters

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, read_arrays
from kg.errors import LexiconError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_DIGITS = frozenset("0123456789０１２３４５６７８９")
_LATIN = frozenset(ascii_letters)
_ORDERS = (1, 2, 3)  # characters of a string
_PRIOR = 6.0  # times that a string of one character less is taken for seen
STEPS = 6.0  # of the logarithm of a count


class SeamModel:
    """``chars``: those that were counted; ``strings`` of one to three, in order, with the ``counts`` of each."""

    def __init__(self, chars: str, strings: Sequence[Integers], counts: Sequence[Floats], total: float) -> None:
        self._place = {char: number for number, char in enumerate(chars)}
        self._size = len(chars) + 1  # one more for all others
        self._strings = strings
        self._counts = counts
        self._total = total

    def measure(self, seams: Sequence[tuple[str, str]]) -> Floats:
        """For each (end, beginning) the log-odds of the first and of the second character of the beginning.

        >>> model = load_seams()
        >>> first, second = model.measure([("重点项目建", "设取得")])[0]
        >>> bool(first > 2)
        True
        """
        if not seams:
            return np.zeros((0, 2))
        ends = {end: self._read(end[-2:][::-1])[::-1] for end in sorted({end for end, _ in seams})}
        starts = {start: self._read(start[:2]) for start in sorted({start for _, start in seams})}
        codes = np.array([ends[end] + starts[start] for end, start in seams], dtype=np.int64)
        before, last, first, second = codes.T
        alone_first, alone_second = self._share(first), self._share(second)
        after_last = self._smooth(last * self._size + first, last, alone_first)
        both = before * self._size + last
        after_both = self._smooth_more(both * self._size + first, both, after_last)
        after_first = self._smooth(first * self._size + second, first, alone_second)
        across = last * self._size + first
        after_across = self._smooth_more(across * self._size + second, across, after_first)
        return np.stack([np.log(after_both / alone_first), np.log(after_across / after_first)], axis=1)

    def _read(self, chars: str) -> list[int]:
        other = self._size - 1
        codes = [self._place.get(fold(char), other) for char in chars]
        return codes + [other] * (2 - len(codes))

    def _count(self, order: int, codes: Integers) -> Floats:
        known = self._strings[order - 1]
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        return np.where(known[at] == codes, self._counts[order - 1][at], 0.0)

    def _share(self, codes: Integers) -> Floats:
        return (self._count(1, codes) + 0.5) / (self._total + 0.5 * self._size)

    def _smooth(self, codes: Integers, context: Integers, shorter: Floats) -> Floats:
        return (self._count(2, codes) + _PRIOR * shorter) / (self._count(1, context) + _PRIOR)

    def _smooth_more(self, codes: Integers, context: Integers, shorter: Floats) -> Floats:
        return (self._count(3, codes) + _PRIOR * shorter) / (self._count(2, context) + _PRIOR)


def fold(char: str) -> str:
    """One digit and one Latin letter stand for all."""
    return "0" if char in _DIGITS else "a" if char in _LATIN else char


@cache
def load_seams() -> SeamModel:
    """kg/data/pages/seams.npz: codes of strings in ascending order by their differences, counts as logarithms."""
    name = "pages/seams.npz"
    needed = ("chars", "total", *(f"{part}_{order}" for part in ("steps", "counts") for order in _ORDERS))
    return make_seams(read_arrays(name, needed), name)


def make_seams(arrays: Mapping[str, Array], name: str) -> SeamModel:
    """The model of a file's arrays; LexiconError names those that do not go together."""
    for order in _ORDERS:
        if arrays[f"steps_{order}"].shape != arrays[f"counts_{order}"].shape or not arrays[f"steps_{order}"].size:
            raise LexiconError(f"{name}: steps_{order}, counts_{order}: a count for each string expected")
    strings = [np.cumsum(arrays[f"steps_{order}"].astype(np.int64)) for order in _ORDERS]
    counts = [np.rint(np.exp(arrays[f"counts_{order}"] / STEPS)) for order in _ORDERS]
    return SeamModel("".join(map(chr, arrays["chars"])), strings, counts, float(arrays["total"]))
