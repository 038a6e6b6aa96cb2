"""Stories of a sheet -> its text in reading order, with the articles marked and each line's place on the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Box, Marked, PrintedLine, Span
from kg.pages.layout_articles import Story
from kg.pages.layout_kinds import Blocks, Body, Head
from kg.pages.layout_sheet import TypeLine
from kg.pages.raw import Raw

_STOP = re.compile(r"[。！？!?…：:；;][”’」』）)】]*$|[）)】]$")
_ALIKE = 0.07
_RUBRIC = "■◆●★▲"
_LONGEST_RUBRIC = 12


def write_raw(stories: Sequence[Story], blocks: Blocks, number: int) -> Raw:
    """Masthead, stories, imprint; ``number`` is that of the sheet in its file."""
    writer = _Writer(number)
    for line in blocks.above:
        writer.put(line)
    marked = [told for story in stories if (told := writer.put_story(story)).paragraphs]
    writer.part()
    for line in blocks.below:
        writer.put(line)
    return Raw(writer.text, marked=tuple(marked), printed=tuple(writer.printed))


class _Writer:
    def __init__(self, number: int) -> None:
        self.number = number
        self.printed: list[PrintedLine] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def part(self) -> None:
        """A blank line."""
        if self._parts and self._parts[-1] != "\n":
            self._add("\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def put(self, line: TypeLine) -> Span:
        span = Span(self._length, self._length + len(line.text))
        rect = line.rect
        box = Box(self.number, *(round(value, 2) for value in (rect.left, rect.top, rect.right, rect.bottom)))
        self.printed.append(PrintedLine(span, box, round(line.size, 2)))
        self._add(line.text)
        self._parts.append("\n")
        self._length += 1
        return span

    def put_story(self, story: Story) -> Marked:
        self.part()
        headline, subheads = self._put_heads(story.heads)
        paragraphs: list[list[Span]] = []
        previous: tuple[Body, TypeLine] | None = None
        for body in story.bodies:
            cross: list[str] = []
            for number, line in enumerate(body.lines):
                span = self.put(line)
                if number in body.crossheads:
                    joined = cross and number - 1 in body.crossheads
                    if joined:
                        cross[-1] += line.text
                    else:
                        cross.append(line.text)
                    previous = None
                    continue
                if previous is None or _begins(body, line, *previous):
                    paragraphs.append([])
                paragraphs[-1].append(span)
                previous = body, line
            subheads += cross
        captions = []
        for picture in story.pictures:
            if picture.caption:
                for line in picture.caption:
                    self.put(line)
                captions.append("".join(line.text for line in picture.caption))
        return Marked(
            tuple(tuple(spans) for spans in paragraphs),
            headline,
            tuple(subheads),
            captions=tuple(captions),
            headline_certain=story.certain,
        )

    def _put_heads(self, heads: Sequence[Head]) -> tuple[str, list[str]]:
        lines = [line for head in heads for line in head.lines]
        for line in lines:
            self.put(line)
        lines = [line for line in lines if not _is_rubric(line, lines)]
        if not lines:
            return "", []
        groups: list[list[TypeLine]] = []
        for line in lines:
            if groups and abs(groups[-1][-1].size - line.size) < _ALIKE * line.size:
                groups[-1].append(line)
            else:
                groups.append([line])
        main = max(groups, key=lambda group: (group[0].size, len(group)))
        words = ["".join(line.text for line in group) for group in groups]
        place = groups.index(main)
        return words[place], words[:place] + words[place + 1 :]


def _is_rubric(line: TypeLine, lines: Sequence[TypeLine]) -> bool:
    """The name of a column over an article: ■数字看展会. It is no headline."""
    largest = max(other.size for other in lines)
    return line.text[0] in _RUBRIC and len(line.text) <= _LONGEST_RUBRIC and (line.size < largest or len(lines) == 1)


def _begins(body: Body, line: TypeLine, before: Body, last: TypeLine) -> bool:
    """Whether a line begins a paragraph: it is indented, or the one before it ends early with a sentence."""
    if line.rect.left > body.left + 1.3 * body.size:
        return True
    return last.rect.right < before.right - 1.5 * before.size and bool(_STOP.search(last.text))
