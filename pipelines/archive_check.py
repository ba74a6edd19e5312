"""Is the archive what was stored? Folder in, one `Damage` for each thing that is not. Reads only."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipelines.archive_index import INDEX_NAME, SEAL_NAME, TABLES, Index, digest_row, seal_of
from pipelines.archive_rewrite import find_renewed
from pipelines.errors import ColloquyError
from pipelines.progress import follow
from pipelines.segment_reader import SegmentReader, is_outside
from pipelines.segments import run_of
from pipelines.storage import StorageError


@dataclass(frozen=True, slots=True)
class Damage:
    """`file` is as in a capture; `url` where the damage hit a capture."""

    file: str
    message: str
    url: str = ""


def find_damage(folder: Path) -> Iterator[Damage]:
    """Every byte of segments and index is compared with a stored digest; of files that are not ours, every record that
    is indexed. Raises StorageError when a storage does not answer: then nobody knows."""
    if not (folder / INDEX_NAME).exists():
        if (folder / SEAL_NAME).exists() or any(folder.glob("*/*.warc.gz")):
            yield Damage(INDEX_NAME, "the index is missing")
        return
    yield from _find_broken_seal(folder)
    try:
        yield from _find_bad_rows(folder)
        with Index(folder, writable=False) as index:
            yield from _find_bad_segments(folder, index)
    except StorageError:
        raise
    except (ColloquyError, sqlite3.Error, UnicodeDecodeError, ValueError) as error:
        yield Damage(INDEX_NAME, f"the index cannot be read: {error}")


def _find_broken_seal(folder: Path) -> Iterator[Damage]:
    """The index file against the digest written when it was closed; after a kill there is none to compare with."""
    seal = folder / SEAL_NAME
    if seal.exists() and seal.read_bytes() != f"{seal_of(folder)}\n".encode():
        yield Damage(INDEX_NAME, "the index is not what it was when it was last closed")


def _find_bad_rows(folder: Path) -> Iterator[Damage]:
    with closing(sqlite3.connect(folder / INDEX_NAME)) as base:
        base.execute("PRAGMA query_only = ON")
        for (message,) in base.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Damage(INDEX_NAME, message)
        made = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
        for table in (one for one in TABLES if one in made or one != "leads"):  # an older index has none
            bad = sum(digest_row(row[:-1]) != row[-1] for row in base.execute(f"SELECT * FROM {table}"))
            if bad:
                yield Damage(INDEX_NAME, f"{bad} rows of {table} are not what was stored")


def _find_bad_segments(folder: Path, index: Index) -> Iterator[Damage]:
    segments = SegmentReader(folder)
    unfinished = {run_id for (run_id,) in index.rows("SELECT id FROM runs WHERE finished_at IS NULL")}
    known = {file for (file,) in index.rows("SELECT DISTINCT file FROM captures ORDER BY file")}
    found = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.warc.gz")}
    for file in sorted(known | (found - set(find_renewed(folder)))):
        may_end_torn = run_of(file) in unfinished  # the next writer cuts the tail
        size = segments.size(file)
        if lies_outside(index, file):
            yield from _find_changed(segments, file, index)
        elif size is None:
            yield Damage(file, "the segment is missing")
        elif file in known or not may_end_torn:
            yield from _find_bad_spans(segments, file, index, size if not may_end_torn else None)


def lies_outside(index: Index, file: str) -> bool:
    """Whether a file is not ours, but was imported in place."""
    some = next(index.captures("file = ? LIMIT 1", file), None)
    return some is not None and is_outside(some)


def _find_changed(segments: SegmentReader, file: str, index: Index) -> Iterator[Damage]:
    """Records of a file that is not ours, which may have been moved or written anew since it was indexed."""
    (count,) = next(iter(index.rows("SELECT count(*) FROM captures WHERE file = ?", file)))
    if segments.size(file) is None:
        yield Damage(file, f"the file, which {count} captures were imported from in place, is missing")
        return
    spans = index.rows("SELECT start, length, span_sha256, url FROM captures WHERE file = ? ORDER BY start", file)
    for start, length, digest, url in follow(spans, f"checking {file}", count):
        if sha256(segments.read(file, start, length) or b"").hexdigest() != digest:
            text = (
                f"the record in bytes {start} to {start + length} is not what was there when it was imported in place"
            )
            yield Damage(file, text, url)


def _find_bad_spans(segments: SegmentReader, file: str, index: Index, size: int | None) -> Iterator[Damage]:
    """Records must follow each other without a gap from the first byte to the last (`size`, None: there may be more),
    each with its digest."""
    end = 0
    (count,) = next(iter(index.rows("SELECT count(*) FROM captures WHERE file = ?", file)))
    spans = index.rows(
        "SELECT start, offset + length, span_sha256, url FROM captures WHERE file = ? ORDER BY start", file
    )
    for start, stop, digest, url in follow(spans, f"checking {file}", count):
        if start != end:
            yield Damage(file, f"bytes {end} to {start} belong to no record")
        if sha256(segments.read(file, start, stop - start) or b"").hexdigest() != digest:
            yield Damage(file, f"the record in bytes {start} to {stop} is not what was stored", url)
        end = stop
    if size is not None and size > end:
        yield Damage(file, f"bytes {end} to {size} belong to no record")
