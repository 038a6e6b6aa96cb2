"""Lines that are no body text -> captions at their pictures, and headlines."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages.layout_kinds import ALIKE, SMALL, Head, Picture, bound
from kg.pages.layout_runs import is_ruled_off
from kg.pages.layout_sheet import Rect, TypeLine

_HEAD_GAP = (0.3, 0.75)  # between lines of one headline: of the larger type, and of the body type
_CAPTION_GAP = 1.6


def take_captions(loose: list[TypeLine], pictures: list[Picture], size: float) -> list[TypeLine]:
    """Small type at a picture goes to it, line by line downwards; gives back what is left."""
    rest: list[TypeLine] = []
    for line in sorted(loose, key=lambda li: (li.rect.top, li.rect.left)):
        if line.size > 1.02 * size:
            rest.append(line)
            continue
        near = []
        for picture in pictures:
            edge = picture.caption[-1].rect.bottom if picture.caption else picture.rect.bottom
            like = not picture.caption or abs(picture.caption[-1].size - line.size) < ALIKE * size
            within = picture.rect.left - size <= line.rect.left and line.rect.right <= picture.rect.right + size
            if like and within and -0.3 * size < line.rect.top - edge < _CAPTION_GAP * size:
                near.append((abs(line.rect.top - edge), picture))
        if near and (line.size < SMALL * size or min(near, key=lambda n: n[0])[1].rect.width > 0):
            min(near, key=lambda n: n[0])[1].caption.append(line)
        else:
            rest.append(line)
    return rest


def build_heads(lines: Sequence[TypeLine], rules: Sequence[Rect], size: float) -> list[Head]:
    """Loose lines that stand close below each other, put together."""
    across = [rule for rule in rules if rule.width > rule.height]
    heads: list[list[TypeLine]] = []
    for line in sorted(lines, key=lambda li: (li.rect.top, li.rect.left)):
        fitting = [head for head in heads if _goes_with(head, line, across, size)]
        if fitting:
            max(fitting, key=lambda head: bound(head).shared_width(line.rect)).append(line)
        else:
            heads.append([line])
    return [Head(head, bound(head), max(line.size for line in head)) for head in heads]


def _goes_with(head: list[TypeLine], line: TypeLine, across: Sequence[Rect], size: float) -> bool:
    rect = bound(head)
    last = max(head, key=lambda li: li.rect.bottom)
    larger = max(last.size, line.size)
    room = _HEAD_GAP[0] * larger + _HEAD_GAP[1] * size
    gap = line.rect.top - rect.bottom
    if gap > room or rect.shared_width(line.rect) < 0.5 * min(rect.width, line.rect.width):
        return False
    if gap < -0.5 * line.size:  # on a level with one of them
        return False
    return not is_ruled_off(rect, line.rect, across, size)


def build_vertical_heads(lines: Sequence[TypeLine], size: float) -> list[Head]:
    """Columns of vertical type, from right to left."""
    groups: list[list[TypeLine]] = []
    for line in sorted(lines, key=lambda li: (-li.rect.right, li.rect.top)):
        fitting = [
            group
            for group in groups
            if 0 < group[-1].rect.left - line.rect.left < 2.2 * max(group[-1].size, line.size)
            and bound(group).shared_height(line.rect) > 0.3 * min(bound(group).height, line.rect.height)
        ]
        if fitting:
            fitting[-1].append(line)
        else:
            groups.append([line])
    return [Head(group, bound(group), max(line.size for line in group)) for group in groups]
