"""A page opened in a browser and watched: what it complains of, what it asks the network for, how accessible it is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

SEVERE = ("serious", "critical")
"""What axe-core calls violations that keep people out."""

_HERE = ("file:", "data:", "http://127.0.0.1")
"""What a test may ask for; anything else is counted and goes nowhere."""


@dataclass
class Watched:
    """`page` is Playwright's; `complaints` are console errors and warnings and uncaught errors; `requests` all
    addresses that were asked for, its own first, but those that the page's policy stopped: these are complaints."""

    page: Any
    axe: str = ""
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """Serious and critical violations that axe-core finds, each with the element."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(self.axe)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
        return [
            f"{one['id']}: {node['html'][:200]}"
            for one in found["violations"]
            if one["impact"] in SEVERE
            for node in one["nodes"]
        ]


Look = Callable[..., AbstractContextManager[Watched]]
"""What the fixture `look` gives."""


@contextmanager
def watch(browser: Any, address: str, axe: str = "", **options: Any) -> Iterator[Watched]:
    """Open an address in a context of its own (`options`: viewport, color_scheme ...) and watch it."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.route(lambda url: not url.startswith(_HERE), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(10_000)
    watched = Watched(page, axe)
    page.on(
        "console",
        lambda said: watched.complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("requestfailed", lambda request: request.failure == "csp" and watched.requests.remove(request.url))
    try:
        page.goto(address)
        yield watched
    finally:
        context.close()
