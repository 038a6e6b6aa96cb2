"""RDF in every syntax, and the files for other programs, each opened by the program that it is for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.errors import InputError
from kg.graph.boxes import find_boxes, write_box
from kg.graph.checks import check_graph
from kg.model import Box, Entity, Graph, Modality, PrintedLine, Span, Statement
from kg.ontology import load_ontology
from kg.outputs.files import write_files
from kg.outputs.ftm import make_ftm
from kg.outputs.graphml import write_gexf
from kg.outputs.neo4j import write_neo4j
from kg.outputs.rdflib_graph import to_rdflib
from kg.outputs.trig import write_trig
from kg.outputs.turtle import stream_turtle, write_rdfxml, write_turtle
from tests.graph_by_hand import CITY, RIVER, make_graph

ontology = load_ontology()
HOSTILE = '<a href="x">"\\\n\r\t\u202e\u2028&amp;\'`{}|^'


def triples_of(content: bytes, format_: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=format_)}


@pytest.mark.filterwarnings("ignore:(Dataset.default_context|ConjunctiveGraph) is deprecated")  # rdflib's own reader
def test_trig_holds_one_graph_an_article_and_the_same_triples() -> None:
    graph = make_graph(mayor=HOSTILE, headline=HOSTILE)
    trig = write_trig(graph, ontology)
    assert triples_of(trig, ox.RdfFormat.TRIG) == triples_of(write_turtle(graph, ontology), ox.RdfFormat.TURTLE)
    store = ox.Store()
    store.load(trig, format=ox.RdfFormat.TRIG)
    assert len(list(store.named_graphs())) == 2
    for name in store.named_graphs():  # a graph holds its own article's evidence and no other
        sources = store.query(
            "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT DISTINCT ?a { ?e oa:hasSource ?a }", default_graph=name
        )
        assert [row["a"] for row in sources] == [name]
    dataset = rdflib.Dataset()
    dataset.parse(data=trig, format="trig")
    assert len(list(dataset.graphs())) == 3


def test_rdfxml_is_read_by_rdflib_and_oxigraph() -> None:
    graph = make_graph(mayor=HOSTILE + "\x07")
    content = write_rdfxml(graph, ontology)
    found = rdflib.Graph().parse(data=content, format="xml")
    assert len(found) == len(triples_of(content, ox.RdfFormat.RDF_XML))
    assert len(found) == len(triples_of(write_turtle(graph, ontology), ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    "name", ["ttl", "nt", "trig", "rdf", "jsonld", "ttl.gz", "nt.gz", "trig.gz", "jsonld.gz", "store"]
)
def test_every_syntax_comes_back_as_the_same_graph(tmp_path: Path, name: str) -> None:
    graph = make_graph(mayor="陈<望>\"远'\\")
    graph = replace(graph, same=((graph.events[0].id, "event:x"), (RIVER, "place:𠮷水河")))
    [path] = write_files(graph, ontology, tmp_path, [name])
    assert path.name == f"graph.{name}"
    for source in (path, tmp_path):
        back = kg.load(source)
        assert back.turtle == write_turtle(graph, ontology)
    assert next(entity for entity in back.graph.entities if entity.id == RIVER).parent == CITY


def test_compressed_files_have_no_clock(tmp_path: Path) -> None:
    runs = []
    for name in ("a", "b"):
        [path] = write_files(make_graph(), ontology, tmp_path / name, ["ttl.gz"])
        runs.append(path.read_bytes())
    assert runs[0] == runs[1]
    assert gzip.decompress(runs[0]) == write_turtle(make_graph(), ontology)


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("cut.ttl", b"@prefix a: <http://a/> .\na:b a:c 'x", "line 2, column 9: Unexpected end of file"),
        ("bad.ttl", b"@prefix a: <http://a/> .\na:b a:c .\n", "not Turtle: line 2, column 9"),
        ("bad.nt", b"<http://a/> <http://b/> .\n", "not N-Triples: line 1"),
        ("bad.rdf", b"<rdf:RDF><a>", "not RDF/XML"),
        ("bad.jsonld", b"{", "not JSON-LD"),
        ("cut.ttl.gz", gzip.compress(b"@prefix a: <http://a/> .\n" * 99)[:40], "damaged or cut off"),
        ("none.ttl", None, "No such file"),
    ],
)
def test_what_cannot_be_read_names_file_line_and_column(
    tmp_path: Path, name: str, content: bytes | None, cause: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        kg.load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert cause in str(caught.value)
    assert "\n" not in str(caught.value)


def test_writing_holds_a_bounded_part() -> None:
    class Sink(io.RawIOBase):
        size = 0

        def write(self, chunk: Any) -> int:
            self.size += len(chunk)
            return len(chunk)

    def measure(copies: int) -> tuple[int, int]:
        graph = make_graph()
        statements = tuple(
            replace(statement, id=f"{statement.id}{copy:05d}")
            for copy in range(copies)
            for statement in sorted(graph.statements, key=lambda s: s.id)
        )
        graph = replace(graph, statements=tuple(sorted(statements, key=lambda s: s.id)))
        sink = Sink()
        tracemalloc.start()
        stream_turtle(graph, ontology, sink)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return sink.size, peak

    small, large = measure(40), measure(400)
    assert large[0] > 8 * small[0]
    growth = (large[1] - small[1]) / (large[0] - small[0])
    assert growth < 0.1, f"{growth:.2f} bytes held for every byte written"


@pytest.mark.parametrize("installed", [True, False])
def test_rdflib_gets_the_graph_with_or_without_oxrdflib(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if installed:
        pytest.importorskip("oxrdflib")
    else:
        monkeypatch.setattr("kg.outputs.rdflib_graph.importlib.util.find_spec", lambda name: None)
    found = to_rdflib(make_graph(), ontology)
    plain = rdflib.Graph().parse(data=write_turtle(make_graph(), ontology), format="turtle")
    assert len(found) == len(plain)
    assert {(s, p, told(o)) for s, p, o in found} == {(s, p, told(o)) for s, p, o in plain}
    rows = found.query("SELECT ?n { ?x a kg:Official ; skos:prefLabel ?n } ORDER BY ?n")
    assert [str(row[0]) for row in rows] == ["周以宁", "陈望远"]


def told(term: rdflib.term.Node) -> object:
    """Oxigraph keeps numbers by value, and rdflib tells a plain literal from an xsd:string."""
    value = term.toPython() if isinstance(term, rdflib.Literal) else term
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)


def test_followthemoney_accepts_every_entity() -> None:
    model = pytest.importorskip("followthemoney").model
    proxies = {}
    for data in make_ftm(make_graph(mayor=HOSTILE), ontology):
        proxy = model.get_proxy(data, cleaned=False)
        proxy.schema.validate(data)
        for name, values in data["properties"].items():
            prop = proxy.schema.get(name)
            for value in values:
                assert prop.type.validate(value) or prop.type.name in ("string", "text", "name"), (name, value)
        proxies[proxy.id] = proxy
    schemata = {proxy.schema.name for proxy in proxies.values()}
    assert schemata >= {"Person", "Company", "PublicBody", "Organization", "Position", "Occupancy", "Event", "Address"}
    assert schemata >= {"Mention", "Article", "Project", "Document", "UnknownLink"}
    for proxy in proxies.values():  # every reference leads to an entity of the kind that FtM wants there
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert proxies[value].schema.is_a(prop.range), (proxy.schema.name, prop.name)
        for required in proxy.schema.required:
            assert proxy.get(required), (proxy.schema.name, required)
    occupancies = [proxy for proxy in proxies.values() if proxy.schema.name == "Occupancy"]
    assert {proxies[proxy.first("post")].caption for proxy in occupancies} >= {"锡湖市市长", "远航集团董事长"}


def test_neo4j_files_join_and_quote() -> None:
    files = write_neo4j(make_graph(mayor='陈"望\\远\n|;'), ontology)
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"].decode())))
    edges = list(csv.DictReader(io.StringIO(files["edges.csv"].decode())))
    known = {row["id:ID"] for row in nodes}
    assert {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges} <= known
    assert {row[":LABEL"] for row in nodes} >= {"Official;Person;Entity", "Signing;Event;Entity"}
    assert "holdsPost" in {row[":TYPE"] for row in edges}
    assert (RIVER, "locatedIn", CITY) in {(row[":START_ID"], row[":TYPE"], row[":END_ID"]) for row in edges}
    script = files["load.cypher"].decode()
    statements = [line for line in script.splitlines() if line.startswith(("MERGE", "MATCH"))]
    assert len(statements) == len(nodes) + len(edges)
    assert all(line.endswith(";") for line in statements)
    assert r'name: "陈\"望\\远\n|;"' in script


def test_parquet_opens_in_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    write_files(make_graph(mayor=HOSTILE), ontology, tmp_path, ["parquet"])
    folder = tmp_path / "parquet"
    rows = duckdb.sql(
        f"SELECT s.object_name, s.first_seen, e.sentence FROM '{folder}/statements.parquet' s "
        f"JOIN '{folder}/evidence.parquet' e ON e.claim = s.id WHERE s.predicate = 'issued'"
    ).fetchall()
    assert rows[0][:2] == ("锡湖市节水行动方案", date(2024, 3, 9))
    value = duckdb.sql(f"SELECT value FROM '{folder}/figures.parquet' WHERE unit = '元'").fetchall()
    assert value == [(200000000,)]


def test_gexf_has_dates_and_weights() -> None:
    text = write_gexf(make_graph(), ontology).decode()
    assert 'timeformat="date"' in text
    assert 'start="2024-03-01" end="2024-03-01"' in text  # the signing
    assert 'weight="0.85"' in text
    assert 'start=""' not in text


def test_rustworkx_reads_the_graphml(tmp_path: Path) -> None:
    rustworkx = pytest.importorskip("rustworkx")
    [path] = write_files(make_graph(), ontology, tmp_path, ["graphml"])
    [found] = rustworkx.read_graphml(str(path))
    assert found.num_edges() == 19


def test_json_ld_reads_well(tmp_path: Path) -> None:
    [path] = write_files(make_graph(), ontology, tmp_path, ["jsonld"])
    nodes = {node["id"]: node for node in json.loads(path.read_text(encoding="utf-8"))["@graph"]}
    deal = next(node for node in nodes.values() if "Signing" in str(node["type"]))
    assert deal["startDate"] == "2024-03-01"
    assert deal["signatory"] == ["organization:远航集团有限公司", "organization:锡湖市人民政府"]


def test_owl_reasoning_finds_no_inconsistency() -> None:
    owlrl = pytest.importorskip("owlrl")
    found = to_plain(make_graph())
    found.parse(Path(ontology.source), format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(found)
    errors = list(found.subject_objects(rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert errors == []
    tenure = rdflib.URIRef("http://www.w3.org/ns/org#Membership")
    assert len(list(found.subjects(rdflib.RDF.type, tenure))) == 4  # tenures come out as ORG memberships


def to_plain(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=write_turtle(graph, ontology), format="turtle")


def make_printed() -> Graph:
    """The graph by hand as if read from a page with a layout: lines of 20 characters, 4 in a column."""
    graph = make_graph()
    articles = []
    for article in graph.articles:
        lines = []
        for number, start in enumerate(range(0, len(article.text), 20)):
            left, top = 50 + 230 * (number // 4), 100 + 14.5 * (number % 4)
            end = min(start + 20, len(article.text))
            lines.append(PrintedLine(Span(start, end), Box(1, left, top, left + 10.5 * (end - start), top + 10.5)))
        page = replace(article.page, text=article.text, printed=tuple(lines))
        articles.append(replace(article, page=page))
    return replace(graph, articles=tuple(articles))


def test_the_place_on_the_page_is_written_and_comes_back(tmp_path: Path) -> None:
    graph = make_printed()
    signed = next(e for e in graph.events if e.type == "Signing").evidence[0]
    article = next(article for article in graph.articles if article.id == signed.article)
    assert [write_box(box) for box in find_boxes(article, signed.span)] == ["page=1&xywh=50,100,210,39.5"]
    assert [write_box(box) for box in find_boxes(article, Span(70, 90))] == [
        "page=1&xywh=50,143.5,210,10.5",
        "page=1&xywh=280,100,210,10.5",  # the next column
    ]
    turtle = write_turtle(graph, ontology)
    assert check_graph(turtle) == []
    assert 'kg:box "page=1&xywh=50,100,210,39.5" ;\n    kg:confidence' in turtle.decode()
    for name in ("ttl", "trig", "jsonld", "rdf"):
        write_files(graph, ontology, tmp_path / name, [name])
        assert kg.load(tmp_path / name).turtle == turtle
    wrong = turtle.replace(b"page=1&xywh=50,100,210,39.5", b"page=one")
    assert {finding.rule for finding in check_graph(wrong)} == {"shape Pattern"}
    (tmp_path / "wrong.ttl").write_bytes(wrong)
    with pytest.raises(InputError, match="not a place on a page: 'page=one'"):
        kg.load(tmp_path / "wrong.ttl")


def make_everything() -> Graph:
    """The graph by hand, with an entity of every class and a statement of every relation."""
    graph = make_printed()
    entities = {entity.type: entity for entity in graph.entities}
    events = {event.type: event for event in graph.events}
    sample = graph.statements[0]
    for name in ontology.below("Entity"):
        if ontology.is_a(name, "Event"):
            events.setdefault(name, replace(graph.events[0], id=f"event:{name.lower()}-2024-03-01-000000", type=name))
        elif name != "Post":
            kind = "person" if ontology.is_a(name, "Person") else "product"
            entities.setdefault(name, Entity(f"{kind}:甲{name}", name, f"甲{name}"))
    nodes = {name: entity.id for name, entity in entities.items()} | {name: e.id for name, e in events.items()}
    nodes["Post"] = graph.posts[0].id
    statements = list(graph.statements)
    modalities = list(Modality)
    for number, name in enumerate(ontology.names("property")):
        term = ontology.term(name)
        ends = [next((nodes[c] for c in ontology.below(end) if c in nodes), "") for end in (term.domain, term.range)]
        if not term.literal and all(ends) and term.domain in ontology.terms and name not in ("postIn", "post"):
            made = (f"stmt:everything{number:02d}", ends[0], name, ends[1], modalities[number % 4])
            statements.append(Statement(*made, 0.9, sample.evidence, sample.first_seen, sample.last_seen))
    return replace(
        graph,
        entities=tuple(sorted({e.id: e for e in (*graph.entities, *entities.values())}.values(), key=lambda e: e.id)),
        events=tuple(sorted({e.id: e for e in (*graph.events, *events.values())}.values(), key=lambda e: e.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
    )


def test_every_term_of_the_ontology_is_written_by_some_graph() -> None:
    written = set()
    for triple in triples_of(write_turtle(make_everything(), ontology), ox.RdfFormat.TURTLE):
        for term in (triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode):
                written.add(term.value.rpartition("#")[2])
    assert set(ontology.terms) - written == set()
