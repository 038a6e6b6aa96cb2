"""Noun phrases that name an event: 全市安全生产工作会议, 某某项目奠基仪式, 第12届某某博览会.

In: the masked view with titles folded and the event nouns. Out: :class:`Phrase` s, from the last word
(会议, 仪式, 展) back to where the name begins, over whole quotations and titles in 《》.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.triggers import EventWords

_HARD = set("，。；：！？、\n　 ")
_CLOSE = {"”": "“", "》": "《", "）": "（", "’": "‘"}
_TITLE = re.compile("《[^《》]*》")
_QUOTED = re.compile("“[^“”]*”|《[^《》]*》")
_YEAR = re.compile(r"今冬明?春?|今冬|明春|(?:19|20)\d\d年?(?:度|[春夏秋冬]季|春节|新春|上半年|下半年|[一二三四]季度)?$")
_ORDINALS = re.compile(r"第[0-9一二三四五六七八九十百]+$")
_IN_HONOUR = re.compile("(?:同志|先生|院士)?(?:诞辰|逝世|诞生|牺牲|思想|精神|杯|奖)")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names an event, at masked ``[start, end)``; ``head`` begins at ``noun``."""

    start: int
    noun: int
    end: int
    head: str
    modifier: str  # masked text between determiner and head
    definite: bool

    @property
    def bare(self) -> bool:
        return not self.modifier


def find_phrases(view: View, start: int, end: int, words: EventWords) -> list[Phrase]:
    """Every noun phrase of one sentence whose last word is an event noun."""
    text = view.text
    titles = [m.span() for m in _TITLE.finditer(text[start:end])]
    found: list[Phrase] = []
    lowest = start
    for m in words.head.finditer(text, start, end):
        if any(a <= m.start() - start < b for a, b in titles) or words.goes_on.match(text, m.end()):
            continue
        if found and text[found[-1].end] in "和及与":  # 发布仪式和启动仪式 are two
            lowest = found[-1].end + 1
        left = _left_edge(view, lowest, m.start())
        phrase = _trim(text, left, m.start(), m.end(), words)
        if phrase is None:
            continue
        if found and text[found[-1].end] == "暨" and phrase.start <= found[-1].start:
            found.pop()  # 大会暨论坛 is one
        found.append(phrase)
    return found


def _left_edge(view: View, lowest: int, at: int) -> int:
    """Back from the noun to the nearest comma, person or date, over whole quotations."""
    text = view.text
    person = _person_chars()
    i = at
    while i > lowest and at - i < _LONGEST:
        char = text[i - 1]
        if char in _CLOSE:
            opening = text.rfind(_CLOSE[char], max(lowest, i - 50), i - 1)
            if opening >= 0:
                i = opening
                continue
        if char == "、" and _ORDINALS.search(text, max(lowest, i - 8), i - 1):
            i -= 1  # 第三十二、三十三届某奖
            continue
        if char in person and _IN_HONOUR.match(text, i):
            i -= 1  # 纪念某人诞辰100周年座谈会
            continue
        if char in _HARD or char in "“《（‘" or char in person:
            break
        if i - 1 in view.times and not _YEAR.fullmatch(view.times[i - 1].text):
            break
        i -= 1
    return i


def _trim(text: str, left: int, noun: int, end: int, words: EventWords) -> Phrase | None:
    shown = _QUOTED.sub(lambda m: "□" * len(m[0]), text[left:noun])
    cut = 0
    for m in words.cut.finditer(shown):
        cut = m.end()
    start = left + cut
    leading = words.leading.match(text, start, noun)
    start = leading.end() if leading else start
    definite = words.determiner.match(text, start, noun)
    modifier = text[definite.end() if definite else start : noun]
    if text[start:noun].count("“") != text[start:noun].count("”"):
        return None
    return Phrase(start, noun, end, text[noun:end], modifier, definite is not None)


@cache
def _person_chars() -> str:
    return default_grammar().charset("Person")[1:-1]
