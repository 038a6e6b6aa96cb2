"""Tagged text -> the stretches in which a name is part of something that is no entity: set phrases, names of events.

中国 in 中国特色社会主义, 广州 in 广州国际照明展, 焦裕禄 in 焦裕禄精神. A longer name that holds the stretch stands
(中国国际进口博览局), and so do bodies and firms in front of an exhibition (某某大学论坛).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.lexicon.words import Lexicon
from kg.mentions.documents import NO_MODEL
from kg.mentions.tagged import Candidate, TaggedText

_IN_EVENT = frozenset({"n", "nz", "nw", "vn", "an", "j", "LOC", "ORG", "a", "m", "PER", "s", "f"})
_MOST_WORDS = 9
_PLACES = frozenset({"AdministrativeArea", "Place", "Site", "Person", "Project", "Product"})
_LINKS = ("-", "—", "·", "－", "–", "与", "暨")
_GIVEN = ("lexicon/", "brackets/", "declared")
_WEAK = frozenset({"tagger/ORG", "tagger/nz", "brand/trade", "brand/listed"})
# what stands behind a name and makes an idea of the two
_COINED = re.compile(
    r"精神(?![病科疾卫障文])|主义|思想(?![家者])|学说|式(?![样飞])|[型风]格局|(?:速度|模式)(?=[，。”、])"
)
# bodies of a level, none in particular: 区县政府, 省级政府
_ANY_BODY = re.compile(
    r"(?:[省市区县州乡镇]{2,3}|.*[各两三四五省市区县州镇乡村]级)(?:党委政府|党委|政府|机关|部门|纪委|法院|检察院|人大|政协)"
)
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
_POINTED = re.compile(r"[这那][家个座所条]$")
_OF_CIRCLES = frozenset({"Association", "Institution", "PublicBody", "Organization", "Company"})
_ANY_BRIDGE = re.compile(r"[一-龥]{0,4}?(?:独塔|双塔|三塔|混合梁|连续梁|钢箱梁|单索面|双索面)[一-龥]{0,8}桥$")
_SURE = 0.85
_COUNTS = re.compile(r"[0-9０-９]+(?:多|余)?[个家座条项所处支只](?!桥)")
_DAY = re.compile(r"(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:上午|下午|晚|在|向|同|会见|致|对|应|和|与|主持|出席|前往|就|通过)")
_ANY_PHASE = re.compile(r"[一二三四五六首][期批个](?:工程)?(?:建设)?(?:项目|工程)")
_PARTNERS = re.compile(
    r"关系|友好|两国|双边|双方|友谊|经贸|建交|合作(?!社)|人文|命运|贸易|边境|国际|战略|务实|联合|全面|全天候|传统|保持|高层"
    r"|[0-9一二三四五六七八九]国"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """``[start, end)``; ``places``: only places and persons are barred there."""

    start: int
    end: int
    places: bool


def find_bars(tagged: TaggedText, lexicon: Lexicon) -> list[Bar]:
    text = tagged.text
    bars = [Bar(*match.span(), False) for match in lexicon.phrases.finditer(text)]
    for match in lexicon.events.finditer(text):
        start = _event_start(tagged, match.start())
        if start < match.start() or start in tagged.starts:
            bars.append(Bar(start, match.end(), True))
    return bars


def drop_barred(
    candidates: Iterable[Candidate], bars: list[Bar], tagged: TaggedText, lexicon: Lexicon
) -> list[Candidate]:
    """The candidates that are no part of a barred stretch; a user's names always stay."""
    kept = []
    for candidate in candidates:
        if candidate.extractor != "lexicon/user":
            if any(
                bar.start <= candidate.start and candidate.end <= bar.end
                for bar in bars
                if not bar.places
                or (candidate.type in _PLACES and not _acts_on_a_day(candidate, tagged.text))
                or candidate.extractor in _WEAK
            ):
                continue
            if _is_idea(candidate, tagged, lexicon):
                continue
            name = tagged.text[candidate.start : candidate.end]
            if candidate.type == "PublicBody" and not candidate.name and _ANY_BODY.fullmatch(name):
                continue
            if _is_description(candidate, name, tagged.text, lexicon):
                continue
            if tagged.text[candidate.start - 1 : candidate.start] == "@":
                continue  # what somebody calls himself
            if name in lexicon.stops and not candidate.extractor.startswith(_GIVEN):
                continue
            if candidate.type == "Company" and name in NO_MODEL:
                continue  # LED企业
            if any(tagged.text[candidate.start : candidate.end + more] in lexicon.stops for more in (1, 2)):
                continue  # 太平洋岛|国
        kept.append(candidate)
    return kept


def _acts_on_a_day(candidate: Candidate, text: str) -> bool:
    """主席某某|15日向某某论坛致贺信: with the day right behind, a person does something and names no occasion."""
    return candidate.type == "Person" and _DAY.match(text, candidate.end) is not None


def _is_description(candidate: Candidate, name: str, text: str, lexicon: Lexicon) -> bool:
    """水利强县; 韩国风电设备公司|Unison; 30个|安置房项目: says of what kind something is, not which."""
    if candidate.type == "Company" and name.endswith("母公司"):
        return True
    behind = text[candidate.end : candidate.end + 2]
    if candidate.type in _OF_CIRCLES and behind[:1] == "界" and behind not in ("界面", "界首", "界别"):
        return True  # 某地工会|界
    if candidate.type == "Project" and len(name) == 3 and name[1:] in ("工程", "项目"):
        return True  # 引黄入|晋工程
    if candidate.extractor.startswith("head/") and _POINTED.search(text, max(0, candidate.start - 2), candidate.start):
        return not lexicon.gazetteer.starts_with_place(name)  # 这家|酒业经营部
    if name.endswith("办") and behind == "分离":
        return True  # 管办|分离
    if candidate.extractor.startswith("head/") and _COUNT_BEHIND.match(text, candidate.end):
        return not lexicon.gazetteer.starts_with_place(name)  # 合作联盟|7个
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
    grown = candidate.extractor.startswith(("head/", "list/site"))
    if (grown or unsure) and not candidate.name and "“" not in name:
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


def _event_start(tagged: TaggedText, head: int) -> int:
    """Where the event's name begins: the first name of the nouns, numbers and quotations before its head."""
    text, words = tagged.text, tagged.words
    index = tagged.starts.get(head)
    if index is None:  # 进博会 in one word with what is before it
        index = next((tagged.starts[at] for at in range(head, max(-1, head - 16), -1) if at in tagged.starts), None)
        if index is None:
            return head
    start = words[index].start if words[index].tag in _IN_EVENT else head
    quoted = 0
    for at in range(index - 1, max(-1, index - 1 - _MOST_WORDS), -1):
        word = words[at]
        form = text[word.start : word.end]
        if form in "”）)":
            quoted += 1
        elif form in "“（(":
            if not quoted:
                break
            quoted -= 1
        elif form in "，。；！？：、\n" or (not quoted and word.tag not in _IN_EVENT and form not in _LINKS):
            break
        if word.tag in ("LOC", "ORG", "m", "PER", "nz") or form in "“（(":
            start = word.start
    return start


def _is_idea(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> bool:
    """焦裕禄|精神, 巴中|友谊: a name that the word behind it makes part of an idea or of a pair of countries."""
    if candidate.type not in ("Person", "AdministrativeArea", "Site", "Place", "Company", "PublicBody"):
        return False
    text = tagged.text
    name = text[candidate.start : candidate.end]
    pair = text[candidate.end - 1 : candidate.end + 1]
    if candidate.type == "Person" and len(name) == 2 and lexicon.is_country_pair(pair):
        return _PARTNERS.match(text, candidate.end + 1) is not None  # 祝柬|中友谊
    if _COINED.match(text, candidate.end) and candidate.type != "Company":
        return True
    return (
        len(name) == 2
        and (all(char in lexicon.country_chars for char in name) or "中" in name)
        and _PARTNERS.match(text, candidate.end) is not None
    )
