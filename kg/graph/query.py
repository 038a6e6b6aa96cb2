"""A graph file or its bytes and a SPARQL query in, a table out.

The data and the ontology are loaded into one pyoxigraph store, so labels of relations and types can be
asked for. The built-in questions lie in ``ontology/queries``; ``VALUES ?name { UNDEF }`` in their text is
a parameter: as it stands it asks of everything, ``set_parameters`` narrows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.graph.names import NAMESPACES, QUERY_PREFIXES, shorten
from kg.ontology import ontology_folder

if TYPE_CHECKING:
    import pyoxigraph as ox

Value = str | int | float | bool | Decimal | date | None

_XSD = NAMESPACES["xsd"]
_PARAMETER = re.compile(r"VALUES \?(\w+) \{ (UNDEF|[^{}]*?) \}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# comments, strings and IRIs, in which a keyword means nothing
_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*',
    re.S,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: column names and rows of Python values. Iterating gives a dict a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Question:
    """A built-in query with its title in both languages and what may be set in it."""

    name: str
    zh: str
    en: str
    text: str
    parameters: tuple[str, ...]


def open_store(data: bytes | Path) -> ox.Store:
    """A store that holds the graph and the ontology; a store directory is opened as it is, for reading.

    InputError where the data cannot be read, with line and column.
    """
    import pyoxigraph as ox

    from kg.graph.source import is_store, load_file, load_ontology_into, open_disk_store, tell_place

    if isinstance(data, Path) and is_store(data):
        return open_disk_store(data)
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


def answer(store: ox.Store, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """pyoxigraph's own result; the usual prefixes need no declaration, and SERVICE is refused: no network."""
    if re.search(r"(?<![\w:?$-])SERVICE\b", _OPAQUE.sub(" ", sparql), re.IGNORECASE):
        raise InputError("query: SERVICE would use the network and is not allowed")
    try:
        return store.query(sparql, prefixes=QUERY_PREFIXES)
    except SyntaxError as error:
        raise InputError(f"query: {_tell_syntax(error)}") from error
    except (ValueError, OSError) as error:
        raise InputError(f"query: {_one_line(error)}") from error


def run_query(store: ox.Store, sparql: str) -> Table:
    """The answer as a table: of ASK one cell ``answer``, of CONSTRUCT subject, predicate, object."""
    import pyoxigraph as ox

    result = answer(store, sparql)
    try:
        if isinstance(result, ox.QueryBoolean):
            return Table(("answer",), ((bool(result),),))
        if isinstance(result, ox.QueryTriples):
            rows = tuple((_plain(t.subject), _plain(t.predicate), _plain(t.object)) for t in result)
            return Table(("subject", "predicate", "object"), rows)
        columns = tuple(variable.value for variable in result.variables)
        return Table(columns, tuple(tuple(_plain(term) for term in solution) for solution in result))
    except (ValueError, OSError) as error:  # found while rows are drawn
        raise InputError(f"query: {_one_line(error)}") from error


def list_questions() -> tuple[Question, ...]:
    """The built-in questions, in the order of their names."""
    return tuple(_read_question(path) for path in sorted((ontology_folder() / "queries").glob("*.rq")))


def find_question(name: str) -> Question | None:
    """A built-in question by name or by part of it: ``q1``, ``posts-of-person``, ``q1-posts-of-person``."""
    for question in list_questions():
        number, _, rest = question.name.partition("-")
        if name in (question.name, number, rest):
            return question
    return None


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
    titles = dict(re.findall(r"^# (zh|en): (.*)$", text, re.M))
    parameters = tuple(match[1] for match in _PARAMETER.finditer(text))
    return Question(path.stem, titles.get("zh", ""), titles.get("en", ""), text, parameters)


def _plain(term: Any) -> Value:
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
