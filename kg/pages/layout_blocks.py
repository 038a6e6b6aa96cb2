"""The lines of a sheet -> blocks: stretches of body text, each in one column, headlines, captions, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.pages.layout_columns import mark_crossheads, settle_columns
from kg.pages.layout_furniture import part_furniture
from kg.pages.layout_heads import build_heads, build_vertical_heads, take_captions
from kg.pages.layout_kinds import DISPLAY, END, SMALL, STOP, Blocks, Body, Head, Picture, bound
from kg.pages.layout_runs import Run, build_runs
from kg.pages.layout_sheet import Rect, Sheet, TypeLine

_LEAD_LINES = 4  # larger type of so many lines, with full stops, is an introduction, not a headline
_CREDIT = re.compile(
    r"(?:□|[□■◆●○▲]?\s?(?:本报|本刊)?(?:首席|特约|见习|实习|全媒体|融媒体)?(?:记者|通讯员|评论员))[:：\s]*"
    r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])(?:[\s、]+[\u4e00-\u9fff]{1,4})*$"
)
_LONGEST_CREDIT = 40


def build_blocks(sheet: Sheet) -> Blocks:
    lines = [line for line in sheet.lines if line.text]
    size = find_body_size(lines)
    frames = [*sheet.frames, *_close_frames(sheet.rules)]
    above, below, rest = part_furniture(lines, sheet, size)
    framed = [frame for frame in frames if _holds_type(frame, rest, sheet)]
    pictures = [Picture(rect) for rect in (*sheet.pictures, *(f for f in frames if not _touches_type(f, lines)))]
    pictures = [picture for picture in pictures if min(picture.rect.width, picture.rect.height) > 2 * size]
    flat = [line for line in rest if not line.vertical]
    loose = [line for line in flat if _is_credit(line)]
    runs = build_runs([line for line in flat if not _is_credit(line)], sheet.rules)
    bodies: list[Body] = []
    for run in runs:
        if _is_body(run, size):
            bodies.append(_make_body(run.lines))
        else:
            loose += run.lines
    loose = take_captions(loose, pictures, size)
    heads = build_heads(loose, sheet.rules, size) + build_vertical_heads([li for li in rest if li.vertical], size)
    settle_columns(bodies)
    heads, extra = _sort_out_heads(heads, size)
    bodies += extra
    settle_columns(bodies)
    fonts = Counter((line.font, line.bold) for body in bodies for line in body.lines)
    for body in bodies:
        mark_crossheads(body, fonts)
    return Blocks(size, bodies, heads, pictures, above, below, framed, list(sheet.rules))


def _is_credit(line: TypeLine) -> bool:
    """A byline between headline and text, by its first words."""
    return len(line.text) < _LONGEST_CREDIT and _CREDIT.match(line.text) is not None


def find_body_size(lines: Sequence[TypeLine]) -> float:
    """The type size of most characters; lines of a few characters do not count."""
    counts: Counter[float] = Counter()
    for line in lines:
        if len(line.text) >= 5:
            counts[round(line.size * 4) / 4] += len(line.text)
    if not counts:
        return max((line.size for line in lines), default=10.0)
    return max(counts.items(), key=lambda item: (item[1], -item[0]))[0]


def _close_frames(rules: Sequence[Rect]) -> list[Rect]:
    """Rectangles whose four sides are drawn as single rules."""
    found = []
    across = [rule for rule in rules if rule.width > rule.height]
    down = [rule for rule in rules if rule.height >= rule.width]
    for top in across:
        for bottom in across:
            if bottom.top <= top.top + 12 or abs(bottom.left - top.left) > 3 or abs(bottom.right - top.right) > 3:
                continue
            sides = [rule for rule in down if abs(rule.top - top.top) < 3 and abs(rule.bottom - bottom.bottom) < 3]
            if any(abs(s.left - top.left) < 3 for s in sides) and any(abs(s.right - top.right) < 3 for s in sides):
                found.append(Rect(top.left, top.top, top.right, bottom.bottom))
    return found


def _holds_type(frame: Rect, lines: Sequence[TypeLine], sheet: Sheet) -> bool:
    """A frame around some of the page's lines, not around all."""
    if frame.width > 0.93 * sheet.width and frame.height > 0.85 * sheet.height:
        return False
    inside = sum(frame.holds(line.rect, 1.0) for line in lines)
    return 0 < inside < len(lines)


def _touches_type(frame: Rect, lines: Sequence[TypeLine]) -> bool:
    return any(frame.shared_width(line.rect) > 1 and frame.shared_height(line.rect) > 1 for line in lines)


def _is_body(stretch: Run, size: float) -> bool:
    """Running text: body type that fills a column, or a line that is a sentence; other type of many lines."""
    run = stretch.lines
    type_size = run[0].size
    text = "".join(line.text for line in run)
    if type_size < DISPLAY * size and type_size > SMALL * size:
        return stretch.full or bool(END.search(text)) or STOP.search(text) is not None
    if type_size <= SMALL * size:
        return len(run) >= 6 and bool(STOP.search(text))
    return len(run) >= _LEAD_LINES and len(STOP.findall(text)) >= 2 and bool(END.search(text) or len(run) > 6)


def _make_body(run: list[TypeLine]) -> Body:
    rect = bound(run)
    steps = sorted(lower.rect.top - upper.rect.top for upper, lower in pairwise(run))
    size = sorted(line.size for line in run)[len(run) // 2]
    leading = steps[len(steps) // 2] if steps else 1.45 * size
    return Body(list(run), rect, rect.left, rect.right, size, leading)


def _sort_out_heads(heads: list[Head], size: float) -> tuple[list[Head], list[Body]]:
    """Headlines need larger type; single lines of body type in a column are paragraphs of one line."""
    kept, bodies = [], []
    for head in heads:
        if head.size >= DISPLAY * size or any(line.vertical for line in head.lines):
            kept.append(head)
        else:
            bodies.append(_make_body(head.lines))
    return kept, bodies
