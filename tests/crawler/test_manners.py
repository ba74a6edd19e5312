"""One request at a time, a pause between two, rules read again, and no row lost to a site that is down."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from crawling import HTML, Crawl, Route, Serve, page, tree
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError

from crawler.guards import robots
from crawler.guards.robots import RobotsGuard, Rules
from pipelines.archive import Answer, Archive
from pipelines.dataset import load
from pipelines.home import Home
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings


def test_a_host_has_one_request_in_flight_and_a_pause_between_two(crawl: Crawl, serve: Serve) -> None:
    busy, times, crowded = threading.Lock(), [], []

    def answer() -> Route:
        times.append(time.monotonic())
        crowded.append(not busy.acquire(blocking=False))
        time.sleep(0.05)
        busy.release()
        return 200, HTML, page("Page").encode()

    paths = [f"/p/{n}" for n in range(5)]
    server = serve({"/": page("Home", *paths), **dict.fromkeys(paths, answer)})
    assert crawl(server.url + "/", delay=0.2)["outcomes"] == {"ok": 6}
    assert (len(times), crowded) == (5, [False] * 5)
    assert times[-1] - times[0] > 0.6  # four pauses of 0.2; by the server's clock, which starts late at worst


def test_a_site_that_is_down_loses_no_page(crawl: Crawl, serve: Serve) -> None:
    server = serve(tree(4))
    before = crawl(server.url + "/")
    for path in [*server.routes]:
        server.routes[path] = (500, HTML, b"down")
    down = crawl(server.url + "/")
    assert (down["pages"], down["outcomes"], down["code"]) == (before["pages"], {"error": 5}, 3)
    assert crawl(server.url + "/")["pages"] == before["pages"]


def test_robots_txt_is_read_again_in_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    guard, asked = RobotsGuard(None), []  # type: ignore[arg-type]  # what asks is replaced

    async def fetch(url: str) -> Rules:
        asked.append(url)
        return Rules()

    async def ask_at(*hours: float) -> None:
        for hour in hours:
            monkeypatch.setattr(robots.time, "monotonic", lambda hour=hour: hour * 3600)
            await guard.rules("https://lab.example/events")

    monkeypatch.setattr(guard, "_fetch", fetch)
    asyncio.run(ask_at(1, 5, 6.9, 7.1, 12))
    assert asked == ["https://lab.example/robots.txt"] * 2


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DownloadTimeoutError("?"), "lab.example did not answer in time"),
        (DownloadConnectionRefusedError("?"), "lab.example refuses the connection"),
        (RuntimeError("unexpected"), "RuntimeError: unexpected"),
    ],
)
def test_robots_txt_that_does_not_come_means_not_now(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = RobotsGuard(None)  # type: ignore[arg-type]  # what asks is replaced

    async def download(url: str) -> Any:
        raise error

    monkeypatch.setattr(guard, "_download", download)
    monkeypatch.setattr(guard, "_find_last_good", lambda url: None)
    rules = asyncio.run(guard.rules("https://lab.example/events"))
    assert rules.unreachable.startswith("robots.txt cannot be read (")
    assert words in rules.unreachable


def test_an_event_whose_page_is_gone_keeps_its_row_and_says_since_when(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    talk: Any = b"<html lang=en><title>Kelp</title><h1>Kelp</h1><p>A talk on 3 May 2027, 15:00, Room 5.</p></html>"
    urls = [f"https://lab.example/events/kelp-{n}" for n in range(2)]
    answers = [[(200, talk), (404, b""), (404, b"")], [(200, talk), (404, b""), (200, talk)]]
    for turn in range(3):
        with Archive(home.archive, writable=True) as archive:
            run = archive.begin_run("crawl", ["lab"])
            for url, (status, body) in zip(urls, [one[turn] for one in answers], strict=True):
                withheld = "" if status == 200 else "not found"
                archive.store_response("lab", run, Answer(url, status, tuple(HTML.items()), body, withheld=withheld))
            archive.finish_run(run, 0)
        with home.lock():
            Rebuild(home, {}, Settings(), accept=["lab"]).run()
    removed = load("events", home.path).set_index("url")["removed_at"].notna().to_dict()
    assert removed == {urls[0]: True, urls[1]: False}
