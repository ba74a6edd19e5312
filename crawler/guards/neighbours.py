"""Hosts behind one address share one queue: institutes share servers, and a server's patience is not a host's.

The downloader keeps its pause and its one request in flight by slot; the slot of a host is its address.
"""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.utils.defer import maybe_deferred_to_future

from crawler.hosts import find_literal, is_loopback_host

SLOT = "download_slot"  # Scrapy's name


def slot_of(request: Request) -> str:
    """The name of the queue that a request waits in."""
    return str(request.meta.get(SLOT) or urlsplit(request.url).hostname or "")


class NeighbourGuard:
    """Puts each request into the queue of its host's address; what does not resolve is the downloader's affair."""

    def __init__(self, timeout: float, resolver: Any = None) -> None:
        self._timeout, self._resolver = timeout, resolver

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("DNS_TIMEOUT"))

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if SLOT in request.meta or not host or find_literal(host) or is_loopback_host(host):
            return
        try:  # the resolver keeps what it has found, so this asks once a host
            address = await maybe_deferred_to_future(self._look_up(host))
        except Exception:  # whatever it is, the downloader meets it again and says it
            return
        request.meta[SLOT] = address

    def _look_up(self, host: str) -> Any:
        """By the reactor's resolver, which is the guarded one once the reactor runs."""
        if self._resolver is None:
            from twisted.internet import reactor

            self._resolver = reactor.resolver
        return self._resolver.getHostByName(host, (self._timeout,))
