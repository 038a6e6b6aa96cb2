"""Texts -> what they are about, as vectors: two columns of one article point the same way without a word in common.

Latent semantic analysis (Deerwester et al. 1990) over pairs of characters: topics.npz holds a vector for each pair, got
by scripts/train_articles.py from news that no test page is set from; no text can be got back from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, read_arrays
from kg.articles.chars import number_pairs
from kg.errors import LexiconError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_READ = 1600  # characters of a text


class Topics:
    """``pairs`` as numbers in order, and a vector for each."""

    def __init__(self, pairs: Integers, vectors: npt.NDArray[np.float32]) -> None:
        self._pairs, self._vectors = pairs, vectors

    def read(self, texts: Sequence[str]) -> Floats:
        """``(texts, dimensions)``: sums, each pair by the logarithm of its count; not normalised, so that they add up.

        >>> topics = load_topics()
        >>> ship, sea, school = unify(topics.read(["货轮驶离港口", "船舶在海上航行", "学生走进课堂"]))
        >>> bool(ship @ sea > ship @ school)
        True
        """
        sums = np.zeros((len(texts), self._vectors.shape[1]))
        parts = [number_pairs(text[:_READ]) for text in texts]
        owner = np.repeat(np.arange(len(texts)), [len(part) for part in parts])
        numbers = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._pairs, numbers), len(self._pairs) - 1)
        known = self._pairs[places] == numbers
        size = len(self._pairs)
        which, counts = np.unique(owner[known] * size + places[known], return_counts=True)
        if len(which):
            rows = self._vectors[which % size] * (1.0 + np.log(counts))[:, None].astype(np.float32)
            owners = which // size
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            sums[owners[starts]] = np.add.reduceat(rows, starts)
        return sums


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
    numbers = number_pairs("".join(map(chr, pairs.tolist())))[::2]
    if (np.diff(numbers) <= 0).any():
        raise LexiconError(f"{name}: pairs out of order")
    return Topics(numbers, vectors.astype(np.float32) * scale.astype(np.float32))
