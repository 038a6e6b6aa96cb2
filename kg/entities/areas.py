"""The areas that one article names -> their clusters, and from them where the article speaks from."""

from __future__ import annotations

import re
import sys

from kg.entities.cluster import Cluster, Node
from kg.entities.setting import LEVEL_WORDS, Named, find_setting
from kg.entities.things import ArticleThings, place_of
from kg.ids import make_id
from kg.lexicon.gazetteer import Division, Gazetteer
from kg.model import Article, Mention, Part

_OWN_AREA = re.compile(rf"(?:(?P<country>[全我]国|国家)|(?P<which>全|我|本|该)?(?P<level>{'|'.join(LEVEL_WORDS)}))$")

_CITY = re.compile(r"(?:全|我|本)?市(?![场民])")
_OF_AREAS = frozenset({"AdministrativeArea", "PublicBody"})
_POWERS = "中美俄欧日英法德韩印"
_MUNICIPALITIES = ("11", "12", "31", "50")
_SENDERS = ("新华社", "本报", "中新社", "中新网", "人民网")


def _is_brand(last: tuple[Division, int, int], name: str) -> bool:
    """福田|汽车, 东湖: a district's short name at the head of a firm's or a lake's is more likely that thing's own."""
    place, start, end = last
    return "d" in place.flags and start == 0 and name[:end] == place.short


def _first_elided(nodes: list[Node]) -> int:
    """Where the body first names a city or its bodies by the level only: 市委, 全市."""
    at = [m.span.start for node in nodes if _CITY.match(node.name) for m in node.mentions if m.part is Part.BODY]
    return min(at, default=sys.maxsize)


def _codes(name: str, gazetteer: Gazetteer) -> set[str]:
    return {area.code for area in gazetteer.lookup(name)}


class AreaReader:
    """Reads an article's areas: those that are clear by themselves first, then those that need them as context."""

    def __init__(self, article: Article, nodes: list[Node], home: tuple[Division, ...], gazetteer: Gazetteer) -> None:
        self.article = article
        self.gazetteer = gazetteer
        self.home = home
        self.known_codes = [area.code for area in home if area.code]
        self.local: set[str] = set()  # keys of areas that no list has
        self.foreign = {node.name[0] for node in nodes if self._is_foreign(node.name)}
        named = self._named_areas(nodes)
        codes = [*self.known_codes, *(one.area.code for one in named if one.area.code)]
        self.known_codes = list(dict.fromkeys(codes))
        named = self._named_areas(nodes)
        self.setting = find_setting(article, named, gazetteer, home, _first_elided(nodes))
        self.known_codes = list(dict.fromkeys([*(area.code for area in self.setting.own), *codes]))

    @property
    def _nearest(self) -> str:
        return self.setting.own[0].code if self.setting.own else ""

    def _named_areas(self, nodes: list[Node]) -> list[Named]:
        named = []
        home = self.home[0].code if self.home else ""
        for node in nodes:
            if node.type in ("Person", "Official", "Product"):
                continue
            chain, _ = self.gazetteer.read_chain(
                node.name, context=self.known_codes, home=home, date=self.article.published
            )
            areas = [place for place, _, _ in chain if place.code[:1].isdigit()]
            if areas and node.type not in _OF_AREAS and _is_brand(chain[-1], node.name):
                areas = []
            if len(areas) == 1 and (self.is_far_district(node.name, areas[0]) or self.is_pair(node.name)):
                areas = []
            if not areas and self.home and not self.home[0].code:
                areas = [self.home[0]] if node.name.startswith((self.home[0].name, self.home[0].brief)) else []
            if areas:
                told = [mention for mention in node.mentions if not self._in_dateline(mention)]
                named += [Named(place_of(mention), areas[-1]) for mention in told]
        return named

    def _in_dateline(self, mention: Mention) -> bool:
        """（新华社|北京|7月6日电 记者…）: where it was sent from, not what it is about."""
        before = self.article.text[: mention.span.start][-4:] if mention.part is Part.BODY else ""
        return before.endswith(_SENDERS)

    def is_deictic(self, name: str) -> bool:
        """全市, 我区, 该县: an area by its level only."""
        return bool(_OWN_AREA.match(name))

    def is_everyday(self, name: str) -> bool:
        """A word that is a division's short name as well, with nothing to say that the division is meant."""
        return any("w" in area.flags and area.name != name for area in self.gazetteer.lookup(name))

    def is_far_district(self, name: str, area: Division) -> bool:
        """江南, 中原, 天山: a district's short name where nothing of its city is named is more likely another's."""
        if "d" not in area.flags or name != area.short or area.name.endswith(("新区", "林区")):
            return False
        near = 2 if area.code[:2] in _MUNICIPALITIES else 4
        return not any(code != area.code and code[:near] == area.code[:near] for code in self.known_codes)

    def _is_foreign(self, name: str) -> bool:
        place = self.gazetteer.resolve(name) if self.gazetteer.is_place(name) else None
        return place is not None and place.level == "country" and place.code != "CN"

    def is_pair(self, name: str) -> bool:
        """巴中友谊, in an article that names 巴某国: two countries, not the city of that name."""
        if len(name) != 2 or name[1] not in _POWERS or name[0] not in self.foreign:
            return False
        near = {area.code[:2] for area in self.gazetteer.lookup(name)}
        return not any(code[:2] in near for code in self.known_codes if code not in _codes(name, self.gazetteer))

    def read(self, node: Node) -> Division | None:
        """The division that a name means here; None if no list has it or nothing decides between several."""
        deictic = _OWN_AREA.match(node.name)
        if deictic:
            if deictic["country"]:
                return self.gazetteer.get("CN")
            return self.setting.area_at(deictic["level"], node.at, pointing=deictic["which"] == "该")[0]
        for area in (*self.setting.own, *self.home):
            if not area.code and node.name in (area.name, area.short):
                return area
        date = self.article.published
        place = self.gazetteer.resolve(node.name, context=self.known_codes, home=self._nearest, date=date)
        if place is None:
            chain, end = self.gazetteer.read_chain(node.name, context=self.known_codes, home=self._nearest, date=date)
            if chain and end == len(node.name):
                place = chain[-1][0]
        return place

    def read_unlisted(self, name: str, divisions: dict[str, Division]) -> Division:
        """A village or an invented district: in the areas its name begins with, else where the article speaks from."""
        own = self.setting.own
        chain, end = self.gazetteer.read_chain(
            name, context=self.known_codes, home=self._nearest, date=self.article.published
        )
        rest = name[end:] if chain and end < len(name) - 1 else name
        for area in divisions.values():
            if not area.code and area.name == rest and area.level not in ("country", "region", "nature"):
                return area
        above = chain[-1][0].name if rest != name else (own[0].name if own else "")
        return self.gazetteer.local(rest, above)

    def cluster(self, area: Division, things: ArticleThings) -> Cluster:
        """The area's cluster in the article: by code, by name for countries and regions, else by area and name."""
        found = things.areas.get(area.code or area.name)
        if found is not None:
            return found
        if area.code[:1].isdigit():
            key = make_id("place", area.code)
        elif area.level in ("country", "region", "nature"):
            key = make_id("place", area.name)
        else:
            key = make_id("place", area.parent, area.name)
            self.local.add(key)
        cluster = Cluster(key, area.name, area.type, code=area.code if area.code[:1].isdigit() else "")
        cluster.extra = [form for form in area.forms() if form in (area.name, area.brief)]
        cluster.coordinates = area.coordinates
        things.areas[area.code or area.name] = cluster
        things.divisions[key] = area
        return things.keep(cluster)
