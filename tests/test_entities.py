"""Who is who: short names, home areas, bodies, persons. Cities, firms and people are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.entities import Resolution, resolve
from kg.entities.companies import match_companies, read_company
from kg.entities.tables import load_tables
from kg.lexicon.words import Lexicon, load_lexicon
from kg.model import (
    Article,
    Author,
    Claims,
    Entity,
    Evidence,
    Mention,
    Page,
    Part,
    Reading,
    Run,
    Span,
    TenureMention,
)

TYPES = {
    "人": "Official",
    "者": "Person",
    "党": "PublicBody",
    "企": "Company",
    "区": "AdministrativeArea",
    "所": "Site",
    "项": "Project",
    "文": "Document",
    "媒": "Media",
    "会": "Association",
    "院": "Institution",
    "组": "Organization",
    "品": "Product",
}


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def read(
    marked: str,
    *,
    home: str = "荆州市",
    newspaper: str = "",
    day: date = date(2024, 3, 2),
    dateline: str = "",
    headline: str = "",
    offices: Sequence[tuple[str, str, str]] = (),
    authors: Sequence[str] = (),
    source: str = "p",
    number: str = "",
) -> Reading:
    """``[企:锡湖远航有限公司]今日开工`` marks a company; ``offices`` are (person, title, body or "")."""
    text, mentions, number_of = "", [], 0
    at = 0
    rest = marked
    while True:
        start = rest.find("[")
        if start < 0:
            text += rest
            break
        end = rest.index("]", start)
        text += rest[:start]
        kind, name = rest[start + 1 : end].split(":", 1)
        at = len(text)
        text += name
        mentions.append((at, name, TYPES[kind]))
        rest = rest[end + 1 :]
        number_of += 1
    page = Page(source, text, day, newspaper, number, home)
    article = Article(
        f"article:{source}-{newspaper}-{day}-{abs(hash_of(text))}",
        page,
        1,
        headline,
        text,
        (Run(0, 0, max(1, len(text))),),
        authors=tuple(Author(name, "记者") for name in authors),
        dateline=dateline,
    )
    found = tuple(
        Mention(article.id, Span(start, start + len(name)), name, type_, 0.9, "test") for start, name, type_ in mentions
    )
    by_name = {mention.text: mention for mention in found}
    evidence = Evidence(article.id, Span(0, max(1, len(text))), "test/1", 0.9)
    tenures = tuple(
        TenureMention(by_name[person], title, by_name.get(body) if body else None, evidence)
        for person, title, body in offices
    )
    return Reading(article, found, Claims(tenures=tenures))


def hash_of(text: str) -> int:
    return sum(ord(char) * (index + 1) for index, char in enumerate(text))


def names(entity: Entity) -> set[str]:
    return {entity.name, *entity.aliases}


def one(resolution: Resolution, name: str) -> Entity:
    found = [entity for entity in resolution.entities if name in names(entity)]
    assert len(found) == 1, (name, found)
    return found[0]


def ids_of(resolution: Resolution, name: str) -> set[str]:
    return {entity.id for entity in resolution.entities if name in names(entity)}


# ---------------------------------------------------------------------------------------------- companies

COMPANIES = [
    ("湖北恒途汽车系统集团有限公司", "湖北恒途", True),
    ("湖北恒途汽车系统集团有限公司", "恒途集团", True),
    ("湖北恒途汽车系统集团有限公司", "恒途汽车", True),
    ("湖北恒途汽车系统集团有限公司", "江西恒途", False),
    ("湖北恒途汽车系统集团有限公司", "恒达集团", False),
    ("中国石油天然气集团公司", "中石油", True),
    ("中国石油天然气集团公司", "中石油集团公司", True),
    ("中国石油天然气集团公司", "中国石油", True),
    ("中国石油天然气集团公司", "中石化", False),
    ("中国石油化工集团公司", "中石化", True),
    ("中国工商银行", "中国银行", False),
    ("宁夏远石公司", "宁夏远石", True),
    ("力某电器（重庆）有限公司", "重庆力某", True),
    ("力某电器(重庆)有限公司", "力某电器", False),
    ("力某电器（重庆）有限公司", "武汉力某", False),
    ("珠海力某电器股份有限公司", "力某电器", True),
    ("力某电器", "重庆力某", False),
    ("南风东日乘用车公司", "南风东日", True),
    ("南风东日乘用车公司", "东日", False),
    ("南风东日乘用车公司", "南风", False),
    ("东日汽车", "东日", True),
    ("锡湖远航集团有限公司", "锡湖远航股份有限公司", False),
    ("远航船舶", "远航地产", False),
    ("汽车零部件供应商莱某公司", "莱某公司", True),
    ("锡湖远航集团有限公司", "锡湖远航集团公司", True),
]


@pytest.mark.parametrize(("full", "short", "same"), COMPANIES)
def test_short_names_of_companies(full: str, short: str, same: bool) -> None:
    tables = load_tables()
    match = match_companies(
        read_company(full, lexicon(), tables), read_company(short, lexicon(), tables), lexicon(), tables
    )
    assert (match is not None) is same


def test_a_declared_short_name_needs_no_likeness() -> None:
    reading = read("记者来到[企:湖北睿途新能源科技有限公司]探访（以下简称“[企:青鸟]”）。[企:青鸟]年产4万吨。")
    entity = one(resolve([reading], lexicon()), "青鸟")
    assert entity.name == "湖北睿途新能源科技有限公司"
    assert entity.type == "Company"


def test_a_joint_venture_is_neither_of_its_parents() -> None:
    result = resolve(
        [read("[企:南风]与[企:东日]合作成立[企:南风东日乘用车公司]，[企:南风东日]投产。[企:东日汽车]入股。")], lexicon()
    )
    ids = [ids_of(result, name) for name in ("南风", "东日", "南风东日")]
    assert all(len(found) == 1 for found in ids)
    assert len(set.union(*ids)) == 3
    assert ids_of(result, "东日汽车") == ids_of(result, "东日")
    assert ids_of(result, "南风东日乘用车公司") == ids_of(result, "南风东日")


def test_a_name_behind_its_parents_is_the_same_firm_and_says_whose_it_is() -> None:
    result = resolve([read("[企:中石油集团公司]表示，[企:中石油甘肃炼化公司]投产。把[企:甘肃炼化]建好。")], lexicon())
    assert ids_of(result, "甘肃炼化") == ids_of(result, "中石油甘肃炼化公司") == ids_of(result, "甘肃炼化公司") or (
        ids_of(result, "甘肃炼化") == ids_of(result, "中石油甘肃炼化公司")
    )
    assert [(predicate, target) for _, predicate, target, _ in result.implied] == [
        ("subOrganizationOf", one(result, "中石油集团公司").id)
    ]


def test_a_short_name_that_fits_two_firms_joins_neither() -> None:
    result = resolve([read("[企:湖北宏图科技有限公司]与[企:江西宏图建材有限公司]签约。[企:宏图]称……")], lexicon())
    assert len(ids_of(result, "宏图")) == 1
    assert one(result, "宏图").name == "宏图"
    assert any(not decision.same and decision.right == "宏图" for decision in result.decisions)


def test_company_points_back_to_the_firm_last_named() -> None:
    reading = read("[企:湖北睿途科技有限公司]投产。[企:公司]今年扩产。")
    result = resolve([reading], lexicon())
    assert {result.of[mention] for mention in reading.mentions} == {one(result, "湖北睿途科技有限公司").id}
    assert "公司" not in names(one(result, "湖北睿途科技有限公司"))


def test_a_word_that_points_back_to_nothing_is_no_entity() -> None:
    result = resolve([read("[企:公司]今年扩产。")], lexicon())
    assert result.entities == ()


def test_names_that_nobody_marked_become_labels() -> None:
    result = resolve([read("[企:力某电器（重庆）有限公司]投产，重庆力某年产百万套。")], lexicon())
    assert "重庆力某" in names(one(result, "力某电器（重庆）有限公司"))


def test_a_firm_known_by_its_short_name_on_the_same_page() -> None:
    readings = [
        read("[企:湖北恒途汽车系统集团有限公司]投产。", number="A1"),
        read("[企:湖北恒途]又获大奖。", number="A1"),
        read("[企:恒途]三十年。", number="B7", source="q"),
    ]
    result = resolve(readings, lexicon())
    assert ids_of(result, "湖北恒途") == ids_of(result, "湖北恒途汽车系统集团有限公司")
    assert ids_of(result, "恒途") != ids_of(result, "湖北恒途")


# ------------------------------------------------------------------------------ sites, projects, documents


@pytest.mark.parametrize(
    ("marked", "left", "right", "same"),
    [
        (
            "[区:荆州]的[所:荆州新港创意设计中心]开工，[所:创意设计中心]封顶",
            "荆州新港创意设计中心",
            "创意设计中心",
            True,
        ),
        ("[所:重庆望江新区]与[所:望江新区]", "重庆望江新区", "望江新区", True),
        ("[项:横二渠]与[项:柳叶河水系横二渠项目]，[所:柳叶河水系]", "横二渠", "柳叶河水系横二渠项目", True),
        (
            "[企:南风东日]的[项:南风东日发动机产能扩建项目]，[项:发动机扩建项目]",
            "南风东日发动机产能扩建项目",
            "发动机扩建项目",
            True,
        ),
        ("[项:发动机产能扩建项目]与[项:乘用车产能扩建项目]", "发动机产能扩建项目", "乘用车产能扩建项目", False),
        ("[所:花城发动机工厂]与[所:花城工厂]", "花城发动机工厂", "花城工厂", False),
        ("[所:城北污水处理厂]与[所:城北第二污水处理厂]", "城北污水处理厂", "城北第二污水处理厂", False),
        ("[区:荆州]与[所:荆州新港]", "荆州", "荆州新港", False),
        ("[所:会展中心（西楼）]与[所:会展中心]", "会展中心（西楼）", "会展中心", True),
        ("[所:会展中心（西楼）]与[所:西楼]", "会展中心（西楼）", "西楼", True),
        ("[所:荆州经开区]与[所:荆州经开区新能源产业园]", "荆州经开区", "荆州经开区新能源产业园", False),
        ("[项:远石公司大化肥项目]与[企:远石公司]", "远石公司大化肥项目", "远石公司", False),
        ("[文:中华人民共和国某某税法]，[文:某某税法]", "中华人民共和国某某税法", "某某税法", True),
    ],
)
def test_names_with_something_left_out(marked: str, left: str, right: str, same: bool) -> None:
    result = resolve([read(marked)], lexicon())
    assert bool(ids_of(result, left) & ids_of(result, right)) is same


def test_one_name_of_two_types_is_one_thing() -> None:
    result = resolve([read("[所:汇智某某街]开街，[所:汇智某某街]与[组:汇智某某街]")], lexicon())
    assert one(result, "汇智某某街").type == "Site"


# ---------------------------------------------------------------------------------------------- areas, bodies


@pytest.mark.parametrize(
    ("marked", "home", "name", "canonical"),
    [
        ("[党:市委]召开会议", "荆州市", "市委", "中共荆州市委员会"),
        ("[党:荆州市委]召开会议", "荆州市", "荆州市委", "中共荆州市委员会"),
        ("[党:市政府]印发", "荆州市", "市政府", "荆州市人民政府"),
        ("[党:省委]要求", "荆州市", "省委", "中共湖北省委员会"),
        ("[党:市商务局]将", "荆州市", "市商务局", "荆州市商务局"),
        ("[党:市发改委]将", "荆州市", "市发改委", "荆州市发展和改革委员会"),
        ("[党:自治区党委]要求", "宁夏回族自治区", "自治区党委", "中共宁夏回族自治区委员会"),
        ("[党:区委]召开会议，[区:花都]", "广州市", "区委", "中共广州市花都区委员会"),
        ("[党:市委]召开会议", "监利市", "市委", "中共监利市委员会"),
        ("[党:县委]召开会议", "江陵县", "县委", "中共江陵县委员会"),
        ("[党:市委政法委]召开会议", "荆州市", "市委政法委", "中共荆州市委员会政法委员会"),
        ("[党:市人大常委会]", "荆州市", "市人大常委会", "荆州市人民代表大会常务委员会"),
        ("[党:中央]要求", "荆州市", "中央", "中国共产党中央委员会"),
        ("[党:市委]召开会议", "锡湖市", "市委", "中共锡湖市委员会"),
        ("[党:锡湖市政府]", "锡湖市", "锡湖市政府", "锡湖市人民政府"),
        ("[党:佛山顺德区容桂街道党工委]", "中山市", "佛山顺德区容桂街道党工委", "中共佛山市顺德区容桂街道工作委员会"),
    ],
)
def test_bodies_named_by_level_belong_to_the_home_area(marked: str, home: str, name: str, canonical: str) -> None:
    assert one(resolve([read(marked, home=home)], lexicon()), name).name == canonical


def test_the_same_body_under_its_names_is_one() -> None:
    result = resolve(
        [read("[党:市委]召开会议。[党:荆州市委]要求，[党:中共荆州市委]部署，[党:省委]与[党:市政府]")], lexicon()
    )
    assert len({next(iter(ids_of(result, name))) for name in ("市委", "荆州市委", "中共荆州市委")}) == 1
    assert len({next(iter(ids_of(result, name))) for name in ("市委", "省委", "市政府")}) == 3


@pytest.mark.parametrize(
    ("marked", "options", "canonical"),
    [
        (
            "[党:市委]召开会议",
            {"dateline": "本报青岛8月24日电", "home": "", "newspaper": "人民日报"},
            "中共青岛市委员会",
        ),
        ("[党:市委]召开会议", {"dateline": "新华社武汉4月22日电", "home": "荆州市"}, "中共武汉市委员会"),
        ("[区:宜昌市]今日发布，[党:市委]决定", {"home": "荆州市"}, "中共宜昌市委员会"),
        ("[区:宜昌市]来客到[区:荆州]，[党:市委]接待", {"home": "荆州市"}, "中共荆州市委员会"),
        ("[区:襄阳市]今日发布，[党:市委]决定", {"home": "湖北省"}, "中共襄阳市委员会"),
    ],
)
def test_an_article_about_another_city_does_not_inherit_the_home(
    marked: str, options: dict[str, str], canonical: str
) -> None:
    assert one(resolve([read(marked, **options)], lexicon()), "市委").name == canonical  # type: ignore[arg-type]


def test_a_district_of_elsewhere_is_not_the_home_district() -> None:
    reading = read("[区:佛山顺德区]客人到[区:中山]，[党:区党工委]陪同", home="中山市")
    result = resolve([reading], lexicon())
    assert one(result, "区党工委").name == "区党工委"
    assert "顺德" not in one(result, "区党工委").id


def test_own_area_by_level() -> None:
    result = resolve([read("[区:我区]与[区:宁夏]，[区:自治区]", home="宁夏回族自治区")], lexicon())
    assert [entity.code for entity in result.entities] == ["640000"]


def test_areas_have_codes_and_parents() -> None:
    result = resolve([read("[区:银川]的[区:西夏区]，[区:宁夏]")], lexicon())
    assert {entity.id for entity in result.entities} == {"place:640100", "place:640105", "place:640000"}
    assert result.parents == {"place:640100": "place:640000", "place:640105": "place:640100"}


def test_an_invented_city_is_a_place_without_code() -> None:
    result = resolve([read("[区:锡湖市]与[区:锡湖]，[区:望江区]", home="锡湖市")], lexicon())
    assert {entity.id for entity in result.entities} == {"place:锡湖市", "place:锡湖市-望江区"}
    assert one(result, "锡湖").id == "place:锡湖市"


# ---------------------------------------------------------------------------------------------- offices, persons


@pytest.mark.parametrize(
    ("marked", "office", "home", "body", "title", "name"),
    [
        (
            "[区:广州市]副市长[人:陈远]",
            ("陈远", "副市长", "广州市"),
            "广州市",
            "广州市人民政府",
            "副市长",
            "广州市副市长",
        ),
        ("[党:市委]书记[人:陈远]", ("陈远", "市委书记", "市委"), "荆州市", "中共荆州市委员会", "书记", "荆州市委书记"),
        ("[区:花都]区长[人:陈远]", ("陈远", "区长", ""), "广州市", "广州市花都区人民政府", "区长", "花都区区长"),
        (
            "[区:自治区]主席[人:陈远]",
            ("陈远", "主席", "自治区"),
            "宁夏回族自治区",
            "宁夏回族自治区人民政府",
            "主席",
            "宁夏回族自治区主席",
        ),
        ("总书记[人:陈远]", ("陈远", "总书记", ""), "荆州市", "中国共产党中央委员会", "总书记", "总书记"),
        (
            "[企:远航有限公司]总经理[者:陈远]",
            ("陈远", "总经理", "远航有限公司"),
            "荆州市",
            "远航有限公司",
            "总经理",
            "远航有限公司总经理",
        ),
        (
            "[区:荆州]市人大常委会主任[人:陈远]",
            ("陈远", "人大常委会主任", "荆州"),
            "荆州市",
            "荆州市人民代表大会常务委员会",
            "人大常委会主任",
            "荆州市人大常委会主任",
        ),
    ],
)
def test_offices_find_their_bodies(
    marked: str, office: tuple[str, str, str], home: str, body: str, title: str, name: str
) -> None:
    result = resolve([read(marked, home=home, offices=[office])], lexicon())
    found = next(iter(result.offices.values()))
    assert {entity.id: entity.name for entity in result.entities}[found.body] == body
    assert (found.title, found.name) == (title, name)


def test_leaders_of_a_city_stand_for_its_government_less_surely() -> None:
    result = resolve([read("市领导[人:陈远]出席", offices=[("陈远", "市领导", "")])], lexicon())
    office = next(iter(result.offices.values()))
    assert office.body == "organization:荆州市人民政府"
    assert office.certainty < 1


@pytest.mark.parametrize(
    ("title", "body", "type_"), [("副市长", "荆州市", "Official"), ("总经理", "远航公司", "Person")]
)
def test_holders_of_public_posts_are_officials(title: str, body: str, type_: str) -> None:
    result = resolve([read("[企:远航公司]、[区:荆州市]的[者:陈远]", offices=[("陈远", title, body)])], lexicon())
    assert one(result, "陈远").type == type_


def test_surname_and_title_is_the_only_one_of_that_surname() -> None:
    result = resolve([read("[者:王远山]到场，[者:王经理]说")], lexicon())
    assert names(one(result, "王经理")) == {"王远山", "王经理"}
    result = resolve([read("[者:王远山]、[者:王近水]到场，[者:王经理]说")], lexicon())
    assert one(result, "王经理").name == "王经理"


def test_namesakes_stay_two_and_one_person_stays_one() -> None:
    readings = [
        read("[区:荆州市]副市长[人:李青禾]", offices=[("李青禾", "副市长", "荆州市")], source="a"),
        read("[人:李青禾]到场", newspaper="荆州日报", source="b"),
        read("[区:宜昌市]副市长[人:李青禾]", home="宜昌市", offices=[("李青禾", "副市长", "宜昌市")], source="c"),
        read("本报讯 无事", newspaper="荆州日报", authors=["李青禾"], source="d"),
    ]
    result = resolve(readings, lexicon())
    persons = [entity for entity in result.entities if entity.name == "李青禾"]
    assert len(persons) == 3
    assert result.of[readings[0].mentions[1]] == result.of[readings[1].mentions[0]]
    assert any(not decision.same and decision.rule == "person/name only" for decision in result.decisions)


PAIRS = [
    # a name of two characters is borne by many: the city alone says nothing, other people and the page do
    ("[者:李青]种菜", "[者:李青]获奖", {}, False),
    ("[者:李青禾]种菜", "[者:李青禾]获奖", {}, True),
    ("[者:李青]、[者:王远山]种菜", "[者:李青]与[者:王远山]获奖", {}, True),
    ("[者:李青]种菜", "[者:李青]获奖", {"number": "A1", "newspaper": "荆州日报"}, True),
    ("[者:李青禾]种菜", "[者:李青禾]获奖", {"home": "", "newspaper": "某国日报"}, False),
    ("[者:李青禾]在[院:锡湖大学]", "[院:锡湖大学]的[者:李青禾]", {"home": ""}, True),
    ("[者:孔子]说", "[者:孔子]曰", {"home": ""}, True),
    ("（本报记者[者:李青]）", "（本报记者[者:王远山]、[者:李青]）", {"newspaper": "荆州日报"}, True),
]


@pytest.mark.parametrize(("left", "right", "options", "same"), PAIRS)
def test_a_shared_name_needs_something_else_that_is_shared(
    left: str, right: str, options: dict[str, str], same: bool
) -> None:
    readings = [read(left, source="a", **options), read(right, source="b", **options)]  # type: ignore[arg-type]
    result = resolve(readings, lexicon())
    name = next(name for name in ("李青禾", "李青", "孔子") if name in left)
    assert (len(ids_of(result, name)) == 1) is same


def test_the_last_part_of_a_foreign_name_is_its_bearer() -> None:
    result = resolve([read("[者:玛丽·杜邦]致辞，[者:杜邦]说。[者:若昂·席尔瓦]也说，席尔瓦要再来。")], lexicon())
    assert names(one(result, "杜邦")) == {"玛丽·杜邦", "杜邦"}
    assert names(one(result, "席尔瓦")) == {"若昂·席尔瓦", "席尔瓦"}


@pytest.mark.parametrize(
    ("marked", "office", "body", "title", "name"),
    [
        (
            "[区:塞浦路斯]驻华大使[人:玛丽]",
            ("玛丽", "驻华大使", "塞浦路斯"),
            "塞浦路斯驻华大使馆",
            "大使",
            "塞浦路斯驻华大使",
        ),
        (
            "中国驻[区:蒙古国]大使[人:陈远]",
            ("陈远", "大使", "蒙古国"),
            "中国驻蒙古国大使馆",
            "大使",
            "中国驻蒙古国大使",
        ),
        (
            "[党:印尼驻华使馆]公使[人:狄克]",
            ("狄克", "公使", "印尼驻华使馆"),
            "印度尼西亚驻华大使馆",
            "公使",
            "印度尼西亚驻华公使",
        ),
        ("中国驻大阪总领事[人:陈远]", ("陈远", "总领事", ""), "中国驻大阪总领事馆", "总领事", "中国驻大阪总领事"),
        ("驻[组:东盟]大使[人:陈远]", ("陈远", "大使", "东盟"), "", "大使", "驻东盟大使"),
        ("国家主席[人:陈远]", ("陈远", "国家主席", ""), "", "国家主席", "国家主席"),
        ("[党:中共中央]总书记、国家主席[人:陈远]", ("陈远", "国家主席", "中共中央"), "", "国家主席", "国家主席"),
        ("[区:柬埔寨]国王[人:诺敦]", ("诺敦", "国王", "柬埔寨"), "", "国王", "柬埔寨国王"),
        ("首相[人:洪森林]", ("洪森林", "首相", ""), "", "首相", "首相"),
        ("总理[人:陈远]", ("陈远", "总理", ""), "国务院", "总理", "国务院总理"),
        ("老挝人民革命党中央总书记、国家主席[人:通远]", ("通远", "国家主席", ""), "", "国家主席", "老挝国家主席"),
        ("巴布亚新几内亚总理[人:马远]", ("马远", "总理", ""), "", "总理", "巴布亚新几内亚总理"),
        (
            "埃塞俄比亚[区:联邦民主共和国]总理[人:阿远]",
            ("阿远", "总理", "联邦民主共和国"),
            "",
            "总理",
            "埃塞俄比亚总理",
        ),
        (
            "[党:中共中央政治局]委员、外交部长[人:陈远]",
            ("陈远", "外交部长", "中共中央政治局"),
            "外交部",
            "部长",
            "外交部部长",
        ),
        ("[区:法国]外交部长[人:玛丽]", ("玛丽", "外交部长", "法国"), "", "外交部长", "法国外交部长"),
        ("[会:全国妇联]主席、国务委员[人:陈远]", ("陈远", "国务委员", "全国妇联"), "国务院", "国务委员", "国务委员"),
    ],
)
def test_envoys_and_offices_of_state(
    marked: str, office: tuple[str, str, str], body: str, title: str, name: str
) -> None:
    result = resolve([read(marked, home="", offices=[office])], lexicon())
    found = next(iter(result.offices.values()))
    assert {entity.id: entity.name for entity in result.entities}.get(found.body, "") == body
    assert (found.title, found.name) == (title, name)


def test_a_body_elsewhere_is_not_everybody_s_who_bears_the_title() -> None:
    """某商会主席甲 …… 乙主席: the reader of posts offers the body; it is 甲's."""
    reading = read(
        "[会:锡湖商会]主席[者:王近水]说，[人:陈远]主席讲话，[者:王近水]主席感谢",
        offices=[("王近水", "主席", "锡湖商会"), ("陈远", "主席", "锡湖商会"), ("王近水", "主席", "锡湖商会")],
    )
    first, *others = reading.claims.tenures
    behind = replace(first.evidence, extractor="post/after")
    claims = Claims(tenures=(first, *(replace(tenure, evidence=behind) for tenure in others)))
    result = resolve([replace(reading, claims=claims)], lexicon())
    assert [office.body for _, office in sorted(result.offices.items())] == [
        "organization:锡湖商会", "", "organization:锡湖商会",
    ]  # fmt: skip


def test_another_country_s_ministry_is_another_body() -> None:
    result = resolve([read("西班牙[党:教育部]来访，[党:教育部]接待", home="")], lexicon())
    assert {entity.name: entity.aliases for entity in result.entities} == {"西班牙教育部": (), "教育部": ()}


def test_a_bare_office_of_state_is_the_one_that_the_article_names_in_full() -> None:
    reading = read(
        "[区:柬埔寨]国王[人:诺敦]来访，[者:诺敦]国王说",
        home="",
        offices=[("诺敦", "国王", "柬埔寨"), ("诺敦", "国王", "")],
    )
    assert {office.name for office in resolve([reading], lexicon()).offices.values()} == {"柬埔寨国王"}


def test_a_bare_general_secretary_is_one_person_only() -> None:
    offices = [("陈远", "总书记", ""), ("陈远", "总书记", ""), ("阮文", "总书记", "")]
    result = resolve([read("[人:陈远]总书记、[人:阮文]总书记，[人:陈远]总书记", home="", offices=offices)], lexicon())
    assert [office.body for _, office in sorted(result.offices.items())][2] == ""


@pytest.mark.parametrize(
    ("marked", "left", "right", "same"),
    [
        ("[企:中国机械工业集团有限公司]，[企:国机集团]", "国机集团", "中国机械工业集团有限公司", True),
        ("[会:中国环境与发展国际合作委员会]，[企:国合会]", "国合会", "中国环境与发展国际合作委员会", True),
        ("[党:哈萨克斯坦议会上院]，[党:哈议会上院]", "哈议会上院", "哈萨克斯坦议会上院", True),
        ("[企:中国工商银行]，[企:中国银行]", "中国银行", "中国工商银行", False),
        ("[院:锡湖大学文学院]，[院:锡湖大学]", "锡湖大学", "锡湖大学文学院", False),
        ("[组:中非发展基金]，[组:中非基金]", "中非基金", "中非发展基金", True),
        ("[企:英远尔（中国）有限公司]，[企:英远尔]", "英远尔", "英远尔（中国）有限公司", True),
        ("[党:中国驻蒙古国大使馆]，[党:中国驻蒙古国使馆]", "中国驻蒙古国使馆", "中国驻蒙古国大使馆", True),
        ("[党:中国外交部]，[党:外交部]", "中国外交部", "外交部", True),
        ("[党:越共中央]，越共[党:中央]，[党:中共中央]", "越共中央", "中共中央", False),
    ],
)
def test_short_names_put_together_from_characters(marked: str, left: str, right: str, same: bool) -> None:
    result = resolve([read(marked, home="")], lexicon())
    assert bool(ids_of(result, left) & ids_of(result, right)) is same


def test_a_short_name_is_known_from_another_article() -> None:
    readings = [
        read("[企:中国机械工业集团有限公司]（以下简称“[企:国机集团]”）", home="", source="a"),
        read("[企:国机集团]投产", home="", source="b"),
    ]
    result = resolve(readings, lexicon())
    assert one(result, "国机集团").name == "中国机械工业集团有限公司"
    assert ("organization:中国机械工业集团有限公司", "organization:国机集团") in result.same


def test_an_area_under_its_old_and_new_code_is_one() -> None:
    readings = [
        read("[区:监利县]", home="荆州市", day=date(2015, 5, 1)),
        read("[区:监利市]", home="荆州市", day=date(2024, 5, 1)),
    ]
    assert resolve(readings[:1], lexicon()).entities[0].code == "421023"
    result = resolve(readings, lexicon())
    assert one(result, "监利县").name == "监利市"
    assert one(result, "监利县").code == "421088"
    assert result.same == (("place:421088", "place:421023"),)


@pytest.mark.parametrize(("left", "right", "same"), [("人民医院", "人民医院", False), ("锡湖大学", "锡湖大学", True)])
def test_a_body_that_every_city_has_is_the_citys_own(left: str, right: str, same: bool) -> None:
    readings = [read(f"[院:{left}]", home="荆州市", source="a"), read(f"[院:{right}]", home="宜昌市", source="b")]
    assert (len(ids_of(resolve(readings, lexicon()), left)) == 1) is same


def test_this_county_is_the_one_last_named() -> None:
    result = resolve([read("[区:荆州]客人到[区:秭归县]，[区:该县]与[党:该县政府]", home="荆州市")], lexicon())
    assert "该县" in names(one(result, "秭归县"))
    assert one(result, "该县政府").name == "秭归县人民政府"


def test_the_paper_is_an_entity_only_where_the_article_speaks_of_it() -> None:
    assert resolve([read("[区:荆州]无事", newspaper="荆州日报")], lexicon()).newspapers == {}
    result = resolve([read("[媒:本报]与[媒:荆州日报]", newspaper="荆州日报")], lexicon())
    assert names(one(result, "荆州日报")) == {"荆州日报", "本报"}


def test_order_of_articles_does_not_matter() -> None:
    readings = [
        read("[企:湖北恒途汽车系统集团有限公司]投产", day=date(2024, 3, day), number=str(day), authors=["李青"])
        for day in range(1, 6)
    ] + [
        read(f"[党:市委]书记[人:陈远]到[企:恒途集团]第{day}次", offices=[("陈远", "书记", "市委")]) for day in range(5)
    ]
    expected = resolve(readings, lexicon())
    for seed in range(4):
        shuffled = list(readings)
        random.Random(seed).shuffle(shuffled)
        result = resolve(shuffled, lexicon())
        assert result.entities == expected.entities
        assert result.decisions == expected.decisions
        assert dict(result.of) == dict(expected.of)


def test_headline_mentions_come_before_the_body() -> None:
    reading = read("[党:区委]召开会议", home="广州市", headline="花都发布")
    headline = Mention(reading.article.id, Span(0, 2), "花都", "AdministrativeArea", 0.9, "test", Part.HEADLINE)
    result = resolve([Reading(reading.article, (*reading.mentions, headline), Claims())], lexicon())
    assert one(result, "区委").name == "中共广州市花都区委员会"


@pytest.mark.parametrize(
    "text", ["", "[企:（）]", "[区:市]", "[党:委]", "[所:“”]", "[文:《》]", "[者:王]", "[企:有限公司]"]
)
def test_odd_names_do_no_harm(text: str) -> None:
    resolve([read(text or "无")], lexicon())


def test_a_leader_of_a_country_is_meant_wherever_the_name_stands_alone() -> None:
    readings = [
        read("[区:巴西]总统[人:安德烈]访华", home="", offices=[("安德烈", "总统", "巴西")], source="a"),
        read("[人:安德烈]在[区:青岛]", home="", newspaper="人民日报", source="b"),
        read("[区:荆州市]副市长[人:安德烈]", offices=[("安德烈", "副市长", "荆州市")], source="c"),
    ]
    result = resolve(readings, lexicon())
    assert len([entity for entity in result.entities if entity.name == "安德烈"]) == 2
    assert result.of[readings[0].mentions[1]] == result.of[readings[1].mentions[0]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(TYPES)),
            st.text("荆州市委省区公司集团有限（）的第一二路中心项目王经理12A“》 ", min_size=1),
        ),
        max_size=8,
    ),
    st.sampled_from(["", "荆州市", "宁夏回族自治区", "锡湖市", "重庆市"]),
)
@settings(max_examples=150, deadline=None)
def test_wild_names_resolve_and_every_entity_has_a_name(names_: list[tuple[str, str]], home: str) -> None:
    reading = read("，".join(f"[{kind}:{name}]" for kind, name in names_), home=home)
    result = resolve([reading], lexicon())
    assert all(entity.name.strip() for entity in result.entities)
    assert {*result.of.values()} <= {entity.id for entity in result.entities}
    assert len({entity.id for entity in result.entities}) == len(result.entities)
