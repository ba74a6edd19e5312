"""The commands that draw: report and inspect, as a person types them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli

PAGE = Path(__file__).resolve().parents[2] / "data/sample/site/events/maps-at-midnight.html"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def colloquy(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--home", "home", *words])


def test_a_file_is_drawn_into_a_file_named_after_it(here: Path) -> None:
    result = colloquy("inspect", str(PAGE))
    assert (result.exit_code, result.output) == (0, "maps-at-midnight.inspect.html\n")
    assert "Maps at midnight" in (here / "maps-at-midnight.inspect.html").read_text(encoding="utf-8")
    assert not (here / "home").exists()


def test_a_page_from_stdin_is_drawn_to_stdout(here: Path) -> None:
    words = ["inspect", "-", "-o", "-", "--url", "https://www.quillmere.example/events/x"]
    result = CliRunner().invoke(cli, words, input=PAGE.read_bytes())
    assert result.exit_code == 0
    assert result.output.startswith("<!doctype html>")
    assert list(here.iterdir()) == []


def test_the_page_itself_is_never_written_over(here: Path) -> None:
    shutil.copy(PAGE, here / "page.html")
    result = colloquy("inspect", "page.html", "-o", "page.html")
    assert result.exit_code == 2
    assert "Choose another file with -o" in result.stderr
    assert (here / "page.html").read_bytes() == PAGE.read_bytes()


@pytest.mark.parametrize("source", ["nothing.html", "https://www.quillmere.example/never-crawled"])
def test_a_page_that_is_not_there_is_a_usage_error(here: Path, source: str) -> None:
    result = colloquy("inspect", source)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_what_is_no_page_is_one_clear_line(here: Path) -> None:
    (here / "paper.pdf").write_bytes(b"%PDF-1.7 and so on")
    result = colloquy("inspect", "paper.pdf")
    assert result.exit_code == 1
    assert "a PDF document" in result.stderr


def test_a_golden_page_is_kept_in_place_of_a_picture(here: Path) -> None:
    result = colloquy("inspect", str(PAGE), "--url", "https://www.quillmere.example/events/maps", "--fixture", "golden")
    assert (result.exit_code, result.output) == (0, "golden/maps\n")
    assert json.loads((here / "golden/maps/expected.json").read_bytes())["events"][0]["name"] == "Maps at midnight"
    again = colloquy("inspect", str(PAGE), "--url", "https://www.quillmere.example/events/maps", "--fixture", "golden")
    assert again.exit_code == 2
    assert sorted(path.name for path in here.iterdir()) == ["golden"]


def test_the_report_of_a_home_without_pages_says_what_to_do(here: Path) -> None:
    result = colloquy("report", "-o", "report.html")
    assert (result.exit_code, result.output) == (0, "report.html\n")
    assert "Nothing has been crawled yet" in (here / "report.html").read_text(encoding="utf-8")


def test_the_report_as_json_is_for_machines(here: Path) -> None:
    result = colloquy("report", "--json")
    assert result.exit_code == 0
    stated = json.loads(result.output)
    assert stated["made_at"][10] == "T"
    assert {"run", "sites", "timeline", "fills", "drift", "changes", "problems", "outcomes", "kinds"} <= stated.keys()


@pytest.mark.parametrize("verb", ["report", "inspect"])
def test_the_help_has_an_example(verb: str) -> None:
    assert f"Example:  colloquy {verb}" in colloquy(verb, "--help").output
