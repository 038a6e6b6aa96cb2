"""A graph in, network measures out: who stands where in the web of statements, who forms a group, who appears together.

They measure the paper's attention, not the world: a mayor is central because the paper reports on mayors.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from kg.graph.communities import find_communities
from kg.graph.frames import make_frame
from kg.graph.lookup import Lookup
from kg.graph.views import to_networkx

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


def join(lookup: Lookup) -> nx.Graph:
    """Entities and events with one edge where anything is said between two, not denied; ``weight`` counts it."""
    import networkx as nx

    view = to_networkx(lookup.graph, lookup.ontology)
    simple = nx.Graph()
    simple.add_nodes_from(
        (node, {"label": about["label"], "type": about["type"]}) for node, about in view.nodes(data=True)
    )
    for one, other in view.edges():
        if one != other:
            weight = simple.edges[one, other]["weight"] + 1 if simple.has_edge(one, other) else 1
            simple.add_edge(one, other, weight=weight)
    return simple


def measure_centrality(lookup: Lookup) -> pd.DataFrame:
    """``id name type articles degree betweenness pagerank``, the highest PageRank first (Brandes 2001; Page 1999)."""
    import networkx as nx

    graph = join(lookup)
    many = graph.number_of_nodes() > 800  # exact betweenness grows with nodes times edges
    between = nx.betweenness_centrality(graph, k=200 if many else None, seed=1)
    rank = _rank_pages(graph)
    rows = [
        {
            "id": node,
            "name": graph.nodes[node]["label"],
            "type": lookup.ontology.label(graph.nodes[node]["type"]),
            "articles": len(lookup.articles_of.get(node, ())),
            "degree": graph.degree(node),
            "betweenness": between[node],
            "pagerank": rank[node],
        }
        for node in graph
    ]
    rows.sort(key=lambda row: (-round(row["pagerank"], 9), row["id"]))
    return make_frame(rows, "id name type articles degree betweenness pagerank".split())


def group_by_ties(lookup: Lookup) -> list[list[str]]:
    """Communities of node ids by Louvain's method, the largest first; nodes alone are left out."""
    graph = join(lookup)
    nodes = list(graph)
    number = {node: place for place, node in enumerate(nodes)}
    found = find_communities(len(nodes), [(number[a], number[b]) for a, b in graph.edges()])
    return [[nodes[place] for place in group] for group in found if len(group) > 1]


def count_appearances(lookup: Lookup, types: tuple[str, ...] = ("Person", "Organization")) -> pd.DataFrame:
    """``one other articles``: who is named in the same articles how often; being named together is no relation."""
    together: Counter[tuple[str, str]] = Counter()
    members: dict[str, set[str]] = {}
    for article, entity in lookup.graph.mentions:
        if any(lookup.ontology.is_a(lookup.type_of(entity), kind) for kind in types):
            members.setdefault(article, set()).add(entity)
    for inside in members.values():
        together.update(combinations(sorted(inside), 2))
    ranked = sorted(together.items(), key=lambda item: (-item[1], item[0]))
    rows = [{"one": lookup.name_of(a), "other": lookup.name_of(b), "articles": count} for (a, b), count in ranked]
    return make_frame(rows, ["one", "other", "articles"])


def _rank_pages(graph: nx.Graph, damping: float = 0.85, rounds: int = 60) -> dict[str, float]:
    """PageRank by plain iteration: networkx's own asks for scipy."""
    size = graph.number_of_nodes()
    rank = dict.fromkeys(graph, 1.0 / max(size, 1))
    degree = dict(graph.degree(weight="weight"))
    for _ in range(rounds):
        loose = sum(rank[node] for node in graph if not degree[node])
        fresh = dict.fromkeys(graph, (1 - damping + damping * loose) / max(size, 1))
        for one, other, weight in graph.edges(data="weight"):
            fresh[other] += damping * rank[one] * weight / degree[one]
            fresh[one] += damping * rank[other] * weight / degree[other]
        rank = fresh
    return rank
