"""A sheet of a PDF -> its characters with their places, in the order in which they are written."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.lexicon.tables import read_table
from kg.pages.layout_glyphs import NAMELESS, Glyph
from kg.pages.pdf_drawn import Placing, address_of

_MOST_GLYPHS = 200_000  # a full broadsheet page has 15,000
_LINE_END_HYPHEN = 2  # what PDFium says for a hyphen at the end of a line
_BOLD = re.compile(
    r"bold|black|heavy|medi|semib|demi|simhei|[-+]hei|heiti|fzht|fzdh|fzcy|fzxbs|fzdbs|hyk?dh|粗|黑", re.I
)


def read_glyphs(page: Any, place: Placing, order: dict[int, int], where: str) -> tuple[list[Glyph], int]:
    """The characters in the order in which they are written, and how many of them have no meaning."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], 0
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > _MOST_GLYPHS:
            raise InputError(f"{where} of this PDF holds too many characters")
        glyphs, unmapped = _collect_glyphs(text, count, place, order)
    finally:
        pdfium.FPDFText_ClosePage(text)
    return glyphs, unmapped


def _collect_glyphs(text: Any, count: int, place: Placing, order: dict[int, int]) -> tuple[list[Glyph], int]:
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, tuple[str, bool]] = {}
    found: list[tuple[int, int, Glyph]] = []
    characters = load_radicals()
    unmapped = 0
    current = -1
    size = angle = 0.0
    font, bold = "", False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        thing = pdfium.FPDFText_GetTextObject(text, index)
        if not thing or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        address = address_of(thing)
        if address != current:
            current = address
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            size = pdfium.FPDFText_GetFontSize(text, index) * scale
            angle = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * place.turn
            font, bold = _read_font(thing, fonts, pdfium.FPDFText_GetFontWeight(text, index))
        char = "-" if code == _LINE_END_HYPHEN else chr(code) if code else ""
        if (
            not char
            or char in "\ufffd\ufffe\uffff"
            or 0xE000 <= code <= 0xF8FF
            or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        ):
            unmapped += 1
            continue
        char = characters.get(char) or _plain(char)
        if char < " " or char in "\u00ad\u200b\ufeff" or size <= 0.5:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        glyph = _make_glyph(char, rect, x.value, y.value, size, angle, place)
        if glyph is not None:
            glyph.bold, glyph.font, glyph.part = bold, font, order.get(address, -1)
            found.append((glyph.part, index, glyph))
    found.sort(key=lambda item: item[:2])
    return [glyph for _, _, glyph in found], unmapped


def _make_glyph(char: str, rect: Any, x: float, y: float, size: float, angle: float, place: Placing) -> Glyph | None:
    """The square of a character, from its origin: the left end of the base line; in vertical fonts from its middle."""
    box = place.rect(rect.left, rect.bottom, rect.right, rect.top)
    x, y = place.point(x, y)
    turned = round(angle / 90) % 4
    if abs(angle - 90 * round(angle / 90)) > 10:
        return None  # a stamp, a watermark across the page
    wide = unicodedata.east_asian_width(char) in "WFA"
    if turned == 0:
        if abs(box.left - x) <= 0.7 * size and box.bottom - 0.6 * size <= y <= box.bottom + 0.4 * size:
            right = max(box.right, x + size) if wide else max(box.right, x)
            return Glyph(char, x, y - 0.88 * size, right, y + 0.12 * size, size)
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return Glyph(char, middle[0] - size / 2, middle[1] - size / 2, middle[0] + size / 2, middle[1] + size / 2, size)
    return Glyph(char, box.left, box.top, box.right, box.bottom, size, turned=turned)


def _read_font(thing: Any, fonts: dict[int, tuple[str, bool]], weight: int) -> tuple[str, bool]:
    font = pdfium.FPDFTextObj_GetFont(thing)
    address = address_of(font)
    if address not in fonts:
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        name = re.sub(r"^[A-Z]{6}\+", "", name)
        name = name or f"{NAMELESS}{len(fonts):05d}"
        fonts[address] = name, weight >= 600 or bool(_BOLD.search(name))
    return fonts[address]


def _plain(char: str) -> str:
    """Ligatures, compatibility forms and radicals that a font's table gives for the plain character."""
    if "\ufb00" <= char <= "\ufb06" or "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return " " if char in "\xa0\u2002\u2003\t" else char


@cache
def load_radicals() -> dict[str, str]:
    """kg/data/pages/radicals.tsv: ⻓ -> 长."""
    return {row[0]: row[1] for row in read_table("pages/radicals.tsv", 2)}
