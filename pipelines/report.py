"""A home in, its report out: the last run and the dataset at a glance, as plain values for HTML and JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.records import RECORDS
from pipelines.archive import Archive, Run
from pipelines.dataset import read_table
from pipelines.drift import find_drift
from pipelines.errors import ColloquyError
from pipelines.evidence import UNJUDGED
from pipelines.freshness import find_freshness
from pipelines.home import Home
from pipelines.report_changes import Changes, ProblemGroup, find_changes_since, group_problems
from pipelines.report_counts import (
    Timeline,
    count_by_site,
    count_filled,
    keep_present,
    make_timeline,
    share,
    total,
)
from pipelines.schema import ROWS, RecordTail
from pipelines.template_store import TemplateRun, TemplateStore
from pipelines.version import extractor_version


@dataclass(frozen=True, slots=True)
class SiteRun:
    """What the last run did with one site: addresses asked for, how they were answered, pages read again, changes of
    records, and why its rows were held back, if they were."""

    site: str
    asked: int
    fetched: int
    not_modified: int
    from_archive: int
    read: int
    new_changes: int
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site. `outcomes` of its addresses and `kinds` of its pages are counts; `dated` is the share of its events
    with a full date, `covered` the share of its addresses that gave a page."""

    site: str
    last_good: datetime | None
    outcomes: Mapping[str, int]
    kinds: Mapping[str, int]
    pages: int
    events: int
    groups: int
    problems: int
    covered: float | None
    dated: float | None


@dataclass(frozen=True, slots=True)
class Fill:
    """How often a field is stated: share of all records of the table, and of each site's."""

    table: str
    field: str
    description: str
    share: float
    sites: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Drift:
    """What a site's templates explained in each run, oldest first; `trouble` says when that fell."""

    site: str
    runs: tuple[TemplateRun, ...]
    trouble: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of a report. `run` is the last one, None in a home without any; `ran` says what it did with each site,
    if it was a crawl."""

    made_at: datetime
    extractor_version: str
    home: str
    run: Run | None
    ran: tuple[SiteRun, ...]
    sites: tuple[SiteReport, ...]
    timeline: Timeline
    fills: tuple[Fill, ...]
    drift: tuple[Drift, ...]
    changes: Changes
    problems: tuple[ProblemGroup, ...]

    @property
    def outcomes(self) -> dict[str, int]:
        return total(one.outcomes for one in self.sites)

    @property
    def kinds(self) -> dict[str, int]:
        return total(one.kinds for one in self.sites)

    def as_record(self) -> dict[str, Any]:
        """The JSON object of `report --json`; times are ISO 8601."""
        stated: dict[str, Any] = asdict(self)
        stated["drift"] = [
            {"site": one.site, "trouble": one.trouble, "runs": [run._asdict() for run in one.runs]}
            for one in self.drift
        ]
        return stated | {"outcomes": self.outcomes, "kinds": self.kinds}


def make_report(home: Home, now: datetime | None = None) -> Report:
    """The report of a home; of one that holds nothing, an empty one. Raises ColloquyError when a table is damaged."""
    now = now or datetime.now(UTC)
    try:
        return _make(home, now)
    except pa.ArrowInvalid as error:
        raise ColloquyError(f"a table of {home.path} is damaged ({error}). `colloquy repair` mends it.") from error


def _make(home: Home, now: datetime) -> Report:
    with Archive(home.archive) as archive:
        run = next(iter(archive.runs()), None)
        fresh = {one.site: one.last_good for one in find_freshness(archive, ())}
        names = set(archive.sites()) | fresh.keys()
    counts = {table: tuple(_count_records(home, table)) for table in RECORDS}
    problems = group_problems(read_table("problems", home.path))
    sites = _report_sites(home, counts, problems, fresh, names)
    days = sum((one.days for one in counts["events"]), Counter[date | None]())
    return Report(
        made_at=now,
        extractor_version=extractor_version(),
        home=str(home.path),
        run=run,
        ran=tuple(_read_run(home.reports / f"{run.id}.json")) if run else (),
        sites=sites,
        timeline=make_timeline(days, now.date()),
        fills=tuple(fill for table in RECORDS for fill in _find_fills(table, counts[table])),
        drift=_find_drift(home, [one.site for one in sites]),
        changes=find_changes_since(home, run.started_at if run else now),
        problems=problems,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """One site's records of a table: how many, how many state each field, and how many begin on each day."""

    site: str
    rows: int
    filled: Mapping[str, int]
    days: Counter[date | None]


def _count_records(home: Home, table: str) -> Iterator[_Counted]:
    """Site by site, so that memory holds the records of one."""
    names = _fields(table)
    known = read_table(table, home.path, columns=["site"])["site"].unique().to_pylist()
    for site in sorted(known):
        rows = keep_present(read_table(table, home.path, site=site, columns=["removed_at", *names]))
        days = rows["start_date"].value_counts().to_pylist() if table == "events" else ()
        found = Counter[date | None]({one["values"]: one["counts"] for one in days})
        yield _Counted(site, rows.num_rows, count_filled(rows, names), found)


def _read_run(path: Path) -> Iterator[SiteRun]:
    """What a crawl stored of itself; nothing where it stored none, or where that is damaged."""
    try:
        stated = json.loads(path.read_bytes())["sites"]
    except (OSError, ValueError, KeyError):
        return
    counts = [one.name for one in fields(SiteRun)][1:-1]
    for one in stated:
        known = {name: one.get(name, 0) for name in counts}
        yield SiteRun(site=one["site"], held=tuple(one.get("held", ())), **known)


def _fields(table: str) -> list[str]:
    """What a record of the table can state."""
    return [name for name in ROWS[table].model_fields if name not in UNJUDGED and name not in RecordTail.model_fields]


def _report_sites(
    home: Home, counts: Mapping[str, Sequence[_Counted]], problems: Sequence[ProblemGroup],
    fresh: Mapping[str, datetime | None], names: set[str],
) -> tuple[SiteReport, ...]:  # fmt: skip
    outcomes = count_by_site(read_table("fetches", home.path, columns=["site", "outcome"]), "outcome")
    kinds = count_by_site(read_table("pages", home.path, columns=["site", "page_kind"]), "page_kind")
    events, groups = ({one.site: one for one in counts[table]} for table in ("events", "groups"))
    nothing = _Counted("", 0, {}, Counter())
    return tuple(
        SiteReport(
            site=site,
            last_good=fresh.get(site),
            outcomes=outcomes.get(site, {}),
            kinds=kinds.get(site, {}),
            pages=sum(kinds.get(site, {}).values()),
            events=(held := events.get(site, nothing)).rows,
            groups=groups.get(site, nothing).rows,
            problems=sum(one.count for one in problems if one.site == site),
            covered=share(outcomes.get(site, {}).get("ok", 0), sum(outcomes.get(site, {}).values())),
            dated=share(held.filled.get("start_date", 0), held.rows),
        )
        for site in sorted({*names, *outcomes, *kinds, *events, *groups})
    )


def _find_fills(table: str, counts: Sequence[_Counted]) -> Iterator[Fill]:
    """A value a field, in the order of the record type; none of a table without rows."""
    having = [one for one in counts if one.rows]
    whole = sum(one.rows for one in having)
    for name in _fields(table) if whole else ():
        described = ROWS[table].model_fields[name].description or ""
        stated = sum(one.filled[name] for one in having) / whole
        yield Fill(table, name, described, stated, {one.site: one.filled[name] / one.rows for one in having})


def _find_drift(home: Home, sites: Sequence[str]) -> tuple[Drift, ...]:
    store = TemplateStore(home.templates, home.cache)
    found = []
    for site in sites:
        runs = store.load(site).runs
        trouble = find_drift(runs)
        if runs:
            found.append(Drift(site, runs, trouble.message if trouble else ""))
    return tuple(found)
