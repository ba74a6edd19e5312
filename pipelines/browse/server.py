"""The browser's pages on a port of this machine, until told to stop."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from pipelines.browse.app import Browser
from pipelines.errors import UsageError
from pipelines.home import Home

PORT = 8641  # none is ours by right; the demo takes the next
_ADDRESS = "127.0.0.1"  # never another: whoever reaches the port reads the dataset


class _QuietHandler(WSGIRequestHandler):
    """Says nothing of single requests, to the terminal or about itself in headers."""

    server_version, sys_version = "colloquy", ""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: what a person looks at is nobody's business."""

    def version_string(self) -> str:
        return self.server_version


@contextmanager
def open_server(home: Home, port: int | None = None) -> Iterator[BaseWSGIServer]:
    """The server, bound: `serve_forever` answers until `shutdown`.

    port: that one or none, 0 for a free one; None for the usual one, or a free one where that is taken. The index is
    made first. Raises UsageError for a port that is taken, ColloquyError when the tables are damaged.
    """
    browser = Browser(home)
    browser.prepare()
    server = _bind(browser, port)
    try:
        yield server
    finally:
        server.server_close()


def _bind(browser: Browser, port: int | None) -> BaseWSGIServer:
    try:
        return _make(browser, PORT if port is None else port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        if port is None:
            return _make(browser, 0)
        why = "is taken" if error.errno == errno.EADDRINUSE else "may not be used by you"
        raise UsageError(f"port {port} {why}. Try another, or leave --port away: a free one is found then.") from error


def _make(browser: Browser, port: int) -> BaseWSGIServer:
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((_ADDRESS, port))
        bound.listen(128)
        return make_server(
            _ADDRESS, port, browser, threaded=True, request_handler=_QuietHandler, fd=bound.fileno()
        )  # without `fd` werkzeug would end the process where a port is taken
