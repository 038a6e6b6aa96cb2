"""A candidate in its text -> whether it says of what kind a thing is, not which: 水利强县, 跨国矿业集团, 这家经营部."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate

# an area praised for what it is: 水利强县
_PRAISED = re.compile(r"[一-龥]{2,4}[强大名穷](?=[省市县镇村]$)|.*(?:贫困|先进|示范|文明|卫生|园林)(?=[市县镇村]$)")
_FIRM = re.compile(r"(?:公司|企业|集团|机构)$")
_LATIN_BEHIND = re.compile(r" ?[A-Z][A-Za-z]{2,}")
_MARKET = re.compile(r"(?<=..)[汇股楼车期债油金]市$")  # 纽约|汇市
_TASK = re.compile(r"(?:紧扣|围绕|聚焦|服务于)中心$")
_COUNTED = re.compile(
    r"(?:首|第?[0-9０-９一二三四五六七八九十百千万亿两几数多]+)(?:多|余|来)?[个家座条项所处支只批类](?:大型|新建|重点|国家级|新的|特大型)?$"
)
_COUNTABLE = frozenset({"Company", "Institution", "Site", "Organization", "Association", "Project"})
_SOME = re.compile(
    r"全[省市县区][^级]|不少|许多|多个|多家|各地|部分|一些|这些|那些|所有|个别|各类|各级|某些|大批|一批|众多|大量"
)
_ABBREVIATED = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁新琼港澳台]{2}")
_COUNT_BEHIND = re.compile(r"[0-9]+(?:多|余)?[个家座所]")
_POINTED = re.compile(r"[这那该][家个座所条]?$")
_OF_CIRCLES = frozenset({"Association", "Institution", "PublicBody", "Organization", "Company"})
_ANY_BRIDGE = re.compile(r"[一-龥]{0,4}?(?:独塔|双塔|三塔|混合梁|连续梁|钢箱梁|单索面|双索面)[一-龥]{0,8}桥$")
_SURE = 0.85
_COUNTS = re.compile(r"[0-9０-９]+(?:多|余)?[个家座条项所处支只](?!桥)")
_ANY_PHASE = re.compile(r"[一二三四五六首][期批个](?:工程)?(?:建设)?(?:项目|工程)")
_OF_LEVEL = re.compile(r"(?:国家|[省市区县州镇乡]|地市|区县)级(?!市)")  # 省级|采购中心
# 金昌市四所医院, 广州一家百货公司, 韩系面板厂, 国家5A级旅游景区
_ANY_OF = re.compile(
    r"(?<=.)[一二两三四五六七八九十几多数]+(?:家|所|座)(?!庄|港|店|集)|[0-9][AＡ]+级|^.?[韩台中日美欧陆德]系|第[一二三]集团$|不少|唯一|许多|政府采购.*政府$"
)
_OF_OWNER = re.compile(r"母公司$|(?<!电)(?<!量)子公司$")
_SHOPS = frozenset("超市 专卖店 门店 药店 卖场 企业".split())
_TRADERS = ("公司", "企业", "银行", "工厂", "厂商", "集团公司")
_CONTINENTS = frozenset("欧洲 亚洲 非洲 美洲 北美 南美 拉美 中东 欧美 亚太".split())
_LEGAL = re.compile(r"有限(?:责任)?公司$|股份公司$")
_WATER = re.compile(r"(?:河湖|河道|水系|[河湖江溪渠山海])$")
_GAME = re.compile(r"运动会|亚运会|奥运会|残运会|锦标赛|世界杯|论坛|运动季")
_NO_LINE = re.compile(r"(?:无|有|在|光|热|产|流水|世代|短|视)线$")
_GROWS = re.compile(r"增长|发展|成长|运[行转]|扩[张容产]|前进|推进|增速")
_SURROUNDINGS = re.compile(r"(?:[郊城市茶酒产碱灾山林牧矿库厂]|地)区$")
_NO_PARTY = re.compile(r"(?:中央|严密|[全各该本同我野])党$")
_REGISTERED = re.compile(r"[〔［\[](?:19|20)[0-9]{2}[〕］\]]")  # 穗府办〔2011〕4号 is a paper's number


def is_description(candidate: Candidate, name: str, text: str, lexicon: Lexicon) -> bool:
    """水利强县; 韩国风电设备公司|Unison; 30个|安置房项目."""
    place = lexicon.gazetteer.starts_with_place(name)
    if candidate.type == "Company" and _OF_OWNER.search(name):
        return True
    if candidate.type == "Company" and name[place:] in _SHOPS and place:
        return True  # 兰州|超市
    if candidate.type == "Company" and _is_of_country(name, lexicon):
        return True
    behind = text[candidate.end : candidate.end + 2]
    if candidate.type in _OF_CIRCLES and behind[:1] == "界" and behind not in ("界面", "界首", "界别"):
        return True  # 某地工会|界
    if candidate.type == "Project" and len(name) == 3 and name[1:] in ("工程", "项目"):
        return True  # 引黄入|晋工程
    grown = candidate.extractor.startswith("head/")
    headed = grown or candidate.extractor.startswith("tagger/ORG+head")
    if headed and _POINTED.search(text, max(0, candidate.start - 2), candidate.start):
        return not lexicon.gazetteer.starts_with_place(name)  # 这家|酒业经营部
    if headed and not candidate.name and not _LEGAL.search(name) and _is_any(name, lexicon):
        return True
    if candidate.type in ("Institution", "Site") and "”号" in name:
        return True  # “和平方舟”号医院|船
    if candidate.type == "Project" and _GAME.search(name):
        return True  # 亚运会游泳项目
    faster = name.endswith("高速") and _GROWS.match(text, candidate.end) is not None
    if candidate.type == "Site" and (_NO_LINE.search(name) or faster):
        return True  # 德信无线; 餐饮业高速|增长
    quoted = text[candidate.start - 1 : candidate.start] == "“" and behind[:1] == "”"
    if candidate.type == "AdministrativeArea" and candidate.extractor.endswith("+head") and not place and quoted:
        return True  # “空白村”
    if candidate.type == "AdministrativeArea" and name.endswith("市") and lexicon.gazetteer.is_country(name[:-1]):
        return True  # 美国|市调公司
    if candidate.type == "AdministrativeArea" and _SURROUNDINGS.search(name):
        return not lexicon.gazetteer.is_place(name)
    if candidate.type == "Organization" and name.endswith("党"):
        return _NO_PARTY.fullmatch(name) is not None or lexicon.gazetteer.is_country(name[:-1])
    if candidate.type not in ("Document", "Person") and _REGISTERED.match(text, candidate.end):
        return True
    if name.endswith("办") and behind == "分离":
        return True  # 管办|分离
    if grown and _COUNT_BEHIND.match(text, candidate.end):
        return not lexicon.gazetteer.starts_with_place(name)  # 合作联盟|7个
    if candidate.type == "Site" and (water := _WATER.search(name)) and name[: water.start()] in lexicon.uses["ideal"]:
        return True  # 幸福|河湖, 生态|河
    if candidate.type == "Site" and (behind in ("总数", "总量", "数量") or _ANY_BRIDGE.match(name)):
        return True  # 某省水库|总数
    if candidate.type == "Company" and text.endswith(("最大", "最早"), 0, candidate.start) and len(name) < 6:
        return not lexicon.gazetteer.starts_with_place(name) and name not in lexicon.firms  # 全球最大|租箱公司
    if len(name) == 2 and name[1] in "厂企商" and name[0] in lexicon.country_chars:
        return True  # 韩厂
    if candidate.extractor == "tagger/PER" and len(name) == 2 and name[0] == "小":
        return f"大{name[1]}" in text[candidate.end : candidate.end + 4]  # 小田变大田
    if candidate.type in _COUNTABLE and (text[candidate.start - 1 : candidate.start] == "某" or _SOME.match(name)):
        return True
    abbreviated = candidate.extractor == "tagger/LOC" and _ABBREVIATED.fullmatch(name) is not None
    if candidate.type == "AdministrativeArea" and (name.endswith("城市") or abbreviated):
        return not lexicon.gazetteer.is_place(name)  # 特大城市; 浙川, 京晋
    unsure = candidate.extractor == "tagger/ORG+head" and candidate.score < _SURE
    if (grown or unsure or candidate.extractor.startswith("list/site")) and not candidate.name and "“" not in name:
        if _COUNTS.match(name):
            return True  # 446座科技馆
        counted = _COUNTED.search(text, max(0, candidate.start - 12), candidate.start)
        if counted and not lexicon.gazetteer.starts_with_place(name):
            return True
        if candidate.type == "Project" and _ANY_PHASE.fullmatch(name):
            return True
    if candidate.type == "AdministrativeArea":
        return bool(_PRAISED.match(name) or _MARKET.search(name)) and not lexicon.gazetteer.is_place(name)
    if candidate.type == "Site" and not candidate.extractor.startswith("list/"):
        return any(
            name[-length:] in lexicon.heads and name[:-length] in lexicon.uses["plain"] and name[:-length] != "国家"
            for length in range(min(4, len(name) - 2), 1, -1)
        )  # 露天|煤矿
    if candidate.type == "Institution" and _TASK.search(name):
        return True
    if candidate.type == "Company" and _FIRM.search(name) and _LATIN_BEHIND.match(text, candidate.end):
        return lexicon.gazetteer.starts_with_place(name) > 0
    return False


def _is_of_country(name: str, lexicon: Lexicon) -> bool:
    """赞比亚公司, 欧洲银行: any of that country, but for the few banks that are called so."""
    if name in lexicon.names or name in lexicon.firms:
        return False
    for trader in _TRADERS:
        place = name.removesuffix(trader)
        if place != name and (lexicon.gazetteer.is_country(place) or place in _CONTINENTS):
            return True
    return False


def _is_any(name: str, lexicon: Lexicon) -> bool:
    """省级政府采购中心, 深圳同类公司, 跨国垄断矿业集团: a word of the modifier says that it is one of many."""
    if _OF_LEVEL.match(name):
        return True
    if _ANY_OF.search(name):
        return True
    modifier = name[: -next((n for n in range(min(8, len(name) - 1), 0, -1) if name[-n:] in lexicon.heads), 1)]
    place = lexicon.gazetteer.starts_with_place(modifier)
    words = [modifier[place + start : place + end] for start, end in lexicon.words(modifier[place:])]
    if not words or lexicon.uses["any"].isdisjoint((words[0], words[-1])):
        return False
    # 福田康明斯|合资公司 has a name
    return all(lexicon.is_common_word(word) and word not in lexicon.firms for word in words if len(word) > 1)
