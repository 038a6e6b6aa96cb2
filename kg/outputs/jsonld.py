"""A graph in, JSON-LD out: one object a subject, keys by their short names, the context at the top.

The context says of each key once what its values are (a language, a datatype, an IRI), so values are plain strings.
It is the same for every graph: nodes can be written one by one as they are made.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, BinaryIO

from kg import ids
from kg.errors import OntologyError
from kg.graph.names import PREFIXES, shorten
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.triples import Block, Literal, make_blocks

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ZH = {"@language": "zh"}
_LINK = {"@type": "@id"}
# the terms of other vocabularies that we write; those of kg: say themselves what their values are
_OUTSIDE: dict[str, dict[str, str]] = {
    **dict.fromkeys(("skos:prefLabel", "skos:altLabel", "oa:exact"), _ZH),
    **dict.fromkeys(("schema:headline", "schema:alternativeHeadline", "schema:articleBody"), _ZH),
    **dict.fromkeys(("schema:author", "schema:isPartOf", "schema:mentions", "oa:hasSource"), _LINK),
    **dict.fromkeys(("rdf:subject", "rdf:predicate", "rdf:object"), _LINK),
    **dict.fromkeys(("org:member", "org:organization", "org:role", "owl:sameAs"), _LINK),
    **{name: {"@type": "xsd:date"} for name in ("schema:datePublished", "schema:startDate", "schema:endDate")},
    **{name: {} for name in ("schema:printPage", "schema:dateline", "schema:unitText")},
    **{name: {"@type": "xsd:nonNegativeInteger"} for name in ("oa:start", "oa:end")},
    **{name: {"@type": "xsd:decimal"} for name in ("geo:lat", "geo:long", "schema:value")},
    "schema:position": {"@type": "xsd:integer"},
}


def write_jsonld(graph: Graph, ontology: Ontology) -> bytes:
    """``stream_jsonld`` into bytes."""
    buffer = BytesIO()
    stream_jsonld(graph, ontology, buffer)
    return buffer.getvalue()


def stream_jsonld(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """JSON-LD 1.1, one node at a time."""
    context = make_context(ontology)
    keys = {about["@id"]: key for key, about in context.items() if isinstance(about, dict)}
    head = json.dumps({"@context": context}, ensure_ascii=False, indent=1)
    out.write(head.removesuffix("\n}").encode() + b',\n "@graph": [')
    comma = b"\n"
    for block in make_blocks(graph, ontology):
        text = json.dumps(_make_node(block, keys), ensure_ascii=False, indent=1).replace("\n", "\n  ")
        out.write(comma + b"  " + text.encode())
        comma = b",\n"
    out.write(b"\n ]\n}\n")


def make_context(ontology: Ontology) -> dict[str, Any]:
    """Every key with its term and what its values are."""
    known = dict(_OUTSIDE)
    for name in ontology.names("property"):
        range_ = ontology.term(name).range
        kind = {"@type": range_.replace(_XSD, "xsd:")} if ontology.term(name).literal else _LINK
        known[f"kg:{name}"] = {} if kind == {"@type": "xsd:string"} else kind
    context: dict[str, Any] = {"id": "@id", "type": "@type"} | PREFIXES
    for name in sorted(known):
        key = _key(name)
        if key in context and key not in PREFIXES:
            raise OntologyError(f"two terms would be called {key} in JSON-LD: {context[key]} and {name}")
        context[key] = {"@id": name} | known[name]
    return context


def _key(predicate: str) -> str:
    local = predicate.split(":", 1)[1]
    return predicate if local in PREFIXES else local  # post: and place: are prefixes already


def _make_node(block: Block, keys: dict[str, str]) -> dict[str, Any]:
    subject, facts = block
    node: dict[str, Any] = {"id": _compact(subject)}
    for predicate, value in facts:
        key = "type" if predicate == "rdf:type" else keys[predicate]
        node.setdefault(key, []).append(value.value if isinstance(value, Literal) else _compact(value))
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


def _compact(iri: str) -> str:
    if iri.startswith(ids.BASE):  # percent signs stay: the name is put behind the prefix as it is
        kind, key = iri.removeprefix(ids.BASE).split("/", 1)
        return f"{kind}:{key}"
    return shorten(iri)
