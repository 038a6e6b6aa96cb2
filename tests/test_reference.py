"""Words of reference: they point to the one thing they can mean, or to nothing. All names are invented."""

from __future__ import annotations

import pytest

from kg.facts.reference import find_references
from tests.fact_examples import make_example


def refer(marked: str) -> list[tuple[str, str]]:
    article, mentions, sentences, _ = make_example(marked)
    given = [m for m in mentions if not m.extractor.startswith("reference/")]
    return [(m.text, m.name) for m in find_references(article, given, sentences)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[澄江锂业|Company]是龙头企业。去年5月起，公司开始试生产。", [("公司", "澄江锂业")]),
        ("[澄江锂业|Company]扩产，该公司总经理[何知远|Person]说。", [("该公司", "澄江锂业")]),
        (  # the firm that the article is about, though another was just named
            "[澄江锂业有限公司|Company]（以下简称[澄江锂业|Company]）投产。[澄江锂业|Company]产能5万吨。"
            "[澄江锂业|Company]是[华岳集团|Company]的子公司。去年，公司盈利。",
            [("公司", "澄江锂业")],
        ),
        (
            "[城北水厂项目|Project]开工。项目总投资3亿元，该项目明年投产。",
            [("项目", "城北水厂项目"), ("该项目", "城北水厂项目")],
        ),
        ("[楚江三桥|Site]通车。该桥全长2公里。", [("该桥", "楚江三桥")]),
        ("[临溪市|AdministrativeArea]开会，该市今年修路。", [("该市", "临溪市")]),
        ("[青石产业园|Site]扩容，该园区占地千亩。", [("该园区", "青石产业园")]),
        ("[东岭省锂业协会|Association]换届，该协会有会员百家。", [("该协会", "东岭省锂业协会")]),
        ("[东岭大学|Institution]招生，该校今年扩招。", [("该校", "东岭大学")]),
        ("三部门印发[关于稳岗的通知|Document]。通知明确，标准提高。", [("通知", "关于稳岗的通知")]),
        ("[何知远|Person]到会。他说，前景好。", [("他", "何知远")]),
        (
            "[澄江锂业|Company]与[东岭大学|Institution]会谈，双方将签署协议。",
            [("双方", "东岭大学"), ("双方", "澄江锂业")],
        ),
        (
            "[华岳集团|Company]与[澄江锂业|Company]办起[临溪合资公司|Company]，该合资公司产能大。",
            [("该合资公司", "临溪合资公司")],
        ),
        ("[临溪|AdministrativeArea]多山。近日，当地遭遇暴雨。", [("当地", "临溪")]),
        ("[东岭锂业协会|Association]组团采购。协会副会长[何知远|Person]说。", [("协会", "东岭锂业协会")]),
        (  # a name without the place that it begins with
            "[临溪新城产业创客中心|Site]封顶。目前，产业创客中心正在装修，[青石|AdministrativeArea]产业创客中心也已动工。",
            [("产业创客中心", "产业创客中心")],
        ),
    ],
)
def test_reference(marked: str, expected: list[tuple[str, str]]) -> None:
    assert refer(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "[澄江锂业|Company]和[华岳集团|Company]会谈。公司认为前景好。",  # two firms, neither dominates
        "公司成立十年。[澄江锂业|Company]到会。",  # nothing before it
        "[澄江锂业|Company]是上市公司，子公司众多。",  # parts of other words
        "[何知远|Person]与[苏晚晴|Person]到会。他说，前景好。",
        "[东岭锂业协会|Association]与[青石茶业协会|Association]到会。协会副会长[何知远|Person]说。",
        "[临溪市|AdministrativeArea][临溪市人民医院|Institution]扩建，人民医院院长到场。",
        "[城北水厂项目|Project]开工。项目部负责人到场。",
        "中国事业本部搬迁，[临溪市教育局|PublicBody]到场，根本所在。",
        "[澄江锂业|Company]投产，当地时间8时。",
        "[关于稳岗的通知|Document]印发后，请通知各单位。",
    ],
)
def test_no_reference(marked: str) -> None:
    assert refer(marked) == []


def test_reference_says_what_it_is() -> None:
    article, mentions, _, _ = make_example("[澄江锂业|Company]投产，该公司盈利。")
    reference = mentions[-1]
    assert (reference.text, reference.name, reference.type) == ("该公司", "澄江锂业", "Company")
    assert reference.extractor == "reference/company"
    assert reference.span.of(article.text) == "该公司"
    assert reference.confidence < mentions[0].confidence
