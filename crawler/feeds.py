"""Where a page's head leads (feeds, the next page of a listing), and the addresses that a feed lists."""

import re
from itertools import islice

from lxml import etree
from scrapy.http import TextResponse

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_MOST_ENTRIES = 1_000  # of one feed; the longest that we saw had 500
_LINK = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"\b(rel|type|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_HEAD_BYTES = 200_000  # where a page's own links stand


def find_head_links(response: TextResponse) -> list[str]:
    """Feeds and following pages that the head names, as absolute addresses."""
    found: list[str] = []
    for tag in _LINK.findall(response.body[:_HEAD_BYTES]):
        pairs = _ATTRIBUTE.findall(tag)
        stated = {name.lower(): (double or single or bare).decode("latin-1") for name, double, single, bare in pairs}
        rel = stated.get(b"rel", "").lower().split()
        feed = "alternate" in rel and stated.get(b"type", "").lower() in FEED_TYPES
        if stated.get(b"href") and (feed or "next" in rel):
            found.append(_join(response, stated[b"href"]))
    return [url for url in found if url]


def find_entries(response: TextResponse) -> list[str]:
    """Addresses of the entries of an RSS or Atom feed; none for what is no feed."""
    if not re.search(rb"<(?:rss|rdf:RDF|feed)\b", response.body[:1000]):
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(response.body, parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    entries = root.iterfind(".//{*}item"), root.iterfind(".//{*}entry")
    links = (link for some in entries for entry in some for link in entry.iterfind("{*}link"))
    own = (link for link in links if link.get("rel", "alternate") == "alternate")
    stated = ((link.get("href") or link.text or "").strip() for link in islice(own, _MOST_ENTRIES))
    return [url for address in stated if address and (url := _join(response, address))]


def _join(response: TextResponse, address: str) -> str:
    try:
        return response.urljoin(address)
    except ValueError:
        return ""
