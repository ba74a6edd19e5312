"""WARC 1.1 records: one HTTP answer or imported file in, gzip members out, and back again. Knows no files."""

import base64
import re
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256
from http import HTTPStatus
from urllib.parse import quote

from pipelines.errors import ColloquyError
from pipelines.transfer import decode_body

Headers = tuple[tuple[str, str], ...]

_MOST_HEADERS = 1_000  # of one answer; a hostile one had 100,000, over which warcio took eight seconds
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
TLS_VERIFIED = "Colloquy-TLS-Verified"
"""WARC header, `false` where nobody looked at the certificate of the server that answered."""
RENDERED = "Colloquy-Rendered"
"""WARC header of a page as its scripts left it. Such a record is a `response` like the others, with the answer's status
and headers, for all that reads, masks, joins and mends captures to treat it alike; what was sent in its place had no
text. A `conversion` record would want the sent page beside it, and could not hold its headers."""
_CODINGS = {"content-encoding", "transfer-encoding"}  # headers that are no longer true of a decoded body
_TRANSFER_HEADERS = {*_CODINGS, "content-length"}
_GZIP = zlib.MAX_WBITS + 16
_LEVEL = 6  # of compression; 9 takes twice the time for one per cent
_HEAD_END = re.compile(rb"\r?\n\r?\n")  # some servers end lines their own way, and archives keep it
_LINE_END = re.compile(r"\r?\n")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class DamagedArchive(ColloquyError):
    """A record, a segment or the index is not what was stored; the text names file and record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, its body after content decoding. `withheld` says why it is no page of the dataset, or ""."""

    url: str
    status: int
    headers: Headers
    body: bytes
    request_headers: Headers | None = ()
    """None where somebody else asked and did not say how: then there is no record of a request."""
    fetched_at: datetime | None = None
    withheld: str = ""
    notes: Headers = ()
    """Further headers of the WARC record: how the answer came to be."""


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
    about = ("software: colloquy", "format: WARC File Format 1.1", f"isPartOf: {run_id}", "")
    headers = {"WARC-Record-ID": make_record_id(), "WARC-Filename": name, "WARC-Date": stamp(datetime.now(UTC))}
    return _member("warcinfo", "", {**headers, "Content-Type": "application/warc-fields"}, "\r\n".join(about).encode())


def pack_answer(answer: Answer, record_id: str, origin: Origin | None) -> tuple[bytes, bytes]:
    """The request's member and the answer's: a response record, or with `origin` a revisit record without a body.
    What was asked before a 304 goes without saying: the validators of the record that it refers to."""
    moment = stamp(answer.fetched_at or datetime.now(UTC))
    profile = "server-not-modified" if answer.status == HTTPStatus.NOT_MODIFIED else "identical-payload-digest"
    warc = _warc_headers(record_id, moment, answer.body, origin, profile)
    if answer.withheld:
        warc["Colloquy-Withheld"] = _one_line(answer.withheld)
        if not answer.body:
            warc["WARC-Truncated"] = "unspecified"
    warc |= {name: _one_line(value) for name, value in answer.notes}
    http = (f"HTTP/1.1 {_status_line(answer.status)}", _decoded_headers(answer, origin))
    main = _member("revisit" if origin else "response", answer.url, warc, b"" if origin else answer.body, http)
    if answer.status == HTTPStatus.NOT_MODIFIED or answer.request_headers is None:
        return b"", main
    ask = {"WARC-Date": moment, "WARC-Record-ID": make_record_id(), "WARC-Concurrent-To": record_id}
    lines = [(_token(name), _one_line(value)) for name, value in answer.request_headers]
    return _member("request", answer.url, ask, b"", (f"GET {_path(answer.url)} HTTP/1.1", lines)), main


def pack_resource(resource: Resource, record_id: str, origin: Origin | None) -> bytes:
    """The member of an imported file: a resource record, or with `origin` a revisit record."""
    moment = stamp(resource.fetched_at or datetime.now(UTC))
    warc = _warc_headers(record_id, moment, resource.content, origin, "identical-payload-digest")
    warc["Content-Type"] = _one_line(resource.content_type or "application/octet-stream")
    return _member("revisit" if origin else "resource", resource.url, warc, b"" if origin else resource.content)


def unpack(member: bytes) -> Unpacked:
    """Parse one gzip member, or a record that is not compressed. Raises ValueError when it is not one whole, undamaged
    record."""
    text = member if member.startswith(b"WARC/") else _decompress(member)
    head, _, rest = text.partition(b"\r\n\r\n")
    warc = {name.lower(): value for name, value in _lines(head)}
    size = int(warc["content-length"]) if warc.get("content-length", "").isdigit() else 0
    if not head.startswith(b"WARC/") or len(rest) < size or rest[size:].strip(b"\r\n"):
        raise ValueError("not a whole WARC record")
    return parse_block(warc, rest[:size])


def parse_block(warc: dict[str, str], block: bytes) -> Unpacked:
    """A record by its headers (names in lower case) and what follows them. Raises CodingError for a payload that
    cannot be decoded; what is written here is never encoded."""
    if warc.get("warc-type") == "resource" or not warc.get("content-type", "").startswith("application/http"):
        return Unpacked(warc, None, (), block)
    status, headers, body = split_answer(block)
    payload = decode_body(headers, body)
    return Unpacked(warc, status, tuple((_set_aside(name), value) for name, value in headers), payload)


def split_answer(block: bytes) -> tuple[int | None, Headers, bytes]:
    """Status, headers and body, as it was sent, of an HTTP answer."""
    end = _HEAD_END.search(block)
    http, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    status = re.match(rb"HTTP/\S+ (\d{3})", http)
    return int(status[1]) if status else None, tuple(_lines(http)), body


def _set_aside(name: str) -> str:
    """The name of a header as it is archived with a decoded body, of which some headers are no longer true."""
    return f"X-Archive-Orig-{name}" if name.lower() in _CODINGS else name


def _decompress(member: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        text = inflater.decompress(member) + inflater.flush()
    except zlib.error as error:
        raise ValueError(f"not to be decompressed ({error})") from error
    if not inflater.eof or inflater.unused_data:
        raise ValueError("cut short or followed by other bytes")
    return text


_Http = tuple[str, list[tuple[str, str]]]


def _member(kind: str, url: str, warc: dict[str, str], payload: bytes, http: _Http | None = None) -> bytes:
    """One record as a gzip member; `http` is the first line and the headers that go before the payload. Written here
    and not by warcio, whose buffers take half a millisecond a record; a test has warcio read what stands here."""
    block = b"".join((_pack_http(*http), payload)) if http else payload
    stated = {"WARC-Type": kind, "WARC-Target-URI": _target(url), **warc}
    stated["WARC-Block-Digest"] = "sha1:" + base64.b32encode(sha1(block, usedforsecurity=False).digest()).decode()
    if http:
        stated["Content-Type"] = f"application/http; msgtype={'request' if kind == 'request' else 'response'}"
    stated["Content-Length"] = str(len(block))
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items() if value)
    return _compress(b"WARC/1.1\r\n%b\r\n%b\r\n\r\n" % (head.encode(), block))


def _compress(text: bytes) -> bytes:
    """A gzip member. A window as large as the text is enough; zlib's usual 256 KB of memory cost more than the work."""
    window = min(max(len(text).bit_length(), 9), zlib.MAX_WBITS)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + window, 8 if window == zlib.MAX_WBITS else 6)
    return packer.compress(text) + packer.flush()


def _pack_http(first: str, headers: list[tuple[str, str]]) -> bytes:
    """In ASCII, as HTTP has it: what is beyond that is percent-encoded."""
    text = "".join(f"{line}\r\n" for line in (first, *(f"{name}: {value}" for name, value in headers), ""))
    return (text if text.isascii() else _BEYOND_ASCII.sub(lambda found: quote(found[0]), text)).encode()


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
        (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER_HEADERS else _token(name), _one_line(value))
        for name, value in answer.headers[:_MOST_HEADERS]
    ]
    return kept if origin else [*kept, ("Content-Length", str(len(answer.body)))]


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _lines(head: bytes) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in _LINE_END.split(head.decode("utf-8", "replace"))[1:])
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _target(url: str) -> str:
    """`url` without anything that would break a header line."""
    return re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found[0]):02X}", url)


def _path(url: str) -> str:
    rest = _target(re.sub(r"^[a-z+]+://[^/?#]*", "", url, flags=re.IGNORECASE).partition("#")[0])
    return rest if rest.startswith("/") else "/" + rest


def _token(name: str) -> str:
    """A header's name with nothing in it that RFC 9110 forbids there."""
    return re.sub(r"[^\w!#$%&'*+.^`|~-]", "_", name, flags=re.ASCII) or "_"


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n\x00]+", " ", value).strip()
