"""The groundwork of one site in, its tables out: rows of its pages and records, what changed, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

import pyarrow as pa
import pyarrow.compute as pc

from extract.records import RECORDS, Problem
from pipelines.archive import Archive, ArchivedPage, Fetch, RunProblem
from pipelines.archive_rows import GATE
from pipelines.changes import find_changes, keep_removed
from pipelines.denylist import load_denylist
from pipelines.drift import find_drift
from pipelines.errors import ColloquyError
from pipelines.gate import Summary, summarise
from pipelines.gathering import Gathered, gather
from pipelines.groundwork import Groundwork
from pipelines.home import Home
from pipelines.joining import Listings
from pipelines.record_tables import SiteFacts, make_record_tables
from pipelines.result_store import Half, ResultStore
from pipelines.results import PageHead, PageRecords
from pipelines.rows import Row, Stamp
from pipelines.table_files import to_arrow
from pipelines.tables import Tables
from pipelines.template_store import TemplateRun, TemplateStore
from pipelines.usage_signals import load_policies


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
class BuiltSite:
    """A site's new state, not committed yet."""

    report: RebuiltSite
    tables: dict[str, pa.Table]
    summary: Summary


class SiteRebuild:
    """The rebuild of one site, whose groundwork is `laid`. `now` dates what is lost."""

    def __init__(
        self, archive: Archive, home: Home, site: str, laid: Groundwork, stamp: Stamp, now: datetime
    ) -> None:  # fmt: skip
        self.archive, self.home, self.site, self.laid, self.stamp, self.now = archive, home, site, laid, stamp, now
        self.results, self.tables = ResultStore(home.cache), Tables(home.path)

    def build(self) -> BuiltSite:
        """The site's rows of every table."""
        gathered = self._gather()
        shown, drift = self._watch(gathered.explained)
        records, changes = self._compare(self._read_records(gathered))
        tables = {
            "pages": gathered.pages,
            **records,
            "fetches": to_arrow(map(_plain, self.archive.fetches(self.site)), "fetches"),
            "changes": pa.concat_tables([self.tables.stored("changes", self.site), changes]),
            "problems": self._tell_problems(shown.run, gathered.problems, drift),
        }
        there = sum(not page.gone for page in self.laid.pages.values())
        return BuiltSite(
            self._report(tables, len(changes), shown.explained), tables, summarise(there, tables, shown.explained)
        )

    def _gather(self) -> Gathered:
        """What the heads of all pages come to."""
        pages, policies = self.laid.pages, load_policies(self.archive, self.site)
        gone = {url: self._gone_since(page) for url, page in pages.items() if page.gone}
        gathered = gather(self._read(PageHead), pages, gone, self.stamp, policies)
        self.results.store_listed(self.site, gathered.listed)
        return gathered

    def _read(self, half: type[Half]) -> Iterator[Half]:
        """One half of the results of all pages. Raises ColloquyError when one can no longer be read."""
        left = len(self.laid.pages)
        for one in self.results.read(self.site, self.laid.reading.parts, half):
            left -= 1
            yield one
        if left:
            raise ColloquyError(f"{self.results.path(self.site)} changed while it was read. Run the command again.")

    def _gone_since(self, page: ArchivedPage) -> datetime:
        last = self.archive.latest(page.capture.url, page.capture.site)
        return last.fetched_at if last else page.last_seen

    def _watch(self, shares: Sequence[float]) -> tuple[TemplateRun, list[Problem]]:
        """What the site's templates explain after this run, a share a page; and the problem where that is much less
        than before."""
        run = next((run.id for run in self.archive.runs() if self.site in run.sites), "")
        explained, learned = round(fmean(shares), 4) if shares else None, self.laid.learned
        runs = TemplateStore(self.home.templates, self.home.cache).store_run(
            self.site, TemplateRun(run, explained, learned.known, learned.new_pages, len(learned.now))
        )
        problem = find_drift(runs)
        return runs[-1], [problem] if problem else []

    def _read_records(self, gathered: Gathered) -> dict[str, pa.Table]:
        """The tables of the site's records, which only now are read: what listings say of them is known."""
        refuses = load_denylist(self.home.path).refuses
        listings = Listings(gathered.listed.addresses, gathered.listed.cards)
        facts = SiteFacts(listings, gathered.present, self.stamp, refuses)
        return make_record_tables(((gathered.read[one.url], one) for one in self._read(PageRecords)), facts)

    def _compare(self, found: Mapping[str, pa.Table]) -> tuple[dict[str, pa.Table], pa.Table]:
        """The records with those that were lost since, by table, and all that changed."""
        tables, changes = {}, []
        for table, new in found.items():
            old = self.tables.stored(table, self.site)
            tables[table] = keep_removed(old, new, self.now, self._is_lost)
            changes.append(to_arrow(find_changes(table, old, tables[table], self.now), "changes"))
        return tables, pa.concat_tables(changes)

    def _is_lost(self, row: Row) -> bool:
        """Whether a stored record's page has other content now (or is no more): then its loss is news, else it was the
        extractor's mistake, and `changes` alone remembers it."""
        page = self.laid.pages.get(row["url"])
        return page is None or row["last_changed"] is None or page.last_changed > row["last_changed"]

    def _tell_problems(self, run: str, of_pages: Iterable[Row], of_site: Iterable[Problem]) -> pa.Table:
        """Problems of the site's newest run ("" for none), of its pages and of itself."""
        of_crawl = [_plain(one) for one in self.archive.problems(self.site, run) if one.step != GATE] if run else ()
        read = (*of_pages, *({"url": None} | one._asdict() for one in of_site))
        return to_arrow((*of_crawl, *({"site": self.site, "run_id": run or None} | one for one in read)), "problems")

    def _report(self, tables: Mapping[str, pa.Table], new_changes: int, explained: float | None) -> RebuiltSite:
        newest = self.laid.learned.now[-1:]
        return RebuiltSite(
            site=self.site,
            pages=len(tables["pages"]),
            records={table: tables[table]["removed_at"].null_count for table in RECORDS},
            read=self.laid.reading.read,
            new_changes=new_changes,
            problems=len(tables["problems"]),
            errors=len(tables["problems"].filter(pc.field("severity") == "error")),
            template_id=newest[0].template.id if newest else None,
            template_explains=explained,
        )


def _plain(value: Fetch | RunProblem) -> Row:
    names = type(value).__dataclass_fields__
    return {name: one if (one := getattr(value, name)) != "" else None for name in names}
