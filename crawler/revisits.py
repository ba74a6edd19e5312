"""Known pages are asked whether they have changed. They pass the same guards and the same queue of their host as all
others, but not Scrapy's scheduler and scraper, which cost more than the whole answer of a page that has not.

A page waits here as an address alone: a site of 100,000 known pages takes no more memory than their addresses.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from heapq import heappop, heappush
from typing import Any

from crawler.addresses import rank

_PAUSE = 0.05  # seconds; until somebody else's requests have left the downloader

Ask = Callable[[str, str, int], Coroutine[Any, Any, None]]
Most = Callable[[str], int]
Tell = Callable[[], None]


class Revisits:
    """Addresses that wait, by site, and how many are asked. `most`: at once of one site; `is_full`: whether the
    downloader takes no more; `ask`: what is done with (site, address, depth); `at_rest` is called when all are done."""

    def __init__(self, ask: Ask, most: Most, is_full: Callable[[], bool], at_rest: Tell, in_all: int) -> None:
        self._ask, self._most, self._is_full, self._at_rest, self._in_all = ask, most, is_full, at_rest, in_all
        self._waiting: dict[str, list[tuple[int, int, str, int]]] = {}
        self._asked: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: asyncio.TimerHandle | None = None
        self._count = 0

    @property
    def busy(self) -> bool:
        return bool(self._tasks or self._waiting)

    def add(self, site: str, url: str, depth: int) -> None:
        """Ask for this page in its turn: by rank, and of one rank the first first."""
        self._count += 1
        heappush(self._waiting.setdefault(site, []), (-rank(url, depth), self._count, url, depth))
        self._start()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._waiting.clear()

    def _start(self) -> None:
        while self._waiting and len(self._tasks) < self._in_all and not self._is_full():
            site = min(self._waiting, key=lambda one: self._asked[one] - self._most(one))
            if self._asked[site] >= self._most(site):
                return  # every site has its fill; the next answer comes back here
            _, _, url, depth = heappop(self._waiting[site])
            if not self._waiting[site]:
                del self._waiting[site]
            self._asked[site] += 1
            task = asyncio.ensure_future(self._ask(site, url, depth))
            self._tasks.add(task)
            task.add_done_callback(lambda done, site=site: self._end(done, site))  # type: ignore[misc]  # bound now
        if self._waiting and not self._tasks and self._later is None:
            self._later = asyncio.get_running_loop().call_later(_PAUSE, self._try_again)

    def _try_again(self) -> None:
        self._later = None
        self._start()

    def _end(self, task: "asyncio.Task[None]", site: str) -> None:
        self._tasks.discard(task)
        self._asked[site] -= 1
        if not task.cancelled():
            task.result()  # what is unexpected is logged by the loop, not swallowed
        self._start()
        if not self.busy:
            self._at_rest()
