"""A graph in, CSV tables out: articles, entities, events, statements, figures, evidence, joined by ids."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg import ids
from kg.graph.lookup import Lookup
from kg.model import Article, Entity, Event, Evidence, Figure, Graph, Statement, Tenure, Time
from kg.ontology import Ontology

_FORMULA = re.compile(r"[=+\-@\t\r]")  # what a spreadsheet would run
_SURROGATE = re.compile("[\ud800-\udfff]")
# each table's columns with what they hold: text where nothing is said
COLUMNS: dict[str, dict[str, str]] = {
    name: {column.partition(":")[0]: column.partition(":")[2] for column in columns.split()}
    for name, columns in {
        "articles": "id newspaper published:date page order:int headline authors text",
        "entities": "id type type_label name aliases code",
        "events": "id type type_label name start:date end:date time_text stage modality confidence:float",
        "statements": "id subject subject_name predicate label object object_name modality confidence:float "
        "first_seen:date last_seen:date start:date end:date",
        "figures": "id of of_name indicator qualifier value:decimal unit text start:date end:date time_text",
        "evidence": "id claim article start:int end:int sentence extractor confidence:float",
    }.items()
}
Row = dict[str, object]


def write_tables(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    """File name -> content; UTF-8 with a byte order mark, so that Excel reads the Chinese."""
    return {f"{name}.csv": _table(name, rows) for name, rows in make_tables(graph, ontology).items()}


def make_tables(graph: Graph, ontology: Ontology) -> dict[str, Iterator[Row]]:
    """The rows of each table: nodes (entities, events), edges (statements), and what stands behind them."""
    lookup = Lookup(graph, ontology)
    claims: tuple[Statement | Event | Figure, ...] = (*graph.statements, *graph.events, *graph.figures)
    return {
        "articles": (_article_row(article) for article in graph.articles),
        "entities": (_entity_row(entity, ontology) for entity in graph.entities),
        "events": (_event_row(event, ontology) for event in graph.events),
        "statements": (_statement_row(statement, lookup) for statement in graph.statements),
        "figures": (_figure_row(figure, lookup) for figure in graph.figures),
        "evidence": (_evidence_row(claim.id, item, lookup) for claim in claims for item in claim.evidence),
    }


def _article_row(article: Article) -> Row:
    return {
        "id": article.id,
        "newspaper": article.page.newspaper,
        "published": article.published,
        "page": article.page.number,
        "order": article.order,
        "headline": article.headline,
        "authors": " | ".join(f"{author.role} {author.name}".strip() for author in article.authors),
        "text": article.text,
    }


def _entity_row(entity: Entity, ontology: Ontology) -> Row:
    return {
        "id": entity.id,
        "type": entity.type,
        "type_label": ontology.label(entity.type),
        "name": entity.name,
        "aliases": " | ".join(entity.aliases),
        "code": entity.code,
    }


def _event_row(event: Event, ontology: Ontology) -> Row:
    return {
        "id": event.id,
        "type": event.type,
        "type_label": ontology.label(event.type),
        "name": event.name,
        **_time(event.time),
        "stage": event.stage,
        "modality": event.modality.value,
        "confidence": event.confidence,
    }


def _statement_row(statement: Statement, lookup: Lookup) -> Row:
    tenure = statement if isinstance(statement, Tenure) else None
    return {
        "id": statement.id,
        "subject": statement.subject,
        "subject_name": lookup.name_of(statement.subject),
        "predicate": statement.predicate,
        "label": lookup.ontology.label(statement.predicate),
        "object": statement.object,
        "object_name": lookup.name_of(statement.object),
        "modality": statement.modality.value,
        "confidence": statement.confidence,
        "first_seen": statement.first_seen,
        "last_seen": statement.last_seen,
        "start": tenure.start if tenure else None,
        "end": tenure.end if tenure else None,
    }


def _figure_row(figure: Figure, lookup: Lookup) -> Row:
    return {
        "id": figure.id,
        "of": figure.of,
        "of_name": lookup.name_of(figure.of),
        "indicator": figure.indicator,
        "qualifier": figure.qualifier,
        "value": figure.value,
        "unit": figure.unit,
        "text": figure.text,
        **_time(figure.time),
    }


def _evidence_row(claim: str, item: Evidence, lookup: Lookup) -> Row:
    return {
        "id": ids.evidence_id(claim, item.article, item.span.start, item.span.end, item.extractor),
        "claim": claim,
        "article": item.article,
        "start": item.span.start,
        "end": item.span.end,
        "sentence": lookup.quote(item).sentence,
        "extractor": item.extractor,
        "confidence": item.confidence,
    }


def _time(time: Time | None) -> Row:
    return {
        "start": time.start if time else None,
        "end": time.end if time else None,
        "time_text": time.text if time else "",
    }


def _table(name: str, rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(COLUMNS[name]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _cell(value) for column, value in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if not isinstance(value, str):
        if isinstance(value, Decimal):
            return f"{value:f}"
        return "" if value is None else str(value)
    text = clean_text(value)
    return "'" + text if _FORMULA.match(text) else text


def clean_text(text: str) -> str:
    """Half a surrogate pair is no character: no file can hold it."""
    return _SURROGATE.sub("\ufffd", text)
