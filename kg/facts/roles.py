"""Who does what at the events of an article, also where another sentence says so.

In: the masked view, the events found so far, the ``[[role]]`` rules of ``data/events.toml``. Out: the
events, with hosts, attendees, speakers, organizers ... added. 市领导A、B参加会议 at the end of a text
speaks of the meeting that its first sentence reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.facts.clauses import find_subjects
from kg.facts.coreference import names_event
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.phrases import find_phrases
from kg.facts.rules import Match, match_rules
from kg.facts.telling import LEAD, Telling
from kg.facts.triggers import ROLE_DOMAINS, role_of
from kg.model import Argument, Evidence, Mention, Modality, Span, Time
from kg.text import sentence_at

_NO_EVENT = re.compile(
    r"^(?:并|，|了|由|讲话|致辞|发言|演讲|主旨|本次|此次|[“”]|(?:上述)?(?:调研|考察|活动|会见|走访|检查|慰问|参观|座谈)$|"
    r"(?:开幕|闭幕|视频|书面|现场|线上)+$|$)"
)
_VISITING = re.compile(r"(?:上述)?(?:会见|调研|考察)$")
_STAGE_ACT = re.compile(r"^(?:奠基|开工|竣工|揭牌|揭幕|签约|启动|通车|投产)(?:活动)?(?:并|$)")
_NEAR = 10  # days between an event and the article's own day for it to be what the article reports
_OCCASIONS = frozenset({"Milestone", "Founding"})
_EXACT = frozenset({"day", "days", "month"})
_MEALS = ("宴会", "晚宴", "招待会", "酒会", "早餐会")  # beside the talks that the text is about
_PRIORITY = ("Meeting", "Ceremony", "Signing", "Exhibition", "Visit", "Campaign")


def assign_roles(events: Sequence[Draft], telling: Telling) -> None:
    """Add the participants that the role rules read to the events they speak of."""
    view = telling.view
    matches = list(match_rules(telling.words.roles, view, telling.sentences))
    matches.sort(key=lambda m: (bool(m.rule.data.get("known")), m.start))
    for match in matches:
        sentence = sentence_at(telling.sentences, view.starts[match.start])
        event = pick_event(match, events, sentence, telling)
        if event is None:
            continue
        evidence = Evidence(telling.article, sentence, f"role/{match.rule.id}", match.rule.confidence)
        added = False
        for role, filler in _fillers(match, sentence, view):
            if ROLE_DOMAINS.get(role, event.type) != event.type:
                continue
            if not match.rule.data.get("known") or filler.name in _gathered(event):
                event.add(Argument(role, filler, evidence))
                added = True
        if added and sentence not in {item.span for item in event.evidence}:
            event.evidence.append(evidence)


def _fillers(match: Match, sentence: Span, view: View) -> list[tuple[str, Mention]]:
    found = [(role_of(slot), filler) for slot, fillers in match.slots.items() for filler in fillers]
    if "carry" in match.rule.data:
        low, _ = view.bounds(sentence)
        subjects = find_subjects(view, low, match.start, _charset(match.rule.data["carry"]))
        found += [(match.rule.data["carry_role"], subject) for subject in subjects]
    return found


def pick_event(match: Match, events: Sequence[Draft], sentence: Span, telling: Telling) -> Draft | None:
    """The event that a role sentence speaks of: the one it names, else the one that is being told."""
    view, lead = telling.view, telling.lead
    heads = tuple(match.rule.data.get("heads", ("",)))
    others = tuple(match.rule.data.get("not_heads", ()))
    fit = [e for e in events if e.type in match.rule.data["types"] and e.head.endswith(heads)]
    fit = [e for e in fit if not e.head.endswith(others)]
    if match.rule.data.get("held"):  # whoever is quoted spoke at what has been held, not at what is to come
        fit = [e for e in fit if is_current(e, lead) and e.modality is not Modality.PLANNED]
    if match.rule.data.get("lead"):
        fit = [e for e in fit if telling.starts.index(e.sentence.start) <= LEAD and e.own_time]
    fit = [e for e in fit if is_current(e, lead)] or fit
    fit = [e for e in fit if e.time is None or e.time.precision in _EXACT or e.time == lead] or fit
    # 大桥昨日通车，市长致辞: without a ceremony's name the milestone is the occasion
    if not fit and match.rule.data.get("occasion"):
        fit = [e for e in events if e.type in _OCCASIONS and e.time is not None and e.time == lead]
    said = next((match.groups[g] for g in ("event", "event_2", "event_3") if g in match.groups), (0, 0))
    if said[1] > said[0]:
        phrases = find_phrases(view, *said, telling.words)
        if phrases:
            phrase = phrases[0]
            core = "" if phrase.bare else fold_event_name(view.words(phrase.noun - len(phrase.modifier), phrase.end))
            named = [e for e in fit if names_event(e, phrase.head, core)]
            return _nearest(named or ([] if core else fit), match, sentence, phrase.head)
        words = view.text[said[0] : said[1]].rpartition("、")[2]  # 由某馆、X承办
        if _VISITING.match(words) and any(e.type == "Visit" and e not in fit and is_current(e, lead) for e in events):
            return None
        if not _NO_EVENT.match(words) and not _STAGE_ACT.match(words):
            return None
    return _nearest(fit, match, sentence, "")


def is_current(event: Draft, lead: Time | None) -> bool:
    """Whether the event is of the days that the article reports, not of its background."""
    if lead is None or lead.start is None or event.time is None or event.time.start is None or event.time.end is None:
        return True
    return event.time.start.toordinal() - _NEAR <= lead.start.toordinal() <= event.time.end.toordinal() + _NEAR


def _nearest(fit: Sequence[Draft], match: Match, sentence: Span, head: str) -> Draft | None:
    here = [e for e in fit if e.sentence == sentence]
    before = [e for e in fit if e.start <= match.start]
    pool = here or before or list(fit[:1])
    if not pool:
        return None

    # 某展开幕式今日举行: whoever attends, attends the opening
    def rank(event: Draft) -> tuple[bool, bool, int, bool, int]:
        priority = _PRIORITY.index(event.type) if event.type in _PRIORITY else len(_PRIORITY)
        if head == "活动" and event.type == "Campaign":
            priority = -1
        return (
            not (head and event.head.endswith(head)),
            not head and event.head.endswith(_MEALS),
            priority if head else (event.type == "Exhibition" and any(e.type == "Ceremony" for e in pool)),
            event.parent is not None,
            -event.start,
        )

    return min(pool, key=rank)


@cache
def _charset(types: str) -> re.Pattern[str]:
    return re.compile(default_grammar().charset(types))


def _gathered(event: Draft) -> set[str]:
    return {a.filler.name for a in event.arguments if a.role in ("host", "attendee", "speaker", "visitor", "visited")}
