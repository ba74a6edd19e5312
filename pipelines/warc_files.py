"""A WARC file from elsewhere in, its records out one by one, each with its place in the file.

The file is read once, from front to end, and no more of it is held than one record. FastWARC finds the records; what is
in one is read as our own are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from pipelines.transfer import MOST_BYTES, TOO_LARGE

_BACK = 1 << 20  # bytes of the file that are held while no record is wanted: the next one begins among them


class Readable(Protocol):
    """A file as far as it is needed here."""

    def read(self, size: int = ..., /) -> bytes: ...


WarcHeaders = dict[str, str]
"""Of a record, names in lower case."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One wanted record: what follows its WARC headers, and how much of that there should be. `member` are its bytes as
    they lie in the file from `start` on, when they were asked for."""

    warc: WarcHeaders
    block: bytes
    size: int
    start: int
    member: bytes = b""
    is_last: bool = False

    @property
    def trouble(self) -> str:
        """Why it is not whole, or ""."""
        if self.size > _MOST_BLOCK:
            return TOO_LARGE
        return "cut short" if len(self.block) < self.size else ""


_MOST_BLOCK = MOST_BYTES + (1 << 20)  # a page and the headers of its answer


def read_records(stream: Readable, wanted: Callable[[WarcHeaders], bool], *, members: bool) -> Iterator[FoundRecord]:
    """The records whose headers are wanted, with their `members` or without. Raises OSError or ValueError where the
    file is damaged: nobody knows where the next record would begin."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    tape = _Tape(stream)
    waiting: FoundRecord | None = None
    for record in ArchiveIterator(tape, record_types=WarcRecordType.any_type, parse_http=False):  # type: ignore[arg-type]  # it asks for `read` and `tell`
        if waiting:
            yield replace(waiting, member=_cut(waiting, tape, record.stream_pos))
            waiting = None
        tape.drop(record.stream_pos)
        warc = {name.lower(): value for name, value in record.headers.items()}
        tape.holds = keep = wanted(warc)
        if not keep:
            continue
        block = record.reader.read(_MOST_BLOCK)
        found = FoundRecord(warc, block, max(record.content_length, len(block)), record.stream_pos)
        tape.holds = members and not found.trouble
        if members:
            waiting = found
        else:
            yield found
    if waiting:
        yield replace(waiting, member=_cut(waiting, tape, tape.end), is_last=True)


def _cut(found: FoundRecord, tape: "_Tape", end: int) -> bytes:
    """The bytes of a record, whose end is known when the next one begins."""
    return b"" if found.trouble else tape.cut(found.start, end)


class _Tape:
    """What passes through to FastWARC; the last of it can be had again."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._held = bytearray()
        self._start = 0
        self.holds = False
        """Whether everything from the last `drop` on is held, or only the end of it."""

    @property
    def end(self) -> int:
        return self._start + len(self._held)

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self._held += part
        if not self.holds:
            self.drop(self.end - _BACK)
        return part

    def tell(self) -> int:
        return self.end

    def drop(self, before: int) -> None:
        """What lies before is asked for no more."""
        if before - self._start >= _BACK or before == self.end:  # not byte by byte: each time the rest is moved
            del self._held[: before - self._start]
            self._start = before

    def cut(self, start: int, end: int) -> bytes:
        return bytes(self._held[start - self._start : end - self._start])
