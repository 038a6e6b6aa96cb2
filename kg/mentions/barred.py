"""Tagged text -> the stretches in which a name is part of something that is no entity: set phrases, names of events.

中国 in 中国特色社会主义, 广州 in 广州国际照明展, 焦裕禄 in 焦裕禄精神. A longer name that holds the stretch stands
(中国国际进口博览局), and so do bodies and firms in front of an exhibition (某某大学论坛).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.lexicon.words import Lexicon
from kg.mentions.described import is_description
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
_DAY = re.compile(r"(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:上午|下午|晚|在|向|同|会见|致|对|应|和|与|主持|出席|前往|就|通过)")
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
            if is_description(candidate, name, tagged.text, lexicon):
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
