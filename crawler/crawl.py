"""Run one crawl: a home and site profiles in, pages in the home's archive and a report out. At most once a process."""

import logging
import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.hosts import is_loopback_host
from crawler.job import Job
from crawler.log import find_format
from pipelines.archive import Archive
from pipelines.archive_rows import Fetch, Outcome
from pipelines.errors import GOOD, SOME_FAILED, UsageError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.settings import PLACEHOLDER_CONTACT, Settings
from pipelines.version import release

if TYPE_CHECKING:
    from scrapy.settings import Settings as ScrapySettings

    from crawler.spider import InstituteSpider

_LOOPBACK_CONCURRENCY = 8  # of 16 in all, so that a kill never costs more than 32 pages
_LOOPBACK_RETRY_PAUSE = 0.1  # seconds; nobody's server is to be spared here
_LOOPBACK_REST = 1.0  # seconds, as above


@dataclass(frozen=True, slots=True)
class Limits:
    """What the user may say of one crawl. `delay` in seconds between two requests to a host; None: the home's.
    Without `follow` the start pages are fetched and nothing else, not even the home page. `verbose`: the warnings of
    Scrapy and Twisted go to stderr too."""

    max_pages: int | None = None
    delay: float | None = None
    allow_loopback: bool = False
    follow: bool = True
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class CrawledSite:
    """One site in this run: URLs by outcome over the whole run, and answers by source in this process."""

    site: str
    asked: int
    """URLs that this process scheduled. Each has exactly one outcome in the run."""
    outcomes: dict[str, int]
    fetched: int
    not_modified: int
    from_archive: int
    trouble: str
    """The most frequent reason of its errors (of a site without a page, of whatever kept us from one), or ""."""

    @property
    def failed(self) -> bool:
        """Whether not one page of the site was to be had."""
        return not self.outcomes.get("ok")


@dataclass(frozen=True, slots=True)
class CrawlReport:
    run_id: str
    sites: tuple[CrawledSite, ...]
    seconds: float
    interrupted: bool
    """Stopped before the end; the next start of the same crawl goes on where it was."""

    @property
    def outcomes(self) -> dict[str, int]:
        total: Counter[str] = Counter()
        for site in self.sites:
            total.update(site.outcomes)
        return dict(total)

    @property
    def exit_code(self) -> int:
        bad = self.outcomes.get("error") or self.outcomes.get("partial") or any(site.failed for site in self.sites)
        return SOME_FAILED if bad else GOOD


def crawl(
    home: Home,
    profiles: Sequence[Profile],
    limits: Limits = Limits(),
    *,
    kind: str = "crawl",
) -> CrawlReport:
    """Fetch what is new or changed of the sites. A run that was killed or interrupted goes on under its id.

    The run stays open: the caller closes it with `Archive.finish_run` when what it makes of the pages is stored too,
    so that a kill anywhere before that costs no page.
    """
    settings = make_settings(home.settings(), profiles, limits)
    names = [profile.name for profile in profiles]
    began = time.monotonic()
    with Archive(home.archive, writable=True) as archive:
        run_id = archive.open_run(kind, names) or archive.begin_run(kind, names)
        job = Job(archive, run_id, tuple(profiles), limits.max_pages, limits.follow)
        spider = _run(settings, job, limits.verbose)
        archive.flush()
        if spider.trouble:
            raise spider.trouble
        if spider.reason == "finished":
            for name in names:
                settle_accounts(archive, name, run_id, spider.frontiers[name].asked)
        sites = tuple(_report(spider, name, archive.count_outcomes(name, run_id)) for name in names)
    return CrawlReport(run_id, sites, round(time.monotonic() - began, 2), interrupted=spider.reason != "finished")


def check_contact(user: Settings, profiles: Sequence[Profile], limits: Limits) -> tuple[set[str], set[str]]:
    """All hosts to crawl, and those that are this machine by their very names. Raises UsageError when a webmaster of
    another could not find out whom to ask. Needs no Scrapy, so that the home is locked within half a second."""
    hosts = {host for profile in profiles for host in profile.host_names}
    at_home = {host for host in hosts if limits.allow_loopback and is_loopback_host(host)}
    if user.contact == PLACEHOLDER_CONTACT and hosts - at_home:
        raise UsageError(
            "say who is crawling: set COLLOQUY_CONTACT (or `contact` in colloquy.toml of the home) to a web page or "
            "mail address where a webmaster can reach you."
        )
    return hosts, at_home


def make_settings(user: Settings, profiles: Sequence[Profile], limits: Limits) -> "ScrapySettings":
    """Effective Scrapy settings. Raises UsageError when no webmaster could find out whom to ask."""
    from scrapy.settings import Settings as ScrapySettings

    hosts, at_home = check_contact(user, profiles, limits)
    settings = ScrapySettings()
    settings.setmodule("crawler.settings")
    own: dict[str, Any] = {
        "USER_AGENT": f"colloquy/{release()} (+{user.contact})",
        "DOWNLOAD_DELAY": user.delay if limits.delay is None else limits.delay,
        "COLLOQUY_ALLOW_LOOPBACK": limits.allow_loopback,
        "COLLOQUY_CHROMIUM": user.chromium,
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": _LOOPBACK_CONCURRENCY if not limits.delay else 1, "delay": limits.delay or 0.0}
            for host in at_home
        },
    }
    if hosts == at_home:
        own |= {"COLLOQUY_RETRY_PAUSE": _LOOPBACK_RETRY_PAUSE, "COLLOQUY_REST": _LOOPBACK_REST}
    settings.setdict(own, priority="cmdline")
    return settings


def _run(settings: "ScrapySettings", job: Job, verbose: bool) -> "InstituteSpider":
    """Start Scrapy and wait for its end, by itself or by a signal; gives the spider with what it counted."""
    from crawler.spider import InstituteSpider
    from crawler.stopping import StoppingProcess

    process = StoppingProcess(settings)
    _show_log(verbose)
    crawler = process.create_crawler(InstituteSpider)
    process.crawl(crawler, job=job)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, InstituteSpider):
        raise UsageError("the crawl could not start; run it with -v to see why.")
    return spider


def settle_accounts(archive: Archive, site: str, run_id: str, asked: Collection[str]) -> int:
    """Give every scheduled URL that has no outcome in the run one: an error that says so. Gives their number, which
    is 0 unless there is a bug."""
    missing = set(asked).difference(archive.settled(site, run_id))
    for url in sorted(missing):
        archive.store_fetch(Fetch(site, url, run_id, "error", reason="lost on the way: please report it", attempts=0))
    archive.flush()
    return len(missing)


def _report(spider: "InstituteSpider", name: str, counted: Counter[tuple[Outcome, str]]) -> CrawledSite:
    counts = spider.counts[name]
    outcomes: Counter[str] = Counter()
    for (outcome, _), count in counted.items():
        outcomes[outcome] += count
    bad = {"error", "partial"}
    telling = bad if any(outcomes[one] for one in (*bad, "ok")) else set(outcomes)
    errors: Counter[str] = Counter()
    for (outcome, reason), count in counted.items():
        errors[reason] += count if outcome in telling else 0
    return CrawledSite(
        site=name,
        asked=len(spider.frontiers[name].asked),
        outcomes=dict(outcomes),
        fetched=counts["fetched"],
        not_modified=counts["not modified"],
        from_archive=counts["from this run"],
        trouble=errors.most_common(1)[0][0] if errors.total() else "",
    )


def _show_log(verbose: bool) -> None:
    """Unexpected errors of Scrapy and Twisted go to stderr, with `verbose` their warnings too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(find_format())
    handler.setLevel(logging.WARNING if verbose else logging.ERROR)
    for name in ("scrapy", "twisted", "institute", "asyncio"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.propagate = False


def make_profile(url: str) -> Profile:
    """A profile for a URL without one: its host is the site, the page itself the only start.

    >>> make_profile("http://127.0.0.1:8642/events").name
    '127.0.0.1-8642'
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not (host == "localhost" or "." in host or ":" in host):
        raise UsageError(f"{url} is no web address; give one that starts with http:// or https://.")
    name = host.removeprefix("www.") + (f"-{parts.port}" if parts.port else "")
    return Profile(name=name.replace(":", "-").strip("-"), url=parts.geturl())
