"""Events that a verb reports, whatever stands between it and its subject and object.

In: a :class:`~kg.facts.telling.Telling`, the frames of ``data/event_frames.toml``. Out: drafts. A pattern of
``events.toml`` knows the words between a name and its verb and reads them surely; a frame knows only the verb, what
may be its subject and its object, and finds them by clause: the subject carried over commas, the object behind the
verb in the same clause. So it reads sentences in wordings that no pattern foresees, with less confidence, and gives
way where a pattern has read the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.errors import LexiconError
from kg.facts.clauses import clause_end, clause_start, find_subjects
from kg.facts.drafts import Draft
from kg.facts.grammar import Grammar, default_grammar, parse_toml, read_data
from kg.facts.masking import View
from kg.facts.telling import Telling
from kg.facts.triggers import EVENTS, ROLE_DOMAINS, ROLES
from kg.model import Argument, Evidence, Mention, Span

_ASKS = frozenset({"subject", "object", "name", "partner"})
_NAME_LENGTH = 28  # characters of an object that go into the event's name
_AREA = re.compile(default_grammar().charset("AdministrativeArea"))
_SHOWN = 3  # names in a composed event name before 等
_SAYING = re.compile(r"(?:表示|[^宣]称|指出|认为|透露|介绍|[，。]?说|强调|预计|看来|获悉|了解到)[，：]“?")
_WITH = re.compile(r"[同与和]")
_UNSURE = re.compile(r"或将|有望|或会|可望|传闻|据传|截[至止]|假如|如果|一旦")
_WILL = re.compile(r"将(?![军士领])|拟(?!定)|计划(?=[在于])")
_IS = re.compile(r"(?<![还也都正就于但可若总])是(?!日)")
_CIRCUMSTANCE = re.compile(r"(?:[时后]|之际|期间|以来|之?前)$")
# right behind a name: it ends there, and what it does follows
_EDGE = re.compile(
    default_grammar().expand(
        r"{ETC}?(?:$|[，（(“]|{ADVW}|[在于以将对为向从与和同率已还也又并就则首共正再先应经曾通把给会上下]|"
        r"独家|一行|联合|完成|亲自|专程|集中|举行|紧急|专门|组织|连续|接连|终于|最终|一举|主动|及时|迅速|牵头|出手|方面|政府)"
    )
)
# a clause that begins with what is done: (昨日)多项成果(在某地正式)|发布
_BEFORE = re.compile(
    default_grammar().expand(
        r"(?:{:Time}|[昨今当]天|近日|日前|，)*(?P<np>[^，。；：！？\n在由将已于随经但]{1,40}?)(?:等|也|{ADVW}|{:Time}|将|已|对外|[在由]{IN}{0,16}?|于){0,6}"
    )
)


@dataclass(frozen=True, slots=True)
class Role:
    """What may fill one side of a verb; ``charset`` matches one masked name."""

    name: str
    charset: re.Pattern[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of ``data/event_frames.toml``."""

    id: str
    type: str
    verbs: tuple[str, ...]
    subject: Role | None
    object: Role | None
    nouns: re.Pattern[str] | None = field(repr=False)
    not_object: re.Pattern[str] | None = field(repr=False)
    ends: re.Pattern[str] | None = field(repr=False)  # words that end an object
    object_before: bool  # the object may stand before the verb: 《办法》近日发布
    relative: re.Pattern[str] | None = field(repr=False)  # what follows a verb that only says which report is quoted
    mutual: bool  # who stands behind 同 and 与 has the role of the subject
    behind_comma: bool  # or behind a comma: 宣布，将…
    asks: frozenset[str]
    needs: str
    confidence: float
    yes: tuple[str, ...] = field(repr=False)
    no: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames by verb, and what a verb must not stand beside."""

    by_verb: Mapping[str, tuple[Frame, ...]]
    verb: re.Pattern[str] = field(repr=False)
    governed: re.Pattern[str] = field(repr=False)
    goes_on: re.Pattern[str] = field(repr=False)

    @property
    def all(self) -> list[Frame]:
        return list({frame.id: frame for frames in self.by_verb.values() for frame in frames}.values())


def load_frames(text: str, source: str, grammar: Grammar) -> Frames:
    """Read and check the rows; LexiconError names the row."""
    data = parse_toml(text, source)
    by_verb: dict[str, list[Frame]] = {}
    seen: set[str] = set()
    for row in data["frame"]:
        where = f"{source}, frame {row.get('id', '?')!r}"
        if row.get("id") in seen or not row.get("verbs") or row.get("type") not in EVENTS or not row.get("yes"):
            raise LexiconError(f"{where}: id used twice, no verbs, no examples or a type that does not exist")
        seen.add(row["id"])
        asks = frozenset(row.get("asks", ("subject",)))
        if not asks or not asks <= _ASKS:
            raise LexiconError(f"{where}: asks {sorted(asks)}")
        try:
            frame = Frame(
                id=row["id"],
                type=row["type"],
                verbs=tuple(row["verbs"]),
                subject=_read_role(row, "subject", grammar, where),
                object=_read_role(row, "object", grammar, where),
                nouns=re.compile(f"(?:{row['nouns']})$") if row.get("nouns") else None,
                not_object=re.compile(row["not_object"]) if row.get("not_object") else None,
                ends=re.compile(row["ends"]) if row.get("ends") else None,
                object_before=row.get("object_before", False),
                relative=re.compile(grammar.expand(row["relative"])) if row.get("relative") else None,
                mutual=row.get("mutual", False),
                behind_comma=row.get("behind_comma", False),
                asks=asks,
                needs=row.get("needs", "time"),
                confidence=row["confidence"],
                yes=tuple(row["yes"]),
                no=tuple(row.get("no", ())),
            )
        except (KeyError, re.error) as error:
            raise LexiconError(f"{where}: {error}") from error
        for verb in frame.verbs:
            by_verb.setdefault(verb, []).append(frame)
    words = data["words"]
    return Frames(
        by_verb={verb: tuple(frames) for verb, frames in by_verb.items()},
        verb=re.compile("|".join(re.escape(verb) for verb in sorted(by_verb, key=lambda v: (-len(v), v)))),
        governed=re.compile(f"(?:{words['governed']})$"),
        goes_on=re.compile(words["goes_on"]),
    )


def _read_role(row: Mapping[str, object], side: str, grammar: Grammar, where: str) -> Role | None:
    told = row.get(side)
    if not isinstance(told, dict):
        return None
    if told["role"] and told["role"] not in ROLES:
        raise LexiconError(f"{where}: no role {told['role']!r}")
    if told["role"] in ROLE_DOMAINS and ROLE_DOMAINS[told["role"]] != row["type"]:
        raise LexiconError(f"{where}: {told['role']} is a role of {ROLE_DOMAINS[told['role']]} only")
    return Role(told["role"], re.compile(grammar.charset(told["types"])))


@cache
def default_frames() -> Frames:
    """The frames that ship with the package."""
    return load_frames(read_data("event_frames.toml"), "event_frames.toml", default_grammar())


def find_frame_drafts(telling: Telling, frames: Frames | None = None) -> Iterator[Draft]:
    """One draft for each verb of the article that has what its frame asks for."""
    frames = frames or default_frames()
    view = telling.view
    for sentence in telling.sentences:
        low, high = view.bounds(sentence)
        named = telling.phrases_in(sentence)
        for match in frames.verb.finditer(view.text, low, high):
            start, end = match.span()
            if any(p.start <= start < p.end for p in named):
                continue
            relative = frames.goes_on.match(view.text, end) is not None
            first = clause_start(view, start, low)
            if frames.governed.search(view.text, max(first, start - 4), start):
                continue
            for frame in frames.by_verb[match[0]]:
                if relative != (frame.relative is not None and frame.relative.match(view.text, end) is not None):
                    continue
                draft = _read_frame(frame, telling, sentence, (start, end), low, high)
                if draft is not None:
                    yield draft
                    break


def _read_frame(
    frame: Frame, telling: Telling, sentence: Span, verb: tuple[int, int], low: int, high: int
) -> Draft | None:
    view = telling.view
    start, after = verb
    low = _skip_saying(view, low, start)
    if _is_beside_the_point(telling, low, start, after, high):
        return None
    found = _find_object(frame, view, after, high)
    subjects = _find_subjects(frame.subject, view, low, start) if frame.subject is not None else []
    asks = set(frame.asks)
    if frame.object_before and not found.words and clause_end(view, after, high) == after:
        found = _find_object_before(frame, view, clause_start(view, start, low), start)
        subjects = []
        asks.discard("subject")
    subjects = [mention for mention in subjects if mention not in found.names]
    partners = _find_partners(frame.subject, view, subjects[-1], start) if frame.mutual and subjects else []
    subjects += partners
    has = {"subject": bool(subjects), "object": found.fits, "name": bool(found.names), "partner": bool(partners)}
    if not all(has[each] for each in asks):
        return None
    told = "、".join(m.name for m in subjects[:_SHOWN]) + ("等" if len(subjects) > _SHOWN else "")
    words = view.text[start:after]
    draft = Draft(
        type=frame.type,
        name=found.words + words if found.before else told + words + found.words,
        trigger=view.span(start, after),
        sentence=sentence,
        start=start,
        end=after,
        confidence=frame.confidence,
        extractor=f"event/frame/{frame.id}",
        head=words,
        needs=frame.needs,
        decides=True,  # a day behind the verb is what it speaks of
        plain=True,
    )
    evidence = Evidence(telling.article, sentence, draft.extractor, frame.confidence)
    for side, fillers in ((frame.subject, subjects), (frame.object, found.names)):
        if side is not None and side.name:
            for filler in fillers:
                draft.add(Argument(side.name, filler, evidence))
    return draft


def _skip_saying(view: View, low: int, start: int) -> int:
    """甲表示，乙收购了丙: who says it has no part in it."""
    said = [m.end() for m in _SAYING.finditer(view.text, low, start)]
    return said[-1] if said else low


def _is_beside_the_point(telling: Telling, low: int, start: int, after: int, high: int) -> bool:
    """Whether the words around a verb say that it reports no deed: a hope, an account of years, a circumstance."""
    view = telling.view
    first = clause_start(view, start, low)
    if (
        _UNSURE.search(view.text, low, start)
        or _WILL.search(view.text, low, first)
        or _IS.search(view.text, first, start)
    ):
        return True
    if any(low <= i < start and time.text.endswith("来") for i, time in telling.view.times.items()):
        return True
    return _CIRCUMSTANCE.search(view.text, after, clause_end(view, after, high)) is not None


def _find_partners(role: Role | None, view: View, subject: Mention, start: int) -> list[Mention]:
    """甲在某地同某国总统乙会谈: who stands behind 同."""
    partner = _WITH.search(view.text, view.at(subject.span.end - 1) + 1, start)
    return list(_read_list(view, partner.end(), start, role.charset)) if partner and role is not None else []


def _read_list(view: View, at: int, last: int, charset: re.Pattern[str]) -> tuple[Mention, ...]:
    """The first name of a stretch and those that are listed with it; none where it only describes a noun (甲的…)."""
    first = next((i for i in range(at, last) if i in view.fillers and charset.match(view.text[i])), -1)
    if first < 0 or view.text[first + 1 : first + 2] == "的":
        return ()
    behind = first + 1
    while behind + 1 < last and view.text[behind] in "、和与及" and charset.match(view.text[behind + 1]):
        behind += 2
    return tuple(view.within(first, behind, charset))


def _find_subjects(role: Role, view: View, low: int, start: int) -> list[Mention]:
    """Who acts: names behind which no noun goes on (伊朗|民航组织发言人), carried over commas."""
    found = find_subjects(view, low, start, role.charset)
    if not found:
        return []
    last = view.at(found[-1].span.end - 1) + 1
    if last < start and view.text[last] == "的":
        return []
    carried = clause_start(view, start, low) > last
    if (not carried or found[-1].type == "AdministrativeArea") and not _EDGE.match(view.text, last, start):
        return []
    return found


@dataclass(frozen=True, slots=True)
class _Object:
    """What a verb is done to: its names, its words in the text; ``fits``: it may be the object of such a verb."""

    names: tuple[Mention, ...] = ()
    words: str = ""
    fits: bool = False
    before: bool = False


def _find_object(frame: Frame, view: View, after: int, high: int) -> _Object:
    """What stands behind the verb in its clause."""
    at = after + 1 if view.text[after : after + 1] == "了" else after
    if frame.behind_comma and view.text[at : at + 1] in ("，", "："):
        at += 1
        while at in view.times and view.text[at + 1 : at + 2] == "，":  # 公布，2023年，…
            at += 2
    end = clause_end(view, at, high)
    stop = frame.ends.search(view.text, at + 1, end) if frame.ends is not None and at < end else None
    last = stop.start() if stop else end
    if last <= at or (frame.not_object is not None and frame.not_object.match(view.text, at)):
        return _Object()
    names = _read_list(view, at, last, frame.object.charset) if frame.object is not None else ()
    words = view.words(at, last)
    fits = bool(names) or (frame.nouns is not None and frame.nouns.search(words) is not None)
    return _Object(names, words[:_NAME_LENGTH], fits)


def _find_object_before(frame: Frame, view: View, first: int, start: int) -> _Object:
    """多项成果昨日发布: what begins the clause of a verb that ends it."""
    words = _BEFORE.fullmatch(view.text, first, start)
    if words is None or words.end("np") <= words.start("np"):
        return _Object()
    low, high = words.span("np")
    names = tuple(view.within(low, high, frame.object.charset)) if frame.object is not None else ()
    told = view.words(low, high)
    fits = bool(names) or (frame.nouns is not None and frame.nouns.search(told) is not None)
    return _Object(names, told[:_NAME_LENGTH], fits, before=True)
