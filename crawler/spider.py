"""The one spider for all sites: start pages and sitemaps in, visits for the archive out, links followed in scope."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse
from scrapy.http.headers import Headers as ScrapyHeaders
from twisted.python.failure import Failure

from crawler import failures
from crawler.addresses import find_origins, normalise, rank
from crawler.answers import Verdict, judge, judge_rendered
from crawler.archive_cache import FROM_THIS_RUN, NOT_MODIFIED
from crawler.feeds import find_entries, find_head_links
from crawler.frontier import Frontier
from crawler.guards.certificates import UNVERIFIED, is_unverified
from crawler.guards.robots import RobotsGuard, Rules
from crawler.job import Job
from crawler.links import find_links
from crawler.sitemaps import parse_sitemap
from crawler.stopping import Interrupted, drop_waiting
from extract.text import fold  # what servers say is shown on terminals
from pipelines.archive import Answer, Fetch, RunProblem
from pipelines.archiver import SideFile, Visit
from pipelines.errors import ColloquyError, UsageError
from pipelines.usage_signals import TDMREP, TDMREP_PATH
from pipelines.warc import RENDERED, TLS_VERIFIED, Headers

_MOST_LINKS = 5_000  # of one page; the longest honest index that we saw had 1,900
_MOST_SITEMAPS = 50  # of one site
_MOST_HOPS = 5
_NO_PAGE = "not a web page"


class InstituteSpider(Spider):
    name = "institute"

    def __init__(self, job: Job | None = None, **kwargs: Any) -> None:
        if job is None:
            raise UsageError("this spider needs a home and site profiles: use `colloquy crawl`.")
        super().__init__(**kwargs)
        self.job = job
        self.frontiers = {
            profile.name: Frontier(profile, job.max_pages, job.archive.denylist) for profile in job.profiles
        }
        self.counts: dict[str, Counter[str]] = {profile.name: Counter() for profile in job.profiles}
        self.trouble: ColloquyError | None = None
        self.reason = ""
        self._revisited = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "InstituteSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.note_error, signal=signals.spider_error)
        crawler.signals.connect(spider.revisit, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for frontier in self.frontiers.values():
            for request in self._follow(frontier, frontier.start_urls(home=self.job.follow), depth=0, alien=True):
                yield request
        guard = self.crawler.get_downloader_middleware(RobotsGuard)
        assert guard is not None
        wanted = [frontier for frontier in self.frontiers.values() if frontier.profile.sitemap and self.job.follow]
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

    def revisit(self) -> None:
        """When nothing is left to do: ask for what is known but nothing led to any more: first what failed last time or
        was lost to damage, then pages, longest unseen first."""
        if self._revisited or self.trouble or not self.job.follow:
            return
        self._revisited = True
        assert self.crawler.engine
        requests = [request for frontier in self.frontiers.values() for request in self._ask_known(frontier)]
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _ask_known(self, frontier: Frontier) -> list[Request]:
        rows = (row for row in self.job.archive.pages(frontier.profile.name) if not row.gone and row.capture.status)
        failed = (fetch.url for fetch in self.job.archive.fetches(frontier.profile.name) if fetch.outcome == "error")
        urls = [*failed, *(row.capture.url for row in sorted(rows, key=lambda row: row.last_seen))]
        return list(islice(self._follow(frontier, urls, depth=1, alien=True), frontier.left))

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
        headers = _read_headers(response.headers)
        answer = Answer(response.url, response.status, headers, response.body, withheld=kind)
        return SideFile(frontier.profile.name, self.job.run_id, answer)

    def parse_sitemap(self, response: Response, frontier: Frontier, listed: bool) -> Iterator[Any]:
        content = parse_sitemap(response.body) if response.status == 200 else None
        problem = content.problem if content else f"HTTP {response.status}"
        if problem and listed:
            yield self._problem(frontier, response.url, f"sitemap not read: {problem}")
        if content and not problem:
            yield self._side_file(frontier, response, "sitemap")
        if content:
            yield from self._follow(frontier, content.pages, depth=1)
            for url in content.sitemaps:
                yield from self._read_sitemap(frontier, url, listed=True)

    def fail_sitemap(self, failure: Failure) -> Iterator[RunProblem]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        if request.cb_kwargs["listed"]:
            why = failures.describe(failure.value, urlsplit(request.url).hostname or "")
            yield self._problem(request.cb_kwargs["frontier"], request.url, f"sitemap not read: {why}")

    def _follow(self, frontier: Frontier, addresses: Any, *, depth: int, alien: bool = False) -> Iterator[Request]:
        admitted = [url for address in addresses if (url := frontier.admit(address, alien=alien))]
        for url in sorted(admitted, key=lambda url: -rank(url, depth)):  # the first are sent before the last is queued
            yield self._ask(frontier, url, depth, {})

    def _ask(self, frontier: Frontier, url: str, depth: int, more: dict[str, Any]) -> Request:
        meta = {"site": frontier.profile.name, "budget": frontier.budget, **more}
        frontier.asked.add(url)
        return Request(url, self.parse, errback=self.fail, meta=meta, priority=rank(url, depth), dont_filter=True)

    def parse(self, response: Response) -> Iterator[Any]:
        """Every answer to the request for a page, whatever its status, and whether fetched or from the archive."""
        assert response.request
        request, frontier = response.request, self.frontiers[response.meta["site"]]
        verdict, hop = self._judge(request, response, frontier)
        yield self._visit(request, response, verdict)
        if verdict.body or (verdict.withheld == "not found" and verdict.outcome != "removed"):
            frontier.echoes.note(request.url, response.body if verdict.body else b"")
        if verdict.follow and self.job.follow and isinstance(response, TextResponse):
            links, depth = self._find_links(response, frontier), response.meta.get("depth", 0) + 1
            yield from self._follow(frontier, find_head_links(response), depth=depth, alien=True)  # /feed.xml is none
            yield from self._follow(frontier, links, depth=depth)
        if hop:
            yield hop

    def _judge(self, request: Request, response: Response, frontier: Frontier) -> tuple[Verdict, Request | None]:
        known = request.meta.get("known")
        stored = FROM_THIS_RUN in response.flags or NOT_MODIFIED in response.flags
        if stored and known and known.withheld.startswith(_NO_PAGE):  # its body was not kept to be judged again
            return Verdict("skipped", known.withheld, known.withheld, definite=True), None
        had = self.job.archive.newest(request.url, frontier.profile.name)
        verdict = judge_rendered(request.meta, response, judge(response, known=had is not None), had)
        return self._judge_hop(request, verdict, frontier) if verdict.target else (verdict, None)

    def _judge_hop(self, request: Request, verdict: Verdict, frontier: Frontier) -> tuple[Verdict, Request | None]:
        """A redirect is a link that must be in scope, unforbidden and new like any other."""
        target, hops = normalise(verdict.target), (*request.meta.get("hops", ()), request.url)
        if target is None or not frontier.scope.has(target):
            return Verdict("skipped", f"{verdict.reason}, outside the site", "redirect", definite=True), None
        if target in hops:
            return Verdict("error", "redirects in a circle"), None
        if len(hops) > _MOST_HOPS:
            return Verdict("error", f"more than {_MOST_HOPS} redirects"), None
        url = frontier.admit(target, alien=True)
        if url is None:
            return verdict, None
        more = {"hops": hops, "in_budget": True}
        return verdict, self._ask(frontier, url, request.meta.get("depth", 0), more)

    def _visit(self, request: Request, response: Response, verdict: Verdict) -> Visit:
        site, flags = request.meta["site"], response.flags
        source = next((flag for flag in (FROM_THIS_RUN, NOT_MODIFIED) if flag in flags), "fetched")
        self.counts[site][source] += 1
        fetch = self._fetch(
            request,
            verdict.outcome,
            verdict.reason,
            http_status=304 if source == NOT_MODIFIED else response.status,
            bytes=request.meta.get("sent", len(response.body)) if source == "fetched" else 0,
            from_archive=source != "fetched",
        )
        if source == FROM_THIS_RUN or not verdict.definite:
            return Visit(fetch)
        asked = _read_headers(request.headers)
        if source == NOT_MODIFIED:
            answer = Answer(request.url, 304, _read_headers(request.meta["not_modified"]), b"", asked)
            return Visit(fetch, answer, request.meta["known"])
        body = response.body if verdict.body else b""
        headers, notes = _read_headers(response.headers), self._find_notes(request)
        return Visit(fetch, Answer(request.url, response.status, headers, body, asked, None, verdict.withheld, notes))

    def _find_notes(self, request: Request) -> Headers:
        """How the answer came to be, where that is not as usual."""
        browser, site = request.meta.get("rendered", ""), request.meta["site"]
        unverified = is_unverified(self.job, site, request.url)
        return ((RENDERED, browser),) * bool(browser) + ((TLS_VERIFIED, "false"),) * unverified

    def fail(self, failure: Failure) -> Iterator[Visit]:
        """A request without an answer: refused by a guard, or not to be had."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        if isinstance(failure.value, Interrupted):
            return
        reason = failures.describe(failure.value, urlsplit(request.url).hostname or "")
        yield Visit(self._fetch(request, failures.judge(failure.value), reason))

    def _fetch(self, request: Request, outcome: Any, reason: str, **more: Any) -> Fetch:
        seconds = round(float(request.meta.get("download_latency", 0.0)), 3)
        tries = int(request.meta.get("tries", 1))
        values = {"attempts": tries, "seconds": seconds, **more}
        if is_unverified(self.job, request.meta["site"], request.url):
            reason = f"{reason} ({UNVERIFIED})".strip() if reason else UNVERIFIED
        return Fetch(request.meta["site"], request.url, self.job.run_id, outcome, reason=fold(reason), **values)

    def _find_links(self, response: TextResponse, frontier: Frontier) -> list[str]:
        try:
            links, more = find_links(response, _MOST_LINKS)
        except (ValueError, LookupError, RecursionError) as error:
            self.logger.warning("no links read from %s: %s", response.url, error)
            return []
        if more:
            frontier.dropped[f"links beyond the first {_MOST_LINKS} of a page"] += more
        return [*find_entries(response), *links]

    def _problem(self, frontier: Frontier, url: str, message: str) -> RunProblem:
        return RunProblem(frontier.profile.name, url, self.job.run_id, "discover", "warning", fold(message))

    def note_error(self, failure: Failure, response: Response | None) -> None:
        """An unexpected error while a page was read: its URL still gets its row."""
        if response is not None and response.request is not None and "site" in response.meta:
            fetch = self._fetch(response.request, "error", failures.describe(failure.value, ""))
            self.job.archive.store_fetch(fetch)

    def give_up(self, error: ColloquyError) -> None:
        """Stop the crawl for a reason that no other page would escape."""
        if self.trouble is None:
            self.trouble = error
            assert self.crawler.engine
            drop_waiting(self.crawler.engine)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="trouble"))

    def closed(self, reason: str) -> None:
        self.reason = reason
        for frontier in self.frontiers.values() if self.trouble is None else ():
            for what, count in frontier.dropped.items():
                url = frontier.profile.url
                self.job.archive.store_problem(self._problem(frontier, url, f"{what}: {count} not followed"))


def _read_headers(headers: ScrapyHeaders) -> Headers:
    """Scrapy's headers as pairs of text, one a value."""
    return tuple((name.decode("latin-1"), _decode(value)) for name, values in headers.items() for value in values)


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
