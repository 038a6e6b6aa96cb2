"""kg/data/entities/*.tsv as one value: bodies of an area, abbreviations, legal forms, lines of business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import LexiconError
from kg.lexicon.tables import read_table

_LEVELS = frozenset({"all", "province", "prefecture", "county", "township"})
_WHERE = frozenset({"head", "any"})


@dataclass(frozen=True, slots=True)
class BodyKind:
    """One kind of body that every area has: 委 -> 中共{}委员会."""

    full: str
    forms: tuple[str, ...]
    kind: str
    level: str


@dataclass(frozen=True, slots=True)
class EntityTables:
    bodies: dict[str, tuple[BodyKind, ...]]  # 委 -> …
    longest_body: int
    heads: tuple[tuple[str, str], ...]  # 发改委 -> 发展和改革委员会, longest first
    anywhere: tuple[tuple[str, str], ...]  # 经开区 -> 经济技术开发区
    suffixes: tuple[tuple[str, bool], ...]  # 有限公司, whether it is a legal form; longest first
    trades: frozenset[str]
    trade: re.Pattern[str]  # nothing but lines of business
    firms: frozenset[str]  # lines of business that end a brand's short name: 汽车
    national: dict[str, str]  # 中石油, and the full name itself -> 中国石油天然气集团有限公司
    generic: dict[str, str]  # 公司 -> Company
    central: dict[str, str]  # 总书记 -> the body it is of
    offices: tuple[tuple[re.Pattern[str], str, float], ...]  # title -> kind of body, certainty
    state: dict[str, str]  # whole offices of state: 总统, and China's body of that office
    famous: frozenset[str]  # persons of history, known by the bare name
    generic_fronts: tuple[str, ...]  # 人民医院 第一: bodies that every city has
    generic_titles: tuple[str, ...]  # 意见 方案: documents that every city has

    def expand(self, name: str) -> str:
        """Abbreviations inside the name of a body or zone written out: 发改委 -> 发展和改革委员会."""
        for short, full in self.heads:
            if name.endswith(short) and not name.endswith(full):
                name = name.removesuffix(short) + full
                break
        for short, full in self.anywhere:
            if short in name:
                name = name.replace(short, full)
        return name


@lru_cache(maxsize=1)
def load_tables() -> EntityTables:
    """Reads and checks the lists; a bad row names its file."""
    bodies: dict[str, tuple[BodyKind, ...]] = {}
    for rests, full, forms, kind, level in read_table("entities/bodies.tsv", 5):
        if level not in _LEVELS or full.count("{}") != 1:
            raise LexiconError(f"entities/bodies.tsv: {rests}: a level and a full name with one {{}} expected")
        body = BodyKind(full, tuple(forms.split()), kind, level)
        for rest in rests.split():
            bodies[rest] = (*bodies.get(rest, ()), body)
    heads: list[tuple[str, str]] = []
    anywhere: list[tuple[str, str]] = []
    for short, full, where in read_table("entities/abbreviations.tsv", 3):
        if where not in _WHERE:
            raise LexiconError(f"entities/abbreviations.tsv: {short}: head or any expected, not {where}")
        (heads if where == "head" else anywhere).append((short, full))
    suffixes = [(suffix, legal == "yes") for suffix, legal in read_table("entities/suffixes.tsv", 2)]
    trades = sorted(
        {word for (word,) in read_table("entities/trade_words.tsv", 1)}, key=lambda word: (-len(word), word)
    )
    national: dict[str, str] = {}
    for full, shorts in read_table("entities/national_names.tsv", 2):
        for name in (full, *shorts.split()):
            if national.setdefault(name, full) != full:
                raise LexiconError(f"entities/national_names.tsv: {name} stands for two")
    offices = []
    for number, (title, kind, certainty) in enumerate(read_table("entities/offices.tsv", 3), start=1):
        try:
            offices.append((re.compile(title), kind, float(certainty)))
        except (re.error, ValueError) as error:
            raise LexiconError(f"entities/offices.tsv: row {number}: {error}") from error
    return EntityTables(
        bodies=bodies,
        longest_body=max(map(len, bodies)),
        heads=tuple(sorted(heads, key=lambda row: (-len(row[0]), row[0]))),
        anywhere=tuple(sorted(anywhere, key=lambda row: (-len(row[0]), row[0]))),
        suffixes=tuple(sorted(suffixes, key=lambda row: (-len(row[0]), row[0]))),
        trades=frozenset(trades),
        trade=re.compile(f"(?:[一-龥]业|{'|'.join(map(re.escape, trades))})+"),
        firms=frozenset(word for (word,) in read_table("entities/firm_words.tsv", 1)),
        national=national,
        generic={row[0]: row[1] for row in read_table("entities/generic.tsv", 2)},
        central={row[0]: row[1] for row in read_table("entities/central_offices.tsv", 2)},
        offices=tuple(offices),
        state={row[0]: row[1].strip("-") for row in read_table("entities/state_offices.tsv", 2)},
        famous=frozenset(row[0] for row in read_table("entities/famous.tsv", 2)),
        generic_fronts=tuple(row[0] for row in read_table("entities/generic_fronts.tsv", 1)),
        generic_titles=tuple(word for word, kind in read_table("entities/generic.tsv", 2) if kind == "Document"),
    )
