"""Chosen names -> the same with another type, where the text does with the name what is done with no such thing.

安踏 with a 专柜 or before 推出 is no person, 江淮 in a sentence on lorries no region, a works with a manager a firm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import FOREIGN, Candidate

_FIRM_BEHIND = re.compile(
    r"[（(](?:中国|亚洲|上海|北京|香港|集团)[)）]"
    r"|(?:公司|集团|股份|电梯|家居|家具|卫浴|电器|地板|锂电|的?品牌)(?!总|董|经|副|创|的)"
    r"|(?:软件|商城|卖场|超市|百货|专柜|专卖店|旗舰店|直营店|门店|股价|客车|电动车|电动客车|空调|冰箱|手机|轮胎)"
    r"|咨询(?=[0-9统预研认报指分调])|(?:官方|旗下|发布了?(?:[一-龥0-9]{0,5})(?:财报|年报|季报|公告|业绩))"
)
# of persons these are done too: not where the name has a Chinese person's form
_FIRM_ACTS = re.compile(
    r"(?:推出|代理(?!人|市|县|省|州|总|董|校|院|部|检|主|书|会|区|局|行)|新品|产品(?!经理|总监)|门市"
    r"|建议(?:短空|短多|观望|空单|多单|逢|投资者))"
)
_WORKS_OF_MIND = re.compile(r".{0,6}?(?:专辑|新歌|单曲|小说|新书|作品|诗|画|剧|片)")
_FIRM_BEFORE = re.compile(
    r"(?:收购|并购|入股|控股|参股|零售商|零售业巨头|制造商|生产商|运营商|供应商|经销商|开发商|厂商|巨头|车企|药企|品牌)$"
)
_HELD_BEHIND = frozenset("持所的")
_TITLE_BEHIND = re.compile(r"(?:先生|女士|教授|总经理|董事长|总裁|副?总|经理|博士|同志|本人)")
_WORKS = re.compile(r"(?:[^水电]厂|矿|[农林牧茶渔]场|宾馆|酒店)$")  # a place, and a firm where it has a manager
_WORKS_BEHIND = re.compile(r"副?(?:厂长|矿长|场长|总经理|经理|董事长)|(?:党委)?书记|生产的|职工|始建于")
_ARMS = re.compile(
    r"(?:主战|反坦克|巡航|防空|弹道|攻击|武装)?(?:坦克|导弹|战机|战斗机|无人机|火箭炮|步战车|直升机|运输机|系统|卫星|火箭"
    r"|漱口水|牙膏|洗发水|沐浴露|香水|酒|饮料|奶粉|手机|空调|轿车|汽车|胶囊|口服液|洁具|地板|瓷砖|(?:青?铜|玉|大方|方)?[鼎尊簋觥])"
)
_FIELD_BEHIND = re.compile(r"(?:油田|气田|项目|矿区|战役|机场|港口|难民营)")
_MOTORING = re.compile(
    r"汽车|轿车|车型|销量|重卡|轻卡|客车|卡车|底盘|车企|车市|发动机|经销商|SUV|新车|自主品牌|合资品牌"
)
_REGION_BEHIND = re.compile(r"(?:大地|地区|流域|平原|一带|之间|分水岭|官话|[区街路市县镇]|大街|古城|长城|脚下)")
_HEADED = ("head/", "tagger/ORG+head", "declared", "brand/")


def retype_names(candidates: Sequence[Candidate], text: str, lexicon: Lexicon) -> list[Candidate]:
    firms = [text[c.start : c.end] for c in candidates if c.type == "Company" and c.extractor.startswith(_HEADED)]
    return [_retype(candidate, text, firms, lexicon) for candidate in candidates]


def _retype(candidate: Candidate, text: str, firms: list[str], lexicon: Lexicon) -> Candidate:
    name = text[candidate.start : candidate.end]
    if candidate.type == "Person" and candidate.extractor == "tagger/PER":
        if _is_firm(name, text, firms, lexicon):
            return replace(candidate, type="Company", score=candidate.score * 0.9, extractor="tagger/PER+firm")
        foreign = not lexicon.surnames.intersection((name[0], name[:2])) or all(char in FOREIGN for char in name)
        if foreign and _FIELD_BEHIND.match(text, candidate.end):
            return replace(candidate, type="Site", extractor="tagger/PER+city")  # 鲁迈拉|油田
    if candidate.type == "Person" and text[candidate.end : candidate.end + 1] == "”":
        if text[candidate.start - 1 : candidate.start] == "“" and _ARMS.match(text, candidate.end + 1):
            return replace(candidate, type="Product", extractor="quoted/product")  # “艾布拉姆斯”坦克
    elif candidate.type == "Site" and _WORKS.search(name) and _stands(name, text, _WORKS_BEHIND):
        return replace(candidate, type="Company")
    elif candidate.type in ("Place", "AdministrativeArea") and _is_make(candidate, name, text, lexicon):
        return replace(candidate, type="Company", extractor="lexicon/firms")
    return candidate


def _is_firm(name: str, text: str, firms: list[str], lexicon: Lexicon) -> bool:
    """阿尔斯通 beside 阿尔斯通公司, 阿尔斯通（中国）: what the tagger takes for a person is the firm."""
    if name[-2:] in lexicon.trades and len(name) >= 4 and name[-2:] not in lexicon.titles:
        return True  # 金和软件
    if _stands(name, text, _TITLE_BEHIND):
        return False
    if _stands(name, text, _FIRM_BEHIND) or _comes_after(name, text):
        return True
    if any(firm.startswith(name) and len(firm) > len(name) + 1 for firm in firms):
        return True  # beside the whole name of the firm
    chinese = len(name) == 3 and name[0] in lexicon.surnames and not all(char in FOREIGN for char in name)
    return not chinese and _stands(name, text, _FIRM_ACTS, but=_WORKS_OF_MIND)


def _comes_after(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _FIRM_BEFORE.search(text, max(0, at - 6), at) and text[end : end + 1] not in _HELD_BEHIND:
            return True
        at = text.find(name, at + 1)
    return False


def _is_make(candidate: Candidate, name: str, text: str, lexicon: Lexicon) -> bool:
    """江淮 in a sentence on cars, where no region can stand."""
    if lexicon.make_kinds.get(name) != "car":
        return False
    start = max(text.rfind(mark, 0, candidate.start) for mark in "。！？\n") + 1
    stop = min((at for at in (text.find(mark, candidate.end) for mark in "。！？\n") if at >= 0), default=len(text))
    return _MOTORING.search(text, start, stop) is not None and not _REGION_BEHIND.match(text, candidate.end)


def _stands(name: str, text: str, behind: re.Pattern[str], but: re.Pattern[str] | None = None) -> bool:
    """Whether the name stands anywhere with such words right behind it, and not with those further on."""
    at = text.find(name)
    while at >= 0:
        match = behind.match(text, at + len(name))
        if match and not (but and but.match(text, match.end())):
            return True
        at = text.find(name, at + 1)
    return False
