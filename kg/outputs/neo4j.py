"""A graph in, what Neo4j takes out: node and edge CSVs for ``neo4j-admin database import``, and a Cypher script.

The picture is that of ``kg.graph.views``: nodes are entities and events, edges the asserted and planned statements,
an office leads from the person to the body and bears the post's title. ``nodes.csv``/``edges.csv`` have the typed
header that the importer reads; ``load.cypher`` makes the same graph in a running database, by MERGE, so that running
it twice changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from kg.graph.explain import tell_value
from kg.graph.lookup import Lookup
from kg.model import Entity, Event, Graph, Modality, Statement, Tenure
from kg.ontology import Ontology
from kg.outputs.tables import clean_text

Row = dict[str, str | float | list[str]]
_NODES: Row = {
    "id:ID": "",
    "name": "",
    "aliases:string[]": "",
    "code": "",
    "latitude:double": "",
    "longitude:double": "",
    "start:date": "",
    "end:date": "",
    "time": "",
    "stage": "",
    "figures:string[]": "",
    ":LABEL": "",
}
_EDGES: Row = {
    ":START_ID": "",
    ":END_ID": "",
    "id": "",
    "label": "",
    "modality": "",
    "confidence:double": "",
    "firstSeen:date": "",
    "lastSeen:date": "",
    "start:date": "",
    "end:date": "",
    "sentences:string[]": "",
    ":TYPE": "",
}
_SAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
HOW = """// newskg -> Neo4j
// bulk, into a new database:  neo4j-admin database import full --nodes=nodes.csv --relationships=edges.csv \\
//                               --array-delimiter='|' newskg
// or, into a running one:     cypher-shell -f load.cypher
"""


def write_neo4j(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    """File name -> content."""
    nodes, edges = list(_make_nodes(graph, ontology)), list(_make_edges(graph, ontology))
    return {
        "nodes.csv": _write_csv(_NODES, nodes),
        "edges.csv": _write_csv(_EDGES, edges),
        "load.cypher": _write_cypher(nodes, edges),
    }


def _make_nodes(graph: Graph, ontology: Ontology) -> Iterable[Row]:
    lookup = Lookup(graph, ontology)
    drawn: tuple[Entity | Event, ...] = (*graph.entities, *graph.events)
    for node in drawn:
        row: Row = _NODES | {"id:ID": node.id, "name": node.name}
        row[":LABEL"] = list(ontology.types(node.type))
        row["figures:string[]"] = [f"{f.indicator} {tell_value(f)}".strip() for f in lookup.figures.get(node.id, ())]
        if isinstance(node, Entity):
            row |= {"aliases:string[]": list(node.aliases), "code": node.code}
            if node.coordinates:
                row |= {"latitude:double": node.coordinates[0], "longitude:double": node.coordinates[1]}
        else:
            row["stage"] = node.stage
            if node.time:
                row |= {"start:date": str(node.time.start or ""), "end:date": str(node.time.end or "")}
                row["time"] = node.time.text
        yield row


def _make_edges(graph: Graph, ontology: Ontology) -> Iterable[Row]:
    lookup = Lookup(graph, ontology)
    drawn = {entity.id for entity in graph.entities} | {event.id for event in graph.events}
    for statement in graph.statements:
        target = statement.body if isinstance(statement, Tenure) else statement.object
        if statement.modality not in (Modality.ASSERTED, Modality.PLANNED) or not {statement.subject, target} <= drawn:
            continue
        about: Row = {
            ":START_ID": statement.subject,
            ":END_ID": target,
            ":TYPE": statement.predicate,
            "id": statement.id,
            "label": _name_edge(lookup, statement),
            "modality": statement.modality.value,
            "confidence:double": statement.confidence,
            "firstSeen:date": str(statement.first_seen),
            "lastSeen:date": str(statement.last_seen),
            "start:date": str(getattr(statement, "start", None) or ""),
            "end:date": str(getattr(statement, "end", None) or ""),
            "sentences:string[]": [str(lookup.quote(item)) for item in statement.evidence],
        }
        yield _EDGES | about
    for entity in graph.entities:
        if entity.parent in drawn:
            row: Row = _EDGES | {":START_ID": entity.id, ":END_ID": entity.parent, ":TYPE": "locatedIn"}
            yield row | {"id": f"{entity.id} locatedIn", "label": ontology.label("locatedIn"), "modality": "asserted"}


def _name_edge(lookup: Lookup, statement: Statement) -> str:
    if isinstance(statement, Tenure):
        return str(getattr(lookup.nodes.get(statement.object), "title", ""))
    return lookup.ontology.label(statement.predicate)


def _write_csv(columns: Row, rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(columns), lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(key, value) for key, value in row.items()})
    return buffer.getvalue().encode()


def _cell(key: str, value: str | float | list[str]) -> str:
    if isinstance(value, list):
        delimiter = ";" if key == ":LABEL" else "|"
        return delimiter.join(_clean(each).replace("|", "｜") for each in value)
    return _clean(value) if isinstance(value, str) else repr(value)


def _write_cypher(nodes: Iterable[Row], edges: Iterable[Row]) -> bytes:
    lines = [HOW, "CREATE CONSTRAINT newskg_id IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE;"]
    for row in nodes:
        labels = "".join(f":`{label}`" for label in row[":LABEL"]) if isinstance(row[":LABEL"], list) else ""
        lines.append(f"MERGE (n:Node {{id: {_quote(row['id:ID'])}}}) SET n{labels}, n += {_map(row)};")
    for row in edges:
        ends = f"MATCH (a:Node {{id: {_quote(row[':START_ID'])}}}), (b:Node {{id: {_quote(row[':END_ID'])}}})"
        edge = f"MERGE (a)-[r:`{row[':TYPE']}` {{id: {_quote(row['id'])}}}]->(b)"
        lines.append(f"{ends} {edge} SET r += {_map(row)};")
    return ("\n".join(lines) + "\n").encode()


def _map(row: Row) -> str:
    parts = []
    for key, value in row.items():
        name, _, kind = key.partition(":")
        if name in ("", "id") or value in ("", []):
            continue
        parts.append(f"{name}: date({_quote(value)})" if kind == "date" else f"{name}: {_quote(value)}")
    return "{" + ", ".join(parts) + "}"


def _quote(value: str | float | list[str]) -> str:
    """A Cypher literal: JSON's escapes are all Cypher's too."""
    cleaned = [_clean(each) for each in value] if isinstance(value, list) else value
    return json.dumps(_clean(cleaned) if isinstance(cleaned, str) else cleaned, ensure_ascii=False)


def _clean(text: str) -> str:
    return _SAFE.sub("\ufffd", clean_text(text))
