"""Tagged text -> roads and lines named by both ends, in lists that say what their items are.

清江南桥至石村、清州至平安、清石扩建等6个高速公路项目: each item is a project. A place on either side of 至 is no item
of its own there. ``short_route_names`` gives what the text may call such a road later: 清平高速 of 清州至平安高速公路.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon.words import Lexicon
from kg.mentions.tagged import Candidate, TaggedText

_TO = "至—－–-"
_STRETCH = re.compile(rf"[一-龥]{{2,8}}[{_TO}][一-龥]{{2,10}}")
# what closes the list and says what it was: 等6个高速公路项目
_CLOSING = re.compile(
    r"(?:等|这)?(?:[0-9]+|[一二三四五六七八九十两几多]+)[个条项段]"
    r"(?:[一-龥]{0,8}?(?P<work>项目|工程)|[一-龥]{0,4}?(?:高速公路|公路|铁路|线路|道路|航线|管道))"
)
_SEPARATOR = re.compile(r"、|以及|及|和")
_STOPS = "，。；：！？“”（）()《》\n 　"
_OPENERS = frozenset({"v", "p", "d", "u", "c", "r", "m", "vn", "f", "TIME"})
_ROUTE = re.compile(
    rf"(?P<from>[一-龥]{{2,8}})[{_TO}](?P<to>[一-龥]{{2,8}}?)"
    r"(?P<kind>(?:高速|国家高速|快速)?(?:公路|铁路|高铁|客运专线)|输[水气油电]线)(?P<work>项目|工程)?"
)
_LONG_ROAD = re.compile(r"(?P<name>[一-龥]{2,6})(?P<kind>高速公路|高速铁路)")
_SHORT_KINDS = {
    "高速公路": ("高速公路", "高速路", "高速"),
    "国家高速公路": ("高速公路", "高速"),
    "高速铁路": ("高速铁路", "高铁", "铁路"),
    "铁路": ("铁路",),
    "高铁": ("高铁",),
    "公路": ("公路",),
    "快速公路": ("快速公路", "快速路"),
    "客运专线": ("客运专线", "客专", "高铁"),
}
_LEAST_STRETCHES = 2


def find_routes(tagged: TaggedText, lexicon: Lexicon) -> list[Candidate]:
    """The items of a list of stretches; two of them must name both their ends."""
    text = tagged.text
    found: list[Candidate] = []
    for match in _CLOSING.finditer(text):
        items = list(_items_before(tagged, match.start()))
        stretches = sum(1 for start, end in items if _STRETCH.fullmatch(text, start, end))
        if stretches < _LEAST_STRETCHES:
            continue
        type_ = "Project" if match["work"] else "Site"
        for start, end in items:
            if 4 <= end - start <= 24 and not lexicon.is_common_word(text[start:end]):
                found.append(Candidate(start, end, type_, 0.95, "list/routes", fixed=True))
    return found


def _items_before(tagged: TaggedText, end: int) -> Iterator[tuple[int, int]]:
    """From the last item to the first, which begins behind a verb or a small word."""
    text = tagged.text
    while end > 0:
        if text[end - 1] == "等":
            end -= 1
        start = end
        while start > 0 and text[start - 1] not in _STOPS + "、" and end - start < 40:
            start -= 1
        pieces = [start, *(start + part.end() for part in _SEPARATOR.finditer(text[start:end]))]
        ends = [*(start + part.start() for part in _SEPARATOR.finditer(text[start:end])), end]
        first = text[start - 1 : start] != "、"
        for a, b in reversed(list(zip(pieces, ends, strict=True))):
            yield (_after_verb(tagged, a, b) if first and a == start else a), b
        if first:
            return
        end = start - 1


def _after_verb(tagged: TaggedText, start: int, end: int) -> int:
    """要开工建设|清江南桥至石村: the item begins behind the last word that no name holds, 至 apart."""
    at = start
    for index in range(len(tagged.words)):
        word = tagged.words[index]
        if word.start < start or word.end > end:
            continue
        form = tagged.text[word.start : word.end]
        if form in _TO:
            break
        if word.tag in _OPENERS and word.end < end:
            at = word.end
    return at


def short_route_names(full: str) -> list[str]:
    """What else a road is called: 清州至平安高速公路项目 -> 清平高速公路, 清平高速路, 清平高速, 清平高速项目 …

    >>> short_route_names("清州至平安高速公路")[:3]
    ['清州至平安', '清平高速公路', '清平高速路']
    """
    match = _ROUTE.fullmatch(full)
    if match is None:
        road = _LONG_ROAD.fullmatch(full)
        if road is None:
            return []
        return [road["name"] + kind for kind in _SHORT_KINDS[road["kind"]] if kind != road["kind"]]
    ends = match["from"][0] + match["to"][0]
    names = [full[: match.end("to")]] if match["kind"] in _SHORT_KINDS else []
    names += [ends + kind for kind in _SHORT_KINDS.get(match["kind"], ())]
    if match["work"]:
        names += [name + match["work"] for name in names[1:]]
    return names
