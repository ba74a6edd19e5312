"""Events in, a month of days out, as a calendar on a wall shows it."""

import re
from calendar import MONDAY, Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.browse.query import BadQueryError
from pipelines.browse.search import Hit

MOST_A_DAY = 5  # events that a day names before it says how many more there are
MOST_EVENTS = 20_000  # of one month; more are not laid out


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid, `inside` the month or of a week that it shares with another; `more` are not named."""

    date: date
    inside: bool
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday, and events of which only the month or the year is known."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    undated: tuple[Hit, ...]

    @property
    def last(self) -> date:
        return following(self.first) - timedelta(days=1)


def parse_month(stated: str) -> date:
    """The first day of a month given as `YYYY-MM`. Raises BadQueryError."""
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", stated):
        raise BadQueryError(f"“month” is {stated!r:.80}: give it as YYYY-MM, for example 2026-11.")
    return date.fromisoformat(f"{stated}-01")


def following(month: date, count: int = 1) -> date:
    """The first day of the month that comes `count` months later.

    >>> following(date(2026, 12, 1)), following(date(2026, 1, 1), -1)
    (datetime.date(2027, 1, 1), datetime.date(2025, 12, 1))
    """
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def lay_out(month: date, hits: Iterable[Hit]) -> Month:
    """The month's grid. An event of several days stands on each of them."""
    grid = Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    shown = {day: list[Hit]() for week in grid for day in week}
    undated = []
    for hit in hits:
        if hit.starts is None:
            undated.append(hit)
            continue
        first, last = max(hit.starts, grid[0][0]), min(hit.ends or hit.starts, grid[-1][-1])
        for number in range((last - first).days + 1):
            shown[first + timedelta(days=number)].append(hit)
    weeks = (tuple(_day(day, day.month == month.month, shown[day]) for day in week) for week in grid)
    return Month(month, tuple(weeks), tuple(undated))


def _day(day: date, inside: bool, hits: list[Hit]) -> Day:
    ranked = sorted(hits, key=lambda hit: (hit.clock or "", hit.name or ""))
    kept = ranked if len(ranked) <= MOST_A_DAY + 1 else ranked[:MOST_A_DAY]  # "1 more" takes as much room as the event
    return Day(day, inside, tuple(kept), len(ranked) - len(kept))
