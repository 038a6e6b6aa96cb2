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
_NONE = "\0"  # in place of a character that a line is too short for
_BEYOND = 0xFFFF  # seldom characters beyond the basic plane are not told apart
_ORDERS = (1, 2, 3)  # characters of a string
_PRIOR = 6.0  # times that a string of one character less is taken for seen
STEPS = 6.0  # of the logarithm of a count


class SeamModel:
    """``chars``: those that were counted; ``strings`` of one to three, in order, with the ``counts`` of each."""

    def __init__(self, chars: str, strings: Sequence[Integers], counts: Sequence[Floats], total: float) -> None:
        self._places = _find_places(chars)
        self._size = len(chars) + 1  # one more for all others
        self._single = np.zeros(self._size)
        self._single[strings[0]] = counts[0]
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
        text = "".join([end[-2:].rjust(2, _NONE) + start[:2].ljust(2, _NONE) for end, start in seams])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        before, last, first, second = self._places[np.minimum(codes, _BEYOND)].reshape(-1, 4).T
        size = self._size
        both, across, ahead = before * size + last, last * size + first, first * size + second
        of_both, of_across, of_ahead = self._count(2, np.concatenate([both, across, ahead])).reshape(3, -1)
        longer = self._count(3, np.concatenate([both * size + first, across * size + second]))
        of_both_first, of_across_second = longer.reshape(2, -1)
        alone_first, alone_second = self._share(first), self._share(second)
        after_last = (of_across + _PRIOR * alone_first) / (self._single[last] + _PRIOR)
        after_both = (of_both_first + _PRIOR * after_last) / (of_both + _PRIOR)
        after_first = (of_ahead + _PRIOR * alone_second) / (self._single[first] + _PRIOR)
        after_across = (of_across_second + _PRIOR * after_first) / (of_across + _PRIOR)
        return np.stack([np.log(after_both / alone_first), np.log(after_across / after_first)], axis=1)

    def _count(self, order: int, codes: Integers) -> Floats:
        known = self._strings[order - 1]
        ranked = np.argsort(codes)  # the table is long: neighbours in it are looked up one after another
        codes = codes[ranked]
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        counts = np.empty(len(codes))
        counts[ranked] = np.where(known[at] == codes, self._counts[order - 1][at], 0.0)
        return counts

    def _share(self, codes: Integers) -> Floats:
        return np.asarray((self._single[codes] + 0.5) / (self._total + 0.5 * self._size))


def _find_places(chars: str) -> Integers:
    """For each code point its place among the characters that were counted; the last place for all others."""
    places = np.full(_BEYOND + 1, len(chars), dtype=np.int64)
    for number, char in enumerate(chars):
        if ord(char) < _BEYOND:
            places[ord(char)] = number
    for alike in (_DIGITS, _LATIN):
        for char in alike:
            places[ord(char)] = places[ord(fold(char))]
    return places


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
