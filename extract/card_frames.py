"""Blocks of a listing in, what the headings above each entry say of it out: its year and what takes place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from extract.blocks import Block
from extract.card_names import THING, is_junk
from extract.claims import View
from extract.levels import find_innermost
from extract.text import fold
from extract.title import is_site_name


@dataclass(frozen=True, slots=True)
class Frame:
    """What the headings above an entry say of it: the year, and what each day of the list is called. `page` is what
    the whole page is about, if it is one thing: "Laser Tides", not "Events"."""

    year: int | None
    name: str
    block: Block
    page: str = ""


def read_frames(blocks: Sequence[Block], view: View, inside: set[int]) -> list[Frame]:
    """The frame of each block, by the last heading above it ("March 2027", "Board Meetings"), else by the title. What
    stands `inside` an entry frames no other."""
    found = set(_YEAR.findall(view.title))
    year = int(found.pop()) if len(found) == 1 else None
    lists = _LIST_WORDS.search(view.title) or urlsplit(view.url).path in ("", "/")
    page = "" if lists else view.title
    frame = Frame(year, name_of_heading(view.title), Block(view.title, "h1"), page)
    inner, article = frame, 0
    out: list[Frame] = []
    for at, block in enumerate(blocks):
        inner, article = (inner if _article(block) == article else frame), _article(block)
        if at not in inside and not (block.heading and is_site_name(block, "")):
            inner = _read_frame(block, inner)
        frame = frame if article else inner
        out.append(inner)
    return out


def _article(block: Block) -> int:
    """The innermost `<article>` that a block stands in: what heads it says nothing of what stands outside."""
    level = find_innermost(block.path, "article")
    return block.nodes[level] if level else 0


def _read_frame(block: Block, above: Frame) -> Frame:
    """The frame from a block on: that above it, with the year or the name that it says."""
    listed = block.tag != "li" and _heads_list(block.text)
    years = _YEAR.findall(block.text) if len(block.text) <= 60 else []
    year = int(years[0]) if len(years) == 1 and (listed or _heads_year(block)) else above.year
    named = bool(block.heading) or block.tag in ("caption", "summary", "legend")
    name = name_of_heading(block.text) if named or (listed and is_generic(above.name)) else ""
    if name and (not above.name or not is_generic(name)):
        return Frame(year, name, block, above.page)
    return replace(above, year=year)


_LIST_WORDS = re.compile(
    r"\b(?:agendas?|minutes|calendar|events?|meetings|schedules?|news|documents?|archives?|dates|upcoming|home|"
    r"program(?:me?)?s?|programma|programa|timetable|sessions|talks|kalender|termine|veranstaltungen|aktuelles|"
    r"calendrier|évènements|événements|actualités|eventos|calendario|noticias|eventi|notizie|evenementen|nieuws)\b",
    re.I,
)
"""In a title they say that the page lists things."""


def _heads_list(text: str) -> bool:
    """Whether a line that is no heading by its markup stands over a list of days.

    >>> _heads_list("2027 Board Meetings"), _heads_list("No. We hold no meetings")
    (True, False)
    """
    return len(text) <= 70 and _LIST_LINE.search(text) is not None and not re.search(r"[.!?]", text)


_LIST_LINE = re.compile(
    r"\b(?:meetings|(?:meeting|event|board|council|committee|seminar)s? (?:schedule|calendar|dates)|mtgs)\b"
    r"(?: (?:19|20)\d\d)?\s*:?$",
    re.I,
)
_MONTH = re.compile(r"(?:[^\W\d_]{3,10}\.?,? )?\d{4}")


def _heads_year(block: Block) -> bool:
    """Whether a block with a year heads a list of that year; "Tea Walk Days 2026" is the name of something."""
    if not block.heading:
        return _MONTH.fullmatch(block.text) is not None
    few = len(_YEAR.sub(" ", block.text).split()) <= 2
    return few or THING.search(block.text) is not None or _YEAR.match(block.text) is not None


_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")


_FRAME = re.compile(
    r"\s(?:and|&|of|on)$|\b(?:19|20)\d\d(?:\s?[-–/]\s?(?:\d\d){1,2})?\b|\b(?:fy|upcoming|past|previous|regular|scheduled?|calendar|"
    r"dates?|agendas?|minutes|archives?|"
    r"list|current|future|all|our|information|documents?|materials|packets?|notices?|planning|kommende|termine)\b|"
    r"(?<![&/:|–—-])[&/:|–—-]+\s*$|^\s*(?:and|&|of|the)\s",
    re.I,
)


def name_of_heading(heading: str) -> str:
    """What a heading over a list of days calls each of them; "" if it names no sort of event.

    >>> [name_of_heading(text) for text in ("2024 Board Meetings", "AUDIT COUNCIL MEETINGS AND AGENDAS", "Contact")]
    ['Board Meeting', 'AUDIT COUNCIL', '']
    """
    if not THING.search(heading) or len(heading) > 90:
        return ""
    if re.search(r"\b(?:will|are|is|be|contact|questions)\b", heading, re.I):  # a sentence
        return ""
    text = re.sub(r"^(?:regular )?meetings? of (?:the )?", "", fold(heading), flags=re.I)
    text = fold(_FRAME.sub(" ", fold(_FRAME.sub(" ", text)))).strip(" ,;:–—|-&")
    text = re.sub(r"^(?:and|&|of)\s|\s(?:and|&|of)$", "", text, flags=re.I)
    short = re.sub(r"(?<!\s)\s*\bmeetings?$", "", text, flags=re.I)
    text = short if len(short.split()) >= 2 else re.sub(r"(?<=[a-z])s$", "", text)
    return "" if len(text) < 3 or (is_junk(text) and not THING.search(text)) else text


def is_generic(name: str) -> bool:
    """Whether a name from a heading says only that people meet, or nothing: another heading may say who.

    >>> is_generic("Meeting"), is_generic("Board Meeting")
    (True, False)
    """
    return re.fullmatch(r"(?:board|committee|commission|council|meeting)?", name, re.I) is not None
