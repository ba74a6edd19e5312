"""Segments: the files that WARC records lie in. Bytes are appended, brought to the disk, and read back by place."""

import os
from pathlib import Path
from shutil import disk_usage

from pipelines.errors import DiskError
from pipelines.warc import pack_info
from pipelines.whole_file import sync_path

SEGMENT_BYTES = 1_000_000_000  # a segment is copied, checked and handed to a worker as a whole


_LEAST_FREE, _LEAST_SHARE = 64_000_000, 0.02  # bytes, and of a small disk a share: room for journal and tables


class SegmentWriter:
    """Appends members to `<site>/<run_id>-<n>.warc.gz` under `folder`. What `sync` has not seen may be lost."""

    def __init__(self, folder: Path, run_id: str, limit: int = SEGMENT_BYTES) -> None:
        self._folder, self._run_id, self._limit = folder, run_id, limit
        self._open: dict[str, int] = {}
        self._settled: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def append(self, site: str, members: bytes) -> tuple[str, int, bytes]:
        """Write `members` in one piece; gives the file, the offset of the append, and what was written before `members`
        (a new segment begins with its warcinfo record). A failed write leaves the file as it was."""
        file, size = self._segment(site, len(members))
        info = b"" if size else pack_info(file, self._run_id)
        handle = self._handle(file)
        self._settled.setdefault(file, size)
        try:
            _write_all(handle, info + members)
        except OSError:
            os.ftruncate(handle, size)
            raise
        return file, size, info

    def sync(self) -> None:
        """Bring all appends to the disk."""
        for handle in self._open.values():
            os.fsync(handle)
        self.close()

    def settle(self) -> None:
        """The appends so far are here to stay: the index knows them."""
        self._settled.clear()

    def undo(self) -> None:
        """Take back all appends since `settle`."""
        for file, size in self._settled.items():
            os.truncate(self._folder / file, size)
        self._settled.clear()
        self._last.clear()
        self.close()

    def close(self) -> None:
        while self._open:
            os.close(self._open.popitem()[1])

    def _segment(self, site: str, more: int) -> tuple[str, int]:
        number = self._last.get(site)
        if number is None:
            found = (self._folder / site).glob(f"{self._run_id}-*.warc.gz")
            number = max((int(path.name[len(self._run_id) + 1 :].split(".")[0]) for path in found), default=0)
        size = self._size(_segment_name(site, self._run_id, number))
        if size and size + more > self._limit:
            number, size = number + 1, 0
        self._last[site] = number
        return _segment_name(site, self._run_id, number), size

    def _size(self, file: str) -> int:
        path = self._folder / file
        return path.stat().st_size if path.exists() else 0

    def _handle(self, file: str) -> int:
        """A handle to append to `file`; handles live from one `sync` to the next, so that many sites need few."""
        if file not in self._open:
            path = self._folder / file
            fresh = not path.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[file] = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            if fresh:
                sync_path(path.parent)
                sync_path(self._folder)
        return self._open[file]


def read_span(path: Path, offset: int, length: int) -> bytes:
    """Bytes of a file; fewer than asked for when the file ends before."""
    with path.open("rb") as handle:
        handle.seek(offset)
        return handle.read(length)


def run_of(file: str) -> str:
    """The run that wrote a segment.

    >>> run_of("lab/20260101T000000000Z-abcdef-00000.warc.gz")
    '20260101T000000000Z-abcdef'
    """
    return file.rpartition("/")[2].rpartition("-")[0]


def _segment_name(site: str, run_id: str, number: int) -> str:
    return f"{site}/{run_id}-{number:05d}.warc.gz"


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def check_room(folder: Path) -> None:
    """Raises DiskError when too little of the disk is left."""
    disk = disk_usage(folder)
    if disk.free < min(_LEAST_FREE, disk.total * _LEAST_SHARE):
        raise DiskError(
            f"only {disk.free // 1_000_000} MB are left for {folder}. Free some space or choose another --home."
        )
