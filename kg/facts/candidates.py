"""A number in its sentence -> everything that it may be of, each with what speaks for and against it as short words.

    据省统计局数据，云溪市人均收入4.2万元
    -> 省统计局: at=source:1 type=body … · 云溪市: at=opens:0 type=area tail=measure … · nobody: …

Nothing of the text's wording goes in: how a name stands in its clause, how many clauses back, what stands between,
what the sentences before were about. The weights of the words are learned (``kg.facts.owner_scores``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.figure_words import FigureWords
from kg.facts.indicators import Measure
from kg.facts.occasions import Occasions
from kg.facts.owner_rules import Guess
from kg.facts.passage import Passage
from kg.facts.pointing import Pointer, Pointers
from kg.facts.quantities import Quantity
from kg.facts.subjects import PEOPLE, Subjects
from kg.model import EventMention, Mention, Span

_TYPES = {
    "AdministrativeArea": "area",
    "Place": "area",
    "Company": "firm",
    "PublicBody": "body",
    "Institution": "group",
    "Association": "group",
    "Organization": "group",
    "Media": "media",
    "Project": "work",
    "Site": "site",
    "Document": "document",
    "Product": "product",
}
_PAUSE = "，；。！？!?;：:\n、"
_FAR = 3  # so many clauses back and more are the same
_PRESENT = ("出席", "参加", "参会", "与会", "到会")
_VICTIMS = ("死亡人数", "受伤人数", "遇难人数", "失踪人数", "被困人数")
_FIT = ("opens", "inner", "points")
_RANK = {"points": 0, "opens": 1, "inner": 2, "listed": 3, "describes": 4, "source": 5, "oblique": 6}

_NOTHING = Span(0, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity or an event; neither is nobody."""

    mention: Mention | None
    event: EventMention | None
    features: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.mention.name if self.mention is not None else str(self.event.trigger) if self.event else ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the text was about so far: ``last`` is the owner of the number before in the sentence.

    ``topic`` is what the sentence before was about, ``age`` sentences ago; ``main`` what the article is about.
    """

    main: Candidate | None = None
    topic: Candidate | None = None
    age: int = 0
    last: Candidate | None = None
    last_end: int = 0
    before: Span = _NOTHING  # the sentence before
    fresh: bool = True  # the first sentence of its paragraph


class CandidateFinder:
    """Describes the candidates of one article's numbers."""

    def __init__(self, passage: Passage, events: Sequence[EventMention], words: FigureWords) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = words
        self.subjects = Subjects(passage, words)
        self.pointers = Pointers(passage, words, self.subjects)
        self.occasions = Occasions(passage, events, words)
        self.owned: dict[str, Mention] = {}  # the last owner by type
        whole = Span(0, max(1, len(self.text)))
        self.countries = [
            p for p in self.pointers.find(whole, whole.end, whole, {}) if p.general and p.mention is not None
        ]
        self.counts: dict[str, int] = {}
        for mention in passage.mentions:
            self.counts[mention.name] = self.counts.get(mention.name, 0) + 1

    def find(
        self,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        memory: Memory,
        guess: Guess,
        likely: Guess,
    ) -> list[Candidate]:
        """The first is nobody. ``guess`` is what the rules say, ``likely`` what they would fall back on."""
        return _Describer(self, quantity, measure, sentence, clauses, memory, guess, likely).describe()

    def may_own(self, mention: Mention) -> bool:
        return mention.type in self.words.types or mention.type == "Product"


class _Describer:
    """The candidates of one number."""

    def __init__(
        self,
        finder: CandidateFinder,
        quantity: Quantity,
        measure: Measure,
        sentence: Span,
        clauses: Sequence[Span],
        memory: Memory,
        guess: Guess,
        likely: Guess,
    ) -> None:
        self.guess = Candidate(guess.mention, guess.event, ())
        self.likely = Candidate(likely.mention, likely.event, ())
        self.ruled = guess
        self.finder = finder
        self.text = finder.text
        self.passage = finder.passage
        self.subjects = finder.subjects
        self.quantity = quantity
        self.measure = measure
        self.sentence = sentence
        self.clauses = clauses
        self.memory = memory
        self.start = quantity.span.start
        self.index = max(0, bisect_right(clauses, quantity.core.start, key=lambda c: c.start) - 1)
        self.clause = clauses[self.index] if clauses else sentence
        self.found: dict[str, Candidate] = {}
        self.pointers: list[Pointer] = []

    def describe(self) -> list[Candidate]:
        names = tuple(name for name in (self.measure.name, self.measure.base) if name)
        self.another = self.subjects.another(self.clause, max(self.start, self.clause.start + 1), names)
        self.pointers = list(
            self.finder.pointers.find(self.sentence, self.start, self.memory.before, self.finder.owned)
        )
        self._from_sentence()
        self._from_events()
        self._from_before()
        self._from_country()
        kind = self.quantity.kind if self.quantity.kind in ("count", "money", "percent", "duration") else "size"
        last, topic, main = self.memory.last, self.memory.topic, self.memory.main
        remembered = [("last", last), ("topic", topic), ("main", main), ("rule", self.guess), ("likely", self.likely)]
        for _, known in remembered:
            if known is not None and known.key and known.key not in self.found:
                self.found[known.key] = replace(known, features=("at=away",))
        rivals = [c for c in self.found.values() if any(f.startswith(("at=opens", "at=points")) for f in c.features)]
        done = []
        for candidate in self.found.values():
            features = list(candidate.features)
            group = "event" if candidate.event is not None else _TYPES.get(candidate.mention.type, "other")  # type: ignore[union-attr]
            where = features[0][3:]
            features += [f"type={group}", f"type+at={group}:{where.split(':')[0]}", f"type+kind={group}:{kind}"]
            if candidate.event is not None:
                features.append(f"event={candidate.event.type}:{where}")
                if self.measure.name.startswith(_PRESENT):
                    features.append(f"present:{where}")
                if self.finder.occasions.is_of_another(candidate.event, self.sentence, self.start):
                    features.append("another occasion")
            elif candidate.mention is not None:
                features.append(f"count={min(4, self.finder.counts.get(candidate.mention.name, 0))}")
                if 3 * self.finder.counts.get(candidate.mention.name, 0) > len(self.passage.mentions):
                    features.append("dominant")
            for what, known in remembered:
                if known is not None and known.key == candidate.key:
                    features.append(what if what != "topic" else f"topic={min(3, self.memory.age)}:{self.memory.fresh}")
                    features += [f"{what}+type={group}", f"{what}+at={where.split(':')[0]}"]
                    if what == "rule":
                        features += [f"rule={round(self.ruled.trust * 20)}", f"rule+kind={kind}"]
                    if what == "topic" and not self.another and where.split(":")[0] in ("away", "earlier"):
                        features.append(
                            f"topic goes on:{kind}:{self.memory.fresh}:{min(1, self.memory.age)}:{min(1, self.index)}"
                        )
                    if what == "last":
                        features.append(f"last={self._gap()}")
                    elif where == "away":
                        features.append(f"{what} away:{group}:{kind}")
                elif what == "last" and known is not None and known.key:
                    features.append(f"not last={self._gap()}:{where.split(':')[0]}")
            if where.split(":")[0] in ("away", "earlier", "nation") or not where.endswith(":0"):
                if self.another:
                    features += ["another", f"another+type={group}"]
                features.append(f"rivals={min(2, len([r for r in rivals if r.key != candidate.key]))}")
            done.append(replace(candidate, features=tuple(features)))
        return [Candidate(None, None, tuple(self._nobody(kind, rivals))), *done]

    # ---- in the sentence

    def _from_sentence(self) -> None:
        fit: list[tuple[int, str]] = []  # where each that is no adverbial ends, and its key
        told: dict[str, tuple[str, int, Mention]] = {}
        for number, clause in enumerate(self.clauses[: self.index + 1] or [self.sentence]):
            back = self.index - number
            for mention in self.passage.inside(clause.start, min(clause.end, self.start)):
                if mention.span.end > self.start or not self.finder.may_own(mention) or mention is self.measure.noun:
                    continue
                if mention.type == "Document" and self.text.startswith("精神", mention.span.end):
                    continue  # 违反某规定精神的问题
                if mention.type == "Product" and mention.text in self.measure.name:
                    continue  # 家用空调产量
                role = self.subjects.role(clause, mention, self.start)
                known = told.get(mention.name)
                if known is None or back < known[1] or _RANK[role] < _RANK[known[0]]:
                    told[mention.name] = (role, back, mention)
                if role in _FIT:
                    fit.append((mention.span.end, mention.name))
        words: dict[str, str] = {}
        for pointer in self.pointers:
            if pointer.mention is not None:
                words[pointer.mention.name] = pointer.word
                back = self._back(pointer.span.start)
                known = told.get(pointer.mention.name)
                if known is None or back <= known[1]:
                    told[pointer.mention.name] = ("country" if pointer.general else "points", back, pointer.mention)
                    fit.append((pointer.span.end, pointer.mention.name))
        for name, (role, back, mention) in told.items():
            features = [f"at={role}:{min(_FAR, back)}"]
            at = mention.span.end if self.sentence.start <= mention.span.start < self.start else self.start
            later = {key for end, key in fit if end > at and key != name}
            earlier = {key for end, key in fit if end <= at and key != name and end >= self.clause.start}
            features.append(f"later={min(2, len(later))}")
            if role in _FIT and back:
                features.append(f"order={role}:{min(2, back)}:{min(1, len(later))}")
            if not earlier and role in _FIT and not any(end <= at and key != name for end, key in fit):
                features.append(f"first in sentence:{role}")
            group = _TYPES.get(mention.type, "other")
            others = {_TYPES.get(m.type, "other") for key, (r, _, m) in told.items() if key != name and r in _FIT}
            if group in ("area", "body", "media") and others & {"firm", "group", "work", "site", "document"}:
                features.append(f"{group} beside another:{role}")
            if group in ("work", "site", "product") and others & {"firm", "group", "body"}:
                features.append(f"{group} beside its maker:{role}")
            if role == "country":
                features.append(f"country={words[name]}:{min(1, back)}")
            if back == 0 and role in _FIT:
                features.append(f"order={role}:{min(1, len(earlier))}:{min(1, len(later))}")
                features.append(f"tail={self._tail(mention)}")
            if back == 0 and self.another and mention.span.start < self.clause.start + 2:
                features.append("longer name")
            if back and self._parted(at):
                features.append("parted")
            if any(p.general and p.span.start >= at for p in self.pointers):
                features.append("general later")
            if self.passage.text.startswith("的", at) and back == 0:
                features.append("genitive")
            self.found[name] = Candidate(mention, None, tuple(features))
        self._behind()

    def _behind(self) -> None:
        """投资50亿元的X项目: the entity that the number phrase stands in front of."""
        end = self.quantity.span.end
        mention = next(iter(self.passage.inside(end, min(end + 9, self.clause.end + 1))), None)
        if mention is None or not self.finder.may_own(mention) or mention.name in self.found:
            return
        between = self.text[end : mention.span.start]
        if any(char in _PAUSE for char in between):
            return
        how = "de" if between.startswith("的") else "next" if not between else "near"
        self.found[mention.name] = Candidate(mention, None, (f"at=behind:{how}", f"behind={how}:{self.quantity.kind}"))

    def _from_events(self) -> None:
        for event, how in self.finder.occasions.find(self.sentence, self.start):
            back = f":{min(_FAR, self._back(event.trigger.start))}" if how == "before" else ""
            self.found[str(event.trigger)] = Candidate(None, event, (f"at={how}{back}",))

    # ---- in the sentence before

    def _from_before(self) -> None:
        before = self.memory.before
        if before.start >= self.sentence.start:
            return
        fresh = "fresh " if self.memory.fresh else ""
        for pointer in self.finder.pointers.find(before, before.end, before, self.finder.owned):
            if pointer.mention is not None and pointer.mention.name not in self.found:
                how = f"country {pointer.word}" if pointer.general else "points"
                self.found[pointer.mention.name] = Candidate(
                    pointer.mention, None, ("at=earlier", f"{fresh}earlier={how}")
                )
        for clause in (Span(*span) for span in _clauses(self.text, before)):
            for mention in self.passage.inside(clause.start, clause.end):
                if self.finder.may_own(mention) and mention.name not in self.found:
                    role = self.subjects.role(clause, mention, clause.end)
                    self.found[mention.name] = Candidate(mention, None, ("at=earlier", f"{fresh}earlier={role}"))

    def _from_country(self) -> None:
        """我国 somewhere before: what follows may be of the country still."""
        i = bisect_left(self.finder.countries, self.sentence.start, key=lambda p: p.span.start)
        if not i:
            return
        pointer = self.finder.countries[i - 1]
        if pointer.mention is not None and pointer.mention.name not in self.found:
            far = bisect_right((60, 150, 300), self.sentence.start - pointer.span.end)
            self.found[pointer.mention.name] = Candidate(
                pointer.mention, None, ("at=nation", f"nation={far}", f"nations={min(3, i)}")
            )

    # ---- nobody

    def _nobody(self, kind: str, rivals: Sequence[Candidate]) -> list[str]:
        features = ["nobody", f"nobody kind={kind}", f"nobody rivals={min(2, len(rivals))}"]
        if not self.ruled:
            features += ["rule nobody", f"rule nobody={self.ruled.barred}".replace(" ", "_")]
        if self.another:
            features += ["nobody another", f"nobody another:{min(1, self.index)}"]
        general = [p for p in self.pointers if p.general and p.mention is None]
        if general:
            features.append(f"nobody general={min(2, self._back(general[-1].span.start))}")
        if any(not p.general and p.mention is None for p in self.pointers):
            features.append("nobody points")
        if not any(
            c.mention is not None and not c.features[0].startswith(("at=away", "at=ea", "at=nation"))
            for c in self.found.values()
        ):
            features.append("nobody empty")
        if self.subjects.is_of_person(self.clause, self.start):
            features.append("nobody person")
        if any(m.type in PEOPLE for m in self.passage.inside(self.sentence.start, self.start)):
            features.append("nobody people")
        shared = self.text[self.clause.start : self.start].partition("分别")
        if shared[1]:
            features.append(f"nobody each={shared[0].endswith(self.measure.base or '，')}")
        if self.measure.name in _VICTIMS:
            features.append("nobody victims")
        if self.memory.last is not None:
            features.append(f"nobody last={bool(self.memory.last.key)}:{self._gap()}")
        elif not self.index:
            features.append(f"nobody first={self.memory.fresh}")
        return features

    # ---- what stands between

    def _back(self, offset: int) -> int:
        at = max(0, bisect_right(self.clauses, offset, key=lambda c: c.start) - 1) if self.clauses else 0
        return max(0, self.index - at)

    def _gap(self) -> str:
        """How the number before is parted from this one."""
        between = self.text[self.memory.last_end : self.start]
        named = any(self.finder.may_own(m) for m in self.passage.inside(self.memory.last_end, self.start))
        mark = ";" if "；" in between or ";" in between else "," if "，" in between else "、" if "、" in between else ""
        return mark + ("named" if named else "another" if self.another and mark else "")

    def _parted(self, at: int) -> bool:
        between = self.text[at : self.start]
        return "；" in between or ";" in between

    def _tail(self, mention: Mention) -> str:
        """What stands behind the name: the measure, 的, another name, or more words."""
        at = mention.span.end
        if not self.sentence.start <= mention.span.start < self.start:
            return "away"
        name = self.measure.name
        if self.text.startswith(name, at) or at >= self.start - 1:
            return "measure"
        if self.text.startswith("的", at):
            return "的+" if self.text.startswith(name, at + 1) else "的"
        if self.passage.inside(at, at + 1):
            return "name"
        return "near" if name and name in self.text[at : at + len(name) + 8] else "words"


def _clauses(text: str, span: Span) -> list[tuple[int, int]]:
    found, start = [], span.start
    for i in range(span.start, span.end + 1):
        if i == span.end or text[i] in "，；：:;":
            if i > start:
                found.append((start, i))
            start = i + 1
    return found
