"""SPARQL solutions in, a result document out (JSON, XML, CSV, TSV), of so many rows at most.

The engine's own writers write everything there is, so a runaway answer could not be cut; these stop at the limit.
Formats: SPARQL 1.1 Query Results JSON, XML, CSV and TSV (W3C Recommendations, 2013).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

Row = list[Any]
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMATS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_BOOLEAN = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}


def write_boolean(result: ox.QueryBoolean, kind: str) -> bytes:
    """The answer to ASK; in CSV and TSV, which know none, the word."""
    if kind in _BOOLEAN:
        return result.serialize(format=_BOOLEAN[kind]) or b""
    return b"true\n" if result else b"false\n"


def write_rows(solutions: ox.QuerySolutions, kind: str, limit: int) -> tuple[bytes, bool]:
    """The document, and whether there were more rows than ``limit`` (0: no limit)."""
    names = [variable.value for variable in solutions.variables]
    rows: Iterator[Row] = (list(solution) for solution in solutions)
    kept = list(islice(rows, limit)) if limit else list(rows)
    more = bool(limit) and next(rows, None) is not None
    text = {"json": _write_json, "xml": _write_xml, "csv": _write_csv, "tsv": _write_tsv}[kind](names, kept)
    return text.encode(), more


def _write_json(names: list[str], rows: Iterable[Row]) -> str:
    bindings = [
        {name: _describe(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False)


def _describe(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    about = {"type": "literal", "value": str(term.value)}
    if term.language:
        about["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        about["datatype"] = term.datatype.value
    return about


def _write_xml(names: list[str], rows: Iterable[Row]) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    parts = [
        f'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head><results>'
    ]
    for row in rows:
        cells = [
            f"<binding name={quoteattr(name)}>{_write_xml_term(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        ]
        parts.append(f"<result>{''.join(cells)}</result>")
    return "".join(parts) + "</results></sparql>"


def _write_xml_term(term: Any) -> str:
    about = _describe(term)
    value = escape(_NOT_XML.sub("\ufffd", about["value"]))
    if about["type"] != "literal":
        return f"<{about['type']}>{value}</{about['type']}>"
    language = f" xml:lang={quoteattr(about['xml:lang'])}" if "xml:lang" in about else ""
    datatype = f" datatype={quoteattr(about['datatype'])}" if "datatype" in about else ""
    return f"<literal{language}{datatype}>{value}</literal>"


def _write_csv(names: list[str], rows: Iterable[Row]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([getattr(term, "value", "") for term in row] for row in rows)
    return buffer.getvalue()


def _write_tsv(names: list[str], rows: Iterable[Row]) -> str:
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows]
    return "\n".join(lines) + "\n"
