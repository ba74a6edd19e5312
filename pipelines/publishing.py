"""A home in, a folder that may be given away out: one Parquet file a table, a card and Croissant metadata."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.croissant import make_croissant
from pipelines.dataset import read_table
from pipelines.dataset_card import make_meaning, make_sections
from pipelines.errors import UsageError
from pipelines.export import Terms, clean_table
from pipelines.schema import ROWS
from pipelines.table_files import TableFile, digest_of, write_parquet
from pipelines.tables import Tables
from pipelines.whole_file import store_whole

DEFAULT = ("events", "groups", "changes")
"""Not `pages`: the texts in it are the institutes' own."""
METADATA = "croissant.json"
_FOLLOWING = ".tmp"
_FILES = frozenset(f"{table}.parquet" for table in ROWS)


def publish(home: Path, folder: Path, tables: Sequence[str], terms: Terms, licence: str | None = None) -> Iterator[str]:
    """Write the folder, in place of what was published there before; gives a line for each file. `licence`: under
    which it is given away, else those that sites state for their texts. Raises UsageError for a folder with other
    things in it, an unknown table, or a home without a commit."""
    for table in tables:
        if table not in ROWS:
            raise UsageError(f"no table `{table}`. Tables: {', '.join(ROWS)}.")
    current = Tables(home).current()
    if current is None:
        raise UsageError(f"nothing to publish: {home} has no tables yet. Run `colloquy crawl` or `colloquy demo`.")
    _make_room(folder)
    found = {table: clean_table(table, home, read_table(table, home), terms) for table in tables}
    files = [_write(rows, table, folder) for table, rows in found.items()]
    days, licences = _days(found.values()), [licence] if licence else _licences(found.values())
    metadata = make_croissant(files, current.number, max(days).isoformat() if days else None, licences)
    store_whole(folder / METADATA, json.dumps(metadata, indent=1, ensure_ascii=False).encode(), durable=True)
    _put(files, folder)  # after what says that the folder is ours: a run that is killed here can be run again
    store_whole(folder / "README.md", _make_card(files, licences).encode(), durable=True)
    for one in files:
        yield f"{folder / one.name}: {one.rows} rows, {one.bytes:,} bytes"
    yield f"{folder / METADATA}, {folder / 'README.md'}: what they mean"


def _make_room(folder: Path) -> None:
    """The folder, which is new or was published before."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in folder.iterdir()}
    if METADATA not in names and names - {f"{name}{_FOLLOWING}" for name in _FILES}:
        raise UsageError(f"{folder} has other things in it. Give a new folder, or one that was published before.")


def _write(rows: pa.Table, table: str, folder: Path) -> TableFile:
    """The table's file, not in its place yet: what was published before stays until all of it is there."""
    path = folder / f"{table}.parquet{_FOLLOWING}"
    write_parquet(rows, table, path)
    return TableFile(path.stem, table, "", rows.num_rows, path.stat().st_size, digest_of(path))


def _put(files: Sequence[TableFile], folder: Path) -> None:
    """The new files in their places, and none of tables that are not published any more."""
    for one in files:
        (folder / f"{one.name}{_FOLLOWING}").replace(folder / one.name)
    for name in _FILES - {one.name for one in files}:
        (folder / name).unlink(missing_ok=True)


def _days(tables: Any) -> list[date]:
    """The day on which each table last learned something, UTC."""
    columns = [one.column(name) for one in tables for name in ("recorded_at", "last_seen") if name in one.column_names]
    newest = [pc.max(column).as_py() for column in columns]
    return [moment.astimezone(UTC).date() for moment in newest if moment]


def _licences(tables: Any) -> list[str]:
    found = [pc.unique(one.column("licence")).to_pylist() for one in tables if "licence" in one.column_names]
    return sorted({licence for some in found for licence in some if licence})


def _make_card(files: Sequence[TableFile], licences: Sequence[str]) -> str:
    lines = "".join(f"| [{one.name}]({one.name}) | {one.rows} |\n" for one in files)
    terms = f"Licence: {', '.join(licences)}.\n" if licences else "No licence is stated for these data.\n"
    return (
        "# Events and groups of research institutes\n\nRead from the institutes' public websites by colloquy.\n"
        f"`{METADATA}` describes these files for machines (Croissant).\n\n| file | rows |\n|---|---|\n{lines}"
        f"{make_meaning()}\n{terms}{make_sections([one.table for one in files])}"
    )
