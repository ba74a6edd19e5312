"""Stops where pages only repeat what others said: what waits is refused, except what is known as a page."""

from typing import TYPE_CHECKING, Self, cast

from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.guards import Refused

if TYPE_CHECKING:
    from crawler.spider import InstituteSpider


class TrapGuard:
    """Asks the frontier of the request's site."""

    def __init__(self, spider: "InstituteSpider") -> None:
        self._frontiers, self._archive = spider.frontiers, spider.job.archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(cast("InstituteSpider", crawler.spider))

    def process_request(self, request: Request) -> None:
        site: str | None = request.meta.get("site")
        if site is None:
            return
        reason = self._frontiers[site].echoes.find(request.url)
        if reason and self._archive.newest(request.url, site) is None:
            self._frontiers[site].dropped[reason] += 1
            raise Refused("skipped", reason)
