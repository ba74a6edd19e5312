"""Sentences in, statements of when the event takes place out; deadlines, postings and history are passed over."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extract.blocks import Block
from extract.claims import View
from extract.clock import Clock, read_clocks
from extract.date_grammar import read_dates
from extract.date_words import MOVED_FROM
from extract.days import Dates, order
from extract.fields.date_statements import Statement, share
from extract.fields.posting import is_deadline, is_history, is_posting_block, is_posting_line
from extract.fields.sections import ORDINAL
from extract.fields.status import is_of_event, is_previous

MAX_BLOCK = 5_000  # characters
MAX_SENTENCE = 600  # characters; a longer one is a text without full stops
EARLY = 8  # blocks in which a sentence about the event is to be expected

_CUE = re.compile(
    rf"\b(?:{MOVED_FROM}|takes? place|taking place|"
    r"(?:will|to) be (?:held|hosted|on|at|shown|screened|performed|given|delivered|\w+ing)|"
    r"(?:is|are) (?:being )?(?:held|hosted)|hosting|join us|come (?:join|to|and|along)|scheduled|runs?|running|"
    r"happening|(?:will )?(?:start|begin|kick off|commence)s?|present(?:s|ing)?|invite[sd]?|meets|convenes?|"
    r"will [a-z]+ (?:on|at|from|next)|findet|finden|statt|laden|"
    r"aura lieu|se tiendra|se déroulera|tendrá lugar|se"
    r" celebrará|"
    r"si terrà|si svolgerà|vindt|plaatsvinden|save the date|organi[sz]er(?:en|t)|"
    r"this (?:workshop|event|lecture|seminar|conference|meeting|course|symposium|talk))\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|been) (?:held|hosting|hosted|given|delivered|performed)|took place|"
    r"^on the (?:morning|afternoon|evening) of|\bheld (?:on|at|in|from)\b|fand\b|a"
    r" eu lieu|tuvo lugar",
    re.I,
)
_FROM = re.compile(r"^(?:from|between|on|vom|am|du|le|del|el|dal|il|van|op)\b", re.I)
_SENTENCE = re.compile(
    rf"(?<=[.!?])\s+{ORDINAL}(?=[A-Z\"“(]|\d{{1,2}}(?:st|nd|rd|th)?\s?(?:[–-]\s?\d{{1,2}}\s)?[A-Z])|\n"
)


_DIGIT = re.compile(r"\d")


def find_sentences(view: View) -> Iterator[Statement]:
    """A statement for each sentence that says when something takes place."""
    for at, block in enumerate(view.body):
        if block.heading or len(block.text) > MAX_BLOCK or not _DIGIT.search(block.text) or is_posting_block(block):
            continue
        for sentence in _SENTENCE.split(block.text):
            if len(sentence) <= MAX_SENTENCE:
                yield from _read_sentence(sentence, view, at)


def _read_sentence(sentence: str, view: View, at: int) -> Iterator[Statement]:
    for dates in read_dates(sentence, view.site.day_first):
        trust = _trust(sentence, dates, at)
        if trust:
            clocks = dates.clocks or _soon_after(sentence, dates)
            yield Statement("date", dates, clocks, dates.text, at, "text", "sentence", trust)
            return


_FROM_TO = re.compile(r"\b(?:from|between|von|zwischen|de|entre|dalle|van)\s*$", re.I)
SOON = 25  # characters: "on Friday 5 May, at the hour of 10:00"


def _soon_after(sentence: str, dates: Dates) -> tuple[Clock, ...]:
    """The one time of a sentence if it stands right after its date, or anywhere after it with its end."""
    clocks = read_clocks(sentence)
    if len(clocks) != 1 or clocks[0].begin < dates.finish:
        return ()
    near = clocks[0].begin - dates.finish <= SOON
    return clocks if near or (clocks[0].end and _FROM_TO.search(sentence[: clocks[0].begin])) else ()


_MOVED_TO = re.compile(rf"\b(?:{MOVED_FROM})\b[^.!?]{{4,60}}\b(?:to|until|bis|auf(?: den)?|au|a|naar)\s*$", re.I)


def _trust(sentence: str, dates: Dates, at: int) -> float:
    """How far a date in a sentence is the event's: 0 where nothing says so."""
    before = sentence[: dates.begin]
    if not dates.start.day or is_deadline(before) or is_posting_line(before) or is_previous(before):
        return 0.0
    if moved := _MOVED_TO.search(before):
        return 0.48 if is_of_event(before[: moved.start()]) else 0.0
    if _CUE.search(sentence) and not is_history(before):
        return 0.48 if at < EARLY else 0.42
    opens = at < EARLY and dates.end is not None and _FROM.match(sentence) is not None and dates.begin < 12
    timed = at < EARLY and bool(dates.clocks) and (dates.start.full is not None) and not is_history(before)
    if at < EARLY and not is_history(before) and (_is_appointment(dates) or _is_all(sentence, dates)):
        return 0.52
    if opens or timed:
        return 0.44
    return 0.3 if at < 4 and _PAST.search(sentence) else 0.0


def _is_appointment(dates: Dates) -> bool:
    """Whether a day is told with its weekday and from when to when: "Wednesday, January 27, from noon to 1:00 p.m."."""
    return dates.start.weekday is not None and any(clock.start and clock.end for clock in dates.clocks)


def _is_all(sentence: str, dates: Dates) -> bool:
    """Whether a sentence is nothing but days from one to another: "Two weeks by the sea. 18–29 January 2027."."""
    whole = sentence.strip(" .") == dates.text.strip(" .")
    return whole and dates.end is not None and dates.end.year is not None


MAX_DAYS = 7  # of a programme with a heading for each day


def find_programme_days(view: View) -> Iterator[Statement]:
    """The days that head the parts of a programme: "Monday 2 December" and times, "Tuesday 3 December" and times."""
    heads = [(at, dates) for at in range(len(view.body)) if (dates := _day_head(view, at))]
    rising = all(order(one.start) < order(other.start) for (_, one), (_, other) in pairwise(heads))
    if not (2 <= len(heads) <= MAX_DAYS and rising):
        return
    (at, first), (_, last) = heads[0], heads[-1]
    days = replace(last, days=(first.start, last.start), ranged=True, clocks=())
    yield Statement("date", days, (), first.text, at, "text", "programme", 0.4)


def _day_head(view: View, at: int) -> Dates | None:
    """The day of a block that is nothing else and has a line with a time right below."""
    block = view.body[at]
    found = read_dates(block.text, view.site.day_first) if len(block.text) <= 60 else ()
    if len(found) != 1 or not found[0].start.day or found[0].end or is_posting_block(block):
        return None
    below = any(map(_begins_with_time, view.body[at + 1 : at + 4]))
    return found[0] if below and share(block.text, found[0].text, found[0].clocks) >= 0.6 else None


def _begins_with_time(block: Block) -> bool:
    clocks = read_clocks(block.text[:80], dotted=True)
    return bool(clocks) and clocks[0].begin <= 3


_START = re.compile(
    r"\b(?:event|workshop|conference|seminar|lecture|talk|symposium|course|showcase|exhibition|festival|it) "
    r"(?:itself )?(?:runs|ran|will run) from\s*$|(?:\b(?:starts?|begins?|kicks? off|commences?|starting|"
    r"beginn|débute|empieza|inizia|begint)(?: promptly)?(?: at| um| à| a las| alle| om)?\s*$)"
    r"|\bfor an?\s*$",
    re.I,
)
_DOORS = re.compile(
    r"\bdoors\b[^.!?\n\d]{0,30}$|\b(?:registration|arrivals?|check-?in|einlass|accueil)(?: opens?)?(?: from| at|"
    r" ab| à partir de|:)\s*$",
    re.I,
)
_AFTER_START = re.compile(r"(?<!\s)\s*(?:start|begin|kick-?off)\b", re.I)


_SPOKEN = re.compile(r"doors|registration|\br[au]n|start|begin|débute|empieza|inizia", re.I)


def find_spoken_times(view: View) -> Iterator[Statement]:
    """ "Doors open at 19:00 for a 19:30 start"."""
    for at, block in enumerate(view.body[:40]):
        clocks = read_clocks(block.text) if len(block.text) <= 1_500 else ()
        for clock in clocks if clocks and _SPOKEN.search(block.text) else ():
            sort = _spoken(block.text, clock)
            if sort and (clock.begin > 12 or clock.role):
                yield Statement(sort, None, (replace(clock, role=""),), clock.text, at, "text", "spoken", 0.46)


def _spoken(text: str, clock: Clock) -> str:
    before = text[max(0, clock.begin - 50) : clock.begin]
    if _DOORS.search(before):
        return "doors"
    return "time" if _START.search(before) or _AFTER_START.match(text, clock.finish) else ""
