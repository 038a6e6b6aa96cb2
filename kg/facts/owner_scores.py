"""The candidates of a number -> how likely each is its owner: a conditional logit over ``data/owner_scores.tsv``.

After McFadden (1974). The weights are fitted by scripts/fit_owners.py on figures of raw news that were judged by
reading (benchmarks/figure_judgements.tsv.gz).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_SHORT = 2
_AREAS = frozenset("省市县区镇乡村州旗")
_FIRMS = ("公司", "集团", "厂", "电器", "汽车", "银行", "股份", "科技", "项目", "工程", "”项目", "”工程")


@cache
def load_owner_scores() -> dict[str, float]:
    """Weight by feature."""
    weights: dict[str, float] = {}
    for feature, weight in read_table("owner_scores.tsv", 2):
        if feature in weights:
            raise LexiconError(f"owner_scores.tsv: {feature}: a second row for it")
        try:
            weights[feature] = float(weight)
        except ValueError as error:
            raise LexiconError(f"owner_scores.tsv: {feature}: {weight} is no number") from error
    return weights


def pool(names: Sequence[str], shares: Sequence[float]) -> list[float]:
    """The share of each with those of its other names: 澄江锂业 0.4 and 澄江锂业有限公司 0.3 have 0.7 each."""
    return [sum(other for name_, other in zip(names, shares, strict=True) if _is_same(name, name_)) for name in names]


def _is_same(name: str, other: str) -> bool:
    """The same name, or one short for the other: 云溪 and 云溪市, 柳河啤酒 and 柳河啤酒(东岭)有限公司."""
    if name == other:
        return True
    short, long = sorted((name, other), key=len)
    if len(short) < _SHORT or short not in long:
        return False
    rest = long.replace(short, "", 1)
    return rest in _AREAS or (long.startswith(short) and rest.endswith(_FIRMS))


def weigh(described: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """``[("nobody",), ("at=opens:0", "type=area")] -> [0.1, 0.9]``: they sum to 1."""
    sums = [sum(weights.get(feature, 0.0) for feature in features) for features in described]
    most = max(sums)
    shares = [math.exp(value - most) for value in sums]
    total = sum(shares)
    return [share / total for share in shares]
