"""A denylist in; an archive without anything that is on it, out: whole captures, or words of a page."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pipelines.archive_index import INDEX_NAME, SEAL_NAME, Index, disk_trouble, write_seal
from pipelines.archive_rewrite import Piece, Renewal, read_piece
from pipelines.archive_rows import Capture, Fetch, RunProblem
from pipelines.denylist import Denylist
from pipelines.progress import follow
from pipelines.segment_reader import SegmentReader, is_outside, name_place
from pipelines.warc import (
    RENDERED,
    TLS_VERIFIED,
    Answer,
    DamagedArchive,
    Headers,
    Origin,
    Resource,
    Unpacked,
    pack_answer,
    pack_resource,
    stamp,
    unpack,
)


@dataclass(slots=True)
class Purge:
    """What was done."""

    dropped: int = 0
    redacted: int = 0
    sites: set[str] = field(default_factory=set)
    """Sites with a capture that was dropped or redacted."""
    outside: Counter[str] = field(default_factory=Counter)
    """Files that are not ours and still hold what was dropped or redacted, with how many records."""


def purge_archive(folder: Path, denylist: Denylist) -> Purge:
    """Write anew every segment that holds something on the list. The archive must be sound; the caller has the lock."""
    done = Purge()
    if not (folder / INDEX_NAME).exists():
        return done
    with Index(folder, writable=True) as index:
        renewal, segments = Renewal(folder, index), SegmentReader(folder)
        changed: dict[int, Capture] = {}
        for (file,) in list(index.rows("SELECT DISTINCT file FROM captures ORDER BY file")):
            captures = list(index.captures("file = ? ORDER BY start", file))
            pieces = [
                _purge(segments, capture, denylist, index, changed)
                for capture in follow(captures, f"cleaning {file}", len(captures))
            ]
            touched = [old for old, new in zip(captures, pieces, strict=True) if new is None or new.capture != old]
            if not touched:
                continue
            kept = [piece for piece in pieces if piece]
            if is_outside(captures[0]):
                _take_over(renewal, touched, [piece for piece in kept if piece.capture.id in changed])
                done.outside[file] += len(touched)
            else:
                renewal.replace(file, captures, kept)
            done.dropped += len(captures) - len(kept)
            done.redacted += sum(piece.capture.id in changed for piece in kept)
            done.sites.update(one.site for one in touched)
        _purge_rows(index, denylist)
        renewal.commit()
    compact(folder)
    return done


def _take_over(renewal: Renewal, gone: Sequence[Capture], kept: Sequence[Piece]) -> None:
    """Out of a file that is not ours; what may stay, masked, goes into segments of our own, one a site and run."""
    renewal.take_over(gone, ())
    by_run: defaultdict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in kept:
        by_run[piece.capture.site, piece.capture.run_id].append(piece)
    for pieces in by_run.values():
        renewal.take_over((), pieces)


def _purge(
    segments: SegmentReader, capture: Capture, denylist: Denylist, index: Index, changed: dict[int, Capture]
) -> Piece | None:
    """The capture as it may stay; None when it may not. `changed` gathers captures whose content is another now."""
    if denylist.refuses(capture.url):
        return None
    piece = read_piece(segments, capture)
    if piece is None:
        where = name_place(segments.folder, capture.file)
        raise DamagedArchive(f"{where}: the record of {capture.url} is damaged. Run `colloquy repair`.")
    record = unpack(piece.main)
    payload = denylist.redact_bytes(record.payload)
    headers = tuple((name, denylist.redact(value)) for name, value in record.headers)
    origin = changed.get(capture.payload_id) if capture.kind == "revisit" else None
    if payload == record.payload and headers == record.headers and origin is None:
        return piece
    if capture.kind != "revisit":
        now = replace(capture, sha256=sha256(payload).hexdigest(), size=len(payload))
        return Piece(changed.setdefault(capture.id, now), piece.head, _pack(now, record, headers, payload, None))
    origin = origin or next(index.captures("id = ?", capture.payload_id))
    now = changed.setdefault(capture.id, replace(capture, sha256=origin.sha256, size=origin.size))
    place = Origin(origin.record_id, origin.url, stamp(origin.fetched_at), origin.sha256)
    return Piece(now, piece.head, _pack(now, record, headers, b"", place))


def _pack(capture: Capture, record: Unpacked, headers: Headers, payload: bytes, origin: Origin | None) -> bytes:
    if record.status is None:
        resource = Resource(capture.url, payload, capture.content_type, capture.fetched_at)
        return pack_resource(resource, capture.record_id, origin)
    sent = tuple((name, value) for name, value in headers if name.lower() != "content-length")
    notes = tuple((name, record.warc[name.lower()]) for name in (RENDERED, TLS_VERIFIED) if name.lower() in record.warc)
    answer = Answer(capture.url, record.status, sent, payload, (), capture.fetched_at, capture.withheld, notes)
    return pack_answer(answer, capture.record_id, origin)[1]


def _purge_rows(index: Index, denylist: Denylist) -> None:
    """What the ledger says of forgotten addresses, and runs of sites of which nothing is left."""
    left = {site for (site,) in index.rows("SELECT DISTINCT site FROM captures")}
    gone: set[str] = set()
    index.change("DELETE FROM leads")  # made again by the next crawl
    for table, made in (("fetches", Fetch), ("problems", RunProblem)):
        rows = [made(*row[:-1]) for row in index.rows(f"SELECT * FROM {table}")]
        kept = [_redact(row, denylist) for row in rows if not denylist.refuses(row.url)]
        gone |= {row.site for row in rows} - {row.site for row in kept} - left
        index.change(f"DELETE FROM {table}")
        for row in kept:
            if row.site not in gone:
                index.insert(table, astuple(row))
    for values in list(index.rows("SELECT * FROM runs")):
        sites = json.loads(values[2])
        kept_sites = [site for site in sites if site in left or not denylist.refuses(f"http://{site}/")]
        kept_sites = [site for site in kept_sites if site not in gone]
        if kept_sites != sites:
            index.change("DELETE FROM runs WHERE id = ?", values[0])
            if kept_sites:
                index.insert("runs", (*values[:2], json.dumps(kept_sites), *values[3:-1]))


def _redact(row: Fetch | RunProblem, denylist: Denylist) -> Fetch | RunProblem:
    if isinstance(row, Fetch):
        return replace(row, reason=denylist.redact(row.reason), from_archive=bool(row.from_archive))
    return replace(row, message=denylist.redact(row.message))


def compact(folder: Path) -> None:
    """Write the index file anew: SQLite leaves the bytes of deleted rows in it."""
    (folder / SEAL_NAME).unlink(missing_ok=True)
    with disk_trouble(folder / INDEX_NAME), closing(sqlite3.connect(folder / INDEX_NAME, isolation_level=None)) as base:
        base.execute("VACUUM")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    write_seal(folder)
