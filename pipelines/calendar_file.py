"""Event rows in, an iCalendar object (RFC 5545, 7986) out, for one to subscribe to.

UID is the record's id, so it never changes; SEQUENCE counts the commits that changed the record, so it only grows, and
a calendar that has the event takes the new one. Nothing depends on when it is written: same rows, same bytes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

Key = tuple[str, str]  # site and record_id
_STATUS = {"EventCancelled": "CANCELLED", "EventPostponed": "TENTATIVE", "EventScheduled": "CONFIRMED"}
_NO_NEWS = frozenset(("same_as_record",))  # changes of our own doing, not of the event
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARGIN = timedelta(days=400)  # around the first and last event: zones repeat their rules every year


def make_calendar(events: Sequence[Mapping[str, Any]], changes: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """A calendar of all events with a start date that are not gone; `changes` of theirs number their revisions."""
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", "-//colloquy//events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Events")
    calendar.add("x-wr-calname", "Events")  # what most readers show; RFC 7986's NAME is newer than they
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    revisions = count_revisions(changes)
    shown = [row for row in events if row["start_date"] and not row["removed_at"]]
    for row in shown:
        calendar.add_component(_entry(row, revisions.get((row["site"], row["record_id"]), 0)))
    if shown:
        days = [row["start_date"] for row in shown]
        calendar.add_missing_timezones(_shift(min(days), -_MARGIN), _shift(max(days), _MARGIN))
    else:  # a calendar without any component is none (RFC 5545, 3.6)
        calendar.add_component(Timezone.from_tzid("Etc/UTC"))
    return bytes(calendar.to_ical())


def count_revisions(changes: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    """How many commits changed each event after it was added."""
    commits: defaultdict[Key, set[datetime]] = defaultdict(set)
    for row in changes:
        if row["table"] == "events" and row["change"] != "added" and row["field"] not in _NO_NEWS:
            commits[row["site"], row["record_id"]].add(row["recorded_at"])
    return {record: len(moments) for record, moments in commits.items()}


def _entry(row: Mapping[str, Any], revision: int) -> Any:
    from icalendar import Event

    entry = Event()
    stamp = row["last_changed"] or row["first_seen"] or _EPOCH
    start, end = find_span(row)
    entry.add("uid", f"{row['record_id']}@{row['site']}.colloquy")
    entry.add("sequence", revision)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("summary", _text(row["name"] or row["url"]))
    entry.add("url", row["url"])
    entry.add("dtstart", start)
    if end:
        entry.add("dtend", end)
    places = [*(", ".join(_place(place)) for place in row["location"] or ()), row["virtual_location"] or ""]
    texts = {"description": row["description"] or "", "location": "; ".join(filter(None, places)),
             "status": _STATUS.get(row["event_status"] or "", "")}  # fmt: skip
    for name, text in texts.items():
        if text:
            entry.add(name, _text(text))
    tags = [row["event_type"], *(tag.lstrip("#") for tag in row["hashtags"] or ())]
    if any(tags):
        entry.add("categories", [_text(tag) for tag in tags if tag])
    return entry


def _place(place: Mapping[str, Any]) -> list[str]:
    names = ("name", "street_address", "postal_code", "address_locality", "address_country")
    return [place[name] for name in names if place[name]]


def find_span(row: Mapping[str, Any]) -> tuple[date | datetime, date | datetime | None]:
    """Start and end: in the zone that the page states, else in UTC, or without a zone where none is known. Whole days,
    the end exclusive, where no clock time is, or where several days have a first hour and no last one."""
    first, last = row["start_date"], row["end_date"] or row["start_date"]
    if row["starts_at"] and (row["ends_at"] or first == last):
        zone, end = zone_of(row["time_zone"]), row["ends_at"]
        return row["starts_at"].astimezone(zone), _after(row["starts_at"], end).astimezone(zone) if end else None
    if row["start_time"] and (row["end_time"] or first == last):
        start = _local(first, row["start_time"])
        return start, _after(start, _local(last, row["end_time"])) if row["end_time"] else None
    return first, _shift(max(first, last), timedelta(days=1))


def _local(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


def _after(start: datetime, end: datetime) -> datetime:
    """The end; a day later where it would lie before the start: 22:00 to 01:00 goes past midnight."""
    return end if end >= start else max(end + timedelta(days=1), start)


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def zone_of(stated: str | None) -> tzinfo:
    """The stated zone if it is an IANA name; "BST" names none, its instant is right in UTC."""
    try:
        return ZoneInfo(stated) if stated else UTC
    except (ValueError, KeyError, OSError):
        return UTC


def _text(text: str) -> str:
    """Without the control characters that a line of a calendar must not have."""
    return _CONTROL.sub(" ", text)
