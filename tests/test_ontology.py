"""The vocabulary: every term labelled, found by name, and everything the code writes is in it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.ids import ONTOLOGY
from kg.ontology import load_ontology, ontology_folder
from kg.outputs.turtle import write_turtle
from tests.graph_by_hand import make_graph

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
            for part in word.split("/"):
                name = part.strip("^*+(),;.").removeprefix("^")
                if name.startswith("kg:") and name != "kg:":
                    assert name.removeprefix("kg:") in ontology.terms, f"{file.name}: {name}"


def test_disjoint_kinds_stay_apart() -> None:
    """No class is below two of the kinds that the ontology declares disjoint."""
    kinds = {"Person", "Organization", "Post", "Document", "Product", "Event"}
    for name in ontology.names("class"):
        assert len(kinds & set(ontology.types(name))) <= 1
