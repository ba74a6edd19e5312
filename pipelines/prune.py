"""`prune`: a home in, the same home without what is older than its retention and no longer needed, out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.records import RECORDS
from pipelines.archive_check import find_damage
from pipelines.draft import Rows
from pipelines.errors import ColloquyError, QualityGate
from pipelines.home import Home
from pipelines.manifest import MANIFEST, Generation
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.retention import make_plan, prune_archive
from pipelines.tables import Tables
from pipelines.tables_rewrite import rewrite_generations


@dataclass(frozen=True, slots=True)
class Retention:
    """What is too old: everything before `limit`, and with `rows` rows of records that were removed before it."""

    limit: datetime
    rows: bool = False


def show_prune(home: Home, retention: Retention) -> Iterator[str]:
    """A line for each thing that would go."""
    yield from _tell(home, retention, "would go")


def prune(home: Home, retention: Retention, profiles: Mapping[str, Profile]) -> Iterator[str]:
    """Do it; gives a line for each step. The caller holds the home's lock. May be run again after a kill."""
    if next(iter(find_damage(home.archive)), None):
        raise ColloquyError(f"{home.archive} is damaged. Run `colloquy repair` first: what is whole must be known.")
    lines = list(_tell(home, retention, "gone"))
    plan = make_plan(home.archive, retention.limit)
    prune_archive(home.archive, plan, retention.limit)
    tables = Tables(home.path)
    for generation in _find_old(tables, retention.limit):
        tables.remove(generation)
    if retention.rows:
        rewrite_generations(tables, lambda rows: _clean(rows, retention.limit))
    for path in _find_reports(home, retention.limit):
        path.unlink()
    yield from lines
    report = Rebuild(home, profiles, home.settings()).run()  # rows say where their page lies in the archive
    held = [one.site for one in report.sites if one.held]
    if held:
        raise QualityGate(f"pruned, but the rows of {', '.join(held)} were held back: look at `colloquy rebuild`.")


def _tell(home: Home, retention: Retention, done: str) -> Iterator[str]:
    plan, tables = make_plan(home.archive, retention.limit), Tables(home.path)
    size = f"{plan.bytes / 1_000_000:.1f} MB"
    yield f"archive: {len(plan.captures)} captures ({size}) {done}; {plan.addresses} addresses with all they had"
    yield f"tables: {len(_find_old(tables, retention.limit))} older generations {done}"
    if retention.rows:
        counts = [_count_removed(tables, table, retention.limit) for table in RECORDS]
        yield f"tables: rows of {counts[0]} removed events and {counts[1]} removed groups {done}"
    yield f"reports: {len(_find_reports(home, retention.limit))} {done}"


def _find_old(tables: Tables, limit: datetime) -> list[Generation]:
    """Generations that were committed before `limit`, but never the current one."""
    current = tables.current()
    older = [one for one in tables.generations() if current and one.number != current.number]
    return [one for one in older if _written(one.folder / MANIFEST) < limit]


def _find_reports(home: Home, limit: datetime) -> list[Path]:
    return [path for path in sorted(home.reports.glob("*.json")) if path.name < f"{limit:%Y%m%dT%H%M%S}"]


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _count_removed(tables: Tables, table: str, limit: datetime) -> int:
    return sum(_is_old(row["removed_at"], limit) for row in tables.rows(table))


def _clean(old: Mapping[str, Rows], limit: datetime) -> dict[str, Rows]:
    """One site's rows without the records that were removed before `limit`, and without what is said of them."""
    gone = {row["record_id"] for table in RECORDS for row in old.get(table, ()) if _is_old(row["removed_at"], limit)}
    return {table: _without(rows, gone) for table, rows in old.items()}


def _without(rows: Sequence[dict[str, object]], gone: set[str]) -> Rows:
    return [row for row in rows if row.get("record_id") not in gone]


def _is_old(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
