"""How much of a site one crawl fetches: the most promising first, the rest is refused and counted."""

import time
from collections import Counter
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.guards import Refused
from crawler.job import job_of
from pipelines.profiles import Profile

_MEGABYTE = 1_000_000


class BudgetGuard:
    """Lets as many requests of a site pass as `meta["budget"]` says (tries and hops of one page count once), until the
    site has sent as many bytes, or taken as many minutes, as its profile allows. What the scripts of a page ask for
    (`meta["part_of"]`) counts as bytes of its site."""

    def __init__(self, profiles: dict[str, Profile]) -> None:
        self._profiles = profiles
        self._passed: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._began = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls({profile.name: profile for profile in job_of(crawler).profiles})

    def process_request(self, request: Request) -> None:
        meta = request.meta
        if "part_of" in meta:
            self._check_spent(meta["part_of"])
        if "budget" not in meta or meta.get("in_budget"):
            return
        site = meta["site"]
        if self._passed[site] >= meta["budget"]:
            raise Refused("skipped", f"beyond the limit of {meta['budget']} pages")
        self._check_spent(site)
        self._passed[site] += 1
        meta["in_budget"] = True

    def _check_spent(self, site: str) -> None:
        if self._bytes[site] >= self._profiles[site].max_megabytes * _MEGABYTE:
            raise Refused("skipped", f"beyond the limit of {self._profiles[site].max_megabytes} megabytes")
        if time.monotonic() - self._began >= self._profiles[site].max_minutes * 60:
            raise Refused("skipped", f"beyond the limit of {self._profiles[site].max_minutes} minutes")

    def process_response(self, request: Request, response: Response) -> Response:
        site = request.meta.get("site") or request.meta.get("part_of")
        if site:
            self._bytes[site] += len(response.body)
        return response
