"""A page without its chrome in, claims on where its event takes place out."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.blocks import Block
from extract.claims import Claim, Source, View
from extract.date_grammar import read_dates
from extract.fields.addresses import find_postcode, is_country, read_place, read_place_lines
from extract.fields.attendance import (
    MAX_VALUE,
    fact_lines,
    find_modes,
    find_virtual,
    mode_claim,
    physical_part,
)
from extract.fields.day_lines import DATE_LINE
from extract.fields.names import leading_name
from extract.fields.places_prose import find_beside_time, find_prose, find_town
from extract.fields.posting import is_posting_block, is_posting_line
from extract.fields.sections import clip, find_labelled, find_sections, level_of, split_sentences, where
from extract.fields.words import LABELS
from extract.records import Place


def find(view: View) -> Iterator[Claim]:
    """Claims on `location`, `virtual_location` and `event_attendance_mode`.

    A venue under "online only" is stale and gives none; a venue without a word on attendance means offline.
    """
    view = clip(view)
    places = list(_places(view))
    modes = list(find_modes(view, bool(places)))
    if any(claim.value == "online" and claim.trust >= 0.8 for claim in modes):
        places = []
    virtual = next(find_virtual(view), None)
    yield from places
    yield from (virtual,) if virtual else ()
    yield from modes
    if not modes and places:
        yield mode_claim("offline", places[0].text, "venue", 0.5, places[0].path)
    elif not modes and virtual:
        yield mode_claim("online", virtual.text, "platform", 0.4, virtual.path)


def _places(view: View) -> Iterator[Claim]:
    """The best-founded place: labelled, else a venue section, a line below the date, the venue lines, prose."""
    labelled = list(_labelled(view))
    if len({claim.text for claim in labelled}) > 1:  # cards of other events carry labels too
        labelled = [*_marked(view), *_below_date(view)][:1] or labelled
    if labelled:
        yield labelled[0]
        return
    for reader in (_sectioned, _below_date, _after_date, _marked, _tail, find_prose, find_beside_time, find_town):
        found = next(reader(view), None)
        if found:
            yield found
            return


def _claim(place: Place, text: str, rule: str, block: Block, trust: float, source: Source = "text") -> Claim:
    return Claim("location", place, text, source, rule, trust, where(block))


def _labelled(view: View) -> Iterator[Claim]:
    for found in find_labelled(view):
        if found.field != "location" or len(found.value) > MAX_VALUE:
            continue
        value = physical_part(next(iter(split_sentences(found.value)), ""))
        place = read_place(value) if value else None
        if place and (place.name or place.address_locality or place.street_address):
            yield _claim(place, value, "location", found.block, 0.8, "label")


_MARKED_STEP = re.compile(r"^address|[._-](?:location|venue|address)(?:$|[._-])", re.I)


@lru_cache(maxsize=2_000)
def _is_marked(steps: tuple[str, ...]) -> bool:
    return any(_MARKED_STEP.search(step) for step in steps)


def _marked(view: View) -> Iterator[Claim]:
    """Blocks that the markup names: `<address>`, or a class with "location", "venue", "address"; neighbours are one."""
    run: list[Block] = []
    for block in (*view.body, Block("")):
        marked = _is_marked(block.path[-2:]) and not level_of(block)
        if marked and len(run) < MAX_LINES:
            run.append(block)
            continue
        lines = _address_lines(run)
        place = read_place_lines(lines) if lines and len(" ".join(lines)) <= MAX_VALUE else None
        value = physical_part(lines[0]) if lines else ""
        if place and value and (place.name or place.street_address):
            yield _claim(place, "\n".join(lines), "marked", run[0], 0.72)
        run = []


def _sectioned(view: View) -> Iterator[Claim]:
    """Loose paragraphs under "Location" or "Venue"."""
    for section in find_sections(view.body, lambda name: LABELS.get(name) in ("location", "when_where")):
        lines = _address_lines(section.blocks)
        place = read_place_lines(lines) if lines else None
        if place:
            yield _claim(place, "\n".join(lines), "section", section.blocks[0], 0.75, "label")


MAX_LINE = 110  # characters of a line of an address
MAX_LINES = 7  # name, room, street, district, town, postcode, country
_SHORTENED = re.compile(r"\b(?:[A-Z]|St|Ave|Rd|Blvd|Dr|Rm|Ste|Bldg|No|Pl|Sq|Fl|str|Str|Nr|nr)\.(?=\s)")
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|©|\b(?:copyright|rights reserved)\b|\b(?:is|are|will|please|you|we)\b", re.I)
_ELSEWHERE = re.compile(r"https?:|@|\bmap\b|directions|google", re.I)


def _address_lines(blocks: Sequence[Block]) -> list[str]:
    """The lines that a venue section begins with, up to the first that is a sentence or a heading."""
    lines: list[str] = []
    for block in blocks[:8]:
        if level_of(block) and lines:
            break
        for line in block.text.split("\n"):
            if len(line) > MAX_LINE or _is_sentence(line) or len(lines) >= MAX_LINES:
                return lines
            if not _ELSEWHERE.search(line) and not DATE_LINE.search(line):
                lines.append(line)
    return lines


def _is_sentence(line: str) -> bool:
    """Whether a line is running text: a full stop that no "St." or "W." explains, or a verb."""
    return bool(_SENTENCE.search(_SHORTENED.sub("", line)))


def _below_date(view: View) -> Iterator[Claim]:
    """The line below day and time, where facts bars put the place."""
    for line, block in fact_lines(view):
        lines = _with_address(view, line, block)
        value = "\n".join(lines) if len(lines) > 1 else physical_part(line)
        place = read_place_lines(value.split("\n")) if value else None
        if place and (place.name or place.street_address):
            yield _claim(place, value, "below_date", block, 0.65)


_VENUE_NAME = re.compile(
    r"\b(?:hall|house|campus|university|college|centre|center|theatre|library|hotel|institute|auditorium|museum|palace|castle"
    r"|school|academy|church|studio|gallery|universität|institut|haus|saal|université|universidad|università)\b",
    re.I,
)
"""What a name ends or begins with that behind a date can be a place only."""
_FIRST_BLOCKS = 8  # in which a conference says "3–5 May 2027, Harbour Hall, Tidewick"


def _after_date(view: View) -> Iterator[Claim]:
    """What follows the days on a line that begins with them: "3–5 May 2027, Harbour Hall, Tidewick"."""
    for block in view.body[:_FIRST_BLOCKS]:
        for line in block.text.split("\n")[:4] if len(block.text) <= MAX_VALUE else ():
            dates = next(iter(read_dates(line, view.site.day_first)), None)
            rest = line[dates.finish :] if dates and dates.begin <= 4 and len(line) <= MAX_LINE else ""
            if "," not in rest[1:] or _is_sentence(rest) or is_posting_line(line) or is_posting_block(block):
                continue
            value = physical_part(rest.lstrip(" ,|·–—-"))
            place = read_place(value) if _is_venue(value) and not read_dates(value, view.site.day_first) else None
            if place and (place.name or place.street_address):
                yield _claim(place, value, "after_date", block, 0.6)


def _is_venue(value: str) -> bool:
    """Whether words that stand alone can be a venue and its town only."""
    named = _VENUE_NAME.search(value.split(",")[0]) and leading_name(value) is None
    return bool(named) and _is_venue_line(value)


def _with_address(view: View, line: str, block: Block) -> list[str]:
    """The line with those after it if they lead to a postcode: "Harbour Hall", "12 Quay Street", "Tidewick TW1 2AB"."""
    at = next(i for i, one in enumerate(view.body) if one is block)
    below = [text for one in view.body[at : at + _TAIL_LINES] for text in one.text.split("\n")]
    lines = below[below.index(line) :][:_TAIL_LINES]
    end = next((i for i, text in enumerate(lines) if find_postcode(text)), 0)
    return (
        lines[: end + 1]
        if all(len(text) <= MAX_LINE and not _is_sentence(text) for text in lines[: end + 1])
        else [line]
    )


_VENUE_ALONE = re.compile(
    r"\b(?:campus|building|hall|hotel|auditorium|theatre|library|conference centre|lecture theatre)$", re.I
)
_SIZE = re.compile(r"^[\d.,]+ ?[KMG]B$")
_TAIL_BLOCKS = 8  # the venue stands among the last blocks of a body
_TAIL_LINES = 5  # name, two of street, town, postcode


def _tail(view: View) -> Iterator[Claim]:
    """Venue lines that close the body: name, street, town, postcode, one a block or some in one."""
    blocks = [block for block in view.body if not _SIZE.match(block.text)]
    if not blocks:
        return
    last = blocks[-1]
    if _VENUE_ALONE.search(last.text) and _is_venue_line(last.text) and not level_of(last):
        yield _claim(Place(name=last.text), last.text, "last_line", last, 0.45)
        return
    near = range(len(blocks) - 1, max(-1, len(blocks) - _TAIL_BLOCKS), -1)
    end = next((i for i in near if _is_address_end(blocks[i])), None)
    if end is None:
        return
    first = end
    while first > 0 and end - first < 6 and _is_venue_line(blocks[first - 1].text):
        first -= 1
    lines = [line for block in blocks[first : end + 1] for line in block.text.split("\n")][-_TAIL_LINES:]
    place = read_place_lines(lines)
    told = place and (place.postal_code or (place.address_country and place.address_locality))
    if place and told and (place.name or place.street_address):
        yield _claim(place, "\n".join(lines), "tail", blocks[first], 0.6)


def _is_address_end(block: Block) -> bool:
    line = block.text.split("\n")[-1]
    if len(line) > MAX_LINE or _is_sentence(line):
        return False
    return bool(find_postcode(line)) or is_country(line.split(",")[-1])


_NO_VENUE = re.compile(
    r"\b(?:is|are|will|please|you|we|register|end|close|q&a|break|images?|photos?|credit|by)\b|^\W*\d{1,2}[:.]\d\d",
    re.I,
)
_VENUE_LINE = re.compile(r"[^.!?:@]{3,110}$")


def _is_venue_line(text: str) -> bool:
    if len(text) > MAX_LINE * _TAIL_LINES or not (text[0].isupper() or text[0].isdigit()):
        return False
    return all(
        _VENUE_LINE.match(line) and not _NO_VENUE.search(line) and _is_capitalised(line) for line in text.split("\n")
    )


def _is_capitalised(line: str) -> bool:
    """Whether most of the longer words of a line have a capital or a digit, as in names and addresses."""
    words = [word for word in line.split() if len(word) > 3]
    return sum(not word[0].islower() for word in words) * 5 >= len(words) * 3
