"""A graph in, FollowTheMoney entities out, one JSON object a line: for Aleph, OpenSanctions' tools, ``ftm``.

What is asserted goes over: people, bodies, places, projects, events, articles and the names in them; an office as
Position and Occupancy; other relations as the FtM edge that means the same, else as UnknownLink with the relation as
its role. The sentence is each edge's ``description``, the article its ``proof``. FtM's ids are ASCII, so they are
digests of ours; ``indexText`` holds ours.
(Schemata: FollowTheMoney 4, https://followthemoney.tech/explorer/.)
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg import ids
from kg.graph.lookup import Lookup
from kg.model import Article, Entity, Event, Graph, Modality, Post, Statement, Tenure
from kg.ontology import Ontology
from kg.outputs.tables import clean_text

Values = dict[str, list[str]]

# our class -> FtM's schema; the nearest class upwards counts
_SCHEMATA = {
    "Person": "Person",
    "PublicBody": "PublicBody",
    "Company": "Company",
    "Organization": "Organization",
    "Place": "Address",
    "Project": "Project",
    "Document": "Document",
    "Entity": "Asset",  # products
}
# our relation -> FtM's edge, its two ends and what they must be there
_EDGES = {
    "worksFor": ("Employment", "employee", "employer", {"Person"}, {"PublicBody", "Company", "Organization"}),
    "memberOf": (
        *("Membership", "member", "organization"),
        *({"Person", "PublicBody", "Company", "Organization"}, {"PublicBody", "Company", "Organization"}),
    ),
    "ownsShareOf": ("Ownership", "owner", "asset", {"Person", "PublicBody", "Company", "Organization"}, {"Company"}),
    "relativeOf": ("Family", "person", "relative", {"Person"}, {"Person"}),
    "undertakes": (
        *("ProjectParticipant", "participant", "project"),
        *({"Person", "PublicBody", "Company", "Organization"}, {"Project"}),
    ),
}
_AGENTS = {"Person", "PublicBody", "Company", "Organization"}


def stream_ftm(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """JSON lines, sorted by FtM id within each kind."""
    for entity in make_ftm(graph, ontology):
        out.write(json.dumps(entity, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def make_ftm(graph: Graph, ontology: Ontology) -> Iterator[dict[str, Any]]:
    """FtM entities as plain dicts: id, schema, properties."""
    lookup = Lookup(graph, ontology)
    schemata = {entity.id: _find_schema(entity.type, ontology) for entity in graph.entities}
    schemata |= {event.id: "Event" for event in graph.events} | {post.id: "Position" for post in graph.posts}
    roles: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.modality is Modality.ASSERTED and schemata.get(statement.subject) == "Event":
            roles[statement.subject].append(statement)
    for article in graph.articles:
        yield _make_article(article)
    for entity in graph.entities:
        yield _make_entity(entity, schemata[entity.id])
    for post in graph.posts:
        yield _make_position(post, lookup)
    for event in graph.events:
        yield _make_event(event, roles[event.id], lookup, schemata)
    for article_id, entity_id in graph.mentions:
        names = {"name": [lookup.name_of(entity_id)], "document": [_id(article_id)]}
        names["detectedSchema"] = [schemata.get(entity_id, "Thing")]
        if schemata.get(entity_id) in _AGENTS:
            names["resolved"] = [_id(entity_id)]
        yield _finish(f"{article_id} mentions {entity_id}", "Mention", names)
    for statement in graph.statements:
        ends = (schemata.get(statement.subject), schemata.get(statement.object))
        inside = ends[0] == "Event" and (ends[1] in _AGENTS or statement.predicate == "place")  # the event's own
        if statement.modality is Modality.ASSERTED and not inside:
            yield _make_edge(statement, lookup, schemata)


def _find_schema(type_: str, ontology: Ontology) -> str:
    return next(_SCHEMATA[name] for name in ontology.types(type_) if name in _SCHEMATA)


def _make_article(article: Article) -> dict[str, Any]:
    return _finish(
        article.id,
        "Article",
        {
            "title": [article.headline],
            "bodyText": [article.text],
            "publishedAt": [article.published.isoformat()],
            "publisher": [article.page.newspaper],
            "author": [author.name for author in article.authors],
            "language": ["zho"],
        },
    )


def _make_entity(entity: Entity, schema: str) -> dict[str, Any]:
    values: Values = {"name": [entity.name], "alias": list(entity.aliases)}
    if schema == "Address":
        values["full"] = [entity.name]
        if entity.coordinates:
            values |= {"latitude": [str(entity.coordinates[0])], "longitude": [str(entity.coordinates[1])]}
    if schema == "Document":
        values |= {"title": [entity.name], "fileName": [entity.name]}
    return _finish(entity.id, schema, values)


def _make_position(post: Post, lookup: Lookup) -> dict[str, Any]:
    values = {"name": [post.name]}
    if post.body in lookup.nodes:
        values["organization"] = [_id(post.body)]
    return _finish(post.id, "Position", values)


def _make_event(event: Event, roles: list[Statement], lookup: Lookup, schemata: dict[str, str]) -> dict[str, Any]:
    values: Values = {"name": [event.name], "keywords": [lookup.ontology.label(event.type)], "summary": [event.stage]}
    if event.time:
        values["startDate"] = [str(event.time.start or "")]
        values["endDate"] = [str(event.time.end or "")]
    for role in roles:
        if role.predicate == "place":
            values.setdefault("addressEntity", []).append(_id(role.object))
            values.setdefault("location", []).append(lookup.name_of(role.object))
        elif role.predicate == "organizer" and schemata.get(role.object) in _AGENTS:
            values.setdefault("organizer", []).append(_id(role.object))
        elif schemata.get(role.object) in _AGENTS:
            values.setdefault("involved", []).append(_id(role.object))
    values["proof"] = [_id(evidence.article) for evidence in event.evidence]
    values["description"] = [lookup.quote(evidence).sentence for evidence in event.evidence]
    return _finish(event.id, "Event", values)


def _make_edge(statement: Statement, lookup: Lookup, schemata: dict[str, str]) -> dict[str, Any]:
    ends = (schemata.get(statement.subject, ""), schemata.get(statement.object, ""))
    values: Values = {
        "description": [lookup.quote(evidence).sentence for evidence in statement.evidence],
        "proof": [_id(evidence.article) for evidence in statement.evidence],
        "date": [statement.first_seen.isoformat(), statement.last_seen.isoformat()],
    }
    if isinstance(statement, Tenure):
        schema, left, right = "Occupancy", "holder", "post"
        values["startDate"] = [str(statement.start or "")]
        values["endDate"] = [str(statement.end or "")]
    else:
        schema, left, right, from_, to = _EDGES.get(statement.predicate, ("", "", "", set(), set()))
        if ends[0] not in from_ or ends[1] not in to:
            schema, left, right = "UnknownLink", "subject", "object"
        values["relationship" if schema == "Family" else "role"] = [lookup.ontology.label(statement.predicate)]
    values |= {left: [_id(statement.subject)], right: [_id(statement.object)]}
    return _finish(statement.id, schema, values)


def _finish(identifier: str, schema: str, values: Values) -> dict[str, Any]:
    kept = {name: sorted({clean_text(v) for v in texts if v}) for name, texts in values.items()}
    kept = {name: texts for name, texts in kept.items() if texts}
    if schema != "Mention":
        kept["indexText"] = [clean_text(identifier)]
    return {"id": _id(identifier), "schema": schema, "properties": kept}


def _id(identifier: str) -> str:
    return "newskg-" + ids.digest(identifier, length=20)
