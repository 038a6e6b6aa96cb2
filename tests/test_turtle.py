"""RDF out and in: what is written, that it is written the same each time, and that it comes back whole."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Namespace
from rdflib.namespace import SKOS, XSD

from kg import load
from kg.errors import InputError, OntologyError
from kg.graph.checks import check_graph
from kg.graph.load import load_graph
from kg.graph.names import PREFIXES, make_iri, read_iri, shorten
from kg.model import Entity, Graph, Modality
from kg.ontology import load_ontology
from kg.outputs.jsonld import write_jsonld
from kg.outputs.triples import _in_order as put_in_order
from kg.outputs.triples import make_blocks
from kg.outputs.turtle import Layout, make_terms, write_ntriples, write_turtle
from tests.graph_by_hand import DEAL, GOVERNMENT, GROUP, HALL, MAYOR, PLANT, PUMPS, VICE, make_graph

KG = Namespace("https://w3id.org/newskg/ontology#")
SDO = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
ROOT = Path(__file__).parent.parent
ontology = load_ontology()


def parse(turtle: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle, format="turtle")


@pytest.fixture(scope="module")
def triples() -> rdflib.Graph:
    return parse(write_turtle(make_graph(), ontology))


def node(identifier: str) -> rdflib.URIRef:
    return rdflib.URIRef(make_iri(identifier))


def test_what_is_asserted_has_a_direct_triple_and_what_is_not_has_none(triples: rdflib.Graph) -> None:
    for statement in make_graph().statements:
        triple = (node(statement.subject), KG[statement.predicate], node(statement.object))
        assert (triple in triples) is (statement.modality is Modality.ASSERTED)
        assert (node(statement.id), KG.modality, KG[statement.modality]) in triples
    assert (node(GROUP), KG.investsIn, node(PLANT)) not in triples
    assert (node(GROUP), KG.ownsShareOf, node(PUMPS)) not in triples


def test_types_and_participants_are_written_out(triples: rdflib.Graph) -> None:
    assert set(triples.objects(node(DEAL), RDF.type)) == {KG.Signing, KG.Event, KG.Entity}
    assert set(triples.objects(node(MAYOR), RDF.type)) == {KG.Official, KG.Person, KG.Entity}
    assert set(triples.objects(node(DEAL), KG.participant)) == {node(GOVERNMENT), node(GROUP), node(MAYOR)}
    assert set(triples.objects(node(DEAL), KG.place)) == {node(HALL)}


def test_a_tenure_says_who_which_post_where_and_when(triples: rdflib.Graph) -> None:
    tenure = next(s for s in triples.subjects(ORG.member, node(VICE)))
    assert set(triples.objects(tenure, RDF.type)) == {KG.Tenure, KG.Statement}
    assert triples.value(tenure, ORG.organization) == node(GOVERNMENT)
    assert triples.value(tenure, SDO.endDate) == rdflib.Literal("2024-03-09", datatype=XSD.date)
    assert triples.value(tenure, SDO.startDate) is None
    post = triples.value(tenure, KG.post)
    role = triples.value(post, ORG.role)
    assert str(triples.value(role, SKOS.prefLabel)) == "副市长"
    assert triples.value(post, KG.postIn) == node(GOVERNMENT)


def test_every_claim_quotes_its_sentence(triples: rdflib.Graph) -> None:
    seen = set()
    for claim, evidence in triples.subject_objects(KG.evidence):
        assert evidence not in seen, f"{evidence} belongs to two claims, {claim} is one"
        seen.add(evidence)
        body = str(triples.value(triples.value(evidence, OA.hasSource), SDO.articleBody))
        start, end = (int(triples.value(evidence, key)) for key in (OA.start, OA.end))
        assert body[start:end] == str(triples.value(evidence, OA.exact))
        assert triples.value(evidence, OA.start).datatype == XSD.nonNegativeInteger


def test_figures_are_decimals(triples: rdflib.Graph) -> None:
    values = {str(triples.value(f, KG.indicator)): triples.value(f, SDO.value) for f in triples.subjects(KG.figureOf)}
    assert {name: value.value for name, value in values.items()} == {
        "投资": Decimal(200000000),
        "占地": Decimal(27),
        "再生水利用率": Decimal("30.5"),
    }
    assert all(value.datatype == XSD.decimal for value in values.values())
    assert [str(q) for q in triples.objects(None, KG.qualifier)] == ["about"]


def test_an_article_without_a_headline_gets_none_made_up(triples: rdflib.Graph) -> None:
    headlines = {a: triples.value(a, SDO.headline) for a in triples.subjects(RDF.type, SDO.NewsArticle)}
    assert len(headlines) == 2
    assert sum(headline is None for headline in headlines.values()) == 1
    bare = next(a for a, headline in headlines.items() if headline is None)
    assert triples.value(bare, KG.headlineCertain) == rdflib.Literal(False)


def test_turtle_reads_well() -> None:
    text = write_turtle(make_graph(), ontology).decode()
    assert 'person:陈望远-c70b1a a kg:Official , kg:Person , kg:Entity ;\n    skos:prefLabel "陈望远"@zh ;\n' in text
    assert "\n\n\n" not in text
    assert "_:" not in text  # no blank nodes


def by_pyoxigraph(graph: Graph) -> bytes:
    """The same blocks through pyoxigraph's own serialiser, laid out as ours."""
    buffer = io.BytesIO()
    with Layout(buffer) as layout:
        terms = make_terms(make_blocks(graph, ontology))
        ox.serialize(terms, layout, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "graph",
    [
        make_graph(),
        make_graph(headline="", alias=""),
        replace(make_graph(), same=((DEAL, "event:signing-2024-03-01-000000"), (MAYOR, "person:陈望远-000000"))),
        Graph((), (), (), (), (), ()),
        load(ROOT / "graphs").graph,
    ],
    ids=["by hand", "bare", "with other ids", "empty", "sample"],
)
def test_the_short_way_to_turtle_gives_the_bytes_of_pyoxigraph(graph: Graph) -> None:
    assert write_turtle(graph, ontology) == by_pyoxigraph(graph)


@given(st.text(min_size=1), st.text(min_size=1))
@settings(max_examples=150, deadline=None)
def test_the_short_way_to_turtle_escapes_as_pyoxigraph_does(name: str, text: str) -> None:
    graph = replace(make_graph(mayor=name, headline=text), statements=(), events=(), figures=())
    kind = ("person", "place", "product", "post")[len(name) % 4]
    graph = replace(graph, entities=(*graph.entities, Entity(f"{kind}:{name}", "Product", name, (text,), code=name)))
    assert write_turtle(graph, ontology) == by_pyoxigraph(graph)


def test_every_block_is_in_writing_order() -> None:
    for _, facts in make_blocks(make_graph(), ontology):
        assert facts == put_in_order(facts)


def test_ids_of_other_builds_come_back() -> None:
    same = ((DEAL, "event:signing-2024-03-01-000000"), (MAYOR, "person:陈望远-000000"))
    turtle = write_turtle(replace(make_graph(), same=same), ontology)
    assert turtle.decode().count("owl:sameAs") == 2
    back = load_graph(ox.parse(turtle, format=ox.RdfFormat.TURTLE), ontology)
    assert back.same == same
    assert write_turtle(back, ontology) == turtle
    assert check_graph(turtle) == []
    for write, format_ in ((write_ntriples, ox.RdfFormat.N_TRIPLES), (write_jsonld, ox.RdfFormat.JSON_LD)):
        found = {quad.triple for quad in ox.parse(write(back, ontology), format=format_)}
        assert found == {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize(
    ("write", "format_"), [(write_ntriples, ox.RdfFormat.N_TRIPLES), (write_jsonld, ox.RdfFormat.JSON_LD)]
)
def test_the_other_formats_say_the_same(write, format_: ox.RdfFormat) -> None:  # type: ignore[no-untyped-def]
    graph = make_graph(mayor='<陈>"望\\远\u2028\x07')
    turtle = {quad.triple for quad in ox.parse(write_turtle(graph, ontology), format=ox.RdfFormat.TURTLE)}
    assert {quad.triple for quad in ox.parse(write(graph, ontology), format=format_)} == turtle


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader uses it
def test_rdflib_and_oxigraph_read_the_same_triples(triples: rdflib.Graph) -> None:
    turtle = write_turtle(make_graph(), ontology)
    assert len(triples) == len(set(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))
    again = rdflib.Graph().parse(data=write_jsonld(make_graph(), ontology), format="json-ld")
    assert set(again) == set(triples)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib, tempfile, pathlib; from tests.graph_by_hand import make_graph\n"
        "from kg.ontology import load_ontology as o; from kg.outputs.files import FORMATS, STORE, write_files\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "files = write_files(make_graph(), o(), folder, [f for f in (*FORMATS, 'ttl.gz') if f != STORE])\n"
        "print([(f.name, hashlib.sha1(f.read_bytes()).hexdigest()) for f in sorted(files)])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(runs) == 1


def test_a_graph_comes_back_from_its_turtle() -> None:
    graph = make_graph()
    turtle = write_turtle(graph, ontology)
    back = load_graph(ox.parse(turtle, format=ox.RdfFormat.TURTLE), ontology)
    assert write_turtle(back, ontology) == turtle
    for part in ("entities", "posts", "statements", "mentions", "authors", "newspapers"):
        assert getattr(back, part) == getattr(graph, part)
    times = {event.id: event.time for event in graph.events}
    for event in back.events:
        assert event.time is not None
        assert replace(event.time, span=times[event.id].span) == times[event.id]  # type: ignore[union-attr]
        article = next(a for a in back.articles if a.id == event.evidence[0].article)
        assert event.time.span.of(article.text) == event.time.text


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('"2024-03-02"^^xsd:date', '"2024-13-02"^^xsd:date', "month"),
        ("kg:modality kg:planned", "kg:modality kg:hoped", "hoped"),
        ('oa:start "0"', 'oa:start "-1"', "span"),
        ("rdf:predicate kg:issued ;", "", "rdf:predicate"),
    ],
)
def test_a_graph_that_breaks_the_form_is_bad_input(old: str, new: str, cause: str) -> None:
    turtle = write_turtle(make_graph(), ontology).decode()
    assert old in turtle
    with pytest.raises(InputError, match=cause):
        load_graph(ox.parse(turtle.replace(old, new).encode(), format=ox.RdfFormat.TURTLE), ontology)


def test_an_unknown_predicate_or_class_is_an_error() -> None:
    graph = make_graph()
    wrong = replace(graph.statements[0], predicate="holdPost")
    with pytest.raises(OntologyError):
        write_turtle(replace(graph, statements=(wrong,)), ontology)
    with pytest.raises(OntologyError):
        write_turtle(replace(graph, entities=(replace(graph.entities[0], type="Robot"),)), ontology)


anything = st.text(alphabet=st.characters(codec=None, min_codepoint=0, max_codepoint=0x10FFFF), min_size=1)


@given(anything)
@settings(max_examples=300)
def test_any_name_makes_an_iri_and_comes_back(name: str) -> None:
    iri = make_iri(f"person:{name}")
    ox.NamedNode(iri)  # raises on what RFC 3987 does not allow
    assert read_iri(iri) == f"person:{name}"
    assert shorten(iri) == f"person:{name}"


@given(anything, anything)
@settings(max_examples=40, deadline=None)
def test_any_text_survives(name: str, headline: str) -> None:
    graph = make_graph(mayor=name, headline=headline)
    triples = parse(write_turtle(replace(graph, statements=(), events=(), figures=()), ontology))
    clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in name)
    assert str(triples.value(node(MAYOR), SKOS.prefLabel)) == clean
