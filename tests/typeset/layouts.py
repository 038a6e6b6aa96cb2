"""pages/*.yaml -> sheets designed by hand, each with its stories; beside them lie their dumps and PDFs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.model import Author
from tests.typeset.story import Cell, Look, Picture, Sheet, Stack, Story

PAGES = Path(__file__).with_name("pages")
_OPTIONS = ("section", "staff", "lunar", "contact", "printer")
_PRINTED = ("byline", "front", "back", "jump", "rubric", "dateline")


@cache
def load_stories() -> dict[str, Story]:
    """stories.yaml by name."""
    table = yaml.safe_load((PAGES / "stories.yaml").read_text("utf-8"))
    return {name: _read_story(row) for name, row in table.items()}


@cache
def _load_table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = yaml.safe_load((PAGES / "layouts.yaml").read_text("utf-8"))
    return table


def list_layouts() -> list[str]:
    return list(_load_table())


def load_layouts() -> list[Sheet]:
    return [load_layout(name) for name in list_layouts()]


def load_layout(name: str) -> Sheet:
    """One sheet; its stories from the top left to the bottom right."""
    row = _load_table()[name]
    names = [cell["story"] for places in row["rows"] for place in places for cell in place.get("stack", [place])]
    return Sheet(
        name=name,
        newspaper=row["newspaper"],
        published=row["published"],
        number=row["number"],
        stories=tuple(load_stories()[story] for story in names),
        rows=tuple(tuple(_read_place(place, names) for place in places) for places in row["rows"]),
        look=Look(**row.get("look", {})),
        **{key: row[key] for key in _OPTIONS if key in row},
    )


def _read_story(row: dict[str, Any]) -> Story:
    paragraphs: list[str] = []
    crossheads: list[tuple[int, str]] = []
    for line in row["text"].split("\n"):
        words = line.strip()
        if words.startswith("# "):
            crossheads.append((len(paragraphs), words[2:].strip()))
        elif words:
            paragraphs.append(words)
    return Story(
        headline=row["headline"],
        paragraphs=tuple(paragraphs),
        kickers=tuple(row.get("kickers", ())),
        subheads=tuple(row.get("subheads", ())),
        crossheads=tuple(crossheads),
        pictures=tuple(Picture(**picture) for picture in row.get("pictures", ())),
        authors=tuple(Author(name, role) for name, role in row.get("authors", ())),
        **{key: row[key] for key in _PRINTED if key in row},
    )


def _read_place(row: dict[str, Any], names: list[str]) -> Cell | Stack:
    if "stack" in row:
        cells = tuple(
            Cell(**{"width": row["width"], **cell, "story": names.index(cell["story"])}) for cell in row["stack"]
        )
        return Stack(cells, row["width"])
    return Cell(**{**row, "story": names.index(row["story"])})
