"""What the cutter knows of texts by themselves: what goes on with what, in which order, where an article begins."""

from collections.abc import Mapping
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.blocks import Paragraph
from kg.articles.continuity import load_continuity, make_continuity
from kg.articles.grouping import take_in
from kg.articles.hyphens import find_lost_hyphens
from kg.articles.lines import read_lines
from kg.articles.marks import load_marks
from kg.articles.network import load_network
from kg.articles.openings import measure_openings
from kg.articles.ordering import find_best_order, order_segments
from kg.articles.segments import Layout, Segment
from kg.articles.topics import load_topics
from kg.articles.traced import Traced
from kg.articles.turns import part_turns
from kg.errors import LexiconError
from kg.pages.breaks import load_breaks
from tests.test_articles_dumps import cut


def make_segment(*texts: str, width: float = 16.0, broken: bool = False) -> Segment:
    paragraphs = [Paragraph(Traced(text, ((0, 0, len(text)),)), int(not at), width) for at, text in enumerate(texts)]
    return Segment(paragraphs, broken=broken)


# ------------------------------------------------------------------------------------------------------- continuity


@pytest.mark.parametrize(
    ("end", "right", "wrong"),
    [
        ("全市要聚焦重点项目建", "设，持续优化营商环境", "月底前完成全部工程量"),
        ("锡湖至临溪城际铁路全线开始铺", "轨，计划年底联调联试", "老人们围坐在一起包饺子"),
        ("会议强调，要压实安全生产责", "任，全面排查风险隐患", "元，同比增长百分之五"),
    ],
)
def test_continuity_tells_what_goes_on(end: str, right: str, wrong: str) -> None:
    network = load_continuity()
    good, bad = network.weigh(network.read_ends([end]), network.read_beginnings([right, wrong]))
    assert good > bad + 2


@given(st.lists(st.text(), max_size=4))
def test_any_text_has_an_end_and_a_beginning(texts: list[str]) -> None:
    network = load_continuity()
    worth = network.weigh(network.read_ends(texts)[:, None], network.read_beginnings(texts)[None])
    assert worth.shape == (len(texts), len(texts))
    assert np.isfinite(worth).all()


def make_layers(**changed: object) -> Mapping[str, np.ndarray]:
    layers = {
        "chars": np.array([0x4E00], np.uint32),
        "vectors": np.zeros((3, 2), np.int8),
        "scale": np.ones(2),
        "ending": np.zeros((4, 5)),
        "beginning": np.zeros((6, 5)),
        "bias": np.zeros(5),
        "middle": np.zeros((5, 3)),
        "middle_bias": np.zeros(3),
        "output": np.zeros(3),
        "output_bias": np.float32(0),
        "start_kinds": np.zeros((5, 4)),
        "start_bias": np.zeros(4),
        "end_kinds": np.zeros((5, 3)),
        "end_bias": np.zeros(3),
    }
    return {name: np.asarray(changed.get(name, value)) for name, value in layers.items()}


def test_continuity_reads_as_many_characters_as_its_layers_have() -> None:
    network = make_continuity(make_layers(), "own.npz")
    assert (network.before, network.after) == (2, 3)
    assert network.weigh(network.read_ends([""]), network.read_beginnings(["一"])).tolist() == [0.0]


def test_a_line_tells_how_it_begins_and_ends() -> None:
    network = load_continuity()
    lines = ["的建设任务，各地要认真抓好落", "近日，记者从市住建局获悉，", "全市防汛工作会议召开"]
    within, opening, headline = network.tell_beginnings(network.read_beginnings(lines)).argmax(1).tolist()
    assert (within, opening) == (0, 1)
    assert headline > 1
    ends = network.read_ends(["会议强调，各地要认真抓好落", "全市防汛工作会议召开"])
    within, closing = network.tell_ends(ends)
    assert within.argmax() == 0 < closing.argmax()


@pytest.mark.parametrize(
    ("layer", "value"),
    [
        ("vectors", np.zeros((4, 2), np.int8)),
        ("scale", np.ones(3)),
        ("ending", np.zeros((5, 5))),
        ("beginning", np.zeros((6, 4))),
        ("middle", np.zeros((4, 3))),
        ("output", np.zeros(2)),
        ("start_kinds", np.zeros((5, 3))),
        ("end_bias", np.zeros(4)),
    ],
)
def test_layers_that_do_not_go_together_are_named(layer: str, value: np.ndarray) -> None:
    with pytest.raises(LexiconError, match=r"own\.npz: "):
        make_continuity(make_layers(**{layer: value}), "own.npz")


# ---------------------------------------------------------------------------------------------------------- openings


def test_openings() -> None:
    first = ["近日，记者从市住建局获悉，", "据新华社消息，防汛演练", "本报讯（记者何立）昨天下午"]
    later = ["由于家中有需要照顾的老人，", "与此同时，该公司还将投入", "但是，这样做也有其不足。"]
    assert measure_openings(first).min() > measure_openings(later).max()


@given(st.text())
def test_any_text_has_an_opening(text: str) -> None:
    assert abs(float(measure_openings([text])[0])) <= 4


# ---------------------------------------------------------------------------------------------------------- the order


FIRE = "昨日，市消防救援支队在滨江小学开展消防安全演练，八百余名师生在消防员引导下沿疏散路线撤离教学楼。"
MORE_FIRE = "演练结束后，消防员向师生讲解了灭火器的使用方法，并现场演示如何扑救初起火灾。"
COTTON = "受新棉上市和纺织企业订单减少影响，上周棉花现货价格继续下跌，三级皮棉每吨报价下调一百五十元。"


@given(st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_best_order_is_no_worse_than_that_of_the_page(count: int, random: object) -> None:
    rng = np.random.default_rng(random.randrange(1 << 30))  # type: ignore[attr-defined]
    worth = rng.normal(size=(count, count + 1))

    def add(order: list[int]) -> float:
        return float(worth[order[0], count] + sum(worth[below, above] for above, below in pairwise(order)))

    best = find_best_order(worth)
    assert sorted(best) == list(range(count))
    assert add(best) >= add(list(range(count)))
    if count <= 2:
        assert add(best) == pytest.approx(max(add(list(order)) for order in permutations(range(count))))


def test_what_breaks_off_stands_before_what_goes_on() -> None:
    segments = [
        make_segment("轨，计划今年年底联调联试，明年上半年开通运营。"),
        make_segment("本报讯 昨日，锡湖至临溪城际铁路全线开始铺", broken=True),
    ]
    layout = Layout(segments, [[], [], []])
    assert order_segments(layout, [[0, 1]], load_breaks()) == [[1, 0]]


def test_a_piece_without_a_headline_goes_to_the_likeliest_article() -> None:
    layout = Layout([make_segment(FIRE), make_segment(COTTON), make_segment(MORE_FIRE)], [[], [], [], []])
    groups = [[0], [1], [2]]
    assert take_in(layout, groups, [[2]], load_network("merge")) == [[0, 2], [1]]
    assert take_in(layout, groups, [], load_network("merge")) == groups
    assert take_in(layout, [[0, 1, 2]], [[0, 1, 2]], load_network("merge")) == [[0, 1, 2]]


def test_a_segment_by_itself_stays() -> None:
    layout = Layout([make_segment("昨日，锡湖至临溪城际铁路全线开始铺轨。")], [[], []])
    assert order_segments(layout, [[0]], load_breaks()) == [[0]]


# ------------------------------------------------------------------------- an article without a blank line above it


def test_another_article_begins_in_other_words_and_another_width() -> None:
    upper, lower = make_segment(FIRE, width=16.0), make_segment(COTTON, width=11.0)
    segment = Segment([*upper.paragraphs, *lower.paragraphs], closed=True)
    parted = part_turns(Layout([segment], [[], []]))
    assert [own.text for own in parted.segments] == [FIRE, COTTON]
    assert [own.closed for own in parted.segments] == [False, True]
    assert len(parted.gaps) == 3


def test_an_article_goes_on_in_its_own_words() -> None:
    layout = Layout([make_segment(FIRE, MORE_FIRE)], [[], []])
    assert part_turns(layout) is layout


# ----------------------------------------------------------------------------------------------------------- hyphens


COLUMN = [
    "北方三地方坯价格本周略有上",
    "涨，普碳方坯主流报价每吨在",
    "四千元左右，低合金方坯报价",
    "较上一交易日上调二十元，成",
]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("精粉市场价格稳定在13601370元每吨上下，", ["精粉市场价格稳定在1360", "1370元每吨上下，"]),
        ("公司给出的合理估价是17.3819.75元。", ["公司给出的合理估价是17.38", "19.75元。"]),
        ("三级皮棉报价在每吨2,5502,650元左右，成", ["三级皮棉报价在每吨2,550", "2,650元左右，成"]),
        ("一级豆油报价是每吨995010150元，成交", ["一级豆油报价是每吨9950", "10150元，成交"]),
        ("公司股票将于上午停牌9:3010:30一小时。", ["公司股票将于上午停牌9:30", "10:30一小时。"]),
        ("北岸地区酸粉的品位在6566%之间，报价", ["北岸地区酸粉的品位在65", "66%之间，报价"]),
        ("收入与去年同期相比下降15月销量二十万", ["收入与去年同期相比下降1", "5月销量二十万"]),
        ("精粉市场价格稳定在13701360元每吨上下，", []),  # no range
        ("去年全市生产总值突破了2024年的目标，比", []),  # a year
        ("全市粮食播种面积达到了一千二百万亩，比去年", []),
        ("市场价格1360元", []),  # no wider than the column
    ],
)
def test_a_range_that_lost_its_hyphen(line: str, parts: list[str]) -> None:
    contents = [*COLUMN, line, "交一般。"]
    widths = [sum(0.5 if char.isascii() else 1.0 for char in own) for own in contents]
    found = find_lost_hyphens(contents, widths, [0] * len(contents))
    assert found == ([(len(COLUMN), len(parts[0]))] if parts else [])


def test_the_hyphen_is_put_back() -> None:
    line = "精粉市场价格稳定在13601370元每吨上下，"
    (article,) = cut("\n".join(["钢坯价格略有上涨", "", *COLUMN, line, "交一般。"]) + "\n")
    assert "稳定在1360-1370元每吨" in article.text


def test_lines_of_any_width_are_no_column() -> None:
    contents = ["短句。", "比第一句长一些的句子。", "价格在13601370元之间的一个很长的句子，长得没有道理。"]
    assert find_lost_hyphens(contents, [3.0, 11.0, 26.0], [0, 0, 0]) == []


# --------------------------------------------------------------------------------------------- what is no furniture


@pytest.mark.parametrize(("above", "kept"), [("详细名单见网站", True), ("责任编辑：何立 校对：苏见山", False)])
def test_an_address_belongs_to_the_prose_above_it(above: str, kept: bool) -> None:
    lines = read_lines(f"昨日，锡湖市公布了企业名录。\n\n{above}\nhttp://www.example.com/list\n", load_marks())
    assert lines[-1].furniture is not kept


def test_a_sentence_is_no_furniture() -> None:
    *_, line = read_lines("合同签订的日期是\n2023年12月20日。\n", load_marks())
    assert not line.furniture


# ------------------------------------------------------------------------------------------------------------ topics


def test_pairs_are_looked_up_as_they_are_listed() -> None:
    topics = load_topics()
    both = topics.read(["货轮驶离港口，船舶在海上航行", "货轮驶离港口", "船舶在海上航行"])
    assert np.allclose(both[0], both[1] + both[2], atol=1e-4)
