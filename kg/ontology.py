"""The vocabulary: ``ontology/newskg.ttl`` in, classes and properties with parents, domains and labels out.

The Turtle file is the one home of every term. Code and data name terms by their local names
(``"Meeting"``, ``"holdsPost"``); a name the file does not define raises ``OntologyError``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import OntologyError
from kg.ids import ONTOLOGY

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "property",
    _OWL + "DatatypeProperty": "property",
    _SKOS + "Concept": "concept",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or controlled value of the ontology, by local name.

    ``parents`` are the direct super-terms within ``kg:``; ``aligned`` the IRIs of the outside terms
    it specialises. ``domain``/``range`` are local names, or full IRIs of outside classes and datatypes.
    """

    name: str
    kind: str  # class, property, concept
    zh: str
    en: str
    parents: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()
    domain: str = ""
    range: str = ""
    literal: bool = False  # a datatype property
    symmetric: bool = False


@dataclass(frozen=True)
class Ontology:
    """Terms by local name, with the few questions the pipeline asks of them."""

    terms: Mapping[str, Term]
    source: Path
    _up: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def term(self, name: str) -> Term:
        """The term called ``name``; OntologyError when there is none."""
        try:
            return self.terms[name]
        except KeyError:
            raise OntologyError(f"{self.source}: no term kg:{name}") from None

    def types(self, name: str) -> tuple[str, ...]:
        """A term and its ancestors within ``kg:``, nearest first.

        >>> load_ontology().types("Signing")
        ('Signing', 'Event', 'Entity')
        """
        if name not in self._up:
            found = [name]
            for each in found:  # grows while it is walked
                found += [parent for parent in self.term(each).parents if parent not in found]
            self._up[name] = tuple(found)
        return self._up[name]

    def is_a(self, name: str, ancestor: str) -> bool:
        """Is ``name`` the term ``ancestor`` or below it? ``is_a("Company", "Organization")``."""
        return ancestor in self.types(name)

    def label(self, name: str, language: str = "zh") -> str:
        """``label("holdsPost") -> "担任"``."""
        term = self.term(name)
        return term.en if language == "en" else term.zh

    def allows(self, predicate: str, subject: str, object_: str) -> bool:
        """May ``predicate`` lead from class ``subject`` to class ``object_`` by its domain and range?

        >>> load_ontology().allows("visitor", "Meeting", "Person")
        False
        """
        term = self.term(predicate)
        inside = [(wanted, given) for wanted, given in ((term.domain, subject), (term.range, object_)) if wanted]
        return all(wanted in self.types(given) for wanted, given in inside if wanted in self.terms)

    def names(self, kind: str) -> tuple[str, ...]:
        """Local names of all terms of one kind (class, property, concept), sorted."""
        return tuple(sorted(name for name, term in self.terms.items() if term.kind == kind))

    def below(self, name: str) -> tuple[str, ...]:
        """Every term under ``name``, itself first: ``below("Event")`` are the event types."""
        return (name, *sorted(each for each in self.terms if each != name and name in self.types(each)))


def ontology_folder() -> Path:
    """Where newskg.ttl, shapes.ttl, checks/ and queries/ lie: in the wheel, else in the checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "ontology_files", here.parent / "ontology"):
        if (folder / "newskg.ttl").is_file():
            return folder
    raise OntologyError(f"newskg.ttl is neither in {here / 'ontology_files'} nor in {here.parent / 'ontology'}")


@cache
def load_ontology(path: Path | None = None) -> Ontology:
    """Read the shipped ontology, or another file of the same shape."""
    import pyoxigraph as ox

    path = path or ontology_folder() / "newskg.ttl"
    facts: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal | ox.NamedNode):
                facts.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value)
    except (SyntaxError, OSError) as error:
        raise OntologyError(f"{path}: {error}") from error
    terms = {}
    for iri, about in sorted(facts.items()):
        kinds = [_KINDS[v.value] for v in about.get(_RDF + "type", []) if v.value in _KINDS]
        if iri.startswith(ONTOLOGY) and kinds:
            terms[iri.removeprefix(ONTOLOGY)] = _make_term(iri, kinds[0], about, path)
    ontology = Ontology(MappingProxyType(terms), path)
    for name in terms:
        ontology.types(name)  # a parent that does not exist is found now, not when it is first met
    return ontology


def _make_term(iri: str, kind: str, about: Mapping[str, list[Any]], path: Path) -> Term:
    def values(predicate: str) -> list[str]:
        return [value.value for value in about.get(predicate, [])]

    labels = {value.language: value.value for value in about.get(_RDFS + "label", [])}
    for language in ("zh", "en"):
        if language not in labels:
            raise OntologyError(f"{path}: {_short(iri)} has no @{language} label")
    above = sorted(values(_RDFS + "subClassOf") + values(_RDFS + "subPropertyOf"))
    types = values(_RDF + "type")
    return Term(
        name=_short(iri),
        kind=kind,
        zh=labels["zh"],
        en=labels["en"],
        parents=tuple(_short(each) for each in above if each.startswith(ONTOLOGY)),
        aligned=tuple(each for each in above if not each.startswith(ONTOLOGY)),
        domain=next((_short(each) for each in values(_RDFS + "domain")), ""),
        range=next((_short(each) for each in values(_RDFS + "range")), ""),
        literal=_OWL + "DatatypeProperty" in types,
        symmetric=_OWL + "SymmetricProperty" in types,
    )


def _short(iri: str) -> str:
    return iri.removeprefix(ONTOLOGY)
