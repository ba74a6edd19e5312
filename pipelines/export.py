"""A table out of the home: JSON lines, CSV, Parquet; events as a calendar or a feed; records as schema.org items."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.records import RECORDS
from pipelines.dataset import read_table
from pipelines.denylist import load_denylist
from pipelines.draft import Rows
from pipelines.errors import UsageError
from pipelines.formats import FORMATS, Content, write
from pipelines.redaction import drop_forgotten, hide_names
from pipelines.schema import ROWS

if TYPE_CHECKING:
    import pyarrow as pa


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
    table: str, home: Path, format: str, terms: Terms = Terms(), choice: Choice = Choice()
) -> Iterator[bytes]:
    """The table as bytes, in pieces, as far as the terms let it out. `format`: one of `pipelines.formats.FORMATS`. No
    rows give an empty but valid file."""
    _check(table, format, choice)
    found = read_table(table, home, site=choice.site, since=choice.since, as_of=choice.as_of)

    def read_changes() -> Rows:
        changes: Rows = clean_table("changes", home, read_table("changes", home, site=choice.site), terms).to_pylist()
        return changes

    yield from write(format, Content(table, clean_table(table, home, found, terms), read_changes))


def _check(table: str, format: str, choice: Choice) -> None:
    """Raises UsageError when a table has no such form, or the form shows no past."""
    form = FORMATS[format]
    if form.tables and table not in form.tables and table in ROWS:
        others = ", ".join(name for name, one in FORMATS.items() if not one.tables)
        raise UsageError(f"only {' and '.join(form.tables)} can be {form.called}; export {table} as one of {others}.")
    if choice.as_of and not form.past:
        others = ", ".join(name for name, one in FORMATS.items() if one.past)
        raise UsageError(f"{format} shows what is planned now; `--as-of` goes with {others}.")


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
