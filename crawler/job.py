"""What one crawl is to do, handed to the spider and read by the guards that need it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pipelines.archive import Archive
from pipelines.profiles import Profile

if TYPE_CHECKING:  # Scrapy costs 0.8 s; who only wants a report does without
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Job:
    archive: Archive
    run_id: str
    profiles: tuple[Profile, ...]
    max_pages: int | None = None
    follow: bool = True
    """Whether links and sitemaps are read; without, the profiles' start pages are fetched and nothing else."""


def job_of(crawler: "Crawler") -> Job:
    """The job of a crawler, whose spider is always made before its middlewares."""
    return cast(Job, crawler.spider.job)  # type: ignore[union-attr]  # InstituteSpider has it; importing it goes round
