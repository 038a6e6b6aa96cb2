"""Sentences from which little was read, and what stood in the way: for auditing recall.

In: a :class:`~kg.model.Reading`. Out: one :class:`Miss` for each sentence of the body of
which nothing is claimed, or of which something was nearly claimed. The event stages are run again, and tell which
drafts they refused and why (``settling``); a number is missed where it has no name or no owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.drafts import Draft
from kg.facts.events import open_telling, read_telling
from kg.facts.figure_words import load_figure_words
from kg.facts.figures import find_numbers_told
from kg.facts.passage import open_passage
from kg.facts.roles import pick_event
from kg.facts.rules import match_rules
from kg.facts.telling import Telling
from kg.facts.times import dateline_day, find_times
from kg.model import Claims, Part, Reading, Span, Time
from kg.text import sentence_at, split_sentences

_TELLING = 10  # a smaller number in words (一个, 两名) is a turn of phrase


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence, what was read from it and what was not, each in a few words."""

    article: str  # Article.id
    sentence: Span
    text: str
    found: tuple[str, ...]
    blocked: tuple[str, ...]


def explain_misses(reading: Reading) -> list[Miss]:
    """A公司与B公司计划签约。 -> nothing found; blocked: "Signing 签约 (event/signing/1): planned without a day"."""
    article = reading.article
    times = find_times(article.text, article.published, written=dateline_day(article.dateline, article.published))
    sentences = split_sentences(article.text)
    found: dict[int, list[str]] = {s.start: [] for s in sentences}
    blocked: dict[int, list[str]] = {s.start: [] for s in sentences}
    for at, words in _tell_found(reading.claims, sentences):
        found[at].append(words)
    telling = open_telling(article, reading.mentions, sentences, times, reading.claims.tenures)
    for at, words in (*_tell_events(telling), *_tell_numbers(reading, times, sentences)):
        blocked[at].append(words)
    named = {sentence_at(sentences, m.span.start).start for m in reading.mentions if m.part is Part.BODY}
    rows = []
    for sentence in sentences:
        here, missing = found[sentence.start], blocked[sentence.start]
        if here and not missing:
            continue
        if not here and not missing:
            missing = ["no rule fits" if sentence.start in named else "no name found"]
        rows.append(
            Miss(
                article.id,
                sentence,
                sentence.of(article.text),
                tuple(dict.fromkeys(here)),
                tuple(dict.fromkeys(missing)),
            )
        )
    return rows


def _tell_found(claims: Claims, sentences: list[Span]) -> Iterator[tuple[int, str]]:
    """What each sentence is evidence of, as (where the sentence begins, words)."""
    for tenure in claims.tenures:
        yield tenure.evidence.span.start, f"post: {tenure.person.name} {tenure.title}"
    for relation in claims.relations:
        words = f"relation: {relation.subject.name} {relation.predicate} {relation.object.name}"
        yield relation.evidence.span.start, words
    for event in claims.events:
        for evidence in event.evidence:
            yield evidence.span.start, f"event: {event.type} {event.name}"
    for figure in claims.figures:
        if figure.of is not None or figure.of_event is not None:
            yield sentence_at(sentences, figure.span.start).start, f"figure: {figure.indicator} {figure.text}"


def _tell_events(telling: Telling) -> Iterator[tuple[int, str]]:
    """The drafts that were refused, where nothing else was read from the same words; roles at no event."""
    events, refused = read_telling(telling)
    for draft, why in refused:
        if not any(_says_the_same(draft, event) for event in events):
            words = draft.name if draft.head in draft.name else draft.head
            yield draft.sentence.start, f"{draft.type} {words} ({draft.extractor}): {why}"
    for match in match_rules(telling.words.roles, telling.view, telling.sentences):
        sentence = sentence_at(telling.sentences, telling.view.starts[match.start])
        if not match.rule.data.get("known") and pick_event(match, events, sentence, telling) is None:
            names = "、".join(m.name for fillers in match.slots.values() for m in fillers)
            verb = telling.view.words(*match.groups["t"])
            yield sentence.start, f"role of {names or '?'} ({match.rule.id}, {verb}): at no event that is told"


def _says_the_same(draft: Draft, event: Draft) -> bool:
    return event.type == draft.type and any(item.span == draft.sentence for item in event.evidence)


def _tell_numbers(reading: Reading, times: Sequence[Time], sentences: list[Span]) -> Iterator[tuple[int, str]]:
    """Numbers with a unit that are no figure, or a figure of nobody."""
    text = reading.article.text
    told = {(f.value, f.unit) for f in reading.claims.figures}
    for figure in reading.claims.figures:
        if figure.of is None and figure.of_event is None:
            yield sentence_at(sentences, figure.span.start).start, f"figure {figure.indicator} {figure.text}: of nobody"
    for quantity in find_numbers_told(open_passage(reading.article, reading.mentions, times), load_figure_words()):
        if (quantity.value, quantity.unit) not in told and (quantity.arabic or quantity.value >= _TELLING):
            words = quantity.span.of(text)
            yield sentence_at(sentences, quantity.core.start).start, f"figure {words}: nothing says what it measures"
