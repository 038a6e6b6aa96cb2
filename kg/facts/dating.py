"""When an event is: the time of its clause, of an earlier clause, or of the day that the article reports.

In: a draft, the masked positions of its sentence and clause. Out: its ``time``, and whether its own sentence gives it;
whether a plan's time is still to come.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.facts.clauses import clause_end, clause_start, find_saying
from kg.facts.drafts import ON_A_DAY, Draft
from kg.facts.numbers import parse_chinese
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
# 投资30亿元的某项目，日前…: the verb only describes a noun
_DESCRIBES = re.compile(r"[^，。；：！？\n]{0,40}的[^，。；：！？\n]")
# 26日发生政变，目前数人被捕: a new point in time that is not named
_NOW = "(?:截?至?目前|现在|至今|迄今|现已|如今|眼下)"
_BY_NOW = re.compile("[，；]" + _NOW)
# what an announcement brings about: 昨日宣布，投资3亿元
_BY_WORD = frozenset("Investment Transaction Announcement Appointment Departure Signing Founding Campaign".split())
_LASTING = frozenset({"Exhibition", "Meeting", "Campaign"})
_LASTS = re.compile("为期(?P<days>[0-9一二两三四五六七八九十]+)[天日]")
_ENDS = re.compile("落幕|闭幕|结束|收官|谢幕|落下帷幕")
_OPENS = re.compile("开幕|启幕|(?<!公)开赛|拉开帷幕|拉开序幕|开锣")
_ISSUE = re.compile("第[0-9一二三四五六七八九十]+期")  # 今年第14期《求是》
_DURING = re.compile(r"(?<![同当])期间[，\ue000-\uf8ff]")
_BEFORE_NOW = re.compile("日前|此前|前不久|不久前|前些")
_LATER = re.compile("[0-9一二两三四五六七八九十]+(?:天|日|周|个月|年)(?:之|以)?后")
_ATTRIBUTE = re.compile(r"(?:[^，。；：！？\n在于是]{1,8}的)[^，。；：！？\n]*(?<![上中里时后会式展坛动间际前内下届])")
_CAUSE = re.compile("由于|鉴于|因为|针对|尽管|虽然")
_ANNOUNCED = re.compile("(?:宣布|公告|发布消息称?)[，：]?$")
# 将于20日访问某国: the plan's own day
_DUE = re.compile(r"(?:将于|将在|定于|拟于|计划于|预计于|计划|预计|将自|于)$")


def set_time(draft: Draft, telling: Telling, low: int, start: int, end: int) -> None:
    """The nearest date: within the event's words, before them in the clause, after them, in an earlier clause."""
    here = [
        (i, t)
        for i, t in telling.times
        if low <= i < end
        and t.start is not None
        and i not in telling.inner
        and not t.text.startswith("截")  # 截至5日
        and not _ISSUE.match(telling.view.text, i + 1)
    ]
    inside = [t for i, t in here if draft.start <= i < draft.end]
    told = [(i, t) for i, t in here if not _is_of_telling(draft, telling, i)]
    before = [t for i, t in told if start <= i < draft.start]
    after = [t for i, t in here if draft.end <= i < end]
    earlier = [t for i, t in told if i < start]
    until = any(low <= i < draft.start and t.text.startswith("截") for i, t in telling.times)
    draft.said = not inside and any(i < draft.start for i, _ in here) and not before and not earlier
    if draft.extractor == "event_noun/holds" and before:
        inside = []  # 15日举行2023年春季毕业典礼
    if draft.extractor == "event_noun/holds":  # 举办2026年春节|招待会: which one it is
        inside = [t for t in inside if t.precision == "day" or telling.view.at(t.span.start) != draft.phrase[0] - 1]
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
        # 5月13日，某公司召开2010年股东大会
        held = draft.extractor == "event_noun/holds" and telling.view.text.startswith(
            "，", telling.view.at(earlier[-1].span.start) + 1
        )
        draft.time = None if not held and any(_is_of_another(t, earlier[-1]) for t in named) else earlier[-1]
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
    if draft.time is not None and draft.phrase[1] and draft.type in _LASTING:
        draft.time = _whole_stretch(draft.time, telling.view.text[low:end])
    if draft.time is None and draft.modality is Modality.ASSERTED and near and telling.lead is not None:
        vague = _is_long(telling.lead) and draft.type not in _LONG
        named = [t for i, t in telling.times if draft.phrase[0] <= i < draft.phrase[1] or low <= i < draft.start]
        apart = any(_is_of_another(t, telling.lead) for t in named)
        # 某部通报，11月优良天数…
        later = draft.decides and draft.trigger.start < telling.lead.span.start < draft.sentence.end
        until = until or _is_heard(draft, telling, low, start)
        during = _is_during(draft, telling, low)
        draft.said = draft.said or during
        # 日前印发方案，决定从6月15日起至明年2月10日…
        due = bool(earlier) and earlier[-1] is not telling.lead and _is_ahead(earlier[-1], telling.published)
        other = vague or apart or later or until or due or draft.said or _is_beside(draft, telling)
        draft.time = None if other else telling.lead


def _is_heard(draft: Draft, telling: Telling, low: int, start: int) -> bool:
    """在某展会上充分体现，记者昨日获悉…: the day of the lead is that on which the paper heard of it."""
    view, lead = telling.view, telling.lead
    if lead is None or not draft.sentence.start <= lead.span.start < draft.sentence.end:
        return False
    at = view.at(lead.span.start)
    beside = at < start or at >= clause_end(view, view.at(draft.trigger.start), view.bounds(draft.sentence)[1])
    return beside and find_saying(view, at + 1, clause_end(view, at, view.bounds(draft.sentence)[1]) + 1) is not None


def _is_during(draft: Draft, telling: Telling, low: int) -> bool:
    """亚运会期间，某局主办了…: some day of those; and what somebody speaks of is not of the day of the news."""
    view, lead = telling.view, telling.lead
    if lead is None or draft.sentence.start <= lead.span.start < draft.sentence.end:
        return False
    if draft.extractor == "event_noun/at" and find_saying(view, low, draft.start) is not None:
        return True  # 甲表示，主席在某开幕式上讲话
    return _DURING.search(view.text, low, view.at(draft.trigger.start)) is not None


def _whole_stretch(time: Time, words: str) -> Time:
    """为期8天的锦标赛10日落幕 -> 3日至10日; 为期3天的会议5日开幕 -> 5日至7日."""
    lasts, ends, opens = _LASTS.search(words), _ENDS.search(words), _OPENS.search(words)
    said = lasts["days"] if lasts is not None else ""
    days = int(said) if said.isdigit() else parse_chinese(said)
    if not days or time.precision != "day" or time.start is None or (ends is None) == (opens is None):
        return time
    more = timedelta(days=days - 1)
    first, last = (time.start - more, time.start) if ends is not None else (time.start, time.start + more)
    return replace(time, start=first, end=last, precision="days")


def _is_of_telling(draft: Draft, telling: Telling, at: int) -> bool:
    """2日通报，一架飞机坠毁; 记者3日获悉，某项目已投产: the day at masked ``at`` is that on which it was told."""
    view = telling.view
    trigger = view.at(draft.trigger.start)
    now = any(at < i < trigger and re.fullmatch(_NOW, t.text) for i, t in telling.times)
    if now or _BY_NOW.search(view.text, at + 1, trigger):
        return True
    if draft.modality is Modality.ASSERTED and _LATER.fullmatch(view.times[at].text):
        return True  # 30日，在夺冠一天之后，又夺冠
    low, _ = view.bounds(draft.sentence)
    clause = clause_start(view, at, low)
    end = clause_end(view, at, draft.start)
    if end < draft.start and (_CAUSE.match(view.text, clause) or _ATTRIBUTE.fullmatch(view.text, at + 1, end)):
        return True  # 由于某国近期的言论，该国决定…; 去年增发的国债，项目已开工
    said = find_saying(telling.view, at + 1, draft.start)
    return said is not None and not (draft.type in _BY_WORD and _ANNOUNCED.search(said[0]))


def _is_beside(draft: Draft, telling: Telling) -> bool:
    """Whether what takes no single day to report stands away from the day of the lead, or only describes a noun.

    日前，某工程奠基。为此，该集团成立了某公司: when, is not said.
    """
    if draft.type not in _LONG or telling.lead is None:
        return False
    if telling.at_scene(draft.sentence, draft.start) or telling.phrases_at(draft.sentence, draft.start):
        return False
    span, lead = draft.sentence, telling.lead.span
    after = telling.view.at(draft.trigger.end - 1) + 1
    return not span.start <= lead.start < span.end or _DESCRIBES.match(telling.view.text, after) is not None


def _governs(telling: Telling, low: int, start: int, time: Time, modality: Modality) -> bool:
    """Whether the time of an earlier clause may be that of the event.

    锚定2035年的目标，成立某委员会: a day to come that is not all its clause says is of something else.
    """
    ahead = _is_ahead(time, telling.published)
    if modality is Modality.PLANNED:
        return ahead and (time.precision != "vague" or time.start is None or time.start >= telling.published)  # 近日
    if time.start is None or time.end is None or time.end <= telling.published:
        return True
    if time.start <= telling.published:
        return time.precision != "days"  # 今年7月; not 3日至6日，…多雨
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


def _is_of_another(named: Time, time: Time) -> bool:
    """首届某会 of 1959年; but what 2023年上半年 a meeting is about, is held after it."""
    return named.precision not in ("half", "quarter", "days") and _apart(named, time)


def _apart(one: Time, two: Time) -> bool:
    """到1949年成立，从1959年首届某某会: the year in its name says that it is not of the day before."""
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return False
    return one.end < two.start or two.end < one.start


def is_due(time: Time, telling: Telling) -> bool:
    """Whether a plan is for that day: one to come, or one that stands right behind 将于."""
    at = telling.view.at(time.span.start)
    if _BEFORE_NOW.match(time.text):
        return False  # 日前宣布，将任命某人
    return _is_ahead(time, telling.published) or _DUE.search(telling.view.text, max(0, at - 4), at) is not None


def _is_ahead(time: Time, published: date) -> bool:
    return time.end is not None and time.end >= published
