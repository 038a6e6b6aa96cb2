"""Candidates -> names that are whole and one: two firms apart, a ministry with its first half, no cut part.

甲集团|与|乙电化局 are two, 某国经济和|对外贸易部某司 is one, 各省|市人大常委会 none in particular, 某局|旧址 a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_BODIES = frozenset({"PublicBody", "Company", "Institution", "Organization", "Association", "Media"})
_MADE = ("head/", "tagger/", "body/", "brand/managed")
_AND = "与和及"
_CALLED_INSIDE = re.compile(r"[（(](?:以下)?(?:下称|简称|下文称)")
_CALLED = re.compile(r"(?:以下)?(?:下称|简称)")
# 各省区|市人大常委会, 副省级城|市人大常委会
_EACH_BEFORE = re.compile(r"(?:各[省市区县州]{1,3}|级城|(?:特|超|大|中|小|点|心)大?城|单列)$")
_LEVEL = frozenset("省市县区州")
_KIND_IN_FRONT = re.compile(
    r"[一-龥]{0,6}?(?:合资|合作|独资|民营|国有|龙头|外资|骨干|知名|科技)(?:企业|公司)(?=[一-龥]{4,}(?:公司|集团|银行)$)"
)
_ABSTRACT = re.compile(
    r"(?:竞争力|影响力|生产力|凝聚力|软实力|吸引力|执行力|能力|实力|魅力|活力|潜力|动力|合力|水平|形象|体系|格局|机制"
    r"|资源|优势|成果|力度|质量|产能|销量)$"
)
_ANY_FIRM = re.compile(
    r"(?:民营|私营|国有|外资|内资|合资|独资|中小|小微|涉农|科技型|龙头|骨干|上市|创新型|中央|地方)+(?:企业|公司|机构)"
)
# of a trade, none in particular: 风投公司, 动漫科技公司
_TRADE_FIRM = re.compile(r"公司$|企业$")
_TRADES = re.compile(
    r"(?:风投|创投|投资|科技|动漫|软件|网络|互联网|游戏|食品|医药|制药|生物|物流|快递|保险|证券|基金|信托|担保|租赁|装修|装饰|家装"
    r"|广告|传媒|影视|旅游|旅行|航空|汽车|电子|通信|化工|石油|能源|电力|物业|房地产|地产|建筑|贸易|外贸|咨询|管理|小额|贷款|小贷"
    r"|搬家|家政|保洁|劳务|中介|拍卖|评估|技术|信息|文化|服务|设计|工程|建材|家具|服装|商贸|新|大型|知名|顶级|初创|创业|跨国|高新"
    r"|人工智能|半导体|芯片|医疗|器械|社交|媒体)+"
)
_NATIONAL = re.compile(r"航空|石油|电力|能源|化工|烟草|保险|通信|广告")
_LETTERS_FIRM = re.compile(r"[A-Z]{2,6}[一-龥]{0,2}(?:厂|厂商|企业|工厂)")
_MANY_QUOTED = re.compile(
    r"(?:一批|一系列|一大批|各类|多个|许多|一个个|[0-9一二三四五六七八九十百千几]+(?:余|多)?[个处座批家])[^，。；]{0,14}“$"
)
_OLD_SITE = re.compile(r"(?:机关)?(?:旧址|遗址)(?:纪念馆|群)?")
_POLICE = re.compile(r"公安机关")
_BUS = re.compile(r"(?:公交|地铁)(?=将|推出|开通|新增|发布|优化|增开|表示|方面|公司|集团)")
_TREATY = re.compile(r"(?:协议|备忘录|合同|声明|协定)$")
_FOREIGN_PARTS = 6  # 康斯坦|丁尼夫卡: the two halves are longer together than a Chinese name
_TOWN_BEHIND = re.compile(r"等?(?:重要|多个|数个|其他)?(?:地区|地的?[^方]|城镇|城市|方向|居民点|村镇)")
_FRUIT = re.compile(r"水果|果农|果皮|果肉|果园|果树|鲜果|红富士|香蕉|梨子|柑橘|蔬菜|苹果树|种植|果品")
_MAKER = re.compile(r"iPhone|iPad|iPod|Apple|苹果公司|乔布斯|库克|手机|电脑|平板|谷歌|微软|三星|安卓|智能|IT")


def make_whole(candidates: Iterable[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """Behind ``fit_behind``: each candidate as it is, set right, or left out."""
    found = list(candidates)
    whole: list[Candidate] = []
    for candidate in found:
        if candidate.extractor == "lexicon/user":
            whole.append(candidate)
        else:
            whole += _whole(candidate, tagged, lexicon)
    return _without_treaties(_towns(whole, tagged.text), tagged.text) + _chained(found, tagged, lexicon)


def _whole(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    text, start, end, type_ = tagged.text, candidate.start, candidate.end, candidate.type
    name = text[start:end]
    if type_ == "AdministrativeArea":
        yield candidate
        if police := _POLICE.match(text, end):
            yield Candidate(start, police.end(), "PublicBody", 0.95, "head/公安局", fixed=True)
        elif bus := _BUS.match(text, end):
            yield Candidate(start, bus.end(), "Company", 0.95, "head/集团", fixed=True)
        return
    if name == "苹果" and type_ == "Company" and _FRUIT.search(text) and not _MAKER.search(text):
        return
    if candidate.extractor == "brand/product" and type_ == "Product":
        joint = max(name.find(mark, 3) for mark in _AND)
        if joint > 0 and lexicon.goods.fullmatch(name[joint + 1 :]) and lexicon.goods.search(name[:joint]):
            candidate = replace(candidate, end=start + joint)  # 海尔冰箱|和|洗衣机
        yield candidate
        return
    if type_ == "Site":
        quoted = text[end : end + 1] == "”" and _MANY_QUOTED.search(text, max(0, start - 24), start)
        if quoted and not lexicon.gazetteer.starts_with_place(name):
            return  # 一批“古树公园”
        if candidate.extractor == "head/厂" and _is_lettered(name, lexicon):
            return
    if type_ not in _BODIES or candidate.name or not candidate.extractor.startswith(_MADE):
        yield candidate
        return
    if _CALLED_INSIDE.search(name) or _CALLED.match(name):
        return
    if name[0] in _LEVEL and _EACH_BEFORE.search(text, max(0, start - 4), start):
        return
    if name.endswith("党") and name.count("党") > 1:
        return  # 管党治党建设党
    place = lexicon.gazetteer.starts_with_place(name)
    if _is_any(name, place, candidate, lexicon):
        kind = lexicon.gazetteer.kind(name[:place]) if place and candidate.extractor == "tagger/ORG" else ""
        if kind:
            yield Candidate(start, start + place, kind, 0.9, "tagger/LOC+gazetteer")  # 某省|核心竞争力
        return
    if type_ == "Company" and (front := _KIND_IN_FRONT.match(name)):
        candidate = replace(candidate, start=start + front.end())  # 中外合资企业|某某公司
    apart = _apart(candidate, tagged, lexicon)
    if apart:
        yield from apart
        return
    if site := _OLD_SITE.match(text, end):
        yield replace(
            candidate, end=site.end(), type="Site", extractor="head/旧址", score=max(candidate.score, 0.95), fixed=True
        )
        return
    yield candidate
    yield from _with_front(candidate, tagged, lexicon)


def _is_any(name: str, place: int, candidate: Candidate, lexicon: Lexicon) -> bool:
    """民营企业, 风投公司, 某省公立医疗机构, 某省核心竞争力: of a kind, none in particular."""
    rest = name[place:]
    if candidate.extractor in ("tagger/ORG", "brand/managed") and _ABSTRACT.search(name) and name not in lexicon.firms:
        return True
    if _ANY_FIRM.fullmatch(rest) or _is_lettered(name, lexicon):
        return True
    # 某国航空公司 is called so
    anywhere = not place or (_is_abroad(name[:place], lexicon) and not _NATIONAL.match(rest))
    if candidate.type == "Company" and anywhere and _TRADE_FIRM.search(rest) and _TRADES.fullmatch(rest[:-2]):
        return True
    if candidate.extractor == "head/机构" and place:
        words = [rest[a:b] for a, b in lexicon.words(rest)]
        return all(len(word) > 1 and lexicon.is_common_word(word) for word in words)
    return False


def _is_abroad(place: str, lexicon: Lexicon) -> bool:
    return place != "中国" and lexicon.gazetteer.is_country(place)


def _is_lettered(name: str, lexicon: Lexicon) -> bool:
    """韩国LED厂: the letters say what it makes."""
    place = lexicon.gazetteer.starts_with_place(name)
    return place > 0 and _is_abroad(name[:place], lexicon) and _LETTERS_FIRM.fullmatch(name, place) is not None


def _apart(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """中国某号|与|中铁某局: behind the word between, the second begins as only a name does."""
    if not candidate.extractor.startswith("head/"):
        return []
    text, start, end = tagged.text, candidate.start, candidate.end
    for at in range(start + 2, end - 3):
        if text[at] not in _AND or at not in tagged.starts:
            continue
        index = tagged.starts[at]
        word = tagged.words[index + 1] if index + 1 < len(tagged.words) else None
        if word is None or word.tag != "ORG" or (word.start, word.end) != (at + 1, end):
            continue
        left, right = text[start:at], text[at + 1 : end]
        first = tagged.starts.get(start)
        if first is None or tagged.words[first].end != at or tagged.words[first].tag not in ("ORG", "LOC"):
            continue  # 某市|科技和信息化局
        if lexicon.is_state_builder(right) or _opens_with_firm(right, lexicon):
            second = replace(candidate, start=at + 1, type="Company", extractor="tagger/ORG+head", score=0.95)
            if lexicon.gazetteer.is_place(left):
                return [second]
            return [Candidate(start, at, "Company", 0.95, "lexicon/firms"), second]
    return []


def _opens_with_firm(name: str, lexicon: Lexicon) -> bool:
    return any(name[:length] in lexicon.firms for length in range(2, 7))


def _with_front(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    """丹麦诺和|诺德公司: the one character between the country and 和 opens the name."""
    text, start = tagged.text, candidate.start
    if candidate.type != "Company" or text[start - 1 : start] not in tuple(_AND) or start < 4:
        return
    index = tagged.ends.get(start - 1)
    if index is None:
        return
    word = tagged.words[index]
    form = text[word.start : word.end]
    place = lexicon.gazetteer.starts_with_place(form)
    one_more = word.tag in ("LOC", "ORG") and len(form) == place + 1 and place > 1 and form not in lexicon.firms
    if one_more and lexicon.gazetteer.is_country(form[:place]):
        yield replace(candidate, start=word.end - 1, score=max(candidate.score, 0.95))
        yield Candidate(word.start, word.start + place, "AdministrativeArea", 0.95, "tagger/LOC+gazetteer", fixed=True)


def _chained(found: Sequence[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """某国经济和对外贸易部 over 对外贸易部某司: two readings that overlap at the ministry are one long name."""
    bodies = [c for c in found if c.type == "PublicBody" and c.extractor.startswith("head/") and not c.name]
    behind = [c for c in bodies if tagged.text[c.start - 1 : c.start] in tuple(_AND)]
    chained = []
    for second in behind:
        for first in bodies:
            if (
                first.start < second.start < first.end < second.end
                and lexicon.gazetteer.starts_with_place(tagged.text, first.start)
                and tagged.text[first.end - 1] in "部委局厅"
            ):
                chained.append(replace(second, start=first.start, score=max(first.score, second.score, 0.9)))
    return chained


def _towns(found: list[Candidate], text: str) -> list[Candidate]:
    """康斯坦|丁尼夫卡等地区: two persons without anything between, in front of a word for places, are one town."""
    persons = {c.start: c for c in found if c.extractor == "tagger/PER"}
    pairs = {}
    for candidate in persons.values():
        second = persons.get(candidate.end)
        if second and second.end - candidate.start >= _FOREIGN_PARTS and _TOWN_BEHIND.match(text, second.end):
            pairs[candidate] = replace(
                candidate, end=second.end, type="AdministrativeArea", extractor="tagger/LOC+city", score=0.9
            )
    halves = {c for first in pairs for c in (first, persons[first.end])}
    return [c for c in found if c not in halves] + list(pairs.values()) if pairs else found


def _without_treaties(found: list[Candidate], text: str) -> list[Candidate]:
    """甲国政协和|乙国某委员会合作协议: an agreement of two, of which the name has only the second."""
    bodies = {c.start: c for c in found if c.type in _BODIES}
    return [
        c
        for c in found
        if not (
            c.type == "Document"
            and c.extractor.startswith("head/")
            and text[c.start - 1 : c.start] in tuple("和与同及")
            and _TREATY.search(text, c.start, c.end)
            and c.start in bodies
            and bodies[c.start].end < c.end
        )
    ]
