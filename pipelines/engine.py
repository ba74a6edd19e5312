"""Units of work in, their results out: by direct calls, on an embedded Dask cluster, or on one that runs already."""

import gc
import os
import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pipelines.cluster import embed, join
from pipelines.errors import ColloquyError, UsageError
from pipelines.worker_check import call_checked, check_all, find_versions, pack_call

EngineName = Literal["local", "dask"]
_EMBEDDED_FROM = 20  # units; below it (5,000 pages) starting workers costs more than it saves

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
        if self.name == "local" and self._elsewhere:
            raise UsageError("--scheduler needs --engine dask.")
        if self.scheduler and self.scheduler_file:
            raise UsageError("say where the scheduler is once: --scheduler or --scheduler-file.")
        if self.workers and self._elsewhere:
            raise UsageError("--workers is for the embedded cluster; a scheduler that runs has the workers it has.")

    @contextmanager
    def open(self, folder: Path) -> Iterator["Pool"]:
        """A pool of this engine's workers. `folder` is where units leave what they make: workers must see it too, and
        as long as there are workers there is a folder in it for theirs."""
        room = folder.resolve() / _ROOM
        shutil.rmtree(room, ignore_errors=True)  # of a run that was killed
        with ExitStack() as stack:
            yield Pool(self, room, stack)

    def check(self) -> None:
        """Raises ColloquyError when work could not begin: before an hour went into what comes before it."""
        if self._elsewhere:
            with join(self.scheduler, self.scheduler_file) as client:
                check_all(client)

    @property
    def _elsewhere(self) -> str | None:
        return self.scheduler or self.scheduler_file

    @property
    def width(self) -> int:
        """How many units are worked off at a time, where they are spread."""
        if not self._elsewhere:
            return self.workers or os.cpu_count() or 1
        with join(self.scheduler, self.scheduler_file) as client:
            threads: dict[str, int] = client.ncores()
            return max(1, sum(threads.values()))

    def spreads(self, count: int) -> bool:
        """Whether so many units are worked off side by side."""
        if self._elsewhere or self.name == "dask":
            return count > 0
        return self.name is None and count >= _EMBEDDED_FROM

    @contextmanager
    def connect(self, room: Path) -> Iterator[Any]:
        """A client of the workers, whose files go into `room`."""
        if not self._elsewhere:
            with embed(self.workers, room) as client:
                yield client
            return
        with join(self.scheduler, self.scheduler_file) as client:
            check_all(client)
            yield client


class Pool:
    """Workers, started when units are to be spread for the first time, and kept until the pool is closed."""

    def __init__(self, engine: Engine, room: Path, stack: ExitStack) -> None:
        self.engine, self._room, self._stack = engine, room, stack
        self._client: Any = None

    def work(self, units: Sequence[U], function: Callable[[U], V], weight: int | None = None) -> Iterator[V]:
        """Results in any order. `function` must be importable by name, and bear a unit that was begun before. A unit
        whose worker died twice is worked off here. `weight`: how many units of the usual size the work comes to of
        which these are a part. Raises ColloquyError when a scheduler does not answer, or has no worker, or one that
        would make other results."""
        if self._client is None and not self.engine.spreads(len(units) if weight is None else weight):
            yield from map(function, units)
            return
        if self._client is None:
            self._stack.enter_context(_make_room(self._room))
            self._client = self._stack.enter_context(self.engine.connect(self._room))
        lost: list[U] = []
        yield from _spread(self._client, units, function, self._room, lost)
        if lost:  # a unit forks, and that is not for a process with Dask's threads
            self._stack.close()
            self._client = None
        gc.collect()  # Dask's client and scheduler hold what they were given in circles: 30 MB of 100,000 pages
        yield from map(function, lost)


class Work(Protocol):
    """`Pool.work`, or what does the same."""

    def __call__(self, units: Sequence[U], function: Callable[[U], V], weight: int | None = None) -> Iterator[V]: ...


def work_alone(units: Sequence[U], function: Callable[[U], V], weight: int | None = None) -> Iterator[V]:
    """Units worked off here, one after the other."""
    return map(function, units)


class WorkLeft(Exception):
    """There are units to work off where none were expected."""


def work_nothing(units: Sequence[U], function: Callable[[U], V], weight: int | None = None) -> Iterator[V]:
    """Work that should be done already. Raises WorkLeft where it is not."""
    if units:
        raise WorkLeft
    return iter(())


_ROOM = ".engine"


@contextmanager
def _make_room(path: Path) -> Iterator[None]:
    """A folder, gone in the end."""
    path.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _spread(
    client: Any, units: Sequence[U], function: Callable[[U], V], room: Path, lost: list[U]
) -> Iterator[V]:  # fmt: skip
    """Results of units that run side by side, on workers that see `room`. Added to `lost`: those whose worker died
    twice. Raises ColloquyError when nobody is left to do them."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    waiting, running = deque(units), dict[Any, U]()
    try:
        while waiting or running:
            while waiting and len(running) < _ahead(client):
                unit = waiting.popleft()
                call = pack_call(function, unit)
                running[client.submit(call_checked, call, room, find_versions(), pure=False)] = unit
            for future in _wait(client, list(running)):
                unit = running.pop(future)
                try:
                    yield future.result()
                except KilledWorker:
                    lost.append(unit)
    except (CancelledError, CommClosedError) as error:
        raise ColloquyError(f"the Dask scheduler went away. Start it again. {_GO_ON}") from error


def _wait(client: Any, running: Sequence[Any]) -> Collection[Any]:
    """The futures that are done, one at least. Raises ColloquyError when for a while there has been no worker."""
    from distributed import wait

    deserted = 0
    while deserted * _LOOK_SECONDS < _DESERTED_SECONDS:
        try:
            done: Collection[Any] = wait(running, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
            return done
        except TimeoutError:
            deserted = 0 if client.ncores() else deserted + 1
    raise ColloquyError(f"the Dask scheduler has had no worker for {_DESERTED_SECONDS} seconds. Start some. {_GO_ON}")


_LOOK_SECONDS, _DESERTED_SECONDS = 2, 60  # a worker that died is there again in seconds, or (Dask's nanny) never
_GO_ON = "Then run the same command again: what was read is kept."


def _ahead(client: Any) -> int:
    """How many units a cluster is given at a time: enough to keep each of its threads busy, few enough to hold."""
    threads: dict[str, int] = client.ncores()
    return max(8, 3 * sum(threads.values()))
