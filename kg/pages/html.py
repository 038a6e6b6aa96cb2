"""An HTML file (e-paper article, saved web page; also inside .mht) -> its articles as the markup tells them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.errors import MessageError
from pathlib import Path

from lxml import etree

from kg.errors import InputError
from kg.model import PrintedLine, Span
from kg.pages.html_article import read_articles
from kg.pages.html_document import find_title, parse_html, read_properties
from kg.pages.html_lines import read_html_lines
from kg.pages.html_map import find_place, read_map
from kg.pages.html_marks import Markup, load_markup
from kg.pages.raw import Raw

_LARGEST = 16_000_000  # bytes of one HTML document; an article page with everything inside it has less than one million
_LARGEST_ARCHIVE = 200_000_000  # bytes of an .mht, most of which are pictures
_LEAST_OVERVIEW = 2  # articles that a page overview links to


def read_html_file(data: bytes, source: str) -> Iterator[Raw]:
    """A ``Reader``: one page; none for the overview of a page whose articles lie beside it."""
    if not data:
        raise InputError(f"{source}: the file is empty")
    if len(data) > _LARGEST:
        raise InputError(f"{source}: too large for an HTML page ({len(data) // 1_000_000} MB, at most 16)")
    root = parse_html(data, source)
    markup = load_markup()
    title = find_title(root)
    raw = read_articles(read_html_lines(root, markup), title, read_properties(root, markup), markup)
    if raw is not None:
        yield _put_in_place(raw, source, root, markup)
        return
    linked = list(read_map(root).areas)
    if len(linked) < _LEAST_OVERVIEW:
        raise InputError(f"{source}: no article was found in this HTML page")
    if not any(Path(source).with_name(name).is_file() for name in linked):
        listed = ", ".join(linked[:3])
        raise InputError(
            f"{source}: an overview without text; its articles are in the files that it links to ({listed} ...)"
        )


def _put_in_place(raw: Raw, source: str, root: etree._Element, markup: Markup) -> Raw:
    """With the place that a map of the printed page gives to its one article, and the page's number from there."""
    if len(raw.marked) != 1:
        return raw
    place = find_place(source, root)
    clues = raw.clues
    if place.number and not clues.number:
        clues = replace(clues, number=place.number)
    printed = (PrintedLine(Span(0, len(raw.text)), place.box),) if place.box is not None else ()
    return replace(raw, clues=clues, printed=printed, notes=(place.note,) if place.note else ())


def read_archive_file(data: bytes, source: str) -> Iterable[Raw]:
    """A ``Reader`` for .mht: the first HTML document in the archive."""
    if len(data) > _LARGEST_ARCHIVE:
        raise InputError(f"{source}: too large for a saved page ({len(data) / 1e6:.0f} MB)")
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                if isinstance(content, bytes):
                    return read_html_file(content, source)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise InputError(f"{source}: not a saved page (.mht) that can be read") from error
    raise InputError(f"{source}: there is no HTML page in this archive")
