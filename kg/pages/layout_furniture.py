"""The lines of a sheet -> masthead and imprint apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.furniture import load_furniture
from kg.pages.layout_kinds import ALIKE, DISPLAY, INDENT, STEP, bound
from kg.pages.layout_sheet import Sheet, TypeLine

_MARGIN_ZONE = 0.12  # of the sheet, where mastheads and imprints are


def part_furniture(
    lines: Sequence[TypeLine], sheet: Sheet, size: float
) -> tuple[list[TypeLine], list[TypeLine], list[TypeLine]]:
    """The lines of the masthead, those of the imprint, and the others.

    A band at the edge of the sheet is furniture if one of its lines is so by its words: the lines on a level with
    it, and in the masthead all up to a rule across the page.
    """
    if not lines:
        return [], [], []
    furniture = load_furniture()
    zone = _MARGIN_ZONE * sheet.height
    first, last = min(li.rect.top for li in lines), max(li.rect.bottom for li in lines)
    told = [li for li in lines if furniture.find_pieces(li.text) is not None]
    told = [li for li in told if not _ends_text(li, lines, told)]
    above: set[int] = set()
    below: set[int] = set()
    area = bound(lines)
    rules = [r for r in sheet.rules if r.width > 0.6 * area.width and r.height < 4]
    for place, edge in ((above, first), (below, last)):
        near = [li for li in told if abs((li.rect.top if place is above else li.rect.bottom) - edge) < zone]
        if place is above:
            cut = min((r.top for r in rules if any(li.rect.bottom <= r.top + 2 for li in near)), default=None)
        else:
            cut = max((r.top for r in rules if any(li.rect.top >= r.top - 2 for li in near)), default=None)
        for line in lines:
            if cut is None:
                break
            if place is above:
                inside = line.rect.bottom <= cut + 2 and cut - first < 1.5 * zone
            else:
                inside = line.rect.top >= cut - 2 and last - cut < zone
            if inside:
                place.add(id(line))
        for line in near:
            beside = [
                li
                for li in lines
                if li.rect.shared_height(line.rect) > 0.5 * min(li.rect.height, line.rect.height) and li is not line
            ]
            if all(li in told or len(li.text) <= 12 or li.size > DISPLAY * size for li in beside):
                alone = not any(li.rect.bottom < line.rect.top - size for li in lines if id(li) not in place)
                last_one = not any(li.rect.top > line.rect.bottom + size for li in lines if id(li) not in place)
                if alone if place is above else last_one:
                    place.update(id(li) for li in (line, *beside))
    return (
        [li for li in lines if id(li) in above],
        [li for li in lines if id(li) in below and id(li) not in above],
        [li for li in lines if id(li) not in above | below],
    )


def _ends_text(line: TypeLine, lines: Sequence[TypeLine], told: Sequence[TypeLine]) -> bool:
    """Whether the text above a line goes on in it: （下转 | 第3版）, or an address of two lines after a sentence."""
    above = line
    while above in told:
        near = [
            li
            for li in lines
            if 0 < above.rect.top - li.rect.top < STEP[1] * line.size
            and abs(li.size - line.size) < ALIKE * line.size
            and abs(li.rect.left - line.rect.left) < INDENT * line.size
        ]
        if not near:
            return False
        above = max(near, key=lambda li: li.rect.top)
    return len(above.text) > 5
