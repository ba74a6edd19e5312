"""One page, found in the archive or given, extracted as a rebuild would: the answer and both judges' verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from extract.body import judge_page
from extract.flow import Extraction, extract_parsed
from extract.identity import plain_url
from extract.judgement import Judged
from extract.page import parse_page
from extract.records import Event, Record
from extract.site import Site
from extract.template import Template
from extract.template_eras import choose, of_time
from pipelines.archive import Archive, Capture
from pipelines.errors import ColloquyError
from pipelines.home import Home
from pipelines.joining import Listings
from pipelines.profiles import Profile
from pipelines.reading import CALENDAR_ENDING, CALENDAR_TYPES, find_calendars, is_calendar, read_linked
from pipelines.result_store import ResultStore
from pipelines.template_store import Stored, TemplateStore


@dataclass(frozen=True, slots=True)
class Source:
    """A page's content and what is known of it beside. `site` is "" when nothing says which."""

    content: bytes
    url: str
    content_type: str
    site: str
    since: datetime | None = None
    """When the archive first held this content; None for a page that is not from there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What extraction says of a page; `alone` is what the page judge would say of each block without the template,
    `linked` the calendar files that it was read with, by address."""

    extraction: Extraction
    template: Template | None
    alone: tuple[Judged, ...]
    linked: Mapping[str, bytes]

    def as_record(self) -> dict[str, Any]:
        """The JSON object of `page --show records`."""
        one, template = self.extraction, self.template
        explained = template.explained(one.page) if template else None
        known = template and {
            "id": template.id, "pages": template.pages,
            "explained": None if explained is None else round(explained, 3),
        }  # fmt: skip
        return {
            "url": one.url, "site": one.site.name or None, "page_kind": one.page_kind, "title": one.title or None,
            "language": one.language, "template": known or None, "body": one.body.text,
            **{table: [_record(record, one.site) for record in found] for table, found in one.records.items()},
            "problems": [problem._asdict() for problem in one.problems],
        }  # fmt: skip


def find_archived(home: Home, url: str) -> Source | None:
    """The page with this address (or another spelling of it) as archived last."""
    with Archive(home.archive) as archive:
        spellings = dict.fromkeys((url, plain_url(url), url.rstrip("/"), url.rstrip("/") + "/"))
        capture = next((found for one in spellings if (found := archive.newest(one))), None)
        return _source(archive, capture) if capture else None


def find_same_content(home: Home, content: bytes) -> Source | None:
    """The archived page with exactly this content."""
    with Archive(home.archive) as archive:
        capture = archive.find_digest(sha256(content).hexdigest())
        return _source(archive, capture) if capture else None


def answer_page(home: Home, source: Source, profile: Profile | None, use_template: bool) -> Answer:
    """Extract one page: with its site's template, calendar files and listing cards, as far as the home has them."""
    site = profile.hints if profile else Site(source.site)
    page = parse_page(source.content, source.url, source.content_type)
    stored = TemplateStore(home.templates, home.cache).load(source.site) if use_template and source.site else Stored()
    template = choose(of_time(stored.dated, source.since), page)
    with Archive(home.archive) as archive:
        calendars = _find_calendars(archive, source.site)
        linked = read_linked(archive, page, calendars)
    extraction = extract_parsed(page, site, template, linked)
    return Answer(_joined(home, extraction), template, judge_page(page), linked)


def find_site(profiles: Sequence[Profile], url: str) -> Profile | None:
    """The profile that the host of an address belongs to."""
    host = (urlsplit(url).hostname or "").lower()
    return next((profile for profile in profiles if host in profile.host_names), None)


def _source(archive: Archive, capture: Capture) -> Source:
    if is_calendar(capture):
        raise ColloquyError(f"{capture.url} is a calendar file, not a page. Ask for the page that links to it.")
    row = archive.page(capture.url, capture.site)
    since = row.last_changed if row else None
    return Source(archive.read(capture), capture.url, capture.content_type, capture.site, since)


def _find_calendars(archive: Archive, site: str) -> dict[str, Capture]:
    return find_calendars(archive.pages_like(site, CALENDAR_TYPES, CALENDAR_ENDING)) if site else {}


def _joined(home: Home, extraction: Extraction) -> Extraction:
    """The extraction with what the site's listings say of its event, and without the events of other pages."""
    if not extraction.events or not extraction.site.name:
        return extraction
    listed = ResultStore(home.cache).load_listed(extraction.site.name)
    listings = Listings(listed.addresses | {extraction.url: extraction.canonical}, listed.cards)
    return replace(extraction, events=listings.join(extraction.canonical, extraction.page_kind, extraction.events))


def _record(record: Record, site: Site) -> dict[str, Any]:
    """A record as JSON: its fields, and evidence by field."""
    stated: dict[str, Any] = record.model_dump(mode="json", exclude={"evidence"})
    evidence: dict[str, list[dict[str, str]]] = {}
    for one in record.evidence:
        evidence.setdefault(one.field, []).append({"text": one.text, "rule": one.rule, "path": one.path})
    if isinstance(record, Event):
        stated |= _instants(record, site)
    return stated | {"evidence": evidence}


def _instants(event: Event, site: Site) -> dict[str, str | None]:
    from pipelines.rows import event_instants

    starts_at, ends_at = event_instants(event, site.time_zone)
    return {
        "starts_at": starts_at.isoformat() if starts_at else None,
        "ends_at": ends_at.isoformat() if ends_at else None,
    }
