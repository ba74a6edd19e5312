"""`colloquy crawl`: choose the sites, fetch them, rebuild the tables, close the run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.anew import HandedOn, begin_anew, is_large, pick_up
from crawler.chromium import check_browser
from crawler.profiles import SAMPLE, find_profile, load_all_profiles
from crawler.shards import Shard
from pipelines.errors import GOOD, SOME_FAILED, ColloquyError, UsageError
from pipelines.home import Home
from pipelines.offload import check_storage, offload
from pipelines.profiles import Profile

if TYPE_CHECKING:
    from crawler.crawl import CrawlReport, Limits
    from pipelines.rebuild import RebuildReport

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
    verbose: bool = False

    @property
    def limits(self) -> "Limits":
        from crawler.crawl import Limits

        return Limits(self.max_pages, self.delay, self.allow_loopback, verbose=self.verbose)


def crawl_and_rebuild(home: Home, options: CrawlOptions, say: Say, write: Say) -> int:
    """Crawl under the home's lock and rebuild what was seen; gives the exit code."""
    from crawler.crawl import check_contact, crawl

    before, known = pick_up(), load_all_profiles(home)
    chosen = choose_profiles(known, options)
    if not chosen:
        say("no site of this shard: nothing to do")
        return GOOD
    if not before:  # what is wrong with them is said before the home is touched
        check_browser(chosen, home.settings().chromium)
        check_contact(home.settings(), chosen, options.limits)
        check_storage(home)
    with home.lock(before.lock if before else None) as lock, _pings(home.settings().ping, chosen, before, say) as end:
        report = before.report if before else crawl(home, chosen, options.limits)
        if not before and options.rebuild and is_large(report):
            begin_anew(report, lock)
        end.code = finish(home, known, chosen, options, report, say, write)
    return end.code


@dataclass(slots=True)
class _End:
    """The exit code of a run; failure, as long as nothing else is known."""

    code: int = ColloquyError.exit_code


@contextmanager
def _pings(url: str, chosen: Sequence[Profile], before: HandedOn | None, say: Say) -> Iterator[_End]:
    """Tell the home's monitor of the start, unless that was done before, and of the end."""
    from crawler.pings import ping, ping_end

    if not before:
        ping(url, "start", f"colloquy crawls {len(chosen)} sites", say)
    end = _End()
    try:
        yield end
    except ColloquyError as error:
        end.code = error.exit_code
        raise
    finally:
        ping_end(url, end.code, say)


def finish(
    home: Home, known: Mapping[str, Profile], chosen: Sequence[Profile], options: CrawlOptions,
    report: "CrawlReport", say: Say, write: Say,
) -> int:  # fmt: skip
    """What comes after the last page: say what was fetched, rebuild it, close the run (by then its tables are
    committed), say what was rebuilt, move its segments. Gives the exit code; the caller holds the home's lock."""
    from crawler.close_run import close_run, give_up
    from crawler.reports import judge_rebuild, show_crawl, show_rebuild
    from pipelines.rebuild import RebuildReport

    code, built = show_crawl(report, say), RebuildReport((), None)
    if report.interrupted:
        say("interrupted: what was fetched is kept; the same command goes on where it stopped")
        return _INTERRUPTED
    seen = _find_seen(home, chosen) if options.rebuild else []
    if seen:
        with give_up(home, report.run_id):
            built = _rebuild(home, {**known, **{profile.name: profile for profile in chosen}}, seen, options.accept)
        code = max(code, judge_rebuild(built))
    close_run(home, report, built, code)
    if seen:
        show_rebuild(built, write)
    for line in offload(home):
        say(line)
    return code


def _find_seen(home: Home, chosen: Sequence[Profile]) -> list[str]:
    """The sites of which the archive has anything."""
    from pipelines.archive import Archive

    with Archive(home.archive) as archive:
        there = archive.sites()
    return [profile.name for profile in chosen if profile.name in there]


def _rebuild(
    home: Home, profiles: Mapping[str, Profile], sites: Sequence[str], accept: Sequence[str]
) -> "RebuildReport":
    from pipelines.rebuild import Rebuild

    return Rebuild(home, profiles, home.settings(), accept=frozenset(accept).intersection(sites)).run(sites)


def fetch_one(home: Home, url: str, site: str | None, allow_loopback: bool) -> None:
    """Fetch one page politely into the archive. Raises ColloquyError that says why it could not be had."""
    from crawler.crawl import Limits, crawl
    from pipelines.archive import Archive

    known = load_all_profiles(home)
    profile = _profile_of(known, url, site)
    alone = profile.model_copy(update={"start": (url,), "sitemap": False})
    with home.lock():
        report = crawl(home, [alone], Limits(allow_loopback=allow_loopback, follow=False), kind="page")
        if report.interrupted:
            raise ColloquyError(f"interrupted before {url} had come. Run the same command again.")
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
