"""One line of a page -> whether it is furniture (masthead, page number, imprint), and its paper, date and page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import LexiconError

LONGEST = 160  # characters; a longer line is never furniture
_SPACE_AND_MARKS = re.compile(r"[\s|丨│/／·.。,，:：;；()（）\[\]【】〔〕〈〉<>—－\-_*☆★●■□◆◇▲△▼▽○◎]+")


_NAMED = frozenset(":：")  # no piece has a comma, but in what is named: 地址：某路1号，某楼


@dataclass(frozen=True, slots=True)
class Furniture:
    """The pieces of furniture.toml as one pattern, and which of them are strong."""

    pattern: re.Pattern[str]
    strong: frozenset[str]
    sections: re.Pattern[str]

    def find_pieces(self, line: str, *, alone: bool = False) -> dict[str, str] | None:
        """The pieces of a line that is nothing but furniture, by kind; None for any other line.

        ``alone``: the line has blank ones around it, so that a weekday or a section's name by itself will do.

        >>> load_furniture().find_pieces("澄川日报 2025年4月23日 星期三")["paper"]
        '澄川日报'
        """
        if len(line) > LONGEST or not line or ("，" in line and _NAMED.isdisjoint(line)):
            return None
        lead = None if "\u4e00" <= line[0] <= "\u9fff" else _SPACE_AND_MARKS.match(line)  # most begin with a character
        if not self.pattern.match(line, lead.end() if lead else 0):
            return None
        pieces: dict[str, str] = {}
        at = 0
        for match in self.pattern.finditer(line):
            if match.start() > at and _SPACE_AND_MARKS.sub("", line[at : match.start()]):
                return None
            at = match.end()
            pieces.setdefault(match.lastgroup or "", match[0].strip())
        if not pieces or _SPACE_AND_MARKS.sub("", line[at:]):
            return None
        # a paper's name by itself heads a page; a section or a number by itself may be anything
        return pieces if alone or self.strong & pieces.keys() or pieces.keys() == {"paper"} else None


@cache
def load_furniture() -> Furniture:
    """kg/data/pages/furniture.toml, checked."""
    name = "pages/furniture.toml"
    table = tomllib.loads(files("kg").joinpath("data", *name.split("/")).read_text("utf-8"))
    parts = []
    for piece in table["piece"]:
        try:
            re.compile(piece["pattern"])
        except (re.error, KeyError) as error:
            raise LexiconError(f"{name}: piece {piece.get('id')!r}: {error}") from error
        parts.append(f"(?P<{piece['id']}>{piece['pattern']})")
    by_id = {piece["id"]: piece["pattern"] for piece in table["piece"]}
    if "section" not in by_id:
        raise LexiconError(f"{name}: no piece section")
    strong = frozenset(piece["id"] for piece in table["piece"] if piece["strong"])
    return Furniture(re.compile("|".join(parts)), strong, re.compile(by_id["section"]))
