"""Labelled lines -> blocks in page order: paragraphs with their lines joined, headline lines, bylines, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.articles.bylines import parse_byline
from kg.articles.labels import BEGIN, BYLINE, CAPTION, CONTINUE, HEADLINE, NOTE, Label
from kg.articles.lines import LONG, Line
from kg.articles.marks import Marks
from kg.articles.repair import LAST_LATIN, kept_parts, parts_of_latin
from kg.articles.traced import TraceBuilder, Traced
from kg.model import Author

_CAPTION_LONGEST = 200
_PIECE = 20_000  # characters
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Traced
    gap: int  # blank lines above
    width: float  # of its lines, the last one apart
    dateline: bool = False
    note: bool = False
    last_wide: bool = False  # its last line fills the column
    depths: tuple[int, ...] = ()  # lines of each column that it stands in


@dataclass(frozen=True, slots=True)
class HeadLine:
    text: str
    gap: int
    indent: int = 0
    inside: bool = False  # it stands in the middle of a paragraph, which goes on after it


@dataclass(frozen=True, slots=True)
class BylineLine:
    authors: tuple[Author, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    gap: int


Block = Paragraph | HeadLine | BylineLine | Caption


def build_blocks(
    page_text: str, lines: Sequence[Line], labels: Sequence[Label], marks: Marks, *, scattered: bool = False
) -> list[Block]:
    """The blocks of a page; furniture is left out. ``scattered``: of a dump whose columns lie about."""
    blocks: list[Block] = []
    begun: list[Line] = []  # the lines of the paragraph at hand
    between: list[Block] = []  # headlines and captions that may turn out to stand inside it

    def close() -> None:
        if begun:
            blocks.append(_make_paragraph(page_text, begun, marks))
            begun.clear()
        blocks.extend(between)
        between.clear()

    for index, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label is CONTINUE:
            if between and begun:
                between[:] = [_mark_inside(block) for block in between]
            begun.append(line)
        elif label is BEGIN:
            close()
            begun.append(line)
        elif label is HEADLINE:
            between.append(HeadLine(clean_headline(line.text), line.gap, line.indent))
        elif label is CAPTION:
            follows = index and labels[index - 1] is CAPTION and not line.gap
            above = between[-1] if between and follows else None
            if isinstance(above, Caption):
                between[-1] = Caption(above.text + clean_headline(line.text), above.gap)
            else:
                between.append(Caption(clean_headline(line.text), line.gap))
        elif label is BYLINE:
            close()
            authors = parse_byline(line.text) or parse_byline(line.text, bare=True) or ()
            blocks.append(BylineLine(authors, line.gap))
        elif label is NOTE:
            close()
            blocks.append(Paragraph(join_lines(page_text, [line]), line.gap, line.width, note=True))
    close()
    captioned = [_as_caption(block, marks, scattered=scattered) for block in blocks]
    return captioned if any(isinstance(block, Paragraph) for block in captioned) else blocks


def _mark_inside(block: Block) -> Block:
    return HeadLine(block.text, block.gap, block.indent, True) if isinstance(block, HeadLine) else block


def _make_paragraph(page_text: str, lines: Sequence[Line], marks: Marks) -> Paragraph:
    text = join_lines(page_text, lines)
    widths = sorted(line.width for line in (lines[:-1] or lines))
    begins = marks.dateline.match(text.text) or marks.jump_from.match(text.text)  # （上接第一版） begins one, too
    depths = tuple({line.block: line.depth for line in lines}.values())
    wide = lines[-1].width > widths[len(widths) // 2] - 1.5
    return Paragraph(text, lines[0].gap, widths[len(widths) // 2], begins is not None, last_wide=wide, depths=depths)


def _as_caption(block: Block, marks: Marks, *, scattered: bool) -> Block:
    """A paragraph that is a caption by its words: 图为…, …（某某 摄）.

    In a dump of columns a caption has a blank line above; without one it is the end of a picture's story.
    """
    if not isinstance(block, Paragraph) or block.dateline or len(block.text.text) > _CAPTION_LONGEST:
        return block
    if scattered and not block.gap:
        return block
    text = block.text.text
    pointed = block.gap and marks.caption_start.match(text)
    return Caption(text, block.gap) if pointed or marks.find_end(marks.caption_end, text) >= 0 else block


def join_lines(page_text: str, lines: Sequence[Line]) -> Traced:
    """The lines as one text, spaces repaired.

    Between two Latin words that the line break parts comes a space, at the end of a line that has lost one a hyphen.
    """
    builder = TraceBuilder()
    last = ""
    for line in lines:
        text, begin, length = line.text, line.start, line.end - line.start
        if last and last <= LAST_LATIN and parts_of_latin(last, text[0]):
            builder.put(" ")
        if length > LONG:
            _take_long(builder, page_text, line)
        elif line.plain is text and length < LONG:  # no white space in it
            builder.take(page_text, begin, line.end)
        else:
            for start, end in kept_parts(text):
                builder.take(page_text, begin + start, begin + end)
        last = text[-1]
        if line.hyphen:
            builder.put("-")
    return _plain_spaces(builder.build())


def _take_long(builder: TraceBuilder, page_text: str, line: Line) -> None:
    """A line of megabytes piece by piece, cut between two characters that are no white space."""
    at = line.start
    while at < line.end:
        stop = min(at + _PIECE, line.end)
        while stop < line.end and (page_text[stop].isspace() or page_text[stop - 1].isspace()):
            stop += 1
        for start, end in kept_parts(page_text[at:stop]):
            builder.take(page_text, at + start, at + end)
        at = stop


def _plain_spaces(text: Traced) -> Traced:
    """Every white space as one plain space; offsets stay."""
    return Traced(re.sub(r"\s", " ", text.text), text.runs) if _SPACE.search(text.text) else text


def clean_headline(text: str) -> str:
    """White space between the halves of a headline as one space, spaced-out type closed up."""
    return _SPACE.sub(" ", "".join(text[start:end] for start, end in kept_parts(text, headline=True))).strip()
