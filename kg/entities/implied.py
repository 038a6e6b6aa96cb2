"""An article's things -> what their names say by themselves, and the names that nobody marked.

某公司年产…项目 is the company's, 中某油甘肃炼化公司 is under 中某油.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.entities.bodies import bare_name
from kg.entities.cluster import Cluster, Judgement
from kg.entities.matching import NameMatcher
from kg.entities.things import ArticleThings
from kg.entities.unmarked import (
    company_forms,
    find_brand,
    find_company_forms,
    find_extended_forms,
    find_fronted_forms,
    find_project_forms,
    find_zone_form,
)
from kg.model import Evidence, Part
from kg.text import sentence_at, split_sentences

_FRONTED = frozenset({"Site", "Project", "Company", "Institution", "Association", "Media"})


def add_unmarked_names(things: ArticleThings, names: NameMatcher, local: set[str]) -> None:
    """Names that the text gives a thing without their being mentions: see ``kg.entities.unmarked``."""
    text = things.article.text
    everything = [mention for node in names.nodes for mention in node.mentions if mention.part is Part.BODY]
    areas = {mention.span.end: mention for mention in everything if mention.type == "AdministrativeArea"}
    taken = [(mention.span.start, mention.span.end) for mention in everything]
    known = {node.name for node in names.nodes}
    claimed: set[str] = set()
    for cluster in things.clusters:
        forms = sorted(cluster.forms, key=lambda form: (-len(form), form))
        found: list[str] = []
        if cluster.type == "Company":
            for name in forms:
                shorter = company_forms(names.company(name), names.company_cores, names.gazetteer)
                found += find_company_forms(shorter, everything, text, known)
                found += find_extended_forms(name, everything, text, names.tables.firms)
                found += find_brand(names.company(name), taken, text, names.lexicon)
        elif cluster.type in ("Project", "Site"):
            found += find_project_forms(forms, taken, text, known, names.lexicon)
            for name in forms:
                found += find_zone_form(name, taken, text, names.gazetteer)
        if cluster.type in _FRONTED or cluster.key in local:
            found += find_fronted_forms(cluster.mentions, areas)
        for form in dict.fromkeys(found):
            if form not in known and form not in claimed:
                claimed.add(form)
                cluster.extra.append(form)
                left = cluster.canonical or forms[0]
                things.judgements.append(Judgement(cluster, left, form, True, 0.75, "unmarked name"))


def add_implied(things: ArticleThings, names: NameMatcher) -> None:
    """Relations that a name states: whose project it is, whose subsidiary."""
    companies: dict[str, Cluster] = {}
    for cluster in things.clusters:
        if cluster.type == "Company" and not cluster.local:
            for name in (*cluster.forms, *cluster.extra):
                companies.setdefault(bare_name(name), cluster)
                companies.setdefault(names.company(name).core, cluster)
    sentences = split_sentences(things.article.text)
    for cluster in things.clusters:
        if cluster.type not in ("Project", "Company"):
            continue
        for mention in cluster.mentions:
            if mention.part is not Part.BODY:
                continue
            name = bare_name(mention.name)
            length = _owner_length(name, companies)
            owner = companies[name[:length]] if length else None
            if owner is None or owner is cluster:
                continue
            if cluster.type == "Project":
                claim = (owner, "undertakes", cluster)
            elif names.gazetteer.starts_with_place(name, length):
                claim = (cluster, "subOrganizationOf", owner)
            else:
                continue
            sentence = sentence_at(sentences, mention.span.start)
            evidence = Evidence(things.article.id, sentence, f"name/{claim[1]}", 0.75)
            things.implied.append((*claim, evidence))


def _owner_length(name: str, companies: Mapping[str, Cluster]) -> int:
    """How many characters at the head of a name are a company's, at least three short of the whole."""
    return next((at for at in range(len(name) - 3, 1, -1) if name[:at] in companies), 0)
