"""A rebuild by two workers, killed at some moment and started again: what it did twice, lost, or left behind."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pyarrow.parquet as pq

from pipelines.checked_file import load_checked
from pipelines.schema import ROWS

KINDS = ("workers, then driver", "driver", "process group")
_CLOCK = ("observed_at", "recorded_at")  # of changes: when a rebuild saw them, which is another moment in each run
_LOOK_SECONDS = 0.01
_PATIENCE = 900.0
_LEFT = ("*.tmp", "*.part", "*.building", ".engine", "dask-*")
_DRIVER = "import pipelines.reading; pipelines.reading.UNIT_PAGES = {unit_pages}; from crawler.cli import main; main()"


@dataclass
class Saved:
    """The parts of results that a home's folder was seen to hold: how many pages each has, and when it was written."""

    cache: Path
    pages: dict[str, int] = field(default_factory=dict)
    times: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def look(self) -> int:
        """See what is there now; gives the number of its pages."""
        count = 0
        for path in self.cache.glob("*/*.heads.zst"):
            try:
                moment = path.stat().st_mtime_ns
                if moment not in self.times[path.name]:
                    self.pages[path.name] = len(json.loads((load_checked(path) or "").partition("\n")[0])[1])
            except FileNotFoundError:
                continue
            self.times[path.name].add(moment)
            count += self.pages[path.name]
        return count

    @property
    def twice(self) -> int:
        """Pages that were extracted and saved although they were saved already."""
        return sum((len(times) - 1) * self.pages[name] for name, times in self.times.items() if times)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial came to; `faults` is empty when all is as it should be."""

    kind: str
    moment: str
    saved: int
    read: int
    seconds_to_end: float
    faults: tuple[str, ...]


def start(home: Path, unit_pages: int, engine: str = "dask") -> subprocess.Popen[str]:
    """A rebuild (by two workers) in a process group of its own."""
    words = ["--home", str(home), "rebuild", "--engine", engine, *(["--workers", "2"] if engine == "dask" else [])]
    return subprocess.Popen(
        [sys.executable, "-c", _DRIVER.format(unit_pages=unit_pages), *words], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def find_tree(driver: subprocess.Popen[str]) -> list[psutil.Process]:
    """A rebuild's own process and all below it; none when it has ended."""
    try:
        return [psutil.Process(driver.pid), *psutil.Process(driver.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def find_open_ports(driver: subprocess.Popen[str]) -> list[str]:
    """Where a rebuild listens for more than this machine, or on a port that two rebuilds would want."""
    found = []
    for process in find_tree(driver):
        with suppress(psutil.Error):
            listening = [one.laddr for one in process.net_connections() if one.status == psutil.CONN_LISTEN]
            found += [f"{ip}:{port}" for ip, port in listening if ip != "127.0.0.1" or port == 8787]
    return found


def kill(driver: subprocess.Popen[str], kind: str, pause: float) -> float:
    """End a rebuild in this way; gives the seconds after which all its processes were gone."""
    tree = find_tree(driver)
    if kind == "process group":
        os.killpg(driver.pid, signal.SIGKILL)
    elif kind == KINDS[0]:
        for worker in tree:
            if worker.is_running() and worker.ppid() == driver.pid and "spawn_main" in " ".join(worker.cmdline()):
                worker.kill()
        time.sleep(pause)
    if driver.poll() is None:
        tree = list({*tree, *find_tree(driver)})
    begin = time.monotonic()
    driver.kill()
    driver.communicate()
    _, alive = psutil.wait_procs(tree, timeout=120)
    return time.monotonic() - begin if not alive else float("inf")


def try_once(
    fresh: Path, home: Path, expected: dict[str, list[str]], unit_pages: int, kind: str, dice: random.Random,
    is_time: Callable[[int, float], bool], moment: str, again: str = "dask",
) -> Outcome:  # fmt: skip
    """Copy a home that was never rebuilt, rebuild it, kill that when it `is_time` (of the pages saved and the seconds
    gone), start it `again` by this engine, and compare all with an undisturbed run."""
    shutil.copytree(fresh, home, symlinks=True)
    seen = Saved(home / "cache")
    begin, first = time.monotonic(), start(home, unit_pages)
    while first.poll() is None and not is_time(seen.look(), time.monotonic() - begin):
        time.sleep(_LOOK_SECONDS)
    ports = find_open_ports(first)
    gone = kill(first, kind, dice.uniform(0, 1))
    saved = seen.look()
    second = start(home, unit_pages, again)
    end = time.monotonic() + _PATIENCE
    while second.poll() is None and time.monotonic() < end:
        seen.look()
        time.sleep(_LOOK_SECONDS)
    second.kill()
    told, errors = second.communicate()
    read = sum(int(line.split()[4]) for line in told.splitlines()[1:] if len(line.split()) == 7)
    faults = [f"listened on {port}" for port in ports]
    if second.returncode or errors:
        faults.append(f"the second run ended with {second.returncode}: {errors[:300]}")
    faults += [] if gone < float("inf") else ["processes of the first run are still there"]
    faults += [f"{seen.twice} pages saved twice"] if seen.twice else []
    faults += [f"{saved} pages were saved, and {read} read"] if saved + read != len(expected["pages"]) else []
    if not second.returncode:
        faults += [f"{table} differ" for table, rows in list_rows(home).items() if rows != expected[table]]
    faults += [f"left behind: {path}" for name in _LEFT for path in home.rglob(name)]
    return Outcome(kind, moment, saved, read, gone, tuple(faults))


def list_rows(home: Path) -> dict[str, list[str]]:
    """The rows of each table as text, sorted."""
    return {table: sorted(_list_lines(home / "tables" / table)) for table in ROWS}


def _list_lines(folder: Path) -> list[str]:
    table = pq.read_table(folder)  # type: ignore[no-untyped-call]
    rows = table.drop_columns([name for name in _CLOCK if name in table.column_names]).to_pylist()
    return [json.dumps(row, default=str, sort_keys=True) for row in rows]
