"""Old and new records of a site in; what changed, one row a change, and the records to keep out."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.schema import RecordTail

UNTRACKED = frozenset((*RecordTail.model_fields, "evidence", "confidence")) - {"removed_at"}
"""Columns that may differ without the record being another: where and when it was seen, how it was read."""
_APART = UNTRACKED | {"removed_at", "same_as_record"}  # removals are rows of their own, links are found at the commit

Row = dict[str, Any]


def find_changes(table: str, old: Sequence[Row], new: Sequence[Row], observed_at: datetime) -> Iterator[Row]:
    """Rows of the `changes` table between two states of one site's records, both may hold removed ones: from them and
    `new` all of `old` can be had again but the untracked columns (see `history.py`).

    A record that a removed row stood for and that is there again is `returned`. `observed_at` dates removals;
    everything else carries the time at which its page was fetched.
    """
    before = {row["record_id"]: row for row in old}
    kept = {row["record_id"] for row in new}
    for row in old:
        if row["record_id"] not in kept:
            whole = {name: value for name, value in row.items() if name not in UNTRACKED}
            yield make_change(table, row, observed_at, "removed", None, whole, None)
    for row in new:
        earlier, when = before.get(row["record_id"]), row["last_changed"] or observed_at
        if earlier is None:
            yield make_change(table, row, when, "added")
            continue
        gone, was_gone = row["removed_at"], earlier["removed_at"]
        if gone and not was_gone:
            yield make_change(table, row, gone, "removed", "removed_at", None, gone)
        elif was_gone and not gone:
            yield make_change(table, row, when, "returned", "removed_at", was_gone, None)
        for name in row:
            if name not in _APART and earlier.get(name) != row[name]:
                yield make_change(table, row, when, "changed", name, earlier.get(name), row[name])


def keep_removed(old: Sequence[Row], new: Sequence[Row], now: datetime, is_lost: Callable[[Row], bool]) -> list[Row]:
    """`new` and those of `old` that it lacks and that are lost (not just never there): they are marked as removed
    `now`. What was removed before stays removed since then."""
    since = {row["record_id"]: row["removed_at"] for row in old}
    present = {row["record_id"] for row in new}
    lost = [row for row in old if row["record_id"] not in present and is_lost(row)]
    kept = [{**row, "removed_at": row["removed_at"] and (since.get(row["record_id"]) or row["removed_at"])}
            for row in new]  # fmt: skip
    return kept + [{**row, "removed_at": row["removed_at"] or now} for row in lost]


def date_changes(rows: Iterable[Row], now: datetime) -> list[Row]:
    """The rows, new ones dated: `now`, but later than all before, whatever the clock was set to."""
    rows = list(rows)
    last = max((row["recorded_at"] for row in rows if row["recorded_at"]), default=datetime.min.replace(tzinfo=UTC))
    moment = now if now > last else last + timedelta(microseconds=1)
    return [row if row["recorded_at"] else {**row, "recorded_at": moment} for row in rows]


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
