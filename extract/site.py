"""What is known of a site before its pages are read: hints for reading, never a value of a record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """`time_zone` (IANA) turns local times into UTC; `languages` (ISO 639-1) order the readers of dates;
    `day_first` settles 3/4/2026."""

    name: str = ""
    time_zone: str | None = None
    languages: tuple[str, ...] = ("en",)
    day_first: bool = True
