"""Saved pages in, archived pages out: the `import` command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipelines.archive import Archive, Fetch, Resource, check_site_name
from pipelines.denylist import load_denylist
from pipelines.errors import GOOD, SOME_FAILED
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.progress import follow
from pipelines.saved_pages import SavedPage, find_base, find_files, read_pages


@dataclass
class ImportReport:
    """What an import did: pages taken, pages skipped because the archive has them, and what was refused and why."""

    taken: int = 0
    skipped: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_pages(
    home: Home, site: str, paths: Sequence[Path], urls: Mapping[str, str], profile: Profile | None
) -> ImportReport:
    """Bring saved pages into the archive under one run. The home is not touched before the first good page.

    Raises UsageError for a path that is not there, DiskError when the home cannot be written, Locked when it is in use.
    """
    check_site_name(site)
    files = find_files(paths)
    base = profile.url if profile else find_base(files, site)
    report, good = ImportReport(), []
    denylist = load_denylist(home.path)
    for page in follow(read_pages(files, base, urls), "importing pages"):
        if page.refused or denylist.refuses(page.url):
            report.refused.append((page.origin, page.refused or "its address is on the denylist of this home"))
        else:
            good.append(page)
            if len(good) >= _BATCH:
                _store(home, site, good, report)
                good = []
    if good:
        _store(home, site, good, report)
    return report


_BATCH = 10_000  # pages held in memory at most before they go to the archive


def _store(home: Home, site: str, pages: Sequence[SavedPage], report: ImportReport) -> None:
    with home.lock(), Archive(home.archive, writable=True) as archive:
        run_id = archive.open_run("import", [site]) or archive.begin_run("import", [site])
        for page in follow(pages, "storing pages", len(pages)):
            _store_page(archive, site, run_id, page, report)
        archive.finish_run(run_id, SOME_FAILED if report.refused else GOOD)


def _store_page(archive: Archive, site: str, run_id: str, page: SavedPage, report: ImportReport) -> None:
    moment = page.fetched_at or datetime.now(UTC)
    capture = archive.store_resource(site, run_id, Resource(page.url, page.content, page.content_type, moment))
    known = capture.kind == "revisit"
    report.skipped += known
    report.taken += not known
    archive.store_fetch(Fetch(site, page.url, run_id, "ok", bytes=len(page.content), from_archive=known))
