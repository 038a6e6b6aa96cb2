"""A graph in, Turtle, N-Triples or RDF/XML out, as bytes or into an open file.

Blocks are put in order first and then written by pyoxigraph's serialiser, which escapes every literal and keeps
the order it is given: the same graph gives the same bytes. (Turtle, the format people read and the largest graphs are
in, takes a shorter way to the same bytes: ``kg.outputs.turtle_text``.) Writing streams: beside the graph's own values a
few references and one buffer are held, however large the graph is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from kg.graph.names import PREFIXES, expand
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.triples import Block, Literal, make_blocks
from kg.outputs.turtle_text import write_blocks

# pyoxigraph starts every subject at the margin and never breaks a line inside a literal
_SUBJECT = re.compile(rb"\n(?=[^\t@\n}])")
_BUFFER = 1 << 18
_BLOCKS = 1 << 9
_KEPT = 1 << 12  # IRIs and literals that are likely to be met again
HEADER = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()).encode()
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def stream_turtle(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """Turtle with prefixes, one block a subject, articles first, each claim followed by its evidence."""
    out.write(HEADER)
    waiting: list[str] = []
    for text in write_blocks(make_blocks(graph, ontology)):
        waiting.append(text)
        if len(waiting) >= _BLOCKS:
            out.write("".join(waiting).encode())
            waiting.clear()
    out.write("".join([*waiting, "\n"]).encode())


def stream_ntriples(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """N-Triples in the order of the Turtle: made for diff, grep and bulk loaders."""
    ox.serialize(make_terms(make_blocks(graph, ontology)), out, format=ox.RdfFormat.N_TRIPLES)


def stream_rdfxml(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    """RDF/XML; what XML cannot hold (control characters) becomes U+FFFD."""
    blocks = make_blocks(graph, ontology)
    ox.serialize(make_terms(blocks, clean=True), out, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def write_turtle(graph: Graph, ontology: Ontology) -> bytes:
    """``stream_turtle`` into bytes."""
    return _write(stream_turtle, graph, ontology)


def write_ntriples(graph: Graph, ontology: Ontology) -> bytes:
    """``stream_ntriples`` into bytes."""
    return _write(stream_ntriples, graph, ontology)


def write_rdfxml(graph: Graph, ontology: Ontology) -> bytes:
    """``stream_rdfxml`` into bytes."""
    return _write(stream_rdfxml, graph, ontology)


def _write(stream: Callable[[Graph, Ontology, BinaryIO], None], graph: Graph, ontology: Ontology) -> bytes:
    buffer = BytesIO()
    stream(graph, ontology, buffer)
    return buffer.getvalue()


def make_terms(blocks: Iterable[Block], *, clean: bool = False) -> Iterator[ox.Triple]:
    """The triples of blocks as pyoxigraph terms."""
    node = lru_cache(_KEPT)(ox.NamedNode)
    predicates = cache(lambda name: ox.NamedNode(expand(name)))
    write_literal = lru_cache(_KEPT)(_write_literal)
    triple = ox.Triple
    for subject, facts in blocks:
        about = ox.NamedNode(subject)
        for predicate, value in facts:
            if isinstance(value, str):
                yield triple(about, predicates(predicate), node(value))
            elif len(value.value) > 99:  # article bodies and sentences are met once
                yield triple(about, predicates(predicate), _write_literal(value, clean))
            else:
                yield triple(about, predicates(predicate), write_literal(value, clean))


def _write_literal(value: Literal, clean: bool) -> ox.Literal:
    text = _NOT_XML.sub("\ufffd", value.value) if clean else value.value
    if value.language:
        return ox.Literal(text, language=value.language)
    return ox.Literal(text, datatype=_read_datatype(value.datatype))


@cache
def _read_datatype(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def make_quads(triples: Iterable[ox.Triple], graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """Triples in a graph, or in the default graph."""
    name = graph or ox.DefaultGraph()
    return (ox.Quad(each.subject, each.predicate, each.object, name) for each in triples)


class Layout:
    """A file between pyoxigraph and ``out``: our own header, a blank line before every block, four spaces for a tab."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.waiting = b""
        self.in_header = True

    def __enter__(self) -> BinaryIO:
        # the order of its own prefix lines is the library's affair, so they are written anew
        self.out.write(HEADER)
        return cast("BinaryIO", self)

    def __exit__(self, *_: object) -> None:
        self._write(b"")

    def write(self, chunk: Any) -> int:
        self.waiting += chunk
        if len(self.waiting) > _BUFFER:
            cut = self.waiting.rfind(b"\n")
            if cut > 0:
                rest = self.waiting[cut:]
                self.waiting = self.waiting[:cut]
                self._write(rest)
        return len(chunk)

    def flush(self) -> None:
        """What is waiting is written at the end."""

    def _write(self, rest: bytes) -> None:
        text = self.waiting
        if self.in_header:
            lines = text.split(b"\n")
            text = b"\n" + b"\n".join(line for line in lines if not line.startswith(b"@prefix "))
            self.in_header = False
        self.out.write(_SUBJECT.sub(b"\n\n", text).replace(b"\n\t\t", b"\n        ").replace(b"\n\t", b"\n    "))
        self.waiting = rest
