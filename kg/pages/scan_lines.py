"""A grey image of a page -> its lines of type, each read once by the OCR engine, with the size of its characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from kg.lexicon.tables import read_table
from kg.pages.layout_sheet import Rect, TypeLine
from kg.pages.plain import clean_text
from kg.pages.scan_pieces import Piece, find_characters, find_ink, find_pieces

if TYPE_CHECKING:
    from kg.pages.scan_pieces import Pixels

_SURE = 0.5  # the least confidence of a line that is kept
_CHARACTER = 0.89  # ink of a line of Chinese characters / their size
_BOLD = 1.3  # ink of a line / what is usual
_ALIKE = 0.1  # sizes that are one
_ALIKE_DISPLAY = 0.12  # and of headlines, whose few characters may be low ones
_DISPLAY = 1.25
_NOISE = 0.13  # by which the size of a line may be mistaken
_NOISE_LATIN = 0.45
_FEW = 2  # Chinese characters that do not tell a size
_EDGE = 3  # pixels added around a line that is read
_OPENING = frozenset("“‘《〈（「『【〔")
_CLOSING = frozenset("，。、；：！？”’》〉）」』】〕")
_RARE = 100  # characters for one that is not simplified
_STROKES = frozenset("—一-－–─ー")

_HAN = re.compile(r"[\u3400-\u9fff]")
_DOTS = re.compile(r"(?<=[\u3400-\u9fff”])(?:\.{3,}|…(?!…)|…{3,}|·{3,})")
_DASHES = re.compile(r"(?<![A-Za-z0-9])[-—–─]{2,}(?![A-Za-z0-9])")
_HALF = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_WIDEN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef”’])\s?[,:;!?()]|(?<=[%\d)])[,:;!?](?=[\u3400-\u9fff])|"
    r"[(](?=[\u3400-\u9fff“‘《])|[)](?=[\u3000-\u9fff])"
)


def find_type_lines(gray: Pixels, engine: Any, *, strip: int, overlap: int) -> list[TypeLine]:
    """The lines of type of the whole image, in pixels."""
    pieces = find_pieces(gray, engine, strip=strip, overlap=overlap)
    lines: list[TypeLine] = []
    upright: list[TypeLine] = []
    densities: list[float] = []
    for piece in pieces:
        crop = _lay_down(gray, piece) if piece.vertical else _cut_out(gray, piece)
        text, sure = _read(engine, crop)
        text = widen(clean_text(text).strip())
        if not text or sure < _SURE:
            continue
        if piece.vertical:
            rect = Rect(piece.left, piece.top, piece.right, piece.bottom)
            upright.append(TypeLine(text, rect, float(piece.width), bold=True, vertical=True))
            continue
        text = put_dashes(text, _find_dashes(crop), crop.shape[1])
        size = _find_size(piece, text)
        middle = (piece.top + piece.bottom) / 2
        rect = Rect(piece.left, middle - size / 2, piece.right, middle + size / 2)
        lines.append(TypeLine(text, rect, size))
        densities.append(_measure_ink(crop))
    lines = put_lookalikes_right(lines)
    usual = float(np.median(densities)) if densities else 1.0
    bold = [replace(line, bold=ink > usual * _BOLD) for line, ink in zip(lines, densities, strict=True)]
    sized = [replace(line, size=size) for line, size in zip(bold, _settle_sizes(bold), strict=True)]
    even = _even_out(sized)
    return [*(_square(line, _find_likely_size(line, even)) for line in even), *put_lookalikes_right(upright)]


def _even_out(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """A line a little off the size of those around it is of their size: in a column of body type, in a headline."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    if not weights:
        return []
    usual = max(weights, key=lambda size: (weights[size], -size))
    body = [line for line in lines if line.size == usual]
    even: list[TypeLine] = []
    for line in lines:
        size = line.size
        latin = len(_HAN.findall(line.text)) * 2 < len(line.text)  # which is lower
        noise = usual * (_NOISE_LATIN if latin else _NOISE)
        if size != usual and abs(size - usual) < noise and any(_is_next(line, other, usual) for other in body):
            size = usual
        elif size >= _DISPLAY * usual:
            size = next((above.size for above in even if _is_head_below(line, above)), size)
        even.append(replace(line, size=size))
    return even


def _is_head_below(line: TypeLine, above: TypeLine) -> bool:
    """The next line of one headline, of about its size."""
    if abs(above.size - line.size) > _NOISE * above.size:
        return False
    gap = line.rect.top - above.rect.bottom
    shared = line.rect.shared_width(above.rect)
    return -0.2 * above.size < gap < 0.8 * above.size and shared > 0.6 * min(line.rect.width, above.rect.width)


def _is_next(line: TypeLine, other: TypeLine, size: float) -> bool:
    """Right above or below in one column."""
    step = abs((line.rect.top + line.rect.bottom) - (other.rect.top + other.rect.bottom)) / 2
    left, right = line.rect.left - other.rect.left, line.rect.right - other.rect.right
    return 0.7 * size < step < 1.7 * size and abs(left) < 2.6 * size and (right < size or abs(left) < 0.6 * size)


def _find_likely_size(line: TypeLine, lines: Sequence[TypeLine]) -> float:
    """The size of the line above where there are too few characters to tell one: 元。"""
    letters = len(_HAN.findall(line.text))
    if letters > 3 * _FEW or (letters > _FEW and line.text[-1] not in _CLOSING):
        return line.size
    for above in lines:
        step = line.rect.top - above.rect.top
        if (
            len(above.text) > 2 * _FEW
            and 0 < step < 2.2 * above.size
            and 0.5 < line.size / above.size < 2
            and abs(line.rect.left - above.rect.left) < 2.6 * above.size
            and line.rect.right <= above.rect.right + above.size
        ):
            return above.size
    return line.size


def _settle_sizes(lines: Sequence[TypeLine]) -> list[float]:
    """The ink of a line is now a little higher, now lower: sizes that are near each other become one.

    The size that most characters have draws those around it, then the next of those that are left.
    """
    weights: Counter[int] = Counter()
    for line in lines:
        weights[round(line.size)] += len(line.text)
    settled: dict[int, float] = {}
    usual = 0.0
    while weights:
        peak = max(weights, key=lambda size: (sum(weights[s] for s in (size - 1, size, size + 1)), -size))
        alike = _ALIKE if not usual or peak < usual * _DISPLAY else _ALIKE_DISPLAY
        near = [size for size in weights if abs(size - peak) <= max(1.0, peak * alike)]
        mean = _average(near, weights)
        near = [size for size in weights if abs(size - mean) <= max(1.0, mean * alike)] or near
        mean = _average(near, weights)
        usual = usual or mean
        for size in near:
            settled[size] = mean
            del weights[size]
    return [settled[round(line.size)] for line in lines]


def _average(sizes: Sequence[int], weights: Mapping[int, int]) -> float:
    return sum(size * weights[size] for size in sizes) / sum(weights[size] for size in sizes)


def _square(line: TypeLine, size: float) -> TypeLine:
    """With the rectangle of the characters' squares: a quotation mark is printed in one half of its own."""
    middle = (line.rect.top + line.rect.bottom) / 2
    left = line.rect.left - size * (0.5 if line.text[0] in _OPENING else 0.04)
    right = line.rect.right + size * (0.5 if line.text[-1] in _CLOSING else 0.04)
    return replace(line, rect=Rect(left, middle - size / 2, right, middle + size / 2), size=size)


def _cut_out(gray: Pixels, piece: Piece) -> Pixels:
    return gray[
        max(0, piece.top - _EDGE) : piece.bottom + _EDGE,
        max(0, piece.left - _EDGE) : piece.right + _EDGE,
    ]


def _lay_down(gray: Pixels, piece: Piece) -> Pixels:
    """Vertical type as one level line: its characters side by side."""
    cells = [_cut_out(gray, character) for character in find_characters(gray, piece)]
    height = max(cell.shape[0] for cell in cells)
    paper = int(np.percentile(gray[piece.top : piece.bottom, piece.left : piece.right], 90))
    padded = [np.pad(cell, ((0, height - cell.shape[0]), (0, 0)), constant_values=paper) for cell in cells]
    return np.asarray(np.concatenate(padded, axis=1), dtype=np.uint8)


def _read(engine: Any, crop: Pixels) -> tuple[str, float]:
    found = engine(
        cv2.cvtColor(np.ascontiguousarray(crop), cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True
    )
    if found is None or not found.txts:
        return "", 0.0
    return found.txts[0], float(found.scores[0])


def _measure_ink(crop: Pixels) -> float:
    return float(find_ink(crop).mean())


def _find_size(piece: Piece, text: str) -> float:
    """The height of a Chinese character: of the ink, or of the width where a line is all marks and figures."""
    if _HAN.search(text):
        return piece.height / _CHARACTER
    return piece.height * (1.3 if any(char.isalnum() for char in text) else 2.0)


# ------------------------------------------------------------------------------------ the words


def widen(text: str) -> str:
    """Full-width punctuation beside Chinese characters, as it is printed.

    >>> widen("会议(扩大)召开,共1,200人")
    '会议（扩大）召开，共1,200人'
    """
    return _DASHES.sub("——", _DOTS.sub("……", _WIDEN.sub(lambda match: _HALF[match[0].strip()], text)))


def put_lookalikes_right(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """削減 -> 削减, on a page where forms that are not simplified are the exception."""
    table = {ord(read): printed for read, printed in read_table("pages/lookalikes.tsv", 2)}
    text = "".join(line.text for line in lines)
    odd = sum(ord(char) in table for char in text)
    if not odd or odd * _RARE > len(text):
        return list(lines)
    return [replace(line, text=line.text.translate(table)) for line in lines]


def put_dashes(text: str, dashes: Sequence[tuple[int, int]], width: int) -> str:
    """—— is one stroke two characters long, which is read as — or 一: put right at the places (start, end) in pixels.

    >>> put_dashes("一来自临江县", [(0, 60)], 240)
    '——来自临江县'
    """
    for start, end in reversed(dashes):
        units = [0.5 if char.isascii() else 1.0 for char in text]
        places = [sum(units[:at]) + units[at] / 2 for at in range(len(text))]
        total = sum(units)
        strokes = [at for at, char in enumerate(text) if char in _STROKES]
        if not strokes:  # it was not read at all
            place = start / width * (total + 2)
            at = min(range(len(text) + 1), key=lambda at: (abs(sum(units[:at]) - place), at))
            text = f"{text[:at]}——{text[at:]}"
            continue
        middle = (start + end) / 2 / width * (total + 1)
        near = min(strokes, key=lambda at: (abs(places[at] + 0.5 - middle), at))
        if abs(places[near] + 0.5 - middle) < 2.5 and text[near - 1 : near] != "—" and text[near + 1 : near + 2] != "—":
            text = f"{text[:near]}——{text[near + 1 :]}"
    return text


def _find_dashes(crop: Pixels) -> list[tuple[int, int]]:
    """Stretches at least one and a half characters wide with nothing but a thin stroke at half the height."""
    mask = find_ink(crop)
    height, width = mask.shape
    size = height - 2 * _EDGE
    outside = mask[: int(height * 0.38)].sum(axis=0) + mask[int(height * 0.68) :].sum(axis=0)
    stroke = (mask[int(height * 0.38) : int(height * 0.68)].sum(axis=0) > 0) & (outside == 0)
    found: list[tuple[int, int]] = []
    start = -1
    for at in range(width + 1):
        if at < width and stroke[at]:
            start = at if start < 0 else start
        elif start >= 0:
            if at - start >= 1.5 * size:
                found.append((start, at))
            start = -1
    return found
