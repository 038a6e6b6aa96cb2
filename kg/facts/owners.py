"""The names that a number may be of, each with how likely that is -> the likeliest, or nobody.

A name and its short form are one: 恒锐科技 0.4 and 恒锐科技有限公司 0.3 have 0.7 together.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Mention

_SHORT = 2
_AREAS = frozenset("省市县区镇乡村州旗")
_FIRMS = ("公司", "集团", "厂", "电器", "汽车", "银行", "股份", "科技", "项目", "工程", "”项目", "”工程")


def choose_owner(shares: Mapping[str, tuple[float, Mention | None]]) -> tuple[Mention | None, float]:
    """``{"": (0.2, None), "恒锐科技": (0.8, …)}`` -> (恒锐科技, 0.8); None for nobody. Of equals the first."""
    best, most = "", -1.0
    for name in shares:
        share = sum(part for other, (part, _) in shares.items() if is_same(name, other))
        if share > most:
            best, most = name, share
    return shares[best][1], most


def is_same(name: str, other: str) -> bool:
    """The same name, or one short for the other: 云溪 and 云溪市, 柳河啤酒 and 柳河啤酒(东岭)有限公司."""
    if name == other:
        return True
    short, long = sorted((name, other), key=len)
    if len(short) < _SHORT or short not in long:
        return False
    rest = long.replace(short, "", 1)
    return rest in _AREAS or (long.startswith(short) and rest.endswith(_FIRMS))
