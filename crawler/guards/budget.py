"""How many pages of a site one crawl fetches: the most promising first, the rest is refused and counted."""

from collections import Counter
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.guards import Refused


class BudgetGuard:
    """Lets as many requests of a site pass as `meta["budget"]` says; tries and hops of one page count once."""

    def __init__(self) -> None:
        self._passed: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_request(self, request: Request) -> None:
        meta = request.meta
        if "budget" not in meta or meta.get("in_budget"):
            return
        if self._passed[meta["site"]] >= meta["budget"]:
            raise Refused("skipped", f"beyond the limit of {meta['budget']} pages")
        self._passed[meta["site"]] += 1
        meta["in_budget"] = True
