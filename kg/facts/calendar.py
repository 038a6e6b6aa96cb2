"""Stretches of days: a month, a quarter, the last ten days of a month, a five-year plan … -> (first, last).

Pure arithmetic on ``datetime.date``; no clock and no text.
"""

from __future__ import annotations

from datetime import date, timedelta

Days = tuple[date, date]


def month_days(year: int, month: int, count: int = 1) -> Days:
    """``count`` months from ``month`` on, which may lie outside 1..12: month 14 is February of the next year."""
    first = _first_of(year, month)
    return first, _first_of(year, month + count) - timedelta(days=1)


def year_days(year: int, count: int = 1) -> Days:
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def quarter_days(year: int, quarter: int, count: int = 1) -> Days:
    return month_days(year, 3 * quarter - 2, 3 * count)


def half_days(year: int, half: int) -> Days:
    return month_days(year, 6 * half - 5, 6)


# 上旬 中旬 下旬 and their likes: first and last day; 31 stands for the last one
_PARTS_OF_MONTH = {
    "初": (1, 10),
    "上旬": (1, 10),
    "上中旬": (1, 20),
    "中": (11, 20),
    "中旬": (11, 20),
    "中下旬": (11, 31),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
}
# 年初 年中 年底: first month and number of months
_PARTS_OF_YEAR = {"初": (1, 2), "中": (6, 2), "底": (12, 1), "末": (12, 1), "内": (1, 12)}
# of a decade or a five-year plan: first and last year, counted from its first
_PARTS_OF_DECADE = {"初": (0, 3), "中": (3, 6), "末": (7, 9), "后": (5, 9), "前": (0, 4)}
_PARTS_OF_PLAN = {"初": (0, 1), "中": (1, 3), "末": (4, 4)}


def part_of_month(year: int, month: int, part: str) -> Days:
    """``part_of_month(2025, 12, "底") -> 21 to 31 December``."""
    first, last = month_days(year, month)
    start, end = _PARTS_OF_MONTH[part]
    return first.replace(day=start), first.replace(day=min(end, last.day))


def part_of_year(year: int, part: str) -> Days:
    """``part_of_year(2025, "初") -> 1 January to 28 February``."""
    return month_days(year, *_PARTS_OF_YEAR[part])


def decade_days(first: int, part: str = "") -> Days:
    start, end = _PARTS_OF_DECADE.get(part, (0, 9))
    return date(first + start, 1, 1), date(first + end, 12, 31)


def plan_days(number: int, part: str = "") -> Days:
    """The years of a five-year plan: the 14th is 2021 to 2025 (the count holds from the sixth, 1981, on)."""
    first = 1951 + 5 * number
    start, end = _PARTS_OF_PLAN.get(part, (0, 4))
    return date(first + start, 1, 1), date(first + end, 12, 31)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (2月30日)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def same_day_before(base: date, day: int, *, back: int = 3) -> date | None:
    """The last ``day``-th of a month at or before ``base``: the 21st before the 3rd is in the month before."""
    first = base.replace(day=1)
    for _ in range(back):
        found = make_day(first.year, first.month, day)
        if found is not None and found <= base:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def same_day_after(base: date, day: int, *, ahead: int = 3) -> date | None:
    """The first ``day``-th of a month at or after ``base``."""
    first = base.replace(day=1)
    for _ in range(ahead):
        found = make_day(first.year, first.month, day)
        if found is not None and found >= base:
            return found
        first = _first_of(first.year, first.month + 1)
    return None


def week_days(base: date, weeks: int) -> Days:
    """Monday to Sunday of the week ``weeks`` after that of ``base``."""
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
