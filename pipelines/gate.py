"""The quality gate: two small summaries of a site in (last good, new), reasons to hold the new one back out.

A site that answers every address with a login form, a redesign that hides every date, a sitemap that is gone: nothing
fails, and the dataset quietly empties. So what fell sharply is not committed before a person has looked.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from extract.records import RECORDS, Value

_SHARPLY = 0.3  # share lost: institutes take pages down one by one; a third at once is a redesign or a fault
_LEAST = 5  # lost at least: of ten events, three may well be taken down in one week
_NOTHING_LEFT = 3  # none left of so many: no small site loses all it had by chance
_FIELD_SHARPLY = 0.5  # a field is less than a record: one new series without speakers moves its rate by a third
_EXPLAINED_SHARPLY = 0.3  # share of a page's chrome that the template explains, mean of the site: 1.0 is all of it
_IDENTITY = frozenset(("record_id", "url", "site", "name", "language", "evidence", "confidence"))
"""Columns that no gate is needed for: every record has them, or they say how it was read."""
_FIELDS = {table: tuple(name for name in kind.model_fields if name not in _IDENTITY) for table, kind in RECORDS.items()}


class Summary(Value):
    """What the gate knows of one site: how much there is, how full it is, how well its template fits."""

    pages: int
    """Pages that are not gone."""
    records: dict[str, int]
    """Records that are not removed, by table."""
    filled: dict[str, dict[str, int]]
    """By table and field: records that have a value."""
    explained: float | None = None
    """Mean over pages of the share of chrome that the templates explain, 0 to 1; None where it is not known."""


def summarise(pages: int, tables: Mapping[str, pa.Table], explained: float | None = None) -> Summary:
    """The summary of a site's rows. `pages`: how many are not gone."""
    present = {table: tables[table].filter(pc.field("removed_at").is_null()) for table in _FIELDS}
    return Summary(
        pages=pages,
        records={table: len(rows) for table, rows in present.items()},
        filled={table: _count_filled(rows, _FIELDS[table]) for table, rows in present.items()},
        explained=explained,
    )


def read_summary(stored: Mapping[str, Any]) -> Summary:
    """The summary that a manifest keeps; what another version knew beside it is left out."""
    return Summary(**{name: value for name, value in stored.items() if name in Summary.model_fields})


def find_falls(last: Summary, new: Summary) -> list[str]:
    """What fell sharply against the last good state, in words: pages, records, fields, template.

    >>> before = Summary(pages=40, records={"events": 30}, filled={"events": {"start_date": 30}})
    >>> find_falls(before, before)
    []
    >>> find_falls(before, Summary(pages=40, records={"events": 2}, filled={"events": {"start_date": 2}}))
    ['events 30 → 2']
    >>> find_falls(before, Summary(pages=40, records={"events": 30}, filled={"events": {}}))
    ['events with start_date 30 → 0 of 30']
    """
    found = [f"pages {last.pages} → {new.pages}"] if _fell_or_ended(last.pages, new.pages) else []
    for table, before in last.records.items():
        now = new.records.get(table, 0)
        if _fell_or_ended(before, now):
            found.append(f"{table} {before} → {now}")
        else:
            found += _find_field_falls(table, last, new)
    if last.explained is not None and new.explained is not None and last.explained - new.explained > _EXPLAINED_SHARPLY:
        found.append(f"chrome that the template explains {last.explained:.0%} → {new.explained:.0%}")
    return found


def _find_field_falls(table: str, last: Summary, new: Summary) -> Iterator[str]:
    """Fields that are filled far less often. A table that grew is measured by counts, one that shrank by rates: new
    records that never had the field are no loss, and lost records have been counted already."""
    before, now = last.records[table], new.records.get(table, 0)
    for name, filled in last.filled.get(table, {}).items():
        wanted = filled * min(1.0, now / before) if before else 0.0
        left = new.filled.get(table, {}).get(name, 0)
        if _fell(wanted, left, _FIELD_SHARPLY):
            yield f"{table} with {name} {filled} → {left} of {now}"


def _fell_or_ended(before: int, now: int) -> bool:
    return (before >= _NOTHING_LEFT and now == 0) or _fell(before, now, _SHARPLY)


def _fell(before: float, now: float, sharply: float) -> bool:
    return before - now >= _LEAST and before - now > before * sharply


def _count_filled(rows: pa.Table, names: Sequence[str]) -> dict[str, int]:
    counts = {name: _count_values(rows[name]) for name in names}
    return {name: count for name, count in counts.items() if count}


def _count_values(column: pa.ChunkedArray) -> int:
    """How many rows have a value: neither null nor an empty text or list."""
    if pa.types.is_list(column.type):
        column = pc.list_value_length(column)
    elif pa.types.is_string(column.type):
        column = pc.utf8_length(column)
    else:
        return len(column) - int(column.null_count)
    return pc.sum(pc.greater(column, 0)).as_py() or 0
