"""Events that an article reports: who, what, when, where, planned or done.

In: an article, its mentions (references included), sentences, times, tenures. Out: ``EventMention`` s.
Nouns (``nouns``) and verbs (``eventrules``) give drafts; ``settling`` dates and places them and drops
what reports nothing; drafts of one event are merged (``coreference``); the whole text adds parents
(``completion``) and participants (``roles``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from kg.facts.clauses import clause_start
from kg.facts.completion import complete_events, find_campaigns
from kg.facts.coreference import merge_drafts
from kg.facts.drafts import Draft
from kg.facts.eventrules import find_rule_drafts
from kg.facts.grammar import default_grammar
from kg.facts.masking import View, mask_text
from kg.facts.nouns import find_noun_drafts
from kg.facts.people import fold_titles
from kg.facts.roles import assign_roles
from kg.facts.settling import settle, settle_noun
from kg.facts.telling import Telling, make_telling
from kg.facts.triggers import EventWords, default_event_words
from kg.facts.verb_frames import find_frame_drafts
from kg.model import Article, EventMention, Mention, Modality, Part, Span, TenureMention, Time

_PERSONS = frozenset({"Person", "Official"})
_DEPUTY = re.compile("(?:的)?(?:夫人、|夫人|特别代表|特使|高级代表|私人代表)")
_EVENT_NAMED = frozenset(
    {"Project", "Organization", "Institution", "Association", "Document", "Product", "Site", "Place"}
)


def find_events(
    article: Article,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    times: Sequence[Time],
    tenures: Sequence[TenureMention] = (),
    *,
    words: EventWords | None = None,
) -> list[EventMention]:
    """3月18日，市委常委会召开会议 -> Meeting 市委常委会会议, 2025-03-18; sorted by trigger."""
    events = read_telling(open_telling(article, mentions, sentences, times, tenures, words=words))[0]
    return [_finish(event, article.id) for event in sorted(events, key=lambda e: (e.trigger, e.type))]


def open_telling(
    article: Article,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    times: Sequence[Time],
    tenures: Sequence[TenureMention] = (),
    *,
    words: EventWords | None = None,
) -> Telling:
    """The article as the event stages read it: names that are events are none, titles are folded."""
    words = words or default_event_words()
    starts = {m.span.start for m in mentions}
    kept = [m for m in mentions if not (_names_an_event(m, words) or _is_stood_for(m, article.text, starts))]
    view = fold_titles(mask_text(article.text, kept, times, default_grammar()), tenures)
    return make_telling(article, view, kept, sentences, words)


def read_telling(telling: Telling) -> tuple[list[Draft], list[tuple[Draft, str]]]:
    """The events of an article, and what was taken for none with the reason (see ``kg.facts.missed``)."""
    drafts, refused = _find_drafts(telling)
    events = merge_drafts(drafts)
    told = {item.span for event in events for item in event.evidence}
    refused += [(d, "points back to no event") for d in drafts if d.needs == "merge" and d.sentence not in told]
    whole = complete_events([*events, *find_campaigns(events, telling)], telling)
    refused += [(d, "part of no event that is told") for d in events if d not in whole]
    assign_roles(whole, telling)
    for event in whole:
        _part_sides(event)
    return whole, refused


def _part_sides(event: Draft) -> None:
    """习近平接见代表，…还接见了: who receives is no visitor."""
    received = event.fillers("visited")
    event.arguments = [a for a in event.arguments if a.role != "visitor" or a.filler.name not in received]


def _names_an_event(mention: Mention, words: EventWords) -> bool:
    """第12届某某博览会 is read as an event even where the names stage took it for a thing."""
    if mention.type not in _EVENT_NAMED:
        return False
    heads = list(words.head.finditer(mention.text))
    return bool(heads) and heads[-1].end() == len(mention.text) and not words.nouns[heads[-1][0]].plain


def _is_stood_for(mention: Mention, text: str, starts: Container[int]) -> bool:
    """某国总统甲特别代表乙, 甲夫人乙: it is not 甲 who is there."""
    if mention.type not in _PERSONS or mention.part is not Part.BODY:
        return False
    deputy = _DEPUTY.match(text, mention.span.end)
    return deputy is not None and (deputy[0][-1] != "人" or deputy.end() in starts)


def _find_drafts(telling: Telling) -> tuple[list[Draft], list[tuple[Draft, str]]]:
    """Every draft that stands up to a closer look, in the order of the text, and those that do not.

    Where two share words of their trigger, the surer and fuller one stays.
    """
    judged = [(d, settle_noun(d, phrase, how, telling)) for d, phrase, how in find_noun_drafts(telling)]
    judged += [(d, settle(d, telling)) for d in find_rule_drafts(telling)]
    kept: list[Draft] = []
    for draft in sorted((d for d, refusal in judged if not refusal), key=_rank):
        if not any(draft.trigger.overlaps(other.trigger) for other in kept):
            kept.append(draft)
    framed = [(d, settle(d, telling)) for d in find_frame_drafts(telling)]
    for draft, refusal in framed:
        if not (refusal or _is_stale(draft, telling) or any(_is_read(draft, other, telling.view) for other in kept)):
            kept.append(draft)
    refused = [(d, refusal) for d, refusal in (*judged, *framed) if refusal]
    return sorted(kept, key=lambda d: (d.trigger, d.type)), refused


def _is_stale(draft: Draft, telling: Telling) -> bool:
    """No day, or only that of the words: 甲今天宣布，计划成立乙."""
    if draft.time is None or draft.time.start is None:
        return draft.needs != "parent" and not (draft.deed or draft.said)
    return draft.modality is Modality.PLANNED and draft.time.start <= telling.published


def _is_read(draft: Draft, other: Draft, view: View) -> bool:
    """What a pattern has read of a clause its frame need not read again; nor who announced what is told as done."""
    if draft.trigger.overlaps(other.trigger):
        return True
    if draft.extractor == "event/frame/deliberates" and other.type == "Meeting" and draft.sentence == other.sentence:
        return True  # 召开会议，审议…
    decided = other.type == "Announcement" and draft.extractor == "event/frame/adjusts"
    if decided and draft.sentence == other.sentence and draft.fillers("issuer") & other.fillers("issuer"):
        return True  # 决定，自下月起上调价格
    one, two = view.at(draft.trigger.start), view.at(other.trigger.start)
    together = clause_start(view, one, 0) == clause_start(view, two, 0)
    return together and (draft.type == other.type or (draft.type == "Announcement" and one < two))


def _rank(draft: Draft) -> tuple[bool, bool, bool, int, float, int, Span, str]:
    size, waits, named = draft.end - draft.start, draft.needs == "merge", draft.phrase[1] > 0
    full = len(draft.arguments) + (draft.place is not None)
    return (waits, draft.plain, not named, -full, -draft.confidence, -size, draft.trigger, draft.extractor)


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
