"""``data/times.toml`` and ``data/lunar.tsv`` -> the words and the pattern by which times are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.facts.grammar import parse_toml, read_data
from kg.lexicon.tables import read_table

_TABLES = (
    "days",
    "same_days",
    "months",
    "same_months",
    "years",
    "same_years",
    "weeks",
    "seasons",
    "recent",
    "eras",
    "festivals",
    "lunar_festivals",
)
_LUNAR = ("春节", "元宵", "清明", "端午", "七夕", "中秋", "重阳")  # columns of lunar.tsv behind the year
TO = r"[ ]?(?:起?[至到]|—{1,2}|-|–|~|～)[ ]?"


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The tables of ``times.toml`` and the pattern built from them."""

    tables: Mapping[str, Mapping[str, Any]] = field(repr=False)
    lunar: Mapping[tuple[int, str], date] = field(repr=False)
    first: re.Pattern[str] = field(repr=False)  # characters a time may begin with
    pattern: re.Pattern[str] = field(repr=False)  # its ``lastgroup`` is the id of the rule that matched
    future_before: re.Pattern[str] = field(repr=False)
    future_after: re.Pattern[str] = field(repr=False)
    done: re.Pattern[str] = field(repr=False)

    def get(self, table: str, word: str) -> Any:
        return self.tables[table][word]


@cache
def load_time_words() -> TimeWords:
    """The words that ship with the package."""
    return read_time_words(read_data("times.toml"), "times.toml")


def read_time_words(text: str, source: str) -> TimeWords:
    """Check the tables and compile the rules; LexiconError names what is wrong."""
    data = parse_toml(text, source)
    for table in (*_TABLES, "undated", "future", "not_times"):
        if not isinstance(data.get(table), dict) or not data[table]:
            raise LexiconError(f"{source}: the table [{table}] is missing or empty")
    phrases: list[str] = data["undated"]["words"] + data["not_times"]["phrases"]
    words = [word for table in _TABLES for word in data[table]] + phrases
    cues = data["future"]
    return TimeWords(
        data,
        {
            (int(year), name): date.fromisoformat(day)
            for year, *days in read_table("lunar.tsv", 1 + len(_LUNAR))
            for name, day in zip(_LUNAR, days, strict=True)
        },
        re.compile("[" + "".join(sorted({word[0] for word in words} | set(data["first"]["characters"]))) + "]"),
        _compile(data, source),
        re.compile(_any_of(cues["before"])),
        re.compile(_any_of(cues["after"])),
        re.compile(_any_of(cues["done"])),
    )


def _compile(data: Mapping[str, Any], source: str) -> re.Pattern[str]:
    slots = {table.upper(): _any_of(data[table]) for table in _TABLES}
    slots |= {"UNDATED": _any_of(data["undated"]["words"]), "NOT": _any_of(data["not_times"]["phrases"]), "TO": TO}
    parts = []
    for rule in data.get("rule", []):
        pattern = rule["pattern"]
        for name, words in slots.items():
            pattern = pattern.replace(f"<{name}>", words)
        try:
            groups = re.compile(pattern, re.VERBOSE).groupindex
        except re.error as error:
            raise LexiconError(f"{source}, rule {rule['id']!r}: {error}") from error
        if next(iter(groups), "") != rule["id"]:
            raise LexiconError(f"{source}, rule {rule['id']!r}: its pattern is not one group of that name")
        parts.append(pattern)
    if not parts:
        raise LexiconError(f"{source}: no [[rule]]")
    return re.compile("|".join(parts), re.VERBOSE)


def _any_of(words: Sequence[str] | Mapping[str, Any]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"
