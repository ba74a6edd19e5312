"""When a server is in trouble: try again, wait as long as it asks, leave a host alone that keeps failing.

How long a host is left alone is kept on the disk: a crawl that is killed and started again keeps to it.
"""

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
from crawler.host_notes import HostNotes
from crawler.job import job_of

_TRANSIENT_STATUS = {408, 429, 500, 502, 503, 504, 522, 524}
_LONGEST_WAIT = 120.0  # seconds that a Retry-After is waited for; beyond, the host is left for a later run
_FAILURES_IN_A_ROW = 12  # URLs of one host, each after its last try
_MOST_TRIES = 3  # of one address: what fails thrice in half a minute fails for longer
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
    """Tries transient failures again, `pause` seconds apart and growing, and counts failures in a row by host: who has
    too many is left alone for `rest` seconds."""

    def __init__(self, crawler: Crawler, pause: float, rest: float, notes: HostNotes) -> None:
        self._crawler, self._pause, self._rest, self._notes = crawler, pause, rest, notes
        self._failures: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        notes = HostNotes(job_of(crawler).archive.folder.parent / "cache" / "hosts.json")
        settings = crawler.settings
        return cls(crawler, settings.getfloat("COLLOQUY_RETRY_PAUSE"), settings.getfloat("COLLOQUY_REST"), notes)

    async def process_request(self, request: Request) -> None:
        left, reason = self._notes.find(_host(request))
        if reason:
            raise Refused("error", reason)
        if left:
            await asyncio.sleep(left)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in _TRANSIENT_STATUS:
            self._failures.pop(_host(request), None)
            return response
        asked = read_retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), time.time())
        if asked:
            too_long = asked > _LONGEST_WAIT
            reason = f"HTTP {response.status}, the server asks to wait {asked:.0f} seconds" if too_long else ""
            self._notes.leave(_host(request), asked, reason)
            if too_long:
                raise Refused("error", reason)
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
        first = request.meta.get("first", request)  # who waits for the answer holds this one
        first.meta["tries"] = tries + 1
        return request.replace(meta={**request.meta, "tries": tries + 1, "first": first}, dont_filter=True)

    def _hold(self, name: str, pause: float) -> None:
        """Let no other request of this queue out before the pause is over."""
        assert self._crawler.engine
        slot = self._crawler.engine.downloader.slots.get(name)
        if slot and slot.delay:
            slot.lastseen = max(slot.lastseen, time.monotonic() + pause - slot.delay)

    def _count(self, request: Request) -> None:
        """One more failure in a row; after a rest, a single further failure is enough."""
        host = _host(request)
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= _FAILURES_IN_A_ROW:
            self._notes.leave(host, self._rest, f"{host} failed {_FAILURES_IN_A_ROW} times in a row: left alone")


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
