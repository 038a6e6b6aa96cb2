"""When an event is: the time of its clause, of an earlier clause, or of the day that the article reports.

In: a draft, the masked positions of its sentence and clause. Out: its ``time``, and whether its own sentence gives it;
whether a plan's time is still to come.
"""

from __future__ import annotations

import re
from datetime import date

from kg.facts.clauses import clause_end, clause_start
from kg.facts.drafts import ON_A_DAY, Draft
from kg.facts.telling import Telling
from kg.model import Modality, Time

# 论坛开幕前，某人会见…: on the day that the article reports
_BESIDE = re.compile(
    r"(?:会议?|论坛|峰会|仪式|活动|[开闭]幕式?|典礼|访问|访[\u4e00-\u9fff\ue000-\uf8ff]{0,4})(?:之?[前后]|期间|间隙)，$"
)
_SAME_DAY = re.compile(r"(?:随后|之后|午后|下午|上午|晚间|其间|一路上)，")
_SAME_DAYS = frozenset({"同日", "当天", "当日", "当晚", "同一天", "当天下午", "当天上午", "当日下午", "当日上午"})
_COARSE = frozenset({"year", "years", "half", "quarter"})  # 2010年 at the beginning dates no meeting
# 7月15日，甲夺冠。此前，乙夺得亚军: of another day, which is not said
_OTHER = re.compile("此前|多年前|前几年|前些年|如今|日后|再过.*|.*以来")
_MONTH = 31  # days
_LONG = frozenset({"Milestone", "Investment", "Transaction", "Founding"})  # 今年 may be when they were
# 将于20日访问某国: the plan's own day
_DUE = re.compile(r"(?:将于|将在|定于|拟于|计划于|预计于|计划|预计|将自|于)$")


def set_time(draft: Draft, telling: Telling, low: int, start: int, end: int) -> None:
    """The nearest date: within the event's words, before them in the clause, after them, in an earlier clause."""
    here = [
        (i, t)
        for i, t in telling.times
        if low <= i < end and t.start is not None and i not in telling.inner and not t.text.startswith("截")  # 截至5日
    ]
    inside = [t for i, t in here if draft.start <= i < draft.end]
    before = [t for i, t in here if start <= i < draft.start]
    after = [t for i, t in here if draft.end <= i < end]
    earlier = [t for i, t in here if i < start]
    if draft.extractor == "event_noun/holds" and before:
        inside = []  # 15日举行2023年春季毕业典礼
    if draft.decides:
        at = telling.view.at(draft.trigger.start)
        inside, after = [t for t in inside if telling.view.at(t.span.start) < at], []
    if inside:
        draft.time = inside[-1]
    elif before:
        draft.time = before[-1]
    elif after and not earlier:
        draft.time = after[0]
    elif earlier and _governs(telling, low, start, earlier[-1], draft.modality):
        named = [t for i, t in telling.times if draft.phrase[0] <= i < draft.phrase[1]]
        draft.time = None if any(_apart(t, earlier[-1]) for t in named) else earlier[-1]
    if draft.time is None or draft.time in earlier:
        said = [t for i, t in telling.times if low <= i < draft.start]
        if said and said[-1].start is None and _OTHER.fullmatch(said[-1].text):
            draft.time = None
            return
    draft.own_time = draft.time is not None
    coarse = draft.time is not None and draft.time.precision in _COARSE and draft.modality is Modality.ASSERTED
    if draft.time is not None and coarse:
        draft.time = _finer_day(draft.time, [*earlier, *before])
    near = telling.in_lead(draft.sentence) or (
        draft.type in ON_A_DAY
        and (_BESIDE.search(telling.view.text, low, start) or _on_the_same_day(draft, telling, low))
    )
    if draft.time is None and draft.modality is Modality.ASSERTED and near:
        vague = telling.lead is not None and _is_long(telling.lead) and draft.type not in _LONG
        named = [t for i, t in telling.times if draft.phrase[0] <= i < draft.phrase[1]]
        apart = telling.lead is not None and any(_apart(t, telling.lead) for t in named)
        draft.time = None if vague or apart else telling.lead


def _governs(telling: Telling, low: int, start: int, time: Time, modality: Modality) -> bool:
    """Whether the time of an earlier clause may be that of the event.

    锚定2035年的目标，成立某委员会: a day to come that is not all its clause says is of something else.
    """
    ahead = _is_ahead(time, telling.published)
    if modality is Modality.PLANNED:
        return ahead
    if time.start is None or time.start <= telling.published:
        return True
    at = telling.view.at(time.span.start)
    return clause_start(telling.view, at, low) == at or clause_end(telling.view, at + 1, start) == at + 1


def _on_the_same_day(draft: Draft, telling: Telling, low: int) -> bool:
    """午后，一行来到…; 同日，…: on the day that the article reports."""
    if _SAME_DAY.match(telling.view.text, low):
        return True
    return any(low <= i < draft.start and t.start is None and t.text in _SAME_DAYS for i, t in telling.times)


def _finer_day(time: Time, others: list[Time]) -> Time:
    """6月24日，财政部公布2025年名单: a day that lies within the year is when it was."""
    for other in reversed(others):
        if other.precision in ("day", "days") and not _apart(time, other):
            return other
    return time


def _is_long(time: Time) -> bool:
    """今年前三季度: no day on which something is held or said."""
    if time.start is None or time.end is None or time.precision == "vague":
        return False
    return time.precision in _COARSE or (time.end - time.start).days > _MONTH


def _apart(one: Time, two: Time) -> bool:
    """到1949年成立，从1959年首届某某会: the year in its name says that it is not of the day before."""
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return False
    return one.end < two.start or two.end < one.start


def is_due(time: Time, telling: Telling) -> bool:
    """Whether a plan is for that day: one to come, or one that stands right behind 将于."""
    at = telling.view.at(time.span.start)
    return _is_ahead(time, telling.published) or _DUE.search(telling.view.text, max(0, at - 4), at) is not None


def _is_ahead(time: Time, published: date) -> bool:
    return time.end is not None and time.end >= published
