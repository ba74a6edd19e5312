"""A sitemap's bytes in (XML, gzip or plain text), addresses out."""

import zlib
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from scrapy.utils.sitemap import Sitemap

_MOST_URLS = 50_000  # sitemaps.org: of one file
_MOST_BYTES = 52_428_800  # sitemaps.org: uncompressed
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SitemapContent:
    """`pages` of a url set, or `sitemaps` of an index; `problem` says what kept it from being read."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    problem: str = ""


def parse_sitemap(body: bytes) -> SitemapContent:
    """Read one sitemap file.

    >>> parse_sitemap(b"<urlset><url><loc> https://lab.example/a </loc></url></urlset>").pages
    ('https://lab.example/a',)
    >>> parse_sitemap(b"nothing of the sort").problem
    'no sitemap'
    """
    if body.startswith(_GZIP_MAGIC):
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(body, _MOST_BYTES)
        except zlib.error as error:
            return SitemapContent(problem=f"damaged gzip ({error})")
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _parse_lines(body)
    try:
        tree = Sitemap(body)
        addresses = tuple(islice((entry["loc"] for entry in tree if entry.get("loc")), _MOST_URLS))
    except (etree.XMLSyntaxError, StopIteration, ValueError):
        return SitemapContent(problem="no sitemap")
    if tree.type == "sitemapindex":
        return SitemapContent(sitemaps=addresses)
    return SitemapContent(pages=addresses) if tree.type == "urlset" else SitemapContent(problem="no sitemap")


def _parse_lines(body: bytes) -> SitemapContent:
    lines = tuple(line.strip() for line in body.decode("utf-8", "replace").splitlines() if line.strip())
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        return SitemapContent(problem="no sitemap")
    return SitemapContent(pages=lines[:_MOST_URLS])
