"""``kg serve`` asked by real clients: urllib, curl, SPARQLWrapper, rdflib's SPARQLStore and a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.graph.query import open_store
from kg.ontology import load_ontology
from kg.outputs.files import write_files
from kg.outputs.server import GraphServer
from kg.outputs.turtle import write_turtle
from kg.outputs.worker import Request, Worker
from tests.graph_by_hand import MAYOR, make_graph

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TURTLE = write_turtle(make_graph(), load_ontology())


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


def test_a_query_that_takes_all_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.outputs.worker._MEMORY", 100 << 20)
    worker = Worker(lambda: open_store(TURTLE))
    reply = worker.ask(Request("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", seconds=60))
    again = worker.ask(Request("ASK { ?a ?b ?c }"))
    worker.close()
    assert reply.error == "slow"
    assert b"too much memory" in reply.body
    assert again.error == ""


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


def test_curl_reads_it(url: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")

    def ask(*arguments: str) -> str:
        command = [curl, "--silent", "--show-error", "--fail", "--noproxy", "*", *arguments]
        return subprocess.run(command, capture_output=True, check=True, timeout=20).stdout.decode()

    given = ask("--get", "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv", f"{url}sparql")
    assert given == "name\r\n周以宁\r\n陈望远\r\n"
    assert ask("--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv", f"{url}sparql") == given
    page = f"{url}id/" + urllib.parse.quote(MAYOR.replace(":", "/", 1))
    assert "person:陈望远-c70b1a a " in ask("-H", "Accept: text/turtle", page)
    assert json.loads(ask("-H", "Accept: application/ld+json", page))
    assert ask(page).startswith("<!DOCTYPE html>")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # playwright's own
def test_a_question_is_asked_in_a_browser_without_a_request_elsewhere(url: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    asked: list[str] = []
    errors: list[str] = []
    with sync_api.sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{url}query")
        question = page.locator("nav details").filter(has_text="某人担任过哪些职务")
        question.locator("summary").click()
        question.locator("input").fill("陈市长")
        question.locator("button").click()
        page.locator(".yasr table tbody tr").first.wait_for()
        rows = page.locator(".yasr table tbody tr").all_inner_texts()
        query = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        page.goto(f"{url}id/" + urllib.parse.quote(MAYOR.replace(":", "/", 1)))
        heading = page.locator("h1").inner_text()
        browser.close()
    assert len(rows) == 1
    assert "锡湖市市长" in rows[0]
    assert '"陈市长"@zh' in query
    assert heading.startswith("陈望远")
    assert errors == []
    assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []


def test_the_store_on_disk_is_served_and_stays_as_it_is(tmp_path: Path) -> None:
    [folder] = write_files(make_graph(), load_ontology(), tmp_path, ["store"])
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    worker = Worker(lambda: open_store(folder))
    with GraphServer(worker, {}, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        names = [fetch(f"{server.url}sparql?{urlencode({'query': SELECT})}", Accept="text/csv")[2] for _ in range(2)]
        server.shutdown()
        thread.join()
    worker.close()
    assert names == ["name\r\n周以宁\r\n陈望远\r\n".encode()] * 2
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
