"""Slow down when a server slows down: of its time, a crawl takes at most half. A crawl that is started again goes on at
the pace of the one before.

Scrapy's AutoThrottle is not used: it speeds up again below a Crawl-delay.
"""

from collections.abc import Callable
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response

from crawler.guards.neighbours import slot_of
from crawler.job import job_of
from crawler.paces import Paces

_SHARE = 2.0  # seconds from one request to the next for each second that the server needs
_LONGEST = 60.0  # seconds between two requests; a server slower than this is in trouble, which PatienceGuard counts


def find_delay(now: float, usual: float, latency: float) -> float:
    """The next delay of a queue: up at once, down by halves, never below what is usual for it.

    >>> find_delay(2.0, 2.0, 0.4), find_delay(2.0, 2.0, 7.0), find_delay(14.0, 2.0, 0.4), find_delay(10.0, 10.0, 90.0)
    (2.0, 14.0, 8.0, 60.0)
    """
    wanted = min(max(usual, _SHARE * latency), max(_LONGEST, usual))
    return max(wanted, (now + wanted) / 2)


class PaceGuard:
    """Sets the delay of a request's queue by how long the answer took. A queue without a delay keeps none."""

    def __init__(
        self, slots: Callable[[], dict[str, Any]], usual: Callable[[str], float], timeout: float, paces: Paces
    ) -> None:
        self._slots, self._usual, self._timeout, self._paces = slots, usual, timeout, paces
        self._met: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        def slots() -> dict[str, Any]:
            assert crawler.engine
            return crawler.engine.downloader.slots

        def usual(name: str) -> float:  # Crawl-delay stands there too
            assert crawler.engine
            stated = crawler.engine.downloader.per_slot_settings.get(name, {}).get("delay")
            return float(crawler.settings.getfloat("DOWNLOAD_DELAY") if stated is None else stated)

        paces = Paces(job_of(crawler).archive.folder.parent / "cache" / "paces.json")
        return cls(slots, usual, crawler.settings.getfloat("DOWNLOAD_TIMEOUT"), paces)

    def process_response(self, request: Request, response: Response) -> Response:
        if "download_latency" in request.meta:  # what comes from the archive costs the server nothing
            self._adapt(slot_of(request), float(request.meta["download_latency"]))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadTimeoutError):
            self._adapt(slot_of(request), self._timeout)

    def _adapt(self, name: str, latency: float) -> None:
        slot = self._slots().get(name)
        if slot and slot.delay:
            before = slot.delay if name in self._met else max(slot.delay, self._paces.find(name))
            self._met.add(name)
            slot.delay = find_delay(before, self._usual(name), latency)
            if slot.delay > self._usual(name) or self._paces.find(name):
                self._paces.keep(name, slot.delay)
