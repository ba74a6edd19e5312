"""A damaged home in, a sound one out: what is undamaged stays, what can be made again is, the rest is named."""

from collections.abc import Iterator

from pipelines.archive import Archive
from pipelines.archive_purge import purge_archive
from pipelines.archive_repair import repair_archive
from pipelines.checked_file import DamagedFile, load_checked
from pipelines.denylist import load_denylist
from pipelines.engine import Engine
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.result_store import ResultStore
from pipelines.segment_reader import local_name
from pipelines.tables import Tables
from pipelines.tables_repair import repair_tables
from pipelines.verify import find_bad_reports, find_state_files


def repair(home: Home, profiles: dict[str, Profile]) -> Iterator[str]:
    """Mend the home, whose lock the caller holds; gives a line for each thing done, none when it was sound."""
    lost: set[str] = set()
    mended = repair_archive(home.archive)
    if mended:
        lost = {site for site, _ in mended.lost}
        purge_archive(home.archive, load_denylist(home.path))  # a killed `forget` may have left what was found again
        yield (
            f"{home.archive}: {len(mended.segments)} segments written anew, {mended.records_found} records found again,"
            f" {mended.rows_dropped} index rows dropped, {len(mended.lost)} pages lost"
        )
        for file, count in mended.outside.items():
            yield f"{file}: {count} records that were imported from it in place are not there any more"
        for site in lost:
            ResultStore(home.cache).forget(site)  # what was read of a damaged record is what it says of it for ever
        yield from (f"lost {url} ({site}): the next crawl fetches it again" for site, url in mended.lost)
    for path in find_state_files(home):
        try:
            load_checked(path)
        except DamagedFile:
            path.unlink()
            yield f"{path}: deleted, it is made again when it is needed"
    for path in find_bad_reports(home):
        path.unlink()
        yield f"{path}: deleted; what the run fetched and found is in the tables, its report is lost"
    sites, lines = repair_tables(Tables(home.path), home.settings().keep_generations)
    yield from lines
    moved = {local_name(file).partition("/")[0] for file in mended.segments} if mended else set()
    yield from _rebuild(home, profiles, sites | moved, lost)


def _rebuild(home: Home, profiles: dict[str, Profile], damaged: set[str], lost: set[str]) -> Iterator[str]:
    """Make rows again, but not of sites that lost pages: their records would count as removed before the next crawl
    has fetched them again."""
    with Archive(home.archive) as archive:
        known = archive.sites()
    wanted = [site for site in known if (site in damaged or "all" in damaged) and site not in lost]
    if wanted:
        report = Rebuild(home, profiles, home.settings(), Engine("local")).run(wanted)
        for one in report.sites:
            yield f"held back {one.site}: {'; '.join(one.held)}" if one.held else f"rebuilt {one.site}"
    if lost:
        yield f"now fetch what is lost: colloquy crawl {' '.join(sorted(lost))}"
