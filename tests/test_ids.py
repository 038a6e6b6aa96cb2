"""Ids depend on what a thing is: documented for each kind, and the same whatever pages are added in whatever order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ids
from kg.entities import resolve
from kg.graph.build import build_graph_values
from kg.graph.names import KINDS
from kg.lexicon.words import Lexicon
from kg.model import Graph, Reading
from tests.identity.marked import read_marked

PAPERS = [("荆州日报", "荆州市"), ("宜昌日报", "宜昌市"), ("某国日报", "")]
TEXTS = [
    "[区:荆州市]副市长[人:陈望远=副市长@荆州市]到[企:湖北恒途汽车系统集团有限公司]（简称“[企:恒途汽车]”）调研"
    "<Visit {day} 陈望远调研恒途 visitor=陈望远 visited=湖北恒途汽车系统集团有限公司>",
    "[者:陈望远]与[者:李青]出席<Meeting {day} 城北码头建设推进会 attendee=陈望远 attendee=李青>，[企:恒途汽车]参加",
    "[党:市委]书记[人:王毅=市委书记@市委]主持<Meeting {day} 市委常委会会议 host=王毅>，"
    "[人:陈望远=副市长@荆州市]在[区:荆州市]",
    "[党:外交部]部长[人:王毅=部长@外交部]会见[区:巴西]总统[人:卢瓦索=总统@巴西]",
    "[者:卢瓦索]抵达[区:监利市]，[者:李青]、[者:王近水]迎接，[所:人民公园]、[项:城北码头项目]",
    "[者:李青]、[者:王近水]种菜，[院:人民医院]说，[文:实施意见]好",
    "（本报记者[者:李青]）昨天，荆州召开<Meeting {day} 推进会>",
    "[企:宏图科技]投产，[所:城北码头项目]开工<Milestone {day} 城北码头开工 stage=开工>",
    "[企:湖北宏图科技有限公司]（简称“[企:宏图科技]”）投产，[党:全国人大常委会]副委员长[人:李青=副委员长@全国人大常委会]",
    "[者:若昂·卢瓦索]是[区:巴西]总统[人:若昂·卢瓦索=总统@巴西]，[者:孔子]曰",
]


def make_page(choice: tuple[int, int, int]) -> Reading:
    """One page of one article: which text, which paper, which day."""
    text, paper, day = choice
    name, home = PAPERS[paper]
    issue = date(2019, 12, 28) + timedelta(days=day)
    context = {"paper": name, "home": home, "day": issue.isoformat(), "page": f"A{text}"}
    return read_marked(TEXTS[text].format(day=issue - timedelta(days=1)), context).reading


def build(readings: Sequence[Reading], lexicon: Lexicon) -> Graph:
    return build_graph_values(readings, resolve(readings, lexicon))


def list_ids(graph: Graph) -> set[str]:
    return {entity.id for entity in graph.entities} | {event.id for event in graph.events}


PAGES = st.lists(
    st.tuples(st.integers(0, len(TEXTS) - 1), st.integers(0, len(PAPERS) - 1), st.integers(0, 8)),
    min_size=2,
    max_size=9,
    unique=True,
)


@given(PAGES, st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_order_of_pages_does_not_matter(lexicon: Lexicon, choices: list[tuple[int, int, int]], seed: int) -> None:
    readings = [make_page(choice) for choice in choices]
    expected = build(readings, lexicon)
    random.Random(seed).shuffle(readings)
    assert build(readings, lexicon) == expected


@given(PAGES)
@settings(max_examples=60, deadline=None)
def test_a_further_page_changes_no_id(lexicon: Lexicon, choices: list[tuple[int, int, int]]) -> None:
    """What is there stays under its id, or its id leads on (owl:sameAs) to the one thing that it turned out to be."""
    readings = [make_page(choice) for choice in choices]
    before: set[str] = set()
    for count in range(1, len(readings) + 1):
        graph = build(readings[:count], lexicon)
        there, known_as = list_ids(graph), {old: new for new, old in graph.same}
        for identifier in before:
            assert identifier in there or known_as[identifier] in there
        assert not there & set(known_as)  # an id that was given up is nobody else's
        before = there | set(known_as)


def test_a_page_that_has_nothing_to_do_with_it_changes_nothing(lexicon: Lexicon) -> None:
    readings = [make_page((text, 0, day)) for text, day in ((0, 3), (2, 4), (4, 5))]
    other = read_marked("[者:赵四海]在[区:兰州市]", {"home": "兰州市", "day": "1999-01-01"}).reading
    graph, more = build(readings, lexicon), build([other, *readings], lexicon)
    assert list_ids(graph) <= list_ids(more)
    assert {one.id for one in graph.statements} <= {one.id for one in more.statements}
    assert {one.id for one in graph.figures} <= {one.id for one in more.figures}


def test_two_persons_of_one_name_have_two_ids_whichever_comes_first(lexicon: Lexicon) -> None:
    left = read_marked("[区:荆州市][人:陈望远=副市长@荆州市]", {"day": "2024-03-02"}).reading
    right = read_marked("[区:宜昌市][人:陈望远=副市长@宜昌市]", {"home": "宜昌市", "day": "2020-03-02"}).reading
    alone = list_ids(build([left], lexicon)) | list_ids(build([right], lexicon))
    assert list_ids(build([left, right], lexicon)) == alone


def test_a_name_that_turns_out_to_be_ambiguous_stands_alone_again(lexicon: Lexicon) -> None:
    """The two exceptions that ``kg.ids`` names."""
    full = "[企:湖北宏图科技有限公司]（简称“[企:宏图科技]”）"
    other = "[企:江西宏图科技有限公司]（简称“[企:宏图科技]”）"
    short = read_marked("[企:宏图科技]投产", {"source": "c"}).reading
    one, two = read_marked(full, {"source": "a"}).reading, read_marked(other, {"source": "b"}).reading
    assert "organization:宏图科技" not in list_ids(build([one, short], lexicon))
    assert "organization:宏图科技" in list_ids(build([one, two, short], lexicon))

    bare = read_marked("{者:李青}与[者:王近水]", {"source": "c", "home": ""})
    first = read_marked("[企:远航公司]经理[者:李青=经理@远航公司]与[者:王近水]", {"source": "a", "home": ""}).reading
    second = read_marked("[企:恒途公司]经理[者:李青=经理@恒途公司]与[者:王近水]", {"source": "b", "home": ""}).reading
    asked = bare.asked[0]
    assert len(build([first, bare.reading], lexicon).entities) == 3
    result = resolve([first, second, bare.reading], lexicon)
    assert len({identifier for mention, identifier in result.of.items() if mention.text == "李青"}) == 3
    assert asked in result.of


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_documented(kind: str) -> None:
    assert ids.__doc__ is not None
    assert kind in ids.__doc__


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (ids.person_id("陈望远", "锡湖市"), "person:陈望远-c70b1a"),
        (ids.make_id("post", "锡湖市人民政府", "副市长"), "post:锡湖市人民政府-副市长"),
        (ids.make_id("place", "", "长三角"), "place:长三角"),
        (ids.make_id("project", "锡湖市", "城北污水处理厂项目"), "project:锡湖市-城北污水处理厂项目"),
    ],
)
def test_ids_are_a_promise(identifier: str, expected: str) -> None:
    assert identifier == expected
