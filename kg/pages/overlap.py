"""Which body a headline shares its words with, by character n-grams weighted with their rarity on the page.

Character n-grams stand in for words (as in Chinese retrieval since Nie et al. 1996); the weight is an inverse
document frequency over the bodies of the page (Spärck Jones 1972).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]

_LENGTHS = (2, 3, 4)
_BEYOND = 0xFFFF  # seldom characters beyond the basic plane are not told apart: four fit into a number
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_MARKS = "，。、；：？！“”‘’《》〈〉「」『』（）()【】—…·,.;:?!\"'■□◆●★☆▲△" + _SPACES
_NO_WORD = re.compile(f"[{re.escape(_MARKS)}]+")
_IN_WORDS = np.ones(_BEYOND + 1, dtype=np.bool_)
_IN_WORDS[[ord(char) for char in _MARKS]] = False
_READ = 20_000  # characters of a body that are compared; longer ones have said what they are about by then
_KEPT = 4  # lists of texts whose n-grams are kept at hand
_SLOTS = 1 << 16  # of a table of pairs of characters
_EXACT = 12  # decimal places of a cover: equal texts have equal ones, whatever the order of the sums


def find_grams(text: str) -> set[str]:
    """The n-grams of a headline, none across punctuation."""
    return {
        piece[at : at + length]
        for piece in _NO_WORD.split(text)
        for length in _LENGTHS
        for at in range(len(piece) - length + 1)
    }


def find_present(body: str, wanted: set[str]) -> set[str]:
    """Which of the n-grams of some headlines a text has."""
    return {body[at : at + length] for length in _LENGTHS for at in range(len(body) - length + 1)} & wanted


class _Grams:
    """The n-grams of some texts; ``present``: which text has which, ``lengths``: characters of each n-gram."""

    def __init__(self, texts: Sequence[str]) -> None:
        codes, owner = _read_codes(texts)
        inside = words = _IN_WORDS[codes]
        self._codes: list[Codes] = []
        found: list[tuple[Places, Places]] = []
        self.count = 0
        for length, grams in zip(_LENGTHS, _combine(codes), strict=True):
            inside = inside[: len(grams)] & words[length - 1 :]
            at = np.flatnonzero(inside)
            own, places = np.unique(grams[at], return_inverse=True)
            found.append((owner[at], places + self.count))
            self._codes.append(own)
            self.count += len(own)
        self.present = np.zeros((len(texts), self.count), dtype=np.bool_)
        for rows, columns in found:
            self.present[rows, columns] = True
        self.lengths = np.repeat(_LENGTHS, [len(own) for own in self._codes])
        self._known = np.zeros(_SLOTS, dtype=np.bool_)
        self._known[_hash(self._codes[0])] = True

    def find(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """``(texts, n-grams)``: which of these other texts have.

        Looked for is only where a text has one pair of theirs after another, by a table that may say so of others, too.
        """
        present = np.zeros((len(texts), self.count), dtype=np.bool_)
        everything, slots, owner = _read_grams(tuple(texts))
        begun = 0
        there = two = self._known[slots]
        for length, grams, own in zip(_LENGTHS, everything, self._codes, strict=True):
            there = there[: len(grams)] & two[length - _LENGTHS[0] :]
            at = np.flatnonzero(there)
            if len(own) and len(at):
                values = grams[at]
                places = np.minimum(np.searchsorted(own, values), len(own) - 1)
                right = own[places] == values
                present[owner[at[right]], places[right] + begun] = True
            begun += len(own)
        return present


def _read_codes(texts: Sequence[str]) -> tuple[Codes, Places]:
    """The characters of texts one behind another as numbers, a line's end between them, and whose each is."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    return np.minimum(codes, _BEYOND).astype(np.uint64), owner


@lru_cache(_KEPT)
def _read_grams(texts: tuple[str, ...]) -> tuple[list[Codes], npt.NDArray[np.integer[Any]], Places]:
    """The n-grams of some texts, a slot for each of two characters, and whose each is; a page asks more than once."""
    codes, owner = _read_codes(texts)
    grams = list(_combine(codes))
    return grams, _hash(grams[0]), owner


def _combine(codes: Codes) -> Iterator[Codes]:
    """The n-grams of each length that begin at each character, as numbers."""
    grams, sixteen = codes, np.uint64(16)
    for length in _LENGTHS:
        grams = grams[: max(0, len(codes) - length + 1)] << sixteen | codes[length - 1 :]
        yield grams


def _hash(pairs: Codes) -> npt.NDArray[np.integer[Any]]:
    """A slot for each two characters."""
    return (pairs * np.uint64(40503) + (pairs >> np.uint64(16)) * np.uint64(9973)) & np.uint64(_SLOTS - 1)


class Overlap:
    """How much of a headline's words stands in each of some bodies."""

    def __init__(self, heads: Sequence[str], bodies: Sequence[str]) -> None:
        self._grams = _Grams(heads)
        self._compare(bodies)

    def turn_to(self, bodies: Sequence[str]) -> Overlap:
        """The same headlines and other bodies."""
        other = copy(self)
        other._compare(bodies)
        return other

    def _compare(self, bodies: Sequence[str]) -> None:
        """``covers[head, body]``: share of the headline's n-grams, by weight, that the body has: 0 none, 1 all."""
        grams = self._grams
        self.present = grams.find([body[:_READ] for body in bodies]).astype(np.float64)
        # a gram's weight grows with its length and its rarity; what no body has weighs as much as what one has
        often = np.maximum(self.present.sum(0), min(1, len(bodies)))
        weights = (grams.lengths - 1) * (0.15 + np.log((len(bodies) + 1) / (often + 0.5)))
        own = grams.present * weights
        self.weights = own / np.maximum(own.sum(1, keepdims=True), 1e-9)  # of each headline's n-grams: they add up to 1
        self.covers: Floats = np.round(self.weights @ self.present.T, _EXACT)

    def cover(self, head: int, body: int) -> float:
        return float(self.covers[head, body])


def cohesion(left: str, right: str) -> float:
    """Share of the shorter text's character triples that the other one has too, punctuation and figures apart.

    Texts of one article repeat their names and terms; those of two articles share little but phrases of the trade.
    """
    first, second = find_triples(left), find_triples(right)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


_TRIPLES = re.compile(r"[^\W\d_]{3,}")


def find_triples(text: str) -> frozenset[str]:
    """The triples of characters of a text, punctuation and figures apart."""
    return frozenset([piece[at : at + 3] for piece in _TRIPLES.findall(text) for at in range(len(piece) - 2)])
