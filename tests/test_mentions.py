"""Names: found whole, typed right; what looks like a name and is none. All names are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mentions import find_mentions, part_text


def names(article, lexicon, tagger):
    (mentions,) = find_mentions([article], lexicon, tagger)
    return {(m.text, m.type) for m in mentions}


CASES = [
    # organisations whole
    ("湖北恒江汽车系统集团有限公司展出新品。", {("湖北恒江汽车系统集团有限公司", "Company")}),
    ("华益压缩机（宜昌）有限公司带来新机型。", {("华益压缩机（宜昌）有限公司", "Company")}),
    ("华益压缩机(宜昌)有限公司带来新机型。", {("华益压缩机(宜昌)有限公司", "Company")}),
    ("会议由自治区党委组织部召集。", {("自治区党委组织部", "PublicBody")}),
    ("活动由武汉市融媒体中心发起。", {("武汉市融媒体中心", "Media")}),
    ("浙江师范大学新闻传播学院参加了活动。", {("浙江师范大学新闻传播学院", "Institution")}),
    ("中国地热能研究会指导了活动。", {("中国地热能研究会", "Association")}),
    # bodies by level
    (
        "市委、市政府高度重视，市商务局牵头。",
        {("市委", "PublicBody"), ("市政府", "PublicBody"), ("市商务局", "PublicBody")},
    ),
    ("国务院、财政部发文。", {("国务院", "PublicBody"), ("财政部", "PublicBody")}),
    # a state builder's 局 is a company
    ("中铁二十三局承建该桥。", {("中铁二十三局", "Company")}),
    # persons
    ("市领导马骁、李青禾、赵一鸣参加会议。", {("马骁", "Person"), ("李青禾", "Person"), ("赵一鸣", "Person")}),
    ("弗拉基米尔·彼得罗夫来访。", {("弗拉基米尔·彼得罗夫", "Person")}),
    ("法国总统卡鲁瓦来华访问。", {("法国", "AdministrativeArea"), ("卡鲁瓦", "Person")}),
    ("日本驻华大使垣秀夫，已经到任。", {("垣秀夫", "Person")}),
    ("会议听取了副主任林守才作的报告。", {("林守才", "Person")}),
    ("“会更好。”区长何兵说。", {("何兵", "Person")}),
    # places
    ("活动在浙江嘉兴举行。", {("浙江", "AdministrativeArea"), ("嘉兴", "AdministrativeArea")}),
    ("展会在广州举办，客商来自东南亚。", {("广州", "AdministrativeArea"), ("东南亚", "Place")}),
    ("南通经济技术开发区迎来新项目。", {("南通经济技术开发区", "Site")}),
    # projects and documents
    ("会议印发《关于促进稳岗的若干意见》。", {("关于促进稳岗的若干意见", "Document")}),
    ("据《人民日报》报道。", {("人民日报", "Media")}),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:12] for case in CASES])
def test_names_are_found_and_typed(text, expected, make_article, lexicon, tagger):
    assert expected <= names(make_article(text), lexicon, tagger)


NOTHING = [
    "干部群众要坚决落实部署。",
    "让百姓竖起大拇指，多维度展现新时代新征程。",
    "要走好绿色发展之路。",
    "资源利用率可达98%。",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_name_where_there_is_none(text, make_article, lexicon, tagger):
    assert names(make_article(text), lexicon, tagger) == set()


def test_slogans_let_no_place_in(make_article, lexicon, tagger):
    found = names(make_article("用“武汉智造”圈粉全球客商，弘扬“大庆精神”。"), lexicon, tagger)
    assert not {text for text, _ in found} & {"武汉", "大庆"}


def test_declared_and_derived_short_names(make_article, lexicon, tagger):
    text = "记者来到湖北睿江新能源科技有限公司（以下简称“睿江新能”）。睿江新能今年投产，湖北睿江订单充足。"
    found = names(make_article(text), lexicon, tagger)
    assert ("睿江新能", "Company") in found
    assert ("湖北睿江", "Company") in found


def test_a_name_found_once_is_found_again_in_headline(make_article, lexicon, tagger):
    article = make_article("江北数据港项目今天开工。", headline="江北数据港项目开工")
    (mentions,) = find_mentions([article], lexicon, tagger)
    assert {m.part.value for m in mentions if m.text == "江北数据港项目"} == {"body", "headline"}


def test_coordinated_short_forms_are_completed(make_article, lexicon, tagger):
    (mentions,) = find_mentions([make_article("省市县三级党委要担负责任。")], lexicon, tagger)
    assert [m.name for m in mentions] == ["省委", "市委", "县委"]


def test_spans_do_not_overlap_and_quote_the_text(make_article, lexicon, tagger):
    text = "宁夏江石化公司国产化年产45万吨合成氨/80万吨尿素工程项目奠基仪式在银川举行，自治区主席马骁出席。"
    article = make_article(text)
    (mentions,) = find_mentions([article], lexicon, tagger)
    ordered = sorted(mentions, key=lambda m: m.span)
    assert all(a.span.end <= b.span.start for a, b in pairwise(ordered))
    assert all(m.span.of(part_text(article, m.part)) == m.text for m in mentions)
    assert any(m.type == "Project" and m.text.endswith("工程项目") for m in mentions)


def test_a_user_lexicon_wins(tmp_path, make_article, tagger):
    from kg.lexicon.words import load_lexicon

    path = tmp_path / "my.tsv"
    path.write_text("# name\ttype\taliases\tcode\n青鸟计划\tProject\t青鸟\t\n", "utf-8")
    found = names(make_article("青鸟计划启动，青鸟飞出校园。"), load_lexicon(path), tagger)
    assert {("青鸟计划", "Project"), ("青鸟", "Project")} <= found


@settings(max_examples=30, deadline=None)
@given(text=st.text(alphabet="市委记者陈望远（）“”、，。局部会 \n有限公司《》的在", max_size=80))
def test_any_text_gives_valid_mentions(make_article, lexicon, tagger, text):
    article = make_article(text)
    (mentions,) = find_mentions([article], lexicon, tagger)
    for mention in mentions:
        assert mention.span.of(text) == mention.text
        assert 0 < mention.confidence <= 1


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("农户开来了别克云朗、雪佛兰景云和丰田卡云拉等车型。", "雪佛兰景云", "Product"),
        ("诺基亚N8和苹果iPhone 4均有销售。", "诺基亚N8", "Product"),
        ("给中国人民解放军92951部队记一等功。", "中国人民解放军92951部队", "PublicBody"),
        ("乌干达外交部发言人当天表示关切。", "乌干达外交部", "PublicBody"),
        ("首相高市早苗发表讲话。", "高市早苗", "Person"),
        ("据恒湖期货分析师方美云指出，价格上涨。", "恒湖期货", "Company"),
        ("中国—沙特高级别联合委员会举行第四次会议。", "中国—沙特高级别联合委员会", "PublicBody"),
        ("记者来到滕王阁参观。", "滕王阁", "Site"),
    ],
)
def test_names_are_mended_at_their_ends(make_article, lexicon, tagger, text, name, type_):
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert (name, type_) in [(m.name, m.type) for m in mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("农业农村部门加强管控。", "农业农村部"),
        ("台风“珊珊”继续影响沿海。", "珊珊"),
        ("水利部、自然资源部联合会商研判雨情。", "自然资源部联合会"),
        ("全市有446座达标实体科技馆。", "446座达标实体科技馆"),
        ("22个超大特大城市的规划已获批。", "特大城市"),
    ],
)
def test_what_runs_on_or_is_counted_is_no_name(make_article, lexicon, tagger, text, name):
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert name not in [m.text for m in mentions]


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("长安福特马自达汽车公布了产量。", "长安福特马自达", "Company"),
        ("货架上摆着长城润滑油。", "长城润滑油", "Product"),
        ("引涪济渭工程全线贯通。", "引涪济渭工程", "Project"),
        ("当地实施“百溪清流工程”，村容一新。", "百溪清流工程", "Project"),
        ("双方谈到“隼”式防空导弹系统的采购。", "“隼”式防空导弹系统", "Product"),
        ("昆明新机场进入调试阶段。", "昆明新机场", "Site"),
        ("发挥好中老铁路带动作用，扩大进口。", "中老铁路", "Site"),
        ("“一带一路”国际馆际合作委员会在会上成立。", "“一带一路”国际馆际合作委员会", "PublicBody"),
        ("向科威特新任埃米尔塔米沙致电。", "塔米沙", "Person"),
        ("RCEP生效一年，贸易增长。", "RCEP", "Document"),
        ("日本经济产业省公布了方案。", "日本经济产业省", "PublicBody"),
        ("国家主席江远明15日向第六届两岸青年发展论坛致贺信。", "江远明", "Person"),
    ],
)
def test_a_set_form_makes_sure_of_a_name(make_article, lexicon, tagger, text, name, type_):
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert (name, type_) in [(m.text, m.type) for m in mentions]


def test_a_bare_office_is_the_areas_where_the_article_has_that(make_article, lexicon, tagger):
    (mentions,) = find_mentions([make_article("市发改委发文。发改委还公布了清单。")], lexicon, tagger)
    assert [m.name for m in mentions] == ["市发改委", "市发改委"]


def test_programmes_listed_behind_a_verb(make_article, lexicon, tagger):
    text = "先后实施了“科技清流计划”、“百灯工程”，携手落实“九项工程”。“千帆工程”让人满意。"
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert [m.text for m in mentions] == ["科技清流计划", "百灯工程"]


def test_offices_listed_behind_a_body_are_of_its_area(make_article, lexicon, tagger):
    text = "向市委市政府或市招管局、监察局、住建委、财政局等相关部门提出建议。"
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert [m.text for m in mentions] == ["市委", "市政府", "市招管局", "监察局", "住建委", "财政局"]
    assert [m.name for m in mentions][-3:] == ["市监察局", "市住建委", "市财政局"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("可超过世界上高速公路密度最大的国家。", "世界上高速公路"),
        ("清州市和南江市（以下简称“2市县”）公布了进展。", "2市县"),
        ("奖金为一百万迪拉姆，今年发放。", "迪拉姆"),
        ("长江鲟自然产卵试验成功。", "长江"),
        ("他们不建“面子工程”，也不实施“形象工程”。", "形象工程"),
        ("关停排放超标、作业环境不好的炭黑厂。", "炭黑厂"),
    ],
)
def test_what_is_cut_from_a_longer_word_is_no_name(make_article, lexicon, tagger, text, name):
    (mentions,) = find_mentions([make_article(text)], lexicon, tagger)
    assert name not in [m.text for m in mentions]
