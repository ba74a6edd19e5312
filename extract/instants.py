"""Machine-written dates (markup, calendars, `<time datetime>`) in, local wall clock and zone out."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extract.date_tokens import find_date


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, a clock time `HH:MM` or None, and the zone as written: "+01:00", "UTC", "Europe/Berlin" or ""."""

    day: date
    time: str | None = None
    zone: str = ""

    def local(self, zone_name: str | None) -> "Instant":
        """A UTC instant as the wall clock of `zone_name` shows it; every other one is local already."""
        if self.zone != "UTC" or not self.time or not zone_name:
            return self
        zone = load_zone(zone_name)
        if zone is None:
            return self
        moved = datetime(
            self.day.year, self.day.month, self.day.day, int(self.time[:2]), int(self.time[3:]), tzinfo=UTC
        )
        there = moved.astimezone(zone)
        return Instant(there.date(), there.strftime("%H:%M"), zone_name)

    def shifted(self, days: int) -> "Instant":
        """The same time some days later; at the edge of the calendar itself."""
        try:
            return Instant(self.day + timedelta(days=days), self.time, self.zone)
        except OverflowError:
            return self


_ISO = re.compile(
    r"^\s*(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))"
    r"(?:[T ]{1,2}(\d{1,2})(?::?(\d{2}))?(?::?\d{2}(?:[.,]\d{1,9})?)?\s*([AaPp][Mm])?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?\s*$"
)


def read_instant(text: str) -> Instant | None:
    """An ISO 8601 date or date-time; None for anything else.

    >>> read_instant("2027-03-05T14:00:00+01:00")
    Instant(day=datetime.date(2027, 3, 5), time='14:00', zone='+01:00')
    >>> read_instant("20270305T130000Z").local("Europe/Berlin").time
    '14:00'
    """
    match = _ISO.match(text[:60])
    if match is None:
        return None
    day = find_date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
    if day is None:
        return None
    if match[6] is None:
        return Instant(day)
    hour, minute = int(match[6]), int(match[7] or 0)
    if match[8]:
        hour = hour % 12 + (12 if match[8].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        return Instant(day)
    return Instant(day, f"{hour:02}:{minute:02}", _zone(match[9] or ""))


def _zone(written: str) -> str:
    if written in ("Z", "UTC", "GMT", "+00:00", "+0000", "-00:00"):
        return "UTC"
    if not written:
        return ""
    digits = re.sub(r"\D", "", written).ljust(4, "0")
    return f"{written[0]}{digits[:2]}:{digits[2:]}"


def load_zone(name: str) -> ZoneInfo | timezone | None:
    """A zone by its IANA name; None for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
