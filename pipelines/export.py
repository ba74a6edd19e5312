"""A table out of the home: JSON lines, CSV, Parquet; events as a calendar or a feed; records as schema.org items."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipelines.calendar_file import make_calendar
from pipelines.dataset import read_table
from pipelines.denylist import load_denylist
from pipelines.draft import Rows
from pipelines.errors import UsageError
from pipelines.feed_file import make_feed
from pipelines.linked_data import make_linked_data
from pipelines.redaction import drop_forgotten, hide_names
from pipelines.schema import RECORDS, ROWS

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["jsonl", "csv", "parquet", "ics", "atom", "rss", "jsonld"]
_ONLY = {"ics": ("a calendar", ("events",)), "atom": ("a feed", ("events",)), "rss": ("a feed", ("events",)),
         "jsonld": ("schema.org items", RECORDS)}  # fmt: skip
"""What a form is called, and the tables that have it, where not all have."""

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
"""A cell that a spreadsheet would run (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What may leave the home: with `names` people's names, with `reserved` rows of pages whose site reserves text and
    data mining. What is on the denylist never does."""

    names: bool = True
    reserved: bool = False


def find_reserved(home: Path) -> set[str]:
    """Addresses of pages whose site reserves text and data mining."""
    rows = read_table("pages", home, columns=["url", "canonical_url", "tdm_reserved"]).to_pylist()
    return {row[name] for row in rows if row["tdm_reserved"] for name in ("url", "canonical_url") if row[name]}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows: as in `load`."""

    site: str | None = None
    since: str | None = None
    as_of: str | None = None


def export_table(
    table: str, home: Path, format: Format, terms: Terms = Terms(), choice: Choice = Choice()
) -> Iterator[bytes]:
    """The table as bytes, in pieces, as far as the terms let it out. No rows give an empty but valid file."""
    called, have = _ONLY.get(format, ("", (table,)))
    if table not in have and table in ROWS:
        raise UsageError(f"only {' and '.join(have)} can be {called}; export {table} as jsonl, csv or parquet.")
    if choice.as_of and format in ("ics", "atom", "rss"):
        raise UsageError(f"{format} shows what is planned now; `--as-of` goes with jsonl, csv, parquet and jsonld.")
    found = read_table(table, home, site=choice.site, since=choice.since, as_of=choice.as_of)
    found = clean_table(table, home, found, terms)
    if format == "jsonl":
        yield from _json_lines(found)
    elif format == "csv":
        yield from _csv(found)
    elif format == "parquet":
        yield _parquet(found)
    elif format == "jsonld":
        yield from make_linked_data(table, found.to_pylist())
    else:
        yield _news(format, found, home, terms, choice)


def _news(format: Literal["ics", "atom", "rss"], found: "pa.Table", home: Path, terms: Terms, choice: Choice) -> bytes:
    """What one subscribes to: events with what became of them."""
    changes = clean_table("changes", home, read_table("changes", home, site=choice.site), terms).to_pylist()
    events = found.to_pylist()
    return make_calendar(events, changes) if format == "ics" else make_feed(format, events, changes)


def clean_table(table: str, home: Path, found: "pa.Table", terms: Terms) -> "pa.Table":
    """The table as it may leave the home."""
    denylist = load_denylist(home)
    reserved = set() if terms.reserved else find_reserved(home)
    if terms.names and not denylist and not reserved:
        return found
    import pyarrow as pa

    rows = _drop_reserved(table, found.to_pylist(), reserved, home)
    rows = drop_forgotten(rows, denylist)
    if not terms.names:
        records = [row for one in RECORDS for row in read_table(one, home).to_pylist()]
        rows = hide_names(rows, records, denylist.salt)
    return pa.Table.from_pylist(rows, schema=found.schema)


def _drop_reserved(table: str, rows: Rows, reserved: Collection[str], home: Path) -> Rows:
    """Without rows of pages that reserve text and data mining, and without what became of their records."""
    if table != "changes" or not reserved:
        return [row for row in rows if row.get("url") not in reserved]
    kept = [read_table(one, home, columns=["record_id", "url"]).to_pylist() for one in RECORDS]
    hidden = {row["record_id"] for of_table in kept for row in of_table if row["url"] in reserved}
    hidden |= {row["record_id"] for row in rows if row["field"] is None and row["old"]
               and json.loads(row["old"]).get("url") in reserved}  # fmt: skip
    return [row for row in rows if row["record_id"] not in hidden]


def _json_lines(found: "pa.Table") -> Iterator[bytes]:
    for batch in found.to_batches(max_chunksize=1000):
        lines = (json.dumps(row, ensure_ascii=False, default=_plain) for row in batch.to_pylist())
        yield "".join(line + "\n" for line in lines).encode()


def _csv(found: "pa.Table") -> Iterator[bytes]:
    """Nested values as JSON; a cell that a spreadsheet would run gets an apostrophe in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(found.column_names)
    for row in found.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
        if buffer.tell() > 1_000_000:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return _plain(value) if isinstance(value, date) else value


def _parquet(found: "pa.Table") -> bytes:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(found, buffer, compression="zstd")
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)
