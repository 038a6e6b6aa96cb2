"""Events that an article reports: who, what, when, where, planned or done.

In: an article, its mentions (references included), sentences, times, tenures. Out: ``EventMention`` s.
Nouns (``nouns``) and verbs (``eventrules``) give drafts; what is only wished for, repeated every year,
denied or without any anchor in time or place is dropped; drafts of one event are merged
(``coreference``), roles are gathered from the whole text (``roles``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from kg.facts.clauses import (
    clause_end,
    clause_start,
    find_subjects,
    is_condition,
    is_exhortation,
    is_habit,
    is_negated,
    modality_before,
)
from kg.facts.coreference import absorb, evidence_of, find_event, merge_drafts, names_event
from kg.facts.drafts import Draft, fold_event_name
from kg.facts.eventrules import find_rule_drafts
from kg.facts.grammar import View, default_grammar, mask_text
from kg.facts.nouns import Phrase, find_noun_drafts, find_phrases
from kg.facts.people import fold_titles
from kg.facts.roles import assign_roles
from kg.facts.triggers import EventWords, default_event_words
from kg.model import Argument, Article, EventMention, Mention, Modality, Span, TenureMention, Time

_EVENT_NAMED = frozenset(
    {"Project", "Organization", "Institution", "Association", "Document", "Product", "Site", "Place"}
)
_PLACES = frozenset({"Place", "AdministrativeArea", "Site"})
_ORGANIZATIONS = frozenset({"Organization", "PublicBody", "Company", "Institution", "Association", "Media"})
_ABOUT = frozenset({"Project", "Document", "Product"})
_AFTER = re.compile(r"(?:[结闭]束)?(?:后(?!方|续)|以后|之后|以来|之际|期间|前夕|之前|前(?!往|来|行)|时(?!代|间))")
_SPEECH = re.compile(r"“[^“”]{12,}?”")
_LAUNCH = re.compile(
    r"(?P<base>.{4,}(?:活动|行动|报道|大赛|竞赛|[^项]目?季|节|周|月|年|展播|行))(?:启动|发布|开幕|闭幕|颁奖|首发|出征|收官|总结|发车)(?:仪式|典礼|式)?$"
)
_PARTY = re.compile(r".{0,4}(?:调研组|考察组|考察团|代表团|督导组|检查组|参观团|访问团|慰问团)(?:一行)?|一行")
_PLAIN = re.compile(default_grammar().expand("{ETC}?{ADV}(?:在{:Place}+{IN}{0,6}?)?{ADV}(?:组织|联合|主持|隆重)?"))
_PROJECT = re.compile(default_grammar().charset("Project"))
_BUILT = re.compile(default_grammar().expand("(?:开建|兴建|建设|新建|打造|建成){IN}{0,20}?{:Site}"))
_AT = re.compile(r"上|期间|现场")
_BUILDING = re.compile(r"开工|奠基|竣工|投产|通车|落成|开建|封顶|动工")
_ON_A_DAY = frozenset({"Meeting", "Visit", "Ceremony", "Signing", "Campaign"})
_LEAD = 2  # sentences in which the article's own day needs no repeating
_LONG_NAME = 6


def find_events(
    article: Article,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    times: Sequence[Time],
    tenures: Sequence[TenureMention] = (),
    *,
    words: EventWords | None = None,
) -> list[EventMention]:
    """4月22日，市委常委会召开会议 -> Meeting 市委常委会会议, 2025-04-22; sorted by trigger."""
    words = words or default_event_words()
    kept = [m for m in mentions if not _names_an_event(m, words)]
    view = fold_titles(mask_text(article.text, kept, times, default_grammar()), tenures)
    reader = _Reader(article, view, sentences, words)
    drafts = reader.read()
    events = merge_drafts(drafts)
    events = [*events, *reader.find_campaigns(events)]
    events = reader.complete(events)
    assign_roles(events, view, sentences, article.id, words, reader.lead)
    return [_finish(event, article.id) for event in sorted(events, key=lambda e: (e.trigger, e.type))]


def _names_an_event(mention: Mention, words: EventWords) -> bool:
    """第12届某某博览会 is read as an event even where the names stage took it for a thing."""
    if mention.type not in _EVENT_NAMED:
        return False
    heads = list(words.head.finditer(mention.text))
    return bool(heads) and heads[-1].end() == len(mention.text) and not words.nouns[heads[-1][0]].plain


def lead_time(times: Iterable[Time], sentences: Sequence[Span]) -> Time | None:
    """The first day that the first two sentences name: that of which the article tells."""
    limit = sentences[min(_LEAD, len(sentences)) - 1].end if sentences else 0
    dated = [t for t in times if t.span.start < limit and t.start is not None]
    return next((t for t in dated if t.precision in ("day", "days")), dated[0] if dated else None)


class _Reader:
    """Reads one article: keeps its masked text, its sentences and its own day."""

    def __init__(self, article: Article, view: View, sentences: Sequence[Span], words: EventWords) -> None:
        self.article = article
        self.view = view
        self.sentences = list(sentences)
        self.starts = [s.start for s in sentences]
        self.words = words
        self.times = sorted(view.times.items())
        self.lead = lead_time([t for _, t in self.times], sentences)
        # dates and places within an event's name (2023年中国某某峰会) say of which it is, not when and where it is
        self.inner = {
            i
            for sentence in self.sentences
            for phrase in find_phrases(view, *view.bounds(sentence), words)
            for i in range(phrase.start, phrase.noun)
        }
        self.published: date = article.published
        self.speech = [m.span() for m in _SPEECH.finditer(view.text) if re.search("[，。；]", m[0])]
        grammar = default_grammar()
        self.organizer = re.compile(grammar.charset("Organization|AdministrativeArea"))
        self.person = re.compile(grammar.charset("Person"))
        self.place = re.compile(
            grammar.expand(
                "(?:在|(?<![位建始等对关由])于|赴|来到|走进|抵达)(?P<place>(?>{:Place}+))(?!的|{:Organization|Person})"
            )
        )

    # ---- reading drafts

    def read(self) -> list[Draft]:
        """Every draft that stands up to a closer look, one a trigger, in the order of the text."""
        drafts: list[Draft] = []
        for draft, phrase, how in find_noun_drafts(self.view, self.sentences, self.words):
            settled = self.settle_noun(draft, phrase, how)
            if settled is not None:
                drafts.append(settled)
        for draft in find_rule_drafts(self.view, self.sentences, self.article.id, self.words):
            if self.settle(draft):
                drafts.append(draft)
        return _one_each_trigger(drafts)

    def settle_noun(self, draft: Draft, phrase: Phrase, how: str) -> Draft | None:
        view, (low, _) = self.view, self.view.bounds(draft.sentence)
        noun = self.words.nouns[phrase.head]
        if how in ("subject", "at"):
            if not draft.definite or (phrase.bare and view.text[phrase.start : phrase.noun] == ""):
                return None
            draft.needs = "merge"
            draft.evidence = [evidence_of(draft, self.article.id)]
            return draft
        quoted = "“" in phrase.modifier or any(c in phrase.modifier for c in ("”",))
        if noun.plain and not quoted and not self._holds_name(phrase):
            return None
        subject = self._read_subject(draft, phrase, how, low)
        if not self.settle(draft):
            return None
        if draft.place is None and subject is not None and subject.type in _PLACES:
            draft.place = Argument("place", subject, draft.evidence[0])
        anchored = draft.own_time or self._in_lead(draft) or draft.place is not None or draft.needs == "parent"
        if how == "held":
            fine = anchored or (len(draft.core) >= _LONG_NAME and not draft.definite)
        elif how == "holds":
            fine = anchored and (subject is not None or draft.own_time or len(draft.core) >= _LONG_NAME)
        else:
            fine = (draft.own_time or self._in_lead(draft)) and len(draft.core) >= _LONG_NAME
        if not fine:
            if not draft.definite:
                return None
            draft.needs = "merge"
        elif phrase.bare and how == "attends":
            draft.needs = "merge"
        self._name_whole(draft, phrase, subject)
        return draft

    def _holds_name(self, phrase: Phrase) -> bool:
        return any(i in self.view.fillers for i in range(phrase.start, phrase.noun))

    def _read_subject(self, draft: Draft, phrase: Phrase, how: str, low: int) -> Mention | None:
        """The body that holds the event: before 召开, or the first word of the event's name."""
        evidence = evidence_of(draft, self.article.id)
        quotes = [m.span() for m in re.finditer("“[^“”]*”", self.view.text[phrase.start : phrase.noun])]
        for i in range(phrase.start, phrase.noun):
            if any(a < i - phrase.start < b for a, b in quotes):
                continue
            for mention in self.view.fillers.get(i, ()):
                if mention.type in _ABOUT and draft.type in ("Ceremony", "Meeting", "Signing"):
                    draft.add(Argument("concerns", mention, evidence))
                elif mention.type in _ORGANIZATIONS and i == phrase.start and phrase.noun - i > 1:
                    draft.add(Argument("organizer", mention, evidence))
        if how == "attends":
            for person in find_subjects(self.view, low, draft.start, self.person):
                draft.add(Argument("attendee", person, evidence))
        if how != "holds":
            return None
        subjects = find_subjects(self.view, low, draft.start, self.organizer)
        if subjects and not self._is_right_before(subjects[-1], draft, low):
            return None
        for subject in subjects:
            if subject.type in _ORGANIZATIONS:
                draft.add(Argument("organizer", subject, evidence))
        return subjects[0] if subjects else None

    def _is_right_before(self, subject: Mention, draft: Draft, low: int) -> bool:
        """荆江召开会议, not 荆江的企业家召开会议; over a comma, nothing but small words may lead up to the verb."""
        start = max(self.view.at(subject.span.start) + 1, clause_start(self.view, draft.start, low))
        return _PLAIN.fullmatch(self.view.text, start, draft.start) is not None

    def _name_whole(self, draft: Draft, phrase: Phrase, subject: Mention | None) -> None:
        if draft.definite and phrase.start < phrase.noun:
            draft.name = self.view.words(phrase.noun - len(phrase.modifier), phrase.end)
        if subject is not None and not draft.core:
            draft.name = subject.name + draft.name
            draft.core = fold_event_name(draft.name)
            draft.definite = False

    def settle(self, draft: Draft) -> bool:
        """Date, place and modality of a draft; False where it reports nothing."""
        view = self.view
        low, high = view.bounds(draft.sentence)
        at = view.at(draft.trigger.start)
        start = clause_start(view, min(at, draft.start), low)
        end = clause_end(view, max(draft.end, at + 1), high)
        if any(a < at < b for a, b in self.speech):
            return False
        if is_exhortation(view, low, at) or is_condition(view, start, at) or is_negated(view, start, at):
            return False
        dated = any(draft.start <= i < draft.end for i, _ in self.times)
        first, last = draft.phrase  # 百场万企 in a name is no habit
        if (
            is_habit(view, start, first or end)
            or is_habit(view, max(last, start), end)
            or (not dated and _AFTER.match(view.text, draft.end))
        ):
            return False
        draft.modality = modality_before(view, start, draft.end)
        self._date(draft, low, start, at, end)
        if draft.time is not None and draft.time.start is not None and draft.time.start > self.published:
            draft.modality = Modality.PLANNED
        at_other = self._is_at_other(low, draft.start)
        ahead = draft.own_time and draft.time is not None and _ahead(draft.time, self.published)
        if draft.modality is Modality.PLANNED and not ahead:
            if not at_other:
                return False
            draft.time, draft.own_time = None, False
        if draft.place is None:
            draft.place = self._place(draft, low, start, at)
        if draft.type == "Visit":
            self._settle_visit(draft)
        if draft.needs == "date" and not draft.own_time:
            return False
        if at_other and draft.time is None:
            draft.needs = "parent"
        if draft.needs == "time" and draft.time is None:
            return False
        if draft.time is not None and draft.time.text.endswith(("以来", "来")) and draft.type in _ON_A_DAY:
            return False  # 十八大以来，…主持召开座谈会: more than one
        draft.evidence = [evidence_of(draft, self.article.id)]
        return True

    def _is_at_other(self, low: int, start: int) -> bool:
        """启动仪式上，…发布了《…》: the date is that of the event at which it is done."""
        return any(_AT.match(self.view.text, p.end) for p in find_phrases(self.view, low, max(low, start), self.words))

    def _settle_visit(self, draft: Draft) -> None:
        """调研组一行走访了某厂 goes on with the visit that was told; a place that is visited is where it is."""
        parties = [a for a in draft.arguments if a.role == "visitor" and _PARTY.fullmatch(a.filler.text)]
        if parties and len(parties) == sum(a.role == "visitor" for a in draft.arguments):
            draft.arguments = [a for a in draft.arguments if a not in parties]
            draft.needs = "merge"
        if draft.place is None:
            visited = [a for a in draft.arguments if a.role == "visited" and a.filler.type in _PLACES]
            if visited:
                draft.place = Argument("place", visited[0].filler, visited[0].evidence)

    def _date(self, draft: Draft, low: int, start: int, at: int, end: int) -> None:
        """The nearest date: within the event's words, before them in the clause, after them, in an earlier clause."""
        here = [(i, t) for i, t in self.times if low <= i < end and t.start is not None and i not in self.inner]
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
        elif earlier and (draft.modality is not Modality.PLANNED or _ahead(earlier[-1], self.published)):
            draft.time = earlier[-1]
        draft.own_time = draft.time is not None
        if draft.time is None and draft.modality is Modality.ASSERTED and self._in_lead(draft):
            draft.time = self.lead

    def _in_lead(self, draft: Draft) -> bool:
        return bisect_right(self.starts, draft.sentence.start) - 1 <= _LEAD and self.lead is not None

    def _place(self, draft: Draft, low: int, start: int, at: int) -> Argument | None:
        end = max(draft.end, at)
        found = [m for m in self.place.finditer(self.view.text, start, end) if m.start("place") not in self.inner]
        if not found and start > low:
            earlier = clause_start(self.view, start - 1, low)
            if start - 1 - earlier <= 12:
                found = [m for m in self.place.finditer(self.view.text, earlier, start) if m.end() >= start - 1]
        if not found:
            return None
        mention = self.view.fillers[found[-1].end("place") - 1][-1]
        if mention.name in draft.fillers("concerns"):
            return None
        return Argument("place", mention, evidence_of(draft, self.article.id))

    # ---- what the whole article adds

    def find_campaigns(self, events: Sequence[Draft]) -> list[Draft]:
        """某某活动启动仪式, and later 本次活动: the activity is an event of its own."""
        found: list[Draft] = []
        for event in events:
            m = _LAUNCH.match(event.name)
            if event.type != "Ceremony" or m is None:
                continue
            base = m["base"]
            head = next((h for h in sorted(self.words.nouns, key=len, reverse=True) if base.endswith(h)), "")
            mentions = [
                p
                for p in self._later_phrases(event)
                if p[1].head in ("活动", "报道", "行动", head) or p[1].head.endswith("活动")
            ]
            mentions = [
                p
                for p in mentions
                if p[1].definite or fold_event_name(self.view.words(p[1].start, p[1].end))[:6] in fold_event_name(base)
            ]
            if not head or not mentions:
                continue
            campaign = Draft(
                type="Campaign",
                name=base,
                trigger=Span(event.trigger.start - len(head), event.trigger.start),
                sentence=event.sentence,
                start=event.start,
                end=event.end,
                confidence=0.8,
                extractor="event_noun/launched",
                head=head,
                core=fold_event_name(base),
                modality=event.modality,
            )
            evidence = evidence_of(campaign, self.article.id)
            campaign.evidence = [evidence]
            for sentence, _ in mentions:
                if sentence != event.sentence and sentence not in {e.span for e in campaign.evidence}:
                    campaign.evidence.append(type(evidence)(self.article.id, sentence, "event_noun/again", 0.8))
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

    def _later_phrases(self, event: Draft) -> list[tuple[Span, Phrase]]:
        return [
            (sentence, phrase)
            for sentence in self.sentences
            if sentence.start > event.sentence.start
            for phrase in find_phrases(self.view, *self.view.bounds(sentence), self.words)
        ]

    def complete(self, events: Sequence[Draft]) -> list[Draft]:
        """Names of series, parents, inherited dates, what a ground-breaking is about; orphans are dropped."""
        for event in events:
            self._complete_series(event, events)
        for event in events:
            if event.parent is None:
                event.parent = self._find_parent(event, events)
        for event in events:
            parent = event.parent
            if (
                event.time is None
                and parent is not None
                and parent.type != "Campaign"
                and event.modality is parent.modality
            ):
                event.time = parent.time
            if event.type in ("Appointment", "Departure") and not event.fillers("appointer"):
                self._add_appointer(event, events)
            if event.place is None:
                event.place = self._shared_place(event, events)
            if event.type == "Ceremony" and not event.fillers("concerns") and _BUILDING.search(event.head + event.core):
                self._add_work(event)
        return [e for e in events if e.needs != "parent" or (e.parent is not None and e.time is not None)]

    def _add_appointer(self, event: Draft, events: Sequence[Draft]) -> None:
        """某市人大常委会会议举行，决定任命…: whose meeting it is, appoints."""
        for other in events:
            if other.type == "Meeting" and other.start < event.start and other.time == event.time:
                for argument in other.arguments:
                    if argument.role == "organizer":
                        event.add(Argument("appointer", argument.filler, argument.evidence))
                return

    def _shared_place(self, event: Draft, events: Sequence[Draft]) -> Argument | None:
        """某公司在某地举行开工仪式，宣布投资50亿元: both happen there, for one and the same acts in one sentence."""
        for other in events:
            before = other.sentence == event.sentence and other.start < event.start and other.time == event.time
            if before and other.place is not None and _actors(other) & _actors(event):
                return other.place
        return None

    def _complete_series(self, event: Draft, events: Sequence[Draft]) -> None:
        """本届某某会, where another name says which: 第12届某某会首日论坛."""
        if event.core != event.head and event.core:
            return
        for other in events:
            cut = other.name.find(event.head)
            if (
                other is not event
                and cut > 0
                and cut + len(event.head) < len(other.name)
                and not event.core.startswith(other.core)
            ):
                event.name = other.name[: cut + len(event.head)]
                event.core = fold_event_name(event.name)
                event.definite = False
                return

    def _find_parent(self, event: Draft, events: Sequence[Draft]) -> Draft | None:
        for other in events:
            if other is event or other.parent is event or not other.core:
                continue
            series = other.type in ("Exhibition", "Meeting", "Campaign") and len(event.core) > len(other.core)
            if series and event.core.startswith((other.core, other.head if len(other.head) > 2 else other.core)):
                return other
        low, _ = self.view.bounds(event.sentence)
        for phrase in find_phrases(self.view, low, max(low, event.start), self.words):
            if not _AT.match(self.view.text, phrase.end):
                continue
            known = [
                e
                for e in events
                if e is not event
                and e.parent is not event
                and names_event(
                    e, phrase.head, "" if phrase.bare else fold_event_name(self.view.words(phrase.start, phrase.end))
                )
            ]
            if known:
                return known[0]
        if event.extractor == "event/talks/2":
            visits = [e for e in events if e.type == "Visit" and e.sentence.start <= event.sentence.start]
            return visits[-1] if visits else None
        return None

    def _add_work(self, event: Draft) -> None:
        """What a ground-breaking is about: the work named next in its sentence, else the only one soon after."""
        low, high = self.view.bounds(event.sentence)
        built = _BUILT.search(self.view.text, event.end, high)
        chosen = (
            self.view.within(event.end, high, _PROJECT)[:1]
            or (self.view.within(built.end() - 1, built.end()) if built else [])
            or self.view.within(low, event.end, _PROJECT)[-1:]
        )
        if not chosen:
            i = self.starts.index(event.sentence.start)
            _, after = self.view.bounds(self.sentences[min(i + _LEAD, len(self.sentences) - 1)])
            chosen = self.view.within(high, after, _PROJECT)
        if len({m.name for m in chosen}) == 1:
            event.add(Argument("concerns", chosen[0], evidence_of(event, self.article.id)))


def _actors(event: Draft) -> set[str]:
    return {a.filler.name for a in event.arguments if a.role in ("organizer", "investor", "visitor", "host", "issuer")}


def _ahead(time: Time, published: date) -> bool:
    return time.end is not None and time.end >= published


def _one_each_trigger(drafts: list[Draft]) -> list[Draft]:
    """Where two drafts share words of their trigger, the surer and fuller one stays."""
    kept: list[Draft] = []
    ranked = sorted(
        drafts,
        key=lambda d: (
            d.needs == "merge",
            -d.confidence,
            -len(d.arguments),
            -(d.end - d.start),
            d.trigger,
            d.extractor,
        ),
    )
    for draft in ranked:
        if not any(draft.trigger.overlaps(other.trigger) for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: (d.trigger, d.type))


def _finish(event: Draft, article: str) -> EventMention:
    return EventMention(
        article=article,
        type=event.type,
        trigger=event.trigger,
        name=event.name,
        evidence=tuple(event.evidence),
        arguments=tuple(sorted(event.arguments, key=lambda a: (a.role, a.filler.span, a.filler.name))),
        place=event.place,
        time=event.time,
        modality=event.modality,
        stage=event.stage,
        parent=event.parent.trigger if event.parent is not None else None,
    )
