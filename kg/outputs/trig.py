"""A graph in, TriG out: one named graph per article, named by the article's IRI.

An article's graph holds what it says: itself, the claims it gives evidence for with their direct triples, and that
evidence. The default graph holds what the articles share: entities, posts and roles. A claim that two articles make
is in both graphs, so the union of all graphs is what the Turtle holds, and dropping one graph drops what rests on
that article alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pyoxigraph as ox

from kg import ids
from kg.graph.names import PREFIXES, make_iri
from kg.model import Article, Event, Evidence, Figure, Graph, Modality, Statement
from kg.ontology import Ontology
from kg.outputs.triples import (
    Block,
    Fact,
    describe_article,
    describe_direct,
    describe_event,
    describe_evidence,
    describe_figure,
    describe_statement,
    describe_things,
)
from kg.outputs.turtle import Layout, make_quads, make_terms

Claim = Event | Figure | Statement


def stream_trig(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """TriG, the default graph first."""
    with Layout(out) as layout:
        ox.serialize(_make_quads(graph, ontology), layout, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)


def write_trig(graph: Graph, ontology: Ontology) -> bytes:
    """``stream_trig`` into bytes."""
    buffer = BytesIO()
    stream_trig(graph, ontology, buffer)
    return buffer.getvalue()


def _make_quads(graph: Graph, ontology: Ontology) -> Iterator[ox.Quad]:
    yield from make_quads(make_terms(describe_things(graph, ontology, None)))
    claims: dict[str, list[Claim]] = defaultdict(list)
    everything: tuple[Claim, ...] = (*graph.events, *graph.figures, *graph.statements)
    for claim in everything:
        for source in dict.fromkeys(evidence.article for evidence in claim.evidence):
            claims[source].append(claim)
    for article in graph.articles:
        name = ox.NamedNode(make_iri(article.id))
        yield from make_quads(make_terms(_tell(graph, ontology, article, claims[article.id])), name)


def _tell(graph: Graph, ontology: Ontology, article: Article, claims: list[Claim]) -> Iterator[Block]:
    yield make_iri(article.id), describe_article(graph, article)
    direct: dict[str, dict[Fact, None]] = defaultdict(dict)
    for claim in claims:
        if isinstance(claim, Statement) and claim.modality is Modality.ASSERTED:
            direct[claim.subject].update(dict.fromkeys(describe_direct(claim, ontology)))
    texts = {article.id: article}
    for subject, said in sorted(direct.items()):
        yield make_iri(subject), sorted(said)
    for claim in claims:
        ours = tuple(evidence for evidence in claim.evidence if evidence.article == article.id)
        cited = {make_iri(identifier) for identifier in _list_evidence(claim, ours)}
        facts = _describe(claim, ontology)
        yield make_iri(claim.id), [fact for fact in facts if fact[0] != "kg:evidence" or fact[1] in cited]
        yield from describe_evidence(claim.id, ours, texts)


def _list_evidence(claim: Claim, evidence: tuple[Evidence, ...]) -> list[str]:
    return [ids.evidence_id(claim.id, e.article, e.span.start, e.span.end, e.extractor) for e in evidence]


def _describe(claim: Claim, ontology: Ontology) -> list[Fact]:
    if isinstance(claim, Event):
        return describe_event(claim, ontology)
    return describe_figure(claim) if isinstance(claim, Figure) else describe_statement(claim, ontology)
