"""Places of nodes and the communities behind them: no two on one spot, clusters apart, the same every time, quick."""

from __future__ import annotations

import math
import statistics
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.page import make_pairs
from kg.graph.communities import find_communities
from kg.graph.layout import lay_out

Edge = tuple[int, int]


def ring_of_cliques(cliques: int, size: int) -> list[Edge]:
    """Cliques of ``size`` nodes, each tied to the next by one edge."""
    inside = [(c * size + a, c * size + b) for c in range(cliques) for a in range(size) for b in range(a)]
    return inside + [(c * size, (c + 1) % cliques * size + 1) for c in range(cliques)]


@pytest.mark.parametrize(("cliques", "size"), [(3, 4), (8, 6), (12, 6)])
def test_cliques_are_communities(cliques: int, size: int) -> None:
    wanted = [list(range(c * size, (c + 1) * size)) for c in range(cliques)]
    assert sorted(find_communities(cliques * size, ring_of_cliques(cliques, size))) == wanted


def test_nodes_without_edges_are_communities_of_their_own() -> None:
    assert find_communities(4, [(0, 1)]) == [[0, 1], [2], [3]]
    assert find_communities(0, []) == []


def test_communities_are_about_as_good_as_networkx_finds() -> None:
    import networkx as nx

    pairs = make_pairs(600)
    graph = nx.Graph(pairs)
    ours = nx.community.modularity(graph, [set(group) & set(graph) for group in find_communities(600, pairs)])
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    assert ours > theirs - 0.03


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.data())
def test_every_node_has_a_place_of_its_own(size: int, data: st.DataObject) -> None:
    nodes = st.integers(0, max(size - 1, 0))
    edges = data.draw(st.lists(st.tuples(nodes, nodes), max_size=60)) if size else []
    places = lay_out([10.0] * size, edges)
    assert len(places) == size
    assert len(set(places)) == size
    assert places == lay_out([10.0] * size, list(reversed(edges)))


@pytest.mark.parametrize("size", [300, 2000])
def test_neighbours_are_near_and_clusters_apart(size: int) -> None:
    pairs = make_pairs(size)
    places = lay_out([12.0] * size, pairs)
    joined = sorted({end for pair in pairs for end in pair})
    near = statistics.median(math.dist(places[a], places[b]) for a, b in pairs)
    far = statistics.median(math.dist(places[a], places[b]) for a, b in zip(joined, joined[size // 2 :], strict=False))
    assert near < 0.55 * far


def test_two_nodes_do_not_touch() -> None:
    pairs = make_pairs(300)
    places = lay_out([12.0] * 300, pairs)
    touching = sum(math.dist(places[a], places[b]) < 24 for a in range(300) for b in range(a))
    assert touching <= 3


def test_layout_of_many_takes_seconds() -> None:
    pairs = make_pairs(4000)
    begun = time.process_time()
    lay_out([12.0] * 4000, pairs)
    assert time.process_time() - begun < 8  # about 0.7 s on a core; two threads count twice
