"""Text in, the dates it states out: single days, ranges, several days, with their times; partial dates stay partial.

>>> [str(d) for d in read_dates("Workshop, 28 February – 2 March 2027, 10am to noon")]
['2027-02-28/2027-03-02 10:00-12:00']
>>> [str(d) for d in read_dates("Oct 25-26")]
['--10-25/--10-26']
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extract.clock import Clock
from extract.date_chain import Chain, Part
from extract.date_tokens import Token, find_date, split_tokens
from extract.date_words import MOVED_FROM
from extract.days import Dates, Day, order

__all__ = ["Dates", "Day", "read_dates"]

MOVE_REACH = 60  # characters in front of a date that may say that it is an old one
MOVED = re.compile(rf"\b(?:{MOVED_FROM})\s*$", re.I)
"""What stands right before the days that an event was moved from."""
REMEMBERED = 2_000  # texts; several readers ask for the dates of each block of one page
MAX_SPAN = 800  # days; no event lasts longer, a grant period does


@lru_cache(maxsize=REMEMBERED)
def read_dates(text: str, day_first: bool = True) -> tuple[Dates, ...]:
    """All dates of a text, in order. What no calendar has (31 February, 99/99/9999) is left out."""
    tokens = split_tokens(text, day_first)
    if not any(token.kind in ("month", "whole") for token in tokens):
        return ()
    found: list[Dates] = []
    for chain in _chains(tokens):
        moved = len(chain.parts) > 1 and _is_moved(text, tokens[chain.parts[0].first].begin)
        for days, ranged, first, last in _runs(chain.parts, moved):
            first, last, clocks = _reach(tokens, first, last, found[-1].finish if found else 0)
            begin, finish = tokens[first].begin, tokens[last].finish
            found.append(Dates(days, ranged, text[begin:finish].rstrip(" .,"), begin, finish, clocks))
    return tuple(found)


def _is_moved(text: str, begin: int) -> bool:
    """Whether the days that begin there are what an event was moved from."""
    return MOVED.search(text[max(0, begin - MOVE_REACH) : begin]) is not None


def _chains(tokens: list[Token]) -> Iterator[Chain]:
    """The chains of days that begin wherever a date may, one after the other."""
    at = 0
    while at < len(tokens):
        if tokens[at].kind not in _FIRST:
            at += 1
            continue
        chain = Chain(tokens, at)
        yield chain
        at = max(chain.at, at + 1)


def find_impossible(text: str, day_first: bool = True) -> str | None:
    """The first date of a text that no calendar has, as it stands there: a day after the month's last. What is out of
    all measure (99/99/2027, 12.10.1815) is a number of something else.

    >>> find_impossible("Doors open on 31 April 2027."), find_impossible("30 April 2027"), find_impossible("v3.99.2027")
    ('31 April 2027', None, None)
    """
    tokens = split_tokens(text, day_first)
    for chain in _chains(tokens):
        for group in _split(_lend_months(chain.parts)):
            words = text[tokens[group[0].first].begin : tokens[group[-1].last].finish].rstrip(" .,")
            spelt = any(token.kind == "month" for token in tokens[group[0].first : group[-1].last + 1])
            if any(_overruns(day, words, spelt) for day in _lend_years([part.day for part in group])):
                return words
    return None


def _reach(tokens: list[Token], first: int, last: int, floor: int) -> tuple[int, int, tuple[Clock, ...]]:
    """Widen a date over the times beside it: "6pm, Friday 5 March" and "5 March (10:00 – 12:00, 14:00)"."""
    at = first
    while at > 0 and tokens[at - 1].kind in ("weekday", "list", "lead", "open") and first - at < 3:
        at -= 1
    if at > 0 and tokens[at - 1].kind == "clock" and tokens[at - 1].begin >= floor:
        first = at - 1
    at = last
    while at + 1 < len(tokens) and tokens[at + 1].kind in _BESIDE and at - last < 4:
        at += 1
        if tokens[at].kind == "clock":
            last = at
    inside = [token.clock for token in tokens[first : last + 1] if token.clock]
    return first, last, tuple(inside)


_FIRST = frozenset(("number", "month", "weekday", "whole", "lead", "inner"))
_BESIDE = ("clock", "weekday", "list", "lead", "open", "range", "inner")


def _runs(parts: list[Part], moved: bool) -> list[tuple[tuple[Day, ...], bool, int, int]]:
    """The stretches of parts that are dates: days, whether a range, first and last token."""
    groups = _split(_lend_months(parts))
    if moved:
        groups = [half for group in groups for half in _halve(group)]
    return [run for group in groups if (run := _finish(group))]


def _halve(group: list[Part]) -> tuple[list[Part], ...]:
    """The old days and the new of "moved from 3 May to 4 June 2027", which is no range; none of an odd number."""
    if len(group) == 1:
        return (group,)
    days, half = _lend_years([part.day for part in group]), len(group) // 2
    dated = [replace(part, day=day) for part, day in zip(group, days, strict=True)]
    return (dated[:half], dated[half:]) if len(group) % 2 == 0 else ()


def _lend_months(parts: list[Part]) -> list[Part]:
    """Bare days take month and year from the day after ("3–5 March") or before ("March 3-5, 2027")."""
    lent = list(parts)
    for at in range(len(lent) - 2, -1, -1):
        part, after = lent[at], lent[at + 1]
        if part.style == "bare" and after.style in ("dmy", "whole") and after.day.day and _may_lend(lent, at):
            day = replace(part.day, month=after.day.month, year=part.day.year or after.day.year)
            lent[at] = replace(part, style="dmy", day=day)
    for at in range(1, len(lent)):
        part, before = lent[at], lent[at - 1]
        if part.style == "bare" and before.style == "mdy" and before.day.year is None and _follows(lent, at):
            lent[at] = replace(part, style="mdy", day=replace(part.day, month=before.day.month))
    return lent


def _may_lend(parts: list[Part], at: int) -> bool:
    """3–5 March, 3 and 5 March, 3, 10 and 17 March; but not the 3 of "Room 3, 5 March"."""
    day, after = parts[at].day.day or 0, parts[at + 1]
    if parts[at + 1].link == "range" or after.link == "list":
        return day < (after.day.day or 0)
    chained = at + 2 < len(parts) and parts[at + 2].link in ("list", "comma") and parts[at + 2].style == "dmy"
    return chained and day < (after.day.day or 0)


def _follows(parts: list[Part], at: int) -> bool:
    """March 3-5 and March 3, 10 and 17; but not the 20 of "March 3, 20 places"."""
    if (parts[at].day.day or 0) <= (parts[at - 1].day.day or 0):
        return False
    if parts[at].link != "comma":
        return True
    return parts[at].day.year is not None or (at + 1 < len(parts) and parts[at + 1].style == "bare")


def _split(parts: list[Part]) -> list[list[Part]]:
    """Stretches without bare days."""
    groups: list[list[Part]] = [[]]
    for part in parts:
        if part.style == "bare":
            groups.append([])
        else:
            groups[-1].append(part)
    return [group for group in groups if group]


def _finish(group: list[Part]) -> tuple[tuple[Day, ...], bool, int, int] | None:
    """Lend years, check against the calendar; None if a day does not exist or the order is not that of time."""
    ranged = any(part.link == "range" for part in group[1:])
    days = _lend_years([part.day for part in group])
    if any(day.year is None and day.day is None for day in days):
        return None
    if any(day.day and not find_date(day.year or 2024, day.month or 0, day.day) for day in days):
        return None
    if len(days) > 1 and not _in_order(days, ranged):
        return None
    if len(days) == 2 and days[0].full and days[0].full == days[1].full:  # "16 Aug 2021 16:00 – 16 Aug 2021 20:00"
        days = days[:1]
    return tuple(days), ranged, group[0].first, group[-1].last


def _overruns(day: Day, words: str, spelt: bool) -> bool:
    """Whether a day is one after the last of its month, where the words mean a date for sure."""
    year, month = day.year or 2024, day.month or 0
    sure = spelt or (day.year is not None and str(day.year) in words)
    usual = 1 <= month <= 12 and 1900 <= year <= 2100 and (day.day or 0) <= 31
    return sure and usual and (day.day or 0) > 28 and not find_date(year, month, day.day or 0)


def _lend_years(days: list[Day]) -> list[Day]:
    """A day without a year takes that of the day after it, else of the one before; New Year is minded."""
    for at in range(len(days) - 2, -1, -1):
        after = days[at + 1]
        if days[at].year is None and after.year:
            turn = order(replace(after, year=None)) < order(days[at])
            days[at] = replace(days[at], year=after.year - turn)
    for at in range(1, len(days)):
        before = days[at - 1]
        if days[at].year is None and before.year:
            turn = order(days[at]) < order(replace(before, year=None))
            days[at] = replace(days[at], year=before.year + turn)
    return days


def _in_order(days: list[Day], ranged: bool) -> bool:
    first, last = days[0].full, days[-1].full
    if first and last:
        return first <= last and (last - first).days <= MAX_SPAN
    return order(days[0]) < order(days[-1]) or (ranged and days[0].year is None)
