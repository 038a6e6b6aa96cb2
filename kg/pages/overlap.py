"""Which body a headline shares its words with, by character n-grams weighted with their rarity on the page.

Character n-grams stand in for words (as in Chinese retrieval since Nie et al. 1996); the weight is an inverse
document frequency over the bodies of the page (Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_LENGTHS = (2, 3, 4)
_NO_WORD = re.compile(r"[\s，。、；：？！“”‘’《》〈〉「」『』（）()【】—…·,.;:?!\"'■□◆●★☆▲△]+")
_FEW = 1500
_READ = 20_000  # characters of a body that are compared; longer ones have said what they are about by then


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
        wanted = set().union(*self._grams) if self._grams else set()
        self._found = [find_present(body[:_READ], wanted) for body in bodies]
        frequency: dict[str, int] = {}
        for found in self._found:
            for gram in found:
                frequency[gram] = frequency.get(gram, 0) + 1
        count = len(bodies)
        self._weight = {
            gram: (len(gram) - 1) * (0.15 + math.log((count + 1) / (frequency.get(gram, 1) + 0.5))) for gram in wanted
        }

    def cover(self, head: int, body: int) -> float:
        """Share of the headline's n-grams, by weight, that the body has: 0 none, 1 all."""
        grams = self._grams[head]
        total = sum(map(self._weight.__getitem__, sorted(grams)))
        if not total:
            return 0.0
        return sum(self._weight[gram] for gram in sorted(grams & self._found[body])) / total


def find_present(body: str, wanted: set[str]) -> set[str]:
    """Which of the n-grams a text has."""
    if len(wanted) < _FEW:  # looking each up in the text is quicker than taking the text to pieces
        return {gram for gram in wanted if gram in body}
    return {body[at : at + length] for length in _LENGTHS for at in range(len(body) - length + 1)} & wanted


def cohesion(left: str, right: str) -> float:
    """Share of the shorter text's character triples that the other one has too, punctuation and figures apart.

    Texts of one article repeat their names and terms; those of two articles share little but phrases of the trade.
    """
    first, second = find_triples(left), find_triples(right)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


_NO_TRIPLE = re.compile(r"[\W\d_]+")


def find_triples(text: str) -> frozenset[str]:
    """The triples of characters of a text, punctuation and figures apart."""
    triples: set[str] = set()
    for piece in _NO_TRIPLE.split(text):
        triples.update(map("".join, zip(piece, piece[1:], piece[2:], strict=False)))
    return frozenset(triples)
