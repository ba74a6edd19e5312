"""Homes that shards filled in, one home out. May be repeated: only what is new is taken over."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.archive import Archive
from pipelines.archive_index import INDEX_NAME, Index
from pipelines.archive_purge import purge_archive
from pipelines.archive_rewrite import Piece, next_name, read_piece, replace_rows, write_segment
from pipelines.archive_rows import Capture
from pipelines.denylist import load_denylist
from pipelines.draft import Rows
from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.progress import follow
from pipelines.rebuild import Rebuild
from pipelines.schema import ROWS
from pipelines.segment_reader import SegmentReader, is_outside, name_place
from pipelines.tables import Tables
from pipelines.warc import DamagedArchive
from pipelines.whole_file import store_whole


def merge(home: Home, other: Home, profiles: Mapping[str, Profile]) -> Iterator[str]:
    """Take over from `other` what `home` lacks; gives a line for each step. The caller holds the lock of both."""
    with Archive(home.archive, writable=True):
        pass  # makes an empty one, or cuts what a killed run left
    with Archive(home.archive) as ours, Archive(other.archive) as theirs:
        sites = theirs.sites()
        known = {site: _record_ids(ours, site) for site in sites}
        whole = [site for site in sites if known[site] <= _record_ids(theirs, site)]
    count = merge_archives(home.archive, other.archive)
    yield f"{other.path}: {count} captures taken over of {', '.join(sites) or 'no site'}"
    for site in whole:
        _copy_state(home, other, site)
    tables, shard = Tables(home.path), Tables(other.path)
    current = shard.current()
    rows = {site: {table: shard.rows(table, site) for table in ROWS} for site in whole}
    if current and any(any(of_site.values()) for of_site in rows.values()):
        taken: dict[str, dict[str, Rows]] = {site: rows[site] for site in whole if any(rows[site].values())}
        summaries = {site: current.summaries[site] for site in taken if site in current.summaries}
        tables.commit(taken, home.settings().keep_generations, summaries)
        yield f"{other.path}: rows taken over of {', '.join(sorted(taken))}"
    if sites:
        purge_archive(home.archive, load_denylist(home.path))
        report = Rebuild(home, profiles, home.settings(), accept=sites).run(sites)
        yield f"rebuilt {', '.join(one.site for one in report.sites)}"


def check_shard(home: Home, other: Home) -> None:
    """Raises UsageError for what is no home, or the same one."""
    if not (other.archive / INDEX_NAME).is_file():
        raise UsageError(
            f"{other.path} is no home of a dataset: it has no archive. Give the folders that shards filled."
        )
    if other.path.resolve() == home.path.resolve():
        raise UsageError(f"{other.path} is the home to merge into. Say another with --home DIR.")


def merge_archives(folder: Path, other: Path) -> int:
    """Copy captures that `folder` lacks, with their runs, fetches and problems; gives how many."""
    count = 0
    with Index(folder, writable=True) as ours, Index(other, writable=False) as theirs:
        known_runs = {run_id for (run_id,) in ours.rows("SELECT id FROM runs")}
        ids: dict[int, int] = {}
        segments = SegmentReader(other)
        files = list(theirs.rows("SELECT DISTINCT file FROM captures ORDER BY file"))
        for (file,) in follow(files, "taking over segments", len(files)):
            pieces = list(_new_pieces(segments, file, theirs, ours, ids))
            if pieces and pieces[0].main:
                replace_rows(ours, [], list(write_segment(folder, next_name(folder, ours, file), pieces)))
            else:
                replace_rows(ours, [], [piece.capture for piece in pieces])
            count += len(pieces)
        for values in list(theirs.rows("SELECT * FROM runs")):
            ours.insert("runs", values[:-1], "ON CONFLICT (id) DO NOTHING")
        for values in list(theirs.rows("SELECT * FROM problems")):
            if values[2] not in known_runs:
                ours.insert("problems", values[:-1])
        for site, url, run_id, *rest in list(theirs.rows("SELECT * FROM fetches")):
            ours.change("DELETE FROM fetches WHERE site = ? AND url = ? AND run_id <= ?", site, url, run_id)
            ours.insert("fetches", (site, url, run_id, *rest[:-1]), "ON CONFLICT DO NOTHING")
        ours.commit()
    return count


def _new_pieces(segments: SegmentReader, file: str, theirs: Index, ours: Index, ids: dict[int, int]) -> Iterator[Piece]:
    """The captures of a segment that we lack, under our numbers; `ids` gathers ours by theirs. Those that were
    imported in place stay where they are: such pieces have no bytes."""
    number = ours.next_id()
    for capture in list(theirs.captures("file = ? ORDER BY start", file)):
        same = "url = ? AND site = ? AND record_id = ?"  # by what there is an index of
        known = next(ours.captures(same, capture.url, capture.site, capture.record_id), None)
        if known:
            ids[capture.id] = known.id
            continue
        outside = is_outside(capture)
        piece = Piece(capture, b"", b"") if outside else read_piece(segments, capture)
        if piece is None:
            raise DamagedArchive(
                f"{name_place(segments.folder, file)}: the record of {capture.url} is damaged. Repair that home first."
            )
        ids[capture.id], number = number, number + 1
        yield replace(piece, capture=_renumber(capture, ids, capture.file if outside else ""))


def _renumber(capture: Capture, ids: Mapping[int, int], file: str) -> Capture:
    return replace(capture, id=ids[capture.id], payload_id=ids[capture.payload_id], file=file)


def _record_ids(archive: Archive, site: str) -> set[str]:
    return {record_id for (record_id,) in archive.index.rows("SELECT record_id FROM captures WHERE site = ?", site)}


def _copy_state(home: Home, other: Home, site: str) -> None:
    """Templates and saved results of a site that we hold no more of than the other: nothing need be read again."""
    for ours, theirs in ((home.templates, other.templates), (home.cache, other.cache)):
        for path in (*theirs.glob(f"{site}.json"), *(theirs / site).glob("*.zst")):
            store_whole(ours / path.relative_to(theirs), path.read_bytes())
