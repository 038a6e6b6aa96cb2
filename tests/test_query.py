"""SPARQL over the Turtle: the built-in questions on two engines, parameters, tables, and the endpoint over HTTP."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

import kg
from kg.errors import InputError
from kg.graph.grounds import find_grounds
from kg.graph.names import shorten
from kg.graph.query import (
    BEFORE,
    Question,
    add_graph,
    find_question,
    list_questions,
    open_store,
    run_query,
    set_options,
    set_parameters,
    suggest_questions,
)
from kg.model import Graph, Modality, Tenure
from kg.ontology import load_ontology, ontology_folder
from kg.outputs.server import GraphServer
from kg.outputs.turtle import write_turtle
from kg.outputs.worker import Worker
from tests.graph_by_hand import DEAL, MAYOR, VICE, make_graph

TURTLE = write_turtle(make_graph(), load_ontology())
PARAMETER = re.compile(r"VALUES \?(\w+) \{ (?:UNDEF|0\.8) \}")
FINDS_NOTHING = {"q16-two-in-one-post", "q17-two-places"}  # a graph without contradictions
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
def in_rdflib() -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    for source in ({"data": TURTLE}, {"source": ontology_folder() / "newskg.ttl"}):
        dataset.default_graph.parse(format="turtle", **source)
    before = write_turtle(make_older_graph(), load_ontology())
    dataset.graph(BEFORE).parse(data=before, format="turtle")
    return dataset


@pytest.fixture(scope="module")
def in_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = open_store(TURTLE)
    older = tmp_path_factory.mktemp("older") / "older.ttl"
    older.write_bytes(write_turtle(make_older_graph(), load_ontology()))
    add_graph(store, older)
    return store


def make_older_graph() -> Graph:
    """One statement less, one that is gone since, one that was only planned then."""
    graph = make_graph()
    statements = {statement.predicate: statement for statement in graph.statements}
    kept = [s for s in graph.statements if s.predicate not in ("produces", "issued")]
    was = replace(statements["issued"], modality=Modality.PLANNED)
    gone = replace(statements["produces"], id="stmt:0123456789ab", object=statements["investsIn"].object)
    return replace(graph, statements=tuple(sorted((*kept, was, gone), key=lambda s: s.id)))


def test_every_question_is_titled_and_found() -> None:
    questions = list_questions()
    assert len(questions) >= 20
    assert [question.number for question in questions] == [f"q{number}" for number in range(1, len(questions) + 1)]
    for question in questions:
        assert question.title
        assert question.zh
        assert question.en
        assert {option.variable for option in question.options} == set(PARAMETER.findall(question.text))
        number, _, rest = question.name.partition("-")
        found = [find_question(each) for each in (number, rest, question.title, question.name)]
        assert found == [question] * 4
    assert find_question("q99") is None


def test_the_nearest_names_are_suggested() -> None:
    assert "任职" in suggest_questions("任识")
    assert "posts-of-person" in suggest_questions("post-of-persons")
    assert suggest_questions("zzzzzz") == []


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib's own engine uses it
@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_questions_answer_alike_on_both_engines(
    question: Question, in_rdflib: rdflib.Dataset, in_oxigraph: Any
) -> None:
    settings, expected = EXPECTED.get(question.name, (question.example, None))
    required = {option.name: option.example for option in question.options if option.required}
    for values in (settings, required):  # narrowed, and of everything
        text = set_options(question, values)
        rows = run_query(in_oxigraph, text).rows
        if values is settings and expected is not None:
            assert list(rows) == expected
        theirs = [tuple(read_rdflib(cell) for cell in row) for row in in_rdflib.query(text)]
        assert sorted(rows, key=str) == sorted(theirs, key=str)
        assert rows or question.name in FINDS_NOTHING


def read_rdflib(cell: Any) -> Any:
    if cell is None:
        return None
    if isinstance(cell, rdflib.URIRef):
        return shorten(str(cell))
    return str(cell) if cell.language or cell.datatype is None else cell.toPython()


def test_what_changed_between_two_graphs(in_oxigraph: Any) -> None:
    rows = run_query(in_oxigraph, find_question("变化").text).rows  # type: ignore[union-attr]
    assert [row[:5] for row in rows] == [
        ("+", "远航集团有限公司", "生产", "远航一号水泵", "已述"),
        ("-", "远航集团有限公司", "生产", "城北污水处理厂项目", "已述"),
        ("~", "锡湖市人民政府", "印发", "锡湖市节水行动方案", "已述"),
    ]
    assert rows[2][5] == "计划"


def test_contradictions_are_found() -> None:
    graph = make_graph()
    tenure = next(s for s in graph.statements if isinstance(s, Tenure) and s.object.endswith("-市长"))
    rival = replace(tenure, id="stmt:aaaaaaaaaaaa", subject=VICE, start=None)
    second = replace(
        next(e for e in graph.events if e.id == DEAL), id="event:signing-2024-03-01-ffffff", name="另一签约"
    )
    place = next(s for s in graph.statements if s.subject == DEAL and s.predicate == "place")
    there = replace(place, id="stmt:bbbbbbbbbbbb", subject=second.id, object="place:锡湖市-𠮷水河")
    attended = next(s for s in graph.statements if s.subject == DEAL and s.predicate == "attendee")
    too = replace(attended, id="stmt:cccccccccccc", subject=second.id)
    statements = tuple(sorted((*graph.statements, rival, there, too), key=lambda s: s.id))
    events = tuple(sorted((*graph.events, second), key=lambda e: e.id))
    store = open_store(write_turtle(replace(graph, statements=statements, events=events), load_ontology()))
    rows = run_query(store, find_question("一职二人").text).rows  # type: ignore[union-attr]
    assert rows == (("锡湖市市长", "周以宁", "陈望远", date(2024, 3, 2)),)
    rows = run_query(store, find_question("分身").text).rows  # type: ignore[union-attr]
    assert [(row[0], row[1], {row[2], row[3]}) for row in rows] == [
        ("陈望远", date(2024, 3, 1), {"锡湖国际会展中心", "𠮷水河"})
    ]


@pytest.mark.parametrize("name", ["任职", "政企同场", "地区活动", "数据", "同现", "变化"])
def test_each_row_leads_to_its_sentences(name: str, in_oxigraph: Any) -> None:
    question = find_question(name)
    assert question is not None
    text = set_options(question, question.example)
    table = run_query(in_oxigraph, text)
    for row in table.rows:
        if row[0] == "-":  # what is gone has no evidence in the graph that it is gone from
            continue
        grounds = find_grounds(in_oxigraph, text, table.columns, row)
        assert grounds
        bodies = [article.text for article in make_graph().articles]
        assert all(any(ground.sentence in body for body in bodies) for ground in grounds)


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
    with pytest.raises(InputError, match=r"'who'.*it has: --person"):
        set_options(list_questions()[0], {"who": "x"})
    with pytest.raises(InputError, match="this question needs --company"):
        set_options(find_question("企业家族"), {})  # type: ignore[arg-type]


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
    files = {
        "/": ("text/html; charset=utf-8", lambda: b"<!DOCTYPE html>page"),
        "/graph.ttl": ("text/turtle; charset=utf-8", lambda: TURTLE),
    }
    worker = Worker(lambda: open_store(TURTLE))
    with GraphServer(worker, files, 0, seconds=2, rows=1000) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()
    worker.close()


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
    worker = Worker(lambda: open_store(TURTLE))
    with pytest.raises(OSError, match="in use"):
        GraphServer(worker, {}, int(url.rstrip("/").rpartition(":")[2]))
    worker.close()


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_that_never_ends_is_ended_and_the_next_is_answered(url: str) -> None:
    begin = time.perf_counter()
    status, _, body = fetch(f"{url}sparql?{urlencode({'query': ENDLESS})}")
    assert status == 503
    assert b"more than 2 seconds" in body
    assert time.perf_counter() - begin < 6
    assert fetch(f"{url}sparql?{urlencode({'query': SELECT})}")[0] == 200


def test_an_answer_of_many_rows_is_cut_and_says_so(url: str) -> None:
    millions = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        request = urllib.request.Request(f"{url}sparql?{urlencode({'query': millions})}", headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=10) as response:
            assert response.headers["X-Truncated"] == "at 1000 rows"
            assert response.read()
    whole = "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    status, _, body = fetch(f"{url}sparql?{urlencode({'query': whole})}", Accept="application/n-triples")
    assert status == 200
    assert body.count(b"\n") == 1000


@pytest.mark.parametrize(
    "query",
    ["SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "LOAD <file:///etc/passwd>", "CLEAR ALL", "CREATE GRAPH <a:b>"],
)
def test_no_file_and_no_update_is_reached(url: str, query: str) -> None:
    status, _, body = fetch(f"{url}sparql?{urlencode({'query': query})}")
    assert status in (200, 400)
    assert b"root:" not in body
    assert status == 400 or json.loads(body)["results"]["bindings"] == []


def test_rdflibs_client_and_sparqlwrapper_read_it(url: str) -> None:
    store = SPARQLStore(f"{url}sparql")
    rows = rdflib.Graph(store).query("SELECT ?name { ?x a kg:Official ; skos:prefLabel ?name } ORDER BY ?name")
    assert [str(row[0]) for row in rows] == ["周以宁", "陈望远"]
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{url}sparql")
    client.setReturnFormat(wrapper.JSON)
    client.setQuery(SELECT)
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        found = client.query().convert()["results"]["bindings"]
        assert [row["name"]["value"] for row in found] == ["周以宁", "陈望远"]


def test_every_entity_has_a_page(url: str) -> None:
    path = f"{url}id/" + urllib.parse.quote(MAYOR.replace(":", "/", 1))
    status, kind, body = fetch(path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert "<h1>陈望远 " in body.decode()
    assert "锡湖市市长" in body.decode()
    status, kind, body = fetch(path, Accept="text/turtle")
    assert (status, kind) == (200, "text/turtle")
    assert "person:陈望远-c70b1a a kg:Entity , kg:Official , kg:Person" in body.decode()
    assert fetch(f"{path}?format=jsonld")[1] == "application/ld+json"
    assert fetch(f"{url}id/person/nobody")[0] == 404
    assert fetch(f"{url}id/nothing/x")[0] == 404


def test_a_hostile_name_is_escaped_on_its_page() -> None:
    turtle = write_turtle(make_graph(mayor='<script>alert(1)</script>"\u202e\n&'), load_ontology())
    worker = Worker(lambda: open_store(turtle))
    with GraphServer(worker, {}, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        body = fetch(f"{server.url}id/" + urllib.parse.quote(MAYOR.replace(":", "/", 1)))[2].decode()
        server.shutdown()
        thread.join()
    worker.close()
    assert "<script" not in body
    assert "&lt;script&gt;" in body


def test_the_query_page_and_its_questions(url: str) -> None:
    status, kind, body = fetch(f"{url}query")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    for address in re.findall(r'(?:src|href)="([^"]+)"', body.decode()):
        assert address.startswith("/")  # nothing from elsewhere
        assert fetch(url.rstrip("/") + address)[0] == 200
    questions = json.loads(fetch(f"{url}questions.json")[2])
    assert questions[0]["title"] == "任职"
    name = urllib.parse.quote("陈望远")
    text = fetch(f"{url}questions/{questions[0]['name']}.rq?person={name}")[2].decode()
    assert '"陈望远"@zh' in text
    assert fetch(f"{url}sparql?{urlencode({'query': text})}")[0] == 200
    assert fetch(f"{url}questions/q1-posts-of-person.rq?nobody=x")[0] == 400


@pytest.mark.parametrize(("origin", "allowed"), [("http://localhost:3000", True), ("http://evil.example", False)])
def test_pages_of_localhost_may_ask(url: str, origin: str, allowed: bool) -> None:
    for method in ("GET", "OPTIONS"):
        target = f"{url}sparql?query=ASK%7B%7D"
        request = urllib.request.Request(target, headers={"Origin": origin}, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            assert response.headers["Access-Control-Allow-Origin"] == (origin if allowed else None)
