"""Names that are whole and one, and what only looks like one. All names are invented, but for firms and countries."""

from __future__ import annotations

import pytest

from kg.mentions import find_mentions


def names(article, lexicon, tagger):
    (mentions,) = find_mentions([article], lexicon, tagger)
    return {(m.text, m.type) for m in mentions}


FOUND = [
    # the second firm behind 与, the first good before 和
    ("昨日，云川科技与澄江重工签约。", ("澄江重工", "Company")),
    ("去年海尔空调和冰箱卖得不错。", ("海尔空调", "Product")),
    # a ministry whose name has 和 inside, and its department
    ("蒙古国经济和旅游部国际合作司司长到会。", ("蒙古国经济和旅游部国际合作司", "PublicBody")),
    # what stands in front of a firm's name
    ("泰中合资企业澄江地热能开发有限公司在此设厂。", ("澄江地热能开发有限公司", "Company")),
    # a body's old house, the police of a city, an agreement of two
    ("游客来到中共中央东江局旧址。", ("中共中央东江局旧址", "Site")),
    ("杭州公安机关开展夏季行动。", ("杭州公安机关", "PublicBody")),
    ("苹果公司推出新手机，苹果也卖平板和水果。", ("苹果公司", "Company")),
    ("他乘坐美国航空公司的班机。", ("美国航空公司", "Company")),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[row[1][0] for row in FOUND])
def test_a_whole_name_is_found(text, expected, make_article, lexicon, tagger):
    assert expected in names(make_article(text), lexicon, tagger)


NONE = [
    ("各省区市人大常委会派人旁听。", "市人大常委会"),
    ("目前河北省民办幼儿教育机构增加不少。", "河北省民办幼儿教育机构"),
    ("大家都说要提升湖南省农旅核心竞争力。", "湖南省农旅核心竞争力"),
    ("因为泰国LED厂开工不足，订单少了。", "泰国LED厂"),
    ("他主张对日本科技公司加税。", "日本科技公司"),
    ("要用科学的理念管党治党兴党。", "理念管党治党兴党"),
    ("镇里新建了一批“口袋公园”“街角公园”。", "口袋公园"),
]


@pytest.mark.parametrize(("text", "name"), NONE, ids=[row[1] for row in NONE])
def test_what_is_no_name_is_left_out(text, name, make_article, lexicon, tagger):
    assert name not in {text for text, _ in names(make_article(text), lexicon, tagger)}


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("记者到浙江省衢州市看过，稻子熟了。", {"浙江省", "衢州市"}),
        ("在三明清流县，厂房盖好了。", {"三明", "清流县"}),
        ("会议在喀喇沁左翼蒙古族自治县举行。", {"喀喇沁左翼蒙古族自治县"}),  # one area
    ],
)
def test_an_area_in_another_is_two(text, areas, make_article, lexicon, tagger):
    assert {name for name, _ in names(make_article(text), lexicon, tagger)} == areas
