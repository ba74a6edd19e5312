"""The dataset as DataFrames: `load("events")`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import UsageError
from pipelines.home import find_home
from pipelines.schema import ROWS, descriptions, schema
from pipelines.tables import Tables

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def load(
    table: str, home: str | Path | None = None, *, site: str | None = None, since: date | None = None,
    columns: Sequence[str] | None = None,
) -> "pd.DataFrame":  # fmt: skip
    """A table as a pandas DataFrame with Arrow dtypes, empty before the first commit.

    table: pages, events, groups, fetches, changes or problems.
    site: only rows of this site. since: events that start on or after this day (events only). columns: only these.
    `attrs["columns"]` of the result describes each column. Raises UsageError for an unknown table or column.
    """
    import pandas as pd

    frame = read_table(table, home, site=site, since=since, columns=columns).to_pandas(types_mapper=pd.ArrowDtype)
    frame.attrs["columns"] = {name: text for name, text in descriptions(table).items() if name in frame.columns}
    assert isinstance(frame, pd.DataFrame)
    return frame


def read_table(
    table: str, home: str | Path | None = None, *, site: str | None = None, since: date | None = None,
    columns: Sequence[str] | None = None,
) -> "pa.Table":  # fmt: skip
    """Like `load`, as an Arrow table."""
    import pyarrow.dataset as ds

    _check(table, since, columns)
    generation = Tables(find_home(home)).current()
    paths = generation.paths(table, site) if generation else []
    where = ds.field("start_date") >= since if since else None
    data = ds.dataset([str(path) for path in paths], schema=schema(table)) if paths else None
    if data is None:
        return schema(table).empty_table().select(list(columns) if columns else schema(table).names)
    return data.to_table(columns=list(columns) if columns else None, filter=where)


def _check(table: str, since: date | None, columns: Sequence[str] | None) -> None:
    if table not in ROWS:
        raise UsageError(f"no table `{table}`. Tables: {', '.join(ROWS)}.")
    unknown = [name for name in columns or () if name not in schema(table).names]
    if unknown:
        raise UsageError(f"no column `{unknown[0]}` in {table}. Columns: {', '.join(schema(table).names)}.")
    if since and table != "events":
        raise UsageError(f"`since` filters events by their start date; {table} has none.")
