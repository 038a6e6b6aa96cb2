"""``data/figures.toml`` -> the words by which figures are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.facts.grammar import parse_toml, read_data
from kg.facts.quantities import alternatives


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The lists, compiled."""

    per: re.Pattern[str] = field(repr=False)
    naming: Mapping[str, float]  # weights of what speaks for a name and against it
    quoted: float  # how probable it is that the paper's own words are right
    oblique: re.Pattern[str] = field(repr=False)
    general: Mapping[str, tuple[str, ...]] = field(repr=False)
    general_at: re.Pattern[str] = field(repr=False)
    countries: Mapping[str, str] = field(repr=False)
    references: Mapping[str, tuple[str, ...]] = field(repr=False)
    reference: re.Pattern[str] = field(repr=False)
    opening: re.Pattern[str] = field(repr=False)
    causing: re.Pattern[str] = field(repr=False)


@cache
def load_figure_words() -> FigureWords:
    """The words that ship with the package."""
    data = parse_toml(read_data("figures.toml"), "figures.toml")
    try:
        return _compile(data)
    except KeyError as error:
        raise LexiconError(f"figures.toml: {error} is missing") from error


def _compile(data: Mapping[str, Any]) -> FigureWords:
    words, owners = data["words"], data["owners"]
    return FigureWords(
        per=re.compile(
            rf"(?:每(?:[个位名户家][^，。；：、的了投给有为达补发收0-9]{{0,5}}?|{alternatives(words['per_units'])})(?:均)?)+$"
        ),
        naming=data["naming"],
        quoted=data["quoted"]["right"],
        oblique=re.compile(f"{alternatives(owners['oblique'])}[“《]?$"),
        general={word: tuple(names) for word, names in data["general"].items()},
        general_at=re.compile(f"{alternatives(list(data['general']))}(?!生产总值|外|首|第|最|唯一)"),  # 国内生产总值
        countries=dict(data["countries"]),
        references={word: tuple(types) for word, types in data["references"].items()},
        reference=re.compile(alternatives(list(data["references"]))),
        opening=re.compile(f"(?:[ 　、（）“”]|{alternatives(owners['openings'])})*"),
        causing=re.compile(f"{alternatives(owners['causing'])}$"),
    )
