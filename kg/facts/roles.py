"""Who does what at the events of an article, also where another sentence says so.

In: the masked view, the events found so far, the ``[[role]]`` rules of ``data/events.toml``. Out: the
events, with hosts, attendees, speakers, organizers ... added. 市领导A、B参加会议 at the end of a text
speaks of the meeting that its first sentence reports.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from kg.facts.clauses import find_subjects
from kg.facts.coreference import names_event
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import Match, View, default_grammar, match_rules
from kg.facts.nouns import find_phrases
from kg.facts.triggers import ROLE_DOMAINS, EventWords, role_of
from kg.model import Argument, Evidence, Span, Time

_NO_EVENT = re.compile(
    r"^(?:并|，|了|由|讲话|致辞|发言|演讲|主旨|本次|此次|[“”]|(?:上述)?(?:调研|考察|活动|会见|走访|检查|慰问|参观|座谈)$|$)"
)
_STAGE_ACT = re.compile(r"^(?:奠基|开工|竣工|揭牌|揭幕|签约|启动|通车|投产)(?:活动)?(?:并|$)")
_NEAR = 10  # days between an event and the article's own day for it to be what the article reports
_OCCASIONS = frozenset({"Milestone", "Founding"})
_PRIORITY = ("Meeting", "Ceremony", "Signing", "Exhibition", "Visit", "Campaign")


def assign_roles(
    events: Sequence[Draft], view: View, sentences: Sequence[Span], article: str, words: EventWords, lead: Time | None
) -> None:
    """Add the participants that the role rules read to the events they speak of."""
    starts = [s.start for s in sentences]
    matches = list(match_rules(words.roles, view, sentences))
    matches.sort(key=lambda m: (bool(m.rule.data.get("known")), m.start))
    for match in matches:
        sentence = sentences[max(0, bisect_right(starts, view.starts[match.start]) - 1)]
        event = pick_event(match, events, view, sentence, words, lead)
        if event is None:
            continue
        evidence = Evidence(article, sentence, f"role/{match.rule.id}", match.rule.confidence)
        added = False
        fillers_of = dict(match.slots)
        if "carry" in match.rule.data:
            low, _ = view.bounds(sentence)
            subjects = find_subjects(view, low, match.start, _charset(match.rule.data["carry"]))
            fillers_of[match.rule.data["carry_role"]] = tuple(subjects)
        for slot, fillers in fillers_of.items():
            role = role_of(slot)
            if role in ROLE_DOMAINS and ROLE_DOMAINS[role] != event.type:
                continue
            for filler in fillers:
                if match.rule.data.get("known") and filler.name not in _gathered(event):
                    continue
                event.add(Argument(role, filler, evidence))
                added = True
        if added and sentence not in {item.span for item in event.evidence}:
            event.evidence.append(evidence)


def pick_event(
    match: Match, events: Sequence[Draft], view: View, sentence: Span, words: EventWords, lead: Time | None
) -> Draft | None:
    """The event that a role sentence speaks of: the one it names, else the one that is being told."""
    fit = [e for e in events if e.type in match.rule.data["types"] and is_current(e, lead)]
    fit = fit or [e for e in events if e.type in match.rule.data["types"]]
    # 大桥昨日通车，市长致辞: without a ceremony's name the milestone is the occasion
    fit = fit or [e for e in events if e.type in _OCCASIONS and e.time is not None and e.time == lead]
    said = next((match.groups[g] for g in ("event", "event_2") if g in match.groups), None)
    if said is not None and said[1] > said[0]:
        phrases = find_phrases(view, said[0], said[1], words)
        if phrases:
            phrase = phrases[0]
            core = "" if phrase.bare else fold_event_name(view.words(phrase.noun - len(phrase.modifier), phrase.end))
            named = [e for e in fit if names_event(e, phrase.head, core)]
            if not named and core and not phrase.definite:
                # 出席了昨日的奠基仪式: words before the noun that are no name of their own
                return None
            return _nearest(named or ([] if core else fit), match, sentence, phrase.head)
        words_said = view.text[said[0] : said[1]]
        if not _NO_EVENT.match(words_said) and not _STAGE_ACT.match(words_said):
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

    def rank(event: Draft) -> tuple[bool, int, bool, int]:
        priority = _PRIORITY.index(event.type) if event.type in _PRIORITY else len(_PRIORITY)
        if head == "活动" and event.type == "Campaign":
            priority = -1
        return (
            not (head and event.head.endswith(head)),
            priority if head else 0,
            event.parent is not None,
            -event.start,
        )

    return min(pool, key=rank)


@cache
def _charset(types: str) -> re.Pattern[str]:
    return re.compile(default_grammar().charset(types))


def _gathered(event: Draft) -> set[str]:
    return {a.filler.name for a in event.arguments if a.role in ("host", "attendee", "speaker")}
