"""Which of two areas can lie in the other: no country lies in a country, no province in a city.

In: names of areas. Out: whether the first may lie in the second. The names are those of regions.tsv and
divisions.tsv; of names in neither nothing is said.
"""

from __future__ import annotations

from functools import cache

from kg.lexicon.tables import read_table

_COUNTRY, _PROVINCE, _BELOW = 0, 1, 2


def may_lie_in(inner: str, outer: str) -> bool:
    """南京 in 江苏, but not 西班牙 in 中国, nor 台湾 in 南京."""
    ranks = _ranks()
    low, high = ranks.get(inner), ranks.get(outer)
    if low is None or low == _BELOW or high is None:
        return True
    return high < low


@cache
def _ranks() -> dict[str, int]:
    """Countries, provinces, and everything below; a name that means two things has the lower rank."""
    found: dict[str, int] = {}
    for name, kind, _, others in read_table("regions.tsv", 4):
        if kind == "country":
            found |= {n: _COUNTRY for n in (name, *others.split()) if n}
    for code, name, short, *_ in read_table("divisions.tsv", 8):
        rank = _PROVINCE if code.endswith("0000") else _BELOW
        for n in (name, short):
            if n and (rank == _BELOW or n not in found):
                found[n] = rank
    municipalities = ("北京", "天津", "上海", "重庆")  # also cities of their own name
    return found | {n + end: _PROVINCE for n in municipalities for end in ("", "市")}
