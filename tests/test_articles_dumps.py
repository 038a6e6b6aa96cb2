"""Forms of text dumps: each as papers and programs leave them."""

from io import BytesIO
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import cut_articles
from kg.articles.arrays import parse_arrays
from kg.articles.assign import Unit
from kg.articles.blocks import Caption, HeadLine, build_blocks
from kg.articles.bylines import is_byline, parse_byline
from kg.articles.chain import (
    AROUND,
    BEGIN,
    CONTINUE,
    HEADLINE,
    RESUME,
    SLOTS,
    Setting,
    find_best,
    line_features,
    load_chain,
    look_around,
    make_chain,
)
from kg.articles.chars import CharCounts, find_shared
from kg.articles.columns import lies_about, match_pairs
from kg.articles.grouping import merge_features, read_sight, weigh_pairs
from kg.articles.handing import hand_out
from kg.articles.labels import label_lines
from kg.articles.lines import is_section, measure_dump_columns, read_lines
from kg.articles.marks import load_marks
from kg.articles.matching import match_best
from kg.articles.network import load_network, make_network
from kg.articles.pairs import load_pairs
from kg.articles.seams import load_seams, make_seams
from kg.articles.segments import build_layout
from kg.articles.topics import load_topics, make_topics, unify
from kg.errors import LexiconError
from kg.model import Article
from kg.pages import read_page_text
from kg.pages.breaks import load_breaks
from kg.pages.furniture import load_furniture
from kg.pages.overlap import find_triples
from tests.test_articles import DAY, check_trace


def cut(text: str) -> list[Article]:
    articles = cut_articles(read_page_text(text, published=DAY, newspaper="锡湖日报"))
    for article in articles:
        check_trace(article)
    return articles


def authors(article: Article) -> list[str]:
    return [f"{author.role}{author.name}" for author in article.authors]


BODY = "昨日，锡湖至临溪城际铁路开始全线铺轨。\n　　该线路全长87.3公里，设站9座，计划今年年底联调联试。"


@pytest.mark.parametrize("jump", ["（下转第三版）", "（转第2版）", "下转A02版", "（转A03版）"])
def test_jumps_are_left_out(jump: str) -> None:
    (article,) = cut(f"城际铁路开始铺轨\n　　{BODY}{jump}\n")
    assert article.text.endswith("联调联试。")


@pytest.mark.parametrize(
    "credit",
    [
        "图为铺轨现场。（何立 摄）",
        "工人在铺轨现场作业。（本报记者 何立 摄）",
        "图为铺轨现场。 本报记者 何立 摄",
        "铺轨机缓缓前行。何立 摄",
    ],
)
def test_photo_credits_are_captions(credit: str) -> None:
    (article,) = cut(f"城际铁路开始铺轨\n\n　　{BODY}\n\n{credit}\n")
    assert article.captions == (credit,)
    assert "摄" not in article.text


def test_a_headline_right_above_a_caption() -> None:
    (article,) = cut(f"　　{BODY}\n\n城际铁路开始铺轨\n图为铺轨现场。 本报记者 何立 摄\n")
    assert article.headline == "城际铁路开始铺轨"
    assert article.captions == ("图为铺轨现场。 本报记者 何立 摄",)


def test_full_width_spaces_are_paragraphs() -> None:
    (article,) = cut(f"城际铁路开始铺轨\n　　{BODY}\n")
    assert article.text.count("\n") == 1


def test_a_page_without_line_breaks() -> None:
    first, second = cut(
        "本报讯（记者苏见山）昨日，澄川三桥南岸主塔封顶，大桥建设进入上部结构施工阶段，预计明年建成通车。大桥全长2.86公里，主桥为双塔斜拉桥，双向六车道。"
        "本报讯（记者何立）记者从市教育局获悉，三所新建学校将于今年9月投入使用，新增学位4320个，报名下月开始。\n"
    )
    assert authors(first) == ["记者苏见山"]
    assert authors(second) == ["记者何立"]
    assert second.text.startswith("记者从市教育局获悉")


def test_a_file_without_a_headline() -> None:
    (article,) = cut(f"　　{BODY}\n")
    assert article.headline == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("□ 记者 何立", ["记者何立"]),
        ("□本报记者 何立 通讯员 苏见山", ["记者何立", "通讯员苏见山"]),
        ("■ 本报评论员 何立", ["评论员何立"]),
        ("□ 何立", ["记者何立"]),
    ],
)
def test_bylines_below_the_headline(line: str, expected: list[str]) -> None:
    (article,) = cut(f"城际铁路开始铺轨\n{line}\n　　{BODY}\n")
    assert authors(article) == expected
    assert article.headline == "城际铁路开始铺轨"
    assert article.text.startswith("昨日")


@pytest.mark.parametrize(
    "line",
    [
        "■数字看展会",
        "□ 今日要闻提示",
        "□",
        "● 全市防汛工作会议",
        "一位经销商面对记者时感叹。",
        "何立明告诉记者，公司已经",
        "锡湖台记者何立：",
    ],
)
def test_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize("end", ["（何立 苏见山）", "（记者何立 苏见山）", "(何立 苏见山)"])
def test_authors_at_the_end(end: str) -> None:
    (article,) = cut(f"城际铁路开始铺轨\n　　{BODY}{end}\n")
    assert authors(article) == ["记者何立", "记者苏见山"]
    assert article.text.endswith("联调联试。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者陆 立 通讯员安 然顾小满", ["陆立", "安然", "顾小满"]),
        ("记者陆 立 通讯员安 然 顾小满", ["陆立", "安然", "顾小满"]),
        ("记者陆立通讯员安然", ["陆立", "安然"]),
    ],
)
def test_names_that_a_line_end_ran_together(text: str, expected: list[str]) -> None:
    assert [author.name for author in parse_byline(text) or ()] == expected


def test_a_byline_that_a_line_end_splits() -> None:
    (article,) = cut(
        "养老服务进小区\n\n本报讯（记者陆 立 通讯员安 然 顾\n小满）昨天中午，枫林苑小区的社区食\n"
        "堂里，八十二岁的祁奶奶端着餐盘，连\n说饭菜可口。\n"
    )
    assert authors(article) == ["记者陆立", "通讯员安然", "通讯员顾小满"]
    assert article.text.startswith("昨天中午")


@pytest.mark.parametrize("piece", ["星期三", "农历三月廿六", "要闻", "A05", "邮箱：news@example.com"])
def test_furniture_by_itself(piece: str) -> None:
    (article,) = cut(f"{piece}\n\n城际铁路开始铺轨\n\n　　{BODY}\n")
    assert article.headline == "城际铁路开始铺轨"


# two stories in three columns each, as pdftotext gives them: the second one's columns stand between the first one's
SCATTERED = """\
澄川三桥主塔封顶

昨日上午，随着最后一方混凝土浇
筑完成，澄川三桥南岸主塔顺利封顶，标
志着大桥建设进入上部结构施工阶段。
澄川三桥全长2.86公里，主桥为双
塔斜拉桥，主跨460米，双向六车道，设
计时速60公里。项目由市交通投资集
团建设，总投资约18.7亿元，是我市“一

早市搬进大棚
菜贩不再淋雨

“往年一到梅雨天，摊子上就要
撑伞，菜泡在水里。”在城南早市
卖了十二年菜的周阿婆说，今年她
有了带编号的固定摊位。
城南早市原是一条占道经营的马

环六横”路网的重要节点。
“主塔高168.5米，施工中我们采
用液压爬模工艺，平均六天完成一个节
段。”项目总工程师安望远介绍，塔柱垂
直度偏差控制在三千分之一以内。
大桥建成后，从老城区到临江新区
的车程将由35分钟缩短到10分钟，对完

路市场，两百多个摊位挤在不到四
百米的街上，附近居民多次反映出
行难。今年2月起，街道利用闲置厂
房改建便民市场，前三个月免收租
金，并配备公平秤和免费开水。

善城市路网、缓解过江交通压力具有重要
意义，沿线群众出行将更加便捷。
"""


def test_columns_that_lie_about() -> None:
    bridge, market = cut(SCATTERED)
    assert bridge.headline == "澄川三桥主塔封顶"
    assert "是我市“一环六横”路网的重要节点。" in bridge.text
    assert bridge.text.endswith("对完善城市路网、缓解过江交通压力具有重要意义，沿线群众出行将更加便捷。")
    assert market.headline.startswith("早市搬进大棚")
    assert "占道经营的马路市场" in market.text


def test_pairs() -> None:
    model = load_pairs()
    assert model.bond("葡", "萄") > 5
    assert model.bond("的", "了") < 0
    assert model.bond("\U0002a700", "的") == 0.0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {}),
        ([(-1.0, 0, 1)], {}),
        ([(2.0, 0, 1), (1.9, 0, 2), (1.0, 3, 1)], {2: 0, 1: 3}),  # the best sum, not the best single one
        ([(2.0, 0, 1), (2.0, 1, 0)], {0: 1}),  # no ring
        ([(3.0, 0, 1), (2.0, 1, 2), (1.0, 2, 0)], {1: 0, 2: 1}),
    ],
)
def test_match_pairs(rows: list[tuple[float, int, int]], expected: dict[int, int]) -> None:
    assert match_pairs(rows) == expected


def test_headlines_side_by_side() -> None:
    units = [
        Unit(HeadLine("全市防汛工作会 城际铁路开始", 1)),
        Unit(HeadLine("议昨日举行 铺轨施工", 0)),
    ]
    bodies = ["昨日，全市防汛工作会议举行，部署防汛备汛。", "昨日，城际铁路开始铺轨，铺轨施工进展顺利。"]
    claims, inner = hand_out([units, [], []], [[0], [1]], bodies, [1, 1])
    assert not inner
    assert ["".join(unit.line.text for unit in claim.units if unit.line) for claim in claims] == [
        "全市防汛工作会议昨日举行",
        "城际铁路开始铺轨施工",
    ]


def test_two_headlines_without_a_blank_line_between() -> None:
    lines = ["全市防汛工作会议", "昨日举行部署防汛备汛", "城际铁路开始铺轨", "铺轨施工进展顺利"]
    units = [Unit(HeadLine(line, int(not at))) for at, line in enumerate(lines)]
    bodies = [
        "昨日，全市防汛工作会议举行，会议部署防汛备汛，要求落实防汛责任。",
        "记者获悉，城际铁路开始铺轨，目前铺轨施工进展顺利，铁路明年通车。",
    ]
    claims, _ = hand_out([units, [], []], [[0], [1]], bodies, [1, 1])
    assert ["".join(unit.line.text for unit in claim.units if unit.line) for claim in claims] == [
        "全市防汛工作会议昨日举行部署防汛备汛",
        "城际铁路开始铺轨铺轨施工进展顺利",
    ]


def test_a_headline_of_two_lines_stays_one() -> None:
    units = [Unit(HeadLine("城际铁路开始铺轨", 1)), Unit(HeadLine("防汛工作同时部署", 0))]
    bodies = ["昨日，城际铁路开始铺轨，施工单位同时部署防汛工作。", "记者获悉，市图书馆新馆开馆。"]
    claims, _ = hand_out([units, [], []], [[0], [1]], bodies, [1, 1])
    assert [len(claim.units) for claim in claims] == [2, 0]


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        ([[3.0, 2.0], [2.5, -1.0]], {0: 1, 1: 0}),
        ([[-1.0, -2.0]], {}),
        ([[1.0], [4.0], [2.0]], {1: 0}),
        ([], {}),
        ([[]], {}),
        ([[5.0, 4.0, 0.0], [5.0, 1.0, 0.0], [4.5, 3.9, 0.1]], {0: 1, 1: 0, 2: 2}),
    ],
)
def test_match_best(worth: list[list[float]], expected: dict[int, int]) -> None:
    assert match_best(worth) == expected


COLUMNS = """城际铁路铺轨施工
全面展开

昨日，锡湖至临溪城际铁路开始全
线铺轨。
该线路全长87.3公里，设站9座，计
划今年年底联调联试。
铺轨基地负责人说，铺轨工程进展
顺利，城际铁路明年春天可以通
车。

全市防汛工作会议召开

昨日，全市防汛工作会议召开，部
署防汛备汛工作。
会议要求，各县区要加强堤防巡
查，备足防汛物资。
全市已落实防汛抢险队伍二百
支。

三所新建学校秋季投入使用

记者从市教育局获悉，三所新建学
校将于今年9月投入使用。
新建学校新增学位4320个，报名下
月开始。
"""


def test_a_dump_of_columns_is_known_by_its_lines() -> None:
    marks = load_marks()
    assert lies_about(read_lines(COLUMNS, marks))
    apart = COLUMNS.replace("。\n", "。\n\n")
    assert not lies_about(read_lines(apart, marks))
    indented = "\n".join(f"　　{line}" for line in COLUMNS.split("\n"))
    assert not lies_about(read_lines(indented, marks))


def test_columns_of_a_dump() -> None:
    widths = measure_dump_columns(read_lines(COLUMNS, load_marks()))
    assert set(widths[2:9]) == {15.5}
    assert measure_dump_columns([]) == []


def test_two_articles_of_a_dump() -> None:
    first, second, _ = cut(COLUMNS)
    assert first.headline == "城际铁路铺轨施工全面展开"
    assert first.text.startswith("昨日，锡湖")
    assert first.text.endswith("可以通车。")
    assert second.headline == "全市防汛工作会议召开"
    assert second.text.endswith("队伍二百支。")


def test_a_column_goes_on_elsewhere() -> None:
    whole = "铺轨工程进展\n顺利，城际铁路明年春天可以通\n车。\n"
    torn = COLUMNS.replace(whole, "铺轨工程进\n", 1)
    first, second, third = cut(f"{torn}\n展顺利，城际铁路铺轨工程明年春天\n完工，铁路可以通车。\n")
    assert first.text.endswith("铺轨工程进展顺利，城际铁路铺轨工程明年春天完工，铁路可以通车。")
    assert "铁路" not in second.text + third.text


def test_a_section_by_itself_is_furniture() -> None:
    first, *_ = cut(COLUMNS.replace("昨日，锡湖", "民生\n\n昨日，锡湖", 1))
    assert first.headline == "城际铁路铺轨施工全面展开"


def test_a_jump_broken_over_two_lines() -> None:
    (article,) = cut(f"城际铁路开始铺轨\n　　{BODY}（下转\n第3版）\n")
    assert article.text.endswith("联调联试。")


def test_seams() -> None:
    model = load_seams()
    measured = model.measure([("重点项目建", "设取得"), ("重点项目建", "昨日，"), ("", ""), ("☃", "☃☃")])
    assert measured.shape == (4, 2)
    assert measured[0][0] > 2 > 0 > measured[1][0]
    assert model.measure([]).shape == (0, 2)


LINES = st.text(alphabet="锡湖城际铁路。，“” a1\u3000𠀀", max_size=30)


@given(st.lists(LINES, max_size=6))
def test_characters_are_counted_as_one_by_one(lines: list[str]) -> None:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    chars = CharCounts(text, starts, [start + len(line) for start, line in zip(starts, lines, strict=True)])
    assert chars.count("ascii") == [sum(char.isascii() for char in line) for line in lines]
    assert chars.count("space") == [sum(char.isspace() for char in line) for line in lines]
    assert chars.count("prose") == [sum(char in "，。；" for char in line) for line in lines]


@given(st.lists(LINES, min_size=1, max_size=5))
def test_triples_are_found_as_by_looking_for_each(texts: list[str]) -> None:
    sets = [find_triples(text) for text in texts]
    codes, present = find_shared(texts, 3)
    shared = ["".join(map(chr, triple)) for triple in codes.tolist()]
    assert shared == sorted(triple for triple in set().union(*sets) if sum(triple in own for own in sets) > 1)
    for own, row in zip(sets, present.tolist(), strict=True):
        assert own & set(shared) == {triple for triple, there in zip(shared, row, strict=True) if there}


def test_a_line_worded_like_a_headline() -> None:
    lines = read_lines("城际铁路铺轨施工全面展开\n的同时也要看到这是一个的\n", load_marks())
    chain, setting = load_chain(), Setting([12.0, 12.0], [1, 0], [False] * 2, [False] * 2)
    rows = line_features(lines, setting, chain.style)
    without = line_features(lines, setting, np.zeros_like(chain.style))
    (worded, *_) = np.flatnonzero((rows != without).any(0))
    assert rows[0, worded] > 0 > rows[1, worded]
    assert chain.weigh(look_around(rows)).shape == (2, 16)
    assert chain.label([], Setting([], [], [], [])) == []


WEIGHTS = st.integers(1, 6).flatmap(
    lambda count: st.tuples(
        st.lists(st.lists(st.integers(-9, 9), min_size=16, max_size=16), min_size=count, max_size=count),
        st.lists(st.booleans(), min_size=count, max_size=count),
    )
)


@given(WEIGHTS)
def test_the_best_labels_are_those_of_the_highest_sum(page: tuple[list[list[int]], list[bool]]) -> None:
    rows, apart = page

    def add_up(path: tuple[int, ...]) -> int:
        above = (BEGIN, *path[:-1])
        return sum(row[4 * last + own] for row, last, own in zip(rows, above, path, strict=True))

    def may_be(path: tuple[int, ...]) -> bool:
        above = (HEADLINE, *path[:-1])
        places = zip(path, above, apart, strict=True)
        return not any(own == CONTINUE and (gap or last == HEADLINE) for own, last, gap in places)

    paths = product((BEGIN, CONTINUE, HEADLINE, RESUME), repeat=len(rows))
    best = find_best(np.array(rows, dtype=np.float32), apart)
    assert may_be(tuple(best))
    assert add_up(tuple(best)) == max(add_up(path) for path in paths if may_be(path))


@pytest.mark.parametrize(
    ("credit", "captions"),
    [
        ("图为铺轨现场。\n何立摄（影像锡湖）", 0),
        ("\n图为铺轨现场。（何立 摄）", 1),
        ("\n图为铺轨现场。\n何立摄（影像锡湖）", 1),
    ],
)
def test_what_a_picture_story_says_of_its_picture_stays_in_it(credit: str, captions: int) -> None:
    marks = load_marks()
    lines = read_lines(COLUMNS.replace("车。\n", f"车。\n{credit}\n", 1), marks)
    labels = label_lines(lines, load_breaks(), marks, scattered=True)
    blocks = build_blocks(COLUMNS.replace("车。\n", f"车。\n{credit}\n", 1), lines, labels, marks, scattered=True)
    assert sum(isinstance(block, Caption) for block in blocks) == captions


def test_merger_weighs_what_the_features_are_called() -> None:
    assert "head_gain" in load_network("merge").names


def as_file(**arrays: object) -> BytesIO:
    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return BytesIO(file.getvalue())


def cut_short(file: BytesIO) -> BytesIO:
    return BytesIO(file.getvalue()[:-40])


def one_array() -> BytesIO:
    file = BytesIO()
    np.save(file, np.zeros(3))
    return BytesIO(file.getvalue())


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (BytesIO(b""), "not a file of arrays"),
        (BytesIO(b"chars\t3\n"), "not a file of arrays"),
        (cut_short(as_file(chars=np.zeros(3))), "not a file of arrays"),
        (one_array(), "one array by itself"),
        (as_file(chars=np.array([{}], dtype=object)), "not a file of arrays"),  # an object would have to be unpickled
        (as_file(steps=np.zeros(3)), "chars missing"),
        (as_file(chars=np.array([1.0, np.nan])), "chars: numbers expected that are finite"),
    ],
)
def test_a_bad_file_of_arrays_is_named(file: BytesIO, said: str) -> None:
    with pytest.raises(LexiconError, match=f"^pages/own.npz: {said}"):
        parse_arrays(file, "pages/own.npz", ["chars"])


def test_arrays_that_do_not_go_together_are_named() -> None:
    layers = {"names": np.array(["lead", "next"]), "hidden": np.zeros((2, 3)), "hidden_bias": np.zeros(3)}
    layers |= {"output": np.zeros(3), "direct": np.zeros(2), "bias": np.zeros(())}
    assert make_network(layers, "own.npz").names == ("lead", "next")
    with pytest.raises(LexiconError, match=r"own\.npz: direct: shape"):
        make_network(layers | {"direct": np.zeros(5)}, "own.npz")
    assert make_network(layers, "own.npz").rate([{"lead": 1.0}, {}]) == [0.0, 0.0]
    around = 2 * AROUND + 1
    own = {"hidden": np.zeros((around, 3)), "hidden_bias": np.zeros(3), "output": np.zeros((3, 16))}
    own |= {"direct": np.zeros((around, 16)), "output_bias": np.ones(16)}
    weights = make_chain(own | {"style": np.zeros(SLOTS)}, "own.npz").weigh(np.zeros((2, around), dtype=np.float32))
    assert weights.tolist() == [[1.0] * 16] * 2
    with pytest.raises(LexiconError, match=r"own\.npz: style: shape"):
        make_chain(own | {"style": np.zeros(7)}, "own.npz")
    seams = {f"{part}_{order}": np.zeros(2) for part in ("steps", "counts") for order in (1, 2, 3)}
    with pytest.raises(LexiconError, match=r"own\.npz: steps_2, counts_2"):
        make_seams(seams | {"counts_2": np.zeros(5)}, "own.npz")


def test_features_are_those_that_the_merger_weighs() -> None:
    marks = load_marks()
    page = read_page_text(COLUMNS, published=DAY, newspaper="锡湖日报")
    lines = read_lines(page.text, marks)
    labels = label_lines(lines, load_breaks(), marks, scattered=True)
    layout = build_layout(build_blocks(page.text, lines, labels, marks), marks, scattered=True)
    groups = [[index] for index in range(len(layout.segments))]
    features = merge_features(read_sight(layout), groups)
    assert set(features) == set(load_network("merge").names)
    assert weigh_pairs(load_network("merge"), features).shape == (len(groups), len(groups))


def test_texts_on_one_matter_point_the_same_way() -> None:
    texts = ["多艘货轮驶离港口，航运公司加开航线。", "船舶在海上航行，码头装卸集装箱。", "学生走进课堂，教师讲解课文。"]
    ship, sea, school = unify(load_topics().read(texts))
    assert ship @ sea > 0.3 > ship @ school
    assert np.allclose(load_topics().read([texts[0], "", texts[1]])[[0, 2]], load_topics().read(texts)[:2])
    assert not load_topics().read(["", "A", "?!"]).any()
    assert load_topics().read([]).shape[0] == 0


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_has_a_topic(texts: list[str]) -> None:
    vectors = load_topics().read(texts)
    assert len(vectors) == len(texts)
    assert np.isfinite(unify(vectors)).all()


def test_bad_topics_are_named() -> None:
    pairs = np.array([ord(char) for char in "港口海上"], np.uint32)
    own = {"pairs": pairs, "vectors": np.zeros((2, 3), np.int8), "scale": np.ones(3)}
    with pytest.raises(LexiconError, match=r"own\.npz: pairs out of order"):
        make_topics(own | {"pairs": pairs[[0, 1, 0, 1]]}, "own.npz")
    with pytest.raises(LexiconError, match=r"own\.npz: vectors of"):
        make_topics(own | {"scale": np.ones(2)}, "own.npz")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("要闻", True), ("国内 国际", True), ("经 济", True), ("要闻速递三则", False), ("城际铁路", False)],
)
def test_the_name_of_a_section(line: str, expected: bool) -> None:
    assert is_section(line, load_furniture()) is expected


def test_a_sections_name_above_an_article_is_furniture() -> None:
    text = "城南新桥昨日通车，\n市民出行更加方便。\n\n综合\n水厂二期\n投入运行\n\n昨日，水厂二期\n投入运行。"
    lines = read_lines(text, load_marks())
    assert [line.text for line in lines if line.furniture] == ["综合"]
    assert next(line for line in lines if line.text == "水厂二期").gap == 1
