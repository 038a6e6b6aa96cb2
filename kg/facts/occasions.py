"""A sentence with the article's events -> the events that its figures may be of.

4月19日，绿茶展闭幕，成交总额… -> 绿茶展, before · 本届博览会成交额… -> the fair told before, this
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.facts.figure_words import FigureWords
from kg.facts.passage import Passage
from kg.model import EventMention, Span

_HEARD = re.compile(r"[上中]?[^，。；：！？\n]{0,4}(?:获悉|了解到?|透露|得知|通报|披露|介绍)")  # 记者从会议上获悉
_THIS = re.compile(r"(?:本|此|这|该)[届次场](?P<noun>[^，。：；！？、\n]{2,8})")
_MEETING = re.compile(
    r"[\u4e00-\u9fff]{1,16}(?:推介会|对接会|洽谈会|博览会|研讨会|发布会|交流会|座谈会|论坛|展览会|大赛)"
)
_SPEECH = re.compile("表示|指出|强调|认为|介绍|[说称]，")
_PAUSE = "，；。！？!?;：:\n、"


class Occasions:
    """The events of one article that figures may be of."""

    def __init__(self, passage: Passage, events: Sequence[EventMention], words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words
        known = [e for e in events if e.type in words.events or e.type in words.occasions]
        self.events = sorted(known, key=lambda e: (e.trigger.start, e.trigger.end))
        self.told = {
            item.span.start: e for e in self.events for item in e.evidence if item.extractor.startswith("event")
        }

    def find(self, sentence: Span, at: int) -> Iterator[tuple[EventMention, str]]:
        """Each event with how it stands to the number at ``at``: before, heard, speech, after, this, told."""
        seen: set[Span] = set()
        i = bisect_left(self.events, sentence.start, key=lambda e: e.trigger.start)
        here = [e for e in self.events[i : i + 6] if e.trigger.start < sentence.end]
        for event in reversed(here):
            seen.add(event.trigger)
            if event.trigger.start >= at:
                yield event, "after"
            elif _HEARD.match(self.text, event.trigger.end):
                yield event, "heard"
            elif event.type == "Meeting" and _SPEECH.search(self.text, event.trigger.end, at):
                yield event, "speech"
            else:
                yield event, "before"
        this = find_this(self.text, self.events, sentence, at)
        if this is not None and this.trigger not in seen:
            seen.add(this.trigger)
            yield this, "this"
        told = self.told.get(sentence.start)
        if told is not None and told.trigger not in seen:
            yield told, "told"

    def is_of_another(self, event: EventMention, sentence: Span, end: int) -> bool:
        """同期的某推介会现场签约…: not of the fair that the text is about."""
        pause = next((i for i in range(sentence.start, end) if self.text[i] in _PAUSE), end)
        for match in _MEETING.finditer(self.text, sentence.start, pause):
            words = match[0]
            if not any(event.name.rstrip("”》").endswith(words[-n:]) for n in range(3, len(words) + 1)):
                return not words.startswith(("大会", "本", "此次", "这"))
        return False


def find_this(text: str, events: Sequence[EventMention], sentence: Span, end: int) -> EventMention | None:
    """本届投洽会…: the last of the events told before, by trigger, whose name ends in these words."""
    for match in _THIS.finditer(text, sentence.start, end):
        noun = match["noun"]
        i = bisect_left(events, match.start(), key=lambda e: e.trigger.start)
        for event in reversed(events[:i]):
            if any(event.name.rstrip("”》").endswith(noun[:length]) for length in range(len(noun), 1, -1)):
                return event
    return None
