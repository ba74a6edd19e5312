"""Retention by age: what of the archive is older than an age, and no longer needed, in; a plan of what goes, and it is
done.

Of a living page the newest good capture stays however old it is, with the payload that it stands for and the answers
after it; of a page that is gone nothing does once its last answer is of that age. Rows of records stay (as removed)
unless they are asked for too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pipelines.archive_index import INDEX_NAME, Index
from pipelines.archive_purge import compact
from pipelines.archive_rewrite import Piece, Renewal, read_piece
from pipelines.archive_rows import Capture
from pipelines.histories import summarise
from pipelines.segment_reader import SegmentReader, is_outside, name_place
from pipelines.warc import DamagedArchive


@dataclass(frozen=True, slots=True)
class Plan:
    """Captures that go, by number, and the bytes that they take."""

    captures: frozenset[int] = frozenset()
    bytes: int = 0
    addresses: int = 0
    """URLs of which nothing stays."""


def make_plan(folder: Path, limit: datetime) -> Plan:
    """What may go of the archive if everything before `limit` is too old."""
    if not (folder / INDEX_NAME).exists():
        return Plan()
    sizes: dict[int, int] = {}
    kept: set[int] = set()
    addresses = 0
    with Index(folder, writable=False) as index:
        for _, group in groupby(
            index.captures("1 ORDER BY site, url, fetched_at, id"), lambda one: (one.site, one.url)
        ):
            history = list(group)
            needed = find_needed(history, limit)
            kept.update(number for one in needed for number in (one.id, one.payload_id))
            sizes |= {one.id: _size(one) for one in history if one.fetched_at < limit}
            addresses += not needed
    gone = frozenset(sizes).difference(kept)
    return Plan(gone, sum(sizes[number] for number in gone), addresses)


def find_needed(history: Sequence[Capture], limit: datetime) -> list[Capture]:
    """The captures of one URL, oldest first, that stay."""
    recent = [one for one in history if one.fetched_at >= limit]
    row = summarise(list(history))
    if row is None or row.gone:
        return [*recent, history[-1]] if recent else []
    return [one for one in history if one.fetched_at >= min(limit, row.capture.fetched_at)]


def prune_archive(folder: Path, plan: Plan, limit: datetime) -> None:
    """Do it, captures and what the ledger says of old runs. The archive must be sound; the caller has the lock."""
    if not (folder / INDEX_NAME).exists():
        return
    with Index(folder, writable=True) as index:
        renewal, segments = Renewal(folder, index), SegmentReader(folder)
        for (file,) in list(index.rows("SELECT DISTINCT file FROM captures ORDER BY file")):
            captures = list(index.captures("file = ? ORDER BY start", file))
            stay = [one for one in captures if one.id not in plan.captures]
            if len(stay) < len(captures) and is_outside(captures[0]):
                renewal.take_over([one for one in captures if one.id in plan.captures], ())
            elif len(stay) < len(captures):
                renewal.replace(file, captures, [_read(segments, one) for one in stay])
        for statement, *values in _prune_ledger(f"{limit:%Y%m%dT%H%M%S}"):
            index.change(statement, *values)
        renewal.commit()
    compact(folder)


def _size(capture: Capture) -> int:
    """Bytes that are free when it goes: none of a file that is not ours."""
    return 0 if is_outside(capture) else capture.offset + capture.length - capture.start


def _read(segments: SegmentReader, capture: Capture) -> Piece:
    piece = read_piece(segments, capture)
    if piece is None:
        where = name_place(segments.folder, capture.file)
        raise DamagedArchive(f"{where}: the record of {capture.url} is damaged. Run `colloquy repair`.")
    return piece


def _prune_ledger(oldest: str) -> Iterator[tuple[str, ...]]:
    """Statements; run ids begin with the time of their run."""
    unknown = "NOT EXISTS (SELECT 1 FROM captures WHERE captures.site = {0}.site AND captures.url = {0}.url)"
    yield (f"DELETE FROM leads WHERE {unknown.format('leads')}",)
    yield f"DELETE FROM fetches WHERE run_id < ? AND {unknown.format('fetches')}", oldest
    yield "DELETE FROM problems WHERE run_id < ?", oldest
    yield (
        "DELETE FROM runs WHERE id < ? AND finished_at IS NOT NULL AND id < (SELECT max(id) FROM runs)"
        " AND id NOT IN (SELECT run_id FROM captures) AND id NOT IN (SELECT run_id FROM fetches)",
        oldest,
    )
