"""Prefixes, and the way between ids, prefixed names and IRIs: ``person:陈望远-c70b1a`` and its full form."""

from __future__ import annotations

from urllib.parse import unquote

from kg import ids

NAMESPACES = {
    "kg": ids.ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
KINDS = (
    "article",
    "person",
    "organization",
    "place",
    "project",
    "document",
    "product",
    "post",
    "role",
    "event",
    "figure",
    "stmt",
    "ev",
)
PREFIXES = NAMESPACES | {kind: f"{ids.BASE}{kind}/" for kind in KINDS}
# what a query may use without saying so: the terms of the ontology file as well
QUERY_PREFIXES = PREFIXES | {
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def make_iri(identifier: str) -> str:
    """The IRI of an id, fit for RDF 1.1 whatever characters a name holds."""
    return ids.iri(identifier)


def read_iri(iri: str) -> str:
    """The id of an instance's IRI: the inverse of ``make_iri``."""
    kind, key = iri.removeprefix(ids.BASE).split("/", 1)
    return f"{kind}:{unquote(key, errors='surrogatepass')}"


def expand(name: str) -> str:
    """``kg:post`` -> its full IRI."""
    prefix, local = name.split(":", 1)
    return NAMESPACES[prefix] + local


def shorten(iri: str) -> str:
    """A full IRI -> ``kg:Meeting``, ``person:陈望远-c70b1a``; one of no known namespace stays as it is."""
    if iri.startswith(ids.BASE) and "/" in iri.removeprefix(ids.BASE):
        return read_iri(iri)
    for prefix, namespace in QUERY_PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
