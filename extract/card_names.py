"""The blocks of one entry of a listing in, its name out: the heading, link or line that says what takes place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.blocks import Block
from extract.card_days import Found
from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.date_words import MONTHS, WEEKDAYS
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
_NO_WORDS = _JUNK_WORDS | MONTHS.keys() | WEEKDAYS.keys()
_NO_NAME = re.compile(r"^\(.*\)$|^(?:in|at|on|following|the following|most recent|facebook|website|by)\b", re.I)
_THING = re.compile(
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
_PLACE_STEP = re.compile(r"(?:^|[._-])(?:location|venue|place|address|lieu|ort|tags?|categor\w+|price|time)\b", re.I)
_TAIL = re.compile(
    r"(?:[\s,;:–—|(*&-]|\b(?:cancell?ation|special|public)?\s?(?:notices?|agendas?|minutes|packets?|on|at|from|and|"
    r"view|pdf|draft|approved|final)\b)*$", re.I
)  # fmt: skip


def find_name(inside: Sequence[Block], day_at: int, found: Found, columns: Sequence[str] = ()) -> Name | None:
    """The best name of an entry whose day stands in the block `day_at`; None if nothing in it is one.

    `columns` are the heads of the table that the entry is a row of, one for each of its blocks.
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
    """Heads of the table that the blocks from `begin` to before `end` are a row of; () if they do not fit."""
    row = blocks[begin]
    table = next(
        (row.nodes[level] for level, step in enumerate(row.path) if step.split(".")[0].split("#")[0] == "table"), 0
    )
    if not table:
        return ()
    heads = [block.text for block in blocks[max(0, begin - 400) : begin] if block.tag == "th" and table in block.nodes]
    return tuple(heads) if 0 <= end - begin - len(heads) <= 1 else ()  # the last column, of links, often has no head


def _texts(inside: Sequence[Block], day_at: int, found: Found) -> Iterator[tuple[int, Block, str]]:
    """Every line that may be a name, with the day cut off where it stands in front."""
    for number, block in enumerate(inside):
        if day_at <= number < day_at + found.width:
            lines = [] if found.width > 1 else _day_lines(block, found)
        else:
            lines = block.text.split("\n")[:2]
        for line in lines:
            text = _clean(line) if len(line) <= 2 * MAX_NAME else ""
            if not is_junk(text):
                yield number, block, text


def _clean(line: str) -> str:
    """A line without a day in figures before it, words of documents behind it, and without being said twice."""
    text = _TAIL.sub("", _HEAD.sub("", fold(line))).strip(" ,;:–—|-*•·")
    half = len(text) // 2
    return text[:half] if half >= 4 and text[:half] == text[half:] else text


_HEAD = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s+|(?:\d{1,2}\s?[a-z]{3})?(?:\d{1,2}(?::\d\d)?\s?[ap]m\s?[-–]?\s?){1,2}(?=[A-Z]))"
)  # "4:30 pm6:00 pmBoard Meeting": columns whose borders the page only paints


def _day_lines(block: Block, found: Found) -> list[str]:
    """The lines of the block that holds the day: what stands before and after it; all of it in a heading or link."""
    whole = block.text.replace("\n", " ")
    before, after = block.text[: found.dates.begin], block.text[found.dates.finish :]
    named = block.heading or any(found.dates.text in link.text and not _FILE.search(link.href) for link in block.links)
    if named and len(before.strip(" ,–—-|:(")) >= 4 and len(whole) <= MAX_NAME and "\n" not in block.text:
        return [whole]
    linked = [link.text for link in block.links if not read_dates(link.text)]
    return [*linked, *before.split("\n"), *after.split("\n")]


def is_junk(text: str) -> bool:
    """Whether a line is no name: too short or long, a button, a time, a day, a place.

    >>> [is_junk(text) for text in ("Agenda packet (PDF)", "10:00 am – 2 pm", "Tea and Graphs", "(cancelled)")]
    [True, True, False, True]
    """
    if not 3 <= len(text) <= MAX_NAME:
        return True
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words or all(word in _NO_WORDS for word in words) or _NO_NAME.match(text):
        return True
    clocks = read_clocks(text)
    if clocks and sum(len(clock.text) for clock in clocks) >= 0.4 * len(text):
        return True
    dates = read_dates(text)
    return bool(dates) and len(dates[0].text) >= 0.75 * len(text)


_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?)(?:$|\?)|FileOpen|/download|youtu\.?be|vimeo|zoom\.us|sharepoint", re.I)


def _score(text: str, block: Block, number: int, with_day: bool) -> float:
    step = block.path[-1] if block.path else ""
    score = 1.0 - 0.05 * number
    score += 3.0 if block.heading else 0.0
    score += 2.5 if _TITLE_STEP.search(step) else 0.0
    pages = [link for link in block.links if not _FILE.search(link.href)]
    score -= 1.0 if block.links and not pages and not _THING.search(text) else 0.0
    score += 1.5 if any(len(link.text) >= 4 and fold(link.text)[:20] in text for link in pages) else 0.0
    score += 1.2 if _THING.search(text) else 0.0
    score += 0.4 if with_day else 0.0
    score -= 3.0 if _PLACE.search(text) or _PLACE_STEP.search(step) else 0.0
    score -= 1.5 if re.match(r"^[a-zà-ÿ]+ ", text) and text.endswith(".") else 0.0
    score -= 1.5 if len(text) > 120 or re.search(r"[.!?] [A-Z]", text) else 0.0
    return score


_FRAME = re.compile(
    r"\s(?:and|&|of|on)$|\b(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d){1,2})?\b|\b(?:upcoming|past|previous|regular|scheduled?|calendar|"
    r"dates?|agendas?|minutes|archives?|"
    r"list|current|future|all|our|information|documents?|materials|packets?|notices?|planning|kommende|termine)\b|"
    r"[&/:|–—-]+\s*$|^\s*(?:and|&|of|the)\s",
    re.I,
)


def is_occasion(text: str) -> bool:
    """Whether a heading names a sort of event ("Meeting Schedule"), so that it may name what no line does."""
    return len(text) <= MAX_NAME and _THING.search(text) is not None


def name_of_heading(heading: str) -> str:
    """What a heading over a list of days calls each of them; "" if it names no sort of event.

    >>> [name_of_heading(text) for text in ("2024 Board Meetings", "AUDIT COUNCIL MEETINGS AND AGENDAS", "Contact")]
    ['Board Meeting', 'AUDIT COUNCIL', '']
    """
    if not _THING.search(heading) or len(heading) > 90:
        return ""
    if re.search(r"\b(?:will|are|is|be|contact|questions)\b", heading, re.I):  # a sentence
        return ""
    text = re.sub(r"^(?:regular )?meetings? of (?:the )?", "", fold(heading), flags=re.I)
    text = fold(_FRAME.sub(" ", fold(_FRAME.sub(" ", text)))).strip(" ,;:–—|-&")
    text = re.sub(r"^(?:and|&|of)\s|\s(?:and|&|of)$", "", text, flags=re.I)
    short = re.sub(r"(?<!\s)\s*\bmeetings?$", "", text, flags=re.I)
    text = short if len(short.split()) >= 2 else re.sub(r"(?<=[a-z])s$", "", text)
    generic = re.fullmatch(r"board|committee|commission|council|meeting", text, re.I)
    return "" if len(text) < 3 or generic or (is_junk(text) and not _THING.search(text)) else text
