"""Segments written anew, without or with other records: what `repair` and `forget` have in common. A file that is not
ours is read alone; what of it must change is written to a segment of our own.

A segment is never changed in place. Its records are written to a new one, the index changes in one transaction, and
only then is the old segment deleted: readers see the old place or the new one. A kill in between leaves both; which of
them are in question stands in `renewal.json`, and the next writer deletes those that the index does not know.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipelines.archive_index import Index, disk_trouble
from pipelines.archive_rows import Capture, values_of
from pipelines.segment_reader import SegmentReader, local_name
from pipelines.segments import run_of
from pipelines.storage import is_url, remove
from pipelines.warc import pack_info
from pipelines.whole_file import sync_path

RENEWAL = "renewal.json"
"""Segments that are being replaced, the old and the new ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A capture and its bytes: what stands before its record in the span (warcinfo, request), and the record."""

    capture: Capture
    head: bytes
    main: bytes


class Renewal:
    """Segments to be replaced in one transaction of the index."""

    def __init__(self, folder: Path, index: Index) -> None:
        self._folder, self._index = folder, index
        self._old: list[str] = []
        sweep_renewal(folder, index)

    def replace(self, file: str, captures: Sequence[Capture], kept: Sequence[Piece]) -> None:
        """Write `kept` to a segment in place of `file`, which is ours and holds `captures`."""
        self._old.append(file)
        self._write(file, captures, kept, [file])

    def take_over(self, gone: Sequence[Capture], kept: Sequence[Piece]) -> None:
        """Captures of files that are not ours: forget of `gone` where they lie, and write `kept`, of one site and run,
        to a segment of our own."""
        name = f"{kept[0].capture.site}/{kept[0].capture.run_id}-00000.warc.gz" if kept else ""
        self._write(name, gone, kept, [])

    def _write(self, file: str, gone: Sequence[Capture], kept: Sequence[Piece], old: Sequence[str]) -> None:
        new = next_name(self._folder, self._index, file) if kept else ""
        note(self._folder, [*find_renewed(self._folder), *old, *([new] if new else [])])
        written = list(write_segment(self._folder, new, kept)) if kept else []
        replace_rows(self._index, [capture.id for capture in gone], written)

    def commit(self) -> None:
        """Make it so, and delete what is replaced."""
        self._index.commit()
        for file in self._old:
            remove_segment(self._folder, file)
        sweep_renewal(self._folder, self._index)


def find_renewed(folder: Path) -> list[str]:
    """Segments that a renewal under way, or killed, has to do with."""
    path = folder / RENEWAL
    try:
        return list(json.loads(path.read_text())) if path.is_file() else []
    except ValueError:
        return []  # cut short: nothing that it would have named was written yet


def sweep_renewal(folder: Path, index: Index) -> None:
    """Delete what a killed renewal left: its new segments before its commit, its old ones after."""
    for file in find_renewed(folder):
        if next(index.rows("SELECT 1 FROM captures WHERE file = ? LIMIT 1", file), None) is None:
            remove_segment(folder, file)
    with disk_trouble(folder / RENEWAL):
        (folder / RENEWAL).unlink(missing_ok=True)


def note(folder: Path, files: Sequence[str]) -> None:
    """Write down which segments are in question, before the first of them is made or goes."""
    path = folder / RENEWAL
    with disk_trouble(path):
        path.write_text(json.dumps(files))
        sync_path(path)
        sync_path(folder)


def read_piece(segments: SegmentReader, capture: Capture) -> Piece | None:
    """The bytes of a capture's span; None when they are not what was stored."""
    end = capture.offset + capture.length
    span = segments.read(capture.file, capture.start, end - capture.start) or b""
    if sha256(span).hexdigest() != capture.span_sha256:
        return None
    cut = capture.offset - capture.start
    return Piece(capture, span[:cut], span[cut:])


def write_segment(folder: Path, new: str, pieces: Sequence[Piece]) -> Iterator[Capture]:
    """Write pieces, in order, to a new segment; gives their captures with their new places."""
    run_id = run_of(new)
    with disk_trouble(folder / new):
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        with (folder / new).open("xb") as handle:
            for number, piece in enumerate(pieces):
                info = b"" if number or _has_info(piece) else pack_info(new, run_id)
                head = info + piece.head
                start = handle.tell()
                handle.write(head + piece.main)
                digest = sha256(head + piece.main).hexdigest()
                place = {"file": new, "start": start, "offset": start + len(head), "length": len(piece.main)}
                yield replace(piece.capture, span_sha256=digest, **place)  # type: ignore[arg-type]  # mypy: str and int
            handle.flush()
            os.fsync(handle.fileno())
        sync_path((folder / new).parent)


def replace_rows(index: Index, gone: Sequence[int], captures: Sequence[Capture]) -> None:
    """Take rows out of the index and put others in; durable with the index's next commit."""
    for number in {*gone, *(capture.id for capture in captures)}:
        index.change("DELETE FROM captures WHERE id = ?", number)
    for capture in captures:
        index.insert("captures", values_of(capture))


def remove_segment(folder: Path, file: str) -> None:
    """Delete a segment of our own that no row knows any more, and its folder when it was the last."""
    if is_url(file):
        remove(file)
        return
    path = folder / file
    with disk_trouble(path):
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _has_info(piece: Piece) -> bool:
    """Whether the piece was the first of its segment, whose head begins with the warcinfo record."""
    return bool(piece.capture.file) and piece.capture.start == 0 and bool(piece.head)


def next_name(folder: Path, index: Index, file: str) -> str:
    """The next free name of the same site and run: no segment has it, here or in object storage."""
    stem = local_name(file).rpartition("-")[0]
    known = {local_name(one) for (one,) in index.rows("SELECT DISTINCT file FROM captures")}
    known |= {path.relative_to(folder).as_posix() for path in folder.glob(f"{stem}-*.warc.gz")}
    numbers = [int(name.rpartition("-")[2].split(".")[0]) for name in known if name.startswith(f"{stem}-")]
    return f"{stem}-{max(numbers, default=-1) + 1:05d}.warc.gz"
