"""A host that asked to be left alone is left alone, also by the next start of the command."""

import asyncio
import time
from pathlib import Path

import pytest
from crawling import HTML, Crawl, Serve, page
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response

from crawler.guards import Refused
from crawler.guards.pace import PaceGuard, find_delay
from crawler.guards.patience import PatienceGuard
from crawler.host_notes import HostNotes
from crawler.paces import Paces

PLAIN = {"Content-Type": "text/plain"}


def test_a_note_outlives_its_process_and_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cache" / "hosts.json"
    HostNotes(path).leave("lab.example", 600, "asks to wait")
    left, reason = HostNotes(path).find("lab.example")
    assert (590 < left <= 600, reason) == (True, "asks to wait")
    assert HostNotes(path).find("hall.example") == (0.0, "")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    assert HostNotes(path).find("lab.example") == (0.0, "")


def test_a_shorter_pause_does_not_end_a_longer_one_and_none_lasts_more_than_a_day(tmp_path: Path) -> None:
    notes = HostNotes(tmp_path / "hosts.json")
    notes.leave("lab.example", 10**9, "years")
    notes.leave("lab.example", 5, "seconds")
    left, reason = notes.find("lab.example")
    assert (80_000 < left <= 86_400, reason) == (True, "years")


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\xff\xfe", b"[1, 2]"])
def test_notes_that_cannot_be_read_are_no_notes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hosts.json"
    path.write_bytes(content)
    assert HostNotes(path).find("lab.example") == (0.0, "")


def test_a_long_retry_after_holds_for_the_host_and_for_the_next_start(serve: Serve, crawl: Crawl) -> None:
    server = serve({"/": page("Home", "/busy"), "/busy": (503, {**HTML, "Retry-After": "3600"}, b"later")})
    first = crawl(server.url)
    assert first["rows"]["/busy"] == ["error", "HTTP 503, the server asks to wait 3600 seconds"]
    server.requests.clear()
    second = crawl(server.url)
    assert second["rows"]["/"] == [
        "error",
        "robots.txt cannot be read (HTTP 503, the server asks to wait 3600 seconds)",
    ]
    assert server.requests == []
    assert second["pages"] == ["/"]  # what it showed once is kept


def test_a_host_that_keeps_failing_is_left_alone_also_by_the_next_start(tmp_path: Path) -> None:
    request = Request("https://lab.example/x", meta={"tries": 3})

    def start() -> PatienceGuard:
        return PatienceGuard(None, 0.0, 600.0, HostNotes(tmp_path / "hosts.json"))  # type: ignore[arg-type]  # not asked

    guard = start()
    for _ in range(11):
        asyncio.run(guard.process_exception(request, ConnectionError()))
        asyncio.run(start().process_request(request))
    asyncio.run(guard.process_exception(request, ConnectionError()))
    for one in (guard, start()):
        with pytest.raises(Refused, match="failed 12 times in a row: left alone"):
            asyncio.run(one.process_request(request))
    asyncio.run(start().process_request(Request("https://hall.example/")))


def test_the_last_good_robots_txt_serves_while_there_is_none_to_be_had(serve: Serve, crawl: Crawl) -> None:
    server = serve(
        {
            "/": page("Home", "/a", "/secret"),
            "/a": page("A"),
            "/secret": page("Secret"),
            "/robots.txt": (200, PLAIN, b"User-agent: *\nDisallow: /secret"),
        }
    )
    crawl(server.url)
    server.routes["/robots.txt"] = (503, {}, b"")
    again = crawl(server.url)
    assert again["rows"] == {"/": ["ok", ""], "/a": ["ok", ""], "/secret": ["skipped", "robots.txt forbids it"]}
    assert server.asked("/robots.txt") == [200, 503, 503, 503]
    assert server.asked("/secret") == []


def test_robots_txt_is_read_behind_a_redirect(serve: Serve, crawl: Crawl) -> None:
    server = serve(
        {
            "/": page("Home", "/secret"),
            "/secret": page("Secret"),
            "/robots.txt": (302, {"Location": "/rules"}, b""),
            "/rules": (200, PLAIN, b"User-agent: *\nDisallow: /secret"),
        }
    )
    assert crawl(server.url)["rows"]["/secret"] == ["skipped", "robots.txt forbids it"]


class Slot:
    delay = 2.0


def make_pace_guard(path: Path, slot: Slot) -> PaceGuard:
    return PaceGuard(lambda: {"lab.example": slot}, lambda name: 2.0, 60.0, Paces(path))


def answer(guard: PaceGuard, seconds: float) -> None:
    request = Request("https://lab.example/", meta={"download_latency": seconds})
    guard.process_response(request, Response(request.url))


def test_a_crawl_that_starts_again_goes_on_at_its_pace(tmp_path: Path) -> None:
    first, second, third = Slot(), Slot(), Slot()
    answer(make_pace_guard(tmp_path / "paces.json", first), 9.0)
    guard = make_pace_guard(tmp_path / "paces.json", second)
    answer(guard, 0.1)
    assert (first.delay, second.delay) == (18.0, 10.0)
    (tmp_path / "paces.json").write_bytes(b"rot")
    answer(make_pace_guard(tmp_path / "paces.json", third), 0.1)
    assert third.delay == 2.0


def test_a_queue_slows_down_with_its_server_and_speeds_up_again(tmp_path: Path) -> None:
    slot = Slot()
    guard = make_pace_guard(tmp_path / "paces.json", slot)
    delays = []
    for seconds in (9.0, 0.1, 0.1):
        answer(guard, seconds)
        delays.append(slot.delay)
    assert delays == [18.0, 10.0, 6.0]
    guard.process_exception(Request("https://lab.example/"), DownloadTimeoutError())
    assert slot.delay == 60.0
    guard.process_response(Request("https://lab.example/", meta={}), Response("https://lab.example/"))
    assert slot.delay == 60.0


def test_a_crawl_delay_is_never_undercut() -> None:
    assert find_delay(30.0, 30.0, 0.01) == 30.0
    assert find_delay(90.0, 90.0, 200.0) == 90.0
