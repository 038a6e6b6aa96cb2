"""SPARQL over the Turtle: the built-in questions on two engines, parameters and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib

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
from kg.outputs.turtle import write_turtle
from tests.graph_by_hand import DEAL, VICE, make_graph

TURTLE = write_turtle(make_graph(), load_ontology())
SAMPLE = Path(__file__).parent.parent / "graphs" / "graph.ttl"
PARAMETER = re.compile(r"VALUES \?(\w+) \{ (?:UNDEF|0\.7) \}")
HAND = {  # what the graph by hand knows, by the name of the option
    **dict.fromkeys(("person", "from"), "陈望远"),
    **dict.fromkeys(("body", "issuer", "subject"), "锡湖市人民政府"),
    **dict.fromkeys(("name", "company", "party", "to", "object"), "远航集团"),
    **dict.fromkeys(("project", "of"), "城北污水处理厂项目"),
    "area": "锡湖市",
    "relation": "合作",
    "indicator": "投资",
    "text": "远航",
    "event": "水博会",
    "day": "2024-03-02",
    "since": "2024-03-09",
    "after": "2022-01-01",
    "before": "2024-12-31",
    "below": "0.8",
}
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
        {"below": "0.8"},
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
    settings, expected = EXPECTED.get(question.name, (at_hand(question), None))
    required = {option.name: HAND[option.name] for option in question.options if option.required}
    for text in dict.fromkeys(set_options(question, values) for values in (settings, required)):  # then of everything
        rows = run_query(in_oxigraph, text).rows
        if expected is not None:
            assert list(rows) == expected
            expected = None
        assert list(rows) == [tuple(read_rdflib(cell) for cell in row) for row in in_rdflib.query(text)]
        assert rows or question.name in FINDS_NOTHING


@pytest.fixture(scope="module")
def sample() -> tuple[rdflib.Dataset, Any]:
    dataset = rdflib.Dataset()
    for source in (SAMPLE, ontology_folder() / "newskg.ttl"):
        dataset.default_graph.parse(source)
    return dataset, open_store(SAMPLE)


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_the_examples_answer_alike_on_the_sample_graph(question: Question, sample: tuple[rdflib.Dataset, Any]) -> None:
    """What ``ontology/questions.md`` shows (kept up to date by ``test_ontology.py``) is what rdflib finds as well."""
    text = set_options(question, question.example)
    theirs = [tuple(read_rdflib(cell) for cell in row) for row in sample[0].query(text)]
    assert list(run_query(sample[1], text).rows) == theirs


def at_hand(question: Question) -> dict[str, str]:
    return {option.name: HAND[option.name] for option in question.options}


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
    text = set_options(question, at_hand(question))
    table = run_query(in_oxigraph, text)
    for row in table.rows:
        if row[0] == "-":  # what is gone has no evidence in the graph that it is gone from
            continue
        grounds = find_grounds(in_oxigraph, text, table.columns, row)
        assert grounds
        bodies = [article.text for article in make_graph().articles]
        assert all(any(ground.sentence in body for body in bodies) for ground in grounds)


@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_every_row_of_the_sample_has_grounds(question: Question, sample: tuple[rdflib.Dataset, Any]) -> None:
    text = set_options(question, question.example)
    table = run_query(sample[1], text, limit=20)
    if question.title not in ("报道", "查名"):  # rows of articles and of names: nothing is claimed
        assert all(find_grounds(sample[1], text, table.columns, row) for row in table.rows)


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
