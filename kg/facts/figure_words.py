"""``data/figures.toml`` and ``data/clause_words.tsv`` -> the words by which figures are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.errors import LexiconError
from kg.facts.grammar import parse_toml, read_data
from kg.facts.quantities import alternatives
from kg.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The lists, compiled. ``bounds`` and ``after`` end a phrase on its left and right; ``keeps`` hold them inside."""

    links: re.Pattern[str] = field(repr=False)
    bounds: frozenset[str] = field(repr=False)
    after: frozenset[str] = field(repr=False)
    verbs: frozenset[str] = field(repr=False)
    ends: frozenset[str] = field(repr=False)  # after and verbs
    keeps: frozenset[str] = field(repr=False)
    tails: frozenset[str] = field(repr=False)  # end no noun: 喜人 围坐
    change: re.Pattern[str] = field(repr=False)
    heads: tuple[str, ...] = field(repr=False)
    time_heads: re.Pattern[str] = field(repr=False)
    counting: re.Pattern[str] = field(repr=False)
    fates: frozenset[str]
    vague: frozenset[str]
    empty: frozenset[str]  # names that say nothing alone
    rate: re.Pattern[str] = field(repr=False)
    per: re.Pattern[str] = field(repr=False)
    changing: re.Pattern[str] = field(repr=False)
    prices: tuple[str, ...] = field(repr=False)
    materials: frozenset[str]  # nouns of one character that are weighed
    said: frozenset[str]  # verbs that may stand for the measure
    confidence: Mapping[str, float]
    types: frozenset[str]
    described: frozenset[str]
    events: frozenset[str]
    occasions: frozenset[str]
    oblique: re.Pattern[str] = field(repr=False)
    sources: re.Pattern[str] = field(repr=False)
    issuing: re.Pattern[str] = field(repr=False)
    general: Mapping[str, tuple[str, ...]] = field(repr=False)
    general_at: re.Pattern[str] = field(repr=False)
    countries: Mapping[str, str] = field(repr=False)
    references: Mapping[str, tuple[str, ...]] = field(repr=False)
    reference: re.Pattern[str] = field(repr=False)
    opening: re.Pattern[str] = field(repr=False)
    causing: re.Pattern[str] = field(repr=False)

    def left_bounds(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where function words stand in a phrase, words of ``keeps`` passed over."""
        return self._cuts(phrase, self.bounds)

    def right_bounds(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where words stand that cannot be part of a noun behind its classifier."""
        return self._cuts(phrase, self.ends)

    def _cuts(self, phrase: str, cuts: frozenset[str]) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(phrase):
            for length in (5, 4, 3, 2, 1):
                word = phrase[at : at + length]
                if word in cuts:
                    yield at, at + len(word)
                    break
                if word in self.keeps:
                    break
            at += length


@cache
def load_figure_words() -> FigureWords:
    """The words that ship with the package."""
    data = parse_toml(read_data("figures.toml"), "figures.toml")
    rows = read_table("clause_words.tsv", 2)
    unknown = {what for _, what in rows} - {"keep", "verb", "tail"}
    if unknown:
        raise LexiconError(f"clause_words.tsv: unknown kinds {sorted(unknown)}")
    try:
        return _compile(data, rows)
    except KeyError as error:
        raise LexiconError(f"figures.toml: {error} is missing") from error


def _compile(data: Mapping[str, Any], rows: list[tuple[str, ...]]) -> FigureWords:
    words, owners = data["words"], data["owners"]
    adverbs = alternatives(words["change_adverbs"])
    verbs = frozenset(word for word, what in rows if what == "verb")
    return FigureWords(
        links=re.compile(f"{alternatives(words['links'])}$"),
        bounds=frozenset(words["bounds"]),
        after=frozenset(words["after_nouns"]),
        verbs=verbs,
        ends=frozenset(words["after_nouns"]) | verbs,
        keeps=frozenset(words["keeps"]) | {word for word, what in rows if what == "keep"},
        tails=frozenset(word for word, what in rows if what == "tail"),
        change=re.compile(
            rf"(?P<than>(?:(?<!占)比(?![例重率赛值亚如较])|较|与|同(?![时比样期]))[^，。；、]{{1,14}}?(?:相比)?)?(?P<adverbs>{adverbs}*)"
            rf"(?<![新净])(?P<verb>{alternatives(words['changes'])})(?P<to>[至到为]|达到)?(?:了|约|近|超过?|逾|达|[ ])*"
            rf"(?P<tail>幅度|率|速度)?(?:约?为|是|达到?|在|超过?|近|约|[ ])*$"
        ),
        heads=tuple(words["heads"]),
        time_heads=re.compile(alternatives(words["time_heads"])),
        counting=re.compile(f"{alternatives(words['counting_verbs'])}$"),
        fates=frozenset(words["fates"]),
        vague=frozenset(words["vague_nouns"]),
        empty=frozenset(words["empty_names"]),
        rate=re.compile(f"每(?!{alternatives(words['per_units'])})[^，。；：]{{0,5}}$|(?:平均)?每[年月日天周]?约?$"),
        per=re.compile(
            rf"(?:每(?:[个位名户家][^，。；：、的了投给有为达补发收0-9]{{0,5}}?|{alternatives(words['per_units'])})(?:均)?)+$"
        ),
        changing=re.compile(rf"{alternatives(words['moves'])}了?(?:到|至|为|$)"),
        prices=tuple(words["prices"]),
        materials=frozenset(words["materials"]),
        said=frozenset(words["verbs"]),
        confidence=data["confidence"],
        types=frozenset(owners["types"]),
        described=frozenset(owners["described"]),
        events=frozenset(data["events"]["types"]),
        occasions=frozenset(data["events"]["occasions"]),
        oblique=re.compile(f"{alternatives(owners['oblique'])}[“《]?$"),
        sources=re.compile(alternatives(owners["sources"])),
        issuing=re.compile(f"{alternatives(owners['issuing'])}(?:了|的)?《?$"),
        general={word: tuple(names) for word, names in data["general"].items()},
        general_at=re.compile(f"{alternatives(list(data['general']))}(?!生产总值|外|首|第|最|唯一)"),  # 国内生产总值
        countries=dict(data["countries"]),
        references={word: tuple(types) for word, types in data["references"].items()},
        reference=re.compile(alternatives(list(data["references"]))),
        opening=re.compile(f"(?:[ 　、（）“”]|{alternatives(owners['openings'])})*"),
        causing=re.compile(f"{alternatives(owners['causing'])}$"),
    )
