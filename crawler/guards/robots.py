"""robots.txt by RFC 9309: what it forbids is not fetched; where it cannot be read, nothing is fetched for now."""

import asyncio
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.addresses import Scope
from crawler.failures import describe
from crawler.guards import Refused
from crawler.guards.neighbours import slot_of
from crawler.hosts import is_loopback_host
from crawler.job import job_of
from pipelines.archive import Answer, DamagedArchive
from pipelines.errors import ColloquyError
from pipelines.storage import StorageError
from pipelines.usage_signals import ROBOTS
from pipelines.warc import Headers

PRODUCT_TOKEN = "colloquy"
_HOPS = 5  # RFC 9309 2.3.1.2
_MOST_BYTES = 512_000  # RFC 9309 2.5: at least 500 KiB must be read
_TOO_MANY_REQUESTS = 429  # says "later", not "there are no rules"
_GOOD_FOR = 6 * 3600.0  # seconds; RFC 9309 2.4 allows 24 hours, a crawl that lasts for days asks again
_TRY_AFTER = 3600.0  # seconds after which a file that could not be read is asked for again
_STALE_AFTER = 24 * 3600.0 - _TRY_AFTER  # RFC 9309 2.4: the last good copy serves no longer than 24 hours
_LONGEST_DELAY = 60.0  # seconds between two requests; a Crawl-delay beyond is a ban in disguise or a slip


def _read_headers(answer: Response) -> Headers:
    pairs = ((name, value) for name, values in answer.headers.items() for value in values)
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin: `parser` is None where all is allowed, `unreachable` says why nothing is for now."""

    parser: Protego | None = None
    unreachable: str = ""
    sitemaps: tuple[str, ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        return self.parser is None or bool(self.parser.can_fetch(url, PRODUCT_TOKEN))


def parse_rules(status: int, body: bytes, url: str) -> Rules:
    """Rules from the answer to a request for robots.txt."""
    if status >= 500 or status == _TOO_MANY_REQUESTS:
        return Rules(unreachable=f"robots.txt cannot be read (HTTP {status})")
    if not 200 <= status < 300:
        return Rules()
    parser = Protego.parse(body[:_MOST_BYTES].decode("utf-8-sig", "replace"))
    delay = min(float(parser.crawl_delay(PRODUCT_TOKEN) or 0), _LONGEST_DELAY)
    return Rules(parser, sitemaps=tuple(urljoin(url, one) for one in parser.sitemaps), delay=delay)


class RobotsGuard:
    """Reads the robots.txt of each origin once, through the polite downloader, and refuses what it forbids."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        self._ask_again: dict[str, float] = {}
        self._good: dict[str, tuple[float, Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        rules = await self.rules(request.url)
        if rules.unreachable:
            raise Refused("error", rules.unreachable)
        if not rules.allow(request.url):
            raise Refused("skipped", "robots.txt forbids it")

    async def rules(self, url: str) -> Rules:
        """The rules of the origin of `url`."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self._rules or time.monotonic() > self._ask_again[place]:
            self._ask_again[place] = time.monotonic() + _GOOD_FOR
            self._rules[place] = asyncio.create_task(self._fetch(place))
        return await asyncio.shield(self._rules[place])

    async def _fetch(self, url: str) -> Rules:
        """The rules as they are now; where they cannot be read, the last that could be, if a day old at most."""
        host = urlsplit(url).hostname or ""
        queue = host
        try:
            answer, queue = await self._download(url)
            rules = parse_rules(answer.status, answer.body, answer.url)
        except Exception as error:  # whatever kept the answer from us, RFC 9309 2.3.1.4 is the same: stay away
            rules = Rules(unreachable=f"robots.txt cannot be read ({describe(error, host)})")
        if rules.unreachable:
            self._ask_again[url] = time.monotonic() + _TRY_AFTER
            rules = self._find_last_good(url) or rules
        else:
            self._keep(url, answer)
            self._good[url] = (time.time(), rules)
        if rules.delay and not is_loopback_host(host):
            self._slow_down(queue, rules.delay)
        return rules

    def _find_last_good(self, url: str) -> Rules | None:
        """From this run or, of what earlier runs got, from the archive."""
        oldest = time.time() - _STALE_AFTER
        read_at, rules = self._good.get(url, (0.0, Rules()))
        if read_at >= oldest:
            return rules
        archive = job_of(self._crawler).archive
        kept = archive.latest(url)
        if kept is None or kept.withheld != ROBOTS or kept.fetched_at.timestamp() < oldest:
            return None
        try:
            return parse_rules(HTTPStatus.OK, archive.read(kept), url)
        except (DamagedArchive, StorageError):
            return None

    async def _download(self, url: str) -> tuple[Response, str]:
        """The answer at the end of all redirects, and the queue of the host that was asked first."""
        assert self._crawler.engine
        queue = ""
        for _ in range(_HOPS + 1):
            meta = {"is_robots": True, "dont_cache": True}
            request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK, dont_filter=True)
            answer = await self._crawler.engine.download_async(request)
            queue = queue or slot_of(request)
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                break
            url = urljoin(url, target.decode("latin-1"))
        return answer, queue

    def _keep(self, url: str, answer: Response) -> None:
        """Keep what the site said, for the record: whatever we did or left, this was why."""
        job, headers = job_of(self._crawler), _read_headers(answer)
        for profile in job.profiles:
            if answer.status == HTTPStatus.OK and Scope.of(profile).has(url):
                kept = Answer(url, answer.status, headers, answer.body[:_MOST_BYTES], withheld=ROBOTS)
                try:
                    job.archive.store_beside(profile.name, job.run_id, kept)
                except ColloquyError as error:
                    self._crawler.spider.give_up(error)  # type: ignore[union-attr]  # InstituteSpider has it

    def _slow_down(self, queue: str, delay: float) -> None:
        """Obey Crawl-delay where it asks for more patience than we have; of two hosts in one queue the slower."""
        assert self._crawler.engine
        downloader = self._crawler.engine.downloader
        usual = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        known = float(downloader.per_slot_settings.get(queue, {}).get("delay") or 0.0)
        slower = max(delay, usual, known)
        downloader.per_slot_settings[queue] = {"concurrency": 1, "delay": slower}
        if queue in downloader.slots:
            downloader.slots[queue].delay = slower
