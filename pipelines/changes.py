"""Old and new records of a site in; what changed, one row a change, and the records to keep out."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.differences import find_differences, lacks
from pipelines.schema import RecordTail
from pipelines.table_files import each_row, put_column

UNTRACKED = frozenset((*RecordTail.model_fields, "evidence", "confidence")) - {"removed_at"}
"""Columns that may differ without the record being another: where and when it was seen, how it was read."""
_LINKS = "same_as_record"  # found at the commit, which tells of them
_ADDED = ("record_id", "site", "last_changed")  # what is told of a record that is new
_APART = UNTRACKED | {"removed_at", _LINKS}  # removals are rows of their own

Row = dict[str, Any]


def find_changes(table: str, old: pa.Table, new: pa.Table, observed_at: datetime) -> Iterator[Row]:
    """Rows of the `changes` table between two states of one site's records, both may hold removed ones: from them and
    `new` all of `old` can be had again but the untracked columns (see `history.py`).

    A record that a removed row stood for and that is there again is `returned`. `observed_at` dates removals;
    everything else carries the time at which its page was fetched.
    """
    compared = [name for name in new.column_names if name not in UNTRACKED and name != _LINKS]
    found = find_differences(old, new, compared)
    for row in each_row(found.removed):
        whole = {name: value for name, value in row.items() if name not in UNTRACKED}
        yield make_change(table, row, observed_at, "removed", None, whole, None)
    for row in each_row(found.added.select(_ADDED)):
        yield make_change(table, row, row["last_changed"] or observed_at, "added")
    for earlier, row in zip(each_row(found.before), each_row(found.after), strict=True):
        yield from _compare(table, earlier, row, row["last_changed"] or observed_at)


def _compare(table: str, earlier: Row, row: Row, when: datetime) -> Iterator[Row]:
    """What became of one record."""
    gone, was_gone = row["removed_at"], earlier["removed_at"]
    if gone and not was_gone:
        yield make_change(table, row, gone, "removed", "removed_at", None, gone)
    elif was_gone and not gone:
        yield make_change(table, row, when, "returned", "removed_at", was_gone, None)
    for name in row:
        if name not in _APART and earlier[name] != row[name]:
            yield make_change(table, row, when, "changed", name, earlier[name], row[name])


def keep_removed(old: pa.Table, new: pa.Table, now: datetime, is_lost: Callable[[Row], bool]) -> pa.Table:
    """`new` and those of `old` that it lacks and that are lost (not just never there): they are marked as removed
    `now`. What was removed before stays removed since then. `is_lost` is told of a row what `LOSS` names."""
    since = dict(zip(old["record_id"].to_pylist(), old["removed_at"].to_pylist(), strict=True))
    found = zip(new["record_id"].to_pylist(), new["removed_at"].to_pylist(), strict=True)
    kept = put_column(new, "removed_at", [removed and (since.get(one) or removed) for one, removed in found])
    missing = lacks(old, new)
    lost = missing.filter(pa.array(map(is_lost, missing.select(LOSS).to_pylist()), pa.bool_()))
    return pa.concat_tables([kept, put_column(lost, "removed_at", pc.fill_null(lost["removed_at"], now))])


LOSS = ("url", "last_changed")
"""The columns that tell whether a record is lost."""


def date_changes(found: pa.Table, now: datetime) -> pa.Table:
    """The rows of `changes`, new ones dated: `now`, but later than all before, whatever the clock was set to."""
    last = pc.max(found["recorded_at"]).as_py()
    moment = now if last is None or now > last else last + timedelta(microseconds=1)
    return put_column(found, "recorded_at", pc.fill_null(found["recorded_at"], moment))


def make_change(
    table: str, row: Row, when: datetime, change: str, field: str | None = None, old: Any = None, new: Any = None
) -> Row:
    """A row of the table, not dated yet."""
    return {
        "record_id": row["record_id"], "table": table, "site": row["site"], "observed_at": when, "recorded_at": None,
        "change": change, "field": field, "old": _json(old), "new": _json(new),
    }  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
