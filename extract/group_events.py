"""A group's page in, claims on the events that it tells of out: headings with a date, and sentences about a talk."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.date_grammar import Dates, read_dates
from extract.fields.names import find_names
from extract.fields.sections import level_of, split_sentences, where
from extract.records import SubEvent
from extract.text import key

_QUOTED = re.compile(
    r"(?:(?<=\s)|^)(?:‘(?P<a>[^‘’]{8,160}(?:’\w[^‘’]{1,80})?)[’']|'(?P<b>[^'‘’]{8,160})['’]"
    r"|“(?P<c>[^“”]{8,160})”|\"(?P<d>[^\"]{8,160})\")(?!\w)"
)
_TOLD = re.compile(
    r"\b(?:talks?|speak|spoke|speaks|present(?:s|ed|ing)?|presentation|dialogue|seminar|workshop|webinar|lecture"
    r"|welcom(?:e|ed|es)|discuss(?:ed|ion)?|session|symposium)\b",
    re.I,
)
_EVENT_WORD = re.compile(
    r"\b(?:meetings?|workshops?|conferences?|seminars?|webinars?|symposium|symposia|talks?|lectures?|days?|hackathon"
    r"|school|session|colloquium|tagung|treffen|atelier|taller|incontro|week)\b",
    re.I,
)
MAX_HEADING = 160  # characters of a heading or list item that is an event


def find_group_events(view: View) -> Iterator[Claim]:
    """Claims on `events`, without those whose name is a part of another's: a title quoted without its first words."""
    found = list(_find(view))
    names = [key(claim.value.name or "") for claim in found]
    for claim, name in zip(found, names, strict=True):
        if not any(name != other and other.endswith(f" {name}") for other in names):
            yield claim


def _find(view: View) -> Iterator[Claim]:
    news = False
    for i, block in enumerate(view.body):
        news = _opens_news(block) if level_of(block) and not read_dates(block.text[:MAX_HEADING]) else news
        if news and level_of(block):
            continue
        if level_of(block) or (block.tag == "li" and len(block.text) <= MAX_HEADING):
            yield from _dated(view.body, i)
        else:
            yield from _told(block)


def _opens_news(block: Block) -> bool:
    """Whether a heading opens news: what they tell of are others' events as often as the group's own."""
    return bool(_NEWS.search(block.text[:MAX_HEADING]))


_NEWS = re.compile(r"\b(?:news|aktuelles|neuigkeiten|nachrichten|actualités|noticias|notizie|nieuws)\b", re.I)


def _dated(body: Sequence[Block], i: int) -> Iterator[Claim]:
    """ "Autumn Meeting - 25 October 2018 - Tidewick", "AI Day on 04-Dec-2024"."""
    block = body[i]
    if len(block.text) > MAX_HEADING or not _EVENT_WORD.search(block.text):
        return
    dates = next((dates for dates in read_dates(block.text) if dates.start.full), None)
    if dates:
        name = block.text if level_of(block) else _name_of(block, dates)
        yield _claim(name, dates, (), block.text, block)


def _name_of(block: Block, dates: Dates) -> str:
    """The link's text if the item has one, else what stands before the date."""
    if block.links:
        return block.links[0].text
    before = re.sub(
        r"[\s,:–—-]+$|\s(?:on|will (?:happen|take place|be)|happened|took place)\b.*$", "", block.text[: dates.begin]
    )
    return before or block.text


def _told(block: Block) -> Iterator[Claim]:
    """Titles in quotation marks in sentences that tell of a talk, with the day and the speakers of that sentence."""
    for sentence in split_sentences(block.text[:6000]):
        hit = _QUOTED.search(sentence)
        if not hit or not _TOLD.search(sentence):
            continue
        title = next(text for text in hit.groups() if text).strip(" .,")
        dates = next((dates for dates in read_dates(sentence) if dates.start.full), None)
        people = tuple(named.name for named in find_names(sentence[: hit.start()]))[:10]
        if dates or people:
            yield _claim(title, dates, people, sentence, block)


def _claim(name: str, dates: Dates | None, people: tuple[str, ...], text: str, block: Block) -> Claim:
    day = dates.start.full if dates else None
    clock = dates.clocks[0] if dates and dates.clocks else None
    event = SubEvent(
        name=name,
        start_date=day.isoformat() if day else None,
        start_time=clock.start if clock else None,
        end_time=clock.end if clock else None,
        performers=people,
    )
    return Claim("events", event, text, "text", "told", 0.5, where(block))
