"""The first characters of a paragraph -> log-odds that an article begins with it.

Logistic regression over the pairs and triples of its first characters, hashed into a table (Weinberger et al. 2009) of
weights: openings.npz, fitted by scripts/train_texts.py on first and other paragraphs of raw news that no test
page is set from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import read_arrays
from kg.errors import LexiconError

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SLOTS = 1 << 16
READ = 20  # characters
_MOST = 4.0


def measure_openings(texts: Sequence[str]) -> Floats:
    """``(texts,)``, within a few units of 0.

    >>> first, later = measure_openings(["近日，记者从市住建局获悉，", "由于家中有需要照顾的老人，"])
    >>> bool(first > 0 > later)
    True
    """
    weights, bias = _load()
    odds = np.array([float(weights[hash_opening(text)].sum()) + bias for text in texts])
    return np.asarray(np.clip(odds, -_MOST, _MOST), dtype=np.float64)


def hash_opening(text: str) -> Integers:
    """A slot for each pair and triple of the first characters, the beginning itself being one of these."""
    codes = np.frombuffer(("\0" + text[:READ]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    pairs = codes[:-1] * 40503 + codes[1:] * 9973
    return np.concatenate([pairs, pairs[:-1] + codes[2:] * 30011 + 7]) & (SLOTS - 1)


@cache
def _load() -> tuple[Floats, float]:
    """kg/data/pages/openings.npz."""
    name = "pages/openings.npz"
    arrays = read_arrays(name, ("weights", "step", "bias"))
    if arrays["weights"].shape != (SLOTS,) or arrays["step"].shape or arrays["bias"].shape:
        raise LexiconError(f"{name}: {SLOTS} weights, a step and a bias expected")
    return arrays["weights"] * float(arrays["step"]), float(arrays["bias"])
