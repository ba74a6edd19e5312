"""Many machines crawl: each host is asked by one, and the ready-made scripts make one dataset of what all fetched."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crawling import Routes, RunningCrawl, TableServer

from crawler.crawl import make_profile
from crawler.shards import Shard
from pipelines.dataset import load
from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from pipelines.verify import find_damage

OPS = Path(__file__).resolve().parents[2] / "docs/ops"
TALK = (
    "<html lang=en><head><title>{name} | Lab</title></head><body><nav><a href=/>Home</a></nav>"
    "<main><h1>{name}</h1><dl><dt>Date</dt><dd>{day} May 2027</dd><dt>Time</dt><dd>14:00 – 15:30</dd></dl>"
    "<p>A talk on {name} and what the tides of the sea have to do with it.</p></main></body></html>"
)
TALKS = 12
_PATIENCE = 120.0
_ABOUT = {
    "pages": ["url", "site", "title", "page_kind", "body", "template_id"],
    "events": ["record_id", "url", "site", "name", "start_date", "start_time", "end_time", "removed_at"],
    "fetches": ["url", "site", "outcome", "http_status"],
}
"""Columns that do not say when and in which run something was fetched."""


def test_each_host_is_in_exactly_one_shard_and_few_move_when_one_is_added() -> None:
    hosts = [f"host{n}.example" for n in range(400)]
    of_four = {host: [n for n in range(1, 5) if Shard(n, 4).holds(host)] for host in hosts}
    of_five = {host: [n for n in range(1, 6) if Shard(n, 5).holds(host)] for host in hosts}
    assert all(len(shards) == 1 for shards in of_four.values())
    moved = [host for host in hosts if of_four[host] != of_five[host]]
    assert all(of_five[host] == [5] for host in moved)
    assert 40 < len(moved) < 120


def test_sites_that_share_a_host_are_in_one_shard_whatever_is_chosen() -> None:
    chain = {f"site{n}": (f"own{n}.example", f"link{n}.example", f"link{n + 1}.example") for n in range(9)}
    known = {name: Profile(name=name, url=f"https://{own[0]}/", hosts=own) for name, own in chain.items()}
    full = [Shard(n, 4).keep(known.values(), known) for n in range(1, 5)]
    assert sorted(map(len, full)) == [0, 0, 0, 9]
    one = known["site5"]
    assert [Shard(n, 4).keep([one], known) for n in range(1, 5)] == [[one] if shard else [] for shard in full]


@pytest.mark.parametrize("stated", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "²/3"])
def test_what_is_no_shard_is_a_usage_error(stated: str) -> None:
    with pytest.raises(UsageError, match="give it as I/N"):
        Shard.parse(stated)


def talks(word: str) -> Routes:
    """A home page and the talks that it links to."""
    pages: Routes = {f"/{word}/{n}": TALK.format(name=f"{word.title()} {n} at sea", day=n + 1) for n in range(TALKS)}
    links = "".join(f"<li><a href='{path}'>{path}</a></li>" for path in pages)
    return {"/": f"<html lang=en><title>Lab</title><h1>Lab</h1><ul>{links}</ul></html>", **pages}


class Machines:
    """A disk that all machines share, and the ready-made scripts run on them as Slurm would run them. `does` is what
    they find as the command."""

    def __init__(
        self, disk: Path, sites: dict[str, str], does: str = f'exec "{sys.executable}" -m crawler "$@"'
    ) -> None:  # fmt: skip
        self.home = Home(disk / "home")
        self.home.sites.mkdir(parents=True)
        for name, url in sites.items():
            (self.home.sites / f"{name}.toml").write_text(f'name = "{name}"\nurl = "{url}"\n')
        command = disk / "bin/colloquy"
        command.parent.mkdir()
        command.write_text(f"#!/bin/sh\n{does}\n")
        command.chmod(0o755)
        self._environment = os.environ | {
            "PATH": f"{command.parent}:{os.environ['PATH']}", "COLLOQUY_HOME": str(self.home.path),
            "COLLOQUY_OPS": str(OPS), "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "2",
        }  # fmt: skip

    def start(self, script: str, *words: str, task: int = 0) -> subprocess.Popen[bytes]:
        environment = self._environment | {"SLURM_ARRAY_TASK_ID": str(task)}
        return subprocess.Popen(
            ["sh", str(OPS / script), *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    def run(self, *words: str, task: int = 0) -> None:
        process = self.start(*words, task=task)
        _, errors = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, errors.decode()


def wait_for(server: TableServer, answers: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while len(server.requests) < answers and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def list_rows(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """What a dataset says, but for times and runs."""
    frames = {table: load(table, home.path)[columns].astype(str) for table, columns in _ABOUT.items()}
    return {table: sorted(frame.itertuples(index=False, name=None)) for table, frame in frames.items()}


def test_two_shards_of_which_one_is_killed_make_the_dataset_of_one_crawl(tmp_path: Path) -> None:
    with TableServer(talks("kelp")) as kelp, TableServer(talks("fog")) as fog:
        # The bundled profile is overridden: nothing leaves this machine.
        other = fog.url.replace("127.0.0.1", "localhost") + "/"
        shards = Machines(tmp_path / "shards", {"turing": kelp.url + "/", make_profile(other).name: other})
        first = shards.start("slurm.sh", "--allow-loopback", task=0)
        wait_for(kelp, TALKS // 2, first)
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()
        shards.run("slurm.sh", "--allow-loopback", task=1)
        shards.run("slurm.sh", "--allow-loopback", task=0)
        assert {path.name for path in shards.home.path.parent.glob("home-shards/*")} == {"1", "2"}
        shards.run("merge.sh")
        whole = Home(tmp_path / "whole/home")
        assert RunningCrawl(whole.path, kelp.url, others=[other], profile={"name": "turing"}).finish()["code"] == 0
    with whole.lock():
        Rebuild(whole, {}, Settings()).run()
    rows = list_rows(shards.home)
    assert len(rows["events"]) == 2 * TALKS
    assert rows == list_rows(whole)
    assert list(find_damage(shards.home)) == []


def test_a_shard_that_is_stopped_stops_its_crawl_and_waits_for_it(tmp_path: Path) -> None:
    machines = Machines(tmp_path, {}, "trap 'exit 7' TERM; echo started; while :; do sleep 0.1; done")
    shard = machines.start("shard.sh", "1", "1")
    assert shard.stdout
    assert shard.stdout.readline() == b"started\n"
    shard.terminate()
    shard.communicate(timeout=_PATIENCE)
    assert shard.returncode == 7


@pytest.mark.parametrize(("code", "told"), [(0, 0), (1, 1), (3, 0), (4, 4), (75, 75)])
def test_a_shard_ends_like_its_crawl_but_some_failed_pages_are_no_failure(tmp_path: Path, code: int, told: int) -> None:
    shard = Machines(tmp_path, {}, f"exit {code}").start("shard.sh", "1", "1")
    shard.communicate(timeout=_PATIENCE)
    assert shard.returncode == told


def test_a_merge_before_any_shard_says_what_to_do_first(tmp_path: Path) -> None:
    merge = Machines(tmp_path, {}).start("merge.sh")
    assert b"run shard.sh first" in merge.communicate()[1]
    assert merge.returncode == 1
