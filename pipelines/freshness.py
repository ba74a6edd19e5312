"""When each site was last crawled well, from the ledger: the dead-man's switch of a scheduled crawl."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.archive import Archive
from pipelines.archive_rows import GATE, Run
from pipelines.errors import GOOD, SOME_FAILED, QualityGate, UsageError

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1),
          "y": timedelta(days=365.25)}  # fmt: skip
_FINISHED = (GOOD, SOME_FAILED, QualityGate.exit_code)  # with the last, the sites that were not held back are well


@dataclass(frozen=True, slots=True)
class Freshness:
    """One site. `last_good` is the end of the newest run that got a page of it and committed it, if there is one."""

    site: str
    last_good: datetime | None
    held: bool = False
    """Whether the newest run's rows were held back, and nobody has let them through."""

    def is_older(self, limit: timedelta, now: datetime) -> bool:
        return self.last_good is None or now - self.last_good > limit


def parse_age(text: str) -> timedelta:
    """A length of time as typed.

    >>> parse_age("36h"), parse_age("2d"), parse_age("5y").days
    (datetime.timedelta(days=1, seconds=43200), datetime.timedelta(days=2), 1826)
    """
    found = re.fullmatch(r"(\d{1,5})([mhdwy])", text.strip())
    if not found:
        raise UsageError(f"`{text}` is no length of time. Write 90m, 36h, 2d, 1w or 5y.")
    return int(found[1]) * _UNITS[found[2]]


def find_freshness(archive: Archive, expected: Collection[str]) -> list[Freshness]:
    """A value a site, by name: of all `expected` ones, and of all that ever were crawled."""
    runs = [run for run in archive.runs() if run.kind == "crawl"]
    names = sorted({*expected, *(site for run in runs for site in run.sites)})
    newest = {site: next((run for run in runs if site in run.sites), None) for site in names}
    return [
        Freshness(site, _last_good(archive, site, runs), run is not None and _is_held(archive, site, run))
        for site, run in newest.items()
    ]


def _is_held(archive: Archive, site: str, run: Run) -> bool:
    return any(problem.step == GATE for problem in archive.problems(site, run.id))


def _last_good(archive: Archive, site: str, runs: list[Run]) -> datetime | None:
    """Runs are newest first. A run that got no page of the site, or whose rows were held back, is not good."""
    for run in runs:
        if site not in run.sites or run.finished_at is None or run.exit_code not in _FINISHED:
            continue
        if not _is_held(archive, site, run) and archive.has_pages_of(site, run.id):
            return run.finished_at
    return None
