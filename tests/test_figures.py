"""Figures: value, unit, what is measured and of whom; and numbers that are none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kg.facts.figures import find_figures
from kg.facts.grammar import parse_markup
from kg.facts.times import find_times
from kg.model import Article, EventMention, FigureMention, Span
from kg.text import split_sentences
from tests.fact_examples import tag_example

Make = Callable[..., Article]


def read(
    make_article: Make, marked: str, *, headline: str = "", events: dict[str, str] | None = None
) -> list[FigureMention]:
    """Figures of a text in which entities are written ``[澄江锂业|Company]``; ``events`` maps a word to a type."""
    text, mentions, _, _ = parse_markup(marked)
    article = make_article(text, headline, published=date(2025, 4, 23))
    told = [
        EventMention(article.id, type_, Span(text.index(word), text.index(word) + len(word)), word, ())
        for word, type_ in (events or {}).items()
    ]
    times, sentences = find_times(text, article.published), split_sentences(text)
    return find_figures(article, mentions, times, sentences, tag_example(article), events=told)


# text, [(value, unit, letters that the name must hold, owner)]
OWNED: list[tuple[str, list[tuple[int | str, str, str, str | None]]]] = [
    (
        "[青石热电厂项目|Project]总占地面积约27公顷，估算总投资25.22亿元，预计2026年上半年投产。",
        [(27, "公顷", "总占地面积", "青石热电厂项目"), (2522000000, "元", "估算总投资", "青石热电厂项目")],
    ),
    (
        "[澄江锂业|Company]年产能突破4万吨，资源利用率可达98%。",
        [(40000, "吨", "年产能", "澄江锂业"), (98, "%", "资源利用率", "澄江锂业")],
    ),
    (
        "建厂以来，[澄江锂业|Company]累计销售收入500多亿元，累计纳税20多亿元。",
        [(50000000000, "元", "累计销售收入", "澄江锂业"), (2000000000, "元", "累计纳税", "澄江锂业")],
    ),
    ("[澄江锂业|Company]计划在[云溪|AdministrativeArea]投入36亿元用于扩产。", [(3600000000, "元", "投入", "澄江锂业")]),
    (
        "项目投产后，将使[柳河石化公司|Company]化肥生产能力达到300万吨。",
        [(3000000, "吨", "化肥生产能力", "柳河石化公司")],
    ),
    (
        "[云溪市|AdministrativeArea]完成固定资产投资160.6亿元，同比增长41.1%。",
        [(16060000000, "元", "固定资产投资", "云溪市"), ("41.1", "%", "固定资产投资同比增长", "云溪市")],
    ),
    (
        "[澄江锂业|Company]上半年营业收入402.39亿元，同比增长60.03%，净利润22.08亿元，同比增长40.37%。",
        [
            (40239000000, "元", "营业收入", "澄江锂业"),
            ("60.03", "%", "营业收入同比增长", "澄江锂业"),
            (2208000000, "元", "净利润", "澄江锂业"),
            ("40.37", "%", "净利润同比增长", "澄江锂业"),
        ],
    ),
    (
        "2009年，[云溪|AdministrativeArea]陶瓷产量首次突破100万件，比2000年的3.81万件增长了30倍，占全省总产量的8.2%。",
        [
            (1000000, "件", "陶瓷产量", "云溪"),
            (38100, "件", "陶瓷产量", "云溪"),
            (30, "倍", "陶瓷产量增长", "云溪"),
            ("8.2", "%", "陶瓷产量占全省总产量", "云溪"),
        ],
    ),
    ("去年，[柳河冰箱|Company]以9.6%的市场占有率位居第一。", [("9.6", "%", "市场占有率", "柳河冰箱")]),
    (
        "[云溪市|AdministrativeArea]水产、蔬菜和粮食产量分别增长5.5%、8.9%和1.4%。",
        [
            ("5.5", "%", "水产产量增长", "云溪市"),
            ("8.9", "%", "蔬菜产量增长", "云溪市"),
            ("1.4", "%", "粮食产量增长", "云溪市"),
        ],
    ),
    (
        "[云溪口岸|Site]出入境航班14.8万架次，旅客2359.7万人次，同比分别增长13.4%、20.1%。",
        [
            (148000, "架次", "出入境航班", "云溪口岸"),
            (23597000, "人次", "旅客", "云溪口岸"),
            ("13.4", "%", "出入境航班同比增长", "云溪口岸"),
            ("20.1", "%", "旅客同比增长", "云溪口岸"),
        ],
    ),
    (
        "[澄江锂业|Company]毛利率同比减少1.5个百分点至72.07%。",
        [("1.5", "个百分点", "毛利率同比减少", "澄江锂业"), ("72.07", "%", "毛利率", "澄江锂业")],
    ),
    (
        "[柳河二厂|Site]产能从36万辆提升到60万辆。",
        [(360000, "辆", "产能", "柳河二厂"), (600000, "辆", "产能", "柳河二厂")],
    ),
    (
        "[云溪市|AdministrativeArea]建成136家绿色工厂、13个绿色园区。",
        [(136, "家", "建成绿色工厂", "云溪市"), (13, "个", "绿色园区", "云溪市")],
    ),
    ("[澄江锂业|Company]为地方新增300个就业岗位。", [(300, "个", "新增就业岗位", "澄江锂业")]),
    ("[云溪市|AdministrativeArea]常住有约2.16万名来自各地的货车司机。", [(21600, "名", "货车司机", "云溪市")]),
    ("[云溪市|AdministrativeArea]拥有[湿地公园|Site]70个。", [(70, "个", "湿地公园", "云溪市")]),
    ("[云溪中学|Institution]去年有16人获省级一等奖。", [(16, "人", "获省级一等奖", "云溪中学")]),
    (
        "[澄江锂业|Company]兴建的[柳河产业基地|Site]占地面积1000亩，总建筑面积约20万平方米。",
        [(1000, "亩", "占地面积", "柳河产业基地"), (200000, "平方米", "总建筑面积", "柳河产业基地")],
    ),
    ("[柳河产业基地|Site]昨日开工。总投资8亿元。", [(800000000, "元", "总投资", "柳河产业基地")]),
    (
        "[云溪市|AdministrativeArea]在[澄江|AdministrativeArea]举行推介会。[澄江锂业|Company]介绍了情况。公司去年营收3亿元。",
        [(300000000, "元", "营收", "澄江锂业")],
    ),
    (
        "[省统计局|PublicBody]发布的数据显示，[云溪市|AdministrativeArea]人均收入4.2万元。",
        [(42000, "元", "人均收入", "云溪市")],
    ),
    ("[云溪市|AdministrativeArea]经济向好。全国财政收入增长5%。", [(5, "%", "财政收入增长", "全国")]),
    (
        "[国家能源局|PublicBody]8月2日公布了情况。数据显示，上半年炼铝企业实现利润52亿元。",
        [(5200000000, "元", "利润", None)],
    ),
    (
        "[云溪市|AdministrativeArea]共签约亿元以上项目843个，其中50亿元以上项目13个。",
        [(843, "个", "亿元以上项目", "云溪市"), (13, "个", "50亿元以上项目", "云溪市")],
    ),
    (
        "[云溪市|AdministrativeArea]贸易额分别达到2.2万亿、3.2万亿元。",
        [(2200000000000, "元", "贸易额", "云溪市"), (3200000000000, "元", "贸易额", "云溪市")],
    ),
    (
        "[农村公路整治工程|Project]已编排完成。其中大中修养护工程，计划投入资金2228万元；绿化提升工程，计划投入资金920万元。",
        [
            (22280000, "元", "大中修养护工程投入资金", "农村公路整治工程"),
            (9200000, "元", "绿化提升工程投入资金", "农村公路整治工程"),
        ],
    ),
    (
        "[青石高速项目|Project]途经[云溪县|AdministrativeArea]、[柳河县|AdministrativeArea]等8个县区。",
        [(8, "个", "县区", "青石高速项目")],
    ),
    ("[云溪医院|Institution]与[澄江医院|Institution]等8家医院开通绿色通道。", [(8, "家", "医院", None)]),
    (
        "[云溪市|AdministrativeArea]进口食糖11万吨，同比减少6.2万吨或36%。",
        [
            (110000, "吨", "进口食糖", "云溪市"),
            (62000, "吨", "进口食糖同比减少", "云溪市"),
            (36, "%", "进口食糖同比减少", "云溪市"),
        ],
    ),
    (
        "[云溪市|AdministrativeArea]采购规模由最初的0.16亿元，扩大到45.37亿元。",
        [(16000000, "元", "采购规模", "云溪市"), (4537000000, "元", "采购规模", "云溪市")],
    ),
    (
        "[云溪军|Organization]出动213架无人机发动袭击；对方防空系统击落了其中133架无人机。",
        [(213, "架", "出动无人机", "云溪军"), (133, "架", "无人机", None)],
    ),
    ("[澄江锂业|Company]发布公告称，拟出资5000万元设立子公司。", [(50000000, "元", "出资", "澄江锂业")]),
    (
        "据[云溪市统计局|PublicBody]局长[孙某|Official]介绍，全市生产总值达580亿元。",
        [(58000000000, "元", "生产总值", "云溪市")],
    ),
    ("[云溪部|PublicBody]发布了主导品种158个。", [(158, "个", "主导品种", "云溪部")]),
    ("[云溪市|AdministrativeArea]有十二届政协委员。[云溪展|Site]已举办13届。", [(13, "届", "举办", "云溪展")]),
    ("去年底，[澄江锂业|Company]持有[柳河锂业|Company]30%的股份，为第二大股东。", [(30, "%", "股份", "澄江锂业")]),
    (
        "5月8日，[东岭银行澄江分行|Company]向[柳河锂业|Company]发放贷款2亿元。",
        [(200000000, "元", "发放贷款", "东岭银行澄江分行")],
    ),
    ("[云溪展|Site]期间，[澄江交易团|Organization]累计成交1.2亿美元。", [(120000000, "美元", "累计成交", None)]),
]


@pytest.mark.parametrize(("marked", "expected"), OWNED, ids=[row[0][:24] for row in OWNED])
def test_figures(make_article: Make, marked: str, expected: list[tuple[int | str, str, str, str | None]]) -> None:
    figures = read(make_article, marked)
    found = [(f.value, f.unit, f.of.text if f.of else None) for f in figures]
    assert found == [(Decimal(value), unit, whose) for value, unit, _, whose in expected]
    assert [
        f.indicator for f, (_, _, name, _) in zip(figures, expected, strict=True) if set(name) - set(f.indicator)
    ] == []


@pytest.mark.parametrize(
    "marked",
    [
        "第137届[云溪展|Site]第一期开幕，[云溪市|AdministrativeArea]参加。",
        "[云溪市|AdministrativeArea]要抓好“两个维护”，实施“百千万”工程。",
        "[云溪市|AdministrativeArea]举办了一次活动，一批项目开工，两个方面见效。",
        "2024年8月18日，[云溪市|AdministrativeArea]召开会议，享年91岁。",
        "[年产45万吨合成氨项目|Project]奠基。",
        "[云溪市|AdministrativeArea]发布《30条措施》。",
        "[云溪市|AdministrativeArea]有5G基站，位于G318国道。",
        "[云溪市|AdministrativeArea]有数十条线路、几百家商户、七八个村。",
        "[云溪市|AdministrativeArea]推出10个方面、3点意见。",
    ],
)
def test_numbers_that_are_no_figures(make_article: Make, marked: str) -> None:
    assert [(f.text, f.indicator) for f in read(make_article, marked)] == []


def test_qualifier_time_span_and_evidence(make_article: Make) -> None:
    marked = "开头一句。去年，[澄江锂业|Company]营收超过3亿元，工期18个月。"
    [money, duration] = read(make_article, marked)
    text = marked.replace("[", "").replace("|Company]", "")
    assert (money.text, money.qualifier, money.span.of(text)) == ("超过3亿元", "over", "超过3亿元")
    assert money.time is not None
    assert money.time.text == "去年"
    assert money.evidence.span.of(text) == text[5:]
    assert money.evidence.extractor == "figures/money"
    assert 0 < money.evidence.confidence < 1
    assert (int(duration.value), duration.unit) == (18, "个月")
    assert "工期" in duration.indicator


def test_a_range_is_two_figures(make_article: Make) -> None:
    found = read(make_article, "[澄江锂业|Company]年产量3至5万吨。")
    assert [(int(f.value), f.qualifier, f.indicator) for f in found] == [
        (30000, "at_least", "年产量"),
        (50000, "at_most", "年产量"),
    ]


def test_a_figure_told_again_is_one(make_article: Make) -> None:
    found = read(make_article, "[澄江锂业|Company]总投资100亿元。据悉，[澄江锂业|Company]的总投资将达100亿元。")
    assert len(found) == 1


def test_an_event_may_own(make_article: Make) -> None:
    marked = "第九届云溪绿茶博览会昨日开幕。第九届云溪绿茶博览会现场成交额5亿元。"
    [figure] = read(make_article, marked, events={"第九届云溪绿茶博览会": "Exhibition"})
    assert (int(figure.value), figure.of, figure.of_event) == (500000000, None, Span(0, 10))


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("明年，[澄江锂业|Company]产能有望达到3万吨。", "有望"),
        ("预计到2028年，[澄江锂业|Company]产能达到3万吨。", "预计"),
        ("[澄江锂业|Company]力争产值突破3亿元。", "力争"),
        ("[澄江锂业|Company]将投资3亿元建厂。", "将"),
        ("[澄江锂业|Company]计划产能3万吨。", "计划"),
    ],
)
def test_what_is_to_come_is_said_so(make_article: Make, marked: str, word: str) -> None:
    (figure,) = read(make_article, marked)
    assert word in figure.indicator


@pytest.mark.parametrize("marked", ["[澄江锂业|Company]去年产能达到3万吨。", "[澄江锂业|Company]已投资3亿元。"])
def test_what_is_done_is_not_said_to_come(make_article: Make, marked: str) -> None:
    (figure,) = read(make_article, marked)
    assert not {"预", "计", "划", "目", "标", "将"} & set(figure.indicator)


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        # words in front without which the name says something else
        ("此次拍卖不完善粒超标玉米3000吨。", ["不完善粒超标玉米"]),
        ("平台累计向农户预警3万次。", ["累计向农户预警"]),
        ("昨日，特制面粉平均出厂价2820元/吨。", ["特制面粉平均出厂价"]),
        ("今年以来，省级与市级累计投入3亿元。", ["省级与市级累计投入"]),
        # the other side of a trade
        (
            "去年，[青石国|AdministrativeArea]从[柳河国|AdministrativeArea]进口额为3亿元，同比增长5%。",
            ["从柳河国进口额", "从柳河国进口额同比增长"],
        ),
        ("[澄江锂业|Company]在[柳河国|AdministrativeArea]的采购额为3亿元。", ["在柳河国的采购额"]),
        (
            "去年，[青石国|AdministrativeArea]和[柳河国|AdministrativeArea]双边贸易额为3亿元。",
            ["青石国和柳河国双边贸易额"],
        ),
        # a share says of what it is one
        ("去年，[云溪|AdministrativeArea]手工瓷器占全国市场份额70%以上。", ["手工瓷器占全国市场份额"]),
        ("今年以来，自驾流量达1.3亿人次，占人员流动量的七成以上。", ["自驾流量", "自驾流量占人员流动量"]),
        # the deed that says which ones; what a list is of; coordinated modifiers
        ("会上，受洪水影响的10个省份提出建议。", ["受洪水影响的省份"]),
        ("昨日，13名“技术顾问”名单对外公布。", ["技术顾问"]),
        ("今年，改造全省8000个高速及普通公路服务区。", ["改造全省高速及普通公路服务区"]),
        ("昨日，查封竹材生产、组装及回收企业19家。", ["查封竹材生产、组装及回收企业"]),
        ("目前，已支持13万名乡村艺人和手工业者发展特色产业。", ["支持乡村艺人和手工业者"]),
        ("昨日，2级白小麦到厂价2140元/吨。", ["2级白小麦到厂价"]),
        ("今年，[柳河国|AdministrativeArea]出口了1000万吨小麦。", ["出口小麦"]),
        # what the items of a list have in common
        ("5月，城镇和乡村消费品零售额分别增长12%和13%。", ["城镇消费品零售额增长", "乡村消费品零售额增长"]),
    ],
)
def test_nothing_that_limits_is_lost(make_article: Make, marked: str, names: list[str]) -> None:
    """In a name, or in the paper's own words where no name is sure."""
    found = [figure.indicator for figure in read(make_article, marked)]
    assert len(found) == len(names)
    assert [name for name, told in zip(names, found, strict=True) if set(name) - set(told)] == []


def test_the_papers_own_words(make_article: Make) -> None:
    """Two shares on one verb: which is whose a name would hide."""
    marked = "[云溪市|AdministrativeArea]水产、蔬菜产量分别增长5.5%、8.9%。"
    words = "“云溪市水产、蔬菜产量分别增长5.5%、8.9%”"
    assert [figure.indicator for figure in read(make_article, marked)] == [words, words]


@pytest.mark.parametrize(
    ("marked", "values"),
    [
        ("[云溪市|AdministrativeArea]完成投资400，000元。", [400000]),  # a full-width comma between thousands
        ("[云溪高铁|Site]全程耗时2小时53分。", []),  # two units of one measure
        ("[云溪市|AdministrativeArea]引进50亿元以上项目13个。", [13]),  # which ones, not how much
    ],
)
def test_numbers_read_whole(make_article: Make, marked: str, values: list[int]) -> None:
    assert [int(figure.value) for figure in read(make_article, marked)] == values


@pytest.mark.parametrize(
    "marked",
    ["如果[澄江锂业|Company]产能达到3万吨，价格将回落。", "若产能达到3万吨，[澄江锂业|Company]产值将达5亿元。"],
)
def test_what_is_only_supposed_is_no_figure(make_article: Make, marked: str) -> None:
    assert not read(make_article, marked)
