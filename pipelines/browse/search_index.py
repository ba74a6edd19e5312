"""A generation of the tables in, one SQLite file to search it by out; only sites whose files changed are read again.

The file lies in the home's cache and can be deleted at any time. It holds what a search shows, the words of names,
people, places and bodies (FTS5), and where each record's row stands in its Parquet file.
"""

import hashlib
import re
import sqlite3
from calendar import monthrange
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extract.records import RECORDS
from pipelines.manifest import Generation
from pipelines.progress import follow
from pipelines.table_files import TableFile

FILE_NAME = "browse.sqlite"
_LAYOUT = 1  # grows with every change of what the file holds; an older file is made anew
_BATCH = 1_000  # rows
_LONGEST_BODY = 100_000  # characters whose words are indexed; the longest of 1,500 pages had 61,000
_LONGEST_SUMMARY = 400  # characters; a hit shows 36 words of it
_MAPPED = 2**30  # bytes of the file that are read in place: a request opens it anew, and has no pages of it cached
_READ_FROM = (*RECORDS, "pages")
_COLUMNS = {
    "events": (
        "record_id", "url", "name", "alternate_name", "event_type", "event_attendance_mode", "event_status",
        "start_date", "end_date", "start_time", "start_date_partial", "dates_text", "location", "virtual_location",
        "performers", "organizers", "super_event", "about", "description", "language", "removed_at",
    ),
    "groups": (
        "record_id", "url", "name", "alternate_name", "group_type", "organizers", "members", "topics",
        "parent_organization", "purpose", "description", "language", "removed_at",
    ),
}  # fmt: skip
WORDS = "fts5(name, people, about, body, tokenize = 'unicode61 remove_diacritics 2')"
"""Columns by weight; `trost` finds Tröst."""
_SCHEMA = f"""
CREATE TABLE state (number INTEGER, folder TEXT);
CREATE TABLE sites (site TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
    id INTEGER PRIMARY KEY, tab TEXT NOT NULL, site TEXT NOT NULL, record_id TEXT NOT NULL, file TEXT NOT NULL,
    position INTEGER NOT NULL, url TEXT, name TEXT, kind TEXT, mode TEXT, status TEXT, starts TEXT, ends TEXT,
    clock TEXT, dates TEXT, first_day TEXT, last_day TEXT, place TEXT, summary TEXT, language TEXT,
    gone INTEGER NOT NULL
);
CREATE INDEX by_id ON records (record_id);
CREATE INDEX by_site ON records (site);
CREATE INDEX by_choice ON records (tab, gone, kind, mode, site, first_day, last_day);
CREATE INDEX by_day ON records (tab, first_day DESC, clock DESC, name);
CREATE INDEX by_name ON records (tab, name COLLATE NOCASE, first_day);
CREATE VIRTUAL TABLE words USING {WORDS};
"""
_FIELDS = (
    "tab", "site", "record_id", "file", "position", "url", "name", "kind", "mode", "status", "starts", "ends", "clock",
    "dates", "first_day", "last_day", "place", "summary", "language", "gone",
)  # fmt: skip
_INSERT = f"INSERT INTO records ({', '.join(_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"
_INSERT_WORDS = "INSERT INTO words (rowid, name, people, about, body) VALUES (?, ?, ?, ?, ?)"
_BODIES = "CREATE TEMP TABLE IF NOT EXISTS bodies (url TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID"
_FIND_BODY = "SELECT body FROM bodies WHERE url = ?"


def refresh(path: Path, generation: Generation | None) -> None:
    """Bring the index file to the state of the generation (None: no tables yet). Others may read it meanwhile: they
    see the old state or the new one. What is no index of this layout is made anew."""
    try:
        _refresh(path, generation)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # no space, no right to write: not the file's fault
            raise
        drop_index(path)
        _refresh(path, generation)


def drop_index(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for one in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        one.unlink(missing_ok=True)


def is_current(connection: sqlite3.Connection, generation: Generation | None) -> bool:
    """Whether the index says what the generation says."""
    state = connection.execute("SELECT number, folder FROM state").fetchone()
    return bool(state == _state(generation))


def connect(path: Path) -> sqlite3.Connection:
    """The index, to be read by one thread."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _refresh(path: Path, generation: Generation | None) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=600)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # after a power cut it is made anew
        connection.execute("BEGIN IMMEDIATE")  # a rival waits here, and then finds its work done
        if connection.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
            _make_schema(connection)
        if not is_current(connection, generation):
            _update(connection, generation)
        connection.execute("COMMIT")


def _make_schema(connection: sqlite3.Connection) -> None:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for name in sorted(names, key=lambda name: name != "words"):  # takes its shadow tables along
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT INTO state VALUES (NULL, '')")
    connection.execute(f"PRAGMA user_version = {_LAYOUT}")


def _update(connection: sqlite3.Connection, generation: Generation | None) -> None:
    """Read sites anew whose files are others than before, and forget those that are gone."""
    wanted = _digests(generation) if generation else {}
    known = dict(connection.execute("SELECT site, digest FROM sites"))
    for site in sorted(known.keys() - {site for site, digest in wanted.items() if known.get(site) == digest}):
        connection.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM records WHERE site = ?)", (site,))
        connection.execute("DELETE FROM records WHERE site = ?", (site,))
        connection.execute("DELETE FROM sites WHERE site = ?", (site,))
    todo = [site for site, digest in sorted(wanted.items()) if known.get(site) != digest]
    total = sum(
        one.rows for one in (generation.files if generation else ()) if one.site in todo and one.table in RECORDS
    )
    added = (1 for site in todo if generation for _ in _add_site(connection, generation, site))
    for _ in follow(added, "indexing records", total):
        pass
    connection.executemany("INSERT INTO sites VALUES (?, ?)", ((site, wanted[site]) for site in todo))
    connection.execute("UPDATE state SET number = ?, folder = ?", _state(generation))


def _state(generation: Generation | None) -> tuple[int | None, str]:
    """Two homes never share an index, so number and content digests tell a generation."""
    if generation is None:
        return None, ""
    digest = hashlib.sha256("\n".join(one.sha256 for one in generation.files).encode()).hexdigest()
    return generation.number, f"{generation.folder.name}-{digest[:16]}"


def _digests(generation: Generation) -> dict[str, str]:
    """By site, what its files are; their names hold the digest of their content."""
    files: dict[str, list[str]] = {}
    for one in generation.files:
        if one.table in _READ_FROM and one.rows:
            files.setdefault(one.site, []).append(one.name)
    return {site: "\n".join(sorted(names)) for site, names in files.items()}


def _add_site(connection: sqlite3.Connection, generation: Generation, site: str) -> Iterator[None]:
    """Add the site's records; gives None for each one added."""
    files = [one for one in generation.files if one.site == site and one.rows]
    connection.execute(_BODIES)
    connection.execute("DELETE FROM bodies")
    for one in files:
        if one.table == "pages":
            connection.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", _bodies(generation, one))
    for one in files:
        if one.table in _COLUMNS:
            for position, row in enumerate(_rows(generation, one, _COLUMNS[one.table])):
                told = _describe(one, position, row)
                number = connection.execute(_INSERT, told).lastrowid
                body = connection.execute(_FIND_BODY, (row["url"],)).fetchone()
                connection.execute(_INSERT_WORDS, (number, *_say(row, body[0] if body else "")))
                yield
    connection.execute("DELETE FROM bodies")


def _rows(generation: Generation, file: TableFile, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(generation.folder / file.name) as parquet:
        have = set(parquet.schema_arrow.names)
        for batch in parquet.iter_batches(_BATCH, columns=[name for name in columns if name in have]):
            for row in batch.to_pylist():
                yield {name: row.get(name) for name in columns}


def _bodies(generation: Generation, file: TableFile) -> Iterator[tuple[str, str]]:
    """Texts of pages by address. A list of events speaks of many, so that its text finds none of them."""
    for row in _rows(generation, file, ("url", "page_kind", "body")):
        if row["body"] and row["page_kind"] != "listing":
            yield row["url"], row["body"][:_LONGEST_BODY]


def _describe(file: TableFile, position: int, row: dict[str, Any]) -> dict[str, Any]:
    """What a search shows and filters by."""
    starts, ends = row.get("start_date"), row.get("end_date")
    first, last = (starts, ends or starts) if starts else span_of(row.get("start_date_partial") or "")
    return {
        "tab": file.table, "site": file.site, "record_id": row["record_id"], "file": file.name, "position": position,
        "url": row["url"], "name": row["name"], "kind": row.get("event_type") or row.get("group_type"),
        "mode": row.get("event_attendance_mode"), "status": row.get("event_status"), "starts": _iso(starts),
        "ends": _iso(ends), "clock": row.get("start_time"),
        "dates": row.get("dates_text") or row.get("start_date_partial"), "first_day": _iso(first),
        "last_day": _iso(last), "place": _say_place(row), "language": row["language"],
        "summary": (row.get("purpose") or row["description"] or "")[:_LONGEST_SUMMARY],
        "gone": row["removed_at"] is not None,
    }  # fmt: skip


def span_of(partial: str) -> tuple[date, date] | tuple[None, None]:
    """First and last day of a year or a month that a page states in place of a day.

    >>> span_of("2024-02"), span_of("--10-12")
    ((datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)), (None, None))
    """
    found = re.fullmatch(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?", partial)
    if not found:
        return None, None
    year, month = int(found[1]), int(found[2] or 0)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])


def _say(row: dict[str, Any], body: str) -> tuple[str, str, str, str]:
    """The words of a record, by weight: its names; people and places; what it is about; its page, of which the
    description is a part."""
    names = (row["name"], *(row["alternate_name"] or ()), row.get("super_event"))
    parties = [one for field in ("performers", "organizers", "members") for one in row.get(field) or ()]
    told = (value for one in parties for value in (one["name"], one["affiliation"]))
    places = (value for one in row.get("location") or () for value in one.values())
    topics = (row.get("about"), *(row.get("topics") or ()), row.get("purpose"))
    people = _join((*told, *places, row.get("parent_organization")))
    return _join(names), people, _join(topics), body or row["description"] or ""


def _say_place(row: dict[str, Any]) -> str | None:
    places = row.get("location") or ()
    first = next((text for one in places if (text := _join((one["name"], one["address_locality"]), ", "))), None)
    return first or row.get("virtual_location")


def _join(parts: Any, between: str = "\n") -> str:
    return between.join(dict.fromkeys(part for part in parts if part))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
