"""The dataset as DataFrames: `load("events")`."""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.records import RECORDS
from pipelines.errors import UsageError
from pipelines.history import known_columns, order, rewind
from pipelines.home import find_home
from pipelines.manifest import Generation
from pipelines.schema import ROWS, SCHEMA_VERSION, notes, schema
from pipelines.tables import Tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

Day = date | str
"""A day, or an ISO 8601 string of one; `as_of` takes an instant too."""


def load(
    table: str, home: str | Path | None = None, *, site: str | None = None, since: Day | None = None,
    columns: Sequence[str] | None = None, as_of: Day | None = None,
) -> "pd.DataFrame":  # fmt: skip
    """A table as a pandas DataFrame with Arrow dtypes, empty before the first commit.

    table: pages, events, groups, fetches, changes or problems.
    home: the dataset's folder; COLLOQUY_HOME or `data/` of the checkout when left out.
    site: only rows of this site, by its name. since: events that start on or after this day (events only). columns:
    only these. Files, row groups and columns that these leave out are not read.
    as_of: events or groups as the dataset knew them at the end of this day (UTC), or at this instant (UTC when it
    states no zone); without the columns of which no history is kept. Warns of one before the dataset knew anything.

    `attrs` of the result says what it is: `columns` describes each column, `units`, `values` and `schema_org` say more
    of those that have them. Raises UsageError for an unknown table, column or site, and where there is no such folder.
    """
    import pandas as pd

    if not (folder := find_home(home)).is_dir():
        raise UsageError(f"there is no folder {folder}. Say where the dataset is: load({table!r}, FOLDER).")
    found = read_table(table, home, site=site, since=since, columns=columns, as_of=as_of)
    frame = found.to_pandas(types_mapper=pd.ArrowDtype)
    assert isinstance(frame, pd.DataFrame)
    frame.attrs |= {"table": table, "schema_version": SCHEMA_VERSION}
    for what, of_columns in _describe(table, found.column_names).items():
        frame.attrs[what] = of_columns
    if as_of is not None:
        frame.attrs["as_of"] = read_moment(as_of).isoformat()
        if early := find_early(home, as_of):
            warnings.warn(early, stacklevel=2)
    return frame


def find_early(home: str | Path | None, as_of: Day) -> str:
    """What to say of a moment before the dataset knew anything; "" of a later one."""
    import pyarrow.compute as pc

    tables = Tables(find_home(home))
    generation = tables.current()
    if generation is None:
        return ""

    moments = tables.read(generation, "changes", columns=["recorded_at"])["recorded_at"]
    begin = None if moments.null_count else pc.min(moments).as_py()
    if begin is None or begin <= read_moment(as_of):
        return ""
    return f"nothing was known at {as_of}: the history of this dataset begins at {begin:%Y-%m-%dT%H:%MZ}"


def read_table(
    table: str, home: str | Path | None = None, *, site: str | None = None, since: Day | None = None,
    columns: Sequence[str] | None = None, as_of: Day | None = None,
) -> "pa.Table":  # fmt: skip
    """Like `load`, as an Arrow table."""
    wanted = _check(table, site, since, columns, as_of)
    tables = Tables(find_home(home))
    generation = tables.current()
    if generation is None:
        return schema(table).empty_table().select(wanted.columns)
    _check_site(generation, site)
    if as_of is None:
        return tables.read(generation, table, site, columns=wanted.columns, where=wanted.where())
    return _read_past(tables, generation, wanted, read_moment(as_of))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for, checked."""

    table: str
    site: str | None
    since: date | None
    columns: list[str]

    def where(self) -> "pc.Expression | None":
        import pyarrow.compute as pc

        return pc.field("start_date") >= self.since if self.since else None


def _check(
    table: str, site: str | None, since: Day | None, columns: Sequence[str] | None, as_of: Day | None
) -> _Wanted:  # fmt: skip
    if table not in ROWS:
        raise UsageError(f"no table `{table}`. Tables: {', '.join(ROWS)}.")
    if since is not None and table != "events":
        raise UsageError(f"`since` filters events by their start date; {table} has none.")
    if as_of is not None and table not in RECORDS:
        raise UsageError(f"no history is kept of {table}; `as_of` works for {' and '.join(RECORDS)}.")
    names = schema(table).names if as_of is None else known_columns(table)
    chosen = [columns] if isinstance(columns, str) else columns
    for name in chosen or ():
        if name not in schema(table).names:
            raise UsageError(f"no column `{name}` in {table}. Columns: {', '.join(names)}.")
        if name not in names:
            raise UsageError(f"no history is kept of `{name}`; with `as_of` there are: {', '.join(names)}.")
    return _Wanted(table, site, _read_day(since) if since is not None else None, list(chosen or names))


def _check_site(generation: Generation, site: str | None) -> None:
    known = sorted({one.site for one in generation.files if one.rows})
    if site is not None and not isinstance(site, str):
        raise UsageError("`site` takes one name. For several, load all and filter by the column `site`.")
    if site is not None and site not in known:
        raise UsageError(f"no site `{site}` in this dataset. Sites: {', '.join(known) or 'none yet'}.")


def _read_day(stated: Day) -> date:
    try:
        day = stated if isinstance(stated, date) else datetime.fromisoformat(stated)
    except (ValueError, TypeError):
        raise UsageError(f"`{stated}` is no day. Say it like 2027-05-03.") from None
    return day.date() if isinstance(day, datetime) else day


def read_moment(stated: Day) -> datetime:
    """The instant of `as_of`: a day means its last moment, UTC.

    >>> read_moment("2027-05-03").isoformat(), read_moment("2027-05-03T12:00+02:00").isoformat()
    ('2027-05-03T23:59:59.999999+00:00', '2027-05-03T10:00:00+00:00')
    """
    if isinstance(stated, str) and len(stated.strip()) > len("2027-05-03"):
        try:
            stated = datetime.fromisoformat(stated)
        except ValueError:
            raise UsageError(f"`{stated}` is no instant. Say it like 2027-05-03 or 2027-05-03T12:00Z.") from None
    if isinstance(stated, datetime):
        return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    return datetime.combine(_read_day(stated), time.max, UTC)


def _read_past(tables: Tables, generation: Generation, wanted: _Wanted, moment: datetime) -> "pa.Table":
    """Rows before the changes since; then filtered, for a day may have changed too."""
    needed = {"record_id", "site", *wanted.columns} | ({"start_date"} if wanted.since else set())
    names = [name for name in known_columns(wanted.table) if name in needed]
    now = tables.read(generation, wanted.table, wanted.site, columns=names)
    then = rewind(now, tables.read(generation, "changes", wanted.site), wanted.table, moment)
    where = wanted.where()
    return order(then if where is None else then.filter(where), wanted.columns)


def _describe(table: str, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the schema says of these columns."""
    said = {"columns": notes(table, "description"), "units": notes(table, "unit"),
            "schema_org": notes(table, "schema_org"),
            "values": {name: json.loads(text) for name, text in notes(table, "values").items()}}  # fmt: skip
    return {what: {name: text for name, text in of.items() if name in names} for what, of in said.items()}
