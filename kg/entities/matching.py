"""Two names of one article -> whether the shorter one is said for the longer one, how surely, and by which rule."""

from __future__ import annotations

from functools import cached_property

from kg.entities.cluster import Cluster, Node
from kg.entities.companies import CompanyName, match_behind_parent, match_companies, read_company
from kg.entities.kinds import compatible, family
from kg.entities.shortening import abbreviates
from kg.entities.sites import match_sites, same_behind
from kg.entities.tables import EntityTables
from kg.lexicon.words import Lexicon

_LITTLE = ("发展", "建设", "实业", "控股", "股份", "管理", "有限")
_BY_LETTERS = 0.8  # of a name put together from characters of another


class NameMatcher:
    """Holds the article's names while they are compared: what is an owner, a place, a joint venture's parent."""

    def __init__(self, nodes: list[Node], lexicon: Lexicon, tables: EntityTables) -> None:
        self.nodes = nodes
        self.lexicon = lexicon
        self.gazetteer = lexicon.gazetteer
        self.tables = tables
        self.companies: dict[str, CompanyName] = {}

    def company(self, name: str) -> CompanyName:
        if name not in self.companies:
            self.companies[name] = read_company(name, self.lexicon, self.tables)
        return self.companies[name]

    @cached_property
    def company_cores(self) -> list[str]:
        cores = {self.company(node.name).core for node in self.nodes if node.type == "Company"}
        return sorted(core for core in cores if len(core) >= 2)

    @cached_property
    def known_names(self) -> set[str]:
        names = {node.name for node in self.nodes if family(node.type) != "person"}
        return names | {core for core in self.company_cores if len(core) > 2}

    def match(self, cluster: Cluster, node: Node) -> tuple[float, str] | None:
        """The best of the rules over the cluster's names; None if something speaks against it."""
        if not cluster.forms:
            return None
        if not compatible(cluster.type, node.type):
            return self._match_letters(cluster, node)
        results = []
        if family(node.type) == "organization":
            found = self._match_general(cluster, node)
            if found:
                results.append(found)
        for form in sorted(cluster.forms, key=lambda form: (-len(form), form)):
            found = self._match_forms(cluster, form, node)
            if found:
                results.append(found)
        return max(results, default=None) or self._match_letters(cluster, node)

    def _match_forms(self, cluster: Cluster, form: str, node: Node) -> tuple[float, str] | None:
        kind = family(node.type)
        if kind == "document":
            return _match_documents(form, node.name)
        if kind == "product":
            return None
        if "Company" in (node.type, cluster.type):
            found = self._match_companies(form, node.name)
            if found and node.type != cluster.type and found[1] != "company/suffix":
                return None  # an organisation that may be no company keeps its name
            return found
        found = match_sites(form, node.name, self.known_names, self.lexicon.heads, self.gazetteer)
        if found is None and "Site" in (node.type, cluster.type):
            behind = same_behind(form, node.name, set(self.company_cores), self.lexicon.heads, self.gazetteer)
            found = (0.65, "site/owner or place in front") if behind else None
        if kind == "organization" and found and (found[1] == "site/word inside" or found[0] < 0.7):
            return None
        return found

    def _match_companies(self, full: str, short: str) -> tuple[float, str] | None:
        if self._is_joint(full) and short in self.company_cores:
            return None
        one, two = self.tables.national.get(full), self.tables.national.get(short)
        if one and two:
            return (0.97, "company/national") if one == two else None
        found = match_companies(self.company(full), self.company(short), self.lexicon, self.tables)
        if found is None:
            found = match_companies(self.company(short), self.company(full), self.lexicon, self.tables)
        return found or match_behind_parent(self.company(full), self.company(short), self.company_cores, self.lexicon)

    def _match_letters(self, cluster: Cluster, node: Node) -> tuple[float, str] | None:
        """国合会 of 中国环境与发展国际合作委员会; the types of short names are guesses, so they do not count."""
        if family(node.type) != "organization" or family(cluster.type) != "organization" or cluster.local:
            return None
        if self.gazetteer.is_place(node.name) or node.name in self.lexicon.names:
            return None
        for form in (*cluster.forms, cluster.canonical):
            company = self.company(form) if form and cluster.type == "Company" else None
            if company is not None and company.branch:
                continue
            tail = company.suffix if company is not None else ""
            if form and abbreviates(node.name, form, tail, self.lexicon):
                return _BY_LETTERS, "name/letters"
        return None

    @staticmethod
    def _match_general(cluster: Cluster, node: Node) -> tuple[float, str] | None:
        """中非基金 of 中非发展基金: a word that says little left out of the middle."""
        for form in sorted(cluster.forms):
            if any(form.find(word) > 1 and form.replace(word, "", 1) == node.name for word in _LITTLE):
                return 0.85, "name/little word left out"
        return None

    def _is_joint(self, name: str) -> bool:
        """东某日某: made of two other companies' names, neither of them a firm named by its place."""
        core = self.company(name).core
        names = [other for other in self.company_cores if other != core and not self.gazetteer.starts_with_place(other)]
        return any(core.startswith(first) and core[len(first) :].startswith(tuple(names)) for first in names)


def _match_documents(full: str, short: str) -> tuple[float, str] | None:
    """《中华人民共和国某法》 = 《某法》, 国务院关于…的通知 = 关于…的通知: what stands in front may go."""
    if len(short) >= 4 and full.endswith(short):
        front = full.removesuffix(short)
        if front == "中华人民共和国" or short.startswith("关于"):
            return 0.95, "document/words in front"
        return (0.8 if len(short) >= 8 else 0.75), "document/words in front"
    return None
