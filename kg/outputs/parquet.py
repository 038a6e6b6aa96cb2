"""A graph in, Parquet tables out: the same columns as the CSV tables, typed. Needs ``pip install newskg[parquet]``."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from kg.errors import InputError
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs.tables import COLUMNS, clean_text, make_tables

_LAST_DIGIT = Decimal("1e-9")
_LARGEST = Decimal("1e28")


def write_parquet(graph: Graph, ontology: Ontology) -> dict[str, bytes]:
    """File name -> content, for DuckDB, pandas, Polars, Spark."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("the format parquet needs pyarrow: pip install newskg[parquet]") from error

    kinds = {"date": pa.date32(), "int": pa.int64(), "float": pa.float64(), "decimal": pa.decimal128(38, 9)}
    files = {}
    for name, rows in make_tables(graph, ontology).items():
        columns: dict[str, Any] = {column: [] for column in COLUMNS[name]}
        for row in rows:
            for column in columns:
                columns[column].append(row[column])
        fields = [pa.field(column, kinds.get(kind, pa.string())) for column, kind in COLUMNS[name].items()]
        table = pa.table({c: [_fit(v) for v in values] for c, values in columns.items()}, schema=pa.schema(fields))
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd")
        files[f"{name}.parquet"] = buffer.getvalue()
    return files


def _fit(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Decimal):
        return value.quantize(_LAST_DIGIT) if abs(value) < _LARGEST else None
    return value
