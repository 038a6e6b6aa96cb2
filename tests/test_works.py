"""Works and devices without a proper name: what is taken for one, and its shorter names. All are invented."""

from __future__ import annotations

import pytest

from kg.facts.events import find_events
from kg.facts.figures import find_figures
from kg.facts.posts import find_tenures  # noqa: F401  (the stage before)
from kg.facts.works import find_works
from tests.fact_examples import make_example, tag_example

TURBINE = (
    "19日，全球首台22兆瓦潮汐发电机组在[青石湾|Site]成功并网发电。机组年均发电超过8800万千瓦时。\n"
    "22兆瓦机组轮毂中心高98米，单只叶片长77米、重32吨，最大功率22.4千瓦。"
)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (TURBINE, [("22兆瓦潮汐发电机组", "Product")] * 3),
        ("昨日，我国首座跨岭输水隧道工程全线贯通。", [("跨岭输水隧道工程", "Project")]),
        ("昨日，国内首艘深海试验船——“望潮”号完成交付。", [("深海试验船", "Product")]),
        ("昨日，北岭抽水蓄能电站投产发电。", [("北岭抽水蓄能电站", "Site")]),
        # more than one, a part of one, or nothing that tells which
        ("昨日，一批重大交通基础设施工程开工建设。", []),
        ("预计一期工程6个月后竣工。", []),
        ("昨日，新工厂投产。", []),
        ("会议强调，要把中欧班列建成品牌。", []),
        ("[青石大桥|Site]昨日通车。", []),
    ],
)
def test_works(marked: str, expected: list[tuple[str, str]]) -> None:
    article, mentions, _, times = make_example(marked)
    found = find_works(article, mentions, times)
    assert [(m.name, m.type) for m in found] == expected
    assert all(m.span.of(article.text) == m.text for m in found)


def test_a_work_is_what_its_milestone_and_its_figures_are_about() -> None:
    article, mentions, sentences, times = make_example(TURBINE)
    known = [*mentions, *find_works(article, mentions, times)]
    (event,) = find_events(article, known, sentences, times)
    assert (event.type, event.stage) == ("Milestone", "投产")
    assert [(a.role, a.filler.name) for a in event.arguments] == [("concerns", "22兆瓦潮汐发电机组")]
    figures = find_figures(article, known, times, sentences, tag_example(article), events=[event])
    assert {f.of.name for f in figures if f.of} == {"22兆瓦潮汐发电机组"}
    told = {(str(f.value), f.unit): f.indicator for f in figures}
    for value, unit, words in (("98", "米", "轮毂中心高"), ("77", "米", "单只叶片长"), ("32", "吨", "单只叶片重")):
        assert set(words) <= set(told[value, unit])
    assert "最大功率" in told["22.4", "千瓦"]  # not 22.4千 of an unknown unit
