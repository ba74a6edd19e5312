"""Linked calendar files and "add to calendar" links in, what they say of the page's event out."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from extract.belief import Stated
from extract.claims import Claim, View
from extract.instants import Instant, read_instant
from extract.records import Place, Problem
from extract.schema import same_name
from extract.text import fold

MAX_FILE = 2_000_000  # bytes of a calendar file
MAX_EVENTS = 2_000  # events of one file
TRUST = 0.85  # below markup's: a file that is linked may be of another edition

Entry = tuple[Stated | None, list[Claim]]


def find_entries(view: View) -> tuple[list[Entry], list[Problem]]:
    """What each calendar link or file says of this page's event: its times, and other claims."""
    entries = [entry for href in _links(view) if (entry := read_link(href))]
    problems: list[Problem] = []
    for address, content in view.linked.items():
        found, problem = read_file(content, address, view.title)
        problems += [problem] if problem else []
        entries += [found] if found else []
    return entries, problems


def _links(view: View) -> Iterator[str]:
    seen: set[str] = set()
    for block in view.body:
        for link in block.links:
            if _CALENDAR.search(link.href) and link.href not in seen:
                seen.add(link.href)
                yield link.href


_CALENDAR = re.compile(
    r"calendar\.google\.com/calendar/(?:u/\d/)?(?:r/eventedit|render|event)|google\.com/calendar/(?:event|render)|"
    r"outlook\.(?:live|office|office365)\.com/(?:owa|calendar)|calendar\.yahoo\.com",
    re.I,
)


def read_link(href: str) -> Entry | None:
    """The event of a Google, Outlook or Yahoo "add to calendar" link; None if it names no day.

    >>> entry = read_link("https://www.google.com/calendar/event?action=TEMPLATE&dates=20270305T140000/20270305T153000")
    >>> entry[0].start.time, entry[0].end.time
    ('14:00', '15:30')
    """
    try:
        query = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    except ValueError:
        return None
    begin, _, finish = query.get("dates", "").partition("/")
    begin = begin or query.get("startdt", "") or query.get("st", "")
    finish = finish or query.get("enddt", "") or query.get("et", "")
    start, end = read_instant(begin), read_instant(finish)
    if start is None:
        return None
    if start.time is None and end is not None:
        end = end.shifted(-1)  # whole days end on the morning after
    zone = query.get("ctz", "")
    if zone and start.zone == "":
        start = Instant(start.day, start.time, zone if start.time else "")
    stated = Stated("calendar", "link", start, _after(start, end), (begin, finish), href[:300], TRUST)
    return stated, list(_link_claims(query, href))


def _link_claims(query: dict[str, str], href: str) -> Iterator[Claim]:
    place = fold(query.get("location", "") or query.get("in_loc", ""))
    if place and not place.startswith("http"):
        yield Claim("location", Place(name=place), place, "calendar", "link", 0.5, href[:300])


def _after(start: Instant, end: Instant | None) -> Instant | None:
    """The end if it lies after the start."""
    return end if end and (end.day, end.time or "") > (start.day, start.time or "") else None


def read_file(content: bytes, address: str, title: str) -> tuple[Entry | None, Problem | None]:
    """The event of an iCalendar file that has the page's title, or the only one."""
    components, problem = load_calendar(content, address)
    mine = [one for one in components if same_name(str(one.get("SUMMARY", "")), title)] or components
    starts = {str(one.get("DTSTART").dt) for one in mine if one.get("DTSTART")}
    if not mine or (len(starts) != 1 and len(mine) > 1):
        return None, problem
    component = mine[0]
    start, end = _instant(component, "DTSTART"), _instant(component, "DTEND")
    if start is None:
        return None, problem
    if start.time is None and end is not None:
        end = end.shifted(-1)
    end = _last_of_series(content, component, start, end)
    words = (_written(component, "DTSTART"), _written(component, "DTEND"))
    stated = Stated("calendar", "file", start, _after(start, end), words, address, TRUST)
    return (stated, list(_file_claims(component, address))), problem


MAX_SERIES = timedelta(days=800)


def _last_of_series(content: bytes, component: Any, start: Instant, end: Instant | None) -> Instant | None:
    """The end of the last occurrence where the event recurs a stated number of times; else its own end."""
    rule = component.get("RRULE")
    if not rule or not {"COUNT", "UNTIL"} & set(rule):
        return end
    days = find_occurrences(content, start.day, start.day + MAX_SERIES)
    return Instant(days[-1][0], end.time if end else None, start.zone) if days else end


def load_calendar(content: bytes, address: str) -> tuple[list[Any], Problem | None]:
    """The VEVENTs of a file, and a problem if it is none or too large."""
    from icalendar import Calendar  # 40 ms to import: only for pages that link a calendar

    if len(content) > MAX_FILE:
        return [], Problem("calendar", "warning", f"{address}: {len(content)} bytes are not read")
    try:
        calendar = Calendar.from_ical(content)
        return list(calendar.walk("VEVENT"))[:MAX_EVENTS], None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as trouble:
        return [], Problem("calendar", "warning", f"{address} is no calendar: {str(trouble)[:80]}")


def _instant(component: Any, name: str) -> Instant | None:
    value = component.get(name)
    when = getattr(value, "dt", None)
    if isinstance(when, datetime):
        zone = str(value.params.get("TZID", "")) or ("UTC" if when.utcoffset() == timedelta(0) else "")
        return Instant(when.date(), when.strftime("%H:%M"), zone)
    return Instant(when) if isinstance(when, date) else None


def _written(component: Any, name: str) -> str:
    value = component.get(name)
    return value.to_ical().decode("utf-8", "replace") if value is not None else ""


_FIELDS = {"CONFIRMED": None, "CANCELLED": "EventCancelled", "TENTATIVE": None}


def _file_claims(component: Any, address: str) -> Iterator[Claim]:
    place = fold(str(component.get("LOCATION", "")))
    if place and not place.startswith("http"):
        yield Claim("location", Place(name=place), place, "calendar", "LOCATION", 0.6, address)
    status = _FIELDS.get(str(component.get("STATUS", "")).upper())
    if status:
        yield Claim("event_status", status, str(component.get("STATUS")), "calendar", "STATUS", TRUST, address)


def find_occurrences(content: bytes, first: date, last: date) -> list[tuple[date, str | None]]:
    """Days and clock times on which the events of a file take place from `first` to `last`, recurrences unfolded."""
    from icalendar import Calendar
    from recurring_ical_events import of

    try:
        found = of(Calendar.from_ical(content)).between(first, last)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return []
    starts = [one["DTSTART"].dt for one in found[:MAX_EVENTS]]
    return sorted(
        (when.date(), when.strftime("%H:%M")) if isinstance(when, datetime) else (when, None) for when in starts
    )  # fmt: skip
