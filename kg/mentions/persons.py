"""Tagged text -> persons: the tagger's, mended where it splits, misses or mistypes them."""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.calibration import calibrate
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText

_HAN = re.compile(r"[\u4e00-\u9fff㐀-䶿\U00020000-\U0003ffff·•]+(?:[-－–][\u4e00-\u9fff]+)?")
_DOTS = "·•・‧∙"
# what stands for the dot in text that lost it; only between two parts of one name
_LOST_DOTS = frozenset("?•・‧∙-－–．.")
_FOREIGN = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}(?:[·•][\u4e00-\u9fffA-Z]{1,10})+")
_SURE_PERSON = 0.85  # below it a city's name is one, and a word of the dictionary no person
_SURE_ALONE = 0.55  # below it a person needs a title or another person beside it
_SMALL_AFTER_THREE = frozenset("刚又也都就正在还则将曾已说称等作把被对")
_SMALL_AFTER_TWO = frozenset("说称等则也还把被作")
_NO_PERSON_BEFORE = frozenset("军州省县村")
_APPOINTED = re.compile(r"(?:任命|免去|选举|补选|接受)[：:]?$")
_OCCUPATION = re.compile(
    r"(?:画家|作家|作者|诗人|歌手|演员|导演|学者|专家|村民|居民|市民|农民|工人|司机|学生|同学|老人|运动员|选手|老板|店主|农户|志愿者|读者|记者"
    r"|妻子|丈夫|女儿|儿子|父亲|母亲|哥哥|弟弟|姐姐|妹妹|业主|职工|员工|艺人|名将|企业家|科学家|书法家|音乐家)$"
)
_NAMED = re.compile(
    r"(?:任命|免去|选举|补选|聘任|聘请|推选|推举|决定免去)(?P<name>[一-龥]{2,3})"
    r"(?=(?:同志)?(?:为|担任|的[^，。；\n]{2,24}职务))"
)
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
            end = _with_listed_character(tagged, lexicon, word.start, end, last)
            end = _cut_adverb(text, word.start, end)
            name = text[word.start : end]
            if text[end : end + 1] in _NO_PERSON_BEFORE and not _supported(tagged, lexicon, index, last):
                continue  # 在韩志愿|军
            sure = min(w.posterior for w in words[index : last + 1])
            supported = sure >= _SURE_PERSON or _supported(tagged, lexicon, index, last)
            if name in lexicon.cities and len(name) > 2 and not supported:
                found.append(Candidate(word.start, end, "AdministrativeArea", 0.75, "tagger/PER+city"))
                continue
            named = len(name) > 2 and (_opens_with_surname(name, lexicon) or all(char in FOREIGN for char in name))
            if not supported and not named and lexicon.is_common_word(name):
                continue  # 扬帆, 石化; 周恩来 is in the dictionary too
            titled = len(name) == 2 and sure >= _SURE_PERSON and _is_titled(text, word.start, name, lexicon)
            if (_plausible(name, lexicon) or titled) and (
                sure >= _SURE_ALONE or _supported(tagged, lexicon, index, last)
            ):
                found.append(Candidate(word.start, end, "Person", calibrate(sure), "tagger/PER"))
        elif _SEPARATOR.fullmatch(form) and index and words[index - 1].tag == "PER":
            found += _listed(tagged, lexicon, index + 1)
    found += _after_titles(tagged, lexicon, {candidate.start for candidate in found})
    found += _find_dotted(tagged, lexicon)
    found += _appointed(tagged, lexicon, {candidate.start for candidate in found})
    found += _find_lost_dots(tagged, lexicon)
    return found


def _with_listed_character(tagged: TaggedText, lexicon: Lexicon, start: int, end: int, last: int) -> int:
    """、方宁|中、: in a list, the one character before the next comma belongs to the name."""
    text, words = tagged.text, tagged.words
    if end - start != 2 or last + 2 >= len(words) or text[start] not in lexicon.surnames:
        return end
    after = words[last + 1]
    if after.end - after.start != 1 or text[after.start] in "等也均都" or not _HAN.fullmatch(text[after.start]):
        return end
    closed = text[after.end] in "、和" and (text[start - 1 : start] == "、" or text[after.end] == "、")
    return after.end if closed and after.tag not in ("c", "p", "u", "r") else end


def _cut_adverb(text: str, start: int, end: int) -> int:
    """孙庆波|刚, 刘奇|作: the tagger took a small word into the name."""
    length = end - start
    if length == 3 and text[end - 1] == "于" and text[end : end + 1].isdigit():
        return end - 1  # 程晓|于6月1日
    if length == 3 and text[end - 1] == "现" and text[end : end + 1] in ("居", "任", "年", "为", "住", "在", "就"):
        return end - 1  # 麦青|现居北京
    if length > 3 and text.endswith(("先生", "女士"), start, end):
        return end - 2  # 大卫|先生
    if length > 2 and text[end - 1] in "摄绘":
        return end - 1
    if length > 3 and text.endswith(("如是", "坦言", "表示", "认为", "指出"), start, end):
        return end - 2
    if "·" in text[start:end] or (length != 4 and length != 3):
        return end
    return end - 1 if text[end - 1] in (_SMALL_AFTER_THREE if length == 4 else _SMALL_AFTER_TWO) else end


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
        bool(lexicon.title_at(before.rstrip("为是：")))
        or _OCCUPATION.search(before) is not None
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
            if text.endswith(("先生", "女士"), start, end):
                end -= 2
            if _FOREIGN.fullmatch(text, start, end) and (persons or titled):
                found.append(Candidate(start, end, "Person", 0.93, "dot/person"))
        index = last + 1
    return found


def _find_lost_dots(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
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
            if not _HAN.fullmatch(form) or lexicon.title_at(form):
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
        if end - mark.end >= 2:
            found.append(Candidate(start, end, "Person", 0.93, "dot/person"))
    return found


def _first_part(tagged: TaggedText, lexicon: Lexicon, index: int) -> int | None:
    """Where the part left of the mark begins: a transcribed person, or behind a title what no common word is."""
    text, mark, before = tagged.text, tagged.words[index], tagged.words[index - 1]
    form = text[before.start : before.end]
    if before.tag == "PER" and all(char in FOREIGN for char in form) and not _opens_with_surname(form, lexicon):
        return before.start
    if text[mark.start] in "-－–":
        return None
    for start in range(max(0, mark.start - 7), mark.start - 1):
        part = text[start : mark.start]
        if not lexicon.title_at(text[max(0, start - 6) : start]) or not _HAN.fullmatch(part) or lexicon.title_at(part):
            continue
        pieces = [part[a:b] for a, b in lexicon.words(part)]
        if all(len(piece) == 1 or lexicon.is_rare_word(piece) for piece in pieces) and len(part) > 2:
            return start
    return None


def _is_titled(text: str, start: int, name: str, lexicon: Lexicon) -> bool:
    """行长罗平: a title before a family name makes a person of what is a county's name too."""
    before = text[max(0, start - 6) : start]
    known = name in lexicon.stops or name in lexicon.names or lexicon.gazetteer.is_country(name)
    return bool(lexicon.title_at(before)) and name[0] in lexicon.surnames and not known


def _opens_with_surname(form: str, lexicon: Lexicon) -> bool:
    return form[:1] in lexicon.surnames or form[:2] in lexicon.surnames


def _looks_like_name(form: str, lexicon: Lexicon) -> bool:
    return (
        2 <= len(form) <= 4
        and bool(_HAN.fullmatch(form))
        and _opens_with_surname(form, lexicon)
        and not lexicon.gazetteer.is_place(form)
        and not lexicon.is_common_word(form)
        and not any(lexicon.gazetteer.is_country(form[at:]) for at in range(1, len(form) - 1))
        and not form.endswith(("记者", "介绍", "表示"))
        and form not in lexicon.names
        and form not in lexicon.stops
    )


def _plausible(name: str, lexicon: Lexicon) -> bool:
    if name in lexicon.stops or name in lexicon.names or lexicon.gazetteer.is_place(name):
        return False
    if lexicon.is_country_pair(name) and name.endswith("方"):
        return False
    if len(name) < 2 or not _HAN.fullmatch(name) or name.endswith("记者"):
        return False
    if len(name) == 2 and name[1] in "方氏":
        return False  # 莫方, 纪氏
    if lexicon.is_country_pair(name) or any(lexicon.gazetteer.is_country(name[at:]) for at in range(1, len(name) - 1)):
        return False  # 韩中, 国中国
    if len(name) == 2 and all(char in lexicon.country_chars for char in name) and name[0] not in lexicon.surnames:
        return False  # 美伊
    if len(name) == 2 and name[1] in "军民友" and name[0] in lexicon.surnames and name[0] not in lexicon.country_chars:
        return True  # 张军, but not 美军, 俄军
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


def _appointed(tagged: TaggedText, lexicon: Lexicon, known: set[int]) -> list[Candidate]:
    """任命方圆圆为某局局长: a family name and one or two characters between the two verbs."""
    found = []
    for match in _NAMED.finditer(tagged.text):
        start, end = match.span("name")
        if start not in known and start in tagged.borders and _looks_like_name(match["name"], lexicon):
            found.append(Candidate(start, end, "Person", 0.85, "list/person"))
    return found


def _after_titles(tagged: TaggedText, lexicon: Lexicon, known: set[int]) -> list[Candidate]:
    """副市长 + 向 恩平: a family name and one or two characters behind a title, cut wrongly by the tagger."""
    text, words = tagged.text, tagged.words
    found = []
    for index, word in enumerate(words[:-1]):
        if word.end in known or not lexicon.title_at(text[word.start : word.end]):
            continue
        start, end, at = word.end, word.end, index + 1
        odd = _odd_name(tagged, lexicon, at)
        if odd:
            found.append(Candidate(start, odd, "Person", 0.8, "title/person"))
            continue
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
    if not rare or not _looks_like_name(name, lexicon) or after.tag not in ("v", "w", "d", "p", "c", "u"):
        return 0
    return 0 if text[after.start] in "了着过的" else words[last].end
