"""A gzip stream that is cut short or damaged is noticed; Scrapy would hand over what can be read of it as the page."""

import zlib
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.guards import Refused

_CHUNK = 65_536


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
    """Refuses an answer whose gzip stream is not whole. What is too large is the next middleware's affair."""

    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        encodings = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if encodings[-1].strip().lower() in (b"gzip", b"x-gzip") and not is_whole_gzip(response.body, self._most):
            raise Refused("error", "the compressed answer is cut short or damaged")
        return response
