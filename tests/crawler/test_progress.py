"""Progress: said where the work is done, drawn on a terminal only, and gone before results are printed."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import progress_bar
from crawler.progress_bar import Bar, show_progress
from pipelines.archive import Archive
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.progress import count_off, counting, finish, follow, listen, tell
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings

SAMPLE = Path(__file__).resolve().parents[2] / "data/sample/site"


class Noted:
    """A listener that keeps what it was told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int, int | None]] = []
        self.over: list[str] = []

    def moved(self, what: str, done: int, total: int | None) -> None:
        self.said.append((what, done, total))

    def ended(self, what: str) -> None:
        self.over.append(what)


def test_what_is_followed_is_told_before_the_first_and_after_each() -> None:
    noted = Noted()
    with listen(noted):
        assert list(follow("ab", "letters", 2)) == ["a", "b"]
    assert noted.said == [("letters", 0, 2), ("letters", 1, 2), ("letters", 2, 2)]
    assert noted.over == ["letters"]


def test_what_breaks_off_is_over_too() -> None:
    noted = Noted()

    def work() -> Iterator[int]:
        yield 1
        raise ValueError

    with listen(noted), pytest.raises(ValueError):
        list(follow(work(), "numbers"))
    assert noted.over == ["numbers"]


def test_parts_are_counted_once_whether_they_count_themselves_off_or_not() -> None:
    noted = Noted()
    with listen(noted), counting("pages", 4) as step:
        assert list(count_off("ab")) == ["a", "b"]
        step.reach(2)  # what this process counted off
        step.reach(4)  # what another one did
    assert [done for _, done, _ in noted.said] == [0, 1, 2, 2, 4]


def test_work_needs_no_listener() -> None:
    tell("alone", 1)
    finish("alone")
    assert list(count_off("ab")) == list(follow("ab", "letters")) == ["a", "b"]


def test_import_rebuild_and_verify_say_how_far_they_are(tmp_path: Path) -> None:
    from pipelines.verify import find_damage

    home, noted = Home(tmp_path), Noted()
    with listen(noted):
        import_pages(home, "sample", [SAMPLE / "people"], {}, None)
        Rebuild(home, {}, Settings()).run()
        assert list(find_damage(home)) == []
    with Archive(home.archive) as archive:
        (file,) = {row.capture.file for row in archive.pages("sample")}
    pages = len(list((SAMPLE / "people").glob("*.html")))
    assert ("importing pages", pages, None) in noted.said
    assert ("reading sample", 1, pages) in noted.said
    assert ("reading sample", pages, pages) in noted.said
    assert (f"checking {file}", pages, pages) in noted.said
    assert set(noted.over) >= {"importing pages", "learning sample", "reading sample"}


def test_no_bar_where_stderr_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_bar, "_PATIENCE", 0.0)
    with show_progress():
        list(follow(range(3), "work", 3))
    assert capsys.readouterr().err == ""


def test_quick_work_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "_make", lambda: pytest.fail("a bar was made"))
    bar = Bar()
    with listen(bar):
        list(follow(range(1000), "work", 1000))


_WORK = """
import click
from crawler import progress_bar
from pipelines.progress import follow
progress_bar._PATIENCE = progress_bar._PAUSE = 0.0
with progress_bar.show_progress():
    list(follow("abc", "reading letters", 3))
click.echo("three letters")
"""


def test_a_terminal_sees_the_bar_and_then_only_the_result() -> None:
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-c", _WORK], stderr=theirs, stdout=subprocess.PIPE, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    drawn = b""
    try:
        while piece := os.read(ours, 4096):
            drawn += piece
    except OSError:  # how Linux says that the other side of a terminal is closed
        pass
    os.close(ours)
    result, _ = command.communicate()
    assert result == b"three letters\n"  # a pipe gets no bar
    assert b"reading letters" in drawn
    assert b"3/3" in drawn
    assert drawn.rstrip().endswith((b"\x1b[2K", b"\x1b[?25h"))  # the line is wiped, the cursor is back
