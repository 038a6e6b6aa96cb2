"""A candidate in its text -> what speaks for and against it, as short words: the features of the scorecard.

Nothing here is learned and nothing of the text's wording goes in: which finder, the tagger's tag and posterior,
whether the words are common, what stands on either side, how often the name is there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from kg.lexicon.words import Lexicon
from kg.mentions.parted import ends_in_head
from kg.mentions.tagged import FOREIGN, Candidate, TaggedText
from kg.mentions.tagger import Word

_POSTERIORS = (0.5, 0.7, 0.85, 0.95)
_SCORES = (0.6, 0.7, 0.78, 0.84, 0.9, 0.95)
_LENGTHS = (3, 4, 5, 7, 11)
_BORDERS = (0.3, 0.6, 0.85, 0.97)
_NAMED = ("PER", "LOC", "ORG", "nz")
_SAYS = re.compile(
    r"(?:[（(][^（()）]{1,24}[)）])?(?:[0-9]{1,2}日|当天|今天|昨天|日前|近日)?"
    r"(?:表示|说|指出|认为|强调|介绍|坦言|告诉|称|举行|会见|会谈|致辞|宣布|主持|出席|的|等|先生|女士|教授)"
)
_LEVEL = re.compile(r"(?:街道|自治[州县区]|[省市区县州镇乡旗])(?![场长民内外里上中])")
_HEADED = frozenset(
    {"Company", "Institution", "Association", "Media", "PublicBody", "Organization", "AdministrativeArea"}
)
_FOUNDED = frozenset({"Company", "Institution", "Association", "Organization"})
_AREA_ENDS = frozenset("市县镇乡村州旗")
_NO_AREA = frozenset("城股车楼汇期油债金全各本该我两几通畅强大小")  # 股市, 全县, 三县
_HELD = re.compile(
    r"(?:正式|隆重|顺利|圆满|成功|盛大|如期)?(?:开幕|闭幕|举行|召开|举办|揭牌|启动|启幕|落幕|打响|收官|开赛|签约|成立|发布|揭晓|挂牌|开营|上演)"
)
_HOUSE = re.compile(r"[0-9]{1,5}号(?!线)")
_FOUNDING = re.compile(r"(?:组建|共建|筹建|创办|创建|创立|成立|设立)了?$")
_LIST_MARKS = frozenset("、和及与")
_SURE_SIBLING = 0.9
_CLOSED = frozenset("，。；：！？、“”（）()《》\n　 —…·-")


def describe(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> tuple[str, ...]:
    """``("by=tagger/ORG", "type=Company", "post=2", ...)``: one word for each question."""
    text = tagged.text
    start, end = candidate.start, candidate.end
    name = text[start:end]
    by = candidate.extractor
    if by.startswith("head/"):
        by = f"head:{candidate.type}"
    inside = words_within(tagged, start, end)
    tags = [word.tag for word in inside]
    whole = len(inside) == 1 and inside[0].start == start and inside[0].end == end
    named = next((tag for tag in _NAMED if tag in tags), "none")
    posterior = bisect_right(_POSTERIORS, min((word.posterior for word in inside), default=0.0))
    after, before = tagged.starts.get(end), tagged.ends.get(start)
    right = "." if end >= len(text) or text[end] in _CLOSED else tagged.words[after].tag if after is not None else "cut"
    left = (
        "." if start == 0 or text[start - 1] in _CLOSED else tagged.words[before].tag if before is not None else "cut"
    )
    pieces = [text[a:b] for a, b in lexicon.words(name)] if len(name) <= 24 else [name]
    common = all(len(piece) > 1 and lexicon.is_common_word(piece) for piece in pieces)
    place = bool(lexicon.gazetteer.is_place(name))
    opens = bisect_right(_BORDERS, tagged.opens[start]) if tagged.opens else "?"
    closes = bisect_right(_BORDERS, tagged.opens[end]) if tagged.opens else "?"
    edges = min(opens, closes) if isinstance(opens, int) and isinstance(closes, int) else "?"
    head = candidate.extractor[5:] if candidate.extractor.startswith("head/") else ""
    return (
        f"by={by}",
        f"front={_front(name, head, inside, text, lexicon)}",
        f"tail={candidate.type}{head or name[-1]}",
        f"person={_person(candidate, text, lexicon)}",
        f"type={candidate.type}",
        f"post={posterior}",
        f"by+post={by}{posterior}",
        f"score={bisect_right(_SCORES, candidate.score)}",
        f"named={named}{'*' if whole else ''}",
        f"right={right}",
        f"left={left}",
        f"common={common}{len(pieces) == 1}",
        f"place={place}",
        f"times={min(3, text.count(name))}",
        f"length={bisect_right(_LENGTHS, len(name))}",
        f"quoted={text[max(0, start - 1) : start] == '“'}{text[end : end + 1] == '”'}",
        f"type+common={candidate.type}{common}",
        f"surname={candidate.type == 'Person' and (name[:1] in lexicon.surnames)}",
        f"opens={opens}",
        f"closes={closes}",
        f"type+edges={candidate.type}{edges}",
        f"free={_is_free(candidate, name, opens, closes, whole, tags, lexicon)}",
        f"frame={_frame(candidate, tagged, lexicon)}",
        f"rest={candidate.type}{_rest(name, head, lexicon)}",
        f"behind={candidate.type}{_behind(tagged, end, lexicon)}",
        f"jieba={tagged.jieba_border(start)}{tagged.jieba_border(end)}",
    )


def _rest(name: str, head: str, lexicon: Lexicon) -> str:
    """What a name has beside its place and its head: nothing (江州|超市), common words, a rare or an unknown one."""
    if not head:
        head = next((name[-n:] for n in range(min(8, len(name) - 1), 1, -1) if name[-n:] in lexicon.heads), "")
    rest = name[lexicon.gazetteer.starts_with_place(name) : len(name) - len(head)]
    if not rest:
        return "none"
    pieces = [rest[a:b] for a, b in lexicon.words(rest)]
    if any(len(piece) > 1 and not lexicon.is_common_word(piece) for piece in pieces):
        return "new"
    if any(len(a) == len(b) == 1 for a, b in pairwise(pieces)):
        return "unknown"
    if any(len(piece) > 1 and lexicon.is_rare_word(piece) for piece in pieces):
        return "rare"
    return f"common{min(3, len(pieces))}"


def _behind(tagged: TaggedText, end: int, lexicon: Lexicon) -> str:
    """What kind of word goes on right behind: a head (某地|研究院), a trade, goods, a title, another noun."""
    if any(tagged.text[end : end + length] in lexicon.titles for length in range(2, 6)):
        return "title"
    index = tagged.starts.get(end)
    if index is None:
        return "cut" if end < len(tagged.text) else "none"
    word = tagged.words[index]
    form = tagged.text[word.start : word.end]
    if form in lexicon.heads or (len(form) > 2 and ends_in_head(form, lexicon)):
        return "head"
    if form in lexicon.trades:
        return "trade"
    if lexicon.products.search(form):
        return "goods"
    return word.tag if word.tag in ("n", "nz", "vn", "PER", "ORG", "LOC", "nw") else "none"


def _front(name: str, head: str, inside: list[Word], text: str, lexicon: Lexicon) -> str:
    """What a name opens with: a place, a word that no dictionary has, or common words only."""
    modifier = name[: len(name) - len(head)] if head else name
    if not modifier:
        return "none"
    if lexicon.gazetteer.starts_with_place(modifier):
        return "place"
    if head and _LEVEL.match(modifier):
        return "level"
    if "“" in modifier:
        return "quoted"
    if lexicon.is_unknown(modifier):
        return "unknown"
    if inside and inside[0].tag in ("LOC", "ORG"):
        return "named"
    return "country" if modifier[0] in lexicon.country_chars else "common"


def _is_free(
    candidate: Candidate,
    name: str,
    opens: int | str,
    closes: int | str,
    whole: bool,
    tags: list[str],
    lexicon: Lexicon,
) -> bool:
    """What it ends in and both its borders say that it is a name, though nobody knows it: 云台县, 陈望远, 恒通集团."""
    if not isinstance(opens, int) or not isinstance(closes, int):
        return False
    if candidate.extractor == "tagger/PER":
        sure = len(name) == 3 and name[0] in lexicon.surnames and min(opens, closes) >= 1
        return sure and (name[0] not in "于和同与向从" or opens == len(_BORDERS))
    if not whole or candidate.type not in _HEADED or tags[0] not in ("ORG", "LOC"):
        return False
    if candidate.type == "AdministrativeArea":
        ends = name[-1] in _AREA_ENDS and name[-2] not in _NO_AREA and len(name) in (3, 4)
        return ends and candidate.extractor.startswith(("tagger/LOC+head", "head/")) and opens >= 3 and closes >= 2
    if not _has_own_word(name, lexicon):
        return False
    if candidate.extractor.endswith("+head"):
        return min(opens, closes) >= 1
    return candidate.extractor.startswith("head/") and opens >= 3 and closes >= 2


def _has_own_word(name: str, lexicon: Lexicon) -> bool:
    """跨国汽车公司, 新地产公司: made of words that everybody has, it may be any."""
    pieces = [name[a:b] for a, b in lexicon.words(name)]
    if pieces[0] in lexicon.uses["plain"] or (name[0] in "新老大小" and len(pieces[0]) != 2):
        return False
    return any(
        len(piece) > 1
        and (not lexicon.is_common_word(piece) or lexicon.is_rare_word(piece) or lexicon.gazetteer.is_place(piece))
        for piece in pieces
    ) or any(len(a) == len(b) == 1 for a, b in pairwise(pieces))


def _frame(candidate: Candidate, tagged: TaggedText, lexicon: Lexicon) -> str:
    """What stands around it where only a name can stand: 在…开幕, …人某某, a list of firms, 组建…实验室."""
    text, start, end = tagged.text, candidate.start, candidate.end
    if candidate.type in ("AdministrativeArea", "Place") and candidate.extractor in ("tagger/LOC", "tagger/LOC+head"):
        if text[start - 1 : start] in ("在", "于") and _HELD.match(text, end):
            return "held"
        after = tagged.starts.get(end + 1)
        if text.startswith("中心", end) and text[end - 1] in "市县":
            return "centre"  # 某市|中心
        if text[end : end + 1] == "人" and after is not None and tagged.words[after].tag == "PER":
            return "native"
    if candidate.type == "Site" and _HOUSE.match(text, end) and candidate.extractor.startswith(("tagger/LOC", "head/")):
        return "house"  # 人民路|66号
    if candidate.type in _FOUNDED and candidate.extractor.startswith("head/") and text[end : end + 1] in _CLOSED:
        return "founded" if _FOUNDING.search(text, max(0, start - 5), start) else "none"
    parted = bool(tagged.opens) and min(tagged.opens[start], tagged.opens[end]) >= _BORDERS[1]
    if candidate.extractor == "tagger/ORG" and parted and _has_sibling(tagged, start, end, lexicon):
        return "list"
    return "none"


def _has_sibling(tagged: TaggedText, start: int, end: int, lexicon: Lexicon) -> bool:
    """On the one side of the comma or on the other stands an organisation that its head makes sure of."""
    left = tagged.ends.get(start - 1) if tagged.text[start - 1 : start] in _LIST_MARKS else None
    right = tagged.starts.get(end + 1) if tagged.text[end : end + 1] in _LIST_MARKS else None
    return any(
        tagged.words[index].tag == "ORG"
        and tagged.words[index].posterior >= _SURE_SIBLING
        and ends_in_head(tagged.text[tagged.words[index].start : tagged.words[index].end], lexicon)
        for index in (left, right)
        if index is not None
    )


def _person(candidate: Candidate, text: str, lexicon: Lexicon) -> str:
    """A person's title in front, what persons do behind, and whether the name is a transcription."""
    name = text[candidate.start : candidate.end]
    foreign = all(char in FOREIGN or char == "·" for char in name)
    if candidate.type != "Person":
        return f"no{foreign}{name[-1] in '州省邦' and foreign}"
    titled = bool(lexicon.title_at(text[max(0, candidate.start - 6) : candidate.start]))
    return f"{titled}{_SAYS.match(text, candidate.end) is not None}{foreign}"


def words_within(tagged: TaggedText, start: int, end: int) -> list[Word]:
    """The tagger's words that share a character with ``[start, end)``."""
    index = tagged.starts.get(start)
    if index is None:
        index = next((tagged.starts[at] for at in range(start, max(-1, start - 40), -1) if at in tagged.starts), None)
    found = []
    while index is not None and index < len(tagged.words) and tagged.words[index].start < end:
        if tagged.words[index].end > start:
            found.append(tagged.words[index])
        index += 1
    return found
