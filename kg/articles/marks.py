"""Where a dateline, a jump, a caption or a note stands in a text, by the patterns of marks.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import LexiconError

_KINDS = {"start": "{}", "end": "(?:{})$", "line": "(?:{})$", "any": "{}"}
_LOOK = 80  # characters at a paragraph's end in which an end mark is looked for


@dataclass(frozen=True, slots=True)
class Marks:
    """The patterns by group; start and line patterns are matched at an offset, end patterns searched for."""

    dateline: re.Pattern[str]
    jump_from: re.Pattern[str]
    jump_to: re.Pattern[str]
    caption_start: re.Pattern[str]
    caption_end: re.Pattern[str]
    note: re.Pattern[str]
    bullet: re.Pattern[str]

    def find_end(self, pattern: re.Pattern[str], text: str) -> int:
        """Where an end mark begins in ``text``, or -1."""
        match = pattern.search(text, max(0, len(text) - _LOOK))
        return match.start() if match else -1


@cache
def load_marks() -> Marks:
    """kg/data/pages/marks.toml, checked."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for mark in load_mark_rules():
        by_kind.setdefault((mark["group"], mark["kind"]), []).append(mark["pattern"])

    def compile_group(group: str, kind: str) -> re.Pattern[str]:
        return re.compile(_KINDS[kind].format("|".join(f"(?:{pattern})" for pattern in by_kind[group, kind])))

    return Marks(
        dateline=compile_group("dateline", "start"),
        jump_from=compile_group("jump", "start"),
        jump_to=compile_group("jump", "end"),
        caption_start=compile_group("caption", "start"),
        caption_end=compile_group("caption", "end"),
        note=compile_group("note", "line"),
        bullet=compile_group("bullet", "start"),
    )


def load_mark_rules() -> list[dict[str, str]]:
    """The rows of marks.toml with {HAN} filled in; LexiconError names the one that does not compile."""
    name = "pages/marks.toml"
    rows: list[dict[str, str]] = tomllib.loads(files("kg").joinpath("data", *name.split("/")).read_text("utf-8"))[
        "mark"
    ]
    for row in rows:
        try:
            if row["kind"] not in _KINDS:
                raise LexiconError(f"{name}: mark {row['id']!r}: no such kind {row['kind']!r}")
            row["pattern"] = row["pattern"].replace("{HAN}", "[\\u4e00-\\u9fff]")
            re.compile(row["pattern"])
        except (re.error, KeyError) as error:
            raise LexiconError(f"{name}: mark {row.get('id')!r}: {error!r}") from error
    return rows
