"""Where a capture lies in, its bytes out: of a segment of the archive's folder, of a file elsewhere, of an object."""

from dataclasses import dataclass
from pathlib import Path

from pipelines import storage
from pipelines.archive_index import disk_trouble
from pipelines.archive_rows import Capture
from pipelines.segments import read_span

_NEAR = 64 << 10  # bytes between two spans of an object that are rather read than asked for anew
_MOST_AHEAD = 8 << 20  # bytes of an object held at once: some hundred pages


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of an object that was read last."""

    url: str
    start: int
    content: bytes

    @property
    def end(self) -> int:
        return self.start + len(self.content)


class SegmentReader:
    """Reads spans by the `file` of a capture: relative to the archive's folder, an absolute path or a URL.

    Who reads an object forwards, span after span, is given ever larger parts of it at a time, so that a segment costs
    a hundred requests and not one a page; who reads here and there gets what was asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._window = _Window("", 0, b"")

    def read(self, file: str, offset: int, length: int) -> bytes | None:
        """The bytes, fewer where the segment ends before; None when there is no such segment."""
        if storage.is_url(file):
            return self._read_object(file, offset, length)
        path = self.folder / file
        with disk_trouble(path):
            return read_span(path, offset, length) if path.is_file() else None

    def size(self, file: str) -> int | None:
        """Bytes of a segment; None when there is none."""
        if storage.is_url(file):
            return storage.find_size(file)
        path = self.folder / file
        return path.stat().st_size if path.is_file() else None

    def _read_object(self, url: str, offset: int, length: int) -> bytes | None:
        window = self._window
        if window.url != url or not window.start <= offset <= offset + length <= window.end:
            near = window.url == url and offset - window.start >= 0 and offset - window.end <= _NEAR
            ahead = min(_MOST_AHEAD, 2 * len(window.content)) if near else 0
            content = storage.read_range(url, offset, max(length, ahead))
            if content is None:
                return None
            window = self._window = _Window(url, offset, content)
        return window.content[offset - window.start : offset - window.start + length]


def name_place(folder: Path, file: str) -> str:
    """The segment as a person finds it."""
    return file if storage.is_url(file) else str(folder / file)


def segment_name(capture: Capture) -> str:
    """The segment as the tables name it: the same wherever our segments are kept."""
    return capture.file if is_outside(capture) else local_name(capture.file)


def local_name(file: str) -> str:
    """What one of our segments is called, or was before it went to object storage, relative to the archive's folder.

    >>> local_name("s3://bucket/some/prefix/lab/20260101T000000000Z-abcdef-00000.warc.gz")
    'lab/20260101T000000000Z-abcdef-00000.warc.gz'
    """
    return "/".join(file.rsplit("/", 2)[-2:])


def is_outside(capture: Capture) -> bool:
    """Whether the capture's record lies in a file that is not ours: it was imported in place. Our own segments, here or
    in object storage, are named after the run that wrote them, which cannot be the one that found somebody's file."""
    return not capture.file.rpartition("/")[2].startswith(f"{capture.run_id}-")
