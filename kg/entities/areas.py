"""The areas that one article names -> their clusters, and from them where the article speaks from."""

from __future__ import annotations

import re

from kg.entities.cluster import Cluster, Node
from kg.entities.setting import LEVEL_WORDS, Named, find_setting
from kg.entities.things import ArticleThings, place_of
from kg.ids import make_id
from kg.lexicon.gazetteer import Division, Gazetteer
from kg.model import Article, Mention, Part

_OWN_AREA = re.compile(rf"(?:(?P<country>[全我]国|国家)|(?P<which>全|我|本|该)?(?P<level>{'|'.join(LEVEL_WORDS)}))$")

_OF_AREAS = frozenset({"AdministrativeArea", "PublicBody"})
_SENDERS = ("新华社", "本报", "中新社", "中新网", "人民网")


def _is_brand(last: tuple[Division, int, int], name: str) -> bool:
    """福田|汽车, 东湖: a district's short name at the head of a firm's or a lake's is more likely that thing's own."""
    place, start, end = last
    return "d" in place.flags and start == 0 and name[:end] == place.short


class AreaReader:
    """Reads an article's areas: those that are clear by themselves first, then those that need them as context."""

    def __init__(self, article: Article, nodes: list[Node], home: tuple[Division, ...], gazetteer: Gazetteer) -> None:
        self.article = article
        self.gazetteer = gazetteer
        self.home = home
        self.known_codes = [area.code for area in home if area.code]
        self.local: set[str] = set()  # keys of areas that no list has
        named = self._named_areas(nodes)
        codes = [*self.known_codes, *(one.area.code for one in named if one.area.code)]
        self.known_codes = list(dict.fromkeys(codes))
        named = self._named_areas(nodes)
        self.setting = find_setting(article, named, gazetteer, home)
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
