"""A table out of the home: JSON lines, CSV, Parquet, or a calendar."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipelines.dataset import read_table
from pipelines.denylist import load_denylist
from pipelines.errors import UsageError
from pipelines.redaction import drop_forgotten, hide_names

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["jsonl", "csv", "parquet", "ics"]

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
"""A cell that a spreadsheet would run (OWASP, CSV injection)."""
_STATUS = {"EventCancelled": "CANCELLED", "EventPostponed": "TENTATIVE"}


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


def export_table(table: str, home: Path, format: Format, terms: Terms = Terms()) -> Iterator[bytes]:
    """The table as bytes, in pieces, as far as the terms let it out. No rows give an empty but valid file."""
    if format == "ics" and table != "events":
        raise UsageError(f"only events have a calendar form; export {table} as jsonl, csv or parquet.")
    found = _cleaned(table, home, read_table(table, home), terms)
    if format == "jsonl":
        yield from _json_lines(found)
    elif format == "csv":
        yield from _csv(found)
    elif format == "parquet":
        yield _parquet(found)
    else:
        yield make_calendar(found.to_pylist())


def _cleaned(table: str, home: Path, found: "pa.Table", terms: Terms) -> "pa.Table":
    """The table as it may leave the home."""
    denylist = load_denylist(home)
    reserved = set() if terms.reserved or "url" not in found.column_names else find_reserved(home)
    if terms.names and not denylist and not reserved:
        return found
    import pyarrow as pa

    rows = [row for row in found.to_pylist() if row.get("url") not in reserved]
    rows = drop_forgotten(rows, denylist)
    if not terms.names:
        records = [row for one in ("events", "groups") for row in read_table(one, home).to_pylist()]
        rows = hide_names(rows, records, denylist.salt)
    return pa.Table.from_pylist(rows, schema=found.schema)


def make_calendar(events: list[dict[str, Any]]) -> bytes:
    """An iCalendar object (RFC 5545) of all events with a start date; UID is the record's id, so it is stable."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//colloquy//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in events:
        if row["start_date"] and not row["removed_at"]:
            calendar.add_component(_entry(row))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(row: dict[str, Any]) -> Any:
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{row['record_id']}@{row['site']}.colloquy")
    entry.add("dtstamp", row["last_changed"])
    entry.add("summary", row["name"] or row["url"])
    entry.add("url", row["url"])
    start, end = _span(row)
    entry.add("dtstart", start)
    if end:
        entry.add("dtend", end)
    if row["description"]:
        entry.add("description", row["description"])
    places = [", ".join(filter(None, (place["name"], place["address_locality"]))) for place in row["location"] or ()]
    if places:
        entry.add("location", "; ".join(places))
    if row["event_status"] in _STATUS:
        entry.add("status", _STATUS[row["event_status"]])
    return entry


def _span(row: dict[str, Any]) -> tuple[date | datetime, date | datetime | None]:
    """Start and end: in the zone that the page states, else in UTC; whole days (end exclusive) where no time is."""
    if row["starts_at"]:
        zone, end = _zone(row["time_zone"]), row["ends_at"]
        return row["starts_at"].astimezone(zone), end.astimezone(zone) if end else None
    if row["start_time"]:
        start = datetime.fromisoformat(f"{row['start_date']}T{row['start_time']}")  # floating: no zone is known
        return start, None
    return row["start_date"], (row["end_date"] or row["start_date"]) + timedelta(days=1)


def _zone(stated: str | None) -> tzinfo:
    """The stated zone if it is an IANA name; "BST" names none, its instant is right in UTC."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(stated) if stated else UTC
    except (ValueError, KeyError, OSError):
        return UTC


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
