"""Typeset pages with their dumps -> what each dumped line is: a body's, a headline's, a caption's …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import expect, plain, print_pages
from kg.articles.labels import Label
from kg.articles.lines import Line, read_lines
from kg.articles.marks import load_marks
from kg.model import Page
from kg.pages import read_page_text
from tests.typeset.story import Sheet

_SURE = 6  # characters of a line that stands in one place for sure
_KINDS = {"caption": Label.CAPTION, "byline": Label.BYLINE, "furniture": Label.FURNITURE}


@dataclass(frozen=True)
class Truth:
    """What a dumped line is: body, headline, caption, byline, furniture, unknown; for a body's its place there."""

    kind: str
    story: int = -1
    start: int = 0
    end: int = 0


@dataclass
class Dump:
    """A page with the truth of its lines, and headline and body of each story."""

    sheet: Sheet
    page: Page
    lines: list[Line]
    truth: list[Truth]
    expected: dict[int, tuple[str, str]]

    def label(self) -> list[Label]:
        """The labels that the lines should get."""
        begins = {story: printed_body(self.sheet, story)[1] for story in self.expected}
        labels: list[Label] = []
        last: tuple[int, int] | None = None
        for line, told in zip(self.lines, self.truth, strict=True):
            if told.kind != "body":
                labels.append(_KINDS.get(told.kind, Label.HEADLINE))
                last = None
                continue
            if told.start in begins[told.story]:
                labels.append(Label.BEGIN)
            else:
                goes_on = last == (told.story, told.start) and not line.gap
                labels.append(Label.CONTINUE if goes_on else Label.RESUME)
            last = (told.story, told.end)
        return labels


def read_dumps(raw: Path, pages: int, seed: int, keep: Path, *, unseen: bool = False) -> Iterator[Dump]:
    """Pages set from raw news; ``unseen``: from articles that no test page is set from, as far as there are any."""
    for sheet, path in print_pages(raw, pages, seed, keep, unseen=unseen):
        text = path.with_suffix(".txt").read_text("utf-8")
        page = read_page_text(text, published=sheet.published, newspaper=sheet.newspaper)
        lines = read_lines(page.text, load_marks())
        expected = {}
        for cell in sheet.cells:
            article = expect(sheet.stories[cell.story], sheet.published)
            expected[cell.story] = (plain(article.headline), plain(article.text))
        yield Dump(sheet, page, lines, find_truth(sheet, lines), expected)


def printed_body(sheet: Sheet, number: int) -> tuple[str, set[int]]:
    """A story's text as printed, without white space, and where its paragraphs begin."""
    story = sheet.stories[number]
    paragraphs = [story.front + story.paragraphs[0], *story.paragraphs[1:]]
    paragraphs[-1] += story.back + story.jump
    text, begins = "", set()
    for paragraph in paragraphs:
        begins.add(len(text))
        text += plain(paragraph)
    return text, begins


def find_truth(sheet: Sheet, lines: Sequence[Line]) -> list[Truth]:
    """Lines that stand in one place first; the others where a gap is left, beside their neighbours."""
    numbers = [cell.story for cell in sheet.cells]
    bodies = {number: printed_body(sheet, number)[0] for number in numbers}
    stories = {number: sheet.stories[number] for number in numbers}
    heads = [(n, plain(h)) for n, story in stories.items() for h in (*story.heads, story.headline) if h]
    captions = [(n, plain(words)) for n, story in stories.items() for words in story.captions]
    bylines = [(n, plain(story.byline)) for n, story in stories.items() if story.byline]
    texts = [plain(line.text) + "-" * line.hyphen for line in lines]
    beside = [any(text in words for _, words in (*heads, *captions)) for text in texts]
    covered = {number: bytearray(len(body)) for number, body in bodies.items()}
    found: list[Truth | None] = [None] * len(lines)
    places = [_find_places(text, bodies) for text in texts]

    def put(index: int, story: int, start: int) -> None:
        end = start + len(texts[index])
        found[index] = Truth("body", story, start, end)
        covered[story][start:end] = b"\1" * len(texts[index])

    def fit(index: int, story: int, start: int) -> float:
        end = start + len(texts[index])
        above = found[index - 1] if index else None
        below = found[index + 1] if index + 1 < len(found) else None
        joined = (above is not None and (above.story, above.end) == (story, start)) or (
            below is not None and (below.story, below.start) == (story, end)
        )
        left = start == 0 or bool(covered[story][start - 1])
        right = end == len(bodies[story]) or bool(covered[story][end])
        return 2.0 * joined + 0.5 * (left and right) + 0.2 * (left or right)

    for index, own in enumerate(places):
        if len(own) == 1 and len(texts[index]) >= _SURE and not beside[index]:
            put(index, *own[0])
    for least in (2.0, 0.5, 0.2):
        changed = True
        while changed:
            changed = False
            for index in range(len(lines)):
                if found[index] is not None:
                    continue
                end = len(texts[index])
                free = [(story, at) for story, at in places[index] if not any(covered[story][at : at + end])]
                if not free or (least < 0.5 and beside[index]):
                    continue
                worth, story, at = max((fit(index, *place), *place) for place in free)
                if worth >= least:
                    put(index, story, at)
                    changed = True
    return [
        told or _find_beside(line, text, heads, captions, bylines)
        for told, line, text in zip(found, lines, texts, strict=True)
    ]


def _find_places(text: str, bodies: dict[int, str]) -> list[tuple[int, int]]:
    places = []
    for story, body in bodies.items():
        at = body.find(text)
        while at >= 0:
            places.append((story, at))
            at = body.find(text, at + 1)
    return places


def _find_beside(
    line: Line,
    text: str,
    heads: Sequence[tuple[int, str]],
    captions: Sequence[tuple[int, str]],
    bylines: Sequence[tuple[int, str]],
) -> Truth:
    if line.furniture:
        return Truth("furniture")
    byline = next((story for story, words in bylines if text in words or words in text), None)
    if byline is not None and line.byline:
        return Truth("byline", byline)
    for kind, group in (("caption", captions), ("headline", heads)):
        story = next((story for story, words in group if text in words), None)
        if story is not None:
            return Truth(kind, story)
    return Truth("unknown") if byline is None else Truth("byline", byline)
