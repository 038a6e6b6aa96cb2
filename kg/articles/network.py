"""Features of a choice -> its log-odds: a layer of tanh units beside a direct one, from a file of weights.

The files are kg/data/pages/*.npz, made by scripts/train_articles.py; they hold weights and no text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.articles.arrays import Array, check_shapes, read_arrays

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.floating[Any]]
_LAYERS = ("hidden", "hidden_bias", "output", "direct", "bias")


class Network:
    """Log-odds from ``names``, the features in their order."""

    def __init__(self, names: Sequence[str], layers: Mapping[str, Floats]) -> None:
        self.names = tuple(names)
        own = {name: values.astype(np.float32) for name, values in layers.items()}  # exact enough, and twice as quick
        self._hidden, self._hidden_bias = own["hidden"], own["hidden_bias"]
        self._output, self._direct, self._bias = own["output"], own["direct"], own["bias"]

    def weigh(self, rows: Rows) -> Floats:
        """``(rows, features)`` -> ``(rows,)``."""
        rows = rows.astype(np.float32)
        lit = np.tanh(rows @ self._hidden + self._hidden_bias)
        return np.asarray(lit @ self._output + rows @ self._direct + self._bias, dtype=np.float64)

    def rate(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The same from features by name; one that a row does not have is 0."""
        table = np.array([[row.get(name, 0.0) for name in self.names] for row in rows]).reshape(-1, len(self.names))
        worth: list[float] = self.weigh(table).tolist()
        return worth


@cache
def load_network(name: str) -> Network:
    """kg/data/pages/<name>.npz."""
    path = f"pages/{name}.npz"
    return make_network(read_arrays(path, ("names", *_LAYERS)), path)


def make_network(arrays: Mapping[str, Array], name: str) -> Network:
    """The network of a file's arrays; LexiconError names the layer that does not fit."""
    names = [str(word) for word in arrays["names"]]
    units = len(arrays["hidden_bias"])
    shapes: dict[str, tuple[int, ...]] = {"hidden": (len(names), units), "hidden_bias": (units,), "output": (units,)}
    shapes |= {"direct": (len(names),), "bias": ()}
    check_shapes(arrays, shapes, name)
    return Network(names, {key: arrays[key].astype(np.float64) for key in _LAYERS})
