"""A mention's evidence -> how often such mentions are right, by a scorecard learned from judged mentions.

Additive (logistic regression, one weight for each answer of ``describe``), so that every confidence can be taken apart.
The weights are kg/data/mention_scores.tsv, made by scripts/calibrate_mentions.py; the table of reliability on mentions
that had no part in them is printed by benchmarks/names.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

LEAST = 0.55  # below it most of the judged mentions were wrong
_SURE = ("lexicon/user",)


def rate(evidence: Iterable[str], weights: Mapping[str, float]) -> float:
    """In [0.01, 0.99], two decimals; an answer that was never judged counts nothing.

    >>> rate(["post=4"], {"": 1.0, "post=4": 1.5})
    0.92
    """
    total = weights.get("", 0.0) + sum(weights.get(answer, 0.0) for answer in evidence)
    return round(min(0.99, max(0.01, 1.0 / (1.0 + math.exp(-total)))), 2)


def is_given(extractor: str) -> bool:
    """What the user says needs no score."""
    return extractor.startswith(_SURE)
