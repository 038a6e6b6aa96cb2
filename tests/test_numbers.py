"""Numbers and quantities: values, magnitudes, units, qualifiers, ranges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.numbers import FOLD, find_numbers, parse_chinese, parse_number
from kg.facts.quantities import find_quantities, load_units


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("1,234,567", 1234567),
        ("２０１１", 2011),
        ("3.5", "3.5"),
        ("1.2万亿", 1200000000000),
        ("25.22亿", 2522000000),
        ("3000万", 30000000),
        ("500多亿", 50000000000),
        ("20多", 20),
        ("50个亿", 5000000000),
        ("1亿3000万", 130000000),
        ("3万余", 30000),
        ("两百多", 200),
        ("十几", 10),
        ("二十", 20),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("一万二千", 12000),
        ("两千三百万", 23000000),
        ("百亿", 10000000000),
        ("千亿", 100000000000),
        ("上千", 1000),
        ("二〇二三", 2023),
    ],
)
def test_parse_number(words: str, value: int | str) -> None:
    assert parse_number(words) == Decimal(value)


@pytest.mark.parametrize("words", ["七八", "两三", "十七八", "数十", "数百万", "几十", "约", "", "第三"])
def test_words_that_are_no_number(words: str) -> None:
    assert parse_number(words) is None


@pytest.mark.parametrize(
    ("words", "value"), [("十", 10), ("一百二十三", 123), ("一万零三", 10003), ("三亿", 300000000), ("三百百", None)]
)
def test_parse_chinese(words: str, value: int | None) -> None:
    assert parse_chinese(words) == value


@given(st.integers(min_value=1, max_value=99999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert parse_chinese(_write(number)) == number


def _write(number: int) -> str:
    digits = "零一二三四五六七八九"
    text = ""
    for name, size in (("万", 10000), ("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += digits[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


# text, [(what is written, value, unit, qualifier)]
QUANTITIES = [
    ("总占地面积约27公顷", [("约27公顷", 27, "公顷", "about")]),
    ("总投资25.22亿元", [("25.22亿元", 2522000000, "元", "")]),
    ("订单1228万美元", [("1228万美元", 12280000, "美元", "")]),
    ("投入50个亿元", [("50个亿元", 5000000000, "元", "")]),
    ("收入500多亿元", [("500多亿元", 50000000000, "元", "over")]),
    ("资产近3万亿元人民币", [("近3万亿元人民币", 3000000000000, "元", "nearly")]),
    ("产能由48万台/年提升为100万台/年", [("48万台/年", 480000, "台/年", ""), ("100万台/年", 1000000, "台/年", "")]),
    ("共有两百多家", [("两百多家", 200, "家", "over")]),
    ("产值超百亿元", [("超百亿元", 10000000000, "元", "over")]),
    ("占比9.6％", [("9.6％", "9.6", "%", "")]),
    ("百分之二十五", [("百分之二十五", 25, "%", "")]),
    ("超七成", [("超七成", 70, "%", "over")]),
    ("提高1.5个百分点", [("1.5个百分点", "1.5", "个百分点", "")]),
    ("增长了30倍", [("30倍", 30, "倍", "")]),
    ("不超过30%", [("不超过30%", 30, "%", "at_most")]),
    ("不少于200人", [("不少于200人", 200, "人", "at_least")]),
    ("60岁以上的3000人以上", [("3000人以上", 3000, "人", "at_least")]),
    ("1500元左右", [("1500元左右", 1500, "元", "about")]),
    ("面积1.2亩、300平米", [("1.2亩", "1.2", "亩", ""), ("300平米", 300, "平方米", "")]),
    ("装机200MW，线长100km", [("200MW", 200, "兆瓦", ""), ("100km", 100, "公里", "")]),
    ("4000万台套空调", [("4000万台套", 40000000, "台套", "")]),
    ("运送旅客5万多人次", [("5万多人次", 50000, "人次", "over")]),
    ("价格8000元/吨", [("8000元/吨", 8000, "元/吨", "")]),
    ("设备25元每公斤", [("25元每公斤", 25, "元/公斤", "")]),
]


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_find_quantities(text: str, expected: list[tuple[str, int | str, str, str]]) -> None:
    found = [
        (q.span.of(text), q.value, q.unit, q.qualifier) for q in find_quantities(text.translate(FOLD), load_units())
    ]
    assert found == [(words, Decimal(value), unit, qualifier) for words, value, unit, qualifier in expected]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("产能3至5万吨", 30000, 50000),
        ("产能3万吨至5万吨", 30000, 50000),
        ("涨幅30%-40%", 30, 40),
        ("用工800至1200人", 800, 1200),
        ("增长3到5倍", 3, 5),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    [quantity] = find_quantities(text, load_units())
    assert (quantity.value, quantity.high) == (Decimal(low), Decimal(high))


def test_what_a_change_led_to_is_no_range() -> None:
    assert [q.value for q in find_quantities("库存减545吨至11700吨", load_units())] == [545, 11700]


@pytest.mark.parametrize(
    "text",
    [
        "第137届",
        "第2位",
        "5G基站",
        "3D打印",
        "G20峰会",
        "1号楼",
        "三分之一",
        "电话0716-8123456",
        "3岁以下",
        "2024年8月",
        "三农问题",
        "数十条线路",
        "万吨级码头",
        "30人才工程",
    ],
)
def test_no_quantity(text: str) -> None:
    assert [q for q in find_quantities(text, load_units()) if q.kind != "duration"] == []


@given(st.text(alphabet="一二两三百千万亿多余几上0123456789.,个元吨%至-每/约超 　年月日第", max_size=40))
def test_spans_are_in_order_and_values_finite(text: str) -> None:
    folded = text.translate(FOLD)
    end = 0
    for quantity in find_quantities(folded, load_units()):
        assert end <= quantity.core.start < quantity.core.end <= len(text)
        assert quantity.value.is_finite()
        end = quantity.core.end
    for number in find_numbers(folded):
        assert number.value >= 0
