"""An image of a page (scan, photo, PDF without text) -> its printed lines through RapidOCR -> its articles by layout.

RapidOCR (Apache-2.0) ships the PP-OCR models of PaddleOCR (Apache-2.0) in its wheel: no network. It is the extra
``newskg[scan]``. One thread, so the same image gives the same text on the same machine.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.pages.layout_sheet import Rect, Sheet
from kg.pages.raw import Raw

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

_MOST_PIXELS = 100_000_000  # a broadsheet at 400 dpi has 55 million
_LEAST_SIDE = 24  # pixels
_WIDEST = 4600  # pixels; a wider image is made smaller, a broadsheet at 300 dpi is as wide
_STRIP = 1600  # pixels in height that are looked at at once: bounds memory
_OVERLAP = 400  # pixels that two strips share; no line of type is higher
_MOST_FRAMES = 500  # images in one TIFF
_DPI = 200  # where the file does not say; of what it says, only this much is believed
_LEAST_DPI, _MOST_DPI = 100, 600
_HINT = "pip install 'newskg[scan]'"


def read_image_file(data: bytes, source: str) -> Iterator[Raw]:
    """A ``Reader``: a page for each image in the file (a TIFF may have many)."""
    if not data:
        raise InputError(f"{source}: the file is empty")
    load_engine(source)
    from PIL import Image, ImageSequence, UnidentifiedImageError

    empty = True
    try:
        with _no_warnings():
            file = Image.open(io.BytesIO(data))
        with file:
            for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                if number > _MOST_FRAMES:
                    raise InputError(f"{source}: more than {_MOST_FRAMES} images in one file")
                raw = read_scan(frame, source, number, dpi=_find_dpi(frame))
                empty = empty and not raw.text
                yield raw
        if empty:
            raise InputError(f"{source}: no text was found in this image")
    except UnidentifiedImageError as error:
        raise InputError(f"{source}: not an image that can be read") from error
    except Image.DecompressionBombError as error:
        size = re.sub(r"\D*(\d+)\d{6}\D.*", r"\1 million pixels", str(error))
        raise InputError(_tell_too_large(source, size)) from error
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:  # what Pillow raises for broken files
        raise InputError(f"{source}: this image is damaged ({' '.join(str(error).split())[:80]})") from error


def read_scan(image: Image, source: str, number: int = 1, *, dpi: float = _DPI) -> Raw:
    """The page that an image shows, without text where there is none; ``number`` counts the sheets of the file."""
    from kg.pages.layout import read_sheet
    from kg.pages.scan_drawing import find_drawing, join_dash_rules
    from kg.pages.scan_lines import find_type_lines
    from kg.pages.scan_upright import straighten

    engine = load_engine(source)
    _check_size(image, source)
    with _no_warnings():
        gray, scale = _prepare(image)
    gray = straighten(gray)
    points = 72 / dpi * scale
    lines = find_type_lines(gray, engine, strip=_STRIP, overlap=_OVERLAP) if min(gray.shape) > _LEAST_SIDE else []
    if not lines:
        return Raw("")
    rules, frames, pictures = find_drawing(gray, lines)
    lines, rules = join_dash_rules(lines, rules)
    height, width = gray.shape[:2]
    sheet = Sheet(
        width * points,
        height * points,
        tuple(replace(line, rect=_scale(line.rect, points), size=line.size * points) for line in lines),
        tuple(_scale(rect, points) for rect in rules),
        tuple(_scale(rect, points) for rect in frames),
        tuple(_scale(rect, points) for rect in pictures),
    )
    return read_sheet(sheet, number)


def _scale(rect: Rect, points: float) -> Rect:
    return Rect(rect.left * points, rect.top * points, rect.right * points, rect.bottom * points)


@cache
def _make_engine() -> Any:
    from rapidocr import RapidOCR

    one = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.max_side_len": 100_000,
            "Det.limit_type": "max",
            "Det.limit_side_len": 100_000,
            **{f"EngineConfig.onnxruntime.{name}": value for name, value in one.items()},
        }
    )


def load_engine(source: str) -> Any:
    """RapidOCR, loaded once; InputError where it is not installed."""
    try:
        with _no_warnings():
            return _make_engine()
    except ImportError as error:
        raise InputError(f"{source}: reading images needs RapidOCR, which is not installed ({_HINT})") from error


def _no_warnings() -> warnings.catch_warnings[None]:
    return warnings.catch_warnings(action="ignore")


def _check_size(image: Image, source: str) -> None:
    width, height = image.size
    if width * height > _MOST_PIXELS:
        raise InputError(_tell_too_large(source, f"{width} x {height} pixels"))


def _tell_too_large(source: str, size: str) -> str:
    most = _MOST_PIXELS // 1_000_000
    return f"{source}: this image is too large ({size}; at most {most} million, a broadsheet at 400 dpi has 55)"


def _find_dpi(image: Image) -> float:
    told = image.info.get("dpi")
    try:
        dpi = float(told[0]) if told else _DPI
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = _DPI
    return dpi if _LEAST_DPI <= dpi <= _MOST_DPI else _DPI


def _prepare(image: Image) -> tuple[Pixels, float]:
    """Grey on white, upright and not too wide; and by how much it was made smaller."""
    import numpy as np
    from PIL import Image as Images
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image) or image
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        coloured = upright.convert("RGBA")
        white = Images.new("RGBA", coloured.size, "white")
        upright = Images.alpha_composite(white, coloured)
    elif upright.mode.startswith("I"):  # 16 bits
        return _fit(np.clip(np.asarray(upright, dtype=np.float32) / 257, 0, 255).astype(np.uint8))
    return _fit(np.asarray(upright.convert("L"), dtype=np.uint8))


def _fit(gray: Pixels) -> tuple[Pixels, float]:
    import cv2
    import numpy as np

    width = gray.shape[1]
    if width <= _WIDEST:
        return gray, 1.0
    scale = _WIDEST / width
    smaller = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, dtype=np.uint8), 1 / scale
