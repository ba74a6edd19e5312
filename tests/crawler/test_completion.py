"""What a shell is offered for a word that is being typed."""

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from crawler.cli import cli
from pipelines.schema import ROWS
from pipelines.tables import Tables


def offered(home: Path, *words: str) -> list[str]:
    """Completions of the last word, without options."""
    shell = ShellComplete(cli, {}, "colloquy", "_COLLOQUY_COMPLETE")
    return [one.value for one in shell.get_completions(["--home", str(home), *words[:-1]], words[-1])]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/weir.toml").write_text('name = "weir"\nurl = "https://weir.example/"\n')
    for site, file in (("mill", "1.warc.gz"), ("empty", "notes.txt")):
        (tmp_path / "archive" / site).mkdir(parents=True)
        (tmp_path / "archive" / site / file).touch()
    return tmp_path


def test_sites_to_crawl_are_those_with_a_profile(home: Path) -> None:
    assert offered(home, "crawl", "") == ["sample", "turing", "weir"]
    assert offered(home, "crawl", "turing", "w") == ["weir"]


def test_sites_to_rebuild_are_those_with_pages(home: Path) -> None:
    assert offered(home, "rebuild", "") == ["mill"]
    assert offered(home, "rebuild", "x") == []


def test_pages_are_imported_into_a_site_that_is_there_or_has_a_profile(home: Path) -> None:
    assert offered(home, "import", "") == ["mill", "sample", "turing", "weir"]
    assert offered(home, "page", "--site", "m") == offered(home, "inspect", "--site", "m") == ["mill"]


def test_tables_are_offered_before_the_first_commit_and_after(home: Path) -> None:
    assert offered(home, "export", "") == sorted(ROWS)
    Tables(home).commit({"mill": {"groups": [{"record_id": "g", "url": "https://mill.example/", "site": "mill"}]}}, 1)
    assert offered(home, "export", "") == sorted(ROWS)
    assert offered(home, "export", "gr") == ["groups"]
    assert offered(home, "rollback", "") == ["1"]


def test_commands_and_formats_are_offered(home: Path) -> None:
    assert offered(home, "br") == ["browse"]
    assert "ics" in offered(home, "export", "events", "--format", "i")


def test_a_home_that_is_not_there_offers_what_is_bundled(tmp_path: Path) -> None:
    assert offered(tmp_path / "none", "rebuild", "") == []
    assert offered(tmp_path / "none", "crawl", "") == ["sample", "turing"]
