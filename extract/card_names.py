"""The blocks of one entry of a listing in, its name out: the heading, link or line that says what takes place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.blocks import Block
from extract.card_days import Found, is_file
from extract.clock import read_clocks
from extract.date_grammar import Day, read_dates
from extract.date_words import MONTHS, WEEKDAYS
from extract.levels import find_innermost, find_level
from extract.text import fold

MAX_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Name:
    """A name, the block it stands in, and the venue that was written behind it ("Tea and Graphs @ Harbour Hall").

    `said` is the words that it was made from, "" where it stands there as it is.
    """

    text: str
    block: Block
    venue: str = ""
    score: float = 0.0
    said: str = ""


_JUNK_WORDS = frozenset(
    "agenda agendas packet packets minutes minute notice notices video audio document documents file files view"
    " download"
    " click here map directions get join link zoom details detail register registration approved draft final pdf"
    " doc docx more info"
    " information recording transcript cancelled canceled tentative postponed rescheduled read learn find out see"
    " show full"
    " event events meeting meetings add to calendar ical google outlook share tickets ticket buy book now free"
    " online virtual"
    " hybrid where when date time location venue all day rsvp am pm and or the a on of for in this open only"
    " media player watch live"
    " stream public comment comments special regular corrected revised presentation presentations materials sold"
    " continuous"
    " offer weiterlesen mehr plus download next previous prev today back home menu search filter week month list"
    " no new zur zum"
    " webcast summary report attachments attachment english spanish html".split()
)
_NO_WORDS = _JUNK_WORDS.union(MONTHS, WEEKDAYS)
_NO_NAME = re.compile(
    r"^(?:\(.*\)$|(?-i:in|on|by)\b|(?:at|following|the following|most recent|facebook|website)\b|"
    r"this meeting (?:is|has)\b|"
    r"(?:buy|book|get|order|reserve) (?:your )?(?:tickets|seats?|now)\b|"
    r"(?:read|learn|find out|see) more\b|click here\b|"
    r"(?:register|sign up|rsvp) (?:now|here|online)\b|(?:join|download) (?:on the web|via|from|zoom|teams)\b|"
    r"microsoft teams|meeting id\b|passcode\b|one tap mobile\b|dial by\b|find your local\b|"
    r".{2,60} is inviting you to a scheduled\b)",
    re.I,
)
"""Places, buttons, and the text that a video service makes for an invitation."""
THING = re.compile(
    r"\b(?:meetings?|board|committee|commission|council|hearing|workshop|seminars?|lecture|talk|training|session|"
    r"course|conference|"
    r"festival|concert|tour|class|forum|summit|webinar|symposium|exhibition|colloquium|panel|fair|party|night|"
    r"kolloquium|tagung|"
    r"vortrag|atelier|séminaire|conférence|taller|corso|cursus|school|hackathon|retreat|reception|reading|screening)\b",
    re.I,
)
_PLACE = re.compile(
    r"^\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?[\w.’' ]{2,40}(?:\bst\b|street|\bave\b|avenue|\brd\b|road|blvd|boulevard|"
    r"drive|\bdr\b|lane|way|plaza|suite|,)"
    r"|^(?:room|floor|suite|level|raum|saal|salle|sala|aula|campus|via|c/o)\b|\b(?:conference|board|meeting)"
    r" room\b|\broom (?:tba|\d+ ?[a-z]?(?:/[a-z])?)$|,\s?[A-Z]{2}\.? \d{5}|\b\d{5}(?:-\d{4})?$"
    r"|^(?:location|venue|where|time|date|when|cost|price|speakers?|host|contact|phone|email|tags?|category|"
    r"categories)\s?:",
    re.I,
)  # fmt: skip
_TITLE_STEP = re.compile(r"(?:^|[._-])(?:title|name|summary|headline|subject)\b|event-?(?:title|name)", re.I)
_PLACE_STEP = re.compile(
    r"(?:^|[._-])(?:loc|location|venue|place|address|lieu|ort|tags?|categor\w+|price|time)\b", re.I
)
_TAILS = r"notices?|agendas?|minutes|packets?|on|at|from|and|view|pdf|draft|approved|final|(?:read|learn|see) more"
_TAIL = re.compile(rf"(?:[\s,;:–—|(*&-]|\b(?:cancell?ation|special|public)?\s?(?:{_TAILS})\b)*$", re.I)
_TAILED = re.compile(rf"(?:[\s,;:–—|(*&-]|{_TAILS})$", re.I)
"""Cheap to look for in the end of a line, where most lines have no tail."""


def find_name(inside: Sequence[Block], day_at: int, found: Found, columns: Sequence[str] = ()) -> Name | None:
    """The best name of an entry whose day stands in the block `day_at`; None if nothing in it is one.

    `columns` are the heads of the columns that its blocks stand in, if it is a row of a table.
    """
    scored = [
        (_score(text, block, number, number == day_at) + _column(columns, number), -number, text, block)
        for number, block, text in _texts(inside, day_at, found)
    ]
    score, _, text, block = max(scored, key=lambda one: one[:2], default=(0.0, 0, "", None))
    if score <= 0 or block is None:
        return None
    head, _, venue = text.partition(" @ ")
    return Name(head, block, venue, score) if len(head) >= 3 and venue else Name(text, block, "", score)


_NAME_COLUMN = re.compile(
    r"\b(?:what|events?|titles?|name|topics?|meetings?|course|subject|committee|body|talk|seminar|workshop|"
    r"activity|board|group|"
    r"was|veranstaltung|titel|thema|vortrag|titre|événement|sujet|título|evento|tema|titolo|onderwerp|cursus)\b", re.I
)  # fmt: skip
_OTHER_COLUMN = re.compile(
    r"\b(?:date|time|when|where|location|venue|place|room|speaker|presenter|agenda|minutes|documents?|materials|"
    r"packet|video|"
    r"datum|zeit|ort|raum|referent|heure|lieu|intervenant|fecha|hora|lugar|data|ora|luogo|relatore|locatie|"
    r"plaats)\b", re.I
)  # fmt: skip


def _column(columns: Sequence[str], number: int) -> float:
    """What the head of a column says for a name in it."""
    head = columns[number] if number < len(columns) else ""
    return -3.0 if _OTHER_COLUMN.search(head) else 3.0 if _NAME_COLUMN.search(head) else 0.0


def find_columns(blocks: Sequence[Block], begin: int, end: int) -> tuple[str, ...]:
    """The head of its column for each block from `begin` to before `end`, a row of a table; () if they do not fit."""
    row = blocks[begin]
    level = find_level(row.path, "table")
    if not level:
        return ()
    table = row.nodes[level]
    heads = [block.text for block in blocks[max(0, begin - 400) : begin] if block.tag == "th" and table in block.nodes]
    cells = [_cell(block) for block in blocks[begin:end]]
    numbers = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    if not 0 <= len(numbers) - len(heads) <= 1:  # the last column, of links, often has no head
        return ()
    return tuple((*heads, "")[numbers[cell]] for cell in cells)


def _cell(block: Block) -> int:
    """The table cell that a block stands in."""
    return block.nodes[find_innermost(block.path, "td", "th") or -1]


def _texts(inside: Sequence[Block], day_at: int, found: Found) -> Iterator[tuple[int, Block, str]]:
    """Every line that may be a name, with the day cut off where it stands in front."""
    for number, block in enumerate(inside):
        if day_at <= number < day_at + found.width:
            lines = [] if found.width > 1 else _day_lines(block, found)
        else:
            lines = block.text.split("\n")[:2]
        for line in lines:
            text = _clean(_without_head(fold(line), found.dates.start)) if len(line) <= 2 * MAX_NAME else ""
            if not is_junk(text):
                yield number, block, text


def _clean(line: str) -> str:
    """A line without words of documents behind it, and without being said twice."""
    text = (_TAIL.sub("", line) if _TAILED.search(line[-10:]) else line).strip(" ,;:–—|-*•·")
    half = text[: len(text) // 2]
    return half if len(half) >= 4 and text in (half + half, f"{half} {half}") else text


def _without_head(line: str, day: Day) -> str:
    """A line without the day of its entry, and times, where it begins with them: "25 Jun 4:30 pm 6:00 pm Tea"."""
    dates = next(iter(read_dates(line)), None) if line[:1].isalnum() else None
    if dates is None or dates.begin > 0 or {dates.start.month, dates.start.day} != {day.month, day.day}:
        return line
    end = dates.finish
    for clock in read_clocks(line):
        end = max(end, clock.finish) if clock.begin <= end + 3 else end
    return line[end:]


def _day_lines(block: Block, found: Found) -> list[str]:
    """The lines of the block that holds the day: what stands before and after it; all of it in a heading or link."""
    whole = block.text.replace("\n", " ")
    before, after = block.text[: found.dates.begin], block.text[found.dates.finish :]
    named = block.heading or any(found.dates.text in link.text and not is_file(link.href) for link in block.links)
    if named and len(before.strip(" ,–—-|:(")) >= 4 and len(whole) <= MAX_NAME and "\n" not in block.text:
        return [whole]
    linked = [link.text for link in block.links if not read_dates(link.text)]
    return [*linked, *before.split("\n"), *after.split("\n")]


_SORT = re.compile(
    r"(?:public|special|regular|joint|emergency|annual|virtual) (?:\w+ )?(?:meeting|hearing|session)s?\b", re.I
)
_BODY = re.compile(r"(?:the )?(?:board|committee|commission|council)s?", re.I)
"""Who meets, which some word of a document was cut off from: "Board Packet"."""


def is_sort(text: str) -> bool:
    """Whether a line says no more than the sort of a meeting: a name where there is no better one.

    >>> is_sort("Special Meeting"), is_sort("Special Meeting on Harbour Tides"), is_sort("Meeting")
    (True, False, False)
    """
    return _SORT.match(text) is not None and _is_empty(text)


def _is_empty(text: str) -> bool:
    return all(word in _NO_WORDS for word in re.findall(r"[^\W\d_]+", text.lower()))


def is_junk(text: str) -> bool:
    """Whether a line is no name: too short or long, a button, a time, a day, a place.

    >>> [is_junk(text) for text in ("Agenda packet (PDF)", "10:00 am – 2 pm", "Tea and Graphs", "(cancelled)")]
    [True, True, False, True]
    """
    if not 3 <= len(text) <= MAX_NAME:
        return True
    if (_is_empty(text) and not is_sort(text)) or _NO_NAME.match(text) or _BODY.fullmatch(text):
        return True
    if sum(map(str.isdigit, text)) > sum(map(str.isalpha, text)):  # a telephone number
        return True
    clocks = sum(len(clock.text) for clock in read_clocks(text))
    if clocks >= (0.4 if re.search(r"\d", text) else 0.8) * len(text):  # "Maps at midnight" is a name
        return True
    dates = read_dates(text)
    return bool(dates) and len(dates[0].text) >= 0.75 * len(text)


MIN_SENTENCE = 8  # blanks of a sentence: a title has seldom a full stop and so many words


@lru_cache(maxsize=2_000)
def _is_title(step: str) -> bool:
    return _TITLE_STEP.search(step) is not None


@lru_cache(maxsize=2_000)
def _is_place(step: str) -> bool:
    return _PLACE_STEP.search(step) is not None


def _score(text: str, block: Block, number: int, with_day: bool) -> float:
    step = block.path[-1] if block.path else ""
    score = 1.0 - 0.05 * number
    score += 3.0 if block.heading else 0.0
    score += 2.5 if _is_title(step) else 0.0
    pages = [link for link in block.links if not is_file(link.href)]
    score -= 1.0 if block.links and not pages and not THING.search(text) else 0.0
    score += 1.5 if any(len(link.text) >= 4 and fold(link.text)[:20] in text for link in pages) else 0.0
    score += 1.2 if THING.search(text) and not is_sort(text) else 0.0
    score += 0.4 if with_day else 0.0
    score -= 3.0 if _PLACE.search(text) or _is_place(step) else 0.0
    score -= 1.5 if re.match(r"^[a-zà-ÿ]+ ", text) and text.endswith(".") else 0.0
    score -= 2.5 if text.endswith(".") and text.count(" ") >= MIN_SENTENCE and not block.heading else 0.0
    score -= 1.5 if len(text) > 120 or re.search(r"[.!?] [A-Z]", text) else 0.0
    return score
