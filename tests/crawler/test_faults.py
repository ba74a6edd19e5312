"""The whole command under kill, full disk, few descriptors and a rival: nothing lost, nothing twice, one clear line.

A short form runs always; `FAULT_TRIALS=25 pytest tests/crawler/test_faults.py` is the long one. What is random comes
from the trial's number.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from crawling import Limit, RunningCommand, TableServer, colloquy, tree

PAGES = 40
TRIALS = range(int(os.environ.get("FAULT_TRIALS", "1")))
IN_FLIGHT = 32  # pages that one kill may cost
PATIENCE = 120.0


def start(home: Path, url: str, *more: str, limit: Limit | None = None) -> RunningCommand:
    return RunningCommand(home, "crawl", "--url", url + "/", "--allow-loopback", *more, limit=limit)


def finish(process: RunningCommand) -> tuple[int, str]:
    done = process.finish()
    return done.returncode, done.stderr.decode()


def rows(home: Path) -> list[str]:
    done = colloquy(home, "export", "pages")
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line)["url"] for line in done.stdout.splitlines()]


def assert_whole(home: Path, server: TableServer) -> None:
    """Every page once, sound, nothing left over."""
    assert Counter(rows(home)) == Counter([server.url + "/", *(f"{server.url}/p/{n}" for n in range(PAGES))])
    checked = colloquy(home, "verify")
    assert checked.returncode == 0, checked.stdout.decode()
    left = [path for path in home.rglob("*") if path.suffix in (".tmp", ".part", ".building")]
    assert left == []


def run_to_the_end(home: Path, server: TableServer) -> None:
    code, errors = finish(start(home, server.url))
    assert code == 0, errors
    assert_whole(home, server)


def wait_for(server: TableServer, answers: int, process: RunningCommand) -> None:
    while not server.wait(lambda: len(server.requests) >= answers, 0.1) and process.runs():
        pass


@pytest.mark.parametrize("trial", TRIALS)
def test_a_command_killed_again_and_again_is_simply_started_again(tmp_path: Path, trial: int) -> None:
    dice, seen = random.Random(trial), 0
    with TableServer(tree(PAGES)) as server:
        for _ in range(2):
            process = start(tmp_path, server.url)
            wait_for(server, len(server.requests) + dice.randrange(2, PAGES // 2), process)
            process.signal(signal.SIGKILL)
            finish(process)
            now = len(rows(tmp_path))
            assert now >= seen
            seen = now
        run_to_the_end(tmp_path, server)
        asked = Counter(path for path, _ in server.requests if path.startswith("/p/"))
        assert sum(count - 1 for count in asked.values()) <= 2 * IN_FLIGHT


@pytest.mark.parametrize("trial", TRIALS)
def test_a_full_disk_is_one_line_and_the_next_run_completes(tmp_path: Path, trial: int) -> None:
    most = int(10 ** random.Random(trial).uniform(3.3, 4.8))
    with TableServer(tree(PAGES)) as server:
        code, errors = finish(start(tmp_path, server.url, limit=(resource.RLIMIT_FSIZE, most)))
        assert code == 5, errors
        assert "Traceback" not in errors
        assert len([line for line in errors.splitlines() if line.startswith("colloquy:")]) == 1
        run_to_the_end(tmp_path, server)


def leave_forty() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))


def test_forty_file_descriptors_are_enough(tmp_path: Path) -> None:
    with TableServer(tree(PAGES)) as server:
        command = [sys.executable, "-m", "crawler", "--home", str(tmp_path), "crawl", "--url", server.url + "/"]
        done = subprocess.run(
            [*command, "--allow-loopback"], capture_output=True, preexec_fn=leave_forty, timeout=PATIENCE
        )  # an interpreter of its own, for importing opens files too
        assert done.returncode == 0, done.stderr.decode()
        assert_whole(tmp_path, server)


def test_a_rival_is_refused_at_once_and_told_who_holds_the_home(tmp_path: Path) -> None:
    with TableServer(tree(PAGES)) as server:
        first = start(tmp_path, server.url, "--delay", "2")  # so slow that it outlives the rival
        wait_for(server, 1, first)
        code, errors = finish(start(tmp_path, server.url))
        assert (code, str(first.pid) in errors) == (75, True)
        assert first.runs()
        first.signal(signal.SIGTERM)
        assert finish(first)[0] == 1
        run_to_the_end(tmp_path, server)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_home_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with TableServer(tree(3)) as server:
        code, errors = finish(start(tmp_path / "home", server.url))
    tmp_path.chmod(0o700)
    assert code == 5
    assert "Traceback" not in errors
