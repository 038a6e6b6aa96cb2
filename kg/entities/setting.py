"""An article and the gazetteer -> which area it speaks from, and which areas it has named by a given place in the text.

市委, 我区, 该县, 街道党工委 name an area by its level only. Which area that is depends on the paper's home, the
dateline, the article's own place, and what was named last. The paper's home is not inherited by an article that
comes from, or is all about, another place.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from kg.lexicon.gazetteer import Division, Gazetteer
from kg.model import Article

_DATELINE = re.compile(
    r"(?:本报|新华社|中新社|中新网|人民网|央视|记者)[^，。]{0,4}?(?P<place>[一-龥]{2,12}?)(?:\d{1,2}月\d{1,2}日|\d{1,2}日)?(?:电|讯|专电|消息)"
)
_CENTRAL = re.compile(r"新华社|中新社|中新网|人民网|央视")
# what ends the name of an area of that level; 自治区 is said 区 where the paper's home is one
_SUFFIXES = {
    "省": ("省",), "自治区": ("自治区",), "市": ("市",), "州": ("州",), "盟": ("盟",), "区": ("区",), "县": ("县",),
    "旗": ("旗",), "街道": ("街道",), "镇": ("镇",), "乡": ("乡",), "自治州": ("自治州",), "自治县": ("自治县",),
}  # fmt: skip
LEVEL_WORDS = tuple(_SUFFIXES)
_LEAD = 120


@dataclass(frozen=True, slots=True)
class Named:
    """An area that the text names, and where; places in the headline stand before the body."""

    at: int
    area: Division


@dataclass(frozen=True, slots=True)
class Setting:
    """The area an article speaks from and what it lies in, lowest first; the paper's home; the areas it names."""

    own: tuple[Division, ...]
    home: tuple[Division, ...]
    named: tuple[Named, ...] = field(repr=False)
    chains: dict[str, tuple[Division, ...]] = field(repr=False)  # of the named areas
    note: str = ""

    @property
    def city(self) -> Division | None:
        """The prefecture (or municipality) that the article speaks from."""
        return city_of(self.own)

    def area_at(self, level: str, at: int, *, pointing: bool = False) -> tuple[Division | None, str]:
        """The area that a bare level means at a place in the text, and the reason: 市 -> 荆州市, "home".

        ``pointing`` (该市, 该县): the one of that level last named, wherever it lies.
        """
        if pointing:
            before = bisect_right(self.named, at, key=lambda named: named.at)
            for named in reversed(self.named[:before]):
                for area in self.chains[named.area.code or named.area.name]:
                    if _has_level(area, level):
                        return area, "last named"
        if level == "区" and self.own and self.own[-1].name.endswith("自治区") and not self._lowest_is("区"):
            return self.own[-1], "own/autonomous"
        for area in self.own:
            if _has_level(area, level):
                return area, "own"
        within = {area.name for area in self.own if area.level in ("prefecture", "province", "county")}
        before = bisect_right(self.named, at, key=lambda named: named.at)
        for named in (*reversed(self.named[:before]), *self.named[before:]):
            chain = self.chains[named.area.code or named.area.name]
            for area in chain:
                if _has_level(area, level) and self._may_be(area, chain, level, within):
                    return area, "named before" if named.at <= at else "named after"
        return None, ""

    def _lowest_is(self, suffix: str) -> bool:
        return self.own[0].name.endswith(suffix) and self.own[0].level == "county"

    def _may_be(self, area: Division, chain: tuple[Division, ...], level: str, within: set[str]) -> bool:
        """A district is meant only if it lies where the article speaks from; a street may be a visitor's."""
        if not within or level in ("街道", "镇", "乡"):
            return True
        lowest = self.own[0]
        return any(above.name == lowest.name and above.code == lowest.code for above in chain) or level in (
            "省",
            "自治区",
        )


def _has_level(area: Division, level: str) -> bool:
    if level == "区":
        return area.brief.endswith("区") or (area.level == "county" and area.name.endswith("区"))
    return area.name.endswith(_SUFFIXES[level])


def city_of(chain: tuple[Division, ...]) -> Division | None:
    for area in chain:
        if area.level == "prefecture" or (area.level == "province" and area.name.endswith("市")):
            return area
    return None


def chain_of(area: Division, gazetteer: Gazetteer, date: datetime.date) -> tuple[Division, ...]:
    """The area and what it lies in, lowest first."""
    return tuple(gazetteer.chain(area, date))


def find_home(home: str, newspaper: str, gazetteer: Gazetteer, date: datetime.date) -> tuple[Division, ...]:
    """The paper's home as told, else by the place its name begins with (荆州日报); () for a national paper."""
    if home:
        place = gazetteer.resolve(home, date=date)
        if place is None:
            chain, end = gazetteer.read_chain(home, date=date)
            place = chain[-1][0] if chain and end == len(home) else gazetteer.local(home)
        return chain_of(place, gazetteer, date)
    length = gazetteer.starts_with_place(newspaper)
    place = gazetteer.resolve(newspaper[:length], date=date) if length else None
    if place is None or place.level == "country" or not place.code[:1].isdigit():
        return ()
    return chain_of(place, gazetteer, date)


def find_dateline(article: Article, gazetteer: Gazetteer) -> tuple[Division | None, bool]:
    """The place of 本报青岛8月24日电, and whether an agency that serves the whole country sent it."""
    match = _DATELINE.search(article.dateline)
    central = bool(_CENTRAL.search(article.dateline))
    if match is None:
        return None, central
    length = gazetteer.starts_with_place(match["place"])
    place = gazetteer.resolve(match["place"][:length], date=article.published) if length else None
    return (place if place and place.code[:1].isdigit() else None), central


def find_setting(
    article: Article, named: list[Named], gazetteer: Gazetteer, home: tuple[Division, ...], elided: int
) -> Setting:
    """Decides where the article speaks from: dateline, else the paper's home, else the place it is all about.

    ``elided``: where the text first names an area or body by its level only (市委).
    """
    named = sorted(named, key=lambda one: (one.at, -len(one.area.name), one.area.code))
    chains = {one.area.code or one.area.name: chain_of(one.area, gazetteer, article.published) for one in named}
    dateline, central = find_dateline(article, gazetteer)
    own, note = home, "home" if home else ""
    if dateline is not None and not _related(chain_of(dateline, gazetteer, article.published), home):
        if not (central and dateline.code == "110000"):
            own, note = chain_of(dateline, gazetteer, article.published), "dateline"
        else:
            own, note = (), "agency"
    elif central and dateline is not None and dateline.code == "110000" and home and home[-1].code != "110000":
        own, note = (), "agency"
    elif home and not any(_related(chains[one.area.code or one.area.name], home) for one in named):
        lead = _lead_area(named, chains)
        if lead is not None and not _speaks_of_home(article):
            own, note = _chain_from(lead, chains), "lead"
    if own and own[0].level == "province" and not own[0].name.endswith("市"):
        city = _main_city(named, chains, own[0])
        if city is not None:
            own, note = _chain_from(city, chains), note + "/main city"
    elif not own and named:
        lead = _main_area(named, chains)
        if lead is not None:
            own, note = _chain_from(lead, chains), "main area"
    lower = _county_city(named, chains, own, elided)
    if lower is not None:
        own, note = _chain_from(lower, chains), note + "/county city"
    return Setting(own, home, tuple(named), chains, note)


def _county_city(
    named: list[Named], chains: dict[str, tuple[Division, ...]], own: tuple[Division, ...], elided: int
) -> Division | None:
    """A city of the county level that the article opens with: 监利市召开会议，市委书记…; not 市委书记到监利市.

    Above it nothing is called 市 as well, so 区 and 县 need no such rule.
    """
    if not own or own[0].level != "prefecture":
        return None
    lead = [one for one in named if one.at < min(elided, _LEAD)]
    if not any(one.at >= 0 for one in lead) or any(one.area.code == own[0].code for one in lead):
        return None
    first = min(lead, key=lambda one: (one.at < 0, one.at)).area
    within = any(area.code == own[0].code for area in chains[first.code or first.name])
    return first if first.level == "county" and first.name.endswith("市") and within else None


def _chain_from(area: Division, chains: dict[str, tuple[Division, ...]]) -> tuple[Division, ...]:
    return next(chain[chain.index(area) :] for chain in chains.values() if area in chain)


def _related(chain: tuple[Division, ...], home: tuple[Division, ...]) -> bool:
    """One lies in the other (the province is the home's, a district is the home's)."""
    if not chain or not home:
        return False
    names = {(area.code, area.name) for area in chain}
    return (home[0].code, home[0].name) in names or (chain[0].code, chain[0].name) in {(a.code, a.name) for a in home}


def _speaks_of_home(article: Article) -> bool:
    return bool(re.search(r"我[省市区县州]|本[省市区县]|全[市县区](?!人民)", article.text))


def _lead_area(named: list[Named], chains: dict[str, tuple[Division, ...]]) -> Division | None:
    lead = [one.area for one in named if one.at < _LEAD and one.area.level in ("prefecture", "county", "province")]
    cities = [city for area in lead if (city := city_of(chains[area.code or area.name])) is not None]
    if not cities:
        return None
    (first, count), *others = Counter(cities).most_common()
    if others and others[0][1] == count:
        return None
    mine = [area for area in lead if city_of(chains[area.code or area.name]) == first]
    return max(mine, key=lambda area: (area.level == "county", -mine.index(area)))


def _main_city(named: list[Named], chains: dict[str, tuple[Division, ...]], province: Division) -> Division | None:
    """The one city of the province that an article of a provincial paper is about, if it is about one."""
    cities: Counter[Division] = Counter()
    for one in named:
        chain = chains[one.area.code or one.area.name]
        city = city_of(chain)
        if city is not None and chain[-1].code == province.code and city.code != province.code:
            cities[city] += 1
    ranked = cities.most_common(2)
    if len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] >= 3 * ranked[1][1]):
        return ranked[0][0]
    return None


def _main_area(named: list[Named], chains: dict[str, tuple[Division, ...]]) -> Division | None:
    """The area a national paper's article is about: the only city it names, else the only province."""
    cities = Counter(city for one in named if (city := city_of(chains[one.area.code or one.area.name])) is not None)
    if len(cities) == 1:
        city = next(iter(cities))
        mine = [one.area for one in named if city_of(chains[one.area.code or one.area.name]) == city]
        counties = {area for area in mine if area.level == "county"}
        return counties.pop() if len(counties) == 1 else city
    provinces = {chains[one.area.code or one.area.name][-1] for one in named}
    if len(provinces) == 1 and not cities:
        return next(iter(provinces))
    return None
