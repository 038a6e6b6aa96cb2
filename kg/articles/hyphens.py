"""Printed lines -> where two of them were run together, the hyphen of a range at the end of the upper one lost.

Programs that read text from a page take a hyphen at a line's end for a divided word's, drop it and put the next line
behind it (pdftotext does so: 1360- | 1370元 becomes 13601370元). Such a line is wider than its column, and where the
column ends in it two figures stand together of which the second is the greater.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_LEAST, _MOST = 2, 120  # lines as wide as the column that tell its width; characters of a line
_SAME, _MOST_OVER = 1.2, 0.3  # difference of width of lines of one column; share of its lines that are wider
_OVER = 1.8  # wider than the column
_FAR = 6.0  # from the column's end
_LONG, _MONTHS = 3, 12  # digits; shorter figures are told by a point or a colon in both, or by % or 月 behind them
_FILLED = 0.4  # share of the column that spaced-out type fills without its spaces
_FIGURES = re.compile(r"(?<![\d.:,])[\d.:,]{2,16}(?![\d.:,])")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d+|:\d\d)?|\d{1,3}(?:,\d{3})+")
_DIGITS = frozenset("0123456789")
_YEAR = re.compile(r"(?:19|20)\d\d年")


def find_lost_hyphens(contents: Sequence[str], widths: Sequence[float], blocks: Sequence[int]) -> list[tuple[int, int]]:
    """(line, place in it) of each hyphen.

    ``widths`` in Chinese characters, white space apart; ``blocks``: which lines stand together.
    """
    found: list[tuple[int, int]] = []
    for _, group in groupby(range(len(contents)), key=blocks.__getitem__):
        lines = list(group)
        ranked = sorted([widths[index] for index in lines])
        column = ranked[(len(ranked) * 3) // 5]
        if len(lines) <= _LEAST or ranked[-1] < column + _OVER:
            continue
        if sum(abs(width - column) <= _SAME for width in ranked) >= _LEAST and sum(
            width > column + _SAME for width in ranked
        ) <= _MOST_OVER * len(ranked):
            found += [
                (index, place)
                for index in lines
                if widths[index] >= column + _OVER and len(contents[index]) <= _MOST
                for place in _find_places(contents[index], widths[index], column)
            ]
    return found


def _find_places(content: str, width: float, column: float) -> list[int]:
    """Where the column ends in a line, again and again as long as the rest is wider than it."""
    places: list[int] = []
    start = 0
    while width >= column + _OVER:
        place = _find_range(content, start, column)
        if not place:
            break
        places.append(place)
        width -= sum([_measure(char) for char in content[start:place]])
        start = place
    return places


def _find_range(content: str, start: int, column: float) -> int:
    """Where the second figure of the range begins that stands nearest to the column's end; 0 if there is none."""
    spread = " " in content[start:]
    nearest, chosen = _FAR, 0
    for figures in _FIGURES.finditer(content, start):
        if _YEAR.match(content, figures.start()):
            continue
        width = sum([_measure(char) for char in content[start : figures.start()]])
        for place in range(figures.start() + 1, figures.end()):
            width += 0.5
            off = abs(width + 0.5 - column)
            if spread and _FILLED * column <= width <= column:  # its spaces filled the column
                off = 0.5
            below = content[place : figures.end() + 1]
            if off < nearest and _is_range(content[figures.start() : place], below):
                nearest, chosen = off, place
    return chosen


def _is_range(above: str, below: str) -> bool:
    """Two figures of which the second is the greater, both as long: 1360, 1370; ``below`` with what follows it."""
    unit = below[-1]
    below = below.rstrip("".join(set(below) - _DIGITS))
    if not (_NUMBER.fullmatch(above) and _NUMBER.fullmatch(below)) or below[0] == "0":
        return False
    above, below = above.replace(",", ""), below.replace(",", "")
    first, second = (re.split("[.:]", figure) for figure in (above, below))
    longer = len(second[0]) - len(first[0])
    if len(first) != len(second) or longer not in (0, 1):
        return False
    told = (
        len(first) > 1
        or (len(first[0]) >= _LONG and (not longer or int(below) < 2 * int(above)))
        or (not longer and unit == "%" and len(above) > 1)
        or (not longer and unit == "月" and len(above) == 1 and int(above + below) > _MONTHS)
    )
    return told and float(above.replace(":", ".")) < float(below.replace(":", "."))


def _measure(char: str) -> float:
    return 0.0 if char.isspace() else 0.5 if char.isascii() else 1.0
