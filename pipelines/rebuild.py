"""Archive in, tables out: rebuild sites one by one and commit at once all that the quality gate lets through."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from extract.site import Site
from pipelines.archive import Archive
from pipelines.archive_rows import GATE
from pipelines.commits import settle
from pipelines.draft import Draft
from pipelines.engine import Engine, Pool, WorkLeft, work_nothing
from pipelines.errors import UsageError
from pipelines.gate import find_falls, read_summary
from pipelines.groundwork import Done, Groundwork, lay, lay_side_by_side
from pipelines.home import Home
from pipelines.memory import expect_many_values
from pipelines.profiles import Profile
from pipelines.rows import Stamp
from pipelines.settings import Settings
from pipelines.site_rebuild import RebuiltSite, SiteRebuild
from pipelines.tables import Tables
from pipelines.version import extractor_version


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
        self.tables = Tables(home.path)

    def run(self, sites: Sequence[str] = ()) -> RebuildReport:
        """Rebuild the given sites, or all that the archive holds, and commit once all that the quality gate lets
        through. Raises UsageError for a site that the archive does not hold."""
        expect_many_values()
        with Archive(self.home.archive) as archive, self.engine.open(self.home.cache) as pool:
            known = check_sites(archive, self.home, (*sites, *sorted(self.accept)))
            hints = [self._hints(site) for site in sites or known]
            draft = self.tables.draft()
            try:
                reports = self._draft_sites(archive, hints, draft, pool)
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

    def _draft_sites(self, archive: Archive, sites: Sequence[Site], draft: Draft, pool: Pool) -> list[RebuiltSite]:
        """Put the new state of sites into the draft: of each that workers laid the groundwork of as soon as they did,
        beside their work on the next, then of the others."""
        by_name = {site.name: site for site in sites}
        told: dict[str, Done] = {}
        reports: dict[str, RebuiltSite] = {}
        with closing(lay_side_by_side(archive, self.home, sites, pool, self.force)) as beside:
            for done in beside:
                told[done.site] = done
                try:
                    laid = lay(archive, self.home, by_name[done.site], work_nothing, self.force, done)
                except WorkLeft:
                    continue
                reports[done.site] = self._draft_site(archive, by_name[done.site], draft, laid)
        for site in sites:
            if site.name not in reports:
                laid = lay(archive, self.home, site, pool.work, self.force, told.get(site.name))
                reports[site.name] = self._draft_site(archive, site, draft, laid)
        return [reports[site.name] for site in sites]

    def _draft_site(self, archive: Archive, site: Site, draft: Draft, laid: Groundwork) -> RebuiltSite:
        """Put a site's new state into the draft, unless the quality gate holds it back."""
        name, profile = site.name, self.profiles.get(site.name)
        stamp = Stamp(extractor_version(), profile.licence if profile else None, site.time_zone)
        built = SiteRebuild(archive, self.home, name, laid, stamp, self.clock()).build()
        last = draft.before.summaries.get(name) if draft.before else None
        held = find_falls(read_summary(last), built.summary) if last and name not in self.accept else ()
        if not held:
            draft.put(name, built.tables, built.summary.model_dump())
        return replace(built.report, held=tuple(held))

    def _hints(self, name: str) -> Site:
        profile = self.profiles.get(name)
        return profile.hints if profile else Site(name)


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
