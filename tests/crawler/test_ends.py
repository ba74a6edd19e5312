"""How a crawl ends whose rebuild fails, or whose reader has gone: the run is closed, and the next one asks again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crawling import Serve, page

from pipelines.archive import Archive

_FAILING = """
import pipelines.rebuild

def run(self, sites):
    raise {error}

pipelines.rebuild.Rebuild.run = run
from crawler.cli import main
main()
"""


def crawl(home: Path, url: str, code: str = "from crawler.cli import main\nmain()", stdout: int = -1) -> int:
    command = [sys.executable, "-c", code, "--home", str(home), "crawl", "--url", url, "--allow-loopback"]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, timeout=100).returncode


def runs(home: Path) -> list[int | None]:
    """The exit codes of the runs, oldest first; None of one that is open."""
    with Archive(home / "archive") as archive:
        return [run.exit_code for run in reversed(list(archive.runs()))]


def test_a_rebuild_that_fails_closes_the_run_and_new_pages_are_fetched(tmp_path: Path, serve: Serve) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("One")})
    assert crawl(tmp_path, server.url, _FAILING.format(error="ValueError('a bug')")) == 1
    server.routes["/"], server.routes["/b"] = page("Home", "/a", "/b"), page("Two")
    assert crawl(tmp_path, server.url, _FAILING.format(error="ValueError('a bug')")) == 1
    assert server.asked("/b") == [200]
    assert runs(tmp_path) == [1, 1]


@pytest.mark.parametrize("error", ["DiskError('no space')", "OSError(28, 'No space left on device')"])
def test_a_full_disk_leaves_the_run_open_so_that_nothing_is_fetched_twice(
    tmp_path: Path, serve: Serve, error: str
) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("One")})
    failing = "from pipelines.errors import DiskError\n" + _FAILING.format(error=error)
    assert crawl(tmp_path, server.url, failing) == 5
    assert runs(tmp_path) == [None]
    assert crawl(tmp_path, server.url) == 0
    assert (server.asked("/a"), runs(tmp_path)) == ([200], [0])


def test_a_reader_that_has_gone_does_not_leave_the_run_open(tmp_path: Path, serve: Serve) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("One")})
    reader, writer = os.pipe()
    os.close(reader)
    assert crawl(tmp_path, server.url, stdout=writer) == 0
    os.close(writer)
    assert runs(tmp_path) == [0]
