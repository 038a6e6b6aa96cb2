"""Times that lean on nothing before them: 十四五期间, 上世纪90年代, 党的二十大以来, 2020—2022年, 上周五, 近日.

Each reader takes the match of its rule in ``data/times.toml`` and the day of writing, and gives a stretch of days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.facts.calendar import (
    Days,
    decade_days,
    make_day,
    month_days,
    plan_days,
    quarter_days,
    week_days,
    year_days,
)
from kg.facts.numbers import parse_chinese
from kg.facts.time_words import TimeWords

_WEEKDAYS = "一二三四五六日"
_TENS = {"二": 20, "三": 30, "四": 40, "五": 50, "六": 60, "七": 70, "八": 80, "九": 90}


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of days; ``year`` and ``month`` as said, for a later time that leaves them out."""

    days: Days | None
    precision: str
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The issue date and the day of writing, which is the dateline's where it has one."""

    published: date
    written: date


Reader = Callable[["re.Match[str]", Base, TimeWords], Found | None]


def count_from(base: date, number: int, unit: str) -> Found:
    """``number`` units from ``base`` on (back where negative), as exact as the unit."""
    if unit == "年":
        return Found(year_days(base.year + number), "year")
    if unit == "个月":
        return Found(month_days(base.year, base.month + number), "month")
    if unit.endswith("季度"):
        return Found(quarter_days(base.year, (base.month + 2) // 3 + number), "quarter")
    if unit == "天":
        day = base + timedelta(days=number)
        return Found((day, day), "day")
    day = base + timedelta(weeks=number)
    return Found((day - timedelta(days=3), day + timedelta(days=3)), "days")


def _read_undated(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    """届时 names no day; 截至目前 is the issue date."""
    if match[0].startswith("截"):
        return Found((base.published, base.published), "vague")
    return Found(None, "vague")


def _read_recent(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    back = timedelta(days=words.get("recent", match[0]))
    return Found((base.published - back, base.published), "vague")


def _read_plan(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    number = 10 + (parse_chinese(match["plan_no"]) or 0)
    first, last = plan_days(number)
    part = match["plan_part"]
    if part == "以来":
        return Found((first, max(base.published, first)), "years")
    if part == "开局之年":
        return Found(year_days(first.year), "year")
    if part == "收官之年":
        return Found(year_days(last.year), "year")
    return Found(plan_days(number, part[0] if part[0] in "初中末" else ""), "years")


def _read_decade(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    name, century = match["decade_no"], match["century"]
    tens = int(name) if name.isdigit() else _TENS[name[0]]
    if tens > 100:  # 2010年代
        first = tens
    elif century is None:
        first = (2000 if tens <= 20 else 1900) + tens
    elif century.startswith("上") or century == "本":
        first = (1900 if century.startswith("上") else 2000) + tens
    else:
        number = int(century) if century.isdigit() else parse_chinese(century) or 20
        first = 100 * (number - 1) + tens
    return Found(decade_days(first, (match["decade_part"] or "")[:1]), "years")


def _read_era(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    start, end = words.get("eras", match[0])
    return Found((start, end), "days")


def _read_iso(match: re.Match[str], base: Base, words: TimeWords) -> Found | None:
    day = make_day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
    return Found((day, day), "day", day.year, day.month) if day else None


def _read_years(match: re.Match[str], base: Base, words: TimeWords) -> Found | None:
    first, last = int(match["y1"]), int(match["y2"])
    if last < 100:  # 2012至15年
        last += first - first % 100
    return Found(year_days(first, last - first + 1), "years") if first < last <= first + 200 else None


def _read_week(match: re.Match[str], base: Base, words: TimeWords) -> Found:
    alone = match["weekday2"]
    if alone:  # 周五: the last one
        day = base.written - timedelta(days=(base.written.weekday() - _WEEKDAYS.index(alone)) % 7)
        return Found((day, day), "day")
    monday, sunday = week_days(base.written, words.get("weeks", match["weeks_word"]))
    name = match["weekday"]
    if name is None:
        return Found((monday, sunday), "days")
    if name == "末":
        return Found((sunday - timedelta(days=1), sunday), "days")
    day = monday + timedelta(days=_WEEKDAYS.index(name))
    return Found((day, day), "day")


READERS: Mapping[str, Reader] = {
    "undated": _read_undated,
    "recent": _read_recent,
    "plan": _read_plan,
    "decade": _read_decade,
    "era": _read_era,
    "iso": _read_iso,
    "years": _read_years,
    "week": _read_week,
}
