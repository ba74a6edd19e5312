"""An iCalendar file (RFC 5545) of events."""

from collections.abc import Iterator

from pipelines.calendar_file import make_calendar
from pipelines.formats import Content


def write(content: Content) -> Iterator[bytes]:
    yield make_calendar(content.rows.to_pylist(), content.changes())
