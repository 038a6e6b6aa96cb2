"""Triples of a graph file in, ``kg.model.Graph`` out: the inverse of the RDF writers.

What the file does not hold cannot come back: the raw page behind an article (its offsets then trace to
the article's own text) and the order of subheads, captions and bylines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kg import ids
from kg.errors import InputError
from kg.graph.boxes import read_box
from kg.graph.names import NAMESPACES, read_iri
from kg.model import (
    Article,
    Author,
    Entity,
    Event,
    Evidence,
    Figure,
    Graph,
    Modality,
    Page,
    Post,
    PrintedLine,
    Run,
    Span,
    Statement,
    Tenure,
    Time,
)
from kg.ontology import Ontology

if TYPE_CHECKING:
    import pyoxigraph as ox

_NAMES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
_SPLIT = re.compile(r"(.*[/#])(.*)", re.DOTALL)


class Facts:
    """What is said of each instance, by prefixed predicate; ids for instances, local names for ``kg:`` terms."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject = getattr(triple.subject, "value", "")
            if subject.startswith(ids.BASE) and "/" in subject.removeprefix(ids.BASE):
                self.of[read_iri(subject)][_shorten(triple.predicate.value)].append(_value(triple.object))

    @cached_property
    def by_type(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for identifier, about in self.of.items():
            for type_ in about["rdf:type"]:
                found[type_].append(identifier)
        return {type_: sorted(members) for type_, members in found.items()}

    @cached_property
    def placed(self) -> set[tuple[str, str]]:
        """Where a text says that something lies: an area's parent is known without one."""
        stated = (self.of[each] for each in self.by_type.get("Statement", []))
        return {
            (about["rdf:subject"][0], about["rdf:object"][0])
            for about in stated
            if about["rdf:predicate"] == ["locatedIn"] and about["rdf:subject"] and about["rdf:object"]
        }

    @cached_property
    def placed_in(self) -> dict[str, list[str]]:
        """The evidence with a place on the page, by its article."""
        found: dict[str, list[str]] = defaultdict(list)
        for each in self.by_type.get("Evidence", []):
            if self.of[each]["kg:box"]:
                found[self.one(each, "oa:hasSource")].append(each)
        return found

    def one(self, identifier: str, predicate: str, default: str | None = None) -> str:
        values = self.of[identifier][predicate]
        if values:
            return min(values)
        if default is None:
            raise InputError(f"{identifier} has no {predicate}")
        return default

    def all(self, identifier: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(self.of[identifier][predicate]))

    def day(self, identifier: str, predicate: str) -> date | None:
        value = self.one(identifier, predicate, "")
        return date.fromisoformat(value) if value else None


def load_graph(triples: Iterable[ox.Triple | ox.Quad], ontology: Ontology, *, source: str = "") -> Graph:
    """The graph that the triples describe; InputError where they break its form."""
    facts = Facts(triples)
    try:
        return _build(facts, ontology, source)
    except (KeyError, ValueError, ArithmeticError) as error:  # a number, day or reference that is none
        raise InputError(f"not a graph that newskg wrote: {error}") from error


def _build(facts: Facts, ontology: Ontology, source: str) -> Graph:
    articles = {each: _read_article(facts, each, source) for each in facts.by_type.get("schema:NewsArticle", [])}
    posts = tuple(_read_post(facts, each) for each in facts.by_type.get("Post", []))
    events = tuple(_read_event(facts, each, ontology, articles) for each in facts.by_type.get("Event", []))
    special = {*facts.by_type.get("Post", []), *facts.by_type.get("Event", [])}
    entities = facts.by_type.get("Entity", [])
    return Graph(
        articles=tuple(articles[each] for each in sorted(articles)),
        entities=tuple(_read_entity(facts, each, ontology) for each in entities if each not in special),
        posts=posts,
        statements=tuple(_read_statement(facts, each) for each in facts.by_type.get("Statement", [])),
        events=events,
        figures=tuple(_read_figure(facts, each, articles) for each in facts.by_type.get("Figure", [])),
        mentions=_links(facts, articles, "schema:mentions"),
        authors=_links(facts, articles, "schema:author"),
        newspapers=_links(facts, articles, "schema:isPartOf"),
        same=_links(facts, sorted(facts.of), "owl:sameAs"),
    )


def _read_article(facts: Facts, identifier: str, source: str) -> Article:
    text = facts.one(identifier, "schema:articleBody", "")
    paper = facts.one(identifier, "schema:isPartOf", "")
    published = date.fromisoformat(facts.one(identifier, "schema:datePublished"))
    name = facts.one(paper, "skos:prefLabel", "") if paper else ""
    number = facts.one(identifier, "schema:printPage", "")
    page = Page(source, text, published, name, number, printed=_read_printed(facts, identifier, text))
    bylines = [line.rpartition(" ") for line in facts.all(identifier, "kg:byline")]
    return Article(
        id=identifier,
        page=page,
        order=int(facts.one(identifier, "schema:position", "1")),
        headline=facts.one(identifier, "schema:headline", ""),
        text=text,
        trace=(Run(0, 0, len(text)),),
        subheads=facts.all(identifier, "schema:alternativeHeadline"),
        authors=tuple(Author(name, role) for role, _, name in bylines),
        dateline=facts.one(identifier, "schema:dateline", ""),
        captions=facts.all(identifier, "kg:caption"),
        headline_certain=facts.one(identifier, "kg:headlineCertain", "true") == "true",
    )


def _read_printed(facts: Facts, article: str, text: str) -> tuple[PrintedLine, ...]:
    """Where the article and the sentences that are quoted from it are printed."""
    boxes = {(Span(0, len(text)), box) for box in facts.all(article, "kg:box")}
    for evidence in facts.placed_in.get(article, []):
        span = Span(int(facts.one(evidence, "oa:start")), int(facts.one(evidence, "oa:end")))
        boxes |= {(span, box) for box in facts.all(evidence, "kg:box")}
    return tuple(PrintedLine(span, read_box(box)) for span, box in sorted(boxes))


def _read_entity(facts: Facts, identifier: str, ontology: Ontology) -> Entity:
    latitude, longitude = facts.one(identifier, "geo:lat", ""), facts.one(identifier, "geo:long", "")
    return Entity(
        identifier,
        _lowest(facts, identifier, ontology),
        facts.one(identifier, "skos:prefLabel"),
        facts.all(identifier, "skos:altLabel"),
        facts.one(identifier, "kg:adminCode", ""),
        (float(latitude), float(longitude)) if latitude and longitude else None,
        next((area for area in facts.all(identifier, "kg:locatedIn") if (identifier, area) not in facts.placed), ""),
    )


def _read_post(facts: Facts, identifier: str) -> Post:
    role = facts.one(identifier, "org:role")
    body = facts.one(identifier, "kg:postIn", "")
    title = facts.one(role, "skos:prefLabel", ids.key_of(role))
    return Post(identifier, title, body, facts.one(identifier, "skos:prefLabel"), role)


def _read_event(facts: Facts, identifier: str, ontology: Ontology, articles: dict[str, Article]) -> Event:
    evidence = _read_evidence(facts, identifier)
    return Event(
        identifier,
        _lowest(facts, identifier, ontology),
        facts.one(identifier, "skos:prefLabel"),
        Modality(facts.one(identifier, "kg:modality", "asserted")),
        float(facts.one(identifier, "kg:confidence", "1")),
        evidence,
        _read_time(facts, identifier, evidence, articles),
        facts.one(identifier, "kg:stage", ""),
    )


def _read_figure(facts: Facts, identifier: str, articles: dict[str, Article]) -> Figure:
    evidence = _read_evidence(facts, identifier)
    return Figure(
        identifier,
        facts.one(identifier, "kg:figureOf", ""),
        facts.one(identifier, "kg:indicator", ""),
        Decimal(facts.one(identifier, "schema:value")),
        facts.one(identifier, "schema:unitText", ""),
        facts.one(identifier, "kg:figureText", ""),
        float(facts.one(identifier, "kg:confidence", "1")),
        evidence,
        facts.one(identifier, "kg:qualifier", ""),
        _read_time(facts, identifier, evidence, articles),
    )


def _read_statement(facts: Facts, identifier: str) -> Statement:
    seen = [date.fromisoformat(facts.one(identifier, name)) for name in ("kg:firstSeen", "kg:lastSeen")]
    common = (
        identifier,
        facts.one(identifier, "rdf:subject"),
        facts.one(identifier, "rdf:predicate"),
        facts.one(identifier, "rdf:object"),
        Modality(facts.one(identifier, "kg:modality", "asserted")),
        float(facts.one(identifier, "kg:confidence", "1")),
        _read_evidence(facts, identifier),
        seen[0],
        seen[1],
    )
    if "Tenure" not in facts.of[identifier]["rdf:type"]:
        return Statement(*common)
    start, end = facts.day(identifier, "schema:startDate"), facts.day(identifier, "schema:endDate")
    return Tenure(*common, body=facts.one(identifier, "org:organization", ""), start=start, end=end)


def _read_evidence(facts: Facts, claim: str) -> tuple[Evidence, ...]:
    found = [
        Evidence(
            facts.one(each, "oa:hasSource"),
            Span(int(facts.one(each, "oa:start")), int(facts.one(each, "oa:end"))),
            facts.one(each, "kg:extractor"),
            float(facts.one(each, "kg:confidence")),
        )
        for each in facts.all(claim, "kg:evidence")
    ]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.article, item.span, item.extractor)))


def _read_time(
    facts: Facts, identifier: str, evidence: tuple[Evidence, ...], articles: dict[str, Article]
) -> Time | None:
    text = facts.one(identifier, "kg:dateText", "")
    precision = facts.one(identifier, "kg:datePrecision", "")
    if not precision:
        return None
    at = 0  # the words are looked up again: their place is not in the file
    for item in evidence:
        at = max(0, articles[item.article].text.find(text, item.span.start, item.span.end))
        if at:
            break
    start, end = facts.day(identifier, "schema:startDate"), facts.day(identifier, "schema:endDate")
    return Time(start, end, precision, text, Span(at, at + max(1, len(text))))


def _lowest(facts: Facts, identifier: str, ontology: Ontology) -> str:
    """The class furthest down of those written out."""
    classes = [name for name in facts.of[identifier]["rdf:type"] if name in ontology.terms]
    return max(classes, key=lambda name: (len(ontology.types(name)), name))


def _links(facts: Facts, articles: Iterable[str], predicate: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((each, target) for each in articles for target in facts.all(each, predicate)))


def _value(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    value: str = getattr(term, "value", "")
    if hasattr(term, "datatype"):  # a literal, whatever it looks like
        return value
    if value.startswith(ids.BASE) and "/" in value.removeprefix(ids.BASE):
        return read_iri(value)
    return _shorten(value).removeprefix("kg:")


def _shorten(iri: str) -> str:
    match = _SPLIT.fullmatch(iri)
    prefix = _NAMES.get(match[1]) if match else None
    return f"{prefix}:{match[2]}" if match and prefix else iri
