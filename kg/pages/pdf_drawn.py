"""A sheet of a PDF -> its rules, frames and pictures, and the order in which its type is written."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.pages.layout_sheet import Rect

_MOST_OBJECTS = 1_000_000
_MOST_SEGMENTS = 200_000
_DEEPEST_FORM = 6
_THIN = 3.0  # points; what is drawn thinner is a rule
_SHORT_RULE = 12.0
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


class Placing:
    """Points of the page description -> points from the top left corner of the sheet as it is shown."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        box = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPage_GetCropBox(page, *box) and not pdfium.FPDFPage_GetMediaBox(page, *box):
            left, bottom, right, top = 0.0, 0.0, width, height
        else:
            left, bottom, right, top = (value.value for value in box)
        self.turn = pdfium.FPDFPage_GetRotation(page) % 4
        left, right = min(left, right), max(left, right)
        bottom, top = min(bottom, top), max(bottom, top)
        # x' = a*x + c*y + e, y' = b*x + d*y + f
        self.matrix: Matrix = (
            (1, 0, 0, -1, -left, top),
            (0, 1, 1, 0, -bottom, -left),
            (-1, 0, 0, 1, right, -bottom),
            (0, -1, -1, 0, top, right),
        )[self.turn]

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


class Drawn:
    """What is drawn on a sheet beside type, and the order in which its text objects are written."""

    def __init__(self) -> None:
        self.order: dict[int, int] = {}
        self._rules: list[Rect] = []
        self._frames: list[Rect] = []
        self._pictures: list[Rect] = []
        self.segments = 0

    @property
    def rules(self) -> tuple[Rect, ...]:
        return tuple(dict.fromkeys(self._rules))

    @property
    def frames(self) -> tuple[Rect, ...]:
        return tuple(dict.fromkeys(self._frames))

    @property
    def pictures(self) -> tuple[Rect, ...]:
        return tuple(dict.fromkeys(self._pictures))

    def add_shape(self, rect: Rect) -> None:
        if rect.width <= _THIN or rect.height <= _THIN:
            if max(rect.width, rect.height) >= _SHORT_RULE:
                self._rules.append(rect)
        elif rect.width > _SHORT_RULE and rect.height > _SHORT_RULE:
            self._frames.append(rect)

    def add_picture(self, rect: Rect) -> None:
        if rect.width > _SHORT_RULE and rect.height > _SHORT_RULE:
            self._pictures.append(rect)


def address_of(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def read_drawn(page: Any, place: Placing, where: str) -> Drawn:
    drawn = Drawn()
    bounds = [ctypes.c_float() for _ in range(4)]
    found = pdfium.FS_MATRIX()

    def visit(get: Callable[[Any, int], Any], parent: Any, count: int, outer: Matrix, depth: int) -> None:
        for index in range(count):
            thing = get(parent, index)
            if not thing:
                continue
            if len(drawn.order) > _MOST_OBJECTS:
                raise InputError(f"{where} of this PDF holds too many objects")
            drawn.order[address_of(thing)] = len(drawn.order)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                pdfium.FPDFPageObj_GetMatrix(thing, found)
                inner = _multiply((found.a, found.b, found.c, found.d, found.e, found.f), outer)
                size = pdfium.FPDFFormObj_CountObjects(thing)
                visit(pdfium.FPDFFormObj_GetObject, thing, size, inner, depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                if pdfium.FPDFPageObj_GetBounds(thing, *bounds):
                    drawn.add_picture(_place_bounds(bounds, outer, place))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                for rect in _read_path(thing, outer, place, drawn, where):
                    drawn.add_shape(rect)

    visit(pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), _IDENTITY, 0)
    return drawn


def _place_bounds(bounds: list[Any], outer: Matrix, place: Placing) -> Rect:
    left, bottom, right, top = (value.value for value in bounds)
    corners = [_apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return place.rect(min(xs), min(ys), max(xs), max(ys))


def _read_path(thing: Any, outer: Matrix, place: Placing, drawn: Drawn, where: str) -> Iterator[Rect]:
    """The rectangles that a path's strokes lie in, one for each straight piece or closed shape."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not fill.value and not stroke.value:
        return
    if fill.value and not stroke.value and _is_white(thing):
        return
    count = pdfium.FPDFPath_CountSegments(thing)
    drawn.segments += max(0, count)
    if drawn.segments > _MOST_SEGMENTS:
        return  # a map, a drawing: its lines part no articles
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, own)
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield from _bound(points, curved)
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(place.point(*_apply(matrix, x.value, y.value)))
    if points:
        yield from _bound(points, curved)


def _bound(points: list[tuple[float, float]], curved: bool) -> Iterator[Rect]:
    if len(points) < 2 or (len(points) > 40 and curved):
        return  # an outline of something drawn
    xs, ys = [x for x, _ in points], [y for _, y in points]
    yield Rect(min(xs), min(ys), max(xs), max(ys))


def _is_white(thing: Any) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(thing, *colour):
        return False
    red, green, blue, alpha = (value.value for value in colour)
    return alpha == 0 or min(red, green, blue) >= 253


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
