"""Units of work in, their results out: by direct calls, on an embedded Dask cluster, or on one that runs already."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
        """Results in any order. `function` must be importable by name. A unit whose worker died again and again is
        divided until what killed it is alone; that which cannot be divided is given to `on_lost`. Raises
        ColloquyError when a scheduler does not answer."""
        if not self._spreads(len(units)):
            yield from map(function, units)
            return
        with self._client() as client:
            yield from _gather(client, units, function, divide, on_lost)

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


def _gather(
    client: Any, units: Sequence[U], function: Callable[[U], V], divide: Callable[[U], Sequence[U]],
    on_lost: Callable[[U], V],
) -> Iterator[V]:  # fmt: skip
    from distributed import KilledWorker, as_completed

    waiting, running = deque(units), dict[Any, U]()
    done: Any = as_completed()  # type: ignore[no-untyped-call]
    while waiting or running:
        for _ in range(min(len(waiting), _ahead(client) - len(running))):
            unit = waiting.popleft()
            future = client.submit(function, unit, pure=False)
            running[future] = unit
            done.add(future)
        future = next(done)
        unit = running.pop(future)
        try:
            yield future.result()
        except KilledWorker:
            parts = divide(unit)
            waiting.extendleft(parts)
            if not parts:
                yield on_lost(unit)
        future.release()


def _ahead(client: Any) -> int:
    """How many units a cluster is given at a time: enough to keep each of its threads busy, few enough to hold."""
    threads: dict[str, int] = client.ncores()
    return max(8, 3 * sum(threads.values()))
