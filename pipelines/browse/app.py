"""Requests in, answers out (WSGI): which page an address names, what may not be asked, and the headers of them all.

Only GET and HEAD, and only under a name of this machine: a page of the web that had its own name resolve to 127.0.0.1
(DNS rebinding) could otherwise read the dataset.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Request, Response

from pipelines.browse import views
from pipelines.browse.library import Library
from pipelines.browse.query import BadQueryError
from pipelines.errors import ColloquyError
from pipelines.home import Home

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_log = logging.getLogger("colloquy.browse")
TRUSTED_HOSTS = ("127.0.0.1", "localhost")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # what `forget` took out must not live on in a browser
}
_ROUTES = Map(
    [
        Rule("/", endpoint="search", methods=["GET"]),
        Rule("/calendar", endpoint="calendar", methods=["GET"]),
        Rule("/search.ics", endpoint="search_calendar", methods=["GET"]),
        Rule("/<any(events, groups):table>/<string(maxlength=64):record_id>", endpoint="record", methods=["GET"]),
        Rule("/events/<string(maxlength=64):record_id>.ics", endpoint="record_calendar", methods=["GET"]),
        Rule("/style.css", endpoint="style", methods=["GET"]),
    ],
    strict_slashes=False,
    merge_slashes=False,
    redirect_defaults=False,
)
_VIEWS: Mapping[str, Callable[..., Response]] = {
    "search": views.show_search, "calendar": views.show_calendar, "record": views.show_record,
    "search_calendar": views.send_search, "record_calendar": views.send_record,
}  # fmt: skip


class Browser:
    """The WSGI application over one home."""

    def __init__(self, home: Home) -> None:
        self.library = Library(home)

    def prepare(self) -> None:
        """Make the index, so that the first page need not wait. Raises ColloquyError when the tables are damaged."""
        with self.library.open():
            pass

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        response = self._answer(request)
        response.headers.extend(_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if not host_is_trusted(request.headers.get("Host"), TRUSTED_HOSTS):
            return Response("This is a page of this machine; open it as http://127.0.0.1.\n", 421)
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            return self._view(endpoint, request, values)
        except BadQueryError as error:
            return views.show_error(BadRequest.code, "That search cannot be understood", str(error))
        except HTTPException as error:
            response = views.show_error(error.code or 500, error.name, error.description or "")
            allowed = getattr(error, "valid_methods", None)
            if allowed:
                response.headers["Allow"] = ", ".join(sorted(allowed))
            return response
        except ColloquyError as error:
            return views.show_error(500, "The dataset cannot be read", str(error))
        except Exception as error:
            verbose = _log.isEnabledFor(logging.INFO)
            _log.error("%s: unexpected %s: %s", request.path, type(error).__name__, error, exc_info=verbose)
            return views.show_error(500, "Something unexpected went wrong", f"{type(error).__name__}: {error}")

    def _view(self, endpoint: str, request: Request, values: Mapping[str, Any]) -> Response:
        if endpoint == "style":
            return views.send_style()
        try:
            return self._show(endpoint, request, values)
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):  # not only busy: damaged, and it is only an index
                self.library.discard()
            return self._show(endpoint, request, values)

    def _show(self, endpoint: str, request: Request, values: Mapping[str, Any]) -> Response:
        with self.library.open() as snapshot:
            return _VIEWS[endpoint](snapshot, request.args, **values)
