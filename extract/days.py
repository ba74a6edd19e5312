"""Days as a page states them, whole or in part, and what is stated together."""

from dataclasses import dataclass, replace
from datetime import date

from extract.clock import Clock
from extract.date_tokens import find_date


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or as much of one as is stated."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None

    @property
    def full(self) -> date | None:
        """The calendar day if all of it is stated."""
        return find_date(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @property
    def iso(self) -> str:
        """ISO 8601, in reduced precision where parts are missing: 2027-03-05, 2027-03, --03-05, 2027, --03."""
        month = f"-{self.month:02}" if self.month else ""
        day = f"-{self.day:02}" if self.day else ""
        return f"{self.year or '-'}{month}{day}"

    @property
    def fits(self) -> bool | None:
        """Whether the weekday in front of it is the day's own; None if that cannot be told."""
        full = self.full
        return None if full is None or self.weekday is None else full.weekday() == self.weekday

    def in_year(self, year: int | None) -> "Day":
        """With `year` where none is stated, unless the weekday speaks against it."""
        if self.year or not year or not self.month:
            return self
        moved = replace(self, year=year)
        return self if moved.fits is False or (self.day and not moved.full) else moved


@dataclass(frozen=True, slots=True)
class Dates:
    """Days stated together. `ranged` says that all days from first to last are meant.

    `text` are the words, which stand at `begin` to `finish`; `clocks` the times among or right beside them.
    """

    days: tuple[Day, ...]
    ranged: bool
    text: str
    begin: int
    finish: int
    clocks: tuple[Clock, ...] = ()

    @property
    def start(self) -> Day:
        return self.days[0]

    @property
    def end(self) -> Day | None:
        return self.days[-1] if len(self.days) > 1 else None

    @property
    def fits(self) -> bool:
        """Whether no weekday contradicts its date."""
        return all(day.fits is not False for day in self.days)

    def in_year(self, year: int | None) -> "Dates":
        """With `year` where none is stated; a range over New Year ends in the next one."""
        days = tuple(day.in_year(year) for day in self.days)
        if year and len(days) > 1 and self.days[-1].year is None and order(days[-1]) < order(days[0]):
            days = (*days[:-1], self.days[-1].in_year(year + 1))
        return replace(self, days=days)

    def __str__(self) -> str:
        join = "/" if self.ranged else ","
        times = "".join(f" {c.start or ''}{'-' + c.end if c.end else ''}" for c in self.clocks)
        return join.join(day.iso for day in self.days) + times


def order(day: Day) -> tuple[int, int, int]:
    """By this two days compare; what is not stated counts as 0."""
    return day.year or 0, day.month or 0, day.day or 0
