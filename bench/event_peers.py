"""Pages of unknown hosts in, how well what one would join from libraries reads their events out, beside colloquy:
`python -m bench.event_peers`.

- extruct + dateparser: the events that JSON-LD, microdata and RDFa state, their dates read by dateparser.
- trafilatura + dateparser: the title of the page, and the first full date that `search_dates` finds in its text.
- both: markup where it states an event, else the text.

The last two read one event a page, so lists of events are asked of extruct and colloquy alone.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from time import process_time
from typing import Any

import dateparser
import extruct
import trafilatura
from dateparser.search import search_dates

from bench.costs import describe
from bench.events import Read, read_events, score_peers
from extract.records import Event, Place
from tests.corpora.bodies import find_corpora

_SYNTAXES = ("json-ld", "microdata", "rdfa")
_MOST_TEXT = 2_000  # characters; `search_dates` takes seconds for a long text, and what matters stands above
_LANGUAGE: Mapping[str, Any] = {"languages": ["en"]}
_DATES = {**_LANGUAGE, "settings": {"REQUIRE_PARTS": ["year", "month", "day"]}}
"""What a user would say: the language of nearly all pages, and that half a date is none (else "may" is one)."""


def read_markup(content: bytes, url: str) -> Sequence[Event]:
    """The events that a page's markup states."""
    try:
        stated = extruct.extract(content, base_url=url, syntaxes=list(_SYNTAXES), uniform=True, errors="ignore")
    except Exception:  # it raises what its parsers raise; such a page states nothing to its user
        return ()
    items = (item for syntax in _SYNTAXES for item in _walk(stated.get(syntax, ())))
    return tuple(_make_event(item) for item in items if _is_event(item))


def read_text(content: bytes, url: str) -> Sequence[Event]:
    """An event of the page's title and the first date of its text."""
    text = trafilatura.extract(content, url=url, favor_recall=True) or ""
    found = search_dates(text[:_MOST_TEXT], **_DATES) or ()
    metadata = trafilatura.extract_metadata(content, default_url=url)
    name = metadata.title if metadata else None
    return tuple(_dated(Event(name=name), moment) for _, moment in found[:1])


def read_either(content: bytes, url: str) -> Sequence[Event]:
    """Markup where it states an event with a day, else the text."""
    return tuple(event for event in read_markup(content, url) if event.start_date) or read_text(content, url)


def _walk(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for part in value.values():
            yield from _walk(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _walk(part)


def _is_event(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type", "")
    return any(str(kind).endswith("Event") for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _make_event(item: Mapping[str, Any]) -> Event:
    event = Event(name=_text(item.get("name")) or None, location=tuple(_places(item.get("location"))))
    start, end = (dateparser.parse(_text(item.get(name)), **_LANGUAGE) for name in ("startDate", "endDate"))
    if end:
        event = event.model_copy(update={"end_date": end.date(), "end_time": f"{end:%H:%M}"})
    return _dated(event, start)


def _dated(event: Event, start: datetime | None) -> Event:
    timed = {"start_date": start.date(), "start_time": f"{start:%H:%M}"} if start else {}
    return event.model_copy(update=timed)


def _places(value: Any) -> Iterator[Place]:
    if isinstance(value, Mapping):
        address = value.get("address")
        street = address.get("streetAddress") if isinstance(address, Mapping) else address
        yield Place(name=_text(value.get("name")) or None, street_address=_text(street) or None)
    elif value:
        yield Place(name=_text(value))


def _text(value: Any) -> str:
    return _text(value[0]) if isinstance(value, list) and value else value if isinstance(value, str) else ""


TOOLS: Mapping[str, tuple[Read, tuple[str, ...]]] = {
    "colloquy": (read_events, ("detail", "listing")),
    "extruct + dateparser": (read_markup, ("detail", "listing")),
    "trafilatura + dateparser": (read_text, ("detail",)),
    "both": (read_either, ("detail",)),
}


def measure(kind: str) -> Iterator[str]:
    """A line a tool: per cent by field, macro average by host, and CPU seconds of all pages."""
    for name, (read, kinds) in TOOLS.items():
        if kind in kinds:
            begin = process_time()
            values, _ = score_peers(find_corpora(), kind, read)
            shares = " | ".join(f"{100 * value:.1f}" for value in values.values())
            yield f"| {name} | {shares} | {process_time() - begin:.1f} |"


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    print(describe())
    for kind in ("detail", "listing"):
        print(f"\n| {kind} | title and day | day | start time | end | place | precision | CPU s |")
        print("|---|---|---|---|---|---|---|---|")
        for line in measure(kind):
            print(line, flush=True)


if __name__ == "__main__":
    main()
