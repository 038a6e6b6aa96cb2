"""A page's text -> what can be counted of all its lines at once: characters of a kind, strings of three."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

_BEYOND = 0xFFFF  # what lies beyond the basic plane is a Chinese character or a picture
_KINDS = {"opening": "“‘「『《〈（(【〔", "closing": "”’」』》〉）)】〕", "prose": "，。；"}

Integers = npt.NDArray[np.int64]


class CharCounts:
    """The kinds are ascii, space, opening and closing brackets and quotation marks, and the punctuation of prose."""

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._codes = np.minimum(read_codes(text), _BEYOND)
        self._starts, self._ends = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)

    def count(self, kind: str) -> list[int]:
        """Of each part ``[start, end)``."""
        before = np.zeros(len(self._codes) + 1, dtype=np.int32)
        np.cumsum(_find_kind(kind).take(self._codes), out=before[1:])
        counts: list[int] = (before[self._ends] - before[self._starts]).tolist()
        return counts


def find_shared(texts: Sequence[str], size: int) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """The strings of two or three letters that two or more texts have, in order, a row of code points for each; and for
    each text those it has."""
    codes = read_codes("\n".join(texts))
    letters = _are_letters(codes)
    lengths = np.array([len(text) + 1 for text in texts])
    whole = letters[:-1] & letters[1:] if size == 2 else letters[:-2] & letters[1:-1] & letters[2:]
    numbers, place = np.unique((_number_pairs if size == 2 else _number_triples)(codes)[whole], return_inverse=True)
    present = np.zeros((len(texts), len(numbers)), dtype=np.bool_)
    present[np.repeat(np.arange(len(texts)), lengths)[: len(whole)][whole], place] = True
    shared = np.count_nonzero(present, axis=0) > 1
    return (numbers[shared][:, None] >> np.array([42, 21, 0][3 - size :])) & 0x1FFFFF, present[:, shared]


def read_codes(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _number_triples(codes: npt.NDArray[np.uint32]) -> Integers:
    """Three characters as a number, for each place where there are three."""
    wide = codes.astype(np.int64)
    return wide[:-2] << 42 | wide[1:-1] << 21 | wide[2:]


def _number_pairs(codes: npt.NDArray[np.uint32]) -> Integers:
    wide = codes.astype(np.int64)
    return wide[:-1] << 21 | wide[1:]


def _are_letters(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    letters: npt.NDArray[np.bool_] = _find_kind("letter").take(np.minimum(codes, _BEYOND))
    return letters


@cache
def _find_kind(kind: str) -> npt.NDArray[np.bool_]:
    """For each code point whether it is of the kind."""
    chars = np.arange(_BEYOND + 1, dtype=np.uint32).view("<U1")
    if kind == "ascii":
        return np.arange(_BEYOND + 1) < 0x80
    if kind == "space":
        return np.char.isspace(chars)
    if kind == "letter":  # as figures stand apart; what lies beyond the basic plane counts as one
        letters: npt.NDArray[np.bool_] = np.char.isalnum(chars) & ~np.char.isdecimal(chars)
        letters[_BEYOND] = True
        return letters
    table = np.zeros(_BEYOND + 1, dtype=np.bool_)
    table[[ord(char) for char in _KINDS[kind]]] = True
    return table
