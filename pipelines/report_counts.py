"""Arrow tables of one home in, counts out: rows by a column, filled fields by site, events by month."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

MOST_COLUMNS = 40
"""Columns that a chart of time can have and still be read."""


def count_by_site(rows: pa.Table, name: str) -> dict[str, dict[str, int]]:
    """Each site's rows by the value of a column, most first; null is "unknown"."""
    grouped = rows.group_by(["site", name]).aggregate([([], "count_all")]).to_pylist()
    found: dict[str, dict[str, int]] = {}
    for one in sorted(grouped, key=lambda one: (-one["count_all"], str(one[name]))):
        found.setdefault(one["site"], {})[str(one[name] or "unknown")] = one["count_all"]
    return found


def keep_present(rows: pa.Table) -> pa.Table:
    """The rows of records that are not removed."""
    return rows.filter(pc.is_null(rows["removed_at"]))


def find_filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each row whether it states the field: not null, and a list has an item."""
    if pa.types.is_list(column.type):
        return pc.fill_null(pc.greater(pc.list_value_length(column), 0), False)
    return pc.is_valid(column)


def count_filled(rows: pa.Table, names: Iterable[str]) -> dict[str, int]:
    """How many rows state each of these fields."""
    return {name: pc.sum(find_filled(rows[name])).as_py() or 0 for name in names}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year: its first day, how it is called, its events, and how many of them are to come."""

    start: date
    label: str
    events: int
    to_come: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by period; `unit` is month, quarter or year. `outside` counts events of earlier or later periods than
    are shown, `undated` those without a full date."""

    unit: str
    periods: tuple[Period, ...]
    outside: int
    undated: int


def make_timeline(events: Mapping[date | None, int], today: date) -> Timeline:
    """Events (how many begin on each day) by the finest unit of which MOST_COLUMNS hold nearly all of them, so that one
    old event does not squeeze the others.

    >>> line = make_timeline({date(2027, 1, 9): 1, date(2027, 3, 1): 1, None: 1}, date(2027, 2, 1))
    >>> line.unit, [(one.label, one.events, one.to_come) for one in line.periods], line.undated
    ('month', [('Jan 2027', 1, 0), ('Feb 2027', 0, 0), ('Mar 2027', 1, 1)], 1)
    """
    days = {day: number for day, number in events.items() if day}
    dated = sum(days.values())
    for unit in _MONTHS:
        number, coming = _count_days(days, unit), _count_days({d: n for d, n in days.items() if d >= today}, unit)
        window = _find_window(number)
        shown = sum(number[place] for place in window)
        if unit == "year" or shown >= NEARLY_ALL * dated:
            break
    periods = tuple(_name_period(place, unit, number[place], coming[place]) for place in window)
    return Timeline(unit, periods, dated - shown, events.get(None, 0))


NEARLY_ALL = 0.95  # of the days, shown by months or weeks: a date of 1950 must not squeeze all others into years


def _count_days(days: Mapping[date, int], unit: str) -> Counter[int]:
    counted: Counter[int] = Counter()
    for day, events in days.items():
        counted[(12 * day.year + day.month - 1) // _MONTHS[unit]] += events
    return counted


def _find_window(number: Mapping[int, int]) -> range:
    """The MOST_COLUMNS places one behind the other that hold most events, without empty ones at the ends."""
    places = sorted(number)
    best, most, held, first = range(0), 0, 0, 0
    for place in places:
        held += number[place]
        while place - places[first] >= MOST_COLUMNS:
            held -= number[places[first]]
            first += 1
        if held >= most:
            best, most = range(places[first], place + 1), held
    return best


_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _name_period(place: int, unit: str, events: int, to_come: int) -> Period:
    year, month = divmod(place * _MONTHS[unit], 12)
    label = {"month": f"{_NAMES[month]} {year}", "quarter": f"Q{month // 3 + 1} {year}", "year": str(year)}[unit]
    return Period(date(year, month + 1, 1), label, events, to_come)


def total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several counts as one, most first."""
    summed: Counter[str] = sum((Counter(dict(one)) for one in counts), Counter())
    return dict(summed.most_common())


def share(part: int, whole: int) -> float | None:
    """Part of a whole, 0 to 1; None of nothing."""
    return part / whole if whole else None
