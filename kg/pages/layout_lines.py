"""The characters of a sheet -> its printed lines, each in one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.pages.layout_glyphs import NAMELESS, Glyph, drop_doubles, find_rows, number_glyphs, take_stacks
from kg.pages.layout_pieces import WORD_GAP, cut_at_gutters, cut_row, join_pieces
from kg.pages.layout_sheet import Rect, TypeLine

_DROP = 1.8  # from how many body sizes a single character at a paragraph's start is a drop cap


def build_lines(glyphs: Sequence[Glyph]) -> list[TypeLine]:
    """The lines of a sheet from its characters, which come in the order in which the file writes them."""
    number_glyphs(glyphs)
    upright = [glyph for glyph in glyphs if not glyph.turned and not glyph.char.isspace()]
    spaces = [glyph for glyph in glyphs if not glyph.turned and glyph.char.isspace()]
    stacks, rest = take_stacks(drop_doubles(upright))
    rows = find_rows(sorted(rest + spaces, key=lambda glyph: (glyph.bottom, glyph.left)))
    pieces = cut_at_gutters([piece for row in rows for piece in cut_row(row)])
    joined = join_pieces(pieces)
    mixed = _find_mixed_gap(joined)
    _unite_fonts(joined)
    lines = [_make_line(piece, mixed) for piece in joined]
    lines = _attach_drop_caps([line for line in lines if line.text])
    lines += [_make_stack(stack) for stack in stacks]
    return sorted(lines, key=lambda line: (line.rect.top, line.rect.left))


def _make_line(glyphs: Sequence[Glyph], mixed: float) -> TypeLine:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    parts: list[str] = []
    usual = _find_usual_gap(glyphs)
    for before, glyph in zip([None, *glyphs], glyphs, strict=False):
        if before is not None and not glyph.char.isspace() and not before.char.isspace():
            gap = (glyph.left - before.right) / glyph.size - usual
            if gap > WORD_GAP + (mixed if _is_mixed(before, glyph) else 0.0):
                parts.append(" ")
        parts.append(glyph.char)
    size = Counter(round(glyph.size, 2) for glyph in inked).most_common(1)[0][0]
    fonts = Counter(glyph.font for glyph in inked if not glyph.char.isascii()) or Counter(g.font for g in inked)
    main = [glyph for glyph in inked if abs(glyph.size - size) < 0.1 * size] or inked
    rect = Rect(inked[0].left, min(g.top for g in main), max(g.right for g in inked), max(g.bottom for g in main))
    bold = sum(glyph.bold for glyph in inked) * 2 > len(inked)
    return TypeLine("".join(parts).strip(), rect, size, bold, fonts.most_common(1)[0][0])


def _unite_fonts(lines: Sequence[Sequence[Glyph]]) -> None:
    """Nameless fonts that lines have in common are pieces of one: a large face is cut into many of 256 characters."""
    owner: dict[str, str] = {}

    def find(font: str) -> str:
        while owner.setdefault(font, font) != font:
            font = owner[font]
        return font

    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        fonts = sorted({glyph.font for glyph in line if glyph.font.startswith(NAMELESS) and not glyph.char.isspace()})
        pairs.update(pairwise(fonts))
    for (left, right), _ in sorted(pairs.items()):
        owner[max(find(left), find(right))] = min(find(left), find(right))
    for line in lines:
        for glyph in line:
            if glyph.font.startswith(NAMELESS):
                glyph.font = find(glyph.font)


def _is_mixed(left: Glyph, right: Glyph) -> bool:
    return (left.char > "\u2000") != (right.char > "\u2000")


def _find_mixed_gap(lines: Sequence[Sequence[Glyph]]) -> float:
    """What this sheet leaves between Chinese type and Latin letters or figures, in type sizes."""
    gaps = sorted(
        (right.left - left.right) / right.size
        for line in lines
        for left, right in pairwise(line)
        if _is_mixed(left, right) and not left.char.isspace() and not right.char.isspace()
    )
    return max(0.0, gaps[len(gaps) // 2]) if gaps else 0.0


def _find_usual_gap(glyphs: Sequence[Glyph]) -> float:
    """What a line that is spread to fill its column has between any two characters, in type sizes."""
    gaps = sorted((right.left - left.right) / right.size for left, right in pairwise(glyphs))
    return max(0.0, gaps[len(gaps) // 2]) if gaps else 0.0


def _make_stack(glyphs: Sequence[Glyph]) -> TypeLine:
    rect = Rect(min(g.left for g in glyphs), glyphs[0].top, max(g.right for g in glyphs), max(g.bottom for g in glyphs))
    bold = sum(glyph.bold for glyph in glyphs) * 2 > len(glyphs)
    return TypeLine("".join(g.char for g in glyphs), rect, glyphs[0].size, bold, glyphs[0].font, vertical=True)


def _attach_drop_caps(lines: list[TypeLine]) -> list[TypeLine]:
    """A large first character put before the line at its upper right, where the text goes on."""
    out = list(lines)
    for line in lines:
        if len(line.text) != 1 or not line.text.isalnum():
            continue
        beside = [
            other
            for other in lines
            if other is not line
            and len(other.text) > 3
            and line.size > _DROP * other.size
            and 0 <= other.rect.left - line.rect.right + 0.3 * other.size < 3.5 * other.size
            and line.rect.top - 0.8 * other.size <= other.rect.top < line.rect.bottom - 0.3 * other.size
        ]
        if len(beside) < 2:
            continue
        first = min(beside, key=lambda other: other.rect.top)
        for other in beside:
            place = next(index for index, kept in enumerate(out) if kept is other)
            text = line.text + other.text if other is first else other.text
            out[place] = replace(other, text=text, rect=replace(other.rect, left=line.rect.left))
        out = [other for other in out if other is not line]
    return out
