"""A quantity in its sentence -> the entity or event it belongs to.

In this order: the entity that the number phrase describes (投资50亿元的X项目), the subject of the clause, an event of
the sentence, 公司 or 该项目 in the clause, the owner of the number before, the subject of an earlier clause, and the
subject of the sentences before in the same paragraph. A clause about 全国 or 全球 has none of these for its owner.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.facts.figure_words import FigureWords
from kg.facts.indicators import Measure
from kg.facts.passage import Passage, clauses_of
from kg.facts.quantities import Quantity
from kg.model import EventMention, Mention, Span

_AREAS = ("AdministrativeArea", "Place")
_WINDOW = 300  # characters of a clause that are searched for its subject
_REACH = 12  # so many clauses back a subject may stand
_QUOTED = re.compile(r"“[^“”]+”|《[^《》]+》")
_PAUSE = "，；。！？!?;：:\n、"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a figure belongs to, and how sure that is. ``barred``: the text speaks of nobody named (全球)."""

    mention: Mention | None = None
    event: EventMention | None = None
    trust: float = 1.0
    barred: bool = False

    def __bool__(self) -> bool:
        return self.mention is not None or self.event is not None


class OwnerFinder:
    """Goes through an article's sentences in order and remembers what they were about."""

    def __init__(self, passage: Passage, events: Sequence[EventMention], words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words
        self.events = sorted(
            (e for e in events if e.type in words.events), key=lambda e: (e.trigger.start, e.trigger.end)
        )
        self.main = self._main_owner()
        self.topic = Owner()
        self.subjects: dict[str, Mention] = {}  # the last one of each type
        if self.main.mention is not None:
            self.subjects[self.main.mention.type] = self.main.mention
        self.named: dict[str, Mention] = {}
        self.firsts: dict[str, tuple[Mention, Mention | None]] = {}  # by type: the first name, and the first other one
        for mention in passage.mentions:
            self.named.setdefault(mention.name, mention)
            first, second = self.firsts.setdefault(mention.type, (mention, None))
            if second is None and mention.name != first.name:
                self.firsts[mention.type] = (first, mention)

    def enter(self, sentence: Span) -> None:
        """Call before a sentence: a new paragraph starts from what the article is about."""
        at = sentence.start
        while at and self.text[at - 1] in " 　":
            at -= 1
        if at == 0 or self.text[at - 1] == "\n":
            self.topic = replace(self.main, trust=0.75) if self.main else Owner()

    def leave(self, sentence: Span) -> None:
        """Call after a sentence: what it was about is what the next one goes on with."""
        found = self._topic_of(sentence)
        if found or found.barred:
            self.topic = found
        if found.mention is not None:
            self.subjects[found.mention.type] = found.mention

    def owner(
        self,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        last: Owner,
        last_end: int,
    ) -> Owner:
        """``last`` is the owner of the number before in the sentence, which ends at ``last_end``."""
        described = self._described(quantity)
        if described is not None:
            return Owner(described)
        index = max(0, bisect_right(clauses, quantity.core.start, key=lambda c: c.start) - 1)
        clause = clauses[index] if clauses else sentence
        start = quantity.span.start
        clause = Span(max(clause.start, start - _WINDOW), clause.end) if start > clause.start else clause
        own = self._subject(clause, start, measure.noun)
        event = self._event(sentence, start)
        if own is not None and (own.type not in _AREAS or (event is None and self.topic.event is None)):
            return Owner(own)
        if event is not None:
            return Owner(event=event, trust=0.9)
        if own is not None:  # 某市12家企业, of the fair in the sentence before
            return replace(self.topic, trust=0.85)
        general = self._general(clause, start)
        if general is not None:
            return general
        reference = self._referred(sentence, clause.start, start)
        if reference is not None:
            return reference
        product = self._product(clause, start, measure.name)
        if product is not None:
            return Owner(product, trust=0.85)
        for other in reversed(clauses[max(0, index - _REACH) : index]):
            if (last or last.barred) and other.start < last_end:
                return replace(last, trust=min(last.trust, 0.95))
            found = self._of_clause(sentence, other)
            if found or found.barred:
                return replace(found, trust=min(found.trust, 0.9))
        if last or last.barred:
            return last
        if self.topic or self.topic.barred:
            return replace(self.topic, trust=min(0.8, 0.85 * self.topic.trust))
        weak = self._subject(clause, start, measure.noun, weak=True)
        return Owner(weak, trust=0.6) if weak is not None and quantity.kind != "length" else Owner()

    # ---- candidates

    def _described(self, quantity: Quantity) -> Mention | None:
        """投资50亿元的X项目: the entity that the number phrase stands in front of."""
        if quantity.kind in ("percent", "point", "times", "duration"):
            return None
        end = quantity.span.end
        mention = next(iter(self.passage.inside(end, end + 9)), None)
        if mention is None or mention.type not in self.words.described:
            return None
        between = self.text[end : mention.span.start]
        if any(char in _PAUSE for char in between):
            return None
        return mention if between.startswith("的") or (not between and quantity.kind != "count") else None

    def _subject(self, clause: Span, end: int, noun: Mention | None = None, *, weak: bool = False) -> Mention | None:
        """The first fit mention of the clause before ``end``: no adverbial, no source, no list, and not ``noun``."""
        fit: list[Mention] = []
        aside = -1  # where the last adverbial ended
        for mention in self.passage.inside(clause.start, end):
            if mention.span.end > end or mention.type not in self.words.types or mention is noun:
                continue
            gap = self.text[aside : mention.span.start] if aside >= 0 else " "
            if not weak:
                if self._is_oblique(clause.start, mention) or gap in ("、", "和", "及", "", "等"):
                    aside = mention.span.end
                    continue
                if self._is_source(clause, mention):
                    continue
                if mention.type in _AREAS and not self._opens(clause.start, mention.span.start):
                    continue
                if self._in_list(mention, clause.end):
                    continue
            fit.append(mention)
        if not fit:
            return None
        for mention, behind in pairwise(fit):
            between = self.text[mention.span.end : behind.span.start]
            if between and not between.endswith(("的", "旗下", "下属", "所属")):  # A新建的B, A旗下B: it is about B
                return mention
        return fit[-1]

    def _in_list(self, mention: Mention, end: int) -> bool:
        """A、B和C三家: a figure of all of them is of none alone."""
        behind = self.text[mention.span.end : min(end, mention.span.end + 3)]
        before = self.text[max(0, mention.span.start - 1) : mention.span.start]
        return behind.startswith(("、", "等")) or before == "、"

    def _is_oblique(self, start: int, mention: Mention) -> bool:
        """在X, 向X, 与X."""
        before = self.text[max(start, mention.span.start - 4) : mention.span.start]
        return self.words.oblique.search(before) is not None

    def _opens(self, start: int, end: int) -> bool:
        """Whether nothing but a time or a small word stands in front: 目前，重庆…, 2009年广州…"""
        for mention in reversed(self.passage.inside(start, end)):
            if mention.span.end != end:
                break
            end = mention.span.start  # 浙江嘉兴: the second stands behind the first
        time = self.passage.last_time(end)
        start = max(start, time.span.end if time is not None else 0)
        return self.words.opening.fullmatch(self.text[start:end]) is not None

    def _is_source(self, clause: Span, mention: Mention) -> bool:
        """某局介绍，… 某院发布的报告显示，…: who says so is not whom it is about."""
        if self.words.sources.match(self.text, mention.span.end, clause.end):
            return True
        said = self.words.sources.finditer(self.text, max(mention.span.end, clause.end - 6), clause.end)
        return any(match.end() >= clause.end - 2 for match in said)

    def _general(self, clause: Span, end: int) -> Owner | None:
        """全国…: the country, if the article names it, else nobody."""
        for match in self.words.general_at.finditer(self.text, clause.start, end):
            if not self._opens(clause.start, match.start()):
                continue
            names = self.words.general[match[0]]
            found = next((self.named[name] for name in names if name in self.named), None)
            return Owner(found, trust=0.9) if found is not None else Owner(barred=True)
        return None

    def _referred(self, sentence: Span, start: int, end: int) -> Owner | None:
        """公司 or 该项目 as subject of a clause: the last entity of such a type that the text went on about.

        Failing that, the only one of that type named so far; where there are several, nobody.
        """
        for match in self.words.reference.finditer(self.text, start, end):
            before = self.text[self.passage.edge(start, match.start()) : match.start()]
            if self.words.opening.fullmatch(before) is None and self.words.causing.search(before) is None:
                continue  # 相关企业, 配套项目
            span = Span(*match.span())
            if any(m.span.overlaps(span) for m in self.passage.inside(max(0, span.start - 60), span.end)):
                continue
            types = self.words.references[match[0]]
            here = max(sentence.start, span.start - 200)
            for mention in reversed(self.passage.inside(here, span.start)):
                if mention.type in types and not self._is_oblique(here, mention):
                    return Owner(mention, trust=0.9)
            for type_ in types:
                if type_ in self.subjects:
                    return Owner(self.subjects[type_], trust=0.9)
            only = [m for type_ in types for m in self._only_one(type_, span.start)]
            return Owner(only[0], trust=0.8) if only else Owner(barred=True)
        return None

    def _only_one(self, type_: str, end: int) -> list[Mention]:
        """The first mention of the type, if no other name of that type stands before ``end``."""
        first, second = self.firsts.get(type_, (None, None))
        if first is None or first.span.start >= end or (second is not None and second.span.start < end):
            return []
        return [first]

    def _product(self, clause: Span, end: int, indicator: str) -> Mention | None:
        """A product as subject, unless it is part of what is measured: 家用空调产量."""
        for mention in self.passage.inside(clause.start, end):
            if (
                mention.type == "Product"
                and mention.text not in indicator
                and self._opens(clause.start, mention.span.start)
            ):
                return mention
        return None

    def _event(self, sentence: Span, end: int) -> EventMention | None:
        """The last event that the sentence tells of before ``end``."""
        i = bisect_left(self.events, end, key=lambda e: e.trigger.start)
        return self.events[i - 1] if i and self.events[i - 1].trigger.start >= sentence.start else None

    # ---- what sentences are about

    def _of_clause(self, sentence: Span, clause: Span) -> Owner:
        found = self._subject(clause, clause.end)
        if found is not None:
            return Owner(found)
        general = self._general(clause, clause.end)
        if general is not None:
            return general
        referred = self._referred(sentence, clause.start, clause.end)
        return referred if referred is not None else Owner()

    def _topic_of(self, sentence: Span) -> Owner:
        event = self._event(sentence, sentence.end)
        if event is not None:
            return Owner(event=event)
        clauses = clauses_of(self.text, sentence)[:_REACH]
        for clause in clauses:
            document = self._issued(clause)
            if document is not None:
                return Owner(document)
        for clause in clauses:
            found = self._of_clause(sentence, clause)
            if found.mention is not None and found.mention.type == "Media":
                continue  # more often the one who tells than what is told of
            if found or found.barred:
                return found
        return Owner()

    def _issued(self, clause: Span) -> Mention | None:
        """印发《…通知》: the document is what the text goes on about."""
        for mention in self.passage.inside(clause.start, clause.end):
            before = self.text[max(clause.start, mention.span.start - 5) : mention.span.start]
            if mention.type == "Document" and self.words.issuing.search(before):
                return mention
        return None

    def _main_owner(self) -> Owner:
        """The event or entity that the headline names; else one with half of all the mentions, and three at least."""
        headline = self.passage.headline
        for event in self.events:
            names = [event.name, *_QUOTED.findall(event.name)]
            if any(len(name) > 3 and name in headline for name in names):
                return Owner(event=event)
        plain = _QUOTED.sub("", headline)
        counts: dict[str, int] = {}
        first: dict[str, Mention] = {}
        headed: set[str] = set()
        for mention in self.passage.mentions:
            if mention.type not in self.words.types or mention.type == "Media":
                continue
            name = mention.name.rstrip("省市县区") if mention.type in _AREAS else mention.name
            counts[name] = counts.get(name, 0) + 1
            first.setdefault(name, mention)
            if name in plain or f"“{name}”" in headline or f"《{name}》" in headline:
                headed.add(name)
        headed = {n for n in headed if not any(n != other and n in other for other in headed)}
        total = sum(counts.values())
        pool = [n for n in counts if n in headed] or [n for n in counts if counts[n] >= 3 and 2 * counts[n] >= total]
        best = min(pool, key=lambda name: (-counts[name], first[name].span.start), default=None)
        return Owner(first[best]) if best is not None else Owner()
