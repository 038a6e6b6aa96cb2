"""A graph and a folder in, files out: each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.model import Graph
from kg.ontology import Ontology

DEFAULT_FORMATS = ("ttl", "html", "graphml")


def _turtle(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.turtle import write_turtle

    return {"graph.ttl": write_turtle(graph, ontology)}


def _ntriples(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.turtle import write_ntriples

    return {"graph.nt": write_ntriples(graph, ontology)}


def _jsonld(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.jsonld import write_jsonld

    return {"graph.jsonld": write_jsonld(graph, ontology)}


def _html(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.html import write_html

    return {"graph.html": write_html(graph, ontology)}


def _graphml(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.graphml import write_graphml

    return {"graph.graphml": write_graphml(graph, ontology)}


def _gexf(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.graphml import write_gexf

    return {"graph.gexf": write_gexf(graph, ontology)}


def _csv(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    from kg.outputs.tables import write_tables

    return {f"tables/{name}": content for name, content in write_tables(graph, ontology).items()}


# each writer is imported when it is asked for: pyvis and networkx take a while
FORMATS: dict[str, Callable[[Graph, Ontology], dict[str, bytes]]] = {
    "ttl": _turtle,
    "html": _html,
    "graphml": _graphml,
    "nt": _ntriples,
    "jsonld": _jsonld,
    "gexf": _gexf,
    "csv": _csv,
}


def write_files(graph: Graph, ontology: Ontology, folder: Path, formats: Sequence[str] = DEFAULT_FORMATS) -> list[Path]:
    """Write ``folder/graph.*`` in each format and return the files, in order.

    All are made before the first is put in place, each by renaming a finished temporary file beside it: an
    error leaves what was there before. InputError for an unknown format or a folder that cannot be written.
    """
    check_formats(formats)
    made: dict[str, bytes] = {}
    for name in dict.fromkeys(formats):
        made |= FORMATS[name](graph, ontology)
    files = {folder / name: content for name, content in made.items()}
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path] = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            waiting[path].write_bytes(content)
        for path, temporary in waiting.items():
            temporary.replace(path)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in waiting.values():
            if temporary.parent.is_dir():
                temporary.unlink(missing_ok=True)
    return list(files)


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
        if name not in FORMATS:
            raise InputError(f"no format {name!r}; there are {', '.join(FORMATS)}")
