"""A file or a string -> Page, with newspaper, issue date, page number and home found where they are not given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import InputError
from kg.model import Marked, Page, PrintedLine
from kg.pages.clues import Clues, check_day, find_home, read_file_name, read_masthead, read_sidecar, read_text_date
from kg.pages.plain import clean_text, read_plain

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?=\s?[年./-])")
_LONGEST_MASTHEAD_GAP = 50  # years; a page may show an old front page
_LONGEST_GAP = 250  # years from the latest year a page speaks of to its issue date; looking back at 1840 is no error


NO_CLUES = Clues("the file's markup")


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader takes out of a file for one page: the text, and what markup or layout say of it."""

    text: str
    clues: Clues = NO_CLUES
    marked: tuple[Marked, ...] = ()
    printed: tuple[PrintedLine, ...] = ()


Reader = Callable[[bytes, str], Iterable[Raw]]  # (content, name for messages) -> the file's pages, one at a time


def _read_text_file(data: bytes, source: str) -> Iterable[Raw]:
    return (Raw(read_plain(data, source)),)


READERS: dict[str, Reader] = {".txt": _read_text_file, ".text": _read_text_file, ".md": _read_text_file}


def find_pages(path: Path) -> list[Path]:
    """A file is itself; of a directory the files that can be read, by name; InputError where there are none."""
    if not path.exists():
        raise InputError(f"{path}: no such file or directory")
    if not path.is_dir():
        return [path]
    try:
        inside = sorted(path.iterdir(), key=lambda file: file.name)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be read'}") from error
    pages = [
        file
        for file in inside
        if file.suffix.lower() in READERS and file.is_file() and not file.name.startswith((".", "README"))
    ]
    if not pages:
        raise InputError(f"{path}: no pages in this directory ({_supported()} are read)")
    return pages


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
    name counts for less than a sidecar), the sidecar, the markup, the masthead and the text, in that
    order. ``known_places`` tells whether a name is a place of the gazetteer; with it the home may be
    concluded from the newspaper's name.
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
    named, sidecar = read_file_name(path), read_sidecar(path)
    given = Clues("", newspaper, published, number, home or None)
    for raw in reader(data, source):
        clues = (named, sidecar, raw.clues) if named.firm else (sidecar, raw.clues, named)
        yield _make_page(raw, source, (given, *clues), known_places)


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
    first = next(pages)
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


def _make_page(raw: Raw, source: str, said: tuple[Clues, ...], known_places: Callable[[str], bool] | None) -> Page:
    text = raw.text
    said = (*said, read_masthead(text))
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
    _check_published(published, text, source, said[-1].published)
    conclude("issue date", published.isoformat(), origin)
    number = next((conclude("page", c.number, c.origin) for c in said if c.number), "")
    home = next((c.home for c in said if c.home is not None), None)
    if home is None:
        home = find_home(newspaper, known_places) if newspaper and known_places is not None else ""
        if home:
            conclude("home", home, "the newspaper's name")
    elif home:
        conclude("home", home, next(c.origin for c in said if c.home is not None))
    return Page(source, text, published, newspaper, number, home, tuple(assumed), raw.marked, raw.printed)


def _check_published(published: date, text: str, source: str, masthead: date | None) -> None:
    check_day(published, "the issue date", source)
    if masthead is not None and published.year > masthead.year + _LONGEST_MASTHEAD_GAP:
        raise InputError(f"{source}: the issue date {published} is years after {masthead}, which the masthead gives")
    years = [int(year) for year in _YEAR.findall(text)]
    if years and published.year > max(years) + _LONGEST_GAP:
        raise InputError(f"{source}: the issue date {published} is far later than any year in the text ({max(years)})")
