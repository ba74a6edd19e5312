"""Connections that stay open: as many to a host as its queue has requests under way."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler


class SteadyHandler(HTTP11DownloadHandler):
    """Scrapy keeps one a host where CONCURRENT_REQUESTS_PER_DOMAIN is one, whatever DOWNLOAD_SLOTS says of the host;
    on this machine seven of eight requests would open a connection of their own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        slots = crawler.settings.getdict("DOWNLOAD_SLOTS").values()
        stated = (int(slot.get("concurrency", 1)) for slot in slots)
        self._pool.maxPersistentPerHost = max(self._pool.maxPersistentPerHost, *stated, 1)
