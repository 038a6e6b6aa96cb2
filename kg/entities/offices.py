"""A person's office as the text puts it -> the body, the bare title, and what the post is called.

(广州市, 副市长) -> 广州市人民政府, 副市长, 广州市副市长; (市委, 市委书记) -> 中共荆州市委员会, 书记, 荆州市委书记;
区长 with no body -> the government of the district last named; 某国驻华大使 -> that embassy; offices of a
state are in ``states``. Which office goes with which body is data (entities/offices.tsv and its
neighbours).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster
from kg.entities.kinds import family
from kg.entities.missions import read_envoy
from kg.entities.resolution import Office
from kg.entities.setting import LEVEL_WORDS
from kg.entities.states import (
    Resolved,
    complete_states,
    country_before,
    foreign_office,
    is_foreign,
    leave_to_one,
    split_ministry,
    stands_alone,
    state_office,
)
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings, body_for, known_body, place_of
from kg.ids import make_id
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import Lexicon
from kg.mentions.tagged import FOREIGN
from kg.model import Part, Reading, TenureMention

_LEVEL = re.compile(rf"^(?:全|我|本|该)?(?P<level>{'|'.join(LEVEL_WORDS)})")
_WORD = re.compile(r"市场|区域|县域|乡村|省会|社区|旗舰")  # begin like a level: 市场经理
_PARTY = re.compile(r"^(?:党委|党工委|工委|委)(?=.*(?:书记|常委|委员|秘书长))")
_BEFORE = 40  # characters before a name that may say where its bearer is posted
# titles of which a body has one holder at a time
_HEAD = re.compile(
    r"(?!副)[一-龥]*?(?:书记|主席|总统|总理|首相|主任|总裁|总经理|[省市区县州盟旗镇乡部局厅司处科院校会行社馆台署员书事]长)"
)
_STATES = re.compile(r"主席|总统|总理|首相|总?书记")


def resolve_offices(reading: Reading, things: ArticleThings, lexicon: Lexicon, tables: EntityTables) -> list[Resolved]:
    """Each tenure of the article with its body as a cluster (None where nothing says it) and its office."""
    tenures = _drop_borrowed(reading.claims.tenures)
    ends = sorted(mention.span.end for node in things.persons for mention in node.mentions if mention.part is Part.BODY)
    found = [_resolve_office(tenure, ends, things, lexicon, tables) for tenure in tenures]
    found = complete_states(tenures, found)
    return leave_to_one(tenures, found, things, tables)


def _resolve_office(
    tenure: TenureMention, ends: Sequence[int], things: ArticleThings, lexicon: Lexicon, tables: EntityTables
) -> Resolved:
    """``ends``: where the persons of the article end."""
    title = bare_name(tenure.title)
    at = place_of(tenure.person)
    body = things.of.get(tenure.body) if tenure.body is not None else None
    envoy = _find_envoy(tenure, title, things, lexicon)
    if envoy is not None:
        return envoy
    before = bisect_right(ends, tenure.person.span.start) - 1
    of_state = _find_state(tenure, title, body, ends[before] if before >= 0 else 0, things, lexicon, tables)
    if of_state is not None:
        return of_state
    area = things.divisions.get(body.key) if body is not None else None
    if body is not None and family(body.type) == "organization":
        bare = _strip_body(title, body)
        return body, Office("", bare, _post_name(body, bare), 1.0)
    if title in tables.central and area is None and not stands_alone(tenure, things):
        return None, Office("", title, title, 1.0)  # 葡共|总书记
    if title in tables.central and (area is None or area.code == "CN"):
        central = known_body(things, tables.central[title], "PublicBody")
        return central, Office("", _strip_body(title, central), title, 1.0)
    if area is None and body is None:
        area, title = _area_of_title(title, at, things)
    elif area is not None:
        title = _strip_area(title, area)
    if area is None:
        return None, Office("", title, title, 1.0)
    if _is_abroad(area, tenure, lexicon):
        return None, Office("", title, area.name + title, 1.0, area.name)
    kind, certainty = kind_of(title, area, tables)
    if not kind or area.level == "country":
        return None, Office("", title, area.name + title, 1.0, area.name if area.level == "country" else "")
    cluster = body_for(things, area, kind, lexicon, tables)
    if cluster is None:
        return None, Office("", title, area.name + title, 1.0)
    bare = _PARTY.sub("", title) if kind == "party" else title
    return cluster, Office("", bare, _area_post(area, bare, kind), certainty)


def _drop_borrowed(tenures: Sequence[TenureMention]) -> list[TenureMention]:
    """A body that another sentence gives a title to is not everybody's who bears the title: 某协会主席甲 … 乙主席."""
    told: dict[tuple[str, str], set[str]] = {}
    for tenure in tenures:
        if tenure.body is not None and not _is_borrowed(tenure):
            key = (bare_name(tenure.title), bare_name(tenure.body.name))
            told.setdefault(key, set()).add(bare_name(tenure.person.name))
    kept = []
    for tenure in tenures:
        if tenure.body is not None and _is_borrowed(tenure):
            title = bare_name(tenure.title)
            holders = told.get((title, bare_name(tenure.body.name)), set())
            own = bare_name(tenure.person.name) in holders
            if not own and _HEAD.fullmatch(title) and (holders or _STATES.fullmatch(title)):
                tenure = replace(tenure, body=None)
        kept.append(tenure)
    return kept


def _is_borrowed(tenure: TenureMention) -> bool:
    """Whether the body stands elsewhere: a title behind a name has none of its own unless the body is before it."""
    body = tenure.body
    return tenure.evidence.extractor == "post/after" and body is not None and body.span.end != tenure.person.span.start


def _stands_before(title: str, tenure: TenureMention, things: ArticleThings) -> bool:
    """Whether the title follows right upon the body: 全国妇联|主席, not 全国妇联主席、国务委员."""
    body = tenure.body
    if body is None or body.part is not Part.BODY:
        return True
    behind = things.article.text[body.span.end : body.span.end + len(title) + 3]
    return title in re.split(r"[、，]", behind)[0] or body.span.start > tenure.person.span.start


# ------------------------------------------------------------------------------------ states, envoys


def _find_state(
    tenure: TenureMention,
    title: str,
    body: Cluster | None,
    after: int,
    things: ArticleThings,
    lexicon: Lexicon,
    tables: EntityTables,
) -> Resolved | None:
    """An office of a state, whatever body the row of titles gives it: 全国妇联主席、国务委员, 某党总书记、国家主席."""
    own = body if body is not None and family(body.type) == "organization" else None
    ministry, rest = split_ministry(title, lexicon)
    central = tables.central.get(title, "")
    if not (title in tables.state or central or ministry or (own is not None and own.local)):
        return None
    area = things.divisions.get(body.key) if body is not None else None
    if area is None or area.level != "country":  # 某国|联邦民主共和国总理
        area = country_before(tenure, after, things, lexicon.gazetteer)
    country = area
    if title in tables.state and (own is None or "国家" in title):
        return state_office(tenure, title, country, things, lexicon, tables)
    if own is not None and own.local and is_foreign(country):
        bare = _strip_body(title, own)
        return own, replace(foreign_office(bare, country), name=_post_name(own, bare))
    if own is not None and _stands_before(title, tenure, things):
        return None
    if is_foreign(country) and (central or ministry):
        return None, foreign_office(title, country)
    if ministry:
        known = known_body(things, ministry, "PublicBody")
        return known, Office("", rest, _post_name(known, rest), 1.0)
    if own is not None and central:
        known = known_body(things, central, "PublicBody")
        return known, Office("", _strip_body(title, known), title, 1.0)
    return None


def _find_envoy(tenure: TenureMention, title: str, things: ArticleThings, lexicon: Lexicon) -> Resolved | None:
    """塞浦路斯驻华大使某某 -> that embassy; read from the text, for 驻 may stand in title, body or between."""
    if tenure.person.part is not Part.BODY:
        return None
    start = tenure.person.span.start
    before = things.article.text[max(0, start - _BEFORE) : start]
    envoy = read_envoy(before, title, lexicon.gazetteer)
    if envoy is None or not envoy.name.endswith(title[-2:]):
        return None
    if envoy.mission is None:
        return None, Office("", envoy.title, envoy.name)
    key = make_id("organization", envoy.mission.name)
    return things.named(key, envoy.mission.name, "PublicBody", envoy.mission.forms), Office("", envoy.title, envoy.name)


# ------------------------------------------------------------------------------------ areas and bodies


def kind_of(title: str, area: Division, tables: EntityTables) -> tuple[str, float]:
    """The branch of an area's office, by the table; 主席 of an autonomous region heads its government."""
    if title in ("主席", "副主席", "常务副主席", "主席助理") and area.name.endswith(("自治区", "自治州")):
        return "government", 1.0
    for pattern, kind, certainty in tables.offices:
        if pattern.fullmatch(title):
            return kind, certainty
    return "", 1.0


def _is_abroad(area: Division, tenure: TenureMention, lexicon: Lexicon) -> bool:
    """加州, 某某尼亚州, a city abroad: its head is in no 人民政府."""
    if area.code:
        return False
    holder = bare_name(tenure.person.name)
    if "·" in holder or (len(holder) > 2 and all(char in FOREIGN for char in holder)):
        return True
    state = area.name.endswith("州") and not area.name.endswith("自治州")
    return state or area.name in lexicon.cities or area.name.removesuffix("市") in lexicon.cities


def _area_of_title(title: str, at: int, things: ArticleThings) -> tuple[Division | None, str]:
    """区长 -> the district meant here, 区长; 自治区主席 -> the region, 主席; 市领导 -> the city, 领导."""
    level = _LEVEL.match(title) if not _WORD.match(title) else None
    if level is not None and level.end() < len(title):
        area, _ = things.setting.area_at(level["level"], at)
        rest = title[level.end() :]
        return area, (title if rest.startswith("长") else rest)
    head = re.match(r"(?:常务)?副?(?P<level>省|市|区|县|州|盟|旗|镇|乡)长", title)
    if head is not None:
        return things.setting.area_at(head["level"], at)[0], title
    return None, title


def _strip_area(title: str, area: Division) -> str:
    for form in sorted(area.forms(), key=len, reverse=True):
        if title.startswith(form) and len(title) > len(form):
            return title.removeprefix(form)
    level = _LEVEL.match(title) if not _WORD.match(title) else None
    if level is not None and area.name.endswith(level["level"]) and not title[level.end() :].startswith("长"):
        return title[level.end() :] or title
    return title


def _strip_body(title: str, body: Cluster) -> str:
    """市委书记 in 市委 -> 书记; 专项工作小组组长 in that group -> 组长."""
    forms = sorted({*body.forms, *body.extra, body.canonical}, key=lambda form: (-len(form), form))
    for form in forms:
        if form and title.startswith(form) and len(title) > len(form):
            return title.removeprefix(form)
    bare = title if _WORD.match(title) else _LEVEL.sub("", title)
    if bare.startswith("长"):
        return title
    if "委员会" in body.canonical and _PARTY.match(bare):
        return _PARTY.sub("", bare)
    if body.canonical.endswith(("人民政府",)) and bare.startswith(("政府", "人民政府")) and len(bare) > 4:
        return bare.removeprefix("人民").removeprefix("政府")
    return bare if bare and bare != title and family(body.type) == "organization" else title


def _area_post(area: Division, title: str, kind: str) -> str:
    if kind == "party" and not title.startswith("委"):
        party = "党委" if area.name.endswith(("自治区", "镇", "乡", "街道")) else "委"
        return area.name + party + title
    words = {"congress": "人大常委会", "cppcc": "政协", "discipline": "纪委", "supervision": "监委"}
    front = words.get(kind, "")
    return area.name + (title if not front or title.startswith(front[:2]) else front + title)


def _post_name(body: Cluster, title: str) -> str:
    """荆州市委书记, 重庆市市长, 某某有限公司总经理: the body's plainest full name and the title."""
    if body.canonical.endswith("人民政府") and re.search(r"[省市区县州盟旗镇乡]长|主席", title):
        return body.canonical.removesuffix("人民政府") + title
    standing = [form for form in body.extra if len(form) > 3 and (form == "中共中央" or not form.startswith("中共"))]
    name = min(standing, key=lambda form: (len(form), form)) if standing and "委员会" in body.canonical else ""
    return (name or body.canonical or max(body.forms, key=lambda form: (len(form), form))) + title
