"""Forms of text dumps: each as papers and programs leave them."""

import pytest

from kg.articles import cut_articles
from kg.articles.assign import Unit
from kg.articles.blocks import HeadLine
from kg.articles.bylines import is_byline, parse_byline
from kg.articles.columns import match_pairs
from kg.articles.handing import hand_out
from kg.articles.pairs import load_pairs
from kg.model import Article
from kg.pages import read_page_text
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


@pytest.mark.parametrize("line", ["■数字看展会", "□ 今日要闻提示", "□", "● 全市防汛工作会议"])
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
    claims = hand_out([units, [], []], bodies)
    assert ["".join(unit.line.text for unit in claim.units if unit.line) for claim in claims] == [
        "全市防汛工作会议昨日举行",
        "城际铁路开始铺轨施工",
    ]
