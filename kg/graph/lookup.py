"""A graph in, answers by id and by name out: what is it called, what is said of it, on what grounds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.model import Article, Entity, Event, Evidence, Figure, Graph, Post, Statement
from kg.ontology import Ontology
from kg.text import fold_name

Node = Entity | Event | Post


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with where it stands: what an evidence looks like to a reader."""

    article: str
    headline: str
    newspaper: str
    published: date
    page: str
    sentence: str
    start: int
    end: int
    extractor: str
    confidence: float

    def __str__(self) -> str:
        where = " ".join(part for part in (self.newspaper, self.published.isoformat(), self.page) if part)
        return f"「{self.sentence}」 —— {self.headline or '（无标题）'}，{where}"


class Lookup:
    """The indexes over one graph. Built once, never changed."""

    def __init__(self, graph: Graph, ontology: Ontology) -> None:
        self.graph = graph
        self.ontology = ontology
        nodes: tuple[Node, ...] = (*graph.entities, *graph.events, *graph.posts)
        self.nodes: dict[str, Node] = {node.id: node for node in nodes}
        self.articles: dict[str, Article] = {article.id: article for article in graph.articles}

    @cached_property
    def statements(self) -> dict[str, list[Statement]]:
        """Every statement by each of its two ends (and a tenure by its body as well)."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.graph.statements:
            ends = [statement.subject, statement.object, getattr(statement, "body", "")]
            for end in dict.fromkeys(end for end in ends if end):
                found[end].append(statement)
        return found

    @cached_property
    def figures(self) -> dict[str, list[Figure]]:
        """Figures by what they are of."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.graph.figures:
            found[figure.of].append(figure)
        return found

    @cached_property
    def articles_of(self) -> dict[str, list[str]]:
        """Ids of the articles that mention an entity, report an event, are by a person or in a newspaper."""
        found: dict[str, set[str]] = defaultdict(set)
        for article, entity in (*self.graph.mentions, *self.graph.authors, *self.graph.newspapers):
            found[entity].add(article)
        for event in self.graph.events:
            found[event.id] = {evidence.article for evidence in event.evidence}
        return {identifier: sorted(articles) for identifier, articles in found.items()}

    def type_of(self, identifier: str) -> str:
        """The class of a node by its local name: ``Official``, ``Signing``, ``Post``."""
        node = self.nodes[identifier]
        return "Post" if isinstance(node, Post) else node.type

    def name_of(self, identifier: str) -> str:
        """The name of a node; the key of its id where the graph does not describe it."""
        node = self.nodes.get(identifier)
        return node.name if node else identifier.split(":", 1)[-1]

    def aliases_of(self, identifier: str) -> tuple[str, ...]:
        node = self.nodes.get(identifier)
        return node.aliases if isinstance(node, Entity) else ()

    def quote(self, evidence: Evidence) -> Quote:
        """The sentence an evidence points at, with its article."""
        article = self.articles[evidence.article]
        return Quote(
            article.id,
            article.headline,
            article.page.newspaper,
            article.published,
            article.page.number,
            evidence.span.of(article.text),
            evidence.span.start,
            evidence.span.end,
            evidence.extractor,
            evidence.confidence,
        )

    def find(self, name: str) -> tuple[Node, ...]:
        """Nodes called ``name``: by id, by exact name, by alias; where there is none, by part of a name.

        Within each the one that more is said of comes first.
        """
        if name in self.nodes:
            return (self.nodes[name],)
        wanted = fold_name(name)
        if not wanted:
            return ()
        ranked: list[tuple[int, Node]] = []
        for node in self.nodes.values():
            names = [fold_name(each) for each in (node.name, *self.aliases_of(node.id))]
            if wanted in names:
                ranked.append((min(names.index(wanted), 1), node))
            elif any(wanted in each for each in names):
                ranked.append((2, node))
        found = [item for item in ranked if item[0] < 2] or ranked
        found.sort(key=lambda item: (item[0], -len(self.statements.get(item[1].id, ())), item[1].id))
        return tuple(node for _, node in found)
