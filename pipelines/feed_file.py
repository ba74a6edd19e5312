"""Event rows and their changes in, an Atom (RFC 4287) or RSS 2.0 feed of what is new, moved or cancelled out.

An entry is what one commit did to one event. What was over when it was recorded is no news, and neither is a change of
our own doing or of how a page is written.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from lxml.builder import ElementMaker

FeedForm = Literal["atom", "rss"]
Row = Mapping[str, Any]

_MOST = 100
"""Entries at most: readers ask every hour and keep what they have seen."""
_TOLD = (
    "event_status", "start_date", "end_date", "start_time", "end_time", "start_date_partial", "name", "location",
    "virtual_location", "event_attendance_mode", "registration_status", "registration_deadline", "registration_url",
    "performers",
)  # fmt: skip
"""Fields whose change is news, the greatest news first."""
_DAYS = frozenset(("start_date", "end_date", "start_time", "end_time", "start_date_partial"))
_STATED = {"EventCancelled": "Cancelled", "EventPostponed": "Postponed", "EventRescheduled": "Moved",
           "EventMovedOnline": "Moved online"}  # fmt: skip
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news."""

    key: str
    title: str
    link: str
    when: datetime
    lines: tuple[str, ...]


def make_feed(form: FeedForm, events: Iterable[Row], changes: Iterable[Row]) -> bytes:
    """The feed, newest first; without news it is empty but valid."""
    entries = find_news(events, changes)[:_MOST]
    return _atom(entries) if form == "atom" else _rss(entries)


def find_news(events: Iterable[Row], changes: Iterable[Row]) -> list[Entry]:
    """All news of these events, newest first."""
    known = {(row["site"], row["record_id"]): row for row in events}
    commits: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for change in changes:
        if change["table"] == "events" and (change["site"], change["record_id"]) in known:
            commits[change["recorded_at"], change["site"], change["record_id"]].append(change)
    found = (_entry(known[key[1:]], rows, key[0]) for key, rows in commits.items())
    return sorted(filter(None, found), key=lambda entry: (entry.when, entry.key), reverse=True)


def _entry(event: Row, changes: Sequence[Row], when: datetime) -> Entry | None:
    last = event["end_date"] or event["start_date"]
    told = sorted((row for row in changes if row["field"] in _TOLD), key=lambda row: _TOLD.index(row["field"]))
    kinds = {row["change"] for row in changes}
    if (last and last < when.date()) or not (told or kinds & {"added", "removed", "returned"}):
        return None
    key = uuid5(NAMESPACE_URL, "\n".join((event["site"], event["record_id"], when.isoformat())))
    lines = (*_describe(event), *(f"{row['field'].replace('_', ' ')}: {_shown(row['old'])} → {_shown(row['new'])}"
             for row in told))  # fmt: skip
    name = event["name"] or event["url"]
    return Entry(f"urn:uuid:{key}", f"{_headline(kinds, told)}: {name}", event["url"], when, lines)


def _headline(kinds: set[str], told: Sequence[Row]) -> str:
    """What happened, in a word."""
    for kind, word in (("added", "New"), ("removed", "No longer announced"), ("returned", "Announced again")):
        if kind in kinds:
            return word
    status = next((json.loads(row["new"]) for row in told if row["field"] == "event_status" and row["new"]), None)
    if status in _STATED:
        return _STATED[status]
    return "Moved" if any(row["field"] in _DAYS for row in told) else "Changed"


def _describe(event: Row) -> Iterator[str]:
    """When and where, and what the page says of it."""
    days = " to ".join(str(day) for day in (event["start_date"], event["end_date"]) if day)
    clocks = "–".join(clock for clock in (event["start_time"], event["end_time"]) if clock)
    places = [place["name"] or place["address_locality"] for place in event["location"] or ()]
    line = ", ".join(filter(None, (days, clocks, event["time_zone"], *places, event["virtual_location"])))
    yield from filter(None, (line, event["description"]))


def _shown(value: str | None) -> str:
    """A value of `changes` as one reads it."""
    plain = json.loads(value) if value else None
    if isinstance(plain, list):
        return ", ".join((one.get("name") or "" if isinstance(one, dict) else str(one)) for one in plain) or "nothing"
    return "nothing" if plain is None else str(plain)


def _atom(entries: Sequence[Entry]) -> bytes:
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    updated = entries[0].when.isoformat() if entries else "1970-01-01T00:00:00+00:00"
    feed = make.feed(
        make.id(f"urn:uuid:{uuid5(NAMESPACE_URL, 'colloquy events')}"), make.title("Events: new, moved, cancelled"),
        make.updated(updated), make.author(make.name("colloquy")),
    )  # fmt: skip
    for one in entries:
        feed.append(
            make.entry(
                make.id(one.key), make.title(_xml(one.title)), make.updated(one.when.isoformat()),
                make.link(href=_xml(one.link), rel="alternate"), make.summary(_xml("\n".join(one.lines))),
            )
        )  # fmt: skip
    return _bytes(feed)


def _rss(entries: Sequence[Entry]) -> bytes:
    make = ElementMaker()
    channel = make.channel(
        make.title("Events: new, moved, cancelled"),
        make.link(_xml(urljoin(entries[0].link, "/")) if entries else "about:blank"),
        make.description("What institutes announce, and what became of it."),
    )
    if entries:
        channel.append(make.lastBuildDate(format_datetime(entries[0].when)))
    for one in entries:
        channel.append(
            make.item(
                make.title(_xml(one.title)), make.link(_xml(one.link)), make.description(_xml("\n".join(one.lines))),
                make.guid(one.key, isPermaLink="false"), make.pubDate(format_datetime(one.when)),
            )
        )  # fmt: skip
    return _bytes(make.rss(channel, version="2.0"))


def _xml(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return _NOT_XML.sub(" ", text)


def _bytes(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made
