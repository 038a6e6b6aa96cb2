"""What stands on a sheet: stretches of body text, headlines, pictures; and the measures by which they are told.

Everything is measured in the size of the page's body type, which is the size that most characters have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from kg.pages.layout_sheet import Rect, TypeLine

DISPLAY = 1.12  # type of so many body sizes is larger than body type
SMALL = 0.93  # and of so many, smaller
ALIKE = 0.07  # sizes that differ less are one size
STEP = (0.7, 2.2)  # from a line of a stretch to the next, in type sizes
INDENT = 2.7  # a first line may begin so far to the right of the others
RAGGED = 0.7  # and other lines' ends may lie so far outside
FULL_COLUMN = 4  # lines from which a run tells where its column begins and ends
STOP = re.compile(r"[。！？；]")
END = re.compile(r"[。！？!?…：:；;][”’」』）)】]*$|[）)]$")


@dataclass(eq=False, slots=True)
class Body:
    """A stretch of body text in one column; ``left`` and ``right`` are those of the column."""

    lines: list[TypeLine]
    rect: Rect
    left: float
    right: float
    size: float
    leading: float
    crossheads: list[int] = field(default_factory=list)  # numbers of the lines that are cross-heads

    @property
    def text(self) -> str:
        return "".join(line.text for number, line in enumerate(self.lines) if number not in self.crossheads)


@dataclass(eq=False, slots=True)
class Head:
    """Headline lines that stand together, from top to bottom."""

    lines: list[TypeLine]
    rect: Rect
    size: float  # of the largest type

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(eq=False, slots=True)
class Picture:
    """A picture with the caption that stands at it; one of the two may be missing."""

    rect: Rect
    caption: list[TypeLine] = field(default_factory=list)


@dataclass(slots=True)
class Blocks:
    """All that stands on a sheet; ``size`` is that of its body type."""

    size: float
    bodies: list[Body]
    heads: list[Head]
    pictures: list[Picture]
    above: list[TypeLine]  # the masthead
    below: list[TypeLine]  # the imprint at the foot
    frames: list[Rect]  # with type inside
    rules: list[Rect]


def bound(lines: Iterable[TypeLine]) -> Rect:
    return reduce(Rect.join, (line.rect for line in lines))
