"""Tagged text -> party and state bodies named by level (市委, 区发改局, 省市县三级党委) or by list (国务院).

In such names the area is understood from the paper or the article; the resolver completes it. Here the
span and, for coordinated short forms, the completed name are given.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText

_LEVEL = r"(?:自治区|自治州|自治县|街道|[省市区县州镇乡旗])"
_CORE = (
    r"(?:委常委会|委常务委员会|委办公室|委办|委组织部|委宣传部|委统战部|委政法委|委巡察办|委老干部局|委编办|委党校|委全会"
    r"|委|党委|党工委|纪委监委|纪委|监委|人大常委会|人大|政协|人民政府|政府办公室|政府办|政府|法院|检察院|中级人民法院|人民法院|人民检察院)"
)
_BODY = re.compile(rf"(?P<level>{_LEVEL}){_CORE}(?![会员])")
# 市商务局 区发改局 县农业农村局: bare level, two to ten characters, an office
_OFFICE = re.compile(
    rf"(?P<level>{_LEVEL})(?:(?!或)[一-龥]){{2,9}}?(?:委员会|管委会|办公室|局|厅|总工会|妇联|团委|工商联|残联|科协|文联|侨联|法院|委|(?<![举主承协筹开创督合联兴操包代停申交查审自民])办)(?![长员书])"
)
# 市六届人大常委会: the term is no part of the body's name
_TERM = re.compile(rf"(?P<level>{_LEVEL})(?:第?[一二三四五六七八九十]+届)(?P<core>人大常委会|人大|政协|委)")
_LEAGUE = re.compile(r"团[省市区县州旗]委(?![员会])")  # 团市委: the Youth League's
_COORDINATED = re.compile(
    rf"(?P<levels>{_LEVEL}(?:、?{_LEVEL})+)(?:[两三四五]级)?(?P<core>党委|政府|人大|政协|纪委|法院|检察院|委)"
)
_COMPLETED = {"党委": "委"}
# 某军92950部队, 第83集团军某旅: a unit by its number
_SPLIT = 0.9  # P(a word begins inside a name of two characters)
_PARTED = 0.04  # P(a word begins here) at both ends of a known name
_UNIT = re.compile(
    r"(?:(?:中国人民)?解放军|武警|陆军|海军|空军|火箭军|战略支援部队|[东西南北中]部战区)*"
    r"(?:(?<!\d)\d{5}部队|第[0-9]{1,3}集团军(?:某[旅团])?|第[一二三四五六七八九十]{1,3}集团军(?:某[旅团])?)"
)


def find_bodies(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    text, borders = tagged.text, tagged.borders
    found: list[Candidate] = []
    for match in _BODY.finditer(text):
        if _stands_free(tagged, match.start()):
            found.append(Candidate(*match.span(), "PublicBody", 0.95, "body/level", fixed=True))
    for match in _LEAGUE.finditer(text):
        if match.start() in borders:
            found.append(Candidate(*match.span(), "PublicBody", 0.97, "body/level", fixed=True))
    for match in _OFFICE.finditer(text):
        if lexicon.title_at(match[0]) or _is_other_word(match[0], lexicon):
            continue  # 市委常委; 市场格局
        if match.end() in borders and _stands_free(tagged, match.start()) and _is_phrase(tagged, *match.span()):
            found.append(Candidate(*match.span(), "PublicBody", 0.85, "body/office"))
    for match in _UNIT.finditer(text):
        found.append(Candidate(*match.span(), "PublicBody", 0.97, "body/unit", fixed=True))
    for match in _TERM.finditer(text):
        if match.start() in borders and _stands_free(tagged, match.start()):
            name = match["level"] + match["core"]
            found.append(Candidate(*match.span(), "PublicBody", 0.97, "body/term", name, fixed=True))
    for match in _COORDINATED.finditer(text):
        if not _stands_free(tagged, match.start()) or (
            match["core"] == "政府" and text.startswith("采购", match.end())
        ):
            continue
        core = match["core"]
        for level in re.finditer(_LEVEL, match["levels"]):
            start = match.start("levels") + level.start()
            last = start + len(level[0]) == match.end("levels")
            end = match.end() if last else start + len(level[0])
            name = level[0] + (_COMPLETED.get(core, core) if level[0] not in ("自治区", "街道", "镇", "乡") else core)
            found.append(Candidate(start, end, "PublicBody", 0.8, "body/coordinated", name, fixed=True))
    return found


def _stands_free(tagged: TaggedText, start: int) -> bool:
    """The level opens the name: no place stands before it (荆州|市委 belongs together) and no word runs into it."""
    if start not in tagged.borders:
        return False
    index = tagged.ends.get(start)
    if index is None:
        return start == 0 or start in tagged.starts or tagged.text[start - 1] in "、，。；：“（"
    before = tagged.words[index]
    return before.tag not in ("LOC", "ORG")


def _is_other_word(name: str, lexicon: Lexicon) -> bool:
    """市场, 县城, 区域: a word of its own, no level."""
    pair = name[:2]
    return pair not in ("市政", "市委", "省委", "区委", "县委", "州委") and lexicon.is_common_word(pair)


def _is_phrase(tagged: TaggedText, start: int, end: int) -> bool:
    """Only nouns and names inside: 市商务局, not 市民到…办."""
    index = tagged.starts.get(start)
    if index is None:
        return False
    at = start
    while index < len(tagged.words) and at < end:
        word = tagged.words[index]
        if word.tag not in ("n", "vn", "nz", "ORG", "LOC", "a", "an", "j", "c", "v"):
            return False
        if word.tag == "v" and word.end - word.start > 2:
            return False
        at = word.end
        index += 1
    return at == end


def find_known_names(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """Names from the lists, where both their ends are word borders. A user's names need no border."""
    text = tagged.text
    firsts: dict[str, list[str]] = lexicon.first_chars
    found = []
    for start, char in enumerate(text):
        for name in firsts.get(char, ()):
            if text.startswith(name, start):
                known = lexicon.names[name]
                end = start + len(name)
                if text.endswith("为核心的", 0, start):
                    break  # 以…同志为核心的党中央: a formula
                if known.type == "Media" and len(name) == 2 and lexicon.is_common_word(name) and not known.user:
                    continue  # 财富, 财经: a magazine only in brackets
                if not known.user and name.isascii() and _in_latin_run(text, start, end):
                    continue  # IMF, but not IMFX
                if known.user or (start in tagged.borders and end in tagged.borders and _is_parted(tagged, start, end)):
                    found.append(
                        Candidate(
                            start,
                            end,
                            known.type,
                            1.0 if known.user else 0.98,
                            "lexicon/user" if known.user else "lexicon/names",
                        )
                    )
                    break
    for end, start in tagged.jieba_ends.items():
        if text[start:end] in lexicon.firms and not _goes_on(tagged, end) and _is_parted(tagged, start, end):
            found.append(Candidate(start, end, "Company", 0.9, "lexicon/firms"))
    return found


def _in_latin_run(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start] + text[end : end + 1]
    return any(char.isascii() and char.isalnum() for char in around)


def _is_parted(tagged: TaggedText, start: int, end: int) -> bool:
    """农业农村部|门, 丰田|卡罗拉: the tagger is all but sure that no word begins there."""
    if tagged.text.startswith("门", end) and tagged.text[end - 1] == "部":
        return False
    if not tagged.opens:
        return True
    if end - start == 2 and tagged.opens[start + 1] > _SPLIT:
        return False  # 库中|共检索
    return tagged.opens[start] >= _PARTED and (end == len(tagged.text) or tagged.opens[end] >= _PARTED)


def _goes_on(tagged: TaggedText, end: int) -> bool:
    """奥迪|斯 in one word: a foreign name that is longer by one character."""
    return (
        tagged.text[end : end + 1] in FOREIGN
        and end < len(tagged.text)
        and end not in tagged.starts
        and end + 1 in tagged.ends
    )
