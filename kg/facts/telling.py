"""What the event stages need to know of one article while they read it.

In: the article, its masked view with titles folded, its sentences, the event words. Out: a
:class:`Telling`: event phrases by sentence, dates, the day of the lead, what is quoted speech.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kg.facts.governing import is_compared, lead_time
from kg.facts.masking import View
from kg.facts.phrases import Phrase, find_phrases
from kg.facts.rules import Match
from kg.facts.triggers import EventWords
from kg.model import Article, Mention, Part, Span, Time

_CRY = 16  # characters
_OPENING = 12
_MESSAGE = re.compile("[早晚上下午中]{0,2}间?(?:消息|讯|电)(?=[，,：:\\s（(]|据|记者)")
_TODAY = re.compile("(?P<day>[今昨])[天日晚早晨夜]")
LEAD = 2  # sentences after the first in which the article's own day needs no repeating
_SPEECH = re.compile(r"“[^“”]{12,}?”")
_AT = re.compile(r"上|期间|现场|(?:还|同时|共)?(?:发布|举行|举办|启动|签署|颁发|成立|揭晓|公布)了")
_GATHERED = (
    "会上|会议上|大会上|会议现场|活动现场|仪式现场|会后，|(?:会议|仪式|活动)(?:结束)?后，|"
    "(?:会议|大会|论坛|峰会|年会|展会|博览会|活动)期间|其间，|期间，"
)
_TALKED = "(?:会谈|会见|会晤)[之以]?(?:结束)?后，|两国(?:领导人|元首|总理|总统)|双方"
_TRAVELLED = "(?:访问|出访|考察|访华|来访|在访)期间"
_SCENE = re.compile(
    f"(?<![^，。；：！？\n“”])(?:(?P<gathered>{_GATHERED})|(?P<talked>{_TALKED})|(?P<travelled>{_TRAVELLED}))"
)
# which of them may be meant
SCENES = {
    "gathered": frozenset({"Meeting", "Ceremony", "Signing", "Exhibition"}),
    "talked": frozenset({"Meeting", "Visit"}),
    "travelled": frozenset({"Visit", "Meeting", "Ceremony"}),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One article as the event stages see it."""

    article: str  # Article.id
    published: date
    view: View = field(repr=False)
    sentences: list[Span] = field(repr=False)
    starts: list[int] = field(repr=False)  # of the sentences
    words: EventWords = field(repr=False)
    times: list[tuple[int, Time]] = field(repr=False)  # with masked places, without 比2000年
    lead: Time | None
    dateline: bool  # 新华社某地10月21日电: news of these days, though it names none
    headline: str
    headline_mentions: tuple[Mention, ...] = field(repr=False)
    phrases: Mapping[int, list[Phrase]] = field(repr=False)  # by the start of their sentence
    inner: frozenset[int] = field(repr=False)  # masked places within an event's name
    speech: list[tuple[int, int]] = field(repr=False)

    def headline_names(self, match: Match) -> tuple[Mention, ...]:
        """The names in a headline that has the trigger's own word: 某中心预计6月底封顶."""
        start, end = match.groups["t"]
        return self.headline_mentions if self.view.text[start:end] in self.headline else ()

    def in_lead(self, sentence: Span) -> bool:
        """Whether the sentence is one of the first, of an article that says of which day it is."""
        return (self.lead is not None or self.dateline) and bisect_right(self.starts, sentence.start) - 1 <= LEAD

    def opens(self, sentence: Span) -> bool:
        """Whether an article that names no day at its beginning opens with it; a cry (突发！) may go before."""
        return self.lead is None and bool(self.starts) and sentence.start - self.starts[0] <= _CRY

    def phrases_in(self, sentence: Span, end: int | None = None) -> list[Phrase]:
        """The event phrases of a sentence, those that end before masked ``end``."""
        found = self.phrases.get(sentence.start, [])
        return found if end is None else [p for p in found if p.end <= end]

    def phrases_at(self, sentence: Span, end: int) -> list[Phrase]:
        """启动仪式上，… : the events at which what follows is done."""
        return [p for p in self.phrases_in(sentence, end) if _AT.match(self.view.text, p.end)]

    def at_scene(self, sentence: Span, end: int) -> str:
        """会上，… : at a gathering, talks or a journey that has been told of: a key of :data:`SCENES`, or ""."""
        low, _ = self.view.bounds(sentence)
        scene = _SCENE.search(self.view.text, low, end)
        return (scene.lastgroup or "") if scene else ""


def _is_recent(time: Time, published: date) -> bool:
    """Whether the news may be of that time: not 截至5日, not 2021年 in 2023."""
    past = time.precision == "year" and time.end is not None and time.end < published
    return not past and not time.text.startswith("截")


def _as_told(times: list[tuple[int, Time]], view: View) -> list[tuple[int, Time]]:
    """7月13日消息，某集团今天收购…, in a paper of the 14th: today is the day of the message."""
    if not times or times[0][0] > _OPENING or times[0][1].precision != "day" or times[0][1].start is None:
        return times
    if _TODAY.match(times[0][1].text) or not _MESSAGE.match(view.text, times[0][0] + 1):
        return times
    told = times[0][1].start
    shifted = []
    for i, time in times:
        word = _TODAY.match(time.text)
        if word is not None and time.precision == "day":
            day = told if word["day"] == "今" else told - timedelta(days=1)
            time = replace(time, start=day, end=day)
        shifted.append((i, time))
    return shifted


def make_telling(
    article: Article, view: View, mentions: Iterable[Mention], sentences: Sequence[Span], words: EventWords
) -> Telling:
    times = _as_told([(i, t) for i, t in sorted(view.times.items()) if not is_compared(t)], view)
    phrases = {s.start: find_phrases(view, *view.bounds(s), words) for s in sentences}
    # 2023年中国某某峰会: says of which it is, not when and where
    inner = frozenset(i for found in phrases.values() for p in found for i in range(p.start, p.noun))
    return Telling(
        article=article.id,
        published=article.published,
        dateline=bool(article.dateline),
        headline=article.headline,
        headline_mentions=tuple(m for m in mentions if m.part is Part.HEADLINE),
        view=view,
        sentences=list(sentences),
        starts=[s.start for s in sentences],
        words=words,
        times=times,
        lead=lead_time([t for i, t in times if i not in inner and _is_recent(t, article.published)], sentences),
        phrases=phrases,
        inner=inner,
        speech=[m.span() for m in _SPEECH.finditer(view.text) if re.search("[，。；]", m[0])],
    )
