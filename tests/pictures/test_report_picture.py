"""The report in a browser: quiet, self-contained, accessible in light and dark, and no value of a page runs."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from watched import Look

from pipelines.archive import Archive
from pipelines.home import Home
from pipelines.report_page import store_page
from pipelines.tables import Tables
from pipelines.template_store import TemplateRun, TemplateStore

TRAP = "<script>window.ran = 1</script><img src=https://evil.example/x onerror=window.ran=2>"


def make_home(folder: Path) -> Home:
    """Two sites with events of two years, changes, problems and templates; some values are traps."""
    with Archive(folder / "archive", writable=True) as archive:
        archive.finish_run(archive.begin_run("crawl", ("lab", "sea")), 0)
    soon = datetime.now(UTC) + timedelta(hours=1)
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for site in ("lab", "sea"):
        event = {"site": site, "url": "javascript:window.ran=3", "name": TRAP}
        rows[site] = {
            "events": [{**event, "record_id": f"{site}{n}", "start_date": date(2026, 1 + n, 1)} for n in range(12)],
            "groups": [{"record_id": f"{site}-g", "site": site, "purpose": "To count rain."}],
            "pages": [{"url": str(n), "site": site, "page_kind": "event"} for n in range(12)],
            "fetches": [{"url": str(n), "site": site, "outcome": "ok" if n else "error"} for n in range(12)],
            "changes": [{"record_id": f"{site}1", "table": "events", "site": site, "observed_at": soon, "old": '"a"',
                         "change": "changed", "field": "name", "new": '"b"'}],
            "problems": [{"site": site, "url": TRAP, "step": "events", "severity": "error", "message": TRAP}],
        }  # fmt: skip
    Tables(folder).commit(rows, keep=1)
    home = Home(folder)
    store = TemplateStore(home.templates, home.cache)
    home.templates.mkdir()
    for number, explained in enumerate((0.95, 0.96, 0.4)):
        store.store_run("lab", TemplateRun(f"run{number}", explained))
    return home


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_page(make_home(tmp_path_factory.mktemp("report")))


def test_nobody_is_kept_out(look: Look, report: Path) -> None:
    with look(report, color_scheme="light") as watched:
        watched.page.click("summary >> text=The numbers as a table")
        assert watched.page.locator("details table").is_visible()
        assert watched.violations() == []
        watched.page.emulate_media(color_scheme="dark")
        assert watched.violations() == []
        assert watched.complaints == []
        assert watched.requests == [report.as_uri()]


def test_no_value_runs_or_leads_astray(look: Look, report: Path) -> None:
    with look(report) as watched:
        assert TRAP in watched.page.inner_text("main")
        assert watched.page.evaluate("window.ran") is None
        assert watched.page.locator("a[href^='javascript']").count() == 0
        assert watched.page.locator("script, main img").count() == 0


def test_a_fall_of_a_template_stands_out(look: Look, report: Path) -> None:
    with look(report) as watched:
        said = watched.page.inner_text("section[aria-labelledby=drift]")
        assert "explain 40 % of the chrome" in said
        assert watched.page.get_attribute(".spark", "aria-label") == "From 95\u00a0% to 40\u00a0% in 3 runs"


def test_a_narrow_screen_and_paper_need_no_scrolling_sideways(look: Look, report: Path) -> None:
    with look(report, viewport={"width": 360, "height": 700}) as watched:
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 360
        watched.page.emulate_media(media="print")
        watched.page.set_viewport_size({"width": 720, "height": 1000})
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 720


def test_an_empty_home_says_what_to_do_next(look: Look, tmp_path: Path) -> None:
    with look(store_page(Home(tmp_path))) as watched:
        assert "colloquy --home" in watched.page.inner_text("main")
        assert watched.violations() == []
        assert watched.complaints == []
