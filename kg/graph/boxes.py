"""A stretch of an article in, the rectangles out in which it is printed; none where the page has no layout.

A rectangle holds lines that follow each other in one column: a sentence that goes on at the top of the next column, or
on another page, has two. They are written as ``page=1&xywh=70.9,210,226.8,31.2``: the page of the file from 1, then
left, top, width and height in points (1/72 inch) from the top left corner, in the manner of W3C Media Fragments 1.0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter

from kg.errors import InputError
from kg.model import Article, Box, Page, Span

_get_start = attrgetter("span.start")


def find_boxes(article: Article, span: Span) -> tuple[Box, ...]:
    """Where ``span`` of the article's text is printed, in reading order."""
    known = _find_known(article, span)
    if known:
        return known
    lines: list[Box] = []
    for run in article.trace:
        first, last = max(run.start, span.start), min(run.start + run.length, span.end)
        if first < last:
            lines += _find_lines(article.pages[run.page], run.origin + first - run.start, run.origin + last - run.start)
    return tuple(dict.fromkeys(_join_lines(lines)))


def _find_known(article: Article, span: Span) -> tuple[Box, ...]:
    """A graph that was loaded has the article for its page, and the boxes of what was quoted for its lines."""
    if article.page.text != article.text:
        return ()
    return tuple(line.box for line in article.page.printed if line.span == span)


def _find_lines(page: Page, start: int, end: int) -> Iterator[Box]:
    for line in page.printed[max(0, bisect_left(page.printed, start, key=_get_start) - 1) :]:
        if line.span.start >= end:
            return
        if line.span.end > start:
            yield line.box


def _join_lines(lines: Iterable[Box]) -> list[Box]:
    joined: list[Box] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line):
            last = joined[-1]
            left, top = min(last.left, line.left), min(last.top, line.top)
            joined[-1] = Box(last.sheet, left, top, max(last.right, line.right), max(last.bottom, line.bottom))
        else:
            joined.append(line)
    return joined


def _goes_on(above: Box, below: Box) -> bool:
    """Is a line the next one of the same column, or more of the same line?"""
    height = below.bottom - below.top
    shared = min(above.right, below.right) - max(above.left, below.left)
    same_line = abs(above.bottom - below.bottom) < height / 2 and shared > -height / 2
    next_line = -height < below.top - above.bottom < 2 * height and shared > 0
    return above.sheet == below.sheet and (same_line or next_line)


def write_box(box: Box) -> str:
    """``Box(1, 70.9, 210, 297.7, 241.2) -> "page=1&xywh=70.9,210,226.8,31.2"``."""
    numbers = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    return f"page={box.sheet}&xywh=" + ",".join(f"{round(number, 2):g}" for number in numbers)


def read_box(text: str) -> Box:
    """The inverse of ``write_box``."""
    try:
        sheet, _, numbers = text.removeprefix("page=").partition("&xywh=")
        left, top, width, height = (float(number) for number in numbers.split(","))
        return Box(int(sheet), left, top, round(left + width, 2), round(top + height, 2))
    except ValueError as error:
        raise InputError(f"not a place on a page: {text!r}") from error
