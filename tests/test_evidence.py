"""What keeps a stretch from being a name, what mends the tagger, and how sure a mention is. Names are invented."""

from __future__ import annotations

import pytest

from kg.errors import LexiconError
from kg.lexicon import words as lexicon_words
from kg.mentions import find_mentions
from kg.mentions.evidence import describe
from kg.mentions.scorecard import rate
from kg.mentions.tagged import Candidate, tag_texts


def names(article, lexicon, tagger):
    (mentions,) = find_mentions([article], lexicon, tagger)
    return {(m.text, m.type) for m in mentions}


FOUND = [
    # names that nobody knows, by their heads and their borders
    ("6月18日，云台县与福来集团签约。", {("云台县", "AdministrativeArea"), ("福来集团", "Company")}),
    ("经研究决定，陈望远任书记。", {("陈望远", "Person")}),
    # one word of the tagger, parted by what stands between: a role, a verb, a side
    ("云峰乳业的母公司云峰集团总部在此。", {("云峰集团", "Company")}),
    ("江源控股旗下宁川港务公司获奖。", {("宁川港务公司", "Company")}),
    ("会议由市政府协办。", {("市政府", "PublicBody")}),
    ("江源县地处宁川市北部。", {("宁川市", "AdministrativeArea")}),
    # where only a name can stand
    ("论坛6月18日在澄川开幕。", {("澄川", "AdministrativeArea")}),
    ("会上，远航集团、华东电子及福来集团等进行了签约。", {("华东电子", "Company")}),
    # credits with wide gaps
    ("本版责编：李青禾  周  远  马骁然", {("周  远", "Person"), ("李青禾", "Person"), ("马骁然", "Person")}),
    # a double name stays one; a title behind a foreign name stands apart
    # cities abroad by GeoNames, states abroad apart from their country
    ("会议在南非约翰内斯堡举行。", {("南非", "AdministrativeArea"), ("约翰内斯堡", "AdministrativeArea")}),
    # a place and a noun: its team, and regions that are no divisions
    ("决赛中，中国队两度落后。", {("中国队", "Organization")}),
    # a series and its number
    ("神舟二十九号飞船发射成功。", {("神舟二十九号飞船", "Product")}),
    # roads in a list, whatever the tagger makes of each
    # a department of a firm is no public body
    ("恒锐汽车公关部负责人介绍了情况。", {("恒锐汽车公关部", "Organization")}),
    # the bracket that the tagger tears off
    ("华益压缩机（中国）投资有限公司带来新品。", {("华益压缩机（中国）投资有限公司", "Company")}),
    # the body a known name opens
    # firms that everybody knows
    ("展台上有联合利华和康明斯的新品。", {("联合利华", "Company"), ("康明斯", "Company")}),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[case[0][:10] for case in FOUND])
def test_found(text, expected, make_article, lexicon, tagger):
    assert expected <= names(make_article(text), lexicon, tagger)


BARRED = [
    ("学习贯彻习近平新时代中国特色社会主义思想。", {"习近平", "中国"}),
    ("第七届中国（宁夏）国际葡萄酒文化旅游博览会开幕。", {"中国", "宁夏"}),
    ("北京冬奥会留下丰富遗产。", {"北京", "北京冬奥会"}),
    ("弘扬焦裕禄精神。", {"焦裕禄"}),
    ("共建“一带一路”成果丰硕。", {"一带一路"}),
    ("我国新能源汽车销量增长，核心竞争力增强。", {"新能源汽车", "核心竞争力"}),
    ("全国高速公路流量上升，新建一批口袋公园。", {"高速公路", "口袋公园"}),
    ("多地开列民间投资项目清单。", {"民间投资项目", "开列民间投资项目"}),
    ("中国平板电视市场格局改变。", {"市场格局"}),
    ("通行时间从一个半小时缩短到半小时。", {"从一"}),
    ("巴中友谊历久弥坚。", {"巴中"}),
    ("经理向记者介绍情况。", {"向记者"}),
    ("PM2.5浓度下降，防控H1N1流感。", {"PM2", "H1N1"}),
]


@pytest.mark.parametrize(("text", "never"), BARRED, ids=[case[0][:10] for case in BARRED])
def test_no_mention_inside_what_is_no_entity(text, never, make_article, lexicon, tagger):
    assert not {name for name, _ in names(make_article(text), lexicon, tagger)} & never


def test_a_longer_name_may_hold_a_barred_stretch(make_article, lexicon, tagger):
    found = names(make_article("中国特色社会主义学院研究会成立。"), lexicon, tagger)
    assert any(name.endswith("研究会") for name, _ in found) or found == set()


def test_a_person_is_the_firm_where_the_article_says_so(make_article, lexicon, tagger):
    found = names(make_article("阿尔顿公司昨天发布公告。阿尔顿表示，业绩增长。"), lexicon, tagger)
    assert ("阿尔顿", "Person") not in found


# ------------------------------------------------------------------------------------ confidence


def test_the_scorecard_adds_up():
    assert rate(["a", "b", "unknown"], {"": 0.0, "a": 1.0, "b": -1.0}) == 0.5
    assert rate(["a"], {"": 9.0, "a": 9.0}) == 0.99
    assert rate([], {"": -20.0}) == 0.01


def test_evidence_is_one_answer_to_each_question(lexicon, tagger):
    (tagged,) = tag_texts(["市长陈望远主持会议。"], lexicon, tagger)
    evidence = describe(Candidate(2, 5, "Person", 0.97, "tagger/PER"), tagged, lexicon)
    questions = [answer.partition("=")[0] for answer in evidence]
    assert len(set(questions)) == len(questions)
    assert not any("陈" in answer or " " in answer for answer in evidence)
    assert {"by=tagger/PER", "type=Person", "surname=True", "times=1"} <= set(evidence)


def test_a_plain_name_is_surer_than_a_doubtful_one(make_article, lexicon, tagger):
    (mentions,) = find_mentions([make_article("市长陈望远主持会议，新组料厂计划开工。")], lexicon, tagger)
    sure = {m.text: m.confidence for m in mentions}
    assert sure["陈望远"] > 0.9
    assert all(0 < value < 1 for value in sure.values())
    assert all(value < sure["陈望远"] for name, value in sure.items() if name.endswith("厂"))


def test_bad_tables_say_where(monkeypatch):
    monkeypatch.setattr(lexicon_words, "read_table", lambda name, columns: [("post=1", "much")])
    with pytest.raises(LexiconError, match=r"mention_scores.tsv: post=1: 'much' is no number"):
        lexicon_words._read_scores()
    monkeypatch.setattr(lexicon_words, "read_table", lambda name, columns: [("中国(",)])
    with pytest.raises(LexiconError, match=r"phrases.tsv: .* is no regular expression"):
        lexicon_words._join_patterns("phrases.tsv")


# ------------------------------------------------------------------------------------ --lexicon


@pytest.fixture
def user_lexicon(tmp_path):
    path = tmp_path / "my.tsv"
    path.write_text(
        "# name\ttype\taliases\tcode\n"
        "云栖谷项目\tProject\t云栖谷|云谷\t\n"
        "澜溪新区\tAdministrativeArea\t澜溪\t429988\n"
        "恒锐研究\tInstitution\n"
        "中国特色\tMedia\n",
        "utf-8",
    )
    return lexicon_words.load_lexicon(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("澜溪市澜溪新区加快建设。", ("澜溪新区", "AdministrativeArea")),  # over the tagger's own cut
        ("恒锐研究有限公司的恒锐研究发布报告。", ("恒锐研究", "Institution")),  # a name inside a longer one
        ("记者走进云谷，看云栖谷建设。", ("云谷", "Project")),  # aliases have the type
        ("《中国特色》杂志称：中国特色社会主义。", ("中国特色", "Media")),  # over a set phrase, a stop list
    ],
)
def test_a_user_name_wins_over_everything(text, expected, make_article, user_lexicon, tagger):
    (mentions,) = find_mentions([make_article(text)], user_lexicon, tagger)
    mine = [m for m in mentions if m.extractor == "lexicon/user"]
    assert expected in {(m.text, m.type) for m in mine}
    assert all(m.confidence == 1.0 for m in mine)


def test_a_user_area_brings_its_aliases_and_its_code(user_lexicon, lexicon):
    place = user_lexicon.gazetteer.resolve("澜溪")
    assert place is not None
    assert (place.code, place.name, place.type) == ("429988", "澜溪新区", "AdministrativeArea")
    assert user_lexicon.gazetteer.resolve("荆州市") == lexicon.gazetteer.resolve("荆州市")
    assert lexicon.gazetteer.resolve("澜溪新区") is None  # the shipped gazetteer is as it was


def test_every_column_reaches_the_graph(tmp_path, user_lexicon, tagger):
    from kg.pages import read_page
    from kg.pipeline import build_graph

    page = tmp_path / "澜溪日报-2024-05-16-A01.txt"
    page.write_text(
        "云栖谷项目开工\n\n　　本报讯 昨日，云栖谷项目在澜溪新区开工。云谷总投资20亿元。"
        "云栖谷建成后，澜溪将新增就业。\n",
        "utf-8",
    )
    graph = build_graph([read_page(page)], lexicon=user_lexicon, tagger=tagger)
    (project,) = [entity for entity in graph.entities if entity.type == "Project"]
    assert (project.name, set(project.aliases)) == ("云栖谷项目", {"云栖谷", "云谷"})
    (area,) = [entity for entity in graph.entities if entity.type == "AdministrativeArea"]
    assert (area.name, area.code, area.aliases) == ("澜溪新区", "429988", ("澜溪",))


@pytest.mark.parametrize("row", ["云谷\tProject\t\t420000", "澜溪\tAdministrativeArea\t\t42", "云谷\tPlan\t\t"])
def test_a_bad_row_of_a_user_says_where(tmp_path, row):
    path = tmp_path / "my.tsv"
    path.write_text(f"# name\n{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=r"my\.tsv:2"):
        lexicon_words.load_lexicon(path)
