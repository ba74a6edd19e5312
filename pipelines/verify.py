"""Is the home what was stored? One line for each thing that is not."""

from collections.abc import Iterator
from pathlib import Path

from pipelines import run_report
from pipelines.archive_check import find_damage as find_archive_damage
from pipelines.checked_file import DamagedFile, load_checked
from pipelines.denylist import load_denylist
from pipelines.errors import ColloquyError
from pipelines.home import Home
from pipelines.segment_reader import name_place
from pipelines.tables import Tables


def find_damage(home: Home) -> Iterator[str]:
    """Every stored file against the digest it was stored with: archive, tables, templates, saved results, reports."""
    for damage in find_archive_damage(home.archive):
        yield f"{name_place(home.archive, damage.file)}: {damage.message}" + (f" ({damage.url})" if damage.url else "")
    yield from Tables(home.path).verify()
    yield from _find_bad_list(home)
    for path in find_state_files(home):
        try:
            load_checked(path)
        except DamagedFile as error:
            yield str(error)
    for path in find_bad_reports(home):
        yield f"{path}: damaged (its SHA-256 is not the one it was stored with)"


def find_state_files(home: Home) -> list[Path]:
    """Templates, sketches and saved results: files that carry their own digest and can be made again."""
    return sorted((*home.templates.glob("*.json"), *home.cache.rglob("*.zst"), *home.cache.glob("*.json")))


def find_bad_reports(home: Home) -> list[Path]:
    """Damaged reports of runs and metrics."""
    paths = sorted((*home.reports.glob("*.json"), *home.reports.glob("*.prom")))
    return [path for path in paths if not run_report.is_sound(path)]


def _find_bad_list(home: Home) -> Iterator[str]:
    try:
        load_denylist(home.path)
    except ColloquyError as error:
        yield str(error)
