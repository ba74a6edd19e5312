"""A gzip stream that is cut short or damaged is noticed; Scrapy would hand over what can be read of it as the page."""

import zlib
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.guards import Refused
from crawler.guards.patience import PatienceGuard

_CHUNK = 65_536
_ASKED_FOR = ("gzip", "x-gzip", "deflate")  # as the settings' Accept-Encoding says; br and zstd would need libraries


def is_whole_gzip(body: bytes, most: int) -> bool:
    """Whether `body` is complete gzip members with right checksums; beyond `most` bytes inflated nobody looks.

    >>> import gzip
    >>> packed = gzip.compress(b"page " * 100)
    >>> is_whole_gzip(packed, 10_000), is_whole_gzip(packed + packed, 10_000), is_whole_gzip(packed[:-9], 10_000)
    (True, True, False)
    """
    seen = 0
    while body:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            while not inflater.eof and seen <= most:
                part = inflater.decompress(body, _CHUNK)
                body, seen = inflater.unconsumed_tail, seen + len(part)
                if not part and not body and not inflater.eof:
                    return False
        except zlib.error:
            return False
        if seen > most:
            return True
        body = inflater.unused_data.lstrip(b"\x00")
    return True


class CompressionGuard:
    """Has an answer whose gzip stream is not whole sent again, and refuses it when that does not help. What is too
    large is the next middleware's affair."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._most = crawler, crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        encodings = find_encodings(response)
        strange = next((one for one in encodings if one not in _ASKED_FOR), "")
        if strange:
            raise Refused("error", f"compressed as {strange[:20]}, which was not asked for")
        if not encodings or encodings[-1] == "deflate" or is_whole_gzip(response.body, self._most):
            return response
        patience = self._crawler.get_downloader_middleware(PatienceGuard)
        again = await patience.again(request, None) if patience else None
        if again is None:
            raise Refused("error", "the compressed answer is cut short or damaged")
        return again


def find_encodings(response: Response) -> list[str]:
    """How the body is packed, innermost first."""
    stated = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    return [name for one in stated if (name := one.strip()) not in ("", "identity")]
