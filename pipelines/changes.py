"""Old and new records of a site in; what changed, one row a change, and the records to keep out."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pipelines.schema import RecordTail

_HISTORY = frozenset((*RecordTail.model_fields, "evidence", "confidence"))
"""Columns that may differ without the record being another: where and when it was seen, how it was read."""

Row = dict[str, Any]


def find_changes(table: str, old: Sequence[Row], new: Sequence[Row], observed_at: datetime) -> Iterator[Row]:
    """Rows of the `changes` table between two states of one site's records. Both may hold removed ones.

    A record that a removed row stood for and that is there again is `returned`. `observed_at` dates removals;
    everything else carries the time at which its page was fetched.
    """
    before = {row["record_id"]: row for row in old}
    kept = {row["record_id"] for row in new}
    for row in old:
        if row["record_id"] not in kept and not row["removed_at"]:
            yield _change(table, row, observed_at, "removed")
    for row in new:
        earlier = before.get(row["record_id"])
        when = row["last_changed"] or observed_at
        if earlier is None:
            yield _change(table, row, when, "added")
        elif row["removed_at"] and not earlier["removed_at"]:
            yield _change(table, row, row["removed_at"], "removed")
        elif earlier["removed_at"] and not row["removed_at"]:
            yield _change(table, row, when, "returned")
        elif not row["removed_at"]:
            yield from _field_changes(table, earlier, row, when)


def keep_removed(old: Sequence[Row], new: Sequence[Row], now: datetime) -> list[Row]:
    """`new` and those of `old` that it lacks, marked as removed `now` unless they were before."""
    present = {row["record_id"] for row in new}
    lost = [row for row in old if row["record_id"] not in present]
    return [*new, *({**row, "removed_at": row["removed_at"] or now} for row in lost)]


def _field_changes(table: str, old: Row, new: Row, when: datetime) -> Iterator[Row]:
    for name in new:
        if name not in _HISTORY and name != "url" and old.get(name) != new[name]:
            yield _change(table, new, when, "changed", name, old.get(name), new[name])


def _change(
    table: str, row: Row, when: datetime, change: str, field: str | None = None, old: Any = None, new: Any = None
) -> Row:
    return {
        "record_id": row["record_id"], "table": table, "site": row["site"], "observed_at": when, "change": change,
        "field": field, "old": _json(old), "new": _json(new),
    }  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
