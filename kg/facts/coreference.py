"""Which drafts of an article speak of one event.

In: drafts in the order of the text. Out: one draft for each event, with the evidence, roles, date and
place that any sentence gives of it. 会议, 本次峰会, 启动仪式 point back to the latest event that they
may name; two full names are one event when one holds the other and no date, ordinal or place
contradicts; two reports by verbs are one when kind, stage and a participant agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from kg.facts.drafts import Draft, ordinals, ordinals_clash, quoted_in
from kg.model import Evidence, Modality

_GATHERINGS = frozenset({"Meeting", "Ceremony", "Exhibition", "Signing", "Campaign"})
# words so general that they may stand for any event of these kinds
GENERAL = {
    "会议": frozenset({"Meeting"}),
    "大会": frozenset({"Meeting", "Exhibition"}),
    "会谈": frozenset({"Meeting"}),
    "座谈": frozenset({"Meeting"}),
    "仪式": frozenset({"Ceremony", "Signing"}),
    "签约仪式": frozenset({"Signing"}),
    "签字仪式": frozenset({"Signing"}),
    "签署仪式": frozenset({"Signing"}),
    "签约活动": frozenset({"Signing"}),
    "典礼": frozenset({"Ceremony"}),
    "活动": frozenset({"Campaign", "Ceremony", "Exhibition", "Visit"}),
    "报道": frozenset({"Campaign"}),
    "行动": frozenset({"Campaign"}),
    "展会": frozenset({"Exhibition"}),
    "展览": frozenset({"Exhibition"}),
    "论坛": frozenset({"Meeting"}),
    "开幕会": frozenset({"Meeting"}),
    "闭幕会": frozenset({"Meeting"}),
    "开幕式": frozenset({"Ceremony", "Meeting", "Exhibition", "Campaign"}),
    "闭幕式": frozenset({"Ceremony", "Meeting", "Exhibition", "Campaign"}),
}
_GROUND = frozenset({"开工", "奠基", "动工", "开建", "开工建设", "启动建设", "破土动工", "动工兴建", "动工建设"})
# 发生一起事故，两车相撞; 破获一起案件，抓获某人: told in two clauses
_ONE_A_SENTENCE = frozenset({"Accident", "LegalCase"})
_PERSONS = frozenset({"Person", "Official"})
_ALIKE = 0.8
ACTS = "签约|签字|奠基|开工|揭牌|启动|颁奖|授牌|开幕|闭幕|座谈|会见|会谈|竣工|通车|投产|首发|揭幕"
_JOINT = re.compile(f"(?:(?:{ACTS})(?:仪式)?[、和及与暨])+(?:{ACTS})(?:仪式|活动)")


def merge_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft an event, in the order of first mention; references to nothing are dropped."""
    events: list[Draft] = []
    for draft in drafts:
        known = find_event(draft, events)
        if known is not None:
            absorb(known, draft)
        elif draft.needs != "merge":
            events.append(draft)
    return events


def find_event(draft: Draft, events: Sequence[Draft]) -> Draft | None:
    """The event among ``events`` that ``draft`` tells again, the latest first."""
    for event in reversed(events):
        if same_event(event, draft):
            return event
    return None


def same_event(event: Draft, draft: Draft) -> bool:
    if not _dates_agree(event, draft):
        return False
    if draft.needs == "merge":
        return event.type == draft.type
    if draft.extractor == "event_noun/attends" and _JOINT.fullmatch(draft.core):  # 出席签约和奠基仪式
        return event.type in ("Ceremony", "Signing") and any(act in event.name for act in re.findall(ACTS, draft.core))
    if _named(event) and _named(draft):
        return _same_name(event, draft) and not _held_apart(event, draft)
    if event.type == draft.type == "Ceremony" and not draft.core and draft.head[:2] in event.name:
        return True  # 某项目奠基, later 出席了奠基仪式
    if event.type == draft.type:
        if event.name == draft.name and not (event.arguments and draft.arguments):
            return True
        if event.type in _ONE_A_SENTENCE and event.sentence == draft.sentence:
            return not (_disjoint(event.participants(), draft.participants()) or _elsewhere(event, draft))
        if event.stage != draft.stage:
            return False
        if draft.type == "Visit" and (
            _disjoint(event.fillers("visitor"), draft.fillers("visitor")) or _goes_on(event, draft)
        ):
            return False
        if draft.type == "Meeting" and event.modality is not draft.modality and Modality.PLANNED is draft.modality:
            return False  # 双方举行会谈，6日将继续磋商
        shared = event.participants() & draft.participants()
        one, two = _subjects(event), _subjects(draft)
        if draft.type in ("Signing", "Founding") and not (one and two):
            return draft.type == "Founding" or _named(event) != _named(draft)
        if draft.type == "Signing" and _part_ways(one, two):
            return False  # A、B及C签约, then A与D签约
        if draft.type in ("Milestone", "Founding", "Announcement", "Signing", "Investment", "Transaction"):
            return any(a in b or b in a for a in one for b in two)
        return bool(shared)
    if {event.type, draft.type} == {"Ceremony", "Milestone"}:
        return _same_work(event, draft)
    return False


def names_event(event: Draft, head: str, core: str) -> bool:
    """Whether the words ``core`` that end in ``head`` may point back to the event."""
    if core:
        return bool(event.core) and (core in event.core or event.core in core or _spelt_in(core, event.core))
    if (event.head == "活动" or event.type == "Ceremony") and len(head) > 1 and head in event.core:
        return True  # “某某论坛”活动, 某论坛开幕式, later 本次论坛
    if head in GENERAL:
        return event.type in GENERAL[head] or event.head.endswith(head)
    if event.type == "Ceremony" and not _named(event) and event.head in head:
        return True  # 某项目奠基, later 奠基仪式
    return event.head.endswith(head) or head.endswith(event.head) or event.name.endswith(head)


def absorb(event: Draft, draft: Draft) -> None:
    """Add to the event what another sentence says of it."""
    for argument in draft.arguments:
        event.add(argument)
    event.evidence.extend(item for item in draft.evidence if item.span not in {e.span for e in event.evidence})
    if event.place is None:
        event.place = draft.place
    ahead = event.modality is Modality.PLANNED and draft.modality is not Modality.PLANNED
    if draft.time is not None and not ahead and (event.time is None or (draft.own_time and not event.own_time)):
        event.time, event.own_time = draft.time, draft.own_time
    if len(draft.core) > len(event.core) and draft.type == event.type:
        event.core, event.name, event.head = draft.core, draft.name, draft.head
    if not event.stage:
        event.stage = draft.stage


def evidence_of(draft: Draft, article: str) -> Evidence:
    return Evidence(article, draft.sentence, draft.extractor, draft.confidence)


def _named(draft: Draft) -> bool:
    return draft.extractor.startswith("event_noun/")


def _same_name(event: Draft, draft: Draft) -> bool:
    if draft.definite:
        if draft.core and event.core and ordinals_clash(event.core, draft.core):
            return False
        if event.type in _GATHERINGS and names_event(event, draft.head, draft.core):
            return True
        return not draft.core and event.type == draft.type and event.head == draft.head
    if event.type != draft.type and not {event.type, draft.type} <= _GATHERINGS:
        return False
    one, two = event.core, draft.core
    if not one or not two:
        return event.type == draft.type and event.head == draft.head
    if ordinals_clash(one, two):
        return False
    alike = event.type == draft.type and (event.type == "Campaign" or event.head == draft.head)
    if alike and quoted_in(event.name) & quoted_in(draft.name):
        return True
    short, long = sorted((one, two), key=len)
    if (
        event.type == draft.type
        and len(short) >= 4
        and (long.endswith(short) or (long.startswith(short) and event.head == draft.head))
    ):
        return True
    if event.type == draft.type and len(short) >= 4 and short[:2] == long[:2] and _spelt_in(short, long):
        return True  # 第二十二届文博会, 第二十二届中国国际文化产业博览交易会
    return event.head == draft.head and SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def _disjoint(one: set[str], two: set[str]) -> bool:
    """Whether both are named and nobody is in both: 分别会见 two guests is two visits."""
    return bool(one) and bool(two) and not one & two


def _held_apart(event: Draft, draft: Draft) -> bool:
    """某使馆举行招待会, 另一使馆也举行招待会: without a name of its own an event has one holder."""
    generic = draft.extractor == "event_noun/holds" and not (quoted_in(draft.name) & quoted_in(event.name))
    if not generic or ordinals(draft.core):
        return False
    return _disjoint(_holders(event), _holders(draft))


def _holders(draft: Draft) -> set[str]:
    """Who is said to hold it, not who only stands in its name."""
    bare = draft.phrase[1] - draft.phrase[0] <= len(draft.head)
    return {name for name in draft.fillers("organizer") if bare or name not in draft.name}


def _goes_on(event: Draft, draft: Draft) -> bool:
    """主席会见总统乙, 乙访问了某省: who is received travels elsewhere besides."""
    one, two = ({a.filler.type in _PERSONS for a in d.arguments if a.role == "visited"} for d in (event, draft))
    return one == {True} and two == {False}


def _elsewhere(one: Draft, two: Draft) -> bool:
    return one.place is not None and two.place is not None and one.place.filler.name != two.place.filler.name


def _part_ways(one: set[str], two: set[str]) -> bool:
    """Whether each of two groups has somebody who is not in the other."""

    def lacks(these: set[str], those: set[str]) -> bool:
        return any(not any(a in b or b in a or _is_ours(a, b) or _is_ours(b, a) for b in those) for a in these)

    return lacks(one, two) and lacks(two, one) and len(one) > 1 and len(two) > 1


def _is_ours(ours: str, name: str) -> bool:
    """我县 and 某某县 in a paper of that county."""
    return len(ours) == 2 and ours[0] in "我本该" and name.endswith(ours[1])


def _spelt_in(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)


def _same_work(event: Draft, draft: Draft) -> bool:
    """奠基 and 开工 of one project on one day are told as one."""
    ceremony, milestone = (event, draft) if event.type == "Ceremony" else (draft, event)
    if milestone.own_time and milestone.time != ceremony.time:
        return False
    if not any(word in ceremony.head or word in ceremony.core for word in _GROUND if milestone.stage == "开工") and (
        milestone.head not in ceremony.core
    ):
        return False
    return bool(_subjects(ceremony) & _subjects(milestone)) or not _subjects(ceremony)


def _subjects(draft: Draft) -> set[str]:
    return {a.filler.name for a in draft.arguments if a.role in ("concerns", "signatory", "investor")}


def _dates_agree(event: Draft, draft: Draft) -> bool:
    one, two = event.time, draft.time
    if one is None or two is None or not (event.own_time and draft.own_time):
        return True
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return True
    return one.start <= two.end and two.start <= one.end
