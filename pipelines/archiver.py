"""The Scrapy item pipeline: what the spider saw of one URL goes into the archive. Here Scrapy's job ends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from pipelines.archive import Answer, Archive, Capture, Fetch, Leads, RunProblem
from pipelines.errors import ColloquyError


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one URL. `answer` is what is to be kept, if anything; a 304 comes with the capture it confirms.
    `leads`: where its content led, if it was read now; the digest is filled in here."""

    fetch: Fetch
    answer: Answer | None = None
    confirms: Capture | None = None
    leads: Leads | None = None


@dataclass(frozen=True, slots=True)
class SideFile:
    """A file that is no page but says something about pages: robots.txt, a sitemap, a usage policy."""

    site: str
    run_id: str
    answer: Answer


class Archiver:
    """Stores visits, side files and problems. When the disk fails, the crawl is told to stop: what is not kept is
    lost."""

    def __init__(self, archive: Archive, give_up: Callable[[ColloquyError], None]) -> None:
        self._archive, self._give_up = archive, give_up

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler.spider.job.archive, crawler.spider.give_up)

    def process_item(self, item: Visit | SideFile | RunProblem) -> Visit | SideFile | RunProblem:
        try:
            if isinstance(item, SideFile):
                self._archive.store_beside(item.site, item.run_id, item.answer)
            elif isinstance(item, RunProblem):
                self._archive.store_problem(item)
            else:
                store_visit(self._archive, item)
        except ColloquyError as error:
            self._give_up(error)
        return item


def store_visit(archive: Archive, visit: Visit) -> None:
    """Keep a visit. What this run has told before (a page read again after a restart) is not told again."""
    fetch, answer = visit.fetch, visit.answer
    if answer is None and fetch.from_archive and archive.has_fetch(fetch.site, fetch.url, fetch.run_id):
        return
    if answer:
        _store_answer(archive, fetch, answer, visit)
    archive.store_fetch(fetch)


def _store_answer(archive: Archive, fetch: Fetch, answer: Answer, visit: Visit) -> None:
    if visit.confirms:
        capture = archive.store_not_modified(fetch.site, fetch.run_id, answer, visit.confirms)
    else:
        capture = archive.store_response(fetch.site, fetch.run_id, answer)
    if visit.leads:
        archive.store_leads(replace(visit.leads, sha256=capture.sha256))
