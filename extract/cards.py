"""A listing page in, its cards out: repeated containers that hold a day, with what each says of an event."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extract.blocks import Block, Link
from extract.card_days import Found, find_days, hand_down, in_menu, is_time, split_lines
from extract.card_frames import Frame, read_frames
from extract.card_markup import find_marked
from extract.card_names import Name, find_columns, find_name, is_junk, is_sort
from extract.card_regions import Region, find_regions
from extract.claims import Claim, View
from extract.clock import Clock, read_clocks
from extract.date_grammar import Dates
from extract.fields.addresses import read_place
from extract.fields.date_labels import read_label
from extract.fields.posting import is_posting_line
from extract.fields.sections import where
from extract.fields.words import LABELS
from extract.levels import find_level
from extract.records import Event, Evidence, Place
from extract.text import fold, key


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing: the address it links to ("" without one), its name, claims on the event's facts.

    `said` is the words that the name was taken from, where they are others.
    """

    url: str
    name: str
    claims: tuple[Claim, ...]
    said: str = ""


def find_cards(view: View, blocks: Sequence[Block] = ()) -> tuple[Card, ...]:
    """The cards of a page in reading order: of its markup if that lists events, else of its repeated containers.

    `blocks` may be more than the body: a page judge that knows no site takes cards for chrome.
    """
    marked = [Card(*parts) for parts in find_marked(view)]
    if len(marked) >= 3:
        return _once(marked)
    blocks = [block for block in blocks or view.body if not in_menu(block)]
    blocks = split_lines(blocks, view.site.day_first)
    days = [one for one in find_days(blocks, view.site.day_first) if not _is_posting(blocks[one.at], one)]
    days = hand_down(blocks, days)
    regions = find_regions(blocks, days) if len(days) > 1 else _only_row(blocks, days)
    frames = read_frames(blocks, view, {at for one in regions for at in range(one.begin + 1, one.end)})
    found = [
        card for region in regions
        if (card := _read_card(blocks, region, region.found, frames[region.begin]))
    ]  # fmt: skip
    shown = {_day_key(card) for card in found}  # of one event the page says the time on its own clock
    return _once([*(card for card in marked if _day_key(card) not in shown), *found])


def _only_row(blocks: Sequence[Block], days: Sequence[Found]) -> list[Region]:
    """The one row of a table whose head names a column of days; no other single day is a list."""
    for day in days:
        row = blocks[day.at]
        level = find_level(row.path, "tr")
        inside = [at for at, block in enumerate(blocks) if level and row.nodes[level] in block.nodes]
        if inside:
            columns = find_columns(blocks, inside[0], inside[-1] + 1)
            if any(read_label(column) == "date" for column in columns):
                return [Region(inside[0], inside[-1] + 1, day)]
    return []


def _is_posting(block: Block, one: Found) -> bool:
    byline = bool(block.path) and re.search(r"byline|posted|publish|updated", block.path[-1], re.I) is not None
    return is_posting_line(block.text[: one.dates.begin]) or byline


def _once(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Without repetitions: the same name on the same day."""
    kept: dict[tuple[str, str], Card] = {}
    for card in cards:
        name, day = _day_key(card)
        time = next((str(claim.value) for claim in card.claims if claim.field == "start_time"), "")
        kept.setdefault((name, day + time), card)
    return tuple(kept.values())


def _day_key(card: Card) -> tuple[str, str]:
    """What two cards of one event share: the name and the day."""
    day = next((str(claim.value) for claim in card.claims if claim.field.startswith("start_date")), "")
    return key(card.name), day


MAX_BEFORE = 30  # characters before the day of an entry without a name of its own; else it stands in a sentence
UNSURE = 1.2  # a name that scores less is a stray line: the heading over the list says better what each day is


def _read_card(blocks: Sequence[Block], region: Region, found: Found, frame: Frame) -> Card | None:
    inside = blocks[region.begin : region.end]
    dates, day = region.dates.in_year(frame.year), region.timed or found
    columns = find_columns(blocks, region.begin, region.end)
    name = find_name(inside, found.at - region.begin, found, columns)
    if name is None or name.score < UNSURE or (is_sort(name.text) and not name.block.heading):
        if found.dates.begin > MAX_BEFORE:
            return None
        name = _name_from_above(frame, name, bool(day.dates.clocks) or any(map(is_time, inside)))
    if name is None:
        return None
    claims = [
        *_day_claims(dates, blocks[day.at]),
        *_time_claims(dates, inside, name),
        *_more_claims(inside, name, columns),
    ]
    return Card(_address(inside, name), name.text, tuple(claims), name.said)


def _name_from_above(frame: Frame, name: Name | None, timed: bool) -> Name | None:
    """The name that the headings above give an entry without one, else the sort of meeting that it is, else what the
    page is about: its showtimes have no name of their own."""
    if frame.name:
        return Name(frame.name, frame.block, said=frame.block.text)
    if name and is_sort(name.text):
        return name
    return Name(frame.page, Block(frame.page, "h1"), said=frame.page) if frame.page and timed else None


def _address(inside: Sequence[Block], name: Name) -> str:
    """The link of the name, else the first link that leads to a page."""
    links = [*name.block.links, *(link for block in inside for link in block.links)]
    words = key(name.text)
    named = next(
        (link for link in links if key(link.text) and (key(link.text) in words or words in key(link.text))), None
    )
    if named and _is_page(named):
        return named.href
    return next((link.href for link in links if _is_page(link)), "")


def _is_page(link: Link) -> bool:
    return bool(re.match(r"https?://", link.href)) and not re.search(
        r"\.(?:pdf|docx?|ics|jpe?g|png|zip)(?:$|\?)|calendar\.google|google\.\w+/maps|maps\.|outlook\.|"
        r"facebook\.com/sharer|youtu\.?be|vimeo\.com|zoom\.us|teams\.microsoft|twitter\.com/(?:share|intent)|/share",
        link.href,
    )


def _claim(field: str, value: Any, text: str, block: Block, rule: str, trust: float = 0.5) -> Claim:
    return Claim(field, value, text, "card", rule, trust, where(block))


def _day_claims(dates: Dates, block: Block) -> Iterator[Claim]:
    start, end = dates.start, dates.end
    yield _claim("start_date", start.full, dates.text, block, "day") if start.full else _claim(
        "start_date_partial", start.iso, dates.text, block, "day")  # fmt: skip
    if end:
        yield _claim("end_date", end.full, dates.text, block, "day") if end.full else _claim(
            "end_date_partial", end.iso, dates.text, block, "day")  # fmt: skip
    yield _claim("dates_text", dates.text, dates.text, block, "day")


def _time_claims(dates: Dates, inside: Sequence[Block], name: Name) -> Iterator[Claim]:
    """The times beside the day, else the first of the entry; a name may hold one in figures, not "midnight"."""
    clocks: Sequence[Clock] = dates.clocks
    block = inside[0]
    for block in inside if not clocks else ():
        if block is name.block and not re.search(r"\d", name.text):
            continue
        clocks = read_clocks(block.text) if len(block.text) <= 300 else ()
        if clocks:
            break
    plain = [clock for clock in clocks if clock.role != "doors" and clock.start]
    if not plain:
        return
    first = plain[0]
    yield _claim("start_time", first.start, first.text, block, "time")
    end = first.end or (plain[1].start if len(plain) == 2 and dates.clocks and not plain[1].end else None)
    if end:
        yield _claim("end_time", end, first.text if first.end else plain[1].text, block, "time")
    if first.zone:
        yield _claim("time_zone", first.zone, first.text, block, "time")


_PLACE_STEP = re.compile(r"(?:^|[._-])(?:loc|location|venue|place|where|address|lieu|ort|lugar|luogo|locatie)\b", re.I)
_PLACE_LINE = re.compile(
    r"^(?:location|venue|where|place|ort|wo|lieu|où|lugar|luogo|locatie|"
    r"@)\s?:?\s+(\S.{2,150})$",
    re.I | re.M,
)


def _more_claims(inside: Sequence[Block], name: Name, columns: Sequence[str]) -> Iterator[Claim]:
    venue = (name.venue, name.venue, name.block) if name.venue else _find_venue(inside, name, columns)
    if venue:
        text, words, block = venue
        yield _claim("location", _place(text), words, block, "place")
    for block in inside:
        match = _STATUS.search(block.text[:120])
        if match:
            yield _claim("event_status", "EventCancelled" if match[1] else "EventPostponed", match[0], block, "status")
            return


_STATUS = re.compile(
    r"\b(?:(cancel{1,2}ed|abgesagt|annulé|cancelado|annullato|geannuleerd)|(postponed|verschoben|reporté))\b", re.I
)
MAX_VENUE = 250  # characters


def _find_venue(inside: Sequence[Block], name: Name, columns: Sequence[str]) -> tuple[str, str, Block] | None:
    """Where an entry says it is, the words, and the block: behind a label, in a block or column that is called so."""
    labelled = False
    for number, block in enumerate(inside):
        before, labelled = labelled, LABELS.get(key(block.text)) == "location"
        if block is name.block or labelled or len(block.text) > MAX_VENUE:
            continue
        line = _PLACE_LINE.search(block.text)
        named = bool(block.path) and any(_PLACE_STEP.search(step) for step in block.path[-2:])
        column = number < len(columns) and LABELS.get(key(columns[number])) == "location"
        text = line[1] if line else fold(block.text) if named or before or column else ""
        if text and not is_junk(text):
            return text, line[0] if line else text, block
    return None


def _place(text: str) -> Place:
    """The place in its parts where they can be told ("The Malthouse, Quillmere"), else as one name."""
    return read_place(text) or Place(name=text)


def merge_card(event: Event, card: Card, listing_url: str) -> Event:
    """Fill what the event's own page leaves out from the card that links to it; evidence names the listing."""
    update: dict[str, Any] = {}
    evidence: list[Evidence] = []
    for claim in card.claims:
        if getattr(event, claim.field) in (None, ()) and _may_fill(event, claim.field, update):
            update[claim.field] = [claim.value] if claim.field == "location" else claim.value
            evidence.append(_evidence(claim, listing_url))
    if not update:
        return event
    return Event.model_validate({**event.model_dump(), **update, "evidence": [*event.evidence, *evidence]})


def build_event(card: Card, listing_url: str) -> Event:
    """The event of a card that has no page of its own, or whose page is not known."""
    named = Evidence(field="name", text=card.said or card.name, rule="card.name", path=listing_url)
    bare = Event(url=card.url or listing_url, name=card.name, evidence=(named,))
    return merge_card(bare, card, listing_url)


def _evidence(claim: Claim, listing_url: str) -> Evidence:
    field = f"{claim.field}[0]" if claim.field == "location" else claim.field
    return Evidence(field=field, text=claim.text, rule=f"card.{claim.rule}", path=listing_url)


def _may_fill(event: Event, field: str, update: dict[str, Any]) -> bool:
    """Times and ends of a card go with its own day, not with one that the event's page states otherwise."""
    if field in update:
        return False
    if field.startswith("start_date") or field == "dates_text":
        return event.start_date is None and (event.start_date_partial is None or field == "start_date")
    if field.startswith("end_date"):
        return "start_date" in update or "start_date_partial" in update
    return True
