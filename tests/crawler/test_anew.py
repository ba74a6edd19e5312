"""A large crawl goes on as a fresh process: one run for who started it, and for who waits for its end."""

import json
import os
import subprocess
import sys
from pathlib import Path

from crawling import Serve, tree

from pipelines.tables import Tables

_LARGE = """
import fcntl, json, os, sys
import crawler.anew
import pipelines.rebuild as rebuild

def run(self, sites, was=rebuild.Rebuild.run):
    with open(self.home.path / ".lock") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            locked = False
        except BlockingIOError:
            locked = True
        holder = handle.read()
    fetched_here = "scrapy" in sys.modules
    handed = "COLLOQUY_HANDED_ON" in os.environ
    (self.home.path / "seen.json").write_text(json.dumps([locked, holder, os.getpid(), fetched_here, handed]))
    return was(self, sites)

crawler.anew._LARGE, rebuild.Rebuild.run = {pages}, run
from crawler.cli import cli, main
"""


def crawl(
    home: Path, url: str, large: int, ping: str = "", typed: bool = True
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Type `crawl` where so many pages are a large crawl; gives what it said, and its number."""
    (home / "sites").mkdir(parents=True, exist_ok=True)
    (home / "sites/tree.toml").write_text(f'name = "tree"\nurl = "{url}"\n')
    words = ["--home", str(home), "crawl", "tree", "--allow-loopback"]
    code = _LARGE.format(pages=large) + ("main()" if typed else f"cli({words})")
    command = [sys.executable, "-c", code, *(words if typed else ())]
    environment = os.environ | {"COLLOQUY_PING": ping}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        out, err = running.communicate(timeout=100)
    return subprocess.CompletedProcess(command, running.returncode, out, err), running.pid


def test_a_rebuild_of_a_large_crawl_begins_without_what_fetching_took(
    tmp_path: Path, serve: Serve, monitor: tuple[str, list[str]]
) -> None:
    server, (url, heard) = serve(tree(6)), monitor
    done, number = crawl(tmp_path, server.url, 5, url)
    assert done.returncode == 0, done.stderr
    locked, holder, rebuilt_by, fetched_here, handed = json.loads((tmp_path / "seen.json").read_text())
    assert (locked, holder, rebuilt_by) == (True, f"process {number}", number), "one process, and the lock never let go"
    assert (fetched_here, handed) == (False, False), "nothing of Scrapy, and nothing that a child could mistake"
    assert done.stderr.count("crawled tree: 7 ok") == 1
    generation = Tables(tmp_path).current()
    assert generation and sum(one.rows for one in generation.files if one.table == "pages") == 7
    assert (tmp_path / ".lock").read_text() == ""
    assert heard == ["/nightly/start", "/nightly"]


def test_a_small_crawl_is_rebuilt_where_it_was_fetched(tmp_path: Path, serve: Serve) -> None:
    done, _ = crawl(tmp_path, serve(tree(6)).url, 50)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "seen.json").read_text())[3] is True


def test_a_script_that_calls_it_is_not_started_again(tmp_path: Path, serve: Serve) -> None:
    done, _ = crawl(tmp_path, serve(tree(6)).url, 5, typed=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "seen.json").read_text())[3] is True
