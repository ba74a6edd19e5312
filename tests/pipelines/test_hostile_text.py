"""Terminal escapes, bidirectional tricks and spreadsheet formulas of a page never leave the tool."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import cli
from crawler.page_verb import PageOptions, show_page
from pipelines.export import export_table
from pipelines.formats import FORMATS
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.rebuild import Rebuild
from pipelines.schema import ROWS
from pipelines.settings import Settings

ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b31m \u202egnp.exe\u202c \u2066x\u2069"
TRICKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
EVENT = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "=cmd|' /C calc'!A0 " + ESCAPES,
    "description": "+1+1 " + ESCAPES,
    "startDate": "2027-05-03",
    "performer": {"@type": "Person", "name": "@SUM(1) " + ESCAPES},
    "location": {"@type": "Place", "name": "-2+3 " + ESCAPES},
    "url": "https://lab.example/" + ESCAPES,
}
PAGE = (
    f"<html lang=en><head><meta charset=utf-8><title>=HYPERLINK(1) {ESCAPES}</title>"
    f'<meta name=robots content="all {ESCAPES}"><script type="application/ld+json">{json.dumps(EVENT)}</script></head>'
    f"<body><h1>=cmd {ESCAPES}</h1><p>3 May 2027, Room {ESCAPES} 5. <a href='/{ESCAPES}'>Register {ESCAPES}</a></p>"
    f"<p>Some more text {ESCAPES} about it, said at length to be a body.</p></body></html>"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "saved").mkdir()
    (folder / "saved" / "page.html").write_text(PAGE, "utf-8")
    home = Home(folder / "home")
    import_pages(home, "lab", [folder / "saved"], {}, None)
    with home.lock():
        Rebuild(home, {}, Settings()).run()
    return home


_TABLES: dict[str, tuple[str, ...]] = {
    "ics": ("events",), "atom": ("events",), "rss": ("events",), "jsonld": ("events", "groups"),
}  # fmt: skip


def exports(home: Home, format: str) -> Iterator[tuple[str, str]]:
    for table in _TABLES.get(format, tuple(ROWS)):
        yield table, b"".join(export_table(table, home.path, format)).decode("utf-8")


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "parquet"])
def test_no_export_holds_a_trick(home: Home, format: str) -> None:
    found = dict(exports(home, format))
    assert "red" in found["events"]
    held = {table: TRICKS.findall(text.replace("\r\n", "\n")) for table, text in found.items()}
    assert [table for table, tricks in held.items() if tricks] == []


def test_no_cell_is_a_formula(home: Home) -> None:
    cells = [cell for _, text in exports(home, "csv") for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert any(cell.startswith("'=cmd ") for cell in cells)


@pytest.mark.parametrize("show", ["records", "body", "markdown", "blocks"])
def test_no_page_that_is_shown_holds_a_trick(home: Home, tmp_path: Path, show: str) -> None:
    said: list[str] = []
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    options = PageOptions(str(tmp_path / "page.html"), None, None, True, False, show, False)
    show_page(home, options, said.append)
    assert "red" in said[0]
    assert TRICKS.findall("".join(said)) == []


@pytest.mark.parametrize("words", [["page", ESCAPES], ["crawl", ESCAPES], ["score", ESCAPES]])
def test_no_error_holds_a_trick(tmp_path: Path, words: list[str]) -> None:
    done = CliRunner().invoke(cli, ["--home", str(tmp_path), *words])
    assert done.output.startswith("colloquy: ")
    assert TRICKS.findall(done.output) == []
