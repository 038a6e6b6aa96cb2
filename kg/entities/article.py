"""One article's reading -> its things, each with all the names the article gives it.

In order: areas (they say where everything else is), bodies of areas, known names, companies, other organisations,
sites and projects, documents and products, and last the words that only point back (公司, 集团公司, 通知).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kg.entities.areas import AreaReader
from kg.entities.bodies import BodyName, bare_name, read_body
from kg.entities.cluster import Cluster, Judgement, Node
from kg.entities.implied import add_implied, add_unmarked_names
from kg.entities.kinds import add_votes, choose_type, compatible, family
from kg.entities.matching import NameMatcher
from kg.entities.missions import read_mission
from kg.entities.scopes import is_common_body, tells_itself
from kg.entities.setting import city_of
from kg.entities.shortening import abbreviates
from kg.entities.tables import EntityTables
from kg.entities.things import ArticleThings, all_mentions, known_body, place_of
from kg.ids import digest, make_id
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import KnownName, Lexicon
from kg.model import Mention, Part, Reading

_DECLARED = re.compile(
    r"[（(](?:以下|下)?(?:均)?(?:简称|称)(?:为|作)?[：:]?[“\"‘]?(?P<short>[^“”\"‘’（）()，。；]{2,20}?)[”\"’]?[）)]"
)
_IN_BRACKET = re.compile(r"[（(][“\"‘]?(?P<short>[一-龥]{2,8})[”\"’]?[）)]")
_SEVERAL = re.compile(r"组成|构成|联合|共同|合称|统称|等")
_STATE_FRONT = re.compile(r"^(?:中华人民共和国|中国)?(?:第?[一二三四五六七八九十]+届)?")
_NAME_END = re.compile(r"[会节赛展周奖法院部局厅所团队区园厂店社校路桥线案书]$")
_POINTER = re.compile(r"^(?:该|本|这家|该家|此|各|整个|这个)")
_BRACKET = re.compile(r"（[^（）]*）$")
_FOREIGN_PARTY = re.compile(r"(?<!中)[共党]$")
_GENERIC_TITLE = 6  # characters of a document's name that any city may have: 实施意见, 三年行动计划
_SHORTENING = ("declared", "name/letters", "company/")  # rules that hold of a name wherever it stands
_LONGEST_COUNTRY = 9
_RANKS = 0.04  # two candidates nearer than this are equal: nobody is chosen


def resolve_article(
    reading: Reading,
    home: tuple[Division, ...],
    lexicon: Lexicon,
    tables: EntityTables,
    standing: Mapping[str, tuple[str, ...]],
) -> ArticleThings:
    """Clusters every mention of the article except persons (they need the offices first)."""
    return _ArticleResolver(reading, home, lexicon, tables, standing).run()


def group_names(mentions: list[Mention]) -> list[Node]:
    """One node a spelling, in the order of the text, typed by its family with most votes and the type within it."""
    nodes: dict[str, Node] = {}
    for mention in mentions:
        name = bare_name(mention.name)
        if not name:
            continue
        node = nodes.setdefault(name, Node(name, "", place_of(mention), [], {}))
        node.mentions.append(mention)
        add_votes(node.votes, [(mention.type, mention.confidence)])
    for node in nodes.values():
        families: dict[str, float] = {}
        add_votes(families, ((family(type_), weight) for type_, weight in node.votes.items()))
        best = min(families, key=lambda name: (-families[name], name))
        node.type = choose_type({type_: w for type_, w in node.votes.items() if family(type_) == best})
    return list(nodes.values())


def told_apart(reading: Reading) -> frozenset[tuple[str, str]]:
    """Names of two firms, for the text says that one belongs to the other: 远某科技是远某集团的子公司."""
    pairs = [
        (bare_name(claim.subject.name), bare_name(claim.object.name))
        for claim in reading.claims.relations
        if claim.predicate in ("subOrganizationOf", "ownsShareOf") and claim.evidence.extractor.startswith("relation/")
    ]
    return frozenset([*pairs, *((right, left) for left, right in pairs)])


class _ArticleResolver:
    """Holds what is known of one article while the rules run over it."""

    def __init__(
        self,
        reading: Reading,
        home: tuple[Division, ...],
        lexicon: Lexicon,
        tables: EntityTables,
        standing: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.article = reading.article
        self.lexicon = lexicon
        self.gazetteer = lexicon.gazetteer
        self.tables = tables
        self.nodes = group_names(all_mentions(reading))
        self.areas = AreaReader(self.article, self.nodes, home, self.gazetteer)
        self.names = NameMatcher(self.nodes, lexicon, tables)
        self.things = ArticleThings(self.article, self.areas.setting, standing=standing, apart=told_apart(reading))

    def run(self) -> ArticleThings:
        waiting: list[Node] = []
        steps: list[Callable[[Node], bool]] = [
            self._take_person, self._take_area, self._take_known, self._take_mission, self._take_body,
        ]  # fmt: skip
        for node in self.nodes:
            if not any(step(node) for step in steps):
                waiting.append(node)
        generic = [node for node in waiting if self._generic_family(node)]
        waiting = [node for node in waiting if not self._generic_family(node)]
        waiting.sort(key=lambda node: (-len(node.name), node.name))
        declared = self._declared_names()
        for node in waiting:
            self._take_name(node, declared)
        for node in generic:
            self._take_generic(node)
        add_unmarked_names(self.things, self.names, self.areas.local)
        add_implied(self.things, self.names)
        for mention, cluster in self.things.of.items():
            # the mention stage knew the full name already: what the text says is an alias all the same
            if mention.extractor == "derived_short_name":
                if mention.text not in (*cluster.forms, *cluster.extra):
                    cluster.extra.append(mention.text)
                # …市|职业技术学院: without its place it may be another city's
                placed = mention.name.endswith(mention.text) and self.gazetteer.starts_with_place(mention.name)
                if not cluster.canonical and not placed:
                    cluster.short.add(bare_name(mention.text))
        return self.things

    def _put(self, cluster: Cluster, node: Node, rule: str, score: float, *, vote: bool = True) -> None:
        if cluster.forms and node.name not in cluster.forms:
            self._judge(cluster, node.name, True, score, rule)
        cluster.add(node.name, node.mentions, vote=vote)
        for mention in node.mentions:
            self.things.of[mention] = cluster

    def _judge(self, cluster: Cluster, name: str, same: bool, score: float, rule: str, note: str = "") -> None:
        left = cluster.canonical or next(iter(cluster.forms))
        self.things.judgements.append(Judgement(cluster, left, name, same, score, rule, note))

    # ------------------------------------------------------------------------------------ names known by themselves

    def _take_person(self, node: Node) -> bool:
        if family(node.type) != "person":
            return False
        self.things.persons.append(node)
        return True

    def _take_area(self, node: Node) -> bool:
        if family(node.type) != "place" or node.type == "Project":
            return False
        if node.type == "Site" and self.gazetteer.kind(node.name) not in ("Site", "Place"):
            return False
        if self.areas.is_pair(node.name):
            return True
        area = self.areas.read(node)
        if area is None:
            if node.type != "AdministrativeArea":
                return False
            if self.areas.is_deictic(node.name):  # 我区, and nothing says which
                return self._take_local(node)
            if self.areas.is_everyday(node.name):
                return True  # 来宾: guests, where nothing near it says that a city is meant
            area = self.areas.read_unlisted(node.name, self.things.divisions)
        if area.type == "AdministrativeArea" and node.type == "Site":
            return False
        if self.areas.is_far_district(node.name, area):
            return False
        self._put(self.areas.cluster(area, self.things), node, "area/gazetteer", 0.95)
        return True

    def _take_local(self, node: Node) -> bool:
        kind = "place" if family(node.type) == "place" else "organization"
        cluster = self.things.keep(Cluster(make_id(kind, node.name, digest(self.article.id, length=6)), local=True))
        self._put(cluster, node, "local", 1.0)
        return True

    def _take_known(self, node: Node) -> bool:
        known = self.lexicon.names.get(node.name) or self._known_in_full(node.name)
        if known is None or family(known.type) != family(node.type) or known.type == "Person":
            return False
        if node.name.startswith("中央") and self._of_foreign_party(node):
            return self._take_local(node)
        if known.type == "PublicBody":
            node = self._part_abroad(node)
        if not node.mentions:
            return True
        if family(known.type) == "organization":
            cluster = known_body(self.things, known.full, known.type)
        else:
            cluster = self.things.named(make_id("place", known.full), known.full, known.type)
        self._put(cluster, node, "known name", 0.97)
        return True

    def _part_abroad(self, node: Node) -> Node:
        """某国|教育部: mentions right behind another country's name are of that country's body; the rest is left."""
        abroad: dict[str, list[Mention]] = {}
        for mention in node.mentions:
            country = self._country_before(mention)
            if country:
                abroad.setdefault(country, []).append(mention)
        for country, mentions in abroad.items():
            full = country + node.name
            cluster = self.things.named(make_id("organization", full), full, "PublicBody")
            self._put(cluster, Node(full, node.type, place_of(mentions[0]), mentions, {}), "body/abroad", 0.9)
        if not abroad:
            return node
        return Node(
            node.name, node.type, node.at, [m for m in node.mentions if self.things.of.get(m) is None], node.votes
        )

    def _country_before(self, mention: Mention) -> str:
        if mention.part is not Part.BODY or mention.text != mention.name:
            return ""
        front = self.article.text[max(0, mention.span.start - _LONGEST_COUNTRY) : mention.span.start]
        for at in range(len(front) - 1):
            place = self.gazetteer.resolve(front[at:]) if self.gazetteer.is_place(front[at:]) else None
            if place is not None:
                return place.name if place.level == "country" and place.code != "CN" else ""
        return ""

    def _known_in_full(self, name: str) -> KnownName | None:
        """中国外交部, 中华人民共和国第十四届全国人民代表大会: a body of the state behind the country and its term."""
        bare = _STATE_FRONT.sub("", name, count=1)
        short = self.things.standing.get(bare, (bare,))[0]  # the full name itself may be no entry
        known = self.lexicon.names.get(short)
        return known if known and known.type in ("PublicBody", "Media", "Institution") else None

    def _of_foreign_party(self, node: Node) -> bool:
        """越共|中央: the centre of another party."""
        fronts = [self.article.text[: m.span.start][-4:] for m in node.mentions if m.part is Part.BODY]
        return bool(fronts) and all(_FOREIGN_PARTY.search(front) for front in fronts)

    def _take_mission(self, node: Node) -> bool:
        if family(node.type) != "organization" or "驻" not in node.name:
            return False
        mission = read_mission(node.name, self.gazetteer)
        if mission is None:
            return False
        cluster = self.things.named(make_id("organization", mission.name), mission.name, "PublicBody", mission.forms)
        self._put(cluster, node, "mission", 0.95)
        return True

    def _take_body(self, node: Node) -> bool:
        if family(node.type) != "organization" or node.type in ("Company", "Media"):
            return False
        if self._of_known_body(node.name):
            return False
        body = read_body(node.name, node.at, self.things.setting, self.article, self.gazetteer, self.tables)
        if body is None:
            return False
        if body.area is None:
            return self._take_local(node)
        plain = body.elided or body.kind or node.name.startswith(body.area.name)
        if node.type in ("Institution", "Association") and not plain:
            return False  # 湖北大学 is its name, not short for 湖北省大学
        self._put(self._body_cluster(body, node), node, f"body/{body.reason}", 0.9)
        return True

    def _of_known_body(self, name: str) -> bool:
        """上海合作组织|秘书处: the place is within the name of what everybody knows."""
        place = self.gazetteer.starts_with_place(name)
        heads = (name[:length] for length in range(len(name) - 1, place, -1)) if place else ()
        return any(head in self.lexicon.names or head in self.things.standing for head in heads)

    def _body_cluster(self, body: BodyName, node: Node) -> Cluster:
        key = make_id("organization", body.official)
        cluster = self.things.by_key.get(key)
        if cluster is None:
            public = node.type in ("PublicBody", "Organization") or bool(body.kind)
            cluster = self.things.keep(Cluster(key, body.official if public or body.elided else ""))
            cluster.extra = list(body.forms) if body.kind or body.elided else []
        if body.elided and not cluster.canonical:
            cluster.canonical = body.official
        return cluster

    # ------------------------------------------------------------------------------------ other names

    def _declared_names(self) -> dict[str, str]:
        """short -> full, where the text says so: 某某有限公司（以下简称“某某”）, or in a bracket right behind it."""
        text = self.article.text
        spans: dict[int, list[tuple[int, str]]] = {}
        for node in self.nodes:
            for mention in node.mentions:
                if mention.part is Part.BODY and family(node.type) != "person":
                    spans.setdefault(mention.span.end, []).append((len(mention.text), node.name))
        declared: dict[str, str] = {}
        for match in _DECLARED.finditer(text):
            short = bare_name(match["short"])
            # the declaring bracket may follow the name, or a word or two later (…公司探访（以下简称…）)
            for end in range(match.start(), max(-1, match.start() - 7), -1):
                if _SEVERAL.search(text, end, match.start()) or _NAME_END.search(text, end, match.start()):
                    break  # 甲公司与乙公司组成的联合体（下称“联合体”）; 中国—东盟|博览会（简称东博会）
                owners = [row for row in spans.get(end, ()) if row[1] != short]
                if owners:
                    declared[short] = max(owners)[1]
                    break
        for match in _IN_BRACKET.finditer(text):
            owners = spans.get(match.start(), [])
            if owners and abbreviates(match["short"], max(owners)[1], "", self.lexicon):
                declared.setdefault(match["short"], max(owners)[1])
        return declared

    def _take_name(self, node: Node, declared: Mapping[str, str]) -> None:
        best: list[tuple[float, int, str, Cluster]] = []
        full = declared.get(node.name, "")
        for cluster in self.things.clusters:
            if full and full in cluster.forms:
                best = [(1.0, cluster.first, "declared", cluster)]
                break
            if not self.things.apart.isdisjoint((node.name, form) for form in cluster.forms):
                continue
            found = self.names.match(cluster, node)
            if found:
                best.append((found[0], cluster.first, found[1], cluster))
        best.sort(key=lambda row: (-row[0], row[1]))
        if best and (len(best) == 1 or best[0][0] > best[1][0] + _RANKS):
            score, _, rule, cluster = best[0]
            rule, _, rest = rule.partition(" parent ")
            if rest and rest in self.article.text:
                cluster.extra.append(rest)  # 甘肃炼化公司, which stands in the text inside 中某油甘肃炼化公司
            if rule.startswith(_SHORTENING) and len(node.name) < max(map(len, cluster.forms)):
                cluster.short.add(node.name)
            self._put(cluster, node, rule, score, vote=rule not in ("declared", "name/letters"))
            return
        for score, _, rule, cluster in best:
            self._judge(cluster, node.name, False, score, rule, "ambiguous")
        self._keep_alone(node)

    def _keep_alone(self, node: Node) -> Cluster:
        key = self._key_alone(node)
        cluster = self.things.by_key.get(key) or self.things.keep(Cluster(key))
        self._put(cluster, node, "same name", 1.0)
        return cluster

    def _key_alone(self, node: Node) -> str:
        """By name; behind the city that the article speaks from where other cities may have one of that name."""
        name, kind = node.name, family(node.type)
        own = city_of(self.things.setting.own)
        above = "" if own is None or name.startswith((own.name, own.brief)) else own.name
        if kind == "place":
            if node.type in ("Place", "AdministrativeArea") or tells_itself(name, self.lexicon):
                above = ""
            return make_id("project" if node.type == "Project" else "place", above, name)
        if kind == "document":
            common = len(name) <= _GENERIC_TITLE and any(map(name.endswith, self.tables.generic_titles))
        else:
            common = kind == "organization" and is_common_body(name, node.type, self.lexicon, self.tables)
        if common and own is None:
            return make_id(kind, name, digest(self.article.id, length=6))  # which city's, nothing says
        return make_id(kind, above if common else "", name)

    # ------------------------------------------------------------------------------------ words that point back

    def _generic_family(self, node: Node) -> str:
        word = _POINTER.sub("", node.name)
        head = self.lexicon.heads.get(word)
        return self.tables.generic.get(word, "") or (head[0].type if head else "")

    def _take_generic(self, node: Node) -> None:
        """公司 -> the company last named before it; nothing if there is none (it then names no thing)."""
        word = _POINTER.sub("", node.name)
        wanted = self._generic_family(node)
        owners: list[tuple[int, Cluster]] = []
        for cluster in self.things.clusters:
            if cluster.local or not cluster.forms or not compatible(cluster.type, wanted):
                continue
            if word in ("公司", "企业") or any(
                _BRACKET.sub("", form).endswith(word) and form != node.name for form in cluster.forms
            ):
                owners += [(place_of(mention), cluster) for mention in cluster.mentions]
        owners.sort(key=lambda row: row[0])
        linked: dict[str, list[Mention]] = {}
        clusters: dict[str, Cluster] = {}
        for mention in node.mentions:
            before = [cluster for at, cluster in owners if at < place_of(mention)]
            if before:
                linked.setdefault(before[-1].key, []).append(mention)
                clusters[before[-1].key] = before[-1]
        if not linked and word not in self.tables.generic:
            self._keep_alone(node)
        for key, mentions in linked.items():
            alias = len(linked) == 1 and word not in ("公司", "企业", "项目", "工程")
            for mention in mentions:
                self.things.of[mention] = clusters[key]
            clusters[key].mentions += mentions
            if alias:
                clusters[key].forms[node.name] = len(mentions)
            self._judge(clusters[key], node.name, True, 0.7, "points back")
