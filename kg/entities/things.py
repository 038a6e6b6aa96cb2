"""What one article is about, as the stages of this folder hand it on: ``ArticleThings``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.entities.bodies import body_of
from kg.entities.cluster import Cluster, Judgement, Node
from kg.entities.setting import Setting
from kg.entities.tables import EntityTables
from kg.ids import make_id
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import Lexicon
from kg.model import Article, Evidence, Mention, Part, Reading

_HEADLINE_AT = -100000


@dataclass(slots=True)
class ArticleThings:
    """What one article is about. ``of`` gives the cluster of a mention; persons are in ``persons``."""

    article: Article
    setting: Setting
    clusters: list[Cluster] = field(default_factory=list)
    persons: list[Node] = field(default_factory=list)
    of: dict[Mention, Cluster] = field(default_factory=dict)
    areas: dict[str, Cluster] = field(default_factory=dict)  # by division code or name
    divisions: dict[str, Division] = field(default_factory=dict)  # cluster key -> division
    by_key: dict[str, Cluster] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    implied: list[tuple[Cluster, str, Cluster, Evidence]] = field(default_factory=list)
    standing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # full name of names.tsv -> its short ones
    apart: frozenset[tuple[str, str]] = frozenset()  # names that the text tells apart: 甲是乙的子公司

    @property
    def page(self) -> str:
        """What the article was printed on: articles of one page are known together."""
        page = self.article.page
        if page.newspaper and page.number:
            return f"{page.newspaper}-{page.published}-{page.number}"
        return page.source

    def keep(self, cluster: Cluster) -> Cluster:
        self.clusters.append(cluster)
        self.by_key[cluster.key] = cluster
        return cluster

    def named(self, key: str, canonical: str, type_: str, extra: Iterable[str] = ()) -> Cluster:
        """The cluster of an official name, made if the article does not have it yet."""
        cluster = self.by_key.get(key)
        return cluster or self.keep(Cluster(key, canonical, type_, extra=list(extra)))


def place_of(mention: Mention) -> int:
    """Where a mention stands, headlines before the body and captions behind it."""
    shift = {Part.BODY: 0, Part.HEADLINE: _HEADLINE_AT, Part.SUBHEAD: _HEADLINE_AT // 2, Part.CAPTION: -_HEADLINE_AT}
    return mention.span.start + shift[mention.part]


def all_mentions(reading: Reading) -> list[Mention]:
    """The article's mentions and those that only its claims have, each once, in the order of the text."""
    found = dict.fromkeys(reading.mentions)
    claims = reading.claims
    for tenure in claims.tenures:
        found[tenure.person] = None
        if tenure.body is not None:
            found[tenure.body] = None
    for relation in claims.relations:
        found[relation.subject] = found[relation.object] = None
    for event in claims.events:
        for argument in (*event.arguments, *([event.place] if event.place else [])):
            found[argument.filler] = None
    for figure in claims.figures:
        if figure.of is not None:
            found[figure.of] = None
    return sorted(found, key=lambda mention: (place_of(mention), mention.span.end, mention.name, mention.type))


def body_for(
    things: ArticleThings, area: Division, kind: str, lexicon: Lexicon, tables: EntityTables
) -> Cluster | None:
    """The body of an area as a cluster of the article, made if the article does not name it."""
    body = body_of(area, kind, lexicon.gazetteer, tables)
    if body is None:
        return None
    return things.named(make_id("organization", body.official), body.official, "PublicBody", body.forms)


def known_body(things: ArticleThings, full: str, type_: str) -> Cluster:
    """A body that everybody knows (names.tsv), with its standing short names: 中共中央, 党中央, 中央."""
    return things.named(make_id("organization", full), full, type_, things.standing.get(full, ()))
