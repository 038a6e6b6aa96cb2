"""Names of sites, projects and bodies -> whether one is the other with something left out.

荆江新港设计中心 = 设计中心 (the place or owner in front), 横二渠项目 = 横二渠 (the class word behind),
会展中心（西楼） = 会展中心 (the bracket), 某某发动机产能扩建项目 = 发动机扩建项目 (a word inside). Each rule says what
must hold so that two things with like names stay two.
"""

from __future__ import annotations

import re
from collections.abc import Container

from kg.lexicon.gazetteer import Gazetteer

_CLASS = re.compile(r"(?:建设工程项目|建设项目|工程项目|改造项目|项目|工程)$")
_BRACKET = re.compile(r"（[^（）]*）$")
# what must not be lost or gained inside a name: numbers, directions, sizes, age tell things apart
_TELLING = re.compile(r"[一二三四五六七八九十\d第东南西北上下左右新老旧大小前后内外中甲乙丙丁A-Za-z]")
_TELLING_FRONT = re.compile(r"(?:第?[一二三四五六七八九十\d]+|[东南西北上下左右新老旧大小])$")
_JOINTS = ("的", "·", "—", "-")


def strip_place(name: str, gazetteer: Gazetteer) -> str:
    """The name behind the places it begins with."""
    _, end = gazetteer.read_chain(name)
    return name[end:] if end < len(name) else name


def match_sites(
    full: str, short: str, known: Container[str], heads: Container[str], gazetteer: Gazetteer
) -> tuple[float, str] | None:
    """How sure it is that ``short`` is said for ``full``.

    ``known``: names of places, owners and other things of the article; ``heads``: words that only say the kind
    (产业园), which are nobody's name.
    """
    if full.endswith(f"（{short}）"):
        return 0.8, "site/in bracket"
    if len(short) >= len(full) or len(short) < 3 or short in heads:
        return None
    if full.replace("的", "") == short:
        return 0.95, "site/的"
    if _CLASS.sub("", full) == short or full == short + "项目":
        return 0.9, "site/class word"
    bare = _BRACKET.sub("", full)
    if bare == short:
        return 0.85, "site/bracket"
    if bare != full and not _BRACKET.search(short):
        inner = match_sites(bare, short, known, heads, gazetteer)
        return (inner[0] * 0.9, inner[1] + "+bracket") if inner else None
    if _CLASS.search(short) and _CLASS.sub("", full) == _CLASS.sub("", short):
        return 0.9, "site/class word"
    if full.endswith(short):
        front = full.removesuffix(short)
        for joint in _JOINTS:
            front = front.removesuffix(joint)
        if len(strip_place(short, gazetteer)) < 2:
            return None
        if front in known or _is_places(front, gazetteer):
            return 0.9, "site/place or owner in front"
        if _TELLING_FRONT.search(front):
            return None
        return (0.7 if len(short) >= 6 else 0.6), "site/words in front"
    cut = _known_front(full, known, gazetteer)
    if cut and short.startswith(full[:cut]) and len(short) - cut >= 4:
        short = short[cut:]
    stem, class_word = _CLASS.sub("", full[cut:]), _CLASS.search(full)
    if class_word and stem == _CLASS.sub("", short) and len(stem) >= 3:
        return 0.85, "site/owner and class word"
    return _match_inside(full[cut:], short, owned=cut > 0, gazetteer=gazetteer)


def same_behind(left: str, right: str, known: Container[str], heads: Container[str], gazetteer: Gazetteer) -> str:
    """发动机工厂, where one name has an owner in front of it and the other a place: told of one thing."""
    for one, two in ((left, right), (right, left)):
        rest = strip_place(one, gazetteer)
        if rest == one or len(rest) < 4 or rest in heads or not two.endswith(rest):
            continue
        front = two.removesuffix(rest)
        for joint in _JOINTS:
            front = front.removesuffix(joint)
        if front in known and not _is_places(front, gazetteer):
            return rest
    return ""


def _is_places(text: str, gazetteer: Gazetteer) -> bool:
    chain, end = gazetteer.read_chain(text)
    return bool(chain) and end == len(text)


def _known_front(full: str, known: Container[str], gazetteer: Gazetteer) -> int:
    for length in range(len(full) - 3, 1, -1):
        if full[:length] in known:
            return length
    return 0


def _match_inside(full: str, short: str, *, owned: bool, gazetteer: Gazetteer) -> tuple[float, str] | None:
    """One run of characters left out, neither at the beginning nor at the end."""
    if full.endswith(short):
        return (0.85, "site/owner in front") if owned and len(short) >= 4 else None
    begin = 0
    while begin < min(len(short), len(full)) and full[begin] == short[begin]:
        begin += 1
    rest = short[begin:]
    if begin < 2 or len(rest) < 4 or not full.endswith(rest) or not 0 < len(full) - len(short) <= 4:
        return None
    left_out = full[begin : len(full) - len(rest)]
    if _TELLING.search(left_out) or gazetteer.starts_with_place(left_out):
        return None
    if len(strip_place(short, gazetteer)) < 4:
        return None  # 柳某工厂 is not 柳某发动机工厂: nothing but place and class is left
    return 0.7, "site/word inside"
