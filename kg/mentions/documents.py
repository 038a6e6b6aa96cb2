"""Tagged text -> documents in 《》, products by model number."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:〈[^〉]*〉[^《》\n]{0,20})?)》")
# 中央一号文件, 2011年中央1号文件; 签署…合作备忘录; 2010年某国环境状况公报
_NUMBERED_PAPER = re.compile(r"(?P<title>(?:中央|中发|国发)[一二三四1-9]号文件)")
_SIGNED = re.compile(r"(?:签署|签订|签)了?(?:《)?(?P<title>[一-龥“”]{6,28}(?:备忘录))(?![》的])")
_YEARLY = re.compile(
    r"(?P<title>(?:19|20)\d\d年(?:度)?(?:全国|[一-龥]{2,5}?)[一-龥]{2,12}(?<![政新])(?:公报|白皮书|蓝皮书))(?![》])"
)
_PAPER = re.compile(
    r"(?:日报|晚报|早报|晨报|都市报|时报|商报|周报|周刊|杂志|月刊|(?<![公通简海情快季预警年捷战喜])报)$"
)
_REPORTS = re.compile(r"(?:表示|称|报道|预计|披露|评论道|消息)[，：:,]?")
_PRINTED = re.compile(r"(?:发表于|发表在|刊登于|刊登在|刊载于|刊于|载于)$")
_RULING = re.compile(
    r"[法例定书信稿则令函表]$|规定|办法|意见|规划|纲要|方案|通知|公告|报告|计划|指南|标准|声明|宣言|协议|条约|公报|指数|目录|清单|草案|新政|蓝皮|政策"
)
_HIGHWAY = re.compile(r"[GS][0-9]{3,4}")
_STANDARD = re.compile(r"[A-Z0-9]-(?:19|20)\d\d$")
_PAPER_BEHIND = re.compile(r"(?:杂志|周刊|月刊|双月刊|季刊|记者|报社|网站|社论|主编|总编|编辑部)")
_MODEL = re.compile(
    r"(?:运油|伊尔|米格|波音|空客A|空警|轰油|攻击|红旗|巨浪|鹰击|翼龙|彩虹|枭龙|无侦|[歼运轰直教])-?\d+[A-Z]?(?!\d*[年月日亿万元%])"
    r"|(?<![A-Za-z0-9])(?=[A-Z0-9-]*[A-Z])[A-Z][A-Z0-9]*(?:-?[A-Z0-9]+)*(?![A-Za-z0-9%次]|\.\d)"
)
# HPS、REPS、MSG等多种型号的…: a list of models
_KINDS = re.compile(r"(?:、[A-Z][A-Z0-9-]{1,8}){0,6}等?(?:多种|系列|各种|几种)?(?:型号|系列|机型|车型)")
_NO_PART = frozenset(
    "项目 工程 型号 系列 合同 订单 产品 市场 技术 标准 价格 大单 计划 报价 收盘价 均价 品种 主席 含量 长期 结构 材质 "
    "合约 等级 级别 专业版 专家 成员 比例 指标 赛事 公开赛 赛 组 号线".split()
)
# FOB600, AC100V, U16, SP2, CSAE2011: a price's terms, a voltage, an age, a bond, a fair and its year
_NO_NUMBER = re.compile(
    r"(?:FOB|CIF|CNF|CFR|EXW|RMB|USD|HKD|EUR|US|PM|PH|pH|SP|TC|SC|WG|WTA|ATP|ITF|U)-?[0-9]+(?:-[0-9]+)?"
    r"|(?:AC|DC)[0-9]+V"
    r"|[A-Z]{1,6}-?20(?:0[5-9]|[12][0-9])|[A-Z]2[A-Z]|20[0-9]{2}[A-Z]+"
)
_TRAIN = re.compile(r"[GDCZTK][0-9]{1,4}(?=次|[／/][0-9]|列车|号列车)|[GDCZTK][0-9]{3,4}(?=和[GDCZTK][0-9]{3,4}次)")
_SIZES = frozenset("大型 小型 中型 微型 新型 重型 轻型 智能".split())
# K4179+897 on a road; GB1176-87, a standard
_STATION = re.compile(r"[KＫ]\d{1,4}(?=[+＋])|(?:GB|ISO|DIN|ASTM|JIS|QB|HG|YY|DB|EN|IEC|JB|SN)(?:/?T)?-?\d")
# abbreviations of the trade, no models
NO_MODEL = frozenset(
    (
        "APP GDP LED ECFA CAFTA CDMA GSM CKD SKD CPI PPI AI IT VR AR XR LCD GPS CEO CFO CTO COO CIO PM SOS TV "
        "DNA RNA CT MRI KTV ATM POS IC ID QQ VIP NBA CBA WTO APEC RCEP BRT MBA EMBA PPP BOT EPC IPO ETF PC USB "
        "WIFI OTC ICU PVC ABS ESG SUV MPV CNG LNG LPG PCT ISO GMP UPS ERP CRM OEM ODM KPI COVID HIV A B C D E "
        "COP26 COP27 COP28 COP29 COP30 H1N1 H5N1 H7N9 H3N2 B2B B2C C2C C2M M2M O2O P2P G20 APEC U17 U19 U20 U21 U23 "
        "N95 CO2 SO2 PM10 V2X TOP10 TOP100 WEB2 "
        "F G H I J K L M N O P Q R S T U V W X Y Z AA AAA AAAA AAAAA "
    ).split()
)


def find_documents(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """《…》 is a document, or a paper or magazine by its last word."""
    found = []
    for match in _TITLE.finditer(tagged.text):
        inner = match[1]
        known = lexicon.names.get(inner)
        if known or _PAPER.search(inner) or _PAPER_BEHIND.match(tagged.text, match.end()) or _is_quoted(tagged, match):
            type_ = known.type if known else "Media"
            found.append(Candidate(match.start(1), match.end(1), type_, 0.9, "brackets/paper"))
        else:
            found.append(Candidate(match.start(1), match.end(1), "Document", 0.95, "brackets/document"))
    for pattern in (_NUMBERED_PAPER, _SIGNED, _YEARLY):
        for match in pattern.finditer(tagged.text):
            start, end = match.span("title")
            if start in tagged.borders and tagged.text[start - 1 : start] != "《":
                found.append(Candidate(start, end, "Document", 0.95, "pattern/document"))
    return found


def _is_quoted(tagged: TaggedText, match: re.Match[str]) -> bool:
    """《油世界》称, 发表于《…评论》: what says or prints something is a paper, unless its title is a document's."""
    if _RULING.search(match[1]):
        return False
    printed = _PRINTED.search(tagged.text, max(0, match.start() - 4), match.start()) is not None
    return printed or _REPORTS.match(tagged.text, match.end()) is not None


# 英特尔|凌动|处理器平台: of a firm, with a name of its own and a noun of goods
_RANGE = re.compile(r"(?:平台|家族|系列)")


def find_firm_products(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """A known firm, a word that no dictionary has or letters and digits, and a noun of goods."""
    text = tagged.text
    found = []
    for end, start in tagged.jieba_ends.items():
        if text[start:end] not in lexicon.firms:
            continue
        named = _GOODS_NAME.match(text, end)
        if named is None:
            continue
        for middle in range(end + 2, named.end() + 1):
            goods = lexicon.goods.match(text, middle)
            if goods is None or goods.end() not in tagged.borders:
                continue
            word = text[end:middle]
            first = tagged.starts.get(end)
            if first is not None and tagged.words[first].tag in _SMALL_TAGS:
                break  # 华硕|对|平板电脑, 雅培|等|外资奶粉
            if word.isascii() or (len(word) < 4 and not lexicon.is_common_word(word) and "的" not in word):
                last = _RANGE.match(text, goods.end())
                found.append(Candidate(start, last.end() if last else goods.end(), "Product", 0.95, "brand/product"))
            break
    return found


_SMALL_TAGS = frozenset({"p", "u", "c", "d", "r"})
_GOODS_NAME = re.compile(r"[一-龥]{2,3}|[A-Z][A-Za-z0-9-]{1,12}")
_NUMBERED = re.compile(
    r"(?P<series>[一-龥]{2,4})(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})号(?:[A-Z]星|[甲乙丙][A-Z]?)?"
    r"(?:载人飞船|货运飞船|飞船|运载火箭|火箭|卫星|探测器|核电机组|钻井平台)?(?<![站路街门楼院馆桥井])(?![线楼院馆门井厅台文令矿桥码田坑车口大特])"
)
_LINE = re.compile(
    r"(?:地铁|轨道交通|轻轨|有轨电车|快轨|磁浮|云轨|市域铁路)(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[A-Z][0-9]{0,2})(?:号线|线)"
    r"(?:[一二三四]期|[东西南北]延(?:伸)?[线段])?(?P<work>工程|项目)?"
)
_SMALL = re.compile(r"[也在于从到至的了和与将已及是]")
_SERIES_TAGS = frozenset({"nz", "nw", "ORG", "PER"})


def find_numbered(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """神舟十九号, 长征五号运载火箭: a series that the tagger takes for a name, and its number."""
    found = []
    for match in _NUMBERED.finditer(tagged.text):
        for start in range(match.start(), match.end("series") - 1):
            index = tagged.starts.get(start)
            if index is None or tagged.words[index].tag not in _SERIES_TAGS:
                continue
            if _SMALL.search(tagged.text, start, match.end("series")):
                break  # 海信也在8号
            named = tagged.words[index].end > match.end("series")  # 华龙一号 is one word, 华龙 a district
            if not named and lexicon.gazetteer.is_place(tagged.text[start : match.end("series")]):
                break
            found.append(Candidate(start, match.end(), "Product", 0.92, "number/series"))
            break
    return found


def find_lines(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """某市地铁2号线, 轨道交通S1线一期工程: the city in front belongs to the name."""
    text = tagged.text
    found = []
    for match in _LINE.finditer(text):
        start = match.start()
        index = tagged.ends.get(start)
        if index is not None and tagged.words[index].tag in ("LOC", "ORG", "nz"):
            start = tagged.words[index].start
        elif start not in tagged.starts:  # the tagger has city and line in one word
            start = next((at for at in range(start, max(-1, start - 6), -1) if at in tagged.starts), start)
        if not 0 <= match.start() - start <= 5:
            start = match.start()
        type_ = "Project" if match["work"] else "Site"
        found.append(Candidate(start, match.end(), type_, 0.92, f"head/{'工程' if match['work'] else '地铁'}"))
    return found


def find_products(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """A model number with the nouns behind it: E120大型压缩机."""
    text, words = tagged.text, tagged.words
    found = []
    for match in _MODEL.finditer(text):
        if match[0] in NO_MODEL or len(match[0]) < 3 or _STATION.match(text, match.start()):
            continue
        if (
            _NO_NUMBER.fullmatch(match[0])
            or _TRAIN.match(text, match.start())
            or text[match.start() - 1 : match.start()] in ("=", "?", "&", "/")
        ):
            continue
        if not any(char.isdigit() for char in match[0]) and not _KINDS.match(text, match.end()):
            continue  # PMI, SOA, HSBC: letters alone say little
        end = match.end()
        index = tagged.starts.get(end)
        if index is not None and any(char.isdigit() for char in match[0]):
            if index < len(words) and text[words[index].start : words[index].end] in _SIZES:
                index += 1
            while (
                index < len(words)
                and words[index].tag in ("n", "nz")
                and words[index].end - match.end() <= 8
                and text[words[index].start : words[index].end] not in _NO_PART
            ):
                end = words[index].end
                index += 1
        if _STANDARD.search(text, match.start(), match.end()):
            continue  # NOM-016-ENER-2002
        if _HIGHWAY.fullmatch(match[0]):
            found.append(Candidate(match.start(), match.end(), "Site", 0.8, "head/国道"))  # G219
            continue
        type_ = "Document" if text.endswith(("报告", "标准", "指南", "规范"), match.end(), end) else "Product"
        found.append(Candidate(match.start(), end, type_, 0.6, "model_number"))
    return found
