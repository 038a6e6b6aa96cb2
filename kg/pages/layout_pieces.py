"""Rows of characters -> pieces without a gap, and those of one line put together again.

Where there is more than the usual space between two characters, the line ends there if a gutter runs through the gap,
that is if the lines above and below have it too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.pages.layout_glyphs import Glyph

_CLOSE = 0.7  # a space up to this many type sizes is part of a line whatever stands around it
_FAR = 3.2  # a wider one never is, unless all spaces of the line are alike
_WIDEST_SPREAD = 6.0
_WIDEST_SPACE = 12.0
WORD_GAP = 0.18  # beyond the usual; two words of one script, in type sizes
_FEW_PLACES = 3
_LARGE = 1.25  # body sizes
_NEAR = 30.0  # body sizes above and below a headline in which the gutters of its text are looked for


@dataclass(slots=True)
class Piece:
    """Characters of one row without more than the usual space between any two."""

    glyphs: list[Glyph]
    left: float
    right: float
    bottom: float
    size: float
    row: int


def cut_row(row: list[Glyph]) -> list[Piece]:
    pieces: list[Piece] = []
    begun: list[Glyph] = []
    for glyph in row:
        if begun and _is_apart(begun[-1], glyph):
            pieces.append(_make_piece(begun, id(row)))
            begun = []
        begun.append(glyph)
    pieces.append(_make_piece(begun, id(row)))
    return [piece for piece in pieces if piece.glyphs]


def cut_at_gutters(pieces: list[Piece]) -> list[Piece]:
    """Large type parted where a gutter of the text near it runs through a space: two headlines side by side."""
    counts: Counter[float] = Counter()
    for piece in pieces:
        counts[round(piece.size * 2) / 2] += len(piece.glyphs)
    if not counts:
        return pieces
    body = max(counts.items(), key=lambda item: (item[1], -item[0]))[0]
    gutters = sorted(
        (left.bottom, left.right, right.left)
        for left, right in pairwise(pieces)
        if left.row == right.row
        and abs(left.size - body) < 0.1 * body
        and abs(right.size - body) < 0.1 * body
        and 0.5 * body < right.left - left.right < 6 * body
    )
    levels = [level for level, _, _ in gutters]
    out: list[Piece] = []
    for piece in pieces:
        if piece.size < _LARGE * body:
            out.append(piece)
            continue
        first = bisect_left(levels, piece.bottom - piece.size - _NEAR * body)
        last = bisect_left(levels, piece.bottom + _NEAR * body)
        begun: list[Glyph] = []
        for glyph in piece.glyphs:
            if begun and glyph.left - begun[-1].right > WORD_GAP * piece.size and not glyph.char.isspace():
                start, end = begun[-1].right - 0.3 * body, glyph.left + 0.3 * body
                if sum(start < left and right < end for _, left, right in gutters[first:last]) >= _FEW_PLACES:
                    out.append(_make_piece(begun, piece.row))
                    begun = []
            begun.append(glyph)
        out.append(_make_piece(begun, piece.row))
    return [piece for piece in out if piece.glyphs]


def _is_apart(left: Glyph, right: Glyph) -> bool:
    """More than the usual space between two characters; less will do where they are not written one after the other."""
    gap = (right.left - left.right) / max(min(right.size, left.size), 1.0)
    if gap > _CLOSE or left.char.isspace() or right.char.isspace():
        return gap > _CLOSE
    return gap > WORD_GAP and abs(right.place - left.place) > _FEW_PLACES


def _make_piece(glyphs: list[Glyph], row: int) -> Piece:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not inked:
        return Piece([], 0, 0, 0, 1, row)
    size = Counter(round(glyph.size, 2) for glyph in inked).most_common(1)[0][0]
    # spaces at the ends hang over the column
    first, last = glyphs.index(inked[0]), len(glyphs) - glyphs[::-1].index(inked[-1])
    kept = glyphs[first:last]
    return Piece(kept, inked[0].left, inked[-1].right, inked[0].bottom, size, row)


def join_pieces(pieces: list[Piece]) -> list[list[Glyph]]:
    """Pieces of one row put together where the gap between them is no gutter."""
    levels = sorted(pieces, key=lambda piece: piece.bottom)
    bottoms = [piece.bottom for piece in levels]
    lines: list[list[Glyph]] = []
    groups: dict[int, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.row, []).append(piece)
    for row in groups.values():
        even = _find_even(row)
        for at, piece in enumerate(row):
            if at and (even[at] or _is_one_line(row[at - 1], piece, levels, bottoms)):
                lines[-1] += piece.glyphs
            else:
                lines.append(list(piece.glyphs))
    return lines


def _find_even(row: Sequence[Piece]) -> list[bool]:
    """For each piece, whether it is in spaced-out type with the one before: single characters at equal distances."""
    even = [False] * len(row)
    start = 0
    while start < len(row):
        end = start + 1
        step = 0.0
        while end < len(row) and all(len(piece.glyphs) <= 2 for piece in row[end - 1 : end + 1]):
            left, right = row[end - 1], row[end]
            gap = (right.left - left.right) / left.size
            if gap > _WIDEST_SPREAD or abs(right.size - left.size) > 0.05 * left.size:
                break
            if end > start + 1 and abs(gap - step) > 0.3:
                break
            step = gap
            end += 1
        if end - start >= 3 or (end - start == 2 == len(row) and step < 2.5):
            even[start + 1 : end] = [True] * (end - start - 1)
        start = max(end - 1, start + 1) if end - start == 2 else end
    return even


def _is_one_line(left: Piece, right: Piece, levels: Sequence[Piece], bottoms: Sequence[float]) -> bool:
    """Whether the gap is a wide space in a line: a line above or below runs across it, and none has it too."""
    size = min(left.size, right.size)
    start, end = left.right, right.left
    after = right.glyphs[0]
    follows = after.place == left.glyphs[-1].place + 1  # a space between two words, stretched
    if end - start > (_WIDEST_SPACE if follows else _FAR) * size or max(left.size, right.size) > 1.15 * size:
        return False
    first = bisect_left(bottoms, left.bottom - 3.5 * size)
    last = bisect_left(bottoms, left.bottom + 3.5 * size)
    crossed = 0
    ending: set[int] = set()  # rows with a piece that ends, or begins, at the gap
    starting: set[int] = set()
    for piece in levels[first:last]:
        if piece.row == left.row or not 0.8 < piece.size / size < 1.25:
            continue
        if piece.left < start + 0.1 * size and piece.right > end - 0.1 * size:
            crossed += 1
        elif abs(piece.right - start) < 1.2 * size:
            ending.add(piece.row)
        elif -0.3 * size < piece.left - end < 2.3 * size:
            starting.add(piece.row)
    gutters = len(ending & starting)
    if gutters or crossed > 1 or (crossed and follows):
        return crossed > gutters
    return follows and (after.spaced or (end - start < 1.1 * size and not ending | starting))
