"""Examples -> weights: conditional logit, logistic regression, linear-chain CRF, a small network; and back to files."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Rows = np.ndarray  # a row of features for each choice
Example = tuple[Rows, int]  # … and the right one
Chain = tuple[np.ndarray, np.ndarray, list[int]]  # features by line, state above, state; which may be; the right path
_WEIGHT = re.compile(r"(\w+) = (-?\d+\.\d+)(?![\d.])(.*)")


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


def fit_chains(chains: Sequence[Chain], first: np.ndarray, epochs: int = 12) -> np.ndarray:
    """A linear-chain CRF (Lafferty et al. 2001) around the weights that there are."""
    weights, pace = first.copy(), np.full(len(first), 1e-3)
    rng = random.Random(5)
    order = list(chains)
    for _ in range(epochs):
        rng.shuffle(order)
        for at in range(0, len(order), 8):
            slope = -0.3 * (weights - first) * 8 / len(order)
            for features, allowed, path in order[at : at + 8]:
                rows = features.astype(np.float32)
                scores = np.where(allowed, rows @ weights.astype(np.float32), -1e9).astype(float)
                expected, count = find_marginals(scores), len(path)
                told = np.zeros_like(expected)
                told[0, 0, path[0]] = 1
                told[np.arange(1, count), path[:-1], path[1:]] = 1
                slope += (told - expected).astype(np.float32).reshape(-1) @ rows.reshape(-1, len(first))
            pace += slope * slope
            weights = weights + 0.3 * slope / np.sqrt(pace)
    return weights


def find_marginals(scores: np.ndarray) -> np.ndarray:
    """Forward-backward: how likely each pair of states is at each line."""
    count = len(scores)
    ahead, back = np.zeros((count, 4)), np.zeros((count, 4))
    ahead[0] = scores[0, 0]
    for i in range(1, count):
        ahead[i] = np.logaddexp.reduce(ahead[i - 1][:, None] + scores[i], axis=0)
    for i in range(count - 2, -1, -1):
        back[i] = np.logaddexp.reduce(scores[i + 1] + back[i + 1][None], axis=1)
    total = np.logaddexp.reduce(ahead[-1])
    pairs = np.zeros((count, 4, 4))
    pairs[0, 0] = np.exp(ahead[0] + back[0] - total)
    pairs[1:] = np.exp(ahead[:-1, :, None] + scores[1:] + back[1:, None, :] - total)
    return pairs


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


def write_section(path: Path, section: str, weights: Mapping[str, float]) -> None:
    """The weights of one section of a TOML file; those it has keep their place and their comments."""
    text = path.read_text("utf-8")
    start = text.index(f"[{section}]")
    end = text.find("\n[", start)
    end = len(text) if end < 0 else end
    head, *lines = text[start:end].rstrip("\n").split("\n")
    written, known = [head], set()
    for line in lines:
        match = _WEIGHT.fullmatch(line)
        if match and match[1] in weights:
            known.add(match[1])
            note = match[3].strip()
            line = f"{match[1]} = {weights[match[1]]:.2f}" + (f"  {note}" if note else "")
        elif match:
            continue  # no feature of today's
        written.append(line)
    written += [f"{name} = {value:.2f}" for name, value in weights.items() if name not in known]
    path.write_text(text[:start] + "\n".join(written) + "\n" + text[end:], "utf-8")
