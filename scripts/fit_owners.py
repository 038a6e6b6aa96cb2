"""Judged figures -> kg/data/owner_scores.tsv, the weights by which the owner of a figure is chosen.

In: benchmarks/figure_judgements.tsv.gz, one candidate of one figure a line: the sample, the corpus, the figure's
number, whether it is the owner, and what speaks for and against it (kg.facts.candidates). The figures were read and
judged by hand; no text is in the file. A conditional logit (McFadden 1974) with a ridge, by gradient descent with
momentum of limited memory (Nocedal 1980): same file, same weights.

Usage: python scripts/fit_owners.py
"""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "benchmarks" / "figure_judgements.tsv.gz"
TABLE = ROOT / "kg" / "data" / "owner_scores.tsv"
_RIDGE = 4.0
_LEAST_SEEN = 3
_MEMORY = 8
# written examples and the pages of the gold count more than one figure of raw news
_WEIGHTS = {"written": 3.0, "pages": 3.0}

Figure = tuple[str, str, int, list[tuple[str, ...]]]  # sample, corpus, which is right, the candidates' evidence


def read_judgements() -> list[Figure]:
    """The figures in the order of the file."""
    lines = gzip.decompress(JUDGED.read_bytes()).decode("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    found = []
    for _, group in groupby(rows, key=lambda row: row[2]):
        candidates = list(group)
        right = next(i for i, row in enumerate(candidates) if row[3] == "1")
        found.append((candidates[0][0], candidates[0][1], right, [tuple(row[4].split("|")) for row in candidates]))
    return found


def fit(figures: list[Figure]) -> dict[str, float]:
    """Weights by evidence."""
    seen = Counter(word for figure in figures for words in figure[3] for word in set(words))
    known = sorted(word for word, count in seen.items() if count >= _LEAST_SEEN)
    column = {word: i for i, word in enumerate(known)}
    rows, columns, starts, right, weight = [], [], [], [], []
    at = 0
    for sample, _, index, candidates in figures:
        starts.append(at)
        right.append(at + index)
        weight.append(_WEIGHTS.get(sample, 1.0))
        for words in candidates:
            for word in sorted(set(words)):
                if word in column:
                    rows.append(at)
                    columns.append(column[word])
            at += 1
    i, j, first = np.array(rows), np.array(columns), np.array(starts)
    of = np.repeat(np.arange(len(figures)), np.diff(np.append(first, at)))
    counts = np.array(weight)
    chosen = np.zeros(at)
    chosen[right] = counts

    def slope(w: np.ndarray) -> tuple[float, np.ndarray]:
        sums = np.bincount(i, weights=w[j], minlength=at)
        most = np.maximum.reduceat(sums, first)
        shares = np.exp(sums - most[of])
        total = np.add.reduceat(shares, first)
        likelihood = float((counts * (sums[right] - most - np.log(total))).sum())
        expected = shares / total[of] * counts[of]
        gradient = np.bincount(j, weights=(expected - chosen)[i], minlength=len(known)) + _RIDGE * w
        return _RIDGE / 2 * float(w @ w) - likelihood, gradient

    weights = _descend(slope, len(known))
    return {word: round(float(weights[k]), 3) for word, k in column.items()}


def _descend(slope, size: int) -> np.ndarray:  # type: ignore[no-untyped-def]
    w = np.zeros(size)
    value, gradient = slope(w)
    steps: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(300):
        q = gradient.copy()
        shares = []
        for s, y in reversed(steps):
            share = (s @ q) / (y @ s)
            shares.append(share)
            q -= share * y
        q *= (steps[-1][0] @ steps[-1][1]) / (steps[-1][1] @ steps[-1][1]) if steps else 1 / np.abs(gradient).max()
        for (s, y), share in zip(steps, reversed(shares), strict=True):
            q += s * (share - (y @ q) / (y @ s))
        length = 1.0
        after, value_after, gradient_after = w, value, gradient
        for _ in range(25):
            after = w - length * q
            value_after, gradient_after = slope(after)
            if value_after <= value - 1e-4 * length * float(q @ gradient):
                break
            length /= 2
        if (after - w) @ (gradient_after - gradient) > 1e-10:
            steps = [*steps, (after - w, gradient_after - gradient)][-_MEMORY:]
        done = abs(value - value_after) < 1e-6
        w, value, gradient = after, value_after, gradient_after
        if done:
            break
    return w


def main() -> None:
    figures = read_judgements()
    weights = fit(figures)
    lines = [
        "# Weights of what speaks for and against an owner of a figure (kg/facts/candidates.py), a conditional logit.",
        f"# source: scripts/fit_owners.py on {len(figures)} figures: raw news of 2011 and 2022-2026, drawn at random",
        "#   and judged by reading, annotated pages, and written examples (benchmarks/figure_judgements.tsv.gz).",
        "# date: 2026-11  licence: Apache-2.0",
        "# feature\tweight",
        *(f"{word}\t{weight}" for word, weight in sorted(weights.items()) if weight),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(figures)} figures, {len(weights)} weights")


if __name__ == "__main__":
    main()
