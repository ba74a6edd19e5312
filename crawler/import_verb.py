"""`colloquy import`: saved pages into the archive, with what was refused and why."""

from collections.abc import Callable, Sequence
from pathlib import Path

from crawler.profiles import load_all_profiles
from pipelines.errors import GOOD, SOME_FAILED, ColloquyError
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.saved_pages import read_urls


def import_saved(
    home: Home, site: str, paths: Sequence[Path], urls: Path | None, say: Callable[[str], None],
    write: Callable[[str], None],
) -> int:  # fmt: skip
    """Import the paths and print the counts; the exit code. Raises UsageError for a path that is not there."""
    profile = load_all_profiles(home).get(site)
    report = import_pages(home, site, paths, read_urls(urls) if urls else {}, profile)
    for origin, why in report.refused:
        say(f"refused {origin}: {why}")
    write(f"{site}: {report.taken} taken, {report.skipped} skipped (already archived), {len(report.refused)} refused")
    if not report.refused:
        return GOOD
    return SOME_FAILED if report.taken + report.skipped else ColloquyError.exit_code
