"""A graph in, what the HTML page holds out: nodes and edges to draw, and the facts and sentences behind them.

Nodes are numbered by weight, how much is said of them and how lately; the first ``CORE`` are drawn at once, the rest
when they are searched for or expanded. Everything is referred to by number and stored once: a sentence however many
statements rest on it. Days are counted from 1970-01-01, confidence in hundredths.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.graph.explain import tell_time, tell_value
from kg.graph.layout import lay_out
from kg.graph.lookup import Lookup
from kg.model import Article, Entity, Event, Evidence, Figure, Modality, Post, Statement, Tenure, Time
from kg.outputs.backdrop import read_backdrop

CORE = 2000  # nodes drawn when the page opens: above that neither eye nor canvas keeps up

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
_MODALITIES = tuple(Modality)
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class PageData:
    """``nodes`` and ``edges`` as vis-network takes them; ``data`` is read before the picture, ``more`` after it.

    ``more``: nodes ``[key, class, aliases, articles, extras]``, facts ``[subject, relation, object, modality,
    confidence, first seen, last seen, evidence]`` and of a tenure also ``body, start, end``; articles ``[headline,
    newspaper, day, page, authors, figures of nobody]``; evidence is a flat list of (sentence, extractor, confidence);
    an object below 0 is the post ``-1 - number``.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    data: dict[str, Any]
    more: dict[str, Any]


def make_page_data(lookup: Lookup) -> PageData:
    """Everything the page shows. A class of events is shown as its own type, but drawn like all events."""
    graph = lookup.graph
    drawn = _put_in_order(lookup)
    number = {identifier: place for place, identifier in enumerate(drawn)}
    pairs = _find_pairs(graph.statements, number)
    ordered = sorted(pairs.items(), key=lambda item: (max(item[0]) >= CORE, item[0]))  # the core's edges first
    inside = [(pair, said) for pair, said in ordered if max(pair) < CORE]
    degree = Counter(end for pair in pairs for end in pair)
    # a large graph is looked at from afar
    swell = min(2.2, max(1.0, math.sqrt(min(len(drawn), CORE) / 400)))
    radii = [round(swell * _radius(degree[place]), 1) for place in range(len(drawn))]
    core = drawn[:CORE]
    places = lay_out(radii[:CORE], [pair for pair, _ in inside])
    table = _Table(lookup, number, {article.id: place for place, article in enumerate(graph.articles)})
    statements = graph.statements
    joined = {end for pair, _ in inside for end in pair}
    single = [places[place] for place in range(len(core)) if place not in joined]
    kinds = {kind: place for place, kind in enumerate(_describe_types(lookup, drawn))}
    data = {
        "types": _describe_types(lookup, drawn),
        "names": [lookup.name_of(identifier) for identifier in core],
        "kinds": [kinds[_kind(lookup, identifier)] for identifier in core],
        "plans": [place for place, identifier in enumerate(core) if _planned(lookup, identifier)],
        "total": len(drawn),
        "swell": round(swell, 3),
        "counts": [len(graph.articles), len(graph.entities), len(graph.events), len(statements), len(graph.figures)],
        "singles": _above(single) if single and joined else None,
    }
    nodes = [table.describe(identifier) for identifier in drawn]
    more = {
        "classes": table.classes,
        "names": [lookup.name_of(identifier) for identifier in drawn],
        "kinds": [kinds[_kind(lookup, identifier)] for identifier in drawn],
        "nodes": nodes,
        "facts": [table.state(statement) for statement in statements],
        "pairs": [[*pair, *said] for pair, said in ordered],
        "articles": table.describe_articles(),
        "modalities": [_both(lookup, modality.value) for modality in _MODALITIES],
        "relations": table.relations,
        "posts": table.posts,
        "sentences": table.sentences,
        "extractors": table.extractors,
        "backdrop": read_backdrop() if any(len(node) > 4 and "at" in node[4] for node in nodes) else None,
    }
    return PageData(
        [_draw_node(lookup, each, place, radii[place], places[place]) for place, each in enumerate(core)],
        [
            _draw_edge(f"e{serial}", pair, all(statements[each].modality is not Modality.ASSERTED for each in said))
            for serial, (pair, said) in enumerate(inside)
        ],
        data,
        more,
    )


def _put_in_order(lookup: Lookup) -> list[str]:
    """Entities and events, the weightiest first: by statements, and by how lately the last of them was printed."""
    graph = lookup.graph
    days = [article.published.toordinal() for article in graph.articles]
    first, span = (min(days), max(max(days) - min(days), 1)) if days else (0, 1)

    def weigh(identifier: str) -> float:
        said = lookup.statements.get(identifier, ())
        late = max((each.last_seen.toordinal() for each in said), default=first)
        return round(len(said) * (1 + (late - first) / span), 3)

    drawn = [*(entity.id for entity in graph.entities), *(event.id for event in graph.events)]
    return sorted(drawn, key=lambda each: (-weigh(each), *_rank(lookup, each), lookup.name_of(each), each))


def _radius(degree: int) -> float:
    return round(8.5 + 3.3 * math.sqrt(min(degree, 300)), 1)


def _draw_node(lookup: Lookup, identifier: str, place: int, radius: float, at: tuple[int, int]) -> dict[str, Any]:
    shape, tone = _look(lookup, identifier)
    size = radius * (0.86 if shape == "square" else 1.0)  # a square of one size looks larger than a disc
    group = f"{tone}-plan" if _planned(lookup, identifier) else tone
    return {"id": place, "group": group, "shape": shape, "size": round(size, 1), "x": at[0], "y": at[1]}


def _draw_edge(identifier: str, pair: tuple[int, int], planned: bool) -> dict[str, Any]:
    edge: dict[str, Any] = {"id": identifier, "from": pair[0], "to": pair[1]}
    if planned:
        edge["dashes"] = True
    return edge


class _Table:
    """What has been referred to so far, each with its number."""

    def __init__(self, lookup: Lookup, number: dict[str, int], articles: dict[str, int]) -> None:
        self.lookup = lookup
        self.number = number
        self.article_number = articles
        self.sentences: list[tuple[int, str]] = []
        self.extractors: list[str] = []
        self.relations: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.posts: list[list[str]] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def describe(self, identifier: str) -> list[Any]:
        lookup = self.lookup
        node = lookup.nodes[identifier]
        more: dict[str, Any] = {}
        if isinstance(node, Event):
            more["evidence"] = self.refer(node.evidence)
            more["confidence"] = round(node.confidence * 100)
            if node.modality is not Modality.ASSERTED:
                more["modality"] = _MODALITIES.index(node.modality)
            if node.time is not None:
                more |= _describe_time(node.time)
            if node.stage:
                more["stage"] = node.stage
        if isinstance(node, Entity):
            if node.code:
                more["code"] = node.code
            if node.coordinates:
                more["at"] = [round(degrees, 3) for degrees in node.coordinates]
            if node.parent in self.number:
                more["parent"] = self.number[node.parent]
        figures = lookup.figures.get(identifier, ())
        if figures:
            more["figures"] = [self.measure(figure) for figure in figures]
        articles = sorted(self.article_number[each] for each in lookup.articles_of.get(identifier, ()))
        type_ = lookup.type_of(identifier)
        class_ = self._count(self.classes, "class", type_, lambda: [type_, *_both(lookup, type_)])
        return [identifier, class_, list(lookup.aliases_of(identifier)), articles, *([more] if more else [])]

    def describe_articles(self) -> list[list[Any]]:
        """With those figures of each whose owner the text leaves open."""
        open_: dict[str, list[Any]] = {}
        for figure in self.lookup.figures.get("", ()):
            open_.setdefault(figure.evidence[0].article, []).append(self.measure(figure))
        return [
            [*_describe_article(article), *([open_[article.id]] if article.id in open_ else [])]
            for article in self.lookup.graph.articles
        ]

    def measure(self, figure: Figure) -> list[Any]:
        return [figure.indicator, tell_value(figure), tell_time(figure.time), self.refer(figure.evidence)]

    def state(self, statement: Statement) -> list[Any]:
        name = statement.predicate
        relation = self._count(self.relations, "relation", name, lambda: [name, *_both(self.lookup, name)])
        fact: list[Any] = [
            self.point_at(statement.subject),
            relation,
            self.point_at(statement.object),
            _MODALITIES.index(statement.modality),
            round(statement.confidence * 100),
            _count_days(statement.first_seen),
            _count_days(statement.last_seen),
            self.refer(statement.evidence),
        ]
        if isinstance(statement, Tenure):
            fact += [self.number.get(statement.body, -1), _count_days(statement.start), _count_days(statement.end)]
        return fact

    def point_at(self, identifier: str) -> int:
        if identifier in self.number:
            return self.number[identifier]
        node = self.lookup.nodes.get(identifier)
        name = self.lookup.name_of(identifier)
        title = node.title if isinstance(node, Post) else name
        return -1 - self._count(self.posts, "post", identifier, lambda: [identifier, name, title])

    def refer(self, evidence: tuple[Evidence, ...]) -> list[int]:
        found: list[int] = []
        for item in evidence:
            key = ("sentence", item.article, item.span.start, item.span.end)
            if key not in self._numbers:
                self._numbers[key] = len(self.sentences)
                self.sentences.append((self.article_number[item.article], self.lookup.quote(item).sentence))
            rule = item.extractor
            extractor = self._count(self.extractors, "extractor", rule, lambda rule=rule: rule)
            found += [self._numbers[key], extractor, round(item.confidence * 100)]
        return found

    def _count(self, items: list[Any], kind: str, key: str, make: Any) -> int:
        place = self._numbers.get((kind, key))
        if place is None:
            place = self._numbers[(kind, key)] = len(items)
            items.append(make())
        return place


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
    """The legend's entries, people first and events last."""
    counts = Counter(_kind(lookup, identifier) for identifier in drawn)
    looks: dict[str, tuple[str, str]] = {}
    for identifier in sorted(drawn, key=lambda each: _rank(lookup, each)):
        looks.setdefault(_kind(lookup, identifier), _look(lookup, identifier))
    return {
        kind: {"label": _both(lookup, kind), "shape": shape, "tone": tone, "count": counts[kind]}
        for kind, (shape, tone) in looks.items()
    }


def _kind(lookup: Lookup, identifier: str) -> str:
    """What the legend calls it: all events are one entry."""
    type_ = lookup.type_of(identifier)
    return "Event" if lookup.ontology.is_a(type_, "Event") else type_


def _planned(lookup: Lookup, identifier: str) -> bool:
    node = lookup.nodes[identifier]
    return isinstance(node, Event) and node.modality is not Modality.ASSERTED


def _describe_article(article: Article) -> list[Any]:
    bylines: dict[str, list[str]] = {}
    for author in article.authors:
        bylines.setdefault(author.role, []).append(author.name)
    authors = "　".join(" ".join((role, *names)).strip() for role, names in bylines.items())
    page = article.page
    return [article.headline, page.newspaper, _count_days(article.published), page.number, authors]


def _describe_time(time: Time) -> dict[str, Any]:
    days = {"start": _count_days(time.start), "end": _count_days(time.end)}
    return {"when": tell_time(time), **{name: day for name, day in days.items() if day is not None}}


def _count_days(day: date | None) -> int | None:
    return day.toordinal() - _EPOCH if day else None


def _both(lookup: Lookup, name: str) -> list[str]:
    return [lookup.ontology.label(name), lookup.ontology.label(name, "en")]


def _above(points: list[tuple[int, int]]) -> tuple[int, int]:
    """Where the heading of the rows of single nodes goes: over their middle."""
    across = [x for x, _ in points]
    return (min(across) + max(across)) // 2, min(y for _, y in points) - 42
