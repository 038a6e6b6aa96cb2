"""A printed line -> the parts of it to keep: spaced-out type closed up, spaces that part words left alone.

Dumps of typeset pages hold three kinds of white space: type spread to fill a line (通 知 加 强), gaps that the
typesetting program leaves around figures (4月 22日), and spaces that mean something (the two halves of a headline,
names in a byline, Latin words). Only the last kind stays, as one character.
"""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_SPREAD_MIN = 3  # letters in a row, each by itself, make spread type

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_CHAR = re.compile(f"[{_HAN}]")
_LETTER = re.compile(f"[{_HAN}A-Za-z0-9]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LAST_LATIN = "ɏ"
_LATIN_OR_DIGIT = re.compile(r"[A-Za-zÀ-ɏ0-9]")


def is_han(char: str) -> bool:
    return bool(_HAN_CHAR.match(char))


def parts_of_latin(left: str, right: str) -> bool:
    """Two Latin letters at a line's end and the next one's start: words that the line break parts."""
    return max(left, right) <= LAST_LATIN and bool(_LATIN.match(left) and _LATIN.match(right))


def kept_parts(line: str, *, headline: bool = False) -> list[tuple[int, int]]:
    """The slices ``(start, end)`` of the line to put together; a slice may end with one white space.

    >>> line = "通 知 加 强 重 点 支 持 ，在 2025 年底"
    >>> "".join(line[start:end] for start, end in kept_parts(line))
    '通知加强重点支持，在2025年底'
    """
    if not _SPACE.search(line):
        return [(0, len(line))] if line else []
    gaps = [match.span() for match in _SPACE.finditer(line)]
    spread = _find_spread(line, gaps)
    parts = []
    at = 0
    for index, (start, end) in enumerate(gaps):
        inside = start > 0 and end < len(line)
        keep = inside and not spread[index] and _parts_words(line, start, end, headline=headline)
        if keep or start > at:
            parts.append((at, start + 1 if keep else start))
        at = end
    if at < len(line):
        parts.append((at, len(line)))
    return parts


def is_spread(line: str) -> bool:
    """Whether some of the line's type is spread: 通 知 加 强 (then the line fills its column)."""
    gaps = [match.span() for match in _SPACE.finditer(line)]
    return len(gaps) >= _SPREAD_MIN - 1 and any(_find_spread(line, gaps))


def _find_spread(line: str, gaps: list[tuple[int, int]]) -> list[bool]:
    """For each gap, whether it lies inside a run of single letters (with their punctuation)."""
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(line)]
    single = [
        end - start < 6 and len(_LETTER.findall(line, start, end)) == 1 for start, end in zip(starts, ends, strict=True)
    ]
    han = [
        end - start < 6 and bool(_HAN_CHAR.search(line, start, end)) for start, end in zip(starts, ends, strict=True)
    ]
    spread = [False] * len(gaps)
    at = 0
    while at < len(single):
        last = at
        while last < len(single) and single[last]:
            last += 1
        count, whole = last - at, at == 0 and last == len(single)
        if sum(han[at:last]) * 2 >= count and (count >= _SPREAD_MIN or (whole and count > 1)):
            for gap in range(at, last - 1):
                spread[gap] = True
        at = max(last, at + 1)
    return spread


def _parts_words(line: str, start: int, end: int, *, headline: bool) -> bool:
    """Whether the gap between two characters means something."""
    left, right = line[start - 1], line[end]
    if _LATIN_OR_DIGIT.match(left) or _LATIN_OR_DIGIT.match(right):
        return bool(_LATIN_OR_DIGIT.match(left) and _LATIN_OR_DIGIT.match(right))
    if headline:
        return True
    if not (is_han(left) and is_han(right)):
        return False
    # 王 晓、李 明: a name of two characters spread to the width of three
    alone_left = start < 2 or not _LETTER.match(line[start - 2])
    alone_right = end + 1 >= len(line) or not _LETTER.match(line[end + 1])
    return not (alone_left and alone_right)
