"""The command line: ``kg build``, ``read``, ``explain``, ``query``, ``check``, ``serve``.

Exit codes: 0 done; 1 some page could not be read (the rest is built), or ``kg check`` found something; 2 bad input,
told in one line that names the file and the cause. Nothing but this module prints.
"""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sys
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import __version__
from kg.errors import InputError, KgError

if TYPE_CHECKING:
    import datetime

    import pyoxigraph as ox

    from kg.graph.query import Question, Value
    from kg.model import Article, Page

# what would move the cursor, ring the bell or turn the line around; newline and tab stay
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_WIDEST = 46  # columns of a table's cell; csv and json are never cut
_FEW = 6  # pages whose assumptions are told one by one
_MOST_ROWS = 1000  # rows of a table unless --limit says otherwise
_ALL = 20  # names listed where a name is not found as a whole


class _Commands(click.Group):
    """Turns our own errors into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):  # a name that the terminal's encoding lacks must not end the run
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except KgError as error:
            _complain(str(error))
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Knowledge graphs from Chinese newspaper pages, with the sentence behind every statement."""


@cli.command()
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path), metavar="PAGE...")
@click.option("-o", "--out", default="out", type=click.Path(path_type=Path), show_default=True, help="Where to write.")
@click.option("--sample", is_flag=True, help="Build the sample page that ships with newskg.")
@click.option("--newspaper", default="", help="Name of the newspaper, 某某日报.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="Day of the issue.")
@click.option("--home", default="", help="Home jurisdiction, 某某市: whose 市委 and 市政府 the paper means.")
@click.option("--page", "number", default="", help="Number of the page, A01.")
@click.option(
    "--formats",
    default="ttl,html,graphml",
    show_default=True,
    help="Also: nt jsonld trig rdf gexf csv parquet neo4j ftm.json store; ttl.gz ...",
)
@click.option("--lexicon", type=click.Path(path_type=Path), help="A list of words of your own.")
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="Who is who put right: merge, split, retype, rename, drop. [corrections.tsv in --out, if there]",
)
@click.pass_context
def build(
    ctx: click.Context,
    pages: tuple[Path, ...],
    out: Path,
    sample: bool,
    newspaper: str,
    day: str,
    home: str,
    number: str,
    formats: str,
    lexicon: Path | None,
    corrections: Path | None,
) -> None:
    """Read newspaper pages and write one graph.

    PAGE is a file or a directory of pages: text (.txt .md), PDF, e-paper or saved HTML (.html .htm .mht), images of
    pages (.png .jpg .tif; needs newskg[scan]). Writes graph.ttl (Turtle), graph.html (a page to explore, offline) and
    graph.graphml. Newspaper, date, home and page number may be left out: they are taken from the file's name
    (荆州日报-2025-04-23-A01.txt), a sidecar PAGE.yaml, the markup, the masthead, folders (2025-04/23) or the text, and
    what was assumed is said. An article that goes on on another page (下转第三版) is one where both pages are given.
    """
    from kg.api import KnowledgeGraph, list_pages, open_pages, read_day, sample_page, summarize
    from kg.entities.corrections import read_corrections
    from kg.outputs.files import check_folder, check_formats
    from kg.pipeline import build_graph, load_tools

    begin = time.perf_counter()
    wanted = [name for name in re.split(r"[,\s]+", formats) if name]
    check_formats(wanted)
    check_folder(out)
    published = read_day(day) if day else None
    kept = out / "corrections.tsv"
    right = read_corrections(corrections or kept) if corrections or kept.is_file() else ()
    sources = ([sample_page()] if sample else []) + [file for page in pages for file in list_pages(page)]
    if not sources:
        raise InputError("no PAGE was given (or --sample)")
    words, tagger = load_tools(lexicon)
    read: list[Page] = []
    failed = False
    for file in dict.fromkeys(sources):
        try:
            read += list(open_pages(file, words, newspaper=newspaper, published=published, home=home, number=number))
        except InputError as error:
            failed = True
            _complain(str(error))
    if not read:
        if not failed:
            raise InputError("there is no article in what was given: page overviews only list them")
        ctx.exit(2)
    with _Progress("reading articles") as progress:
        graph = build_graph(read, lexicon=words, tagger=tagger, progress=progress.show, corrections=right)
    made = KnowledgeGraph(graph)
    files = made.write(out, wanted)
    _say(summarize(graph, made.ontology))
    for line in _tell_assumed(read):
        _say(f"assumed    {line}")
    for line in graph.stale:
        _say(f"correction {line}")
    _say(f"written    {', '.join(str(file) for file in files)}")
    _say(f"seconds    {time.perf_counter() - begin:6.1f}")
    if failed:
        ctx.exit(1)


@cli.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PAGE...")
@click.option("--newspaper", default="", help="Name of the newspaper.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="Day of the issue.")
@click.option("--home", default="", help="Home jurisdiction.")
@click.option("--page", "number", default="", help="Number of the page.")
@click.option("--why", is_flag=True, help="Show, for each sentence, what was not read from it and why.")
def read(pages: tuple[Path, ...], newspaper: str, day: str, home: str, number: str, *, why: bool) -> None:
    """Show the articles of a page, one JSON object a line.

    Keys: headline, subheads, authors (name, role), dateline, body, captions, headline_certain; of a page that has a
    layout (PDF, scan) also boxes, where the body is printed, as kg:box of the ontology. With --why one object for each
    sentence from which nothing was read, or something was nearly read: article, sentence, found, blocked.
    """
    from kg.api import list_pages, read_day
    from kg.articles import cut_articles
    from kg.pages import read_pages

    published: datetime.date | None = read_day(day) if day else None
    tell = _open_misses() if why else _describe_articles
    for file in [file for page in pages for file in list_pages(page)]:
        for page in read_pages(file, newspaper=newspaper, published=published, home=home, number=number):
            for row in tell(cut_articles(page)):
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


@cli.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("name")
@click.option("--identity", is_flag=True, help="Why it is one thing, and what it was kept apart from.")
def explain(graph: Path, name: str, identity: bool) -> None:
    """Show what is said of NAME, and in which sentences.

    NAME is a name, an alias or an id. GRAPH is a .ttl or .nt file, or the directory that kg build wrote.
    --identity needs that directory: it reads the identity.tsv beside the graph.
    """
    from kg.api import load

    found = load(graph)
    nodes = found.find(name)
    if not nodes:
        raise InputError(f"{graph}: nothing in it is called {name}")
    whole = {node.id for node in nodes if name in (node.id, node.name, *found.lookup.aliases_of(node.id))}
    if len(nodes) > 1 and not whole:
        _say(f"nothing is called just {name}; names that hold it:")
        for node in nodes[:_ALL]:
            _say(f"  {node.name}  [{found.ontology.label(found.lookup.type_of(node.id))}]  {node.id}")
        return
    if identity and not found.graph.decisions:
        raise InputError(f"{graph}: no identity.tsv beside it, or nothing had to be decided")
    for place, told in enumerate(found.identity(name) if identity else found.explain(name)):
        _say(("\n" if place else "") + str(told))


@cli.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("question", required=False)
@click.option("-q", "--sparql", help="The query itself.")
@click.option("-s", "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Fill a parameter of the query.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", show_default=True
)
@click.option(
    "--limit", type=click.IntRange(0), metavar="ROWS", help="Rows at most, 0 for all. [table: 1000, else all]"
)
@click.option(
    "--timeout", type=click.FloatRange(0), default=300, show_default=True, metavar="SECONDS", help="0 for no limit."
)
@click.option("--explain-row", "explained", is_flag=True, help="Under each row, the sentences that it rests on.")
@click.option("--against", type=click.Path(path_type=Path), metavar="GRAPH", help="An older graph, for 变化 (changes).")
@click.pass_context
def query(
    ctx: click.Context,
    graph: Path,
    question: str | None,
    sparql: str | None,
    settings: tuple[str, ...],
    form: str,
    limit: int | None,
    timeout: float,
    explained: bool,
    against: Path | None,
) -> None:
    """Ask the graph in SPARQL, or one of the built-in questions.

    QUESTION is a file or the name of a built-in question; or give -q 'SELECT ...'.

    \b
    kg query out 任职 --person 陈望远
    kg query out posts-of-person --set person=陈望远
    kg query out -q 'SELECT ?name { ?x a kg:Company ; skos:prefLabel ?name }'
    kg query out                      lists the built-in questions

    GRAPH is an RDF file (.ttl .nt .trig .rdf .jsonld, also .gz), the directory that kg build wrote, or a store
    (--formats store), which opens at once however large it is. The usual prefixes need no declaration.
    """
    from kg.graph.query import BEFORE, add_graph, open_store, set_options, set_parameters, stream_query
    from kg.graph.source import graph_file

    if question and sparql:
        raise InputError("give a QUESTION or -q, not both")
    values = dict(_split_setting(each) for each in settings) | _read_options(ctx.args)
    if not question and not sparql:
        if values:
            raise InputError(f"give a QUESTION or -q for {', '.join(values)}")
        _list_questions()
        return
    found, text = (None, str(sparql)) if sparql else _find_query(str(question))
    text = set_options(found, values) if found else set_parameters(text, values)
    if BEFORE in text and not against:
        raise InputError("this question compares two graphs: name the older one with --against")
    most = limit if limit is not None else (_MOST_ROWS if form == "table" else 0)
    with _Deadline(timeout):
        store = open_store(graph_file(graph), writable=against is not None)
        if against:
            add_graph(store, graph_file(against))
        columns, rows = stream_query(store, text)
        if explained:
            _explain_rows(store, text, columns, rows, form, most)
        else:
            _print_rows(columns, rows, form, most)


@cli.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, graph: Path) -> None:
    """Check the graph against shapes and rules.

    Prints ok, or what was found and exit code 1. GRAPH is a .ttl or .nt file, or the directory that kg build wrote.
    """
    from kg.graph.checks import check_graph
    from kg.graph.source import graph_file

    findings = check_graph(graph_file(graph))
    for finding in findings:
        _say(str(finding))
    if findings:
        _say(f"{len(findings)} findings")
        ctx.exit(1)
    _say("ok")


@cli.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--timeout", type=click.FloatRange(0.01), default=30, show_default=True, help="Seconds a query may take.")
@click.option("--limit", type=click.IntRange(1), default=100_000, show_default=True, help="Rows an answer may have.")
def serve(graph: Path, port: int, timeout: float, limit: int) -> None:
    """Serve the page, a SPARQL endpoint and a query page locally.

    On 127.0.0.1 only, until Ctrl-C. Read-only. GRAPH is an RDF file, the directory that kg build wrote, or a store.
    """
    from kg.api import load
    from kg.graph.query import open_store
    from kg.graph.source import graph_file
    from kg.outputs.html import write_html
    from kg.outputs.server import ADDRESS, GraphServer
    from kg.outputs.worker import Worker

    file = graph_file(graph)
    found = cache(lambda: load(graph))
    files = {
        "/": ("text/html; charset=utf-8", lambda: write_html(found().graph, found().ontology)),
        "/graph.ttl": ("text/turtle; charset=utf-8", lambda: found().turtle),
    }
    worker = Worker(lambda: open_store(file))
    try:
        server = GraphServer(worker, files, port, seconds=timeout, rows=limit)
    except OSError as error:
        worker.close()
        raise InputError(f"port {port} on {ADDRESS}: {error.strerror or error} (--port 0 takes a free one)") from error
    with server:
        _say(f"{server.url}        the page to explore")
        _say(f"{server.url}query   questions and SPARQL in the browser")
        _say(f"{server.url}sparql  SPARQL 1.1 endpoint (Ctrl-C stops)")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    worker.close()


class _Progress:
    """A bar on a terminal, silence elsewhere."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.bar: Any = None
        self.done = 0

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()

    def show(self, done: int, total: int) -> None:
        if self.bar is None and done < total and sys.stderr.isatty():
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
        if self.bar is not None:
            self.bar.update(done - self.done)
        self.done = done


def _say(text: str) -> None:
    click.echo(_UNPRINTABLE.sub(_spell, text))


def _complain(text: str) -> None:
    click.echo("kg: " + _UNPRINTABLE.sub(_spell, " ".join(text.split())), err=True)


def _spell(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode()


def _tell_assumed(pages: Sequence[Page]) -> list[str]:
    """What was concluded rather than given, page by page; of many pages only how often each."""
    if len(pages) == 1:
        return ["; ".join(pages[0].assumed)] if pages[0].assumed else []
    if len(pages) <= _FEW:
        return [f"{page.source}: {'; '.join(page.assumed)}" for page in pages if page.assumed]
    kinds = Counter(
        re.sub(r"^(issue date|[a-z]+) .* from ", r"\1 from ", text) for page in pages for text in page.assumed
    )
    return [f"{kind} ({number} pages)" for kind, number in sorted(kinds.items())]


def _describe_articles(articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
    from kg.graph.boxes import find_boxes, write_box
    from kg.model import Span

    for article in articles:
        boxes = [write_box(box) for box in find_boxes(article, Span(0, len(article.text)))]
        yield {
            "headline": article.headline,
            "subheads": list(article.subheads),
            "authors": [{"name": author.name, "role": author.role} for author in article.authors],
            "dateline": article.dateline,
            "body": article.text,
            "captions": list(article.captions),
            "headline_certain": article.headline_certain,
            **({"boxes": boxes} if boxes else {}),
        }


def _open_misses() -> Callable[[Sequence[Article]], Iterator[dict[str, Any]]]:
    """What tells of articles what was not read from them, its word lists and tagger loaded once."""
    from kg.facts.missed import explain_misses
    from kg.pipeline import load_tools, read_articles

    lexicon, tagger = load_tools()

    def tell_misses(articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
        for reading in read_articles(articles, lexicon=lexicon, tagger=tagger):
            for miss in explain_misses(reading):
                yield {
                    "article": reading.article.headline,
                    "sentence": miss.text,
                    "found": list(miss.found),
                    "blocked": list(miss.blocked),
                }

    return tell_misses


def _find_query(name: str) -> tuple[Question | None, str]:
    from kg.graph.query import find_question, suggest_questions

    question = find_question(name)
    if question is not None:
        return question, question.text
    path = Path(name)
    if not path.is_file():
        near = suggest_questions(name)
        hint = f"; nearest: {', '.join(near)}" if near else "; kg query GRAPH lists them"
        raise InputError(f"{name}: neither a file nor a built-in question{hint}")
    try:
        return None, path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text") from error
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error


def _read_options(words: Sequence[str]) -> dict[str, str]:
    """``--person 陈望远 --day=2024-03-01``: the options of the question asked."""
    values: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise InputError(f"{word}: no option and no parameter (--NAME VALUE)")
        if not equals:
            if not waiting:
                raise InputError(f"{word}: its value is missing")
            value = waiting.pop(0)
        values[name] = value
    return values


class _Deadline:
    """Ends the run when the time is up, and at Ctrl-C at once: the engine itself does not stop for a signal."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.timer = threading.Timer(seconds, self._end) if seconds else None

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, signal.SIG_DFL)
        if self.timer:
            self.timer.daemon = True
            self.timer.start()

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self.before)
        if self.timer:
            self.timer.cancel()

    def _end(self) -> None:
        sys.stdout.flush()
        _complain(f"the query took more than {self.seconds:g} seconds and was ended (--timeout)")
        os._exit(2)


def _print_rows(columns: Sequence[str], rows: Iterator[Sequence[Value]], form: str, most: int) -> None:
    """Rows as they come: only a table, whose columns are aligned, is held, and that has a limit."""
    kept = islice(rows, most) if most else rows
    if form == "table":
        held = list(kept)
        more = next(rows, None) is not None if most else False
        _say(_draw_table(columns, held, more=more))
    elif form == "json":
        comma = "["
        for row in kept:
            about = {name: _jsonable(value) for name, value in zip(columns, row, strict=True)}
            sys.stdout.write(f"{comma}\n {json.dumps(about, ensure_ascii=False)}")
            comma = ","
        sys.stdout.write("\n]\n" if comma == "," else "[]\n")
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n", delimiter="," if form == "csv" else "\t")
        writer.writerow(columns)
        for row in kept:
            cells = ["" if value is None else value for value in row]
            writer.writerow([" ".join(str(cell).split()) for cell in cells] if form == "tsv" else cells)


def _explain_rows(
    store: ox.Store, text: str, columns: Sequence[str], rows: Iterator[Sequence[Value]], form: str, most: int
) -> None:
    from kg.graph.grounds import find_grounds

    held = list(islice(rows, most or _MOST_ROWS))
    if form == "json":
        told = [
            {name: _jsonable(value) for name, value in zip(columns, row, strict=True)}
            | {"evidence": [asdict(ground) for ground in find_grounds(store, text, columns, row)]}
            for row in held
        ]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    for row in held:
        _say("  ".join(f"{name}={_cell(value)}" for name, value in zip(columns, row, strict=True)))
        for ground in find_grounds(store, text, columns, row):
            _say(f"    {ground}")


def _split_setting(setting: str) -> tuple[str, str]:
    name, equals, value = setting.partition("=")
    if not equals or not name:
        raise InputError(f"--set {setting}: give NAME=VALUE")
    return name, value


def _list_questions() -> None:
    from kg.graph.query import list_questions

    _say("Built-in questions:  kg query GRAPH NAME [--PARAMETER VALUE ...]\n")
    for question in list_questions():
        options = " ".join(f"--{o.name} {o.example}" for o in question.options)
        _say(f"{question.title}  {question.name}  {options}".rstrip())
        _say(f"    {question.zh}\n    {question.en}")


def _jsonable(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _draw_table(columns: Sequence[str], rows: Sequence[Sequence[Value]], *, more: bool) -> str:
    """Columns aligned for a terminal, where a Chinese character is two columns wide."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(_width, (name, *(row[place] for row in cells)))) for place, name in enumerate(columns)]
    lines = [_align(columns, widths), "  ".join("─" * width for width in widths)]
    lines += [_align(row, widths) for row in cells]
    count = f"{len(rows)} row{'s' * (len(rows) != 1)}"
    return (
        "\n".join(lines) + f"\n{count}" + (", and more: --limit 0 shows all, --format csv streams them" if more else "")
    )


def _align(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join(padded).rstrip()


def _cell(value: Any) -> str:
    text = "" if value is None else _UNPRINTABLE.sub(_spell, " ".join(str(value).split()))
    if _width(text) <= _WIDEST:
        return text
    kept, width = [], 0
    for character in text:
        width += _width(character)
        if width > _WIDEST - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


if __name__ == "__main__":
    cli()
