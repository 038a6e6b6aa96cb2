"""A quantity in its sentence -> the entity or event it belongs to, and how surely; or nobody.

Every name, event and pointing word that may own it is a candidate (``kg.facts.candidates``); learned weights choose
among them and nobody (``kg.facts.owner_scores``). What the sentences before were about is remembered from one to the
next. 其中某工程 is a part of what went before, and its figures are named by the part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.candidates import Candidate, CandidateFinder, Memory
from kg.facts.figure_words import FigureWords
from kg.facts.headed import find_main
from kg.facts.indicators import Measure
from kg.facts.owner_rules import Guess, RuleFinder
from kg.facts.owner_scores import load_owner_scores, pool, weigh
from kg.facts.passage import Passage
from kg.facts.quantities import Quantity
from kg.model import EventMention, Mention, Span

LEAST_TRUST = 0.7  # below it the owner is left open; of 816 judged figures nine in ten above it are right
_CARRIED_TRUST = 0.75  # ... where it stands in an earlier sentence: those above it are right as often
_NATION_TRUST = 0.95  # 全国, 我国 stand for what the text is about more often than for a country that a number is of
_CARRIED = frozenset({"at=earlier", "at=away"})
_AMONG_THEM = re.compile(r"[ 　\n]*其中[，：]?")
_PART = re.compile(r"(?P<noun>[\u4e00-\u9fff]{3,12}(?:工程|项目|部分|期|段|标|类|线|区|桥|隧道|道路))(?=[，：0-9])")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a figure belongs to, and how sure that is."""

    mention: Mention | None = None
    event: EventMention | None = None
    trust: float = 1.0
    part: str = ""  # of the owner, that is no entity of its own: 其中养护工程，投入200万元

    def __bool__(self) -> bool:
        return self.mention is not None or self.event is not None


class OwnerFinder:
    """Goes through an article's sentences in order and remembers what they were about."""

    def __init__(self, passage: Passage, events: Sequence[EventMention], words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words
        self.finder = CandidateFinder(passage, events, words)
        self.rules = RuleFinder(
            passage, events, words, self.finder.subjects, self.finder.occasions, self.finder.pointers
        )
        self.guess, self.guess_end = Guess(), 0
        self.weights = load_owner_scores()
        main = find_main(passage, self.finder.occasions.events, words)
        if isinstance(main, Mention):
            self.memory = Memory(Candidate(main, None, ()))
            self.finder.owned[main.type] = main
        else:
            self.memory = Memory(Candidate(None, main, ()) if main is not None else None)

    def enter(self, sentence: Span) -> None:
        """Call before a sentence."""
        self.rules.enter(sentence)
        self.guess, self.guess_end = Guess(), 0
        at = sentence.start
        while at and self.text[at - 1] in " 　":
            at -= 1
        fresh = at == 0 or self.text[at - 1] == "\n"
        self.memory = replace(self.memory, last=None, last_end=sentence.start, fresh=fresh)

    def leave(self, sentence: Span) -> None:
        """Call after a sentence: what it was about is what the next one goes on with."""
        self.rules.leave(sentence)
        last = self.memory.last if self.memory.last is not None and self.memory.last.key else self._subject(sentence)
        if last is None:
            self.memory = replace(self.memory, age=self.memory.age + 1, before=sentence)
            return
        self.memory = replace(self.memory, topic=last, age=0, before=sentence)
        if last.mention is not None:
            self.finder.owned[last.mention.type] = last.mention

    def owner(self, quantity: Quantity, measure: Measure, sentence: Span, clauses: Sequence[Span]) -> Owner:
        """Call for the quantities of a sentence from left to right."""
        guess = self.rules.owner(quantity, measure, sentence, clauses, self.guess, self.guess_end)
        likely = self.rules.likely_owner(sentence, quantity.span.start)
        self.guess, self.guess_end = guess, quantity.span.end
        candidates = self.finder.find(quantity, measure, sentence, clauses, self.memory, guess, likely)
        trusts = weigh([candidate.features for candidate in candidates], self.weights)
        best, trust = self.choose(quantity, candidates, trusts)
        self.memory = replace(self.memory, last=best, last_end=quantity.span.end)
        if not best.key:
            return Owner()  # open: the number is told, of nobody
        return Owner(best.mention, best.event, trust, self._part(best, sentence, quantity.span.start))

    def choose(
        self, quantity: Quantity, candidates: Sequence[Candidate], trusts: Sequence[float]
    ) -> tuple[Candidate, float]:
        """The likeliest, or nobody where it is not likely enough."""
        pooled = pool([candidate.key for candidate in candidates], trusts)
        i = max(range(len(candidates)), key=lambda i: (pooled[i], trusts[i], -i))
        where = candidates[i].features[0]
        least = _NATION_TRUST if where == "at=nation" else _CARRIED_TRUST if where in _CARRIED else LEAST_TRUST
        return (candidates[i], pooled[i]) if pooled[i] >= least else (candidates[0], trusts[0])

    def _part(self, best: Candidate, sentence: Span, end: int) -> str:
        """其中养护工程，投入200万元…；绿化工程，…: parts of what the sentence before was about."""
        match = _AMONG_THEM.match(self.text, sentence.start, end)
        topic = self.memory.topic
        if match is None or topic is None or self.memory.age or topic.key != best.key:
            return ""
        start = max(match.end(), *(self.text.rfind(mark, match.end(), end) + 1 for mark in ";；"))
        part = _PART.match(self.text, start, end)
        return "" if part is None or self.passage.inside(start, part.end()) else part["noun"]

    def _subject(self, sentence: Span) -> Candidate | None:
        """What a sentence without owned figures is about: an event told, a document issued, its first subject."""
        events = [
            e for e, how in self.finder.occasions.find(sentence, sentence.end) if how in ("before", "this", "told")
        ]
        if events:
            return Candidate(None, events[0], ())
        subjects = self.finder.subjects
        nation = next((p for p in self.finder.countries if sentence.start <= p.span.start < sentence.end), None)
        first: Mention | None = None
        for mention in self.passage.inside(sentence.start, sentence.end):
            before = self.text[max(sentence.start, mention.span.start - 5) : mention.span.start]
            if mention.type == "Document" and self.words.issuing.search(before):
                return Candidate(mention, None, ())
            if first is None and mention.type in self.words.types and mention.type != "Media":
                start = max(self.text.rfind(mark, sentence.start, mention.span.start) + 1 for mark in "，；：")
                stops = [self.text.find(mark, mention.span.end, sentence.end) for mark in "，；：。"]
                stop = min((at for at in stops if at >= 0), default=sentence.end)
                role = subjects.role(Span(max(start, sentence.start), stop), mention, stop)
                first = mention if role in ("opens", "inner") else None
        if nation is not None and (first is None or nation.span.start < first.span.start):
            first = nation.mention
        return Candidate(first, None, ()) if first is not None else None
