"""Readings of any number of articles -> who is who: one entity for one thing, with its names, type and code.

Articles are resolved one by one (``kg.entities.article``), then joined: areas and bodies by what they are, other
things by full name (``kg.entities.groups``), persons by what they share (``kg.entities.persons``). The result does not
depend on the order of the readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.entities.article import resolve_article
from kg.entities.cluster import Cluster
from kg.entities.groups import join_clusters, shown_name
from kg.entities.kinds import add_votes, choose_type
from kg.entities.naming import view_persons
from kg.entities.offices import resolve_offices
from kg.entities.persons import Person, PersonInArticle, join_persons
from kg.entities.resolution import Decision, Office, Resolution
from kg.entities.setting import find_home
from kg.entities.tables import load_tables
from kg.entities.things import ArticleThings
from kg.ids import make_id
from kg.lexicon.gazetteer import Division, Gazetteer
from kg.lexicon.words import Lexicon
from kg.model import Entity, Mention, Reading

_OWN_PAPER = re.compile(r"^(?:本报|本刊|本台|本网)$")
_OWN_WORD = re.compile(r"本报|本刊|本台|本网")


def resolve(readings: Sequence[Reading], lexicon: Lexicon) -> Resolution:
    """Gives every mention its entity; see ``Resolution``."""
    # one text on one page twice is one article; sorting makes the order of input indifferent
    known = {reading.article.id: reading for reading in readings}
    readings = sorted(known.values(), key=lambda reading: (reading.article.published, reading.article.id))
    tables = load_tables()
    standing = _standing_names(lexicon)
    things, offices = [], []
    for reading in readings:
        page = reading.article.page
        home = find_home(page.home, page.newspaper, lexicon.gazetteer, page.published)
        one = resolve_article(reading, home, lexicon, tables, standing)
        things.append(one)
        offices.append(resolve_offices(reading, one, lexicon, tables))
    papers = [_add_paper(one) for one in things]
    groups = join_clusters(things, lexicon, tables)
    of: dict[Mention, str] = {}
    views: list[PersonInArticle] = []
    view_of: dict[Mention, PersonInArticle] = {}
    for reading, one, posts in zip(readings, things, offices, strict=True):
        of |= {mention: groups.ids[id(cluster)] for mention, cluster in one.of.items() if id(cluster) in groups.ids}
        found, by_mention = view_persons(reading, one, posts, groups.ids, lexicon, tables)
        views += found
        view_of |= by_mention
    persons, decisions = join_persons(views)
    person_ids = {id(view): person.id for person in persons for view in person.members}
    of |= {mention: person_ids[id(view)] for mention, view in view_of.items()}
    entities = [*groups.entities, *map(_make_person, persons)]
    by_id = {entity.id: entity for entity in entities}
    decisions += groups.decisions + _name_nodes(things, groups.ids, of)
    same = groups.same + [(person.id, other) for person in persons for other in person.same]
    return Resolution(
        entities=tuple(by_id[key] for key in sorted(by_id)),
        of=of,
        offices={
            (one.article.id, index): _with_body(office, body, groups.ids)
            for one, posts in zip(things, offices, strict=True)
            for index, (body, office) in enumerate(posts)
        },
        authors={(view.article, view.name): person_ids[id(view)] for view in views if view.bylined},
        newspapers={
            one.article.id: groups.ids[id(paper)]
            for one, paper in zip(things, papers, strict=True)
            if paper is not None
        },
        parents=_find_parents(things, by_id, groups.ids, lexicon.gazetteer),
        implied=tuple(
            (groups.ids[id(subject)], predicate, groups.ids[id(target)], evidence)
            for one in things
            for subject, predicate, target, evidence in one.implied
        ),
        decisions=merge_decisions(decisions),
        same=tuple(sorted(set(same))),
        own={one.article.id: city.code or city.name for one in things if (city := one.setting.city) is not None},
    )


def _standing_names(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Full name -> all names of names.tsv (and the user's) that mean it."""
    standing: dict[str, list[str]] = {}
    for known in lexicon.names.values():
        standing.setdefault(known.full, []).append(known.name)
    return {full: tuple(names) for full, names in standing.items()}


def _add_paper(one: ArticleThings) -> Cluster | None:
    """The paper, where the article speaks of it: as 本报, in its dateline, or as what its authors write for."""
    name = one.article.page.newspaper
    own = [cluster for cluster in one.clusters if any(_OWN_PAPER.match(form) for form in cluster.forms)]
    if not name:
        return None
    if not own and not one.article.authors and not _OWN_WORD.search(one.article.dateline):
        return None  # told of the article, but nothing that the article says
    cluster = one.named(make_id("organization", name), name, "Media")
    for other in own:
        if other is not cluster:
            cluster.absorb(other)
            for mention in other.mentions:
                one.of[mention] = cluster
            one.clusters.remove(other)
    return cluster


def _with_body(office: Office, body: Cluster | None, ids: dict[int, str]) -> Office:
    return replace(office, body=ids[id(body)] if body is not None else "")


def _make_person(person: Person) -> Entity:
    votes: dict[str, float] = {}
    names: set[str] = set()
    for view in person.members:
        add_votes(votes, view.votes.items())
        names.update(shown_name(mention) for mention in view.mentions)
        names.update(view.forms, (view.name,))
    public = any(view.public for view in person.members)
    official = public or choose_type(votes or {"Person": 1.0}) == "Official"
    return Entity(person.id, "Official" if official else "Person", person.name, tuple(sorted(names - {person.name})))


def _find_parents(
    things: Iterable[ArticleThings], entities: dict[str, Entity], ids: dict[int, str], gazetteer: Gazetteer
) -> dict[str, str]:
    """The next larger area that is an entity too: knowledge of the gazetteer, not read from the text."""
    parents: dict[str, str] = {}
    for one in things:
        for key, area in sorted(one.divisions.items()):
            own = ids[id(one.by_key[key])]
            for above in _above(area, one, gazetteer):
                identifier = make_id("place", above.code if above.code[:1].isdigit() else above.name)
                if identifier in entities and identifier != own:
                    parents.setdefault(own, identifier)
                    break
    return {key: parents[key] for key in sorted(parents)}


def _above(area: Division, one: ArticleThings, gazetteer: Gazetteer) -> list[Division]:
    if area.code[:1].isdigit():
        china = gazetteer.get("CN")
        return [*gazetteer.chain(area, one.article.published)[1:], *([china] if china else [])]
    return [above for above in (*one.setting.own, *one.setting.home) if area.parent == above.name]


# ------------------------------------------------------------------------------------ decisions


def _name_nodes(things: Iterable[ArticleThings], ids: dict[int, str], of: dict[Mention, str]) -> list[Decision]:
    """The judgements of single articles, with the ids of the things that they are about."""
    found = []
    for one in things:
        named = {node.name: of[mention] for node in one.persons for mention in node.mentions[:1] if mention in of}
        for cluster in one.clusters:
            for form in cluster.forms:
                named.setdefault(form, ids.get(id(cluster), ""))
        for each in one.judgements:
            left = ids.get(id(each.cluster), "") if each.cluster is not None else named.get(each.left, "")
            right = named.get(each.right, left)
            nodes = tuple(sorted({left, right} - {""}))
            found.append(
                Decision(each.left, each.right, each.same, each.score, each.rule, one.article.id, each.note, nodes)
            )
    return found


def merge_decisions(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Each decision once, with the first article that it was made in and how many there are."""
    merged: dict[tuple[object, ...], Decision] = {}
    for each in decisions:
        key = (each.left, each.right, each.same, each.rule, each.note, each.nodes)
        other = merged.get(key)
        if other is None:
            merged[key] = each
        else:
            first = min(each.article, other.article)
            score = max(each.score, other.score)
            merged[key] = replace(each, article=first, score=score, articles=each.articles + other.articles)
    return tuple(sorted(merged.values()))
