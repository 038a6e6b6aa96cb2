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
_TOGETHER = 500  # texts that are looked at at once


def measure_openings(texts: Sequence[str]) -> Floats:
    """``(texts,)``, within a few units of 0.

    >>> first, later = measure_openings(["近日，记者从市住建局获悉，", "由于家中有需要照顾的老人，"])
    >>> bool(first > 0 > later)
    True
    """
    weights, bias = _load()
    parts = [hash_openings(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
    odds = np.concatenate([weights[slots].sum(1, where=own) for slots, own in parts]) if parts else np.zeros(0)
    return np.asarray(np.clip(odds + bias, -_MOST, _MOST), dtype=np.float64)


def hash_openings(texts: Sequence[str]) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """``(texts, slots)``: a slot for each pair and triple of the first characters, the beginning itself being one of
    these; and which of them a text has, short ones having fewer."""
    padded = "".join(["\0" + text[:READ].ljust(READ, "\0") for text in texts])
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    codes = codes.reshape(len(texts), READ + 1)
    pairs = codes[:, :-1] * 40503 + codes[:, 1:] * 9973
    slots = np.concatenate([pairs, pairs[:, :-1] + codes[:, 2:] * 30011 + 7], axis=1) & (SLOTS - 1)
    sizes = np.array([min(len(text), READ) for text in texts]).reshape(-1, 1)
    return slots, np.concatenate([np.arange(READ) < sizes, np.arange(READ - 1) < sizes - 1], axis=1)


@cache
def _load() -> tuple[Floats, float]:
    """kg/data/pages/openings.npz."""
    name = "pages/openings.npz"
    arrays = read_arrays(name, ("weights", "step", "bias"))
    if arrays["weights"].shape != (SLOTS,) or arrays["step"].shape or arrays["bias"].shape:
        raise LexiconError(f"{name}: {SLOTS} weights, a step and a bias expected")
    return arrays["weights"] * float(arrays["step"]), float(arrays["bias"])
