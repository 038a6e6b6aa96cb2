"""What only the whole article says of its events.

In: the merged drafts and the :class:`~kg.facts.telling.Telling`. Out: the events with their parents,
inherited dates and places, whole names, what a ground-breaking is about, who appoints; and the
campaigns that launching ceremonies imply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from kg.facts.coreference import absorb, evidence_of, find_event, names_event
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.grammar import default_grammar
from kg.facts.phrases import Phrase
from kg.facts.telling import LEAD, SCENES, Telling
from kg.model import Argument, Evidence, Mention, Modality, Span, Time

_LAUNCH = re.compile(
    r"(?P<base>.{4,}(?:活动|行动|报道|大赛|竞赛|[^项]目?季|节|周|月|年|展播|行))"
    r"(?:启动|发布|开幕|闭幕|颁奖|首发|出征|收官|总结|发车)(?:仪式|典礼|式)?$"
)
_BUILDING = re.compile(r"开工|奠基|竣工|投产|通车|落成|开建|封顶|动工")
_SERIES = frozenset({"Exhibition", "Meeting", "Campaign"})
_SAME_DAY = frozenset({"当天", "当日", "同日"})
# what makes a noun phrase the name of one event: a year, an ordinal, a quotation, a name
_OWN_NAME = re.compile("第.+[届次]|[12][0-9]{3}|“|[\ue000-\uf8ff]")
_BUILT = re.compile(r"(?:中心|厂|基地|园|大厦|站|馆|院|港|桥|线|城)$")
_PHASE = re.compile(r"[一二三四]期|(?:该|整个)?(?:项目|工程)")
_PHASES = re.compile("[一二三四]期")
_ACTORS = frozenset({"organizer", "investor", "visitor", "host", "issuer"})


def find_campaigns(events: Sequence[Draft], telling: Telling) -> list[Draft]:
    """某某活动启动仪式, and later 本次活动: the activity is an event of its own."""
    found: list[Draft] = []
    for event in events:
        m = _LAUNCH.match(event.name)
        if event.type != "Ceremony" or m is None:
            continue
        base = m["base"]
        head = next((h for h in sorted(telling.words.nouns, key=lambda n: (-len(n), n)) if base.endswith(h)), "")
        again = [sentence for sentence, phrase in _later(event, telling) if _speaks_of(phrase, base, head, telling)]
        if not head or not again:
            continue
        end = event.trigger.end - (len(event.name) - len(base))  # where 启动仪式 begins
        campaign = Draft(
            type="Campaign",
            name=base,
            trigger=Span(end - len(head), end),
            sentence=event.sentence,
            start=event.start,
            end=event.end,
            confidence=0.8,
            extractor="event_noun/launched",
            head=head,
            core=fold_event_name(base),
            modality=event.modality,
        )
        campaign.evidence = [
            evidence_of(campaign, telling.article),
            *(Evidence(telling.article, s, "event_noun/again", campaign.confidence) for s in dict.fromkeys(again)),
        ]
        for argument in event.arguments:
            if argument.role == "organizer":
                campaign.add(argument)
        known = find_event(campaign, [*events, *found])
        if known is None:
            found.append(campaign)
        else:
            absorb(known, campaign)
        event.parent = known or campaign
    return found


def _later(event: Draft, telling: Telling) -> list[tuple[Span, Phrase]]:
    return [(s, p) for s in telling.sentences if s.start > event.sentence.start for p in telling.phrases_in(s)]


def _speaks_of(phrase: Phrase, base: str, head: str, telling: Telling) -> bool:
    if phrase.head not in ("活动", "报道", "行动", head) and not phrase.head.endswith("活动"):
        return False
    named = fold_event_name(telling.view.words(phrase.start, phrase.end))
    return phrase.definite or named[:6] in fold_event_name(base)


def complete_events(events: Sequence[Draft], telling: Telling) -> list[Draft]:
    """Series, parents, dates and places that events share; those that waited for a parent in vain are dropped."""
    for event in events:
        _complete_series(event, events, telling)
    for event in events:
        event.parent = event.parent or _find_parent(event, events, telling)
    for event in events:
        parent = event.parent
        same = parent is not None and parent.type != "Campaign" and event.modality is parent.modality
        again = event.time is not None and event.time.text in _SAME_DAY
        if (event.time is None or again) and parent is not None and parent.time is not None and same:
            event.time = parent.time
        if event.type in ("Appointment", "Departure") and event.time is None:
            event.time = _meeting_time(event, events)
        if event.type in ("Appointment", "Departure") and not event.fillers("appointer"):
            _add_appointer(event, events)
        event.place = event.place or _shared_place(event, events)
        if event.type == "Ceremony" and not event.fillers("concerns") and _BUILDING.search(event.head + event.core):
            _add_work(event, telling)
        if event.type == "Milestone" and not event.fillers("concerns"):
            _add_project(event, telling)
    return [e for e in events if e.needs != "parent" or e.said or (e.parent is not None and e.time is not None)]


def _complete_series(event: Draft, events: Sequence[Draft], telling: Telling) -> None:
    """本届某某会, where another name says which: 第12届某某会首日论坛."""
    if (event.core and event.core != event.head) or not event.phrase[1]:
        return  # it has a name, or is told by a verb: 举行新闻发布会，发布白皮书
    for other in events:
        cut = other.name.find(event.head)
        whole = other.name[: cut + len(event.head)]
        if other is not event and cut > 0 and whole != other.name and not event.core.startswith(other.core):
            event.name, event.core, event.definite = whole, fold_event_name(whole), False
            return
    if event.definite and event.phrase[1]:  # named only in passing: 某某大会的主题
        for phrase in (p for found in telling.phrases.values() for p in found):
            if phrase.head == event.head and not phrase.definite and _OWN_NAME.search(phrase.modifier):
                event.name = telling.view.words(phrase.start, phrase.end)
                event.core, event.definite = fold_event_name(event.name), False
                return


def _find_parent(event: Draft, events: Sequence[Draft], telling: Telling) -> Draft | None:
    others = [e for e in events if e is not event and e.parent is not event]
    for other in others:
        fronts = (other.core, other.head if len(other.head) > 2 else other.core)  # 茶博会第二期主题展
        if other.type in _SERIES and 0 < len(other.core) < len(event.core) and event.core.startswith(fronts):
            return other
    start = max(event.start, telling.view.at(event.trigger.start)) if event.phrase == (0, 0) else event.start
    for phrase in telling.phrases_at(event.sentence, start):
        core = "" if phrase.bare else fold_event_name(telling.view.words(phrase.start, phrase.end))
        known = [e for e in others if names_event(e, phrase.head, core)]
        if known:
            return known[0]
    scene = telling.at_scene(event.sentence, event.start)
    if scene and (scene == "gathered" or event.time is None):
        hosts = [
            e for e in others if _hosts_others(e, scene) and e.start < event.start and e.sentence != event.sentence
        ]
        return hosts[-1] if hosts else None
    if event.extractor == "event/talks/2":
        visits = [e for e in others if e.type == "Visit" and e.sentence.start <= event.sentence.start]
        return visits[-1] if visits else None
    return None


def _hosts_others(event: Draft, scene: str) -> bool:
    """Whether 会上 may speak of it: a gathering that has been told of for itself; talks and journeys by a verb too."""
    return (
        event.type in SCENES[scene]
        and event.parent is None
        and (scene != "gathered" or event.extractor.startswith("event_noun/"))
        and event.modality is not Modality.PLANNED
    )


def _meeting_time(event: Draft, events: Sequence[Draft]) -> Time | None:
    """会议决定任命…: on the day of the only meeting that the article has told of."""
    meetings = [e for e in events if e.type == "Meeting" and e.start < event.start and e.time is not None]
    held = [e for e in meetings if e.modality is event.modality]
    return held[0].time if len(held) == 1 else None


def _add_appointer(event: Draft, events: Sequence[Draft]) -> None:
    """某市人大常委会会议举行，决定任命…: whose meeting it is, appoints; so it is with 任命甲，免去乙."""
    for other in events:
        if (
            other.type in ("Appointment", "Departure")
            and other.sentence == event.sentence
            and other.start < event.start
        ):
            for argument in other.arguments:
                if argument.role == "appointer":
                    event.add(argument)
    if event.fillers("appointer"):
        return
    for other in events:
        if other.type == "Meeting" and other.start < event.start and other.time == event.time:
            for argument in other.arguments:
                if argument.role == "organizer":
                    event.add(Argument("appointer", argument.filler, argument.evidence))
            return


def _shared_place(event: Draft, events: Sequence[Draft]) -> Argument | None:
    """某公司在某地举行开工仪式，宣布投资50亿元: both happen there, for one and the same acts in one sentence."""
    for other in events:
        before = other.sentence == event.sentence and other.start < event.start and other.time == event.time
        if before and other.place is not None and _actors(other) & _actors(event):
            return other.place
    return None


def _actors(event: Draft) -> set[str]:
    return {a.filler.name for a in event.arguments if a.role in _ACTORS}


def _add_project(event: Draft, telling: Telling) -> None:
    """一期…竣工, 电站计划投产: of the only work named shortly before that it may be, else of the article's only one."""
    noun = event.name.removesuffix(event.head)
    if _PHASE.match(event.name) or not noun:
        fits: Callable[[Mention], bool] = _is_project
    elif noun in telling.words.works:
        fits = _ends_in(noun)
    else:
        return
    i = telling.starts.index(event.sentence.start)
    low, _ = telling.view.bounds(telling.sentences[max(0, i - 1)])
    phase = _PHASE.match(event.name)
    others = phase is not None and phase[0].endswith("期") and _PHASES.sub("", phase[0]) == ""
    near = [
        m
        for m in telling.view.within(low, event.start)
        if fits(m) and not (others and phase is not None and set(_PHASES.findall(m.name)) - {phase[0]})
    ]
    told = near or [m for m in [*telling.headline_mentions, *telling.view.within(0, low)] if fits(m)]
    if len({m.name for m in told}) == 1:
        event.add(Argument("concerns", told[-1], evidence_of(event, telling.article)))


def _is_project(mention: Mention) -> bool:
    return mention.type == "Project" or (mention.type == "Site" and _BUILT.search(mention.name) is not None)


def _ends_in(noun: str) -> Callable[[Mention], bool]:
    """电站: a hydropower station that the text names, or the project that builds it."""
    last = re.compile(re.escape(noun) + "(?:项目|工程)?$")
    return lambda m: m.type in ("Project", "Site", "Product", "Company", "Institution") and bool(last.search(m.name))


@cache
def _work_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    grammar = default_grammar()
    built = grammar.expand("(?:开建|兴建|建设|新建|打造|建成){IN}{0,20}?{:Site}")
    return re.compile(grammar.charset("Project")), re.compile(built)


def _add_work(event: Draft, telling: Telling) -> None:
    """What a ground-breaking is about: the work named next in its sentence, else the only one soon after."""
    view = telling.view
    project, building = _work_patterns()
    low, high = view.bounds(event.sentence)
    built = building.search(view.text, event.end, high)
    chosen: list[Mention] = (
        view.within(event.end, high, project)[:1]
        or (view.within(built.end() - 1, built.end()) if built else [])
        or view.within(low, event.end, project)[-1:]
    )
    if not chosen:
        i = telling.starts.index(event.sentence.start)
        _, after = view.bounds(telling.sentences[min(i + LEAD, len(telling.sentences) - 1)])
        chosen = view.within(high, after, project)
    if len({m.name for m in chosen}) == 1:
        event.add(Argument("concerns", chosen[0], evidence_of(event, telling.article)))
