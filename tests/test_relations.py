"""Relations of whole sentences: directions, carried subjects, names within names, modality. All names are invented."""

from __future__ import annotations

import pytest

from kg.errors import LexiconError
from kg.facts.grammar import default_grammar, read_data
from kg.facts.relations import PREDICATES, default_relation_rules, find_relations, load_relation_rules
from kg.model import Modality
from kg.ontology import load_ontology
from tests.fact_examples import make_example

Triples = set[tuple[str, str, str]]


def read(marked: str) -> Triples:
    return {(r.subject.name, r.predicate, r.object.name) for r in find_relations(*make_example(marked))}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[澄江锂业|Company]是[华岳实业有限公司|Company]旗下全资子公司，也是[青石工业园|Site]引进的首个工业项目。",
            {
                ("澄江锂业", "subOrganizationOf", "华岳实业有限公司"),
                ("澄江锂业", "locatedIn", "青石工业园"),
            },
        ),
        (  # both ends of a place given in steps
            "[城北水厂项目|Project]位于[临溪市|AdministrativeArea][青石区|AdministrativeArea][文昌南路|Site]，投资3亿元。",
            {
                ("城北水厂项目", "locatedIn", "文昌南路"),
                ("青石区", "locatedIn", "临溪市"),
                ("文昌南路", "locatedIn", "青石区"),
            },
        ),
        (  # the office before a name is no subject of its own
            "[华岳集团|Company]董事长[何知远|Person]介绍，[华岳集团|Company]投资建设[西部产业基地|Project]。",
            {("华岳集团", "undertakes", "西部产业基地")},
        ),
        (
            "[华岳车桥|Company]制造的[HQ1|Product]、[HQ2|Product]等多种型号的[重型车桥|Product]销路很好。",
            {
                ("华岳车桥", "produces", "HQ1"),
                ("华岳车桥", "produces", "HQ2"),
                ("华岳车桥", "produces", "重型车桥"),
            },
        ),
        (
            "[东岭省教育厅|PublicBody]、[东岭省财政厅|PublicBody]两部门近日印发《[助学金管理办法|Document]》。",
            {
                ("东岭省教育厅", "issued", "助学金管理办法"),
                ("东岭省财政厅", "issued", "助学金管理办法"),
            },
        ),
        (  # the firm that 公司 stands for
            "[澄江锂业|Company]去年盈利。该公司位于[青石镇|AdministrativeArea]，由[何知远|Person]创办。",
            {("澄江锂业", "locatedIn", "青石镇")},
        ),
        (  # a second name in brackets parts nothing
            "[青临高速公路|Site]（[青临高速|Site]）由[楚江建工|Company]（Chujiang Corp.）承建。",
            {("楚江建工", "undertakes", "青临高速公路")},
        ),
        (  # what the name of a subsidiary says of its parent
            "[华岳集团全资子公司|Company][澄江锂业|Company]扩产，[楚江正极|Company]是[楚江股份子公司|Company]。",
            {("澄江锂业", "subOrganizationOf", "华岳集团"), ("楚江正极", "subOrganizationOf", "楚江股份")},
        ),
        (  # a plan for a deed, but no plan for the place
            "[华岳集团|Company]拟在[东岭|AdministrativeArea][临溪|AdministrativeArea]开会。",
            {("临溪", "locatedIn", "东岭")},
        ),
        (  # products that have no names but what the firm makes
            "抽检了[澄江食品厂|Company]生产的绿茶粉、桂花香精和液态酥油，[华岳食品公司|Company]生产的8种产品合格。",
            {("澄江食品厂", "produces", name) for name in ("绿茶粉", "桂花香精", "液态酥油")},
        ),
        (
            "[何知远|Person]，男，[临溪|AdministrativeArea]人，毕业于[东岭大学|Institution]。",
            {
                ("何知远", "nativeOf", "临溪"),
                ("何知远", "alumnusOf", "东岭大学"),
            },
        ),
    ],
)
def test_relations(marked: str, expected: Triples) -> None:
    assert read(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # a works is named after its builder, a site after its town
            "[华岳电器|Company]介绍，[华岳电器西部产业基地|Project]进展顺利。",
            {("华岳电器", "undertakes", "华岳电器西部产业基地")},
        ),
        (
            "[临溪|AdministrativeArea]市民常去[临溪湿地公园|Site]。",
            {("临溪湿地公园", "locatedIn", "临溪")},
        ),
        (
            "[华岳电器|Company]发布公告，[华岳电器(临溪)有限公司|Company]增资。",
            {("华岳电器(临溪)有限公司", "subOrganizationOf", "华岳电器")},
        ),
        (
            "[中楚油宁江石化公司|Company]属[中楚油集团公司|Company]，[宁江石化|Company]扩产。",
            {("中楚油宁江石化公司", "subOrganizationOf", "中楚油集团公司")},
        ),
        (
            "[宁江石化公司年产45万吨合成氨项目|Project]奠基，[中楚油宁江石化公司|Company]负责。",
            {("中楚油宁江石化公司", "undertakes", "宁江石化公司年产45万吨合成氨项目")},
        ),
        (
            "[东岭大学|Institution]与[东岭大学医学院|Institution]搬迁。",
            {("东岭大学医学院", "subOrganizationOf", "东岭大学")},
        ),
        ("[临溪|AdministrativeArea]有条[临溪路|Site]，那边是[临溪至青石高速公路|Site]。", set()),
        ("[东岭|AdministrativeArea]和[东岭尼亚|AdministrativeArea]相距很远。", set()),
        ("[华岳集团|Company]改名[华岳集团股份有限公司|Company]。", set()),
        ("[楚江|Site]上有[楚江大桥|Site]。", set()),
        ("[东安|AdministrativeArea]与[东安湖体育公园|Site]相距很远。", set()),
        ("[临溪|AdministrativeArea]选手参加[临溪亚运会射击项目|Project]。", set()),
        ("[卫生局|PublicBody]和[卫生局会同教育局|PublicBody]发文。", set()),
        ("[华岳食品|Company]改名[华岳食品(集团)有限公司|Company]。", set()),
    ],
)
def test_names_within_names(marked: str, expected: Triples) -> None:
    assert read(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "[澄江锂业|Company]、[华岳集团|Company]和[东岭大学|Institution]参加会议。",
        "[达成家居|Company]位于[临溪|AdministrativeArea]的两家门店关闭。",
        "产品销往[南岭|AdministrativeArea]、[东岭|AdministrativeArea][三大基地|Site]。",
        "[临溪市|AdministrativeArea]与[青石镇|AdministrativeArea]之间通车。",
        "依托[中国|AdministrativeArea][西班牙|AdministrativeArea]文化年，办好活动。",
        "[南京|AdministrativeArea][台湾|AdministrativeArea]名品城规模最大。",
        "如果[华岳集团|Company]参股[澄江锂业|Company]，格局将变。",
        "[华岳集团|Company]并未投资[澄江锂业|Company]。",
        "[上市公司|Company][澄江锂业|Company]昨日公告。",
    ],
)
def test_no_relation(marked: str) -> None:
    assert read(marked) == set()


def test_modality_and_evidence() -> None:
    article, mentions, sentences, times = make_example(
        "天气晴朗。[华岳集团|Company]计划在[临溪|AdministrativeArea]投入5亿元用于[锂电扩产项目|Project]。"
    )
    (relation,) = [r for r in find_relations(article, mentions, sentences, times) if r.predicate == "undertakes"]
    assert relation.modality is Modality.PLANNED
    assert relation.evidence.span == sentences[1]
    assert relation.evidence.extractor == "relation/invests_for/1"


def test_predicates_are_those_of_the_ontology() -> None:
    ontology = load_ontology()
    assert set(ontology.terms) >= PREDICATES
    assert {rule.data["predicate"] for rule in default_relation_rules()} <= PREDICATES


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('predicate = "worksFor"', 'predicate = "worksAt"'), "no predicate"),
        (("{object:Organization}的{DESC}{subject:Person+}", "{object:Organization}的"), "slots subject and object"),
    ],
)
def test_bad_rule_file(change: tuple[str, str], message: str) -> None:
    text = read_data("relations.toml").replace(*change, 1)
    with pytest.raises(LexiconError, match=message):
        load_relation_rules(text, "relations.toml", default_grammar())


@pytest.mark.parametrize(
    ("marked", "products"),
    [
        ("[华岳集团|Company]拥有银泉及金泉等著名品牌。", {"银泉", "金泉"}),
        ("[华岳集团|Company]旗下拥有“[海豚|Company]”“飞鱼”等多个知名品牌。", {"海豚", "飞鱼"}),
        ("[华岳集团|Company]生产的“星河”牌电视机畅销海外。", {"“星河”牌电视机"}),
        ("[华岳集团|Company]成立于2003年，主要生产服装、鞋帽等产品。", {"服装", "鞋帽"}),
        ("[华岳集团|Company]专业从事微型电机的研发、生产和销售。", {"微型电机"}),
        ("[华岳集团|Company]的主导产品有柴油机、齿轮箱和农用水泵。", {"柴油机", "齿轮箱", "农用水泵"}),
        ("[华岳集团|Company]以生产白酒、黄酒为主。", {"白酒", "黄酒"}),
        ("[华岳汽车|Company]昨日推出新款车型“青风X5”。", {"青风X5"}),
        ("[华岳汽车|Company]的“青风”轿车获奖。", {"青风"}),
        ("[华岳集团|Company]拥有Lindenham及Penfu等著名品牌。", {"Lindenham", "Penfu"}),
        ("由[华岳客车|Company]自主研发的电动客车[昨日|Time]下线。", {"电动客车"}),
        ("[华岳集团|Company]的“阳光工程”启动。", set()),
        ("[华岳集团|Company]拥有自主品牌，生产经营正常。", set()),
        ("[华岳集团|Company]建造的跨海大桥通车。", set()),
    ],
)
def test_products_of_plain_nouns(marked: str, products: set[str]) -> None:
    assert {name for _, predicate, name in read(marked) if predicate == "produces"} == products


def test_a_branch_belongs_to_its_bank() -> None:
    assert read("[东岭银行临溪分行|Company]昨日开业。") == {("东岭银行临溪分行", "subOrganizationOf", "东岭银行")}
    assert read("[东岭银行|Company]昨日开业。") == set()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # the first of a list tells where the others lie; the next list has an area of its own
            "走访[山东|AdministrativeArea][青岛|AdministrativeArea]、[济南|AdministrativeArea]，"
            "[江苏|AdministrativeArea]的[苏州|AdministrativeArea]。",
            {("青岛", "locatedIn", "山东"), ("济南", "locatedIn", "山东"), ("苏州", "locatedIn", "江苏")},
        ),
        (
            "[临溪市|AdministrativeArea][东山镇|AdministrativeArea]、[石桥乡|AdministrativeArea]受灾。",
            {("东山镇", "locatedIn", "临溪市"), ("石桥乡", "locatedIn", "临溪市")},
        ),
        (
            "[临溪县|AdministrativeArea]受灾严重的[东山镇|AdministrativeArea]、[石桥乡|AdministrativeArea]恢复供电。",
            {("东山镇", "locatedIn", "临溪县"), ("石桥乡", "locatedIn", "临溪县")},
        ),
        ("[四川|AdministrativeArea]、[重庆|AdministrativeArea]和[云南|AdministrativeArea]有雨。", set()),
        ("[临溪县|AdministrativeArea]对口支援的[东山镇|AdministrativeArea]、[石桥乡|AdministrativeArea]。", set()),
    ],
)
def test_areas_listed_with_what_holds_them(marked: str, expected: Triples) -> None:
    assert read(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[东岭省|AdministrativeArea]救灾。[临溪市|AdministrativeArea]灾民住进[东岭省临溪市文昌小学安置点|Site]。",
            {
                ("临溪市", "locatedIn", "东岭省"),
                ("东岭省临溪市文昌小学安置点", "locatedIn", "临溪市"),
                ("东岭省临溪市文昌小学安置点", "locatedIn", "东岭省"),
            },
        ),
        (
            "[华岳啤酒(中国)有限公司|Company]扩产，[华岳啤酒湖南基地|Site]开建。",
            {("华岳啤酒(中国)有限公司", "undertakes", "华岳啤酒湖南基地")},
        ),
        (
            "[临溪|AdministrativeArea]风大，[华岳集团|Company]的[华岳集团临溪风电场|Site]满发。",
            {("华岳集团", "undertakes", "华岳集团临溪风电场"), ("华岳集团临溪风电场", "locatedIn", "临溪")},
        ),
        (
            "[东岭省财政厅|PublicBody]答问，重申《[东岭省财政厅关于印发采购办法的通知|Document]》。",
            {("东岭省财政厅", "issued", "东岭省财政厅关于印发采购办法的通知")},
        ),
        (
            "[澄江软件有限公司|Company]获利，[澄江Office7|Product]畅销。",
            {("澄江软件有限公司", "produces", "澄江Office7")},
        ),
        (
            "[东岭省委|PublicBody]部署，[东岭省委宣传部|PublicBody]落实。",
            {("东岭省委宣传部", "subOrganizationOf", "东岭省委")},
        ),
        ("[欧明|Company]与[欧明(Ouming)公司|Company]同名。", set()),
        ("[国务院|PublicBody]调查[国务院路煤业有限公司|Company]。", set()),
        ("[金色家园|Site]旁是[金色家园小区|Site]。", set()),
        ("[华岳|Company]宣传[华岳等外资奶粉|Product]。", set()),
    ],
)
def test_names_tell_more(marked: str, expected: Triples) -> None:
    assert read(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # a sentence without a subject goes on about the one before
            "[何知远|Person]是教授。1983年毕业于[东岭大学|Institution]。",
            {("何知远", "alumnusOf", "东岭大学")},
        ),
        ("[何知远|Person]和[苏晚晴|Person]是教授。1983年毕业于[东岭大学|Institution]。", set()),
        (  # brackets that tell a relation are read, those that give another name are not
            "[澄江锂业|Company]（[华岳集团|Company]子公司）由[楚江建工|Company]（[楚江|Company]）承建厂房。",
            {("澄江锂业", "subOrganizationOf", "华岳集团")},
        ),
        (  # areas before an item of a list
            "[青石大桥|Site]由[楚江建工|Company]和[南岭|AdministrativeArea][华岳重工|Company]联合承建。",
            {("楚江建工", "undertakes", "青石大桥"), ("华岳重工", "undertakes", "青石大桥")},
        ),
        (  # the subject of the first clause, not what is bought in the second
            "[华岳啤酒|Company]宣布，出资3亿元收购[临溪啤酒|Company]股权，全新成立[青石啤酒公司|Company]。",
            {("青石啤酒公司", "subOrganizationOf", "华岳啤酒")},
        ),
        ("[目前已|Company]与[华岳集团|Company]建立战略合作关系。", set()),
        ("坐落在[花溪桥|Site]西北角的[东岭省|AdministrativeArea]旧车市场开业。", {("东岭省", "locatedIn", "花溪桥")}),
        ("坐落在[花溪桥|Site]西北角的[山东|AdministrativeArea]旧车市场开业。", set()),
        ("[意大利|AdministrativeArea]地处[地中海|Site]腹地。", {("意大利", "locatedIn", "地中海")}),
    ],
)
def test_subjects_brackets_and_lists(marked: str, expected: Triples) -> None:
    assert read(marked) == expected
