"""``kg check``: nothing is found in a sound graph, and each kind of damage by the rule that is there for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.rdf import make_graph as make_news
from kg.cli import cli
from kg.errors import InputError
from kg.graph.checks import check_graph, check_queries
from kg.graph.query import open_store
from kg.model import Graph
from kg.ontology import load_ontology
from kg.outputs.turtle import write_ntriples, write_turtle
from tests.graph_by_hand import make_graph

ROOT = Path(__file__).parent.parent
ontology = load_ontology()
TURTLE = write_turtle(make_graph(), ontology).decode()


def test_nothing_is_found_in_a_sound_graph(tmp_path: Path) -> None:
    assert check_graph(TURTLE.encode()) == []
    assert check_graph(write_turtle(make_graph(headline="<script>", mayor="\ud800\"'\\"), ontology)) == []
    assert check_graph(write_turtle(Graph((), (), (), (), (), ()), ontology)) == []
    file = tmp_path / "graph.nt"
    file.write_bytes(write_ntriples(make_graph(), ontology))
    assert check_graph(file) == []


DAMAGES: dict[str, tuple[str, str, set[str]]] = {
    "a span shifted by one": ('oa:start "71"', 'oa:start "72"', {"quote-matches-span"}),
    "a direct triple lost": (" ;\n    kg:produces product:远航一号水泵", "", {"direct-triple-present"}),
    "a plan told as a fact": (
        "    kg:produces ",
        "    kg:investsIn project:城北污水处理厂项目 ;\n    kg:produces ",
        {"plan-is-no-fact"},
    ),
    "a role that is no participation": (
        " ;\n    kg:participant organization:锡湖市人民政府",
        "",
        {"participant-present"},
    ),
    "a class not written out": (
        'kg:Official , kg:Person , kg:Entity ;\n    skos:prefLabel "周',
        'kg:Official , kg:Entity ;\n    skos:prefLabel "周',
        {"types-written-out", "subject-in-domain", "shape Class"},
    ),
    "a person where a document belongs": (
        "rdf:predicate kg:issued ;\n    rdf:object document:锡湖市节水行动方案",
        "rdf:predicate kg:issued ;\n    rdf:object person:王小川-8e219c",
        {"direct-triple-present", "direct-triple-has-statement", "object-in-range"},
    ),
    "an announcement that is visited": (
        "rdf:predicate kg:issuer",
        "rdf:predicate kg:visitor",
        {"subject-in-domain", "direct-triple-present", "direct-triple-has-statement"},
    ),
    "a number that is none": ("schema:value 27.0", 'schema:value "27"', {"shape Datatype"}),
    "no sentence behind it": ("    kg:evidence ev:16feb2085c5b ;\n", "", {"shape MinCount"}),
    "one sentence for two claims": (
        "ev:16feb2085c5b ;",
        "ev:16feb2085c5b , ev:00f18fec15bb ;",
        {"evidence-of-one-claim"},
    ),
    "an end before the start": (
        'schema:startDate "2022-01-10"^^xsd:date .',
        'schema:startDate "2022-01-10"^^xsd:date ;\n    schema:endDate "2021-01-10"^^xsd:date .',
        {"shape LessThanOrEquals"},
    ),
    "more sure than sure": (
        "kg:confidence 0.92 ;\n    kg:evidence ev:16feb2085c5b",
        "kg:confidence 1.2 ;\n    kg:evidence ev:16feb2085c5b",
        {"shape MaxInclusive"},
    ),
    "a modality nobody agreed on": ("kg:modality kg:denied", "kg:modality kg:rumoured", {"shape In"}),
    "something pointed at that is not described": (
        "kg:locatedIn place:320299 .\n",
        "kg:locatedIn place:999999 .\n",
        {"nothing-dangling", "place-in-place", "direct-triple-present"},
    ),
    "an empty headline": ('headline "锡湖与远航集团签约共建污水处理厂"@zh', 'headline ""@zh', {"shape MinLength"}),
}


@pytest.mark.parametrize(("old", "new", "rules"), DAMAGES.values(), ids=DAMAGES.keys())
def test_each_damage_is_found_by_its_rule(old: str, new: str, rules: set[str]) -> None:
    assert TURTLE.count(old) >= 1, "the graph by hand has changed: choose another triple to break"
    findings = check_graph(TURTLE.replace(old, new, 1).encode())
    assert {finding.rule for finding in findings} == rules
    for finding in findings:
        assert ":" in finding.node
        assert "\n" not in str(finding)
    if rules != {"shape MinCount"} and any(f.node.split(":")[0] in ("stmt", "ev", "event", "figure") for f in findings):
        assert any("「" in str(finding) for finding in findings)  # the sentence stands beside it


def test_what_is_not_turtle_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not Turtle"):
        check_graph(b"<html>")
    with pytest.raises(InputError, match="No such file"):
        check_graph(tmp_path / "none.ttl")


def test_the_checks_take_time_in_proportion() -> None:
    store = open_store(write_turtle(make_news(500), ontology))  # 100,000 triples
    begin = time.process_time()
    assert check_queries(store) == []
    assert time.process_time() - begin < 3  # 0.3 s; where one rule went over all pairs it was 6 s


def test_the_sample_graph_is_sound() -> None:
    assert check_graph(ROOT / "graphs" / "graph.ttl") == []


def test_the_graph_of_a_real_page_is_sound(tmp_path: Path) -> None:
    pages = sorted((ROOT.parent / "shared" / "pages").glob("J1_*.txt"))
    if not pages:
        pytest.skip("no real pages beside this checkout")
    run = CliRunner()
    built = run.invoke(cli, ["build", *map(str, pages), "-o", str(tmp_path), "--formats", "ttl"])
    assert built.exit_code == 0, built.output
    checked = run.invoke(cli, ["check", str(tmp_path)])
    assert (checked.exit_code, checked.output) == (0, "ok\n")


def test_the_command_tells_each_sentence_and_ends_with_1(tmp_path: Path) -> None:
    old, new, _ = DAMAGES["a span shifted by one"]
    file = tmp_path / "graph.ttl"
    file.write_text(TURTLE.replace(old, new, 1), encoding="utf-8")
    checked = CliRunner().invoke(cli, ["check", str(file)])
    assert checked.exit_code == 1
    finding, count = checked.output.splitlines()
    assert finding.startswith("quote-matches-span: ev:")
    assert finding.endswith("」")
    assert count == "1 findings"
