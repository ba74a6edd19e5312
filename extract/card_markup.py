"""The markup of a listing in, what it says of each event that it lists out."""

import re
from collections.abc import Iterator
from typing import Any

from extract import schema
from extract.claims import Claim, View
from extract.instants import Instant
from extract.items import Item


def find_marked(view: View) -> Iterator[tuple[str, str, tuple[Claim, ...], str]]:
    """Address, name, claims and the name as written of each event that the page's markup lists."""
    for item in view.markup.walk():
        if schema.is_event(item) and schema.name_of(item):
            start, end = schema.read_times(item, view)
            name = schema.name_of(item)
            if start:
                yield _address(item), schema.plain(name), tuple(_claims(item, start, end)), name


def _address(item: Item) -> str:
    url = item.text("url") or item.text("@id")
    return url if re.match(r"https?://[^\s<>\"]+$", url) else ""


def _claims(item: Item, start: Instant, end: Instant | None) -> Iterator[Claim]:
    def claim(field: str, value: Any, text: str) -> Claim:
        return Claim(field, value, text, "card", "markup", 0.6, f"{item.path}.{field}")

    yield claim("start_date", start.day, item.text("startDate"))
    whole_day = start.time == "00:00" and (end is None or end.time in (None, "00:00", "23:59"))
    if start.time and not whole_day:
        yield claim("start_time", start.time, item.text("startDate"))
        if end and end.time:
            yield claim("end_time", end.time, item.text("endDate"))
    if end and end.day > start.day and not (end.time and end.time <= "07:00" and (end.day - start.day).days == 1):
        yield claim("end_date", end.day, item.text("endDate"))
    for one in schema.find_places(item):
        yield claim("location", one.value, one.text)
