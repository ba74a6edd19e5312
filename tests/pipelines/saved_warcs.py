"""WARC files as others write them, for the tests of what reads them."""

import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = "<html lang=en><title>{0}</title><h1>{0}</h1><p>What the {0} is about, said at some length for all who ask.</p>"


@dataclass(frozen=True)
class Saved:
    """One record; without a body that of a page about its address."""

    url: str
    body: bytes | None = None
    headers: Sequence[tuple[str, str]] = HTML
    status: str = "200 OK"
    kind: str = "response"
    warc: Mapping[str, str] | None = None

    @property
    def content(self) -> bytes:
        return PAGE.format(self.url.rpartition("/")[2]).encode() if self.body is None else self.body


def write_warc(path: Path, records: Sequence[Saved], form: str = "members") -> Path:
    """Write them with warcio: `members` (a gzip member a record), `plain`, or `whole` (one gzip member for all)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=form == "members")
    for one in records:
        http = StatusAndHeaders(one.status, list(one.headers), protocol="HTTP/1.1")
        stated = {"WARC-Date": "2026-03-01T10:00:00Z"} | dict(one.warc or {})
        if one.kind == "response":
            record = writer.create_warc_record(
                one.url, "response", payload=io.BytesIO(one.content), http_headers=http, warc_headers_dict=stated
            )
        else:
            media = dict(one.headers).get("Content-Type", "application/warc-fields")
            record = writer.create_warc_record(
                one.url, one.kind, payload=io.BytesIO(one.content), warc_content_type=media, warc_headers_dict=stated
            )
        writer.write_record(record)
    path.write_bytes(gzip.compress(out.getvalue()) if form == "whole" else out.getvalue())
    return path
