"""Judged mentions -> kg/data/mention_scores.tsv, the weights of the scorecard that makes a mention's confidence.

In: benchmarks/mention_judgements.tsv.gz, one mention of raw news a line, read and judged by hand: the sample, the
corpus, whether name and type are right (1), the type alone wrong (2) or the name wrong (0), and the evidence
(kg.mentions.evidence). No text of the news is in it. Samples whose name starts with "test" are left out.
Logistic regression with a ridge, by Newton's method: same file, same weights.

Usage: python scripts/calibrate_mentions.py
"""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "benchmarks" / "mention_judgements.tsv.gz"
TABLE = ROOT / "kg" / "data" / "mention_scores.tsv"
_RIDGE = 10.0
_LEAST_SEEN = 4


def read_judgements(*, test: bool) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """``(sample, corpus, verdict, evidence)`` of the samples to learn from, or of those to test on."""
    rows = []
    for line in gzip.decompress(JUDGED.read_bytes()).decode("utf-8").split("\n"):
        if line and line[0] != "#":
            sample, corpus, verdict, evidence = line.split("\t")
            if sample.startswith("test") == test:
                rows.append((sample, corpus, int(verdict), tuple(evidence.split(" "))))
    return rows


def fit(rows: list[tuple[str, str, int, tuple[str, ...]]]) -> dict[str, float]:
    """Weights by answer; "" is the constant."""
    seen = Counter(answer for row in rows for answer in set(row[3]))
    answers = sorted(answer for answer, count in seen.items() if count >= _LEAST_SEEN)
    column = {answer: index for index, answer in enumerate(answers)}
    x = np.zeros((len(rows), len(answers) + 1))
    x[:, -1] = 1.0
    for index, row in enumerate(rows):
        for answer in row[3]:
            if answer in column:
                x[index, column[answer]] = 1.0
    y = np.array([float(row[2] == 1) for row in rows])
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[-1] = 1e-3
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (p - y) + ridge * weights)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return {answer: round(float(weights[index]), 3) for answer, index in [*column.items(), ("", -1)]}


def main() -> None:
    rows = read_judgements(test=False)
    weights = fit(rows)
    lines = [
        "# Weights of the evidence for a mention (kg/mentions/evidence.py); their sum through the logistic function is",
        "#   its confidence.",
        f"# source: scripts/calibrate_mentions.py on {len(rows)} mentions of raw news of 2011, 2022-2026 and 2023,",
        "#   drawn at random, read and judged by hand (benchmarks/mention_judgements.tsv.gz).",
        "# date: 2026-11  licence: Apache-2.0",
        "# answer	weight",
        *(f"{answer or '(constant)'}\t{weight}" for answer, weight in sorted(weights.items()) if weight),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(rows)} mentions, {len(weights)} weights")


if __name__ == "__main__":
    main()
