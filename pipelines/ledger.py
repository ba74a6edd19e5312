"""What each run did: runs, one fetch a URL, problems. Its rows lie in the archive's index, in one transaction."""

import json
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pipelines.archive_index import Index
from pipelines.archive_rows import Fetch, Leads, Outcome, Run, RunProblem, values_of

_IN_THE_AIR = 16  # rows that a kill may cost, their pages fetched again by the next start
_SECONDS_IN_THE_AIR = 1.0  # after which slow pages are written too
_FETCH_COLUMNS = "site, url, run_id, outcome, http_status, reason, attempts, bytes, seconds, from_archive"


class Ledger:
    """Opens the index when it is first needed, gathers changes and commits them in groups."""

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self.folder = folder
        self._writable = writable
        self._index: Index | None = None
        self._waiting, self._since = 0, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = Index(self.folder, writable=self._writable)
        return self._index

    def close(self) -> None:
        """Flush and close. The index is then one sealed file."""
        index = self._index
        if index is not None:
            try:
                self.flush()
            finally:
                self._index = None
                index.close()

    def flush(self) -> None:
        """Make everything stored so far durable."""
        if self._index is not None:
            try:
                self._commit(self._index)
            except BaseException:
                self._undo()
                raise

    def _commit(self, index: Index) -> None:
        index.commit()
        self._waiting = 0

    def _undo(self) -> None:
        """Take back everything since the last flush: SQLite may have done so for its part when the disk was full."""
        self._waiting = 0
        if self._index is not None:
            self._index.rollback()

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """Around everything that stores: counts it, or takes it back with all else that is in the air."""
        try:
            yield
            self._count()
        except BaseException:
            self._undo()
            raise

    def _count(self) -> None:
        """Flush when enough rows are in the air, or the first of them is for too long."""
        now = time.monotonic()
        self._since = self._since if self._waiting else now
        self._waiting += 1
        if self._waiting >= _IN_THE_AIR or now - self._since > _SECONDS_IN_THE_AIR:
            self.flush()

    def begin_run(self, kind: str, sites: Sequence[str]) -> str:
        """Start a run; gives its id, a time stamp that sorts and a random tail."""
        now = datetime.now(UTC)
        run_id = f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{secrets.token_hex(3)}"
        with self._storing():
            self.index.insert("runs", values_of(Run(run_id, kind, tuple(sorted(sites)), now, None, None)))
        self.flush()
        return run_id

    def open_run(self, kind: str, sites: Sequence[str]) -> str | None:
        """The newest run of the same kind and sites, if it is unfinished: a killed run goes on under its id."""
        wanted = tuple(sorted(sites))
        same = [run for run in self.runs() if run.kind == kind and run.sites == wanted]
        return same[0].id if same and same[0].finished_at is None else None

    def finish_run(self, run_id: str, exit_code: int) -> None:
        run = next(run for run in self.runs() if run.id == run_id)
        with self._storing():
            self.index.change("DELETE FROM runs WHERE id = ?", run_id)
            self.index.insert("runs", values_of(replace(run, finished_at=datetime.now(UTC), exit_code=exit_code)))
        self.flush()

    def runs(self) -> list[Run]:
        """All runs, newest first."""
        query = "SELECT id, kind, sites, started_at, finished_at, exit_code FROM runs ORDER BY id DESC"
        return [_read_run(*row) for row in self.index.rows(query)]

    def store_fetch(self, fetch: Fetch) -> None:
        """Say what became of a URL; its row of an older run gives way."""
        with self._storing():
            self.index.replace("fetches", values_of(fetch))

    def has_fetch(self, site: str, url: str, run_id: str) -> bool:
        """Whether this run has said what became of a URL."""
        where, values = _where(site=site, url=url, run_id=run_id)
        return next(self.index.rows(f"SELECT 1 FROM fetches {where}", *values), None) is not None

    def fetches(self, site: str | None = None, run_id: str | None = None) -> Iterator[Fetch]:
        """One row a URL: what became of it in the newest run that touched it."""
        where, values = _where(site=site, run_id=run_id)
        for row in self.index.rows(f"SELECT {_FETCH_COLUMNS} FROM fetches {where} ORDER BY site, url", *values):
            columns: list[Any] = [*row[:-1], bool(row[-1])]
            yield Fetch(*columns)

    def count_outcomes(self, site: str, run_id: str) -> Counter[tuple[Outcome, str]]:
        """How many URLs of a run had which outcome for which reason."""
        where, values = _where(site=site, run_id=run_id)
        query = f"SELECT outcome, reason, count(*) FROM fetches {where} GROUP BY outcome, reason"
        return Counter({(outcome, reason): count for outcome, reason, count in self.index.rows(query, *values)})

    def settled(self, site: str, run_id: str) -> Iterator[str]:
        """URLs that have an outcome in this run."""
        where, values = _where(site=site, run_id=run_id)
        yield from (url for (url,) in self.index.rows(f"SELECT url FROM fetches {where}", *values))

    def failed(self, site: str) -> list[str]:
        """URLs of which the newest run that touched them got nothing."""
        query = "SELECT url FROM fetches WHERE site = ? AND outcome = 'error'"
        return [url for (url,) in self.index.rows(query, site)]

    def store_leads(self, leads: Leads) -> None:
        """Remember where a page led; what is known of its older content gives way."""
        with self._storing():
            self.index.replace("leads", values_of(leads))

    def find_leads(self, site: str, url: str, sha256: str, reader: str) -> Leads | None:
        """Where this content led by the same reader, if that is known."""
        query = "SELECT said, new, heads, links FROM leads WHERE site = ? AND url = ? AND sha256 = ? AND reader = ?"
        for said, new, *led in self.index.rows(query, site, url, sha256, reader):
            heads, links = (tuple(json.loads(addresses)) for addresses in led)
            return Leads(site, url, sha256, reader, said, bool(new), heads, links)
        return None

    def store_problem(self, problem: RunProblem) -> None:
        with self._storing():
            self.index.insert("problems", values_of(problem))

    def drop_problems(self, site: str, step: str) -> None:
        """Take back what any run met at this step on a site."""
        with self._storing():
            self.index.change("DELETE FROM problems WHERE site = ? AND step = ?", site, step)

    def problems(self, site: str | None = None, run_id: str | None = None) -> list[RunProblem]:
        """Problems in the order they came up, of a site, of a run, or all."""
        where, values = _where(site=site, run_id=run_id)
        query = f"SELECT site, url, run_id, step, severity, message FROM problems {where} ORDER BY rowid"
        return [RunProblem(*row) for row in self.index.rows(query, *values)]


def _where(**wanted: str | None) -> tuple[str, list[str]]:
    """The condition on the columns that a value is given for, and the values."""
    asked = {name: value for name, value in wanted.items() if value is not None}
    return "WHERE " + " AND ".join([f"{name} = ?" for name in asked] or ["1"]), list(asked.values())


def _read_run(id: str, kind: str, sites: str, started: str, finished: str | None, exit_code: int | None) -> Run:
    end = datetime.fromisoformat(finished) if finished else None
    return Run(id, kind, tuple(json.loads(sites)), datetime.fromisoformat(started), end, exit_code)
