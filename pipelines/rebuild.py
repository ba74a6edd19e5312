"""Archive in, tables out: learn each site's template, read what is new, make rows, commit them at once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from statistics import fmean

import pyarrow as pa
import pyarrow.compute as pc

from extract.records import RECORDS, Problem
from extract.site import Site
from pipelines.archive import Archive, ArchivedPage, Fetch, RunProblem
from pipelines.archive_rows import GATE
from pipelines.changes import find_changes, keep_removed
from pipelines.commits import settle
from pipelines.denylist import load_denylist
from pipelines.draft import Draft
from pipelines.drift import find_drift
from pipelines.engine import Engine, Work
from pipelines.errors import ColloquyError, UsageError
from pipelines.gate import Summary, find_falls, read_summary, summarise
from pipelines.gathering import Gathered, gather
from pipelines.groundwork import Done, lay, lay_side_by_side
from pipelines.home import Home
from pipelines.memory import expect_many_values
from pipelines.profiles import Profile
from pipelines.record_tables import SiteFacts, make_record_tables
from pipelines.result_store import ResultStore
from pipelines.results import PageHead, PageRecords
from pipelines.rows import Row, Stamp
from pipelines.settings import Settings
from pipelines.site_reading import SiteReading
from pipelines.table_files import to_arrow
from pipelines.tables import Tables
from pipelines.template_store import Learned, TemplateRun, TemplateStore
from pipelines.usage_signals import load_policies
from pipelines.version import extractor_version


@dataclass(frozen=True, slots=True)
class RebuiltSite:
    """What a rebuild did for one site. `read` pages were extracted now, the others taken from the last time."""

    site: str
    pages: int
    records: Mapping[str, int]
    """Those that are not removed, by table."""
    read: int
    new_changes: int
    problems: int
    errors: int
    template_id: str | None
    template_explains: float | None
    """Mean share of their chrome that the site's templates explain on its pages; None where no page shows chrome."""
    held: tuple[str, ...] = ()
    """What fell so sharply against the last good run that the site's old rows were kept."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A site's new state, not committed yet."""

    report: RebuiltSite
    tables: dict[str, pa.Table]
    summary: Summary


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did. `generation` is None when the archive is empty."""

    sites: tuple[RebuiltSite, ...]
    generation: int | None


def _now() -> datetime:
    return datetime.now(UTC)


class Rebuild:
    """One rebuild of one home, whose lock the caller holds."""

    def __init__(
        self, home: Home, profiles: Mapping[str, Profile], settings: Settings, engine: Engine | None = None,
        force: bool = False, accept: Collection[str] = (), clock: Callable[[], datetime] = _now,
    ) -> None:  # fmt: skip
        self.home, self.profiles, self.settings, self.force, self.clock = home, profiles, settings, force, clock
        self.accept = frozenset(accept)
        self.engine = engine or Engine()
        self.templates, self.results = TemplateStore(home.templates, home.cache), ResultStore(home.cache)
        self.tables = Tables(home.path)

    def run(self, sites: Sequence[str] = ()) -> RebuildReport:
        """Rebuild the given sites, or all that the archive holds, and commit once all that the quality gate lets
        through. Raises UsageError for a site that the archive does not hold."""
        expect_many_values()
        with Archive(self.home.archive) as archive, self.engine.open(self.home.cache) as pool:
            known = check_sites(archive, self.home, (*sites, *sorted(self.accept)))
            hints = [self._hints(site) for site in sites or known]
            done = lay_side_by_side(archive, self.home, hints, pool, self.force)
            draft = self.tables.draft()
            try:
                reports = [self._draft_site(archive, one, draft, pool.work, done.get(one.name)) for one in hints]
                passed = {one.site for one in reports if not one.held}
                if passed:
                    settle(draft, passed, self.clock())
                    self.tables.publish(draft, self.settings.keep_generations)
            finally:
                draft.discard()
        self._let_through(passed & self.accept)
        current = self.tables.current() if reports else None
        return RebuildReport(tuple(reports), current.number if current else None)

    def _let_through(self, accepted: Collection[str]) -> None:
        """Take back what runs said of rows that somebody has looked at since."""
        if accepted:
            with Archive(self.home.archive, writable=True) as archive:
                for site in accepted:
                    archive.drop_problems(site, GATE)

    def _draft_site(self, archive: Archive, site: Site, draft: Draft, work: Work, done: Done | None) -> RebuiltSite:
        """Put a site's new state into the draft, unless the quality gate holds it back."""
        name, built = site.name, self._site(archive, site, work, done)
        last = draft.before.summaries.get(name) if draft.before else None
        held = find_falls(read_summary(last), built.summary) if last and name not in self.accept else ()
        if not held:
            draft.put(name, built.tables, built.summary.model_dump())
        return replace(built.report, held=tuple(held))

    def _hints(self, name: str) -> Site:
        profile = self.profiles.get(name)
        return profile.hints if profile else Site(name)

    def _site(self, archive: Archive, site: Site, work: Work, done: Done | None) -> _Built:
        name, profile = site.name, self.profiles.get(site.name)
        laid = lay(archive, self.home, site, work, self.force, done)
        pages, learned = laid.pages, laid.learned
        stamp = Stamp(extractor_version(), profile.licence if profile else None, site.time_zone)
        gathered = self._gather(archive, name, laid.reading, pages, stamp)
        shown, drift = self._watch(archive, name, learned, gathered.explained)
        found = (*gathered.problems, *({"url": None} | one._asdict() for one in drift))
        records = self._records(name, laid.reading, gathered)
        tables, changes = self._tables(archive, name, shown.run, gathered.pages, records, pages, found)
        there = sum(not row.gone for row in pages.values())
        summary = summarise(there, tables, shown.explained)
        return _Built(_report(name, tables, laid.reading.read, changes, learned, shown.explained), tables, summary)

    def _gather(
        self, archive: Archive, site: str, reading: SiteReading, pages: Mapping[str, ArchivedPage], stamp: Stamp
    ) -> Gathered:
        """What the results of all pages come to. Raises ColloquyError when one can no longer be read."""
        gone = {url: _gone_since(archive, row) for url, row in pages.items() if row.gone}
        heads = self.results.read(site, reading.parts, PageHead)
        gathered = gather(heads, pages, gone, stamp, load_policies(archive, site))
        if len(gathered.addresses) != len(pages):
            raise ColloquyError(f"{self.results.path(site)} changed while it was read. Run the command again.")
        self.results.store_listings(site, gathered.addresses, gathered.cards)
        return gathered

    def _records(self, site: str, reading: SiteReading, gathered: Gathered) -> dict[str, pa.Table]:
        """The tables of the site's records, which only now are read: what listings say of them is known."""
        denylist = load_denylist(self.home.path)
        facts = SiteFacts(gathered.listings, gathered.present, gathered.stamp, denylist.refuses)
        results = self.results.read(site, reading.parts, PageRecords)
        return make_record_tables(((gathered.read[one.url], one) for one in results), facts)

    def _watch(
        self, archive: Archive, site: str, learned: Learned, shares: Sequence[float]
    ) -> tuple[TemplateRun, list[Problem]]:
        """What the site's templates explain after this run, a share a page; and the problem where that is much less
        than before."""
        run = next((run.id for run in archive.runs() if site in run.sites), "")
        explained = round(fmean(shares), 4) if shares else None
        runs = self.templates.store_run(
            site, TemplateRun(run, explained, learned.known, learned.new_pages, len(learned.now))
        )
        problem = find_drift(runs)
        return runs[-1], [problem] if problem else []

    def _tables(
        self, archive: Archive, site: str, run: str, read: pa.Table, records: Mapping[str, pa.Table],
        pages: Mapping[str, ArchivedPage], problems: Iterable[Row],
    ) -> tuple[dict[str, pa.Table], int]:  # fmt: skip
        """The site's rows of every table, and how many of its changes are new. `run`: its newest, "" for none; `read`:
        the rows of its pages."""
        now = self.clock()
        tables = {"pages": read, "fetches": to_arrow(map(_plain, archive.fetches(site)), "fetches")}
        changes: list[Row] = []
        for table, found in records.items():
            old = self.tables.stored(table, site)
            tables[table] = keep_removed(old, found, now, partial(_page_differs, pages=pages))
            changes += find_changes(table, old, tables[table], now)
        tables["changes"] = pa.concat_tables([self.tables.stored("changes", site), to_arrow(changes, "changes")])
        of_crawl = [_plain(one) for one in archive.problems(site, run) if one.step != GATE] if run else ()
        of_pages = ({"site": site, "run_id": run or None} | one for one in problems)
        tables["problems"] = to_arrow((*of_crawl, *of_pages), "problems")
        return tables, len(changes)


def check_sites(archive: Archive, home: Home, sites: Sequence[str]) -> list[str]:
    """The sites that the archive holds. Raises UsageError when one of `sites` is not among them."""
    known = archive.sites()
    unknown = [site for site in sites if site not in known]
    if unknown:
        have = ", ".join(known) or "none yet"
        raise UsageError(
            f"no pages of `{unknown[0]}` in {home.path}. Sites there: {have}. Fetch it: colloquy crawl {unknown[0]}"
        )
    return known


def _page_differs(row: Row, pages: Mapping[str, ArchivedPage]) -> bool:
    """Whether a stored record's page has other content now (or is no more): then its loss is news, else it was the
    extractor's mistake, and `changes` alone remembers it."""
    page = pages.get(row["url"])
    return page is None or row["last_changed"] is None or page.last_changed > row["last_changed"]


def _gone_since(archive: Archive, row: ArchivedPage) -> datetime:
    last = archive.latest(row.capture.url, row.capture.site)
    return last.fetched_at if last else row.last_seen


def _plain(value: Fetch | RunProblem) -> Row:
    names = type(value).__dataclass_fields__
    return {name: one if (one := getattr(value, name)) != "" else None for name in names}


def _report(
    name: str, tables: Mapping[str, pa.Table], read: int, new_changes: int, learned: Learned, explained: float | None
) -> RebuiltSite:
    return RebuiltSite(
        site=name,
        pages=len(tables["pages"]),
        records={table: tables[table]["removed_at"].null_count for table in RECORDS},
        read=read,
        new_changes=new_changes,
        problems=len(tables["problems"]),
        errors=len(tables["problems"].filter(pc.field("severity") == "error")),
        template_id=learned.now[-1].template.id if learned.now else None,
        template_explains=explained,
    )
