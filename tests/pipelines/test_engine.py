"""Units of work that kill the process that they run in."""

from collections.abc import Sequence
from typing import Any

import pytest
from deadly import DEADLY, Unit, add_or_die, halve, name
from distributed import KilledWorker

from pipelines import engine
from pipelines.engine import Engine
from pipelines.errors import ColloquyError


def test_what_kills_its_process_is_alone_in_the_end_and_the_rest_is_done() -> None:
    found = list(engine._isolate([(1, 2, DEADLY, 4), (5, 6)], add_or_die, halve, name))
    assert sorted(found) == [-DEADLY, 3, 4, 11]


class Future:
    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def result(self) -> int:
        if DEADLY in self.unit:
            raise KilledWorker("task", None, 1)  # type: ignore[arg-type]
        return sum(self.unit)


class Cluster:
    """A client whose cluster loses the workers that get a deadly unit."""

    def submit(self, _function: Any, unit: Unit, pure: bool) -> Future:
        assert not pure
        return Future(unit)

    def ncores(self) -> dict[str, int]:
        return {"worker": 1}


def test_units_whose_worker_died_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_wait", lambda _client, running: running)
    lost: list[Unit] = []
    units: list[Unit] = [(n,) for n in range(20)]
    assert sorted(engine._spread(Cluster(), units, add_or_die, lost)) == [n for n in range(20) if n != DEADLY]
    assert lost == [(DEADLY,)]


def test_a_cluster_without_workers_gives_all_its_units_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_wait", lambda _client, _running: ())
    lost: list[Unit] = []
    assert not list(engine._spread(Cluster(), [(n,) for n in range(20)], add_or_die, lost))
    assert sorted(lost) == [(n,) for n in range(20)]


def test_a_scheduler_that_does_not_answer_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_CONNECT_SECONDS", 1)
    work: Sequence[Unit] = [(1,)]
    with pytest.raises(ColloquyError, match="no Dask scheduler answers"):
        list(Engine(scheduler="tcp://127.0.0.1:9").work(work, add_or_die, halve, name))
