"""What is drawn on a grey image of a page: rules, frames around type, tinted areas, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from kg.pages.layout_sheet import Rect, TypeLine

if TYPE_CHECKING:
    from kg.pages.scan_pieces import Pixels

_SCALE = 0.5  # the scale at which is looked
_INK = 170  # grey; a rule is darker
_LONG = 50  # pixels of the smaller image: the shortest rule
_THICK = 12  # and the thickest
_LEAST_AREA = 60
_WHITE = 235  # grey from which the paper begins
_FULL = 0.6  # of an area that must be filled


def find_drawing(gray: Pixels, lines: Sequence[TypeLine]) -> tuple[list[Rect], list[Rect], list[Rect]]:
    """Rules, frames (four rules around something, or a tint) and pictures, in pixels."""
    small = np.asarray(cv2.resize(gray, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    mask = (small < _INK).astype(np.uint8)
    for line in lines:  # type is no drawing
        rect = line.rect
        mask[_px(rect.top) : _px(rect.bottom) + 1, _px(rect.left) : _px(rect.right) + 1] = 0
    rules: list[Rect] = []
    drawn = np.zeros_like(mask)
    for shape in ((_LONG, 1), (1, _LONG)):
        opened = _open(mask, *shape)
        drawn |= opened
        for left, top, width, height in _find_parts(opened):
            if min(width, height) <= _THICK:
                rules.append(_rect(left, top, width, height))
    tints, pictures = _find_areas(small, lines)
    return rules, _find_frames(drawn, lines) + tints, pictures


def join_dash_rules(lines: Sequence[TypeLine], rules: Sequence[Rect]) -> tuple[list[TypeLine], list[Rect]]:
    """A rule that goes on from a line at half its height, two characters long, is the —— of a headline."""
    kept = list(rules)
    joined: list[TypeLine] = []
    for line in lines:
        text, rect, size = line.text, line.rect, line.size
        for rule in list(kept):
            middle = (rule.top + rule.bottom) / 2
            if not (1.4 * size < rule.width < 2.3 * size and rule.height < 0.2 * size):
                continue
            if abs(middle - (rect.top + rect.bottom) / 2) > 0.2 * size:
                continue
            if -0.3 * size < rule.left - rect.right < 0.5 * size:
                text, rect = f"{text.rstrip('—一-')}——", rect.join(rule)
            elif -0.3 * size < rect.left - rule.right < 0.5 * size:
                text, rect = f"——{text.lstrip('—一-')}", rect.join(rule)
            else:
                continue
            kept.remove(rule)
        joined.append(replace(line, text=text, rect=rect))
    return joined, kept


def _find_areas(small: Pixels, lines: Sequence[TypeLine]) -> tuple[list[Rect], list[Rect]]:
    """Areas that are not white: with type on them tints, else pictures."""
    filled = _open((small < _WHITE).astype(np.uint8), 9, 9)
    tints: list[Rect] = []
    pictures: list[Rect] = []
    for left, top, width, height in _find_parts(filled):
        if min(width, height) < _LEAST_AREA or filled[top : top + height, left : left + width].mean() < _FULL:
            continue
        rect = _rect(left, top, width, height)
        inside = [line for line in lines if rect.holds(line.rect, 4)]
        covered = sum(line.rect.width * line.rect.height for line in inside)
        (tints if covered > 0.1 * rect.width * rect.height else pictures).append(rect)
    return tints, pictures


def _find_frames(drawn: Pixels, lines: Sequence[TypeLine]) -> list[Rect]:
    """The holes that rules leave which are rectangles and hold type."""
    joined = cv2.dilate(drawn, np.ones((5, 5), np.uint8))
    contours, tree = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    frames: list[Rect] = []
    for contour, links in zip(contours, tree[0] if tree is not None else [], strict=False):
        if links[3] < 0:  # an outline, not a hole
            continue
        left, top, width, height = cv2.boundingRect(contour)
        if min(width, height) < _LONG // 2 or cv2.contourArea(contour) < 0.9 * width * height:
            continue
        rect = _rect(left, top, width, height)
        if any(rect.holds(line.rect, 4) for line in lines):
            frames.append(rect)
    return frames


def _find_parts(mask: Pixels) -> list[tuple[int, int, int, int]]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in stats[1:count]]


def _px(length: float) -> int:
    return max(0, round(length * _SCALE))


def _rect(left: int, top: int, width: int, height: int) -> Rect:
    return Rect(left / _SCALE, top / _SCALE, (left + width) / _SCALE, (top + height) / _SCALE)


def _open(mask: Pixels, width: int, height: int) -> Pixels:
    """What is left of the mask where a rectangle fits in."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (width, height)))
    return np.asarray(opened, dtype=np.uint8)
