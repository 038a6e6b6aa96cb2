"""Tagged text -> persons: the tagger's, mended where it splits, misses or mistypes them."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.calibration import calibrate
from kg.mentions.tagged import Candidate, TaggedText

_HAN = re.compile(r"[\u4e00-\u9fff㐀-䶿\U00020000-\U0003ffff·•]+")
_DOTS = "·•"
_FOREIGN = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}(?:[·•][\u4e00-\u9fffA-Z]{1,10})+")
_SURE_ALONE = 0.55  # below it a person needs a title or another person beside it
_APPOINTED = re.compile(r"(?:任命|免去|选举|补选|接受)[：:]?$")
_SEPARATOR = re.compile(r"[、和及与]|以及")
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
            if after and after.start == end and after.tag == "PER" and not _opens_with_surname(form, lexicon):
                # 中川 + 信夫: a foreign name in two parts
                end, last = after.end, index + 1
                taken.add(index + 1)
            name = text[word.start : end]
            sure = min(w.posterior for w in words[index : last + 1])
            if _plausible(name, lexicon) and (sure >= _SURE_ALONE or _supported(tagged, lexicon, index, last)):
                found.append(Candidate(word.start, end, "Person", calibrate(sure), "tagger/PER"))
        elif _SEPARATOR.fullmatch(form) and index and words[index - 1].tag == "PER":
            found += _listed(tagged, lexicon, index + 1)
    found += _after_titles(tagged, lexicon, {candidate.start for candidate in found})
    found += _find_dotted(tagged, lexicon)
    return found


def _listed(tagged: TaggedText, lexicon: Lexicon, first: int) -> list[Candidate]:
    """An item of a list of persons that the tagger cut or mistyped: 甲、许 为 钢、乙. The last needs a family name."""
    text, words = tagged.text, tagged.words
    last = first
    while (
        last < len(words) and last - first < 4 and not _SEPARATOR.fullmatch(text[words[last].start : words[last].end])
    ):
        if words[last].tag in ("w", "PER", "u", "v", "TIME") and words[last].end - words[last].start > 1:
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
    if known or not _HAN.fullmatch(name) or lexicon.title_at(name):
        return []
    if between and 2 <= len(name) <= (4 if not _opens_with_surname(name, lexicon) else 3):
        return [Candidate(start, end, "Person", 0.85, "list/person")]
    if last == first + 1 and _looks_like_name(name, lexicon):
        return [Candidate(start, end, "Person", 0.85, "list/person")]
    return []


def _supported(tagged: TaggedText, lexicon: Lexicon, first: int, last: int) -> bool:
    """A title before or after it, or a person beside it in a list."""
    text, words = tagged.text, tagged.words
    before = text[max(0, words[first].start - 6) : words[first].start]
    after = text[words[last].end : words[last].end + 3]
    return (
        bool(lexicon.title_at(before))
        or _APPOINTED.search(before) is not None
        or any(
            after.startswith(title)
            for title in ("书记", "主任", "主席", "局长", "市长", "经理", "先生", "女士", "教授")
        )
        or _between_persons(tagged, first)
        or _between_persons(tagged, last)
    )


def _find_dotted(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
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
        if dotted and first and words[first - 1].tag == "PER" and words[first].tag == "PER":
            first -= 1  # 弗拉基|米尔·彼得罗夫
        chain = words[first : last + 1]
        start, end = chain[0].start, chain[-1].end
        if any(dot in text[start:end] for dot in _DOTS) and end - start >= 4 and text[end - 1] not in _DOTS:
            persons = [word.start for word in chain if word.tag == "PER"]
            titled = lexicon.title_at(text[max(0, start - 6) : start])
            if _FOREIGN.fullmatch(text, start, end) and (persons or titled):
                found.append(Candidate(start, end, "Person", 0.93, "dot/person"))
        index = last + 1
    return found


def _opens_with_surname(form: str, lexicon: Lexicon) -> bool:
    return form[:1] in lexicon.surnames or form[:2] in lexicon.surnames


def _looks_like_name(form: str, lexicon: Lexicon) -> bool:
    return (
        2 <= len(form) <= 4
        and bool(_HAN.fullmatch(form))
        and _opens_with_surname(form, lexicon)
        and not lexicon.gazetteer.is_place(form)
        and not lexicon.is_common_word(form)
        and form not in lexicon.names
        and form not in lexicon.stops
    )


def _plausible(name: str, lexicon: Lexicon) -> bool:
    if name in lexicon.stops or name in lexicon.names or lexicon.gazetteer.is_place(name):
        return False
    if lexicon.is_country_pair(name) and name.endswith("方"):
        return False
    if len(name) < 2 or not _HAN.fullmatch(name):
        return False
    # 荆企, 浙商: a place in one character and a common noun
    return not (len(name) == 2 and name[1] in "企商报网台站军队军民友媒")


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


def _after_titles(tagged: TaggedText, lexicon: Lexicon, known: set[int]) -> list[Candidate]:
    """副市长 + 向 恩平: a family name and one or two characters behind a title, cut wrongly by the tagger."""
    text, words = tagged.text, tagged.words
    found = []
    for index, word in enumerate(words[:-1]):
        if word.end in known or not lexicon.title_at(text[word.start : word.end]):
            continue
        start, end, at = word.end, word.end, index + 1
        if words[at].start != start or words[at].tag in ("w", "u", "v", "PER", "m", "r"):
            continue
        while at < len(words) and words[at].end - start <= 3 and words[at].tag not in ("w", "u", "v", "c", "d", "m"):
            end = words[at].end
            at += 1
        name = text[start:end]
        first = words[index + 1]
        if (
            2 <= len(name) <= 3
            and (first.end - first.start == 1 or not lexicon.is_common_word(text[first.start : first.end]))
            and _looks_like_name(name, lexicon)
        ):
            found.append(Candidate(start, end, "Person", 0.7, "title/person"))
    return found
