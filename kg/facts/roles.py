"""Who does what at the events of an article, also where another sentence says so.

In: the masked view, the events found so far, the ``[[role]]`` rules of ``data/events.toml``. Out: the
events, with hosts, attendees, speakers, organizers ... added. 市领导A、B参加会议 at the end of a text
speaks of the meeting that its first sentence reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.facts.clauses import find_subjects, has_future
from kg.facts.coreference import ACTS, GENERAL, names_event
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.masking import View
from kg.facts.phrases import Phrase, find_phrases
from kg.facts.rules import Match, match_rules
from kg.facts.telling import LEAD, Telling
from kg.facts.triggers import ROLE_DOMAINS, role_of
from kg.model import Argument, Evidence, Mention, Modality, Span, Time
from kg.text import sentence_at

_NO_EVENT = re.compile(
    r"^(?:并|，|了|由|会$|讲话|致辞|发言|演讲|主旨|本次|此次|[“”]|发表|作出?|做|致|宣读|宣布|围绕|见证|共同|"
    r"(?:对话|会谈|磋商|谈判|会晤|会面|通话)$|(?:上述)?(?:调研|考察|活动|会见|走访|检查|慰问|参观|座谈|看望|看望慰问|视察|访问|察看|督导)$|"
    r"[开闭]幕会(?:并|时|$)|(?:开幕|闭幕|视频|书面|现场|线上)+$|$)"
)
_VISITING = re.compile(r"(?:上述)?(?:会见|调研|考察)$")
_GATHERED = frozenset({"全会", "大会", "峰会", "论坛", "会议"})
_MET = re.compile("会见|会谈|会晤|会面")
_PERSONS = frozenset({"Person", "Official"})
_STAGE_ACT = re.compile(r"^(?:奠基|开工|竣工|揭牌|揭幕|签约|启动|通车|投产)(?:活动)?(?:并|$)")
_INTERVIEW = re.compile(r"[^。；！？\n]{0,12}(?:接受|采访|告诉|对[^。，]{0,8}记者)")
_ROLE = "role/"
_ITEM_END = frozenset("、，和及与以等")  # 某某协会 in 某某协会青年部 is no item
_THE_ABOVE = re.compile("(?:上述|以上|相关)(?:活动|会见|会谈|考察)")
_SEVERAL = re.compile(f"(?:{ACTS})(?:仪式|会|活动)?[、和及与暨](?:{ACTS})")
_NEAR = 10  # days between an event and the article's own day for it to be what the article reports
_OCCASIONS = frozenset({"Milestone", "Founding"})
_EXACT = frozenset({"day", "days", "month"})
_MEALS = ("宴会", "晚宴", "招待会", "酒会", "早餐会")  # beside the talks that the text is about
_GOERS = frozenset({"host", "attendee", "speaker"})  # who has been there was at nothing that is to come
# an event at which somebody spoke, or that dates another one
_IN_PASSING = frozenset({"event_noun/at", "event_noun/held_the", "event_noun/subject"})
_PRIORITY = ("Meeting", "Ceremony", "Signing", "Exhibition", "Visit", "Campaign")


def assign_roles(events: Sequence[Draft], telling: Telling) -> None:
    """Add the participants that the role rules read to the events they speak of."""
    view = telling.view
    matches = list(match_rules(telling.words.roles, view, telling.sentences))
    matches.sort(key=lambda m: (bool(m.rule.data.get("known")), m.start))
    for match in matches:
        sentence = sentence_at(telling.sentences, view.starts[match.start])
        interviewed = ("lead" in match.rule.data or "known" in match.rule.data) and _is_interviewed(match, view)
        if interviewed and "lead" in match.rule.data:
            continue
        fillers = _fillers(match, sentence, view)
        for event in pick_events(match, events, sentence, telling):
            if _is_of_another_day(match, event, sentence, view) or (interviewed and event.type == "Visit"):
                continue
            _take_part(
                event, fillers, match, Evidence(telling.article, sentence, _ROLE + match.rule.id, match.rule.confidence)
            )
    for event in events:
        _drop_named(event, view)


def _is_of_another_day(match: Match, event: Draft, sentence: Span, view: View) -> bool:
    """2日的会议; 总统3日表示, 8年前，主席发表演讲: who speaks on another day does not speak there."""
    one = event.time
    if one is None or one.start is None or one.end is None or not _GOERS.issuperset(map(role_of, match.slots)):
        return False
    low, _ = view.bounds(sentence)
    for i in range(low, match.groups["t"][0]):
        other = view.times.get(i)
        if other is None or other.start is None or other.end is None or other.precision == "vague":
            continue
        if i < match.start and view.text[i + 1 : i + 2] != "，":
            continue
        if other.end < one.start or one.end < other.start:
            return True
    return False


def _drop_named(event: Draft, view: View) -> None:
    """某联盟论坛由甲、乙主办: the body in its name need not be who holds it, where that is said."""
    organizers = [a for a in event.arguments if a.role == "organizer"]
    told = [a.evidence for a in organizers if a.evidence.extractor.startswith(_ROLE)]
    if any("主办" in item.span.of(view.source) for item in told):
        named = {a.filler.name for a in organizers if _is_in_name(event, a)}
        event.arguments = [a for a in event.arguments if a.role != "organizer" or a.filler.name not in named]


def _is_in_name(event: Draft, argument: Argument) -> bool:
    return argument.evidence.extractor.startswith("event_noun/") and event.name.startswith(argument.filler.text)


def _take_part(event: Draft, fillers: Sequence[tuple[str, Mention]], match: Match, evidence: Evidence) -> None:
    added = False
    for role, filler in fillers:
        if ROLE_DOMAINS.get(role, event.type) != event.type:
            continue
        if not match.rule.data.get("known") or filler.name in _gathered(event):
            event.add(Argument(role, filler, evidence))
            added = True
    if added and not _is_told_in(event, evidence.span):
        event.evidence.append(evidence)


def _fillers(match: Match, sentence: Span, view: View) -> list[tuple[str, Mention]]:
    found = [(role_of(slot), filler) for slot, fillers in match.slots.items() for filler in fillers]
    if "within" in match.rule.data:  # a list in which not every item is a name that is known
        role, types = match.rule.data["within"]
        start, end = match.groups["list"]
        ends = [i for i in range(start, end) if i + 1 == end or view.text[i + 1] in _ITEM_END]
        found += [(role, filler) for i in ends for filler in view.within(i, i + 1, _charset(types))]
    if "carry" in match.rule.data:
        low, _ = view.bounds(sentence)
        subjects = find_subjects(view, low, match.start, _charset(match.rule.data["carry"]))
        found += [(match.rule.data["carry_role"], subject) for subject in subjects]
    return found


def pick_events(match: Match, events: Sequence[Draft], sentence: Span, telling: Telling) -> list[Draft]:
    """The events that a role sentence speaks of: 上述活动 are all that were told, 签约和奠基仪式 two; mostly one."""
    text = telling.view.text
    if _THE_ABOVE.search(text, match.start, match.end):
        told = [e for e in _fitting(match, events, telling) if e.start < match.start and is_current(e, telling.lead)]
        return [e for e in told if e.extractor not in _IN_PASSING]
    said = _said(match)
    acts = re.findall(ACTS, text[said[0] : said[1]]) if _SEVERAL.search(text, *said) else []
    if acts:
        told = [e for e in _fitting(match, events, telling) if is_current(e, telling.lead)]
        both = [e for e in told if any(act in e.head or act in e.core for act in acts)]
        if len(both) > 1:
            return both
    event = pick_event(match, events, sentence, telling)
    return [] if event is None else [event]


def pick_event(match: Match, events: Sequence[Draft], sentence: Span, telling: Telling) -> Draft | None:
    """The event that a role sentence speaks of: the one it names, else the one that is being told."""
    view, lead = telling.view, telling.lead
    fit = _fitting(match, events, telling)
    fit = [e for e in fit if is_current(e, lead)] or fit
    fit = [e for e in fit if e.time is None or e.time.precision in _EXACT or e.time == lead] or fit
    if _MET.search(view.text, match.start, match.end):  # 主席会见总统乙。乙访问了某省。甲参加会见
        fit = [e for e in fit if e.type != "Visit" or not _is_journey(e)] or fit
    # 大桥昨日通车，市长致辞: without a ceremony's name the milestone is the occasion
    if not fit and match.rule.data.get("occasion"):
        fit = [e for e in events if e.type in _OCCASIONS and e.time is not None and e.time == lead]
    # 会议 that somebody attends is the one that was held, not the one it prepares
    held = [e for e in fit if e.modality is not Modality.PLANNED or _will(match, view)]
    real = held or [e for e in fit if e.sentence == sentence or not _GOERS.issuperset(map(role_of, match.slots))]
    said = _said(match)
    if said[1] > said[0]:
        phrases = find_phrases(view, *said, telling.words)
        if phrases:
            # 某某活动启动仪式: the ceremony, not the activity that it launches
            phrase = [p for p in phrases if p.start < phrases[0].end][-1]
            named = [e for e in (real if phrase.bare else fit) if _is_named_by(e, phrase, telling)]
            points = phrase.bare and (phrase.definite or phrase.head in GENERAL)  # 本次比赛; but not 在全会上
            others = real if points else []
            return _nearest(named or others, match, sentence, phrase.head)
        words = view.text[said[0] : said[1]].rpartition("、")[2]  # 由某馆、X承办
        if _VISITING.match(words) and any(e.type == "Visit" and e not in fit and is_current(e, lead) for e in events):
            return None
        if not _NO_EVENT.match(words) and not _STAGE_ACT.match(words):
            return None
    elif match.rule.data.get("subject"):
        own = [e for p in _subject_phrase(match, sentence, telling) for e in fit if _is_named_by(e, p, telling)]
        real = own or real
    if said[1] <= said[0] and {role_of(slot) for slot in match.slots} == {"speaker"}:  # 某人对协议达成表示欢迎
        real = [e for e in real if e.type != "Signing" or e.phrase[1]]
    found = _nearest(real, match, sentence, "")
    return None if found is not None and _is_elsewhere(match, found, sentence, telling) else found


def _is_elsewhere(match: Match, event: Draft, sentence: Span, telling: Telling) -> bool:
    """会议指出，一中全会选举产生新一届领导机构，总书记作了讲话: at what the sentence tells of, not at the meeting."""
    if _is_told_in(event, sentence) or not _GOERS.issuperset(map(role_of, match.slots)):
        return False
    told = [p for p in telling.phrases_in(sentence, match.start) if not p.bare and p.head in _GATHERED]
    return bool(told) and not any(_is_named_by(event, p, telling) for p in told)


def _is_journey(event: Draft) -> bool:
    visited = [a.filler.type for a in event.arguments if a.role == "visited"]
    return bool(visited) and not _PERSONS & set(visited)


def _will(match: Match, view: View) -> bool:
    """将出席会议: at what is to come."""
    start, end = match.start, match.groups["t"][0] if "t" in match.groups else match.end
    return has_future(view, max(0, start - 4), end)


def _said(match: Match) -> tuple[int, int]:
    """The words that name the event, masked; (0, 0) where there are none."""
    return next((match.groups[g] for g in ("event", "event_2", "event_3") if g in match.groups), (0, 0))


def _fitting(match: Match, events: Sequence[Draft], telling: Telling) -> list[Draft]:
    """The events of the kinds that the rule is for."""
    heads = tuple(match.rule.data.get("heads", ("",)))
    never = tuple(match.rule.data.get("not_heads", ()))
    fit = [e for e in events if e.type in match.rule.data["types"] and e.head.endswith(heads)]
    fit = [e for e in fit if not e.head.endswith(never)]
    if match.rule.data.get("held"):  # whoever is quoted spoke at what has been held, not at what is to come
        fit = [e for e in fit if is_current(e, telling.lead) and e.modality is not Modality.PLANNED]
    if match.rule.data.get("lead"):
        fit = [e for e in fit if telling.starts.index(e.sentence.start) <= LEAD and e.own_time]
    return fit


def _subject_phrase(match: Match, sentence: Span, telling: Telling) -> list[Phrase]:
    """某某研讨会主题为…，由某中心主办: the event that the sentence begins with."""
    low, _ = telling.view.bounds(sentence)
    return [p for p in telling.phrases_in(sentence, match.start)[:1] if p.start == low]


def _is_named_by(event: Draft, phrase: Phrase, telling: Telling) -> bool:
    core = "" if phrase.bare else fold_event_name(telling.view.words(phrase.noun - len(phrase.modifier), phrase.end))
    return names_event(event, phrase.head, core)


def _is_interviewed(match: Match, view: View) -> bool:
    """某人在接受采访时表示: what he says later is said to the paper, not at the event."""
    for name in {filler.name for found in match.slots.values() for filler in found}:
        at = view.source.find(name)
        while at >= 0:
            if _INTERVIEW.match(view.source, at + len(name)):
                return True
            at = view.source.find(name, at + 1)
    return False


def is_current(event: Draft, lead: Time | None) -> bool:
    """Whether the event is of the days that the article reports, not of its background."""
    if lead is None or lead.start is None or event.time is None or event.time.start is None or event.time.end is None:
        return True
    return event.time.start.toordinal() - _NEAR <= lead.start.toordinal() <= event.time.end.toordinal() + _NEAR


def _nearest(fit: Sequence[Draft], match: Match, sentence: Span, head: str) -> Draft | None:
    """The event that the sentence tells of, else the latest that the text has told."""
    here = [e for e in fit if e.sentence == sentence] or [e for e in fit if _is_told_in(e, sentence)]
    before = [e for e in fit if e.start <= match.start]
    pool = here or [e for e in before if e.extractor not in _IN_PASSING] or before
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


def _is_told_in(event: Draft, sentence: Span) -> bool:
    """Whether another sentence about the event is this one: 本次论坛由某局主办."""
    return any(item.span == sentence for item in event.evidence)


@cache
def _charset(types: str) -> re.Pattern[str]:
    return re.compile(default_grammar().charset(types))


def _gathered(event: Draft) -> set[str]:
    return {a.filler.name for a in event.arguments if a.role in ("host", "attendee", "speaker", "visitor", "visited")}
