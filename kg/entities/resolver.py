"""Readings of any number of articles -> who is who: one entity for one thing, with its names, type and code.

Articles are resolved one by one (``kg.entities.article``), then joined: areas and bodies by what they are, other
things by full name, and a short name seen on the same page as exactly one full name it fits. The result does not
depend on the order of the readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.entities.article import ArticleThings, resolve_article
from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster, Node
from kg.entities.companies import match_companies, read_company
from kg.entities.kinds import add_votes, choose_type, family
from kg.entities.offices import resolve_office
from kg.entities.persons import Person, PersonInArticle, called_by_surname, join_persons
from kg.entities.resolution import Decision, Office, Resolution
from kg.entities.setting import city_of, find_home
from kg.entities.tables import EntityTables, load_tables
from kg.ids import make_id, person_id
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import PUBLIC_KINDS, Lexicon
from kg.model import Entity, Mention, Reading

_OWN_PAPER = re.compile(r"^(?:本报|本刊|本台|本网)$")
_OWN_WORD = re.compile(r"本报|本刊|本台|本网")
_PUBLIC = frozenset({"PublicBody"})


def resolve(readings: Sequence[Reading], lexicon: Lexicon) -> Resolution:
    """Gives every mention its entity; see ``Resolution``."""
    return _Resolver(lexicon).run(sorted(readings, key=lambda reading: (reading.article.published, reading.article.id)))


class _Joined:
    """Clusters of several articles taken for one thing."""

    def __init__(self) -> None:
        self.parts: list[tuple[ArticleThings, Cluster]] = []


class _Resolver:
    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.tables: EntityTables = load_tables()
        self.decisions: list[Decision] = []
        self.ids: dict[int, str] = {}  # id() of a cluster -> entity id

    def run(self, readings: Sequence[Reading]) -> Resolution:
        things = [self._resolve_one(reading) for reading in readings]
        offices = self._resolve_offices(readings, things)
        papers = [self._add_paper(one) for one in things]
        entities = self._join_clusters(things)
        views, by_mention = self._view_persons(readings, things, offices, papers)
        persons, decisions = join_persons(views)
        self.decisions += decisions
        person_ids, person_entities = self._make_persons(persons)
        of = {
            mention: self.ids[id(cluster)]
            for one in things
            for mention, cluster in one.of.items()
            if id(cluster) in self.ids
        }
        of.update({mention: person_ids[id(view)] for mention, view in by_mention.items()})
        for one in things:
            self.decisions += one.decisions
        everything = {entity.id: entity for entity in (*entities, *person_entities)}
        return Resolution(
            entities=tuple(everything[key] for key in sorted(everything)),
            of=of,
            offices={
                key: replace(office, body=self.ids[id(body)] if body is not None else "")
                for key, (body, office) in offices.items()
            },
            authors={(view.article, view.name): person_ids[id(view)] for view in views if view.author},
            newspapers={
                one.article.id: self.ids[id(paper)]
                for one, paper in zip(things, papers, strict=True)
                if paper is not None
            },
            parents=self._find_parents(things, everything),
            implied=tuple(
                (self.ids[id(subject)], predicate, self.ids[id(target)], evidence)
                for one in things
                for subject, predicate, target, evidence in one.implied
            ),
            decisions=tuple(sorted(set(self.decisions))),
        )

    # ------------------------------------------------------------------------------------ one article

    def _resolve_one(self, reading: Reading) -> ArticleThings:
        page = reading.article.page
        home = find_home(page.home, page.newspaper, self.lexicon.gazetteer, page.published)
        return resolve_article(reading, home, self.lexicon, self.tables)

    def _resolve_offices(
        self, readings: Sequence[Reading], things: list[ArticleThings]
    ) -> dict[tuple[str, int], tuple[Cluster | None, Office]]:
        found = {}
        for reading, one in zip(readings, things, strict=True):
            for index, tenure in enumerate(reading.claims.tenures):
                found[(reading.article.id, index)] = resolve_office(tenure, one, self.lexicon, self.tables)
        return found

    def _add_paper(self, one: ArticleThings) -> Cluster | None:
        """The paper, where the article speaks of it: as 本报, in its dateline, or as what its authors write for."""
        name = one.article.page.newspaper
        own = [cluster for cluster in one.clusters if any(_OWN_PAPER.match(form) for form in cluster.forms)]
        if not name:
            return None
        if not own and not one.article.authors and not _OWN_WORD.search(one.article.dateline):
            return None  # told of the article, but nothing that the article says
        key = make_id("organization", name)
        cluster = one.by_key.get(key)
        if cluster is None:
            cluster = Cluster(key, name, "Media")
            one.clusters.append(cluster)
            one.by_key[key] = cluster
        for other in own:
            if other is not cluster:
                cluster.absorb(other)
                for mention in other.mentions:
                    one.of[mention] = cluster
                one.clusters.remove(other)
        return cluster

    # ------------------------------------------------------------------------------------ across articles

    def _join_clusters(self, things: list[ArticleThings]) -> list[Entity]:
        groups: dict[str, _Joined] = {}
        for one in things:
            for cluster in one.clusters:
                if cluster.mentions or cluster.fixed_type or cluster.canonical:
                    groups.setdefault(self._group_key(one, cluster), _Joined()).parts.append((one, cluster))
        self._join_short_names(groups)
        entities = []
        for key in sorted(groups):
            entity = self._make_entity(groups[key])
            for _, cluster in groups[key].parts:
                self.ids[id(cluster)] = entity.id
            entities.append(entity)
        return entities

    def _group_key(self, one: ArticleThings, cluster: Cluster) -> str:
        """What a cluster is across articles: its official key, or family and fullest name (and city, for places)."""
        if cluster.local or cluster.canonical or cluster.code:
            return cluster.key
        name = _fullest(cluster, self.tables)
        if family(cluster.type) == "place":
            own = city_of(one.setting.own)
            above = own.name if own and cluster.type != "Place" and not name.startswith((own.name, own.brief)) else ""
            return make_id("place", above, name)
        return (
            cluster.key
            if cluster.key.split(":", 1)[1] != name and cluster.extra
            else make_id(family(cluster.type), name)
        )

    def _join_short_names(self, groups: dict[str, _Joined]) -> None:
        """On one page, a company known by its short name alone joins the one full name that it fits."""
        pages: dict[tuple[str, str], list[str]] = {}
        for key in sorted(groups):
            for one, cluster in groups[key].parts:
                if cluster.type == "Company" and not cluster.local:
                    pages.setdefault((one.article.page.source, one.article.page.number), []).append(key)
        for keys in pages.values():
            names = {
                key: _fullest(groups[key].parts[0][1], self.tables) for key in dict.fromkeys(keys) if key in groups
            }
            for key, name in sorted(names.items(), key=lambda row: (len(row[1]), row[1])):
                if key not in groups:
                    continue
                short = read_company(name, self.lexicon, self.tables)
                fits = []
                for other, full_name in names.items():
                    if other == key or other not in groups or len(full_name) <= len(name):
                        continue
                    match = match_companies(
                        read_company(full_name, self.lexicon, self.tables), short, self.lexicon, self.tables
                    )
                    if match and match[0] >= 0.85:
                        fits.append((other, full_name, match))
                if len(fits) == 1:
                    other, full_name, (score, rule) = fits[0]
                    groups[other].parts += groups.pop(key).parts
                    self.decisions.append(Decision(full_name, name, True, score - 0.05, rule + "/page"))
                for _, full_name, (score, rule) in fits if len(fits) > 1 else ():
                    self.decisions.append(Decision(full_name, name, False, score, rule + "/page", "", "ambiguous"))

    def _make_entity(self, joined: _Joined) -> Entity:
        parts = joined.parts
        latest = max(parts, key=lambda part: (part[0].article.published, part[0].article.id))[1]
        votes: dict[str, float] = {}
        names: dict[str, int] = {}
        extra: list[str] = []
        for _, cluster in parts:
            add_votes(votes, cluster.votes.items())
            extra += cluster.extra
            for mention in cluster.mentions:
                # words that only point back (公司) are no names; a cluster's forms say which are
                if bare_name(mention.name) in cluster.forms:
                    shown = _shown(mention)
                    names[shown] = names.get(shown, 0) + 1
        type_ = latest.fixed_type or next((cluster.fixed_type for _, cluster in parts if cluster.fixed_type), "")
        type_ = type_ or choose_type(votes or {"Organization": 1.0})
        canonical = latest.canonical or next((cluster.canonical for _, cluster in parts if cluster.canonical), "")
        if not canonical:
            canonical = max(names, key=lambda name: _fullness(name, self.tables))
        aliases = dict.fromkeys([*sorted(names), *sorted(set(extra))])
        aliases.pop(canonical, None)
        identifier = latest.key
        if not (latest.code or latest.canonical or latest.local or latest.extra):
            identifier = self._named_id(parts, type_, bare_name(canonical))
        coordinates = next((cluster.coordinates for _, cluster in parts if cluster.coordinates), None)
        return Entity(identifier, type_, canonical, tuple(aliases), latest.code, coordinates)

    def _named_id(self, parts: list[tuple[ArticleThings, Cluster]], type_: str, name: str) -> str:
        kind = {"organization": "organization", "place": "place"}.get(family(type_), type_.lower())
        if type_ == "Project" or kind != "place" or type_ == "Place":
            return make_id("project" if type_ == "Project" else kind, name)
        one = min(parts, key=lambda part: (part[0].article.published, part[0].article.id))[0]
        own = city_of(one.setting.own)
        above = own.name if own and not name.startswith((own.name, own.brief)) else ""
        return make_id("place", above, name)

    def _find_parents(self, things: list[ArticleThings], entities: dict[str, Entity]) -> dict[str, str]:
        """The next larger area that is an entity too: knowledge of the gazetteer, not read from the text."""
        parents: dict[str, str] = {}
        for one in things:
            for key, area in sorted(one.divisions.items()):
                for above in self._above(area, one):
                    identifier = (
                        make_id("place", above.code) if above.code[:1].isdigit() else make_id("place", above.name)
                    )
                    if identifier in entities and identifier != key:
                        parents.setdefault(key, identifier)
                        break
        return {key: parents[key] for key in sorted(parents) if key in entities}

    def _above(self, area: Division, one: ArticleThings) -> list[Division]:
        if area.code[:1].isdigit():
            return self.lexicon.gazetteer.chain(area, one.article.published)[1:]
        return [above for above in (*one.setting.own, *one.setting.home) if area.parent == above.name]

    # ------------------------------------------------------------------------------------ persons

    def _view_persons(
        self,
        readings: Sequence[Reading],
        things: list[ArticleThings],
        offices: dict[tuple[str, int], tuple[Cluster | None, Office]],
        papers: list[Cluster | None],
    ) -> tuple[list[PersonInArticle], dict[Mention, PersonInArticle]]:
        views: list[PersonInArticle] = []
        by_mention: dict[Mention, PersonInArticle] = {}
        for reading, one in zip(readings, things, strict=True):
            here = self._persons_of(one, by_mention)
            for index, tenure in enumerate(reading.claims.tenures):
                view = by_mention.get(tenure.person)
                if view is None:
                    continue
                body, office = offices[(reading.article.id, index)]
                area = self._area_of(body, one) or office.country
                view.posts.append((self.ids[id(body)] if body is not None else "", office.title, area))
                view.national = view.national or area == "中国" or bool(office.country)
                if (body is not None and body.type in _PUBLIC) or self._is_public(office.title):
                    view.public = True
            bylined = dict.fromkeys(author.name for author in reading.article.authors)
            for name in bylined:
                view = self._new_view(name, one, 0)
                view.author = True
                view.forms[name] = 1
                here.append(view)
            views += here
        return views, by_mention

    def _is_public(self, title: str) -> bool:
        kind = self.lexicon.titles.get(title, "")
        return kind in PUBLIC_KINDS

    def _new_view(self, name: str, one: ArticleThings, at: int) -> PersonInArticle:
        own = city_of(one.setting.own) or (one.setting.own[0] if one.setting.own else None)
        page = one.article.page
        return PersonInArticle(name, one.article.id, page.published, page.newspaper, own.name if own else "", at)

    def _persons_of(self, one: ArticleThings, by_mention: dict[Mention, PersonInArticle]) -> list[PersonInArticle]:
        here: dict[str, PersonInArticle] = {}
        called: list[tuple[str, Node]] = []
        names = {node.name for node in one.persons}
        for node in sorted(one.persons, key=lambda node: (node.at, node.name)):
            name = self._plain_name(node.name, names)
            surname = called_by_surname(name) if name not in self.lexicon.names else ""
            if surname:
                called.append((surname, node))
                continue
            view = here.setdefault(name, self._new_view(name, one, node.at))
            view.add(node.name, node.mentions)
            for mention in node.mentions:
                by_mention[mention] = view
        for surname, node in called:
            fits = [view for name, view in here.items() if name.startswith(surname) and len(name) > len(surname)]
            if len(fits) == 1:
                view = fits[0]
                self.decisions.append(Decision(view.name, node.name, True, 0.85, "person/surname", one.article.id))
            else:
                view = here.setdefault(node.name, self._new_view(node.name, one, node.at))
                for other in fits:
                    self.decisions.append(
                        Decision(other.name, node.name, False, 0.5, "person/surname", one.article.id, "ambiguous")
                    )
            view.add(node.name, node.mentions)
            for mention in node.mentions:
                by_mention[mention] = view
        return list(here.values())

    def _plain_name(self, name: str, names: set[str]) -> str:
        """习某某总书记 -> 习某某; 陈某某同志 -> 陈某某."""
        if name.endswith("同志") and len(name) > 3:
            name = name.removesuffix("同志")
        for length in range(min(6, len(name) - 2), 1, -1):
            if name[-length:] in self.lexicon.titles and self.lexicon.is_surname(name[0]) and len(name) - length >= 2:
                return name[:-length]
        return name

    def _area_of(self, body: Cluster | None, one: ArticleThings) -> str:
        """The prefecture (or province) a body belongs to, by name; 中国 for bodies of the whole country."""
        if body is None:
            return ""
        name = body.canonical or max(body.forms, key=len, default="")
        if body.type == "PublicBody":
            text = name.removeprefix("中共").removeprefix("共青团").removeprefix("中国人民政治协商会议")
            if text.startswith(("中国共产党中央", "国务院", "中央", "全国")) or name.startswith(
                "中国人民政治协商会议全国"
            ):
                return "中国"
            for area in (*one.setting.own, *one.setting.home):
                if not area.code and text.startswith(area.name):
                    return area.name
            chain, _ = self.lexicon.gazetteer.read_chain(text, date=one.article.published)
            if chain and chain[-1][0].code[:1].isdigit():
                above = tuple(self.lexicon.gazetteer.chain(chain[-1][0], one.article.published))
                city = city_of(above)
                return (city or above[-1]).name
            if name in {known.full for known in self.lexicon.names.values()}:
                return "中国"
        return ""

    def _make_persons(self, persons: Iterable[Person]) -> tuple[dict[int, str], list[Entity]]:
        ids: dict[int, str] = {}
        entities = []
        for person in persons:
            identifier = person_id(person.name, person.anchor)
            votes: dict[str, float] = {}
            names: dict[str, int] = {}
            for view in person.members:
                ids[id(view)] = identifier
                add_votes(votes, view.votes.items())
                for mention in view.mentions:
                    names[_shown(mention)] = names.get(_shown(mention), 0) + 1
            public = any(view.public for view in person.members)
            author_only = all(view.author for view in person.members)
            type_ = (
                "Official"
                if public or (not author_only and choose_type(votes or {"Person": 1}) == "Official")
                else "Person"
            )
            names.pop(person.name, None)
            entities.append(Entity(identifier, type_, person.name, tuple(sorted(names))))
        return ids, entities


def _shown(mention: Mention) -> str:
    """The name as the text has it, without the white space of the page and the brackets of a title."""
    return re.sub(r"\s+", "", mention.name).strip("《》")


def _fullness(name: str, tables: EntityTables) -> tuple[bool, int, str]:
    legal = any(registered and name.endswith(suffix) for suffix, registered in tables.suffixes)
    return legal, len(name), name


def _fullest(cluster: Cluster, tables: EntityTables) -> str:
    return max(cluster.forms, key=lambda name: _fullness(name, tables), default=cluster.key.split(":", 1)[1])
