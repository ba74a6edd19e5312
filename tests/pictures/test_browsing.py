"""`colloquy browse` in a browser: quiet, accessible in light and dark, usable without a script and by keys."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from watched import Watched, watch

from pipelines.browse.server import open_server
from pipelines.home import Home
from pipelines.tables import Tables

_MOMENT = datetime(2026, 10, 1, tzinfo=UTC)
_KINDS = ("lecture", "seminar", "workshop")


def _event(number: int) -> dict[str, Any]:
    quoted = [{"field": "start_time", "text": "doors at half past five", "rule": "text.doors", "path": "div.when/p"}]
    return {
        "record_id": f"e{number}", "url": f"https://mill.example/{number}", "site": "mill", "evidence": quoted,
        "name": f"Evening {number} by the river", "start_date": date(2026, 10, number % 28 + 1), "start_time": "17:30",
        "event_type": _KINDS[number % 3], "event_attendance_mode": "mixed", "language": "en",
        "event_status": "EventCancelled" if number == 1 else None, "description": "How the river was counted.",
        "location": [{"name": "Old Mill", "address_locality": "Quillmere"}], "same_as": ["https://mill.example/same"],
        "first_seen": _MOMENT, "last_seen": _MOMENT, "last_changed": _MOMENT,
        "removed_at": _MOMENT if number == 2 else None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = Home(tmp_path_factory.mktemp("browse"))
    moved = {"record_id": "e1", "table": "events", "site": "mill", "observed_at": _MOMENT, "change": "changed",
             "field": "start_time", "old": '"18:00"', "new": '"17:30"'}  # fmt: skip
    group = {"record_id": "g1", "url": "https://mill.example/g", "site": "mill", "name": "River readers",
             "group_type": "interest_group", "purpose": "To read about rivers."}  # fmt: skip
    rows = {"events": [_event(number) for number in range(30)], "groups": [group], "changes": [moved]}
    Tables(home.prepare().path).commit({"mill": rows}, keep=1)
    with open_server(home, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()
        thread.join()


def _check(watched: Watched, address: str) -> None:
    assert watched.violations() == []
    assert watched.complaints == []
    assert all(url.startswith((f"{address}/", "data:")) for url in watched.requests)


@pytest.mark.parametrize(
    ("scheme", "width", "places"),
    [
        ("light", 1280, ("/?gone=yes", "/events/e1", "/calendar?month=2026-10")),
        ("dark", 390, ("/?q=river&kind=lecture", "/events/e1", "/calendar?month=2026-10")),
    ],
)
def test_nobody_is_kept_out(
    browser: Any, axe: str, address: str, scheme: str, width: int, places: tuple[str, ...]
) -> None:
    view = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with watch(browser, address, axe, **view) as watched:
        for place in places:
            watched.page.goto(address + place)
            _check(watched, address)
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_error_is_a_page_for_everybody_too(browser: Any, axe: str, address: str) -> None:
    with watch(browser, address, axe) as watched:
        watched.page.goto(f"{address}/?since=x")
        assert watched.violations() == []
        assert "YYYY-MM-DD" in watched.page.inner_text("main")


def test_a_search_is_narrowed_and_followed_without_a_script(browser: Any, address: str) -> None:
    with watch(browser, address, java_script_enabled=False) as watched:
        page = watched.page
        page.fill("#q", "river")
        page.keyboard.press("Enter")
        assert page.inner_text("#count") == "29 events"
        page.check("input[value=lecture]")
        page.check("input[value=seminar]")
        page.click("text=Apply filters")
        assert page.inner_text("#count") == "20 events"
        assert page.input_value("#q") == "river"
        page.click(".chips >> text=seminar")
        assert page.inner_text("#count") == "10 events"
        page.click("text=As a calendar")
        assert page.inner_text("h1") == "October 2026"
        assert page.locator(".month li li").count() == 10
        page.click(".month li li a >> nth=0")
        assert "River" in page.title() or "river" in page.title()
        assert watched.complaints == []


def test_evidence_opens_by_key(browser: Any, address: str) -> None:
    with watch(browser, f"{address}/events/e1") as watched:
        assert "doors at half past five" in watched.page.inner_text(".values")
        source = watched.page.locator("text=div.when/p")
        assert not source.is_visible()
        watched.page.focus("details.rule summary")
        watched.page.keyboard.press("Enter")
        assert source.is_visible()
        assert re.search(r"18:00\s+.*17:30", watched.page.inner_text(".history"), re.S)


def test_the_first_key_leads_past_the_head(browser: Any, address: str) -> None:
    with watch(browser, address) as watched:
        watched.page.keyboard.press("Tab")
        watched.page.keyboard.press("Enter")
        assert watched.page.evaluate("document.activeElement.id") == "main"


def test_a_calendar_file_is_handed_over(browser: Any, address: str, tmp_path: Path) -> None:
    with watch(browser, f"{address}/events/e3") as watched, watched.page.expect_download() as handed:
        watched.page.click("text=Calendar file")
    assert handed.value.suggested_filename == "e3.ics"
