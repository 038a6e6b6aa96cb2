"""Tagged text -> persons: the tagger's, mended where it splits, misses or mistypes them."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.lexicon.words import Lexicon
from kg.mentions.calibration import calibrate
from kg.mentions.dotted import find_dotted, find_lost_dots
from kg.mentions.person_forms import (
    FUNCTION,
    HAN,
    NO_LAST,
    SURE_PERSON,
    cut_end,
    is_plausible,
    is_titled,
    looks_like_name,
    opens_with_surname,
)
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText
from kg.mentions.titled import find_after_titles, find_appointed, find_foreign_after_titles, find_speakers

_SURE_ALONE = 0.55  # below it a person needs a title or another person beside it
_NO_PERSON_BEFORE = frozenset("军州省县村")
_APPOINTED = re.compile(r"(?:任命|免去|选举|补选|接受)[：:]?$")
_OCCUPATION = re.compile(
    r"(?:画家|作家|作者|诗人|歌手|演员|导演|学者|专家|村民|居民|市民|农民|工人|司机|学生|同学|老人|运动员|选手|老板|店主|农户|志愿者|读者|记者"
    r"|妻子|丈夫|女儿|儿子|父亲|母亲|哥哥|弟弟|姐姐|妹妹|业主|职工|员工|艺人|名将|企业家|科学家|书法家|音乐家)$"
)
_TAKES = re.compile(r"(?:现|兼|担|出|调|升|转|改|续|留|连|历)?任")
_SEPARATOR = re.compile(r"[、和及与]|以及")
_NO_MORE = frozenset("说称表指认介告透坦强谈问答笑讲提氏总家方队们夫妇")
_SPOKEN = re.compile(r"说[，：。]|表示|指出|认为|介绍|告诉|坦言|强调")
_SIBLING = re.compile(r"[、，及和与]")


def find_persons(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """Names of two to four characters, foreign ones longer or with ·; titles stand apart."""
    text, words = tagged.text, tagged.words
    found: list[Candidate] = []
    taken: set[int] = set()
    for index, word in enumerate(words):
        if index in taken:
            continue
        form = text[word.start : word.end]
        if word.tag == "PER":
            end, last = word.end, index
            after = words[index + 1] if index + 1 < len(words) else None
            if after and after.start == end and after.tag == "PER" and not opens_with_surname(form, lexicon):
                # 中川 + 信夫: a foreign name in two parts
                end, last = after.end, index + 1
                taken.add(index + 1)
            elif after and after.start == end and len(form) == 1 and _is_given(tagged, lexicon, form, index + 1):
                end, last = after.end, index + 1  # 钱 + 安平: behind it a title or a verb of saying
                taken.add(index + 1)
            end = _with_listed_character(tagged, lexicon, word.start, end, last)
            end = cut_end(text, word.start, end)
            name = text[word.start : end]
            if text[end : end + 1] in _NO_PERSON_BEFORE and not _supported(tagged, lexicon, index, last):
                continue  # 在韩志愿|军
            sure = min(w.posterior for w in words[index : last + 1])
            supported = sure >= SURE_PERSON or _supported(tagged, lexicon, index, last)
            if name in lexicon.cities and len(name) > 2 and not supported:
                found.append(Candidate(word.start, end, "AdministrativeArea", 0.75, "tagger/PER+city"))
                continue
            named = len(name) > 2 and (opens_with_surname(name, lexicon) or all(char in FOREIGN for char in name))
            if not supported and not named and lexicon.is_common_word(name):
                continue  # 扬帆, 石化; 周恩来 is in the dictionary too
            titled = len(name) == 2 and sure >= SURE_PERSON and is_titled(text, word.start, name, lexicon)
            if (is_plausible(name, lexicon) or titled) and (
                sure >= _SURE_ALONE or _supported(tagged, lexicon, index, last)
            ):
                found.append(Candidate(word.start, end, "Person", calibrate(sure), "tagger/PER"))
        elif _SEPARATOR.fullmatch(form) and index and words[index - 1].tag == "PER":
            found += _listed(tagged, lexicon, index + 1)
    found += find_after_titles(tagged, lexicon, {candidate.start for candidate in found})
    found += find_dotted(tagged, lexicon)
    found += find_appointed(tagged, lexicon, {candidate.start for candidate in found})
    found += find_lost_dots(tagged, lexicon)
    found += _always_longer(tagged, lexicon, found)
    found += find_foreign_after_titles(tagged, lexicon, found)
    found += find_speakers(tagged, lexicon, found)
    return _drop_said(tagged, lexicon, found)


def _always_longer(tagged: TaggedText, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """林守|才 wherever it stands, with other words behind: the character belongs to the name."""
    text = tagged.text
    longer = []
    forms: dict[str, list[Candidate]] = {}
    for candidate in found:
        if candidate.type == "Person" and candidate.end - candidate.start in (2, 3) and "·" not in candidate.extractor:
            forms.setdefault(text[candidate.start : candidate.end], []).append(candidate)
    for form, candidates in sorted(forms.items()):
        if len(form) == 3 and not all(char in FOREIGN for char in form):
            continue
        places = [match.end() for match in re.finditer(re.escape(form), text)]
        last = text[places[0] : places[0] + 1]
        if len(places) < 2 or not HAN.fullmatch(last) or last in _NO_MORE or last in FUNCTION or last in NO_LAST:
            continue
        behind = {text[at + 1 : at + 2] for at in places}
        if len(behind) < 2 or any(text[at : at + 1] != last or _opens_word(text, at, lexicon) for at in places):
            continue
        longer += [replace(candidate, end=candidate.end + 1) for candidate in candidates]
    return longer


def _opens_word(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether a word of two characters or more begins here: 王海|会见."""
    return any(lexicon.is_common_word(text[at : at + length]) for length in (2, 3))


def _drop_said(tagged: TaggedText, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """马某总书记|西行: behind a title that follows upon a name stands no other, but what that person does."""
    ends = {candidate.end for candidate in found if candidate.type == "Person"}
    kept = []
    for candidate in found:
        title = lexicon.title_at(tagged.text[max(0, candidate.start - 6) : candidate.start])
        index = tagged.starts.get(candidate.start)
        weak = candidate.extractor == "title/person" or (
            index is not None and tagged.words[index].posterior < SURE_PERSON
        )
        if not (title and weak and candidate.start - len(title) in ends):
            kept.append(candidate)
    return kept


def _with_listed_character(tagged: TaggedText, lexicon: Lexicon, start: int, end: int, last: int) -> int:
    """、方宁|中、: in a list, the one character before the next comma belongs to the name."""
    text, words = tagged.text, tagged.words
    if end - start != 2 or last + 2 >= len(words) or text[start] not in lexicon.surnames:
        return end
    after = words[last + 1]
    if after.end - after.start != 1 or text[after.start] in "等也均都" or not HAN.fullmatch(text[after.start]):
        return end
    closed = text[after.end] in "、和" and (text[start - 1 : start] == "、" or text[after.end] == "、")
    return after.end if closed and after.tag not in ("c", "p", "u", "r") else end


def _listed(tagged: TaggedText, lexicon: Lexicon, first: int) -> list[Candidate]:
    """An item of a list of persons that the tagger cut or mistyped: 甲、许 为 钢、乙. The last needs a family name."""
    text, words = tagged.text, tagged.words
    last = first
    while (
        last < len(words) and last - first < 4 and not _SEPARATOR.fullmatch(text[words[last].start : words[last].end])
    ):
        verb = words[last].tag == "v" and not _is_split_name(tagged, lexicon, first, last)
        if (verb or words[last].tag in ("w", "PER", "u", "TIME")) and words[last].end - words[last].start > 1:
            return []
        if words[last].tag == "w":
            break
        last += 1
    if last == first or last >= len(words):
        return []
    start, end = words[first].start, words[last - 1].end
    name = text[start:end]
    between = last + 1 < len(words) and words[last + 1].tag == "PER" and text[words[last].start] in "、和及与"
    known = lexicon.gazetteer.is_place(name) or lexicon.is_common_word(name) or name in lexicon.names
    if known or not HAN.fullmatch(name) or lexicon.title_at(name):
        return []
    if between and 2 <= len(name) <= (4 if not opens_with_surname(name, lexicon) else 3):
        return [Candidate(start, end, "Person", 0.85, "list/person")]
    if last == first + 1 and looks_like_name(name, lexicon):
        return [Candidate(start, end, "Person", 0.85, "list/person")]
    return []


def _is_given(tagged: TaggedText, lexicon: Lexicon, surname: str, index: int) -> bool:
    """Whether a word of one or two characters between a family name and a title or 说 is a given name."""
    text, word = tagged.text, tagged.words[index]
    if surname not in lexicon.surnames or word.end - word.start > 2 or word.tag in ("w", "u", "p", "c", "v"):
        return False
    titled = any(text[word.end : word.end + length] in lexicon.titles for length in (2, 3, 4))
    return titled or _SPOKEN.match(text, word.end) is not None


def _is_split_name(tagged: TaggedText, lexicon: Lexicon, first: int, last: int) -> bool:
    """、齐|向东、: a family name and what the tagger took for a verb, before the next comma."""
    text, words = tagged.text, tagged.words
    surname = words[first]
    alone = last == first + 1 and surname.end - surname.start == 1 and words[last].end - words[last].start == 2
    return alone and text[surname.start] in lexicon.surnames and text[words[last].end : words[last].end + 1] == "、"


def _supported(tagged: TaggedText, lexicon: Lexicon, first: int, last: int) -> bool:
    """A title before or after it, or a person beside it in a list."""
    text, words = tagged.text, tagged.words
    before = text[max(0, words[first].start - 6) : words[first].start]
    after = text[words[last].end : words[last].end + 3]
    return (
        bool(lexicon.title_at(before.rstrip("为是：")))
        or _OCCUPATION.search(before) is not None
        or _APPOINTED.search(before) is not None
        or _takes_office(text, words[last].end, lexicon)
        or any(
            after.startswith(title)
            for title in (
                "书记 主任 主席 局长 市长 县长 区长 经理 先生 女士 教授 委员 院士 律师 医生 "
                "院长 校长 会长 总裁 总理 总统 董事长"
            ).split()
        )
        or _between_persons(tagged, first)
        or _between_persons(tagged, last)
    )


def _takes_office(text: str, at: int, lexicon: Lexicon) -> bool:
    """陈某某|任书记: the verb and right behind it a title."""
    verb = _TAKES.match(text, at)
    return verb is not None and any(text[verb.end() : verb.end() + length] in lexicon.titles for length in range(2, 7))


def _between_persons(tagged: TaggedText, index: int) -> bool:
    """A word of a list whose neighbour is a person: 王某、吴某某及李某."""
    words, text = tagged.words, tagged.text
    for step in (-2, 2):
        sibling, comma = index + step, index + step // 2
        if (
            0 <= sibling < len(words)
            and words[sibling].tag == "PER"
            and _SIBLING.fullmatch(text[words[comma].start : words[comma].end])
        ):
            return True
    return False
