"""A quantity in its sentence -> whom ordered rules take for its owner: one witness among others.

``kg.facts.candidates`` weighs it with everything else that speaks for and against an owner. In this order: the
entity that the number phrase describes (投资50亿元的X项目), the event of those who attend, the subject of the clause,
an event of the sentence or 本届某会, 公司 or 该项目 in the clause, the owner of the number before, the subject or the
place of an earlier clause, the one who announces his own plan, and the subject of the sentences before in the same
paragraph; where nobody is named, a signing or visit that the sentence tells of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.facts.figure_words import FigureWords
from kg.facts.indicators import Measure
from kg.facts.occasions import Occasions, find_this
from kg.facts.passage import Passage, clauses_of
from kg.facts.pointing import Pointers
from kg.facts.quantities import Quantity
from kg.facts.subjects import AREAS, Subjects
from kg.model import EventMention, Mention, Span

_WINDOW = 300  # characters of a clause that are searched for its subject
_REACH = 12  # so many clauses back a subject may stand
_QUOTED = re.compile(r"“[^“”]+”|《[^《》]+》")
_HEARD = re.compile(r"[上中]?[^，。；：！？\n]{0,4}(?:获悉|了解到?|透露|得知|通报|披露|介绍)")  # 记者从会议上获悉
_WORKS = frozenset("大桥 隧道 高铁 铁路 水库 电站 机场 机组 平台".split())
_FIRMS = ("Company", "Institution", "PublicBody", "Organization")
_SPEAKERS = ("PublicBody", "Association", "Media")  # they tell of others more often than of themselves
_OF_THESE = ("其中", "此外", "另有", "另外")
_AGE = 3  # sentences after which a text is no longer of the event or document that it spoke of
_SHORT_AGE = 2  # ... of anything else
_AMONG_THEM = re.compile(r"[ 　\n]*其中[，：]?")
_PART = re.compile(r"(?P<noun>[\u4e00-\u9fff]{3,20})(?=[，：0-9])")
_COLUMN = re.compile(r"【[^【】]*】")  # the name of a column is no part of what the headline tells
_SPEECH = re.compile("表示|指出|强调|认为|介绍|[说称]，")
_INTENDS = ("拟", "将", "计划", "打算", "准备", "已", "决定")
_ONCE = re.compile(r"^(?:第[^届次]{1,5}[届次]|[0-9〇零一二三四五六七八九]{4}年?)+")
_VICTIMS = ("死亡人数", "受伤人数", "遇难人数", "失踪人数", "被困人数")
_CAUSING = ("造成", "导致", "致", "已造成", "已致", "已导致")
_PRESENT = ("出席", "参加", "参会", "与会", "到会")
_OCCASION = re.compile("(?:会|展|节|赛|论坛|仪式|活动)$")
_LIST = re.compile("[、和与及]")
_NOUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9\ue000]{2,}")
_MAIN_TRUST = 0.75  # that a new paragraph goes on about what the headline names
OF_ALL, OF_EACH, OF_A_PERSON, OF_VICTIMS = "general", "of each", "a person", "an accident that is no known event"
# 全国, 全球: of nobody named; A和B分别: of each its own; of a player or patient; of an accident that is not read
NOBODYS = frozenset({OF_ALL, OF_EACH, OF_A_PERSON, OF_VICTIMS})
_UNSURE = 0.5
_PAUSE = "，；。！？!?;：:\n、"


@dataclass(frozen=True, slots=True)
class Guess:
    """Whom a figure belongs to, and how sure that is. ``barred``: why it is of nobody named (全球)."""

    mention: Mention | None = None
    event: EventMention | None = None
    trust: float = 1.0
    barred: str = ""
    part: str = ""  # of the owner, that is no entity of its own: 其中养护工程，投入200万元

    def __bool__(self) -> bool:
        return self.mention is not None or self.event is not None

    def same_as(self, other: Guess) -> bool:
        return bool(self) and self.mention is other.mention and self.event is other.event

    def has_parts(self) -> bool:
        """An event or a document: what is told of others in it is its own, too."""
        return self.event is not None or (self.mention is not None and self.mention.type == "Document")


class RuleFinder:
    """Goes through an article's sentences in order and remembers what they were about."""

    def __init__(
        self,
        passage: Passage,
        events: Sequence[EventMention],
        words: FigureWords,
        roles: Subjects,
        stage: Occasions,
        pointers: Pointers,
    ) -> None:
        self.roles = roles
        self.stage = stage
        self.pointers = pointers
        self.passage = passage
        self.text = passage.text
        self.words = words
        self.events = sorted(
            (e for e in events if e.type in words.events), key=lambda e: (e.trigger.start, e.trigger.end)
        )
        self.occasions = sorted((e for e in events if e.type in words.occasions), key=lambda e: e.trigger.start)
        self.told = {
            item.span.start: e for e in self.events for item in e.evidence if item.extractor.startswith("event")
        }
        self.main = self._main_owner()
        self.topic = Guess()
        self.age = 0  # sentences since the topic was named
        self.before = Span(0, 1)  # the sentence before
        self.recent = Guess()  # of the last figure of the sentence
        self.subjects: dict[str, Mention] = {}  # the last one of each type
        if self.main.mention is not None:
            self.subjects[self.main.mention.type] = self.main.mention

    def enter(self, sentence: Span) -> None:
        """Call before a sentence: a new paragraph starts from what the article is about."""
        self.recent = Guess()
        at = sentence.start
        while at and self.text[at - 1] in " 　":
            at -= 1
        if at == 0 or self.text[at - 1] == "\n":
            known = self.main and not (self.main.mention is not None and self.main.mention.type == "Document")
            self.topic = replace(self.main, trust=_MAIN_TRUST) if known else Guess()
            self.age = 0

    def leave(self, sentence: Span) -> None:
        """Call after a sentence: what it was about is what the next one goes on with."""
        own = self.recent if self.recent.mention is not None and self.recent.mention is not self.topic.mention else None
        found = own or self._topic_of(sentence)
        self.before = sentence
        self.age += 1
        if found or found.barred:
            self.topic, self.age = found, 0
        if found.mention is not None:
            self.subjects[found.mention.type] = found.mention

    def owner(
        self,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        last: Guess,
        last_end: int,
    ) -> Guess:
        """``last`` is the owner of the number before in the sentence, which ends at ``last_end``."""
        found = self._find_owner(quantity, measure, sentence, clauses, last, last_end)
        if found.barred or found.part or found.same_as(self.topic):
            found = self._of_part(sentence, quantity.span.start) or replace(found, part="")
        self.recent = found
        return found

    def likely_owner(self, sentence: Span, end: int) -> Guess:
        """Where nothing decides: the event told, the name before the number, what the text is about; little trust.

        The number stands in the text; a reader who wants sure owners only filters by confidence.
        """
        event = self._event(sentence, end)
        if event is not None:
            return Guess(event=event, trust=_UNSURE)
        before = [
            mention
            for mention in self.passage.inside(sentence.start, end)
            if mention.span.end <= end and self._may_own(mention) and not self.roles.is_listed(mention, sentence.end)
        ]
        if before:
            return Guess(before[-1], trust=_UNSURE)
        known = self.topic if self.topic else self.main
        return replace(known, trust=_UNSURE, part="") if known else Guess()

    def _find_owner(
        self,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        last: Guess,
        last_end: int,
    ) -> Guess:
        described = self._described(quantity)
        if described is not None:
            return Guess(described)
        index = max(0, bisect_right(clauses, quantity.core.start, key=lambda c: c.start) - 1)
        clause = clauses[index] if clauses else sentence
        start = quantity.span.start
        clause = Span(max(clause.start, start - _WINDOW), clause.end) if start > clause.start else clause
        own = self._object(clause, measure) or self._subject(clause, start, measure.noun)
        another = self._names_another(Span(clause.start, max(start, clause.start + 1)), measure)
        if own is not None and own.type in (*AREAS, "PublicBody") and another:
            own = None  # 临溪船舶重工…: of a firm that is no known name
        if own is not None and own.type not in AREAS and self.words.general_at.match(self.text, own.span.end):
            own = None  # 商务部全国重点企业…
        event = self._event(sentence, start) or find_this(self.text, self.events, sentence, start)
        attended = self._attended(sentence, event) if measure.name.startswith(_PRESENT) else None
        if attended is not None:
            return Guess(event=attended, trust=0.9)  # 某部长、某主席和各界代表约1500人出席
        if own is not None and (own.type not in AREAS or (event is None and self.topic.event is None)):
            return Guess(own)
        spoken = event is not None and event.type == "Meeting" and _SPEECH.search(self.text, event.trigger.end, start)
        if event is not None and not spoken:
            return Guess(event=event, trust=0.9)
        if own is not None:  # 某市12家企业, of the fair in the sentence before
            if self.topic.event is not None and self.stage.is_of_another(self.topic.event, sentence, start):
                return Guess(barred="another occasion")
            return replace(self.topic, trust=0.85)
        general = self._general(clause, start)
        if general is not None:
            return general
        reference = self._referred(sentence, clause.start, start)
        if reference is not None:
            return reference
        product = self._product(clause, start, measure.name)
        if product is not None:
            return Guess(product, trust=0.85)
        if own is None and self.roles.is_of_person(clause, start):
            return Guess(barred=OF_A_PERSON)
        carried = self._carry(quantity, measure, sentence, clauses, clause, index, last, last_end)
        shared = self.text[clause.start : start].partition("分别")
        if shared[1] and shared[0].endswith(measure.base or "，") and not _LIST.search(shared[0]):
            return Guess(barred=OF_EACH)  # A和B…，销量分别为1万和2万: of each its own
        if carried.event is not None and self.stage.is_of_another(carried.event, sentence, start):
            return Guess(barred="another occasion")
        if event is None and measure.name in _VICTIMS and not carried.has_parts():
            before = self.text[self.roles.skip_opening(clause.start, start) : start]
            if before.startswith(_CAUSING) and carried.mention is not None and quantity.kind == "count":
                return Guess(barred=OF_VICTIMS)
        if event is not None and (carried.barred or not carried):
            return Guess(event=event, trust=0.6)  # 在某会上表示，…: of others, whom the text does not name
        if not carried and not carried.barred and quantity.kind in ("count", "money"):
            carried = self._occasion(sentence)
        if another and (not carried.has_parts() or self.age > 0 or _OCCASION.search(another)):
            return Guess(barred="another subject")
        return carried

    def _carry(
        self,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        clause: Span,
        index: int,
        last: Guess,
        last_end: int,
    ) -> Guess:
        """The owner from an earlier clause or an earlier sentence."""
        topic = replace(self.topic, trust=min(0.8, 0.85 * self.topic.trust))
        for other in reversed(clauses[max(0, index - _REACH) : index]):
            if (last or last.barred) and other.start < last_end:
                if not last.has_parts() and self._turns_to_another(last_end, quantity.span.start, measure):
                    return Guess(barred="turned to another")
                return replace(last, trust=min(last.trust, 0.95))
            found = self._of_clause(sentence, other)
            named = found.mention is not None and found.mention.type in AREAS
            if named and topic.event is not None and self.topic.trust > _MAIN_TRUST:
                return topic
            if found or (found.barred and not topic.has_parts()):
                return replace(found, trust=min(found.trust, 0.9))
        if last or last.barred:
            return last
        announcer = self._announcer(clause, clauses, index)
        if announcer:
            return announcer
        if (topic.has_parts() and self.age < _AGE) or not topic:
            return topic
        if not self._goes_on(topic, quantity, sentence, clause):
            return Guess(barred="topic does not go on")
        opens = Span(sentence.start, clauses[0].end) if clauses else sentence
        if index and self._names_another(opens, None):
            return Guess(barred="sentence of another")
        if self._is_counted_subject(quantity, clause) or self._tells_another(sentence):
            return Guess(barred="told by another")
        return topic

    def _announcer(self, clause: Span, clauses: Sequence[Span], index: int) -> Guess:
        """某公司公告称，拟出资…: the one who tells of its own plan."""
        if not index or not self.text.startswith(_INTENDS, self.roles.skip_opening(clause.start, clause.end)):
            return Guess()
        told = clauses[index - 1]
        for mention in self.passage.inside(told.start, told.end):
            if (
                mention.type in _FIRMS
                and self.roles.opens(told.start, mention.span.start)
                and self.roles.is_source(told, mention)
            ):
                return Guess(mention, trust=0.85)
        return Guess()

    def _turns_to_another(self, start: int, end: int, measure: Measure) -> bool:
        """…；乡村医生某某…, …；对方击落了…: behind a semicolon it goes on about somebody else."""
        at = max(self.text.rfind(mark, start, end) for mark in ";；")
        if at < 0 or at + 1 >= end:
            return False
        pause = next((i for i in range(at + 1, end) if self.text[i] in _PAUSE), end)
        if self.passage.inside(at, end):
            return True
        own = pause == end and any(name and name in self.text[at:end] for name in (measure.name, measure.base))
        return bool(self._names_another(Span(at + 1, max(pause, at + 2)), measure if own else None))

    def _goes_on(self, topic: Guess, quantity: Quantity, sentence: Span, clause: Span) -> bool:
        """Whether the sentence may leave out whom the sentence before was about.

        An area is named again wherever its figures follow, but for 其中; a mere count needs a verb in front of it.
        """
        if topic.mention is not None and topic.mention.type in (*AREAS, *_SPEAKERS):
            return self.text.startswith(_OF_THESE, sentence.start) and self.age == 0
        if self.age >= _SHORT_AGE:
            return False
        before = self.text[self.roles.skip_opening(clause.start, quantity.span.start) : quantity.span.start]
        return quantity.kind != "count" or bool(before)

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

    def _subject(self, clause: Span, end: int, noun: Mention | None = None) -> Mention | None:
        """The first fit mention of the clause before ``end``: no adverbial, no source, no list, and not ``noun``."""
        fit: list[Mention] = []
        aside = -1  # where the last adverbial ended
        for mention in self.passage.inside(clause.start, end):
            if mention.span.end > end or mention is noun or not self._may_own(mention):
                continue
            gap = self.text[aside : mention.span.start] if aside >= 0 else " "
            if self.roles.is_oblique(clause.start, mention) or gap in ("、", "和", "及", "", "等"):
                aside = mention.span.end
                continue
            if self.roles.is_source(clause, mention) or self.roles.only_describes(mention, end):
                continue
            if mention.type in AREAS and not self.roles.opens(clause.start, mention.span.start):
                continue
            if self.roles.is_listed(mention, clause.end):
                continue
            fit.append(mention)
        if not fit:
            return None
        for mention, behind in pairwise(fit):
            between = self.text[mention.span.end : behind.span.start]
            if between and not between.endswith(
                ("的", "旗下", "下属", "所属", "--", "——", "—")
            ):  # A新建的B, A旗下B: it is about B
                return mention
        return fit[-1]

    def _object(self, clause: Span, measure: Measure) -> Mention | None:
        """将某国今年增长预期从1%上调至2%: it is of the one whose measure is changed."""
        at = self.text.find(measure.base or measure.name, clause.start, clause.end)
        for mention in self.passage.inside(clause.start, at) if at > clause.start else ():
            time = self.passage.last_time(at)
            near = {mention.span.end, time.span.end if time is not None and time.span.start >= mention.span.end else -1}
            if (
                self.text[mention.span.start - 1 : mention.span.start] in "将把"
                and at in near
                and self._may_own(mention)
            ):
                return mention
        return None

    def _may_own(self, mention: Mention) -> bool:
        return mention.type in self.words.types or mention.extractor.startswith("work/")

    def _general(self, clause: Span, end: int) -> Guess | None:
        """全国…: the country, if the article names it, else nobody."""
        for match in self.words.general_at.finditer(self.text, clause.start, end):
            if not self.roles.opens(clause.start, match.start()) or self._is_in_name(match.start(), match.end()):
                continue
            if match[0].endswith("方") and "的" in self.text[match.end() : end]:
                continue  # 中方参与建设的项目
            edge = self.passage.last_edge(match.start())
            if edge is not None and edge.span.end == match.start() and edge.type in AREAS:
                return Guess(edge)  # 东岭国全国
            names = self.words.general[match[0]]
            if not names:
                return Guess(barred=OF_ALL)
            found = next((self.pointers.named[name] for name in names if name in self.pointers.named), None)
            return Guess(found or self._country(names[0], Span(*match.span())), trust=0.9)
        return None

    def _is_in_name(self, start: int, end: int) -> bool:
        """全国 in 全国人大常委会."""
        return any(m.span.start <= start and m.span.end > end for m in self.passage.inside(start - 20, start + 1))

    def _country(self, name: str, span: Span) -> Mention:
        """我国: a name of the country, though the names stage takes it for none."""
        words = span.of(self.text)
        return Mention(self.passage.article, span, words, "AdministrativeArea", 0.9, "figures/country", name=name)

    def _names_another(self, clause: Span, measure: Measure | None) -> str:
        """The subject of the clause that is no known name, so that it is not about what went before; else nothing."""
        names = tuple(name for name in (measure.name, measure.base) if name) if measure is not None else ()
        return self.roles.another(clause, clause.end, names)

    def _is_counted_subject(self, quantity: Quantity, clause: Span) -> bool:
        """40只朱鹮被引入…: the counted things are what the clause is about."""
        start = self.roles.skip_opening(clause.start, quantity.span.start)
        before = self.text[start : quantity.span.start]
        if quantity.kind != "count" or before.strip("有共又另还") or self.text[quantity.span.end] == "的":
            return False
        behind = _NOUN.match(self.text, quantity.span.end, clause.end)
        return behind is not None and any(begin > 1 for begin, _ in self.words.right_bounds(behind[0]))

    def _tells_another(self, sentence: Span) -> bool:
        """某公司表示，…: what somebody else tells is not of whom the text went on about."""
        for clause in clauses_of(self.text, sentence)[:2]:
            for mention in self.passage.inside(clause.start, clause.end):
                if (
                    mention.type in self.words.types
                    and mention.type not in AREAS
                    and self.roles.is_source(clause, mention)
                ):
                    return self.topic.mention is None or mention.name != self.topic.mention.name
        return False

    def _referred(self, sentence: Span, start: int, end: int) -> Guess | None:
        """公司 or 该项目 as subject of a clause: the last entity of such a type that the text went on about.

        Failing that, the only one of that type named so far; where there are several, nobody.
        """
        for match in self.words.reference.finditer(self.text, start, end):
            edge = self.passage.last_edge(match.start())
            if edge is not None and edge.span.end == match.start():
                continue  # 某市公路段工程科: a longer name
            before = self.text[self.passage.edge(start, match.start()) : match.start()]
            if self.words.opening.fullmatch(before) is None and self.words.causing.search(before) is None:
                continue  # 相关企业, 配套项目
            span = Span(*match.span())
            if match[0] in _WORKS and self.passage.folded[match.end() : match.end() + 1].isdigit():
                continue  # 隧道5座: counted
            if any(m.span.overlaps(span) for m in self.passage.inside(max(0, span.start - 60), span.end)):
                continue
            types = self.words.references[match[0]]
            here = max(sentence.start, span.start - 200)
            for mention in reversed(self.passage.inside(here, span.start)):
                if (
                    mention.type in types
                    and (match[0] == "当地" or not self.roles.is_oblique(here, mention))
                    and _is_kind(mention, match[0])
                ):
                    return Guess(mention, trust=0.9)
            for type_ in types:
                if type_ in self.subjects and _is_kind(self.subjects[type_], match[0]):
                    return Guess(self.subjects[type_], trust=0.9)
            only = [m for type_ in types for m in self._only_one(type_, span.start)]
            only = only or self._just_named(types, match[0], sentence)
            found = only[0] if only else self.pointers.area_of_body(match[0], span.start)
            return Guess(found, trust=0.8) if found is not None else Guess(barred="pointed at")
        return None

    def _just_named(self, types: tuple[str, ...], words: str, sentence: Span) -> list[Mention]:
        """该工程: the one of that type that the sentence before names, other names of it in brackets apart."""
        if words[0] not in "该这此本":
            return []
        found = [
            m
            for m in self.passage.inside(self.before.start, sentence.start)
            if m.type in types and _is_kind(m, words) and not self.pointers.is_other_name(m)
        ]
        return found[:1] if len({m.name for m in found}) == 1 else []

    def _only_one(self, type_: str, end: int) -> list[Mention]:
        """The first mention of the type, if no other name of that type stands before ``end``."""
        first, second = self.pointers.firsts.get(type_, (None, None))
        if first is None or first.span.start >= end or (second is not None and second.span.start < end):
            return []
        return [first]

    def _product(self, clause: Span, end: int, indicator: str) -> Mention | None:
        """A product as subject, unless it is part of what is measured: 家用空调产量."""
        for mention in self.passage.inside(clause.start, end):
            if (
                mention.type == "Product"
                and mention.text not in indicator
                and self.roles.opens(clause.start, mention.span.start)
            ):
                return mention
        return None

    def _event(self, sentence: Span, end: int) -> EventMention | None:
        """The last event that the sentence tells of before ``end``."""
        i = bisect_left(self.events, end, key=lambda e: e.trigger.start)
        event = self.events[i - 1] if i and self.events[i - 1].trigger.start >= sentence.start else None
        if event is None and end == sentence.end:  # told again: 本届某会
            return self.told.get(sentence.start)
        if event is None or _HEARD.match(self.text, event.trigger.end):
            return None
        return event

    def _attended(self, sentence: Span, event: EventMention | None) -> EventMention | None:
        """The event that the sentence tells of, wherever in it, or that the text goes on about."""
        i = bisect_left(self.events, sentence.start, key=lambda e: e.trigger.start)
        here = [e for e in self.events[i : i + 1] if e.trigger.start < sentence.end]
        return event or next(iter(here), self.topic.event)

    def _occasion(self, sentence: Span) -> Guess:
        """与69家企业签约: the only signing or visit that the sentence tells of."""
        i = bisect_left(self.occasions, sentence.start, key=lambda e: e.trigger.start)
        here = [e for e in self.occasions[i : i + 2] if e.trigger.start < sentence.end]
        return Guess(event=here[0], trust=0.8) if len(here) == 1 else Guess()

    def _of_part(self, sentence: Span, end: int) -> Guess:
        """其中养护工程，投入200万元…；绿化工程，…: parts of what the sentence before was about."""
        match = _AMONG_THEM.match(self.text, sentence.start, end)
        if match is None or not self.topic or self.age:
            return Guess()
        start = max(match.end(), *(self.text.rfind(mark, match.end(), end) + 1 for mark in ";；"))
        part = _PART.match(self.text, start, end)
        if part is None or self.passage.inside(start, part.end()):
            return Guess()
        return replace(self.topic, trust=0.75, part=part["noun"])

    # ---- what sentences are about

    def _of_clause(self, sentence: Span, clause: Span) -> Guess:
        found = self._subject(clause, clause.end)
        if found is not None and not (found.type in (*AREAS, "PublicBody") and self._names_another(clause, None)):
            return Guess(found)
        general = self._general(clause, clause.end)
        if general is not None:
            return general
        referred = self._referred(sentence, clause.start, clause.end)
        if referred is not None:
            return referred
        where = self._where(clause)
        return Guess(where, trust=0.85) if where is not None else Guess()

    def _where(self, clause: Span) -> Mention | None:
        """在某市某区，28万亩晚稻…: a clause that is nothing but a place."""
        start = self.roles.skip_opening(clause.start, clause.end)
        if not self.text.startswith("在", start):
            return None
        places = [m for m in self.passage.inside(start, clause.end) if m.type in (*AREAS, "Site")]
        at = start + 1
        for place in places:
            if place.span.start != at:
                return None
            at = place.span.end
        return places[-1] if places and at == clause.end else None

    def _topic_of(self, sentence: Span) -> Guess:
        event = self._event(sentence, sentence.end) or find_this(self.text, self.events, sentence, sentence.end)
        if event is not None:
            return Guess(event=event)
        clauses = clauses_of(self.text, sentence)[:_REACH]
        for clause in clauses:
            document = self._issued(clause)
            if document is not None:
                return Guess(document)
        for clause in clauses:
            found = self._of_clause(sentence, clause)
            if found.mention is not None and found.mention.type == "Media":
                continue  # more often the one who tells than what is told of
            if found or found.barred:
                return found
        return Guess()

    def _issued(self, clause: Span) -> Mention | None:
        """印发《…通知》: the document is what the text goes on about."""
        for mention in self.passage.inside(clause.start, clause.end):
            before = self.text[max(clause.start, mention.span.start - 5) : mention.span.start]
            if mention.type == "Document" and self.words.issuing.search(before):
                return mention
        return None

    def _main_owner(self) -> Guess:
        """The event or entity that the headline names; else one with half of all the mentions, and three at least."""
        headline = _COLUMN.sub("", "".join(self.passage.headline.split()))
        for event in self.events:
            names = [event.name, _ONCE.sub("", event.name), *_QUOTED.findall(event.name)]
            if any(len(name) > 3 and name in headline for name in names):
                return Guess(event=event)
        plain = _QUOTED.sub("", headline)
        counts: dict[str, int] = {}
        first: dict[str, Mention] = {}
        headed: set[str] = set()
        for mention in self.passage.mentions:
            if mention.type not in self.words.types or mention.type == "Media":
                continue
            name = mention.name.rstrip("省市县区") if mention.type in AREAS else mention.name
            counts[name] = counts.get(name, 0) + 1
            first.setdefault(name, mention)
            if _said_by(name, headline, self.words):
                continue
            if name in plain or f"“{name}”" in headline or f"《{name}》" in headline:
                headed.add(name)
        headed = {n for n in headed if not any(n != other and n in other for other in headed)}
        total = sum(counts.values())
        pool = [n for n in counts if n in headed] or [n for n in counts if counts[n] >= 3 and 2 * counts[n] > total]
        if len({n for n in headed if first[n].type == "Company"}) > 1:
            return Guess()  # 甲公司收购乙公司: of which of the two the text goes on is open
        best = min(pool, key=lambda name: (-counts[name], first[name].span.start), default=None)
        return Guess(first[best]) if best is not None else Guess()


def _said_by(name: str, headline: str, words: FigureWords) -> bool:
    """某部认为…: the headline only quotes it."""
    at = headline.find(name)
    return at >= 0 and words.sources.match(headline, at + len(name)) is not None


def _is_kind(area: Mention, words: str) -> bool:
    """Whether 全市 may speak of the area: of a city, not of a village."""
    if words in _WORKS:
        return area.name.endswith(words)
    if area.type != "AdministrativeArea" or words[-1] not in "省市县区镇村":
        return True
    return area.name.endswith(words[-1]) or not area.name.endswith(tuple("省市县区镇乡村旗盟州"))
