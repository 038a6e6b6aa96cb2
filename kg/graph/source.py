"""A path in, an open RDF file or store out: what format it is, whether it is compressed, what is wrong with it.

Turtle, N-Triples, TriG, N-Quads, RDF/XML and JSON-LD are told by the file's extension, each also with ``.gz``. A
directory is what ``kg build`` wrote (graph.ttl or another in it) or an oxigraph store on disk.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology import ontology_folder

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_NAMES = {
    ox.RdfFormat.TURTLE: "Turtle",
    ox.RdfFormat.N_TRIPLES: "N-Triples",
    ox.RdfFormat.TRIG: "TriG",
    ox.RdfFormat.N_QUADS: "N-Quads",
    ox.RdfFormat.RDF_XML: "RDF/XML",
    ox.RdfFormat.JSON_LD: "JSON-LD",
}
_QUADS = (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS)


def graph_file(path: Path) -> Path:
    """The graph's file: ``path`` itself, the store that it is, or graph.ttl (graph.nt, graph.ttl.gz ...) in it."""
    if not path.is_dir() or is_store(path):
        return path
    for suffix in _FORMATS:
        for name in (f"graph{suffix}", f"graph{suffix}.gz"):
            if (path / name).is_file():
                return path / name
    if is_store(path / "graph.store"):
        return path / "graph.store"
    raise InputError(f"{path}: no graph.ttl in this directory")


def is_store(path: Path) -> bool:
    """Is this directory an oxigraph store?"""
    return (path / "CURRENT").is_file() and (path / "IDENTITY").is_file()


def find_format(path: Path) -> ox.RdfFormat:
    """The format by the file's name; Turtle where the name says nothing."""
    return _FORMATS.get(Path(path.name.removesuffix(".gz")).suffix.lower(), ox.RdfFormat.TURTLE)


def read_triples(path: Path) -> Iterator[ox.Triple]:
    """The triples of a file or store, whatever graph they are in; InputError where it cannot be read."""
    if is_store(path):
        for quad in open_disk_store(path).quads_for_pattern(None, None, None, None):
            yield quad.triple
        return
    with open_input(path) as (file, format_):
        seen: set[ox.Triple] = set()  # a claim of two articles is in the graphs of both
        for quad in ox.parse(file, format=format_):
            if format_ in _QUADS:
                if quad.triple in seen:
                    continue
                seen.add(quad.triple)
            yield quad.triple


@contextmanager
def open_input(path: Path) -> Iterator[tuple[BinaryIO, ox.RdfFormat]]:
    """The file, uncompressed, and its format; what goes wrong while it is read is an InputError that names it."""
    format_ = find_format(path)
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield (cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw), format_
    except SyntaxError as error:
        raise InputError(f"{path}: not {_NAMES[format_]}: {tell_place(error)}") from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: the compressed file is damaged or cut off") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def open_disk_store(path: Path) -> ox.Store:
    """An oxigraph store on disk, for reading only."""
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise InputError(f"{path}: not a store that can be read: {tell_place(error)}") from error


def load_file(store: ox.Store, path: Path, *, to_graph: ox.NamedNode | None = None) -> None:
    """Load a file into a store: into its default graph, or into ``to_graph``; of quads the union of all graphs."""
    with open_input(path) as (file, format_):
        if format_ in _QUADS:
            name = to_graph or ox.DefaultGraph()
            store.bulk_extend(
                ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in ox.parse(file, format=format_)
            )
        elif to_graph is None:
            store.bulk_load(file, format=format_)
        else:
            store.bulk_load(file, format=format_, to_graph=to_graph)


def load_ontology_into(store: ox.Store) -> None:
    """The ontology beside the data, so that labels of classes and relations can be asked for."""
    store.bulk_load(path=str(ontology_folder() / "newskg.ttl"), format=ox.RdfFormat.TURTLE)


def tell_place(error: BaseException) -> str:
    """One line: ``line 3, column 7: ...`` where the parser says where."""
    if isinstance(error, SyntaxError) and error.lineno is not None:
        cause = re.sub(r"^Parser error at line \d+ [\w ]*: ", "", " ".join(error.msg.split()))
        return f"line {error.lineno}, column {error.offset}: {cause}"
    return " ".join(str(error).split())
