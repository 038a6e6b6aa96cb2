"""The networkx view, looking things up, explaining them, and the layout of the picture."""

from __future__ import annotations

import itertools
import math
import time

import networkx as nx
import pytest

from kg.graph.explain import explain, tell_tenure, tell_value
from kg.graph.layout import lay_out
from kg.graph.lookup import Lookup
from kg.graph.views import to_networkx
from kg.model import Modality, Tenure
from kg.ontology import load_ontology
from tests.graph_by_hand import (
    CITY,
    DEAL,
    DISTRICT,
    ENGINEER,
    GOVERNMENT,
    GROUP,
    HALL,
    MAYOR,
    PLANT,
    PUMPS,
    REPORTER,
    SOCIETY,
    VICE,
    make_graph,
)

graph = make_graph()
lookup = Lookup(graph, load_ontology())


def test_nodes_are_entities_and_events() -> None:
    view = to_networkx(graph)
    assert set(view) == {node.id for node in (*graph.entities, *graph.events)}
    assert view.nodes[MAYOR] == {
        "label": "陈望远",
        "type": "Official",
        "type_label": "官员",
        "kind": "entity",
        "aliases": ["陈市长"],
        "articles": [graph.articles[0].id],
    }
    assert view.nodes[DEAL]["start"] == "2024-03-01"
    assert view.nodes[CITY]["code"] == "320299"
    assert [figure["told"] for figure in view.nodes[PLANT]["figures"]] == ["200,000,000 元", "约27 公顷"]


def test_edges_are_statements_with_their_sentences() -> None:
    view = to_networkx(graph)
    assert isinstance(view, nx.MultiDiGraph)
    statement = next(s for s in graph.statements if s.predicate == "cooperatesWith")
    edge = view.edges[GOVERNMENT, GROUP, statement.id]
    assert edge["label"] == "合作"
    assert [quote["published"] for quote in edge["evidence"]] == ["2024-03-02", "2024-03-09"]
    assert edge["evidence"][0]["sentence"].endswith("签署战略合作协议。")
    assert view.edges[GROUP, PLANT, next(iter(view[GROUP][PLANT]))]["modality"] == "planned"
    assert not view.has_edge(GROUP, PUMPS)  # denied
    assert to_networkx(graph, modalities=tuple(Modality)).has_edge(GROUP, PUMPS)


def test_a_tenure_leads_to_the_body_and_bears_the_title() -> None:
    view = to_networkx(graph)
    (edge,) = view[MAYOR][GOVERNMENT].values()
    assert (edge["label"], edge["start"], edge["end"]) == ("市长", "2022-01-10", "")
    assert [title["label"] for title in view.nodes[ENGINEER]["titles"]] == ["总工程师"]  # of no body: not an edge
    assert view.degree(ENGINEER) == 0


def test_posts_may_be_nodes() -> None:
    view = to_networkx(graph, posts=True)
    post = "post:锡湖市人民政府-市长"
    assert view.nodes[post]["kind"] == "post"
    assert nx.shortest_path(view, MAYOR, GOVERNMENT) == [MAYOR, post, GOVERNMENT]
    assert view.has_edge(ENGINEER, "post:总工程师")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("陈望远", [MAYOR]),
        ("陈市长", [MAYOR]),
        ("远航集团", [GROUP]),  # an alias as a whole hides what only holds it
        (MAYOR, [MAYOR]),
        ("水利", [SOCIETY]),
        ("", []),
        ("没有这个人", []),
    ],
)
def test_find(name: str, found: list[str]) -> None:
    assert [node.id for node in lookup.find(name)] == found


def test_explain_tells_every_statement_once_with_its_sentence() -> None:
    told = explain(lookup, MAYOR)
    assert told.facts[0].text == "陈望远 —担任→ 锡湖市市长"
    assert "2022-01-10 起" in told.facts[0].when
    text = str(told)
    assert text.count("锡湖市市长陈望远出席签约仪式并讲话。") == 1  # one sentence, three facts
    assert "锡湖日报 2024-03-02 A02" in text
    assert "计划" in str(explain(lookup, PLANT))
    assert "200,000,000 元" in str(explain(lookup, PLANT))
    assert "否认" in str(explain(lookup, PUMPS))
    assert "没有关于它的断言" in str(explain(lookup, SOCIETY))
    assert explain(lookup, REPORTER).headlines == ("锡湖与远航集团签约共建污水处理厂",)


def test_times_and_numbers_in_words() -> None:
    tenures = {s.subject: s for s in graph.statements if isinstance(s, Tenure)}
    assert tell_tenure(tenures[VICE]) == "至 2024-03-09"
    assert tell_tenure(tenures[MAYOR]) == "2022-01-10 起"
    assert sorted(tell_value(figure) for figure in graph.figures) == ["200,000,000 元", "30.5 %", "约27 公顷"]


def ring(size: int) -> list[tuple[int, int]]:
    return [(node, (node + 1) % size) for node in range(size)]


def test_places_are_apart_and_the_same_each_time() -> None:
    edges = [*ring(12), *[(0, leaf) for leaf in range(20, 40)], (50, 51)]
    radii = [10.0] * 60
    places = lay_out(radii, edges)
    assert places == lay_out(radii, edges)
    assert places == lay_out(radii, [(b, a) for a, b in reversed(edges)])  # order and direction do not count
    assert min(math.dist(a, b) for a, b in itertools.combinations(places, 2)) > 24


def test_singles_stand_below_the_picture() -> None:
    places = lay_out([10.0] * 20, ring(8))
    assert max(y for _, y in places[:8]) + 50 < min(y for _, y in places[8:])
    assert len({y for _, y in places[8:]}) <= 4  # rows


@pytest.mark.parametrize(
    ("size", "edges"), [(0, []), (1, []), (1, [(0, 0)]), (2, [(0, 1)]), (3, []), (5, [(0, 1), (0, 1), (1, 0)])]
)
def test_small_pictures(size: int, edges: list[tuple[int, int]]) -> None:
    places = lay_out([10.0] * size, edges)
    assert len(set(places)) == size


def test_a_large_part_is_laid_out_by_communities() -> None:
    large = nx.connected_caveman_graph(40, 15)
    places = lay_out([9.0] * 600, list(large.edges()))
    assert len(set(places)) == 600
    near = [math.dist(places[a], places[b]) for a, b in large.edges() if a // 15 == b // 15]
    far = [math.dist(places[a], places[b]) for a, b in itertools.combinations(range(0, 600, 15), 2)]
    assert sorted(near)[len(near) // 2] * 4 < sorted(far)[len(far) // 2]  # a clique stands together


def test_three_hundred_nodes_are_quick() -> None:
    edges = list(nx.barabasi_albert_graph(300, 2, seed=1).edges())
    lay_out([9.0] * 10, ring(10))
    runs = []
    for _ in range(3):
        begin = time.process_time()
        lay_out([9.0] * 300, edges)
        runs.append(time.process_time() - begin)
    assert min(runs) < 0.5  # 0.08 s on an idle core


def test_neighbours_of_places() -> None:
    view = to_networkx(graph)
    assert nx.has_path(view, HALL, CITY)
    assert list(view.successors(HALL)) == [DISTRICT]
