"""Headline lines -> whether they are worded like a main headline, and two like one headline or like two heads.

A kicker, a main headline and a subhead are phrases complete in themselves, as are the halves of a headline; how they
are worded tells them apart (某某出席并讲话; 三部门联合印发通知). Logistic regressions over hashed n-grams of characters
(Weinberger et al. 2009), fitted by scripts/train_wording.py on headlines of articles that no test page is set from;
no text can be got back from wording.npz.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, read_arrays
from kg.articles.seams import fold
from kg.errors import LexiconError

Integers = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]

BITS = 16  # of a place in the table of weights
_FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)  # odd; of xxHash (Collet 2012)
_WORD = np.uint64(0xFFFFFFFF)
_EDGE = 10  # the line break that stands at both ends of a line
_FOLDED = str.maketrans({char: fold(char) for char in map(chr, range(0xFF60)) if fold(char) != char})


def hash_lines(lines: Sequence[str], kinds: Sequence[int]) -> tuple[Integers, Integers]:
    """Places of the n-grams of all lines, and whose each is; the same n-gram of another kind has another place.

    All of one and of two characters, and of three and four at the ends of a line.
    """
    texts = ["\n" + line.translate(_FOLDED) + "\n" for line in lines]
    sizes = [len(text) for text in texts]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(lines)), sizes)
    salt = np.repeat(np.array(kinds, np.uint64), sizes) * np.uint64(_FACTORS[4])
    first, second, third, fourth = (np.uint64(factor) for factor in _FACTORS[:4])
    one = codes * first + salt
    two = one[:-1] + codes[1:] * second
    three = two[:-1] + codes[2:] * third
    inner = codes != _EDGE
    same = owner[:-1] == owner[1:]
    four = three[:-1] + codes[3:] * fourth
    edge = ~inner
    ends = (owner[:-2] == owner[2:]) & (edge[:-2] | edge[2:])
    longer = (owner[:-3] == owner[3:]) & (edge[:-3] | edge[3:])
    numbers = np.concatenate([one[inner], two[same], three[ends], four[longer]]) & _WORD
    places = ((numbers ^ (numbers >> np.uint64(15))) * np.uint64(_FACTORS[1]) & _WORD) >> np.uint64(32 - BITS)
    return places.astype(np.int64), np.concatenate(
        [owner[inner], owner[:-1][same], owner[:-2][ends], owner[:-3][longer]]
    )


class Wording:
    """Weights of a place: ``main`` of one line, ``one`` of two lines."""

    def __init__(self, main: Floats, one: Floats) -> None:
        self._main, self._one = main, one

    def rate(self, lines: Sequence[str]) -> Floats:
        """For each line the log-odds that it is worded like a main headline."""
        if not lines:
            return np.zeros(0)
        places, owner = hash_lines(lines, [0] * len(lines))
        return np.bincount(owner, self._main[places], len(lines)).astype(np.float64)

    def join(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """For each two lines the log-odds that they are worded like one headline, not like a main one and another.

        >>> pairs = [("春耕备耕进度快", "田间管理措施实"), ("全省春耕会议召开", "省长出席并讲话")]
        >>> one, two = load_wording().join(pairs)
        >>> bool(one > two)
        True
        """
        if not pairs:
            return np.zeros(0)
        places, owner = hash_lines([line for pair in pairs for line in pair], [1, 2] * len(pairs))
        return np.bincount(owner // 2, self._one[places], len(pairs)).astype(np.float64)


@cache
def load_wording() -> Wording:
    """kg/data/pages/wording.npz."""
    name = "pages/wording.npz"
    return make_wording(read_arrays(name, ("main", "main_scale", "one", "one_scale")), name)


def make_wording(arrays: Mapping[str, Array], name: str) -> Wording:
    """The weights of a file's arrays; LexiconError names what does not fit."""
    for key in ("main", "one"):
        if arrays[key].shape != (1 << BITS,) or arrays[key + "_scale"].shape != ():
            raise LexiconError(f"{name}: {key}: {1 << BITS} weights and their scale expected, not {arrays[key].shape}")
    return Wording(*(arrays[key] * np.float64(arrays[key + "_scale"]) for key in ("main", "one")))
