"""`colloquy crawl`: choose the sites, fetch them, rebuild the tables, close the run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.chromium import check_browser
from crawler.profiles import SAMPLE, find_profile, load_all_profiles
from crawler.shards import Shard
from pipelines.errors import GOOD, SOME_FAILED, ColloquyError, UsageError
from pipelines.home import Home
from pipelines.offload import check_storage, offload
from pipelines.profiles import Profile

if TYPE_CHECKING:
    from crawler.crawl import Limits

Say = Callable[[str], None]
_INTERRUPTED = ColloquyError.exit_code


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """The options as typed."""

    sites: tuple[str, ...] = ()
    all_sites: bool = False
    url: str | None = None
    max_pages: int | None = None
    delay: float | None = None
    shard: str | None = None
    rebuild: bool = True
    allow_loopback: bool = False
    accept: tuple[str, ...] = ()

    @property
    def limits(self) -> "Limits":
        from crawler.crawl import Limits

        return Limits(self.max_pages, self.delay, self.allow_loopback)


def crawl_and_rebuild(home: Home, options: CrawlOptions, say: Say, write: Say) -> int:
    """Crawl under the home's lock and rebuild what was seen; gives the exit code."""
    from crawler.crawl import check_contact

    known = load_all_profiles(home)
    chosen = choose_profiles(known, options)
    if not chosen:
        say("no site of this shard: nothing to do")
        return GOOD
    check_browser(chosen, home.settings().chromium)
    check_contact(home.settings(), chosen, options.limits)  # what is wrong with them is said before the home is touched
    check_storage(home)
    with home.lock():
        return _crawl_and_ping(home, known, chosen, options, say, write)


def _crawl_and_ping(
    home: Home, known: Mapping[str, Profile], chosen: list[Profile], options: CrawlOptions, say: Say, write: Say
) -> int:
    from crawler.pings import ping, ping_end

    url = home.settings().ping
    ping(url, "start", f"colloquy crawls {len(chosen)} sites", say)
    code = ColloquyError.exit_code
    try:
        code = crawl_locked(home, known, chosen, options, say, write)
    except ColloquyError as error:
        code = error.exit_code
        raise
    finally:
        ping_end(url, code, say)
    return code


def crawl_locked(
    home: Home, known: Mapping[str, Profile], chosen: list[Profile], options: CrawlOptions, say: Say, write: Say
) -> int:
    """The crawl itself; the caller holds the home's lock. The run is closed when its tables are committed."""
    from crawler.close_run import close_run
    from crawler.crawl import crawl
    from crawler.reports import show_crawl, show_rebuild
    from pipelines.archive import Archive
    from pipelines.rebuild import Rebuild, RebuildReport

    report = crawl(home, chosen, options.limits)
    code = show_crawl(report, say)
    if report.interrupted:
        say("interrupted: what was fetched is kept; the same command goes on where it stopped")
        return _INTERRUPTED
    built = RebuildReport((), None)
    if options.rebuild:
        profiles = {**known, **{profile.name: profile for profile in chosen}}
        with Archive(home.archive) as archive:
            seen = [profile.name for profile in chosen if profile.name in archive.sites()]
        if seen:
            accept = frozenset(options.accept).intersection(seen)
            built = Rebuild(home, profiles, home.settings(), accept=accept).run(seen)
            code = max(code, show_rebuild(built, write))
    close_run(home, report, built, code)
    for line in offload(home):
        say(line)
    return code


def fetch_one(home: Home, url: str, site: str | None, allow_loopback: bool) -> None:
    """Fetch one page politely into the archive. Raises ColloquyError that says why it could not be had."""
    from crawler.crawl import Limits, crawl
    from pipelines.archive import Archive

    known = load_all_profiles(home)
    profile = _profile_of(known, url, site)
    alone = profile.model_copy(update={"start": (url,), "sitemap": False})
    with home.lock():
        report = crawl(home, [alone], Limits(allow_loopback=allow_loopback, follow=False), kind="page")
        with Archive(home.archive, writable=True) as archive:
            archive.finish_run(report.run_id, report.exit_code)
    trouble = report.sites[0].trouble
    if report.exit_code == SOME_FAILED and trouble:
        raise ColloquyError(f"{url} could not be fetched: {trouble}.")


def choose_profiles(known: Mapping[str, Profile], options: CrawlOptions) -> list[Profile]:
    """The sites to crawl. Raises UsageError when none, or too much, was said."""
    if bool(options.sites) + options.all_sites + bool(options.url) != 1:
        raise UsageError("say what to crawl: SITE names, --all, or --url URL (one of them).")
    if options.url:
        chosen = [_profile_of(known, options.url, None)]
    elif options.all_sites:
        chosen = [profile for name, profile in sorted(known.items()) if name != SAMPLE]
    else:
        chosen = [find_profile(known, name) for name in dict.fromkeys(options.sites)]
    strangers = sorted(set(options.accept) - {profile.name for profile in chosen})
    if strangers:
        raise UsageError(f"--accept {strangers[0]}: this crawl does not fetch that site. Name one that it fetches.")
    return Shard.parse(options.shard).keep(chosen, known) if options.shard is not None else chosen


def _profile_of(known: Mapping[str, Profile], url: str, site: str | None) -> Profile:
    """The named profile, or that of the URL's host, with the URL as its start; else one made for the URL."""
    from crawler.crawl import make_profile
    from pipelines.one_page import find_site

    made = make_profile(url)
    others = [profile for name, profile in known.items() if name != SAMPLE]
    profile = find_profile(known, site) if site else find_site(others, made.url)
    return profile.model_copy(update={"start": (made.url,)}) if profile else made
