"""The words of a byline -> authors with their roles; anything else -> None.

记者A B 通讯员C · 本报评论员 A · A 摄 · A、B (bare names count only where the caller says that a byline is due).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.errors import LexiconError
from kg.lexicon.tables import read_table
from kg.model import Author

LONGEST = 160  # characters
_STOPS = ("。", "！", "？", "：", "，", "；")
_SIDES = frozenset({"before", "after"})
# whose reporter it is: 本报记者, 新华社记者, 锡湖日报全媒体记者, 本报驻京记者
_OF = (
    r"(?:本报|本台|本刊|本网|本社|新华社|中新社|[\u4e00-\u9fff]{2,8}?(?:日报|晚报|报|社|网|台|融媒体中心|传媒|客户端))?"
    r"(?:驻[\u4e00-\u9fff]{1,6}?)?"
)
_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,2}|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,3}"
)
_BETWEEN = re.compile(r"[\s、，,；;:：/／|]+|(?<=[\u4e00-\u9fff])(?:与|和)(?=[\u4e00-\u9fff]{2})")
_LEAD = re.compile(r"^[□■◆●◎○▲△★☆▶►◇▪·*\s—-]+")
_MARK = re.compile(r"[□■◆●]\s*[\u4e00-\u9fff]")
_NAME_LONG = 3  # characters of a name that stands without a role
_NOT_NAMES = re.compile(
    r"[选完图续编附注略责转接译]$|^(?:图|附|注|编者|节选|未完|全文|来源|资料|网络|据|本报|记者)|^文章$"
)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """roles.tsv as one pattern; family names to tell names run together."""

    pattern: re.Pattern[str]
    word: re.Pattern[str]  # the words by themselves: quick to look for
    roles: dict[str, tuple[str, str]]
    surnames: frozenset[str]


@cache
def load_roles() -> RoleWords:
    roles: dict[str, tuple[str, str]] = {}
    for word, role, side in read_table("pages/roles.tsv", 3):
        if side not in _SIDES:
            raise LexiconError(f"pages/roles.tsv: {word}: the side is before or after, not {side!r}")
        roles[word] = (role, side)
    # a role of one character (文, 图, 摄) is one only by itself, not within a name
    words = "|".join(
        rf"(?<=[\s/／\u4e00-\u9fff]){word}(?=[\s/／、，,]|$)" if len(word) == 1 else re.escape(word)
        for word in sorted(roles, key=lambda word: (-len(word), word))
    )
    surnames = frozenset(name for (name,) in read_table("surnames.tsv", 1))
    alone = "|".join(
        rf"{word}(?<=[\s/／\u4e00-\u9fff]{word})(?=[\s/／、，,]|$)" if len(word) == 1 else re.escape(word)
        for word in sorted(roles, key=lambda word: (-len(word), word))
    )
    return RoleWords(re.compile(f"{_OF}(?P<word>{words})"), re.compile(alone), roles, surnames)


def parse_byline(text: str, *, bare: bool = False, strict: bool = False) -> tuple[Author, ...] | None:
    """The authors of a text that is a byline and nothing else.

    ``bare``: names without a role will do. ``strict``: every name begins with a known family name.

    >>> [(a.name, a.role) for a in parse_byline("记者陈望远 林若水 通讯员 周 明")]
    [('陈望远', '记者'), ('林若水', '记者'), ('周明', '通讯员')]
    """
    words = load_roles()
    text = _LEAD.sub("", text).strip().strip("。")
    if not text or len(text) > LONGEST:
        return None
    authors: list[Author] = []
    pending: list[str] = []  # names whose role has not come yet
    role = ""
    at = 0
    found = False
    for match in words.pattern.finditer(text):
        names = _split_names(text[at : match.start()], words.surnames)
        if names is None:
            return None
        word_role, side = words.roles[match["word"]]
        found = True
        if side == "before":
            authors += [Author(name, role) for name in names] if role else []
            pending += names if not role else []
            role = word_role
        else:
            default = role or (word_role if word_role != "-" else "")
            if not default and names:
                return None
            authors += [Author(name, default) for name in [*pending, *names]]
            pending = []
            role = ""
        at = match.end()
    names = _split_names(text[at:], words.surnames)
    if names is None or (not found and not bare):
        return None
    if not found:
        role = "记者"
        strict = True
    if names and not role:
        return None
    if pending:  # names before 记者: 陈望远 本报记者
        authors = [*(Author(name, role) for name in pending), *authors]
    authors += [Author(name, role) for name in names]
    if any(_NOT_NAMES.search(author.name) for author in authors):
        return None
    if strict and not all(_is_person(author.name, words.surnames) for author in authors):
        return None
    return tuple(dict.fromkeys(authors)) or None


def is_byline(line: str) -> bool:
    """Whether a whole line is a byline: □ 记者 陈望远, 本报评论员 林若水, □ 陈望远."""
    if len(line) > LONGEST or line.endswith(_STOPS) or ("，" in line and not _MARK.match(line)):
        return False  # …一位经销商面对记者时感叹。; 王立明告诉记者，公司已经
    if not load_roles().word.search(line[:40]):
        found = parse_byline(line, bare=True) if _MARK.match(line) else None
        return found is not None and all(len(author.name) <= _NAME_LONG for author in found)
    return parse_byline(line, strict=not _LEAD.match(line)) is not None


def _split_names(text: str, surnames: frozenset[str]) -> list[str] | None:
    """The names in a stretch of a byline; None if anything in it cannot be a name."""
    names: list[str] = []
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece]
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if len(piece) == 1 and at + 1 < len(pieces):
            joined = piece + pieces[at + 1]  # 周 明; 安 然顾小满, where a line ended within the bylines
            if len(joined) == 2 or _split_joined(joined, surnames):
                piece = joined
                at += 1
        at += 1
        if len(piece) > 3 and (split := _split_joined(piece, surnames)):
            names += split
        elif _NAME.fullmatch(piece):
            names.append(piece)
        else:
            return None
    return names


def _is_person(name: str, surnames: frozenset[str]) -> bool:
    return name[0] in surnames or name[:2] in surnames or "·" in name or name.isascii()


def _split_joined(piece: str, surnames: frozenset[str]) -> list[str]:
    """陈望远林若水 -> two names, by family names, those of three characters first; ``[]`` if it cannot be."""
    if len(piece) > 40 or not re.fullmatch(r"[\u4e00-\u9fff]+", piece) or (len(piece) == 4 and piece[:2] in surnames):
        return []
    best: list[list[str] | None] = [None] * (len(piece) + 1)
    best[len(piece)] = []
    for start in range(len(piece) - 2, -1, -1):
        for length in (3, 2, 4):
            rest = best[start + length] if start + length <= len(piece) else None
            name = piece[start : start + length]
            if rest is None or len(name) < length:
                continue
            surname = name[:2] in surnames if length == 4 else name[0] in surnames
            if surname and (best[start] is None or len(rest) + 1 < len(best[start] or [])):
                best[start] = [name, *rest]
    return best[0] or []
