"""Counts in, the places of bars, ticks and points of a chart out, in the units of its view box."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipelines.report_counts import Period, Timeline

WIDTH, HEIGHT = 960, 240
_LEFT, _TOP, _BOTTOM = 44, 14, 34
_GAP = 0.22  # of a column's place
_TICKS = 4  # lines of the grid; with more the numbers touch


class Bar(NamedTuple):
    """One column: the part that is past stands below the part that is to come."""

    x: float
    width: float
    past_y: float
    past: float
    coming_y: float
    coming: float
    period: Period


class Tick(NamedTuple):
    at: float
    label: str


class Columns(NamedTuple):
    """A chart of columns: `bars`, values on the left (`steps`), years or months below (`names`)."""

    bars: tuple[Bar, ...]
    steps: tuple[Tick, ...]
    names: tuple[Tick, ...]
    floor: float


def draw_columns(timeline: Timeline) -> Columns:
    """The chart of events over time."""
    periods = timeline.periods
    top = max((one.events for one in periods), default=0)
    step = nice_step(top)
    highest = max(step, -(-top // step) * step)
    floor = HEIGHT - _BOTTOM
    scale = (floor - _TOP) / highest
    place = (WIDTH - _LEFT) / max(1, len(periods))
    bars = tuple(_bar(number, one, place, scale, floor) for number, one in enumerate(periods))
    steps = tuple(Tick(round(floor - value * scale, 1), str(value)) for value in range(0, highest + 1, step))
    return Columns(bars, steps, tuple(_name_years(periods, timeline.unit, place)), floor)


def _bar(number: int, period: Period, place: float, scale: float, floor: float) -> Bar:
    past, coming = (period.events - period.to_come) * scale, period.to_come * scale
    x = _LEFT + (number + _GAP / 2) * place
    tops = floor - past, floor - past - coming
    return Bar(round(x, 1), round(place * (1 - _GAP), 1), round(tops[0], 1), round(past, 1), round(tops[1], 1),
               round(coming, 1), period)  # fmt: skip


def _name_years(periods: Sequence[Period], unit: str, place: float) -> list[Tick]:
    """A name where each year begins; of many years every so many."""
    years = [(year, next(found)[0]) for year, found in groupby(enumerate(periods), lambda one: one[1].start.year)]
    every = max(1, -(-len(years) // (12 if unit == "year" else 20)))
    return [Tick(round(_LEFT + number * place, 1), str(year)) for year, number in years[::every]]


def nice_step(top: int) -> int:
    """The step of an axis that reaches `top` in about four steps of 1, 2 or 5 times a power of ten.

    >>> nice_step(3), nice_step(17), nice_step(900), nice_step(0)
    (1, 5, 500, 1)
    """
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * _TICKS >= top:
                return factor * power
        power *= 10


SPARK_WIDTH, SPARK_HEIGHT = 120, 24


def draw_spark(shares: Sequence[float]) -> str:
    """Shares of 0 to 1 as the points of a line, oldest first.

    >>> draw_spark([1.0, 0.5]), draw_spark([0.5])
    ('2.0,2.0 118.0,12.0', '2.0,12.0 118.0,12.0')
    """
    shown = shares if len(shares) > 1 else [*shares, *shares]
    wide, high = SPARK_WIDTH - 4, SPARK_HEIGHT - 4
    return " ".join(
        f"{2 + wide * number / (len(shown) - 1):.1f},{2 + high * (1 - one):.1f}" for number, one in enumerate(shown)
    )


def heat(share: float) -> int:
    """The shade of a share: 0 for nothing, 1 to 6 else.

    >>> [heat(one) for one in (0, 0.01, 0.5, 0.999, 1)]
    [0, 1, 3, 5, 6]
    """
    return 0 if share <= 0 else 6 if share >= 1 else 1 + int(share * 5)
