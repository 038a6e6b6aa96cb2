"""The first and the last paragraph of an article -> dateline and bylines taken off, jumps to other pages left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.articles.bylines import parse_byline
from kg.articles.marks import Marks
from kg.articles.traced import Traced, join_traced
from kg.model import Author

_BRACKET = re.compile(r"[（(【\[]([^（()）【】\[\]\n]{1,160})[)）】\]]")
_AFTER = re.compile(r"[\s:：]*")
_OPEN_BYLINE = re.compile(
    r"(?P<names>[^，。；：:\n]{4,80}?)\s*(?P<stop>报道(?=[:：\s])|摄影报道|[:：]|报道(?=[\u4e00-\u9fff\d“《【■]))"
)
_WORD = re.compile(r"\S+")
_END_BRACKET = re.compile(r"[（(【]([^（()）【】\n]{2,160})[)）】]。?\s*$")
_END_OPEN = re.compile(
    r"(?<=[。！？”])\s*((?:本报|新华社)?[\u4e00-\u9fff]{0,4}(?:记者|通讯员|评论员)\s?[^，。；：\n]{2,60})$"
)
_MOST_WORDS = 14
_BRACKETS = frozenset(")）】")
_NO_BYLINE = frozenset("，。；：")  # what no byline without brackets ends with


class Front(NamedTuple):
    dateline: str
    authors: tuple[Author, ...]
    rest: Traced


class Back(NamedTuple):
    rest: Traced
    authors: tuple[Author, ...] = ()
    dateline: str = ""
    closed: bool = False


class Body(NamedTuple):
    text: Traced  # "" where brackets and datelines were all there was
    dateline: str
    front: tuple[Author, ...]
    back: tuple[Author, ...]


def read_body(paragraphs: Sequence[Traced], marks: Marks) -> Body:
    """An article's paragraphs -> the body proper, and what its edges say: dateline, authors before and behind it."""
    dateline, front, first = read_front(paragraphs[0], marks)
    rest = [first, *paragraphs[1:]]
    back = read_back(rest[-1], marks, last=True)
    rest[-1] = back.rest
    text = join_traced((paragraph for paragraph in rest if paragraph.text.strip()), "\n")
    return Body(text, dateline or back.dateline, front, back.authors)


def read_front(paragraph: Traced, marks: Marks) -> Front:
    """本报讯（记者A 通讯员B）4月22日，市委… -> 本报讯, (A, B), 4月22日，市委…"""
    text = paragraph.text
    jump = marks.jump_from.match(text)
    at = jump.end() if jump else 0
    dateline = ""
    if match := marks.dateline.match(text, at):
        dateline = re.sub(r"[\s:：,，]+", "", match[0])
        at = match.end()
    authors, at = _read_names(text, at, bool(dateline))
    if not dateline and not authors and not jump:
        return Front("", (), paragraph)
    end = _AFTER.match(text, at)
    return Front(dateline, authors, paragraph.cut(end.end() if end else at, len(text)).strip())


def _read_names(text: str, at: int, after_dateline: bool) -> tuple[tuple[Author, ...], int]:
    """Bylines in brackets or without, from ``at`` on; and where they end."""
    authors: tuple[Author, ...] = ()
    start = _skip(text, at)
    while bracket := _BRACKET.match(text, start):
        found = parse_byline(bracket[1], bare=after_dateline)
        if found is None:
            break
        authors += found
        at = start = bracket.end()
        start = _skip(text, start)
    if authors:
        return authors, at
    if (opened := _OPEN_BYLINE.match(text, start)) and (found := parse_byline(opened["names"], strict=True)):
        return found, opened.end()
    return _read_words(text, start) if after_dateline else ((), at)


def _read_words(text: str, start: int) -> tuple[tuple[Author, ...], int]:
    """本报讯 记者 陈望远 通讯员 林若水 4月22日，… : as many words as make a byline."""
    authors: tuple[Author, ...] = ()
    end = start
    for count, word in enumerate(_WORD.finditer(text, start, start + 120)):
        if count == _MOST_WORDS:
            break
        found = parse_byline(text[start : word.end()], strict=True)
        if found is None and count > 1:
            break
        if found is not None and len(found) > len(authors):
            authors, end = found, word.end()
    return authors, end


def read_back(paragraph: Traced, marks: Marks, *, last: bool) -> Back:
    """The paragraph without a byline, a dateline or a jump at its end, and whether an article ends there.

    ``last``: bare names in brackets count only where an article may end.
    """
    text = paragraph.text
    jump = marks.find_end(marks.jump_to, text)
    if jump >= 0:
        rest = paragraph.cut(0, jump).strip()
        if marks.find_end(marks.jump_to, rest.text) >= 0:
            return Back(rest, closed=True)
        return read_back(rest, marks, last=last)._replace(closed=True)  # （记者 陈望远）（下转第三版）
    for pattern in (_END_BRACKET, _END_OPEN):
        match = pattern.search(text, max(0, len(text) - 180)) if _may_end(text, pattern) else None
        if match:
            dateline = marks.dateline.match(match[1])
            if dateline and dateline.end() == len(match[1]):  # （新华社北京4月22日电）
                return Back(paragraph.cut(0, match.start()).strip(), dateline=dateline[0], closed=True)
            authors = parse_byline(match[1], bare=last, strict=pattern is _END_OPEN)
            if authors:
                return Back(paragraph.cut(0, match.start()).strip(), authors, closed=True)
    return Back(paragraph)


def _may_end(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether the last characters allow of the pattern: quicker than to search for it, and few paragraphs do."""
    if pattern is _END_OPEN:
        return text[-1:] not in _NO_BYLINE
    return not _BRACKETS.isdisjoint(text.rstrip()[-2:])


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
