"""WARC 1.1 segments: one HTTP answer or imported file in, gzip members out, and back again. Knows no index."""

import base64
import os
import re
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import ColloquyError

if TYPE_CHECKING:  # warcio costs 0.2 s (it brings fsspec); only who writes pays
    from warcio.warcwriter import WARCWriter

Headers = tuple[tuple[str, str], ...]

SEGMENT_BYTES = 1_000_000_000  # a segment is copied, checked and handed to a worker as a whole
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_TRANSFER_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}  # no longer true of a decoded body
_GZIP = zlib.MAX_WBITS + 16


class DamagedArchive(ColloquyError):
    """A record, a segment or the index is not what was stored; the text names file and record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, its body after content decoding. `withheld` says why it is no page of the dataset, or ""."""

    url: str
    status: int
    headers: Headers
    body: bytes
    request_headers: Headers = ()
    fetched_at: datetime | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One imported file."""

    url: str
    content: bytes
    content_type: str
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The earlier record that a revisit stands for."""

    record_id: str
    url: str
    date: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One record as read: its WARC headers (names in lower case), HTTP status and headers if it has any, payload."""

    warc: dict[str, str]
    status: int | None
    headers: Headers
    payload: bytes


def stamp(moment: datetime) -> str:
    """UTC with microseconds and Z, always 27 characters, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def make_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def pack_info(name: str, run_id: str) -> bytes:
    """The first member of a segment: who wrote it."""
    writer, out = _writer()
    about = {"software": "colloquy", "format": "WARC File Format 1.1", "isPartOf": run_id}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return out.getvalue()


def pack_answer(answer: Answer, record_id: str, origin: Origin | None) -> tuple[bytes, bytes]:
    """The request's member and the answer's: a response record, or with `origin` a revisit record without a body."""
    moment = stamp(answer.fetched_at or datetime.now(UTC))
    profile = "server-not-modified" if answer.status == HTTPStatus.NOT_MODIFIED else "identical-payload-digest"
    warc = _warc_headers(record_id, moment, answer.body, origin, profile)
    if answer.withheld:
        warc["Colloquy-Withheld"] = _one_line(answer.withheld)
        if not answer.body:
            warc["WARC-Truncated"] = "unspecified"
    http = (f"HTTP/1.1 {_status_line(answer.status)}", _decoded_headers(answer, origin))
    main = _member("revisit" if origin else "response", answer.url, warc, b"" if origin else answer.body, http)
    ask = {"WARC-Date": moment, "WARC-Record-ID": make_record_id(), "WARC-Concurrent-To": record_id}
    lines = [(_one_line(name), _one_line(value)) for name, value in answer.request_headers]
    return _member("request", answer.url, ask, b"", (f"GET {_path(answer.url)} HTTP/1.1", lines)), main


def pack_resource(resource: Resource, record_id: str, origin: Origin | None) -> bytes:
    """The member of an imported file: a resource record, or with `origin` a revisit record."""
    moment = stamp(resource.fetched_at or datetime.now(UTC))
    warc = _warc_headers(record_id, moment, resource.content, origin, "identical-payload-digest")
    warc["Content-Type"] = _one_line(resource.content_type or "application/octet-stream")
    return _member("revisit" if origin else "resource", resource.url, warc, b"" if origin else resource.content)


def unpack(member: bytes) -> Unpacked:
    """Parse one gzip member. Raises ValueError when it is not one whole, undamaged record."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        text = inflater.decompress(member) + inflater.flush()
    except zlib.error as error:
        raise ValueError(f"not to be decompressed ({error})") from error
    if not inflater.eof or inflater.unused_data:
        raise ValueError("cut short or followed by other bytes")
    head, _, rest = text.partition(b"\r\n\r\n")
    warc = {name.lower(): value for name, value in _lines(head)}
    block = rest[: int(warc["content-length"])] if warc.get("content-length", "").isdigit() else b""
    if not head.startswith(b"WARC/") or rest[len(block) :] != b"\r\n\r\n":
        raise ValueError("not a whole WARC record")
    if warc.get("warc-type") == "resource" or not warc.get("content-type", "").startswith("application/http"):
        return Unpacked(warc, None, (), block)
    http, _, payload = block.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/\S+ (\d{3})", http)
    return Unpacked(warc, int(status[1]) if status else None, tuple(_lines(http)), payload)


class SegmentWriter:
    """Appends members to `<site>/<run_id>-<n>.warc.gz` under `folder`. What `sync` has not seen may be lost."""

    def __init__(self, folder: Path, run_id: str, limit: int = SEGMENT_BYTES) -> None:
        self._folder, self._run_id, self._limit = folder, run_id, limit
        self._open: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def append(self, site: str, members: bytes) -> tuple[str, int, bytes]:
        """Write `members` in one piece; gives the file, the offset of the append, and what was written before `members`
        (a new segment begins with its warcinfo record). A failed write leaves the file as it was."""
        file, size = self._segment(site, len(members))
        info = b"" if size else pack_info(file, self._run_id)
        handle = self._handle(file)
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
                sync_folder(path.parent)
                sync_folder(self._folder)
        return self._open[file]


def read_span(path: Path, offset: int, length: int) -> bytes:
    """Bytes of a file; fewer than asked for when the file ends before."""
    with path.open("rb") as handle:
        handle.seek(offset)
        return handle.read(length)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last (a new file is only safe when its folder is synced too)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _segment_name(site: str, run_id: str, number: int) -> str:
    return f"{site}/{run_id}-{number:05d}.warc.gz"


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _writer() -> "tuple[WARCWriter, BytesIO]":
    from warcio.warcwriter import WARCWriter

    out = BytesIO()
    return WARCWriter(out, gzip=True, warc_version="1.1"), out


_Http = tuple[str, list[tuple[str, str]]]


def _member(kind: str, url: str, warc: dict[str, str], payload: bytes, http: _Http | None = None) -> bytes:
    """One record as a gzip member; `http` is the first line and the headers that go before the payload."""
    from warcio.statusandheaders import StatusAndHeaders

    writer, out = _writer()
    protocol, _, rest = http[0].partition(" ") if http else ("", "", "")
    record = writer.create_warc_record(
        _target(url),
        kind,
        payload=BytesIO(payload) if payload else None,
        length=len(payload),
        warc_headers_dict=warc,
        http_headers=StatusAndHeaders(rest, http[1], protocol=protocol) if http else None,
    )
    writer.write_record(record)
    return out.getvalue()


def _warc_headers(record_id: str, moment: str, content: bytes, origin: Origin | None, profile: str) -> dict[str, str]:
    digest = bytes.fromhex(origin.sha256) if origin else sha256(content).digest()
    headers = {
        "WARC-Date": moment,
        "WARC-Record-ID": record_id,
        "WARC-Payload-Digest": "sha256:" + base64.b32encode(digest).decode(),
    }
    if origin:
        headers["WARC-Profile"] = _PROFILE + profile
        headers["WARC-Refers-To"] = origin.record_id
        headers["WARC-Refers-To-Target-URI"] = _target(origin.url)
        headers["WARC-Refers-To-Date"] = origin.date
    return headers


def _decoded_headers(answer: Answer, origin: Origin | None) -> list[tuple[str, str]]:
    """The headers as sent, with those about the transfer renamed: the stored body is decoded."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER_HEADERS else name, _one_line(value))
        for name, value in ((_one_line(name), value) for name, value in answer.headers)
    ]
    return kept if origin else [*kept, ("Content-Length", str(len(answer.body)))]


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _lines(head: bytes) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _target(url: str) -> str:
    """`url` without anything that would break a header line."""
    return re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found[0]):02X}", url)


def _path(url: str) -> str:
    rest = _target(re.sub(r"^[a-z+]+://[^/?#]*", "", url, flags=re.IGNORECASE).partition("#")[0])
    return rest if rest.startswith("/") else "/" + rest


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n\x00]+", " ", value).strip()
