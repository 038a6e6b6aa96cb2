"""Readings and who is who -> ``kg.model.Graph``: claims about entities, each with all its evidence.

Claims that name the same subject, predicate and object become one statement. Evidence of articles with the same
text (agency copy in two papers) counts once: within one text the surest sentence speaks, over texts confidence is
noisy-or. A claim whose ends are not of the ontology's domain and range is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.entities import Resolution
from kg.graph.reports import EventReport, join_reports
from kg.ids import digest, event_id, figure_id, key_of, make_id, statement_id
from kg.model import (
    Argument,
    Article,
    Entity,
    Event,
    Evidence,
    Figure,
    Graph,
    Mention,
    Modality,
    Post,
    Reading,
    Span,
    Statement,
    Tenure,
    TenureMention,
    Time,
)
from kg.ontology import Ontology, load_ontology


@dataclass(slots=True)
class _Claim:
    subject: str
    predicate: str
    object: str
    modality: Modality
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True)
class _Stay:
    """One person in one post for one stretch of time, while mentions are added to it."""

    person: str
    post: str
    body: str
    modality: Modality
    start: date | None = None
    end: date | None = None
    again: bool = False
    evidence: list[Evidence] = field(default_factory=list)


def build_graph_values(readings: Sequence[Reading], resolution: Resolution, ontology: Ontology | None = None) -> Graph:
    """Everything the outputs need, sorted by id; the same whatever the order of the readings."""
    ordered = sorted(readings, key=lambda reading: (reading.article.published, reading.article.id))
    return _Builder(ordered, resolution, ontology or load_ontology()).build()


class _Builder:
    def __init__(self, readings: Sequence[Reading], resolution: Resolution, ontology: Ontology) -> None:
        self.readings = readings
        self.resolution = resolution
        self.ontology = ontology
        self.articles = {reading.article.id: reading.article for reading in readings}
        self.texts = {reading.article.id: digest(reading.article.text) for reading in readings}
        self.types = {entity.id: entity.type for entity in resolution.entities}
        self.names = {entity.id: entity.name for entity in resolution.entities}
        self.claims: dict[tuple[str, str, str, Modality], _Claim] = {}
        self.posts: dict[str, Post] = {}
        self.needed: set[str] = set()

    def build(self) -> Graph:
        tenures = self._build_tenures()
        for reading in self.readings:
            for relation in reading.claims.relations:
                subject, target = self._id(relation.subject), self._id(relation.object)
                self._claim(subject, relation.predicate, target, relation.modality, relation.evidence)
        for subject, predicate, target, evidence in self.resolution.implied:
            self._claim(subject, predicate, target, Modality.ASSERTED, evidence)
        events = self._build_events()
        figures = self._build_figures()
        statements = [self._make_statement(claim) for claim in self.claims.values()]
        mentions = {
            (mention.article, entity)
            for mention, entity in self.resolution.of.items()
            if mention.article in self.articles
        }
        authors = sorted((article, person) for (article, _), person in self.resolution.authors.items())
        papers = sorted(self.resolution.newspapers.items())
        self.needed.update(entity for _, entity in (*mentions, *authors, *papers))
        return Graph(
            articles=tuple(self.articles[key] for key in sorted(self.articles)),
            entities=tuple(self._keep_entities()),
            posts=tuple(self.posts[key] for key in sorted(self.posts)),
            statements=tuple(sorted([*statements, *tenures], key=lambda statement: statement.id)),
            events=tuple(sorted(events, key=lambda event: event.id)),
            figures=tuple(sorted(figures, key=lambda figure: figure.id)),
            mentions=tuple(sorted(mentions)),
            authors=tuple(dict.fromkeys(authors)),
            newspapers=tuple(papers),
        )

    def _keep_entities(self) -> Iterable[Entity]:
        for entity in self.resolution.entities:
            if entity.id in self.needed:
                parent = self.resolution.parents.get(entity.id, "")
                yield replace(entity, parent=parent) if parent in self.needed else entity

    def _id(self, mention: Mention) -> str:
        return self.resolution.of.get(mention, "")

    # ------------------------------------------------------------------------------------ statements

    def _claim(self, subject: str, predicate: str, target: str, modality: Modality, *evidence: Evidence) -> bool:
        """Adds evidence to the claim; False if its ends do not exist, are one, or are not what the predicate is for."""
        if not subject or not target or subject == target:
            return False
        if not self.ontology.allows(predicate, self.types[subject], self.types[target]):
            return False
        if self.ontology.term(predicate).symmetric and target < subject:
            subject, target = target, subject
        key = (subject, predicate, target, modality)
        claim = self.claims.setdefault(key, _Claim(*key))
        claim.evidence += evidence
        self.needed.update((subject, target))
        return True

    def _make_statement(self, claim: _Claim) -> Statement:
        extra = () if claim.modality is Modality.ASSERTED else (claim.modality.value,)
        evidence = merge_evidence(claim.evidence)
        days = self._days(evidence)
        return Statement(
            statement_id(claim.subject, claim.predicate, claim.object, *extra),
            claim.subject,
            claim.predicate,
            claim.object,
            claim.modality,
            combine_confidence(evidence, self.texts),
            evidence,
            min(days),
            max(days),
        )

    def _days(self, evidence: Iterable[Evidence]) -> list[date]:
        return [self.articles[item.article].published for item in evidence]

    # ------------------------------------------------------------------------------------ offices

    def _build_tenures(self) -> list[Tenure]:
        stays: dict[tuple[str, str, Modality], list[_Stay]] = {}
        for reading in self.readings:
            for index, tenure in enumerate(reading.claims.tenures):
                self._add_tenure(reading.article, index, tenure, stays)
        return [self._make_tenure(stay) for key in sorted(stays) for stay in stays[key]]

    def _add_tenure(
        self,
        article: Article,
        index: int,
        tenure: TenureMention,
        stays: dict[tuple[str, str, Modality], list[_Stay]],
    ) -> None:
        person = self._id(tenure.person)
        office = self.resolution.offices.get((article.id, index))
        if office is None or not person or not self.ontology.is_a(self.types[person], "Person"):
            return
        if office.body and not self.ontology.is_a(self.types[office.body], "Organization"):
            return
        if not office.body and office.name == office.title:
            return  # 主任王某: an office of nothing says nothing
        post = self._post(office.body, office.title, office.name)
        evidence = replace(tenure.evidence, confidence=tenure.evidence.confidence * office.certainty)
        key = (person, post, tenure.modality)
        terms = stays.setdefault(key, [])
        day = _day_of(tenure.time)
        if not terms or _is_new_term(terms[-1], tenure, day, article.published):
            terms.append(_Stay(person, post, office.body, tenure.modality, again=bool(terms)))
        stay = terms[-1]
        if tenure.change == "start" and day is not None and tenure.modality is Modality.ASSERTED:
            stay.start = stay.start or day
        if tenure.change == "end" and day is not None:
            stay.end = stay.end or day
        stay.evidence.append(evidence)
        self.needed.update(name for name in (person, office.body) if name)

    def _post(self, body: str, title: str, name: str) -> str:
        owner = key_of(body) if body else ""
        identifier = make_id("post", owner, title) if owner else make_id("post", name)
        if identifier not in self.posts:
            self.posts[identifier] = Post(identifier, title, body, name, make_id("role", title))
        return identifier

    def _make_tenure(self, stay: _Stay) -> Tenure:
        extra = [] if stay.modality is Modality.ASSERTED else [stay.modality.value]
        if stay.again:
            extra.append(stay.start.isoformat() if stay.start else "again")
        evidence = merge_evidence(stay.evidence)
        days = self._days(evidence)
        end = stay.end if stay.end and (stay.start is None or stay.start <= stay.end) else None
        return Tenure(
            statement_id(stay.person, "holdsPost", stay.post, *extra),
            stay.person,
            "holdsPost",
            stay.post,
            stay.modality,
            combine_confidence(evidence, self.texts),
            evidence,
            min(days),
            max(days),
            stay.body,
            stay.start,
            end,
        )

    # ------------------------------------------------------------------------------------ events

    def _build_events(self) -> list[Event]:
        reports = [
            EventReport(
                reading.article,
                event,
                self._fillers(event.arguments),
                self._id(event.place.filler) if event.place else "",
            )
            for reading in self.readings
            for event in reading.claims.events
        ]
        self.event_of: dict[tuple[str, Span], str] = {}
        events = []
        groups = join_reports(reports)
        for group in groups:
            events.append(self._make_event(group))
        for group in groups:
            self._relate_event(group)
        return events

    def _fillers(self, arguments: Iterable[Argument]) -> frozenset[tuple[str, str]]:
        return frozenset((one.role, self._id(one.filler)) for one in arguments if self._id(one.filler))

    def _make_event(self, group: Sequence[EventReport]) -> Event:
        first = group[0]
        time = next((report.event.time for report in group if report.event.time is not None), None)
        day = time.start.isoformat() if time and time.start else ""
        identifier = event_id(first.event.type, day or "undated", first.article.id, first.event.trigger.start)
        evidence = merge_evidence(item for report in group for item in report.event.evidence)
        for report in group:
            self.event_of[(report.article.id, report.event.trigger)] = identifier
        self.types[identifier] = first.event.type
        modality = min((report.event.modality for report in group), key=list(Modality).index)
        stage = next((report.event.stage for report in group if report.event.stage), "")
        return Event(
            identifier,
            first.event.type,
            first.event.name,
            modality,
            combine_confidence(evidence, self.texts),
            evidence,
            time,
            stage if self.ontology.is_a(first.event.type, "Milestone") else "",
        )

    def _relate_event(self, group: Sequence[EventReport]) -> None:
        for report in group:
            event = report.event
            identifier = self.event_of[(report.article.id, event.trigger)]
            for argument in event.arguments:
                filler = self._id(argument.filler)
                self._claim(identifier, argument.role, filler, event.modality, argument.evidence)
            if event.place is not None:
                self._claim(identifier, "place", self._id(event.place.filler), event.modality, event.place.evidence)
            if event.parent is not None:
                parent = self.event_of.get((report.article.id, event.parent), "")
                self._claim(identifier, "subEventOf", parent, event.modality, *event.evidence[:1])

    # ------------------------------------------------------------------------------------ figures

    def _build_figures(self) -> list[Figure]:
        figures: dict[str, Figure] = {}
        for reading in self.readings:
            for mention in reading.claims.figures:
                owner = self._id(mention.of) if mention.of is not None else ""
                if not owner and mention.of_event is not None:
                    owner = self.event_of.get((mention.article, mention.of_event), "")
                if not owner:
                    continue
                self.needed.add(owner)
                identifier = figure_id(
                    owner, mention.indicator, mention.value, mention.unit, mention.article, mention.span.start
                )
                figures[identifier] = Figure(
                    identifier,
                    owner,
                    mention.indicator,
                    mention.value,
                    mention.unit,
                    mention.text,
                    round(mention.evidence.confidence, 4),
                    (mention.evidence,),
                    mention.qualifier,
                    mention.time,
                )
        return list(figures.values())


def merge_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each sentence once for each rule that read it, with the best confidence; sorted."""
    best: dict[tuple[str, Span, str], Evidence] = {}
    for item in evidence:
        key = (item.article, item.span, item.extractor)
        if key not in best or best[key].confidence < item.confidence:
            best[key] = item
    return tuple(best[key] for key in sorted(best))


def combine_confidence(evidence: Iterable[Evidence], texts: dict[str, str]) -> float:
    """Noisy-or over texts: two texts at 0.8 and 0.9 give 0.98; a second sentence of one text adds nothing."""
    surest: dict[str, float] = {}
    for item in evidence:
        text = texts[item.article]
        surest[text] = max(surest.get(text, 0.0), item.confidence)
    doubt = 1.0
    for text in sorted(surest):
        doubt *= 1.0 - surest[text]
    return round(1.0 - doubt, 4)


def _day_of(time: Time | None) -> date | None:
    return time.start if time is not None and time.precision in ("day", "days", "month") else None


def _is_new_term(stay: _Stay, tenure: TenureMention, day: date | None, published: date) -> bool:
    """After a departure, a new appointment or a later mention in office begins another term."""
    if stay.end is None:
        return False
    if tenure.change == "end":
        return False
    return (day or published) > stay.end if tenure.change == "start" else False
