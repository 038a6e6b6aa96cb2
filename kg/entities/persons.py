"""Persons of all articles -> who is who.

A shared name alone never makes one person of two. Mentions of one name in one article are one person; persons of
two articles are one if they hold a post in the same body, the same post in the same area, sign as authors of the
same paper, or if one is named without any office where the other is an official of that very area. The anchor in
a person's id is the area of the body in which the post is held, else the organisation, else the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.entities.kinds import add_votes
from kg.entities.resolution import Decision
from kg.model import Mention

_CALLED = re.compile(
    r"^(?P<surname>[一-龥]{1,2}?)(?:总经理|经理|书记|市长|县长|区长|镇长|局长|处长|科长|部长|主任|主席|会长|校长|院长|教授|老师|博士|医生|先生|女士|总工|工程师|董事长|总|老|某某?)$"
)
_OLD = re.compile(r"^(?:老|小|阿)(?P<surname>[一-龥])$")


@dataclass(slots=True)
class PersonInArticle:
    """One person as one article knows them."""

    name: str
    article: str
    published: date
    newspaper: str
    own_area: str  # city that the article speaks from, by name
    at: int
    mentions: list[Mention] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    votes: dict[str, float] = field(default_factory=dict)
    posts: list[tuple[str, str, str]] = field(default_factory=list)  # (body id, title, area of the body)
    public: bool = False
    author: bool = False
    national: bool = False  # holds an office of a whole country

    @property
    def placed(self) -> bool:
        """Whether an office says where the person belongs."""
        return any(body or area for body, _, area in self.posts)

    def add(self, name: str, mentions: list[Mention]) -> None:
        self.forms[name] = self.forms.get(name, 0) + len(mentions)
        self.mentions += mentions
        add_votes(self.votes, ((mention.type, mention.confidence) for mention in mentions))


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the build: the id's anchor and the articles' views that make it up."""

    name: str
    anchor: str
    members: tuple[PersonInArticle, ...]


def called_by_surname(name: str) -> str:
    """王 for 王经理 and 老王, "" for a name in full."""
    match = _CALLED.match(name) or _OLD.match(name)
    return match["surname"] if match else ""


def join_persons(views: Iterable[PersonInArticle]) -> tuple[list[Person], list[Decision]]:
    """Groups the views by name, then by what they share; every merge and every refusal is recorded."""
    by_name: dict[str, list[PersonInArticle]] = {}
    for view in views:
        by_name.setdefault(view.name, []).append(view)
    persons: list[Person] = []
    decisions: list[Decision] = []
    for name in sorted(by_name):
        group = sorted(by_name[name], key=lambda view: (view.published, view.article, view.at))
        for members in _join_group(name, group, decisions):
            persons.append(Person(name, _anchor(members), tuple(members)))
    return _part_same_ids(persons), decisions


def _keys(view: PersonInArticle) -> list[tuple[str, ...]]:
    """What the view is found by; a person named without office is found by the area alone."""
    keys: list[tuple[str, ...]] = []
    for body, title, area in view.posts:
        if body:
            keys.append(("body", body))
        if area and title:
            keys.append(("post", area, title))
        if area:
            keys.append(("area", area))
    if view.author:
        keys.append(("author", view.newspaper))
    elif not view.placed:
        keys.append(("plain", view.own_area or f"paper {view.newspaper}"))
    return list(dict.fromkeys(keys))


def _asked(view: PersonInArticle) -> list[tuple[str, ...]]:
    """What the view looks for: its own keys, an official asks for plain views of the area and the other way round."""
    asked = [key for key in _keys(view) if key[0] != "area"]
    asked += [("plain", key[1]) for key in _keys(view) if key[0] == "area"]
    if not view.placed and not view.author and view.own_area:
        asked.append(("area", view.own_area))
    return asked


_SCORES = {"body": 0.95, "post": 0.9, "author": 0.9, "area": 0.8, "plain": 0.8, "national": 0.85}


def _join_group(name: str, group: list[PersonInArticle], decisions: list[Decision]) -> list[list[PersonInArticle]]:
    clusters: list[list[PersonInArticle]] = []
    owner: dict[tuple[str, ...], int] = {}
    for view in group:
        keys, asked = _keys(view), _asked(view)
        found = {key: owner[key] for key in asked if key in owner}
        for key, index in list(found.items()):
            # officials of two bodies do not become one through a mention without office
            if key[0] == "plain" and view.placed and any(member.placed for member in clusters[index]):
                del found[key]
        hits = sorted(set(found.values()))
        if hits:
            rule = next(key[0] for key in asked if found.get(key) in hits)
            target = hits[0]
            for other in hits[1:]:
                clusters[target] += clusters[other]
                clusters[other] = []
                for key, index in owner.items():
                    if index == other:
                        owner[key] = target
            decisions.append(Decision(name, name, True, _SCORES[rule], f"person/{rule}", view.article))
        else:
            target = len(clusters)
            clusters.append([])
        clusters[target].append(view)
        for key in keys:
            owner.setdefault(key, target)
    clusters = [cluster for cluster in clusters if cluster]
    clusters = _join_national(name, clusters, decisions)
    for index, cluster in enumerate(clusters[1:], start=1):
        decisions.append(
            Decision(name, name, False, 0.5, "person/name only", cluster[0].article, f"namesake {index + 1}")
        )
    return clusters


def _join_national(
    name: str, clusters: list[list[PersonInArticle]], decisions: list[Decision]
) -> list[list[PersonInArticle]]:
    """A leader of a whole country is meant wherever the name stands without another office."""
    national = [cluster for cluster in clusters if any(view.national for view in cluster)]
    if len(national) != 1:
        return clusters
    kept = [national[0]]
    for cluster in clusters:
        if cluster is national[0]:
            continue
        if any(view.placed or view.author for view in cluster):
            kept.append(cluster)
        else:
            national[0].extend(cluster)
            decisions.append(Decision(name, name, True, _SCORES["national"], "person/national", cluster[0].article))
    return kept


def _anchor(members: list[PersonInArticle]) -> str:
    """From the earliest evidence, so that the order of input does not matter."""
    ordered = sorted(members, key=lambda view: (view.published, view.article, view.at))
    for view in ordered:
        for _, _, area in view.posts:
            if area:
                return area
    for view in ordered:
        for body, _, _ in view.posts:
            if body:
                return body
    return next((view.newspaper for view in ordered if view.newspaper), ordered[0].own_area)


def _part_same_ids(persons: list[Person]) -> list[Person]:
    """Two persons of one name and anchor (a reporter and a man in the street) get anchors of their own."""
    seen: set[tuple[str, str]] = set()
    parted = []
    for person in persons:
        anchor = person.anchor
        if (person.name, anchor) in seen:
            anchor = f"{anchor}/{person.members[0].article}"
        seen.add((person.name, anchor))
        parted.append(Person(person.name, anchor, person.members))
    return parted
