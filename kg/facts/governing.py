"""The times of an article -> the one that governs a word of a sentence, and the one of the lead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import Span, Time

_ORDER = ("day", "days", "month", "quarter", "half", "year", "years", "vague")


def nearest_time(
    times: Sequence[Time], sentence: Span, trigger: Span, clauses: Sequence[Span] = (), *, refine: bool = True
) -> Time | None:
    """The time that governs ``trigger``: the last one before it in its clause, else the next one after it
    in that clause, else the last one before it in the sentence, else None.

    ==================================================  =========  ========================================
    4月22日，市政府召开会议                              召开       4月22日
    昨日奠基，是继去年5月8日奠基二厂后的又一举措          奠基 (2)   去年5月8日
    工厂6个月后竣工                                      竣工       6个月后
    会议于4月22日在新区召开，7月完工                      完工       7月
    产量比2000年增长                                     增长       None: 2000年 is only compared with
    8月24日，2023年文创峰会开幕                          开幕       8月24日: the finer of two that agree
    ==================================================  =========  ========================================

    Without ``clauses`` (see ``kg.text.split_clauses``) a time after the trigger serves only where none stands before it
    and no more than twelve characters lie between. The time found may have no days (届时); then the text says that
    the trigger is of another day than those around. ``refine=False`` takes 2023年 in the last example.
    """
    clause = _clause_of(clauses, trigger)
    if clause is not None:
        chosen = _last_before(times, trigger, clause.start)
        if chosen is None:
            chosen = _first_behind(times, trigger, clause.end)
        if chosen is None:
            chosen = _last_before(times, trigger, sentence.start)
    else:
        chosen = _last_before(times, trigger, sentence.start)
        if chosen is None:
            chosen = _first_behind(times, trigger, min(sentence.end, trigger.end + 24))
            if chosen is not None and times[chosen].span.start - trigger.end > 12:
                chosen = None
    if chosen is None:
        return None
    return _finer(times, chosen, sentence) if refine else times[chosen]


def lead_time(times: Sequence[Time], sentences: Sequence[Span]) -> Time | None:
    """The time of the article's lead: the first day named in its first two sentences, else the first time there."""
    dated = [
        time
        for sentence in sentences[:2]
        for time in times[_first_from(times, sentence.start) : _first_from(times, sentence.end)]
        if time.start is not None and not is_compared(time)
    ]
    return next((time for time in dated if time.precision == "day"), dated[0] if dated else None)


def is_compared(time: Time) -> bool:
    """Whether the time is only a yardstick: 比2000年, 较去年同期, 与2019年(相比), but not 同日."""
    if time.text.startswith(("同日", "同月", "同年", "同一")):
        return False
    return time.text[0] in "比较相与和同跟" or time.text.endswith("同期")


def _clause_of(clauses: Sequence[Span], trigger: Span) -> Span | None:
    i = bisect_right(clauses, trigger.start, key=lambda c: c.start)
    return clauses[i - 1] if i and trigger.start < clauses[i - 1].end else None


def _first_from(times: Sequence[Time], offset: int) -> int:
    return bisect_left(times, offset, key=lambda t: t.span.start)


def _last_before(times: Sequence[Time], trigger: Span, start: int) -> int | None:
    """The last time in ``[start, trigger)`` that is no yardstick, as an index."""
    i = bisect_right(times, trigger.start, key=lambda t: t.span.end)
    while i and times[i - 1].span.start >= start:
        i -= 1
        if not is_compared(times[i]):
            return i
    return None


def _first_behind(times: Sequence[Time], trigger: Span, end: int) -> int | None:
    for i in range(_first_from(times, trigger.end), len(times)):
        if times[i].span.end > end:
            return None
        if not is_compared(times[i]):
            return i
    return None


def _finer(times: Sequence[Time], chosen: int, sentence: Span) -> Time:
    """An earlier, more exact time of the sentence that lies within the chosen one: 8月24日 within 2023年."""
    coarse = times[chosen]
    if coarse.start is None or coarse.end is None:
        return coarse
    for time in times[max(0, chosen - 10) : chosen]:
        if time.span.start < sentence.start or time.start is None or time.end is None or is_compared(time):
            continue
        exact = _ORDER.index(time.precision) < _ORDER.index(coarse.precision)
        if exact and coarse.start <= time.start and time.end <= coarse.end:
            return time
    return coarse
