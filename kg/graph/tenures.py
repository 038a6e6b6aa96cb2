"""Readings and who is who -> who held which post when: ``Post`` and ``Tenure`` values.

Mentions of one person in one post are one tenure; after a departure, a new appointment begins another. Start and end
come from appointments and departures only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.entities import Resolution
from kg.entities.resolution import Office
from kg.graph.evidence import combine_confidence, merge_evidence
from kg.ids import key_of, make_id, statement_id
from kg.model import Evidence, Modality, Post, Reading, Tenure, TenureMention, Time
from kg.ontology import Ontology


@dataclass(slots=True)
class _Stay:
    """One person in one post for one stretch of time, while mentions are added to it."""

    person: str
    post: str
    body: str
    modality: Modality
    term: int  # 1 for the first
    start: date | None = None
    end: date | None = None
    evidence: list[Evidence] = field(default_factory=list)
    days: list[date] = field(default_factory=list)


def build_tenures(
    readings: Sequence[Reading],
    resolution: Resolution,
    types: Mapping[str, str],
    sources: Mapping[str, str],
    ontology: Ontology,
) -> tuple[list[Tenure], dict[str, Post]]:
    """The tenures, and the posts by id. ``types`` are the entities' classes; the readings are in the order of days."""
    stays: dict[tuple[str, str, Modality], list[_Stay]] = {}
    posts: dict[str, Post] = {}
    areas = {entity.name: entity.id for entity in resolution.entities if entity.type == "AdministrativeArea"}
    for reading in readings:
        for index, tenure in enumerate(reading.claims.tenures):
            person = resolution.of.get(tenure.person, "")
            office = resolution.offices.get((reading.article.id, index))
            if office is None or not person or not ontology.is_a(types[person], "Person"):
                continue
            if office.body and not ontology.is_a(types[office.body], "Organization"):
                continue
            if not office.body and office.name == office.title and not office.state:
                continue  # 主任王某: an office of nothing says nothing
            post = _make_post(office)
            posts.setdefault(post.id, post)
            terms = stays.setdefault((person, post.id, tenure.modality), [])
            seat = post.body or areas.get(office.country, "")  # a state is what its president presides over
            _add(terms, person, replace(post, body=seat), tenure, office.certainty, reading.article.published)
    made = [_make_tenure(stay, sources) for key in sorted(stays) for stay in stays[key]]
    return made, posts


def _make_post(office: Office) -> Post:
    owner = key_of(office.body) if office.body else ""
    identifier = make_id("post", owner, office.title) if owner else make_id("post", office.name)
    return Post(identifier, office.title, office.body, office.name, make_id("role", office.title))


def _add(terms: list[_Stay], person: str, post: Post, tenure: TenureMention, certainty: float, published: date) -> None:
    """Adds a mention to the person's last term in the post, or begins another."""
    day = _day_of(tenure.time)
    if not terms or _is_new_term(terms[-1], tenure, day or published):
        terms.append(_Stay(person, post.id, post.body, tenure.modality, len(terms) + 1))
    stay = terms[-1]
    if tenure.change == "start" and day is not None and tenure.modality is Modality.ASSERTED:
        stay.start = stay.start or day
    if tenure.change == "end" and day is not None:
        stay.end = stay.end or day
    stay.evidence.append(replace(tenure.evidence, confidence=tenure.evidence.confidence * certainty))
    stay.days.append(published)


def _make_tenure(stay: _Stay, sources: Mapping[str, str]) -> Tenure:
    extra = [] if stay.modality is Modality.ASSERTED else [stay.modality.value]
    if stay.term > 1:
        extra.append(stay.start.isoformat() if stay.start else str(stay.term))
    evidence = merge_evidence(stay.evidence)
    return Tenure(
        statement_id(stay.person, "holdsPost", stay.post, *extra),
        stay.person,
        "holdsPost",
        stay.post,
        stay.modality,
        combine_confidence(evidence, sources),
        evidence,
        min(stay.days),
        max(stay.days),
        stay.body,
        stay.start,
        stay.end if stay.end and (stay.start is None or stay.start <= stay.end) else None,
    )


def _day_of(time: Time | None) -> date | None:
    return time.start if time is not None and time.precision in ("day", "days", "month") else None


def _is_new_term(stay: _Stay, tenure: TenureMention, day: date) -> bool:
    """After a departure, a new appointment begins another term."""
    return stay.end is not None and tenure.change == "start" and day > stay.end
