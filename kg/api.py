"""What a program uses: ``kg.build`` and ``kg.load``, and the graph they return.

>>> import kg
>>> g = kg.build("荆州日报-2025-04-23-A01.txt")      # doctest: +SKIP
>>> g.query("SELECT ?name { ?x a kg:Official ; skos:prefLabel ?name }").rows      # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Event, Figure, Graph, Modality, Page, Statement
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

    from kg.graph.checks import Finding
    from kg.graph.explain import Explanation
    from kg.graph.lookup import Lookup, Node
    from kg.graph.paths import Path as Way
    from kg.graph.query import Table
    from kg.lexicon.words import Lexicon
    from kg.mentions import Tagger
    from kg.outputs.inline import InlinePage

Source = str | Path | Page


class KnowledgeGraph:
    """A graph with everything one does with it: look up, explain, query, analyse, write.

    ``graph`` holds the values themselves (``kg.model.Graph``): articles, entities, posts, statements, events, figures.
    """

    def __init__(self, graph: Graph, ontology: Ontology | None = None) -> None:
        self.graph = graph
        self.ontology = ontology or load_ontology()

    def __repr__(self) -> str:
        parts = ("articles", "entities", "statements", "events", "figures")
        return f"<KnowledgeGraph: {', '.join(f'{len(getattr(self.graph, part))} {part}' for part in parts)}>"

    @cached_property
    def lookup(self) -> Lookup:
        """Indexes by id and by name."""
        from kg.graph.lookup import Lookup

        return Lookup(self.graph, self.ontology)

    @cached_property
    def turtle(self) -> bytes:
        """The graph as Turtle."""
        from kg.outputs.turtle import write_turtle

        return write_turtle(self.graph, self.ontology)

    @cached_property
    def store(self) -> ox.Store:
        """A pyoxigraph store of graph and ontology: what ``query`` asks."""
        from kg.graph.query import open_store

        return open_store(self.turtle)

    def find(self, name: str) -> tuple[Node, ...]:
        """Entities, events and posts called ``name`` (or an alias, or an id), the most talked of first."""
        return self.lookup.find(name)

    def explain(self, name: str) -> tuple[Explanation, ...]:
        """Every statement about what is called ``name``, each with its sentences; print it to read it."""
        from kg.graph.explain import explain

        return tuple(explain(self.lookup, node.id) for node in self.find(name))

    def identity(self, name: str) -> tuple[str, ...]:
        """Why what is called ``name`` is one thing, and kept apart from others; print it to read it."""
        from kg.graph.identity import tell_identity

        return tuple(tell_identity(self.lookup, node.id, self.graph.decisions) for node in self.find(name))

    def query(self, sparql: str, **parameters: str) -> Table:
        """Answer SPARQL, or a built-in question by name: ``g.query("任职", person="陈望远")``.

        The usual prefixes (kg skos schema org oa rdf rdfs xsd, person organization ...) need no declaration.
        """
        from kg.graph.query import find_question, run_query, set_options, set_parameters

        question = find_question(sparql)
        text = set_options(question, parameters) if question else set_parameters(sparql, parameters)
        return run_query(self.store, text)

    @cached_property
    def entities(self) -> pd.DataFrame:
        """A row for each entity; this and the other frames need the extra ``notebook``."""
        from kg.graph.frames import frame_entities

        return frame_entities(self.lookup)

    @cached_property
    def events(self) -> pd.DataFrame:
        """A row for each event, with days, place and participants."""
        from kg.graph.frames import frame_events

        return frame_events(self.lookup)

    @cached_property
    def posts(self) -> pd.DataFrame:
        """A row for each person in a post."""
        from kg.graph.frames import frame_posts

        return frame_posts(self.lookup)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row for each figure: 2亿元 is 200000000 元."""
        from kg.graph.frames import frame_figures

        return frame_figures(self.lookup)

    def neighbourhood(self, name: str, steps: int = 1) -> KnowledgeGraph:
        """The part of the graph at most ``steps`` statements away from what is called ``name``."""
        from kg.graph.paths import find_neighbourhood

        return KnowledgeGraph(find_neighbourhood(self.lookup, self._find_one(name), steps), self.ontology)

    def path(self, one: str, other: str) -> Way | None:
        """A shortest way between two, with the sentence behind each step; None where there is none."""
        from kg.graph.paths import find_path

        return find_path(self.lookup, self._find_one(one), self._find_one(other))

    def _find_one(self, name: str) -> str:
        found = self.find(name)
        if not found:
            raise InputError(f"nothing in the graph is called {name!r}")
        return found[0].id

    def show(self, *, height: int = 640) -> InlinePage:
        """The page to explore, inline in a notebook."""
        from kg.outputs.html import write_html
        from kg.outputs.inline import InlinePage

        return InlinePage(write_html(self.graph, self.ontology).decode(), height)

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    def networkx(self, *, posts: bool = False) -> nx.MultiDiGraph:
        """The graph for networkx; see ``kg.graph.views.to_networkx``."""
        from kg.graph.views import to_networkx

        return to_networkx(self.graph, self.ontology, posts=posts)

    def rdflib(self) -> rdflib.Graph:
        """The graph for rdflib (without the ontology); on an oxigraph store where oxrdflib is installed."""
        from kg.outputs.rdflib_graph import to_rdflib

        return to_rdflib(self.graph, self.ontology)

    to_rdflib = rdflib

    def check(self) -> list[Finding]:
        """What breaks the shapes or the whole-graph checks; nothing in a sound graph."""
        from kg.graph.checks import check_graph

        return check_graph(self.turtle)

    def write(self, folder: str | Path, formats: Sequence[str] = ("ttl", "html", "graphml")) -> list[Path]:
        """Write ``graph.*`` into ``folder``, each file whole or not at all.

        More formats: nt jsonld trig rdf gexf csv
        parquet neo4j ftm.json store; ttl.gz and the like are compressed.
        """
        from kg.outputs.files import write_files

        return write_files(self.graph, self.ontology, Path(folder), formats)

    def summary(self) -> str:
        """What is in it, in a few lines."""
        return summarize(self.graph, self.ontology)


def build(
    pages: Source | Iterable[Source],
    *,
    newspaper: str = "",
    date: datetime.date | str | None = None,
    home: str = "",
    page: str = "",
    lexicon: str | Path | None = None,
    tools: tuple[Lexicon, Tagger] | None = None,
    corrections: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> KnowledgeGraph:
    """Pages (files, directories of pages, or ``Page`` values) -> one graph.

    ``newspaper``, ``date``, ``home`` (the home jurisdiction, 某某市) and ``page`` (A01) hold for every file; what is
    left out is found in the file's name, its sidecar or the text. ``lexicon`` is a file of words of your own,
    ``tools`` what ``load_tools`` returns, when several builds share it, ``corrections`` a file of who is who put right
    (``kg.entities.corrections``). ``progress`` is told (articles read, in all).
    """
    from kg.entities.corrections import read_corrections
    from kg.pipeline import build_graph, load_tools

    sources = [pages] if isinstance(pages, str | Path | Page) else list(pages)
    words, tagger = tools or load_tools(Path(lexicon) if lexicon else None)
    day = read_day(date) if isinstance(date, str) else date
    read: list[Page] = []
    for source in sources:
        if isinstance(source, Page):
            read.append(source)
            continue
        for path in list_pages(Path(source)):
            read += open_pages(path, words, newspaper=newspaper, published=day, home=home, number=page)
    if not read:
        raise InputError("no pages were given")
    right = read_corrections(Path(corrections)) if corrections else ()
    return KnowledgeGraph(build_graph(read, lexicon=words, tagger=tagger, progress=progress, corrections=right))


def load(path: str | Path) -> KnowledgeGraph:
    """Read a graph back from its RDF: a file (.ttl .nt .trig .rdf .jsonld, also .gz), its folder, or a store."""
    from kg.graph.identity import FILE, read_identity
    from kg.graph.load import load_graph
    from kg.graph.source import graph_file, read_triples

    file = graph_file(Path(path))
    ontology = load_ontology()
    try:
        graph = load_graph(read_triples(file), ontology, source=str(file))
        decided = file.with_name(FILE)
        if decided.is_file():
            graph = replace(graph, decisions=read_identity(decided))
        return KnowledgeGraph(graph, ontology)
    except InputError as error:
        told = str(error)
        raise InputError(told if told.startswith(f"{file}: ") else f"{file}: {told}") from error


def open_pages(
    path: Path,
    lexicon: Lexicon,
    *,
    newspaper: str = "",
    published: datetime.date | None = None,
    home: str = "",
    number: str = "",
) -> Iterator[Page]:
    """The pages of a file, with the gazetteer at hand to conclude the home from the newspaper's name."""
    from kg.pages import read_pages

    return read_pages(
        path,
        newspaper=newspaper,
        published=published,
        home=home,
        number=number,
        known_places=lexicon.gazetteer.is_place,
    )


def list_pages(path: Path) -> list[Path]:
    """A file, or the pages in a directory."""
    from kg.pages import find_pages

    return find_pages(path)


def read_day(text: str) -> datetime.date:
    """``2025-04-23`` as a date; InputError for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--date {text}: not a day of the calendar (YYYY-MM-DD)") from error


def sample_page() -> Path:
    """The page that ships with the package: invented city, people and firms."""
    return next(iter(sorted(Path(__file__).with_name("data").joinpath("sample").glob("*.txt"))))


def summarize(graph: Graph, ontology: Ontology) -> str:
    """Counts of everything: articles, entities by type, posts, statements, events by type, figures, evidence."""
    entities = Counter(entity.type for entity in graph.entities)
    events = Counter(event.type for event in graph.events)
    planned = len([each for each in graph.statements if each.modality is not Modality.ASSERTED])
    claims: tuple[Statement | Event | Figure, ...] = (*graph.statements, *graph.events, *graph.figures)
    quoted = sum(len(claim.evidence) for claim in claims)
    plans = f" ({planned} planned, alleged or denied)" if planned else ""
    rows = [
        ("articles", len(graph.articles), ""),
        ("entities", len(graph.entities), _by_type(entities, ontology)),
        ("posts", len(graph.posts), ""),
        ("statements", len(graph.statements), plans.strip()),
        ("events", len(graph.events), _by_type(events, ontology)),
        ("figures", len(graph.figures), ""),
        ("evidence", quoted, "sentences quoted"),
    ]
    return "\n".join(f"{name:<11}{number:>6}  {more}".rstrip() for name, number, more in rows)


def _by_type(counts: Counter[str], ontology: Ontology) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return " · ".join(f"{ontology.label(name)} {number}" for name, number in ranked)
