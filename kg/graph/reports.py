"""Reports of events in several articles -> which of them are of one event.

The same meeting in the news, in a brief and in the next day's commentary: same type, same day, and either the same
name or participants in common. A bare reference (昨日，某市召开专项会议) joins the one event of the day whose name
shares a telling word with it, and none if there are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.entities.bodies import bare_name
from kg.model import Article, EventMention

_CORE = frozenset(
    {"host", "attendee", "speaker", "organizer", "visitor", "visited", "signatory", "investor", "concerns"}
)
_PLAIN = re.compile(
    r"会议|大会|座谈会?|会|仪式|典礼|活动|召开|举行|举办|启动|开幕|奠基|签约|发布|印发|调研|考察|项目|工作|全市|全省|全区|全县|全国|市|省|县|区|了|的"
)


@dataclass(frozen=True, slots=True)
class EventReport:
    """One article's event with its fillers resolved: (role, entity id)."""

    article: Article
    event: EventMention
    fillers: frozenset[tuple[str, str]]
    place: str = ""

    @property
    def day(self) -> date | None:
        """The one day it happened on, if the text gives one."""
        time = self.event.time
        if time is None or time.start is None or time.start != time.end:
            return None
        return time.start

    @property
    def people(self) -> frozenset[str]:
        return frozenset(filler for role, filler in self.fillers if role in _CORE)

    @property
    def words(self) -> str:
        """The name without the words that any event has."""
        return _PLAIN.sub("", bare_name(self.event.name))


def join_reports(reports: Sequence[EventReport]) -> list[list[EventReport]]:
    """Groups in the order of their first report; the first report of each is the earliest."""
    ordered = sorted(reports, key=lambda report: (report.article.published, report.article.id, report.event.trigger))
    groups: list[list[EventReport]] = []
    by_day: dict[tuple[str, date], list[int]] = {}
    bare: list[EventReport] = []
    for report in ordered:
        day = report.day
        if day is None:
            groups.append([report])
            continue
        if not report.people:
            bare.append(report)  # decided when all full reports are known
            continue
        candidates = by_day.setdefault((report.event.type, day), [])
        target = _best_group(report, [(index, groups[index]) for index in candidates])
        if target is None:
            candidates.append(len(groups))
            groups.append([report])
        else:
            groups[target].append(report)
    for report in bare:
        day = report.day
        assert day is not None
        candidates = by_day.setdefault((report.event.type, day), [])
        target = _referred_group(report, [(index, groups[index]) for index in candidates])
        if target is None:
            candidates.append(len(groups))
            groups.append([report])
        else:
            groups[target].append(report)
    for group in groups:
        group.sort(key=lambda report: (report.article.published, report.article.id, report.event.trigger))
    return sorted(groups, key=lambda group: (group[0].article.published, group[0].article.id, group[0].event.trigger))


def _best_group(report: EventReport, groups: list[tuple[int, list[EventReport]]]) -> int | None:
    for index, group in groups:
        # two events of one article are two: the article's own reader has looked at them
        if any(other.article.id == report.article.id for other in group):
            continue
        if any(_same(report, other) for other in group):
            return index
    return None


def _same(left: EventReport, right: EventReport) -> bool:
    if left.event.stage != right.event.stage:
        return False
    shared = left.people & right.people
    if _same_name(left, right):
        return bool(shared) or len(left.words) >= 4 or left.place == right.place != ""
    return len(shared) >= 2 and bool(_common_word(left.words, right.words) or not left.words or not right.words)


def _same_name(left: EventReport, right: EventReport) -> bool:
    one, two = sorted((bare_name(left.event.name), bare_name(right.event.name)), key=len)
    return one == two or (len(one) >= 6 and one in two)


def _referred_group(report: EventReport, groups: list[tuple[int, list[EventReport]]]) -> int | None:
    found = []
    for index, group in groups:
        if any(other.article.id == report.article.id for other in group):
            continue
        if any(other.article.page.newspaper != report.article.page.newspaper for other in group):
            continue
        if any(_same_name(report, other) or _common_word(report.words, other.words) for other in group):
            found.append(index)
    return found[0] if len(found) == 1 else None


def _common_word(left: str, right: str) -> str:
    """Two characters that both names have, one after the other."""
    for at in range(len(left) - 1):
        if left[at : at + 2] in right:
            return left[at : at + 2]
    return ""
