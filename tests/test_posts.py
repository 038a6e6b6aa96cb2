"""Offices: title phrases before and after names, lists, chains, appointments. All names are invented."""

from __future__ import annotations

import pytest

from kg.facts.posts import find_tenures
from kg.model import Mention, Modality, Span
from kg.text import split_sentences

TYPES = {
    "P": "Person",
    "B": "PublicBody",
    "C": "Company",
    "A": "AdministrativeArea",
    "I": "Institution",
    "S": "Association",
}


def read(marked: str, make_article, lexicon):
    """``[陈望远|P]`` marks a mention; the rest is text."""
    text, mentions, rest = "", [], marked
    while "[" in rest:
        before, rest = rest.split("[", 1)
        inner, rest = rest.split("]", 1)
        name, kind = inner.split("|")
        text += before
        mentions.append(Mention("article:test", Span(len(text), len(text) + len(name)), name, TYPES[kind], 1.0, "test"))
        text += name
    article = make_article(text + rest)
    tenures = find_tenures(article, mentions, split_sentences(article.text), (), lexicon)
    return [(t.person.text, t.title, t.body.text if t.body else None, t.change) for t in tenures]


CASES = [
    ("[市委|B]书记[陈望远|P]主持会议。", [("陈望远", "书记", "市委", "")]),
    ("[市委|B]常委、常务副市长[马骁|P]出席。", [("马骁", "常委", "市委", ""), ("马骁", "常务副市长", None, "")]),
    (
        "[锡湖市|A]副市长[马骁|P]，[东陵区委|B]书记[李青禾|P]、区长[赵一鸣|P]出席。",
        [("马骁", "副市长", "锡湖市", ""), ("李青禾", "书记", "东陵区委", ""), ("赵一鸣", "区长", "东陵区", "")],
    ),
    (
        "[远航集团公司|C]总经理、党组书记[方舟|P]到场。",
        [("方舟", "总经理", "远航集团公司", ""), ("方舟", "党组书记", "远航集团公司", "")],
    ),
    (
        "[远航电器|C]董事长[方舟|P]、总裁[何静|P]参加。",
        [("方舟", "董事长", "远航电器", ""), ("何静", "总裁", "远航电器", "")],
    ),
    (
        "[自治区|A]党政军领导[马骁|P]、[李青禾|P]出席。",
        [("马骁", "党政军领导", "自治区", ""), ("李青禾", "党政军领导", "自治区", "")],
    ),
    (
        "市领导[马骁|P]、[李青禾|P]和[赵一鸣|P]参加会议。",
        [("马骁", "市领导", None, ""), ("李青禾", "市领导", None, ""), ("赵一鸣", "市领导", None, "")],
    ),
    ("[中建江北局|C]项目施工员[谢东|P]告诉记者。", [("谢东", "项目施工员", "中建江北局", "")]),
    ("[东陵区金融业联合会|S][陈曦|P]秘书长等一行到访。", [("陈曦", "秘书长", "东陵区金融业联合会", "")]),
    ("[马骁|P]（[市商务局|B]局长）介绍。", [("马骁", "局长", "市商务局", "")]),
    ("会议决定任命[马骁|P]为[市商务局|B]局长。", [("马骁", "局长", "市商务局", "start")]),
    ("会议决定免去[马骁|P]的[市商务局|B]局长职务。", [("马骁", "局长", "市商务局", "end")]),
    ("[李青禾|P]当选为[锡湖市|A]市长。", [("李青禾", "市长", "锡湖市", "start")]),
    ("[李青禾|P]不再担任[市商务局|B]局长职务。", [("李青禾", "局长", "市商务局", "end")]),
    ("原[锡湖市|A]副市长[马骁|P]受审。", [("马骁", "副市长", "锡湖市", "end")]),
    ("记者[马骁|P]从[市商务局|B]获悉。", []),
    ("[马骁|P]与[李青禾|P]到[市商务局|B]办事。", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:16] for case in CASES])
def test_titles_give_posts(marked, expected, make_article, lexicon):
    assert read(marked, make_article, lexicon) == expected


def test_a_planned_office_is_planned(make_article, lexicon):
    article = make_article("马骁拟任市商务局局长。")
    mentions = [
        Mention("article:test", Span(0, 2), "马骁", "Person", 1.0, "test"),
        Mention("article:test", Span(4, 8), "市商务局", "PublicBody", 1.0, "test"),
    ]
    (tenure,) = find_tenures(article, mentions, split_sentences(article.text), (), lexicon)
    assert (tenure.title, tenure.modality) == ("局长", Modality.PLANNED)
