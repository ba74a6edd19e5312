"""A page as it came in, the page after its scripts have run out. Knows Playwright and no Scrapy.

The Chromium that runs them has no network: its resolver knows no name, its proxy is a closed door, WebRTC may use
nothing but that proxy. What a script asks for is asked of the caller, who sends it through the guards of the crawl; so
no address is connected to that the crawl would not connect to.
"""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.browser_visit import MOST_CHARACTERS, Ask, Document, Rendered, Unrendered, Visit
from pipelines.transfer import TOO_LARGE

_OFFLINE = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # without it a page sends UDP packets to any address
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in other builds
    "--disable-quic",
    "--dns-prefetch-disable",
)
_CLOSED_DOOR = {"server": "http://127.0.0.1:9"}  # loopback goes there too: Playwright takes its exception away
_AT_ONCE = 2  # pages; a renderer takes 100 MB
_LONGEST = 300.0  # seconds of one page in all, with what its requests wait for their turn
_SILENCE = 0.5  # seconds without a request after which a page is done, as in Playwright's "networkidle"
_TICK = 0.05  # seconds between two looks whether a page is silent
_PATIENCE = 30.0  # seconds that Chromium may take to start, or to end
_DOM = f"""(() => {{
  const html = document.documentElement ? document.documentElement.outerHTML : '';
  return html.length > {MOST_CHARACTERS} ? null : '<!doctype html>' + html;
}})()"""


@dataclass(frozen=True, slots=True)
class Chromium:
    """Which program, as whom, and how many seconds the scripts of one page may take while they ask for nothing."""

    path: Path
    user_agent: str
    seconds: float = 20.0

    @property
    def sandboxed(self) -> bool:
        """Chromium refuses its sandbox to root."""
        return os.geteuid() != 0


class Browser:
    """Starts Chromium when it is first needed, and again when it has ended. A page gets a fresh context: no cookie,
    no storage and no cache of another one."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._turns, self._starting = asyncio.Semaphore(_AT_ONCE), asyncio.Lock()
        self._driver: Any = None
        self._process: Any = None
        self._broken = ""

    async def render(self, document: Document, ask: Ask) -> Rendered:
        """Raises Unrendered, and what `ask` raised but NotLoaded."""
        async with self._turns:
            process = await self._ready()
            try:
                context = await process.new_context(
                    user_agent=self._chromium.user_agent, service_workers="block", accept_downloads=False
                )
            except Exception as error:
                raise Unrendered(f"the browser broke off ({_first_line(error)})") from error
            visit = Visit(document, ask)
            try:
                return await self._render(context, visit)
            finally:
                visit.close()
                await self._discard(context)

    async def close(self) -> None:
        """End Chromium and its driver."""
        process, driver, self._process, self._driver = self._process, self._driver, None, None
        for stop in (process and process.close, driver and driver.stop):
            with suppress(Exception):  # what has ended already is well
                await asyncio.wait_for(stop(), _PATIENCE) if stop else None

    async def _ready(self) -> Any:
        """The running Chromium. Whatever kept it from starting once does so again: nobody waits for it twice."""
        async with self._starting:
            if self._broken:
                raise Unrendered(self._broken)
            if self._process is None or not self._process.is_connected():
                await self.close()
                try:
                    await self._start()
                except Exception as error:
                    self._broken = f"Chromium could not be started ({_first_line(error)})"
                    raise Unrendered(self._broken) from error
            return self._process

    async def _start(self) -> None:
        from playwright.async_api import async_playwright

        self._driver = await async_playwright().start()
        self._process = await self._driver.chromium.launch(
            executable_path=str(self._chromium.path),
            chromium_sandbox=self._chromium.sandboxed,
            proxy=_CLOSED_DOOR,
            args=list(_OFFLINE),
            timeout=_PATIENCE * 1000,
            handle_sigint=False,  # the crawl decides when it ends
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def _render(self, context: Any, visit: Visit) -> Rendered:
        await visit.attach(context)
        try:
            async with asyncio.timeout(_LONGEST):
                page = await context.new_page()
                context.on("page", _close)
                page.on("load", visit.note_loaded)
                loading = asyncio.ensure_future(page.goto(visit.document.url, wait_until="commit", timeout=0))
                try:
                    await self._settle(visit, loading)
                finally:
                    loading.cancel()
                html = await asyncio.wait_for(_read(page), self._chromium.seconds)
        except TimeoutError as error:
            visit.check()
            limit = f"{self._chromium.seconds:g} seconds"
            raise Unrendered(f"its scripts do not come to an end within {limit}") from error
        except Unrendered:
            raise
        except Exception as error:
            visit.check()
            raise Unrendered(f"the browser broke off ({_first_line(error)})") from error
        visit.check()
        return Rendered(html, f"Chromium {self._process.version}", tuple(visit.refused), visit.target, visit.size)

    async def _settle(self, visit: Visit, loading: "asyncio.Future[Any]") -> None:
        """Wait until the page is loaded and silent. The clock runs only while it asks for nothing: how long a request
        waits for its turn is no fault of its scripts."""
        left = self._chromium.seconds
        while left > 0:
            await asyncio.sleep(_TICK)
            visit.check()
            if loading.done() and not loading.cancelled() and (error := loading.exception()):
                raise error
            if visit.waiting:
                continue
            left -= _TICK
            if visit.is_loaded and visit.silent_for() >= _SILENCE:
                return
        if not visit.is_loaded:
            raise TimeoutError

    async def _discard(self, context: Any) -> None:
        """A context that does not close takes its Chromium with it."""
        try:
            await asyncio.wait_for(context.close(), _PATIENCE)
        except Exception:
            await self.close()


async def _read(page: Any) -> str:
    """The document, read from a world of its own: no script of the page has changed what `outerHTML` means there."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    world = await session.send("Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]})
    asked = {"expression": _DOM, "contextId": world["executionContextId"], "returnByValue": True}
    html = (await session.send("Runtime.evaluate", asked))["result"].get("value")
    if html is None:
        raise Unrendered(f"{TOO_LARGE} after its scripts have run")
    return str(html)


async def _close(popup: Any) -> None:
    with suppress(Exception):
        await popup.close()


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:200]
