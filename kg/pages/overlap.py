"""Which body a headline shares its words with, by character n-grams weighted with their rarity on the page.

Character n-grams stand in for words (as in Chinese retrieval since Nie et al. 1996); the weight is an inverse
document frequency over the bodies of the page (Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from copy import copy
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LENGTHS = (2, 3, 4)
_NO_WORD = re.compile(r"[\s，。、；：？！“”‘’《》〈〉「」『』（）()【】—…·,.;:?!\"'■□◆●★☆▲△]+")
_READ = 20_000  # characters of a body that are compared; longer ones have said what they are about by then
_SLOTS = 1 << 16  # of a table of pairs of characters


def find_grams(text: str) -> set[str]:
    """The n-grams of a headline, none across punctuation."""
    return {
        piece[at : at + length]
        for piece in _NO_WORD.split(text)
        for length in _LENGTHS
        for at in range(len(piece) - length + 1)
    }


class Overlap:
    """How much of a headline's words stands in each of some bodies."""

    def __init__(self, heads: Sequence[str], bodies: Sequence[str]) -> None:
        self._grams = [find_grams(head) for head in heads]
        self._wanted = set().union(*self._grams) if self._grams else set()
        self._by_length = {length: [gram for gram in self._wanted if len(gram) == length] for length in _LENGTHS}
        self._compare(bodies)

    def turn_to(self, bodies: Sequence[str]) -> Overlap:
        """The same headlines and other bodies."""
        other = copy(self)
        other._compare(bodies)
        return other

    def _compare(self, bodies: Sequence[str]) -> None:
        self._found = _find_parts([body[:_READ] for body in bodies], self._wanted, self._by_length[_LENGTHS[0]])
        # a gram's weight grows with its length and its rarity; there are few values, and many grams
        rarity = [0.15 + math.log((len(bodies) + 1) / (often + 0.5)) for often in range(len(bodies) + 1)]
        by_length = {length: [(length - 1) * value for value in rarity] for length in _LENGTHS}
        self._weight: dict[str, float] = {}
        for length, grams in self._by_length.items():  # what no body has weighs as much as what one has
            self._weight |= dict.fromkeys(grams, by_length[length][min(1, len(bodies))])
        for gram, often in Counter(chain.from_iterable(self._found)).items():
            self._weight[gram] = by_length[len(gram)][often]
        self._totals = [self._add_up(grams) for grams in self._grams]

    def _add_up(self, grams: Set[str]) -> float:
        """The same in whichever order a set has them."""
        return math.fsum(map(self._weight.__getitem__, grams))

    def cover(self, head: int, body: int) -> float:
        """Share of the headline's n-grams, by weight, that the body has: 0 none, 1 all."""
        total = self._totals[head]
        if not total:
            return 0.0
        shared = self._grams[head] & self._found[body]
        return self._add_up(shared) / total if shared else 0.0

    def as_arrays(self) -> tuple[Floats, Floats]:
        """Which n-grams each body has, and their weights in each headline, which add up to 1: cover as a product."""
        place = {gram: at for at, gram in enumerate(sorted(self._weight))}
        present = np.zeros((len(self._found), len(place)))
        for body, found in enumerate(self._found):
            present[body, [place[gram] for gram in found]] = 1.0
        weights = np.zeros((len(self._grams), len(place)))
        for head, grams in enumerate(self._grams):
            weights[head, [place[gram] for gram in grams]] = [self._weight[gram] for gram in grams]
        return present, weights / np.maximum(weights.sum(1, keepdims=True), 1e-9)


def find_present(body: str, wanted: set[str]) -> set[str]:
    """Which of the n-grams of some headlines a text has."""
    return _find_parts([body], wanted, [gram for gram in wanted if len(gram) == _LENGTHS[0]])[0]


def _find_parts(bodies: Sequence[str], wanted: set[str], pairs: Sequence[str]) -> list[set[str]]:
    """The same of each text; ``pairs``: the shortest of the n-grams.

    Looked for is only where the text has one pair of theirs after another, by a table that may say so of others, too.
    """
    if not pairs:
        return [set() for _ in bodies]
    known = np.zeros(_SLOTS, dtype=np.bool_)
    known[_hash_pairs("".join(pairs))[::2]] = True
    text = "\n".join(bodies)
    two = known[_hash_pairs(text)]
    three = two[:-1] & two[1:]
    ends = np.cumsum([len(body) + 1 for body in bodies])
    parts: list[set[str]] = [set() for _ in bodies]
    for length, there in zip(_LENGTHS, (two, three, three[:-1] & three[1:]), strict=True):
        places = np.flatnonzero(there)
        grams = [text[at : at + length] for at in places.tolist()]
        begun = 0
        for part, stop in zip(parts, np.searchsorted(places, ends).tolist(), strict=True):
            if stop > begun:
                part.update(grams[begun:stop])
                begun = stop
    return [part & wanted for part in parts]


def _hash_pairs(text: str) -> npt.NDArray[np.integer[Any]]:
    """A slot for each two characters of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return (codes[:-1] * 40503 + codes[1:] * 9973) & (_SLOTS - 1)


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
