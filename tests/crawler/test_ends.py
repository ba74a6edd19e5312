"""How a crawl ends whose rebuild fails, or whose reader has gone: the run is closed, and the next one asks again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from crawling import RunningCommand, Serve, page
from preloaded import fail_to_rebuild, lose_the_reader

from pipelines.archive import Archive
from pipelines.errors import DiskError


def crawl(home: Path, url: str, before: Callable[[], None] | None = None) -> int:
    return RunningCommand(home, "crawl", "--url", url, "--allow-loopback", before=before).finish().returncode


def runs(home: Path) -> list[int | None]:
    """The exit codes of the runs, oldest first; None of one that is open."""
    with Archive(home / "archive") as archive:
        return [run.exit_code for run in reversed(list(archive.runs()))]


def test_a_rebuild_that_fails_closes_the_run_and_new_pages_are_fetched(tmp_path: Path, serve: Serve) -> None:
    server, fail = serve({"/": page("Home", "/a"), "/a": page("One")}), partial(fail_to_rebuild, ValueError("a bug"))
    assert crawl(tmp_path, server.url, fail) == 1
    server.routes["/"], server.routes["/b"] = page("Home", "/a", "/b"), page("Two")
    assert crawl(tmp_path, server.url, fail) == 1
    assert server.asked("/b") == [200]
    assert runs(tmp_path) == [1, 1]


@pytest.mark.parametrize("error", [DiskError("no space"), OSError(28, "No space left on device")], ids=repr)
def test_a_full_disk_leaves_the_run_open_so_that_nothing_is_fetched_twice(
    tmp_path: Path, serve: Serve, error: Exception
) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("One")})
    assert crawl(tmp_path, server.url, partial(fail_to_rebuild, error)) == 5
    assert runs(tmp_path) == [None]
    assert crawl(tmp_path, server.url) == 0
    assert (server.asked("/a"), runs(tmp_path)) == ([200], [0])


def test_a_reader_that_has_gone_does_not_leave_the_run_open(tmp_path: Path, serve: Serve) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("One")})
    assert crawl(tmp_path, server.url, lose_the_reader) == 0
    assert runs(tmp_path) == [0]
