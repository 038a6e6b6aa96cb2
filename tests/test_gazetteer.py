"""The gazetteer: which place a name means, by code, day and context."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import LexiconError
from kg.lexicon.gazetteer import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("湖北", "420000"),
        ("湖北省", "420000"),
        ("鄂", "420000"),
        ("宁夏", "640000"),
        ("宁夏回族自治区", "640000"),
        ("渝", "500000"),
        ("沪", "310000"),
        ("荆州", "421000"),
        ("荆州市", "421000"),
        ("恩施", "422800"),
        ("恩施州", "422800"),
        ("恩施自治州", "422800"),
        ("哈萨克斯坦共和国", "KZ"),
        ("花都", "440114"),
        ("浦东新区", "310115"),
        ("监利", "421088"),
        ("吉林", "220000"),
        ("海南", "460000"),
        ("中国台湾", "710000"),
        ("我国", "CN"),
        ("巴西", "BR"),
        ("阿联酋", "AE"),
        ("容桂街道", "440606001"),
    ],
)
def test_resolves_names_that_are_clear(name: str, code: str) -> None:
    place = GAZETTEER.resolve(name)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("name", ["鼓楼区", "城关区", "公安", "东区", "锡湖市", "甲", ""])
def test_leaves_open_what_nothing_decides(name: str) -> None:
    assert GAZETTEER.resolve(name) is None


@pytest.mark.parametrize(
    ("name", "context", "home", "code"),
    [
        ("鼓楼区", ["320100"], "", "320106"),
        ("鼓楼区", [], "350100", "350102"),
        ("朝阳", [], "110000", "110105"),
        ("朝阳", [], "", "211300"),
        ("公安", [], "421000", "421022"),
        ("东区", [], "442000", "442000002"),
        ("荆州", ["421000"], "", "421000"),
        ("西湖区", ["360100"], "", "360103"),
    ],
)
def test_context_decides(name: str, context: list[str], home: str, code: str) -> None:
    place = GAZETTEER.resolve(name, context=context, home=home)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize(
    ("name", "day", "code", "full"),
    [
        ("监利", date(2015, 5, 1), "421023", "监利县"),
        ("监利", date(2024, 5, 1), "421088", "监利市"),
        ("监利县", date(2024, 5, 1), "421023", "监利县"),  # an old name in a new paper is the old county
        ("襄樊", date(2008, 1, 1), "420600", "襄樊市"),
        ("襄阳", date(2020, 1, 1), "420600", "襄阳市"),
    ],
)
def test_names_and_codes_of_their_time(name: str, day: date, code: str, full: str) -> None:
    place = GAZETTEER.resolve(name, date=day)
    assert place is not None
    assert (place.code, place.name) == (code, full)


def test_a_district_of_later_years_is_no_district_yet() -> None:
    assert GAZETTEER.resolve("两江新区", date=date(2011, 8, 1)) is None


def test_chain_goes_up_to_the_province() -> None:
    place = GAZETTEER.resolve("花都区")
    assert place is not None
    assert [above.name for above in GAZETTEER.chain(place)] == ["花都区", "广州市", "广东省"]
    assert GAZETTEER.official_name(place) == "广州市花都区"


@pytest.mark.parametrize(
    ("name", "places", "rest"),
    [
        ("浙江嘉兴", ["浙江省", "嘉兴市"], ""),
        ("内蒙古满洲里", ["内蒙古自治区", "满洲里市"], ""),
        ("佛山顺德区容桂街道党工委", ["佛山市", "顺德区", "容桂街道"], "党工委"),
        ("银川市西夏区某某南路", ["银川市", "西夏区"], "某某南路"),
        ("上海市徐汇区某中心", ["上海市", "徐汇区"], "某中心"),
        ("东风某产", [], "东风某产"),
    ],
)
def test_reads_the_places_at_the_head_of_a_name(name: str, places: list[str], rest: str) -> None:
    found, end = GAZETTEER.read_chain(name)
    assert [place.name for place, _, _ in found] == places
    assert name[end:] == rest


def test_split_chain_gives_spans_of_names_made_of_places_only() -> None:
    assert GAZETTEER.split_chain("浙江嘉兴") == [(0, 2), (2, 4)]
    assert GAZETTEER.split_chain("浙江") == []
    assert GAZETTEER.split_chain("浙江大学") == []


@pytest.mark.parametrize(
    ("text", "length"), [("荆州市某局", 3), ("荆州某局", 2), ("公安局长", 0), ("鄂东", 2), ("阿联酋客商", 3), ("", 0)]
)
def test_longest_place_at_the_start(text: str, length: int) -> None:
    assert GAZETTEER.starts_with_place(text) == length


@pytest.mark.parametrize(
    ("name", "kind"),
    [("荆州", "AdministrativeArea"), ("中东", "Place"), ("长江", "Site"), ("公安", ""), ("国家", ""), ("城区", "")],
)
def test_kind_of_name(name: str, kind: str) -> None:
    assert GAZETTEER.kind(name) == kind
    assert GAZETTEER.is_place(name) == bool(kind)


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("锡湖市", "prefecture", "锡湖"),
        ("望江北区", "county", "望江北"),
        ("柳河新镇", "township", ""),
        ("临江新区", "county", ""),
    ],
)
def test_a_place_that_no_list_has(name: str, level: str, short: str) -> None:
    place = GAZETTEER.local(name)
    assert (place.code, place.level, place.short) == ("", level, short)


def test_every_parent_exists_and_every_short_name_leads_back() -> None:
    for row in GAZETTEER._rows:
        if len(row.cells) == 8:
            code, name, short, parent, _, until, _, _ = row.cells
            assert len(code) == 6
            assert not parent or GAZETTEER.get(parent) is not None, row
            if short and not until:
                assert code in {place.code for place in GAZETTEER.lookup(short)}, name


def test_a_bad_row_names_file_and_line() -> None:
    with pytest.raises(LexiconError, match=r"divisions\.tsv:2"):
        Gazetteer("# head\n420000\t湖北省", "")
    with pytest.raises(LexiconError, match=r"regions\.tsv:1"):
        Gazetteer("", "中东\tsomething\t\t")


@pytest.mark.parametrize(
    ("name", "day", "later"),
    [
        ("监利", date(2015, 5, 1), "421088"),
        ("监利", date(2024, 5, 1), ""),
        ("潍坊地区", date(1981, 5, 1), "370700"),
        ("荆州", date(2024, 5, 1), ""),
    ],
)
def test_what_a_division_became(name: str, day: date, later: str) -> None:
    place = GAZETTEER.resolve(name, date=day)
    assert place is not None
    found = GAZETTEER.successor(place)
    assert (found.code if found else "") == later
