"""One page in the browser: each request that it makes is refused, answered with nothing, or asked of the caller."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pipelines.transfer import MOST_BYTES

MOST_CHARACTERS = MOST_BYTES  # of a document after its scripts have run, as of one that is sent
_MOST_REQUESTS = 100  # of one page
_MOST_OF_ONE = 3  # of one address: who asks for more waits for something to happen
_MOST_BYTES = 48 * 1024 * 1024  # of all that one page asked for
_LOADED = {"script", "fetch", "xhr"}  # all else is looks, sound, or another document
_OWN_HEADERS = {"cookie", "user-agent", "host", "connection", "accept-encoding", "referer", "upgrade-insecure-requests"}
_UNTRUE_HEADERS = {"content-encoding", "content-length", "transfer-encoding", "set-cookie"}  # of a decoded body
_MOST_REFUSED = 20  # named; the others are like them

Headers = tuple[tuple[str, str], ...]


class Unrendered(Exception):
    """The scripts of this page could not be run to their end; the text says why."""


class NotLoaded(Exception):
    """What a script asked for is not to be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """The page as the server sent it."""

    url: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """An answer to what a script asked for."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """The page after its scripts have run, by which browser, and what they did not get. `target` is where they wanted
    to lead, or ""; `size` counts the bytes of all that they got."""

    html: str
    browser: str
    refused: tuple[str, ...]
    target: str
    size: int


Ask = Callable[[str, Mapping[str, str]], Awaitable[Part]]
"""Address and headers of what a script asks for in, its answer out. Raises NotLoaded; all else ends the page."""


class Visit:
    """Counts and answers the requests of one page."""

    def __init__(self, document: Document, ask: Ask) -> None:
        self.document, self._ask = document, ask
        self.refused: list[str] = []
        self.target = ""
        self.waiting, self.size = 0, 0
        self._served, self._loaded = False, False
        self._asked: Counter[str] = Counter()
        self._changed = time.monotonic()
        self._trouble: BaseException | None = None
        self._tasks: set[asyncio.Future[Any]] = set()

    async def attach(self, context: Any) -> None:
        await context.route("**/*", self.answer)
        await context.route_web_socket("**/*", lambda socket: socket.close())

    def silent_for(self) -> float:
        """Seconds since the page was loaded, or something was asked of the caller or answered by him."""
        return time.monotonic() - self._changed

    def note_loaded(self, *_: object) -> None:
        """The page says that all of it has come."""
        self._loaded, self._changed = True, time.monotonic()

    @property
    def is_loaded(self) -> bool:
        """A page that leads elsewhere while it loads never says so."""
        return self._loaded or bool(self.target)

    def check(self) -> None:
        """Raises what ended the page."""
        if self._trouble:
            raise self._trouble

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def answer(self, route: Any) -> None:
        """Answer one request, whatever becomes of the page meanwhile."""
        task = asyncio.ensure_future(self._answer(route))
        self._tasks.add(task)
        try:
            await task
        except (Exception, asyncio.CancelledError):  # the page was closed under it
            return
        finally:
            self._tasks.discard(task)

    async def _answer(self, route: Any) -> None:
        request = route.request
        if request.is_navigation_request():
            await self._navigate(route)
        elif request.resource_type == "stylesheet":  # some programs wait for theirs; nobody looks at it
            await route.fulfill(status=200, headers={"content-type": "text/css"}, body="")
        elif request.resource_type not in _LOADED:
            await route.abort("blockedbyclient")
        else:
            await self._load(route)

    async def _navigate(self, route: Any) -> None:
        """The page itself comes from us, once. Frames and further pages are not loaded; where a script wants to lead
        the whole page is kept."""
        if not self._served:
            self._served = True
            document = self.document
            await route.fulfill(status=200, headers=_kept(document.headers), body=document.body)
            return
        with suppress(Exception):  # a popup's request has no frame yet
            frame = route.request.frame
            if frame.parent_frame is None and frame.page == frame.page.context.pages[0]:
                self.target, self._changed = self.target or route.request.url, time.monotonic()
        await route.fulfill(status=204)  # a page that leads to nothing stays what it is

    async def _load(self, route: Any) -> None:
        request = route.request
        try:
            part = await self._find(request.method, request.url, request.headers)
        except NotLoaded as error:
            if len(self.refused) < _MOST_REFUSED:
                self.refused.append(f"{request.url[:200]}: {error}")
            await route.abort("blockedbyclient")
        except BaseException as error:
            self._trouble = self._trouble or error
            await route.abort("blockedbyclient")
            raise
        else:
            self.size += len(part.body)
            await route.fulfill(status=part.status, headers=_kept(part.headers), body=part.body)

    async def _find(self, method: str, url: str, headers: Mapping[str, str]) -> Part:
        self._asked[url] += 1
        if method != "GET":
            raise NotLoaded(f"{method} may change something; only GET is sent")
        if self._asked[url] > _MOST_OF_ONE:
            raise NotLoaded(f"asked for more than {_MOST_OF_ONE} times")
        if self._asked.total() > _MOST_REQUESTS:
            raise NotLoaded(f"more than {_MOST_REQUESTS} requests of one page")
        if self.size > _MOST_BYTES:
            raise NotLoaded(f"more than {_MOST_BYTES >> 20} MiB for one page")
        sent = {name: value for name, value in headers.items() if not _is_own(name)}
        self.waiting, self._changed = self.waiting + 1, time.monotonic()
        try:
            return await self._ask(url, sent)
        finally:
            self.waiting, self._changed = self.waiting - 1, time.monotonic()


def _is_own(name: str) -> bool:
    """Whether a header is the crawl's to say, or names the visitor."""
    return name.lower() in _OWN_HEADERS or name.lower().startswith("sec-")


def _kept(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers if name.lower() not in _UNTRUE_HEADERS}
