"""Addresses as the crawl knows them: one spelling a page, which of them belong to a site, which come first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from scrapy.linkextractors import IGNORED_EXTENSIONS
from w3lib.url import canonicalize_url

from pipelines.profiles import Profile

_LONGEST = 2000  # characters; longer addresses are made by mistakes and traps
_PORTS = {"http": 80, "https": 443}
_NOISE = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_hs\w+|igshid|phpsessid|jsessionid|aspsessionid\w*|sessionid|cfid|cftoken"
)  # parameters that tell visits apart, not pages
_PATH_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|sid)=[^/?#]*|/\([a-z]\([0-9a-z]{12,}\)\)(?=/)")
_PROMISING = re.compile(
    r"(?i)event|seminar|workshop|lecture|talk|conference|symposi|colloqui|calendar|meeting|series|"
    r"group|network|communit|whats-on|what-s-on|programme|veranstaltung|agenda|\.ics$"
)


@lru_cache(maxsize=20_000)  # of ten links of a page nine stood on the page before
def normalise(url: str) -> str | None:
    """The one spelling of an address, or None for what is no web address.

    >>> normalise("HTTP://Example.org:80/a/../b;jsessionid=1F?b=2&utm_source=x&a=1#top")
    'http://example.org/b?a=1&b=2'
    >>> normalise("mailto:someone@example.org") is normalise("http://user:secret@example.org/") is None
    True
    """
    try:
        parts = urlsplit(canonicalize_url(_PATH_SESSION.sub("", url.strip()), keep_fragments=False))
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    clean = SplitResult(parts.scheme, netloc, _without_dots(parts.path) or "/", _without_noise(parts.query), "")
    return clean.geturl() if len(clean.geturl()) <= _LONGEST else None


def _without_noise(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _NOISE.fullmatch(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` as a browser does."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept + [""] * path.endswith(("/.", "/..")))


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses belong to a site: its hosts (with or without www.), its ports, none of its `deny` patterns."""

    hosts: frozenset[str]
    ports: frozenset[int]
    deny: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, profile: Profile) -> Self:
        port = _port(urlsplit(profile.url))
        ports = frozenset(_PORTS.values()) if port in _PORTS.values() else frozenset((port,))
        return cls.of_hosts(profile.host_names, profile.deny, ports)

    @classmethod
    def of_hosts(
        cls, hosts: Iterable[str], deny: Iterable[str] = (), ports: frozenset[int] = frozenset(_PORTS.values())
    ) -> Self:
        """The scope of a site that is known by the names of its hosts."""
        names = frozenset(host.lower().removeprefix("www.") for host in hosts)
        return cls(names, ports, tuple(map(re.compile, deny)))

    def has(self, url: str) -> bool:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        if host not in self.hosts or _port(parts) not in self.ports:
            return False
        return not any(pattern.search(url) for pattern in self.deny)


def is_page_address(url: str) -> bool:
    """Whether the path ends like a page's, not like a picture's, an archive's or a document's."""
    ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
    return not ending[1] or ending[2].lower() not in IGNORED_EXTENSIONS


def rank(url: str, depth: int) -> int:
    """Which address is fetched first: what sounds like events and groups, then what stands near the start."""
    return (20 if _PROMISING.search(urlsplit(url).path) else 0) - depth


def find_origins(urls: Sequence[str]) -> list[str]:
    """Scheme and host of each address, once each, as the address of the root."""
    roots = (SplitResult(*urlsplit(url)[:2], "/", "", "").geturl() for url in urls)
    return list(dict.fromkeys(roots))


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return 0
