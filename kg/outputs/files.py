"""A graph and a folder in, files out: each whole or not at all. A name that ends in ``.gz`` is compressed."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.model import Graph
from kg.ontology import Ontology

DEFAULT_FORMATS = ("ttl", "html", "graphml")
Stream = Callable[[Graph, Ontology, BinaryIO], None]


def _turtle(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.turtle import stream_turtle

    stream_turtle(graph, ontology, out)


def _ntriples(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.turtle import stream_ntriples

    stream_ntriples(graph, ontology, out)


def _rdfxml(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.turtle import stream_rdfxml

    stream_rdfxml(graph, ontology, out)


def _trig(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.trig import stream_trig

    stream_trig(graph, ontology, out)


def _jsonld(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.jsonld import stream_jsonld

    stream_jsonld(graph, ontology, out)


def _html(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.html import write_html

    out.write(write_html(graph, ontology))


def _graphml(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.graphml import write_graphml

    out.write(write_graphml(graph, ontology))


def _gexf(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.graphml import write_gexf

    out.write(write_gexf(graph, ontology))


def _ftm(graph: Graph, ontology: Ontology, out: BinaryIO) -> None:
    from kg.outputs.ftm import stream_ftm

    stream_ftm(graph, ontology, out)


def _csv(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.tables import write_tables

    return {f"tables/{name}": content for name, content in write_tables(graph, ontology).items()}


def _parquet(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.parquet import write_parquet

    return {f"parquet/{name}": content for name, content in write_parquet(graph, ontology).items()}


def _neo4j(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.neo4j import write_neo4j

    return {f"neo4j/{name}": content for name, content in write_neo4j(graph, ontology).items()}


# each writer is imported when it is asked for: pyvis and networkx take a while
STREAMS: dict[str, Stream] = {
    "ttl": _turtle,
    "html": _html,
    "graphml": _graphml,
    "nt": _ntriples,
    "trig": _trig,
    "rdf": _rdfxml,
    "jsonld": _jsonld,
    "gexf": _gexf,
    "ftm.json": _ftm,
}
FOLDERS: dict[str, Callable[[Graph, Ontology], dict[str, bytes]]] = {
    "csv": _csv,
    "parquet": _parquet,
    "neo4j": _neo4j,
}
STORE = "store"  # an oxigraph store on disk: for quick questions to a large graph
FORMATS = (*STREAMS, *FOLDERS, STORE)


def write_files(graph: Graph, ontology: Ontology, folder: Path, formats: Sequence[str] = DEFAULT_FORMATS) -> list[Path]:
    """Write ``folder/graph.*`` in each format and return the files, in order; ``ttl.gz`` is Turtle, compressed.

    All are made before the first is put in place, each by renaming a finished temporary file beside it: an
    error leaves what was there before. InputError for an unknown format or a folder that cannot be written.
    """
    check_formats(formats)
    waiting: dict[Path, Path] = {}

    def prepare(name: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting[path] = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        return waiting[path]

    try:
        for name in dict.fromkeys(formats):
            if name in FOLDERS:
                for part, content in FOLDERS[name](graph, ontology).items():
                    prepare(part).write_bytes(content)
            elif name == STORE:
                _write_store(graph, ontology, prepare("graph.store"))
            else:
                with open_file(prepare(f"graph.{name}"), compress=name.endswith(".gz")) as out:
                    STREAMS[name.removesuffix(".gz")](graph, ontology, out)
        if graph.decisions:
            from kg.outputs.identity import write_identity

            prepare("identity.tsv").write_bytes(write_identity(graph))
        for path, temporary in waiting.items():
            if temporary.is_dir() and path.is_dir():
                shutil.rmtree(path)
            temporary.replace(path)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in waiting.values():
            if temporary.is_dir():
                shutil.rmtree(temporary)
            elif temporary.parent.is_dir():
                temporary.unlink(missing_ok=True)
    return list(waiting)


@contextmanager
def open_file(path: Path, *, compress: bool = False) -> Iterator[BinaryIO]:
    """A file to write; compressed without name and clock, so that the same content is the same bytes."""
    with path.open("wb") as file:
        if compress:
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as packed:
                yield cast("BinaryIO", packed)
        else:
            yield file


def _write_store(graph: Graph, ontology: Ontology, folder: Path) -> None:
    import pyoxigraph as ox

    from kg.graph.source import load_ontology_into
    from kg.outputs.triples import make_blocks
    from kg.outputs.turtle import make_quads, make_terms

    store = ox.Store(folder)
    store.bulk_extend(make_quads(make_terms(make_blocks(graph, ontology))))
    load_ontology_into(store)
    store.optimize()  # a quarter off every question, for a second at a million triples
    store.flush()


def check_folder(folder: Path) -> None:
    """InputError for a folder that plainly cannot be written: asked before long work, not after it."""
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    if not there.is_dir():
        raise InputError(f"{folder}: cannot be written: {there} is not a directory")
    if not os.access(there, os.W_OK):
        raise InputError(f"{folder}: cannot be written: Permission denied")


def check_formats(formats: Sequence[str]) -> None:
    """InputError for a format that is not written."""
    for name in formats:
        if name not in FORMATS and not (name.endswith(".gz") and name.removesuffix(".gz") in STREAMS):
            raise InputError(f"no format {name!r}; there are {', '.join(FORMATS)}, and ttl.gz and the like")
