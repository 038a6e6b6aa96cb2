"""Full dates written in a text or a file name -> ``datetime.date``; what is no day of the calendar is told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1800, 2199  # the first Chinese newspaper in the modern sense appeared in 1815

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_FULL_DATE = re.compile(
    r"(?<!\d)(?P<y>[12]\d{3})\s{0,2}(?:年\s{0,2}(?P<m>\d{1,2})\s{0,2}月\s{0,2}(?P<d>\d{1,2})\s{0,2}[日号]"
    r"|(?P<sep>[-/.．－])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))"
    r"|(?P<cy>[一二][〇○零一二三四五六七八九]{3})年(?P<cm>[一二三四五六七八九十]{1,2})月(?P<cd>[一二三四五六七八九十]{1,3})日"
)


class FullDate(NamedTuple):
    """A date as written; ``day`` is None for 2025年2月30日."""

    start: int
    end: int
    day: date | None
    text: str


def find_full_dates(text: str) -> Iterator[FullDate]:
    """2025年4月23日, 2025-04-23 and 二〇二五年四月二十三日, in the order they stand."""
    for match in _FULL_DATE.finditer(text):
        if match["cy"]:
            year = int("".join(str(_DIGITS[char]) for char in match["cy"]))
            month, day = _read_small(match["cm"]), _read_small(match["cd"])
        else:
            year, month, day = int(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        yield FullDate(match.start(), match.end(), make_day(year, month, day), match[0])


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None if the calendar has none such or it lies outside the years newspapers come from."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_small(numeral: str) -> int:
    """二十三 -> 23."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS[numeral] if len(numeral) == 1 else 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
