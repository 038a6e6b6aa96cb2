"""Readings and who is who -> ``kg.model.Graph``: claims about entities, each with all its evidence.

Claims that name the same subject, predicate and object become one statement. Evidence of articles of one source
(agency copy in two papers) counts once: within one source the surest sentence speaks, over sources confidence is
noisy-or. A claim whose ends are not of the ontology's domain and range is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.entities import Resolution
from kg.entities.corrections import Correction, apply_corrections
from kg.graph.amended import amend_events
from kg.graph.evidence import combine_confidence, merge_evidence
from kg.graph.reports import EventReport, Told, join_reports
from kg.graph.sources import find_sources
from kg.graph.tenures import build_tenures
from kg.ids import figure_id, statement_id
from kg.model import (
    Argument,
    Decision,
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
)
from kg.ontology import Ontology, load_ontology


@dataclass(slots=True)
class _Claim:
    subject: str
    predicate: str
    object: str
    modality: Modality
    evidence: list[Evidence] = field(default_factory=list)


def build_graph_values(
    readings: Sequence[Reading],
    resolution: Resolution,
    ontology: Ontology | None = None,
    corrections: Sequence[Correction] = (),
) -> Graph:
    """Everything the outputs need, sorted by id; the same whatever the order of the readings."""
    known = {reading.article.id: reading for reading in readings}
    ordered = sorted(known.values(), key=lambda reading: (reading.article.published, reading.article.id))
    resolution, stale = apply_corrections(resolution, corrections, ordered)
    return _Builder(ordered, resolution, ontology or load_ontology(), corrections, stale).build()


class _Builder:
    def __init__(
        self,
        readings: Sequence[Reading],
        resolution: Resolution,
        ontology: Ontology,
        corrections: Sequence[Correction],
        stale: list[str],
    ) -> None:
        self.readings = readings
        self.corrections = corrections
        self.stale = stale
        self.resolution = resolution
        self.ontology = ontology
        self.articles = {reading.article.id: reading.article for reading in readings}
        self.sources = find_sources([reading.article for reading in readings])
        self.types = {entity.id: entity.type for entity in resolution.entities}
        self.claims: dict[tuple[str, str, str, Modality], _Claim] = {}
        self.posts: dict[str, Post] = {}
        self.needed: set[str] = set()
        self.event_of: dict[tuple[str, Span], str] = {}
        self.event_decisions: list[Decision] = []
        self.same = list(resolution.same)

    def build(self) -> Graph:
        tenures, self.posts = build_tenures(self.readings, self.resolution, self.types, self.sources, self.ontology)
        self.needed.update(end for tenure in tenures for end in (tenure.subject, tenure.body) if end)
        for reading in self.readings:
            for relation in reading.claims.relations:
                subject, target = self._id(relation.subject), self._id(relation.object)
                self._claim(subject, relation.predicate, target, relation.modality, relation.evidence)
        for subject, predicate, target, evidence in self.resolution.implied:
            self._claim(subject, predicate, target, Modality.ASSERTED, evidence)
        events = self._build_events()
        figures = self._build_figures()
        statements: list[Statement] = [*map(self._make_statement, self.claims.values()), *tenures]
        statements, figures = self._drop_claims(statements, figures)
        mentions = {
            (mention.article, entity)
            for mention, entity in self.resolution.of.items()
            if mention.article in self.articles
        }
        authors = sorted((article, person) for (article, _), person in self.resolution.authors.items())
        papers = sorted(self.resolution.newspapers.items())
        self.needed.update(entity for _, entity in (*mentions, *authors, *papers))
        told = {event.id for event in events}
        return Graph(
            articles=tuple(self.articles[key] for key in sorted(self.articles)),
            entities=tuple(self._keep_entities()),
            posts=tuple(self.posts[key] for key in sorted(self.posts)),
            statements=tuple(sorted(statements, key=lambda statement: statement.id)),
            events=tuple(sorted(events, key=lambda event: event.id)),
            figures=tuple(sorted(figures, key=lambda figure: figure.id)),
            mentions=tuple(sorted(mentions)),
            authors=tuple(dict.fromkeys(authors)),
            newspapers=tuple(papers),
            same=tuple(sorted({pair for pair in self.same if pair[0] in self.needed or pair[0] in told})),
            decisions=self._keep_decisions(told),
            stale=tuple(self.stale),
        )

    def _drop_claims(self, statements: list[Statement], figures: list[Figure]) -> tuple[list[Statement], list[Figure]]:
        """Statements and figures that a correction takes out, by their id."""
        there = {one.id for one in statements} | {one.id for one in figures}
        gone = set()
        for each in self.corrections:
            if not each.thing.startswith(("stmt:", "figure:")):
                continue
            if each.action != "drop" or each.thing not in there:
                only = "a statement or figure can only be dropped"
                self.stale.append(each.tell("nothing has that id any more" if each.action == "drop" else only))
            gone.add(each.thing)
        return [one for one in statements if one.id not in gone], [one for one in figures if one.id not in gone]

    def _keep_entities(self) -> Iterable[Entity]:
        for entity in self.resolution.entities:
            if entity.id in self.needed:
                parent = self.resolution.parents.get(entity.id, "")
                yield replace(entity, parent=parent) if parent in self.needed else entity

    def _keep_decisions(self, told: set[str]) -> tuple[Decision, ...]:
        """Those about nodes of the graph; events under the ids that they keep."""
        kept = {old: new for new, old in self.same if new in told}
        there = self.needed | told
        decisions = list(self.resolution.decisions)
        for each in self.event_decisions:
            decisions.append(replace(each, nodes=tuple(sorted({kept.get(node, node) for node in each.nodes}))))
        return tuple(sorted(each for each in decisions if there.intersection(each.nodes)))

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
            combine_confidence(evidence, self.sources),
            evidence,
            min(days),
            max(days),
        )

    def _days(self, evidence: Iterable[Evidence]) -> list[date]:
        return [self.articles[item.article].published for item in evidence]

    # ------------------------------------------------------------------------------------ events

    def _build_events(self) -> list[Event]:
        reports = [
            EventReport(
                reading.article,
                event,
                self._fillers(event.arguments),
                self._id(event.place.filler) if event.place else "",
                self.resolution.own.get(reading.article.id, ""),
                frozenset((self._id(one.filler), one.filler.text) for one in event.arguments),
            )
            for reading in self.readings
            for event in reading.claims.events
        ]
        told, decisions = join_reports(reports)
        told, stale, corrected = amend_events(told, self.corrections, self.ontology)
        self.event_decisions = [*decisions, *corrected]
        self.stale += stale
        for one in told:
            for report in one.reports:
                self.event_of[(report.article.id, report.event.trigger)] = one.id
            self.types[one.id] = one.reports[0].event.type
            self.same += [(one.id, other) for other in one.same]
        events = [self._make_event(one) for one in told]
        for one in told:
            self._relate_event(one)
        return events

    def _fillers(self, arguments: Iterable[Argument]) -> frozenset[tuple[str, str]]:
        return frozenset((one.role, self._id(one.filler)) for one in arguments if self._id(one.filler))

    def _make_event(self, told: Told) -> Event:
        first = told.reports[0].event
        time = next((report.event.time for report in told.reports if report.event.time is not None), None)
        evidence = merge_evidence(item for report in told.reports for item in report.event.evidence)
        modality = min((report.event.modality for report in told.reports), key=list(Modality).index)
        stage = next((report.event.stage for report in told.reports if report.event.stage), "")
        return Event(
            told.id,
            first.type,
            first.name,
            modality,
            combine_confidence(evidence, self.sources),
            evidence,
            time,
            stage if self.ontology.is_a(first.type, "Milestone") else "",
        )

    def _relate_event(self, told: Told) -> None:
        for report in told.reports:
            event = report.event
            for argument in event.arguments:
                filler = self._id(argument.filler)
                self._claim(told.id, argument.role, filler, event.modality, argument.evidence)
            if event.place is not None:
                # like its dates, the place tells which event is meant: that it is planned stands on the event
                place = self._id(event.place.filler)
                self._claim(told.id, "place", place, Modality.ASSERTED, event.place.evidence)
            if event.parent is not None:
                parent = self.event_of.get((report.article.id, event.parent), "")
                self._claim(told.id, "subEventOf", parent, event.modality, *event.evidence[:1])

    # ------------------------------------------------------------------------------------ figures

    def _build_figures(self) -> list[Figure]:
        figures: dict[str, Figure] = {}
        for reading in self.readings:
            for mention in reading.claims.figures:
                owner = self._id(mention.of) if mention.of is not None else ""
                if not owner and mention.of_event is not None:
                    owner = self.event_of.get((mention.article, mention.of_event), "")
                if owner:  # else the text leaves open whose it is: the number stands with its sentence, of nobody
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
