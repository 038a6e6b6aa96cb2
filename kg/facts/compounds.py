"""Relations that names carry in themselves.

In: an article and its mentions. Out: ``RelationMention`` s. A project named after its firm is
undertaken by it (华岳电器西部产业基地), a site named after its city lies in it (临溪高新区), a branch
named after its parent belongs to it (东岭大学医学院, 华岳电器(临溪)有限公司). Only names that the
article also uses by themselves count as part of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.facts.relations_places import lies_in, may_lie_in
from kg.model import Article, Evidence, Mention, Part, RelationMention, Span
from kg.text import sentence_at

# sites that hold others: a river or a road does not
_AREA = re.compile(r"(?:区|园|城|镇|村|港|岛|基地|街道|广场|开发区|园区|社区|景区|半岛)$")
_SEATED = frozenset({"Place", "AdministrativeArea", "Site", "Project"})
_ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company", "Institution", "Association", "Media"})
_BUILDERS = frozenset({"Company", "Institution", "Media"})
_WORKS = re.compile(
    r"(?:厂|基地|风电场|电场|变电站|枢纽|油田|煤矿|铁矿|酒庄|营业厅|专卖店|旗舰店|体验店|研发中心|物流园|园区|产业园|工业园|大厦|大楼|电站|矿|码头|生产线|项目|工程|演播厅)$"
)
# a street may be named after a far city: 北京路, 南京东路 lie anywhere; 某某片区 is the area of 某某 itself
_NOT_INSIDE = re.compile(
    r"[东南西北中上下]?[一二三四五六]?(?:路|街|道|大道|大街|巷|里|片区|地区|全境|一带|市区|城区|"
    r"[市省县区镇乡村州盟旗]|(?:[一-龥]{1,4}族)?自治[区州县]|新片区|特别行政区|[江河湖海]?[畔边岸滨旁]|沿线|流域|水系|[江河湖海山]|段|高速公路|高速|铁路|公路)|地带|库区|市县.*|本土.*|(?:市|省)?签约.*|(?:省|市|县|区)内.*|市|(?:所有|各|全部|部分|多个|一些|另).*|[至—－–\-到].*"
)
_WHOLE = re.compile(r"口|新区|小区|社区|园区|景区|风景名胜区|风景区|度假区|商圈|项目|工程")
_DIVISION = re.compile(r"(?:[省市区县旗镇乡村州盟城岛屯]|街道)$")
_COUNTED = re.compile(r"[0-9０-９一二三四五六七八九十两]+(?:大|个|家|所|处|省|多|余)")  # 某公司3大工厂
# two names run together; 东安|湖体育公园; a contest
_NO_PART = re.compile(
    r"会同|联合|与|和|及|(?!湖[南北]|江[苏西]|河[南北]|海南|山[东西])[湖江河山海岛岭洲沟湾][一-龥]|.{0,4}(?:奥运会|亚运会|世锦赛|全运会|世界杯)"
)
_FIRM_IN_FRONT = re.compile(r"[\u4e00-\u9fff]{4,14}?(?:公司|集团|厂)")
_LEAST = 4  # characters of a name within a name
_BROAD = frozenset({"中国", "中华", "全国", "我国", "国家", "东方", "世界"})
_PART_OF = {
    "Company": re.compile(
        r"^[（(](?!集团|控股|股份)[一-龥]{2,8}[）)]|(?:分公司|分行|支行|营业部|事业部|研究院|研究所|(?:技术|研发|研究|营销|服务|制造|运营)中心|分厂|办事处|"
        r"[一-龥]{2,8}(?:部|处|事业群|车间|俱乐部))$"
    ),
    "Institution": re.compile(r"(?:学院|分院|研究院|研究所|中心|系|医院|实验室|校区|附属.{2,8})$"),
    "PublicBody": re.compile(
        r"(?:办公室|办公厅|常委会|党组|局|处|委员会|中心|(?<!公)司|科|大队|支队|总队|分局|工委|"
        r"(?:宣传|组织|统战|社会工作|工作|政治)部)$"
    ),
    "Association": re.compile(r"(?:分会|专业委员会|专委会|委员会|办事处|办公室|秘书处|中心|工作组)$"),
    "Media": re.compile(r"(?:频道|部|中心|分社|记者站)$"),
}
_FORM = re.compile(r"([一-龥]+?)(?:[（(][一-龥]{2,6}[）)])?(?:集团|控股)?(?:股份|责任|有限)+(?:责任)?公司")
_LEGAL_FORM = re.compile(r"(?:股份|集团|控股|有限|责任|总|公司|企业)*")
_LEGAL_FORM_END = re.compile(r"(?:股份|集团|控股|有限|责任|总|公司|企业)+$")
# precision as measured, see data/rule_readings.tsv
NAME_CONFIDENCE = {
    "undertakes": 0.88,
    "locatedIn": 0.88,
    "subOrganizationOf": 0.96,
    "subsidiary": 0.88,
    "issued": 0.93,
    "produces": 0.88,
}
_OWNER_FIRST = frozenset({"undertakes", "issued", "produces"})
_ISSUES = re.compile(r"(?:、[^《》]{2,15}?)*(?:办公厅|办公室)?(?:关于|令|公告|通告).*|(?:政府)?工作报告")
_NO_MAKE = re.compile(r"[的等和及与在将对为从已也被让使给而是就都才又]|.*[和及与]|推出|生产|研发|发布|制造|销售")
_BRAND = re.compile(r"[一-龥]{2,6}?(?=[A-Za-z0-9])")
_SUBSIDIARY = re.compile(
    r"(?P<parent>[^，。]{2,}?)(?:旗下|下属|所属)?(?:的|另[一外]家?|一家)?(?:全资|控股|独资|参股|上市){0,2}(?:子公司|附属公司|子企业)"
)
# 某某银行|某市分行: the legal person and its branch
_BRANCH = re.compile(
    r"(?P<parent>[^，。（()）]{2,14}?(?:银行|保险公司|证券|集团|(?<!分)公司|电信|联通|移动|人寿|财险|大学))"
    r"(?P<rest>[一-龥]{2,12}?(?:分行|支行|分公司|营业部|分校))"
)
_IS = frozenset({"是", "为", "系", "作为", "，是", "，为"})


def find_compound_relations(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]
) -> Iterator[RelationMention]:
    """For each name the longest other name of the article that it begins with, and what that says."""
    spans = list(sentences)
    body = sorted({(m.span, m.name): m for m in mentions if m.part is Part.BODY}.values(), key=lambda m: m.span)
    first: dict[str, Mention] = {}
    for mention in body:
        first.setdefault(mention.text, mention)
    for core, firm in _cores(first.values()).items():
        first.setdefault(core, firm)
    names = sorted(first)
    seen: set[tuple[str, str]] = set()
    for mention in body:
        for owner, predicate in _read_name(mention, first, names):
            if (mention.text, predicate) in seen or owner.name == mention.name:
                continue
            seen.add((mention.text, predicate))
            sentence = sentence_at(spans, mention.span.start)
            evidence = Evidence(article.id, sentence, f"name/{predicate}", NAME_CONFIDENCE[predicate])
            if predicate in _OWNER_FIRST:
                yield RelationMention(predicate, owner, mention, evidence)
            else:
                yield RelationMention(predicate, mention, owner, evidence)


def find_areas_in_names(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]
) -> Iterator[RelationMention]:
    """东岭省临溪市青石镇小学安置点, 华岳临溪风电场: areas that the article or its headline names, one in another."""
    spans = list(sentences)
    areas: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.part is not Part.BODY, m.span)):
        if mention.type == "AdministrativeArea" and mention.name == mention.text:
            areas.setdefault(mention.text, mention)
    firms = sorted({m.text for m in mentions if m.type == "Company"})
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        if mention.part is not Part.BODY or mention.text in areas:
            continue
        owner = max((f for f in firms if mention.text.startswith(f) and f != mention.text), key=len, default="")
        chain = [areas[name] for name in _areas_in(mention.text[len(owner) :], areas)]
        if mention.type in _SEATED and (len(chain) > 1 or (chain and owner)):
            chain.append(mention)
        for outer, inner in pairwise(chain):
            if (inner.name, outer.name) in seen:
                continue
            seen.add((inner.name, outer.name))
            sentence = sentence_at(spans, mention.span.start)
            evidence = Evidence(article.id, sentence, "name/locatedIn", NAME_CONFIDENCE["locatedIn"])
            yield RelationMention("locatedIn", inner, outer, evidence)


def _areas_in(text: str, areas: Mapping[str, Mention]) -> list[str]:
    """The known areas that a name begins with, one after another."""
    found: list[str] = []
    at = 0
    while True:
        name = next((text[at : at + n] for n in range(8, 1, -1) if text[at : at + n] in areas), "")
        short = len(name) == 2 and (not found or not lies_in(name, found[-1])) and at > 0
        if not name or short or (found and not may_lie_in(name, found[-1], named=True)):
            return found  # 上海南京路
        found.append(name)
        at += len(name)


def _cores(named: Iterable[Mention]) -> dict[str, Mention]:
    """华岳啤酒 -> 华岳啤酒(中国)有限公司: names without their place and legal form, where they tell one firm."""
    found: dict[str, Mention] = {}
    for mention in named:
        core = _FORM.match(mention.text) if mention.type == "Company" else None
        if core is not None and len(core[1]) >= _LEAST:
            known = found.get(core[1])
            if known is None or ("中国" in mention.text and "中国" not in known.text):
                found[core[1]] = mention
    return found


def find_told_subsidiaries(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]
) -> Iterator[RelationMention]:
    """华岳集团全资子公司|澄江锂业, 澄江锂业是|华岳集团子公司: the first part of such a name is the parent."""
    spans = list(sentences)
    body = sorted((m for m in mentions if m.part is Part.BODY and m.type == "Company"), key=lambda m: m.span)
    for before, after in pairwise(body):
        between = article.text[before.span.end : after.span.start]
        for told, child, joined in ((before, after, between in ("", "“")), (after, before, between in _IS)):
            words = _SUBSIDIARY.fullmatch(told.text)
            if words is None or not joined or _SUBSIDIARY.fullmatch(child.text) or child.text in told.text:
                continue
            parent = _parent_in(told, words["parent"])
            sentence = sentence_at(spans, child.span.start)
            evidence = Evidence(article.id, sentence, "name/subsidiary", NAME_CONFIDENCE["subsidiary"])
            yield RelationMention("subOrganizationOf", child, parent, evidence)


def _parent_in(mention: Mention, parent: str) -> Mention:
    """The firm that a name begins with, as a mention of its own."""
    span = Span(mention.span.start, mention.span.start + len(parent))
    return replace(mention, span=span, text=parent, name=parent, extractor="name/parent")


def find_branch_parents(
    article: Article, mentions: Sequence[Mention], sentences: Sequence[Span]
) -> Iterator[RelationMention]:
    """中国工商银行临溪分行 -> 中国工商银行: the firm that the name of a branch begins with, once an article."""
    spans = list(sentences)
    seen: set[str] = set()
    for mention in mentions:
        words = _BRANCH.fullmatch(mention.text) if mention.part is Part.BODY and mention.type == "Company" else None
        if words is None or mention.text in seen or mention.name != mention.text:
            continue
        seen.add(mention.text)
        parent = _parent_in(mention, words["parent"])
        confidence = NAME_CONFIDENCE["subOrganizationOf"]
        evidence = Evidence(article.id, sentence_at(spans, mention.span.start), "name/subOrganizationOf", confidence)
        yield RelationMention("subOrganizationOf", mention, parent, evidence)


def _read_name(mention: Mention, first: dict[str, Mention], names: list[str]) -> Iterator[tuple[Mention, str]]:
    prefixes = [mention.text[:n] for n in range(len(mention.text) - 1, 1, -1) if mention.text[:n] in first]
    built = False
    for prefix in prefixes:
        owner, rest = first[prefix], mention.text[len(prefix) :]
        if _COUNTED.match(rest) or _NO_PART.match(rest):
            continue
        if mention.type == "Document":
            if owner.type in _ORGANIZATIONS and _ISSUES.fullmatch(rest):
                yield owner, "issued"
            break
        if mention.type == "Product":
            if owner.type == "Company" and not _NO_MAKE.match(rest):
                yield owner, "produces"
            break
        if (
            owner.type in _BUILDERS
            and (len(rest) > 2 or rest == "工厂")
            and (mention.type == "Project" or (mention.type == "Site" and _WORKS.search(rest)))
            and not built
        ):
            built = True
            yield owner, "undertakes"
            if owner.text != prefix:
                continue  # 临溪华岳啤酒基地 lies in 临溪, too
            break
        if mention.type == "AdministrativeArea" and (rest == "新区" or not _DIVISION.search(rest)):
            continue  # 印度尼西亚 is not in 印度, nor 浦东新区 in 浦东
        if owner.type == "Site" and _WHOLE.fullmatch(rest):
            continue  # 金色家园小区 is 金色家园
        if mention.type in _SEATED and _holds_others(owner) and not _NOT_INSIDE.fullmatch(rest):
            yield owner, "locatedIn"
            break
        if prefix.endswith("政府") and rest.startswith("采购"):
            continue  # 政府采购 is one word
        pattern = _PART_OF.get(owner.type)
        if mention.type in _ORGANIZATIONS and pattern and len(prefix) > 2 and pattern.search(rest):
            yield owner, "subOrganizationOf"
            break
    else:
        builder = None if built else _builder_in_front(mention, first)
        if builder is not None:
            yield builder, "undertakes"
        maker = _maker_in_front(mention, first)
        if maker is not None:
            yield maker, "produces"
    if mention.type in _ORGANIZATIONS:
        parent = _parent_in_front(mention, first, names)
        if parent is not None:
            yield parent, "subOrganizationOf"


def _builder_in_front(mention: Mention, first: dict[str, Mention]) -> Mention | None:
    """临溪石化公司年产45万吨合成氨项目, where the text else says 中某油临溪石化公司."""
    front = _FIRM_IN_FRONT.match(mention.text) if mention.type == "Project" else None
    if front is None:
        return None
    owners = [m for text, m in first.items() if m.type == "Company" and text.endswith(front[0]) and text != front[0]]
    return owners[0] if len(owners) == 1 else None


def _maker_in_front(mention: Mention, first: dict[str, Mention]) -> Mention | None:
    """澄江Office 7 beside 澄江软件有限公司: the one firm whose name begins with the brand."""
    brand = _BRAND.match(mention.text) if mention.type == "Product" else None
    if brand is None:
        return None
    firms = [m for text, m in first.items() if m.type == "Company" and text.startswith(brand[0])]
    shortest = min(firms, key=lambda m: (len(m.text), m.span), default=None)
    alike = shortest is not None and all(m.text.startswith(shortest.text) for m in firms)
    return shortest if alike else None


def _holds_others(owner: Mention) -> bool:
    if owner.type == "AdministrativeArea":
        return owner.text not in _BROAD
    return owner.type == "Site" and _AREA.search(owner.text) is not None


def _parent_in_front(mention: Mention, first: dict[str, Mention], names: list[str]) -> Mention | None:
    """中某油临溪石化公司 beside 临溪石化公司 and 中某油集团公司: the parent is 中某油集团公司."""
    for cut in range(2, len(mention.text) - 3):
        front, own = mention.text[:cut], mention.text[cut:]
        if own not in first:
            own = _LEGAL_FORM_END.sub("", own)
        if own not in first or first[own].type not in _ORGANIZATIONS or len(own) < _LEAST:
            continue
        i = bisect_left(names, front)
        while i < len(names) and names[i].startswith(front):
            if first[names[i]].type in _ORGANIZATIONS and _LEGAL_FORM.fullmatch(names[i][cut:]):
                return first[names[i]]
            i += 1
    return None
