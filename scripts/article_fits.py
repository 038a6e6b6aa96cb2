"""Examples -> weights: conditional logit, logistic regression, a small network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Rows = np.ndarray  # a row of features for each choice
Example = tuple[Rows, int]  # … and the right one


def make_table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Rows:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def name_features(examples: Sequence[Sequence[Mapping[str, float]]]) -> list[str]:
    """The features in the order in which they are first met."""
    return list(dict.fromkeys(name for rows in examples for row in rows for name in row))


def fit_logistic(rows: np.ndarray, told: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(15):
        share = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (told - share) - ridge * weights
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + ridge * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-3:
            break
    return weights


class Adam:
    """Steps against the slopes (Kingma & Ba 2015); the layers are changed in their dictionary."""

    def __init__(self, layers: dict[str, Any], guard: float = 1e-8) -> None:
        self._layers, self._guard, self._steps = layers, guard, 0
        self._first = {name: np.zeros_like(value) for name, value in layers.items()}
        self._second = {name: np.zeros_like(value) for name, value in layers.items()}

    def step(self, slopes: Mapping[str, Any], pace: float) -> None:
        self._steps += 1
        for name, slope in slopes.items():
            self._first[name] = 0.9 * self._first[name] + 0.1 * slope
            self._second[name] = 0.999 * self._second[name] + 0.001 * slope**2
            spread = np.sqrt(self._second[name] / (1 - 0.999**self._steps)) + self._guard
            change = self._first[name] / (1 - 0.9**self._steps) / spread
            self._layers[name] = (self._layers[name] - pace * change).astype(np.float32)


def fit_network(rows: np.ndarray, told: np.ndarray, units: int, seed: int, epochs: int = 14) -> dict[str, Any]:
    """A layer of tanh units beside a direct one, for log-odds (Adam: Kingma & Ba 2015)."""
    rng = np.random.default_rng(seed)
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 0.05)
    scaled = ((rows - mean) / spread).astype(np.float32)
    size = rows.shape[1]
    layers: dict[str, Any] = {
        "hidden": rng.normal(0, 1 / math.sqrt(size), (size, units)).astype(np.float32),
        "hidden_bias": np.zeros(units, np.float32),
        "output": rng.normal(0, 0.1, units).astype(np.float32),
        "direct": np.zeros(size, np.float32),
        "bias": np.float32(0),
    }
    adam = Adam(layers)
    for epoch in range(epochs):
        order = rng.permutation(len(told))
        pace = 0.004 * (1 - epoch / epochs) + 0.0003
        for at in range(0, len(told), 256):
            chosen = order[at : at + 256]
            batch = scaled[chosen]
            lit = np.tanh(batch @ layers["hidden"] + layers["hidden_bias"])
            odds = lit @ layers["output"] + batch @ layers["direct"] + layers["bias"]
            off = (1 / (1 + np.exp(-odds)) - told[chosen]) / len(chosen)
            inner = np.outer(off, layers["output"]) * (1 - lit * lit)
            slopes = {
                "hidden": batch.T @ inner + 3e-4 * layers["hidden"],
                "hidden_bias": inner.sum(0),
                "output": lit.T @ off + 3e-4 * layers["output"],
                "direct": batch.T @ off + 3e-4 * layers["direct"],
                "bias": off.sum(),
            }
            adam.step(slopes, pace)
    layers["hidden_bias"] = layers["hidden_bias"] - (mean / spread) @ layers["hidden"]
    layers["bias"] = layers["bias"] - (mean / spread) @ layers["direct"]
    layers["hidden"], layers["direct"] = layers["hidden"] / spread[:, None], layers["direct"] / spread
    return layers


def fit_choice_network(examples: Sequence[Example], units: int, seed: int, epochs: int = 20) -> dict[str, Any]:
    """The same network for the worth of each choice: conditional logit (McFadden 1974) over what it says."""
    rng = np.random.default_rng(seed)
    everything = np.concatenate([rows for rows, _ in examples])
    mean, spread = everything.mean(0), np.maximum(everything.std(0), 0.05)
    scaled = [((rows - mean) / spread).astype(np.float32) for rows, _ in examples]
    size = everything.shape[1]
    layers: dict[str, Any] = {
        "hidden": rng.normal(0, 1 / math.sqrt(size), (size, units)).astype(np.float32),
        "hidden_bias": np.zeros(units, np.float32),
        "output": rng.normal(0, 0.1, units).astype(np.float32),
        "direct": np.zeros(size, np.float32),
    }
    adam = Adam(layers)
    for epoch in range(epochs):
        order = rng.permutation(len(examples))
        pace = 0.004 * (1 - epoch / epochs) + 0.0002
        for at in range(0, len(order), 32):
            chosen = order[at : at + 32]
            batch = np.concatenate([scaled[one] for one in chosen])
            counts = np.array([len(scaled[one]) for one in chosen])
            starts = np.cumsum(counts) - counts
            lit = np.tanh(batch @ layers["hidden"] + layers["hidden_bias"])
            worth = lit @ layers["output"] + batch @ layers["direct"]
            share = np.exp(worth - np.repeat(np.maximum.reduceat(worth, starts), counts))
            share /= np.repeat(np.add.reduceat(share, starts), counts)
            share[starts + np.array([examples[one][1] for one in chosen])] -= 1
            off = (share / len(chosen)).astype(np.float32)
            inner = np.outer(off, layers["output"]) * (1 - lit * lit)
            slopes = {
                "hidden": batch.T @ inner + 3e-4 * layers["hidden"],
                "hidden_bias": inner.sum(0),
                "output": lit.T @ off + 3e-4 * layers["output"],
                "direct": batch.T @ off + 3e-4 * layers["direct"],
            }
            adam.step(slopes, pace)
    layers["hidden_bias"] = layers["hidden_bias"] - (mean / spread) @ layers["hidden"]
    layers["hidden"], layers["direct"] = layers["hidden"] / spread[:, None], layers["direct"] / spread
    return layers | {"bias": np.float32(0)}


def average_networks(networks: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """One network whose log-odds are the mean of theirs."""
    count = len(networks)
    return {
        "hidden": np.concatenate([own["hidden"] for own in networks], 1),
        "hidden_bias": np.concatenate([own["hidden_bias"] for own in networks]),
        "output": np.concatenate([own["output"] / count for own in networks]),
        **{
            name: np.sum([own[name] for own in networks], 0) / count
            for name in ("direct", "bias")
            if name in networks[0]
        },
    }
