"""Page results of one site in, rows of its events and groups out: the same record of several pages becomes one row."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extract.group_listing import is_listed, merge_listed
from extract.identity import canonical_url
from extract.records import RECORDS, Event, Group, Record
from pipelines.archive import ArchivedPage
from pipelines.joining import Listings
from pipelines.results import PageResult
from pipelines.segment_reader import segment_name

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """An archived page and what extraction said of it. `removed_at`: when it was found gone."""

    archived: ArchivedPage
    result: PageResult
    removed_at: datetime | None = None

    def without_text(self) -> "ReadPage":
        """The same without the page's body and its cards, which take most of the memory."""
        return replace(self, result=self.result.model_copy(update={"body": "", "cards": ()}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a site carries beside its page: the code's version, the site's licence, its time zone."""

    version: str
    licence: str | None = None
    time_zone: str | None = None


def make_rows(
    read: Sequence[ReadPage], listings: Listings, present: Container[str], stamp: Stamp
) -> dict[str, list[Row]]:
    """By table, the rows of the records on these pages of a site. `present`: the addresses that its pages which are
    there are known by."""
    found: dict[str, Iterable[tuple[ReadPage, Record]]] = {table: _find_best(read, table) for table in RECORDS}
    found["events"] = _find_best(_joined(read, listings), "events")
    found["groups"] = _groups(read, present)
    return {table: [_make_row(page, record, stamp) for page, record in those] for table, those in found.items()}


def _joined(read: Sequence[ReadPage], listings: Listings) -> Iterator[ReadPage]:
    """The pages with what the site's listings say of their events, and without the events of other pages."""
    for page in read:
        result = page.result
        events = listings.join(result.canonical_url, result.page_kind, result.events)
        yield replace(page, result=result.model_copy(update={"events": events}))


def _groups(read: Sequence[ReadPage], present: Container[str]) -> list[tuple[ReadPage, Group]]:
    """The groups of a site: those of their own pages, with what listings say of them beside, then those that only a
    listing knows. What has its own page in the archive and makes no group there is none."""
    own = list(_unique(read, lambda result: [one for one in result.groups if not is_listed(one)]))
    listed = list(_unique(read, lambda result: [one for one in result.groups if is_listed(one)]))
    said = {identity: (page.result.url, group) for identity, page, group in listed}
    known = {identity for identity, _, _ in own}
    out = [
        (page, merge_listed(group, said[identity][1], said[identity][0]) if identity in said else group)
        for identity, page, group in own
    ]
    for identity, page, group in listed:
        address = canonical_url(group.url, "")
        if identity not in known and (address not in present or address == page.result.canonical_url):
            out.append((page, group))
    return out


def utc_instant(day: date | None, clock: str | None, zone: str | None) -> datetime | None:
    """The instant of a local date and `HH:MM` in an IANA zone or at an offset from UTC; None unless all three are known
    and the zone exists.

    A clock time that a DST night skips or doubles is read as before the change (PEP 495, fold=0).

    >>> utc_instant(date(2027, 5, 3), "14:00", "+01:00")
    datetime.datetime(2027, 5, 3, 13, 0, tzinfo=datetime.timezone.utc)
    """
    if not (day and clock and zone):
        return None
    try:
        if _OFFSET.fullmatch(zone):
            return datetime.fromisoformat(f"{day}T{clock}{zone}").astimezone(UTC)
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


_OFFSET = re.compile(r"[+-]\d\d:\d\d")


def _has_own_address(page: ReadPage) -> bool:
    """Whether the page stands at the address that it is known by."""
    return canonical_url(page.result.url, "") == page.result.canonical_url


def _find_best(read: Iterable[ReadPage], table: str) -> Iterator[tuple[ReadPage, Record]]:
    """The records of a table, one an id."""
    return ((page, record) for _, page, record in _unique(read, lambda result: result.records[table]))


def _unique(read: Iterable[ReadPage], records_of: Any) -> Iterator[tuple[str, ReadPage, Any]]:
    """One record an id: that of the page whose own address it is, else the one with most evidence, else the first."""
    best: dict[str, tuple[tuple[bool, bool, int], ReadPage, Record]] = {}
    for page in read:
        records = records_of(page.result)
        standing = records and (page.removed_at is None, _has_own_address(page))
        for record in records:
            rank = (*standing, len(record.evidence))
            known = best.get(record.record_id)
            if known is None or rank > known[0]:
                best[record.record_id] = rank, page, record
    for identity, (_, page, record) in best.items():
        yield identity, page, record


def event_instants(event: Event, site_zone: str | None) -> tuple[datetime | None, datetime | None]:
    """Start and end in UTC, each None unless date, time and zone are known: the zone that the page states (an IANA
    name), or where it states none that of the site's profile. A stated zone that is no IANA name ("BST") is read as
    the site's own if the site has that abbreviation on that day, else not at all."""
    zone = _zone_on(event.start_date, event.time_zone, site_zone)
    starts_at = utc_instant(event.start_date, event.start_time, zone)
    ends_at = utc_instant(event.end_date or event.start_date, event.end_time, zone)
    if starts_at and ends_at and ends_at < starts_at and not event.end_date:
        ends_at += timedelta(days=1)  # 22:00 - 01:00 ends on the next day
    return starts_at, ends_at


def _zone_on(day: date | None, stated: str | None, site_zone: str | None) -> str | None:
    """The IANA zone to reckon with, or None where the page states one that cannot be told."""
    if stated is None or day is None or stated == site_zone:
        return stated or site_zone
    if _is_zone(stated):
        return stated
    noon = datetime.combine(day, time(12), ZoneInfo(site_zone)) if site_zone else None
    return site_zone if noon and noon.tzname() == stated else None


def _is_zone(name: str) -> bool:
    if _OFFSET.fullmatch(name):
        return True
    try:
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return False
    return True


def _make_row(page: ReadPage, record: Record, stamp: Stamp) -> Row:
    tail = {"removed_at": page.removed_at, "licence": stamp.licence}
    stated: Row = record.model_dump()
    return stated | seen(page, stamp) | tail | (_place_in_time(record, stamp) if isinstance(record, Event) else {})


def _place_in_time(event: Event, stamp: Stamp) -> Row:
    starts_at, ends_at = event_instants(event, stamp.time_zone)
    return {"starts_at": starts_at, "ends_at": ends_at, "same_as_record": ()}


def seen(page: ReadPage, stamp: Stamp) -> Row:
    """What each row says of its page's history and origin."""
    archived = page.archived
    return {
        "first_seen": archived.first_seen, "last_seen": archived.last_seen, "last_changed": archived.last_changed,
        "extractor_version": stamp.version, "archive_file": segment_name(archived.capture),
        "archive_offset": archived.capture.offset,
    }  # fmt: skip
