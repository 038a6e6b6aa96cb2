"""The bytes of an HTML file -> its document; and what comments, meta tags and JSON-LD tell of its article."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape

from lxml import etree

from kg.errors import InputError
from kg.pages.html_marks import Markup
from kg.pages.plain import read_plain

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_BIG5 = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs"}
_COMMENT = re.compile(r"<([\w:-]{2,40})>(.{0,600}?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s+")
_LONGEST_COMMENT = 100_000


def parse_html(data: bytes, source: str) -> etree._Element:
    """The document of a file's content; InputError where it cannot be read."""
    text = _decode(data, source)
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


def find_title(root: etree._Element) -> str:
    """What stands in the window's frame."""
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
