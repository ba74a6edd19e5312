"""What markup or a calendar says of an event's times in, weighed against what the page prints; what is believed out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from extract.claims import Claim, Source, View, pick
from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.fields.posting import find_stamps
from extract.instants import Instant
from extract.records import Problem

FIRM = 0.6  # trust from which a printed date overrules markup that says another one
_SECONDS = re.compile(r"T\d\d:\d\d:(?!00)\d\d")
NIGHT = "07:00"  # an end before it on the next day is the end of a night, not a second day


@dataclass(frozen=True, slots=True)
class Stated:
    """When a piece of structured data says the event is; `words` as written, `path` where it stood."""

    source: Source
    rule: str
    start: Instant
    end: Instant | None
    words: tuple[str, str]
    path: str
    trust: float = 0.9


@dataclass(frozen=True, slots=True)
class Printed:
    """The days (without year where none is printed) and clock times that a page shows."""

    days: frozenset[tuple[int, int]] = frozenset()
    times: frozenset[str] = frozenset()
    stamps: frozenset[date] = field(default_factory=frozenset)


def read_printed(view: View) -> Printed:
    """All days and times in the title and the body."""
    days: set[tuple[int, int]] = set()
    times: set[str] = set()
    for text in (view.title, *(block.text for block in view.body)):
        if not re.search(r"\d", text):
            continue
        for dates in read_dates(text, view.site.day_first):
            days |= {(day.month, day.day) for day in dates.days if day.month and day.day}
        times |= {time for clock in read_clocks(text, dotted=True) for time in (clock.start, clock.end) if time}
    return Printed(frozenset(days), frozenset(times), find_stamps(view))


def weigh(stated: Stated, said: Iterable[Claim], view: View) -> tuple[list[Claim], list[Problem]]:
    """Claims of what is believed of `stated`, given the page's own claims `said`, and why the rest is not."""
    claims = list(said)
    printed = read_printed(view)
    doubt = _doubt_day(stated, claims, printed)
    if doubt:
        return [], [Problem("events", "warning", f"{stated.source} not believed: {doubt}")]
    believed = list(_day_claims(stated))
    troubles: list[Problem] = []
    doubt = _doubt_time(stated, claims, printed)
    if doubt:
        troubles.append(Problem("events", "warning", f"{stated.source} time not believed: {doubt}"))
    else:
        believed += _time_claims(stated)
    return believed, troubles


def _doubt_day(stated: Stated, claims: list[Claim], printed: Printed) -> str:
    """Why the day is not believed, or ""."""
    if _SECONDS.search(stated.words[0]):
        return f"{stated.words[0]} is to the second: when somebody pressed a button"
    day = stated.start.day
    own = _own_day(claims)
    if own is None:
        return (
            f"{day} is the day of posting" if day in printed.stamps and (day.month, day.day) not in printed.days else ""
        )
    claim, month, number, year = own
    if (month, number) == (day.month, day.day) and year in (None, day.year):
        return ""
    shown = (day.month, day.day) in printed.days and day not in printed.stamps
    if claim.trust < FIRM and shown:
        return ""
    return f"it says {day}, the page {claim.text!r}"


def _own_day(claims: list[Claim]) -> tuple[Claim, int, int, int | None] | None:
    """The page's own start: its claim, month, day, and year if stated."""
    full = pick(claims, "start_date")
    if full:
        return full, full.value.month, full.value.day, full.value.year
    partial = pick(claims, "start_date_partial")
    match = re.fullmatch(r"--(\d\d)-(\d\d)", partial.value) if partial else None
    return (partial, int(match[1]), int(match[2]), None) if partial and match else None


def _doubt_time(stated: Stated, claims: list[Claim], printed: Printed) -> str:
    """Why the clock time is not believed, or ""; no doubt where there is no time."""
    start = stated.start
    if start.time is None:
        return ""
    own = pick(claims, "start_time")
    if own and own.trust >= 0.5 and own.value != start.time and start.time not in printed.times:
        return f"it says {start.time} {start.zone}, the page {own.text!r}".replace("  ", " ")
    if start.time not in printed.times:
        if int(start.time[3:]) % 5:
            return f"{start.time} is when somebody pressed a button"
        if start.time == "12:00" and start.zone == "UTC":
            return "noon UTC is a default"
        if printed.times and (start.zone == "UTC" or (start.zone == "" and own)):
            return f"{start.time} stands nowhere on the page"
    return ""


def _day_claims(stated: Stated) -> Iterator[Claim]:
    yield _claim(stated, "start_date", stated.start.day, 0)
    end = stated.end
    if end is None or end.day <= stated.start.day:
        return
    night = (end.day - stated.start.day).days == 1 and end.time is not None and end.time <= NIGHT
    if not night or stated.start.time in (None, "00:00"):
        last = end.shifted(-1) if end.time == "00:00" else end  # midnight ends the day before
        if last.day > stated.start.day:
            yield _claim(stated, "end_date", last.day, 1)


def _time_claims(stated: Stated) -> Iterator[Claim]:
    start, end = stated.start, stated.end
    if not start.time:
        return
    whole_day = start.time == "00:00" and (end is None or end.time in (None, "00:00", "23:59"))
    if whole_day:
        return
    yield _claim(stated, "start_time", start.time, 0)
    if start.zone:
        yield _claim(stated, "time_zone", start.zone, 0)
    if end and end.time and end.time != "23:59":
        yield _claim(stated, "end_time", end.time, 1)


def _claim(stated: Stated, name: str, value: object, which: int) -> Claim:
    words = stated.words[which] or stated.words[0]
    return Claim(name, value, words, stated.source, stated.rule, stated.trust, stated.path)
