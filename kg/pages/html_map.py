"""An article's HTML file -> where its article is printed: e-papers link a picture of the page, area by area, to it.

The picture's map (<map>, <area coords=... href=...>) stands in the article's own file or in the overview of the page,
which lies beside it. Its pixels are taken for those of CSS, 96 to an inch; percentages need the picture's size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from kg.errors import InputError
from kg.model import Box
from kg.pages.html_article import find_overview_number
from kg.pages.html_document import find_title, parse_html, read_properties
from kg.pages.html_lines import read_html_lines
from kg.pages.html_marks import load_markup

_POINTS = 0.75  # in a pixel
_LARGEST = 100_000.0  # pixels of a picture's side
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?P<percent>%)?(?:px)?")
_BETWEEN = re.compile(r"[\s,，;；]+")
_AREA = re.compile(rb"<area\b", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)\s*(?:px)?\s*")
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d+)?)px", re.IGNORECASE)
_HTML = frozenset({".htm", ".html", ".shtml", ".xhtml"})
_MOST = 2000  # files of a folder that are looked into, and areas of a picture
_MOST_BYTES = 4_000_000  # of an overview

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class PageMap:
    """The areas of a picture by the file that they link to: shape and coordinates as they are written."""

    areas: Mapping[str, tuple[tuple[str, str], ...]]
    width: float = 0.0  # of the picture, in pixels; 0 where nothing tells
    height: float = 0.0
    number: str = ""  # what an overview calls its page


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article is printed and the number of the page; or why the place cannot be told."""

    box: Box | None = None
    number: str = ""
    note: str = ""


def read_map(root: etree._Element) -> PageMap:
    """The map of a document; ``areas`` is empty where it has none."""
    areas: dict[str, list[tuple[str, str]]] = {}
    names = set()
    for area in islice(root.iter("area"), _MOST):
        if name := find_neighbour(area.get("href") or ""):
            areas.setdefault(name, []).append((area.get("shape") or "", area.get("coords") or ""))
            above = area.getparent()
            names.add((above.get("name") or above.get("id") or "").lower() if above is not None else "")
    width = height = 0.0
    if areas:
        for image in root.iter("img"):
            if (image.get("usemap") or "").lstrip("#").lower() in names:
                width, height = _read_size(image)
                break
    return PageMap({name: tuple(own) for name, own in areas.items()}, width, height)


def find_neighbour(link: str) -> str:
    """The file's name of a link to a file beside this one, else ""."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    name = unquote(parts.path).removeprefix("./")
    if parts.scheme or parts.netloc or not name or "/" in name or "\\" in name or "\x00" in name:
        return ""
    return name


def find_place(source: str, root: etree._Element) -> Placed:
    """Where the article of the file ``source`` is printed, as its own map tells or that of an overview beside it."""
    path = Path(source)
    own = read_map(root)
    if path.name in own.areas:
        return _place(path.name, own, path.name)
    try:
        changed = path.parent.stat().st_mtime_ns if path.is_file() else 0
    except OSError:  # no file, but text by another name
        changed = 0
    if not changed:
        return Placed()
    overview = _find_overviews(path.parent, changed).get(path.name)
    return _place(path.name, overview[1], overview[0]) if overview else Placed()


@lru_cache(maxsize=2)  # the articles of a folder are read one after another
def _find_overviews(folder: Path, changed: int) -> dict[str, tuple[str, PageMap]]:
    """For each file that an overview of the folder links to the first such overview and its map.

    ``changed``: when a file was put there or taken away last. A map in an article's own file is no overview's.
    """
    maps: list[tuple[str, PageMap]] = []
    for path in sorted(folder.iterdir(), key=lambda file: file.name)[:_MOST]:
        if path.suffix.lower() in _HTML and path.is_file() and (found := _read_overview(path)) is not None:
            maps.append((path.name, found))
    targets = {name for _, own in maps for name in own.areas}
    linked: dict[str, tuple[str, PageMap]] = {}
    for overview, own in maps:
        if overview not in targets:
            for name in own.areas:
                linked.setdefault(name, (overview, own))
    return linked


def _read_overview(path: Path) -> PageMap | None:
    """The map of a file; None for one that has none. What is wrong with a file is told where it is read itself."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
        if not _AREA.search(data):
            return None
        root = parse_html(data, str(path))
    except (OSError, InputError):
        return None
    found = read_map(root)
    if not found.areas:
        return None
    markup = load_markup()
    number = find_overview_number(read_html_lines(root, markup), find_title(root), read_properties(root, markup))
    return replace(found, number=number)


def _place(name: str, page: PageMap, overview: str) -> Placed:
    """The rectangle around all areas of an article."""
    rectangles: list[Rectangle] = []
    for shape, coords in page.areas[name]:
        rectangle = read_area(shape, coords, page.width, page.height)
        if rectangle is None:
            shown = coords if len(coords) <= 40 else coords[:40] + "…"
            return Placed(number=page.number, note=f"no place on the page: {overview} gives {name} coords {shown!r}")
        rectangles.append(rectangle)
    lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
    sides = (round(side * _POINTS, 2) for side in (min(lefts), min(tops), max(rights), max(bottoms)))
    return Placed(Box(1, *sides), page.number)


def read_area(shape: str, coords: str, width: float = 0.0, height: float = 0.0) -> Rectangle | None:
    """The rectangle around an area in pixels; None where the coordinates make none.

    >>> read_area("polygon", "5,72,228,72,228,207,5,207")
    (5.0, 72.0, 228.0, 207.0)
    """
    numbers = list(_read_numbers(coords, width, height))
    if not numbers or not all(map(math.isfinite, numbers)) or max(map(abs, numbers)) > _LARGEST:
        return None
    if len(numbers) == 3 and shape.strip().lower()[:4] in ("circ", ""):
        x, y, radius = numbers
        left, top, right, bottom = x - radius, y - radius, x + radius, y + radius
    elif len(numbers) >= 4 and len(numbers) % 2 == 0:  # the corners, whatever the shape is called
        xs, ys = numbers[::2], numbers[1::2]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    else:
        return None
    left, top = max(left, 0.0), max(top, 0.0)
    return (left, top, right, bottom) if right > left and bottom > top else None


def _read_numbers(coords: str, width: float, height: float) -> Iterator[float]:
    """Pixels; a word that is no number, or a share of a picture whose size is not told, comes out as NaN."""
    for at, word in enumerate(_BETWEEN.split(coords.strip().strip(",;，；").strip())[:1000]):
        match = _NUMBER.fullmatch(word)
        if match is None:
            yield math.nan
        elif match["percent"]:
            side = height if at % 2 else width
            yield float(word[:-1]) / 100 * side if side else math.nan
        else:
            yield float(word.removesuffix("px"))


def _read_size(image: etree._Element) -> tuple[float, float]:
    styled = {name.lower(): float(number) for name, number in _STYLED.findall(image.get("style") or "")}
    sizes = []
    for side in ("width", "height"):
        match = _PIXELS.fullmatch(image.get(side) or "")
        sizes.append(styled.get(side, float(match[1]) if match else 0.0))
    return sizes[0], sizes[1]
