"""The characters of a sheet -> those that are printed once, in rows and in vertical stacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NAMELESS = "#"  # begins the name that stands for a font without one
_LEVEL = 0.22  # how far two base lines of one line may lie apart, in type sizes
_MIXED = 1.4  # type of two sizes in one line
_STACK = (0.8, 1.9)  # from one character down to the next one in vertical type, in type sizes
_SHORTEST_STACK = 3


@dataclass(slots=True)
class Glyph:
    """A printed character; the rectangle is its square, from the top left corner of the sheet."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    font: str = ""
    turned: int = 0  # quarter turns
    part: int = -1  # what it is written with in one go
    place: int = 0  # among all of the sheet, in the order of writing
    spaced: bool = False  # written after a space


def number_glyphs(glyphs: Sequence[Glyph]) -> None:
    place, spaced = 0, False
    for glyph in glyphs:
        if glyph.char.isspace():
            spaced = True
        else:
            glyph.place, glyph.spaced = place, spaced
            place, spaced = place + 1, False


def drop_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without characters that are printed twice, a little apart, to look bold; —— may be one piece of type."""
    kept: list[Glyph] = []
    cells: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        near = 0.25 * min(glyph.size, glyph.right - glyph.left or glyph.size)
        column, row = int(glyph.left / glyph.size), int(glyph.bottom / glyph.size)
        double = any(
            abs(other.left - glyph.left) < near
            and abs(other.bottom - glyph.bottom) < near
            and (other.part != glyph.part or other.part < 0)
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for other in cells.get((glyph.char, across, down), ())
        )
        if not double:
            kept.append(glyph)
            cells.setdefault((glyph.char, column, row), []).append(glyph)
    return kept


def take_stacks(glyphs: list[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Characters written one below the other (vertical type), and the others."""
    stacks: list[list[Glyph]] = []
    rest: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        end = at + 1
        while end < len(glyphs) and _is_below(glyphs[end - 1], glyphs[end]):
            end += 1
        if end - at >= _SHORTEST_STACK:
            stacks.append(glyphs[at:end])
        else:
            rest += glyphs[at:end]
        at = end
    return stacks, rest


def _is_below(upper: Glyph, lower: Glyph) -> bool:
    size = upper.size
    step = lower.bottom - upper.bottom
    middle = abs(upper.left + upper.right - lower.left - lower.right) / 2
    return abs(lower.size - size) < 0.05 * size and _STACK[0] * size < step < _STACK[1] * size and middle < 0.3 * size


def find_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters on one level, from left to right; they come sorted by their lower edge."""
    rows: list[list[Glyph]] = []
    open_rows: list[tuple[float, float, list[Glyph]]] = []  # level, size
    for glyph in glyphs:
        best: list[Glyph] | None = None
        nearest = 0.0
        kept = []
        for level, size, row in open_rows:
            if glyph.bottom - level > 1.5 * size:
                continue
            kept.append((level, size, row))
            apart = abs(glyph.bottom - level) / min(size, glyph.size)
            if apart < _LEVEL and 1 / _MIXED < glyph.size / size < _MIXED and (best is None or apart < nearest):
                best, nearest = row, apart
        open_rows = kept
        if best is None:
            best = []
            rows.append(best)
            open_rows.append((glyph.bottom, glyph.size, best))
        best.append(glyph)
    for row in rows:
        row.sort(key=lambda glyph: glyph.left)
    return rows
