"""What crawl tests share: a server that answers by a table, small pages, and crawls in processes of their own."""

import json
import multiprocessing
import os
import ssl
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import forkserver
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any, Self

import pytest
from crawl_once import write_crawl
from preloaded import type_command

HTML = {"Content-Type": "text/html; charset=utf-8"}

Route = tuple[int, Mapping[str, str], bytes]
Routes = dict[str, Route | str | Callable[[], Route]]


_LONGEST = 120.0  # seconds that a command may take


class TableServer:
    """Answers by a table from path and query to an answer: status, headers and body, a page as text, or a function.

    All else is 404. A page as text has an ETag and answers 304. `requests` holds path and status of every answer.
    """

    def __init__(self, routes: Routes, tls: ssl.SSLContext | None = None) -> None:
        self.routes = routes
        self.requests: list[tuple[str, int]] = []
        self._heard = threading.Condition()
        table = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, headers, body = table.find(self.path, self.headers.get("If-None-Match", ""))
                with table._heard:
                    table.requests.append((self.path, status))
                    table._heard.notify_all()
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def find(self, path: str, tag: str) -> Route:
        route = self.routes.get(path, (404, HTML, b"<h1>Not here</h1>"))
        if callable(route):
            return route()
        if isinstance(route, tuple):
            return route
        own = f'"{hash(route) & 0xFFFFFF:06x}"'
        return (304, {"ETag": own}, b"") if tag == own else (200, {**HTML, "ETag": own}, route.encode())

    def wait(self, enough: Callable[[], bool], seconds: float = _LONGEST) -> bool:
        """Whether it was enough by then: looks after every answer."""
        with self._heard:
            return self._heard.wait_for(enough, seconds)

    def asked(self, path: str) -> list[int]:
        """Status of each answer to a path."""
        return [status for asked, status in self.requests if asked == path]


Serve = Callable[[Routes], TableServer]
Crawl = Callable[..., dict[str, Any]]
"""What the fixtures `serve` and `crawl` give."""


def page(title: str, *links: str, head: str = "") -> str:
    """A small web page."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><h1>{title}</h1><ul>{anchors}</ul></html>"


def tree(count: int) -> Routes:
    """A home page and `count` pages, each with three links further on."""
    pages: Routes = {
        f"/p/{n}": page(f"Page {n}", *(f"/p/{k}" for k in range(3 * n + 3, 3 * n + 6) if k < count))
        for n in range(count)
    }
    return {"/": page("Home", "/p/0", "/p/1", "/p/2"), **pages}


_LOADED = [
    "crawl_once",
    "preloaded",
    "crawler.crawl_verb",
    "crawler.demo",
    "crawler.guards.robots",
    "crawler.page_verb",
    "pipelines.dataset",
    "pipelines.export",
    "pipelines.rebuild",
    "pipelines.verify",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
]


@cache
def _fork_server() -> Any:
    """The context of processes that start with the libraries loaded, Scrapy too, but without a reactor."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # Python 3.11 forgets to hand on sys.path
        forkserver.ensure_running()
    return context


Limit = tuple[int, int]  # a resource, and how much of it


class RunningCommand:
    """A command in a process of its own that has the libraries loaded: 0.1 s each instead of 2. `limit` binds it;
    `before`, a function that it can import, is called in it first."""

    def __init__(
        self, home: Path, *words: str, stdin: bytes = b"", limit: Limit | None = None,
        before: Callable[[], None] | None = None, **env: str,
    ) -> None:  # fmt: skip
        self._folder = TemporaryDirectory()
        self._words = ("--home", str(home), *words)
        (Path(self._folder.name) / "stdin").write_bytes(stdin)
        asked = (self._words, {**os.environ, **env}, Path(self._folder.name), limit, before)
        self._process = _fork_server().Process(target=type_command, args=asked)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return int(self._process.pid)

    def runs(self) -> bool:
        return bool(self._process.is_alive())

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def finish(self) -> CompletedProcess[bytes]:
        """Wait for the end; gives how it ended and what it said."""
        self._process.join(_LONGEST)
        if self._process.exitcode is None:
            self._process.kill()
            pytest.fail(f"colloquy {self._words} takes more than {_LONGEST} s")
        with self._folder as name:
            out, err = ((Path(name) / stream).read_bytes() for stream in ("stdout", "stderr"))
        return CompletedProcess(self._words, self._process.exitcode, out, err)


def colloquy(home: Path, *words: str, stdin: bytes = b"", **environment: str) -> CompletedProcess[bytes]:
    """Type a command and wait for its end."""
    return RunningCommand(home, *words, stdin=stdin, **environment).finish()


class RunningCrawl:
    """A crawl in a process of its own, for a reactor runs only once. `options` are those of `crawl_once`.

    Processes are forked from a server that has Scrapy loaded already: 0.5 s each instead of 3.
    """

    def __init__(self, home: Path, url: str, **options: Any) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._out, self._err = home.parent / "stdout", home.parent / "stderr"
        asked = {"home": str(home), "url": url, **options}
        self._process = _fork_server().Process(target=write_crawl, args=(asked, str(self._out), str(self._err)))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return int(self._process.pid)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> None:
        self._process.join(60)
        assert not self._process.is_alive()

    def finish(self) -> dict[str, Any]:
        """Wait for the end; gives what `crawl_once` gave, and what went to stderr as `stderr`."""
        self.wait()
        errors = self._err.read_text()
        assert self._out.exists(), errors
        return {**json.loads(self._out.read_text()), "stderr": errors}
