"""A light clause analysis on masked text: who the subject of a clause is, and what colours its verb.

In: a :class:`~kg.facts.grammar.View` and masked positions. Out: mentions and modalities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.errors import LexiconError
from kg.facts.grammar import TIME, default_grammar, parse_toml, read_data
from kg.facts.masking import View
from kg.model import Mention, Modality

_STOP = re.compile(r"[，。；！？\n]|：(?![0-9])|(?<![0-9])：")  # 以3：1战胜 is one clause
_TIME = default_grammar().charset(TIME)
_PLACE = re.compile(default_grammar().charset("Place"))
_LISTED = re.compile(rf"{_TIME}?(?:[、和与及暨]|以及)")
# 即将出征的代表团今天成立: says of it what it is about to do
_TO_COME = re.compile(
    r"(?:即将|将要)[^，。；]{1,16}的(?=[\ue000-\uf8ff]{1,3}[^，。；]{0,12}(?:今|昨|日前|近日|[\ue000-\uf8ff]))"
)
_QUOTED = re.compile("“[^“”]*”")
_REACH = 12  # words before a subject
_CUES = (
    *("planned", "alleged", "denied", "negated", "exhorts", "habit", "condition", "not_subject"),
    *("decided", "hoped", "finished", "said", "future"),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``data/modality.toml``."""

    id: str
    regex: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


def load_cues(text: str, source: str) -> dict[str, Cue]:
    """The cues by id; every row is compiled, all that the code asks for must be there."""
    cues: dict[str, Cue] = {}
    for row in parse_toml(text, source).get("cue", []):
        where = f"{source}, cue {row.get('id', '?')!r}"
        if row.get("id") not in _CUES or row["id"] in cues:
            raise LexiconError(f"{where}: not one of {', '.join(_CUES)}, or given twice")
        try:
            regex = re.compile("".join(row["pattern"].split("\n")))
        except (re.error, KeyError) as error:
            raise LexiconError(f"{where}: pattern: {error}") from error
        cues[row["id"]] = Cue(row["id"], regex, tuple(row.get("yes", ())), tuple(row.get("no", ())))
    missing = [name for name in _CUES if name not in cues]
    if missing:
        raise LexiconError(f"{source}: cue {missing[0]!r} is missing")
    return cues


@cache
def default_cues() -> dict[str, Cue]:
    """The cues that ship with the package."""
    return load_cues(read_data("modality.toml"), "modality.toml")


def _has(cue: str, text: str) -> bool:
    return default_cues()[cue].regex.search(text) is not None


def is_exhortation(view: View, low: int, at: int) -> bool:
    """Whether the words of the sentence up to ``at`` only ask for something; what was quoted before does not count."""
    return _has("exhorts", _QUOTED.sub("", view.text[low:at]))


def is_negated(view: View, start: int, end: int) -> bool:
    return _has("negated", view.text[start:end])


def is_habit(view: View, start: int, end: int) -> bool:
    return _has("habit", view.text[start:end])


def is_condition(view: View, start: int, end: int) -> bool:
    return _has("condition", view.text[start:end])


def has_future(view: View, start: int, end: int) -> bool:
    """Whether the words say of a thing that it is to come: 将出席, 拟于."""
    return _has("future", view.text[start:end])


def find_saying(view: View, start: int, end: int) -> re.Match[str] | None:
    """The last words of masked ``[start, end)`` that only say who tells of something."""
    return next(reversed(list(default_cues()["said"].regex.finditer(view.text, start, end))), None)


def is_decided(view: View, start: int, end: int) -> bool:
    """Whether a plan is more than a hope."""
    return _has("decided", view.text[start:end]) and not _has("hoped", view.text[start:end])


def is_finished(view: View, start: int, end: int) -> bool:
    return _has("finished", view.text[start:end])


def clause_start(view: View, at: int, lowest: int) -> int:
    """Where the clause that holds masked position ``at`` begins."""
    i = at
    while i > lowest and not _STOP.match(view.text, i - 1):
        i -= 1
    return i


def clause_end(view: View, at: int, highest: int) -> int:
    match = _STOP.search(view.text, at, highest)
    return match.start() if match else highest


def find_subject(view: View, lowest: int, at: int, charset: re.Pattern[str]) -> Mention | None:
    """The mention of ``charset`` that is the subject at ``at``, carried over commas from ``lowest`` on.

    华岳集团着眼长远，近日印发《办法》: the subject of 印发 is 华岳集团.
    """
    subjects = find_subjects(view, lowest, at, charset)
    return subjects[0] if subjects else None


def find_subjects(view: View, lowest: int, at: int, charset: re.Pattern[str]) -> list[Mention]:
    """The same with all that are named together: 教育局、财政局联合组织."""
    end = at
    while end > lowest:
        start = clause_start(view, end, lowest)
        first = _subject_between(view, start, end, charset)
        if first >= 0:
            last = first
            while True:
                m = _LISTED.match(view.text, last + 1)
                if m is None or m.end() >= at or not charset.match(view.text[m.end()]):
                    return view.within(first, last + 1, charset)
                last = m.end()
        end = start - 1
    return []


def _subject_between(view: View, start: int, end: int, charset: re.Pattern[str]) -> int:
    refused = -2  # where the last name that is no subject stands: nor are those that it is listed with
    for i in range(start, end):
        if i not in view.fillers or not charset.match(view.text[i]):
            continue
        before = view.text[start:i]
        if (
            _has("not_subject", before)
            or _has("not_subject", _before_place(view, start, i))
            or (refused == i - 2 and view.text[i - 1] in "、和及与")
        ):
            refused = i
            continue
        if len(before) > _REACH and not any(j in view.fillers for j in range(start, i)):
            return -1
        return i
    return -1


def _before_place(view: View, start: int, at: int) -> str:
    """The words before the places that a place stands behind: 在 in 在某国某机场."""
    while _PLACE.match(view.text[at]) and at > start and _PLACE.match(view.text[at - 1]):
        at -= 1
    return view.text[start:at]


def modality_before(view: View, start: int, end: int, name: tuple[int, int] = (0, 0)) -> Modality:
    """What the words at masked ``[start, end)``, from the clause's begin to the verb, make of it.

    What an event's ``name`` says is no cue: 召开某某计划说明会.
    """
    first, last = name
    words = view.text[start:first] + view.text[last:end] if start <= first < last else view.text[start:end]
    words = _TO_COME.sub("", words)
    if _has("denied", words):
        return Modality.DENIED
    if _has("alleged", words):
        return Modality.ALLEGED
    if _has("planned", words):
        return Modality.PLANNED
    return Modality.ASSERTED
