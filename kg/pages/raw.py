"""What a reader takes out of a file for one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.model import Marked, PrintedLine
from kg.pages.clues import Clues

NO_CLUES = Clues("the file's markup")


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of a page, and what markup or layout say of it."""

    text: str
    clues: Clues = NO_CLUES
    marked: tuple[Marked, ...] = ()
    printed: tuple[PrintedLine, ...] = ()
    notes: tuple[str, ...] = ()  # what could not be taken from the file, in plain words


Reader = Callable[[bytes, str], Iterable[Raw]]  # (content, name for messages) -> the file's pages, one at a time
