"""The frames of ``data/event_frames.toml``: verbs, the roles of their subject and object, what must be there.

In: the TOML text. Out: :class:`Frames`, by verb, which ``kg.facts.verb_frames`` reads an article with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.errors import LexiconError
from kg.facts.grammar import Grammar, default_grammar, parse_toml, read_data
from kg.facts.triggers import EVENTS, ROLE_DOMAINS, ROLES

_ASKS = frozenset({"subject", "object", "name", "partner", "alone"})


@dataclass(frozen=True, slots=True)
class Role:
    """What may fill one side of a verb; ``charset`` matches one masked name."""

    name: str
    charset: re.Pattern[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of ``data/event_frames.toml``."""

    id: str
    type: str
    verbs: tuple[str, ...]
    subject: Role | None
    object: Role | None
    nouns: re.Pattern[str] | None = field(repr=False)
    not_object: re.Pattern[str] | None = field(repr=False)
    ends: re.Pattern[str] | None = field(repr=False)  # words that end an object
    object_before: bool  # the object may stand before the verb: 《办法》近日发布
    relative: re.Pattern[str] | None = field(repr=False)  # what follows a verb that only says which report is quoted
    mutual: bool  # who stands behind 同 and 与 has the role of the subject
    passive: bool  # 甲被乙收购: what is done to stands in front, who does it behind 被
    towards: bool  # 向甲致贺信: the object stands behind 向, 给 or 同, before the verb
    stage: str
    behind_comma: bool  # or behind a comma: 宣布，将…
    asks: frozenset[str]
    needs: str
    confidence: float
    yes: tuple[str, ...] = field(repr=False)
    no: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames by verb, and what a verb must not stand beside."""

    by_verb: Mapping[str, tuple[Frame, ...]]
    verb: re.Pattern[str] = field(repr=False)
    governed: re.Pattern[str] = field(repr=False)
    goes_on: re.Pattern[str] = field(repr=False)

    @property
    def all(self) -> list[Frame]:
        return list({frame.id: frame for frames in self.by_verb.values() for frame in frames}.values())


def load_frames(text: str, source: str, grammar: Grammar) -> Frames:
    """Read and check the rows; LexiconError names the row."""
    data = parse_toml(text, source)
    by_verb: dict[str, list[Frame]] = {}
    seen: set[str] = set()
    for row in data["frame"]:
        where = f"{source}, frame {row.get('id', '?')!r}"
        if row.get("id") in seen or not row.get("verbs") or row.get("type") not in EVENTS or not row.get("yes"):
            raise LexiconError(f"{where}: id used twice, no verbs, no examples or a type that does not exist")
        seen.add(row["id"])
        asks = frozenset(row.get("asks", ("subject",)))
        if not asks or not asks <= _ASKS:
            raise LexiconError(f"{where}: asks {sorted(asks)}")
        try:
            frame = Frame(
                id=row["id"],
                type=row["type"],
                verbs=tuple(row["verbs"]),
                subject=_read_role(row, "subject", grammar, where),
                object=_read_role(row, "object", grammar, where),
                nouns=re.compile(f"(?:{row['nouns']})$") if row.get("nouns") else None,
                not_object=re.compile(row["not_object"]) if row.get("not_object") else None,
                ends=re.compile(row["ends"]) if row.get("ends") else None,
                object_before=row.get("object_before", False),
                relative=re.compile(grammar.expand(row["relative"])) if row.get("relative") else None,
                mutual=row.get("mutual", False),
                passive=row.get("passive", False),
                towards=row.get("towards", False),
                stage=row.get("stage", ""),
                behind_comma=row.get("behind_comma", False),
                asks=asks,
                needs=row.get("needs", "time"),
                confidence=row["confidence"],
                yes=tuple(row["yes"]),
                no=tuple(row.get("no", ())),
            )
        except (KeyError, re.error) as error:
            raise LexiconError(f"{where}: {error}") from error
        for verb in frame.verbs:
            by_verb.setdefault(verb, []).append(frame)
    words = data["words"]
    return Frames(
        by_verb={verb: tuple(frames) for verb, frames in by_verb.items()},
        verb=re.compile("|".join(re.escape(verb) for verb in sorted(by_verb, key=lambda v: (-len(v), v)))),
        governed=re.compile(f"(?:{words['governed']})$"),
        goes_on=re.compile(words["goes_on"]),
    )


def _read_role(row: Mapping[str, object], side: str, grammar: Grammar, where: str) -> Role | None:
    told = row.get(side)
    if not isinstance(told, dict):
        return None
    if told["role"] and told["role"] not in ROLES:
        raise LexiconError(f"{where}: no role {told['role']!r}")
    if told["role"] in ROLE_DOMAINS and ROLE_DOMAINS[told["role"]] != row["type"]:
        raise LexiconError(f"{where}: {told['role']} is a role of {ROLE_DOMAINS[told['role']]} only")
    return Role(told["role"], re.compile(grammar.charset(told["types"])))


@cache
def default_frames() -> Frames:
    """The frames that ship with the package."""
    return load_frames(read_data("event_frames.toml"), "event_frames.toml", default_grammar())
