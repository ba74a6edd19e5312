"""A damaged archive in, a sound one out: all records that are whole stay, all else goes and is fetched again.

1. Index rows that are not what was stored are dropped (or the whole index, when it cannot be read).
2. Each segment that is not exactly what the rows say is written anew: the records that rows know and whose bytes are
   right, and those that are whole but that no row knows.
3. What refers to a lost payload is lost too. Each URL whose newest capture is lost gets a row in `fetches` that says
   so; the next crawl asks for it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.archive_check import find_damage, lies_outside
from pipelines.archive_index import INDEX_NAME, SEAL_NAME, TABLES, Index, digest_row
from pipelines.archive_rewrite import (
    Piece,
    next_name,
    read_piece,
    remove_segment,
    replace_rows,
    sweep_renewal,
    write_segment,
)
from pipelines.archive_rows import Capture, Fetch, Run, values_of
from pipelines.archive_salvage import find_records, make_piece
from pipelines.progress import follow
from pipelines.segment_reader import SegmentReader, local_name
from pipelines.warc import stamp

LOST = "lost to damage: the next crawl fetches it again"


@dataclass(slots=True)
class Repair:
    """What was done; counts, and the addresses of what is lost."""

    rows_dropped: int = 0
    records_found: int = 0
    segments: list[str] = field(default_factory=list)
    outside: Counter[str] = field(default_factory=Counter)
    """Files that are not ours, with how many records that were indexed there are not there any more."""
    lost: list[tuple[str, str]] = field(default_factory=list)


def repair_archive(folder: Path) -> Repair | None:
    """Mend the archive; None when there was nothing to mend. The caller holds the home's lock."""
    if next(iter(find_damage(folder)), None) is None:
        return None
    done = Repair(rows_dropped=_save_rows(folder))
    with Index(folder, writable=True) as index:
        if not done.rows_dropped and next(index.captures("1 LIMIT 1"), None):  # else nobody knows what was replaced
            sweep_renewal(folder, index)
        gone: list[Capture] = []
        left: set[str] = set()
        segments = SegmentReader(folder)
        while broken := [file for file in _all_files(folder, index) - left if not _is_exact(segments, file, index)]:
            for file in follow(
                sorted(broken), "mending segments", len(broken)
            ):  # the older first: what a revisit stands for is older
                if lies_outside(index, file):
                    gone += _drop_changed(segments, file, index, done)
                else:
                    gone += _mend_segment(segments, file, index, done)
                    left.add(file)
            gone += _drop_orphans(index)
        _settle(index, gone, done)
        index.commit()
        for file in left:
            remove_segment(folder, file)
    return done


def _save_rows(folder: Path) -> int:
    """Make a new index of all rows that are what was stored; gives how many are not. A sound index stays."""
    path, following = folder / INDEX_NAME, folder / "mended"
    rows = {table: list(_read_rows(path, table)) for table in TABLES}
    good = {table: [row for row in found if digest_row(row[:-1]) == row[-1]] for table, found in rows.items()}
    dropped = sum(map(len, rows.values())) - sum(map(len, good.values()))
    following.mkdir(exist_ok=True)
    (following / INDEX_NAME).unlink(missing_ok=True)
    with Index(following, writable=True) as index:
        for table, found in good.items():
            for row in found:
                index.insert(table, row[:-1], "ON CONFLICT DO NOTHING")
        index.commit()
    for name in (SEAL_NAME, f"{INDEX_NAME}-wal", f"{INDEX_NAME}-shm"):
        (folder / name).unlink(missing_ok=True)
    (following / INDEX_NAME).replace(path)
    if (following / SEAL_NAME).exists():  # an index without rows has none
        (following / SEAL_NAME).replace(folder / SEAL_NAME)
    following.rmdir()
    return dropped


def _read_rows(path: Path, table: str) -> Iterator[tuple[object, ...]]:
    """The rows that can be read, in order; none of a file that is no database. Damage inside ends a first reading:
    what comes after it is found in the order of the other end."""
    if not path.is_file():
        return
    seen: set[tuple[object, ...]] = set()
    order = {"fetches": "site, url", "leads": "site, url"}.get(table, "rowid")
    for direction in ("ASC", "DESC"):
        try:
            with closing(sqlite3.connect(path)) as base:
                base.text_factory = lambda raw: raw.decode("utf-8", "replace")
                base.execute("PRAGMA query_only = ON")
                for row in base.execute(f"SELECT * FROM {table} ORDER BY {order} {direction}"):
                    if row not in seen:
                        seen.add(row)
                        yield row
                return
        except (sqlite3.Error, OverflowError):
            continue


def _all_files(folder: Path, index: Index) -> set[str]:
    known = {file for (file,) in index.rows("SELECT DISTINCT file FROM captures")}
    return known | {path.relative_to(folder).as_posix() for path in folder.glob("*/*.warc.gz")}


def _is_exact(segments: SegmentReader, file: str, index: Index) -> bool:
    """Whether a segment is the spans of its rows, each as it was stored, and, if it is ours, nothing else."""
    end, outside = 0, lies_outside(index, file)
    for capture in index.captures("file = ? ORDER BY start", file):
        if (capture.start != end and not outside) or read_piece(segments, capture) is None:
            return False
        end = capture.offset + capture.length
    return outside or segments.size(file) == end


def _drop_changed(segments: SegmentReader, file: str, index: Index, done: Repair) -> list[Capture]:
    """Take out of the index what a file that is not ours holds no more; gives it."""
    gone = [one for one in index.captures("file = ? ORDER BY start", file) if read_piece(segments, one) is None]
    replace_rows(index, [capture.id for capture in gone], [])
    done.outside[file] += len(gone)
    return gone


def _mend_segment(segments: SegmentReader, file: str, index: Index, done: Repair) -> list[Capture]:
    """Write the segment anew; gives the captures that are lost."""
    captures = list(index.captures("file = ? ORDER BY start", file))
    kept = [piece for capture in captures if (piece := read_piece(segments, capture))]
    ids = {piece.capture.id for piece in kept}
    lost = {capture.record_id: capture for capture in captures if capture.id not in ids}
    found = list(_find_pieces(segments, file, index, kept, lost))
    for piece in found:
        lost.pop(piece.capture.record_id, None)
    everything = sorted([*kept, *found], key=lambda piece: piece.capture.start)
    folder = segments.folder
    written = list(write_segment(folder, next_name(folder, index, file), everything)) if everything else []
    replace_rows(index, [capture.id for capture in lost.values()], written)
    _note_recovered(index, written)
    done.records_found += len(found)
    done.segments.append(file)
    return list(lost.values())


def _find_pieces(
    segments: SegmentReader, file: str, index: Index, kept: list[Piece], lost: Mapping[str, Capture]
) -> Iterator[Piece]:
    """Whole records of the segment in bytes that no good row stands for, but those that the index has elsewhere."""
    number, size = index.next_id(), segments.size(file) or 0
    for start, stop in _gaps([piece.capture for piece in kept], size):
        for found in find_records(segments.read(file, start, stop - start) or b""):
            record_id = found.record.warc.get("warc-record-id", "")
            if record_id not in lost and next(index.captures("record_id = ?", record_id), None):
                continue
            piece = make_piece(found, local_name(file), index, lost[record_id].id if record_id in lost else number)
            if piece:
                number += 1
                yield replace(piece, capture=replace(_take_up(index, piece.capture), start=start))


def _take_up(index: Index, capture: Capture) -> Capture:
    """The capture under the number by which later revisits know its payload, if its own row is lost."""
    query = (
        "SELECT payload_id FROM captures WHERE url = ? AND sha256 = ? AND payload_id NOT IN (SELECT id FROM captures)"
    )
    known = next(index.rows(query, capture.url, capture.sha256), None)
    return replace(capture, id=known[0], payload_id=known[0]) if known and capture.kind != "revisit" else capture


def _gaps(captures: list[Capture], size: int) -> Iterator[tuple[int, int]]:
    end = 0
    for capture in captures:
        if capture.start > end:
            yield end, capture.start
        end = capture.offset + capture.length
    if size > end:
        yield end, size


def _drop_orphans(index: Index) -> list[Capture]:
    """Captures that stand for a payload that is lost."""
    orphans = list(index.captures("payload_id NOT IN (SELECT id FROM captures)"))
    replace_rows(index, [capture.id for capture in orphans], [])
    return orphans


def _note_recovered(index: Index, captures: list[Capture]) -> None:
    """A run for every capture, and a fetch for every URL, where the index has lost them."""
    for capture in captures:
        run = Run(capture.run_id, "crawl", (capture.site,), capture.fetched_at, capture.fetched_at, 1)
        index.insert("runs", values_of(run), "ON CONFLICT DO NOTHING")
        outcome = "skipped" if capture.withheld else "ok"
        fetch = Fetch(capture.site, capture.url, capture.run_id, outcome, capture.status, capture.withheld)  # type: ignore[arg-type]  # one of Outcome
        index.insert("fetches", values_of(fetch), "ON CONFLICT DO NOTHING")


def _settle(index: Index, gone: list[Capture], done: Repair) -> None:
    """Say of each URL whose newest capture is lost that it is."""
    for capture in {(one.site, one.url): one for one in sorted(gone, key=lambda one: one.fetched_at)}.values():
        since = stamp(capture.fetched_at)
        newer = index.captures("url = ? AND site = ? AND fetched_at >= ?", capture.url, capture.site, since)
        if next(newer, None) is None:
            index.change("DELETE FROM fetches WHERE site = ? AND url = ?", capture.site, capture.url)
            index.insert("fetches", values_of(Fetch(capture.site, capture.url, capture.run_id, "error", reason=LOST)))
            done.lost.append((capture.site, capture.url))
