"""The one spider for all sites: start pages and sitemaps in, visits for the archive out, links followed in scope."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import failures
from crawler.addresses import normalise, rank
from crawler.answers import Verdict, judge, judge_rendered
from crawler.archive_cache import FROM_THIS_RUN, NOT_MODIFIED
from crawler.discovery import Discovery
from crawler.frontier import Frontier
from crawler.guards.certificates import UNVERIFIED, is_unverified
from crawler.job import Job
from crawler.leads import read_leads, repeat, stands_for_itself
from crawler.revisits import Revisits
from crawler.settings import REDIRECT_MAX_TIMES
from crawler.stopping import Interrupted, drop_waiting
from crawler.visits import find_source, make_fetch, make_visit
from extract.text import fold  # what servers say is shown on terminals
from pipelines.archive import Leads, RunProblem
from pipelines.archiver import Archiver, Visit
from pipelines.errors import ColloquyError, UsageError
from pipelines.profiles import Profile
from pipelines.progress import finish, tell

_NO_PAGE = "not a web page"
_MOST_UNDER_WAY = 64  # of one site; of these, 16 of all sites are with the downloader
_AGAIN_AT_ONCE = 16  # as many as Scrapy has under way


class InstituteSpider(Spider):
    name = "institute"
    revisits: Revisits

    def __init__(self, job: Job | None = None, **kwargs: Any) -> None:
        if job is None:
            raise UsageError("this spider needs a home and site profiles: use `colloquy crawl`.")
        super().__init__(**kwargs)
        self.job = job
        self.frontiers = {profile.name: self._make_frontier(profile) for profile in job.profiles}
        self.counts: dict[str, Counter[str]] = {profile.name: Counter() for profile in job.profiles}
        self.trouble: ColloquyError | None = None
        self.reason = ""
        self._revisited = False
        self.discovery = Discovery(self)
        self._settled = 0
        self._keep = Archiver(job.archive, self.give_up).process_item

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "InstituteSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.note_error, signal=signals.spider_error)
        crawler.signals.connect(spider.revisit, signal=signals.spider_idle)
        most = cache(spider._at_once)
        spider.revisits = Revisits(spider.ask_again, most, spider._is_full, spider._look_up, _AGAIN_AT_ONCE)
        return spider

    def _make_frontier(self, profile: Profile) -> Frontier:
        archive = self.job.archive
        return Frontier(profile, self.job.max_pages, archive.denylist, partial(archive.has_any, site=profile.name))

    def _is_full(self) -> bool:
        return self.crawler.engine is None or self.crawler.engine.needs_backout()

    def _look_up(self) -> None:
        """Have Scrapy see now that it may be idle: by itself it looks every five seconds."""
        if self.crawler.engine and self.crawler.engine._slot:
            self.crawler.engine._slot.nextcall.schedule()

    def _at_once(self, site: str) -> int:
        """How many requests a site's host may have under way: more than one on this machine alone."""
        host = urlsplit(self.frontiers[site].profile.url).hostname or ""
        stated = self.crawler.settings.getdict("DOWNLOAD_SLOTS").get(host, {})
        return int(stated.get("concurrency", self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")))

    async def start(self) -> AsyncIterator[Any]:
        for frontier in self.frontiers.values():
            for request in self.follow(frontier, frontier.start_urls(home=self.job.follow), depth=0, alien=True):
                yield request
        async for request in self.discovery.requests():
            yield request

    def revisit(self) -> None:
        """When nothing is left to do: ask for what is known but nothing led to any more: first what failed last time or
        was lost to damage, then pages, longest unseen first."""
        if self.revisits.busy:
            raise DontCloseSpider
        if self._revisited or self.trouble or not self.job.follow:
            return
        self._revisited = True
        assert self.crawler.engine
        for frontier in self.frontiers.values():
            for request in self._ask_known(frontier):
                self.crawler.engine.crawl(request)
        if self.revisits.busy or self.crawler.engine.spider_is_idle() is False:
            raise DontCloseSpider

    def _ask_known(self, frontier: Frontier) -> Iterator[Request]:
        archive, site = self.job.archive, frontier.profile.name
        unseen = (url for url in archive.urls(site) if not frontier.has(url))
        rows = (row for url in unseen if (row := archive.page(url, site)) and not row.gone and row.capture.status)
        pages = sorted((row.last_seen, row.capture.url) for row in rows)
        urls = islice((*archive.failed(site), *(url for _, url in pages)), frontier.left)
        return self.follow(frontier, urls, depth=1, alien=True)

    def follow(
        self, frontier: Frontier, addresses: Iterable[str], *, depth: int, alien: bool = False, sifted: bool = False
    ) -> Iterator[Request]:
        """Have new addresses asked for in their turn; gives requests for those whose turn it is."""
        for address in addresses:
            url = frontier.admit(address, alien=alien, sifted=sifted)
            if url and self.job.archive.has_any(url, frontier.profile.name):
                self.revisits.add(frontier.profile.name, url, depth)
            elif url:
                frontier.wait(url, depth)
        yield from self._go_on(frontier)

    def _go_on(self, frontier: Frontier) -> Iterator[Request]:
        """Requests for the addresses that wait, as many as Scrapy should hold; it holds each at three kilobytes."""
        while frontier.under_way < _MOST_UNDER_WAY and (following := frontier.take_next()):
            frontier.under_way += 1
            yield self._ask(frontier, *following, {"counted": True})

    def _end(self, request: Request) -> Iterator[Request]:
        """A request that Scrapy held has come to its end: another's turn."""
        if request.meta.get("counted"):
            frontier = self.frontiers[request.meta["site"]]
            frontier.under_way -= 1
            yield from self._go_on(frontier)

    async def ask_again(self, site: str, url: str, depth: int) -> None:
        """Ask for a page that the archive has a capture of, and do with the answer what Scrapy would."""
        frontier, engine = self.frontiers[site], self.crawler.engine
        known = self.job.archive.latest(url, site)
        assert engine
        more: dict[str, Any] = {}
        if known and known.status and stands_for_itself(known.withheld):
            leads = self.job.archive.find_leads(site, url, known.sha256, frontier.reader)
            more = {"known": known, "leads": leads} if leads else {}
        request = self._ask(frontier, url, depth, more)
        try:
            response = await engine.download_async(request)
        except Exception as error:  # whatever it is, it is this URL's outcome
            failure: Any = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's
            failure.request = request  # as Scrapy does
            self._take(self.fail(failure))
            return
        try:
            self._take(self.parse(response))
        except Exception:  # the one place where the unexpected is caught: a page never stops its site
            self.note_error(Failure(), response)  # type: ignore[no-untyped-call]  # Twisted's
            self.logger.exception("unexpected trouble with %s", url)

    def _take(self, results: Iterator[Any]) -> None:
        assert self.crawler.engine
        for result in results:
            if isinstance(result, Request):
                self.crawler.engine.crawl(result)
            else:
                self._keep(result)

    def _ask(self, frontier: Frontier, url: str, depth: int, more: dict[str, Any]) -> Request:
        site = frontier.profile.name
        meta = {"site": site, "budget": frontier.budget, "depth": depth, **more}
        if is_unverified(self.job, site, url):
            meta[UNVERIFIED] = True
        frontier.asked.add(url)
        return Request(url, self.parse, errback=self.fail, meta=meta, priority=rank(url, depth), dont_filter=True)

    def parse(self, response: Response) -> Iterator[Any]:
        """Every answer to the request for a page, whatever its status, and whether fetched or from the archive."""
        assert response.request
        request, frontier = response.request, self.frontiers[response.meta["site"]]
        yield from self._end(request)
        if "leads" in request.meta and (NOT_MODIFIED in response.flags or FROM_THIS_RUN in response.flags):
            yield from self._repeat(request, response, frontier)
            return
        verdict, hop = self._judge(request, response, frontier)
        leads = read_leads(response, request.url, verdict, frontier) if verdict.body else None
        whole = verdict.outcome != "partial"  # what could not be rendered now is looked at again next time
        yield self._visit(request, response, verdict, leads if whole else None)
        if leads:
            frontier.echoes.note(request.url, leads.said)
            yield from self._follow_leads(leads, frontier, request.meta.get("depth", 0) + 1)
        elif verdict.withheld == "not found" and verdict.outcome != "removed":
            frontier.echoes.note(request.url, "")
        if hop:
            yield hop

    def _repeat(self, request: Request, response: Response, frontier: Frontier) -> Iterator[Any]:
        """A page that is what it was: its leads serve in place of its text."""
        leads: Leads = request.meta["leads"]
        yield self._visit(request, response, repeat(request.meta["known"].withheld))
        frontier.echoes.note(request.url, leads.said)
        yield from self._follow_leads(leads, frontier, request.meta.get("depth", 0) + 1)

    def _follow_leads(self, leads: Leads, frontier: Frontier, depth: int) -> Iterator[Request]:
        if self.job.follow:
            yield from self.follow(frontier, leads.heads, depth=depth, alien=True, sifted=True)
            yield from self.follow(frontier, leads.links, depth=depth, sifted=True)
            if leads.new:
                yield from self.follow(frontier, frontier.alike.earn(leads.url), depth=depth, alien=True, sifted=True)

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
        if len(hops) > REDIRECT_MAX_TIMES:
            return Verdict("error", f"more than {REDIRECT_MAX_TIMES} redirects"), None
        url = frontier.admit(target, alien=True)
        if url is None:
            return verdict, None
        more = {"hops": hops, "in_budget": True}
        return verdict, self._ask(frontier, url, request.meta.get("depth", 0), more)

    def _visit(self, request: Request, response: Response, verdict: Verdict, leads: Leads | None = None) -> Visit:
        self.counts[request.meta["site"]][find_source(response)] += 1
        self._tell()
        return make_visit(request, response, verdict, self.job.run_id, leads)

    def fail(self, failure: Failure) -> Iterator[Any]:
        """A request without an answer: refused by a guard, or not to be had."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        if isinstance(failure.value, Interrupted):
            return
        yield from self._end(request)
        reason = failures.describe(failure.value, urlsplit(request.url).hostname or "")
        self._tell()
        yield Visit(make_fetch(request, self.job.run_id, failures.judge(failure.value), reason))

    def _tell(self) -> None:
        """Say that one request more is settled."""
        self._settled += 1
        tell("crawling", self._settled, sum(len(frontier.asked) for frontier in self.frontiers.values()))

    def problem(self, frontier: Frontier, url: str, message: str) -> RunProblem:
        return RunProblem(frontier.profile.name, url, self.job.run_id, "discover", "warning", fold(message))

    def note_error(self, failure: Failure, response: Response | None) -> None:
        """An unexpected error while a page was read: its URL still gets its row."""
        if response is not None and response.request is not None and "site" in response.meta:
            fetch = make_fetch(response.request, self.job.run_id, "error", failures.describe(failure.value, ""))
            self.job.archive.store_fetch(fetch)

    def give_up(self, error: ColloquyError) -> None:
        """Stop the crawl for a reason that no other page would escape."""
        if self.trouble is None:
            self.trouble = error
            assert self.crawler.engine
            drop_waiting(self.crawler.engine)
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="trouble"))

    def closed(self, reason: str) -> None:
        finish("crawling")
        self.reason = reason
        for frontier in self.frontiers.values() if self.trouble is None else ():
            for what, count in (frontier.dropped | frontier.alike.left_over()).items():
                url = frontier.profile.url
                self.job.archive.store_problem(self.problem(frontier, url, f"{what}: {count} not followed"))
