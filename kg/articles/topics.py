"""Texts -> what they are about, as vectors: two columns of one article point the same way without a word in common.

topics.npz holds a vector for each pair of characters: latent semantic analysis (Deerwester et al. 1990) to begin with,
then taught by contrast (van den Oord et al. 2018) that pieces of one article are near each other and pieces of others
far; by scripts/train_texts.py from news that no test page is set from; no text can be got back from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, read_arrays
from kg.articles.chars import read_codes
from kg.errors import LexiconError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
_BEYOND = 0xFFFF  # pairs are of the basic plane
_READ = 1600  # characters of a text
_ROOM = 512  # vectors that are summed at once
_MOST_KEPT = 400  # texts
_BITS = 17  # of a hash


class Topics:
    """A vector, to be multiplied by ``scale``, for each pair of characters; ``chars`` holds two for each, in order."""

    def __init__(
        self, chars: npt.NDArray[np.uint32], vectors: npt.NDArray[np.int8], scale: npt.NDArray[np.float32]
    ) -> None:
        known = np.unique(chars)
        self._size = len(known) + 1  # one more for all other characters
        self._places = np.zeros(_BEYOND + 1, dtype=np.int32)
        self._places[known] = np.arange(1, self._size)
        self._slots, self._keys = _make_table(self._number(self._places[chars])[::2])
        self._vectors, self._scale = vectors, scale  # small numbers: a page asks for thousands of rows
        self._kept: dict[str, Floats] = {}  # the same texts are asked for on the way from columns to headlines

    def _number(self, places: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        return places[:-1] * np.int32(self._size) + places[1:]

    def read(self, texts: Sequence[str]) -> Floats:
        """``(texts, dimensions)``: sums, each pair by the logarithm of its count; not normalised, so that they add up.

        >>> topics = load_topics()
        >>> ship, sea, school = unify(topics.read(["货轮驶离港口", "船舶在海上航行", "学生走进课堂"]))
        >>> bool(ship @ sea > ship @ school)
        True
        """
        parts = [text[:_READ] for text in texts]
        wanted = dict.fromkeys(parts)
        if len(self._kept) > _MOST_KEPT:
            self._kept = {}  # another thread may still read from the old one
        kept = self._kept
        new = [part for part in wanted if part not in kept]
        kept.update(zip(new, self._read(new), strict=True))
        return np.array([kept[part] for part in parts]).reshape(len(parts), self._vectors.shape[1])

    def _read(self, parts: Sequence[str]) -> Floats:
        sums = np.zeros((len(parts), self._vectors.shape[1]))
        codes = read_codes("\n".join(parts))
        if len(codes) < 2:
            return sums
        numbers = self._number(self._places.take(np.minimum(codes, _BEYOND)))
        owner = np.repeat(np.arange(len(parts)), [len(part) + 1 for part in parts])[: len(numbers)]
        known, places = _look_up(self._slots, self._keys, numbers)
        size = len(self._vectors)
        which, counts = np.unique(owner[known] * size + places, return_counts=True)
        if len(which):
            owners, own = which // size, which % size
            weights = (1.0 + np.log(counts)).astype(np.float32)
            starts = np.flatnonzero(np.diff(owners, prepend=-1)).tolist()
            for start, end in pairwise([*starts, len(which)]):  # text by text: small arrays are the quick ones
                for at in range(start, end, _ROOM):
                    part = slice(at, min(at + _ROOM, end))
                    sums[owners[start]] += weights[part] @ self._vectors.take(own[part], axis=0).astype(np.float32)
        return sums * self._scale


def _make_table(keys: Integers) -> tuple[Integers, Integers]:
    """For each hash the places and the keys that have it, -1 where there are no more: many times as quick as a search
    in order, for the thousands of pairs of a page."""
    hashes = _hash(keys)
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    rank = np.arange(len(keys)) - np.searchsorted(ranked, ranked)  # among those of the same hash
    width = int(rank.max(initial=0)) + 1
    slots, held = (np.full((1 << _BITS, width), -1, dtype=np.int32) for _ in range(2))
    slots[ranked, rank], held[ranked, rank] = order, keys[order]
    return slots, held


def _look_up(slots: Integers, held: Integers, keys: Integers) -> tuple[Places, Integers]:
    """Which of the keys are there, and the place of each of these."""
    hashes = _hash(keys)
    there, column = np.nonzero(held.take(hashes, axis=0) == keys[:, None])
    return there, slots[hashes[there], column]


def _hash(keys: Integers) -> Integers:
    spread = (keys.astype(np.uint32) * np.uint32(2654435769)) >> np.uint32(32 - _BITS)
    return spread.astype(np.int32)


def unify(vectors: Floats) -> Floats:
    """The same of length one; nothing stays nothing."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))


@cache
def load_topics() -> Topics:
    """kg/data/pages/topics.npz."""
    name = "pages/topics.npz"
    return make_topics(read_arrays(name, ("pairs", "vectors", "scale")), name)


def make_topics(arrays: Mapping[str, Array], name: str) -> Topics:
    """The vectors of a file's arrays; LexiconError names what does not fit."""
    pairs, vectors, scale = arrays["pairs"], arrays["vectors"], arrays["scale"]
    if vectors.ndim != 2 or scale.shape != vectors.shape[1:] or len(pairs) != 2 * len(vectors):
        raise LexiconError(
            f"{name}: vectors of {vectors.shape} go with {pairs.shape} characters of pairs, {scale.shape}"
        )
    numbers = pairs[::2].astype(np.int64) << 21 | pairs[1::2]
    if (np.diff(numbers) <= 0).any() or pairs.max(initial=0) >= _BEYOND:
        raise LexiconError(f"{name}: pairs out of order")
    return Topics(pairs, vectors, scale.astype(np.float32))
