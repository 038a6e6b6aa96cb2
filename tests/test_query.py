"""SPARQL over the Turtle: the built-in questions on two engines, parameters, tables, and the endpoint over HTTP."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib

import kg
from kg.errors import InputError
from kg.graph.query import Question, find_question, list_questions, open_store, run_query, set_parameters
from kg.ontology import load_ontology, ontology_folder
from kg.outputs.server import GraphServer
from kg.outputs.turtle import write_turtle
from tests.graph_by_hand import make_graph

TURTLE = write_turtle(make_graph(), load_ontology())
EXPECTED: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "q1-posts-of-person": (
        {"name": "陈市长"},  # an alias does as well
        [("陈望远", "锡湖市市长", "锡湖市人民政府", date(2022, 1, 10), None, date(2024, 3, 2), date(2024, 3, 2))],
    ),
    "q2-holders-of-post-on-date": (
        {"name": "市政府", "day": "2023-05-08"},  # in office between start and the day it was last seen
        [("锡湖市人民政府", "锡湖市市长", "陈望远", date(2024, 3, 2), date(2024, 3, 2))],
    ),
    "q3-events-of-person": (
        {"name": "陈望远", "after": "2024-01-01", "before": "2024-12-31"},
        [
            ("陈望远", date(2024, 3, 1), "锡湖市与远航集团有限公司签约", "签约", "出席", "锡湖国际会展中心"),
            ("陈望远", date(2024, 3, 1), "锡湖市与远航集团有限公司签约", "签约", "讲话", "锡湖国际会展中心"),
        ],
    ),
    "q4-who-met-whom": ({}, [("陈望远", "远航集团有限公司", 1)]),
    "q5-why": (
        {"s": "锡湖市政府", "p": "合作", "o": "远航集团"},
        [
            (
                *("锡湖市人民政府", "合作", "远航集团有限公司", "已述", "锡湖与远航集团签约共建污水处理厂"),
                *(date(2024, 3, 2), "A02"),
                "3月1日，在锡湖国际会展中心举行的第五届锡湖水博会上，锡湖市人民政府与远航集团有限公司签署战略合作协议。",
                *(0, 52, "rel_cooperate/1", Decimal("0.85")),
            ),
            (
                *("锡湖市人民政府", "合作", "远航集团有限公司", "已述", None, date(2024, 3, 9), "A01"),
                "市政府日前印发《锡湖市节水行动方案》，明确到2025年再生水利用率达到30.5%。",
                *(0, 41, "rel_cooperate/9", Decimal("0.3")),
            ),
        ],
    ),
    "q6-neighbours": (
        {"name": "城北污水处理厂项目"},
        [
            ("城北污水处理厂项目", "投资于", "←", "远航集团有限公司", "计划", Decimal("0.8")),
            ("城北污水处理厂项目", "涉及", "←", "城北污水处理厂项目投产", "计划", Decimal("0.8")),
        ],
    ),
    "q7-events-in-area": ({"name": "锡湖"}, [("锡湖市", "展会", 1), ("锡湖市", "签约", 1)]),
    "q8-weak": (
        {},
        [
            ("远航集团有限公司", "持股", "南岭泵业股份有限公司", Decimal("0.6")),
            ("远航集团有限公司", "生产", "远航一号水泵", Decimal("0.7")),
        ],
    ),
}


@pytest.fixture(scope="module")
def in_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(data=TURTLE).parse(ontology_folder() / "newskg.ttl")


def test_every_question_is_titled_and_found() -> None:
    assert [question.name for question in list_questions()] == list(EXPECTED)
    for question in list_questions():
        assert question.zh
        assert question.en
        number, _, rest = question.name.partition("-")
        assert find_question(number) == find_question(rest) == find_question(question.name) == question
    assert find_question("q99") is None


@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_questions_answer_alike_on_both_engines(question: Question, in_rdflib: rdflib.Graph) -> None:
    settings, expected = EXPECTED[question.name]
    store = open_store(TURTLE)
    text = set_parameters(question.text, settings)
    assert list(run_query(store, text).rows) == expected
    for each in (text, question.text):  # narrowed, and as it stands
        ours = [[None if cell is None else str(cell) for cell in row] for row in run_query(store, each).rows]
        theirs = [[None if cell is None else str(cell) for cell in row] for row in in_rdflib.query(each)]
        assert sorted(ours, key=str) == sorted(theirs, key=str)
        assert ours


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("陈望远", '"陈望远"@zh'),
        ("2024-03-01", '"2024-03-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("0.75", "0.75"),
        ('"} { ?x ?y ?z } #', '"\\"} { ?x ?y ?z } #"@zh'),
        ("a\\b\nc", '"a\\\\b\\u000Ac"@zh'),
        ("\ud800", '"\\uFFFD"@zh'),
    ],
)
def test_parameters_are_terms_whatever_they_hold(value: str, term: str) -> None:
    text = set_parameters("SELECT ?name { VALUES ?name { UNDEF } ?x skos:prefLabel ?name }", {"name": value})
    assert text == f"SELECT ?name {{ VALUES ?name {{ {term} }} ?x skos:prefLabel ?name }}"
    assert len(run_query(open_store(TURTLE), text)) == (value == "陈望远")


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(InputError, match=r"'who'.*it has: name"):
        set_parameters(list_questions()[0].text, {"who": "x"})


@pytest.mark.parametrize(
    ("sparql", "columns", "rows"),
    [
        ("ASK { ?x a kg:Official }", ("answer",), ((True,),)),
        ("SELECT (COUNT(*) AS ?n) { ?x a kg:Event }", ("n",), ((4,),)),
        ("SELECT ?none { BIND(1/0 AS ?none) }", ("none",), ((None,),)),
        ("SELECT ?t { place:320299 a ?t } ORDER BY ?t LIMIT 1", ("t",), (("kg:AdministrativeArea",),)),
        ("SELECT ?x { ?x kg:adminCode '320299' }", ("x",), (("place:320299",),)),
        ("SELECT ?x { BIND('SERVICE <http://x/>' AS ?x) } # SERVICE", ("x",), (("SERVICE <http://x/>",),)),
        ("CONSTRUCT { ?x a kg:Place } { ?x kg:adminCode '320299' }", ("subject", "predicate", "object"), None),
    ],
)
def test_answers_are_python_values(sparql: str, columns: tuple[str, ...], rows: Any) -> None:
    table = run_query(open_store(TURTLE), sparql)
    assert table.columns == columns
    assert table.rows == (rows if rows is not None else (("place:320299", "rdf:type", "kg:Place"),))
    assert next(iter(table)).keys() == set(columns)


@pytest.mark.parametrize(
    ("sparql", "cause"),
    [
        ("SELECT ?x { ?x a kg:Place", "line 1, column 26: cannot be read; expected"),
        ("SELECT * { ?x nope:it ?y }", "line 1, column 22: this prefix is not declared"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "line 1, column 1"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_what_cannot_be_asked_is_bad_input(sparql: str, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as caught:
        run_query(open_store(TURTLE), sparql)
    assert "\n" not in str(caught.value)


def test_malformed_turtle_names_the_place() -> None:
    with pytest.raises(InputError, match=r"not Turtle: .*line 2"):
        open_store(b"@prefix a: <http://a/> .\na:b a:c .\n")


def test_the_facade_asks_finds_and_explains(tmp_path: Any) -> None:
    graph = kg.KnowledgeGraph(make_graph())
    graph.write(tmp_path)
    for each in (graph, kg.load(tmp_path), kg.load(tmp_path / "graph.ttl")):
        assert each.query("posts-of-person", name="李青禾").rows[0][1] == "远航集团董事长"
        assert each.find("远航集团")[0].name == "远航集团有限公司"
        assert "签署战略合作协议" in str(each.explain("远航集团")[0])
        assert each.networkx().number_of_edges() == 19
        assert each.turtle == graph.turtle
        assert len(each.rdflib()) == len(graph.rdflib())
        assert "17 entities" in repr(each)
        assert "官员 2" in each.summary()


# ---------------------------------------------------------------------------------------------- over HTTP


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with GraphServer(open_store(TURTLE), b"<!DOCTYPE html>page", TURTLE, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def fetch(url: str, data: bytes | None = None, method: str | None = None, **headers: str) -> tuple[int, str, bytes]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=data, headers=fields, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


SELECT = "SELECT ?name WHERE { ?x a kg:Official ; skos:prefLabel ?name } ORDER BY ?name"


@pytest.mark.parametrize(
    ("accept", "kind", "holds"),
    [
        ("*/*", "application/sparql-results+json", '"bindings"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", '<literal xml:lang="zh">周以宁'),
        ("text/csv", "text/csv", "name\r\n周以宁\r\n陈望远"),
        ("text/html, text/tab-separated-values;q=0.5, text/csv;q=0.1", "text/tab-separated-values", '"周以宁"@zh'),
    ],
)
def test_the_format_is_chosen_by_accept(url: str, accept: str, kind: str, holds: str) -> None:
    status, type_, body = fetch(f"{url}sparql?{urlencode({'query': SELECT})}", Accept=accept)
    assert (status, type_) == (200, kind)
    assert holds in body.decode()


def test_queries_are_posted_two_ways(url: str) -> None:
    form = urlencode({"query": SELECT}).encode()
    results = [
        fetch(f"{url}sparql", form, Content_Type="application/x-www-form-urlencoded"),
        fetch(f"{url}sparql", SELECT.encode(), Content_Type="application/sparql-query; charset=utf-8"),
        fetch(f"{url}sparql?{urlencode({'query': SELECT})}"),
    ]
    assert len({body for _, _, body in results}) == 1
    names = [row["name"]["value"] for row in json.loads(results[0][2])["results"]["bindings"]]
    assert names == ["周以宁", "陈望远"]


def test_graphs_come_as_turtle_or_what_is_asked(url: str) -> None:
    query = urlencode({"query": "CONSTRUCT { ?x a kg:Place } { ?x kg:adminCode '320299' }"})
    status, kind, body = fetch(f"{url}sparql?{query}")
    assert (status, kind) == (200, "text/turtle")
    assert b"place:320299 a kg:Place" in body
    status, kind, body = fetch(f"{url}sparql?{query}", Accept="application/n-triples")
    assert (status, kind) == (200, "application/n-triples")
    assert body.count(b"\n") == 1


def test_the_page_and_the_turtle_are_served(url: str) -> None:
    assert fetch(url) == (200, "text/html; charset=utf-8", b"<!DOCTYPE html>page")
    assert fetch(f"{url}graph.ttl") == (200, "text/turtle; charset=utf-8", TURTLE)
    assert fetch(url, method="HEAD")[0::2] == (200, b"")


@pytest.mark.parametrize(
    ("path", "data", "headers", "status"),
    [
        ("nothing", None, {}, 404),
        ("../../etc/passwd", None, {}, 404),
        ("sparql", None, {}, 400),
        ("sparql?query=SELECT", None, {}, 400),
        ("sparql?query=DELETE+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D", None, {}, 400),
        ("sparql?query=SELECT+*+%7B+SERVICE+%3Chttp://127.0.0.1/%3E+%7B%7D+%7D", None, {}, 400),
        ("sparql", b"update=CLEAR+ALL", {"Content_Type": "application/x-www-form-urlencoded"}, 400),
        ("sparql", b"x", {"Content_Type": "text/plain"}, 415),
        ("sparql", b"x" * 1_000_001, {"Content_Type": "application/sparql-query"}, 413),
        ("", b"x", {}, 404),
        ("sparql?query=ASK%7B%7D", None, {"Host": "evil.example"}, 403),
    ],
)
def test_what_is_refused(url: str, path: str, data: bytes | None, headers: dict[str, str], status: int) -> None:
    code, kind, body = fetch(url + path, data, **headers)
    assert code == status
    assert kind == "text/plain; charset=utf-8"
    assert body.count(b"\n") == 1


def test_a_port_in_use_is_an_error(url: str) -> None:
    with pytest.raises(OSError, match="in use"):
        GraphServer(open_store(TURTLE), b"", b"", int(url.rstrip("/").rpartition(":")[2]))
