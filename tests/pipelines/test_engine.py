"""Units of work whose workers die, schedulers that are none, and workers that would make other results."""

import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import distributed
import pytest
from distributed import KilledWorker
from test_gate import PROFILE, rebuild, talks

from pipelines import cluster, engine
from pipelines.cluster import check_version, load_address
from pipelines.dataset import load
from pipelines.engine import Engine
from pipelines.errors import ColloquyError, UsageError
from pipelines.home import Home
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from pipelines.version import release
from pipelines.worker_check import call_checked, check_all, describe_folder, describe_versions, find_versions, pack_call

Unit = tuple[int, ...]
DEADLY = 13
UNITS: list[Unit] = [(n,) for n in range(20)]


class Future:
    def __init__(self, unit: Unit, error: type[BaseException]) -> None:
        self.unit, self.error = unit, error

    def result(self) -> int:
        if DEADLY in self.unit:
            raise self.error("task", None, 1) if self.error is KilledWorker else self.error
        return sum(self.unit)


class Cluster:
    """A client whose cluster ends in this way when it gets a deadly unit."""

    def __init__(self, error: type[BaseException] = KilledWorker, threads: int = 1) -> None:
        self.error, self.threads = error, threads

    def submit(self, _function: Any, call: bytes, _room: Path, _versions: Any, pure: bool) -> Future:
        assert not pure
        return Future(pickle.loads(call)[1], self.error)

    def ncores(self) -> dict[str, int]:
        return {"worker": self.threads} if self.threads else {}


def spread(monkeypatch: pytest.MonkeyPatch, folder: Path, client: Cluster) -> Iterator[int]:
    """Work 20 units off with this client instead of a real one."""

    @contextmanager
    def connect(_engine: Engine, room: Path) -> Iterator[Cluster]:
        assert room.is_dir()
        yield client

    def wait(running: list[Future], **_: object) -> Any:
        if not client.threads:
            raise TimeoutError
        return type("Done", (), {"done": running})

    monkeypatch.setattr(Engine, "connect", connect)
    monkeypatch.setattr(distributed, "wait", wait)
    return work(Engine("dask"), folder)


def work(engine: Engine, folder: Path) -> Iterator[int]:
    """Work 20 units off with a pool that ends with them."""
    with engine.open(folder) as pool:
        yield from pool.work(UNITS, sum)


def test_a_unit_whose_worker_died_twice_is_worked_off_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sorted(spread(monkeypatch, tmp_path, Cluster())) == list(range(20))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("client", "line"),
    [(Cluster(threads=0), "no worker for 60 seconds"), (Cluster(CancelledError), "scheduler went away")],
)
def test_a_cluster_that_ends_is_one_line_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, client: Cluster, line: str
) -> None:
    with pytest.raises(ColloquyError, match=f"{line}.*run the same command again"):
        list(spread(monkeypatch, tmp_path, client))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".engine/dask-scratch-space/worker-1").mkdir(parents=True)
    assert list(work(Engine("local"), tmp_path)) == list(range(20))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "smoke://signals:1"])
def test_a_scheduler_that_does_not_answer_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.2)
    with pytest.raises(ColloquyError, match=f"no Dask scheduler answers at {address}"):
        list(work(Engine(scheduler=address), tmp_path))


def test_a_scheduler_is_asked_for_before_the_work_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.2)
    with pytest.raises(ColloquyError, match="no Dask scheduler answers"):
        Engine(scheduler="tcp://127.0.0.1:9").check()
    Engine("dask").check()


def test_dask_does_not_log_what_we_say_ourselves(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.INFO)
    cluster._silence()
    for name in ("distributed.client", "distributed.core", "distributed.yet_to_be_imported"):
        logging.getLogger(name).critical("Failed to reconnect")
    assert caplog.records == []


@pytest.mark.parametrize("content", [None, "", "no JSON", "[1]", "{}", '{"address": 1}', b"\xff\xfe"])
def test_a_file_that_no_scheduler_wrote_is_a_usage_error(tmp_path: Path, content: str | bytes | None) -> None:
    file = tmp_path / "scheduler.json"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=f"dask scheduler --scheduler-file {file}"):
        load_address(file)


@pytest.mark.parametrize(
    "options", [{"name": "local", "scheduler": "a"}, {"scheduler": "a", "scheduler_file": "b"},
                {"scheduler": "a", "workers": 2}],
)  # fmt: skip
def test_options_that_say_two_things_are_a_usage_error(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Engine(**options)


@pytest.mark.parametrize("theirs", ["2024.8.0", None])
def test_a_scheduler_of_another_version_is_refused_before_it_can_fail(theirs: str | None) -> None:
    with pytest.raises(ColloquyError, match=f"runs Dask {theirs or 'of a version'}.*{distributed.__version__}"):
        check_version("tcp://host:1", theirs)
    check_version("tcp://host:1", distributed.__version__)


def test_a_scheduler_that_does_not_understand_the_question_is_of_another_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def ask(_where: str) -> None:
        raise TypeError("versions() got an unexpected keyword argument")

    monkeypatch.setattr(cluster, "_ask", ask)
    assert cluster._ask_version("tcp://host:1") is None


def test_a_worker_with_the_same_versions_that_sees_the_folder_does_the_work(tmp_path: Path) -> None:
    assert call_checked(pack_call(sum, (1, 2)), tmp_path, find_versions()) == 3
    assert {"Python", "colloquy", "lxml", "distributed"} <= find_versions().keys()


def test_a_worker_of_another_version_refuses_and_says_why(tmp_path: Path) -> None:
    wanted = find_versions() | {"Python": "3.99.1"}
    with pytest.raises(ColloquyError, match=r"Python \S+, not 3.99.1. Start scheduler and workers from"):
        call_checked(b"what it could not read", tmp_path, wanted)
    assert describe_versions(dict.fromkeys("abcde", "1"), {}).count("not 1") == 3


def test_a_worker_that_does_not_see_the_home_refuses(tmp_path: Path) -> None:
    with pytest.raises(ColloquyError, match=r"does not see .*gone\. All workers need the home under the same path"):
        call_checked(pack_call(sum, (1, 2)), tmp_path / "gone", find_versions())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_worker_that_may_not_write_refuses(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "may not write" in describe_folder(tmp_path)


@pytest.mark.parametrize("colloquy", [None, "0.0.1"])
def test_a_process_of_the_cluster_without_colloquy_is_named(colloquy: str | None) -> None:
    class Client:
        def get_versions(self, packages: list[str]) -> dict[str, Any]:
            mine = {"packages": {"colloquy": release()}}
            return {
                "scheduler": mine,
                "workers": {"tcp://w:1": mine, "tcp://w:2": {"packages": {"colloquy": colloquy}}},
            }

    with pytest.raises(ColloquyError, match="the worker tcp://w:2 has "):
        check_all(Client())


class Processes:
    """A scheduler and two workers, started as an operator starts them; they end with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._start("scheduler", "--port", "0", "--no-dashboard")
        for _ in range(2):
            self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", ".")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, *words: str) -> None:
        command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--scheduler-file", str(self.file)]
        path = os.pathsep.join((str(Path(engine.__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
        log = self._stack.enter_context((self.folder / f"{words[0]}.log").open("ab"))
        process = subprocess.Popen(
            command, cwd=self.folder, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": path}
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)

    def wait_for_scheduler(self) -> None:
        while not self.file.exists() or not self.file.read_text():
            os.sched_yield()


def test_a_scheduler_with_two_workers_gives_the_rows_of_direct_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    with Processes(tmp_path) as started:
        rebuild(home, tmp_path / "saved", talks())
        local = {table: load(table, home.path) for table in ("pages", "events", "problems")}
        started.wait_for_scheduler()
        assert json.loads(started.file.read_text())["type"] == "Scheduler"
        monkeypatch.setattr("pipelines.reading.UNIT_PAGES", 3)
        monkeypatch.chdir(tmp_path)  # the workers have another working folder: paths must be whole
        with home.lock():
            (report,) = (
                Rebuild(
                    Home(Path("home")),
                    {"lab": PROFILE},
                    Settings(),
                    Engine(scheduler_file=str(started.file)),
                    force=True,
                )
                .run()
                .sites
            )
    assert report.read == len(talks())
    for table, frame in local.items():
        assert load(table, home.path).equals(frame), table
    assert not (home.cache / ".engine").exists()
