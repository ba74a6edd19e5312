"""Fixtures of the crawl tests."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from crawling import Crawl, RunningCrawl, Serve, TableServer


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a table of answers until the test ends."""
    with ExitStack() as stack:
        yield lambda routes: stack.enter_context(TableServer(routes))


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Crawl a URL into the test's home and wait for the end."""
    return lambda url, **options: RunningCrawl(tmp_path / "home", url, **options).finish()


@pytest.fixture
def monitor() -> Iterator[tuple[str, list[str]]]:
    """A monitoring service: its URL, and the paths that were posted to."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.append(self.path)
            self.send_response_only(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/nightly", heard
        server.shutdown()
