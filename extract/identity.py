"""Addresses and ids: which pages are one, and what a record is called across crawls."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_gl|igshid|ref_src|itok|phpsessid|jsessionid|sid)$", re.I
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.I)
_DEFAULT_PORTS = {("http", 80), ("https", 443)}


def join_address(base: str, target: str) -> str:
    """The absolute address of a link; "" for one that is none.

    >>> join_address("https://example.org/a/b", "../c"), join_address("https://example.org/", "http://[broken")
    ('https://example.org/c', '')
    """
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def plain_url(url: str) -> str:
    """One spelling of an address: host in lower case, no fragment, tracking, default port, index file, end slash.

    >>> plain_url("HTTPS://WWW.Example.org:443/events/tea/index.html?utm_source=x&id=3#top")
    'https://www.example.org/events/tea?id=3'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in _DEFAULT_PORTS else ""
    path = _INDEX.sub("/", quote(unquote(parts.path), safe="/~!$&'()*+,;=:@-._"))
    query = urlencode([pair for pair in parse_qsl(parts.query, True) if not _TRACKING.match(pair[0])])
    return urlunsplit((parts.scheme, host + port, path.rstrip("/") or "/", query, ""))


def canonical_url(url: str, claimed: str) -> str:
    """The address a page is known by: its own claim if that names a page of the same host, else `url`, both plain.

    A claim of the home page on another page is a template's mistake and is not believed.
    """
    own = _plain_or_same(url)
    if not claimed:
        return own
    claim = _plain_or_same(claimed)
    ours, theirs = urlsplit(own), urlsplit(claim)
    same_host = _bare_host(ours.netloc) == _bare_host(theirs.netloc)
    home_only = theirs.path == "/" and ours.path != "/"
    return claim if same_host and not home_only else own


def record_id(kind: str, url: str, part: str = "") -> str:
    """16 hex digits from the kind, the address (without scheme and www) and, for a part of a page, its name."""
    parts = urlsplit(canonical_url(url, ""))
    place = _bare_host(parts.netloc) + parts.path.lower() + ("?" + parts.query if parts.query else "")
    return hashlib.sha256("\n".join((kind, place, part)).encode()).hexdigest()[:16]


@lru_cache(maxsize=32_768)  # a site's addresses are asked for again and again, in the same order: 10 MB at most
def _plain_or_same(url: str) -> str:
    try:
        return plain_url(url)
    except ValueError:  # a port that is no number, a broken IPv6 address
        return url


def _bare_host(host: str) -> str:
    return host.lower().removeprefix("www.")
