"""What became of one request: request, answer and verdict in, the visit for the archive out."""

from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers as ScrapyHeaders

from crawler.answers import Verdict
from crawler.archive_cache import FROM_THIS_RUN, NOT_MODIFIED
from crawler.guards.certificates import UNVERIFIED
from extract.text import fold  # what servers say is shown on terminals
from pipelines.archive import Answer, Fetch, Leads
from pipelines.archiver import Visit
from pipelines.warc import RENDERED, TLS_VERIFIED, Headers


def find_source(response: Response) -> str:
    """Where an answer came from."""
    return next((flag for flag in (FROM_THIS_RUN, NOT_MODIFIED) if flag in response.flags), "fetched")


def make_visit(request: Request, response: Response, verdict: Verdict, run_id: str, leads: Leads | None) -> Visit:
    """`leads`: where the content led, if it was read."""
    source = find_source(response)
    fetch = make_fetch(
        request,
        run_id,
        verdict.outcome,
        verdict.reason,
        http_status=304 if source == NOT_MODIFIED else response.status,
        bytes=request.meta.get("sent", len(response.body)) if source == "fetched" else 0,
        from_archive=source != "fetched",
    )
    if source == FROM_THIS_RUN or not verdict.definite:
        return Visit(fetch)
    if source == NOT_MODIFIED:
        answer = Answer(request.url, 304, read_headers(request.meta["not_modified"]), b"")
        return Visit(fetch, answer, request.meta["known"], leads)
    body, asked = response.body if verdict.body else b"", read_headers(request.headers)
    headers, notes = read_headers(response.headers), _find_notes(request)
    answer = Answer(request.url, response.status, headers, body, asked, None, verdict.withheld, notes)
    return Visit(fetch, answer, leads=leads)


def make_fetch(request: Request, run_id: str, outcome: Any, reason: str, **more: Any) -> Fetch:
    """The row of one URL; `more` are its other columns."""
    seconds = round(float(request.meta.get("download_latency", 0.0)), 3)
    if UNVERIFIED in request.meta:
        reason = f"{reason} ({UNVERIFIED})" if reason else UNVERIFIED
    values = {"attempts": int(request.meta.get("tries", 1)), "seconds": seconds, **more}
    return Fetch(request.meta["site"], request.url, run_id, outcome, reason=fold(reason), **values)


def _find_notes(request: Request) -> Headers:
    """How the answer came to be, where that is not as usual."""
    browser = request.meta.get("rendered", "")
    return ((RENDERED, browser),) * bool(browser) + ((TLS_VERIFIED, "false"),) * (UNVERIFIED in request.meta)


def read_headers(headers: ScrapyHeaders) -> Headers:
    """Scrapy's headers as pairs of text, one a value."""
    return tuple((name.decode("latin-1"), _decode(value)) for name, values in headers.items() for value in values)


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
