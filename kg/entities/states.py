"""Offices of a whole state -> whose they are: 国家主席, 某国总统, 总理, 外交部长; they may need no body.

A country may be named in front of a whole row of titles: 某国人民革命党中央总书记、国家主席|通某. Without any it is
China's where the title (entities/state_offices.tsv) or the name says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster
from kg.entities.resolution import Office
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings, known_body
from kg.lexicon.gazetteer import Division, Gazetteer
from kg.lexicon.words import Lexicon
from kg.mentions.tagged import FOREIGN
from kg.model import Part, TenureMention

Resolved = tuple[Cluster | None, Office]

_CHINESE = re.compile(r"[一-龥]{2,3}$")
_BREAK = re.compile(r"[，。；：！？“”‘’（）()《》\s]")
_NOBODY = frozenset(("政府", "国家", "联邦政府", "中央政府", "现任", "时任", "前", "代", "候任"))
_BEFORE = 40  # characters before a name that may say whose office it is


def country_before(tenure: TenureMention, after: int, things: ArticleThings, gazetteer: Gazetteer) -> Division | None:
    """The country last named in front of the titles before a person; ``after``: where the person before ends."""
    if tenure.person.part is not Part.BODY:
        return None
    start = tenure.person.span.start
    if not things.article.text.endswith(bare_name(tenure.title), 0, start):
        return None  # the title stands behind the name
    text = things.article.text[max(after, start - _BEFORE, 0) : start]
    begin = max((match.end() for match in _BREAK.finditer(text)), default=0)
    at, found = max(begin, text.rfind("的") + 1), None
    while at < len(text):
        length = gazetteer.starts_with_place(text, at)
        place = gazetteer.resolve(text[at : at + length]) if length else None
        found = place if place is not None and place.level == "country" else found
        at += length or 1
    front = text[: -len(bare_name(tenure.title))].rpartition("、")[2]
    if found is not None and front and front not in _NOBODY and not _names_country(front, gazetteer):
        return None  # 喀国总统比某、中某|总统: somebody else's country
    return found


def _names_country(words: str, gazetteer: Gazetteer) -> bool:
    for at in range(len(words)):
        length = gazetteer.starts_with_place(words, at)
        place = gazetteer.resolve(words[at : at + length]) if length else None
        if place is not None and place.level == "country":
            return True
    return False


def state_office(
    tenure: TenureMention,
    title: str,
    area: Division | None,
    things: ArticleThings,
    lexicon: Lexicon,
    tables: EntityTables,
) -> Resolved:
    """国家主席, 某国总统, 首相: an office without a body; 总理 is of the State Council where nobody else's is named."""
    if is_foreign(area):
        return None, foreign_office(title, area)
    if area is None and not stands_alone(tenure, things):
        return None, Office("", title, title, 1.0)
    china = tables.state[title]
    name = bare_name(tenure.person.name)
    chinese = bool(_CHINESE.fullmatch(name)) and lexicon.is_surname(name[0])
    chinese = chinese and not (len(name) == 3 and all(char in FOREIGN for char in name))  # 巴尼特总理
    if china and (area is not None or (chinese and not any(node.name.endswith("·" + name) for node in things.persons))):
        return known_body(things, china, "PublicBody"), Office("", title, f"{china}{title}", 1.0)
    country = None if chinese else _country_of_sentence(tenure, things, lexicon.gazetteer)
    if is_foreign(country):
        return None, foreign_office(title, country)
    return None, Office("", title, title, 1.0, state=True)


def stands_alone(tenure: TenureMention, things: ArticleThings) -> bool:
    """Whether the title before a name opens a phrase: 国务院，副总理甲, but not 某某卫浴副总理甲."""
    text, start = things.article.text, tenure.person.span.start - len(bare_name(tenure.title))
    if tenure.person.part is not Part.BODY or not text.startswith(bare_name(tenure.title), max(start, 0)):
        return True
    if tenure.body is not None and tenure.body.span.end == start:
        return True
    return start <= 0 or not "一" <= text[start - 1] <= "龥" or text[start - 1] in "由和与同对向请在是兼任及的以据经受"


def _country_of_sentence(tenure: TenureMention, things: ArticleThings, gazetteer: Gazetteer) -> Division | None:
    """某国总统甲接受总理|乙辞呈: the one foreign country that the sentence has named, if the title names none."""
    start = tenure.person.span.start
    if tenure.person.part is not Part.BODY or tenure.body is not None:
        return None
    text = things.article.text[tenure.evidence.span.start : start]
    if not text.endswith(bare_name(tenure.title)):
        return None
    found: dict[str, Division] = {}
    at = 0
    while at < len(text):
        length = gazetteer.starts_with_place(text, at)
        place = gazetteer.resolve(text[at : at + length]) if length else None
        if place is not None and is_foreign(place):
            found[place.name] = place
        at += length or 1
    return next(iter(found.values())) if len(found) == 1 else None


def is_foreign(area: Division | None) -> bool:
    return area is not None and area.level == "country" and area.code != "CN"


def foreign_office(title: str, country: Division | None) -> Office:
    assert country is not None
    return Office("", title, country.name + title, 1.0, country.name, state=True)


def split_ministry(title: str, lexicon: Lexicon) -> tuple[str, str]:
    """外交部长 -> 外交部, 部长: a title that begins with the body it is of; "" if it does not."""
    body = title[:-1]
    known = lexicon.names.get(body)
    if not title.endswith("长") or len(body) < 3 or known is None or known.type != "PublicBody":
        return "", title
    return known.full, title[-2:]


def complete_states(tenures: Sequence[TenureMention], found: Sequence[Resolved]) -> list[Resolved]:
    """佐科总统, where the article has 印度尼西亚总统佐科 too: one office."""
    full: dict[tuple[str, str], Resolved] = {}
    for tenure, (body, office) in zip(tenures, found, strict=True):
        if office.country or body is not None:
            full.setdefault((_last_part(tenure), office.title), (body, office))
    completed = []
    for tenure, (body, office) in zip(tenures, found, strict=True):
        bare = body is None and not office.country and office.name == office.title
        title = "国家主席" if office.title == "主席" else office.title
        key = (_last_part(tenure), title)
        completed.append(full.get(key, (body, office)) if bare else (body, office))
    return completed


def _last_part(tenure: TenureMention) -> str:
    """玛索 of 玛丽·玛索."""
    return bare_name(tenure.person.name).rsplit("·", 1)[-1]


def leave_to_one(
    tenures: Sequence[TenureMention], found: Sequence[Resolved], things: ArticleThings, tables: EntityTables
) -> list[Resolved]:
    """A bare 总书记 is China's, but of one person only: who is called so most often (习某某总书记和阮某某总书记)."""
    counts: dict[str, Counter[str]] = {}
    for tenure, (body, office) in zip(tenures, found, strict=True):
        if body is not None and office.name in tables.central:
            counts.setdefault(office.name, Counter())[bare_name(tenure.person.name)] += 1
    holders = {name: min(held, key=lambda person: (-held[person], person)) for name, held in counts.items()}
    left = []
    for tenure, (body, office) in zip(tenures, found, strict=True):
        person = bare_name(tenure.person.name)
        if tenure.body is None and holders.get(office.name, person) != person:
            body, office = None, replace(office, name=office.title)
        left.append((body, office))
    return left
