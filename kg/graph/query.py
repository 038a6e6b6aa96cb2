"""A graph file or its bytes and a SPARQL query in, a table out.

The data and the ontology are loaded into one pyoxigraph store, so labels of relations and types can be
asked for. The built-in questions lie in ``ontology/queries``; ``VALUES ?name { UNDEF }`` in their text is
a parameter: as it stands it asks of everything, ``set_parameters`` narrows it. (A parameter that is a name is looked
up by ``{ ?x skos:prefLabel ?name } UNION { ?x skos:altLabel ?name }``: oxigraph starts there, where it would try a
FILTER on every row.) A question's header gives its
titles and, per parameter, ``# --option ?variable: zh | en | example`` (``?variable!`` where it must be set).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.graph.names import NAMESPACES, QUERY_PREFIXES, shorten
from kg.ontology import ontology_folder

if TYPE_CHECKING:
    import pyoxigraph as ox

Value = str | int | float | bool | Decimal | date | None

BEFORE = "https://w3id.org/newskg/graph/before"  # the graph compared with
_XSD = NAMESPACES["xsd"]
_PARAMETER = re.compile(r"VALUES \?(\w+) \{ (UNDEF|[^{}]*?) \}")
_HEADER = re.compile(r"^# (zh|en|name): (.*)$", re.M)
_OPTION = re.compile(r"^# --(\w+) \?(\w+)(!?): (.*)$", re.M)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# comments, strings and IRIs, in which a keyword means nothing
OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*',
    re.S,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: column names and rows of Python values. Iterating gives a dict a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    complete: bool = True  # False where there are more rows than were asked for

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Option:
    """What may be set in a question: its name on the command line and its variable in the query."""

    name: str
    variable: str
    required: bool
    zh: str
    en: str
    example: str


@dataclass(frozen=True, slots=True)
class Question:
    """A built-in query with its titles in both languages and what may be set in it."""

    name: str
    title: str  # 任职
    zh: str
    en: str
    text: str
    options: tuple[Option, ...]

    @property
    def number(self) -> str:
        return self.name.partition("-")[0]

    @property
    def example(self) -> dict[str, str]:
        """Every option with its example."""
        return {option.name: option.example for option in self.options}


def open_store(data: bytes | Path, *, writable: bool = False) -> ox.Store:
    """A store that holds the graph and the ontology; a store directory is opened as it is, for reading.

    ``writable`` copies a store directory into memory, so that another graph can be put beside it.
    InputError where the data cannot be read, with line and column.
    """
    import pyoxigraph as ox

    from kg.graph.source import is_store, load_file, load_ontology_into, open_disk_store, tell_place

    if isinstance(data, Path) and is_store(data):
        disk = open_disk_store(data)
        if not writable:
            return disk
        store = ox.Store()
        store.bulk_extend(disk.quads_for_pattern(None, None, None, None))
        return store
    store = ox.Store()
    if isinstance(data, Path):
        load_file(store, data)
    else:
        try:
            store.bulk_load(input=data, format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise InputError(f"graph: not Turtle: {tell_place(error)}") from error
    load_ontology_into(store)
    return store


def add_graph(store: ox.Store, path: Path) -> None:
    """An older graph beside the graph, under the name that the question 变化 knows it by."""
    import pyoxigraph as ox

    from kg.graph.source import read_triples

    name = ox.NamedNode(BEFORE)
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in read_triples(path))


def answer(store: ox.Store, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """pyoxigraph's own result; the usual prefixes need no declaration, and SERVICE is refused: no network."""
    if re.search(r"(?<![\w:?$-])SERVICE\b", OPAQUE.sub(" ", sparql), re.IGNORECASE):
        raise InputError("query: SERVICE would use the network and is not allowed")
    try:
        return store.query(sparql, prefixes=QUERY_PREFIXES)
    except SyntaxError as error:
        raise InputError(f"query: {_tell_syntax(error)}") from error
    except (ValueError, OSError) as error:
        raise InputError(f"query: {_one_line(error)}") from error


def run_query(store: ox.Store, sparql: str, *, limit: int = 0) -> Table:
    """The answer as a table, of at most ``limit`` rows where that is not 0.

    Of ASK it is one cell ``answer``, of CONSTRUCT subject, predicate, object.
    """
    columns, rows = stream_query(store, sparql)
    if not limit:
        return Table(columns, tuple(rows))
    kept = tuple(islice(rows, limit + 1))
    return Table(columns, kept[:limit], complete=len(kept) <= limit)


def stream_query(store: ox.Store, sparql: str) -> tuple[tuple[str, ...], Iterator[tuple[Value, ...]]]:
    """Columns, and the rows one by one as they are found: an answer of any size is never held."""
    import pyoxigraph as ox

    result = answer(store, sparql)
    if isinstance(result, ox.QueryBoolean):
        return ("answer",), iter([(bool(result),)])
    if isinstance(result, ox.QueryTriples):
        triples = result
        rows = ((read_term(t.subject), read_term(t.predicate), read_term(t.object)) for t in triples)
        return ("subject", "predicate", "object"), _draw(rows)
    solutions = result
    columns = tuple(variable.value for variable in solutions.variables)
    return columns, _draw(tuple(read_term(term) for term in solution) for solution in solutions)


def _draw(rows: Iterator[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    try:
        yield from rows
    except (ValueError, OSError) as error:  # found while rows are drawn
        raise InputError(f"query: {_one_line(error)}") from error


def list_questions() -> tuple[Question, ...]:
    """The built-in questions, in the order of their numbers."""
    questions = [_read_question(path) for path in (ontology_folder() / "queries").glob("*.rq")]
    return tuple(sorted(questions, key=lambda question: (int(question.number[1:]), question.name)))


def find_question(name: str) -> Question | None:
    """A built-in question by title, name or part of it: ``任职``, ``q1``, ``posts-of-person``."""
    for question in list_questions():
        number, _, rest = question.name.partition("-")
        if name in (question.title, question.name, number, rest):
            return question
    return None


def suggest_questions(name: str) -> list[str]:
    """The names and titles nearest to one that is none."""
    known = [each for question in list_questions() for each in (question.title, question.name.partition("-")[2])]
    inside = [each for each in known if name and (name in each or (set(name) & set(each) and not each.isascii()))]
    return list(dict.fromkeys([*difflib.get_close_matches(name, known, 5, 0.5), *inside]))[:5]


def set_options(question: Question, values: Mapping[str, str]) -> str:
    """The query of a question with its options filled in, by their names or by the names of their variables."""
    names = {option.name: option for option in question.options}
    variables = {option.variable: option for option in question.options}
    filled: dict[str, str] = {}
    for name, value in values.items():
        option = names.get(name) or variables.get(name)
        if option is None:
            has = ", ".join(f"--{each}" for each in names) or "none"
            raise InputError(f"{question.name}: no parameter {name!r} in it (it has: {has})")
        filled[option.variable] = value
    for option in question.options:
        if option.required and option.variable not in filled:
            raise InputError(f"{question.name}: this question needs --{option.name} ({option.en})")
    text = question.text
    for option in question.options:
        if option.variable not in filled:  # what is not asked for need not be looked up
            text = text.replace(f"  VALUES ?{option.variable} {{ UNDEF }}\n", "")
            text = re.sub(rf"  {{ \?(\w+) skos:prefLabel \?{option.variable} }} UNION {{[^{{}}]*}}\n", "", text)
    return set_parameters(text, filled)


def set_parameters(sparql: str, values: Mapping[str, str]) -> str:
    """Fill the parameters of a query: a day or a number where it looks like one, else a zh label.

    >>> set_parameters("SELECT * { VALUES ?name { UNDEF } ?x skos:prefLabel ?name }", {"name": "陈望远"})
    'SELECT * { VALUES ?name { "陈望远"@zh } ?x skos:prefLabel ?name }'
    """
    known = {match[1] for match in _PARAMETER.finditer(sparql)}
    for name in values:
        if name not in known:
            has = ", ".join(sorted(known)) or "none"
            raise InputError(f"query: no parameter {name!r} in it (it has: {has})")

    def fill(match: re.Match[str]) -> str:
        if match[1] not in values:
            return match[0]
        return f"VALUES ?{match[1]} {{ {_write_term(values[match[1]])} }}"

    return _PARAMETER.sub(fill, sparql)


def _write_term(value: str) -> str:
    if _DAY.fullmatch(value):
        return f'"{value}"^^<{_XSD}date>'
    if _NUMBER.fullmatch(value):
        return value
    escaped = re.sub(r'[\\"\x00-\x1f\ud800-\udfff]', lambda m: _escape(m[0]), value)
    return f'"{escaped}"@zh'


def _escape(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\\uFFFD"
    return "\\" + character if character in '\\"' else f"\\u{ord(character):04X}"


def _read_question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    titles = dict(_HEADER.findall(text))
    options = []
    for name, variable, required, told in _OPTION.findall(text):
        zh, en, example = (part.strip() for part in told.split("|"))
        options.append(Option(name, variable, bool(required), zh, en, example))
    return Question(path.stem, titles["name"], titles["zh"], titles["en"], text, tuple(options))


def read_term(term: Any) -> Value:
    """A term as a Python value: an id or prefixed name of an IRI, a number, day or text of a literal."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return shorten(term.value) if hasattr(term, "value") else str(term)
    kind = datatype.value.removeprefix(_XSD)
    value: str = term.value
    try:
        if kind in ("integer", "nonNegativeInteger", "int", "long"):
            return int(value)
        if kind == "decimal":
            return Decimal(value)
        if kind in ("double", "float"):
            return float(value)
        if kind == "boolean":
            return value in ("true", "1")
        if kind == "date":
            return date.fromisoformat(value)
    except (ValueError, ArithmeticError):
        return value  # ill-typed: shown as it stands
    return value


def _tell_syntax(error: SyntaxError) -> str:
    """Line and column first, then the words that could stand there, without the parser's character classes."""
    message = _one_line(error)
    match = re.match(r"error at (\d+):(\d+): (.*)", message)
    if not match:
        return message
    if "Prefix not found" in match[3]:
        cause = "this prefix is not declared"
    else:
        words = re.findall(r'"[^"]+"|(?<![\w\'{])[A-Z]{2,}(?![\w\'])', match[3])
        cause = "cannot be read" + (f"; expected {' '.join(words[:12])}" if words else "")
    return f"line {match[1]}, column {match[2]}: {cause}"


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())
