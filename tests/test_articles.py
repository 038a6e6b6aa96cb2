"""Page -> articles: joining, repairing, bylines, headlines to their bodies, trace."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import cut_articles
from kg.articles.blocks import HeadLine
from kg.articles.bylines import is_byline, parse_byline
from kg.articles.fronts import read_back, read_front
from kg.articles.headlines import split_headline
from kg.articles.labels import load_weights
from kg.articles.marks import load_mark_rules, load_marks
from kg.articles.repair import kept_parts
from kg.articles.segments import load_boundary_weights
from kg.articles.traced import TraceBuilder, Traced, join_traced
from kg.model import Article, Page
from kg.pages import read_page
from kg.pages.breaks import load_breaks
from kg.pages.overlap import Overlap, cohesion

DAY = date(2024, 3, 2)


def make_page(text: str) -> Page:
    return Page("p.txt", text, DAY, "锡湖日报", "A01")


def cut(text: str) -> list[Article]:
    return cut_articles(make_page(text))


def names(article: Article) -> list[str]:
    return [f"{author.role}{author.name}" for author in article.authors]


def check_trace(article: Article) -> None:
    """Every character stands on the page where the trace says, white space apart; the rest was put in between."""
    at = 0
    taken: set[int] = set()  # columns may lie about on the page, but nothing of it is used twice
    for run in article.trace:
        assert run.length > 0
        assert article.text[at : run.start].strip() in ("", "-")  # a hyphen that the dump has lost
        assert taken.isdisjoint(range(run.origin, run.origin + run.length))
        taken.update(range(run.origin, run.origin + run.length))
        for left, right in zip(
            article.text[run.start : run.start + run.length],
            article.page.text[run.origin : run.origin + run.length],
            strict=True,
        ):
            assert left == right or (left == " " and right.isspace())
        at = run.start + run.length
    assert at == len(article.text)


# ------------------------------------------------------------------------------------ joining and repairing


@pytest.mark.parametrize(
    ("line", "body", "headline"),
    [
        ("通 知 加 强 重 点 支 持 ，在", "通知加强重点支持，在", "通知加强重点支持，在"),
        ("作 风 建 设 ，最 怕“ 一 阵", "作风建设，最怕“一阵", "作风建设，最怕“一阵"),
        ("3月 2日，延续至 2025 年底", "3月2日，延续至2025年底", "3月2日，延续至2025年底"),
        ("购置 MSG 等设备", "购置MSG等设备", "购置MSG等设备"),
        ("记者陈望远 林若水 通讯员", "记者陈望远 林若水 通讯员", "记者陈望远 林若水 通讯员"),
        ("“同心 同行”大型报道", "“同心 同行”大型报道", "“同心 同行”大型报道"),
        ("四链融合  “三产”兴旺", "四链融合“三产”兴旺", "四链融合  “三产”兴旺"),
        ("喜 报", "喜报", "喜报"),
        ("市领导 王 晓、李维安参加", "市领导 王晓、李维安参加", "市领导 王 晓、李维安参加"),
        ("，王 晓、李 明参加", "，王晓、李 明参加", "，王 晓、李 明参加"),
        ("open source 软件", "open source软件", "open source软件"),
        ("方案 A B C", "方案A B C", "方案A B C"),
        ("", "", ""),
    ],
)
def test_spaces(line: str, body: str, headline: str) -> None:
    def keep(*, is_headline: bool) -> str:
        return re.sub(r"\s", " ", "".join(line[start:end] for start, end in kept_parts(line, headline=is_headline)))

    assert keep(is_headline=False) == body
    assert keep(is_headline=True).split() == headline.split()


def test_traced_pieces() -> None:
    builder = TraceBuilder()
    source = "甲乙 丙丁\n戊"
    builder.take(source, 0, 1)
    builder.take(source, 1, 2)
    builder.put(" ")
    builder.take(source, 3, 5)
    traced = builder.build()
    assert traced == Traced("甲乙 丙丁", ((0, 0, 2), (3, 3, 2)))
    assert traced.cut(1, 4) == Traced("乙 丙", ((0, 1, 1), (2, 3, 1)))
    assert traced.cut(2, 5).strip() == Traced("丙丁", ((0, 3, 2),))
    assert join_traced([traced.cut(0, 2), Traced("戊", ((0, 6, 1),))], "\n") == Traced(
        "甲乙\n戊", ((0, 0, 2), (3, 6, 1))
    )


@pytest.mark.parametrize(
    ("end", "start", "running"),
    [
        ("重点项目建", "设取得进展", True),
        ("签约1", "2个项目", True),
        ("集中开工", "昨日，记者从", False),
        ("座谈会举行", "本报讯（记者", False),
    ],
)
def test_break_model(end: str, start: str, running: bool) -> None:
    assert (load_breaks().running(end, start) > 0) == running


def test_a_paragraph_broken_by_a_blank_line() -> None:
    (article,) = cut(
        "新区管委会召开推进会\n\n"
        "3月2日，锡湖新区管委会召开重点项\n目推进会，研究部署全年项目建设工作。\n会议要求，各部门要主动靠前服务，全\n\n"
        "力保障项目早开工、早建成、早投产，\n确保实现“开门红”。\n"
    )
    assert article.headline == "新区管委会召开推进会"
    assert article.text == (
        "3月2日，锡湖新区管委会召开重点项目推进会，研究部署全年项目建设工作。会议要求，各部门要主动靠前服务，"
        "全力保障项目早开工、早建成、早投产，确保实现“开门红”。"
    )
    check_trace(article)


def test_a_quotation_at_the_start_of_a_line() -> None:
    (article,) = cut(
        "两个主题馆同日开放\n\n"
        "　　3月2日，锡湖市城市展示中心正式开放，设有“城市记忆”\n\n“未来之城”两个主题馆，市民可以\n凭身份证免费参观。\n"
    )
    assert "“城市记忆”“未来之城”两个主题馆" in article.text


def test_latin_words_at_a_line_end_keep_their_space() -> None:
    (article,) = cut(
        "软件园引进开源社区\n\n　　3月2日，锡湖软件园与Open\nSource Lab签署协议，共建\n开源社区，首批落户12家企业。\n"
    )
    assert "Open Source Lab签署协议，共建开源社区" in article.text
    check_trace(article)


def test_full_width_spaces_mark_paragraphs() -> None:
    (article,) = cut("新桥通车\n　　昨日，新桥通车。\n　　新桥全长3公里。\n　　市长陈望远出席。\n")
    assert article.text == "昨日，新桥通车。\n新桥全长3公里。\n市长陈望远出席。"


# ------------------------------------------------------------------------------------ bylines, datelines, marks


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("记者陈望远 林若水 通讯员 周 明", ["记者陈望远", "记者林若水", "通讯员周明"]),
        ("□ 本报评论员 林若水", ["评论员林若水"]),
        ("本报记者 陈望远 林若水 文/图", ["记者陈望远", "记者林若水"]),
        ("记者陈望远林若水", ["记者陈望远", "记者林若水"]),
        ("记者王芳李明", ["记者王芳", "记者李明"]),
        ("锡湖日报全媒体记者 陈望远 实习生 林若水", ["记者陈望远", "实习生林若水"]),
        ("记者王芳、特约通讯员李明", ["记者王芳", "通讯员李明"]),
        ("通讯员 欧阳文渊", ["通讯员欧阳文渊"]),
        ("特约记者买买提·艾山", ["特约记者买买提·艾山"]),
        ("周明/文 王芳/摄", ["撰稿周明", "摄影王芳"]),
        ("陈望远 摄", ["摄影陈望远"]),
        ("记者22日从市政府获悉", None),
        ("记者采访了多位市民", None),
        ("评论员文章", None),
        ("本报讯记者", None),
        ("", None),
    ],
)
def test_bylines(text: str, authors: list[str] | None) -> None:
    found = parse_byline(text)
    assert (None if found is None else [a.role + a.name for a in found]) == authors


def test_bare_names_are_a_byline_only_where_one_is_due() -> None:
    assert parse_byline("夏晓舟、许若维") is None
    assert [a.name for a in parse_byline("夏晓舟、许若维", bare=True) or ()] == ["夏晓舟", "许若维"]
    assert parse_byline("节选", bare=True) is None
    assert parse_byline("资料图片", bare=True) is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [("□ 记者 陈望远", True), ("本报评论员 林若水", True), ("记者节快乐", False), ("记者沉下去 新闻活起来", False)],
)
def test_byline_lines(line: str, byline: bool) -> None:
    assert is_byline(line) == byline


KINDS = {"start": "{}", "end": "(?:{})$", "line": "(?:{})$", "any": "{}"}
MARKS = [
    (rule["id"], KINDS[rule["kind"]].format(rule["pattern"]), rule["kind"], text, wanted)
    for rule in load_mark_rules()
    for texts, wanted in ((rule["yes"], True), (rule["no"], False))
    for text in texts
]


@pytest.mark.parametrize(("name", "pattern", "kind", "text", "wanted"), MARKS)
def test_marks(name: str, pattern: str, kind: str, text: str, wanted: bool) -> None:
    found = re.search(pattern, text) if kind == "end" else re.match(pattern, text)
    assert bool(found) == wanted, name


@pytest.mark.parametrize(
    ("text", "dateline", "authors", "rest"),
    [
        ("本报讯（记者陈望远 通讯员林若水）3月2日，", "本报讯", ["记者陈望远", "通讯员林若水"], "3月2日，"),
        ("本报讯 记者陈望远报道：3月2日，", "本报讯", ["记者陈望远"], "3月2日，"),
        ("本报讯 记者 陈望远 通讯员 林若水 3月2日，", "本报讯", ["记者陈望远", "通讯员林若水"], "3月2日，"),
        ("本报讯 昨日上午，", "本报讯", [], "昨日上午，"),
        ("新华社北京3月2日电 记者2日从", "新华社北京3月2日电", [], "记者2日从"),
        ("本报武汉3月2日电  （夏晓舟、许若维）2日，", "本报武汉3月2日电", ["记者夏晓舟", "记者许若维"], "2日，"),
        ("据新华社电 国务院", "据新华社电", [], "国务院"),
        ("央视网消息（新闻联播）：今天，", "央视网消息（新闻联播）", [], "今天，"),
        ("（本报记者 陈望远）昨日，", "", ["记者陈望远"], "昨日，"),
        ("（上接第一版）会议强调，", "", [], "会议强调，"),
        ("（东塔）将于年底封顶。", "", [], "（东塔）将于年底封顶。"),
        ("记者2日从市政府获悉：", "", [], "记者2日从市政府获悉："),
    ],
)
def test_fronts(text: str, dateline: str, authors: list[str], rest: str) -> None:
    front = read_front(Traced(text, ((0, 0, len(text)),)), load_marks())
    assert (front.dateline, [a.role + a.name for a in front.authors], front.rest.text) == (dateline, authors, rest)


@pytest.mark.parametrize(
    ("text", "rest", "authors", "dateline", "closed"),
    [
        ("会议闭幕。（记者 陈望远）", "会议闭幕。", ["记者陈望远"], "", True),
        ("会议闭幕。（陈望远 林若水）", "会议闭幕。", ["记者陈望远", "记者林若水"], "", True),
        ("会议闭幕。本报记者 陈望远", "会议闭幕。", ["记者陈望远"], "", True),
        ("会议闭幕。（下转第三版）", "会议闭幕。", [], "", True),
        ("会议闭幕。（新华社北京3月2日电）", "会议闭幕。", [], "新华社北京3月2日电", True),
        ("会议闭幕（全文完）", "会议闭幕（全文完）", [], "", False),
        ("产值达3亿元（含税）。", "产值达3亿元（含税）。", [], "", False),
    ],
)
def test_backs(text: str, rest: str, authors: list[str], dateline: str, closed: bool) -> None:
    back = read_back(Traced(text, ((0, 0, len(text)),)), load_marks(), last=True)
    found = [a.role + a.name for a in back.authors]
    assert (back.rest.text, found, back.dateline, back.closed) == (rest, authors, dateline, closed)


# ------------------------------------------------------------------------------------ headlines


@pytest.mark.parametrize(
    ("lines", "body", "headline", "subheads"),
    [
        (["新桥通车", "全长三公里"], "", "新桥通车", ("全长三公里",)),
        (["“锡湖百村行”", "大型采访启动"], "昨日，“锡湖百村行”大型采访启动。", "“锡湖百村行”大型采访启动", ()),
        (["国务院印发", "《关于推进城市更新的意见》"], "", "国务院印发《关于推进城市更新的意见》", ()),
        (["锡湖新区——", "荒滩变新城"], "", "锡湖新区——荒滩变新城", ()),
        (["陈望远在调研时强调", "把项目建设抓紧抓实"], "", "把项目建设抓紧抓实", ("陈望远在调研时强调",)),
        (["荒滩上的新城", "——锡湖新区建设纪实"], "", "荒滩上的新城", ("——锡湖新区建设纪实",)),
        (["锡湖市重点项目建", "设再提速"], "", "锡湖市重点项目建设再提速", ()),
        ([], "", "", ()),
    ],
)
def test_headline_lines(lines: list[str], body: str, headline: str, subheads: tuple[str, ...]) -> None:
    assert split_headline([HeadLine(line, 0) for line in lines], body, load_breaks()) == (headline, subheads)


def test_overlap_weighs_rare_words() -> None:
    overlap = Overlap(
        ["市委常委会研究防汛工作"], ["市委常委会召开会议，研究防汛工作。", "市委常委会召开会议，研究教育工作。"]
    )
    assert overlap.cover(0, 0) > 0.6 > overlap.cover(0, 1)


def test_cohesion() -> None:
    one, same, other = (
        "锡湖智算中心昨日开工建设",
        "锡湖智算中心建设周期两年",
        "白鹭洲公园里游人如织",
    )
    assert cohesion(one, same) > cohesion(one, other) == 0.0


BRIDGE = (
    "本报讯（记者陈望远）3月2日，锡湖\n大桥正式通车。大桥全长3公里，总投\n资12亿元，历时三年建成。\n\n"
    "大桥通车后，南北两岸车程由半小时\n缩短到五分钟。\n"
)
SCHOOL = (
    "本报讯（记者林若水 通讯员周明）3月1\n日，全市中小学开学。今年春季，我市新\n增公办学位2600个，新建学校5所。\n\n"
    "市教育局要求各学校上好“开学第一\n课”，抓好校园安全。\n"
)
FARM = (
    "春雨过后，白鹭镇的油菜田里一片繁\n忙。种粮大户周守田正驾驶农机追肥。\n“今年流转了800亩，指望有个好收成。”\n周守田说。\n\n"
    "白鹭镇农技站派出12名技术员下田指导\n油菜春管，全镇油菜面积达3万亩。\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"锡湖大桥正式通车\n\n{BRIDGE}\n中小学开学新增学位2600个\n\n{SCHOOL}",
        f"{BRIDGE}\n锡湖大桥正式通车\n\n{SCHOOL}\n中小学开学新增学位2600个\n",
        f"{BRIDGE}\n锡湖大桥正式通车\n\n中小学开学新增学位2600个\n\n{SCHOOL}",
        f"锡湖大桥正式通车\n\n{BRIDGE}\n{SCHOOL}\n中小学开学新增学位2600个\n",
        f"{BRIDGE}\n中小学开学新增学位2600个\n\n{SCHOOL}\n锡湖大桥正式通车\n",
    ],
    ids=["before", "after", "between", "outside", "swapped"],
)
def test_a_headline_goes_to_the_body_it_shares_its_words_with(text: str) -> None:
    bridge, school = cut(text)
    assert (bridge.headline, school.headline) == ("锡湖大桥正式通车", "中小学开学新增学位2600个")
    assert (names(bridge), names(school)) == (["记者陈望远"], ["记者林若水", "通讯员周明"])
    assert bridge.text.startswith("3月2日，锡湖大桥正式通车。")
    assert school.text.endswith("抓好校园安全。")
    assert bridge.headline_certain
    assert school.headline_certain


def test_an_article_without_a_headline_gets_none() -> None:
    bridge, school = cut(f"{BRIDGE}\n锡湖大桥正式通车\n南北两岸车程缩短到五分钟\n\n{SCHOOL}")
    assert bridge.headline == "锡湖大桥正式通车"
    assert bridge.subheads == ("南北两岸车程缩短到五分钟",)
    assert school.headline == ""


def test_a_headline_that_fits_nothing_is_not_certain() -> None:
    articles = cut(f"{BRIDGE}\n潮起东方\n\n{SCHOOL}")
    assert [a.headline for a in articles].count("潮起东方") == 1
    assert not next(a for a in articles if a.headline).headline_certain


def test_kicker_main_head_and_subheads_before_the_body() -> None:
    article, _ = cut(
        f"陈望远在锡湖大桥通车仪式上强调\n锡湖大桥要建好更要管好\n——锡湖大桥建设纪实\n\n{BRIDGE}\n中小学开学新增学位2600个\n{SCHOOL}"
    )
    assert article.headline == "锡湖大桥要建好更要管好"
    assert article.subheads == ("陈望远在锡湖大桥通车仪式上强调", "——锡湖大桥建设纪实")


def test_byline_below_the_headline() -> None:
    bridge, farm = cut(f"{BRIDGE}\n锡湖大桥正式通车\n\n油菜田里春管忙\n□ 记者 许若维\n\n{FARM}")
    assert (farm.headline, names(farm)) == ("油菜田里春管忙", ["记者许若维"])
    assert (bridge.headline, names(bridge)) == ("锡湖大桥正式通车", ["记者陈望远"])


def test_two_articles_with_nothing_between_them() -> None:
    bridge, farm = cut(f"锡湖大桥正式通车\n\n{BRIDGE}\n{FARM}\n白鹭镇油菜春管忙\n□ 记者 许若维\n")
    assert (bridge.headline, farm.headline) == ("锡湖大桥正式通车", "白鹭镇油菜春管忙")
    assert farm.text.startswith("春雨过后")


def test_cross_heads_are_not_articles() -> None:
    (article,) = cut(
        "锡湖智算中心开工建设\n"
        "　　昨日，锡湖智算中心在锡湖新区开工，总投资24亿元，由锡湖数据集团有限公司投资建设。\n"
        "　　三年建成六千机架\n"
        "　　锡湖数据集团有限公司总经理陈望远介绍，智算中心分三期建设，一期机架2000个，明年底投用。\n"
        "　　锡湖新区将成为\n"
        "　　区域算力枢纽\n"
        "　　业内专家表示，智算中心建成后，锡湖新区将成为区域算力枢纽，带动上下游企业集聚。\n"
    )
    assert article.headline == "锡湖智算中心开工建设"
    assert article.subheads == ("三年建成六千机架", "锡湖新区将成为区域算力枢纽")
    assert article.text.count("\n") == 2
    assert "六千机架" not in article.text


def test_captions() -> None:
    bridge, school = cut(
        f"{BRIDGE}\n锡湖大桥正式通车\n\n夜色中的锡湖大桥。\n\n{SCHOOL}\n图为学生领取新书。（本报记者 许若维 摄）\n\n"
        "中小学开学新增学位2600个\n"
    )
    assert bridge.captions == ("夜色中的锡湖大桥。",)
    assert school.captions == ("图为学生领取新书。（本报记者 许若维 摄）",)
    assert school.text.endswith("抓好校园安全。")
    assert names(school) == ["记者林若水", "通讯员周明"]


def test_a_caption_in_the_middle_of_a_sentence() -> None:
    head, tail = "本报讯（记者陈望远）3月2日，锡湖\n大桥正式通车。大桥全长3公里，总投\n", "资12亿元，历时三年建成。\n"
    (article,) = cut(f"锡湖大桥正式通车\n\n{head}\n图为大桥夜景。（陈望远 摄）\n\n{tail}")
    assert article.text == "3月2日，锡湖大桥正式通车。大桥全长3公里，总投资12亿元，历时三年建成。"
    assert article.captions == ("图为大桥夜景。（陈望远 摄）",)


def test_furniture_and_jumps_are_left_out() -> None:
    (article,) = cut(
        "锡湖日报 2024年3月2日 星期六\n\n锡湖大桥正式通车\n\n"
        + BRIDGE.rstrip()
        + "（下转第三版）\n\n责任编辑：许若维 版式：周明\n"
    )
    assert article.text.endswith("缩短到五分钟。")
    assert article.headline == "锡湖大桥正式通车"


def test_one_article_without_a_headline() -> None:
    (article,) = cut("　　昨日，锡湖大桥正式通车。\n　　大桥全长3公里。\n")
    assert (article.headline, article.text) == ("", "昨日，锡湖大桥正式通车。\n大桥全长3公里。")


def test_a_page_run_together_without_line_breaks() -> None:
    text = re.sub(r"\s*\n\s*", "", f"锡湖大桥正式通车\n{BRIDGE}中小学开学新增学位2600个\n{SCHOOL}")
    bridge, school = cut(text)
    assert (bridge.headline, school.headline) == ("锡湖大桥正式通车", "中小学开学新增学位2600个")
    assert names(school) == ["记者林若水", "通讯员周明"]
    assert bridge.text.endswith("缩短到五分钟。")


def test_nothing_but_headline_lines_is_text() -> None:
    assert [a.text for a in cut("喜报\n")] == ["喜报"]
    assert cut("锡湖日报 2024年3月2日 星期六\n") == []


def test_markup_in_a_headline_stays_text() -> None:
    (article,) = cut(f"<script>alert(1)</script>锡湖大桥通车\n\n{BRIDGE}")
    assert article.headline == "<script>alert(1)</script>锡湖大桥通车"


def test_ids() -> None:
    same = "本报讯（记者陈望远）3月2日，锡湖大桥正式通车。\n\n"
    articles = cut(same * 3)
    assert len({article.id for article in articles}) == len(articles) == 3
    assert articles[0].id.startswith("article:锡湖日报-2024-03-02-A01-")
    assert [article.order for article in articles] == [1, 2, 3]


# ------------------------------------------------------------------------------------ the sample page

SAMPLE = "澄川日报-2024-05-16-A01.txt"
EXPECTED = yaml.safe_load((Path(__file__).parent / "data" / "sample_articles.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    return cut_articles(read_page(Path(str(files("kg").joinpath("data", "sample", SAMPLE)))))


def test_sample_page(sample: list[Article]) -> None:
    assert len(sample) == len(EXPECTED["articles"])
    assert (sample[0].page.newspaper, sample[0].page.home) == (EXPECTED["newspaper"], EXPECTED["home"])


@pytest.mark.parametrize("index", range(len(EXPECTED["articles"])))
def test_sample_article(sample: list[Article], index: int) -> None:
    article, expected = sample[index], EXPECTED["articles"][index]
    assert article.headline == expected["headline"]
    assert list(article.subheads) == expected["subheads"]
    assert [{"name": a.name, "role": a.role} for a in article.authors] == expected["authors"]
    assert article.dateline == expected["dateline"]
    assert list(article.captions) == expected["captions"]
    assert article.text.split("\n") == expected["body"]
    assert article.headline_certain
    check_trace(article)
    assert article.page.text[article.origin(0)] == article.text[0]


# ------------------------------------------------------------------------------------ any text

PIECES = st.sampled_from(
    "本报讯|（记者陈望远）|新华社北京3月2日电|□ 记者 |图为|摄|\u3000\u3000|\n\n|\n| |。|，|：|“|”|（|）|——"
    "|（下转第三版）|会议|锡湖大桥通车|通 知 加 强|2024|A01|责任编辑：|■|a|\t".split("|")
)
ANY_TEXT = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    articles = cut(text)
    assert articles == cut(text)
    assert len({article.id for article in articles}) == len(articles)
    for article in articles:
        assert article.text
        assert article.text == article.text.strip()
        check_trace(article)
        assert article.headline == " ".join(article.headline.split())


@pytest.mark.parametrize(
    "piece",
    [
        "本报讯（记者陈望远）会议召开，研究了工作。",
        "会议研究了工作，",
        "标题\n",
        "\n\n大桥昨日通车\n\n会议在市里召开。",
        "（",
        "1 ",
    ],
    ids=["datelines", "clauses", "headlines", "head and body", "brackets", "digits"],
)
def test_long_text_takes_linear_time(piece: str) -> None:
    for article in cut(piece * (60_000 // len(piece))):
        assert article.trace[0].start == 0


def test_rule_files_load() -> None:
    assert load_weights()["continue"]["limit"] > 0
    assert load_boundary_weights()["hidden"]["bias"] < 0
