"""Stretches of body text -> the columns that they stand in, and the cross-heads among their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kg.pages.layout_kinds import END, FULL_COLUMN, RAGGED, STOP, Body
from kg.pages.layout_sheet import TypeLine

_SPACED = 1.12  # leadings; more sets a line apart
_LONGEST_CROSSHEAD = 3  # lines


def settle_columns(bodies: Sequence[Body]) -> None:
    """A stretch of few lines takes its column's edges from a longer one above or below it."""
    broad = [body for body in bodies if len(body.lines) >= 4]
    edges = [body.left for body in broad]
    gutter = _find_gutter(broad)
    for body in bodies:
        if len(body.lines) >= 4:
            continue
        slack = RAGGED * body.size
        if _has_own_edge(body) or _settle_beside(body, broad, gutter):
            continue
        fitting = [
            other
            for other in broad
            if _is_edge(other.left, body) and body.rect.right <= other.right + slack and body.rect.left < other.right
        ]
        if fitting:
            near = min(fitting, key=lambda o: (abs(o.rect.top - body.rect.top), o.left))
            body.left, body.right = min(near.left, body.rect.left), max(near.right, body.rect.right)
            continue
        if not any(abs(edge - body.left) < 0.3 * body.size for edge in edges):
            # paragraphs of one line only: all lines are indented
            indented = [edge for edge in edges if 1.7 * body.size < body.left - edge < 2.3 * body.size]
            body.left = min(indented, default=body.left)


def _find_gutter(bodies: Sequence[Body]) -> float:
    """What usually lies between two columns."""
    gaps = sorted(
        right.left - left.right
        for left in bodies
        for right in bodies
        if 0 < right.left - left.right < 4 * left.size and right.rect.shared_height(left.rect) > 0
    )
    return gaps[len(gaps) // 2] if gaps else 0.0


def _settle_beside(body: Body, broad: Sequence[Body], gutter: float) -> bool:
    """A short stretch takes the width of the column beside it that begins on the same level."""
    for mate in broad:
        width = mate.right - mate.left
        if mate is body or abs(mate.rect.top - body.rect.top) > 0.6 * mate.leading or abs(mate.size - body.size) > 0.5:
            continue
        for left in (mate.right + gutter, mate.left - gutter - width):
            if _is_edge(left, body) and body.rect.right <= left + width + RAGGED * body.size:
                body.left, body.right = min(left, body.rect.left), max(left + width, body.rect.right)
                return True
    return False


def _has_own_edge(body: Body) -> bool:
    """Two lines that end at the same place fill their column; not both of them begin a paragraph."""
    full = [line for line in body.lines if abs(line.rect.right - body.right) < 0.15 * body.size]
    return len(full) >= 2


def _is_edge(left: float, body: Body) -> bool:
    """Whether a column that begins there has a stretch with this left side: flush, or indented in each line."""
    indent = (body.rect.left - left) / body.size
    return abs(indent) < 0.25 or 1.7 < indent < 2.3


def mark_crossheads(body: Body, fonts: Counter[tuple[str, bool]]) -> None:
    """Lines between paragraphs that are no sentences: with space around, set in the middle, or in another type."""
    lines = body.lines
    own = Counter((line.font, line.bold) for line in lines)
    usual = max(own, key=lambda font: (own[font] if len(lines) >= FULL_COLUMN else 0, fonts[font]))
    spaced = [False] + [lower.rect.top - upper.rect.top > _SPACED * body.leading for upper, lower in pairwise(lines)]
    for start in range(len(lines)):
        if start and not _is_closed(body, lines[start - 1]):
            continue
        for end in range(start + 1, min(start + _LONGEST_CROSSHEAD, len(lines)) + 1):
            if start in body.crossheads or STOP.search(lines[end - 1].text):
                break
            last = end == len(lines)
            apart = not last and (start == 0 or spaced[start]) and spaced[end]
            if (
                end - start < _LONGEST_CROSSHEAD
                and not last
                and not spaced[end]
                and _looks_apart(body, lines[end], usual)
            ):
                continue
            alike = all(_looks_apart(body, line, usual) for line in lines[start:end])
            if (apart or (alike and end - start < len(lines))) and not END.search(lines[end - 1].text):
                body.crossheads += range(start, end)
                break
            if last or spaced[end]:
                break


def _is_closed(body: Body, line: TypeLine) -> bool:
    return bool(END.search(line.text)) or line.rect.right < body.right - 1.5 * body.size


def _looks_apart(body: Body, line: TypeLine, usual: tuple[str, bool]) -> bool:
    """In another type, if not in a plainer one, or in the middle of the column, not as far in as a paragraph begins."""
    left, right = line.rect.left - body.left, body.right - line.rect.right
    if (line.font, line.bold) != usual:
        return line.bold or not usual[1]
    return 0.6 * body.size < left and abs(left - right) < 0.7 * body.size and not 1.4 < left / body.size < 2.6
