"""Blocks in, their Turtle out as text: the same bytes as pyoxigraph's serialiser, without an object for every triple.

Plain names and plain strings, nearly everything there is, are put together here; whatever holds a character that
Turtle might escape is written by pyoxigraph itself. A test compares the two on wild input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg import ids
from kg.graph.names import KINDS, NAMESPACES, PREFIXES, expand
from kg.outputs.triples import Block, Literal

# local names that need no escape: a part of PN_LOCAL of the Turtle grammar (W3C Recommendation, 2014)
_PLAIN_NAME = re.compile("[0-9A-Za-z_\u4e00-\u9fff][-0-9A-Za-z_\u00b7\u4e00-\u9fff]*")
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff\U0001fffe-\U0010ffff]')
_SHORT_FORM = re.compile(r"xsd:decimal [+-]?\d+\.\d+|xsd:boolean (?:true|false)|xsd:integer [+-]?\d+")
_KEPT = 1 << 13  # IRIs and short literals that are likely to be met again
_LONG = 99  # article bodies and sentences are met once
_ANY = ox.NamedNode("x:x")


def write_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """One piece of text a block, each with a blank line before it."""
    write_iri, write_short = lru_cache(_KEPT)(_write_iri), lru_cache(_KEPT)(_write_literal)
    for subject, facts in blocks:
        parts = ["\n\n", _write_iri(subject)]
        last = ""
        for predicate, value in facts:
            if predicate == last:
                parts.append(" , ")
            elif last:
                parts.append(f" ;\n    {'a' if predicate == 'rdf:type' else predicate} ")
            else:
                parts.append(" a " if predicate == "rdf:type" else f" {predicate} ")
            last = predicate
            if predicate == "kg:evidence" and isinstance(value, str):  # of one claim only: not met again
                parts.append(_write_iri(value))
            elif isinstance(value, str):
                parts.append(write_iri(value))
            elif len(value.value) > _LONG:
                parts.append(_write_literal(value))
            else:
                parts.append(write_short(value))
        parts.append(" .")
        yield "".join(parts)


def _write_iri(iri: str) -> str:
    if iri.startswith(ids.BASE):
        kind, _, key = iri.removeprefix(ids.BASE).partition("/")
        if _PLAIN_NAME.fullmatch(key) and kind in KINDS:
            return f"{kind}:{key}"
    else:
        for prefix, namespace in NAMESPACES.items():
            if iri.startswith(namespace) and _PLAIN_NAME.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
    return _ask(ox.NamedNode(iri))


def _write_literal(literal: Literal) -> str:
    value, datatype, language = literal
    if not _ESCAPED.search(value):
        if language:
            return f'"{value}"@{language}'
        if datatype == "xsd:string":
            return f'"{value}"'
        if _SHORT_FORM.fullmatch(f"{datatype} {value}"):
            return value
        return f'"{value}"^^{datatype}'
    if language:
        return _ask(ox.Literal(value, language=language))
    return _ask(ox.Literal(value, datatype=ox.NamedNode(expand(datatype))))


def _ask(term: ox.NamedNode | ox.Literal) -> str:
    """What pyoxigraph writes for a term."""
    text = ox.serialize([ox.Triple(_ANY, _ANY, term)], format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return text.decode().rpartition("<x:x> <x:x> ")[2].removesuffix(" .\n")
