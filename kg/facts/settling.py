"""Drafts that stand up to a closer look: with a date, a place and a modality, or dropped.

In: a draft and the :class:`~kg.facts.telling.Telling` it stands in. Out: whether it reports anything.
What is asked for (要组织召开…), said to be done every year, denied, only supposed, planned without a
day or quoted from somebody's talk is no event; neither is a bare word without any anchor in time or place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.facts.clauses import (
    clause_end,
    clause_start,
    find_subjects,
    is_condition,
    is_decided,
    is_exhortation,
    is_finished,
    is_habit,
    is_negated,
    modality_before,
)
from kg.facts.coreference import evidence_of
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.phrases import Phrase
from kg.facts.telling import Telling
from kg.model import Argument, Mention, Modality, Time

PLACES = frozenset({"Place", "AdministrativeArea", "Site"})
_ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company", "Institution", "Association", "Media"})
_ABOUT = frozenset({"Project", "Document", "Product"})
_ON_A_DAY = frozenset({"Meeting", "Visit", "Ceremony", "Signing", "Campaign"})
_AFTER = re.compile(r"(?:[结闭]束)?(?:后(?!方|续)|以后|之后|以来|之际|期间|前夕|之前|前(?!往|来|行)|时(?!代|间))")
# what somebody says on the record is told as well as by the paper, if he says when
_TOLD = frozenset({"Milestone", "Founding", "Signing", "Transaction"})
_PARTY = re.compile(r".{0,4}(?:调研组|考察组|考察团|代表团|督导组|检查组|参观团|访问团|慰问团)(?:一行)?|一行")
# 超过70场音乐节
_COUNTED = re.compile(r"(?:超过|近|约|逾|共)?[0-9一二三四五六七八九十百]+(?:余|多)?(?:场次?|次|个|项)")
_NUMBERED = re.compile(r"第[0-9一二三四五六七八九十百]+次")
_QUOTED = re.compile("“[^“”]*”")
_LONG_NAME = 6  # characters of a name that says enough by itself
_NEAR = 12  # characters of an earlier clause that only says where


@dataclass(frozen=True, slots=True)
class _Patterns:
    holder: re.Pattern[str]  # who may hold an event
    person: re.Pattern[str]
    place: re.Pattern[str]
    work: re.Pattern[str]
    plain: re.Pattern[str]  # small words between a holder and 召开


@cache
def _patterns() -> _Patterns:
    grammar = default_grammar()
    return _Patterns(
        holder=re.compile(grammar.charset("Organization|AdministrativeArea")),
        person=re.compile(grammar.charset("Person")),
        work=re.compile(grammar.charset("Project|Site")),
        place=re.compile(
            grammar.expand(
                "(?:在|(?<![位建始等对关由])于|赴|来到|走进|抵达)(?:[^，。；：！？、的]{0,4}?(?:首都|省会|总部))?(?P<place>(?>{:Place}+))(?!的|{:Organization|Person})"
            )
        ),
        plain=re.compile(grammar.expand("{ETC}?{ADV}(?:在{:Place}+{IN}{0,6}?)?{ADV}(?:组织|联合|主持|隆重)?")),
    )


def settle_noun(draft: Draft, phrase: Phrase, how: str, telling: Telling) -> bool:
    """The same for an event that a noun names; ``needs`` becomes "merge" where it only points back."""
    if how in ("subject", "at"):  # 本次峰会…: only where an event is known
        draft.needs = "merge"
        draft.evidence = [evidence_of(draft, telling.article)]
        return phrase.definite
    named = "“" in phrase.modifier or any(i in telling.view.fillers for i in range(phrase.start, phrase.noun))
    if (telling.words.nouns[phrase.head].plain and not named) or _COUNTED.match(draft.name):
        return False
    holder = _read_holder(draft, phrase, how, telling)
    if not settle(draft, telling):
        return False
    if draft.place is None and holder is not None and holder.type in PLACES:
        draft.place = Argument("place", holder, draft.evidence[0])
    dated = draft.own_time or telling.in_lead(draft.sentence)
    anchored = dated or (draft.place is not None and draft.type != "Campaign") or draft.needs == "parent"
    long = len(draft.core) >= _LONG_NAME
    if how == "held":
        fine = anchored or (long and not draft.definite)
    elif how == "holds":
        fine = anchored and (holder is not None or draft.own_time or long)
    else:
        fine = dated and (long or (how == "held_the" and draft.own_time and not phrase.bare))
    if not fine and not draft.definite:
        return False
    if not fine or (phrase.bare and how == "attends"):
        draft.needs = "merge"
    _name_whole(draft, phrase, holder, telling)
    return True


def settle(draft: Draft, telling: Telling) -> bool:
    """Date, place and modality of a draft; False where it reports nothing."""
    view = telling.view
    low, high = view.bounds(draft.sentence)
    at = view.at(draft.trigger.start)
    start = clause_start(view, min(at, draft.start), low)
    end = clause_end(view, max(draft.end, at + 1), high)
    quoted = any(a < at < b for a, b in telling.speech)
    if (quoted and draft.type not in _TOLD) or not _reports(draft, telling, low, start, at, end):
        return False
    draft.modality = modality_before(view, start, draft.end)
    _set_time(draft, telling, low, start, end)
    time = draft.time
    if quoted and not (draft.own_time and time and time.precision != "vague"):
        return False
    if time is not None and time.start is not None and time.start > telling.published:
        draft.modality = Modality.PLANNED
    at_other = bool(telling.phrases_at(draft.sentence, draft.start))
    if draft.modality is Modality.PLANNED and not (draft.own_time and time and _is_ahead(time, telling.published)):
        firm = draft.firm and time is None and is_decided(view, start, draft.end)
        if not at_other and not firm:
            return False
        draft.time, draft.own_time = None, False
    if draft.place is None:
        draft.place = _find_place(draft, telling, low, start, at)
    if draft.type == "Visit":
        _settle_visit(draft)
    if draft.needs == "date" and not draft.own_time:
        return False
    if at_other and draft.time is None:
        draft.needs = "parent"
    if draft.needs == "time" and draft.time is None and not (draft.firm and _is_done(draft, view, start, end)):
        return False
    if draft.time is not None and draft.time.text.endswith("来") and draft.type in _ON_A_DAY:
        return False  # 十八大以来，…主持召开座谈会: more than one
    draft.evidence = [evidence_of(draft, telling.article)]
    return True


def _reports(draft: Draft, telling: Telling, low: int, start: int, at: int, end: int) -> bool:
    view = telling.view
    if is_exhortation(view, low, at) or is_condition(view, start, at) or is_negated(view, start, at):
        return False
    first, last = draft.phrase  # 百场万企 in a name is no habit
    if is_habit(view, start, first or end) or is_habit(view, max(last, start), end):
        return False
    dated = any(draft.start <= i < draft.end for i, _ in telling.times)
    return dated or _AFTER.match(view.text, draft.end) is None


def _is_done(draft: Draft, view: View, start: int, end: int) -> bool:
    """已成立, 签署了: it happened, though no day is given; who or what took part must be."""
    if draft.modality is Modality.PLANNED:
        return True
    if draft.type == "Signing" and len(draft.fillers("signatory")) > 1:
        return True  # one signs once
    return bool(draft.arguments) and is_finished(view, start, end)


def _set_time(draft: Draft, telling: Telling, low: int, start: int, end: int) -> None:
    """The nearest date: within the event's words, before them in the clause, after them, in an earlier clause."""
    here = [(i, t) for i, t in telling.times if low <= i < end and t.start is not None and i not in telling.inner]
    inside = [t for i, t in here if draft.start <= i < draft.end]
    before = [t for i, t in here if start <= i < draft.start]
    after = [t for i, t in here if draft.end <= i < end]
    earlier = [t for i, t in here if i < start]
    if inside:
        draft.time = inside[-1]
    elif before:
        draft.time = before[-1]
    elif after and not earlier:
        draft.time = after[0]
    elif earlier and (draft.modality is not Modality.PLANNED or _is_ahead(earlier[-1], telling.published)):
        named = [t for i, t in telling.times if draft.phrase[0] <= i < draft.phrase[1]]
        draft.time = None if any(_apart(t, earlier[-1]) for t in named) else earlier[-1]
    draft.own_time = draft.time is not None
    if draft.time is None and draft.modality is Modality.ASSERTED and telling.in_lead(draft.sentence):
        draft.time = telling.lead


def _apart(one: Time, two: Time) -> bool:
    """到1949年成立，从1959年首届某某会: the year in its name says that it is not of the day before."""
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return False
    return one.end < two.start or two.end < one.start


def _find_place(draft: Draft, telling: Telling, low: int, start: int, at: int) -> Argument | None:
    """在某地 in the clause, or at the end of a short clause before it (在某地，市长主持召开会议)."""
    view, place = telling.view, _patterns().place
    found = [m for m in place.finditer(view.text, start, max(draft.end, at)) if m.start("place") not in telling.inner]
    if not found and start > low:
        earlier = clause_start(view, start - 1, low)
        if start - 1 - earlier <= _NEAR:
            found = [m for m in place.finditer(view.text, earlier, start) if m.end() >= start - 1]
    if not found:
        return None
    mention = view.fillers[found[-1].end("place") - 1][-1]
    if mention.name in draft.fillers("concerns"):
        return None
    return Argument("place", mention, evidence_of(draft, telling.article))


def _settle_visit(draft: Draft) -> None:
    """调研组一行走访了某厂 goes on with the visit that was told; a place that is visited is where it is."""
    visitors = [a for a in draft.arguments if a.role == "visitor"]
    if visitors and all(_PARTY.fullmatch(a.filler.text) for a in visitors):
        draft.arguments = [a for a in draft.arguments if a.role != "visitor"]
        draft.needs = "merge"
    visited = [a for a in draft.arguments if a.role == "visited" and a.filler.type in PLACES]
    if draft.place is None and visited:
        draft.place = Argument("place", visited[0].filler, visited[0].evidence)


def _read_holder(draft: Draft, phrase: Phrase, how: str, telling: Telling) -> Mention | None:
    """The body that holds the event: before 召开, or the first word of the event's name."""
    view, patterns = telling.view, _patterns()
    evidence = evidence_of(draft, telling.article)
    low, _ = view.bounds(draft.sentence)
    quotes = [m.span() for m in _QUOTED.finditer(view.text, phrase.start, phrase.noun)]
    for i in range(phrase.start, phrase.noun):
        for mention in () if any(a < i < b for a, b in quotes) else view.fillers.get(i, ()):
            if mention.type in _ABOUT and draft.type in ("Ceremony", "Meeting", "Signing"):
                draft.add(Argument("concerns", mention, evidence))
            elif draft.type == "Signing" and mention.type in _ORGANIZATIONS:
                draft.add(Argument("signatory", mention, evidence))
            elif mention.type in _ORGANIZATIONS and i == phrase.start and phrase.noun - i > 1:
                draft.add(Argument("organizer", mention, evidence))
    if how == "attends":
        for person in find_subjects(view, low, draft.start, patterns.person):
            draft.add(Argument("attendee", person, evidence))
    if how != "holds":
        return None
    if draft.type == "Ceremony":  # 某大桥昨日举行通车仪式
        works = find_subjects(view, low, draft.start, patterns.work)
        if works and patterns.plain.fullmatch(view.text, view.at(works[-1].span.start) + 1, draft.start):
            draft.add(Argument("concerns", works[-1], evidence))
    subjects = find_subjects(view, low, draft.start, patterns.holder)
    if not subjects:
        return None
    # 临溪召开会议, not 临溪的企业家召开会议; over a comma nothing but small words may lead up to the verb
    start = max(view.at(subjects[-1].span.start) + 1, clause_start(view, draft.start, low))
    if not patterns.plain.fullmatch(view.text, start, draft.start):
        return None
    # who holds it is said: the body in the event's name (国务院吹风会) need not be
    draft.arguments = [a for a in draft.arguments if a.role != "organizer"]
    role = "signatory" if draft.type == "Signing" and len(subjects) > 1 else "organizer"
    for subject in subjects:
        if subject.type in _ORGANIZATIONS:
            draft.add(Argument(role, subject, evidence))
    return subjects[0]


def _name_whole(draft: Draft, phrase: Phrase, holder: Mention | None, telling: Telling) -> None:
    """市委常委会召开会议 -> 市委常委会会议."""
    if draft.definite and phrase.start < phrase.noun:
        draft.name = telling.view.words(phrase.noun - len(phrase.modifier), phrase.end)
    if holder is not None and (not draft.core or _NUMBERED.match(draft.name)):
        draft.name = holder.name + draft.name
        draft.core = fold_event_name(draft.name)
        draft.definite = False


def _is_ahead(time: Time, published: date) -> bool:
    return time.end is not None and time.end >= published
