"""Pages that need their scripts: Scrapy's answer in, the answer with what the browser made of it out.

The page itself was fetched as any other; it is not asked for twice. What its scripts ask for goes through Scrapy's
downloader and so through every guard: address, robots.txt, the pause of its host, budgets, size, compression.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import HtmlResponse, Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.answers import judge
from crawler.app_shells import has_few_words, is_shell
from crawler.archive_cache import FROM_THIS_RUN, NOT_MODIFIED
from crawler.browser import Browser, Chromium
from crawler.browser_visit import Document, Headers, NotLoaded, Part, Rendered, Unrendered
from crawler.chromium import find_chromium, find_obstacle
from crawler.failures import describe
from crawler.job import Job, job_of
from crawler.settings import REDIRECT_MAX_TIMES
from crawler.stopping import Interrupted, leaving
from extract.text import fold
from pipelines.archive import RunProblem

_MOST_KEPT = 64 * 1024 * 1024  # bytes of scripts that are not asked for again; pages of a site share theirs
_MOST_NAMED = 3  # of what the scripts of one page did not get
_NO_LONGER_TRUE = ("ETag", "Last-Modified", "Content-Type")  # they speak of what was sent


class Rendering:
    """Leaves `meta["unrendered"]`, why a page that needs its scripts is as it came; `meta["script_target"]`, where they
    lead; `meta["rendered"]`, which browser made the page; `meta["sent"]`, the bytes of the page and of all that
    it asked for."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler, self._job = crawler, job
        self._modes = {profile.name: profile.browser for profile in job.profiles}
        self._browser: Browser | None = None
        self._obstacle: str | None = None
        self._scripts: dict[str, Part] = {}
        self._tasks: set[asyncio.Task[Rendered]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = cls(crawler, job_of(crawler))
        crawler.signals.connect(made.close, signal=signals.spider_closed)
        crawler.signals.connect(made.drop, signal=leaving)
        return made

    async def close(self) -> None:
        if self._browser:
            await self._browser.close()

    def drop(self) -> None:
        """The crawl ends: leave the pages that are in the browser."""
        for task in self._tasks:
            task.cancel()

    async def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, HtmlResponse) or not self._is_wanted(request, response):
            return response
        try:
            rendered = await self._render(request, response)
        except Unrendered as error:
            request.meta["unrendered"] = f"has no text before its scripts run, and {error}"
            return response
        self._report(request, rendered)
        request.meta["sent"] = len(response.body) + rendered.size
        return self._make_response(request, response, rendered)

    def _is_wanted(self, request: Request, response: HtmlResponse) -> bool:
        mode = self._modes.get(request.meta.get("site", ""), "never")
        if mode == "never" or response.status != 200 or FROM_THIS_RUN in response.flags:
            return False
        return (mode == "always" or _is_shell(response)) and judge(response, known=False).outcome == "ok"

    async def _render(self, request: Request, response: HtmlResponse) -> Rendered:
        browser = self._find_browser(request)
        document = Document(response.url, _read_headers(response.headers), response.body)
        task = asyncio.ensure_future(browser.render(document, partial(self._ask, request.meta["site"])))
        self._tasks.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            raise Interrupted("the crawl ends") from None
        finally:
            self._tasks.discard(task)

    def _find_browser(self, request: Request) -> Browser:
        """The one browser of the crawl. Raises Unrendered that says what to install."""
        settings = self._crawler.settings
        stated = settings["COLLOQUY_CHROMIUM"]
        if self._obstacle is None:
            self._obstacle = find_obstacle(stated)
        path = find_chromium(stated)
        if self._obstacle or path is None:
            raise Unrendered(self._obstacle)
        if self._browser is None:
            chromium = Chromium(path, settings["USER_AGENT"])
            self._browser = Browser(chromium)
            if not chromium.sandboxed:
                self._note(request, "Chromium runs without its sandbox: the crawl is run by root")
        return self._browser

    async def _ask(self, site: str, url: str, headers: Mapping[str, str]) -> Part:
        """Through the downloader, along redirects. Scripts that the crawl has already are not asked for again."""
        if url in self._scripts:
            return self._scripts[url]
        place = url
        for _ in range(REDIRECT_MAX_TIMES + 1):
            answer = await self._download(site, place, headers)
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                part = Part(answer.status, _read_headers(answer.headers), answer.body)
                self._keep(url, part)
                return part
            place = urljoin(place, target.decode("latin-1"))
        raise NotLoaded(f"more than {REDIRECT_MAX_TIMES} redirects")

    async def _download(self, site: str, url: str, headers: Mapping[str, str]) -> Response:
        assert self._crawler.engine
        try:
            request = Request(
                url, headers=dict(headers), meta={"part_of": site}, callback=NO_CALLBACK, dont_filter=True
            )
            return await self._crawler.engine.download_async(request)
        except Interrupted:
            raise
        except Exception as error:  # whatever it is, the page has to live without this part
            raise NotLoaded(describe(error, urlsplit(url).hostname or "")) from error

    def _keep(self, url: str, part: Part) -> None:
        kind = next((value for name, value in part.headers if name.lower() == "content-type"), "")
        if part.status == 200 and "javascript" in kind:
            if sum(len(kept.body) for kept in self._scripts.values()) + len(part.body) > _MOST_KEPT:
                self._scripts.clear()
            self._scripts[url] = part

    def _report(self, request: Request, rendered: Rendered) -> None:
        named, more = rendered.refused[:_MOST_NAMED], len(rendered.refused) - _MOST_NAMED
        if named:
            rest = f"; and {more} more" if more > 0 else ""
            self._note(request, f"its scripts did not get {'; '.join(named)}{rest}")

    def _note(self, request: Request, message: str) -> None:
        site = request.meta["site"]
        row = RunProblem(site, request.url, self._job.run_id, "browser", "warning", fold(message))
        self._job.archive.store_problem(row)

    def _make_response(self, request: Request, response: HtmlResponse, rendered: Rendered) -> Response:
        """What its scripts made of a page is another page than what was sent: nothing can be asked about it by an ETag,
        and it is UTF-8 now."""
        headers = ScrapyHeaders()
        for name, value in _read_headers(response.headers):
            changed = name.lower() in map(str.lower, _NO_LONGER_TRUE)
            headers.appendlist(f"X-Archive-Orig-{name}" if changed else name, value)
        headers["Content-Type"] = "text/html; charset=utf-8"
        flags = [flag for flag in response.flags if flag != NOT_MODIFIED]
        made = HtmlResponse(
            response.url, 200, headers, rendered.html.encode("utf-8", "replace"), encoding="utf-8", request=request,
            flags=flags,
        )  # fmt: skip
        still_empty = _has_few_words(made)
        if still_empty and rendered.target:
            request.meta["script_target"] = rendered.target
            return response.replace(flags=flags)
        if still_empty and self._modes[request.meta["site"]] == "auto":
            return response
        request.meta["rendered"] = rendered.browser
        return made


def _is_shell(response: HtmlResponse) -> bool:
    try:
        return is_shell(response.selector.root)
    except (ValueError, LookupError, AttributeError):  # no tree can be made of it, or it is no HTML
        return False


def _has_few_words(response: HtmlResponse) -> bool:
    try:
        return has_few_words(response.selector.root)
    except (ValueError, LookupError, AttributeError):
        return True


def _read_headers(headers: ScrapyHeaders) -> Headers:
    pairs = ((name, value) for name, values in headers.items() for value in values)
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
