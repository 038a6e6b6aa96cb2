"""The lines of an HTML page -> its articles (``Marked``) with newspaper, date and page number, as the markup tells.

The body is what stands in a place of epaper.toml, or, on a page of no such system, the block with the most prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Marked, Span
from kg.pages.clues import Clues, name_paper
from kg.pages.dates import find_full_dates
from kg.pages.furniture import load_furniture
from kg.pages.html_lines import HtmlLine
from kg.pages.html_marks import Markup
from kg.pages.html_prose import find_prose
from kg.pages.raw import NO_CLUES, Raw

_FULL_STOP = re.compile(r"[。！？!?…；;：:][”’」』）)》】]*$|[”’」』）)》】]$")
_PAUSE = re.compile(r"[，,、。！？!?…；;：:][”’」』）)》】]*$")
_CAPTION = re.compile(
    r"^[▲△▼▽◀▶←→↑↓●■（(]*(?:图为|上图|下图|左图|右图|题图|图片为|图[①②③④⑤一二三四五\d])|"
    r"(?:摄|摄影|供图|图片|发|图)[）)]?[。]?$"
)
_POINTS = re.compile(r"^[▲△▼▽◀▶←→↑↓●■（(]*(?:图为|上图|下图|左图|右图|题图|图片为)")
_CITED = re.compile(
    r"[（(]?\s*《\s*(?P<paper>[^》\s]{2,14})\s*》\s*[（(]?\s*(?P<date>[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?"
    r"[\s，,]*(?:第?\s*(?P<page>[A-Z]{0,2}\d{1,3})\s*版)?[\u4e00-\u9fff·]{0,6}\s*[)）]?"
)
_PAGE = re.compile(
    r"^[\s\u3000]*(?P<now>当前版[:：]?|本版[:：]|版次[:：])?\s*第?\s*(?P<page>[A-Z]{0,2}\d{1,3})\s*版(?!本|权|画)"
)
_SOURCE = re.compile(r"(?:来源|稿源|来源于)\s*[:：]\s*(?P<paper>[^\s|丨,，;；]{2,20})")
_WRITER = re.compile(
    r"(?:作者|文/|文／)\s*[:：]?\s*(?P<names>[\u4e00-\u9fff·]{2,5}(?:[\s、，,]+[\u4e00-\u9fff·]{2,5}){0,5})"
)
_TITLE_PARTS = re.compile(r"\s*[-_|｜丨—–]+\s*|\s{2,}")
_LEAD_WORD = re.compile(r"^(?:标题|作者|副题|引题|副标题)\s*[:：]\s*")
_AUTHOR_WORD = re.compile(r"^(?:作者|文)\s*[:：]\s*")
_LONGEST_CAPTION = 160
_LONGEST_SUBHEAD = 32
_LONGEST_CREDIT = 60
_HEADER = 12  # lines above the body in which its headline, source and date stand


@dataclass(slots=True)
class Draft:
    """An article on its way."""

    headline: list[str] = field(default_factory=list)
    kickers: list[str] = field(default_factory=list)
    subheads: list[str] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    body: list[HtmlLine] = field(default_factory=list)


def read_articles(lines: Sequence[HtmlLine], title: str, told: Mapping[str, str], markup: Markup) -> Raw | None:
    """``told`` are the properties by part; None where the page holds no article."""
    bodies = _find_bodies(lines, markup)
    placed = bool(bodies)
    if not placed:
        # a menu that is never closed holds the whole page
        prose = find_prose(lines, title) or find_prose([replace(line, hidden=False) for line in lines], title)
        bodies = [prose] if prose else []
    if not bodies:
        return None
    first = bodies[0][0]
    header = lines[max(0, first - _HEADER) : first]
    drafts = _find_drafts(lines, bodies, markup) if placed else [Draft(body=[lines[index] for index in bodies[0]])]
    if len(drafts) == 1:
        _fill_in(drafts[0], header, title, told)
    inside = {index for body in bodies for index in body}
    beside = [line for index, line in enumerate(lines) if index not in inside]
    raw = _write(drafts)
    return Raw(raw.text, _find_clues(beside, header, title, told), raw.marked) if raw.marked else None


# ------------------------------------------------------------------------------------ where things stand


def _find_drafts(lines: Sequence[HtmlLine], bodies: Sequence[Sequence[int]], markup: Markup) -> list[Draft]:
    """An article for each body that has a headline of its own above it; other bodies go on with the one before."""
    drafts: list[Draft] = []
    seen: set[str] = set()
    begin = 0
    for number, body in enumerate(bodies):
        end = len(lines) if number + 1 == len(bodies) else body[-1] + 1
        around, begin = range(begin, end), end
        text = "".join(lines[index].text for index in body)
        if text in seen:  # some pages hold their article twice, for the reading voice
            continue
        seen.add(text)
        draft = Draft()
        inside = set(body)
        for index in around:
            _put_line(draft, lines[index], index in inside, markup)
        if drafts and not draft.headline:
            drafts[-1].body += draft.body
            drafts[-1].captions += draft.captions
        else:
            drafts.append(draft)
    return drafts


def _find_bodies(lines: Sequence[HtmlLine], markup: Markup) -> list[list[int]]:
    """The lines of each occurrence of the first body place that holds text."""
    found: dict[int, dict[int, list[int]]] = {}
    for index, line in enumerate(lines):
        for place, occurrence in line.places:
            if markup.places[place].part == "body":
                found.setdefault(place, {}).setdefault(occurrence, []).append(index)
    for place in sorted(found):
        bodies = [body for _, body in sorted(found[place].items())]
        if any(len(lines[index].text) > 1 for body in bodies for index in body):
            return bodies
    return []


def _put_line(draft: Draft, line: HtmlLine, in_body: bool, markup: Markup) -> None:
    parts = {markup.places[place].part for place, _ in line.places} - {"body"}
    if "caption" in parts:
        draft.captions.append(line.text)
    elif in_body:
        draft.body.append(line)
    elif "headline" in parts:
        draft.headline.append(_LEAD_WORD.sub("", line.text))
    elif "kicker" in parts:
        draft.kickers.append(_LEAD_WORD.sub("", line.text))
    elif "subhead" in parts:
        draft.subheads.append(_LEAD_WORD.sub("", line.text))
    elif "byline" in parts:
        draft.byline.append(_AUTHOR_WORD.sub("", _CITED.sub("", line.text)).strip())


def _fill_in(draft: Draft, header: Sequence[HtmlLine], title: str, told: Mapping[str, str]) -> None:
    """What no place told: from the properties, the headings above the body and the document's title."""
    heads = [line for line in header if line.heading and not line.links and not line.hidden]
    if not draft.headline:
        top = [line for line in heads if line.heading == min(head.heading for head in heads)]
        name = next((part for part in _TITLE_PARTS.split(title.strip()) if part and not name_paper(part)), "")
        matching = [  # the title in the page's own words, which may be fuller
            line
            for line in header
            if len(line.text) > 3 and (line.text in title or (name and name in line.text and not line.links))
        ]
        if told.get("headline"):
            draft.headline = [told["headline"]]
        elif top:
            draft.headline = [top[-1].text]
        elif matching:
            draft.headline = [max(matching, key=lambda line: len(line.text)).text]
        else:
            draft.headline = [told.get("title") or name] if told.get("title") or name else []
        names = [line.text for line in heads]
        if draft.headline and draft.headline[0] in names and not draft.kickers and not draft.subheads:
            place = names.index(draft.headline[0])
            draft.kickers = names[:place]
            draft.subheads = names[place + 1 :]
    if not draft.kickers and told.get("kicker"):
        draft.kickers = [told["kicker"]]
    if not draft.subheads and told.get("subhead"):
        draft.subheads = [told["subhead"]]
    if not any(draft.byline):
        draft.byline = [told["byline"]] if told.get("byline") else []
    if not draft.byline:
        writers = [match["names"] for line in header if (match := _WRITER.search(line.text)) and not line.links]
        draft.byline = writers[:1]


# ------------------------------------------------------------------------------------ the text


def _write(drafts: Iterable[Draft]) -> Raw:
    """Page text: for each article its heads, byline and body, one to a line; a paragraph may have several lines."""
    text: list[str] = []
    length = 0
    marked: list[Marked] = []

    def put(words: str) -> Span:
        nonlocal length
        text.append(words)
        length += len(words) + 1
        return Span(length - 1 - len(words), length - 1)

    for draft in drafts:
        paragraphs, subheads, captions = _part_body(draft.body)
        if not paragraphs:
            continue
        headline = " ".join(draft.headline)
        kept = [head for head in (*draft.kickers, *draft.subheads) if head and head != headline]
        byline = " ".join(part for part in draft.byline if part)
        for words in (*draft.kickers, headline, *draft.subheads, byline):
            if words:
                put(words)
        marked.append(
            Marked(
                tuple(tuple(put(line) for line in paragraph) for paragraph in paragraphs),
                headline,
                tuple(dict.fromkeys([*kept, *subheads])),
                captions=tuple(dict.fromkeys([*draft.captions, *captions])),
                byline=byline,
            )
        )
    return Raw("\n".join(text) + "\n" if text else "", marked=tuple(marked))


def _part_body(lines: Sequence[HtmlLine]) -> tuple[list[list[str]], list[str], list[str]]:
    """Paragraphs, cross-heads and captions; what is furniture at either end is left out."""
    kept = [line for line in lines if not line.hidden or len(lines) == sum(each.hidden for each in lines)]
    furniture = load_furniture()
    while kept and furniture.find_pieces(kept[-1].text) is not None:
        kept.pop()
    paragraphs: list[list[str]] = []
    subheads: list[str] = []
    captions: list[str] = []
    above: HtmlLine | None = None
    for line in kept:
        if line.links > 0.9 and line.text in ("上一篇", "下一篇", "返回目录", "放大", "缩小", "默认"):
            continue
        if _is_caption(line, above):
            captions.append(line.text)
        elif _is_subhead(line):
            subheads.append(line.text)
            above = None
            continue
        elif paragraphs and above is not None and _goes_on(above, line):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
        above = line
    if not paragraphs and (subheads or captions):  # nothing but a picture with its words, or a poster
        return [[words] for words in (subheads or captions)], [], []
    return paragraphs, subheads, captions


def _is_caption(line: HtmlLine, above: HtmlLine | None) -> bool:
    if len(line.text) > _LONGEST_CAPTION:
        return False
    if _POINTS.match(line.text):
        return True
    return line.picture and bool(_CAPTION.search(line.text) or line.centred) and (above is None or not line.indent)


def _is_subhead(line: HtmlLine) -> bool:
    if len(line.text) > _LONGEST_SUBHEAD or _PAUSE.search(line.text) or line.broken:
        return False
    return line.heading > 0 or ((line.bold or line.centred) and len(line.text) > 1)


def _goes_on(above: HtmlLine, line: HtmlLine) -> bool:
    """A line behind a <br> that ends in the middle of a sentence."""
    return line.broken and not line.indent and len(above.text) > 8 and not _FULL_STOP.search(above.text)


# ------------------------------------------------------------------------------------ newspaper, date, page


def _find_clues(lines: Sequence[HtmlLine], header: Sequence[HtmlLine], title: str, told: Mapping[str, str]) -> Clues:
    cited = [
        match for line in (*header, *lines) if (match := _CITED.search(line.text)) and (match["date"] or match["page"])
    ]
    dates = [told.get("date", ""), *(match["date"] or "" for match in cited)]
    furniture = load_furniture()
    pieces = [found for line in lines if len(line.text) < 80 and (found := furniture.find_pieces(line.text))]
    dates += [found["date"] for found in pieces if "date" in found and len(found) > 1]
    dates += [line.text for line in header if not line.links]
    day = next((found.day for text in dates for found in find_full_dates(text[:200]) if found.day), None)
    papers = [told.get("paper", ""), *(match["paper"] for match in cited)]
    papers += [match["paper"] for line in header if (match := _SOURCE.search(line.text))]
    papers += reversed(_TITLE_PARTS.split(title))
    papers += [found["paper"] for found in pieces if "paper" in found]
    paper = next((name for text in papers if (name := name_paper(text))), "")
    number = (
        told.get("page", "") or next((match["page"] for match in cited if match["page"]), "") or _find_number(lines)
    )
    return Clues(NO_CLUES.origin, paper, day, _clean_number(number))


def find_overview_number(lines: Sequence[HtmlLine], title: str, told: Mapping[str, str]) -> str:
    """The page that an overview shows; it may list others, with links to them."""
    named = [HtmlLine(part) for part in _TITLE_PARTS.split(title)]
    here = [line for line in lines if not line.links]
    return _clean_number(told.get("page", "") or _find_number(named) or _find_number(here) or _find_number(lines))


def _clean_number(number: str) -> str:
    return re.sub(r"[第版\s]", "", number).upper()[:4]


def _find_number(lines: Sequence[HtmlLine]) -> str:
    """The page that is called the current one, or the only one that is named."""
    named: dict[str, None] = {}
    for line in lines:
        if len(line.text) < 40 and (match := _PAGE.match(line.text)):
            if match["now"]:
                return match["page"]
            named[match["page"]] = None
    return next(iter(named)) if len(named) == 1 else ""
