"""A graph in, Turtle or N-Triples out, as bytes.

Tuples are put in order first and then written by pyoxigraph's serialiser, which escapes every literal
and keeps the order it is given: the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.graph.names import PREFIXES, expand
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.triples import Block, Literal, make_blocks

# pyoxigraph starts every subject at the margin and never breaks a line inside a literal
_HEADER = re.compile(rb"(?:@prefix [^\n]*\n)*")  # its order is the library's affair, so it is written anew
_SUBJECT = re.compile(rb"\n(?=[^\t@\n])")


def write_turtle(graph: Graph, ontology: Ontology) -> bytes:
    """Turtle with prefixes, one block a subject, articles first, each claim followed by its evidence."""
    written = ox.serialize(make_terms(make_blocks(graph, ontology)), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None  # no output was named, so the bytes come back
    body = written[_HEADER.match(written).end() :]  # type: ignore[union-attr]  # it matches nothing too
    header = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return header.encode() + _SUBJECT.sub(b"\n\n", b"\n" + body)[1:].replace(b"\n\t", b"\n    ")


def write_ntriples(graph: Graph, ontology: Ontology) -> bytes:
    """N-Triples, lines sorted: made for diff, grep and bulk loaders."""
    written = ox.serialize(make_terms(make_blocks(graph, ontology)), format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return b"".join(sorted(written.splitlines(keepends=True)))


def make_terms(blocks: Iterable[Block]) -> Iterator[ox.Triple]:
    """The triples of blocks as pyoxigraph terms."""
    node = cache(ox.NamedNode)
    for subject, facts in blocks:
        about = node(subject)
        for predicate, value in facts:
            term: ox.NamedNode | ox.Literal
            if not isinstance(value, Literal):
                term = node(value)
            elif value.language:
                term = ox.Literal(value.value, language=value.language)
            else:
                term = ox.Literal(value.value, datatype=node(expand(value.datatype)))
            yield ox.Triple(about, node(expand(predicate)), term)
