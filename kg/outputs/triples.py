"""A graph in, its RDF triples out: plain sorted tuples that every RDF writer shares.

What is written follows ``ontology/newskg.ttl``: a direct triple for what is asserted, a statement node
for every claim (Wikidata's shape, in the RDF 1.1 reification terms), evidence nodes of its own for each
(Web Annotation's ``oa:start``/``oa:end``/``oa:exact``), offices as ``kg:Tenure`` (W3C ORG membership with
Popolo's post). Types are written out up to ``kg:Entity`` and roles as ``kg:participant`` too, so plain
queries need no reasoner. There are no blank nodes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import NamedTuple

from kg import ids
from kg.graph.boxes import find_boxes, write_box
from kg.graph.names import expand, make_iri
from kg.model import Article, Event, Evidence, Figure, Graph, Modality, Span, Statement, Tenure, Time
from kg.ontology import Ontology

# what a reader wants to see first in a block; the rest is alphabetical
_FIRST = (
    "rdf:type",
    "skos:prefLabel",
    "skos:altLabel",
    "schema:headline",
    "rdf:subject",
    "rdf:predicate",
    "rdf:object",
)
_RANKS = {name: rank for rank, name in enumerate((*_FIRST, "oa:hasSource", "oa:start", "oa:end", "oa:exact"))}

_SURROGATE = re.compile("[\ud800-\udfff]")
_get_subject = attrgetter("subject")


class Literal(NamedTuple):
    """A value with its datatype (a prefixed name) or its language."""

    value: str
    datatype: str = ""
    language: str = ""


Object = str | Literal  # a full IRI, or a literal
Fact = tuple[str, Object]  # a prefixed predicate and its object
Block = tuple[str, list[Fact]]  # a subject's IRI, what is said of it in writing order

_EVIDENCE: Fact = ("rdf:type", expand("kg:Evidence"))


def make_blocks(graph: Graph, ontology: Ontology) -> Iterator[Block]:
    """Everything that is said of each subject: articles, entities, posts, roles, events, figures, statements.

    A claim is followed by its evidence. Within a block types come first, nearest class first, then
    the predicates a reader looks for, then the rest in alphabetical order.
    """
    direct = DirectFacts(graph, ontology)
    articles = {article.id: article for article in graph.articles}
    for article in graph.articles:
        yield make_iri(article.id), describe_article(graph, article)
    yield from describe_things(graph, ontology, direct)
    for event in graph.events:
        facts = describe_event(event, ontology) + _list_same(graph, event.id)
        yield make_iri(event.id), _in_order(facts + direct.of(event.id))
        yield from describe_evidence(event.id, event.evidence, articles)
    for figure in graph.figures:
        yield make_iri(figure.id), describe_figure(figure)
        yield from describe_evidence(figure.id, figure.evidence, articles)
    for statement in graph.statements:
        yield make_iri(statement.id), describe_statement(statement, ontology)
        yield from describe_evidence(statement.id, statement.evidence, articles)


class DirectFacts:
    """The direct triples of a graph by their subject: those of what is asserted.

    Holds one list of references to the graph's own statements, so that writing never needs a second copy of it.
    """

    def __init__(self, graph: Graph, ontology: Ontology) -> None:
        for predicate in {statement.predicate for statement in graph.statements}:
            ontology.term(predicate)  # an unknown predicate is an error, planned or not
        self.ontology = ontology
        self.statements = sorted(
            (statement for statement in graph.statements if statement.modality is Modality.ASSERTED), key=_get_subject
        )

    def of(self, subject: str) -> list[Fact]:
        found: list[Fact] = []
        place = bisect_left(self.statements, subject, key=_get_subject)
        while place < len(self.statements) and self.statements[place].subject == subject:
            found += describe_direct(self.statements[place], self.ontology)
            place += 1
        return found


def describe_direct(statement: Statement, ontology: Ontology) -> list[Fact]:
    """The direct triple of an asserted statement; of a role ``kg:participant`` too."""
    predicates = [statement.predicate]
    if "participant" in ontology.types(statement.predicate)[1:]:
        predicates.append("participant")
    return [(f"kg:{name}", make_iri(statement.object)) for name in predicates]


def describe_things(graph: Graph, ontology: Ontology, direct: DirectFacts | None) -> Iterator[Block]:
    """Entities, posts and roles; with their direct triples where ``direct`` is given."""
    for entity in graph.entities:
        facts = _types(entity.type, ontology)
        facts += [("skos:prefLabel", _zh(entity.name))]
        facts += _list_same(graph, entity.id)
        facts += [("skos:altLabel", _zh(alias)) for alias in entity.aliases]
        if entity.code:
            facts += [("kg:adminCode", _text(entity.code))]
        if entity.coordinates:
            facts += [("geo:lat", _decimal(entity.coordinates[0])), ("geo:long", _decimal(entity.coordinates[1]))]
        if entity.parent:  # known of the area, not read from a text: no statement stands behind it
            facts += [("kg:locatedIn", make_iri(entity.parent))]
        yield make_iri(entity.id), _in_order(facts + (direct.of(entity.id) if direct else []))
    for post in graph.posts:
        facts = [*_types("Post", ontology), ("skos:prefLabel", _zh(post.name)), ("org:role", make_iri(post.role))]
        if post.body:
            facts += [("kg:postIn", make_iri(post.body))]
        yield make_iri(post.id), _in_order(facts + (direct.of(post.id) if direct else []))
    for event in graph.events if direct is None else ():  # else it is said with the event
        same = _list_same(graph, event.id)
        if same:
            yield make_iri(event.id), same
    for role, title in sorted({(post.role, post.title) for post in graph.posts}):
        concept = expand("skos:Concept")
        yield make_iri(role), [("rdf:type", concept), ("skos:prefLabel", _zh(title))]


def _list_same(graph: Graph, identifier: str) -> list[Fact]:
    """The ids that a thing has where fewer pages are known: another build's node is this one."""
    return [("owl:sameAs", make_iri(other)) for other in _partners(graph.same, identifier)]


def describe_article(graph: Graph, article: Article) -> list[Fact]:
    """An article with its text, its bylines and what it mentions."""
    authors, papers = _partners(graph.authors, article.id), _partners(graph.newspapers, article.id)
    mentions = _partners(graph.mentions, article.id)
    facts: list[Fact] = [
        ("rdf:type", expand("schema:NewsArticle")),
        ("schema:articleBody", _zh(article.text)),
        ("schema:datePublished", _day(article.published)),
        ("schema:position", Literal(str(article.order), "xsd:integer")),
    ]
    if article.headline:
        facts += [("schema:headline", _zh(article.headline))]
    if not article.headline_certain:
        facts += [("kg:headlineCertain", Literal("false", "xsd:boolean"))]
    if article.page.number:
        facts += [("schema:printPage", _text(article.page.number))]
    if article.dateline:
        facts += [("schema:dateline", _text(article.dateline))]
    facts += [("schema:alternativeHeadline", _zh(line)) for line in article.subheads]
    facts += [("kg:caption", _text(line)) for line in article.captions]
    facts += [("kg:byline", _text(f"{author.role} {author.name}".strip())) for author in article.authors]
    if article.text:
        facts += _place(article, Span(0, len(article.text)))
    facts += [("schema:author", make_iri(person)) for person in authors]
    facts += [("schema:isPartOf", make_iri(paper)) for paper in papers]
    facts += [("schema:mentions", make_iri(entity)) for entity in mentions]
    return _in_order(facts)


def describe_event(event: Event, ontology: Ontology) -> list[Fact]:
    """What an event is, when, and where it is told; its roles are statements."""
    facts = _types(event.type, ontology)
    facts += [("skos:prefLabel", _zh(event.name)), ("kg:modality", expand(f"kg:{event.modality}"))]
    facts += [("kg:confidence", _decimal(event.confidence)), *_describe_time(event.time)]
    if event.stage:
        facts += [("kg:stage", _text(event.stage))]
    return facts + _cite(event.id, event.evidence)


def describe_figure(figure: Figure) -> list[Fact]:
    """A number with its unit and what it is of."""
    facts: list[Fact] = [
        ("rdf:type", expand("kg:Figure")),
        ("kg:indicator", _text(figure.indicator)),
        ("schema:value", _decimal(figure.value)),
        ("kg:figureText", _text(figure.text)),
        ("kg:confidence", _decimal(figure.confidence)),
        *_describe_time(figure.time),
    ]
    if figure.of:
        facts += [("kg:figureOf", make_iri(figure.of))]
    if figure.unit:
        facts += [("schema:unitText", _text(figure.unit))]
    if figure.qualifier:
        facts += [("kg:qualifier", _text(figure.qualifier))]
    return _in_order(facts + _cite(figure.id, figure.evidence))


def describe_statement(statement: Statement, ontology: Ontology) -> list[Fact]:
    """The node of a statement or tenure."""
    held = isinstance(statement, Tenure)
    subject, target = _node(statement.subject), _node(statement.object)
    # in writing order as they stand: most triples are of statements and evidence, and sorting takes as long as the rest
    facts: list[Fact] = [
        *_types("Tenure" if held else "Statement", ontology),
        ("rdf:subject", subject),
        ("rdf:predicate", expand(f"kg:{statement.predicate}")),
        ("rdf:object", target),
        ("kg:confidence", _share(statement.confidence)),
        *sorted(set(_cite(statement.id, statement.evidence))),
        ("kg:firstSeen", _day(statement.first_seen)),
        ("kg:lastSeen", _day(statement.last_seen)),
        ("kg:modality", expand(f"kg:{statement.modality}")),
    ]
    if isinstance(statement, Tenure):
        facts += [("kg:post", target), ("org:member", subject)]
        if statement.body:
            facts += [("org:organization", _node(statement.body))]
        if statement.end:
            facts += [("schema:endDate", _day(statement.end))]
        if statement.start:
            facts += [("schema:startDate", _day(statement.start))]
    return facts


def _describe_time(time: Time | None) -> list[Fact]:
    if time is None:
        return []
    facts: list[Fact] = [("kg:dateText", _text(time.text)), ("kg:datePrecision", _text(time.precision))]
    if time.start:
        facts += [("schema:startDate", _day(time.start))]
    if time.end:
        facts += [("schema:endDate", _day(time.end))]
    return facts


def describe_evidence(claim: str, evidence: Sequence[Evidence], articles: dict[str, Article]) -> Iterator[Block]:
    """The evidence nodes of a claim, each with the sentence it quotes."""
    for identifier, item in sorted(((_evidence_id(claim, item), item) for item in evidence), key=itemgetter(0)):
        facts: list[Fact] = [  # in writing order as they stand
            _EVIDENCE,
            ("oa:hasSource", _node(item.article)),
            ("oa:start", Literal(str(item.span.start), "xsd:nonNegativeInteger")),
            ("oa:end", Literal(str(item.span.end), "xsd:nonNegativeInteger")),
            ("oa:exact", _zh(item.span.of(articles[item.article].text))),
            *_place(articles[item.article], item.span),
            ("kg:confidence", _share(item.confidence)),
            ("kg:extractor", _text(item.extractor)),
        ]
        yield make_iri(identifier), facts


def _place(article: Article, span: Span) -> list[Fact]:
    """Where it is printed, for a page that has a layout."""
    if not any(page.printed for page in article.pages):
        return []
    return [("kg:box", _text(text)) for text in sorted({write_box(box) for box in find_boxes(article, span)})]


def _cite(claim: str, evidence: Sequence[Evidence]) -> list[Fact]:
    return [("kg:evidence", make_iri(_evidence_id(claim, item))) for item in evidence]


@lru_cache(16)  # a claim cites it and it is then described
def _evidence_id(claim: str, item: Evidence) -> str:
    return ids.evidence_id(claim, item.article, item.span.start, item.span.end, item.extractor)


def _types(name: str, ontology: Ontology) -> list[Fact]:
    return [("rdf:type", expand(f"kg:{each}")) for each in ontology.types(name)]


@lru_cache(1 << 13)
def _node(identifier: str) -> str:
    """``make_iri`` of what is likely to be met again."""
    return make_iri(identifier)


def _partners(pairs: Sequence[tuple[str, str]], first: str) -> list[str]:
    place = bisect_left(pairs, (first, ""))
    found = []
    while place < len(pairs) and pairs[place][0] == first:
        found.append(pairs[place][1])
        place += 1
    return found


def _in_order(facts: list[Fact]) -> list[Fact]:
    types = [fact for fact in facts if fact[0] == "rdf:type"]
    return types + sorted({fact for fact in facts if fact[0] != "rdf:type"}, key=_rank)


def _rank(fact: Fact) -> tuple[int, str, str]:
    predicate, value = fact
    return _RANKS.get(predicate, len(_RANKS)), predicate, value.value if isinstance(value, Literal) else value


def _clean(text: str) -> str:
    """Half a surrogate pair is no character: RDF cannot hold it. One for one, so offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _zh(text: str) -> Literal:
    return Literal(_clean(text), language="zh")


def _text(text: str) -> Literal:
    return Literal(_clean(text), "xsd:string")


@lru_cache(1 << 12)
def _day(day: date) -> Literal:
    return Literal(day.isoformat(), "xsd:date")


@lru_cache(1 << 12)
def _share(number: float) -> Literal:
    """A confidence."""
    return _decimal(number)


def _decimal(number: Decimal | float) -> Literal:
    value = number if isinstance(number, Decimal) else Decimal(f"{number:.6f}")
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal(digits + ".0" * ("." not in digits), "xsd:decimal")
