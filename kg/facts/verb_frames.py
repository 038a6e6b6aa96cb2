"""Events that a verb reports, whatever stands between it and its subject and object.

In: a :class:`~kg.facts.telling.Telling`, the frames of ``data/event_frames.toml``. Out: drafts. A pattern of
``events.toml`` knows the words between a name and its verb and reads them surely; a frame knows only the verb, what
may be its subject and its object, and finds them by clause: the subject carried over commas, the object behind the
verb in the same clause. So it reads sentences in wordings that no pattern foresees, with less confidence, and gives
way where a pattern has read the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.clauses import clause_end, clause_start, has_future
from kg.facts.drafts import Draft
from kg.facts.frame_sides import (
    Object,
    find_actors,
    find_addressed,
    find_disposed,
    find_object,
    find_object_before,
    find_partners,
    turn_round,
)
from kg.facts.frames import Frame, Frames, default_frames
from kg.facts.masking import View
from kg.facts.telling import Telling
from kg.model import Argument, Evidence, Mention, Span

_SHOWN = 3  # names in a composed event name before 等
_SAYING = re.compile(
    r"(?:表示|[^宣]称|指出|认为|透露|介绍|报道|通报|证实|[，。]?说|强调|预计|看来|获悉|了解到)[，：]“?"
)
_UNSURE = re.compile(r"或将|有望|可能[会将要]|或会|可望|传闻|据传|截[至止]|假如|如果|一旦")
_IS = re.compile(r"(?<![还也都正就于但可若总])是(?!日)")
_CIRCUMSTANCE = re.compile(r"(?:[时后]|之际|期间|以来|之?前)$")
_TOGETHER = re.compile("共同(?:宣布|签署|发表|发布)$")
_PLACES = frozenset({"Place", "AdministrativeArea", "Site"})


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
            said = _skip_saying(view, low, start)
            if _is_beside_the_point(telling, said, start, end, high):
                continue
            for frame in frames.by_verb[match[0]]:
                if relative != (frame.relative is not None and frame.relative.match(view.text, end) is not None):
                    continue
                draft = _read_frame(frame, telling, sentence, (start, end), said, high)
                if draft is not None:
                    yield draft
                    break


def _read_frame(
    frame: Frame, telling: Telling, sentence: Span, verb: tuple[int, int], low: int, high: int
) -> Draft | None:
    view = telling.view
    start, after = verb
    asks = set(frame.asks)
    turned = turn_round(frame, view, low, start)
    if turned is not None:
        subjects, found = turned
        asks.discard("subject")
    else:
        subjects = find_actors(frame.subject, view, low, start) if frame.subject is not None else []
        found = _find_object(frame, view, low, start, after, high)
        if found.before and found.start < 0 and not frame.towards:  # 《办法》近日发布
            subjects = []
            asks.discard("subject")
    subjects = [mention for mention in subjects if mention not in found.names]
    partners: list[Mention] = []
    if frame.mutual and frame.subject is not None and subjects:
        partners = find_partners(frame.subject, view, subjects[-1], start)
    subjects += partners
    if _TOGETHER.search(view.text, low, after) and len(subjects) < 2 and not found.before:
        return None  # 同甲共同宣布: with whom is not known
    has = {
        "subject": bool(subjects),
        "object": found.fits,
        "name": bool(found.names),
        "partner": bool(partners) or len(subjects) > 1,  # 甲和乙互致贺电
        "alone": clause_end(view, after, high) == after,
    }
    if not all(has[each] for each in asks):
        return None
    draft = Draft(
        type=frame.type,
        name=_compose_name(frame, view, (start, after), subjects, found, turned is not None),
        trigger=view.span(start, after),
        sentence=sentence,
        start=found.start if found.start >= 0 else start,
        end=after,
        confidence=frame.confidence,
        extractor=f"event/frame/{frame.id}",
        head=view.text[start:after],
        needs=frame.needs,
        hands=found.start >= 0,
        decides=True,  # a day behind the verb is what it speaks of
        plain=True,
        stage=frame.stage,
    )
    evidence = Evidence(telling.article, sentence, draft.extractor, frame.confidence)
    for side, fillers in ((frame.subject, subjects), (frame.object, found.names)):
        for filler in fillers if side is not None else ():
            if side is not None and side.name == "place":
                draft.place = Argument("place", filler, evidence) if filler.type in _PLACES else None
            elif side is not None and side.name:
                draft.add(Argument(side.name, filler, evidence))
    return draft


def _find_object(frame: Frame, view: View, low: int, start: int, after: int, high: int) -> Object:
    """What stands behind the verb, else what stands before it where the frame or 将 says so."""
    first = clause_start(view, start, low)
    if frame.towards:
        return find_addressed(frame, view, first, start)
    disposed = find_disposed(frame, view, first, start)
    if disposed.fits:
        return disposed
    found = find_object(frame, view, after, high)
    if frame.object_before and not found.words and clause_end(view, after, high) == after:
        return find_object_before(frame, view, first, start)
    return found


def _compose_name(
    frame: Frame, view: View, verb: tuple[int, int], subjects: list[Mention], found: Object, turned: bool
) -> str:
    """甲发布公报, 公报发布, 甲向大会致贺信, 乙被甲收购."""
    told = "、".join(m.name for m in subjects[:_SHOWN]) + ("等" if len(subjects) > _SHOWN else "")
    words = view.text[verb[0] : verb[1]]
    if turned:
        return f"{found.words}被{told}{words}"
    if frame.towards:
        return f"{told}向{found.words}{words}" if found.words else told + words
    if found.start >= 0:
        return f"{told}将{found.words}{words}"
    if frame.object is None and frame.nouns is None:
        return told + words
    return found.words + words if found.before else told + words + found.words


def _skip_saying(view: View, low: int, start: int) -> int:
    """甲表示，乙收购了丙: who says it has no part in it."""
    said = [m.end() for m in _SAYING.finditer(view.text, low, start)]
    return said[-1] if said else low


def _is_beside_the_point(telling: Telling, low: int, start: int, after: int, high: int) -> bool:
    """Whether the words around a verb say that it reports no deed: a hope, an account of years, a circumstance."""
    view = telling.view
    first = clause_start(view, start, low)
    if _UNSURE.search(view.text, low, start) or has_future(view, low, first) or _IS.search(view.text, first, start):
        return True
    if any(low <= i < start and time.text.endswith("来") for i, time in telling.view.times.items()):
        return True
    return _CIRCUMSTANCE.search(view.text, after, clause_end(view, after, high)) is not None
