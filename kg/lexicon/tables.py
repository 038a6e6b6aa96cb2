"""A TSV file under kg/data -> its rows, each with the line it stands on.

Lines that start with ``#`` say where a list comes from and what its columns are; empty lines are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from kg.errors import LexiconError


def read_table(name: str, columns: int) -> list[tuple[str, ...]]:
    """Rows of ``kg/data/<name>`` with exactly ``columns`` cells; LexiconError names file and line."""
    text = files("kg").joinpath("data", *name.split("/")).read_text("utf-8")
    return [cells for _, cells in parse_table(text, name, columns)]


def read_user_table(path: Path, columns: int) -> list[tuple[int, tuple[str, ...]]]:
    """The same for a file of the user's; missing cells at the end are empty."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text ({error.__class__.__name__})") from error
    return list(parse_table(text, str(path), columns, pad=True))


def parse_table(text: str, name: str, columns: int, *, pad: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if pad:
            cells += [""] * (columns - len(cells))
        if len(cells) != columns or not cells[0]:
            raise LexiconError(f"{name}:{number}: {columns} tab-separated cells expected, {len(cells)} found")
        yield number, tuple(cells)
