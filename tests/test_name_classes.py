"""Classes of names without a head word, and of what only looks like a name. All names are invented."""

from __future__ import annotations

import pytest

from kg.mentions import find_mentions
from kg.mentions.routes import short_route_names


def names(article, lexicon, tagger):
    (mentions,) = find_mentions([article], lexicon, tagger)
    return {(m.text, m.type) for m in mentions}


FOUND = [
    # the dot of a foreign name lost to another sign
    ("市长帕提曼?依拉木江出席仪式。", ("帕提曼?依拉木江", "Person")),
    # a family name that is a small word too
    ("县委副书记曾逸群主持会议。", ("曾逸群", "Person")),
    # a project named by two roads
    ("望江路东延与清平高速公路互通式立交工程开工。", ("望江路东延与清平高速公路互通式立交工程", "Project")),
    # items of a list of stretches
    ("今年开工的有清州至平安、江口-南桥等6个高速公路项目。", ("清州至平安", "Project")),
    ("今年开工的有清州至平安、江口-南桥等6个高速公路项目。", ("江口-南桥", "Project")),
    # firms by their neighbours, by the number of a share, in Latin letters
    ("这些企业包括海信、海尔、创维、熊猫等。", ("创维", "Company")),
    ("包括恒贝(2499)、佰恒(3031)在内的股票下跌。", ("佰恒", "Company")),
    ("该集团拥有Lindavale及Pencombe等著名品牌。", ("Pencombe", "Company")),
    ("公司收购了电表制造商Landor Gyle。", ("Landor Gyle", "Company")),
    ("以威扬工具为代表的骨干企业增加投入。", ("威扬工具", "Company")),
    # documents without 《》
    ("我县贯彻落实中央一号文件。", ("中央一号文件", "Document")),
    # a division beside others in a list
    ("河间、献县、吴桥等地报价上涨。", ("献县", "AdministrativeArea")),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[row[1][0] for row in FOUND])
def test_a_class_of_names_is_found(text, expected, make_article, lexicon, tagger):
    assert expected in names(make_article(text), lexicon, tagger)


NOT_FOUND = [
    ("该项目采用双向四车道高速公路标准。", "双向四车道高速公路"),
    ("江西省高速公路通车里程增加。", "江西省高速公路"),
    ("立体交叉分离式梁桥处正在施工。", "梁桥处"),
    ("我县向水利强县迈进。", "水利强县"),
    ("匝道起点位于K4179+897处。", "K4179"),
    ("由区县政府组织实施。", "区县政府"),
    ("各地纷纷上马云计算项目。", "马云"),
    ("小张?李明不知道。", "小张?李明"),
]


@pytest.mark.parametrize(("text", "wrong"), NOT_FOUND, ids=[row[1] for row in NOT_FOUND])
def test_what_only_looks_like_a_name(text, wrong, make_article, lexicon, tagger):
    assert wrong not in {name for name, _ in names(make_article(text), lexicon, tagger)}


def test_two_bodies_joined_by_a_word_are_two(make_article, lexicon, tagger):
    found = {name for name, _ in names(make_article("财政部会同农业农村部印发通知。"), lexicon, tagger)}
    assert {"财政部", "农业农村部"} <= found


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("清州至平安高速公路项目", "清平高速"),
        ("清州至平安高速公路", "清平高速公路"),
        ("清平高速公路", "清平高速路"),
        ("江州—南桥铁路", "江南铁路"),
    ],
)
def test_a_road_is_known_by_both_its_ends(full, short):
    assert short in short_route_names(full)


def test_no_road_has_no_short_form():
    assert short_route_names("望江路") == []
