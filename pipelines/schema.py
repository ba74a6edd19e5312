"""The tables' columns, made from the record types: one source for Parquet, `load().attrs` and data/README.md."""

import json
import types
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extract.records import Event, Group, PageKind, Value, column, columns

SCHEMA_VERSION = 3
"""Grows with every change of a column (then keep a home: `python -m tests.pipelines.keep_home`); what another column
means for rows of an older version stands in `migrations.py`."""


class Seen(Value):
    """What each row of a lasting table says of its own history and origin."""

    first_seen: datetime | None = column("When the page was first archived.", unit="UTC")
    last_seen: datetime | None = column("When the page was last seen, changed or not.", unit="UTC")
    last_changed: datetime | None = column("When the page's content last changed.", "dateModified", unit="UTC")
    extractor_version: str | None = column("Version of the code that read the page.")
    archive_file: str | None = column(
        "WARC segment that holds the page, relative to the archive folder or to the storage that `segments` names;"
        " path or URL of the file where the page was imported in place."
    )
    archive_offset: int | None = column("Where its record begins in the segment, bytes.", unit="bytes")


class RecordTail(Seen):
    removed_at: datetime | None = column(
        "When the page was found gone (404, 410 or no longer such a thing).", unit="UTC"
    )
    licence: str | None = column("Licence of the site's texts, where its profile states one.", "license")


class EventRow(Event, RecordTail):
    same_as_record: tuple[str, ...] = columns(
        "record_id of each record on another site that announces the same event; see `pipelines/linking.py`.", "sameAs"
    )
    starts_at: datetime | None = column("Start, UTC; only when date, time and zone are known.", "startDate", unit="UTC")
    ends_at: datetime | None = column("End, UTC; only when date, time and zone are known.", "endDate", unit="UTC")


class GroupRow(Group, RecordTail):
    pass


class PageRow(Seen):
    url: str = column("Address that was fetched.", "url", default="")
    canonical_url: str | None = column("Address the page is known by: plain spelling, its own canonical link.")
    site: str = column("Site that was crawled.", default="")
    status: int | None = column("HTTP status; null for imported files.")
    fetched_at: datetime | None = column("When the archived content was fetched or imported.", unit="UTC")
    content_type: str | None = column("Content-Type as sent.", "encodingFormat")
    sha256: str | None = column("SHA-256 of the content, hex.")
    archive_length: int | None = column("Length of its record in the segment, bytes.", unit="bytes")
    page_kind: PageKind | None = column("What the page is about.")
    title: str | None = column("The page's own heading.", "headline")
    language: str | None = column("ISO 639-1, as the page states it.", "inLanguage", unit="ISO 639-1")
    body: str | None = column("Text of the body, a block a line.", "articleBody")
    body_blocks: int | None = column("Blocks in the body.", unit="blocks")
    blocks: int | None = column("Blocks on the page, chrome included.", unit="blocks")
    published_at: str | None = column("When the page says it was published, as written in its markup.", "datePublished")
    modified_at: str | None = column("When the page says it was changed, as written in its markup.", "dateModified")
    template_id: str | None = column("Site template that judged the page.")
    template_explains: float | None = column(
        "Share of the page's chrome that this template knows, 0 to 1; null where the page shows no chrome.",
        unit="0 to 1",
    )
    robots: str | None = column("Content of the page's robots meta element.")
    tdm_reserved: bool | None = column(
        "Whether the site reserves text and data mining here; such rows are not exported."
    )
    usage_signals: tuple[str, ...] = columns("What the site says of mining and AI use, as stated, and where.")
    run_id: str | None = column("Run that archived this content.")


class FetchRow(Value):
    url: str = column("Address.", "url", default="")
    site: str = column("Site that was crawled.", default="")
    run_id: str | None = column("Newest run that touched the address.")
    outcome: str | None = column("ok, partial, error, skipped or removed.")
    http_status: int | None = column("HTTP status, if there was an answer.")
    reason: str | None = column("Why it is not ok, in words.")
    attempts: int | None = column("Requests made for it in the run.", unit="requests")
    bytes: int | None = column("Size of the content, bytes.", unit="bytes")
    seconds: float | None = column("Time the answer took, seconds.", unit="seconds")
    from_archive: bool | None = column("True when the archive answered (captured earlier in the run, or 304).")


class ChangeRow(Value):
    record_id: str = column("Record that changed.", default="")
    table: str = column("events or groups.", default="")
    site: str = column("Site that was crawled.", default="")
    observed_at: datetime | None = column("When the page that shows the change was fetched.", unit="UTC")
    recorded_at: datetime | None = column("When the commit was made that wrote the change: from then on the dataset"
                                          " says so.", unit="UTC")  # fmt: skip
    change: Literal["added", "changed", "removed", "returned"] | None = column("What became of the record.")
    field: str | None = column("Column that changed, `removed_at` when removed or returned; null when the row itself"
                               " came, or left because the page never showed such a thing.")  # fmt: skip
    old: str | None = column("Value before; the whole record when its row left.", unit="JSON")
    new: str | None = column("Value after.", unit="JSON")


class ProblemRow(Value):
    site: str = column("Site that was crawled.", default="")
    url: str | None = column("Address, or null when the whole site is meant.")
    step: str | None = column("Step that met it: fetch, parse, template, markup, events, ...")
    severity: str | None = column("info, warning or error.")
    message: str | None = column("What a person should know.")
    run_id: str | None = column("Run that met it.")


ROWS: Mapping[str, type[Value]] = {
    "pages": PageRow, "events": EventRow, "groups": GroupRow, "fetches": FetchRow, "changes": ChangeRow,
    "problems": ProblemRow,
}  # fmt: skip
"""Every table by name, with the type of its rows."""

_FIRST = (
    "record_id",
    "url",
    "site",
    "name",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "starts_at",
    "ends_at",
)
_LAST = frozenset(("evidence", "confidence", *RecordTail.model_fields))
_SORTED_BY = {"events": "start_date", "pages": "url", "fetches": "url", "changes": "observed_at"}
_SCALARS = {
    str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}  # fmt: skip


@cache
def schema(table: str) -> pa.Schema:
    """Arrow schema of a table. The metadata of each field, and of each field of a struct, has `description` and, where
    there is one, `unit`, `values` (all that may occur, JSON), `schema_org` (the property that it maps to) and
    `schema_org_path` (the way to a property of another thing, like offers.url)."""
    row = ROWS[table]
    names = sorted(row.model_fields, key=_rank)
    about = {"table": table, "schema_version": str(SCHEMA_VERSION)}
    return pa.schema([_column(name, row.model_fields[name]) for name in names], metadata=about)


def _rank(name: str) -> int:
    """Identity, name and time first, history and origin last, the rest as declared (sorting is stable)."""
    return _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name in _LAST)


def notes(table: str, what: str) -> dict[str, str]:
    """Column name to one entry of its metadata (description, unit, schema_org, values), for those that have it."""
    found = ((field.name, (field.metadata or {}).get(what.encode())) for field in schema(table))
    return {name: text.decode() for name, text in found if text}


def sort_column(table: str) -> str | None:
    """The column whose order makes filters cheap."""
    return _SORTED_BY.get(table)


def _column(name: str, info: FieldInfo) -> pa.Field:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    term, values = str(extra.get("term") or ""), _values(info.annotation)
    stated = {
        "description": info.description or "", "unit": str(extra.get("unit") or ""),
        "values": json.dumps(values) if values else "",
        "schema_org": f"https://schema.org/{term.rpartition('.')[2]}" if term else "",
        "schema_org_path": term if "." in term else "",
    }  # fmt: skip
    return pa.field(name, _arrow(info.annotation), metadata={key: text for key, text in stated.items() if text})


def _values(annotation: Any) -> tuple[Any, ...]:
    """All values of a column that has a fixed set of them."""
    inner = next((one for one in get_args(annotation) if get_origin(one) is Literal), annotation)
    return get_args(inner) if get_origin(inner) is Literal else ()


def _arrow(annotation: Any) -> pa.DataType:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _arrow(next(one for one in arguments if one is not type(None)))
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow(arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct([_column(name, info) for name, info in annotation.model_fields.items()])
    return _SCALARS[annotation]
