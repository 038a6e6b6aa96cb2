"""A graph in, what the HTML page holds out: nodes and edges to draw, and the facts and sentences behind them.

Nodes, articles, sentences and statements are referred to by number; a sentence is stored once however many
statements rest on it.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.graph.explain import tell, tell_tenure, tell_time, tell_value
from kg.graph.layout import lay_out
from kg.graph.lookup import Lookup
from kg.model import Article, Event, Evidence, Figure, Modality, Statement, Tenure

# how a class is drawn: (shape, tone); a class that is not named looks like the nearest one above it
_LOOKS = {
    "Official": ("dot", "official"),
    "Person": ("dot", "person"),
    "PublicBody": ("square", "public"),
    "Company": ("square", "company"),
    "Institution": ("square", "institution"),
    "Association": ("square", "society"),
    "Media": ("square", "media"),
    "Organization": ("square", "society"),
    "Project": ("hexagon", "project"),
    "Document": ("hexagon", "document"),
    "Product": ("hexagon", "product"),
    "AdministrativeArea": ("triangle", "area"),
    "Place": ("triangle", "site"),
    "Event": ("diamond", "event"),
    "Entity": ("hexagon", "product"),
}
_ORDER = {name: place for place, name in enumerate(_LOOKS)}


@dataclass(frozen=True, slots=True)
class PageData:
    """``nodes`` and ``edges`` as vis-network takes them; ``data`` is what the page's own script reads."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    data: dict[str, Any]


def make_page_data(lookup: Lookup) -> PageData:
    """Everything the page shows. A class of events is shown as its own type, but drawn like all events."""
    graph = lookup.graph
    drawn = [*(entity.id for entity in graph.entities), *(event.id for event in graph.events)]
    drawn.sort(key=lambda each: (*_rank(lookup, each), lookup.name_of(each), each))
    number = {identifier: place for place, identifier in enumerate(drawn)}
    notes = _Notes(lookup, {article.id: place for place, article in enumerate(graph.articles)})
    statements = [_describe_statement(lookup, statement, number, notes) for statement in graph.statements]
    pairs = _find_pairs(graph.statements, number)
    degree = Counter(end for pair in pairs for end in pair)
    radii = [round(8.5 + 3.3 * math.sqrt(degree[place]), 1) for place in range(len(drawn))]
    places = lay_out(radii, list(pairs))
    nodes = []
    for place, identifier in enumerate(drawn):
        shape, _ = _look(lookup, identifier)
        size = radii[place] * (0.86 if shape == "square" else 1.0)  # a square of one size looks larger than a disc
        x, y = places[place]
        nodes.append({"id": place, "shape": shape, "size": round(size, 1), "x": x, "y": y})
    edges = [
        {
            "id": f"e{serial}",
            "from": a,
            "to": b,
            "facts": said,
            "dashes": all(graph.statements[each].modality is not Modality.ASSERTED for each in said),
        }
        for serial, ((a, b), said) in enumerate(sorted(pairs.items()))
    ]
    single = [places[place] for place in range(len(drawn)) if not degree[place]]
    data = {
        "types": _describe_types(lookup, drawn),
        "articles": [_describe_article(article) for article in graph.articles],
        "nodes": [_describe_node(lookup, identifier, notes) for identifier in drawn],
        "statements": statements,
        "sentences": notes.sentences,
        "extractors": notes.extractors,
        "singles": _above(single) if single and degree else None,
    }
    return PageData(nodes, edges, data)


class _Notes:
    """The sentences and extractors met so far, each with its number."""

    def __init__(self, lookup: Lookup, articles: dict[str, int]) -> None:
        self.lookup = lookup
        self.articles = articles
        self.sentences: list[tuple[int, str]] = []
        self.extractors: list[str] = []
        self._sentence: dict[tuple[str, int, int], int] = {}
        self._extractor: dict[str, int] = {}

    def refer(self, evidence: tuple[Evidence, ...]) -> list[tuple[int, int, str]]:
        """(sentence, extractor, confidence) of each piece of evidence."""
        found = []
        for item in evidence:
            key = (item.article, item.span.start, item.span.end)
            if key not in self._sentence:
                self._sentence[key] = len(self.sentences)
                self.sentences.append((self.articles[item.article], self.lookup.quote(item).sentence))
            if item.extractor not in self._extractor:
                self._extractor[item.extractor] = len(self.extractors)
                self.extractors.append(item.extractor)
            found.append((self._sentence[key], self._extractor[item.extractor], f"{item.confidence:.2f}"))
        return found

    def article_of(self, identifier: str) -> list[int]:
        return sorted(self.articles[each] for each in self.lookup.articles_of.get(identifier, ()))


def _look(lookup: Lookup, identifier: str) -> tuple[str, str]:
    return next(_LOOKS[name] for name in lookup.ontology.types(lookup.type_of(identifier)) if name in _LOOKS)


def _rank(lookup: Lookup, identifier: str) -> tuple[int, str]:
    type_ = lookup.type_of(identifier)
    return next(_ORDER[name] for name in lookup.ontology.types(type_) if name in _ORDER), type_


def _find_pairs(statements: tuple[Statement, ...], number: dict[str, int]) -> dict[tuple[int, int], list[int]]:
    """Which statements stand between two drawn nodes. What is denied is told in the panel but not drawn."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for serial, statement in enumerate(statements):
        far = statement.body if isinstance(statement, Tenure) else statement.object
        a, b = number.get(statement.subject), number.get(far)
        if a is not None and b is not None and a != b and statement.modality is not Modality.DENIED:
            pairs.setdefault((min(a, b), max(a, b)), []).append(serial)
    return pairs


def _describe_types(lookup: Lookup, drawn: list[str]) -> dict[str, dict[str, Any]]:
    counts = Counter(_kind(lookup, identifier) for identifier in drawn)
    looks = {_kind(lookup, identifier): _look(lookup, identifier) for identifier in drawn}
    return {
        kind: {"label": lookup.ontology.label(kind), "shape": shape, "tone": tone, "count": counts[kind]}
        for kind, (shape, tone) in looks.items()
    }


def _kind(lookup: Lookup, identifier: str) -> str:
    """What the legend calls it: all events are one entry."""
    type_ = lookup.type_of(identifier)
    return "Event" if lookup.ontology.is_a(type_, "Event") else type_


def _describe_article(article: Article) -> dict[str, Any]:
    bylines: dict[str, list[str]] = {}
    for author in article.authors:
        bylines.setdefault(author.role, []).append(author.name)
    return {
        "headline": article.headline,
        "newspaper": article.page.newspaper,
        "date": article.published.isoformat(),
        "page": article.page.number,
        "authors": "　".join(" ".join((role, *names)).strip() for role, names in bylines.items()),
    }


def _describe_node(lookup: Lookup, identifier: str, notes: _Notes) -> dict[str, Any]:
    node = lookup.nodes[identifier]
    event = node if isinstance(node, Event) else None
    kind = lookup.ontology.label(event.type) if event else ""
    return {
        "key": identifier,
        "name": node.name,
        "type": _kind(lookup, identifier),
        "event": event is not None,
        "stage": " · ".join(part for part in (kind, event.stage) if part) if event else "",
        "aliases": list(lookup.aliases_of(identifier)),
        "code": getattr(node, "code", ""),
        "when": tell_time(event.time) if event else "",
        "modality": _modality(lookup, event.modality) if event else "",
        "evidence": notes.refer(event.evidence) if event else [],
        "figures": [_describe_figure(figure, notes) for figure in lookup.figures.get(identifier, ())],
        "articles": notes.article_of(identifier),
    }


def _describe_figure(figure: Figure, notes: _Notes) -> dict[str, Any]:
    return {
        "label": figure.indicator,
        "value": tell_value(figure),
        "when": tell_time(figure.time),
        "modality": "",
        "evidence": notes.refer(figure.evidence),
    }


def _describe_statement(lookup: Lookup, statement: Statement, number: dict[str, int], notes: _Notes) -> dict[str, Any]:
    about: dict[str, Any] = {
        "subject": number.get(statement.subject, lookup.name_of(statement.subject)),
        "object": number.get(statement.object, lookup.name_of(statement.object)),
        "label": lookup.ontology.label(statement.predicate),
        "modality": _modality(lookup, statement.modality),
        "when": "",
        "evidence": notes.refer(statement.evidence),
    }
    if isinstance(statement, Tenure):
        about["body"] = number.get(statement.body)
        about["when"] = tell_tenure(statement) or tell(lookup, statement).when
        about["label"] = getattr(lookup.nodes.get(statement.object), "title", about["label"])
    return about


def _modality(lookup: Lookup, modality: Modality) -> str:
    return "" if modality is Modality.ASSERTED else lookup.ontology.label(modality.value)


def _above(points: list[tuple[int, int]]) -> tuple[int, int]:
    """Where the heading of the rows of single nodes goes: over their middle."""
    across = [x for x, _ in points]
    return (min(across) + max(across)) // 2, min(y for _, y in points) - 42
