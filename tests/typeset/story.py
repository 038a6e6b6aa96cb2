"""The values that a typeset page is made of: stories with what is to be read of them, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.model import Author


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey box with its caption; ``place`` is column (in the first column), below (the heads) or foot."""

    caption: str
    place: str = "column"
    height: float = 34.0  # mm


@dataclass(frozen=True, slots=True)
class Story:
    """One article as it is printed, and what a reader has to make of it.

    Printed in this order: ``rubric``, ``kickers``, ``headline``, ``subheads``, ``byline``, then ``front`` with the
    first paragraph, ``back`` with the last one, ``jump``. Expected of a reader: ``headline``, ``subheads`` (``heads``),
    ``authors``, ``dateline``, ``paragraphs``, ``captions``.
    """

    headline: str
    paragraphs: tuple[str, ...]
    kickers: tuple[str, ...] = ()
    subheads: tuple[str, ...] = ()
    crossheads: tuple[tuple[int, str], ...] = ()  # (the paragraph below, words)
    byline: str = ""  # □ 记者 林若水
    front: str = ""  # 本报讯（记者 林若水）
    back: str = ""  # （林若水）
    jump: str = ""  # （下转第三版）
    rubric: str = ""  # ■数字看展会: the name of a column, part of no article
    pictures: tuple[Picture, ...] = ()
    authors: tuple[Author, ...] = ()
    dateline: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """``Article.subheads``: all heads but the main one in their order."""
        return (*self.kickers, *self.subheads, *(words for _, words in self.crossheads))

    @property
    def captions(self) -> tuple[str, ...]:
        return tuple(picture.caption for picture in self.pictures)

    @property
    def body(self) -> str:
        """``Article.text``."""
        return "\n".join(self.paragraphs)

    @property
    def length(self) -> int:
        return sum(map(len, self.paragraphs)) + 30 * len(self.paragraphs) // 4


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a story: ``width`` in columns of the page, ``columns`` that its body is set in.

    ``head``: top; left or right (beside the body); inset (in the middle of the columns, text above, beside and below);
    middle (across all columns, text above and below it); bottom.
    """

    story: int
    width: int = 1
    columns: int = 0  # 0: as many as the width
    head: str = "top"
    boxed: bool = False
    tinted: bool = False
    rules: bool = False  # a thin line between the columns
    size: float = 0.0  # of the main headline in points; 0: what fits
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Stack:
    """Several cells one above the other."""

    cells: tuple[Cell, ...]
    width: int = 1


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet is set."""

    columns: int = 5
    width: float = 345.0  # mm
    height: float = 535.0  # at least; a longer page grows
    body: float = 9.5  # points
    leading: float = 1.35
    body_font: str = "AR PL SungtiL GB"
    head_font: str = "WenQuanYi Zen Hei"
    indent: str = "css"  # css, spaces (two full-width ones), none
    gutter: float = 6.0  # mm
    row_rules: bool = True
    masthead: str = "folio"  # flag, folio, foot, none


@dataclass(frozen=True, slots=True)
class Sheet:
    """A newspaper page before it is printed."""

    name: str
    newspaper: str
    published: date
    number: str
    stories: tuple[Story, ...]
    rows: tuple[tuple[Cell | Stack, ...], ...]
    look: Look = Look()
    section: str = "要闻"
    staff: str = "责任编辑：苏见山　版式：何晚晴　校对：许知远"
    lunar: str = ""
    contact: str = ""
    printer: str = "chromium"  # or weasyprint

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(
            cell
            for row in self.rows
            for place in row
            for cell in (place.cells if isinstance(place, Stack) else (place,))
        )
