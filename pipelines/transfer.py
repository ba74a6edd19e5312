"""An HTTP body as it went over the wire in, its content out."""

import re
import zlib
from collections.abc import Iterable

MOST_BYTES = 16 << 20
"""Of one page, decoded, fetched or brought in: a hundred times the mean, and what a hostile one costs can be borne."""
TOO_LARGE = f"larger than {MOST_BYTES >> 20} MiB"
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")
_GZIP_SIGN = b"\x1f\x8b"


class CodingError(ValueError):
    """A body is not what its headers say."""


def decode_body(headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """Undo chunks and compression that the headers state. Raises CodingError for what cannot be undone.

    Archives differ in what they keep: some state a coding that they have undone already, and of those the body does not
    look coded; it stays as it is.
    """
    stated = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in stated.get("transfer-encoding", ""):
        body = _join_chunks(body)
    for coding in reversed([one.strip() for one in stated.get("content-encoding", "").split(",")]):
        body = _undo(coding, body)
    return body


def _undo(coding: str, body: bytes) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, zlib.MAX_WBITS + 16) if body.startswith(_GZIP_SIGN) else body
    if coding == "deflate":
        return _undo_deflate(body)
    if coding == "br":
        return _undo_brotli(body)
    if coding in ("", "identity", "utf-8"):
        return body
    raise CodingError(f"content coding `{coding[:40]}` cannot be undone")


def _join_chunks(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        part = body[found.end() : found.end() + size]
        if len(part) < size:
            raise CodingError("its chunks end too early")
        parts.append(part)
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    if parts:
        raise CodingError("its chunks end too early")
    return body


def _inflate(body: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    try:
        content = inflater.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise CodingError(f"its compression is damaged ({error})") from error
    return _whole(content, ended=inflater.eof)


def _undo_deflate(body: bytes) -> bytes:
    """With the header of zlib or, as some servers send it, without; a body that is neither was never deflated."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _inflate(body, window)
        except CodingError:
            continue
    if body.lstrip().startswith(b"<"):
        return body
    raise CodingError("its compression is damaged")


def _undo_brotli(body: bytes) -> bytes:
    import brotli

    inflater = brotli.Decompressor()
    try:
        content = bytes(inflater.process(body, output_buffer_limit=MOST_BYTES + 1))
    except brotli.error as error:
        if body.lstrip().startswith(b"<"):  # it has no sign to know it by
            return body
        raise CodingError("its compression is damaged") from error
    return _whole(content, ended=inflater.is_finished())


def _whole(content: bytes, *, ended: bool) -> bytes:
    if len(content) > MOST_BYTES:
        raise CodingError(TOO_LARGE)
    if not ended:
        raise CodingError("its compression is cut short")
    return content
