"""Persons of all articles -> who is who.

A shared name alone never makes one person of two. Views of one name are one if they lead the same country, hold an
office in the same area or body, or sign for the same paper or agency. A name without any office joins what it shares a
place, a page, or company with: the area for names of three characters and more (two-character names are borne by many),
the people and bodies of the same sentence, the page. Where two bearers fit, and neither is there many times as often,
it belongs to neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.entities.joining import Unions
from kg.entities.kinds import add_votes
from kg.entities.reach import NOWHERE, Anchor
from kg.entities.resolution import Decision
from kg.ids import person_id
from kg.model import Mention

# what an id may be made from, the widest first
_RANKS = {"known": 0, "country": 1, "area": 2, "body": 3, "paper": 4, "article": 5}
_SCORES = {
    "known": 0.9, "country": 0.95, "body": 0.95, "area": 0.85, "paper": 0.9, "text": 0.95, "page": 0.85, "beside": 0.85,
    "around": 0.8, "at": 0.8, "leader": 0.7, "national": 0.85,
}  # fmt: skip
_TELLING = 3  # characters of a name that few people share
_CIRCLE = 2  # persons in common that make two articles speak of one circle
_CAPITAL = "110000"  # what comes from there is mostly the country's
_CLEAR = 8  # times as many views of one bearer as of any other: the one that is meant
_COMMON = 50  # a companion in more articles than this tells nothing


@dataclass(frozen=True, slots=True)
class Holding:
    """An office a view holds: the body (its entity, "" where none is named), the title, and how far it is known."""

    body: str
    title: str
    anchor: Anchor
    leads: bool
    key: str = ""  # the id the body has on the article's page


@dataclass(slots=True)
class PersonInArticle:
    """One person as one article knows them."""

    name: str
    article: str
    page: str
    text: str  # digest of the article's text, which may be printed twice
    published: date
    own: str  # code (or name) of the city that the article speaks from
    at: int
    mentions: list[Mention] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    votes: dict[str, float] = field(default_factory=dict)
    holdings: list[Holding] = field(default_factory=list)
    beside: set[str] = field(default_factory=set)  # names in the same sentences
    around: frozenset[str] = frozenset()  # names in the article
    at_bodies: set[str] = field(default_factory=set)  # organisations in the same sentences
    public: bool = False
    author: str = ""  # the paper or agency that the person writes for
    bylined: bool = False  # named in the byline, not only in the text
    famous: bool = False

    @property
    def placed(self) -> bool:
        """Whether an office says where the person belongs."""
        return any(holding.anchor != NOWHERE for holding in self.holdings)

    @property
    def telling(self) -> bool:
        return len(self.name) >= _TELLING

    @property
    def called(self) -> str:
        """What the name is compared by: the last part of a foreign name in full."""
        return self.name.rsplit("·", 1)[-1]

    def add(self, name: str, mentions: list[Mention]) -> None:
        self.forms[name] = self.forms.get(name, 0) + len(mentions)
        self.mentions += mentions
        add_votes(self.votes, ((mention.type, mention.confidence) for mention in mentions))

    def anchors(self) -> list[Anchor]:
        """What the id may be made from: known from the article's page alone."""
        found: list[Anchor] = []
        for holding in self.holdings:
            kind, key = holding.anchor
            if kind == "area" and not (self.telling or holding.leads):
                found.append(("body", holding.key))
            elif kind:
                found.append((kind, key))
        if self.author:
            found.append(("paper", f"paper:{self.author}"))
        if self.famous and all(kind == "country" for kind, _ in found):
            found.append(("known", ""))
        if not found and self.telling and self.own:
            found.append(("area", self.own))
        return found or [("article", self.article)]

    def keys(self) -> list[tuple[str, str]]:
        """What makes it one with others, whatever else is known of either.

        普京总统 and 弗拉基米尔·普京总统 are one by their office; by anything else a name in full is itself only.
        """
        bodies = [("body", holding.body) for holding in self.holdings if holding.body and holding.anchor[0] == "body"]
        keys = dict.fromkeys([*self.anchors(), *bodies])
        return [(kind, key if kind in ("country", "body") else self.own_key(key)) for kind, key in keys]

    def own_key(self, key: str) -> str:
        return f"{key} {self.name}" if "·" in self.name else key

    def company(self, national: set[str]) -> list[tuple[str, str]]:
        """What a view without office may be known by: the page, the people and bodies it stands beside."""
        found = [("page", self.own_key(self.page)), ("text", self.own_key(self.text))]
        found += [("beside", self.own_key(name)) for name in sorted(self.beside - national)]
        if self.telling:
            found += [("at", self.own_key(body)) for body in sorted(self.at_bodies)]
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the build, the ids that parts of it would have alone, and the views that make it up."""

    id: str
    same: tuple[str, ...]
    name: str
    members: tuple[PersonInArticle, ...]


def join_persons(views: Iterable[PersonInArticle]) -> tuple[list[Person], list[Decision]]:
    """Groups the views by name, then by what they share; every merge and every refusal is recorded."""
    by_name: dict[str, list[PersonInArticle]] = {}
    for view in views:
        by_name.setdefault(view.called, []).append(view)
    national = {
        view.name
        for group in by_name.values()
        for view in group
        if any(holding.anchor[0] == "country" for holding in view.holdings)
    }
    persons: list[Person] = []
    decisions: list[Decision] = []
    for name in sorted(by_name):
        group = sorted(by_name[name], key=lambda view: (view.published, view.article, view.at, view.name))
        found, rules = _Joiner(group, national).join()
        persons += found
        decisions += _explain(name, found, rules)
    return sorted(persons, key=lambda person: person.id), decisions


class _Joiner:
    """All views of one name while they are put together."""

    def __init__(self, group: Sequence[PersonInArticle], national: set[str]) -> None:
        self.group = group
        self.national = national
        self.unions = Unions(len(group))
        self.rules: dict[int, dict[str, int]] = {}  # first view of a person -> rule -> views joined by it

    def join(self) -> tuple[list[Person], list[dict[str, int]]]:
        self._join_shared([view.keys() for view in self.group])
        plain = [not (view.placed or view.author or view.famous) for view in self.group]
        company = [view.company(self.national) for view in self.group]
        rooted = {self.unions.root(number) for number in range(len(self.group)) if not plain[number]}
        loose = [number for number in range(len(self.group)) if self.unions.root(number) not in rooted]
        for number, shared in self._find_circles(loose).items():
            company[number] += shared
        self._join_shared([company[number] if number in loose else [] for number in range(len(self.group))])
        self._join_loose(loose, company)
        groups = self.unions.groups()
        return [self._make(numbers) for numbers in groups], [self.rules.get(numbers[0], {}) for numbers in groups]

    def _join_shared(self, keys: Sequence[Sequence[tuple[str, str]]]) -> None:
        first: dict[tuple[str, str], int] = {}
        for number, own in enumerate(keys):
            for key in own:
                if key in first:
                    self._unite(first[key], number, key[0])
                else:
                    first[key] = number

    def _unite(self, left: int, right: int, rule: str) -> None:
        roots = self.unions.root(left), self.unions.root(right)
        if not self.unions.join(left, right):
            return
        counts: dict[str, int] = {}
        for root in roots:
            for name, count in self.rules.pop(root, {}).items():
                counts[name] = counts.get(name, 0) + count
        counts[rule] = counts.get(rule, 0) + 1
        self.rules[self.unions.root(left)] = counts

    def _find_circles(self, loose: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
        """Keys of views whose articles name two or more other persons in common; each view's nearest such view."""
        bearers: dict[str, list[int]] = {}
        for number, view in enumerate(self.group):
            for name in view.around - self.national - {view.name}:
                bearers.setdefault(name, []).append(number)
        found: dict[int, list[tuple[str, str]]] = {}
        for number in loose:
            view = self.group[number]
            common: Counter[int] = Counter()
            for name in view.around - self.national - {view.name}:
                if len(bearers[name]) <= _COMMON:
                    common.update(bearers[name])
            for other, count in sorted(common.items()):
                if other != number and count >= _CIRCLE:
                    first, second = sorted((number, other))
                    key = ("around", view.own_key(f"{self.group[first].article} {self.group[second].article}"))
                    found.setdefault(number, []).append(key)
                    found.setdefault(other, []).append(key)
        return found

    def _join_loose(self, loose: Sequence[int], company: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Views without office join the one bearer of the name that they share something with."""
        rooted: dict[tuple[str, str], set[int]] = {}
        leaders: dict[str, set[int]] = {}
        countries: set[int] = set()
        for number, view in enumerate(self.group):
            if number in loose or view.author:
                continue
            for key in company[number]:
                rooted.setdefault(key, set()).add(number)
            for holding in view.holdings:
                if holding.anchor[0] == "area" and holding.leads:
                    leaders.setdefault(holding.anchor[1], set()).add(number)
                if holding.anchor[0] == "country":
                    countries.add(number)
        joins: list[tuple[int, int, str]] = []
        clusters: dict[int, list[int]] = {}
        for number in loose:
            clusters.setdefault(self.unions.root(number), []).append(number)
        for root, numbers in clusters.items():
            found = self._find_bearer(numbers, company, rooted, leaders, countries)
            if found is not None:
                joins.append((found[0], root, found[1]))
        for bearer, root, rule in joins:
            self._unite(bearer, root, rule)

    def _find_bearer(
        self,
        numbers: list[int],
        company: Sequence[Sequence[tuple[str, str]]],
        rooted: dict[tuple[str, str], set[int]],
        leaders: dict[str, set[int]],
        countries: set[int],
    ) -> tuple[int, str] | None:
        shared = {(other, key[0]) for number in numbers for key in company[number] for other in rooted.get(key, ())}
        own = {(other, "leader") for number in numbers for other in leaders.get(self.group[number].own, ())}
        known = {(other, "national") for other in countries if self._is_national(numbers)}
        for candidates in (shared, own, known):
            bearers: dict[int, list[tuple[int, str]]] = {}
            for other, rule in candidates:
                bearers.setdefault(self.unions.root(other), []).append((other, rule))
            first, *others = sorted(bearers.values(), key=lambda links: (-len(links), min(links))) or [[]]
            if first and (not others or len(first) >= _CLEAR * len(others[0])):
                return min(first)
            if first:
                return None
        return None

    def _is_national(self, numbers: list[int]) -> bool:
        """A leader of a country is meant by the bare name, if it is telling or stands among other leaders'."""
        views = [self.group[number] for number in numbers]
        return any(
            view.telling
            or view.beside & self.national
            or (view.own in ("", _CAPITAL) and view.around & self.national - {view.name})
            for view in views
        )

    def _make(self, numbers: list[int]) -> Person:
        views = [self.group[number] for number in numbers]
        # the id of each view alone: its name and its widest anchor
        ranked = sorted({min((_RANKS[kind], key, view.name) for kind, key in view.anchors()) for view in views})
        ids = list(dict.fromkeys(person_id(name, key) for _, key, name in ranked))
        name = max((view.name for view in views), key=lambda name: (len(name), name))
        return Person(ids[0], tuple(sorted(ids[1:])), name, tuple(views))


def _explain(name: str, persons: list[Person], rules: list[dict[str, int]]) -> list[Decision]:
    decisions = []
    for person, counts in zip(persons, rules, strict=True):
        first = person.members[0].article
        for rule, count in sorted(counts.items()):
            decisions.append(
                Decision(name, name, True, _SCORES[rule], f"person/{rule}", first, "", (person.id,), count + 1)
            )
    largest = max(persons, key=lambda person: (len(person.members), person.id))
    for person in persons:
        if person is not largest:
            nodes = tuple(sorted((largest.id, person.id)))
            first = person.members[0].article
            decisions.append(
                Decision(name, name, False, 0.5, "person/name only", first, "", nodes, len(person.members))
            )
    return decisions
