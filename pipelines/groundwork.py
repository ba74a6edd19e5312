"""A site's archive in, its templates learned and a result of each of its pages saved out: what its tables are made of.

Sites are worked off side by side where there are workers and the sites are many; the pages of a large one are.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import NamedTuple

from extract.site import Site
from pipelines.archive import Archive, ArchivedPage
from pipelines.engine import Pool, Work, work_alone
from pipelines.eras import DatedPage
from pipelines.home import Home
from pipelines.progress import follow
from pipelines.reading import UNIT_PAGES, find_calendars, is_calendar, is_page
from pipelines.result_store import ResultStore
from pipelines.site_reading import SiteReader, SiteReading
from pipelines.sketching import Sketcher
from pipelines.template_store import Learned, TemplateStore
from pipelines.version import extractor_version

_EACH = 2
"""Sites a worker at least when sites are worked off side by side: the last of them is not waited for by all others."""


@dataclass(frozen=True, slots=True)
class Groundwork:
    """A site's pages by address, its templates, and where the result of each page lies."""

    pages: Mapping[str, ArchivedPage]
    learned: Learned
    reading: SiteReading


class Done(NamedTuple):
    """What the groundwork of a site was that another process laid: pages read, what its templates knew of new ones."""

    site: str
    read: int
    known: float | None
    new_pages: int


@dataclass(frozen=True, slots=True)
class Task:
    """A site whose groundwork another process lays. It travels there, so it holds plain values only."""

    home: Home
    site: Site
    force: bool


def lay(archive: Archive, home: Home, site: Site, work: Work, force: bool, done: Done | None = None) -> Groundwork:
    """Learn the site's templates and make sure that a result of each page is saved. `work`: how units of pages are
    worked off. `force`: read all pages now. `done`: what another process did of it, whose counts are told as ours."""
    archived = list(archive.pages(site.name))
    pages = {row.capture.url: row for row in archived if is_page(row.capture) and not is_calendar(row.capture)}
    dated = (DatedPage(row.capture.sha256, row.last_changed) for row in pages.values())
    templates, results = TemplateStore(home.templates, home.cache), ResultStore(home.cache)
    make = Sketcher(archive, work, len(pages)).make
    learned = templates.learn(site.name, dated, make, extractor_version())
    reader = SiteReader(archive, site, learned, find_calendars(archived))
    reading = reader.read(list(pages.values()), results, work, force and done is None)
    if done:
        learned = replace(learned, known=done.known, new_pages=done.new_pages)
        reading = replace(reading, read=reading.read + done.read)
    return Groundwork(pages, learned, reading)


def lay_side_by_side(archive: Archive, home: Home, sites: Sequence[Site], pool: Pool, force: bool) -> Generator[Done]:
    """Have workers lay the groundwork of sites that were never read, or by other code, if there are enough of them;
    gives what was done of a site as soon as it is, in any order. What is left is for `lay`."""
    engine = pool.engine
    counts = archive.count_urls() if len(sites) > 1 else {}  # a site alone has nothing beside it
    if not engine.spreads(_count_units(counts.values())):  # nor would it those that are cold: no template need be read
        return
    cold = {site.name: site for site in sites if force or _is_cold(home, site.name)}
    pages = {name: counts.get(name, 0) for name in cold}
    units = _count_units(pages.values())
    if not engine.spreads(units):
        return
    share = sum(pages.values()) / (_EACH * engine.width)
    names = [name for name in cold if pages[name] <= share]
    names.sort(key=archive.weigh, reverse=True)  # the longest first: the last one is waited for by all others
    tasks = [Task(Home(home.path.resolve()), cold[name], force) for name in names]
    yield from follow(pool.work(tasks, lay_alone, units), "reading sites", len(tasks))


def lay_alone(task: Task) -> Done:
    """Lay a site's groundwork in this process alone."""
    with Archive(task.home.archive) as archive:
        laid = lay(archive, task.home, task.site, work_alone, task.force)
    return Done(task.site.name, laid.reading.read, laid.learned.known, laid.learned.new_pages)


def _count_units(pages: Iterable[int]) -> int:
    return ceil(sum(pages) / UNIT_PAGES)


def _is_cold(home: Home, site: str) -> bool:
    eras = TemplateStore(home.templates, home.cache).load(site).eras
    return not eras or any(era.version != extractor_version() for era in eras)
