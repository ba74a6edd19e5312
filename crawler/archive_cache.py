"""The archive as the crawl's cache: what this run has is not fetched again, what an older run has is revalidated.

Scrapy's HttpCacheMiddleware is not used: it answers from the cache when a host is down (a dead site would look
alive), and merges the headers of a 304, Content-Encoding among them, into an answer whose body is decoded already.
"""

from http import HTTPStatus
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from crawler.job import Job, job_of
from pipelines.archive import Capture, DamagedArchive, RunProblem
from pipelines.storage import StorageError

FROM_THIS_RUN, NOT_MODIFIED = "from this run", "not modified"  # response flags
_NOT_MODIFIED_STATUS = 304


class ArchiveCache:
    """Leaves `meta["known"]`, the newest capture of the URL, and `meta["not_modified"]`, the headers of a 304. Where
    `meta["leads"]` says where its content led, the content is not unpacked: the answer that stands for it is empty."""

    def __init__(self, job: Job) -> None:
        self._archive, self._run_id = job.archive, job.run_id

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(job_of(crawler))

    def process_request(self, request: Request) -> Response | None:
        if "site" not in request.meta:  # robots.txt and sitemaps are read anew each time
            return None
        known = request.meta.get("known") or self._archive.latest(request.url, request.meta["site"])
        stored = (_stand_in(known) if "leads" in request.meta else self._restore(known)) if known else None
        if known is None or stored is None:
            return None
        request.meta["known"] = known
        if known.run_id == self._run_id:
            stored.flags.append(FROM_THIS_RUN)
            return stored
        if known.etag or known.last_modified:
            request.headers.update(_validators(known))
            request.meta["stored"] = stored
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        stored: Response | None = request.meta.pop("stored", None)
        if response.status != _NOT_MODIFIED_STATUS or stored is None:
            return response
        request.meta["not_modified"] = response.headers
        stored.flags.append(NOT_MODIFIED)
        return stored

    def _restore(self, known: Capture) -> Response | None:
        """The answer as it was stored; None for what never was one (an import) or is damaged."""
        if known.status is None:
            return None
        try:
            record = self._archive.read_record(known)
        except (DamagedArchive, StorageError) as error:
            row = RunProblem(known.site, known.url, self._run_id, "archive", "error", f"{error} Fetched again.")
            self._archive.store_problem(row)
            return None
        headers = Headers()
        for name, value in record.headers:
            if not name.startswith("X-Archive-Orig-"):
                headers.appendlist(name, value)
        kind = responsetypes.from_args(headers=headers, url=known.url, body=record.payload)
        return kind(known.url, status=known.status, headers=headers, body=record.payload)


def _stand_in(known: Capture) -> Response:
    return Response(known.url, status=known.status or HTTPStatus.OK)


def _validators(known: Capture) -> dict[str, str]:
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    return {name: value for name, value in pairs if value}
