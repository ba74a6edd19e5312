"""A page without its chrome in, claims on when its event takes place out, and on no other day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import unquote, urlsplit

from extract.claims import Claim, Source, View
from extract.clock import Clock
from extract.date_grammar import Dates, Day
from extract.days import order
from extract.fields.date_sentences import find_programme_days, find_sentences, find_spoken_times
from extract.fields.date_statements import MAX_TITLE, Statement, find_facts, is_odd, sift
from extract.fields.sections import where
from extract.fields.status import find_status
from extract.fields.time_lines import find_times

NEAR = 10  # blocks between a labelled date and the labelled time that belongs to it


def find(view: View) -> Iterator[Claim]:
    """Claims on days, times, zone, status and duration. Days and times come from statements that agree."""
    statements = sift([*find_facts(view), *find_sentences(view), *find_programme_days(view)], view)
    best = choose(statements, view)
    if best:
        yield from _day_claims(best, statements, view)
        statements += _times_beside(best, statements, view)
    if best is None or best.dates is None or best.dates.end is None:
        statements += find_spoken_times(view)
    yield from _time_claims(best, statements, view)
    yield from find_status(view)


def _times_beside(best: Statement, statements: Sequence[Statement], view: View) -> list[Statement]:
    """The line of a time beside the chosen day, or else right before or after another line that states the same day."""
    others = [one for one in statements if one.sort == "date" and one.at >= 0 and _agree(best, one)]
    if best.rule == "programme":
        return []
    return [*find_times(view, best)] or next(
        filter(None, ([near for near in find_times(view, one) if abs(near.at - one.at) == 1] for one in others)), []
    )


def choose(statements: Sequence[Statement], view: View) -> Statement | None:
    """The most trusted statement of a day; of several with one start the one that says most."""
    dated = [one for one in statements if one.dates and one.sort == "date"]
    first = max(dated, key=lambda one: one.trust, default=None)
    if first is None or _out_of(view.title[:MAX_TITLE], first):
        return None
    first = _timed_later(first, dated, view) or first
    year = (find_year(view) or (None,))[0]
    return max((one for one in dated if _agree(first, one)), key=lambda one: _fullness(one, year))


def _timed_later(first: Statement, dated: Sequence[Statement], view: View) -> Statement | None:
    """The one later day that a sentence gives with its time, where the line below the heading is a bare day: such a
    day is often that of the posting, and an event is announced before it takes place."""
    day = first.dates.start.full if first.dates else None
    if first.rule != "hero" or day is None or first.clocks or (first.dates and first.dates.end):
        return None
    spoken = [one for one in dated if one.rule == "sentence" and one.at <= first.at + _SOON_BELOW and one.clocks]
    days = {one.dates.start.full for one in spoken if one.dates}
    timed = len(days) == 1 and all(full and full > day for full in days) and not any(find_times(view, first))
    return spoken[0] if timed else None


_SOON_BELOW = 4  # blocks below the heading's line in which the sentence stands: further down others' days are spoken of


def _fullness(one: Statement, year: int | None) -> tuple[bool, bool, float]:
    dates = one.dates
    assert dates is not None
    return dates.start.in_year(year).full is not None, dates.end is not None, one.trust


def _out_of(title: str, one: Statement) -> bool:
    """Whether a date lies years away from the heading's one year: "COMBINE 2014" was not in 2017. A date with a label
    is believed beside the year in a longer heading, which may be what a talk is on."""
    years, year = _years(title), one.dates.start.year if one.dates else None
    if len(years) != 1 or year is None or (one.source == "label" and not _EDITION.fullmatch(title)):
        return False
    return abs(year - next(iter(years))) > 1


_EDITION = re.compile(r"(?:[A-Z][\w’'&-]{0,30}\s){1,3}(?:19|20)\d\d")  # "Harmony 2014"


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two statements start on the same day, as far as both say."""
    if one.dates is None or other.dates is None:
        return False
    a, b = one.dates.start, other.dates.start
    return (a.month, a.day) == (b.month, b.day) and (a.year is None or b.year is None or a.year == b.year)


def _day_claims(best: Statement, statements: Sequence[Statement], view: View) -> Iterator[Claim]:
    dates = _with_end(best, statements)
    if dates.start.year is None:
        year, words, source = find_year(view) or (None, "", "text")
        moved = dates.in_year(year)
        if moved.start.full:
            dates = moved
            yield Claim("start_date", dates.start.full, words, source, "year", best.trust - 0.01, source)

    def claim(field: str, value: object, text: str = best.text) -> Claim:
        return Claim(field, value, text, best.source, best.rule, best.trust, _path(best, view))

    yield claim("dates_text", best.text)
    yield claim(*_field("start_date", dates.start))
    if dates.end:
        yield claim(*_field("end_date", dates.end), dates.text)


def _with_end(best: Statement, statements: Sequence[Statement]) -> Dates:
    """The chosen dates, with the day that an end label or the programme's last heading gives."""
    dates = best.dates
    assert dates is not None
    if dates.end:
        return dates
    for one in statements:
        if one.sort != "end" or one.dates is None:
            continue
        last = one.dates.start.in_year(dates.start.year)
        if order(last) > order(dates.start) and (last.year is None) == (dates.start.year is None):
            return replace(dates, days=(dates.start, last), ranged=True, text=one.text)
    return dates


def _field(name: str, day: Day) -> tuple[str, date | str]:
    return (name, day.full) if day.full else (f"{name}_partial", day.iso)


def _path(one: Statement, view: View) -> str:
    return where(view.body[one.at]) if one.at >= 0 else "title"


def _time_claims(best: Statement | None, statements: Sequence[Statement], view: View) -> Iterator[Claim]:
    """Times of the chosen statement, else of those that give only times near it or agree on the day."""
    chosen = [best] if best else []
    others = [one for one in statements if one is not best and _belongs(one, best)]
    for one in [*chosen, *others]:
        beside_day = one is best and one.rule in BESIDE_DAY
        yield from _clock_claims(replace(one, trust=OWN_TIME) if beside_day else one, _path(one, view))


OWN_TIME = 0.86  # trust of a time beside the day itself: more than that of a time behind some label
BESIDE_DAY = frozenset(("hero", "class", "event_date", "date"))


def _belongs(one: Statement, best: Statement | None) -> bool:
    if best is None:
        return one.dates is None
    if one.dates is None:
        near = 3 if best.dates and best.dates.end else NEAR
        return best.at < 0 or abs(one.at - best.at) <= near or one.rule == "spoken"
    return _agree(best, one) or one.sort == "end"


def _clock_claims(one: Statement, path: str) -> Iterator[Claim]:
    def claim(field: str, value: str | None, clock: Clock) -> Claim:
        return Claim(field, value, clock.text, one.source, f"{one.rule}_time", one.trust, path)

    clocks = [clock for clock in one.clocks if not is_odd(clock)]
    doors = [clock for clock in clocks if clock.role == "doors" or one.sort == "doors"]
    plain = [clock for clock in clocks if clock not in doors]
    if doors and doors[0].start:
        yield claim("door_time", doors[0].start, doors[0])
    if not plain:
        return
    first, last = plain[0], plain[-1]
    if one.sort == "end":
        yield claim("end_time", first.end or first.start, first)
        return
    if first.start:
        yield claim("start_time", first.start, first)
    end, clock = _end_of(one, first, last, len(plain))
    if end:
        yield claim("end_time", end, clock)
    zone = next((clock for clock in plain if clock.zone), None)
    if zone:
        yield claim("time_zone", zone.zone, zone)


def _end_of(one: Statement, first: Clock, last: Clock, count: int) -> tuple[str | None, Clock]:
    """The end of the first time, or the second of two times of a range: "3 May 14:00 – 5 May 16:00"."""
    if first.end or count == 1:
        return first.end, first
    if count == 2 and last.role == "end":
        return last.end, last
    if count == 2 and one.dates and one.dates.ranged and last.start and not last.end:
        return last.start, last
    return None, first


_YEAR = re.compile(r"(?<![\d/.–-])(?:199[5-9]|20\d\d)(?![\d–-]|[/.]\d)")
"""A year in which an event may have had a page: "Berlin 1989" and "Seaweed rights, 1880–1930" are what a talk is on."""
_PERIOD = re.compile(
    r"(?<!\d)1[0-9]\d\d\s?(?:[-–—/]|\b(?:to|and|bis|und|à|au|et|a|al|y|e|ed|tot|en)\b)\s?(?:\d{4}|\d{2})(?!\d)"
)
"""The years that a talk is about: "Dykes of the Marsh, 1850–1950"."""


def _years(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(_PERIOD.sub(" ", text))}


def find_year(view: View) -> tuple[int, str, Source] | None:
    """The one year that the heading, a line that is only a month, or the address names: year, its words, where."""
    years = _years(view.title[:MAX_TITLE])
    if len(years) == 1:
        year = years.pop()
        return year, str(year), "text"
    months = {match[1]: match[0] for block in view.body[:30] if (match := _MONTH_LINE.fullmatch(block.text))}
    if len(months) == 1:
        year_text, words = months.popitem()
        return int(year_text), words, "text"
    years = {int(year) for year in _URL_YEAR.findall(unquote(urlsplit(view.url).path))}
    if len(years) == 1:
        year = years.pop()
        return year, str(year), "url"
    return None


_MONTH_LINE = re.compile(r"[^\W\d_]{3,10}\.?,? ((?:19|20)\d\d)")
_URL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|\D|$)")
