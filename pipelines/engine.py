"""Units of work in, their results out: by direct calls, on an embedded Dask cluster, or on one that runs already."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Literal, TypeVar

from pipelines.errors import ColloquyError, UsageError

EngineName = Literal["local", "dask"]
_EMBEDDED_FROM = 20  # units; below it (5,000 pages) starting workers costs more than it saves
_CONNECT_SECONDS = 20

U = TypeVar("U")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Engine:
    """How units are worked off. name None: direct calls for small jobs, an embedded cluster for large ones."""

    name: EngineName | None = None
    scheduler: str | None = None
    scheduler_file: str | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.name == "local" and (self.scheduler or self.scheduler_file):
            raise UsageError("--scheduler needs --engine dask.")

    def work(
        self, units: Sequence[U], function: Callable[[U], V], divide: Callable[[U], Sequence[U]],
        on_lost: Callable[[U], V],
    ) -> Iterator[V]:  # fmt: skip
        """Results in any order. `function` must be importable by name. A unit whose worker died twice is read in a
        process of its own, in ever smaller parts, until what killed it is alone; what cannot be divided is given to
        `on_lost`. Raises ColloquyError when a scheduler does not answer, or loses all its workers."""
        if not self._spreads(len(units)):
            yield from map(function, units)
            return
        lost: list[U] = []
        with self._client() as client:
            yield from _spread(client, units, function, lost)
        if lost and (self.scheduler or self.scheduler_file) and len(lost) == len(units):
            raise ColloquyError("no worker of the scheduler finished anything. Look at their logs; run it again.")
        yield from _isolate(lost, function, divide, on_lost)

    def _spreads(self, count: int) -> bool:
        if self.scheduler or self.scheduler_file or self.name == "dask":
            return count > 0
        return self.name is None and count >= _EMBEDDED_FROM

    @contextmanager
    def _client(self) -> Iterator[Any]:
        import dask
        from distributed import Client, LocalCluster

        dask.config.set({"distributed.scheduler.allowed-failures": 1})
        if not (self.scheduler or self.scheduler_file):
            with (
                LocalCluster(  # type: ignore[no-untyped-call]  # Dask ships no types
                    n_workers=self.workers or os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None,
                    host="127.0.0.1", silence_logs=50,
                ) as cluster,
                Client(cluster) as client,  # type: ignore[no-untyped-call]
            ):  # fmt: skip
                yield client
            return
        try:
            client = Client(self.scheduler, scheduler_file=self.scheduler_file, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            where = self.scheduler or self.scheduler_file
            raise ColloquyError(
                f"no Dask scheduler answers at {where} ({type(error).__name__}). Start one, or leave --scheduler out."
            ) from error
        with client:
            yield client


def _spread(client: Any, units: Sequence[U], function: Callable[[U], V], lost: list[U]) -> Iterator[V]:
    """Results of units that run side by side. Added to `lost`: those whose worker died twice, which may be because of
    another unit that it had; and all that are left when no worker is."""
    from distributed import KilledWorker

    waiting, running = deque(units), dict[Any, U]()
    while waiting or running:
        while waiting and len(running) < _ahead(client):
            unit = waiting.popleft()
            running[client.submit(function, unit, pure=False)] = unit
        done = _wait(client, list(running))
        if not done:
            lost += (*running.values(), *waiting)
            return
        for future in done:
            unit = running.pop(future)
            try:
                yield future.result()
            except KilledWorker:
                lost.append(unit)


def _wait(client: Any, running: Sequence[Any]) -> Collection[Any]:
    """The futures that are done, one at least; none when for a while there has been no worker to do any."""
    from distributed import wait

    deserted = 0
    while deserted * _LOOK_SECONDS < _DESERTED_SECONDS:
        try:
            done: Collection[Any] = wait(running, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
            return done
        except TimeoutError:
            deserted = 0 if client.ncores() else deserted + 1
    return ()


_LOOK_SECONDS, _DESERTED_SECONDS = 2, 60  # a worker that died is there again in seconds, or (Dask's nanny) never


def _ahead(client: Any) -> int:
    """How many units a cluster is given at a time: enough to keep each of its threads busy, few enough to hold."""
    threads: dict[str, int] = client.ncores()
    return max(8, 3 * sum(threads.values()))


def _isolate(
    lost: list[U], function: Callable[[U], V], divide: Callable[[U], Sequence[U]], on_lost: Callable[[U], V]
) -> Iterator[V]:
    """Results of units of which some kill the process that they run in: one unit at a time, in another process."""
    while lost:
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            try:
                while lost:
                    yield alone.submit(function, lost[-1]).result()
                    lost.pop()
            except BrokenProcessPool:
                killer = lost.pop()
                parts = divide(killer)
                lost += parts
                if not parts:
                    yield on_lost(killer)
