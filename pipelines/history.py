"""The rows of now and all changes in, the rows as they were at a moment out.

A row of `changes` says what a commit did to one record, so undoing those that were recorded after a moment, newest
first, gives what a reader saw then. Columns that no change tells of (`changes.UNTRACKED`) are left out, not guessed.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.changes import UNTRACKED, Row
from pipelines.schema import schema


def known_columns(table: str) -> list[str]:
    """The columns of which it is known what they were."""
    return [name for name in schema(table).names if name not in UNTRACKED]


def rewind(found: pa.Table, changes: pa.Table, table: str, moment: datetime) -> pa.Table:
    """The rows as they were at `moment`. `found` has `record_id`, `site` and any other known columns."""
    later = changes.filter((pc.field("table") == table) & (pc.field("recorded_at") > moment))
    if not later.num_rows:
        return found
    touched = pc.is_in(found["record_id"], value_set=later["record_id"].combine_chunks())
    rows = {_key(row): row for row in found.filter(touched).to_pylist()}
    for change in later.sort_by([("recorded_at", "descending")]).to_pylist():
        _undo(rows, change, found.schema)
    return pa.concat_tables(
        [found.filter(pc.invert(touched)), pa.Table.from_pylist(list(rows.values()), schema=found.schema)]
    )


def _key(row: Row) -> tuple[str, str]:
    return row["site"], row["record_id"]


def _undo(rows: dict[tuple[str, str], Row], change: Row, columns: pa.Schema) -> None:
    """Take one change back, in place. One of a column that is not wanted, or of a row that an older version of
    colloquy dropped without keeping it, is passed over."""
    name, before = change["field"], json.loads(change["old"]) if change["old"] else None
    if change["change"] == "added":
        rows.pop(_key(change), None)
    elif name is None and before:
        rows[_key(change)] = {field.name: read_json(before.get(field.name), field.type) for field in columns}
    elif name in columns.names and _key(change) in rows:
        rows[_key(change)][name] = read_json(before, columns.field(name).type)


def read_json(value: Any, kind: pa.DataType) -> Any:
    """A value as `changes` holds it, of its column's type again.

    >>> read_json("2027-05-03", pa.date32())
    datetime.date(2027, 5, 3)
    """
    if value is None:
        return None
    if pa.types.is_list(kind):
        return [read_json(one, kind.value_type) for one in value]
    if pa.types.is_struct(kind):
        return {field.name: read_json(value.get(field.name), field.type) for field in kind}
    if pa.types.is_date(kind):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if pa.types.is_timestamp(kind) else value


def order(found: pa.Table, names: Iterable[str]) -> pa.Table:
    """The rows sorted by site, day and id, and of those columns the wanted ones."""
    by: Sequence[str] = [name for name in ("site", "start_date", "record_id") if name in found.column_names]
    return found.sort_by([(name, "ascending") for name in by]).select(list(names))
