"""Archived captures in, page results out. The one way from the archive through extraction, for one page or a site."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.flow import extract_parsed
from extract.page import Page, parse_page
from extract.records import Problem
from extract.site import Site
from extract.template import Template
from extract.template_eras import choose
from pipelines.archive import Archive, ArchivedPage, Capture, DamagedArchive
from pipelines.results import Made, PageHead, PageRecords, PageResult, make_head
from pipelines.storage import StorageError
from pipelines.usage_signals import find_signals
from pipelines.version import extractor_version

CALENDAR_TYPES, CALENDAR_ENDING = ("text/calendar", "application/ics"), ".ics"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a site to read: the captures of one segment and all that their results depend on, and the folder in
    which results are saved. It travels to a worker, so it holds plain values only. `templates` are those of the
    captures' time as JSON, oldest first, and `calendars` the site's calendar files by address."""

    archive: Path
    results: Path
    site: Site
    key: str
    templates: tuple[str, ...]
    captures: tuple[Capture, ...]
    calendars: Mapping[str, Capture] = field(default_factory=dict)


def is_page(capture: Capture) -> bool:
    """Whether a capture is a page (HTML, or a text dump that was imported)."""
    kind = capture.content_type.lower()
    return "html" in kind or kind.startswith("text/plain")


def is_calendar(capture: Capture) -> bool:
    """Whether a capture is a calendar file."""
    kind = capture.content_type.lower()
    return kind.startswith(CALENDAR_TYPES) or capture.url.partition("?")[0].lower().endswith(CALENDAR_ENDING)


def find_calendars(archived: Iterable[ArchivedPage]) -> dict[str, Capture]:
    """The calendar files of a site, by address."""
    return {row.capture.url: row.capture for row in archived if is_calendar(row.capture)}


def result_key(site: Site, template_ids: Sequence[str], calendars: Mapping[str, Capture]) -> str:
    """Names all that a result depends on but the page: code, templates of its time, hints and the site's calendar
    files."""
    files = sorted((url, capture.sha256) for url, capture in calendars.items())
    stated = repr((extractor_version(), tuple(template_ids), site, files))
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def parse_capture(archive: Archive, capture: Capture) -> Page:
    """The parsed page of a capture. Raises DamagedArchive."""
    return parse_page(archive.read(capture), capture.url, capture.content_type)


def read_unit(unit: Unit) -> Iterator[PageResult]:
    """Read the captures of a unit, one by one. A page that cannot be read gives a result without records and a
    problem."""
    templates = tuple(map(Template.from_json, unit.templates))
    with Archive(unit.archive) as archive:
        for capture in unit.captures:
            yield _read_capture(archive, unit, capture, templates)


def read_linked(archive: Archive, page: Page, calendars: Mapping[str, Capture]) -> dict[str, bytes]:
    """Contents of the calendar files that a page links to, by address; a damaged one is left out."""
    targets = {link.href for block in page.blocks for link in block.links} & calendars.keys()
    return dict(_readable(archive, {target: calendars[target] for target in sorted(targets)}))


def split_units(whole: Unit) -> list[Unit]:
    """A site's unit as one a segment, at most UNIT_PAGES pages each, in segment order so that reads run forward."""
    by_segment: dict[str, list[Capture]] = {}
    for capture in sorted(whole.captures, key=lambda one: (one.file, one.offset)):
        by_segment.setdefault(capture.file, []).append(capture)
    return [
        replace(whole, captures=tuple(part[start : start + UNIT_PAGES]))
        for part in by_segment.values()
        for start in range(0, len(part), UNIT_PAGES)
    ]


UNIT_PAGES = 250
"""About five seconds of work: small enough to spread over workers, large enough to hide the hand-over."""


def _read_capture(archive: Archive, unit: Unit, capture: Capture, templates: Sequence[Template]) -> PageResult:
    try:
        return _extract(archive, unit, capture, templates)
    except DamagedArchive as error:
        return failed_result(capture, unit.key, Problem("archive", "error", str(error)))
    except StorageError:  # says nothing of the page: the rebuild ends, and the next one reads it
        raise
    except Exception as error:  # the one place where the unexpected is caught: a page never stops its site
        text = f"the extractor failed on this page ({type(error).__name__}: {error}); please report it"
        return failed_result(capture, unit.key, Problem("extract", "error", text))


def _extract(archive: Archive, unit: Unit, capture: Capture, templates: Sequence[Template]) -> PageResult:
    record = archive.read_record(capture)
    page = parse_page(record.payload, capture.url, capture.content_type)
    template = choose(templates, page)
    linked = read_linked(archive, page, unit.calendars)
    extraction = extract_parsed(page, unit.site, template, linked)
    signals = find_signals(record.headers, page.markup.meta)
    return PageResult(
        Made(capture.url, capture.sha256, unit.key),
        make_head(extraction, template.explained(page) if template else None, signals),
        PageRecords(url=capture.url, events=extraction.events, groups=extraction.groups),
    )


def failed_result(capture: Capture, key: str, problem: Problem) -> PageResult:
    """The result of a page that could not be read."""
    head = PageHead(
        url=capture.url, canonical_url=capture.url, page_kind="other", title=None, language=None, body="",
        body_blocks=0, blocks=0, published_at=None, modified_at=None, template_id=None, explained=None, robots=None,
        problems=(problem,),
    )  # fmt: skip
    return PageResult(Made(capture.url, capture.sha256, key), head, PageRecords(url=capture.url))


def _readable(archive: Archive, captures: Mapping[str, Capture]) -> Iterator[tuple[str, bytes]]:
    for url, capture in captures.items():
        try:
            yield url, archive.read(capture)
        except DamagedArchive:
            continue
