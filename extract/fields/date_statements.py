"""A page without its chrome in, what it states of the event's days out, each with where and how it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from extract.blocks import Block
from extract.claims import Source, View
from extract.clock import Clock, read_clocks
from extract.date_grammar import Dates, read_dates
from extract.fields.date_labels import INLINE, INLINE_WORDS, class_of, is_certain, names_occasion, read_label
from extract.fields.day_lines import closes
from extract.fields.posting import find_stamps, is_deadline, is_posting_block, is_posting_line, is_signed
from extract.fields.status import is_previous
from extract.foreign_dates import read_foreign
from extract.text import key

MAX_LINE = 3_000  # characters; a longer line is no statement
HERO_BLOCKS = 14  # blocks after the heading that may be facts of the event
LONG_TEXT = 220  # characters: with such a paragraph the facts end and the text begins
FACT_LINE = 160  # characters of a line that states a fact
MAX_TITLE = 500  # characters of a heading that are read
EMPTY = Block("")


@dataclass(frozen=True, slots=True)
class Statement:
    """Dates, or only clock times, as the page states them. `sort` is "date", "time", "end" or "doors".

    `at` is the number of the block in the body, -1 for the heading.
    """

    sort: str
    dates: Dates | None
    clocks: tuple[Clock, ...]
    text: str
    at: int
    source: Source
    rule: str
    trust: float


def find_facts(view: View) -> Iterator[Statement]:
    """Statements outside of sentences."""
    numbers = {id(block): number for number, block in enumerate(view.body)}
    yield from _labelled(view, numbers)
    yield from _headed(view)
    yield from _inline(view)
    yield from _title(view)
    yield from _agenda(view)
    yield from _lines(view)


def sift(found: Iterable[Statement], view: View) -> list[Statement]:
    """Without the days on which the page itself was posted, and without times that a program made up."""
    stamps = find_stamps(view)
    return [_without_artefacts(one, view) for one in found if one.rule == "event_date" or not _is_stamp(one, stamps)]


def _is_stamp(one: Statement, stamps: frozenset[date]) -> bool:
    """A single day on which the page was posted, or a day with a time to the odd minute, as only programs write it."""
    if one.dates is None:
        return False
    single = one.dates.end is None and one.dates.start.full in stamps
    return single or any(is_odd(clock) for clock in one.clocks)


def is_odd(clock: Clock) -> bool:
    """13:53 is when somebody pressed a button; events start at minutes that five divides.

    >>> is_odd(read_clocks("13:53")[0]), is_odd(read_clocks("13:45")[0])
    (True, False)
    """
    return clock.start is not None and int(clock.start[3:]) % 5 != 0


def _without_artefacts(one: Statement, view: View) -> Statement:
    """Without times that a program made up: odd minutes, one and the same time on both days, noon UTC of a `<time>`."""
    if not one.clocks or one.dates is None:
        return one
    starts = [clock.start for clock in one.clocks]
    twice = one.dates.end is not None and len(starts) == 2 and starts[0] == starts[1] and not one.clocks[0].end
    times = view.body[one.at].times if one.at >= 0 else ()
    default = len(starts) == 1 and not one.clocks[0].end and any(time.datetime.endswith("T12:00:00Z") for time in times)
    made_up = twice or default or any(is_odd(clock) for clock in one.clocks)
    return replace(one, clocks=()) if made_up else one


def _labelled(view: View, numbers: dict[int, int]) -> Iterator[Statement]:
    for pair in view.pairs:
        sort = read_label(pair.label)
        if sort and len(pair.value) <= MAX_LINE:
            at = numbers.get(id(pair.block), -1)
            yield from _read_value(view, sort, pair.value, at, is_certain(pair.label))
        elif names_occasion(pair.label) and (dates := read_dates(pair.value[:FACT_LINE], view.site.day_first)):
            at = numbers.get(id(pair.block), -1)
            if dates[0].begin == 0 and dates[0].start.full:
                yield Statement("date", dates[0], dates[0].clocks, dates[0].text, at, "label", "occasion", 0.7)


def _headed(view: View) -> Iterator[Statement]:
    """A heading "When" or "Date and time" and what stands right below it."""
    for at, block in enumerate(view.body[:-1]):
        if block.heading and len(block.text) <= 40 and (sort := read_label(block.text)):
            below = view.body[at + 1]
            if not below.heading and len(below.text) <= FACT_LINE:
                yield from _read_value(view, sort, below.text, at + 1, is_certain(block.text))


def _read_value(view: View, sort: str, value: str, at: int, certain: bool) -> Iterator[Statement]:
    """The statement of a labelled value: its first date, else its times."""
    rule = "event_date" if certain and sort == "date" else sort
    dates = next(_standing(value, view), None) or read_foreign(value, view.site)
    if dates and dates.begin <= 60 and not _is_posting(value, dates, view.body[at] if at >= 0 else EMPTY):
        yield Statement(sort, dates, clocks_of(dates, value), dates.text, at, "label", rule, 0.85 if certain else 0.8)
        return
    clocks = read_clocks(value, dotted=True)
    if clocks and clocks[0].begin <= 30:
        sort = "time" if sort == "date" else sort
        yield Statement(sort, None, clocks, clocks[0].text, at, "label", sort, 0.8)


def _standing(value: str, view: View) -> Iterator[Dates]:
    """The dates of a value that are not said to be old ones."""
    return (one for one in read_dates(value, view.site.day_first) if not is_previous(value[: one.begin]))


def _is_posting(line: str, dates: Dates, block: Block) -> bool:
    """Whether a date is the page's own: by the words before it, or a full single day without an end in a byline."""
    plain = dates.end is None and dates.start.full is not None and not any(clock.end for clock in dates.clocks)
    signed = not dates.clocks and is_signed(line[dates.finish :])
    return signed or is_posting_line(line[: dates.begin]) or (plain and is_posting_block(block))


def clocks_of(dates: Dates, line: str) -> tuple[Clock, ...]:
    """The times beside a date; without one those of the rest of its line."""
    if dates.clocks:
        return dates.clocks
    return tuple(clock for clock in read_clocks(line) if clock.begin >= dates.finish or clock.finish <= dates.begin)


def _inline(view: View) -> Iterator[Statement]:
    """ "Date: 3 May 2027Time: 14:00" inside a paragraph, where line breaks were lost."""
    for at, block in enumerate(view.body):
        if ":" not in block.text or len(block.text) > MAX_LINE:
            continue
        for match in INLINE.finditer(block.text) if any(word in block.text for word in INLINE_WORDS) else ():
            sort = read_label(match["label"])
            value = block.text[match.end() : match.end() + 200].split("\n")[0]
            if sort:
                yield from _read_value(view, sort, value, at, is_certain(match["label"]))


def _title(view: View) -> Iterator[Statement]:
    title = view.title[:MAX_TITLE]
    for dates in read_dates(title, view.site.day_first):
        if dates.start.day:
            yield Statement("date", dates, clocks_of(dates, title), dates.text, -1, "text", "title", 0.6)


AGENDA = (
    r"(?:[\w’' ]{1,40} )?(?:agenda (?:for|of|van)|tagesordnung (?:vom|für|der|am)|ordre du jour (?:du|de)|"
    r"orden del día del?|ordine del giorno del?)\b"
)
"""How the agenda of a meeting begins before it says the day: "Council Agenda for 3 May 2027"."""
_AGENDA = re.compile(rf"^{AGENDA}(?: \w+){{0,4}},? ?$", re.I)
_AGENDA_WORDS = ("agenda ", "tagesordnung ", "ordre du jour ", "orden del ", "ordine del ")
AGENDA_BLOCKS = 40  # above its heading stands who sits in the council


def _agenda(view: View) -> Iterator[Statement]:
    """The heading line of an agenda."""
    for at, block in enumerate(view.body[:AGENDA_BLOCKS]):
        lower = block.text.lower() if len(block.text) <= FACT_LINE else ""
        if not any(word in lower for word in _AGENDA_WORDS):
            continue
        dates = next(iter(read_dates(block.text, view.site.day_first)), None)
        if dates and dates.start.day and _AGENDA.match(block.text[: dates.begin]):
            yield Statement("date", dates, dates.clocks, dates.text, at, "text", "agenda", 0.7)
            return


def _hero(view: View) -> range:
    """Numbers of the blocks around the heading that may hold facts: three before it, and up to the first long text."""
    title = key(view.title)
    at = next((number for number, block in enumerate(view.body) if title and key(block.text) == title), -1)
    end = at + 1
    for block in view.body[at + 1 : at + 1 + HERO_BLOCKS]:
        end += 1
        if len(block.text) > LONG_TEXT:
            break
    return range(max(0, at - 3), end)


def _lines(view: View) -> Iterator[Statement]:
    """Lines that are little more than a date: by the heading, under a telling class, or the only one there is."""
    hero = _hero(view)
    alone: list[Statement] = []
    for at, block in enumerate(view.body):
        known = class_of(block)
        if len(block.text) > (MAX_LINE if at in hero else FACT_LINE):
            continue
        elsewhere = at not in hero and any(link.text == block.text for link in block.links)
        for one in _bare_lines(view, at, at in hero) if not elsewhere else ():
            if known:
                yield replace(one, sort="end" if known == "end" else "date", rule="class", trust=0.7)
            elif at in hero:
                yield one
            else:
                alone.append(replace(one, rule="alone", trust=0.5))
    if len({one.dates.days for one in alone if one.dates}) == 1:
        yield alone[0]


def _bare_lines(view: View, at: int, hero: bool) -> Iterator[Statement]:
    block = view.body[at]
    for line in block.text.split("\n")[:12]:
        if len(line) > FACT_LINE:
            continue
        found = read_dates(line, view.site.day_first)
        if not found or not found[0].start.day or len({dates.start for dates in found}) > 1:
            continue
        dates = found[0]
        if _is_posting(line, dates, block) or is_deadline(line[: dates.begin]):
            continue
        clocks = clocks_of(dates, line)
        if share(line, dates.text, clocks) >= 0.55 or (
            hero and (_leads(line, dates) or (view.title and closes(line, dates)))
        ):
            yield Statement("date", _dated(dates, view, at), clocks, dates.text, at, "text", "hero", 0.65)


def _leads(line: str, dates: Dates) -> bool:
    """ "May 30-31, Harbour University, Espoo": a date, a sign, and a place."""
    after = line[dates.finish :]
    return dates.begin <= 4 and re.match(r"\s*[,|·•–—(-]", after) is not None and not re.search(r"[.!?]\s", after)


def _dated(dates: Dates, view: View, at: int) -> Dates:
    """With the year of the `<time>` element around it, or of the line after it."""
    if dates.start.year:
        return dates
    for time in view.body[at].times:
        if re.match(r"(?:19|20)\d\d-", time.datetime):
            return dates.in_year(int(time.datetime[:4]))
    after = view.body[at + 1].text if at + 1 < len(view.body) else ""
    return dates.in_year(int(after)) if re.fullmatch(r"(?:19|20)\d\d", after) else dates


def share(line: str, words: str, clocks: tuple[Clock, ...]) -> float:
    """Share of a line that date and times make up.

    >>> share("Wed 3 May 2027 | Room 5", "Wed 3 May 2027", ()) > 0.55
    True
    """
    covered = len(words) + sum(len(clock.text) for clock in clocks if clock.text not in words)
    return covered / max(1, len(re.sub(r"[\s|·•,@:()–-]+", " ", line).strip()))
