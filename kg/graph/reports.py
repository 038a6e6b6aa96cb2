"""Reports of events in several articles -> which of them are of one event, and the event's id.

The same meeting in the news, in a brief and in the next day's commentary: same type, same day, and either the same
name or participants in common. A bare reference (昨日，某市召开专项会议) joins the one event of the day whose name
shares a telling word with it, and none if there are two. Two events of one article stay two: its reader has looked.

The id of a report is made from its own article: type, day, and the name and city where the name is telling, else the
text and the place in it. An event keeps the least of its reports' ids; the others stay beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.entities.bodies import bare_name
from kg.entities.joining import Unions
from kg.ids import digest, event_id
from kg.model import Article, Decision, EventMention

_CORE = frozenset(
    {"host", "attendee", "speaker", "organizer", "visitor", "visited", "signatory", "investor", "concerns"}
)
_PLAIN = re.compile(
    r"会议|大会|会见|会谈|座谈会?|会|仪式|典礼|活动|召开|举行|举办|启动|开幕式?|闭幕式?|奠基|签约|发布|印发|调研|考察|新闻|例行|专题|项目|工作"
    r"|中国|国家|国际|世界|全市|全省|全区|全县|全国|市|省|县|区|了|的"
    r"|第?[〇零一二三四五六七八九十百\d]+[届次年月日号期]|\d+|[“”（）()·、，—-]"
)
_NUMBER = re.compile(r"第?([〇零一二三四五六七八九十百\d]+)([届次期])")
_PAIRED = 8  # reports of each of two groups that are compared before they come together
_FRONT = 6  # characters that the names of two parts of one event have in common
_TELLING = 4  # characters of a name beside the plain words, from which on it names one event of the day in a city


@dataclass(frozen=True)
class EventReport:
    """One article's event with its fillers resolved: (role, entity id). ``own``: the city the article speaks from."""

    article: Article
    event: EventMention
    fillers: frozenset[tuple[str, str]]
    place: str = ""
    own: str = ""
    called: frozenset[tuple[str, str]] = frozenset()  # (entity id, what the article calls it there)

    @cached_property
    def day(self) -> date | None:
        """The one day it happened on, if the text gives one."""
        time = self.event.time
        if time is None or time.start is None or time.start != time.end:
            return None
        return time.start

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(filler for role, filler in self.fillers if role in _CORE)

    @cached_property
    def name(self) -> str:
        return bare_name(self.event.name)

    @cached_property
    def words(self) -> str:
        """The name without the words that any event has."""
        return _PLAIN.sub("", self.name)

    @cached_property
    def named(self) -> frozenset[str]:
        """Those of its people whom its name names: 甲会见乙."""
        return frozenset(filler for filler, text in self.called if filler in self.people and text in self.name)

    @cached_property
    def numbers(self) -> dict[str, set[str]]:
        """第三届论坛第六次会议 -> 届: 三, 次: 六."""
        found: dict[str, set[str]] = {}
        for match in _NUMBER.finditer(self.name):
            found.setdefault(match[2], set()).add(match[1])
        return found

    @cached_property
    def telling(self) -> bool:
        return self.day is not None and len(self.words) >= _TELLING


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its id, the ids of parts of it, and its reports, the fullest first."""

    id: str
    same: tuple[str, ...]
    reports: tuple[EventReport, ...]


def join_reports(reports: Sequence[EventReport]) -> tuple[list[Told], list[Decision]]:
    """The events told of, in the order of their ids, and why reports were taken for one."""
    ordered = sorted(reports, key=lambda report: (report.article.published, report.article.id, report.event.trigger))
    ids = _make_ids(ordered)
    groups = _Groups(ordered)
    decisions: list[Decision] = []
    pairs = [(*_likeness(ordered[one], ordered[two]), one, two) for one, two in _candidates(ordered, ids)]
    for score, rule, one, two in sorted(pairs, key=lambda pair: (-pair[0], pair[2], pair[3])):
        if score and groups.join(one, two):
            decisions.append(_decide(ordered, ids, one, two, score, rule))
    full: dict[tuple[object, ...], list[int]] = {}
    for number, report in enumerate(ordered):
        if report.people:
            full.setdefault(_issue(report), []).append(number)
    for number, report in enumerate(ordered):
        if report.day is not None and not report.people:
            meant = _find_meant(report, full.get(_issue(report), ()), ordered, groups)
            if meant is not None and groups.join(meant, number):
                decisions.append(_decide(ordered, ids, meant, number, 0.7, "event/reference"))
    told = [_tell(numbers, ordered, ids) for numbers in groups.unions.groups()]
    return sorted(told, key=lambda one: one.id), decisions


class _Groups:
    """Reports while they are joined: no two of one article come together, unless that article has one text twice."""

    def __init__(self, reports: Sequence[EventReport]) -> None:
        self.reports = reports
        self.unions = Unions(len(reports))
        self.members = [[number] for number in range(len(reports))]

    def join(self, one: int, two: int) -> bool:
        left, right = self.unions.root(one), self.unions.root(two)
        if left == right or self._clash(self.members[left], self.members[right]):
            return False
        self.unions.join(left, right)
        self.members[min(left, right)] = self.members[left] + self.members[right]
        return True

    def _clash(self, left: Sequence[int], right: Sequence[int]) -> bool:
        articles = {self.reports[number].article.id for number in left}
        if any(self.reports[number].article.id in articles for number in right):
            return True
        pairs = [(one, two) for one in left[:_PAIRED] for two in right[:_PAIRED]]
        return any(_differ(self.reports[one], self.reports[two]) for one, two in pairs)


def _make_ids(reports: Sequence[EventReport]) -> list[str]:
    """Each report's own id; the second event of that name in one article is told apart by its number."""
    ids = []
    seen: Counter[tuple[str, str]] = Counter()
    for report in reports:
        event = report.event
        day = event.time.start.isoformat() if event.time and event.time.start else "undated"
        identity: tuple[object, ...]
        if report.telling:
            identity = (report.name, report.own, event.stage)
        else:
            identity = (digest(report.article.text), event.trigger.start)
        identifier = event_id(event.type, day, *identity)
        seen[report.article.id, identifier] += 1
        again = seen[report.article.id, identifier]
        ids.append(event_id(event.type, day, *identity, again) if again > 1 else identifier)
    return ids


def _candidates(reports: Sequence[EventReport], ids: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of one type and day that share their id, their name or a participant."""
    holders: dict[tuple[object, ...], list[int]] = {}
    for number, report in enumerate(reports):
        holders.setdefault((ids[number],), []).append(number)
        if report.day is not None:
            bucket = (report.event.type, report.day)
            holders.setdefault((*bucket, report.name), []).append(number)
            for person in report.people:
                holders.setdefault((*bucket, person), []).append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in holders.values():
        for at, one in enumerate(numbers):
            for two in numbers[at + 1 :]:
                if (one, two) not in seen:
                    seen.add((one, two))
                    yield one, two


def _likeness(left: EventReport, right: EventReport) -> tuple[float, str]:
    """How sure it is that two reports are of one event, and by which rule; 0 if it is not."""
    if left.article.text == right.article.text:
        same = left.event.trigger == right.event.trigger and left.event.type == right.event.type
        return (0.99, "event/one text") if same else (0.0, "")
    if left.event.stage != right.event.stage or left.day is None or _differ(left, right):
        return 0.0, ""
    shared = left.people & right.people
    near = left.own == right.own or bool(shared) or left.place == right.place != ""
    if left.name == right.name:
        if left.telling and near:
            return 0.95, "event/name"
        if shared or left.place == right.place != "":
            return 0.85, "event/name and participants"
        return 0.0, ""
    one, two = sorted((left.name, right.name), key=len)
    within = one in two and (two.endswith(one) or not _PLAIN.sub("", two[two.find(one) + len(one) :]))
    if len(one) >= 6 and within and (shared or (near and left.telling and right.telling)):
        return 0.85, "event/name in name"
    if len(shared) >= 2:
        words = [_without_people(report, shared) for report in (left, right)]
        if _common_word(*words) or not all(words):
            return 0.8, "event/participants"
    return 0.0, ""


def _differ(left: EventReport, right: EventReport) -> bool:
    """甲会见乙 and 甲会见丙, the sixth and the fifteenth session, two forums of one summit: whatever they share."""
    if left.name == right.name:
        return False
    if left.named - right.people and right.named - left.people:
        return True
    if any(left.numbers[unit].isdisjoint(right.numbers[unit]) for unit in left.numbers if unit in right.numbers):
        return True
    front = _same_front(left.name, right.name)
    if front < _FRONT:
        return False
    back = _same_front(left.name[front:][::-1], right.name[front:][::-1])
    one, two = (_PLAIN.sub("", name[front : len(name) - back]) for name in (left.name, right.name))
    return len(one) > 1 and len(two) > 1 and not _common_word(one, two)


def _same_front(left: str, right: str) -> int:
    """How many characters two names begin with in common."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(left), len(right)))


def _without_people(report: EventReport, people: frozenset[str]) -> str:
    """The telling words of a name, less what it calls those people."""
    words = report.name
    for filler, text in sorted(report.called, key=lambda pair: (-len(pair[1]), pair)):
        if filler in people:
            words = words.replace(text, "")
    return _PLAIN.sub("", words)


def _issue(report: EventReport) -> tuple[object, ...]:
    return report.event.type, report.day, report.article.page.newspaper


def _find_meant(bare: EventReport, full: Sequence[int], reports: Sequence[EventReport], groups: _Groups) -> int | None:
    """The one event of the day and paper that a bare reference can mean."""
    found: dict[int, int] = {}
    for number in full:
        report = reports[number]
        near = bare.own == report.own != "" or len(bare.words) >= _TELLING
        if report.article.id != bare.article.id and near and not _differ(bare, report) and _shortens(bare, report):
            found.setdefault(groups.unions.root(number), number)
    return next(iter(found.values())) if len(found) == 1 else None


def _shortens(bare: EventReport, full: EventReport) -> bool:
    """Whether the full name has every telling character of the bare one, in order: 专项会议 of 某某专项小组会议."""
    at = 0
    for char in bare.words:
        at = full.words.find(char, at) + 1
        if not at:
            return False
    return len(bare.words) > 1


def _common_word(left: str, right: str) -> str:
    """Two characters that both names have, one after the other."""
    return next((left[at : at + 2] for at in range(len(left) - 1) if left[at : at + 2] in right), "")


def _tell(numbers: Sequence[int], reports: Sequence[EventReport], ids: Sequence[str]) -> Told:
    # a telling name's id before one made from a text's place; then the oldest text's
    ranked = sorted(numbers, key=lambda number: (not reports[number].telling, number))
    own = list(dict.fromkeys(ids[number] for number in ranked))
    telling = sorted({ids[number] for number in numbers if reports[number].telling})
    identifier = telling[0] if telling else own[0]
    members = sorted((reports[number] for number in numbers), key=lambda report: not report.people)
    return Told(identifier, tuple(sorted(set(own) - {identifier})), tuple(members))


def _decide(
    reports: Sequence[EventReport], ids: Sequence[str], one: int, two: int, score: float, rule: str
) -> Decision:
    nodes = tuple(sorted({ids[one], ids[two]}))
    article = reports[two].article.id
    return Decision(reports[one].event.name, reports[two].event.name, True, score, rule, article, "", nodes)
