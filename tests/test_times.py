"""Time expressions against an issue date: first and last possible day, precision, words."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LexiconError
from kg.facts.calendar import part_of_month, plan_days, same_day_before
from kg.facts.time_words import load_time_words, read_time_words
from kg.facts.times import dateline_day, find_times, is_compared, lead_time, nearest_time
from kg.model import Span, Time
from kg.text import split_clauses, split_sentences

ISSUE = date(2025, 4, 23)  # a Wednesday

# text, [(words, first day, last day, precision)]; "" for no day
TIMES = [
    # days
    ("4月22日，市委召开会议", [("4月22日", "2025-04-22", "2025-04-22", "day")]),
    ("2009年7月29日，公司成立", [("2009年7月29日", "2009-07-29", "2009-07-29", "day")]),
    ("昨日上午，项目奠基", [("昨日上午", "2025-04-22", "2025-04-22", "day")]),
    ("今日开幕，明天闭幕", [("今日", "2025-04-23", "2025-04-23", "day"), ("明天", "2025-04-24", "2025-04-24", "day")]),
    ("21日下午3时许，调研组抵达", [("21日下午3时许", "2025-04-21", "2025-04-21", "day")]),
    ("27日晚，晚会举行", [("27日晚", "2025-03-27", "2025-03-27", "day")]),
    ("截至19日，到会客商过万", [("截至19日", "2025-04-19", "2025-04-19", "day")]),
    ("记者22日从市商务局获悉", [("22日", "2025-04-22", "2025-04-22", "day")]),
    ("展会将于28日开幕", [("28日", "2025-04-28", "2025-04-28", "day")]),
    ("去年5月8日投产", [("去年5月8日", "2024-05-08", "2024-05-08", "day")]),
    ("本月15日签约", [("本月15日", "2025-04-15", "2025-04-15", "day")]),
    ("5月1日起施行", [("5月1日起", "2025-05-01", "2025-05-01", "day")]),
    ("12月30日竣工", [("12月30日", "2024-12-30", "2024-12-30", "day")]),
    ("计划12月30日竣工", [("12月30日", "2025-12-30", "2025-12-30", "day")]),
    ("二〇二三年五月一日", [("二〇二三年五月一日", "2023-05-01", "2023-05-01", "day")]),
    ("２０１１年８月３日开工", [("２０１１年８月３日", "2011-08-03", "2011-08-03", "day")]),
    ("发布于2023-08-30", [("2023-08-30", "2023-08-30", "2023-08-30", "day")]),
    ("上周五抵达，周三返回。", [("上周五", "2025-04-18", "2025-04-18", "day")]),
    ("展览从6月15日起至明年2月10日", [("6月15日起至明年2月10日", "2025-06-15", "2026-02-10", "days")]),
    ("最近几年来价格上涨", [("最近几年来", "", "", "vague")]),
    ("价格逼近年初水平", [("年初", "2025-01-01", "2025-02-28", "days")]),
    # against earlier days
    (
        "4月20日，论坛开幕。当天，双方签约。次日闭幕。",
        [
            ("4月20日", "2025-04-20", "2025-04-20", "day"),
            ("当天", "2025-04-20", "2025-04-20", "day"),
            ("次日", "2025-04-21", "2025-04-21", "day"),
        ],
    ),
    (
        "2018年3月，工厂开工。同年9月投产，次年盈利。",
        [
            ("2018年3月", "2018-03-01", "2018-03-31", "month"),
            ("同年9月", "2018-09-01", "2018-09-30", "month"),
            ("次年", "2019-01-01", "2019-12-31", "year"),
        ],
    ),
    (
        "2001年建厂，当年投产",
        [("2001年", "2001-01-01", "2001-12-31", "year"), ("当年", "2001-01-01", "2001-12-31", "year")],
    ),
    (
        "2010年3月动工，12月封顶",
        [("2010年3月", "2010-03-01", "2010-03-31", "month"), ("12月", "2010-12-01", "2010-12-31", "month")],
    ),
    (
        "4月3日开工，预计6个月后投产",
        [("4月3日", "2025-04-03", "2025-04-03", "day"), ("6个月后", "2025-10-01", "2025-10-31", "month")],
    ),
    ("当天，天气晴好", [("当天", "", "", "vague")]),
    # runs of days
    ("4月15日至5月5日举办", [("4月15日至5月5日", "2025-04-15", "2025-05-05", "days")]),
    ("4月7—9日举行", [("4月7—9日", "2025-04-07", "2025-04-09", "days")]),
    ("7日至9日，代表团访问", [("7日至9日", "2025-04-07", "2025-04-09", "days")]),
    ("12月28日至1月3日放假", [("12月28日至1月3日", "2024-12-28", "2025-01-03", "days")]),
    ("10月底完工", [("10月底", "2024-10-21", "2024-10-31", "days")]),
    ("计划于2026年10月底完工", [("2026年10月底", "2026-10-21", "2026-10-31", "days")]),
    ("将于12月底封顶", [("12月底", "2025-12-21", "2025-12-31", "days")]),
    (
        "3月初、3月中旬、3月下旬",
        [
            ("3月初", "2025-03-01", "2025-03-10", "days"),
            ("3月中旬", "2025-03-11", "2025-03-20", "days"),
            ("3月下旬", "2025-03-21", "2025-03-31", "days"),
        ],
    ),
    ("今年年初投产", [("今年年初", "2025-01-01", "2025-02-28", "days")]),
    ("去年底签约", [("去年底", "2024-12-01", "2024-12-31", "days")]),
    ("今年以来，新增企业百家", [("今年以来", "2025-01-01", "2025-04-23", "days")]),
    ("本周末开演", [("本周末", "2025-04-26", "2025-04-27", "days")]),
    # months, quarters, halves, years
    ("上月投产", [("上月", "2025-03-01", "2025-03-31", "month")]),
    ("去年5月起，公司试生产", [("去年5月起", "2024-05-01", "2024-05-31", "month")]),
    ("1-6月，产值增长", [("1-6月", "2025-01-01", "2025-06-30", "days")]),
    ("今年1至3月，出口增长", [("今年1至3月", "2025-01-01", "2025-03-31", "days")]),
    ("今年前三个月", [("今年前三个月", "2025-01-01", "2025-03-31", "days")]),
    ("一季度，税收增长", [("一季度", "2025-01-01", "2025-03-31", "quarter")]),
    ("去年前三季度", [("去年前三季度", "2024-01-01", "2024-09-30", "days")]),
    ("2013年上半年建成", [("2013年上半年", "2013-01-01", "2013-06-30", "half")]),
    ("去年下半年", [("去年下半年", "2024-07-01", "2024-12-31", "half")]),
    ("2012年竣工", [("2012年", "2012-01-01", "2012-12-31", "year")]),
    ("2020—2022年，累计投入", [("2020—2022年", "2020-01-01", "2022-12-31", "years")]),
    ("2011年至2015年", [("2011年至2015年", "2011-01-01", "2015-12-31", "years")]),
    ("“十二五”期间投入", [("“十二五”期间", "2011-01-01", "2015-12-31", "years")]),
    (
        "十四五时期、十四五末",
        [
            ("十四五时期", "2021-01-01", "2025-12-31", "years"),
            ("十四五末", "2025-01-01", "2025-12-31", "years"),
        ],
    ),
    ("上世纪90年代建厂", [("上世纪90年代", "1990-01-01", "1999-12-31", "years")]),
    ("三年来，种植面积翻番", [("三年来", "2022-01-01", "2025-04-23", "years")]),
    ("未来五年，总投资过亿", [("未来五年", "2025-04-23", "2030-12-31", "years")]),
    ("五年前迁来", [("五年前", "2020-01-01", "2020-12-31", "year")]),
    ("今年夏天", [("今年夏天", "2025-06-01", "2025-08-31", "quarter")]),
    # named times
    ("党的二十大以来", [("党的二十大以来", "2022-10-16", "2025-04-23", "years")]),
    ("春节期间，景区爆满", [("春节期间", "2025-01-29", "2025-02-04", "days")]),
    ("国庆假期接待游客", [("国庆假期", "2024-10-01", "2024-10-07", "days")]),
    ("将在国庆假期开放", [("国庆假期", "2025-10-01", "2025-10-07", "days")]),
    ("2024年中秋", [("2024年中秋", "2024-09-17", "2024-09-19", "days")]),
    # vague
    ("近日，市政府印发通知", [("近日", "2025-03-24", "2025-04-23", "vague")]),
    ("省政府日前印发", [("日前", "2025-03-24", "2025-04-23", "vague")]),
    ("届时每年可产万吨", [("届时", "", "", "vague")]),
    ("近年来，该县大力植树", [("近年来", "", "", "vague")]),
    ("6月底前完成", [("6月底前", "2025-04-23", "2025-06-30", "vague")]),
    ("2009年前建成", [("2009年前", "", "", "vague")]),
    # compared
    ("比2000年增长30倍", [("比2000年", "2000-01-01", "2000-12-31", "year")]),
    ("较去年同期增长", [("较去年同期", "2024-01-01", "2024-12-31", "year")]),
]


def _show(time: Time) -> tuple[str, str, str, str]:
    return time.text, str(time.start or ""), str(time.end or ""), time.precision


@pytest.mark.parametrize(("text", "expected"), TIMES, ids=[text for text, _ in TIMES])
def test_find_times(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = find_times(text, ISSUE)
    assert [_show(time) for time in found] == expected
    assert all(time.span.of(text) == time.text for time in found)


@pytest.mark.parametrize(
    "text",
    [
        "总询盘量约2000次",
        "体现在每个干部身上",
        "十九大精神",
        "学习贯彻党的二十大精神",
        "一日三餐",
        "百日攻坚",
        "4万吨",
        "G20峰会",
        "增长了30倍",
        "电话0716-8123456",
        "5年投资36亿元",
        "连续六年第一",
        "十多年历史",
        "为期9个月",
        "3岁以下",
        "第21日",
        "30日内办结",
        "历时5日",
        "每月5日",
        "6月龄婴儿",
        "2000年历史的古城",
        "农历八月十五",
        "十届三次会议",
        "春节联欢晚会",
        "国庆乡",
        "十四五规划纲要",
        "三月",
        "8时30分",
        "一个月",
        "半年",
        "日前后",
        "建成后年产10万吨",
    ],
)
def test_no_times(text: str) -> None:
    assert [time.text for time in find_times(text, ISSUE)] == []


@pytest.mark.parametrize(
    ("published", "text", "first"),
    [
        (date(2011, 7, 29), "7月29日", date(2011, 7, 29)),
        (date(2025, 1, 5), "12月28日", date(2024, 12, 28)),
        (date(2025, 1, 5), "2日", date(2025, 1, 2)),
        (date(2025, 1, 5), "30日", date(2024, 12, 30)),
        (date(2024, 12, 28), "1月3日将举行", date(2025, 1, 3)),
        (date(2025, 12, 20), "2月当选", date(2025, 2, 1)),
        (date(2025, 3, 2), "31日", date(2025, 1, 31)),
        (date(2023, 9, 1), "纳税人在9月份申报", date(2023, 9, 1)),
        (date(2011, 8, 24), "7月底刚刚公布", date(2011, 7, 21)),
        (date(2024, 12, 5), "1—10月，进出口增长", date(2024, 1, 1)),
        (date(2023, 7, 16), "14日至30日举行", date(2023, 7, 14)),
        (date(2011, 7, 20), "甲方周二签署备忘录", date(2011, 7, 19)),
        (date(2024, 12, 5), "1月至3月将举办展览", date(2025, 1, 1)),
    ],
)
def test_the_year_that_is_left_out(published: date, text: str, first: date) -> None:
    assert find_times(text, published)[0].start == first


def test_an_impossible_day_is_none() -> None:
    assert find_times("2月30日", ISSUE) == []
    assert find_times("2023年2月29日", ISSUE) == []


def test_the_day_of_writing_is_that_of_the_dateline() -> None:
    day = dateline_day("新华社北京4月21日电", ISSUE)
    assert day == date(2025, 4, 21)
    assert [t.start for t in find_times("今天召开。当天闭幕。", ISSUE, written=day)] == [day, day]
    assert dateline_day("本报讯", ISSUE) is None


@pytest.mark.parametrize(
    ("text", "trigger", "governs"),
    [
        ("4月22日，市政府召开会议", "召开", "4月22日"),
        ("昨日奠基，是继去年5月8日奠基二厂后的又一举措", "奠基二厂", "去年5月8日"),
        ("昨日奠基，是继去年5月8日奠基二厂后的又一举措", "奠基，", "昨日"),
        ("会议于4月22日在新区召开，7月完工", "完工", "7月"),
        ("会议于4月22日在新区召开，厂房完工", "完工", "4月22日"),
        ("产量比2000年增长", "增长", None),
        ("4月20日，2025年文创峰会开幕", "开幕", "4月20日"),
        ("召开于4月22日", "召开", "4月22日"),
        ("大会召开", "召开", None),
    ],
)
def test_nearest_time(text: str, trigger: str, governs: str | None) -> None:
    times = find_times(text, ISSUE)
    sentence = Span(0, len(text))
    at = text.index(trigger)
    for clauses in ([], split_clauses(text, sentence)):
        found = nearest_time(times, sentence, Span(at, at + 2), clauses)
        assert (found.text if found else None) == governs


def test_nearest_time_unrefined() -> None:
    text = "4月20日，2025年文创峰会开幕"
    found = nearest_time(find_times(text, ISSUE), Span(0, len(text)), Span(15, 17), refine=False)
    assert found is not None
    assert found.text == "2025年"


def test_lead_time() -> None:
    text = "今年以来，新区建设提速。4月22日，新区举行奠基仪式。"
    found = lead_time(find_times(text, ISSUE), split_sentences(text))
    assert found is not None
    assert found.text == "4月22日"
    assert lead_time([], split_sentences(text)) is None


def test_a_time_that_is_only_compared_with() -> None:
    assert [is_compared(time) for time in find_times("比2000年增长，2010年", ISSUE)] == [True, False]


def test_every_rule_reads_its_examples() -> None:
    pattern = load_time_words().pattern
    rules = tomllib.loads(files("kg").joinpath("data", "times.toml").read_text("utf-8"))["rule"]
    assert len(rules) > 10
    for rule in rules:
        for text in rule["yes"]:
            match = pattern.match(text)
            assert match is not None, text
            assert (match.lastgroup, bool(match[0])) == (rule["id"], True), text
        for text in rule["no"]:
            match = pattern.match(text)
            assert match is None or match.lastgroup != rule["id"] or not match[0], text


def test_a_broken_word_file_is_named() -> None:
    with pytest.raises(LexiconError, match=r"own\.toml: the table \[days\]"):
        read_time_words('[weeks]\n"上周" = -1\n', "own.toml")
    text = files("kg").joinpath("data", "times.toml").read_text("utf-8")
    with pytest.raises(LexiconError, match=r"own\.toml, rule 'era'"):
        read_time_words(text.replace("(?P<era><ERAS>", "(?P<era>(<ERAS>"), "own.toml")


def test_calendar() -> None:
    assert part_of_month(2024, 2, "底") == (date(2024, 2, 21), date(2024, 2, 29))
    assert plan_days(14) == (date(2021, 1, 1), date(2025, 12, 31))
    assert same_day_before(date(2025, 3, 2), 31) == date(2025, 1, 31)


@given(
    st.text(
        alphabet="0123456789一二三十百年月日号至到—-前后内来起以今去昨上下半季度初底中旬近未的，。“”五　周", max_size=40
    )
)
def test_any_text(text: str) -> None:
    end = 0
    for time in find_times(text, ISSUE):
        assert end <= time.span.start < time.span.end <= len(text)
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.end is None or time.start <= time.end
        end = time.span.end
