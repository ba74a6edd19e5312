"""Rows of an older schema in, rows of the schema of now out: what is read and what the next commit writes anew."""

from collections.abc import Callable

import pyarrow as pa

from pipelines.schema import schema

Step = Callable[[str, pa.Table], pa.Table]


def migrate(found: pa.Table, table: str, version: int) -> pa.Table:
    """The rows in the columns of now: those that are new are null, those that are gone are dropped."""
    for target, step in _STEPS:
        if version < target:
            found = step(table, found)
    return pa.Table.from_arrays([_fit(found, field) for field in schema(table)], schema=schema(table))


def _fit(found: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    """A column of the type of now."""
    if field.name not in found.column_names:
        return pa.chunked_array([pa.nulls(found.num_rows, field.type)])
    column = found.column(field.name)
    return column if column.type == field.type else pa.chunked_array([pa.array(column.to_pylist(), field.type)])


def _date_changes(table: str, found: pa.Table) -> pa.Table:
    """3: changes say when they were recorded, and removals and returns are changes of `removed_at`. When older ones
    were recorded is not known; their pages were fetched shortly before."""
    if table != "changes" or "recorded_at" in found.column_names:
        return found
    rows = found.to_pylist()
    for row in rows:
        row["recorded_at"] = row["observed_at"]
        if row["change"] in _MOVES:
            side = _MOVES[row["change"]]
            row |= {"field": "removed_at", side: f'"{row["observed_at"]}"' if row["observed_at"] else None}
    return pa.Table.from_pylist(rows, schema=schema(table))


_MOVES = {"removed": "new", "returned": "old"}
_STEPS: tuple[tuple[int, Step], ...] = ((3, _date_changes),)
"""By the version that a step leads to; a version that only adds columns needs none."""
