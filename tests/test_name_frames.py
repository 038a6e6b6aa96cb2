"""Names that run on behind what the tagger sees; kinds of things that are no names. All names are invented."""

from __future__ import annotations

import pytest

from kg.mentions import find_mentions


def names(article, lexicon, tagger):
    (mentions,) = find_mentions([article], lexicon, tagger)
    return {(m.text, m.type) for m in mentions}


WHOLE = [
    # a place in brackets inside a firm's name; the short name declared behind it
    ("远航重机（江州）装备有限公司(以下简称远航重机)昨日宣布投产。", ("远航重机（江州）装备有限公司", "Company")),
    ("远航重机（江州）装备有限公司(以下简称远航重机)昨日宣布投产。", ("远航重机", "Company")),
    # departments, chapters, missions
    ("据江州大学经济系教授方圆介绍。", ("江州大学经济系", "Institution")),
    ("江州大学未来与发展研究中心主任方圆认为。", ("江州大学未来与发展研究中心", "Institution")),
    ("中国陶瓷工业协会卫浴分会秘书长方圆说。", ("中国陶瓷工业协会卫浴分会", "Association")),
    ("他曾在联合国驻黎巴嫩临时部队服役两年。", ("联合国驻黎巴嫩临时部队", "PublicBody")),
    # a site of a trade, a bureau's procurement site
    ("中国陶瓷信息网数据显示价格上涨。", ("中国陶瓷信息网", "Media")),
    ("名单登在四川省政府采购网，可以查询。", ("四川省政府采购网", "Media")),
    # the second word of a firm; its branch in a country
    ("雅培中国并未回应。", ("雅培中国", "Company")),
    # a ship is no person; a paper says something
    ("“萨菲罗”号油轮在红海航行。", ("萨菲罗", "Product")),
    ("《粮油世界》称，今年大豆减产。", ("粮油世界", "Media")),
    # makes of cars are no regions where cars are spoken of
    ("江淮轻卡销量增长，江淮的经销商表示满意。", ("江淮", "Company")),
    # a mark and its goods; a unit of a power station
    ("展出的有云尖牌龙井、远山牌有机茶。", ("远山牌有机茶", "Product")),
    ("清原核电站3号机组投产。", ("清原核电站3号机组", "Site")),
    # credits with one space
    ("河道治理有成效。（本报记者 毕清和 马跃山采访整理）", ("马跃山", "Person")),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE, ids=[f"{row[1][0]}" for row in WHOLE])
def test_a_name_is_found_whole(text, expected, make_article, lexicon, tagger):
    assert expected in names(make_article(text), lexicon, tagger)


NO_NAMES = [
    ("江州市政府采购金额增长。", "江州市政府"),
    ("省级政府采购中心应当抱团。", "省级政府采购中心"),
    ("他说比深圳同类公司便宜。", "深圳同类公司"),
    ("金昌市四所医院参加采购。", "金昌市四所医院"),
    ("不少人去兰州超市买年货。", "兰州超市"),
    ("他找了几家赞比亚公司谈价钱。", "赞比亚公司"),
    ("全市打造幸福河湖。", "幸福河湖"),
    ("今日宁波市场上销售的进口红酒不少。", "宁波市"),
    ("外轮抵港装卸货物。", "港"),
    ("有维吾尔文、哈萨克文、朝鲜文等版本。", "朝鲜"),
    ("价格为CIF628美元。", "CIF628"),
    ("首次设立的U16组比赛结束。", "U16"),
    ("据悉，穗府办〔2011〕4号文已经印发。", "穗府办"),
]


@pytest.mark.parametrize(("text", "wrong"), NO_NAMES, ids=[row[1] for row in NO_NAMES])
def test_what_says_a_kind_is_no_name(text, wrong, make_article, lexicon, tagger):
    assert wrong not in {name for name, _ in names(make_article(text), lexicon, tagger)}


LISTED = [
    ("但丰田、日产、福特汽车这三家公司为何能够增长？", {"丰田", "日产", "福特汽车"}),
    ("随着京东方、海信等中国平板企业的投产，价格下降。", {"京东方", "海信"}),
]


@pytest.mark.parametrize(("text", "firms"), LISTED, ids=["behind", "front"])
def test_small_words_at_the_ends_of_a_list_are_left_out(text, firms, make_article, lexicon, tagger):
    assert firms <= {name for name, type_ in names(make_article(text), lexicon, tagger) if type_ == "Company"}
