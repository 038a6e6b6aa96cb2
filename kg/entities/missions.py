"""Diplomatic missions and those who serve in them -> the mission's official name.

塞浦路斯驻华大使玛某 -> 塞浦路斯驻华大使馆; 中国驻某国使馆 -> 中国驻某国大使馆; 某国驻上海总领事 -> the consulate there.
An ambassador belongs to an embassy, so the body is certain though the text does not name it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon.gazetteer import Division, Gazetteer

_POSTED = "驻"
_HOUSE = re.compile(r"(?P<consular>总领事?馆|领事馆)|(?P<embassy>大?使馆)")
_TITLE = re.compile(r"(?P<consular>(?:副?总)?领事)|(?P<embassy>大使|公使|参赞|代办|武官|一等秘书|二等秘书|三等秘书)")
_RANK = re.compile(r"^(?:特命全权|特命|临时|候任|新任|时任|前任|原|前)*")
_TERM = re.compile(r"(?:前任|前|原|时任|新任|候任|现任|常)$")
_STOP = re.compile(r"[，。；：！？、“”（）\n]")
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Mission:
    """An embassy or consulate. ``front`` stands before its people's titles: 塞浦路斯驻华|大使."""

    name: str
    forms: tuple[str, ...]
    front: str


@dataclass(frozen=True, slots=True)
class Envoy:
    """An office abroad: the mission (None where the text leaves it open), the bare title, the post's name."""

    mission: Mission | None
    title: str
    name: str


def read_mission(name: str, gazetteer: Gazetteer) -> Mission | None:
    """The mission that a body's name names: 印尼驻华使馆 -> 印度尼西亚驻华大使馆."""
    parts = _part(name, gazetteer)
    if parts is None:
        return None
    sender, place, rest = parts
    house = _HOUSE.fullmatch(rest)
    return _make(name, sender, place, consular=bool(house["consular"])) if house and sender else None


def read_envoy(before: str, title: str, gazetteer: Gazetteer) -> Envoy | None:
    """The office of somebody named behind ``before``: …，塞浦路斯驻华大使| -> that embassy, 大使, 塞浦路斯驻华大使."""
    at = before.rfind(_POSTED)
    if at < 0 or _STOP.search(before, at):
        return None
    start = max((match.end() for match in _STOP.finditer(before, 0, at)), default=0)
    parts = _part(before[max(start, at - _LONGEST) :], gazetteer)
    if parts is None:
        return None
    sender, place, rest = parts
    rest = _RANK.sub("", rest)
    house = _HOUSE.match(rest)
    office = rest[house.end() :] if house else rest
    kind = _TITLE.search(office or title)
    if kind is None and house is None:
        return None
    consular = bool(house["consular"]) if house else bool(kind and kind["consular"])
    bare = office or title
    if not sender:
        return Envoy(None, bare, f"{_POSTED}{_place_name(place)}{bare}")
    if isinstance(place, str) and not consular:
        return Envoy(None, bare, f"{sender.name}{_POSTED}{place}{bare}")  # 驻东盟大使: a mission of another kind
    mission = _make("", sender, place, consular=consular)
    return Envoy(mission, bare, mission.front + bare)


def _part(text: str, gazetteer: Gazetteer) -> tuple[Division | None, Division | str, str] | None:
    """某国|驻|某地|使馆: the sending state, where it is, what follows; None if that is no country's mission."""
    front, posted, behind = text.rpartition(_POSTED)
    if not posted or not behind:
        return None
    sender = _country_at_end(_TERM.sub("", front), gazetteer)
    if behind.startswith("华"):
        country = gazetteer.get("CN")
        return (sender, country, behind[1:]) if country else None
    length = gazetteer.starts_with_place(behind)
    if length:
        place = gazetteer.resolve(behind[:length])
        return (sender, place, behind[length:]) if place else None
    city = [place for place in gazetteer.lookup(behind[0]) if place.code[:1].isdigit()]
    if city and (_HOUSE.match(behind, 1) or _TITLE.match(behind, 1)):  # 驻沪总领事
        return sender, city[0], behind[1:]
    end = next((match.start() for pattern in (_HOUSE, _TITLE) if (match := pattern.search(behind, 1))), 0)
    if not 2 <= end <= _LONGEST:
        return None
    return sender, gazetteer.resolve(behind[:end]) or behind[:end], behind[end:]


def _country_at_end(text: str, gazetteer: Gazetteer) -> Division | None:
    for length in range(min(_LONGEST, len(text)), 1, -1):
        place = gazetteer.resolve(text[-length:])
        if place is not None and place.level == "country":
            return place
    return None


def _place_name(place: Division | str) -> str:
    if isinstance(place, str):
        return place
    return "华" if place.code == "CN" else place.brief if place.code[:1].isdigit() else place.name


def _make(text: str, sender: Division, place: Division | str, *, consular: bool) -> Mission:
    front = f"{sender.name}{_POSTED}{_place_name(place)}"
    if consular:
        forms = (f"{front}总领馆",)
        name = f"{front}总领事馆"
    else:
        forms = (f"{front}使馆",)
        name = f"{front}大使馆"
    given = (text,) if text and text != name else ()
    return Mission(name, tuple(form for form in dict.fromkeys((*forms, *given)) if form != name), front)
