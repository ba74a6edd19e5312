"""What a hostile page costs is bounded, and it costs itself alone."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from test_gate import rebuild, talks

from extract.records import Problem
from extract.site import Site
from pipelines import confined
from pipelines.archive import Answer, Archive, Capture
from pipelines.confined import Bounds, Read, read_confined
from pipelines.dataset import load
from pipelines.engine import work_alone
from pipelines.home import Home
from pipelines.reading import Unit, failed_result
from pipelines.results import PageHead, PageResult
from pipelines.sketching import Sketcher

BOUNDS = Bounds(cpu_seconds=1, memory=200_000_000, seconds=20.0)


def unit(*names: str) -> Unit:
    captures = (
        Capture(
            id=number, site="lab", url=name, run_id="r", kind="response", status=200, fetched_at=datetime.now(UTC),
            content_type="text/html", sha256="", size=0, etag="", last_modified="", withheld="", record_id="",
            payload_id=number, file="", offset=0, length=0, start=0, span_sha256="",
        )
        for number, name in enumerate(names)
    )  # fmt: skip
    return Unit(Path("archive"), Path("results"), Site("lab"), "key", (), tuple(captures))


def read(unit: Unit) -> Iterator[PageResult]:
    """Reads as the names of the pages say."""
    for capture in unit.captures:
        if capture.url == "loops":
            while True:
                pass
        if capture.url == "waits":
            time.sleep(60)
        if capture.url == "dies":
            os.kill(os.getpid(), signal.SIGSEGV)
        if capture.url == "eats":
            bytearray(1_000_000_000)
        yield failed_result(capture, unit.key, Problem("test", "info", "read"))


def results_of(unit: Unit, bounds: Bounds, read: Read) -> list[PageHead]:
    """What reading a unit apart gives, as values again."""
    return [PageHead.model_validate_json(line.head) for line in read_confined(unit, bounds, read)]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("loops", "took more than 1 seconds of CPU time"),
        ("waits", "took more than 0.2 seconds"),
        ("dies", "ended its process (SIGSEGV)"),
        ("eats", "ended its process (without a word)"),
    ],
)
def test_a_page_that_ends_its_process_is_named_and_all_others_are_read(name: str, end: str) -> None:
    bounds = replace(BOUNDS, seconds=0.2) if name == "waits" else BOUNDS
    results = results_of(unit("a", name, "b", "c"), bounds, read)
    hit = f"reading this page {end}; it is left out. To try it again: colloquy rebuild lab --force"
    assert [(result.url, result.problems[0].message) for result in results] == [
        ("a", "read"), (name, hit), ("b", "read"), ("c", "read"),
    ]  # fmt: skip
    assert results[1].problems[0].severity == "error"


def test_every_page_may_take_what_one_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a process is not set back from page to page: its limit is moved on."""

    def look(unit: Unit) -> Iterator[PageResult]:
        for capture in unit.captures:
            limit, _ = resource.getrlimit(resource.RLIMIT_CPU)
            yield failed_result(capture, unit.key, Problem("test", "info", str(limit)))

    monkeypatch.setattr(confined.time, "process_time", count(0.5, 10).__next__)
    results = results_of(unit(*"abc"), BOUNDS, look)
    assert [result.problems[0].message for result in results] == ["2", "12", "22"]


def test_a_child_holds_no_file_of_its_parent(tmp_path: Path) -> None:
    def look(unit: Unit) -> Iterator[PageResult]:
        files = len(list(Path("/proc/self/fd").iterdir())) - 1  # the folder itself
        yield failed_result(unit.captures[0], unit.key, Problem("test", "info", str(files)))

    with (tmp_path / "held").open("w"):
        (result,) = results_of(unit("a"), BOUNDS, look)
    assert result.problems[0].message == "4"


def test_where_memory_runs_out_the_page_goes_first() -> None:
    def look(unit: Unit) -> Iterator[PageResult]:
        yield failed_result(unit.captures[0], unit.key, Problem("test", "info", Path(score).read_text().strip()))

    score = "/proc/self/oom_score_adj"
    (result,) = results_of(unit("a"), BOUNDS, look)
    assert result.problems[0].message == "1000" != Path(score).read_text().strip()


def test_a_hostile_page_is_a_row_and_the_rest_is_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(archive: Archive, unit: Unit, capture: Capture, templates: object) -> PageResult:
        if capture.url.endswith("talk-1.html"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(archive, unit, capture, templates)  # type: ignore[arg-type]

    home = Home(tmp_path / "home")
    real = confined.read_unit.__globals__["_read_capture"]
    monkeypatch.setitem(confined.read_unit.__globals__, "_read_capture", trip)
    rebuild(home, tmp_path / "saved", talks())
    problems = load("problems", home.path)
    assert list(problems[problems["step"] == "extract"]["message"]) == [
        "reading this page ended its process (SIGKILL); it is left out. To try it again: colloquy rebuild lab --force"
    ]
    assert len(load("events", home.path)) == len(talks()) - 1


def test_no_template_is_learned_from_a_giant(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["lab"])
        sizes = {url: b"<h1>Talk</h1>" + b"<p>Text of a talk.</p>" * count for url, count in (("a", 9), ("b", 99_999))}
        for url, body in sizes.items():
            answer = Answer(f"https://lab.example/{url}", 200, (("Content-Type", "text/html"),), body)
            archive.store_response("lab", run, answer)
        digests = [sha256(body).hexdigest() for body in sizes.values()]
        archive.flush()  # as a worker sees it
        made = Sketcher(archive, work_alone, 2).make(digests)
        assert [sketch is not None for sketch in made] == [True, False]
