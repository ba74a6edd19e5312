"""Scripts of pages in a browser that has no network of its own: what they get, what they do not, how they end."""

import asyncio
import contextlib
import os
import select
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from crawling import Crawl, RunningCrawl, Serve, page

from crawler.browser import Browser, Chromium
from crawler.browser_visit import Document, NotLoaded, Part, Rendered, Unrendered
from crawler.chromium import check_browser, find_chromium, find_obstacle
from crawler.crawl import make_profile
from pipelines.archive import Archive
from pipelines.errors import UsageError

needs_browser = pytest.mark.skipif(bool(find_obstacle("")), reason=f"no browser: {find_obstacle('')}")
JSON = {"Content-Type": "application/json"}
TEXT = "talk " * 30
FILL = "fetch('/talks.json').then(a => a.json()).then(t => document.getElementById('app').innerText = t.text)"
_SECONDS = 2.0  # that scripts may take; machines are slow at times
Render = Callable[..., Rendered]


def shell(script: str, *links: str) -> str:
    """A page that says nothing until its script has run."""
    return (
        f"<!doctype html><html><head><title>Lab</title></head><body><div id=app></div><script>{script}</script></body>"
    )


@pytest.fixture(scope="module")
def render() -> Iterator[Render]:
    """Render a page whose scripts may take two seconds; `parts` are what it may ask for. One Chromium for all tests."""
    path = find_chromium("")
    if find_obstacle("") or path is None:
        pytest.skip(f"no browser: {find_obstacle('')}")
    with asyncio.Runner() as runner:
        browser = Browser(Chromium(path, "colloquy/test (+https://institute.example/bot)", seconds=_SECONDS))

        def run(html: str, parts: Mapping[str, str] | None = None, ask: Any = None) -> Rendered:
            async def find(url: str, headers: Mapping[str, str]) -> Part:
                if url not in (parts or {}):
                    raise NotLoaded("not there")
                return Part(200, (("Content-Type", "text/plain"),), (parts or {})[url].encode())

            document = Document("https://lab.example/", (("Content-Type", "text/html"),), html.encode())
            work: Coroutine[Any, Any, Rendered] = browser.render(document, ask or find)
            return runner.run(asyncio.wait_for(work, 30))

        yield run
        runner.run(browser.close())


def test_what_scripts_fetch_becomes_the_page(render: Render) -> None:
    seen = render(shell(FILL), {"https://lab.example/talks.json": '{"text": "Mapping loneliness"}'})
    assert '<div id="app">Mapping loneliness</div>' in seen.html
    assert (seen.refused, seen.target, seen.size) == ((), "", 30)
    assert seen.browser.startswith("Chromium ")


def test_only_get_is_asked_for_and_nobody_s_cookie_is_sent(render: Render) -> None:
    asked = []

    async def ask(url: str, headers: Mapping[str, str]) -> Part:
        asked.append((url, sorted(headers)))
        return Part(200, (("Set-Cookie", "id=1"),), b"")

    script = (
        "document.cookie = 'a=b'; fetch('/data', {headers: {'X-Key': 'k'}});"
        "fetch('/delete', {method: 'POST'}).catch(() => 0); navigator.sendBeacon('/beacon', 'x');"
        "new Image().src = '/picture'; document.write('<iframe src=/frame></iframe>');"
    )  # fmt: skip
    seen = render(shell(script), ask=ask)
    assert asked == [("https://lab.example/data", ["accept", "x-key"])]
    assert seen.refused == ("https://lab.example/delete: POST may change something; only GET is sent",)


def test_nothing_leaves_the_browser_past_the_guards(render: Render) -> None:
    """A live server and a UDP port beside the page: neither hears of it, whatever a script tries."""
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        tcp.setblocking(False)
        udp.setblocking(False)
        place, port = f"127.0.0.1:{tcp.getsockname()[1]}", udp.getsockname()[1]
        script = f"""
            new WebSocket('ws://{place}/'); new EventSource('http://{place}/'); window.open('http://{place}/popup');
            fetch('http://{place}/').catch(() => 0); navigator.serviceWorker.register('/worker.js').catch(() => 0);
            new Worker(URL.createObjectURL(new Blob(["fetch('http://{place}/').catch(() => 0)"])));
            for (const rel of ['preconnect', 'prefetch', 'dns-prefetch', 'preload', 'icon', 'manifest', 'stylesheet'])
              document.write(`<link rel=${{rel}} href="http://{place}/x" as=script>`);
            const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});
            peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
            try {{ new WebTransport('https://127.0.0.1:{port}/').ready.catch(() => 0) }} catch (e) {{}}
            location = 'http://{place}/elsewhere'"""
        seen = render(shell(script))
        assert seen.target == f"http://{place}/elsewhere"
        with pytest.raises(BlockingIOError):
            tcp.accept()
        with pytest.raises(BlockingIOError):
            udp.recv(1)


@pytest.mark.parametrize("script", ["for (;;);", "setTimeout(() => { for (;;); }, 100)"])
def test_a_script_without_end_is_cut_and_the_next_page_is_well(render: Render, script: str) -> None:
    with pytest.raises(Unrendered, match="do not come to an end within 2 seconds"):
        render(shell(script))
    assert "well" in render(shell("document.body.append('we' + 'll')")).html


def test_a_page_that_asks_again_and_again_is_taken_as_it_is(render: Render) -> None:
    script = "document.body.append('here'); setInterval(() => fetch('/news').catch(() => 0), 150)"
    seen = render(shell(script), {"https://lab.example/news": "-"})
    assert "here" in seen.html
    assert "asked for more than 3 times" in seen.refused[0]


def test_a_page_that_grows_without_end_is_no_page(render: Render) -> None:
    with pytest.raises(Unrendered):
        render(shell("for (let i = 0; i < 18; i++) document.body.append('x'.repeat(1 << 20))"))


def test_what_ends_the_crawl_ends_the_page(render: Render) -> None:
    async def ask(url: str, headers: Mapping[str, str]) -> Part:
        raise KeyError("the crawl ends")

    with pytest.raises(KeyError):
        render(shell(FILL), ask=ask)


@needs_browser
def test_a_site_of_shells_is_crawled_by_what_its_scripts_bring(crawl: Crawl, serve: Serve, tmp_path: Path) -> None:
    bring = (
        "fetch('/api' + location.pathname).then(a => a.json()).then(t => {"
        " document.getElementById('app').innerHTML = t.html })"
    )

    def brought(html: str) -> tuple[int, dict[str, str], bytes]:
        return 200, JSON, f'{{"html": "<h1>{html}</h1> {TEXT}"}}'.encode()

    private = serve({"/secret": page("Secret")})
    leak = (
        "fetch('/moved').catch(e => document.body.append('kept out: ' + e)); fetch('http://10.0.0.1/').catch(() => 0);"
    )
    server = serve({
        "/": shell(bring),
        "/talk": shell(leak + bring),
        "/moved": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
        "/api/": brought("Home <a href=/talk>Talk</a> <a href=/away>Away</a> <a href=/admin>Admin</a>"),
        "/api/talk": brought("Talk"),
        "/away": shell(f"location = '{private.url}/secret'"),
        "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /api/admin"),
        "/admin": shell(bring),
        "/api/admin": brought("Admin"),
    })  # fmt: skip
    seen = crawl(server.url + "/")
    assert seen["rows"] == {
        "/": ["ok", ""],
        "/talk": ["ok", ""],
        "/admin": ["ok", ""],
        "/away": ["skipped", f"its script leads to {private.url}/secret, outside the site"],
    }
    assert (server.asked("/"), server.asked("/api/admin"), private.requests) == ([200], [], [])
    said = " ".join(seen["problems"])
    for words in ("10.0.0.1/: 10.0.0.1 is no public address", "169.254.169.254 is no public", "robots.txt forbids it"):
        assert words in said
    with Archive(tmp_path / "home" / "archive") as archive:
        talk = next(archive.index.captures("url = ?", server.url + "/talk"))
        record = archive.read_record(talk)
    assert b"<h1>Talk</h1>" in record.payload
    assert b"kept out: TypeError" in record.payload
    assert record.warc["colloquy-rendered"].startswith("Chromium ")
    assert talk.content_type == "text/html; charset=utf-8"
    assert talk.etag == ""  # it speaks of what was sent, which says nothing of what the scripts will bring next time
    assert seen["damage"] == []


def test_without_a_browser_a_shell_is_kept_as_it_came_and_says_what_is_missing(
    crawl: Crawl, serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    settings = tmp_path / "home" / "colloquy.toml"
    settings.write_text('chromium = "/nowhere/chromium"')
    server = serve({"/": shell(FILL), "/talks.json": (200, JSON, f'{{"text": "{TEXT}"}}'.encode())})
    for _ in range(2):
        seen = crawl(server.url + "/")
        assert (seen["pages"], seen["code"], seen["rows"]["/"][0]) == (["/"], 3, "partial")
        assert "has no text before its scripts run" in seen["trouble"][0]
        assert server.asked("/talks.json") == []
    if not find_obstacle(""):
        settings.unlink()
        assert crawl(server.url + "/")["rows"]["/"] == ["ok", ""]  # though the shell is what it was
        assert server.asked("/talks.json") == [200]


def test_where_scripts_are_never_run_a_shell_is_a_page(crawl: Crawl, serve: Serve) -> None:
    seen = crawl(serve({"/": shell(FILL)}).url + "/", profile={"browser": "never"})
    assert seen["rows"]["/"] == ["ok", ""]


@pytest.mark.parametrize("stated", ["/nowhere/chromium", "no-such-program"])
def test_a_chromium_that_is_not_there_is_named(stated: str) -> None:
    assert find_chromium(stated) is None
    assert "browser" in find_obstacle(stated) or f"no program {stated}" in find_obstacle(stated)


def test_a_site_that_is_to_be_read_through_a_browser_does_not_start_without_one() -> None:
    profile = make_profile("https://lab.example/").model_copy(update={"browser": "always"})
    with pytest.raises(UsageError, match=r"the profile of lab\.example wants a browser, but "):
        check_browser([profile], "/nowhere/chromium")
    check_browser([make_profile("https://lab.example/")], "/nowhere/chromium")


@needs_browser
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_crawl_that_ends_takes_its_browser_along_and_asks_again(serve: Serve, tmp_path: Path, number: int) -> None:
    """Also when its page never ends: the browser is never left behind."""
    server = serve({"/": shell("</script><script src=/begun></script><script>for (;;);")})
    process = RunningCrawl(tmp_path / "home", server.url + "/")
    assert server.wait(lambda: bool(server.asked("/begun")))
    family = find_descendants(process.pid)
    assert any("chrom" in name for name in family.values())
    process.signal(number)
    process.wait()
    assert [name for pid, name in family.items() if not ends(pid)] == []
    if number == signal.SIGTERM:
        seen = process.finish()
        assert (seen["interrupted"], seen["rows"], seen["stderr"]) == (True, {}, "")


def ends(pid: int) -> bool:
    """Whether a process ends within a minute, or has."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 60)[0])
    finally:
        os.close(handle)


def find_descendants(pid: int) -> dict[int, str]:
    """Processes that a process has started, and those that they have, by number with their names."""
    found: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = path.read_text().partition("(")[2].rpartition(")")
            if int(rest.split()[1]) == pid:
                number = int(path.parent.name)
                found |= {number: name, **find_descendants(number)}
    return found
