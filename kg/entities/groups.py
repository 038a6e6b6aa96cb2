"""The things of all articles except persons -> entities: one for one thing, with all its names, its type and its id.

Areas, bodies and other official names are one by their key; companies and other organisations by their full name. A
short name joins the one full name that the same page, or some article of the build, shows it to be short for; where
two full names claim it, it stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster
from kg.entities.companies import CompanyName, match_companies, read_company
from kg.entities.joining import join_by_keys
from kg.entities.kinds import add_votes, choose_type, family
from kg.entities.resolution import Decision
from kg.entities.scopes import is_one_word
from kg.entities.sites import strip_place
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings
from kg.ids import key_of, make_id
from kg.lexicon.words import Lexicon
from kg.model import Entity, Mention

_SURE = 0.85  # a short name joins a full one elsewhere on its page from here on
_LONGEST_HEAD = 8  # characters of a known short name at the head of another
_SHORTEST = 3  # characters of a short name that may be known from another article


@dataclass(slots=True)
class Groups:
    """Entities with the ids of all clusters, by ``id()`` of the cluster."""

    entities: list[Entity] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    same: list[tuple[str, str]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """One article's cluster on its way into a group."""

    things: ArticleThings
    cluster: Cluster
    key: str  # the id it has on its page
    name: str  # its fullest name
    former: str = ""  # the id it would have without the other articles of its page

    @property
    def open(self) -> bool:
        """Whether it is known by its own names only, so that a fuller name elsewhere may be its own."""
        cluster = self.cluster
        return not (cluster.local or cluster.canonical or cluster.code) and family(cluster.type) == "organization"


def join_clusters(things: Sequence[ArticleThings], lexicon: Lexicon, tables: EntityTables) -> Groups:
    """Every cluster of every article gets its entity. ``things`` are in the order of their articles' day and id."""
    parts = [
        _Part(one, cluster, cluster.key, fullest(cluster.forms, tables) or key_of(cluster.key))
        for one in things
        for cluster in one.clusters
        if cluster.mentions or cluster.fixed_type or cluster.canonical
    ]
    groups = Groups()
    _join_on_pages(parts, lexicon, tables, groups)
    elsewhere = _find_short_names(parts, lexicon, tables)
    keys = [list(_keys(part, elsewhere, lexicon, tables, groups)) for part in parts]
    for numbers in join_by_keys(keys).groups():
        _add_entity([parts[number] for number in numbers], groups, tables)
    there = {entity.id for entity in groups.entities} | {other for _, other in groups.same}
    former = {part.former: groups.ids[id(part.cluster)] for part in parts if part.former}
    groups.same += [(identifier, other) for other, identifier in former.items() if other not in there]
    return groups


def _keys(
    part: _Part, elsewhere: dict[str, set[str]], lexicon: Lexicon, tables: EntityTables, groups: Groups
) -> Iterable[str]:
    """What a cluster is known by across articles."""
    yield part.key
    cluster = part.cluster
    if cluster.code:
        area = part.things.divisions.get(cluster.key)
        later = lexicon.gazetteer.successor(area) if area is not None else None
        if later is not None:
            yield f"place:{later.code}"
    elif part.key.startswith(("place:", "project:")):
        yield f"thing:{key_of(part.key)}"  # a building site is a site here and a project there
        rest = strip_place(part.name, lexicon.gazetteer)
        if rest != part.name and is_one_word(rest, lexicon):
            yield f"thing:{rest}"  # 北京|人民大会堂
    if part.open:
        yield from _fuller_keys(part, lexicon, tables)
    if part.open and part.name in elsewhere:
        full = sorted(elsewhere[part.name] - {part.key})
        only = len(full) == 1
        if only:
            yield full[0]
        article = part.things.article.id
        for key in full:
            score, note = (0.8, "") if only else (0.5, "ambiguous")
            decision = Decision(key_of(key), part.name, only, score, "short name elsewhere", article, note)
            groups.decisions.append(decision)


def _fuller_keys(part: _Part, lexicon: Lexicon, tables: EntityTables) -> Iterable[str]:
    """What the lists know a name to be short for: 中石油, 中科院成都生物研究所, 某某日报社."""
    if part.cluster.type in ("Company", "Institution") and part.name in tables.national:
        yield make_id("organization", tables.national[part.name])
    if part.cluster.type == "Media" and part.name.endswith(("报社", "刊社")):
        yield make_id("organization", part.name.removesuffix("社"))
    for length in range(min(_LONGEST_HEAD, len(part.name) - 2), 2, -1):
        known = lexicon.names.get(part.name[:length])
        if known is not None:
            if family(known.type) == "organization" and known.full != known.name:
                yield make_id("organization", known.full + part.name[length:])
            return


def _find_short_names(parts: Sequence[_Part], lexicon: Lexicon, tables: EntityTables) -> dict[str, set[str]]:
    """Short name -> ids of the organisations that some article shows it to be short for."""
    found: dict[str, set[str]] = {}
    for part in parts:
        if part.cluster.local or family(part.cluster.type) != "organization":
            continue
        shorts = {name for name in part.cluster.short if len(name) >= _SHORTEST}
        if part.cluster.type == "Company":
            full = read_company(part.name, lexicon, tables)
            shorts = {name for name in shorts if not _is_common(read_company(name, lexicon, tables), full)}
            if full.legal and not full.branch and len(full.core) >= _SHORTEST and full.core != full.trade:
                shorts.add(full.core)
        for name in shorts - {part.name}:
            found.setdefault(name, set()).add(part.key)
    return found


def _is_common(short: CompanyName, full: CompanyName) -> bool:
    """恒某公司 of 湖北恒某汽车系统有限公司: another firm may bear the brand alone, or a mere line of business."""
    if short.place or "集团" in short.suffix:
        return False
    return not short.brand or (not short.trade and short.brand == full.brand and bool(full.trade))


def _join_on_pages(parts: Sequence[_Part], lexicon: Lexicon, tables: EntityTables, groups: Groups) -> None:
    """On one page, a company known by its short name alone is the one full name there that it fits."""
    pages: dict[str, dict[str, list[_Part]]] = {}
    for part in parts:
        if part.open and part.cluster.type == "Company":
            pages.setdefault(part.things.page, {}).setdefault(part.name, []).append(part)
    for names in pages.values():
        for name in sorted(names, key=lambda name: (len(name), name)):
            short = read_company(name, lexicon, tables)
            fits: list[tuple[str, tuple[float, str]]] = []
            apart = frozenset(pair for part in names[name] for pair in part.things.apart)
            for other in sorted(names):
                if len(other) > len(name) and (name, other) not in apart:
                    match = match_companies(read_company(other, lexicon, tables), short, lexicon, tables)
                    if match and match[0] >= _SURE:
                        fits.append((other, match))
            article = names[name][0].things.article.id
            for other, (score, rule) in fits:
                note = "ambiguous" if len(fits) > 1 else ""
                decision = Decision(other, name, not note, round(score - 0.05, 4), f"{rule}/page", article, note)
                groups.decisions.append(decision)
            if len(fits) == 1:
                for part in names[name]:
                    part.former, part.key = part.key, names[fits[0][0]][0].key


# ------------------------------------------------------------------------------------ entities


def _add_entity(parts: list[_Part], groups: Groups, tables: EntityTables) -> None:
    latest = max(parts, key=lambda part: (part.things.article.published, part.things.article.id))
    votes: dict[str, float] = {}
    names: dict[str, int] = {}
    extra: set[str] = set()
    for part in parts:
        add_votes(votes, part.cluster.votes.items())
        extra.update(part.cluster.extra)
        for mention in part.cluster.mentions:
            # words that only point back (公司) are no names; a cluster's forms say which are
            if bare_name(mention.name) in part.cluster.forms:
                shown = shown_name(mention)
                names[shown] = names.get(shown, 0) + 1
    ordered = [latest, *parts]
    type_ = next((part.cluster.fixed_type for part in ordered if part.cluster.fixed_type), "")
    type_ = type_ or choose_type(votes or {"Organization": 1.0})
    canonical = next((part.cluster.canonical for part in ordered if part.cluster.canonical), "")
    canonical = canonical or fullest(names, tables) or latest.name
    aliases = dict.fromkeys([*sorted(names), *sorted(extra)])
    aliases.pop(canonical, None)
    identifier = _choose_id(parts, latest, tables)
    coordinates = next((part.cluster.coordinates for part in ordered if part.cluster.coordinates), None)
    code = key_of(identifier) if latest.cluster.code else ""
    groups.entities.append(Entity(identifier, type_, canonical, tuple(aliases), code, coordinates))
    groups.same += [(identifier, key) for key in sorted({part.key for part in parts} - {identifier})]
    for part in parts:
        groups.ids[id(part.cluster)] = identifier


def _choose_id(parts: list[_Part], latest: _Part, tables: EntityTables) -> str:
    """An area's code of today; else the official name's, else the fullest name's, a project's before a site's."""
    if latest.cluster.code:
        return max(parts, key=lambda part: (part.things.divisions[part.cluster.key].since, part.key)).key
    by_rank = {
        (not part.cluster.canonical, not part.key.startswith("project:"), _reverse(key_of(part.key), tables)): part.key
        for part in parts
    }
    return by_rank[min(by_rank)]


def _reverse(name: str, tables: EntityTables) -> tuple[bool, int, str]:
    legal, length, _ = fullness(name, tables)
    return not legal, -length, name


def fullness(name: str, tables: EntityTables) -> tuple[bool, int, str]:
    """How full a name is: a registered form before any other, then the longer."""
    legal = any(registered and name.endswith(suffix) for suffix, registered in tables.suffixes)
    return legal, len(name), name


def fullest(names: Iterable[str], tables: EntityTables) -> str:
    return max(names, key=lambda name: fullness(name, tables), default="")


def shown_name(mention: Mention) -> str:
    """The name as the text has it, without the white space of the page and the brackets of a title."""
    return re.sub(r"\s+", "", mention.name).strip("《》")
