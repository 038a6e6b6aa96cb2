"""Tagged text -> foreign names in parts: 伊万·彼得罗夫, 迪某—卡某, and those whose dot was lost to another sign."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.person_forms import (
    HAN,
    cut_end,
    opens_with_surname,
)
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText
from kg.mentions.tagger import Word

_DOTS = "·•・‧∙"
# what stands for the dot in text that lost it; only between two parts of one name
_LOST_DOTS = frozenset("?•・‧∙-－–—．.")
_FOREIGN = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}(?:[·•][\u4e00-\u9fffA-Z]{1,10})+")
_INITIAL = re.compile(r"(?P<front>[一-龥])[.．·•‧] ?[A-Z][.．·•‧] ?(?P<family>[一-龥]{2,6})")
_HYPHENS = ("-", "－", "–", "—")
_HONOUR = frozenset(("阁下", "陛下", "殿下", "先生", "女士"))


def find_dotted(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """伊万·彼得罗夫: words joined by dots, one of them a person for the tagger or the whole behind a title."""
    text, words = tagged.text, tagged.words
    found = []
    index = 0
    while index < len(words):
        last = index
        while last + 1 < len(words) and (text[words[last].end - 1] in _DOTS or text[words[last + 1].start] in _DOTS):
            last += 1
        first = index
        dotted = any(dot in text[words[index].start : words[last].end] for dot in _DOTS)
        if dotted and last + 1 < len(words) and _is_rest(text, words[last + 1]):
            last += 1  # 巴某·翁某|那吉
        if dotted and first and words[first - 1].tag == "PER" and words[first].tag == "PER":
            first -= 1  # 弗拉基|米尔·彼得罗夫
        chain = words[first : last + 1]
        start, end = chain[0].start, chain[-1].end
        if any(dot in text[start:end] for dot in _DOTS) and end - start >= 4 and text[end - 1] not in _DOTS:
            persons = [word.start for word in chain if word.tag == "PER"]
            titled = lexicon.title_at(text[max(0, start - 6) : start])
            end = _with_sounds(text, cut_end(text, start, end))
            start = _with_first_half(tagged, lexicon, start)
            if _FOREIGN.fullmatch(text, chain[0].start, end) and (persons or titled):
                found.append(Candidate(start, end, "Person", 0.93, "dot/person", fixed=True))
        index = last + 1
    return found


def _is_rest(text: str, word: Word) -> bool:
    return word.tag == "PER" and all(char in FOREIGN for char in text[word.start : word.end])


def _with_first_half(tagged: TaggedText, lexicon: Lexicon, start: int) -> int:
    """让-|诺埃尔·某某: the first half of a double name, a word of sounds that is no place."""
    text = tagged.text
    index = tagged.ends.get(start - 1) if text[start - 1 : start] in _HYPHENS else None
    if index is None:
        return start
    first = tagged.words[index].start
    half = text[first : start - 1]
    sounds = len(half) <= 5 and all(char in FOREIGN for char in half)
    return first if sounds and not lexicon.gazetteer.is_place(half) and half not in lexicon.cities else start


def _with_sounds(text: str, end: int) -> int:
    """卡昌|加阁下: what is left between a foreign name and the word of honour belongs to the name."""
    at = end
    while at < end + 3 and text[at : at + 1] in FOREIGN:
        at += 1
    return at if at > end and text[at : at + 2] in _HONOUR else end


def find_lost_dots(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """买买提?吐尔逊: the dot was lost to another sign; on its left a person, on its right a transcription."""
    text, words = tagged.text, tagged.words
    found = []
    for index in range(1, len(words) - 1):
        mark = words[index]
        if text[mark.start : mark.end] not in _LOST_DOTS:
            continue
        start = _first_part(tagged, lexicon, index)
        if start is None:
            continue
        last, end = index, mark.end
        while last + 1 < len(words) and words[last + 1].end - mark.end <= 8:
            word = words[last + 1]
            form = text[word.start : word.end]
            if not HAN.fullmatch(form) or lexicon.title_at(form):
                break
            foreign = all(char in FOREIGN for char in form)
            # one character of any kind when a person follows it: 依|沙木丁
            split = len(form) == 1 and last + 2 < len(words) and words[last + 2].tag == "PER"
            odd = word.tag in ("LOC", "ORG", "nz") and 2 <= len(form) <= 5 and not lexicon.gazetteer.is_place(form)
            verbal = end > mark.end and word.tag in ("v", "p", "c", "u")
            if verbal or not (word.tag == "PER" or foreign or split or odd):
                break
            last, end = last + 1, word.end
            if word.tag == "PER":
                break
        region = text[end : end + 2] in ("国家", "地区", "地带", "沙漠", "铁路", "高速")  # 萨赫勒—撒哈拉|国家共同体
        if end - mark.end >= 2 and not region:
            found.append(Candidate(start, end, "Person", 0.93, "dot/person", fixed=True))
    for match in _INITIAL.finditer(text):  # 罗伯特.T.某某
        front, family = tagged.ends.get(match.end("front")), tagged.starts.get(match.start("family"))
        if front is not None and family is not None and words[front].tag == "PER":
            found.append(Candidate(words[front].start, words[family].end, "Person", 0.95, "dot/person", fixed=True))
    return found


def _first_part(tagged: TaggedText, lexicon: Lexicon, index: int) -> int | None:
    """Where the part left of the mark begins: a transcribed person, or behind a title what no common word is."""
    text, mark, before = tagged.text, tagged.words[index], tagged.words[index - 1]
    form = text[before.start : before.end]
    if before.tag == "PER" and all(char in FOREIGN for char in form) and not opens_with_surname(form, lexicon):
        return before.start
    if text[mark.start] in "-－–":
        return None
    for start in range(max(0, mark.start - 7), mark.start - 1):
        part = text[start : mark.start]
        if not lexicon.title_at(text[max(0, start - 6) : start]) or not HAN.fullmatch(part) or lexicon.title_at(part):
            continue
        pieces = [part[a:b] for a, b in lexicon.words(part)]
        if all(len(piece) == 1 or lexicon.is_rare_word(piece) for piece in pieces) and len(part) > 2:
            return start
    return None
