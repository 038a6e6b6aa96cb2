"""Tagged text -> organisations, sites, projects and named documents, by the head word they end in.

A head (有限公司, 融媒体中心, 产业园) says the type; the walk to its left says where the name begins. The walk
goes over nouns, names, bracketed places and quotations, and ends at verbs, particles, titles and words that
only stand between phrases. Which modifiers a head asks for is in heads.tsv; which words end the walk, in
name_words.tsv.
"""

from __future__ import annotations

import re

from kg.lexicon.words import Head, Lexicon
from kg.mentions.tagged import Candidate, TaggedText
from kg.mentions.tagger import Word

_LONGEST_HEAD = 12
_MOST_WORDS = 12
_LEVELS = frozenset("省 市 区 县 州 镇 乡 村 街道 旗 盟 自治区 自治州 自治县 全省 全市 全区 全县 全州".split())
_LEVEL_START = re.compile(r"(?:全?[省市区县州镇乡旗盟]|街道|自治[区州县])")
_NOUNS = frozenset({"n", "nz", "nw", "vn", "an", "s", "j", "LOC", "ORG", "PER"})
_ORDINAL = re.compile(r"第?[一二三四五六七八九十百零〇\d]+(?:号|期|中|小|届|院|厂|局|处|部)?|[A-Za-z0-9]+")
_QUANTITY = re.compile(r"[\d.]+[万亿千百]*(?:吨|千瓦|兆瓦|立方米|平方米|米|公里|台|套|辆|头|只|亩|箱|件|个)?")
_DIRECTIONS = re.compile(r"[东西南北中]部?|[华东西南北中]{2}|[上下]游|[内外]环")
# 和 与 及 inside the name of an office of party or state: 发展和改革委员会
_JOINING_HEADS = re.compile(r"(?<![省市区县州旗盟镇乡党工纪监])(?:局|委员会|委|部|厅|办公室)$")
_TO = frozenset("至 — - － –".split())
_ROUTE_WORD = re.compile(r"公路|高速|铁路|高铁|管道")
_NATURE = frozenset("峰岭山岛江湖溪港村镇乡县市区线")
_ROUTE = re.compile(r"(?:公路|高速|铁路|高铁|线|通道|航线|管道)$")
_OFFICE_TAIL = frozenset("科师院部处组队")
_ORGANISING = frozenset("主办 承办 协办 举办 督办 开办 创办 兴办 合办 联办 申办".split())
_LIST = "、和及与以"
_LIST_ONLY = re.compile(r"^(?:、|以及|及|和|与)[^，。；：！？\n]{1,38}$")
_CORE_BODY = re.compile(r"(?:委|政府|人大|人大常委会|政协)$")
_AFTER_HEAD = re.compile(r"[（(][^（()）]{1,6}(?:塔|楼|座|区|期|段|侧|馆|园|库|栋|层)[)）]")
_STREETS = re.compile(r"(?:路|街|道|巷|弄|桥|河|江|湖|渠|溪|山|港|村|社区|小区|公园|水库)$")


def find_compounds(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """Every compound whose head allows it; overlapping candidates are chosen among later."""
    found = []
    text, words = tagged.text, tagged.words
    for end in sorted(tagged.borders):
        for length in range(min(_LONGEST_HEAD, end), 0, -1):
            heads = lexicon.heads.get(text[end - length : end])
            if heads is None:
                continue
            index = _word_at(tagged, end - length)
            if index is None or (
                length == 1 and (words[index].tag in ("v", "vd", "d", "ad") or _ends_common_word(tagged, lexicon, end))
            ):
                continue
            if any(text[end - length : end + more] in lexicon.titles for more in (1, 2, 3)):
                break  # 某局项目|经理
            for head in heads:
                candidate = _grow(tagged, lexicon, head, end, index)
                if candidate is not None:
                    found.append(candidate)
            break  # the longest head decides
    return found + _find_listed(tagged, lexicon, found)


def _find_listed(tagged: TaggedText, lexicon: Lexicon, found: list[Candidate]) -> list[Candidate]:
    """规划展厅、滨河公园、望江路及…: in a list of sites every item that ends in a site's head is a whole name."""
    text, words = tagged.text, tagged.words
    sites = {c.end for c in found if c.type in ("Site", "Project")}
    sites |= {w.end for w in words if w.tag == "LOC" and _site_head(text[w.start : w.end], lexicon)}
    listed = []
    for index, word in enumerate(words):
        form = text[word.start : word.end]
        if word.tag not in ("n", "nz", "LOC", "vn") or not _site_head(form, lexicon):
            continue
        first = index
        while first > 0 and words[first - 1].tag in ("n", "nz", "vn", "LOC", "ORG", "a", "f"):
            first -= 1
        start = words[first].start
        after = text[word.end : word.end + 1]
        before = text[max(0, start - 1) : start]
        beside = after in _LIST or before in _LIST
        if not beside or not 4 <= word.end - start <= 16 or start == word.start:
            continue
        # another item of the same list is a site by its own right
        near = [end for end in sites if end != word.end and -40 < end - word.end < 40]
        if any(_LIST_ONLY.search(text[min(e, word.end) : max(e, word.end)]) for e in near):
            listed.append(Candidate(start, word.end, "Site", 0.7, "list/site"))
    return listed


def _site_head(form: str, lexicon: Lexicon) -> bool:
    return (
        any(
            head.type == "Site"
            for length in range(min(6, len(form)), 1, -1)
            for head in lexicon.heads.get(form[-length:], ())
        )
        or form[-1:] in "路街渠河湖桥"
    )


def _ends_common_word(tagged: TaggedText, lexicon: Lexicon, end: int) -> bool:
    """干部, 部署, 思路, 新格局: the last character looks like a head and is part of a common word of two."""
    pair = tagged.text[end - 2 : end]
    if pair in _ORGANISING:
        return True
    if not lexicon.is_common_word(pair) or pair[0] in "一二三四五六七八九十":
        return False
    index = tagged.ends.get(end)
    if index is not None and tagged.words[index].tag in ("LOC", "ORG"):
        return False
    return end - 1 not in tagged.starts or tagged.jieba_ends.get(end) == end - 2


def _word_at(tagged: TaggedText, offset: int) -> int | None:
    """Index of the tagger's word that holds the character at ``offset``."""
    for start in range(offset, max(-1, offset - 40), -1):
        if start in tagged.starts:
            return tagged.starts[start]
    return None


def _grow(tagged: TaggedText, lexicon: Lexicon, head: Head, end: int, index: int) -> Candidate | None:
    text, words = tagged.text, tagged.words
    head_start = end - len(head.text)
    first = index  # index of the leftmost word taken in
    names: list[int] = []  # indexes of words that name something by themselves
    plain = True  # so far only modifiers that name nothing
    if words[index].tag == "PER" and len(head.text) == 1:
        return None  # 周雪峰 is no mountain
    if words[index].start < head_start:
        inner = text[words[index].start : head_start]
        if words[index].tag in ("LOC", "ORG", "nz") or _names_something(inner, lexicon):
            names.append(index)
        plain = plain and inner in lexicon.uses["plain"]
    elif words[index].tag in ("LOC", "ORG") and words[index].posterior >= 0.5 and head.need == "always":
        names.append(index)
    at = index - 1
    while at >= 0 and index - at <= _MOST_WORDS:
        step = _step(tagged, lexicon, head, at, first, names)
        if step is None:
            break
        at, is_name, is_plain = step
        first = at
        if is_name:
            names.append(first)
        plain = plain and is_plain
        if is_name and _ends_walk(tagged, first, head):
            break
        at -= 1
    walked = words[first].start
    first = _trim(tagged, lexicon, head, first, index, names)
    start = words[first].start
    modifier = text[start:head_start]
    if words[first].end > head_start and first == index:
        modifier = text[words[index].start : head_start]
        start = words[index].start
    quoted = text[max(0, start - 1) : start] == "“" and text[end : end + 1] == "”"
    quoted = quoted and head.type not in ("Site", "Project")  # “超级工厂” is a figure of speech
    if not _satisfies(modifier, head, bool(names) or quoted, plain, lexicon):
        return None
    tail = _AFTER_HEAD.match(text, end) if head.type in ("Site", "Project", "Institution") else None
    if tail:
        end = tail.end()
    name = text[start:end]
    if head.type == "Project" and (
        text[end : end + 1] in _OFFICE_TAIL or (words[index].start == head_start and words[index - 1].tag == "ORG")
    ):
        return None  # 某局工程|科; 某局|项目 says no name
    if head.type == "PublicBody" and lexicon.title_at(name):
        return None  # 市委常委
    if end - start > 60 or name in lexicon.stops or lexicon.gazetteer.is_place(name):
        return None
    placed = any(words[i].tag in ("LOC", "ORG") for i in (index, *names))
    if not placed and (head.type == "AdministrativeArea" or head.text in _NATURE):
        return None  # 深水区, 碳达峰
    if first == index and words[index].tag not in ("LOC", "ORG") and lexicon.is_common_word(name):
        return None  # 一带一路: one common word that happens to end in 路
    if head.need == "any" and not names and text[max(0, walked - 1) : walked] == "的" and len(head.text) < 3:
        return None  # a description, no name: 拥有自主技术的大型储能装置项目
    type_ = "Company" if lexicon.is_state_builder(name) else head.type
    return Candidate(start, end, type_, _score(head, names, tagged, start, end), f"head/{head.text}")


def _step(
    tagged: TaggedText, lexicon: Lexicon, head: Head, at: int, first: int, names: list[int]
) -> tuple[int, bool, bool] | None:
    """May the word at ``at`` stand left of ``first``? -> (index reached, names something, says nothing)."""
    text, words = tagged.text, tagged.words
    word = words[at]
    form = text[word.start : word.end]
    if form in ("）", ")"):
        return _bracket(tagged, at)
    if form == "”" or form.endswith("”"):
        return _quotation(tagged, at)
    if form == "·":
        return (at, False, False)
    if form == "/" and head.type == "Project":
        return (at, False, False)
    if form in lexicon.uses["border"] or form in lexicon.titles:
        return None
    if word.tag in ("LOC", "ORG"):
        if head.type == "PublicBody" and _CORE_BODY.search(head.text) and _CORE_BODY.search(form):
            return None  # 市委市政府 are two
        return (at, True, False)
    bare = first == at + 1 and words[first].end - words[first].start == len(head.text) == 1
    if word.tag == "v" and bare and head.type == "Site" and word.posterior < 0.7:
        return (at, True, False)  # 望江渠: hardly a verb before a bare 渠
    if word.tag == "PER":
        return (at, True, False) if head.type in ("Institution", "Site") else None
    if word.tag in _NOUNS:
        common = form in lexicon.uses["plain"] or form in lexicon.uses["inside"]
        return (at, _names_something(form, lexicon) or form in lexicon.names, common)
    if form in _LEVELS and head.type in ("PublicBody", "Institution", "Media", "Association"):
        return (at, False, False)
    if word.tag == "v" and form in lexicon.uses["inside"]:
        if at > 0 and words[at - 1].tag == "LOC" and len(form) == 2 and not form.startswith(("年", "日")):
            return None  # 在某区|建设某中心
        return (at, False, True)
    if word.tag == "a" and len(form) <= 2:
        return (at, False, True)
    if (
        form in _TO
        and at > 0
        and words[at - 1].tag == "LOC"
        and _is_route(text[words[first].start : words[first].end + 8], head)
    ):
        return (at, False, False)  # 甲至乙高速公路
    if word.tag == "f" and _DIRECTIONS.fullmatch(form):
        return (at, False, False)
    if word.tag == "m" and (_ORDINAL.fullmatch(form) or (head.type == "Project" and _QUANTITY.fullmatch(form))):
        return (at, False, True)
    if (
        word.tag in ("c", "p")
        and form in ("和", "与", "及", "暨")
        and head.type == "PublicBody"
        and _JOINING_HEADS.search(head.text)
        and at > 0
        and _joins(tagged, lexicon, at)
    ):
        return (at, False, False)
    if (
        word.tag in ("v", "xc", "d", "a", "ad")
        and word.posterior < 0.5
        and len(form) >= 2
        and not lexicon.is_common_word(form)
    ):
        return (at, True, False)  # an unknown word, whatever the tagger takes it for
    return None


def _joins(tagged: TaggedText, lexicon: Lexicon, at: int) -> bool:
    """经济和科技促进局: the left part is nouns that go back to a place or a bare level within three words."""
    for index in range(at - 1, max(-1, at - 4), -1):
        word = tagged.words[index]
        form = tagged.text[word.start : word.end]
        if word.tag == "LOC" or form in _LEVELS:
            return True
        if word.tag == "ORG" and lexicon.gazetteer.starts_with_place(form):
            # 广州市科技|和|信息化局, but 外交部|和|国务院国资委 are two
            return not any(form[-length:] in lexicon.heads for length in range(1, 5))
        if word.tag not in ("n", "vn", "nz", "an"):
            return False
    return False


def _bracket(tagged: TaggedText, at: int) -> tuple[int, bool, bool] | None:
    for index in range(at - 1, max(-1, at - 4), -1):
        form = tagged.text[tagged.words[index].start : tagged.words[index].end]
        if form in ("（", "("):
            return (index, False, False)
    return None


def _quotation(tagged: TaggedText, at: int) -> tuple[int, bool, bool] | None:
    for index in range(at - 1, max(-1, at - 14), -1):
        form = tagged.text[tagged.words[index].start : tagged.words[index].end]
        if form in ("，", "。", "；", "！", "？"):
            return None
        if form == "“" or form.startswith("“"):
            return (index, True, False)
    return None


def _names_something(form: str, lexicon: Lexicon) -> bool:
    """A word that jieba's dictionary lacks, or a known place."""
    if len(form) < 2 or form in lexicon.uses["plain"] or form in lexicon.uses["inside"]:
        return False
    return lexicon.is_unknown(form) or lexicon.gazetteer.is_place(form)


def _ends_walk(tagged: TaggedText, first: int, head: Head) -> bool:
    """Left of a name only a larger place or a bare level may follow."""
    if first == 0:
        return True
    before = tagged.words[first - 1]
    form = tagged.text[before.start : before.end]
    this = tagged.words[first]
    if form in _TO and _is_route(tagged.text[this.start : this.end + 8], head):
        return False
    if before.tag == "LOC" and this.tag in ("LOC", "ORG", "n", "nz", "w", "vn"):
        return False
    if before.tag == "ORG" and head.type in ("Project", "Site", "Institution", "PublicBody", "Company", "Media"):
        return False
    if this.tag in ("n", "nz", "vn", "v", "a", "m", "w") and before.tag in ("n", "nz", "vn"):
        return False  # an unknown word may be any part of the name
    return form not in _LEVELS


def _is_route(ahead: str, head: Head) -> bool:
    """甲至乙高速公路, 甲至乙高速公路项目."""
    return bool(_ROUTE.search(head.text)) or (head.type == "Project" and bool(_ROUTE_WORD.search(ahead)))


def _trim(tagged: TaggedText, lexicon: Lexicon, head: Head, first: int, index: int, names: list[int]) -> int:
    """Take from the left what cannot open a name."""
    text, words = tagged.text, tagged.words
    if head.type == "AdministrativeArea":  # each level of 某市某乡某村 is a name of its own
        return index
    places = [i for i in names if words[i].tag in ("LOC", "ORG")]
    if places and min(places) > first and not _level_opens(text, words[first]):
        first = min(places)
        while first > 0 and first - 1 in places:
            first -= 1
    if any(text[w.start : w.end] in _TO for w in words[first:index]):
        return first  # both ends of a route belong to its name
    if head.type == "Site" and not names_all_needed(head.text):
        # 某市某区望江南路: the street is named without its city
        while (
            first < index
            and words[first].tag == "LOC"
            and lexicon.gazetteer.is_place(text[words[first].start : words[first].end])
            and len(text[words[first].end : words[index].end]) > len(head.text) + 1
        ):
            first += 1
    while first < index:
        word = words[first]
        form = text[word.start : word.end]
        if form in ("·", "/", "和", "与", "及", "暨", "（", "(") or (
            word.tag in ("a", "m", "v", "f", "an")
            and first not in names
            and not _DIRECTIONS.fullmatch(form)
            and not (head.type == "Project" and form in ("年产", "新建", "日处理"))
        ):
            first += 1
        else:
            break
    return first


def names_all_needed(head: str) -> bool:
    """Whether a site of this kind is known by its place: 某市高新区, but not the city of a street."""
    return not _STREETS.search(head)


def _level_opens(text: str, word: Word) -> bool:
    return bool(_LEVEL_START.match(text, word.start))


def _satisfies(modifier: str, head: Head, named: bool, plain: bool, lexicon: Lexicon) -> bool:
    if not modifier:
        return False
    if head.need == "always":
        return len(modifier) >= 2
    if named:
        return True
    if head.need == "level":
        return bool(_LEVEL_START.match(modifier))
    if head.need == "any":
        if modifier in lexicon.uses["plain"] or plain:
            return False
        return len(modifier) >= 4 or (head.type == "Site" and len(modifier) >= 2)
    return False


def _score(head: Head, names: list[int], tagged: TaggedText, start: int, end: int) -> float:
    score = {"always": 0.95, "level": 0.85, "name": 0.75, "any": 0.6}[head.need]
    if len(head.text) >= 3:
        score += 0.1
    index = tagged.starts.get(start)
    if index is not None and tagged.words[index].end == end and tagged.words[index].tag in ("ORG", "LOC"):
        score += 0.05
    if names and head.need == "any":
        score = 0.85
    elif not names:
        score -= 0.1
    return min(score, 0.98)
