"""Where type stands on a grey image of a page: the engine's boxes made tight, one for each printed line.

Type is looked for on strips of the page made smaller. Boxes that hold lines of two columns are parted, pieces of one
line put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

_DETECT = 0.6  # the scale at which type is looked for
_SLACK = 40  # pixels by which two strips may differ on where a line is
_SAME_ROW = 0.6  # of the lower of two boxes that must lie beside the other
_NEAR = 0.35  # heights between two pieces of one line
_ONE_SIZE = 1.3
_FAR = 2.2  # and where type above or below crosses the gap, so that it is none between columns
_APART = 1.6  # heights without ink at which a box is two lines of two columns
_MARK = 1.2  # heights; what is narrower may be a quotation mark, a comma
_SPARSE = 0.2  # of the usual ink of a row, below which are descenders, quotation marks, dirt
_GAP = 0.13  # heights without ink that part two bands
_GAP_IN_CHARACTER = 0.45  # where there are so few characters that it may be one's own: 二
_HIGH = 1.7  # a piece is so many times as high as another: not one line
_PITCH = (0.98, 1.5)  # widths from one vertical character to the next
_TALL = 2.2  # heights for one width
_SMALLEST = 0.8  # of the usual height: the width of vertical type, not a rule
_LARGE = 1.3  # of the usual height: a headline
_REACH = 2.4  # heights: a dash
_DARK = 200  # grey


@dataclass(frozen=True, slots=True)
class Piece:
    """Where type stands, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def vertical(self) -> bool:
        """Type set from top to bottom: a headline beside its text."""
        return self.height > _TALL * self.width


def find_pieces(gray: Pixels, engine: Any, *, strip: int, overlap: int) -> list[Piece]:
    """The printed lines of the whole image from top to bottom; ``strip`` pixels in height are looked at at once."""
    boxes = _find_boxes(gray, engine, strip, overlap)
    tight = [piece for box in boxes if (piece := _tighten(gray, box)) is not None]
    level = [piece for piece in tight if not piece.vertical]
    lines = _join_pieces(gray, [part for piece in level for part in _split_piece(gray, piece)])
    usual = float(np.median([line.height for line in lines])) if lines else 0.0
    large = [index for index, line in enumerate(lines) if line.height > usual * _LARGE]
    for index in large:
        lines[index] = _extend(gray, lines, index)
    upright = [piece for piece in tight if piece.vertical and piece.width > usual * _SMALLEST]
    return sorted([*lines, *upright], key=lambda each: (each.top, each.left, each.bottom, each.right))


def _find_boxes(gray: Pixels, engine: Any, strip: int, overlap: int) -> list[Piece]:
    """What the engine takes for type, strip by strip; what two strips show is there once."""
    height, width = gray.shape
    found: list[Piece] = []
    top = 0
    while True:
        bottom = min(height, top + strip)
        low = top + overlap // 2 - _SLACK if top else 0
        high = bottom - overlap // 2 + _SLACK if bottom < height else height
        small = cv2.resize(gray[top:bottom], None, fx=_DETECT, fy=_DETECT, interpolation=cv2.INTER_AREA)
        seen = engine(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        before = [piece for piece in found if piece.bottom > low]
        for box in [] if seen is None or seen.boxes is None else seen.boxes:
            left, upper = (int(value) for value in box.min(axis=0) / _DETECT)
            right, lower = (int(value) for value in box.max(axis=0) / _DETECT)
            piece = Piece(max(0, left), top + max(0, upper), min(width, right), min(height, top + lower))
            if low <= (piece.top + piece.bottom) / 2 < high and not any(_is_same(piece, other) for other in before):
                found.append(piece)
        if bottom == height:
            return found
        top += strip - overlap


def _is_same(piece: Piece, other: Piece) -> bool:
    """They share most of the smaller one."""
    across = min(piece.right, other.right) - max(piece.left, other.left)
    down = min(piece.bottom, other.bottom) - max(piece.top, other.top)
    if across <= 0 or down <= 0:
        return False
    return across * down > 0.5 * min(piece.width * piece.height, other.width * other.height)


def find_ink(crop: Pixels) -> Pixels:
    """1 where type is, also where it is white on black."""
    _, mask = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return (1 - mask if edge.mean() > 0.5 else mask).astype(np.uint8)


def _tighten(gray: Pixels, piece: Piece) -> Piece | None:
    """Without the white around the type; from top to bottom only the band in which most of it stands."""
    if piece.width < 4 or piece.height < 4:
        return None
    mask = find_ink(gray[piece.top : piece.bottom, piece.left : piece.right])
    amounts = mask.sum(axis=1)
    columns = np.flatnonzero(mask.sum(axis=0) > 0)
    if not len(columns):
        return None
    filled = np.flatnonzero(amounts > _SPARSE * np.median(amounts[amounts > 0]))
    gap = piece.height * (_GAP if piece.width > 2.5 * piece.height else _GAP_IN_CHARACTER)
    bands = np.split(filled, np.flatnonzero(np.diff(filled) > max(2, gap)) + 1)
    band = max(bands, key=lambda rows: int(amounts[rows].sum()))
    top, left = piece.top, piece.left
    return Piece(left + int(columns[0]), top + int(band[0]), left + int(columns[-1]) + 1, top + int(band[-1]) + 1)


def find_characters(gray: Pixels, piece: Piece) -> list[Piece]:
    """The characters of vertical type from top to bottom: as many as let the cuts go through the least ink."""
    ink = find_ink(gray[piece.top : piece.bottom, max(0, piece.left - 3) : piece.right + 3]).sum(axis=1)
    low, high = (max(1, round(piece.height / (piece.width * pitch))) for pitch in reversed(_PITCH))
    cuts = min(
        (_cut_evenly(ink, count) for count in range(low, high + 1)),
        key=lambda cuts: (float(np.mean(ink[cuts[1:-1]])) if len(cuts) > 2 else 0.0, len(cuts)),
    )
    return [replace(piece, top=piece.top + a, bottom=piece.top + b) for a, b in pairwise(cuts) if b > a]


def _cut_evenly(ink: NDArray[Any], count: int) -> list[int]:
    """``count`` stretches, cut where there is least ink around even steps."""
    height = len(ink)
    step = height / count
    cuts = [0]
    for number in range(1, count):
        middle = number * step
        window = range(max(cuts[-1] + 1, round(middle - step / 6)), min(height, round(middle + step / 6) + 1))
        cuts.append(min(window, key=lambda row: (int(ink[row]), abs(row - middle)), default=round(middle)))
    return [*cuts, height]


def _extend(gray: Pixels, lines: Sequence[Piece], index: int) -> Piece:
    """A headline with the quotation mark or the dash at its ends that the engine took for a drawing."""
    line = lines[index]
    height = line.height
    reach = int(height * _REACH)
    near = [
        other
        for at, other in enumerate(lines)
        if at != index and min(other.bottom, line.bottom) > max(other.top, line.top)
    ]
    left = max([0, line.left - reach, *(other.right for other in near if other.right <= line.left)])
    right = min([gray.shape[1], line.right + reach, *(other.left for other in near if other.left >= line.right)])
    top, bottom = max(0, line.top - height // 3), min(gray.shape[0], line.bottom + height // 3)
    dark = gray[top:bottom, left:right] < _DARK
    within = np.asarray(dark[line.top - top : line.bottom - top].any(axis=0))
    outside = np.asarray(dark[: line.top - top].any(axis=0) & dark[line.bottom - top :].any(axis=0))
    type_ = within & ~outside  # a rule or a picture goes on above and below
    begin, end = line.left - left, line.right - left
    gap = int(height * _NEAR)
    for step in (-1, 1):
        edge = begin if step < 0 else end - 1
        at = edge
        while 0 <= at < right - left and abs(at - edge) <= gap and not outside[at]:
            if type_[at]:
                edge = at
            at += step
        if step < 0:
            begin = edge
        else:
            end = edge + 1
    return replace(line, left=left + begin, right=left + end)


def _split_piece(gray: Pixels, piece: Piece) -> list[Piece]:
    """At gaps without ink that are wider than a space in a line."""
    around = find_ink(gray[max(0, piece.top - 3) : piece.bottom + 3, max(0, piece.left - 3) : piece.right + 3])
    skipped = piece.left - max(0, piece.left - 3)
    mask = around[:, skipped : skipped + piece.width]
    filled = mask.sum(axis=0) > 0
    wide = int(piece.height * _APART)
    parts: list[Piece] = []
    start = end = -1
    for at in np.flatnonzero(filled):
        if start < 0:
            start = int(at)
        elif at - end > wide:
            parts.append(replace(piece, left=piece.left + start, right=piece.left + end))
            start = int(at)
        end = int(at) + 1
    if start >= 0:
        parts.append(replace(piece, left=piece.left + start, right=piece.left + end))
    return parts


def _join_pieces(gray: Pixels, pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one printed line put together, from left to right."""
    lines: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.left, each.top, each.right, each.bottom)):
        best = -1
        for index in range(len(lines) - 1, -1, -1):
            if _is_one_line(gray, lines[index], piece, pieces):
                best = index
                break
        if best < 0:
            lines.append(piece)
        else:
            lines[best] = _join(lines[best], piece)
    return sorted(lines, key=lambda each: (each.top, each.left, each.bottom, each.right))


def _join(left: Piece, right: Piece) -> Piece:
    """A mark is as high as the line it stands in, wherever it seems to stand."""
    low, high = sorted((left, right), key=lambda each: each.height)
    if low.width < high.height * _MARK:
        return Piece(left.left, high.top, max(left.right, right.right), high.bottom)
    return Piece(left.left, min(left.top, right.top), max(left.right, right.right), max(left.bottom, right.bottom))


def _is_one_line(gray: Pixels, left: Piece, right: Piece, pieces: Sequence[Piece]) -> bool:
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    low, high = sorted((left.height, right.height))
    small = min(left, right, key=lambda each: each.height).width < high * _MARK
    if shared < low * (_SAME_ROW if not small else 0.5):
        return False
    if high > low * _HIGH and not small:
        return False
    gap = right.left - left.right
    if gap < high * _NEAR:
        return True
    return gap < low * _FAR and high < low * _ONE_SIZE and _is_crossed(gray, left, right, pieces)


def _is_crossed(gray: Pixels, left: Piece, right: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line of the same type above or below stands across the gap, and no rule in it."""
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    height = bottom - top
    gap = gray[top:bottom, left.right + 2 : right.left - 2]
    if gap.size and float((gap < _DARK).mean()) > 0.02:
        return False
    return any(
        height < other.height * _ONE_SIZE
        and other.height < height * _ONE_SIZE
        and other.left < left.right - height
        and other.right > right.left + height
        and (0 < top - other.top < 2.2 * height or 0 < other.top - top < 2.2 * height)
        for other in pieces
    )
