"""Areas within areas: which can lie in which, and which do where the text lists several of one: 山东青岛、济南.

In: names of areas; or an article and its masked view. Out: whether one may lie, or lies, in the other by the lists
regions.tsv and divisions.tsv (of names in neither nothing is said); ``RelationMention`` s with the predicate locatedIn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.lexicon.tables import read_table
from kg.model import Article, Evidence, Mention, RelationMention, Span
from kg.text import sentence_at

LISTED_CONFIDENCE = 0.97
_COUNTRY, _PROVINCE, _BELOW = 0, 1, 2
# what may stand between a place and those of it that are listed: 辽宁西部内陆的朝阳、阜新
_WITHIN = (
    r"(?:(?:(?![援帮派赴驻结])[^，。；：、在和与及从到向\ue000-\uf8ff]){0,8}(?=的)|境内|省内|全省|市内|辖下|下辖|辖区|"
    r"[东西南北中]+部|沿海|沿线|内陆|[东西南北]线|地区){0,2}的?"
)
_TOWN = re.compile(r".+(?:[镇乡村]|街道|社区|苏木)")
_CITY = re.compile(r".+[市县区旗]")


def may_lie_in(inner: str, outer: str, *, named: bool = False) -> bool:
    """南京 in 江苏, but not 西班牙 in 中国, nor 台湾 in 南京; ``named``: the second is an area or a site."""
    ranks = _ranks()
    low, high = ranks.get(inner), ranks.get(outer)
    if low is None or low == _BELOW:
        return True
    if high is None:
        return not named
    return high < low


def lies_in(inner: str, outer: str) -> bool:
    """Whether a division of the first name is one of a division of the second's."""
    codes = _codes()
    above = [code for code in codes.get(outer, ()) if code.endswith("00")]
    fronts = tuple(code[:2] if code.endswith("0000") else code[:4] for code in above)
    return bool(fronts) and any(code.startswith(fronts) and code not in above for code in codes.get(inner, ()))


def find_listed_areas(view: View, article: Article, sentences: Sequence[Span]) -> Iterator[RelationMention]:
    """山东青岛、济南: both in 山东; 临溪市东山镇、石桥乡: both in 临溪市, as the first is."""
    spans = list(sentences)
    for match in _lists().finditer(view.text):
        (outer,) = view.within(*match.span("outer"))[:1]
        items = view.within(*match.span("items"))
        for at, inner in enumerate(items):
            told = at == 0 and len(items) > 1 and not match["link"]
            if inner.name != outer.name and _is_part(inner, outer, items[0], told=told):
                sentence = sentence_at(spans, inner.span.start)
                evidence = Evidence(article.id, sentence, "place/listed", LISTED_CONFIDENCE)
                yield RelationMention("locatedIn", inner, outer, evidence)


def _is_part(inner: Mention, outer: Mention, first: Mention, *, told: bool) -> bool:
    if told:
        return may_lie_in(inner.text, outer.text)
    if lies_in(inner.text, outer.text):
        return may_lie_in(inner.text, outer.text)  # 重庆 was once of 四川
    known = _codes()
    towns = _TOWN.fullmatch(first.text) and _TOWN.fullmatch(inner.text) and _CITY.fullmatch(outer.text)
    return bool(towns) and inner.text not in known


@cache
def _lists() -> re.Pattern[str]:
    grammar = default_grammar()
    area = grammar.charset("AdministrativeArea")
    item = f"{area}(?!的?{area})"  # an item that another area follows holds that one: 浙江东阳、福建莆田
    return re.compile(f"(?P<outer>{area})(?P<link>{_WITHIN})(?P<items>{item}(?:(?:、|和|与|及|以及|，){item})*)")


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


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Name or short name -> the codes of the divisions of that name."""
    found: dict[str, list[str]] = {}
    for code, name, short, *_ in read_table("divisions.tsv", 8):
        for n in {name, short}:
            if n:
                found.setdefault(n, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}
