"""A graph in, JSON-LD out: one object a subject, keys by their short names, the context at the top."""

from __future__ import annotations

import json
from typing import Any

from kg import ids
from kg.graph.names import PREFIXES, shorten
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.triples import Literal, Object, make_blocks


def write_jsonld(graph: Graph, ontology: Ontology) -> bytes:
    """JSON-LD 1.1. A property's values are all of one kind, so the context says it once: language, datatype or IRI."""
    blocks = list(make_blocks(graph, ontology))
    coercions: dict[str, dict[str, str]] = {}
    for _, facts in blocks:
        for predicate, value in facts:
            if predicate != "rdf:type":
                coercions.setdefault(predicate, {"@id": predicate} | _coerce(value))
    keys = {predicate: _key(predicate) for predicate in coercions}
    assert len(set(keys.values())) == len(keys)  # no two vocabularies share a local name here
    context: dict[str, Any] = {"id": "@id", "type": "@type"} | PREFIXES
    context |= {keys[predicate]: coercions[predicate] for predicate in sorted(coercions)}
    nodes = []
    for subject, facts in blocks:
        node: dict[str, Any] = {"id": _compact(subject)}
        for predicate, value in facts:
            key = "type" if predicate == "rdf:type" else keys[predicate]
            node.setdefault(key, []).append(value.value if isinstance(value, Literal) else _compact(value))
        nodes.append(
            {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}
        )
    text = json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def _key(predicate: str) -> str:
    local = predicate.split(":", 1)[1]
    return predicate if local in PREFIXES else local  # post: and place: are prefixes already


def _coerce(value: Object) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@type": "@id"}
    if value.language:
        return {"@language": value.language}
    return {} if value.datatype == "xsd:string" else {"@type": value.datatype}


def _compact(iri: str) -> str:
    if iri.startswith(ids.BASE):  # percent signs stay: the name is put behind the prefix as it is
        kind, key = iri.removeprefix(ids.BASE).split("/", 1)
        return f"{kind}:{key}"
    return shorten(iri)
