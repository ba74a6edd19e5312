"""Text in, the dates it states out: single days, ranges, several days, with their times; partial dates stay partial.

>>> [str(d) for d in read_dates("Workshop, 28 February – 2 March 2027, 10am to noon")]
['2027-02-28/2027-03-02 10:00-12:00']
>>> [str(d) for d in read_dates("Oct 25-26")]
['--10-25/--10-26']
"""

from dataclasses import dataclass, replace
from datetime import date

from extract.clock import Clock
from extract.date_tokens import Token, find_date, split_tokens

MAX_SPAN = 800  # days; no event lasts longer, a grant period does


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
        if year and len(days) > 1 and self.days[-1].year is None and _order(days[-1]) < _order(days[0]):
            days = (*days[:-1], self.days[-1].in_year(year + 1))
        return replace(self, days=days)

    def __str__(self) -> str:
        join = "/" if self.ranged else ","
        times = "".join(f" {c.start or ''}{'-' + c.end if c.end else ''}" for c in self.clocks)
        return join.join(day.iso for day in self.days) + times


def read_dates(text: str, day_first: bool = True) -> tuple[Dates, ...]:
    """All dates of a text, in order. What no calendar has (31 February, 99/99/9999) is left out."""
    tokens = split_tokens(text, day_first)
    found: list[Dates] = []
    at = 0
    while at < len(tokens):
        chain = _Chain(tokens, at)
        for days, ranged, first, last in chain.runs():
            first, last, clocks = _reach(tokens, first, last, found[-1].finish if found else 0)
            begin, finish = tokens[first].begin, tokens[last].finish
            found.append(Dates(days, ranged, text[begin:finish].rstrip(" .,"), begin, finish, clocks))
        at = max(chain.at, at + 1)
    return tuple(found)


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


_BESIDE = ("clock", "list", "lead", "open", "range", "inner")


@dataclass(frozen=True, slots=True)
class _Part:
    """A day as read, before it borrows month and year from its neighbours. `style`: dmy, mdy, my, bare, whole."""

    style: str
    day: Day
    first: int
    last: int
    link: str = ""  # how it is joined to the part before: range, list, comma, or "" for the first


class _Chain:
    """Days joined by range signs and commas, read from one token on. `at` is where reading goes on afterwards."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self.tokens = tokens
        self.at = at
        self.parts: list[_Part] = []
        link = ""
        while (part := self._part(self.at, link)) is not None:
            self.parts.append(part)
            self.at = part.last + 1
            after = self._skip(self.at, ("clock", "open"))
            link, beyond = self._link(after)
            if not link:
                break
            self.at = beyond

    def runs(self) -> list[tuple[tuple[Day, ...], bool, int, int]]:
        """The stretches of parts that are dates: days, whether a range, first and last token."""
        runs = [run for group in _split(_lend_months(self.parts)) if (run := _finish(group))]
        return runs

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def _tight(self, at: int) -> bool:
        """Whether a dash stands without spaces, as in 16-Mar-2027."""
        if self._kind(at) not in ("range", "list") or at + 1 >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.begin == self.tokens[at - 1].finish and token.finish == self.tokens[at + 1].begin

    def _skip(self, at: int, kinds: tuple[str, ...]) -> int:
        while self._kind(at) in kinds:
            at += 1
        return at

    def _link(self, at: int) -> tuple[str, int]:
        """The joining words from `at` on: their sort, and where the next day may begin."""
        seen = ""
        begin = at
        while self._kind(at) in ("range", "list") and at - begin < 3:
            token = self.tokens[at]
            sort = "range" if token.kind == "range" else "comma" if token.word == "," else "list"
            seen = sort if sort != "comma" or not seen else seen
            at += 1
        return seen, at

    def _part(self, at: int, link: str) -> _Part | None:
        first, weekday = at, None
        for _ in range(5):  # "on Friday, the 3rd"
            kind = self._kind(at)
            if kind == "weekday" or (kind == "month" and self._is_weekday(at)):
                value = self.tokens[at].value if kind == "weekday" else 1
                weekday = value if value >= 0 else None
            elif kind not in ("lead", "inner") and not (kind == "list" and self._kind(at - 1) == "weekday"):
                break
            at += 1
        read = self._whole(at, weekday) or self._day_month(at) or self._month_day(at)
        if read is None:
            return None
        style, day, last = read
        first = at if weekday is None and first != at else self._trim(first)
        return _Part(style, replace(day, weekday=weekday), first, last, link)

    def _trim(self, first: int) -> int:
        """Leave "on" and "from" out of the words of a date, keep its weekday."""
        return self._skip(first, ("lead", "inner"))

    def _is_weekday(self, at: int) -> bool:
        """Spanish, French and Italian "mar" before a number and a month is Tuesday."""
        return self.tokens[at].word in ("mar", "plain") and self._kind(at + 1) == "number" and self._kind(
            self._skip(at + 2, ("inner",))
        ) == "month"

    def _whole(self, at: int, weekday: int | None) -> tuple[str, Day, int] | None:
        if self._kind(at) != "whole":
            return None
        token = self.tokens[at]
        year, month, day = token.whole
        if token.word == "either" and weekday is not None:  # the weekday settles 3/4/2027
            straight, turned = find_date(year, month, day), find_date(year, day, month)
            if straight and turned and straight.weekday() != weekday == turned.weekday():
                month, day = day, month
        if token.word == "german" and self._kind(at + 1) == "year":
            return "whole", Day(self.tokens[at + 1].value, month, day), at + 1
        return "whole", Day(year or None, month, day), at

    def _day_month(self, at: int) -> tuple[str, Day, int] | None:
        """3 March, 3rd of March 2027, 16-Mar-2027, or a bare 3 that waits for its month."""
        if self._kind(at) != "number":
            return None
        token = self.tokens[at]
        after = at + 1 if self._tight(at + 1) else self._skip(at + 1, ("inner", "lead"))
        after += 1 if self._tight(after) and self._kind(after + 1) == "month" else 0
        if self._kind(after) != "month":
            year = at + 2 if self._kind(at + 1) == "list" else at + 1
            if self._kind(year) == "year":
                return "bare", Day(self.tokens[year].value, None, token.value), year
            return "bare", Day(None, None, token.value), at
        month = self.tokens[after]
        year, last = self._year(after)
        if month.word == "plain" and year is None and not token.word:
            return "bare", Day(None, None, token.value), at
        return "dmy", Day(year, month.value, token.value), last

    def _year(self, at: int) -> tuple[int | None, int]:
        """A year after the token at `at`: its value and the last token read."""
        after = at + 1
        if (self._kind(after) == "list" and (self.tokens[after].word == "," or self._tight(after))) or self._tight(after):
            after += 1
        after = self._skip(after, ("inner",)) if after == at + 1 else after
        return (self.tokens[after].value, after) if self._kind(after) == "year" else (None, at)

    def _month_day(self, at: int) -> tuple[str, Day, int] | None:
        """March 3rd, 2027; March 2027; a lone March that waits for its year ("March to May 2027")."""
        if self._kind(at) != "month":
            return None
        month = self.tokens[at]
        after = self._skip(at + 1, ("inner",))
        after = after + 1 if self._kind(after) == "lead" and self.tokens[after].word == "the" else after
        if self._kind(after) == "number":
            year, last = self._year(after)
            if month.word == "plain" and year is None and not self.tokens[after].word:
                return None
            return "mdy", Day(year, month.value, self.tokens[after].value), last
        year, last = self._year(at)
        if year is None and month.word == "plain":
            return None
        return "my", Day(year, month.value, None), last


def _lend_months(parts: list[_Part]) -> list[_Part]:
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


def _may_lend(parts: list[_Part], at: int) -> bool:
    """3–5 March, 3 and 5 March, 3, 10 and 17 March; but not the 3 of "Room 3, 5 March"."""
    day, after = parts[at].day.day or 0, parts[at + 1]
    if parts[at + 1].link == "range" or after.link == "list":
        return day < (after.day.day or 0)
    chained = at + 2 < len(parts) and parts[at + 2].link in ("list", "comma") and parts[at + 2].style == "dmy"
    return chained and day < (after.day.day or 0)


def _follows(parts: list[_Part], at: int) -> bool:
    """March 3-5 and March 3, 10 and 17; but not the 20 of "March 3, 20 places"."""
    if (parts[at].day.day or 0) <= (parts[at - 1].day.day or 0):
        return False
    if parts[at].link != "comma":
        return True
    return parts[at].day.year is not None or (at + 1 < len(parts) and parts[at + 1].style == "bare")


def _split(parts: list[_Part]) -> list[list[_Part]]:
    """Stretches without bare days."""
    groups: list[list[_Part]] = [[]]
    for part in parts:
        if part.style == "bare":
            groups.append([])
        else:
            groups[-1].append(part)
    return [group for group in groups if group]


def _finish(group: list[_Part]) -> tuple[tuple[Day, ...], bool, int, int] | None:
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


def _lend_years(days: list[Day]) -> list[Day]:
    """A day without a year takes that of the day after it, else of the one before; New Year is minded."""
    for at in range(len(days) - 2, -1, -1):
        after = days[at + 1]
        if days[at].year is None and after.year:
            turn = _order(replace(after, year=None)) < _order(days[at])
            days[at] = replace(days[at], year=after.year - turn)
    for at in range(1, len(days)):
        before = days[at - 1]
        if days[at].year is None and before.year:
            turn = _order(days[at]) < _order(replace(before, year=None))
            days[at] = replace(days[at], year=before.year + turn)
    return days


def _order(day: Day) -> tuple[int, int, int]:
    return day.year or 0, day.month or 0, day.day or 0


def _in_order(days: list[Day], ranged: bool) -> bool:
    first, last = days[0].full, days[-1].full
    if first and last:
        return first <= last and (last - first).days <= MAX_SPAN
    return _order(days[0]) < _order(days[-1]) or (ranged and days[0].year is None)
