"""The archive's SQLite index: where each capture lies, what each run did. Values in, values out; no WARC in it.

SQLite keeps no checksum of its pages. So each row carries a digest of its values, and a cleanly closed index has
`index.sha256` beside it, which is taken away before the first change and written again after the last.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import blake2b, file_digest
from pathlib import Path
from sys import intern
from typing import Any, Self

from pipelines.archive_rows import NAMES, Capture
from pipelines.errors import DiskError
from pipelines.warc import DamagedArchive, stamp
from pipelines.whole_file import store_whole, sync_path

INDEX_NAME, SEAL_NAME = "index.sqlite", "index.sha256"
_WAIT_SECONDS = 30.0  # for another process to finish its transaction
_DIGEST_BYTES = 8  # of a row: against bit rot, not against forgery


_VERSION, _WITHOUT_LEADS = 2, 1
_LEADS = """
CREATE TABLE leads (site TEXT, url TEXT, sha256 TEXT, reader TEXT, said TEXT, new INTEGER, heads TEXT,
    links TEXT, row_digest TEXT NOT NULL, PRIMARY KEY (site, url)) WITHOUT ROWID;
"""
_SCHEMA = f"""
CREATE TABLE runs (id TEXT PRIMARY KEY, kind TEXT, sites TEXT, started_at TEXT, finished_at TEXT, exit_code INTEGER,
    row_digest TEXT NOT NULL);
CREATE TABLE captures (id INTEGER PRIMARY KEY, site TEXT, url TEXT, run_id TEXT, kind TEXT, status INTEGER,
    fetched_at TEXT, content_type TEXT, sha256 TEXT, size INTEGER, etag TEXT, last_modified TEXT, withheld TEXT,
    record_id TEXT, payload_id INTEGER, file TEXT, offset INTEGER, length INTEGER, start INTEGER, span_sha256 TEXT,
    row_digest TEXT NOT NULL);
CREATE INDEX captures_by_url ON captures (url, site, fetched_at, id);
CREATE INDEX captures_by_site ON captures (site, url, fetched_at, id);
CREATE INDEX captures_by_file ON captures (file, start);
CREATE INDEX captures_by_digest ON captures (sha256);
CREATE TABLE fetches (site TEXT, url TEXT, run_id TEXT, outcome TEXT, http_status INTEGER, reason TEXT,
    attempts INTEGER, bytes INTEGER, seconds, from_archive INTEGER, row_digest TEXT NOT NULL,
    PRIMARY KEY (site, url)) WITHOUT ROWID;
CREATE TABLE problems (site TEXT, url TEXT, run_id TEXT, step TEXT, severity TEXT, message TEXT,
    row_digest TEXT NOT NULL);
CREATE INDEX problems_by_run ON problems (run_id, site);
{_LEADS}
PRAGMA user_version = {_VERSION};
"""
TABLES = ("runs", "captures", "fetches", "problems", "leads")
_CAPTURE_COLUMNS = ", ".join(NAMES[Capture])
_SHARED = [NAMES[Capture].index(name) for name in ("site", "run_id", "kind", "content_type", "withheld", "file")]
"""Columns of few values: shared, they take 0.7 KB less a capture, and a rebuild holds one a page."""


class Index:
    """One connection. Changes gather in one transaction until `commit`; this connection sees them at once."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.folder, self._writable, self._changed = folder, writable, False
        self._path = folder / INDEX_NAME
        self._last_id: int | None = None
        with disk_trouble(self._path):
            self._base = self._connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> sqlite3.Connection:
        if not self._writable and not self._path.exists():
            base = sqlite3.connect(":memory:", isolation_level=None)
            base.executescript(_SCHEMA)
            return base
        if not self._path.exists():
            self._make_tables()
        base = sqlite3.connect(self._path, isolation_level=None, timeout=_WAIT_SECONDS)
        if self._writable:
            base.execute("PRAGMA synchronous = FULL")
        else:
            # Not opened read-only: SQLite leaves -wal and -shm behind when the last to close may not write.
            base.execute("PRAGMA query_only = ON")
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version == _WITHOUT_LEADS and self._writable:
            self._break_seal()
            base.executescript(f"BEGIN IMMEDIATE; {_LEADS} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version not in (_VERSION, _WITHOUT_LEADS):
            raise DamagedArchive(f"{self._path} is no index of this version. `colloquy verify` says more.")
        return base

    def _make_tables(self) -> None:
        """A new index appears at once and whole, so that a reader never meets one without tables."""
        if (self.folder / SEAL_NAME).exists() or any(self.folder.glob("*/*.warc.gz")):
            raise DamagedArchive(f"{self._path} is missing, but there are segments: restore it from a backup.")
        part = self._path.with_name(f"{INDEX_NAME}.tmp")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part, isolation_level=None)) as base:
            base.executescript(f"BEGIN; {_SCHEMA} COMMIT; PRAGMA journal_mode = WAL;")
        part.replace(self._path)
        sync_path(self.folder)

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with disk_trouble(self._path):
            yield from self._base.execute(query, values)

    def insert(self, table: str, values: tuple[object, ...], conflict: str = "") -> None:
        """Insert a row with its digest."""
        self._put("INSERT", table, values, conflict)

    def replace(self, table: str, values: tuple[object, ...]) -> None:
        """Insert a row with its digest; the one with the same key gives way."""
        self._put("INSERT OR REPLACE", table, values, "")

    def _put(self, verb: str, table: str, values: tuple[object, ...], conflict: str) -> None:
        row = tuple(_to_column(value) for value in values)
        marks = ", ".join("?" * (len(row) + 1))
        self.change(f"{verb} INTO {table} VALUES ({marks}) {conflict}", *row, digest_row(row))

    def change(self, statement: str, *values: object) -> None:
        with disk_trouble(self._path):
            if not self._base.in_transaction:
                self._break_seal()
                self._base.execute("BEGIN IMMEDIATE")
            self._base.execute(statement, values)

    def commit(self) -> None:
        with disk_trouble(self._path):
            if self._base.in_transaction:
                self._base.execute("COMMIT")

    def rollback(self) -> None:
        self._last_id = None
        if self._base.in_transaction:
            self._base.execute("ROLLBACK")

    def next_id(self) -> int:
        return int(next(self.rows("SELECT coalesce(max(id), 0) + 1 FROM captures"))[0])

    def take_id(self) -> int:
        """The next number, counted in memory: for the one writer that appends."""
        self._last_id = self.next_id() if self._last_id is None else self._last_id + 1
        return self._last_id

    def captures(self, where: str, *values: object) -> Iterator[Capture]:
        for row in self.rows(f"SELECT {_CAPTURE_COLUMNS} FROM captures WHERE {where}", *values):
            columns: list[Any] = [*row[:6], datetime.fromisoformat(row[6]), *row[7:]]
            for place in _SHARED:
                columns[place] = intern(columns[place])
            yield Capture(*columns)

    def close(self) -> None:
        """Bring everything into the one file and seal it. What was not committed is given up."""
        try:
            self.rollback()
            with disk_trouble(self._path):
                busy = self._changed and self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._base.close()
        if self._changed and not busy:
            with disk_trouble(self._path):
                write_seal(self.folder)

    def _break_seal(self) -> None:
        """Take the file's digest away before the first change, so that a killed run does not look like rot."""
        if not self._changed:
            (self.folder / SEAL_NAME).unlink(missing_ok=True)
            sync_path(self.folder)
            self._changed = True


@contextmanager
def disk_trouble(path: Path) -> Iterator[None]:
    """Turn the trouble of a disk or of SQLite into one clear line."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise DiskError(f"cannot use {path}: {why}. Free some space or choose another --home.") from error
    except sqlite3.OperationalError as error:
        raise DiskError(f"cannot use {path}: {error}. Free some space or choose another --home.") from error
    except sqlite3.DatabaseError as error:
        raise DamagedArchive(f"the index {path} is damaged: {error}. `colloquy verify` says more.") from error


def digest_row(values: Sequence[object]) -> str:
    """Digest of a row's values as SQLite gives them back."""
    return blake2b(repr(tuple(values)).encode(), digest_size=_DIGEST_BYTES).hexdigest()


def seal_of(folder: Path) -> str:
    """SHA-256 of the index file as it lies on the disk."""
    with (folder / INDEX_NAME).open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def write_seal(folder: Path) -> None:
    """Write down the digest of the index file as it lies on the disk."""
    store_whole(folder / SEAL_NAME, f"{seal_of(folder)}\n".encode(), durable=True)


def _to_column(value: object) -> object:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, tuple):
        return json.dumps(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # SQLite refuses lone surrogates
    return int(value) if isinstance(value, bool) else value
