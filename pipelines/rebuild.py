"""Archive in, tables out: learn each site's template, read what is new, make rows, commit them at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from statistics import fmean

from extract.records import Problem
from extract.site import Site
from extract.template_eras import Dated, of_time
from extract.template_sample import Sketch, digest_page, draw
from pipelines.archive import Archive, Capture, DamagedArchive
from pipelines.archive import PageRow as ArchivedPage
from pipelines.changes import find_changes, keep_removed
from pipelines.drift import find_drift
from pipelines.engine import Engine
from pipelines.eras import Drawn, Verdict
from pipelines.errors import UsageError
from pipelines.gate import Summary, find_falls, summarise
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.progress import counting
from pipelines.reading import (
    Unit,
    failed_result,
    find_calendars,
    is_calendar,
    is_page,
    parse_capture,
    read_unit,
    result_key,
    split_units,
)
from pipelines.result_store import ResultStore
from pipelines.results import PageResult
from pipelines.rows import ReadPage, Row, SiteRows, Stamp, make_rows
from pipelines.settings import Settings
from pipelines.tables import Tables, as_stored
from pipelines.template_store import Coverage, Learned, TemplateStore
from pipelines.usage_signals import Policy, is_reserved, load_policies
from pipelines.version import extractor_version


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a rebuild did for one site. `read` pages were extracted now, the others taken from the last time."""

    site: str
    pages: int
    events: int
    groups: int
    read: int
    new_changes: int
    problems: int
    errors: int
    template_id: str | None
    template_coverage: float | None
    """Mean share of their chrome that the site's templates explain on its pages; None where no page shows chrome."""
    held: tuple[str, ...] = ()
    """What fell so sharply against the last good run that the site's old rows were kept."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A site's new state, not committed yet."""

    report: SiteReport
    tables: dict[str, list[Row]]
    summary: Summary


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did. `generation` is None when the archive is empty."""

    sites: tuple[SiteReport, ...]
    generation: int | None


class Rebuild:
    """One rebuild of one home, whose lock the caller holds."""

    def __init__(
        self, home: Home, profiles: Mapping[str, Profile], settings: Settings, engine: Engine | None = None,
        force: bool = False, accept: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.home, self.profiles, self.settings, self.force = home, profiles, settings, force
        self.accept = frozenset(accept)
        self.engine = engine or Engine()
        self.templates, self.results = TemplateStore(home.templates, home.cache), ResultStore(home.cache)
        self.tables = Tables(home.path)

    def run(self, sites: Sequence[str] = ()) -> RebuildReport:
        """Rebuild the given sites, or all that the archive holds, and commit once all that the quality gate lets
        through. Raises UsageError for a site that the archive does not hold."""
        with Archive(self.home.archive) as archive:
            known = check_sites(archive, self.home, (*sites, *sorted(self.accept)))
            built = [self._judge(self._site(archive, site)) for site in sites or known]
        passed = {one.report.site: one for one in built if not one.report.held}
        if passed:
            rows = {site: one.tables for site, one in passed.items()}
            summaries = {site: one.summary.model_dump() for site, one in passed.items()}
            self.tables.commit(rows, self.settings.keep_generations, summaries)
        current = self.tables.current() if built else None
        return RebuildReport(tuple(one.report for one in built), current.number if current else None)

    def _judge(self, built: _Built) -> _Built:
        """The site's new state, marked with what the quality gate holds against it."""
        site, current = built.report.site, self.tables.current()
        last = current.summaries.get(site) if current else None
        if last is None or site in self.accept:
            return built
        return replace(built, report=replace(built.report, held=tuple(find_falls(Summary(**last), built.summary))))

    def _site(self, archive: Archive, name: str) -> _Built:
        profile = self.profiles.get(name)
        site = profile.hints if profile else Site(name)
        archived = list(archive.pages(name))
        pages = [row for row in archived if is_page(row.capture) and not is_calendar(row.capture)]
        calendars = find_calendars(archived)
        learned = self._learn(archive, name, pages)
        results, read = self._read(archive, site, learned, pages, calendars)
        coverage, drift = self._watch(archive, name, learned, results)
        gone = {row.capture.url: _gone_since(archive, row) for row in pages if row.gone}
        rows = make_rows(
            [ReadPage(row, results[row.capture.url], gone.get(row.capture.url)) for row in pages],
            Stamp(extractor_version(), profile.licence if profile else None, site.time_zone),
        )
        add_signals(rows.pages, results, load_policies(archive, name))
        tables, changes = self._tables(archive, name, rows, results, {row.capture.url: row for row in pages})
        tables["problems"] += [{"site": name, "url": None, "run_id": coverage.run} | one._asdict() for one in drift]
        summary = summarise(len(pages) - len(gone), tables, coverage.explained)
        return _Built(_report(name, tables, read, changes, learned, coverage.explained), tables, summary)

    def _learn(self, archive: Archive, site: str, pages: Sequence[ArchivedPage]) -> Learned:
        """The site's templates, of a fair draw of its pages."""
        drawn = (Drawn(row.capture.sha256, row.last_changed) for row in pages)
        return self.templates.learn(site, drawn, partial(_draw, archive), extractor_version())

    def _read(
        self, archive: Archive, site: Site, learned: Learned, pages: Sequence[ArchivedPage],
        calendars: Mapping[str, Capture],
    ) -> tuple[dict[str, PageResult], int]:  # fmt: skip
        """Results of all pages by address, and how many were read now. Saved ones serve where nothing differs, or
        where only the template does and judges the page like the one before."""
        saved = {} if self.force else self.results.load(site.name)
        keys = cache(lambda ids: result_key(site, ids, calendars))
        fresh: dict[str, PageResult] = {}
        todo: defaultdict[tuple[str, ...], list[Capture]] = defaultdict(list)
        for row in pages:
            now, before = _ids(learned.now, row), _ids(learned.before, row)
            served = _serve(saved.get(row.capture.url), row, keys(now), keys(before), learned.alike)
            if served:
                fresh[served.url] = served
            else:
                todo[now].append(row.capture)
        changed = any(saved.get(url) is not one for url, one in fresh.items())
        by_id = {era.template.id: era.template for era in learned.now}
        old = len(fresh)
        with counting(f"reading {site.name}", sum(map(len, todo.values()))) as step:
            for ids, captures in todo.items():
                templates = tuple(by_id[one].to_json() for one in ids)
                whole = Unit(self.home.archive, site, keys(ids), templates, tuple(captures), calendars)
                for results in self.engine.work(split_units(whole), read_unit, _quarantine):
                    fresh |= {result.url: result for result in results}
                    step.reach(len(fresh) - old)
        if todo or changed or len(saved) != len(fresh):
            self.results.store(site.name, [fresh[url] for url in sorted(fresh)])
        return fresh, sum(map(len, todo.values()))

    def _watch(
        self, archive: Archive, site: str, learned: Learned, results: Mapping[str, PageResult]
    ) -> tuple[Coverage, list[Problem]]:
        """What the site's templates explain after this run, and the problem where that is much less than before."""
        run = next((run.id for run in archive.runs() if site in run.sites), "")
        shares = [result.explained for result in results.values() if result.explained is not None]
        explained = round(fmean(shares), 4) if shares else None
        runs = self.templates.store_coverage(
            site, Coverage(run, explained, learned.known, learned.new_pages, len(learned.now))
        )
        problem = find_drift(runs)
        return runs[-1], [problem] if problem else []

    def _tables(
        self, archive: Archive, site: str, rows: SiteRows, results: Mapping[str, PageResult],
        pages: Mapping[str, ArchivedPage],
    ) -> tuple[dict[str, list[Row]], int]:  # fmt: skip
        """The site's rows of every table, and how many of its changes are new."""
        now = datetime.now(UTC)
        changes: list[Row] = []
        tables: dict[str, list[Row]] = {"pages": rows.pages, "changes": self.tables.rows("changes", site)}
        for table, new in (("events", rows.events), ("groups", rows.groups)):
            old = self.tables.rows(table, site)
            kept = keep_removed([row for row in old if _page_differs(row, pages)], as_stored(new, table), now)
            tables[table] = kept
            changes += find_changes(table, old, kept, now)
        tables["changes"] += changes
        tables["fetches"] = [_plain(fetch) for fetch in archive.fetches(site)]
        newest = next((run.id for run in archive.runs() if site in run.sites), None)
        crawl_problems = [_plain(problem) for problem in archive.problems(site, newest)] if newest else []
        tables["problems"] = crawl_problems + [
            {"site": site, "url": result.url, "run_id": newest} | problem._asdict()
            for result in results.values()
            for problem in result.problems
        ]
        return tables, len(changes)


def add_signals(pages: Sequence[Row], results: Mapping[str, PageResult], policies: Sequence[Policy]) -> None:
    """Say in each page's row what page and site state about its use. What the page states itself counts alone where
    it speaks of mining: the TDM protocol ranks it before the site's file."""
    for row in pages:
        own = results[row["url"]].usage_signals
        site = tuple(signal for policy in policies for signal in policy.signals(row["url"]))
        decisive = own if any(signal.startswith("tdm-reservation") for signal in own) else (*own, *site)
        row["usage_signals"], row["tdm_reserved"] = [*own, *site], is_reserved(decisive)


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


def _ids(eras: Sequence[Dated], row: ArchivedPage) -> tuple[str, ...]:
    return tuple(template.id for template in of_time(eras, row.last_changed))


def _serve(
    saved: PageResult | None, row: ArchivedPage, key: str, key_before: str, alike: Mapping[Drawn, Verdict]
) -> PageResult | None:  # fmt: skip
    """The saved result if reading the page again would give the same, under the name of the template of now."""
    if saved is None or saved.sha256 != row.capture.sha256:
        return None
    if saved.key == key:
        return saved
    verdict = alike.get(Drawn(row.capture.sha256, row.last_changed)) if saved.key == key_before else None
    return saved.model_copy(update={"key": key, **verdict._asdict()}) if verdict else None


def _page_differs(row: Row, pages: Mapping[str, ArchivedPage]) -> bool:
    """Whether a stored record's page has other content now (or is no more): then its loss is news, else it was the
    extractor's mistake, and `changes` alone remembers it."""
    page = pages.get(row["url"])
    return page is None or row["last_changed"] is None or page.last_changed > row["last_changed"]


def _gone_since(archive: Archive, row: ArchivedPage) -> datetime:
    last = archive.latest(row.capture.url, row.capture.site)
    return last.fetched_at if last else row.last_seen


def _draw(archive: Archive, sha256: str) -> Sketch | None:
    """The sketch of an archived content; None where it shows nothing, or is damaged: reading it says so in its row."""
    capture = archive.find_digest(sha256)
    try:
        page = parse_capture(archive, capture) if capture else None
    except DamagedArchive:
        return None
    return draw(page, digest_page(page)) if page and page.blocks else None


def _quarantine(unit: Unit) -> list[PageResult]:
    """What a unit gives whose worker died twice: its pages without records, each named in a problem."""
    text = "reading this page or one of its neighbours killed its worker twice; it is left out until it changes"
    return [failed_result(one, unit.key, Problem("extract", "error", text)) for one in unit.captures]


def _plain(value: object) -> Row:
    from dataclasses import asdict, is_dataclass

    assert is_dataclass(value)
    return {name: one if one != "" else None for name, one in asdict(value).items()}  # type: ignore[arg-type]


def _report(
    name: str, tables: Mapping[str, Sequence[Row]], read: int, new_changes: int, learned: Learned,
    explained: float | None,
) -> SiteReport:  # fmt: skip
    present = {table: sum(row["removed_at"] is None for row in tables[table]) for table in ("events", "groups")}
    return SiteReport(
        site=name,
        pages=len(tables["pages"]),
        events=present["events"],
        groups=present["groups"],
        read=read,
        new_changes=new_changes,
        problems=len(tables["problems"]),
        errors=sum(row["severity"] == "error" for row in tables["problems"]),
        template_id=learned.now[-1].template.id if learned.now else None,
        template_coverage=explained,
    )
