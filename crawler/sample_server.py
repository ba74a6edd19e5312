"""A folder of saved pages as a small web site on loopback, for the demo and for tests. Standard library only."""

import re
import threading
from email.utils import formatdate
from functools import cached_property
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
}
_WITH_ORIGIN = {".html", ".xml", ".txt", ".ics"}
_NOT_FOUND = b"<!DOCTYPE html><html lang=en><title>Page not found</title><h1>Page not found</h1></html>"


_PUBLIC_ORIGIN = b"https://www.quillmere.example"
"""Where the sample's pages say that they stand: what they serve says their server instead."""


class SampleServer:
    """`with SampleServer(folder) as server: server.url`. `requests` holds method, path and status of all answers."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder.resolve()
        self.requests: list[tuple[str, str, int]] = []
        self._port = port

    @cached_property
    def _server(self) -> ThreadingHTTPServer:
        site = self

        class Handler(_Handler):
            pages = site

        ThreadingHTTPServer.allow_reuse_address = True
        return ThreadingHTTPServer(("127.0.0.1", self._port), Handler)

    @property
    def url(self) -> str:
        """The root, with a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def find(self, target: str) -> Path | None:
        """The file for a request's path and query; never one outside the folder."""
        parts = urlsplit(target)
        path = unquote(parts.path).lstrip("/")
        if "\x00" in path:
            return None
        name = path.rstrip("/") or "index"
        tail = f"__{parts.query}" if parts.query else ""
        is_file = Path(path).suffix and not path.endswith("/")
        choices = [path] if is_file else [f"{name}{tail}.html", f"{name}/index.html"]
        for choice in choices:
            found = (self.folder / choice).resolve()
            if found.is_relative_to(self.folder) and found.is_file():
                return found
        return None

    def read(self, path: Path) -> bytes:
        content = path.read_bytes()
        if path.suffix not in _WITH_ORIGIN:
            return content
        return re.sub(re.escape(_PUBLIC_ORIGIN), self.url.rstrip("/").encode(), content)


class _Handler(BaseHTTPRequestHandler):
    pages: SampleServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.pages.find(self.path)
        content = self.pages.read(path) if path else _NOT_FOUND
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        if path is None:
            self._answer(404, content, {"Content-Type": _TYPES[".html"]})
        elif self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", {"ETag": tag})
        else:
            kind = _TYPES.get(path.suffix, "application/octet-stream")
            self._answer(200, content, {"Content-Type": kind, "ETag": tag})

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.pages.requests.append((self.command, self.path, status))
        self.send_response_only(status)
        self.send_header("Date", formatdate(usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: `SampleServer.requests` is the log."""
