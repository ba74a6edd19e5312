"""Bytes of a segment that no index row knows, in; whole records found among them, out."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pipelines.archive_index import Index
from pipelines.archive_rewrite import Piece
from pipelines.archive_rows import Capture, Kind
from pipelines.segments import run_of
from pipelines.warc import Unpacked, unpack

_GZIP_START = b"\x1f\x8b\x08"
_GZIP = zlib.MAX_WBITS + 16
_KINDS: dict[str, Kind] = {"response": "response", "resource": "resource", "revisit": "revisit"}


@dataclass(frozen=True, slots=True)
class Found:
    """A whole record that holds or stands for a payload, and the bytes of its request before it."""

    record: Unpacked
    head: bytes
    main: bytes


def find_records(content: bytes) -> Iterator[Found]:
    """All whole records in a run of bytes; what lies between them is passed over."""
    at, head = 0, b""
    while (at := content.find(_GZIP_START, at)) >= 0:
        member = _cut_member(content, at)
        record = _read(member)
        if record is None:
            at, head = at + 1, b""
            continue
        kind = record.warc.get("warc-type", "")
        if kind in _KINDS:
            yield Found(record, head, member)
        head = member if kind == "request" else b""
        at += len(member)


def make_piece(found: Found, file: str, index: Index, number: int) -> Piece | None:
    """The found record as a capture with the given number; None when what it stands for is not in the index."""
    warc, (site, _, name) = found.record.warc, file.partition("/")
    headers = {key.lower(): value for key, value in found.record.headers}
    kind = _KINDS[warc["warc-type"]]
    origin = next(index.captures("record_id = ?", warc.get("warc-refers-to", "")), None)
    if kind == "revisit" and origin is None:
        return None
    payload = found.record.payload
    digest = origin.sha256 if origin else sha256(payload).hexdigest()
    if _stated_digest(warc) != digest:
        return None
    media = warc.get("content-type", "") if kind == "resource" else headers.get("content-type", "")
    capture = Capture(
        id=number, site=site, url=warc.get("warc-target-uri", ""), run_id=run_of(name), kind=kind,
        status=origin.status if origin else found.record.status, fetched_at=datetime.fromisoformat(warc["warc-date"]),
        content_type=origin.content_type if origin else media, sha256=digest,
        size=origin.size if origin else len(payload), etag=headers.get("etag", origin.etag if origin else ""),
        last_modified=headers.get("last-modified", origin.last_modified if origin else ""),
        withheld=warc.get("colloquy-withheld", ""), record_id=warc["warc-record-id"],
        payload_id=origin.payload_id if origin else number, file="", offset=0, length=0, start=-1, span_sha256="",
    )  # fmt: skip
    return Piece(capture, found.head, found.main)


def _stated_digest(warc: dict[str, str]) -> str:
    scheme, _, text = warc.get("warc-payload-digest", "").partition(":")
    try:
        return base64.b32decode(text).hex() if scheme == "sha256" else ""
    except ValueError:
        return ""


def _cut_member(content: bytes, at: int) -> bytes:
    """The gzip member that begins at `at`; nothing when it is damaged or cut short."""
    inflater = zlib.decompressobj(_GZIP)
    view = memoryview(content)[at:]
    try:
        inflater.decompress(view)
    except zlib.error:
        return b""
    return bytes(view[: len(view) - len(inflater.unused_data)]) if inflater.eof else b""


def _read(member: bytes) -> Unpacked | None:
    try:
        return unpack(member) if member else None
    except (ValueError, KeyError):
        return None
