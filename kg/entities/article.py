"""One article's reading -> its things, each with all the names the article gives it.

In order: areas (they say where everything else is), bodies of areas, known names, companies, other organisations,
sites and projects, documents and products, and last the words that only point back (公司, 集团公司, 通知).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.entities.bodies import BodyName, bare_name, body_of, read_body
from kg.entities.cluster import Cluster, Node
from kg.entities.companies import CompanyName, match_behind_parent, match_companies, read_company
from kg.entities.kinds import add_votes, choose_type, compatible, family
from kg.entities.resolution import Decision
from kg.entities.setting import LEVEL_WORDS, Named, Setting, find_setting
from kg.entities.sites import match_sites, same_behind
from kg.entities.tables import EntityTables
from kg.entities.unmarked import (
    company_forms,
    find_company_forms,
    find_extended_forms,
    find_fronted_forms,
    find_project_forms,
)
from kg.ids import digest, make_id
from kg.lexicon.gazetteer import Division
from kg.lexicon.words import Lexicon
from kg.model import Article, Evidence, Mention, Part, Reading, Span
from kg.text import sentence_at, split_sentences

_OWN_AREA = re.compile(rf"(?:(?P<country>[全我]国|国家)|(?:全|我|本|该)?(?P<level>{'|'.join(LEVEL_WORDS)}))$")
_DECLARED = re.compile(
    r"[（(](?:以下|下)?(?:均)?(?:简称|称)(?:为|作)?[：:]?[“\"‘]?(?P<short>[^“”\"‘’（）()，。；]{2,20}?)[”\"’]?[）)]"
)
_SEVERAL = re.compile(r"组成|构成|联合|共同|合称|统称|等")
_POINTER = re.compile(r"^(?:该|本|这家|该家|此|各|整个|这个)")
_BRACKET = re.compile(r"（[^（）]*）$")
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
    decisions: list[Decision] = field(default_factory=list)
    implied: list[tuple[Cluster, str, Cluster, Evidence]] = field(default_factory=list)


def resolve_article(
    reading: Reading, home: tuple[Division, ...], lexicon: Lexicon, tables: EntityTables
) -> ArticleThings:
    """Clusters every mention of the article except persons (they need the offices first)."""
    return _ArticleResolver(reading, home, lexicon, tables).run()


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


class _ArticleResolver:
    """Holds what is known of one article while the rules run over it."""

    def __init__(self, reading: Reading, home: tuple[Division, ...], lexicon: Lexicon, tables: EntityTables) -> None:
        self.reading = reading
        self.article = reading.article
        self.lexicon = lexicon
        self.gazetteer = lexicon.gazetteer
        self.tables = tables
        self.nodes = self._group_names(all_mentions(reading))
        self.companies: dict[str, CompanyName] = {}
        self.claimed: set[str] = set()  # unmarked names that a thing has already
        self.local: set[str] = set()  # keys of areas that no list has
        self.home = home
        self.known_codes = [area.code for area in home if area.code]
        self.things = ArticleThings(self.article, self._find_setting())

    # ------------------------------------------------------------------------------------ names

    @staticmethod
    def _group_names(mentions: list[Mention]) -> list[Node]:
        nodes: dict[str, Node] = {}
        for mention in mentions:
            name = bare_name(mention.name)
            if not name:
                continue
            node = nodes.setdefault(name, Node(name, "", place_of(mention), [], {}))
            node.mentions.append(mention)
            add_votes(node.votes, [(mention.type, mention.confidence)])
        for node in nodes.values():
            # 某某金融街, once a site and once an organisation: the family with most votes, then the type within it
            families: dict[str, float] = {}
            add_votes(families, ((family(type_), weight) for type_, weight in node.votes.items()))
            best = min(families, key=lambda name: (-families[name], name))
            node.type = choose_type({type_: w for type_, w in node.votes.items() if family(type_) == best})
        return list(nodes.values())

    # ------------------------------------------------------------------------------------ areas

    def _find_setting(self) -> Setting:
        """Twice: areas that are clear by themselves first, then those that need them as context."""
        named = self._named_areas(self.known_codes)
        codes = [*self.known_codes, *(one.area.code for one in named if one.area.code)]
        named = self._named_areas(codes)
        setting = find_setting(self.article, named, self.gazetteer, self.home)
        self.known_codes = list(dict.fromkeys([*(area.code for area in setting.own), *codes]))
        return setting

    def _named_areas(self, codes: list[str]) -> list[Named]:
        named = []
        home = self.home[0].code if self.home else ""
        for node in self.nodes:
            if node.type in ("Person", "Official", "Product"):
                continue
            chain, _ = self.gazetteer.read_chain(node.name, context=codes, home=home, date=self.article.published)
            areas = [place for place, _, _ in chain if place.code[:1].isdigit()]
            if not areas and self.home and not self.home[0].code:
                areas = [self.home[0]] if node.name.startswith((self.home[0].name, self.home[0].brief)) else []
            if areas:
                named += [Named(place_of(mention), areas[-1]) for mention in node.mentions]
        return named

    def _read_area(self, node: Node) -> Division | None:
        deictic = _OWN_AREA.match(node.name)
        if deictic:
            if deictic["country"]:
                return self.gazetteer.get("CN")
            return self.things.setting.area_at(deictic["level"], node.at)[0]
        for area in (*self.things.setting.own, *self.home):
            if not area.code and node.name in (area.name, area.short):
                return area
        own = self.things.setting.own
        home = own[0].code if own else ""
        date = self.article.published
        place = self.gazetteer.resolve(node.name, context=self.known_codes, home=home, date=date)
        if place is None:
            chain, end = self.gazetteer.read_chain(node.name, context=self.known_codes, home=home, date=date)
            if chain and end == len(node.name):
                place = chain[-1][0]
        return place

    def _local_area(self, name: str) -> Division:
        """A village or an invented district: in the areas its name begins with, else where the article speaks from."""
        own = self.things.setting.own
        chain, end = self.gazetteer.read_chain(
            name, context=self.known_codes, home=own[0].code if own else "", date=self.article.published
        )
        rest = name[end:] if chain and end < len(name) - 1 else name
        for area in self.things.divisions.values():
            if not area.code and area.name == rest and area.level not in ("country", "region", "nature"):
                return area
        above = chain[-1][0].name if rest != name else (own[0].name if own else "")
        return self.gazetteer.local(rest, above)

    def _area_cluster(self, area: Division) -> Cluster:
        found = self.things.areas.get(area.code or area.name)
        if found is not None:
            return found
        if area.code[:1].isdigit():
            key = make_id("place", area.code)
        elif area.level in ("country", "region", "nature"):
            key = make_id("place", area.name)
        else:
            key = make_id("place", area.parent, area.name)
            self.local.add(key)
        cluster = Cluster(key, area.name, area.type, code=area.code if area.code[:1].isdigit() else "")
        cluster.extra = [form for form in area.forms() if form in (area.name, area.brief)]
        cluster.coordinates = area.coordinates
        self.things.areas[area.code or area.name] = cluster
        self.things.divisions[key] = area
        self._keep(cluster)
        return cluster

    def _keep(self, cluster: Cluster) -> Cluster:
        self.things.clusters.append(cluster)
        self.things.by_key[cluster.key] = cluster
        return cluster

    def _put(self, cluster: Cluster, node: Node, rule: str, score: float, note: str = "") -> None:
        if cluster.forms and node.name not in cluster.forms:
            name = cluster.canonical or next(iter(cluster.forms))
            self._decide(name, node.name, True, score, rule, note)
        cluster.add(node.name, node.mentions)
        for mention in node.mentions:
            self.things.of[mention] = cluster

    def _decide(self, left: str, right: str, same: bool, score: float, rule: str, note: str = "") -> None:
        self.things.decisions.append(Decision(left, right, same, score, rule, self.article.id, note))

    # ------------------------------------------------------------------------------------ the run

    def run(self) -> ArticleThings:
        waiting: list[Node] = []
        steps: list[Callable[[Node], bool]] = [self._take_person, self._take_area, self._take_known, self._take_body]
        for node in self.nodes:
            if not any(step(node) for step in steps):
                waiting.append(node)
        generic = [node for node in waiting if self._generic_family(node)]
        waiting = [node for node in waiting if node not in generic]
        waiting.sort(key=lambda node: (-len(node.name), node.name))
        declared = self._declared_names()
        for node in waiting:
            self._take_name(node, declared)
        for node in generic:
            self._take_generic(node)
        self._add_unmarked_names()
        self._add_implied()
        for mention, cluster in self.things.of.items():
            # the mention stage knew the full name already: what the text says is an alias all the same
            if mention.extractor == "derived_short_name" and mention.text not in (*cluster.forms, *cluster.extra):
                cluster.extra.append(mention.text)
        return self.things

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
        area = self._read_area(node)
        if area is None:
            if node.type != "AdministrativeArea":
                return False
            if _OWN_AREA.match(node.name):  # 我区, and nothing says which
                return self._take_local(node)
            area = self._local_area(node.name)
        if area.type == "AdministrativeArea" and node.type == "Site":
            return False
        self._put(self._area_cluster(area), node, "area/gazetteer", 0.95)
        return True

    def _take_local(self, node: Node) -> bool:
        kind = "place" if family(node.type) == "place" else "organization"
        cluster = self._keep(Cluster(make_id(kind, node.name, digest(self.article.id, length=6)), local=True))
        self._put(cluster, node, "local", 1.0)
        return True

    def _take_known(self, node: Node) -> bool:
        known = self.lexicon.names.get(node.name)
        if known is None or family(known.type) != family(node.type) or known.type == "Person":
            return False
        kind = "organization" if family(known.type) == "organization" else "place"
        key = make_id(kind, known.full)
        cluster = self.things.by_key.get(key)
        if cluster is None:
            cluster = self._keep(Cluster(key, known.full, known.type))
        self._put(cluster, node, "known name", 0.97)
        return True

    def _take_body(self, node: Node) -> bool:
        if family(node.type) != "organization" or node.type == "Company":
            return False
        if node.name in ("本报", "本台", "本刊", "本网"):
            return False
        body = read_body(node.name, node.at, self.things.setting, self.article, self.gazetteer, self.tables)
        if body is None:
            return False
        if body.area is None:
            return self._take_local(node)
        self._put(self.body_cluster(body, node), node, f"body/{body.reason}", 0.9)
        return True

    def body_cluster(self, body: BodyName, node: Node | None = None) -> Cluster:
        key = make_id("organization", body.official)
        cluster = self.things.by_key.get(key)
        if cluster is None:
            public = node is None or node.type in ("PublicBody", "Organization") or bool(body.kind)
            cluster = self._keep(Cluster(key, body.official if public or body.elided else ""))
            cluster.extra = list(body.forms) if body.kind or body.elided else []
        if node is None:
            add_votes(cluster.votes, [("PublicBody", 0.9)])
        if body.elided and not cluster.canonical:
            cluster.canonical = body.official
        return cluster

    # ------------------------------------------------------------------------------------ other names

    def _declared_names(self) -> dict[str, str]:
        """short -> full, where the text says so: 某某有限公司（以下简称“某某”）."""
        text = self.article.text
        spans: dict[int, list[tuple[int, str]]] = {}
        for node in self.nodes:
            for mention in node.mentions:
                if mention.part is Part.BODY and family(node.type) != "person":
                    spans.setdefault(mention.span.end, []).append((len(mention.text), node.name))
        declared = {}
        for match in _DECLARED.finditer(text):
            short = bare_name(match["short"])
            # the declaring bracket may follow the name, or a word or two later (…公司探访（以下简称…）)
            for end in range(match.start(), max(-1, match.start() - 7), -1):
                if _SEVERAL.search(text, end, match.start()):
                    break  # 甲公司与乙公司组成的联合体（下称“联合体”）
                owners = [row for row in spans.get(end, ()) if row[1] != short]
                if owners:
                    declared[short] = max(owners)[1]
                    break
        return declared

    def _take_name(self, node: Node, declared: dict[str, str]) -> None:
        best: list[tuple[float, int, str, Cluster]] = []
        for cluster in self.things.clusters:
            if not cluster.forms or not compatible(cluster.type, node.type):
                continue
            found = self._match(cluster, node, declared)
            if found:
                best.append((found[0], cluster.first, found[1], cluster))
        best.sort(key=lambda row: (-row[0], row[1]))
        if best and (len(best) == 1 or best[0][0] > best[1][0] + 0.04):
            score, _, rule, cluster = best[0]
            rule, _, rest = rule.partition(" parent ")
            if rest and rest in self.article.text:
                cluster.extra.append(rest)  # 甘肃炼化公司, which stands in the text inside 中某油甘肃炼化公司
            self._put(cluster, node, rule, score)
            return
        for score, _, rule, cluster in best:
            other = cluster.canonical or next(iter(cluster.forms))
            self._decide(other, node.name, False, score, rule, "ambiguous")
        self._keep_alone(node)

    def _keep_alone(self, node: Node) -> Cluster:
        name = node.name
        if family(node.type) == "organization":
            key = make_id("organization", name)
        elif node.type == "Project":
            key = make_id("project", name)
        elif family(node.type) == "place":
            own = self.things.setting.own
            above = (
                "" if node.type == "Place" or not own or name.startswith((own[0].name, own[0].brief)) else own[0].name
            )
            key = make_id("place", above, name)
        else:
            key = make_id(node.type.lower(), name)
        cluster = self.things.by_key.get(key) or self._keep(Cluster(key))
        self._put(cluster, node, "same name", 1.0)
        return cluster

    def _match(self, cluster: Cluster, node: Node, declared: dict[str, str]) -> tuple[float, str] | None:
        if declared.get(node.name) in cluster.forms and declared.get(node.name):
            return 1.0, "declared"
        results = []
        kind = family(node.type)
        for form in sorted(cluster.forms, key=lambda form: (-len(form), form)):
            if kind == "document":
                found = _match_documents(form, node.name)
            elif kind == "product":
                found = None
            elif node.type == "Company" or cluster.type == "Company":
                found = self._match_companies(form, node.name)
                if found and node.type != cluster.type and found[1] != "company/suffix":
                    found = None  # an organisation that may be no company keeps its name
            else:
                found = match_sites(form, node.name, self.known_names, self.lexicon.heads, self.gazetteer)
                if found is None and "Site" in (node.type, cluster.type):
                    behind = same_behind(form, node.name, set(self.company_cores), self.lexicon.heads, self.gazetteer)
                    found = (0.65, "site/owner or place in front") if behind else None
                if kind == "organization" and found and (found[1] == "site/word inside" or found[0] < 0.7):
                    found = None
            if found:
                results.append(found)
        return max(results, default=None)

    def _match_companies(self, full: str, short: str) -> tuple[float, str] | None:
        if self._is_joint(full) and short in self.company_cores:
            return None
        found = match_companies(self._company(full), self._company(short), self.lexicon, self.tables)
        if found is None:
            found = match_companies(self._company(short), self._company(full), self.lexicon, self.tables)
        return found or match_behind_parent(self._company(full), self._company(short), self.company_cores, self.lexicon)

    def _company(self, name: str) -> CompanyName:
        if name not in self.companies:
            self.companies[name] = read_company(name, self.lexicon, self.tables)
        return self.companies[name]

    @cached_property
    def company_cores(self) -> list[str]:
        cores = {self._company(node.name).core for node in self.nodes if node.type == "Company"}
        return sorted(core for core in cores if len(core) >= 2)

    def _is_joint(self, name: str) -> bool:
        """东某日某: made of two other companies' names, neither of them a firm named by its place."""
        core = self._company(name).core
        names = [other for other in self.company_cores if other != core and not self.gazetteer.starts_with_place(other)]
        return any(core.startswith(first) and core[len(first) :].startswith(tuple(names)) for first in names)

    @cached_property
    def known_names(self) -> set[str]:
        names = {node.name for node in self.nodes if family(node.type) != "person"}
        return names | {core for core in self.company_cores if len(core) > 2}

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
            self._decide(
                clusters[key].canonical or next(iter(clusters[key].forms)), node.name, True, 0.7, "points back"
            )

    # ------------------------------------------------------------------------------------ names nobody marked

    def _add_unmarked_names(self) -> None:
        """Names that the text gives a thing without their being mentions: see ``kg.entities.unmarked``."""
        text = self.article.text
        everything = [mention for node in self.nodes for mention in node.mentions if mention.part is Part.BODY]
        areas = {mention.span.end: mention for mention in everything if mention.type == "AdministrativeArea"}
        taken = [(mention.span.start, mention.span.end) for mention in everything]
        known = {node.name for node in self.nodes}
        for cluster in self.things.clusters:
            names = sorted(cluster.forms, key=lambda form: (-len(form), form))
            found: list[str] = []
            if cluster.type == "Company":
                for name in names:
                    forms = company_forms(self._company(name), self.company_cores, self.gazetteer)
                    found += find_company_forms(forms, everything, text, known)
                    found += find_extended_forms(name, everything, text, self.tables.firms)
            elif cluster.type in ("Project", "Site"):
                found += find_project_forms(names, taken, text, known, self.lexicon)
            if (
                cluster.type in ("Site", "Project", "Company", "Institution", "Association", "Media")
                or cluster.key in self.local
            ):
                found += find_fronted_forms(cluster.mentions, areas)
            for form in dict.fromkeys(found):
                if form not in known and form not in self.claimed:
                    self.claimed.add(form)
                    cluster.extra.append(form)
                    self._decide(cluster.canonical or names[0], form, True, 0.75, "unmarked name")

    def _add_implied(self) -> None:
        """What names say by themselves: 某公司年产…项目 is the company's, 中某油甘肃炼化公司 is under 中某油."""
        companies: dict[str, Cluster] = {}
        for cluster in self.things.clusters:
            if cluster.type == "Company" and not cluster.local:
                for name in (*cluster.forms, *cluster.extra):
                    companies.setdefault(bare_name(name), cluster)
                    companies.setdefault(self._company(name).core, cluster)
        for cluster in self.things.clusters:
            for mention in cluster.mentions:
                if mention.part is not Part.BODY or cluster.type not in ("Project", "Company"):
                    continue
                name = bare_name(mention.name)
                owner = next(
                    (companies[name[:at]] for at in range(len(name) - 3, 1, -1) if name[:at] in companies), None
                )
                if owner is None or owner is cluster:
                    continue
                if cluster.type == "Project":
                    self._imply(owner, "undertakes", cluster, mention)
                elif self.gazetteer.starts_with_place(name, self._owner_length(name, companies)):
                    self._imply(cluster, "subOrganizationOf", owner, mention)

    @staticmethod
    def _owner_length(name: str, companies: Container[str]) -> int:
        return next(at for at in range(len(name) - 3, 1, -1) if name[:at] in companies)

    def _imply(self, subject: Cluster, predicate: str, target: Cluster, mention: Mention) -> None:
        sentence = sentence_at(self.sentences, mention.span.start)
        evidence = Evidence(self.article.id, sentence, f"name/{predicate}", 0.75)
        self.things.implied.append((subject, predicate, target, evidence))

    @cached_property
    def sentences(self) -> list[Span]:
        return split_sentences(self.article.text)


def _match_documents(full: str, short: str) -> tuple[float, str] | None:
    """《中华人民共和国某法》 = 《某法》, 国务院关于…的通知 = 关于…的通知: what stands in front may go."""
    if len(short) >= 4 and full.endswith(short):
        front = full.removesuffix(short)
        if front == "中华人民共和国" or short.startswith("关于"):
            return 0.95, "document/words in front"
        if len(short) >= 8:
            return 0.8, "document/words in front"
    return None


def areas_of(things: Iterable[ArticleThings]) -> dict[str, Division]:
    """All divisions that the articles name, by their cluster key."""
    found: dict[str, Division] = {}
    for one in things:
        found.update(one.divisions)
    return found


def body_for(
    things: ArticleThings, area: Division, kind: str, lexicon: Lexicon, tables: EntityTables
) -> Cluster | None:
    """The body of an area as a cluster of the article, made if the article does not name it."""
    body = body_of(area, kind, lexicon.gazetteer, tables)
    if body is None:
        return None
    key = make_id("organization", body.official)
    cluster = things.by_key.get(key)
    if cluster is None:
        cluster = Cluster(key, body.official, "PublicBody", extra=list(body.forms))
        things.clusters.append(cluster)
        things.by_key[key] = cluster
    return cluster
