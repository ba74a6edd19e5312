"""What a site says of its own addresses and of their use: sitemaps that robots.txt names, its policy on mining."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import failures
from crawler.addresses import find_origins, normalise
from crawler.frontier import Frontier
from crawler.guards.robots import RobotsGuard, Rules
from crawler.sitemaps import parse_sitemap
from crawler.visits import read_headers
from pipelines.archive import Answer, RunProblem
from pipelines.archiver import SideFile
from pipelines.usage_signals import TDMREP, TDMREP_PATH

if TYPE_CHECKING:
    from crawler.spider import InstituteSpider

_MOST_SITEMAPS = 50  # of one site


class Discovery:
    """Requests for such files, and what becomes of the answers: pages for the spider to follow, files to keep."""

    def __init__(self, spider: "InstituteSpider") -> None:
        self._spider = spider

    async def requests(self) -> AsyncIterator[Request]:
        guard = self._spider.crawler.get_downloader_middleware(RobotsGuard)
        assert guard is not None
        wanted = [
            frontier
            for frontier in self._spider.frontiers.values()
            if frontier.profile.sitemap and self._spider.job.follow
        ]
        pairs = [(frontier, origin) for frontier in wanted for origin in find_origins(frontier.start_urls())]
        for done in asyncio.as_completed([self._read_rules(guard, *pair) for pair in pairs]):
            frontier, origin, rules = await done
            if not rules.unreachable:
                yield Request(
                    origin.rstrip("/") + TDMREP_PATH, self.keep_policy, errback=self.fail_policy,
                    cb_kwargs={"frontier": frontier}, priority=15, dont_filter=True,
                )  # fmt: skip
            for url in rules.sitemaps or ([origin + "sitemap.xml"] if not rules.unreachable else []):
                for request in self._read_sitemap(frontier, url, listed=bool(rules.sitemaps)):
                    yield request

    async def _read_rules(self, guard: RobotsGuard, frontier: Frontier, origin: str) -> tuple[Frontier, str, Rules]:
        return frontier, origin, await guard.rules(origin)

    def _read_sitemap(self, frontier: Frontier, address: str, *, listed: bool) -> Iterator[Request]:
        url = normalise(address)
        if url is None or url in frontier.sitemaps or not frontier.scope.has(url):
            return
        if len(frontier.sitemaps) >= _MOST_SITEMAPS:
            frontier.dropped[f"more than {_MOST_SITEMAPS} sitemaps"] += 1
            return
        frontier.sitemaps.add(url)
        kept = {"frontier": frontier, "listed": listed}
        yield Request(url, self.parse_sitemap, errback=self.fail_sitemap, cb_kwargs=kept, priority=15, dont_filter=True)

    def keep_policy(self, response: Response, frontier: Frontier) -> Iterator[SideFile]:
        """What the site says of text and data mining, if it does."""
        if response.status == HTTPStatus.OK:
            yield self._side_file(frontier, response, TDMREP)

    def fail_policy(self, failure: Failure) -> None:
        """A policy that cannot be had says nothing."""

    def _side_file(self, frontier: Frontier, response: Response, kind: str) -> SideFile:
        headers = read_headers(response.headers)
        answer = Answer(response.url, response.status, headers, response.body, withheld=kind)
        return SideFile(frontier.profile.name, self._spider.job.run_id, answer)

    def parse_sitemap(self, response: Response, frontier: Frontier, listed: bool) -> Iterator[Any]:
        content = parse_sitemap(response.body) if response.status == 200 else None
        problem = content.problem if content else f"HTTP {response.status}"
        if problem and listed:
            yield self._spider.problem(frontier, response.url, f"sitemap not read: {problem}")
        if content and not problem:
            yield self._side_file(frontier, response, "sitemap")
        if content:
            yield from self._spider.follow(frontier, content.pages, depth=1)
            for url in content.sitemaps:
                yield from self._read_sitemap(frontier, url, listed=True)

    def fail_sitemap(self, failure: Failure) -> Iterator[RunProblem]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        if request.cb_kwargs["listed"]:
            why = failures.describe(failure.value, urlsplit(request.url).hostname or "")
            yield self._spider.problem(request.cb_kwargs["frontier"], request.url, f"sitemap not read: {why}")
