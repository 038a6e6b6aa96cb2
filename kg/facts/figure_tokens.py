"""A sentence with its numbers -> the words among which a reader looks for what they measure and whose they are.

    headline 恒锐科技扩产 · before 公司去年投产。 · 恒锐科技净利润⟦22亿元⟧，同比增长⟦40%⟧
    -> 0 恒锐科技 0 扩产 · 1 公司 1 去年 … · 2 恒锐科技 2 净利润 2 # 2 ， 2 同比 2 增长 2 #

The words are the tagger's (``kg.mentions``); a number with its unit is one word. Each knows the name it stands in,
the clause, and which of the three texts it is from; one more word stands for what the article has named most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.passage import Passage
from kg.facts.pointing import Pointer
from kg.facts.quantities import Quantity
from kg.mentions.tagger import Word
from kg.model import EventMention, Mention, Span

HEADLINE, BEFORE, HERE, TOPIC = range(4)
_HEADLINE, _BEFORE = 24, 36  # words at most
_BREAKS = frozenset("，；：。！？,;:")
_OWNERS = frozenset(
    "Company PublicBody AdministrativeArea Institution Organization Association Project Site Place Media Document"
    " Product".split()
)
_TOPIC_LENGTH = 8
_NAME = 4  # characters from which an event's name is looked for wherever it stands
EVENT = "Event"


@dataclass(frozen=True, slots=True)
class Token:
    """A word; ``number`` is the index of the quantity that it is, or -1; ``first``: its name begins with it."""

    segment: int
    start: int
    end: int
    text: str
    tag: str
    clause: int
    mention: Mention | None = None
    first: bool = False
    number: int = -1


class FigureReader:
    """Cuts one article's sentences into tokens.

    ``words`` are those of the body, ``headline`` those of the headline with the names in it; an event counts as a
    name of type ``EVENT`` where its name or its trigger stands.
    """

    def __init__(
        self,
        passage: Passage,
        words: Sequence[Word],
        headline: tuple[Sequence[Word], Sequence[Mention]],
        events: Sequence[EventMention] = (),
    ) -> None:
        self.passage = passage
        self.words = words
        self.starts = [word.start for word in words]
        self.events = name_events(passage.text, passage.article, events)
        told = name_events(passage.headline, passage.article, events, triggers=False)
        self.headline = _read_headline(headline[0], passage.headline, [*headline[1], *told])

    def read(
        self, sentence: Span, before: Span, quantities: Sequence[Quantity], pointers: Sequence[Pointer] = ()
    ) -> list[Token]:
        """Headline, sentence before, the sentence, and the article's topic so far."""
        found = list(self.headline)
        if before.start < sentence.start:
            found += self._cut(BEFORE, before, (), ())[-_BEFORE:]
        found += self._cut(HERE, sentence, quantities, pointers)
        topic = self._topic(sentence.start)
        if topic is not None:
            text = topic.text[:_TOPIC_LENGTH]
            found.append(Token(TOPIC, topic.span.start, topic.span.end, text, "ORG", 0, topic, True))
        return found

    def _cut(
        self, segment: int, span: Span, quantities: Sequence[Quantity], pointers: Sequence[Pointer]
    ) -> list[Token]:
        text = self.passage.text
        numbers = [(q.span.start, max(q.span.end, q.core.end)) for q in quantities]
        pieces: list[tuple[int, int, str, int]] = [(start, end, "Q", i) for i, (start, end) in enumerate(numbers)]
        i = max(0, bisect_left(self.starts, span.start))
        while i < len(self.words) and self.words[i].start < span.end:
            word = self.words[i]
            start = word.start
            for left, right in numbers:
                if right <= start or left >= word.end:
                    continue
                if left > start:
                    pieces.append((start, left, word.tag, -1))
                start = max(start, right)
            if start < word.end:
                pieces.append((start, word.end, word.tag, -1))
            i += 1
        pieces.sort()
        mentions = self.passage.inside(span.start, span.end)
        times = self.passage.times
        first_time = bisect_left(times, span.start, key=lambda t: t.span.start)
        found, clause = [], 0
        for start, end, tag, number in pieces:
            word_text = text[start:end]
            if not word_text.strip():
                continue
            mention = max(
                (m for m in mentions if m.span.start <= start and end <= m.span.end),
                key=lambda m: len(m.span),
                default=None,
            )
            if mention is None and number < 0:
                mention = next((e for e in self.events if e.span.start <= start and end <= e.span.end), None)
            opens = mention is not None and mention.span.start == start
            if mention is None and number < 0:
                pointer = next((p for p in pointers if p.span.start <= start and end <= p.span.end), None)
                if pointer is not None and pointer.mention is not None:
                    mention, opens = pointer.mention, start == pointer.span.start
            if number < 0:
                k = first_time
                while k < len(times) and times[k].span.start <= start:
                    if end <= times[k].span.end:
                        tag = "TM"
                        break
                    k += 1
            found.append(Token(segment, start, end, word_text, tag, clause, mention, opens, number))
            clause += word_text in _BREAKS
        return found

    def _topic(self, end: int) -> Mention | None:
        """What has been named most before ``end``; of several the first."""
        named = [m for m in self.passage.inside(0, end) if m.type in _OWNERS]
        if not named:
            return None
        name = Counter(m.name for m in named).most_common(1)[0][0]
        return next(m for m in named if m.name == name)


def name_events(text: str, article: str, events: Sequence[EventMention], *, triggers: bool = True) -> list[Mention]:
    """Where each event is named: its name, or where that does not stand its trigger (of the body)."""
    found = []
    for event in events:
        spans = []
        if len(event.name) >= _NAME:
            at = text.find(event.name)
            while at >= 0:
                spans.append(Span(at, at + len(event.name)))
                at = text.find(event.name, at + 1)
        if triggers and not any(span.overlaps(event.trigger) for span in spans):
            spans.append(event.trigger)
        found += [Mention(article, span, span.of(text), EVENT, 1.0, "event", name=event.name) for span in spans]
    return found


def _read_headline(words: Sequence[Word], text: str, mentions: Sequence[Mention]) -> tuple[Token, ...]:
    found, clause = [], 0
    for word in words[:_HEADLINE]:
        form = text[word.start : word.end]
        if not form.strip():
            continue
        mention = next((m for m in mentions if m.span.start <= word.start and word.end <= m.span.end), None)
        opens = mention is not None and mention.span.start == word.start
        found.append(Token(HEADLINE, word.start, word.end, form, word.tag, clause, mention, opens))
        clause += form in _BREAKS
    return tuple(found)
