"""Candidates -> the same, changed by what runs on right behind them.

某市政府|采购 is the city and its procurement, 某国|文版 a language, 大宇|造船 one firm, “某某”|号 a ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_PROCUREMENT = re.compile(r"(?:集中|分散|网上|电子|阳光|绿色)?采购(?!了)|间(?!接)")
_SCRIPT = re.compile(r"文(?=[、，。；）/]|版|字[^塔]|等|书刊)|语(?=[、，。；）/]|版|系|种|等)|族(?=[、，。；群同胞人])")
_SHIP = re.compile(r"”号(?![召令称线])")
_PARTS = frozenset(
    (
        "国际 控股 重工 造船 合成 金融 地产 置业 化学 电气 能源 半导体 通信 通讯 移动 传媒 证券 保险 信托 租赁 航空 "
        "汽车 投资 资本 矿业 钢铁 石化 水泥 照明 电力 电器 数码 软件 科技 网络 实业 股份 云 影业 物业 百货 乳业 纸业 "
        "制药 医药 机械 工业 轮胎 电子 物流 集团"
    ).split()
)
# behind a name that only the tagger knows: 卡尔玛|地板, 欧丽亚|门业
_TRADES = frozenset(
    (
        "地板 陶瓷 瓷砖 门业 茶业 木业 包装 商事 资本 卫浴 家居 橱柜 衣柜 门窗 酒业 药业 化工 家纺 服饰 漆业 造船 重工 "
        "重机 电子 电器 照明 钢铁 软件 科技 机械 石化 水泥 纸业 乳业 食品 矿业 置业 地产 传媒 证券 期货 财经"
    ).split()
)
_NOUNS = frozenset({"n", "nz", "vn", "nw", "an", "ORG", "j", "c"})
_LATIN_PART = re.compile(
    r" ?(?:Display|Electronics|Motors|Group|Chem|Innotek|Energy|Solar|International|Technologies|Technology|Systems"
    r"|Semiconductor|Mobile|Capital|Securities|Holdings|Industries|Company|Corporation|Corp|Inc|Ltd|Lighting)(?![a-z])"
)
_PARTY_CENTRE = ("中央", "中组部", "中宣部")
_COMING = frozenset("抵到进离靠出入在返来回驻外本")  # 抵港: any harbour
_FOUNDED_BEHIND = re.compile(
    r"大学|学院|学校|医院|纪念馆|博物馆|图书馆|基金会|公司|集团|研究[所院]|国际机场|机场|社区|广场|体育[馆场]"
)
_OWNER = re.compile(r".{2,}?(?:母公司|(?<!电)(?<!量)子公司|旗下|控股股东)(?=[一-龥]{4,}$)")
_FIRM_BEHIND = re.compile(r"[）)][一-龥]{0,12}?(?:有限|股份|集团|分公司)")
_UNIT = re.compile(r"[0-9一二三四五六七八九十]{1,2}号(?:核电)?机组")
_BOARD = re.compile(r"(?<=..)(?:董事[局会]|监事会|股东大会)$")
_WORLD = re.compile(r"(?:国际|世界|全球|亚洲|欧洲|非洲|泛美|联合国|亚太)")
_TWO_READINGS = frozenset({"来宾", "盐湖"})  # a city and guests, a district and any salt lake
_SURE_SPLIT = 0.5


def fit_behind(candidates: Iterable[Candidate], tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    fitted = []
    for candidate in candidates:
        if candidate.extractor == "lexicon/user":
            fitted.append(candidate)
        else:
            fitted += _fit(candidate, tagged, lexicon)
    return fitted


def _fit(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> Iterator[Candidate]:
    text, start, end = tagged.text, candidate.start, candidate.end
    name = text[start:end]
    if candidate.type == "PublicBody" and (body := _GOVERNMENT.search(name)) and _PROCUREMENT.match(text, end):
        kind = lexicon.gazetteer.kind(name[: body.start()]) if not text.startswith("间", end) else ""
        if kind:
            yield Candidate(start, start + body.start(), kind, 0.95, "tagger/LOC+gazetteer", fixed=True)
        return
    if candidate.type == "Company" and len(name) > 4 and (joined := _joined(name, lexicon)):
        yield replace(candidate, start=start + joined)
        return
    if (
        candidate.type == "Company"
        and (owner := _OWNER.match(name))
        and candidate.extractor.startswith(("head/", "tagger/"))
    ):
        yield replace(candidate, start=start + owner.end())
        return
    bracketed = text[start - 1 : start] in ("（", "(") and _FIRM_BEHIND.match(text, end) is not None
    if candidate.type in ("AdministrativeArea", "Place") and bracketed:
        return  # 恒达（|江州|）有限公司
    if candidate.extractor == "dot/person" and _FOUNDED_BEHIND.match(text, end):
        return  # 何塞·马蒂|纪念馆
    if candidate.type in ("PublicBody", "Company") and (board := _BOARD.search(name)):
        yield replace(candidate, end=start + board.start(), type="Company")
        return  # 某集团|董事局
    if candidate.type == "PublicBody" and _WORLD.match(name) and name.endswith("委员会"):
        yield replace(candidate, type="Organization")
        return
    if candidate.type in ("AdministrativeArea", "Place"):
        if _SCRIPT.match(text, end) and not name.endswith(("市", "县", "省", "区")):
            return
        if len(name) == 1 and not _is_area_char(candidate, tagged):
            return
        if name in _TWO_READINGS and not (
            text.startswith(("市", "、"), end) or text.endswith(("广西", "、"), 0, start)
        ):
            return
    if candidate.type == "Person" and text[start - 1 : start] == "“" and _SHIP.match(text, end):
        yield replace(candidate, type="Product", extractor="quoted/product")
        return
    yield candidate
    if candidate.type == "Site" and name.endswith("电站") and (unit := _UNIT.match(text, end)):
        yield replace(candidate, end=unit.end(), fixed=True)  # 某核电站|3号机组
    if candidate.extractor == "lexicon/firms":
        yield from _with_second_part(candidate, tagged, _PARTS)
    elif candidate.extractor in ("tagger/ORG", "tagger/PER") and not lexicon.title_at(text[max(0, start - 6) : start]):
        yield from _with_second_part(candidate, tagged, _TRADES)
    if candidate.extractor == "lexicon/names" and name.startswith(_PARTY_CENTRE) and text.endswith("中共", 0, start):
        yield replace(candidate, start=start - 2, score=0.99, fixed=True)  # 中共|中央某某研究院


def _is_area_char(candidate: Candidate, tagged: TaggedText) -> bool:
    """在京|会见, 赴台|采购, but not 湘|电 nor 抵港."""
    text, start, end = tagged.text, candidate.start, candidate.end
    if text[start] == "港" and text[start - 1 : start] in _COMING and text[end : end + 1] not in "澳珠":
        return False
    return not tagged.opens or end == len(text) or tagged.opens[end] >= _SURE_SPLIT


def _with_second_part(candidate: Candidate, tagged: TaggedText, parts: frozenset[str]) -> Iterator[Candidate]:
    """大宇|造船, 麦格纳|国际 in front of a verb or the end of the clause; LG Display."""
    text, end = tagged.text, candidate.end
    if text[end - 1 : end].isascii():
        latin = _LATIN_PART.match(text, end)
        if latin:
            yield replace(candidate, end=latin.end(), score=0.95)
        return
    index = tagged.starts.get(end)
    if index is None:
        return
    word = tagged.words[index]
    if text[word.start : word.end] not in parts:
        return
    if index + 1 < len(tagged.words) and tagged.words[index + 1].tag in _NOUNS:
        return  # 三星|电子|产品
    yield replace(candidate, end=word.end, score=0.92, type="Company", extractor="lexicon/firms")


def _joined(name: str, lexicon: Lexicon) -> int:
    """必和必拓和|力拓集团: behind a known firm and 和 or 与 the second one begins."""
    for mark in "与和及":
        at = name.find(mark, 2)
        if at > 0 and len(name) - at > 3 and any(name[at - n : at] in lexicon.firms for n in range(2, min(at, 6) + 1)):
            return at + 1
    return 0
