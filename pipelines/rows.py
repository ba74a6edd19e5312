"""A page and a record on it in, the record's row out."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extract.identity import canonical_url
from extract.records import Event, PageKind, Record
from pipelines.archive import ArchivedPage
from pipelines.segment_reader import segment_name

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """An archived page that was read, the address that it is known by, its kind, and since when it is gone."""

    archived: ArchivedPage
    canonical_url: str
    kind: PageKind
    removed_at: datetime | None = None

    @property
    def url(self) -> str:
        return self.archived.capture.url

    @property
    def stands_there(self) -> bool:
        """Whether the page stands at the address that it is known by."""
        return canonical_url(self.url, "") == self.canonical_url


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a site carries beside its page: the code's version, the site's licence, its time zone."""

    version: str
    licence: str | None = None
    time_zone: str | None = None


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


def make_row(page: ReadPage, record: Record, stamp: Stamp) -> Row:
    """The row of a record on a page."""
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
