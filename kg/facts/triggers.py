"""The words and rules of ``data/events.toml`` and ``data/events_plain.toml``, checked and compiled.

In: the TOML texts. Out: :class:`EventWords`, which the event stages take as an argument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from kg.errors import LexiconError
from kg.facts.grammar import Grammar, default_grammar, parse_toml, read_data
from kg.facts.rules import Rule, load_rules

EVENTS = (
    "Meeting Visit Appointment Departure Signing Ceremony Exhibition Campaign Milestone Founding Investment "
    "Transaction Award Announcement Accident LegalCase"
).split()
# roles that the ontology allows for one kind of event only
ROLE_DOMAINS: Mapping[str, str] = {
    "visitor": "Visit",
    "visited": "Visit",
    "signatory": "Signing",
    "investor": "Investment",
    "recipient": "Award",
    "suspect": "LegalCase",
}
ROLES = frozenset(
    "organizer guide host attendee speaker visitor visited signatory appointee appointer investor recipient "
    "issuer exhibitor suspect victim concerns place".split()
)
_PLAIN = "events_plain.toml"  # events whose parties need no name
_STAGE_END = (
    "(?!仪式|典礼|覆盖|后|以后|以来|之后|前|之前|时|之时|的|率|面积|量|日期|时间|现场|项目|条件|令|企业|能力|标准|进度|准备|"
    "在即|投资|工程|里程|低|不足|偏|较|而|为(?!止)|方(?!案)|商|成本|收入|建设项目|以前|提供|奠定|价格|发射|起飞|升空)"
)


@dataclass(frozen=True, slots=True)
class Noun:
    """An event's last word. ``plain`` nouns (活动) name an event only with a quotation or a name before them."""

    word: str
    type: str
    plain: bool


@dataclass(frozen=True, slots=True)
class EventWords:
    """Everything the event stages know in words."""

    nouns: Mapping[str, Noun]
    head: re.Pattern[str] = field(repr=False)  # any event noun, the longest first
    held: re.Pattern[str] = field(repr=False)  # 召开 ... after a name
    holds: re.Pattern[str] = field(repr=False)  # 召开 ... right before a name
    attends: re.Pattern[str] = field(repr=False)
    cut: re.Pattern[str] = field(repr=False)  # what ends before an event's name begins
    determiner: re.Pattern[str] = field(repr=False)  # 本次, 该
    leading: re.Pattern[str] = field(repr=False)  # 一场, 首次
    goes_on: re.Pattern[str] = field(repr=False)  # after the noun: 会议室 is no event
    stages: Mapping[str, str] = field(repr=False)  # 建成 -> 竣工
    work: re.Pattern[str] = field(repr=False)  # a work without a name of its own, and the stage it reaches
    work_likely: re.Pattern[str] = field(repr=False)  # finds texts, not masked, in which there may be one
    works: Mapping[str, str] = field(repr=False)  # the last word of a work or device -> its type
    rank: re.Pattern[str] = field(repr=False)  # 全球首台: no part of a work's name
    many: re.Pattern[str] = field(repr=False)  # 一批, 各: more than one work
    rules: tuple[Rule, ...] = field(repr=False)
    roles: tuple[Rule, ...] = field(repr=False)


def load_event_words(
    text: str, source: str, grammar: Grammar, *, more: Mapping[str, str] = MappingProxyType({})
) -> EventWords:
    """``text`` has words and rules; ``more``, by their source, are texts with further rules."""
    data = parse_toml(text, source)
    nouns: dict[str, Noun] = {}
    for row in data["noun"]:
        if row["type"] not in EVENTS:
            raise LexiconError(f"{source}: noun of the unknown type {row['type']!r}")
        for word in row["words"]:
            nouns.setdefault(word, Noun(word, row["type"], row.get("plain", False)))
            if word.endswith("会") and row["type"] == "Meeting":  # 调度会, 调度会议
                nouns.setdefault(word + "议", Noun(word + "议", row["type"], row.get("plain", False)))
    words = "|".join(
        re.escape(w) + ("(?![览销示])" if w.endswith("展") else "")  # 技术展, but 技术展览会
        for w in sorted(nouns, key=lambda w: (-len(w), w))
    )
    head = f"{words}|{data['phrases']['fair']}"
    for word in ("展", "博会"):  # 某某航空展, 某博会: of any trade
        nouns[word] = Noun(word, "Exhibition", False)
    nouns["节"] = Noun("节", "Campaign", False)  # 某某茶花节
    nouns["赛"] = Noun("赛", "Campaign", False)  # 某某龙舟赛
    stages = {word: stage for stage, words in data["stages"].items() for word in words}
    stage = "(?>" + any_of(stages) + ")"
    local = replace(grammar, macros={**grammar.macros, "STAGE": stage, "STAGE_END": _STAGE_END})
    listed = '", "'.join(sorted(stages))
    text = text.replace('"{STAGES}"', f'"{listed}"')
    rules = load_rules(text, source, local)
    roles = load_rules(text, source, local, table="role")
    for rule in (*rules, *roles):
        _check(rule, source)
    for other, rows in more.items():
        found = [replace(rule, data={**rule.data, "plain": True}) for rule in load_rules(rows, other, local)]
        for rule in found:
            _check(rule, other)
            if any(rule.id == known.id for known in rules):
                raise LexiconError(f"{other}, rule {rule.id!r}: {source} has the id too")
        rules += found
    works = {word: type_ for type_ in ("Product", "Project", "Site") for word in data["works"][type_]}
    verbs = data["verbs"]
    return EventWords(
        nouns=nouns,
        head=re.compile(head),
        held=re.compile(any_of(verbs["held"])),
        holds=re.compile(any_of(verbs["holds"])),
        attends=re.compile(any_of(verbs["attends"])),
        cut=re.compile(data["phrases"]["cut"]),
        determiner=re.compile(data["phrases"]["determiner"]),
        leading=re.compile(data["phrases"]["leading"]),
        goes_on=re.compile(data["phrases"]["goes_on"]),
        stages=stages,
        work=re.compile(local.expand(data["works"]["told"].replace("{WORK}", any_of(works)))),
        work_likely=re.compile(f"{any_of(works)}[^，。；！？\n]{{0,30}}?{any_of(stages)}"),
        works=works,
        rank=re.compile(data["works"]["rank"]),
        many=re.compile(data["works"]["many"]),
        rules=tuple(rules),
        roles=tuple(roles),
    )


@cache
def default_event_words() -> EventWords:
    """The words that ship with the package."""
    more = {_PLAIN: read_data(_PLAIN)}
    return load_event_words(read_data("events.toml"), "events.toml", default_grammar(), more=more)


def any_of(words: Mapping[str, object] | list[str]) -> str:
    """One of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


def role_of(slot: str) -> str:
    """signatory_2 -> signatory."""
    return slot.rstrip("0123456789").rstrip("_")


def _check(rule: Rule, source: str) -> None:
    where = f"{source}, rule {rule.id!r}"
    types = rule.data.get("types", [rule.data.get("type")])
    for type_ in types:
        if type_ not in EVENTS:
            raise LexiconError(f"{where}: no event type {type_!r}")
    slots = {role_of(slot) for slot in rule.slots} | ({rule.data["carry_role"]} if "carry" in rule.data else set())
    slots |= set(rule.data.get("within", ())[:1])
    for role in slots:
        if role not in ROLES:
            raise LexiconError(f"{where}: no role {role!r}")
        if role in ROLE_DOMAINS and any(type_ != ROLE_DOMAINS[role] for type_ in types):
            raise LexiconError(f"{where}: {role} is a role of {ROLE_DOMAINS[role]} only")
    if "t" not in rule.regex.groupindex:
        raise LexiconError(f"{where}: no group t for the trigger")
