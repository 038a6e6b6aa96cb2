"""Tagged text -> persons that the tagger missed or cut, behind a title or a verb of appointing.

副市长|向恩平, 某国总统|特某, 区长|何某|说: the title says that a name follows.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.person_forms import (
    FUNCTION,
    NO_LAST,
    SURE_PERSON,
    looks_like_name,
)
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText

_NAMED = re.compile(
    r"(?:任命|免去|选举|补选|聘任|聘请|推选|推举|决定免去)(?P<name>[一-龥]{2,3})"
    r"(?=(?:同志)?(?:为|担任|的[^，。；\n]{2,24}职务))"
)
_NAMED_SPEAKER = re.compile(
    rf"(?<=[长任记席理裁事监授员官师管人])(?P<name>[一-龥][^\W\da-zA-Z{NO_LAST}]{{1,2}}?)(?=说[，：。]|表示|指出|认为|介绍|告诉|坦言|强调)"
)
_NO_SOUND = frozenset("让比本多达和里")  # small words, though they transcribe too
_LONGEST_FOREIGN = 9
_BEFORE_TITLE = 24  # characters of a clause before the end of a title
_HAN_RUN = re.compile(r"[一-龥]+")
_CLAUSE = re.compile(r"[，。；：！？“”\n]")


def find_appointed(tagged: TaggedText, lexicon: Lexicon, known: set[int]) -> list[Candidate]:
    """任命方圆圆为某局局长: a family name and one or two characters between the two verbs."""
    found = []
    for match in _NAMED.finditer(tagged.text):
        start, end = match.span("name")
        whole = end in tagged.borders or start not in known  # 任命贺清|和为副市长: the verbs say where the name ends
        if start in tagged.borders and whole and looks_like_name(match["name"], lexicon):
            found.append(Candidate(start, end, "Person", 0.95, "list/person"))
    return found


def find_after_titles(tagged: TaggedText, lexicon: Lexicon, known: set[int]) -> list[Candidate]:
    """副市长 + 向 恩平: a family name and one or two characters behind a title, cut wrongly by the tagger."""
    text, words = tagged.text, tagged.words
    found = []
    for index, word in enumerate(words[:-1]):
        title = lexicon.title_at(text[word.start : word.end])
        if word.end in known or not title or lexicon.is_common_word(title[-2:] + text[word.end : word.end + 1]):
            continue  # 理事|国, 主席|团
        start, end, at = word.end, word.end, index + 1
        odd = _odd_name(tagged, lexicon, at)
        if odd:
            found.append(Candidate(start, odd, "Person", 0.8, "title/person"))
            continue
        if words[at].start != start or words[at].tag in ("w", "u", "v", "PER", "m", "r"):
            continue
        if (
            at + 1 < len(words)
            and words[at].tag in ("p", "c", "d")
            and lexicon.is_common_word(text[words[at].end : words[at + 1].end])
        ):
            continue  # 队员|向大会献词
        while at < len(words) and words[at].end - start <= 3 and words[at].tag not in ("w", "u", "v", "c", "d", "m"):
            end = words[at].end
            at += 1
        name = text[start:end]
        first = words[index + 1]
        if (
            2 <= len(name) <= 3
            and (first.end - first.start == 1 or not lexicon.is_common_word(text[first.start : first.end]))
            and looks_like_name(name, lexicon)
        ):
            found.append(Candidate(start, end, "Person", 0.7, "title/person"))
    return found


def find_speakers(tagged: TaggedText, lexicon: Lexicon, known: list[Candidate]) -> list[Candidate]:
    """区长|何远|说, 副部长|焦为|说: between a title and a verb of saying stands a name."""
    found = []
    begins = {candidate.start for candidate in known if candidate.type == "Person"}
    for match in _NAMED_SPEAKER.finditer(tagged.text):
        start, name = match.start("name"), match["name"]
        title = lexicon.title_at(tagged.text[max(0, start - 6) : start])
        surname = name[0] in lexicon.surnames and not lexicon.title_at(title[-1:] + name[:1])
        known_word = lexicon.is_common_word(name) or lexicon.is_common_word(name[:2])
        if name[0] in FUNCTION and lexicon.is_common_word(name[1:]):
            continue  # 负责人|向记者|表示
        if title and surname and start not in begins and not known_word and name not in lexicon.stops:
            found.append(Candidate(start, match.end("name"), "Person", 0.8, "title/person"))
    return found


def find_foreign_after_titles(tagged: TaggedText, lexicon: Lexicon, known: list[Candidate]) -> list[Candidate]:
    """某国总统|特某, 某国外长|塔某某: where a country is named and a title ends, characters that make no word."""
    text = tagged.text
    found: list[Candidate] = []
    covered = {at for candidate in known for at in range(candidate.start, candidate.end)}
    begins = {candidate.start: candidate for candidate in known if candidate.type == "Person"}
    for word in tagged.words:
        start = word.end
        if not lexicon.title_at(text[word.start : start]) or not _of_country(text, start, lexicon):
            continue
        piece = _HAN_RUN.match(text, start, start + _LONGEST_FOREIGN + 2)
        if piece is None:
            continue
        end = start
        for first, last in lexicon.words(piece[0]):
            form = piece[0][first:last]
            whole = last - first > 1 and lexicon.is_common_word(form) and not all(c in FOREIGN for c in form)
            taken = start + first in covered and start not in begins
            if whole or form in FUNCTION or lexicon.title_at(form) or taken:
                break
            end = start + last
        name = text[start:end]
        if start in begins:  # 巴日勒|苏和
            tagged_name = begins[start]
            longer = _foreign_end(text, start, tagged_name.end, lexicon)
            if longer > tagged_name.end and not any(at in covered for at in range(tagged_name.end, longer)):
                found.append(Candidate(start, longer, "Person", tagged_name.score, "title/person"))
                continue
            cut_short = tagged_name.score < SURE_PERSON and tagged_name.end < end
            if not cut_short or _HAN_RUN.match(text, end) or any(at in covered for at in range(tagged_name.end, end)):
                continue
        elif start in covered:
            continue
        if start + 1 in covered and (split := begins.get(end)) is not None:
            end, name = split.end, text[start : split.end]  # 总统|拉|马某某
        if 2 <= len(name) < _LONGEST_FOREIGN and _is_foreign_name(name, lexicon):
            found.append(Candidate(start, end, "Person", 0.8, "title/person"))
    return found


def _foreign_end(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """塔沃|默致电, 努坦|列乌、: characters that transcribe, up to the next word or comma; else ``end``."""
    if not all(char in FOREIGN for char in text[start:end]) or end - start < 2:
        return end
    at = end
    while at < end + 4 and text[at : at + 1] in FOREIGN and text[at] not in _NO_SOUND:
        at += 1
    if at == end or at - start > _LONGEST_FOREIGN:
        return end
    words = lexicon.words(text[end : at + 2])
    plain = any(b - a > 1 and lexicon.is_common_word(text[end + a : end + b]) and end + a < at for a, b in words)
    return end if plain else at


def _of_country(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether the clause names a foreign country before the title."""
    clause = text[max(0, end - _BEFORE_TITLE) : end]
    begin = max((match.end() for match in _CLAUSE.finditer(clause)), default=0)
    for at in range(begin, len(clause) - 1):
        length = lexicon.gazetteer.starts_with_place(clause, at)
        if length and lexicon.gazetteer.is_country(clause[at : at + length]) and clause[at : at + 2] != "中国":
            return True
    return False


def _is_foreign_name(name: str, lexicon: Lexicon) -> bool:
    known = lexicon.gazetteer.is_place(name) or lexicon.is_common_word(name) or name in lexicon.names
    return not known and name not in lexicon.stops and not lexicon.title_at(name) and not name.endswith("方")


def _odd_name(tagged: TaggedText, lexicon: Lexicon, at: int) -> int:
    """Where the name ends in 县委副书记|曾|逸群|主持: a family name that is a small word too, before a rare word.

    0 where there is none; behind the name a verb, a small word or the end of the clause must follow.
    """
    text, words = tagged.text, tagged.words
    first = words[at]
    if first.tag not in ("d", "v", "p", "ad", "c", "xc", "a", "f") or text[first.start] not in lexicon.surnames:
        return 0
    last = at if first.end - first.start > 1 else at + 1
    if last + 1 >= len(words):
        return 0
    name = text[first.start : words[last].end]
    given = name[1:]
    after = words[last + 1]
    rare = lexicon.is_rare_word(given) if len(given) == 2 else False
    if last > at and words[last].tag in ("d", "ad", "c", "p"):
        return 0  # 领导|都很难
    if not rare or not looks_like_name(name, lexicon) or after.tag not in ("v", "w", "d", "p", "c", "u"):
        return 0
    return 0 if text[after.start] in "了着过的" else words[last].end
