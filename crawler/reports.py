"""Reports as lines for a terminal: what a crawl, a rebuild and the list of sites say."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipelines.errors import GOOD, SOME_FAILED, ColloquyError, QualityGate
from pipelines.home import Home

if TYPE_CHECKING:
    from datetime import timedelta

    from crawler.crawl import CrawlReport
    from pipelines.freshness import Freshness
    from pipelines.rebuild import RebuildReport
    from pipelines.template_store import TemplateRun

Say = Callable[[str], None]


def show_crawl(report: "CrawlReport", say: Say) -> int:
    """A line a site, and why a site gave nothing; gives the exit code."""
    for site in report.sites:
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(site.outcomes.items())) or "nothing to fetch"
        say(
            f"crawled {site.site}: {outcomes} ({site.fetched} fetched, {site.not_modified} not modified,"
            f" {site.from_archive} already there) in {report.seconds:.1f} s"
        )
        if site.trouble:
            say(f"  errors are mostly: {site.trouble}")
    return report.exit_code


def judge_rebuild(report: "RebuildReport") -> int:
    """The exit code of a rebuild."""
    if any(one.held for one in report.sites):
        return QualityGate.exit_code
    return SOME_FAILED if any(one.errors for one in report.sites) else GOOD


def show_rebuild(report: "RebuildReport", write: Say) -> None:
    """A table of sites and a line for each that was held back."""
    if not report.sites:
        write("nothing to rebuild: the archive is empty. Fill it with `colloquy crawl` or `colloquy import`.")
        return
    from extract.records import RECORDS

    heads = ("site", "pages", *RECORDS, "read now", "changes", "problems")
    rows = [
        (one.site, one.pages, *one.records.values(), one.read, one.new_changes, one.problems) for one in report.sites
    ]
    for line in make_table(heads, rows):
        write(line)
    for one in (one for one in report.sites if one.held):
        more = f" and {len(one.held) - _MOST_FALLS} more" if len(one.held) > _MOST_FALLS else ""
        write(
            f"held back {one.site}: {'; '.join(one.held[:_MOST_FALLS])}{more} against the last good run; its old rows"
            f" stay. If the site is really so: colloquy rebuild {one.site} --accept {one.site}"
        )


def show_sites(home: Home, write: Say) -> None:
    """A line a site that the home knows of, by profile or by pages."""
    from crawler.profiles import load_all_profiles
    from extract.records import RECORDS
    from pipelines.archive import Archive
    from pipelines.freshness import find_freshness
    from pipelines.tables import Tables
    from pipelines.template_store import TemplateStore

    home.settings()  # what is wrong with them is better said here than by the next crawl
    counted, generation = ("pages", *RECORDS, "problems"), Tables(home.path).current()
    with Archive(home.archive) as archive:
        found = {one.site: one for one in find_freshness(archive, load_all_profiles(home).keys())}
        names = sorted({*found, *archive.sites()})
    rows, templates = [], TemplateStore(home.templates, home.cache)
    for name in names:
        counts = [generation.count(table, name) if generation else 0 for table in counted]
        runs_watched = templates.load(name).runs
        rows.append((name, *counts, _say_explained(runs_watched), _say_last(found.get(name))))
    for line in make_table(("site", *counted, "chrome explained", "last good crawl"), rows):
        write(line)


def _say_last(fresh: "Freshness | None") -> str:
    """When a site was last crawled well, and whether what came since is held back."""
    last = f"{fresh.last_good:%Y-%m-%d %H:%M} UTC" if fresh and fresh.last_good else "never"
    return f"{last}, held back since" if fresh and fresh.held else last


def _say_explained(runs: "Sequence[TemplateRun]") -> str:
    """How much of its pages' chrome a site's templates knew after the last run: a fall is a redesign."""
    explained = runs[-1].explained if runs else None
    return "-" if explained is None else f"{100 * explained:.0f} %"


def show_status(home: Home, limit: "timedelta", write: Say) -> int:
    """A line a site with a profile in the home, or crawled before; gives the exit code."""
    from datetime import UTC, datetime

    from pipelines.archive import Archive
    from pipelines.freshness import find_freshness
    from pipelines.profiles import load_profiles

    now = datetime.now(UTC)
    with Archive(home.archive) as archive:
        found = find_freshness(archive, load_profiles(home.sites).keys())
    if not found:
        raise ColloquyError(f"no site of {home.path} was ever crawled. Start with: colloquy crawl SITE")
    late = [one for one in found if one.is_older(limit, now)]
    rows = [
        (
            one.site,
            f"{one.last_good:%Y-%m-%d %H:%M} UTC" if one.last_good else "never",
            "held back" if one.held else "late" if one in late else "good",
        )
        for one in found
    ]
    for line in make_table(("site", "last good crawl", "state"), rows):
        write(line)
    return ColloquyError.exit_code if late else GOOD


def show_generations(home: Home, write: Say) -> None:
    """A line a kept generation of the tables, newest first."""
    from datetime import UTC, datetime

    from extract.records import RECORDS
    from pipelines.manifest import MANIFEST
    from pipelines.tables import Tables

    tables, counted = Tables(home.path), ("pages", *RECORDS, "problems")
    current = tables.current()
    rows = []
    for one in reversed(list(tables.generations())):
        counts = [sum(file.rows for file in one.files if file.table == table) for table in counted]
        made = datetime.fromtimestamp((one.folder / MANIFEST).stat().st_mtime, UTC)
        read_now = "read now" if current and one.number == current.number else ""
        rows.append((one.number, f"{made:%Y-%m-%d %H:%M} UTC", *counts, read_now))
    if not rows:
        write(f"no generation yet in {home.path}. Make one with `colloquy crawl` or `colloquy rebuild`.")
        return
    for line in make_table(("generation", "committed", *counted, ""), rows):
        write(line)


_MOST_FALLS = 3  # of one site, named in its line


def make_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a plain table: text to the left, numbers to the right, two spaces between columns."""
    cells = [list(map(str, row)) for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    numeric = [all(isinstance(row[column], int | float) for row in rows) and bool(rows) for column in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    ]
