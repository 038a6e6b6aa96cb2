"""An office -> what it says of where a name belongs: to the country, to an area, or to one body only.

A minister is known in the whole country and a mayor in the city; a section head is known in the bureau. The anchor is
made from the article alone, so that ids made from it do not depend on other pages.
"""

from __future__ import annotations

import re

from kg.entities.cluster import Cluster
from kg.entities.kinds import family
from kg.entities.resolution import Office
from kg.entities.setting import city_of
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import Lexicon

Anchor = tuple[str, str]  # ("country" | "area" | "body" | "", key)
NOWHERE: Anchor = ("", "")
CHINA = "中国"

_HEADS = re.compile(
    r"^(?:党组|第一|常务)?(?:总书记|副?主席|副?总理|国务委员|秘书长|书记|部长|主任|副?委员长|院长|首席大法官|首席大检察官|检察长|审计长"
    r"|行长|署长|局长|会长|常委|委员|候补委员)$"
)
_CENTRAL = re.compile(r"^(?:中国共产党中央|中共中央|中央|全国|国家|国务院|最高人民)")
_LEADING = re.compile(
    r"^中共.+委员会$|人民政府$|人民代表大会(?:常务委员会)?$|^中国人民政治协商会议.+委员会$|纪律检查委员会$|监察委员会$"
    r"|人民法院$|人民检察院$"
)
_OFFICE_OF_PARTY = re.compile(r"委员会.+委员会$")


def find_reach(
    body: Cluster | None, office: Office, things: ArticleThings, lexicon: Lexicon, tables: EntityTables
) -> tuple[Anchor, bool]:
    """The anchor of an office, and whether it leads a whole area or country."""
    if office.country:
        return ("country", office.country), True
    if office.state:
        return (("country", CHINA), True) if office.name.startswith("国家") else (NOWHERE, False)
    if body is None:
        return NOWHERE, False
    name = body.name
    if family(body.type) == "organization" and _HEADS.match(office.title):
        known = lexicon.names[things.standing[name][0]].type if name in things.standing else ""
        if known in ("PublicBody", "Association") or (not known and body.type == "PublicBody" and _CENTRAL.match(name)):
            return ("country", CHINA), True
    if body.type == "PublicBody":
        area = _area_of(name, things, lexicon)
        if area is not None:
            leads = bool(_LEADING.search(name)) and not _OFFICE_OF_PARTY.search(name)
            return ("area", area.code or area.name), leads
    return ("body", body.key), False


def _area_of(name: str, things: ArticleThings, lexicon: Lexicon) -> Division | None:
    """The prefecture (or province) that a body's official name begins with."""
    text = name.removeprefix("中共").removeprefix("共青团").removeprefix("中国人民政治协商会议")
    for area in (*things.setting.own, *things.setting.home):
        if not area.code and text.startswith(area.name):
            return area
    chain, _ = lexicon.gazetteer.read_chain(text, date=things.article.published)
    if not chain or not chain[-1][0].code[:1].isdigit():
        return None
    above = tuple(lexicon.gazetteer.chain(chain[-1][0], things.article.published))
    return city_of(above) or above[-1]
