"""Newspaper pages set in type for tests: layouts with the articles expected of them, and pages at random."""

from tests.typeset.generate import generate_sheet, read_raw_stories
from tests.typeset.layouts import PAGES, list_layouts, load_layout, load_layouts, load_stories
from tests.typeset.printing import CHROMIUM, PDFTOTEXT, dump_text, print_sheets, render_image, write_image
from tests.typeset.story import Cell, Look, Picture, Sheet, Stack, Story

__all__ = [
    "CHROMIUM",
    "PAGES",
    "PDFTOTEXT",
    "Cell",
    "Look",
    "Picture",
    "Sheet",
    "Stack",
    "Story",
    "dump_text",
    "generate_sheet",
    "list_layouts",
    "load_layout",
    "load_layouts",
    "load_stories",
    "print_sheets",
    "read_raw_stories",
    "render_image",
    "write_image",
]
