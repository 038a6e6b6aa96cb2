"""An event while it is being read: what a trigger gave, and what later sentences add to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.model import Argument, Evidence, Modality, Span, Time

_QUOTES = re.compile(r"[\s“”‘’《》〈〉「」（）()]")
_QUOTED = re.compile(r"“([^“”]{3,})”")
_ORDINAL = re.compile(r"第(?P<number>[0-9一二三四五六七八九十百]+)(?P<unit>[届期次季场回轮])|(?P<year>20\d\d|19\d\d)")
# kinds of events that happen within a day, or within the days of one occasion
ON_A_DAY = frozenset({"Meeting", "Visit", "Ceremony", "Signing", "Campaign"})


@dataclass(slots=True, eq=False)
class Draft:
    """A candidate event. ``start``/``end`` are masked positions of its trigger and what belongs to it."""

    type: str
    name: str
    trigger: Span
    sentence: Span
    start: int
    end: int
    confidence: float
    extractor: str
    phrase: tuple[int, int] = (0, 0)  # the noun phrase that names it
    head: str = ""  # the noun or verb that names its kind: 会议, 奠基
    core: str = ""  # its own name without 本次, quotation marks ...; "" where it has none
    definite: bool = False  # 本次峰会, 会议: speaks of an event that the text has named
    needs: str = ""
    firm: bool = False  # a plan of this kind counts without a day
    hands: bool = False  # 将某卫星发射升空: no plan
    named: tuple[int, int] = (0, 0)  # words before the verb that stand for a name: 聚变堆计划|启动
    plain: bool = False  # read by a rule that asks for no names: another that reads the same words is surer
    decides: bool = False  # what is decided is for a later day: 决定自6月起提价
    stage: str = ""
    modality: Modality = Modality.ASSERTED
    time: Time | None = None
    own_time: bool = False  # the date stands in its own sentence
    deed: bool = False  # done by somebody who is named, in a main clause: it counts without a day
    said: bool = False  # a day is given on which it was told, not that on which it was
    place: Argument | None = None
    arguments: list[Argument] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    parent: Draft | None = None

    def fillers(self, role: str) -> set[str]:
        return {argument.filler.name for argument in self.arguments if argument.role == role}

    def add(self, argument: Argument) -> None:
        """Add a filler unless the same name already has the role."""
        if argument.filler.name not in self.fillers(argument.role):
            self.arguments.append(argument)

    def participants(self) -> set[str]:
        return {argument.filler.name for argument in self.arguments}


def quoted_in(name: str) -> frozenset[str]:
    """“江河行”主题活动 -> {"江河行"}."""
    return frozenset(_QUOTED.findall(name))


def fold_event_name(name: str) -> str:
    """What two spellings of one event's name share."""
    return _QUOTES.sub("", name)


def ordinals(name: str) -> dict[str, str]:
    """第137届 -> {"届": "137"}, 2023年 -> {"年": "2023"}: what tells one event of a series from the next."""
    return {m["unit"] or "年": m["number"] or m["year"] for m in _ORDINAL.finditer(name)}


def ordinals_clash(one: str, two: str) -> bool:
    first, second = ordinals(one), ordinals(two)
    return any(second.get(unit, number) != number for unit, number in first.items())
