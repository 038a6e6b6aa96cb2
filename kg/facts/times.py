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
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.facts.calendar import (
    Days,
    decade_days,
    half_days,
    make_day,
    month_days,
    part_of_month,
    part_of_year,
    plan_days,
    quarter_days,
    same_day_after,
    same_day_before,
    week_days,
    year_days,
)
from kg.facts.grammar import parse_toml, read_data
from kg.facts.numbers import FOLD, parse_chinese
from kg.lexicon.tables import read_table
from kg.model import Span, Time

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，。；！？!?;\n]")
_ORDER = ("day", "days", "month", "quarter", "half", "year", "years", "vague")


# --------------------------------------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The tables of ``times.toml`` and the pattern built from them."""

    tables: Mapping[str, Mapping[str, Any]]
    lunar: Mapping[tuple[int, str], date]
    first: re.Pattern[str]  # characters a time may begin with
    pattern: re.Pattern[str]
    future_before: re.Pattern[str]
    future_after: re.Pattern[str]
    done: re.Pattern[str]

    def get(self, table: str, word: str) -> Any:
        return self.tables[table][word]


@cache
def load_time_words() -> TimeWords:
    """The words that ship with the package."""
    data = parse_toml(read_data("times.toml"), "times.toml")
    for table in (*_WORD_TABLES, "undated", "future", "not_times"):
        if not isinstance(data.get(table), dict) or not data[table]:
            raise LexiconError(f"times.toml: the table [{table}] is missing or empty")
    rows = read_table("lunar.tsv", 8)
    names = ("春节", "元宵", "清明", "端午", "七夕", "中秋", "重阳")
    lunar = {
        (int(row[0]), name): date.fromisoformat(day) for row in rows for name, day in zip(names, row[1:], strict=True)
    }
    slots = {table.upper(): _any_of(data[table]) for table in _WORD_TABLES}
    slots["UNDATED"] = _any_of(data["undated"]["words"])
    slots["NOT"] = _any_of(data["not_times"]["phrases"])
    source = _PATTERN
    for name, words in slots.items():
        source = source.replace(f"<{name}>", words)
    words = [w for table in _WORD_TABLES for w in data[table]] + data["undated"]["words"] + data["not_times"]["phrases"]
    first = {word[0] for word in words} | set(
        '0123456789零一二两三四五六七八九十半数几前上本下近过最未今去第首“"年月岁元正腊农星周'
    )
    cues = data["future"]
    return TimeWords(
        data,
        lunar,
        re.compile("[" + "".join(sorted(first)) + "]"),
        re.compile(source, re.VERBOSE),
        re.compile(_any_of(cues["before"])),
        re.compile(_any_of(cues["after"])),
        re.compile(_any_of(cues["done"])),
    )


def _any_of(words: Sequence[str] | Mapping[str, Any]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


_WORD_TABLES = (
    "days",
    "same_days",
    "months",
    "same_months",
    "years",
    "same_years",
    "weeks",
    "seasons",
    "recent",
    "eras",
    "festivals",
    "lunar_festivals",
)
_TO = r"[ ]?(?:至|到|—{1,2}|-|–|~|～)[ ]?"
# <WORDS> are replaced by the tables; every alternative is one kind of time, tried in this order
_PATTERN = r"""
  (?P<not><NOT>)
| (?P<undated><UNDATED>)
| (?P<recent><RECENT>)
| (?P<lunar>(?:农历|[正腊]月)(?:[一二三四五六七八九十正腊冬]{1,2}月)?(?:初?[一二三四五六七八九十廿]{1,3}|除夕)?)
| (?P<plan>[“"]?十(?P<plan_no>[一二三四五六七])五[”"]?(?:规划)?(?P<plan_part>期间|时期|初期?|中期|末期?|以来|开局之年|收官之年))
| (?P<decade>(?:(?P<century>上个?|本|[12][0-9]|十[五六七八九]|二十一?)世纪)?(?P<decade_no>(?:19|20)?[1-9]0|20[0-9]0|[二三四五六七八九]十)年代(?P<decade_part>初期?|中期|末期?|后期|前期)?)
| (?P<era><ERAS>(?=之?后|以来|闭幕))
| (?P<iso>(?<![0-9])(?P<iso_y>20[0-9]{2})[-/.](?P<iso_m>1[0-2]|0?[1-9])[-/.](?P<iso_d>3[01]|[12][0-9]|0?[1-9])(?![0-9]))
| (?P<years>(?<![0-9.])(?P<y1>(?:1[0-9]|20)[0-9]{2})(?:年度?)?TO(?P<y2>(?:1[0-9]|20)[0-9]{2}|[0-9]{2}(?![0-9]))[ ]?年(?:度|(?![0-9]|[ ]?[0-9]{1,2}月|第?[一二三四1-4]季|[上下]半年|年?[初底末])))
| (?P<week>(?P<weeks_word><WEEKS>)(?P<weekday>[一二三四五六日末])?|(?<![0-9一二三四五六七八九十两])(?:星期|周)(?P<weekday2>[一二三四五六日])(?=[，。（(上下早晚凌]))
| (?P<ago>(?:(?P<lead>最?近|过去|未来|今后)的?)?(?P<count>(?<![0-9.第])[1-9][0-9]{0,2}|(?<![第〇零一二三四五六七八九十])[一二两三四五六七八九十]{1,3}|半|数|几)(?P<some>[多余])?
    (?P<unit>年|个月|个?季度|天|个?星期|周)(?P<half_more>半)?多?(?:的?时间)?
    (?P<trail>以?前(?![0-9一二三四五后期列沿往任所台])|之前|以?后(?![0-9来期续])|之后|以?来(?![自到源])|[之以]?内(?!容|部|外)|(?(lead)[之]?间|(?!)))?
    (?(lead)|(?(trail)|(?!))))
| (?P<festival>(?:(?P<fyear><YEARS>|(?<![0-9])20[0-9]{2}[ ]?年)的?)?(?:(?P<fixed><FESTIVALS>)|(?P<moving><LUNAR_FESTIVALS>))(?![月届年国]|期(?!间))
    (?P<fpart>期间|小?长?假期?|前夕|之?前|节?后|当天|当日|前后|以来)?(?(fyear)|(?(fpart)|(?!))))
| (?P<date>
    (?:(?:(?<![0-9.])(?P<year>(?:1[0-9]|20)[0-9]{2}|[一二][零一二三四五六七八九]{3})[ ]?年(?!的?(?:悠久|文明)?历史|文明)(?P<fiscal>度)?
        |(?<![0-9.])(?P<yy>0[0-9])年
        |(?P<rel_year><YEARS>|今(?=[春夏秋冬])|去(?=[冬秋春夏]))
        |(?P<same_year><SAME_YEARS>))[ ]?(?:的(?=(?:1[0-2]|[1-9])[ ]?月|[上下]半年|第?[一二三四]季|[春夏秋冬][季天]))?)?
    (?:(?P<half>[上下]半年)
      |第?(?P<quarter>[一二三四1-4])季度(?:TO第?(?P<quarter2>[一二三四1-4])季度)?|(?P<quarters>[一二三])[至到—、-](?P<quarters2>[二三四])季度|(?P<first_quarter>首季度?)
      |前(?P<first_quarters>[两二三])个?季度
      |前(?P<first_months>1[01]|[2-9]|[一二两三四五六七八九十]{1,2})个?月(?!前)
      |(?P<season><SEASONS>)(?![节运晚联耕播茶粮收])
      |(?P<year_part>年初|年底|年末|年终|岁末|年内|年中(?=[，。、召]|的|[以之]?前))
      |(?P<bare_part>初|底|末|内(?=[，。将基全完实建]|力争)|中(?=[，。、]))
      |(?:(?:(?<![0-9.第])(?P<m1>1[0-2]|0?[1-9])[ ]?月?份?TO)?(?<![0-9.第每满])(?P<month>1[0-2]|0?[1-9])[ ]?月(?!龄|球|嫂|票|刊|薪|息)份?
         |(?P<cmonth>十[一二]?|[一二三四五六七八九元])月份?(?!龄|球|嫂|刊|薪|革命|天|花)
         |(?P<rel_month><MONTHS>)|(?P<same_month><SAME_MONTHS>))
        (?:(?P<month_part>[上中]旬|[上]中旬|中下旬|下旬|初(?![一二三四五六七八九十级中])|中(?=[，。、至])|底|末)
          |[ ]?(?:(?P<d1>[12][0-9]|3[01]|0?[1-9])[日号]?(?:TO|、))?(?P<day>[12][0-9]|3[01]|0?[1-9])[ ]?[日号]
          |(?P<cday>[一二三四五六七八九十廿]{1,3})[日号])?
      |(?P<month_edge>月初|月底|月末|月中(?=[，。、]))
      |(?:(?<![0-9.第每])(?P<bare1>[12][0-9]|3[01]|0?[1-9])日?(?:TO))?(?<![0-9.第每满近约逾超达/])(?<!历时|为期|连续|持续|每月|每年)(?P<bare_day>[12][0-9]|3[01]|0?[1-9])[ ]?日(?!内|游|龄|均|元|语|本[^报])
      |(?P<rel_day><DAYS>)|(?P<same_day><SAME_DAYS>)
    )?
    (?:[ ]?(?:上午|下午|中午|午间|午后|傍晚|晚间|晚上|晚(?![会宴年辈报期餐])|凌晨|清晨|早上|早晨|早间|夜间|深夜|午夜|夜(?![间市晚])|晨(?![练报])))?
    (?:[ ]?(?<![0-9])(?:[01]?[0-9]|2[0-4])(?:[时点](?:[0-5]?[0-9]分|半|许|整)?|[:：][0-5][0-9]))?
  )
""".replace("TO", _TO)

_SUFFIX = re.compile(
    r"(?P<about>前后|左右)"
    r"|(?P<since>以来|来(?=[，。；])|至今|迄今)"
    r"|(?P<same>同期)"
    r"|(?P<after>之后|以后|后(?![来期天续年方者台勤备面疫世卫]))"
    r"|(?P<before>之前|以前|前(?![后期往来夕台列沿任述两三0-9方提景身锋瞻线]))"
    r"|(?P<start>起(?![来步点义飞诉草源伏重码降跳家])|开始)"
    r"|(?P<inside>期间|间(?!接|隔|距)|止(?=[，。；])|许(?=[，。]))"
)
_RANGE = re.compile(_TO)
_AS_OF = re.compile(r"(?:截至|截止至?|截止到)[ ]?$")
_UNTIL = re.compile(r"(?<!截)[至到]$")
_COMPARED = re.compile(r"(?:比|较|相比)[ ]?$")
_COMPARED_WITH = re.compile(r"[与和同跟][ ]?$")
_COMPARED_AFTER = re.compile(r"[^，。；！？\n]{0,12}?相比")


# -------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of days with the fields a later time may take over from it."""

    days: Days | None
    precision: str
    year: int | None = None  # as written or said outright
    month: int | None = None


def find_times(text: str, published: date, *, written: date | None = None) -> list[Time]:
    """Every time expression, in order. ``written`` is the day of the dateline (本报北京7月21日电), if it has one."""
    return _Reader(text, published, written or published, load_time_words()).read()


class _Reader:
    """Reads one text from left to right and remembers the days it has passed."""

    def __init__(self, text: str, published: date, written: date, words: TimeWords) -> None:
        self.text = text
        self.folded = text.translate(FOLD)
        self.published = published
        self.written = written
        self.words = words
        self.last: Time | None = None  # what 次年 当月 6个月后 count from
        self.last_day: Time | None = None  # what 当天 and 次日 count from
        self.known_written = written != published
        self.here: _Found | None = None  # the last full time of this sentence
        self.edge = 0  # where this sentence begins

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
                at = match.end() if match.lastgroup in ("not", "lunar", "ago") else start.end()
                continue
            times.append(time)
            at = time.span.end

    def _enter(self, offset: int) -> None:
        """Forget the sentence's own year when a new sentence begins."""
        for mark in _SENTENCE_END.finditer(self.folded, self.edge, offset):
            self.edge = mark.end()
            self.here = None

    def _time(self, match: re.Match[str]) -> Time | None:
        kind = match.lastgroup or ""
        if kind in ("not", "lunar"):
            return None
        start, end = match.span()
        try:
            found = getattr(self, "_" + kind)(match)
        except (ValueError, OverflowError):  # a year the calendar does not have
            return None
        if found is None:
            return None
        if kind == "date":
            found, end = self._join_range(match, found, end)
        if kind in ("date", "era", "plan", "decade", "years", "iso", "week", "recent"):
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

    def _join_range(self, match: re.Match[str], found: _Found, end: int) -> tuple[_Found, int]:
        """4月15日至5月5日, 今年3月到明年2月: one stretch; the second takes the year of the first."""
        link = _RANGE.match(self.folded, end)
        if link is None or found.days is None:
            return found, end
        after = self.words.pattern.match(self.folded, link.end())
        if after is None or after.lastgroup != "date" or after.end() == after.start():
            return found, end
        kept, self.here = self.here, _Found(found.days, found.precision, found.days[0].year, found.days[0].month)
        try:
            last = self._date(after)
        except (ValueError, OverflowError):
            last = None
        self.here = kept
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
        return _Found(days, precision, found.year, found.month), after.end()

    def _apply_suffix(self, match: re.Match[str], found: _Found, end: int) -> tuple[_Found, int]:
        suffix = _SUFFIX.match(self.folded, end)
        if suffix is None or found.days is None:
            return found, end
        kind = suffix.lastgroup
        start, last = found.days
        if kind == "since":
            if start > self.published:
                return found, end
            length = (self.published - start).days
            found = _Found((start, self.published), "days" if length <= 366 else "years")
        elif kind == "after":
            if last > self.published:  # 2026年后: no last day
                return _Found(None, "vague"), suffix.end()
            found = _Found((last, self.published), "vague")
        elif kind == "before":
            if last >= self.published:
                found = _Found((min(self.published, start), last), "vague")
            else:
                found = _Found(None, "vague")
        elif kind == "about":
            found = replace(found, precision="vague")
        elif kind == "inside" and match.lastgroup == "date" and found.precision == "day":
            return found, end
        return found, suffix.end()

    # ---- one method for each alternative of the pattern

    def _undated(self, match: re.Match[str]) -> _Found:
        if match[0].startswith("截"):
            return _Found((self.published, self.published), "vague")
        return _Found(None, "vague")

    def _plan(self, match: re.Match[str]) -> _Found:
        number = 10 + (parse_chinese(match["plan_no"]) or 0)
        words = match["plan_part"]
        if words == "以来":
            return _Found((plan_days(number)[0], max(self.published, plan_days(number)[0])), "years")
        if words == "开局之年":
            return _Found(year_days(plan_days(number)[0].year), "year")
        if words == "收官之年":
            return _Found(year_days(plan_days(number)[1].year), "year")
        part = words[0] if words[0] in "初中末" else ""
        return _Found(plan_days(number, part), "years")

    def _decade(self, match: re.Match[str]) -> _Found | None:
        words = match["decade_no"]
        tens = int(words) if words.isdigit() else 10 * (_DIGITS.get(words[0], 1))
        century = match["century"]
        if tens > 100:
            first = tens
        elif century is None:
            first = (2000 if tens <= 20 else 1900) + tens
        elif century.startswith("上"):
            first = 1900 + tens
        elif century == "本":
            first = 2000 + tens
        else:
            number = int(century) if century.isdigit() else parse_chinese(century)
            first = 100 * ((number or 20) - 1) + tens
        part = (match["decade_part"] or "")[:1]
        return _Found(decade_days(first, part), "years")

    def _era(self, match: re.Match[str]) -> _Found:
        start, end = self.words.get("eras", match[0])
        return _Found((start, end), "days")

    def _iso(self, match: re.Match[str]) -> _Found | None:
        day = make_day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))
        return _Found((day, day), "day", day.year, day.month) if day else None

    def _years(self, match: re.Match[str]) -> _Found | None:
        first = int(match["y1"])
        last = int(match["y2"])
        if last < 100:
            last += first - first % 100
        if last <= first or last - first > 200:
            return None
        return _Found(year_days(first, last - first + 1), "years")

    def _week(self, match: re.Match[str]) -> _Found:
        name = match["weekday"] or match["weekday2"]
        number = "一二三四五六日".index(name.replace("末", "六")) if name else None
        if match["weekday2"]:
            back = (self.written.weekday() - (number or 0)) % 7
            day = self.written - timedelta(days=back)
            return _Found((day, day), "day")
        monday, sunday = week_days(self.written, self.words.get("weeks", match["weeks_word"]))
        if name == "末":
            return _Found((monday + timedelta(days=5), sunday), "days")
        if number is None:
            return _Found((monday, sunday), "days")
        day = monday + timedelta(days=number)
        return _Found((day, day), "day")

    def _recent(self, match: re.Match[str]) -> _Found:
        back = self.words.get("recent", match[0])
        return _Found((self.published - timedelta(days=back), self.published), "vague")

    def _ago(self, match: re.Match[str]) -> _Found | None:
        lead, trail, words = match["lead"] or "", match["trail"] or "", match["count"]
        if words in ("数", "几"):
            return _Found(None, "vague") if not trail.endswith("内") else None
        if len(words) == 2 and all(char in _DIGITS and char != "十" for char in words):  # 近一两年
            return _Found(None, "vague")
        number = int(words) if words.isdigit() else parse_chinese(words)
        unit = match["unit"]
        if words == "半":
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
            return _Found(None, "vague")
        if trail.endswith("前"):
            return self._counted(self.published, -number, unit)
        if trail.endswith("后"):
            anchor = self.last if self.here or self.last_day else None
            if anchor is None or anchor.start is None:
                return None
            return self._counted(anchor.start, number, unit)
        if lead in ("未来", "今后") or trail.endswith("内"):
            if not lead and not self._is_future(match.start(), match.end()):
                return None
            if lead in ("近", "最近", "过去"):
                lead = "近"
            else:
                stretch = self._counted(self.published, number, unit)
                return (
                    _Found((self.published, stretch.days[1]), "years" if unit == "年" else "days")
                    if stretch and stretch.days
                    else None
                )
        if lead or trail.endswith("来"):
            stretch = self._counted(self.published, -number, unit)
            return (
                _Found((stretch.days[0], self.published), "years" if unit == "年" else "days")
                if stretch and stretch.days
                else None
            )
        return None

    def _counted(self, base: date, number: int, unit: str) -> _Found | None:
        """``number`` units from ``base`` on (back where negative), as exact as the unit."""
        if unit == "年":
            return _Found(year_days(base.year + number), "year")
        if unit == "个月":
            return _Found(month_days(base.year, base.month + number), "month")
        if unit.endswith("季度"):
            return _Found(quarter_days(base.year, (base.month + 2) // 3 + number), "quarter")
        if unit == "天":
            day = base + timedelta(days=number)
            return _Found((day, day), "day")
        day = base + timedelta(weeks=number)
        return _Found((day - timedelta(days=3), day + timedelta(days=3)), "days")

    def _festival(self, match: re.Match[str]) -> _Found | None:
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
            year = self.written.year + self.words.get("years", word) if word[0] not in "12" else int(word[:4])
            first = first_day(year)
        else:
            near = [day for day in (first_day(self.written.year + offset) for offset in (-1, 0, 1)) if day]
            if self._is_future(match.start(), match.end()):
                first = min((day for day in near if day + timedelta(days=days) > self.written), default=None)
            else:
                first = max((day for day in near if (day - self.written).days <= 60), default=None)
        if first is None:
            return None
        last = first + timedelta(days=days - 1)
        if part in ("当天", "当日"):
            return _Found((first, first), "day")
        if part == "前后":
            return _Found((first - timedelta(days=10), last + timedelta(days=10)), "vague")
        if part in ("前", "之前", "前夕"):
            return _Found((first - timedelta(days=15), first - timedelta(days=1)), "vague")
        if part.endswith("后"):
            return _Found((last + timedelta(days=1), last + timedelta(days=15)), "vague")
        if part == "以来":
            return _Found((first, max(first, self.published)), "days")
        return _Found((first, last), "days" if days > 1 else "day")

    def _date(self, match: re.Match[str]) -> _Found | None:
        if match["rel_day"]:
            day = self.written + timedelta(days=self.words.get("days", match["rel_day"]))
            return _Found((day, day), "day", day.year, day.month)
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
        if not said or year is None or any(match[group] for group in ("season", "bare_part", "cmonth")):
            return None
        if match["rel_year"] in ("今", "去"):
            return None
        return _Found(year_days(year), "year", None if match["fiscal"] else year)

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
            return self.written.year + (self.words.get("years", word) if offset is None else offset), True
        if match["same_year"]:
            if self.last is None or self.last.start is None or self.last.end is None:
                return None, True
            if self.last.precision in ("years", "vague"):
                return None, True
            return self.last.start.year + self.words.get("same_years", match["same_year"]), True
        return None, False

    def _same_day(self, offset: int) -> _Found:
        if self.last_day is not None and self.last_day.end is not None and self.last_day.start is not None:
            base = self.last_day.start if offset == 0 else self.last_day.end
        elif self.known_written:
            base = self.written
        else:
            return _Found(None, "vague")
        day = base + timedelta(days=offset)
        return _Found((day, day), "day", day.year, day.month)

    def _within_year(self, match: re.Match[str], year: int | None) -> _Found | None:
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
            days = part_of_month(self.written.year, self.written.month, part)
            return _Found(days, "days")
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

    def _part(self, match: re.Match[str], group: str, year: int) -> _Found | None:
        words = match[group]
        if group == "half":
            return _Found(half_days(year, 1 if words[0] == "上" else 2), "half")
        if group == "quarter":
            first, last = _digit(words), _digit(match["quarter2"] or words)
            return _Found(quarter_days(year, first, last - first + 1), "quarter") if first <= last else None
        if group == "quarters":
            first, last = _digit(words), _digit(match["quarters2"])
            return _Found(quarter_days(year, first, last - first + 1), "days") if first < last else None
        if group == "first_quarter":
            return _Found(quarter_days(year, 1), "quarter")
        if group == "first_quarters":
            return _Found(quarter_days(year, 1, _digit(words)), "days")
        if group == "first_months":
            count = int(words) if words.isdigit() else parse_chinese(words) or 0
            return _Found(month_days(year, 1, count), "days") if 1 < count < 12 else None
        if group == "season":
            return _Found(month_days(year, *self.words.get("seasons", words)), "quarter")
        part = words[-1] if group == "year_part" else words
        part = "底" if part in "终末" else part
        days = part_of_year(year, part)
        if part == "初" and days[0] <= self.published < days[1]:
            days = (days[0], self.published)
        return _Found(days, "year" if part == "内" else "days")

    def _years_near(self, match: re.Match[str], group: str) -> list[int]:
        """The years to try for 上半年 or 7月 without one: the best first, and only one."""
        carried = self._carried_year(match)
        if carried is not None:
            return [carried]
        if group == "year_part" and match["year_part"] == "年内":
            return [self.written.year]
        base = self.written
        this = self._part(match, group, base.year)
        if this is None or this.days is None:
            return []
        return [self._pick_year(this.days, match)]

    def _pick_year(self, days: Days, match: re.Match[str]) -> int:
        """``days`` of the issue year, or of the year before or after it."""
        base = self.written
        future = self._is_future(match.start(), match.end())
        if days[0] <= base:
            ahead = (days[0] - base).days + 365
            if (future and days[1] < base) or (ahead <= 31 and not self._is_done(match.start(), match.end())):
                return base.year + 1
            return base.year
        return base.year if future or (days[0] - base).days <= 92 else base.year - 1

    def _said_month(self, match: re.Match[str]) -> tuple[int | None, int]:
        if match["rel_month"]:
            first, _ = month_days(self.written.year, self.written.month + self.words.get("months", match["rel_month"]))
            return first.year, first.month
        if self.last is None or self.last.start is None or self.last.precision not in ("day", "days", "month"):
            return None, 0
        first, _ = month_days(
            self.last.start.year, self.last.start.month + self.words.get("same_months", match["same_month"])
        )
        return first.year, first.month

    def _month(self, match: re.Match[str], year: int | None, month: int) -> _Found | None:
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
                return _Found(month_days(year, first, count), "days", year)
        if match["month_part"]:
            part = match["month_part"]
            return _Found(part_of_month(year, month, part), "days", year, month)
        day = (
            int(match["day"])
            if match["day"]
            else parse_chinese(match["cday"].replace("廿", "二十"))
            if match["cday"]
            else None
        )
        if day is None:
            return _Found(month_days(year, month), "month", year, month)
        last = make_day(year, month, day)
        first_day = make_day(year, month, int(match["d1"])) if match["d1"] else last
        if last is None or first_day is None or first_day > last:
            return None
        return _Found((first_day, last), "day" if first_day == last else "days", year, month)

    def _year_of_month(self, match: re.Match[str], month: int) -> int:
        base = self.written
        day = int(match["day"] or match["d1"] or 0) if not match["m1"] else 0
        month = int(match["m1"]) if match["m1"] and int(match["m1"]) <= month else month
        days = (
            part_of_month(base.year, month, match["month_part"])
            if match["month_part"]
            else month_days(base.year, month)
        )
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
        if year is not None and year < self.written.year and self._is_future(match.start(), match.end()):
            return None
        return year

    def _bare_day(self, match: re.Match[str], year: int | None) -> _Found | None:
        """21日: of the month that the sentence speaks of, else the last 21st, or the next one where 将 stands."""
        if year is not None:
            return None
        number = int(match["bare_day"])
        first = int(match["bare1"]) if match["bare1"] else number
        here = self.here.days if self.here is not None and self.here.month is not None else None
        day = None
        if here is not None and self.here is not None:
            day = make_day(here[0].year, here[0].month, number)
            if day is not None and (
                day < here[0] or (self.written - day).days < 0 and not self._is_future(*match.span())
            ):
                day = None
        if day is None:
            if self._is_future(match.start(), match.end()):
                day = same_day_after(self.written, number)
            else:
                day = same_day_before(self.written, number)
                ahead = same_day_after(self.written, number)
                # 23日 on the eve of it, with nothing that says it is over
                if day and ahead and (ahead - self.written).days <= 2 < (self.written - day).days:
                    day = day if self._is_done(match.start(), match.end()) else ahead
        if day is None:
            return None
        start = make_day(day.year, day.month, first) if first <= number else same_day_before(day, first)
        if start is None:
            return None
        return _Found((start, day), "day" if start == day else "days", day.year, day.month)

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


# ------------------------------------------------------------------------------ which time governs what


def nearest_time(times: Sequence[Time], sentence: Span, trigger: Span, clauses: Sequence[Span] = ()) -> Time | None:
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
    the trigger is of another day than those around.
    """
    inside = [t for t in _within(times, sentence) if not is_compared(t) and not t.span.overlaps(trigger)]
    clause = next((c for c in clauses if c.start <= trigger.start < c.end), None)
    if clause is not None:
        own = [t for t in inside if clause.covers(t.span)]
        chosen = _last_before(own, trigger) or next((t for t in own if t.span.start >= trigger.end), None)
        if chosen is not None:
            return _finer(chosen, inside)
        chosen = _last_before(inside, trigger)
    else:
        chosen = _last_before(inside, trigger) or next(
            (t for t in inside if 0 <= t.span.start - trigger.end <= 12),
            None,
        )
    return _finer(chosen, inside) if chosen is not None else None


def lead_time(times: Sequence[Time], sentences: Sequence[Span]) -> Time | None:
    """The time of the article's lead: the first day named in its first two sentences, else the first time there."""
    dated = [
        time
        for sentence in sentences[:2]
        for time in _within(times, sentence)
        if time.start is not None and not is_compared(time)
    ]
    return next((time for time in dated if time.precision == "day"), dated[0] if dated else None)


def is_compared(time: Time) -> bool:
    """Whether the time is only a yardstick: 比2000年, 较去年同期, 与2019年(相比)."""
    return time.text[0] in "比较相与和同跟" or time.text.endswith("同期")


def _within(times: Sequence[Time], sentence: Span) -> list[Time]:
    first = bisect_left(times, sentence.start, key=lambda t: t.span.start)
    last = bisect_left(times, sentence.end, key=lambda t: t.span.start)
    return list(times[first:last])


def _last_before(times: Sequence[Time], trigger: Span) -> Time | None:
    count = bisect_right(times, trigger.start, key=lambda t: t.span.end)
    return times[count - 1] if count else None


def _finer(chosen: Time, inside: Sequence[Time]) -> Time:
    """An earlier, more exact time of the sentence that lies within the chosen one: 8月24日 within 2023年."""
    if chosen.start is None or chosen.end is None:
        return chosen
    for time in inside:
        if time.span.start >= chosen.span.start or time.start is None or time.end is None:
            continue
        if (
            chosen.start <= time.start
            and time.end <= chosen.end
            and _ORDER.index(time.precision) < _ORDER.index(chosen.precision)
        ):
            return time
    return chosen


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
