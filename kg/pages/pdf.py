"""A PDF -> its pages, sheet by sheet: characters, rules, frames and pictures through PDFium, then the layout.

PDFium (Apache-2.0, BSD) comes in the wheel of pypdfium2. One sheet is held at a time. A sheet without text that can
be read, an image of a page, goes to the scan reader where that is installed.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.pages.layout import Rect, Sheet, read_sheet
from kg.pages.layout_lines import build_lines
from kg.pages.pdf_drawn import Placing, read_drawn
from kg.pages.pdf_glyphs import read_glyphs
from kg.pages.raw import Raw

ScanReader = Callable[[Any, str, int], Raw]  # (PIL image at SCAN_DPI, name for messages, number of the sheet) -> Raw
SCAN_DPI = 200
_AT_ONCE = 8  # sheets
_MOST_INFLATED = 200_000_000  # bytes of one page description
_LARGEST_SIDE = 14_400  # points, the largest page that PDF 1.7 allows without scaling
_FEW = 20  # characters; a sheet with fewer beside a picture is an image
_UNMAPPED = 0.3  # share of characters without a meaning from which the text layer is useless
_STREAM = re.compile(rb"<<(?P<dict>[^\0]{0,2000}?)>>\s*stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")


def read_pdf(data: bytes, source: str, *, scan: ScanReader | None = None) -> Iterator[Raw]:
    """The pages of a PDF, one at a time; InputError where it cannot be read."""
    _check_whole(data, source)
    with _open(data, source) as document:
        count = pdfium.FPDF_GetPageCount(document)
    if count <= 0:
        raise InputError(f"{source}: this PDF has no pages")
    for first in range(1, count + 1, _AT_ONCE):  # PDFium keeps the fonts of all sheets that it has seen
        with _open(data, source) as document:
            for number in range(first, min(first + _AT_ONCE, count + 1)):
                yield _read_page(document, number, source, scan)


def _check_whole(data: bytes, source: str) -> None:
    """InputError for a file that is no PDF, is cut off, or holds a page description that swells beyond all use."""
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{source}: this is not a PDF")
    if b"%%EOF" not in data[-2048:].rstrip(b"\0")[-1024:]:
        raise InputError(f"{source}: this PDF is cut off before its end")
    for match in _STREAM.finditer(data):
        about = match["dict"]
        if _FLATE.search(about) and b"/Image" not in about:
            _check_stream(data, match.end(), len(_FLATE.findall(about)), source)


def _check_stream(data: bytes, start: int, layers: int, source: str) -> None:
    view = memoryview(data)[start:]
    decoders = [zlib.decompressobj() for _ in range(min(layers, 4))]
    size = 0
    at = 0
    try:
        while at < len(view) and not decoders[0].eof:
            piece = bytes(view[at : at + 65_536])
            at += len(piece)
            for decoder in decoders:
                piece = decoder.decompress(piece, _MOST_INFLATED)
                size += len(piece)
                if size > _MOST_INFLATED or decoder.unconsumed_tail:
                    raise InputError(f"{source}: a page description in this PDF is too large when unpacked")
    except zlib.error:
        return  # PDFium says what it makes of it


@contextmanager
def _open(data: bytes, source: str) -> Iterator[Any]:
    _start_pdfium()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        code = pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise InputError(f"{source}: this PDF is encrypted and needs a password")
        if code == pdfium.FPDF_ERR_SECURITY:
            raise InputError(f"{source}: this PDF is encrypted in a way that cannot be read")
        raise InputError(f"{source}: this PDF is damaged and cannot be opened")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@cache
def _start_pdfium() -> None:
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))


def _read_page(document: Any, number: int, source: str, scan: ScanReader | None) -> Raw:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise InputError(f"{source}: sheet {number} of this PDF is damaged")
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
            raise InputError(f"{source}: sheet {number} of this PDF has no usable size")
        place = Placing(page, width, height)
        drawn = read_drawn(page, place, f"{source}: sheet {number}")
        glyphs, unmapped = read_glyphs(page, place, drawn.order, f"{source}: sheet {number}")
        whole = Rect(0, 0, width, height)
        full = any(p.shared_width(whole) * p.shared_height(whole) > 0.5 * width * height for p in drawn.pictures)
        if unmapped > _UNMAPPED * (len(glyphs) + unmapped) or (len(glyphs) < _FEW and (full or not glyphs)):
            if scan is not None and (full or unmapped):
                return scan(_render(page, width, height), source, number)
            why = "has no text layer" if not unmapped else "does not say which characters its fonts draw"
            raise InputError(f"{source}: sheet {number} of this PDF {why}; newskg[scan] reads the image of it")
    finally:
        pdfium.FPDF_ClosePage(page)
    lines = build_lines(glyphs)
    pictures = tuple(p for p in drawn.pictures if not p.holds(whole, -0.1 * width))
    return read_sheet(Sheet(width, height, tuple(lines), drawn.rules, drawn.frames, pictures), number)


def _render(page: Any, width: float, height: float) -> Any:
    """The sheet as a PIL image."""
    from PIL import Image

    scale = SCAN_DPI / 72
    across, down = round(width * scale), round(height * scale)
    bitmap = pdfium.FPDFBitmap_Create(across, down, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_REVERSE_BYTE_ORDER)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * down)
        return Image.frombuffer("RGBX", (across, down), buffer, "raw", "RGBX", stride, 1).convert("RGB")
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
