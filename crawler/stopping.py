"""Stop soon: requests that wait for their turn in a host's queue are dropped; those on the wire end by themselves.

Scrapy sends them all first: sixteen of a host with a delay of two seconds take half a minute.
"""

from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest

leaving = object()
"""Signal: the crawl ends soon; whoever works on a page leaves it to the next start."""


class Interrupted(IgnoreRequest):
    """This request was not sent, for the crawl ends. It has no outcome yet; the next start asks."""


def drop_waiting(engine: ExecutionEngine | None) -> None:
    """Take every request that was not sent yet out of the downloader's queues, and say that the crawl ends."""
    for slot in list(engine.downloader.slots.values()) if engine else ():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Interrupted("the crawl ends"))
    if engine:
        engine.signals.send_catch_log(signal=leaving)


class StoppingProcess(AsyncCrawlerProcess):
    """A crawler process that drops what waits when it is told to stop."""

    async def stop(self) -> None:
        for crawler in self.crawlers:
            drop_waiting(crawler.engine)
        await super().stop()
