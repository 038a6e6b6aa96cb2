"""A graph in, ``networkx.MultiDiGraph`` out, for analysis in the tools people know.

Nodes are entities and events, edges statements with the statement's id as key, as in FollowTheMoney's
exporter. An office is drawn person -> organization and bears the post's title (FollowTheMoney's ``edge:``
idea): posts as nodes would put two hops between a mayor and the city.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kg.graph.explain import tell_value
from kg.graph.lookup import Lookup
from kg.model import Entity, Event, Graph, Modality, Post, Statement, Tenure
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    import networkx as nx

DRAWN = (Modality.ASSERTED, Modality.PLANNED)


def to_networkx(
    graph: Graph,
    ontology: Ontology | None = None,
    *,
    posts: bool = False,
    modalities: Collection[Modality] = DRAWN,
) -> nx.MultiDiGraph:
    """Entities and events with what is said between them.

    Node attributes: ``label type type_label kind aliases articles``, and ``figures`` (dicts) where there are
    any; of an event ``start end precision time_text modality confidence stage`` too. ``kind`` is entity,
    event or post. Edge attributes: ``predicate label modality confidence first_seen last_seen evidence``
    (dicts: article, headline, newspaper, published, page, sentence, start, end, extractor, confidence), of
    a tenure also ``post start end``.

    ``posts=True`` keeps posts as nodes: person -> post -> organization. Otherwise an office whose text names
    no body cannot be an edge; it stands in the person's ``titles`` (dicts), evidence and all.
    """
    import networkx as nx

    lookup = Lookup(graph, ontology or load_ontology())
    view = nx.MultiDiGraph()
    drawn: tuple[Entity | Event, ...] = (*graph.entities, *graph.events)
    for node in drawn:
        view.add_node(node.id, **_describe(lookup, node))
    if posts:
        for post in graph.posts:
            view.add_node(post.id, **_describe(lookup, post))
            if post.body:
                label = lookup.ontology.label("postIn")
                view.add_edge(post.id, post.body, key=f"{post.id} postIn", predicate="postIn", label=label, evidence=[])
    for statement in graph.statements:
        if statement.modality not in modalities:
            continue
        about = describe_statement(lookup, statement)
        target = statement.object
        if isinstance(statement, Tenure) and not posts:
            if not statement.body:
                view.nodes[statement.subject].setdefault("titles", []).append(about)
                continue
            target = statement.body
        for end in (statement.subject, target):
            if end not in view:  # a post that something other than its holder is said of
                view.add_node(end, **_describe(lookup, lookup.nodes[end]))
        view.add_edge(statement.subject, target, key=statement.id, **about)
    return view


def describe_statement(lookup: Lookup, statement: Statement) -> dict[str, Any]:
    """The attributes of a statement's edge."""
    about: dict[str, Any] = {
        "predicate": statement.predicate,
        "label": lookup.ontology.label(statement.predicate),
        "modality": statement.modality.value,
        "confidence": statement.confidence,
        "first_seen": statement.first_seen.isoformat(),
        "last_seen": statement.last_seen.isoformat(),
        "evidence": [asdict(lookup.quote(item)) for item in statement.evidence],
    }
    for quote in about["evidence"]:
        quote["published"] = quote["published"].isoformat()
    if isinstance(statement, Tenure):
        post = lookup.nodes.get(statement.object)
        about["post"] = statement.object
        if isinstance(post, Post):
            about["label"] = post.title
        about["start"] = statement.start.isoformat() if statement.start else ""
        about["end"] = statement.end.isoformat() if statement.end else ""
    return about


def _describe(lookup: Lookup, node: Entity | Event | Post) -> dict[str, Any]:
    type_ = lookup.type_of(node.id)
    about: dict[str, Any] = {
        "label": node.name,
        "type": type_,
        "type_label": lookup.ontology.label(type_),
        "kind": type(node).__name__.lower(),
        "aliases": list(lookup.aliases_of(node.id)),
        "articles": lookup.articles_of.get(node.id, []),
    }
    if isinstance(node, Entity):
        if node.code:
            about["code"] = node.code
        if node.coordinates:
            about["latitude"], about["longitude"] = node.coordinates
    if isinstance(node, Event):
        time = node.time
        about["start"] = time.start.isoformat() if time and time.start else ""
        about["end"] = time.end.isoformat() if time and time.end else ""
        about["precision"] = time.precision if time else ""
        about["time_text"] = time.text if time else ""
        about["modality"] = node.modality.value
        about["confidence"] = node.confidence
        about["stage"] = node.stage
    figures = lookup.figures.get(node.id, ())
    if figures:
        about["figures"] = [
            {
                "indicator": figure.indicator,
                "value": figure.value,
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "text": figure.text,
                "told": tell_value(figure),
            }
            for figure in figures
        ]
    return about
