"""Only public addresses are connected to: every name is checked after it is resolved, every literal in any spelling."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.guards import Refused
from crawler.hosts import find_literal, is_allowed, why_refused


class AddressGuard:
    """Refuses a URL whose host is an address that may not be connected to, before anything else looks at it."""

    def __init__(self, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getbool("COLLOQUY_ALLOW_LOOPBACK"))

    def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        literal = find_literal(host)
        if literal and not is_allowed(literal, allow_loopback=self._allow_loopback):
            raise Refused("skipped", f"{host} {why_refused(literal)}")


class GuardedResolver(CachingThreadedResolver):
    """Resolves as Scrapy does, but a name that leads to an address that may not be connected to does not resolve.

    The address that is checked is the one that is connected to, so a name that changes in between gains nothing.
    """

    def __init__(self, reactor: Any, cache_size: int, timeout: float, allow_loopback: bool) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allow_loopback = allow_loopback
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        allow = settings.getbool("COLLOQUY_ALLOW_LOOPBACK")
        return cls(reactor, size, settings.getfloat("DNS_TIMEOUT"), allow)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if is_allowed(address, allow_loopback=self._allow_loopback):
            return address
        self.refused[name] = address
        raise DNSLookupError(f"{name} leads to {address}, which {why_refused(address)}")
