"""A file or a string -> Page, with newspaper, issue date, page number and home found where they are not given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.errors import InputError
from kg.model import Page
from kg.pages.clues import (
    Clues,
    check_day,
    find_home,
    read_file_name,
    read_folder,
    read_masthead,
    read_sidecar,
    read_text_date,
)
from kg.pages.plain import clean_text, read_plain
from kg.pages.raw import NO_CLUES, Raw, Reader

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?=\s?[年./-])")
_LONGEST_MASTHEAD_GAP = 50  # years; a page may show an old front page
_LONGEST_GAP = 250  # years from the latest year a page speaks of to its issue date; looking back at 1840 is no error


def _read_text_file(data: bytes, source: str) -> Iterable[Raw]:
    return (Raw(read_plain(data, source)),)


def _read_html(data: bytes, source: str) -> Iterable[Raw]:
    from kg.pages.html import read_html_file  # lxml is loaded only where it is needed

    return read_html_file(data, source)


def _read_archive(data: bytes, source: str) -> Iterable[Raw]:
    from kg.pages.html import read_archive_file

    return read_archive_file(data, source)


def _read_pdf(data: bytes, source: str) -> Iterable[Raw]:
    from kg.pages.pdf import read_pdf
    from kg.pages.scan import read_scan

    return read_pdf(data, source, scan=read_scan)


def _read_image(data: bytes, source: str) -> Iterable[Raw]:
    from kg.pages.scan import read_image_file

    return read_image_file(data, source)


READERS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md"), _read_text_file),
    **dict.fromkeys((".htm", ".html", ".shtml", ".xhtml"), _read_html),
    **dict.fromkeys((".mht", ".mhtml"), _read_archive),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"), _read_image),
    ".pdf": _read_pdf,
}
_DATE_FOLDER = re.compile(r"\d[\d_.-]*")  # 2025-04/23, 20250423


def find_pages(path: Path) -> list[Path]:
    """A file is itself; of a directory the files that can be read, by name, also in folders named after a day or a
    month (2025-04/23); InputError where there are none."""
    if not path.exists():
        raise InputError(f"{path}: no such file or directory")
    if not path.is_dir():
        return [path]
    pages = list(_walk(path))
    if not pages:
        raise InputError(f"{path}: no pages in this directory ({_supported()} are read)")
    return pages


def _walk(folder: Path) -> Iterator[Path]:
    """The pages of a folder by name, and those of the date folders in it (2025-04/23)."""
    try:
        inside = sorted(folder.iterdir(), key=lambda file: file.name)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or 'cannot be read'}") from error
    for file in inside:
        if file.is_dir() and not file.is_symlink():
            if _DATE_FOLDER.fullmatch(file.name):
                yield from _walk(file)
        elif file.suffix.lower() in READERS and file.is_file() and not file.name.startswith((".", "README")):
            if file.name == "graph.html" and file.with_name("graph.ttl").is_file():
                continue  # written by kg build
            yield file


def read_pages(
    path: Path,
    *,
    newspaper: str = "",
    published: date | None = None,
    home: str = "",
    number: str = "",
    known_places: Callable[[str], bool] | None = None,
) -> Iterator[Page]:
    """The pages of a file, one at a time: a PDF has many, the other kinds have one.

    What is not given comes from the file name (锡湖日报-2024-03-02-A01.txt; a bare date in any other
    name counts for less than a sidecar), the sidecar, the markup, the masthead, the folders' names
    (2025-04/23), an earlier page of the file and the text, in that order. ``known_places`` tells whether
    a name is a place of the gazetteer; with it the home may be concluded from the newspaper's name.
    """
    source = str(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{source}: files of this kind cannot be read ({_supported()} can)")
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise InputError(f"{source}: this is a directory, not a file") from error
    except OSError as error:
        raise InputError(f"{source}: {error.strerror or 'cannot be read'}") from error
    named, sidecar, folder = read_file_name(path), read_sidecar(path), read_folder(path)
    given = Clues("", newspaper, published, number, home or None)
    before = NO_CLUES
    for place, raw in enumerate(reader(data, source)):
        if place:  # a number that is given holds for the first page
            given, named, sidecar, folder = (replace(clues, number="") for clues in (given, named, sidecar, folder))
        if not raw.text.strip():  # a sheet with nothing but a picture
            continue
        clues = (named, sidecar, raw.clues) if named.firm else (sidecar, raw.clues, named)
        page = _make_page(raw, source, (given, *clues), known_places, (folder, before))
        before = Clues("an earlier page of the file", page.newspaper, page.published)
        yield page


def read_page(
    path: Path,
    *,
    newspaper: str = "",
    published: date | None = None,
    home: str = "",
    number: str = "",
    known_places: Callable[[str], bool] | None = None,
) -> Page:
    """A file of one page, see ``read_pages``; InputError where it holds more."""
    pages = read_pages(
        path, newspaper=newspaper, published=published, home=home, number=number, known_places=known_places
    )
    first = next(pages, None)
    if first is None:
        raise InputError(f"{path}: there is no article in this file")
    if next(pages, None) is not None:
        raise InputError(f"{path}: this file holds several pages")
    return first


def read_page_text(
    text: str,
    source: str = "text",
    *,
    newspaper: str = "",
    published: date | None = None,
    home: str = "",
    number: str = "",
    known_places: Callable[[str], bool] | None = None,
) -> Page:
    """A string as a Page; see ``read_page``."""
    text = clean_text(text)
    if not text.strip():
        raise InputError(f"{source}: there is no text")
    return _make_page(Raw(text), source, (Clues("", newspaper, published, number, home or None),), known_places)


def _supported() -> str:
    return " ".join(sorted(READERS))


def _make_page(
    raw: Raw,
    source: str,
    said: tuple[Clues, ...],
    known_places: Callable[[str], bool] | None,
    late: tuple[Clues, ...] = (),
) -> Page:
    """``said`` counts for more than the masthead, ``late`` for less."""
    text = raw.text
    masthead = read_masthead(text)
    said = (*said, masthead, *late)
    assumed: list[str] = []

    def conclude(what: str, value: str, origin: str) -> str:
        given = {str(v) for c in said if not c.origin for v in (c.newspaper, c.published, c.number, c.home)}
        if origin and value not in given:
            assumed.append(f"{what} {value} from {origin}")
        return value

    newspaper = next((conclude("newspaper", c.newspaper, c.origin) for c in said if c.newspaper), "")
    published = next((c.published for c in said if c.published is not None), None)
    if published is not None:
        origin = next(c.origin for c in said if c.published is not None)
    else:
        published, origin = read_text_date(text), "the latest full date in the text"
    if published is None:
        raise InputError(f"{source}: no issue date in file name, sidecar or text; give it with --date YYYY-MM-DD")
    _check_published(published, text, source, masthead.published)
    conclude("issue date", published.isoformat(), origin)
    number = next((conclude("page", c.number, c.origin) for c in said if c.number), "")
    home = next((c.home for c in said if c.home is not None), None)
    if home is None:
        home = find_home(newspaper, known_places) if newspaper and known_places is not None else ""
        if home:
            conclude("home", home, "the newspaper's name")
    elif home:
        conclude("home", home, next(c.origin for c in said if c.home is not None))
    return Page(source, text, published, newspaper, number, home, (*assumed, *raw.notes), raw.marked, raw.printed)


def _check_published(published: date, text: str, source: str, masthead: date | None) -> None:
    check_day(published, "the issue date", source)
    if masthead is not None and published.year > masthead.year + _LONGEST_MASTHEAD_GAP:
        raise InputError(f"{source}: the issue date {published} is years after {masthead}, which the masthead gives")
    years = [int(year) for year in _YEAR.findall(text)]
    if years and published.year > max(years) + _LONGEST_GAP:
        raise InputError(f"{source}: the issue date {published} is far later than any year in the text ({max(years)})")
