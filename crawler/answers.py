"""What an answer is: a page to keep, a page that wants to be left out, a redirect, or nothing for us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from scrapy.http import Response, TextResponse

from crawler.feeds import find_entries
from extract.magic import name_content
from pipelines.archive_rows import Capture, Outcome

_PAGE_TYPES = {"text/html", "application/xhtml+xml"}
_CALENDAR = "text/calendar"
_HTML_CUE = re.compile(rb"<(?:!doctype|html|head|body|title|meta|div|p|h1)\b", re.IGNORECASE)
_META_ROBOTS = re.compile(rb"<meta\b[^>]*\bname\s*=\s*[\"']?(?:robots|colloquy)\b[^>]*>", re.IGNORECASE)
_META_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_HEAD_BYTES = 100_000  # where a page's own directives stand
_LEADS_ELSEWHERE = {301, 302, 303, 307, 308}
_NO_MORE = {404, 410}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`withheld` is "" for a page of the dataset; with `definite` the answer is worth a record in the archive, with
    `body` so is its body; with `follow` its links are followed. `target` is where a redirect leads."""

    outcome: Outcome
    reason: str = ""
    withheld: str = ""
    definite: bool = False
    body: bool = False
    follow: bool = False
    target: str = ""


def judge(response: Response, *, known: bool) -> Verdict:
    """`known`: whether the archive has a page of this address."""
    status = response.status
    if status in _LEADS_ELSEWHERE:
        return _judge_redirect(response)
    if status in _NO_MORE:
        reason = f"not found (HTTP {status})"
        return Verdict("removed" if known else "skipped", reason, "not found", definite=True)
    if status != HTTPStatus.OK:
        return Verdict("error", _describe_status(status))
    if response.headers.get("Content-Encoding"):
        return Verdict("error", "compressed in a way that cannot be read")
    if isinstance(response, TextResponse) and find_entries(response):
        return Verdict("skipped", "a feed", "a feed", definite=True, body=True, follow=True)
    foreign = find_foreign(response)
    if foreign:
        return Verdict("skipped", f"not a web page: {foreign}", f"not a web page: {foreign}", definite=True)
    return _judge_page(response)


def judge_rendered(meta: Mapping[str, Any], response: Response, verdict: Verdict, had: Capture | None) -> Verdict:
    """The verdict on a page whose scripts were to be run. Where they could not be run, what the archive has of the page
    stays; where they only lead elsewhere, that is a redirect."""
    trouble, target = meta.get("unrendered", ""), meta.get("script_target", "")
    if verdict.outcome != "ok" or not (trouble or target):
        return verdict
    if target:
        return Verdict(
            "skipped", f"its script leads to {target}"[:300], "redirect", definite=True, body=True, target=target
        )
    if had and had.sha256 != sha256(response.body).hexdigest():
        return Verdict("error", trouble)
    return replace(verdict, outcome="partial", reason=trouble)


def _judge_redirect(response: Response) -> Verdict:
    place = (response.headers.get("Location") or b"").decode("utf-8", "replace").strip()
    if not place:
        return Verdict("error", "a redirect that leads nowhere")
    try:
        target = response.urljoin(place)
    except ValueError:
        return Verdict("error", "a redirect to no address")
    return Verdict("skipped", f"redirect to {target}"[:300], "redirect", definite=True, target=target)


def _judge_page(response: Response) -> Verdict:
    directives = read_directives(response)
    follow = not directives & {"nofollow", "none"} and not _is_calendar(response)
    if directives & {"noindex", "none"}:
        return Verdict("skipped", "noindex", "noindex", definite=True, body=True, follow=follow)
    return Verdict("ok", definite=True, body=True, follow=follow)


def find_foreign(response: Response) -> str:
    """Why the answer cannot be a page, or "". The content counts first, then the header."""
    body = response.body
    if not body.strip():
        return "empty"
    if magic := name_content(body):
        return magic
    kind = _media_type(response)
    if kind in _PAGE_TYPES or _is_calendar(response):
        return ""
    if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind):
        return kind
    return "" if _HTML_CUE.search(body[:2000]) else "of no stated type"


def read_directives(response: Response) -> set[str]:
    """Directives for robots, in lower case, from the page's head and the X-Robots-Tag header.

    A header may name a crawler before its directives ("otherbot: noindex"); those of others are not ours.
    """
    tags = _META_ROBOTS.findall(response.body[:_HEAD_BYTES])
    contents = [next(filter(None, found.groups()), b"") for tag in tags if (found := _META_CONTENT.search(tag))]
    lines = [content.decode("latin-1") for content in contents]
    for raw in response.headers.getlist("X-Robots-Tag"):
        agent, colon, rest = raw.decode("latin-1").partition(":")
        ours = not colon or agent.strip().lower() in ("colloquy", "robots") or "unavailable_after" in agent.lower()
        lines += [rest if colon and "unavailable_after" not in agent.lower() else agent] if ours else []
    return {word.strip().lower() for line in lines for word in line.split(",")}


def _is_calendar(response: Response) -> bool:
    return _media_type(response) == _CALENDAR or response.body[:15] == b"BEGIN:VCALENDAR"


def _media_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()


def _describe_status(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"
