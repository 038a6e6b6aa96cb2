"""Text -> the numbers written in it, Arabic or Chinese, with 万 and 亿 worked in: 500多亿 -> 5E10 and over.

A number here is digits and magnitudes only; what it counts is the business of ``kg.facts.figures``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Span

# full-width digits and signs have half-width twins of the same length, so offsets stay
FOLD = str.maketrans("０１２３４５６７８９．％－～〇○", "0123456789.%-~零零")
_THOUSANDS = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")  # 400，000元

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "廿": 20}
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CHINESE = "零一二两三四五六七八九十百千万亿"

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?<![0-9][,:：/])"
    r"(?P<arabic>[0-9]{1,4}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"[ 　]?(?P<more>[多余几])?(?:个(?=[百千]?[万亿](?!(?:元|吨|级|斤)级?[^，。；]{0,4}"
    r"(?:项目|企业|产业|园区|工程|集群|基地|大县|镇))))?"
    r"(?P<scale>(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|百|千(?![瓦米克伏帕焦卡]))?)"
    r"(?P<rest>(?<=[万亿])[0-9]+(?:\.[0-9]+)?[百千]?万?)?(?P<more2>[多余])?"
    rf"|(?<![数几{_CHINESE}])(?P<few>上)?(?P<chinese>[{_CHINESE}]+)(?P<more3>[多余几])?(?P<scale2>(?<=[多余几])(?:万亿|[十百千]?[万亿]))?"
    r"(?P<more4>[多余])?"
)


_ABOUT = re.compile(
    r"^[一二两三四五六七八九]{2,3}$|[十百千万][一二两三四五六七八九]{2}$"
)  # 七八, 十七八: about so many


def fold_numbers(text: str) -> str:
    """The text with half-width digits and signs, offset for offset, a comma between thousands too."""
    return _THOUSANDS.sub(",", text.translate(FOLD))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written. ``over`` for 多 余 几 上百; ``bare`` for a magnitude with no digit before it (百亿)."""

    span: Span
    value: Decimal
    arabic: bool
    over: bool = False
    bare: bool = False
    scale: int = 1  # the last magnitude: 万 in 3万


def find_numbers(folded: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Every number of a text that was folded with ``FOLD``, in order."""
    for match in _NUMBER.finditer(folded, start, len(folded) if end is None else end):
        number = _read(match)
        if number is not None:
            yield number


def match_number(folded: str, at: int) -> Number | None:
    """The number that starts at ``at``."""
    match = _NUMBER.match(folded, at)
    return _read(match) if match else None


def _read(match: re.Match[str]) -> Number | None:
    span = Span(*match.span())
    over = any(match[group] for group in ("more", "more2", "few", "more3", "more4"))
    if match["arabic"]:
        scale = magnitude(match["scale"])
        value = Decimal(match["arabic"].replace(",", "")) * scale
        if match["rest"]:
            rest = re.fullmatch(r"([0-9.]+)(\D*)", match["rest"])
            if rest is not None:
                value += Decimal(rest[1]) * magnitude(rest[2])
        return Number(span, value, True, over, False, scale)
    if _ABOUT.search(match["chinese"]):
        return None
    chinese = parse_chinese(match["chinese"])
    if chinese is None:
        return None
    bare = all(char in _MAGNITUDES for char in match["chinese"]) and match["chinese"] != "十"
    scale = magnitude(match["scale2"] or "") if match["scale2"] else 1
    return Number(span, Decimal(chinese * scale), False, over, bare, scale)


def magnitude(words: str | None) -> int:
    """``magnitude("千万") -> 10000000``; the empty string is 1."""
    product = 1
    for char in words or "":
        product *= _MAGNITUDES[char]
    return product


def parse_chinese(words: str) -> int | None:
    """``两百三十 -> 230``, ``二〇二三 -> 2023``, ``百亿 -> 10000000000``; None where it is no number (三百百)."""
    words = words.translate(FOLD)
    if words and all(char in _DIGITS for char in words):  # read digit by digit
        return int("".join(str(_DIGITS[char]) for char in words)) if len(words) < 10 else None
    total = section = digit = 0
    last = 10**13
    seen = False
    for char in words:
        if char in _DIGITS:
            if digit:
                return None
            digit, seen = _DIGITS[char], True
            continue
        unit = _MAGNITUDES.get(char)
        if unit is None:
            return None
        if unit < 10**4:
            if unit >= last and section:
                return None
            section += (digit or (0 if section else 1)) * unit
            last = unit
        else:
            part = section + digit
            if not part and not total:
                part = 1
            # 万亿: the 亿 multiplies all that stands before it
            total = (total + part) * unit if unit > 10**4 or not total else total + part * unit
            section, last = 0, 10**13
        digit, seen = 0, True
    return total + section + digit if seen else None


def parse_number(words: str) -> Decimal | None:
    """``parse_number("1.2万亿") -> 1200000000000``; None where the words are not one number."""
    folded = words.translate(FOLD)
    number = match_number(folded, 0)
    return number.value if number is not None and len(number.span) == len(folded) else None
