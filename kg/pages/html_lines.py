"""An HTML document -> its lines of text as a browser would break them, with what the markup says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.pages.html_marks import Markup

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul founder-content "
    "founder-title founder-author founder-imp founder-introtitle founder-subtitle".split()
)
_SILENT = frozenset(
    "script style noscript template title select option textarea iframe object embed applet button svg math map "
    "audio video canvas input".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"}) | _HEADINGS
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRONG = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# what a page calls the things beside its article
_BESIDE = re.compile(
    r"(?<![a-z])(?:comments?|pinglun|related|recommend\w*|sidebar|footer|breadcrumbs?|copyright|share|nav|menu)(?![a-z])",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?P<open><?)(?P<close>/?)(?P<name>[a-z][\w:-]*)>?\s*$", re.IGNORECASE)

_AROUND = 6  # elements around a line that are kept: the document may be nested deeply

_WRAP = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\n[ \t\n]*(?=[\u2e80-\uffef])")
_INDENTED = re.compile(r"\n\s*(?=\u3000\u3000)")  # a paragraph's indent at a line's start, without a tag
_INDENT = re.compile(r"^[ \n]*(?:\u3000|[\xa0 ]{2})")
_BLANK = re.compile(r"[ \t\n\xa0]+")


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """``places``: (place of epaper.toml, occurrence) it stands in; ``path``: the blocks around it, inmost last."""

    text: str
    places: frozenset[tuple[int, int]] = frozenset()
    path: tuple[int, ...] = ()
    indent: bool = False
    broken: bool = False  # begins after a <br>, not with a block of its own
    bold: bool = False  # all of it
    centred: bool = False
    heading: int = 0  # 1-6
    links: float = 0.0  # the share of its characters that are links
    picture: bool = False  # a picture stands before it
    hidden: bool = False  # or beside the article, by the name of the element it stands in


@dataclass(slots=True)
class _State:
    """What is open where the walk has come to."""

    path: list[int] = field(default_factory=list)
    open: dict[int, int] = field(default_factory=dict)  # place -> occurrence
    bold: int = 0
    link: int = 0
    centred: int = 0
    hidden: int = 0
    silent: int = 0
    heading: int = 0
    verbatim: int = 0
    broken: bool = False
    picture: bool = False
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)  # text, bold, link


def read_html_lines(root: etree._Element, markup: Markup) -> list[HtmlLine]:
    """The visible text in the document's order; scripts, forms' fields and frames are left out."""
    return list(_walk(root, markup))


def _walk(root: etree._Element, markup: Markup) -> Iterator[HtmlLine]:
    state = _State()
    counts: dict[int, int] = {}
    undo: list[tuple[int, ...]] = []  # for each open element: its places
    number = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "pi":
            yield from _put(state, element.tail)
            continue
        if event == "comment":
            yield from _mark(state, element.text or "", markup, counts)
            yield from _put(state, element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            number += 1
            inside = _find_places(element, tag, markup)
            if tag in _BLOCKS or inside:
                yield from _flush(state)
            if tag == "br":
                state.broken = True
            elif tag == "img":
                state.picture = True
            if tag in _BLOCKS:
                state.path.append(number)
            undo.append(inside)
            for place in inside:
                if place not in state.open:
                    counts[place] = counts.get(place, -1) + 1
                    state.open[place] = counts[place]
            _count(state, element, tag, 1)
            yield from _put(state, element.text)
        else:
            if tag in _BLOCKS or undo[-1]:
                yield from _flush(state)
                state.broken = tag == "br"
            _count(state, element, tag, -1)
            if tag in _BLOCKS:
                state.path.pop()
            for place in undo.pop():
                state.open.pop(place, None)
            yield from _put(state, element.tail)
    yield from _flush(state)


def _find_places(element: etree._Element, tag: str, markup: Markup) -> tuple[int, ...]:
    names = [("tag", tag)]
    if identifier := element.get("id"):
        names.append(("id", identifier.strip().lower()))
    if classes := element.get("class"):
        names += [("class", name) for name in classes.lower().split()]
    return tuple(dict.fromkeys(markup.by_name[name] for name in names if name in markup.by_name))


def _count(state: _State, element: etree._Element, tag: str, step: int) -> None:
    style = element.get("style") or ""
    state.bold += step * (tag in _BOLD or bool(_STRONG.search(style)))
    state.link += step * (tag == "a" and element.get("href") is not None)
    state.silent += step * (tag in _SILENT)
    state.verbatim += step * (tag == "pre")
    if tag in _HEADINGS:
        state.heading = int(tag[1]) if step > 0 else 0
    aligned = (element.get("align") or "").strip().lower() == "center"
    state.centred += step * (tag == "center" or aligned or bool(_CENTRED.search(style)))
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    state.hidden += step * (
        bool(_HIDDEN.search(style)) or (tag not in ("html", "body") and bool(_BESIDE.search(names)))
    )


def _mark(state: _State, comment: str, markup: Markup, counts: dict[int, int]) -> Iterator[HtmlLine]:
    """<!--enpcontent--> opens a place, <!--/enpcontent--> closes it."""
    match = _RANGE.match(comment) if len(comment) < 80 else None
    place = markup.by_name.get(("comment", match["name"].lower())) if match else None
    if match is None or place is None:
        return
    yield from _flush(state)
    if match["close"]:
        state.open.pop(place, None)
    elif place not in state.open:
        counts[place] = counts.get(place, -1) + 1
        state.open[place] = counts[place]


def _put(state: _State, text: str | None) -> Iterator[HtmlLine]:
    if not text or state.silent:
        return
    pieces = text.split("\n") if state.verbatim else _INDENTED.split(text)
    for place, piece in enumerate(pieces):
        if place:
            yield from _flush(state)
            state.broken = True
        state.parts.append((piece, state.bold > 0, state.link > 0))


def _flush(state: _State) -> Iterator[HtmlLine]:
    parts, state.parts = state.parts, []
    raw = _WRAP.sub("", "".join(text for text, _, _ in parts))
    text = _BLANK.sub(" ", raw).strip()
    if not text:
        return
    letters = sum(len(text.strip()) for text, _, _ in parts)
    yield HtmlLine(
        text,
        frozenset(state.open.items()),
        tuple(state.path[-_AROUND:]),
        indent=bool(_INDENT.match(raw)),
        broken=state.broken,
        bold=all(bold for text, bold, _ in parts if text.strip()),
        centred=state.centred > 0,
        heading=state.heading,
        links=sum(len(text.strip()) for text, _, link in parts if link) / letters,
        picture=state.picture,
        hidden=state.hidden > 0,
    )
    state.broken = state.picture = False
