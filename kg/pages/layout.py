"""A printed sheet -> its text in reading order, its articles, and where each line is printed.

Whoever reads a kind of file that has a layout (PDF, scan) hands over a ``Sheet``: the printed lines with their
rectangles and type sizes, drawn rules and frames, and pictures. The steps: lines to blocks of one column and one
type (``layout_blocks``), blocks to articles (``layout_articles``), articles to text (``layout_text``).
"""

from __future__ import annotations

from kg.pages.layout_articles import find_stories
from kg.pages.layout_blocks import build_blocks
from kg.pages.layout_sheet import Rect, Sheet, TypeLine
from kg.pages.layout_text import write_raw
from kg.pages.raw import Raw

__all__ = ["Rect", "Sheet", "TypeLine", "read_sheet"]


def read_sheet(sheet: Sheet, number: int = 1) -> Raw:
    """The text of a sheet in reading order with its articles; ``number`` counts the file's sheets from 1."""
    blocks = build_blocks(sheet)
    return write_raw(find_stories(blocks), blocks, number)
