"""An HTML file (e-paper article, saved web page; also inside .mht) -> its articles as the markup tells them."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email.errors import MessageError
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from kg.errors import InputError
from kg.pages.html_article import read_articles
from kg.pages.html_lines import read_html_lines
from kg.pages.html_marks import Markup, load_markup
from kg.pages.plain import read_plain
from kg.pages.raw import Raw

_LARGEST = 16_000_000  # bytes of one HTML document; an article page with everything inside it has less than one million
_LARGEST_ARCHIVE = 200_000_000  # bytes of an .mht, most of which are pictures
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_BIG5 = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs"}
_COMMENT = re.compile(r"<([\w:-]{2,40})>(.{0,600}?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s+")
_LONGEST_COMMENT = 100_000
_LEAST_OVERVIEW = 2  # articles that a page overview links to


def read_html_file(data: bytes, source: str) -> Iterator[Raw]:
    """A ``Reader``: one page; none for the overview of a page whose articles lie beside it."""
    if not data:
        raise InputError(f"{source}: the file is empty")
    if len(data) > _LARGEST:
        raise InputError(f"{source}: too large for an HTML page ({len(data) // 1_000_000} MB, at most 16)")
    root = _parse(_decode(data, source), source)
    markup = load_markup()
    title = _find_title(root)
    raw = read_articles(read_html_lines(root, markup), title, read_properties(root, markup), markup)
    if raw is not None:
        yield raw
        return
    linked = _find_overview(root)
    if len(linked) < _LEAST_OVERVIEW:
        raise InputError(f"{source}: no article was found in this HTML page")
    if not any(Path(source).with_name(name).is_file() for name in linked):
        listed = ", ".join(linked[:3])
        raise InputError(
            f"{source}: an overview without text; its articles are in the files that it links to ({listed} ...)"
        )


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


def _decode(data: bytes, source: str) -> str:
    """The text whatever the page declares: UTF-8 and GB18030 are told by their bytes, only Big5 is believed."""
    declared = _DECLARED.search(data[:4096])
    codec = _BIG5.get(declared[1].decode("ascii").lower()) if declared else None
    if codec:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode(codec, "replace")
            if text.count("\ufffd") * 100 <= len(text):
                data = text.encode("utf-8")
    return read_plain(data, source)


def _parse(text: str, source: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise InputError(f"{source}: this HTML cannot be read ({' '.join(str(error).split())[:80]})") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(f"{source}: this HTML is nested too deeply")
    if root is None:
        raise InputError(f"{source}: there is no HTML in this file")
    return root


def _find_title(root: etree._Element) -> str:
    found = root.find(".//title")
    return _BLANK.sub(" ", "".join(found.itertext())).strip() if found is not None else ""


def read_properties(root: etree._Element, markup: Markup) -> Mapping[str, str]:
    """Part -> what <!--enpproperty ... -->, meta tags and hidden fields say of it."""
    in_comment: dict[str, str] = {}
    in_tags: dict[str, str] = {}
    for comment in (*root.iter(etree.Comment), *_find_outside(root)):
        text = comment.text or ""
        if "enpproperty" in text[:200]:
            for match in _COMMENT.finditer(text[:_LONGEST_COMMENT]):
                value = _BLANK.sub(" ", unescape(_TAG.sub(" ", match[2]))).strip()
                if value:
                    in_comment.setdefault(match[1].lower(), value)
    for element in root.iter("meta", "input"):
        if element.tag == "input" and (element.get("type") or "").lower() != "hidden":
            continue
        name = (element.get("name") or element.get("property") or element.get("id") or "").strip().lower()
        value = _BLANK.sub(" ", element.get("content") or element.get("value") or "").strip()
        if name and value:
            in_tags.setdefault(name, value)
    in_tags = _read_linked_data(root) | in_tags
    told: dict[str, str] = {}
    for each in markup.properties:
        value = in_comment.get(each.name, "") or ("" if each.comment else in_tags.get(each.name, ""))
        if value and each.part not in told:
            told[each.part] = value
    return told


def _read_linked_data(root: etree._Element) -> dict[str, str]:
    """What the JSON-LD of the page says of an article: ld:headline, ld:datepublished, ld:author, ld:publisher."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads((script.text or "")[:_LONGEST_COMMENT])]
        except (ValueError, RecursionError):  # a page with broken data is still a page
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                waiting += [value for key, value in item.items() if key == "@graph"]
                for key in ("headline", "datePublished", "author", "publisher"):
                    if "headline" in item and (value := _name_of(item.get(key))):
                        found.setdefault(f"ld:{key.lower()}", value)
    return found


def _name_of(value: object) -> str:
    """A text, or the name of a thing, or the names of several."""
    if isinstance(value, list):
        return " ".join(name for each in value[:9] if (name := "" if isinstance(each, list) else _name_of(each)))
    if isinstance(value, dict):
        value = value.get("name")
    return _BLANK.sub(" ", value).strip() if isinstance(value, str) else ""


def _find_outside(root: etree._Element) -> list[etree._Element]:
    """The comments before and behind <html>."""
    return [*root.itersiblings(etree.Comment, preceding=True), *root.itersiblings(etree.Comment)]


def _find_overview(root: etree._Element) -> list[str]:
    """The files that the areas of a page's picture link to."""
    names = []
    for area in root.iter("area"):
        if name := _find_neighbour(area.get("href") or ""):
            names.append(name)
    return list(dict.fromkeys(names))


def _find_neighbour(link: str) -> str:
    """The file's name of a link to a file beside this one, else ""."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    name = unquote(parts.path)
    if parts.scheme or parts.netloc or not name or "/" in name or "\\" in name or "\x00" in name:
        return ""
    return name
