"""When a server is in trouble: try again, wait as long as it asks, leave a host alone that keeps failing."""

import asyncio
import time
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Request, Response

from crawler.failures import TRANSIENT
from crawler.guards import Refused
from crawler.guards.neighbours import slot_of

_TRANSIENT_STATUS = {408, 429, 500, 502, 503, 504, 522, 524}
_LONGEST_WAIT = 120.0  # seconds that a Retry-After is obeyed; beyond, the URL is left for the next run
_FAILURES_IN_A_ROW = 12  # URLs of one host, each after its last try
_MOST_TRIES = 3
_FEWER_TRIES = {DownloadTimeoutError: 2, CannotResolveHostError: 1}  # a minute each; the resolver has tried by itself


def read_retry_after(value: str, now: float) -> float | None:
    """Seconds to wait by a Retry-After header: a number or a date; None when it is neither.

    >>> [read_retry_after(value, 10.0) for value in ("7", "Thu, 01 Jan 1970 00:01:00 GMT", "soon")]
    [7.0, 50.0, None]
    """
    if value.strip().isdigit():
        return float(value)
    try:
        return max(parsedate_to_datetime(value).timestamp() - now, 0.0)
    except (ValueError, TypeError, OverflowError):
        return None


class PatienceGuard:
    """Tries transient failures again, `pause` seconds apart and growing, and counts failures in a row by host."""

    def __init__(self, crawler: Crawler, pause: float) -> None:
        self._crawler, self._pause = crawler, pause
        self._failures: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.settings.getfloat("COLLOQUY_RETRY_PAUSE"))

    def process_request(self, request: Request) -> None:
        if self._failures.get(_host(request), 0) >= _FAILURES_IN_A_ROW:
            raise Refused("error", f"{_host(request)} failed {_FAILURES_IN_A_ROW} times in a row: not asked again")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in _TRANSIENT_STATUS:
            self._failures.pop(_host(request), None)
            return response
        asked = read_retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), time.time())
        if asked is not None and asked > _LONGEST_WAIT:
            self._count(request)
            raise Refused("error", f"HTTP {response.status}, the server asks to wait {asked:.0f} seconds")
        return await self.again(request, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, TRANSIENT):
            return None
        return await self.again(request, None, _FEWER_TRIES.get(type(exception), _MOST_TRIES))

    async def again(self, request: Request, asked: float | None, most: int = _MOST_TRIES) -> Request | None:
        """The request to send next, after a pause; None when it was tried often enough."""
        tries = int(request.meta.get("tries", 1))
        if tries >= most:
            self._count(request)
            return None
        pause = self._pause * 4 ** (tries - 1) if asked is None else asked
        self._hold(slot_of(request), pause)
        await asyncio.sleep(pause)
        return request.replace(meta={**request.meta, "tries": tries + 1}, dont_filter=True)

    def _hold(self, name: str, pause: float) -> None:
        """Let no other request of this queue out before the pause is over."""
        assert self._crawler.engine
        slot = self._crawler.engine.downloader.slots.get(name)
        if slot and slot.delay:
            slot.lastseen = max(slot.lastseen, time.monotonic() + pause - slot.delay)

    def _count(self, request: Request) -> None:
        self._failures[_host(request)] = self._failures.get(_host(request), 0) + 1


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
