"""An article's text and its issue date -> the times it names, as first and last *possible* day.

    find_times("去年5月起，工厂试生产，预计12月底投产。", date(2025, 4, 23))
    -> 去年5月起 2024-05-01..2024-05-31 month · 12月底 2025-12-21..2025-12-31 days

The words are ``data/times.toml``, moving festivals ``data/lunar.tsv``. Conventions: 底 is the last ten days
of a month, 年初 January and February but never past the issue date, 近日 and 日前 the thirty days up to the
issue date, 起 and 开始 give the day something starts, 以来 the stretch up to the issue date, 前 after a date
still to come the stretch from the issue date up to it. A time without its year or month is completed from
the sentence it stands in, else it is the one next to the issue date: before it, unless words such as 将 or
预计 say that it lies ahead. Durations (5年) are no times unless something anchors them (6个月后 after 8月3日).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.facts.calendar import (
    Days,
    half_days,
    make_day,
    month_days,
    part_of_month,
    part_of_year,
    quarter_days,
    same_day_after,
    same_day_before,
    year_days,
)
from kg.facts.governing import is_compared, lead_time, nearest_time
from kg.facts.named_times import READERS, Base, Found, count_from
from kg.facts.numbers import FOLD, parse_chinese
from kg.facts.time_words import TO, TimeWords, load_time_words
from kg.model import Span, Time

__all__ = ["dateline_day", "find_times", "is_compared", "lead_time", "nearest_time"]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，。；！？!?;\n]")


_SUFFIX = re.compile(
    r"(?P<about>前后|左右)"
    r"|(?P<since>以来|来(?=[，。；])|至今|迄今)"
    r"|(?P<same>同期)"
    r"|(?P<after>之后|以后|后(?![来期天续年方者台勤备面疫世卫]))"
    r"|(?P<before>之前|以前|前(?![后期往来夕台列沿任述两三0-9方提景身锋瞻线]))"
    r"|(?P<start>起(?![来步点义飞诉草源伏重码降跳家])|开始)"
    r"|(?P<inside>期间|间(?!接|隔|距)|止(?=[，。；])|许(?=[，。]))"
)
_RANGE = re.compile(TO)
_AS_OF = re.compile(r"(?:截至|截止至?|截止到)[ ]?$")
_UNTIL = re.compile(r"(?<!截)[至到]$")
_COMPARED = re.compile(r"(?:比|较|相比)[ ]?$")
_COMPARED_WITH = re.compile(r"[与和同跟][ ]?$")
_COMPARED_AFTER = re.compile(r"[^，。；！？\n]{0,12}?相比")
_HALF_MONTH = (10, 20)  # 半个月前: so many days ago


def dateline_day(dateline: str, published: date) -> date | None:
    """``dateline_day("新华社北京4月22日电", issue date)`` -> the 22nd; None where the dateline has no day."""
    return next((time.start for time in find_times(dateline, published) if time.precision == "day"), None)


def find_times(text: str, published: date, *, written: date | None = None) -> list[Time]:
    """Every time expression, in order. ``written`` is the day of the dateline (本报北京7月21日电), if it has one."""
    return _Reader(text, published, written or published, load_time_words()).read()


class _Reader:
    """Reads one text from left to right and remembers the days it has passed."""

    def __init__(self, text: str, published: date, written: date, words: TimeWords) -> None:
        self.text = text
        self.folded = text.translate(FOLD)
        self.base = Base(published, written)
        self.words = words
        self.last: Time | None = None  # what 次年 当月 6个月后 count from
        self.last_day: Time | None = None  # what 当天 and 次日 count from
        self.known_written = written != published
        self.here: Found | None = None  # the last full time of this sentence
        self.joining = False  # whether the second half of a range is being read
        self.edge = 0  # how far the text was searched for sentence ends

    def read(self) -> list[Time]:
        times: list[Time] = []
        at = 0
        pattern = self.words.pattern
        first = self.words.first
        while True:
            start = first.search(self.folded, at)
            if start is None:
                return times
            match = pattern.match(self.folded, start.start())
            if match is None or match.end() == match.start():
                at = start.end()
                continue
            self._enter(match.start())
            time = self._time(match)
            if time is None:
                whole = match.lastgroup in ("not", "lunar", "ago") or (match["month"] and match["day"])  # 2月30日
                at = match.end() if whole else start.end()
                continue
            times.append(time)
            at = time.span.end

    def _enter(self, offset: int) -> None:
        """Forget the sentence's own year when a new sentence begins."""
        if _SENTENCE_END.search(self.folded, self.edge, offset):
            self.here = None
        self.edge = max(self.edge, offset)

    def _time(self, match: re.Match[str]) -> Time | None:
        kind = match.lastgroup or ""
        if kind in ("not", "lunar"):
            return None
        start, end = match.span()
        try:
            if kind == "date":
                found = self._date(match)
            elif kind == "ago":
                found = self._ago(match)
            elif kind == "festival":
                found = self._festival(match)
            else:
                found = READERS[kind](match, self.base, self.words)
        except (ValueError, OverflowError):  # a year the calendar does not have
            return None
        if found is None:
            return None
        if kind == "date":
            found, end = self._join_range(match, found, end)
        if kind not in ("undated", "ago", "festival"):
            found, end = self._apply_suffix(match, found, end)
        start, compared = self._prefix(start, end)
        days = found.days
        text = self.text[start:end]
        time = Time(days[0] if days else None, days[1] if days else None, found.precision, text, Span(start, end))
        if days and not compared:
            self.last = time
            if found.precision in ("day", "days") and (days[1] - days[0]).days <= 31:
                self.last_day = time
            if found.year is not None or found.month is not None:
                self.here = found
        return time

    def _prefix(self, start: int, end: int) -> tuple[int, bool]:
        """Take 截至 and 比 into the words; a time compared with governs nothing (see ``nearest_time``)."""
        before = self.folded[max(0, start - 4) : start]
        as_of = _AS_OF.search(before)
        if as_of:
            return start - len(as_of[0]), False
        compared = _COMPARED.search(before)
        if compared is None and _COMPARED_AFTER.match(self.folded, end):
            compared = _COMPARED_WITH.search(before)
        return (start - len(compared[0]), True) if compared else (start, "同期" in self.folded[start:end])

    def _join_range(self, match: re.Match[str], found: Found, end: int) -> tuple[Found, int]:
        """4月15日至5月5日, 今年3月到明年2月: one stretch; the second takes the year of the first."""
        link = _RANGE.match(self.folded, end)
        if link is None or found.days is None:
            return found, end
        after = self.words.pattern.match(self.folded, link.end())
        if after is None or after.lastgroup != "date" or after.end() == after.start():
            return found, end
        kept, self.here = self.here, Found(found.days, found.precision, found.days[0].year, found.days[0].month)
        self.joining = True
        try:
            last = self._date(after)
        except (ValueError, OverflowError):
            last = None
        self.here, self.joining = kept, False
        if last is None or last.days is None:
            return found, end
        if last.days[1] < found.days[0]:
            later = last.days[1]
            moved = make_day(later.year + 1, later.month, later.day)
            if moved is None or after["year"] or (moved - found.days[0]).days > 366:
                return found, end
            last = replace(last, days=(moved, moved))
        days = (found.days[0], last.days[1])  # type: ignore[index]
        precision = "days" if (days[1] - days[0]).days <= 366 else "years"
        return Found(days, precision, found.year, found.month), after.end()

    def _apply_suffix(self, match: re.Match[str], found: Found, end: int) -> tuple[Found, int]:
        suffix = _SUFFIX.match(self.folded, end)
        if suffix is None or found.days is None:
            return found, end
        kind = suffix.lastgroup
        start, last = found.days
        if kind == "since":
            if start > self.base.published:
                return found, end
            length = (self.base.published - start).days
            found = Found((start, self.base.published), "days" if length <= 366 else "years")
        elif kind == "after":
            if last > self.base.published:  # 2026年后: no last day
                return Found(None, "vague"), suffix.end()
            found = Found((last, self.base.published), "vague")
        elif kind == "before":
            if last >= self.base.published:
                found = Found((min(self.base.published, start), last), "vague")
            else:
                found = Found(None, "vague")
        elif kind == "about":
            found = replace(found, precision="vague")
        elif kind == "inside" and match.lastgroup == "date" and found.precision == "day":
            return found, end
        return found, suffix.end()

    # ---- times that lean on those before them

    def _ago(self, match: re.Match[str]) -> Found | None:
        lead, trail, words = match["lead"] or "", match["trail"] or "", match["count"]
        if words in ("数", "几"):
            return Found(None, "vague") if not trail.endswith("内") else None
        if len(words) == 2 and all(char in _DIGITS and char != "十" for char in words):  # 近一两年
            return Found(None, "vague")
        number = int(words) if words.isdigit() else parse_chinese(words)
        unit = match["unit"]
        if unit == "个多月":
            return Found(None, "vague") if trail[-1:] in ("前", "后") else None
        if words == "半":
            if unit in ("个月", "月") and trail.endswith("前"):
                return self._stretch(-_HALF_MONTH[1], -_HALF_MONTH[0], "天")
            if unit != "年":
                return None
            number, unit = 6, "个月"
        if not number:
            return None
        if match["half_more"]:
            if unit != "年":
                return None
            number, unit = 12 * number + 6, "个月"
        if match["some"] and trail[-1:] in ("前", "后"):
            return Found(None, "vague")
        if trail.endswith("前"):
            return count_from(self.base.published, -number, unit)
        if trail.endswith("后"):
            anchor = self.last if self.here or self.last_day else None
            if anchor is None or anchor.start is None:
                return None
            return count_from(anchor.start, number, unit)
        if lead in ("未来", "今后") or trail.endswith("内"):
            if lead or self._is_future(match.start(), match.end()):
                start, end = (-number, 0) if lead.endswith(("近", "去")) else (0, number)
                return self._stretch(start, end, unit)
            return None
        if lead or trail.endswith("来"):
            return self._stretch(-number, 0, unit)
        return None

    def _stretch(self, start: int, end: int, unit: str) -> Found | None:
        """From ``start`` units before the issue date (negative) to ``end`` units after it."""
        published = self.base.published
        first = count_from(published, start, unit).days if start else (published, published)
        last = count_from(published, end, unit).days if end else (published, published)
        if first is None or last is None:
            return None
        return Found((first[0], last[1]), "years" if unit == "年" else "days")

    def _festival(self, match: re.Match[str]) -> Found | None:
        name = match["moving"] or match["fixed"]
        length = self.words.get("lunar_festivals" if match["moving"] else "festivals", name)
        key = name.removesuffix("节") if match["moving"] and name != "春节" else name

        def first_day(year: int) -> date | None:
            if match["moving"]:
                return self.words.lunar.get((year, key))
            month, day, _ = length
            return date(year, month, day)

        days = length if match["moving"] else length[2]
        part = match["fpart"] or ""
        if match["fyear"]:
            word = match["fyear"]
            year = int(word[:4]) if word[0].isdigit() else self.base.written.year + self.words.get("years", word)
            first = first_day(year)
        else:
            near = [day for day in (first_day(self.base.written.year + offset) for offset in (-1, 0, 1)) if day]
            if self._is_future(match.start(), match.end()):
                first = min((day for day in near if day + timedelta(days=days) > self.base.written), default=None)
            else:
                first = max((day for day in near if (day - self.base.written).days <= 60), default=None)
        if first is None:
            return None
        last = first + timedelta(days=days - 1)
        if part in ("当天", "当日"):
            return Found((first, first), "day")
        if part == "前后":
            return Found((first - timedelta(days=10), last + timedelta(days=10)), "vague")
        if part in ("前", "之前", "前夕"):
            return Found((first - timedelta(days=15), first - timedelta(days=1)), "vague")
        if part.endswith("后"):
            return Found((last + timedelta(days=1), last + timedelta(days=15)), "vague")
        if part == "以来":
            return Found((first, max(first, self.base.published)), "days")
        return Found((first, last), "days" if days > 1 else "day")

    def _date(self, match: re.Match[str]) -> Found | None:
        if match["rel_day"]:
            day = self.base.written + timedelta(days=self.words.get("days", match["rel_day"]))
            return Found((day, day), "day", day.year, day.month)
        if match["same_day"]:
            return self._same_day(self.words.get("same_days", match["same_day"]))
        year, said = self._year(match)
        if match["same_year"] and year is None:
            return None
        if match["bare_day"]:
            return self._bare_day(match, year)
        finer = self._within_year(match, year)
        if finer is not None:
            return finer
        if not said or year is None or any(match[group] for group in _YEAR_GROUPS):
            return None
        if match["rel_year"] in ("今", "去"):
            return None
        return Found(year_days(year), "year", None if match["fiscal"] else year)

    def _year(self, match: re.Match[str]) -> tuple[int | None, bool]:
        """The year as written, said (去年) or referred to (同年); whether there was one."""
        if match["year"]:
            words = match["year"]
            return (int(words) if words.isdigit() else parse_chinese(words)), True
        if match["yy"]:
            return 2000 + int(match["yy"]), True
        if match["rel_year"]:
            word = match["rel_year"]
            offset = {"今": 0, "去": -1}.get(word)
            return self.base.written.year + (self.words.get("years", word) if offset is None else offset), True
        if match["same_year"]:
            if self.last is None or self.last.start is None or self.last.end is None:
                return None, True
            if self.last.precision in ("years", "vague"):
                return None, True
            return self.last.start.year + self.words.get("same_years", match["same_year"]), True
        return None, False

    def _same_day(self, offset: int) -> Found:
        if self.last_day is not None and self.last_day.end is not None and self.last_day.start is not None:
            base = self.last_day.start if offset == 0 else self.last_day.end
        elif self.known_written:
            base = self.base.written
        else:
            return Found(None, "vague")
        day = base + timedelta(days=offset)
        return Found((day, day), "day", day.year, day.month)

    def _within_year(self, match: re.Match[str], year: int | None) -> Found | None:
        """Halves, quarters, seasons, months and their days."""
        group = next((name for name in _YEAR_GROUPS if match[name]), None)
        if group is None:
            return None
        if group in ("season", "bare_part") and year is None:
            return None
        if group in ("rel_month", "same_month"):
            return self._month(match, *self._said_month(match))
        if group == "month_edge":
            part = match["month_edge"][1]
            days = part_of_month(self.base.written.year, self.base.written.month, part)
            return Found(days, "days")
        if group in ("month", "cmonth"):
            words = match[group]
            month = 1 if words == "元" else int(words) if words.isdigit() else parse_chinese(words)
            if not month or month > 12:
                return None
            if (
                group == "cmonth"
                and year is None
                and words != "元"
                and not (match["month_part"] or match["cday"] or match["day"])
            ):
                return None
            return self._month(match, year, month)
        written = year is not None
        for candidate in [year] if year is not None else self._years_near(match, group):
            found = self._part(match, group, candidate)
            if found is not None:
                return replace(found, year=candidate if written else None)
        return None

    def _part(self, match: re.Match[str], group: str, year: int) -> Found | None:
        words = match[group]
        if group == "half":
            return Found(half_days(year, 1 if words[0] == "上" else 2), "half")
        if group == "quarter":
            first, last = _digit(words), _digit(match["quarter2"] or words)
            if match["quarter_part"]:
                return Found(
                    part_of_month(year, 3 * first - (2 if match["quarter_part"] == "初" else 0), match["quarter_part"]),
                    "days",
                )
            return Found(quarter_days(year, first, last - first + 1), "quarter") if first <= last else None
        if group == "quarters":
            first, last = _digit(words), _digit(match["quarters2"])
            return Found(quarter_days(year, first, last - first + 1), "days") if first < last else None
        if group == "first_quarter":
            return Found(quarter_days(year, 1), "quarter")
        if group == "first_quarters":
            return Found(quarter_days(year, 1, _digit(words)), "days")
        if group == "first_months":
            count = int(words) if words.isdigit() else parse_chinese(words) or 0
            return Found(month_days(year, 1, count), "days") if 1 < count < 12 else None
        if group == "season":
            return Found(month_days(year, *self.words.get("seasons", words)), "quarter")
        part = words[-1] if group == "year_part" else words
        part = "底" if part in "终末" else part
        days = part_of_year(year, part)
        if part == "初" and days[0] <= self.base.published < days[1]:
            days = (days[0], self.base.published)
        return Found(days, "year" if part == "内" else "days")

    def _years_near(self, match: re.Match[str], group: str) -> list[int]:
        """The years to try for 上半年 or 7月 without one: the best first, and only one."""
        carried = self._carried_year(match)
        if carried is not None:
            return [carried]
        if group == "year_part" and match["year_part"] == "年内":
            return [self.base.written.year]
        base = self.base.written
        this = self._part(match, group, base.year)
        if this is None or this.days is None:
            return []
        return [self._pick_year(this.days, match)]

    def _pick_year(self, days: Days, match: re.Match[str]) -> int:
        """``days`` of the issue year, or of the year before or after it."""
        base = self.base.written
        future = self._is_future(match.start(), match.end())
        if days[0] <= base:
            ahead = (days[0] - base).days + 365
            if (future and days[1] < base) or (ahead <= 31 and not self._is_done(match.start(), match.end())):
                return base.year + 1
            return base.year
        return base.year if future or (days[0] - base).days <= 92 else base.year - 1

    def _said_month(self, match: re.Match[str]) -> tuple[int | None, int]:
        if match["rel_month"]:
            first, _ = month_days(
                self.base.written.year, self.base.written.month + self.words.get("months", match["rel_month"])
            )
            return first.year, first.month
        if self.last is None or self.last.start is None or self.last.precision not in ("day", "days", "month"):
            return None, 0
        first, _ = month_days(
            self.last.start.year, self.last.start.month + self.words.get("same_months", match["same_month"])
        )
        return first.year, first.month

    def _month(self, match: re.Match[str], year: int | None, month: int) -> Found | None:
        """A month, ten days of it, a day of it, or a run of months or days."""
        if not month:
            return None
        said = year is not None
        if year is None:
            year = self._year_of_month(match, month)
        if match["m1"]:
            first = int(match["m1"])
            if first >= month and not said:
                year, count = year - (first > month), month - first + 1 + 12 * (first > month)
            elif first < month:
                count = month - first + 1
            else:
                return None
            if not match["day"]:
                return Found(month_days(year, first, count), "days", year)
        if match["month_part"]:
            part = match["month_part"]
            return Found(part_of_month(year, month, part), "days", year, month)
        day = (
            int(match["day"])
            if match["day"]
            else parse_chinese(match["cday"].replace("廿", "二十"))
            if match["cday"]
            else None
        )
        if day is None:
            return Found(month_days(year, month), "month", year, month)
        last = make_day(year, month, day)
        first_day = make_day(year, month, int(match["d1"])) if match["d1"] else last
        if last is None or first_day is None or first_day > last:
            return None
        return Found((first_day, last), "day" if first_day == last else "days", year, month)

    def _year_of_month(self, match: re.Match[str], month: int) -> int:
        base = self.base.written
        day = int(match["day"] or match["d1"] or 0) if not match["m1"] else 0
        month = int(match["m1"]) if match["m1"] and int(match["m1"]) <= month else month
        days = (
            part_of_month(base.year, month, match["month_part"])
            if match["month_part"]
            else month_days(base.year, month)
        )
        if match["m1"] and not day:  # 1—10月 in December: of the year that is ending
            days = (days[0], month_days(base.year, int(match["month"]))[1])
            if days[1] < base and not self._is_future(match.start(), match.end()):
                carried = self._carried_year(match)
                return base.year if carried is None else carried
        exact = make_day(base.year, month, day) if day else None
        near = self._pick_year((exact, exact) if exact else days, match)
        carried = self._carried_year(match)
        # 2009年……7月: the sentence's own year, unless the day is all but the issue date
        if carried is None or (exact is not None and near == base.year and 0 <= (base - exact).days <= 15):
            return near
        return carried

    def _carried_year(self, match: re.Match[str]) -> int | None:
        """The year said earlier in the sentence; one that is over does not serve what lies ahead."""
        year = self.here.year if self.here is not None else None
        if self.joining or year is None or year >= self.base.written.year:
            return year
        return None if self._is_future(match.start(), match.end()) else year

    def _bare_day(self, match: re.Match[str], year: int | None) -> Found | None:
        """21日: of the month that the sentence speaks of, else the last 21st, or the next one where 将 stands."""
        if year is not None:
            return None
        number = int(match["bare_day"])
        first = int(match["bare1"]) if match["bare1"] else number
        here = self.here.days if self.here is not None and self.here.month is not None else None
        day = None
        if here is not None and self.here is not None:
            day = make_day(here[0].year, here[0].month, number)
            if day is not None and day > self.base.written and not self._is_future(*match.span()):
                day = None
            if day is not None and day < here[0]:
                day = None
        if day is None:
            if self._is_future(match.start(), match.end()):
                day = same_day_after(self.base.written, number)
            elif match["bare1"] and first <= self.base.written.day < number:  # 14日至30日 on the 16th: these days
                day = make_day(self.base.written.year, self.base.written.month, number)
            else:
                day = same_day_before(self.base.written, number)
                ahead = same_day_after(self.base.written, number)
                # 23日 on the eve of it, with nothing that says it is over
                if day and ahead and (ahead - self.base.written).days <= 2 < (self.base.written - day).days:
                    day = day if self._is_done(match.start(), match.end()) else ahead
        if day is None:
            return None
        start = make_day(day.year, day.month, first) if first <= number else same_day_before(day, first)
        if start is None:
            return None
        return Found((start, day), "day" if start == day else "days", day.year, day.month)

    # ---- what the words around say

    def _is_future(self, start: int, end: int) -> bool:
        before, after = self._clause(start, end)
        if self.words.future_after.match(after.lstrip()) or _UNTIL.search(before):
            return True
        return self.words.future_before.search(before) is not None

    def _is_done(self, start: int, end: int) -> bool:
        before, after = self._clause(start, end)
        return self.words.done.search(before) is not None or self.words.done.search(after) is not None

    def _clause(self, start: int, end: int) -> tuple[str, str]:
        """The words of the clause before and after a time, no more than thirty characters of each."""
        before = _CLAUSE_END.split(self.folded[max(0, start - 30) : start])[-1]
        return before, _CLAUSE_END.split(self.folded[end : end + 30])[0]


_DIGITS = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 1, "两": 2, "一": 1}
_YEAR_GROUPS = (
    "half",
    "quarter",
    "quarters",
    "first_quarter",
    "first_quarters",
    "first_months",
    "season",
    "year_part",
    "bare_part",
    "month",
    "cmonth",
    "rel_month",
    "same_month",
    "month_edge",
)


def _digit(word: str) -> int:
    return int(word) if word.isdigit() else _DIGITS[word]
