"""Budgets of a site: what is beyond them is refused with the reason, and no other site pays for it."""

import pytest
from scrapy.http import Request, Response

from crawler.guards import Refused
from crawler.guards.budget import BudgetGuard
from pipelines.profiles import Profile


def ask(site: str, pages: int = 10) -> Request:
    return Request(f"https://{site}.example/x", meta={"site": site, "budget": pages})


@pytest.fixture
def guard() -> BudgetGuard:
    names = ("lab", "hall")
    return BudgetGuard(
        {name: Profile(name=name, url=f"https://{name}.example/", max_megabytes=1, max_minutes=5) for name in names}
    )


def test_pages_are_counted_by_site(guard: BudgetGuard) -> None:
    guard.process_request(ask("lab", 1))
    with pytest.raises(Refused, match="limit of 1 pages"):
        guard.process_request(ask("lab", 1))
    guard.process_request(ask("hall", 1))


def test_a_second_try_of_a_page_costs_nothing(guard: BudgetGuard) -> None:
    request = ask("lab", 1)
    guard.process_request(request)
    guard.process_request(request)
    with pytest.raises(Refused):
        guard.process_request(ask("lab", 1))


def test_bytes_are_counted_by_site(guard: BudgetGuard) -> None:
    guard.process_response(ask("lab"), Response("https://lab.example/x", body=b"x" * 1_000_001))
    with pytest.raises(Refused, match="1 megabytes"):
        guard.process_request(ask("lab"))
    guard.process_request(ask("hall"))


def test_what_scripts_ask_for_counts_as_bytes_of_its_site_and_as_no_page(guard: BudgetGuard) -> None:
    part = Request("https://cdn.example/x.js", meta={"part_of": "lab"})
    guard.process_request(part)
    guard.process_response(part, Response("https://cdn.example/x.js", body=b"x" * 1_000_001))
    for request in (part, ask("lab")):
        with pytest.raises(Refused, match="1 megabytes"):
            guard.process_request(request)
    guard.process_request(ask("hall"))


def test_minutes_end_a_site(guard: BudgetGuard, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    now = time.monotonic()
    guard.process_request(ask("lab"))
    monkeypatch.setattr(time, "monotonic", lambda: now + 301)
    with pytest.raises(Refused, match="5 minutes"):
        guard.process_request(ask("lab"))
