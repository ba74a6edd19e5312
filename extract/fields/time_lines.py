"""A day that a page states in, the line of its clock times out: it stands beside the day, or below it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.claims import View
from extract.clock import Clock, read_clocks
from extract.date_grammar import read_dates
from extract.date_words import DAILY
from extract.fields.date_statements import FACT_LINE, Statement, is_odd, share


def find_times(view: View, best: Statement) -> Iterator[Statement]:
    """The line that is only a time beside the chosen date; of several lines none: they are a programme."""
    several = best.dates is not None and best.dates.end is not None
    above, below = (1, 3) if several else (3, 6)  # further away from several days stands their programme
    found: list[Statement] = []
    for at in [*range(max(0, best.at - above), best.at), *range(best.at + 1, min(len(view.body), best.at + below))]:
        text = view.body[at].text
        if len(text) > FACT_LINE:
            continue
        if read_dates(text, view.site.day_first):
            if at > best.at:
                break  # what follows belongs to another day
            continue
        found += _time_lines(text, at)
    found += _below_day(view, best)
    starts = {one.clocks[0].start for one in found if one.sort == "time" and not is_odd(one.clocks[0])}
    if best.at >= 0 and len(starts) == 1:
        yield from found


_DAILY = re.compile(rf"\b{DAILY}\b", re.I)


def _below_day(view: View, best: Statement) -> Iterator[Statement]:
    """The line that is only a time right below the day, in the same block: an address or a facts line with breaks."""
    lines = view.body[best.at].text.split("\n")[:12] if best.at >= 0 else []
    at = next((number for number, line in enumerate(lines) if best.text in line), len(lines))
    for line in lines[at + 1 : at + 2]:
        if len(line) <= FACT_LINE and not read_dates(line, view.site.day_first):
            yield from _time_lines(line, best.at)


def _time_lines(text: str, at: int) -> Iterator[Statement]:
    for line in text.split("\n"):
        clocks = read_clocks(line)
        if clocks and share(_DAILY.sub("", line), "", clocks) >= 0.6:
            clocks = _join_pair(clocks)
            sort = "doors" if clocks[0].role == "doors" else "time"
            yield Statement(sort, None, clocks, clocks[0].text, at, "text", "beside", 0.6)


def _join_pair(clocks: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """Two times, each perhaps written both ways, are a start and an end: "6:30 PM 8:00 PM 18:30 20:00"."""
    starts = list(dict.fromkeys(clock.start for clock in clocks))
    plain = all(clock.start and not clock.end and not clock.role for clock in clocks)
    if len(starts) != 2 or not plain or str(starts[0]) > str(starts[1]):
        return clocks
    last = clocks[1]
    return (replace(clocks[0], end=last.start, text=f"{clocks[0].text} {last.text}", finish=last.finish),)
