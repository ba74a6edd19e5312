"""Reports as lines for a terminal: what a crawl, a rebuild and the list of sites say."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipelines.errors import GOOD, SOME_FAILED, ColloquyError
from pipelines.home import Home

if TYPE_CHECKING:
    from crawler.crawl import CrawlReport
    from pipelines.rebuild import RebuildReport

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


def show_rebuild(report: "RebuildReport", write: Say) -> int:
    """A table of sites; gives the exit code: some pages failed, or good."""
    if not report.sites:
        write("nothing to rebuild: the archive is empty. Fill it with `colloquy crawl` or `colloquy import`.")
        return GOOD
    heads = ("site", "pages", "events", "groups", "read now", "changes", "problems")
    rows = [
        (one.site, one.pages, one.events, one.groups, one.read, one.new_changes, one.problems) for one in report.sites
    ]
    for line in make_table(heads, rows):
        write(line)
    return SOME_FAILED if any(one.errors for one in report.sites) else GOOD


def show_sites(home: Home, write: Say) -> None:
    """A line a site that the home knows of, by profile or by pages."""
    from crawler.profiles import load_all_profiles
    from pipelines.archive import Archive
    from pipelines.tables import Tables

    generation = Tables(home.path).current()
    files = generation.files if generation else ()
    with Archive(home.archive) as archive:
        runs = [run for run in archive.runs() if run.exit_code in (GOOD, SOME_FAILED)]
        names = sorted({*load_all_profiles(home), *archive.sites()})
    rows = []
    for name in names:
        counts = [sum(one.rows for one in files if (one.table, one.site) == (table, name)) for table in _COUNTED]
        last = next((run.finished_at for run in runs if name in run.sites and run.finished_at), None)
        rows.append((name, *counts, f"{last:%Y-%m-%d %H:%M} UTC" if last else "never"))
    for line in make_table(("site", *_COUNTED, "last good run"), rows):
        write(line)


def show_damage(home: Home, say: Say, write: Say) -> int:
    """A line for everything in the home that is not what was stored; gives the exit code."""
    from pipelines.verify import find_damage

    count = 0
    for line in find_damage(home):
        write(line)
        count += 1
    if count:
        say(f"{count} damaged. Undamaged records can still be read; `colloquy rebuild` makes tables again.")
        return ColloquyError.exit_code
    write(f"{home.path}: sound")
    return GOOD


_COUNTED = ("pages", "events", "groups", "problems")


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
