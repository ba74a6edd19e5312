"""A page without its chrome in, claims on where its event takes place and how one attends out."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.addresses import find_postcode, is_country, read_place, read_place_lines
from extract.fields.sections import find_labelled, level_of, split_sections, split_sentences, where
from extract.fields.words import COUNTRIES, LABELS, PLATFORMS
from extract.records import Place
from extract.text import fold

MAX_VALUE = 250  # characters of a labelled place; more is a text that follows the label


def find(view: View) -> Iterator[Claim]:
    """Claims on `location`, `virtual_location` and `event_attendance_mode`."""
    mode = list(_modes(view))
    online_only = any(claim.value == "online" and claim.trust >= 0.8 for claim in mode)
    places = [] if online_only else _places(view)
    yield from places
    virtual = list(_virtual(view))
    yield from virtual[:1]
    yield from mode
    if not mode and places:
        yield _mode("offline", places[0].text, "venue", 0.5, places[0].path)
    elif not mode and virtual:
        yield _mode("online", virtual[0].text, "platform", 0.4, virtual[0].path)


def _places(view: View) -> list[Claim]:
    """The best-founded places: labelled ones, else a venue section, else venue lines, else prose."""
    for reader in (_labelled, _sections, _below_date, _tail, _prose, _town):
        found = list(reader(view))
        if found:
            return found
    return []


def _claim(place: Place, text: str, rule: str, block: Block, trust: float) -> Claim:
    source = "label" if rule in ("location", "section") else "text"
    return Claim("location", place, text, source, rule, trust, where(block))  # type: ignore[arg-type]


def _labelled(view: View) -> Iterator[Claim]:
    for found in find_labelled(view):
        if found.field != "location" or len(found.value) > MAX_VALUE:
            continue
        value = physical_part(next(split_sentences(found.value), ""))
        place = read_place(value) if value else None
        if place and (place.name or place.address_locality or place.street_address):
            yield _claim(place, value, "location", found.block, 0.8)
            return


def _sections(view: View) -> Iterator[Claim]:
    """Loose paragraphs under "Location" or "Venue"."""
    for section in split_sections(view.body):
        if LABELS.get(section.name) != "location" or section.heading is None:
            continue
        lines = _address_lines(section.blocks)
        place = read_place_lines(lines) if lines else None
        if place:
            yield _claim(place, "\n".join(lines), "section", section.blocks[0], 0.75)
            return


MAX_LINE = 110  # characters of a line of an address


def _address_lines(blocks: Sequence[Block]) -> list[str]:
    """The lines that a venue section begins with, up to the first that is a sentence or a heading."""
    lines: list[str] = []
    for block in blocks[:8]:
        if level_of(block) and lines:
            break
        for line in block.text.split("\n"):
            if len(line) > MAX_LINE or re.search(r"[.!?]\s+[A-Z]|\b(?:is|are|will|please|you|we)\b", line, re.I) or len(lines) >= 7:
                return lines
            if not re.search(r"https?:|@|\bmap\b|directions|google", line, re.I):
                lines.append(line)
    return lines


_VENUE_ALONE = re.compile(r"\b(?:campus|building|hall|hotel|auditorium|theatre|library|conference centre|lecture theatre)$", re.I)
_SIZE = re.compile(r"[\d.,]+ ?[KMG]B$")


def _tail(view: View) -> Iterator[Claim]:
    """Venue lines that close the body: name, street, town, postcode, one a block or some in one."""
    blocks = [block for block in view.body if not _SIZE.match(block.text)]
    if blocks and _VENUE_ALONE.search(blocks[-1].text) and _is_venue_line(blocks[-1].text) and not level_of(blocks[-1]):
        yield _claim(Place(name=blocks[-1].text), blocks[-1].text, "last_line", blocks[-1], 0.45)
        return
    last = next((i for i in range(len(blocks) - 1, max(-1, len(blocks) - 8), -1) if _is_address_end(blocks[i])), None)
    if last is None:
        return
    first = last
    while first > 0 and last - first < 6 and _is_venue_line(blocks[first - 1].text):
        first -= 1
    lines = [line for block in blocks[first : last + 1] for line in block.text.split("\n")]
    lines = _from_venue(lines)
    place = read_place_lines(lines)
    told = place and (place.postal_code or (place.address_country and place.address_locality))
    if place and told and (place.name or place.street_address):
        yield _claim(place, "\n".join(lines), "tail", blocks[first], 0.6)


def _is_address_end(block: Block) -> bool:
    line = block.text.split("\n")[-1]
    return len(line) <= MAX_LINE and (find_postcode(line) is not None or is_country(line.split(",")[-1])) and not re.search(
        r"[.!?]\s+[A-Z]|\b(?:is|are|will|please|you|we)\b", line
    )


_VENUE_LINE = re.compile(r"^[^.!?:@]{3,110}$")


def _is_venue_line(text: str) -> bool:
    return all(
        _VENUE_LINE.match(line) and not re.search(r"\b(?:is|are|will|please|you|we|register|end|close|q&a|break)\b", line, re.I)
        and not re.match(r"\W*\d{1,2}[:.]\d\d", line)
        for line in text.split("\n")
    ) and (text[0].isupper() or text[0].isdigit())


def _from_venue(lines: list[str]) -> list[str]:
    """At most the five last lines: name, two of street, town, postcode."""
    return lines[-5:]


_DATE_LINE = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zé]*\b.*\b\d{1,2}(?:[:.]\d\d|\s?[ap]m)\b", re.I)
_VENUE_WORD = re.compile(r"\b(?:room|hall|building|campus|university|centre|center|theatre|library|hotel|street|institute|college|auditorium|house|floor|raum|saal|gebäude|salle|aula|sala|online|virtual)\b", re.I)
_MAP = re.compile(r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app|openstreetmap\.org|roomcatalogue|/maps?/", re.I)


def _fact_lines(view: View) -> list[tuple[str, Block]]:
    """The short lines right below a line with day and time: where facts bars put the place."""
    lines = [(line, block) for block in view.body[:15] for line in block.text.split("\n")]
    return [
        (line, block)
        for (before, _), (line, block) in zip(lines, lines[1:], strict=False)
        if len(before) <= MAX_LINE and _DATE_LINE.search(before) and len(line) <= MAX_LINE and not re.search(r"[.!?:](?:\s|$)", line)
        and (_VENUE_WORD.search(line) or any(_MAP.search(link.href) and link.text in line for link in block.links))
    ]  # fmt: skip


def _below_date(view: View) -> Iterator[Claim]:
    for line, block in _fact_lines(view):
        value = physical_part(line)
        place = read_place(value) if value else None
        if place and (place.name or place.street_address):
            yield _claim(place, value, "below_date", block, 0.65)
            return


_TOWN = re.compile(
    r"\b(?:in|at|meeting,|conference,|workshop,|symposium,)\s+(?P<place>(?:[A-ZÀ-ÖØ-Þ][\w'’.-]+\s?){1,4}, ?(?:[A-Z]{2}\b|" + "|".join(re.escape(c.title()) for c in sorted(COUNTRIES, key=len, reverse=True) if len(c) > 3) + r"|UK\b|USA\b))"
)
_ABOUT_EVENT = re.compile(r"\b(?:event|workshop|conference|seminar|meeting|symposium|school|hackathon|join us|held|takes? place|took place|attend\w*)\b", re.I)


def _town(view: View) -> Iterator[Claim]:
    """ "Join us in Tidewick, UK" in the first lines of the page."""
    for block in view.body[:12]:
        for sentence in split_sentences(block.text[:1500]):
            hit = _TOWN.search(sentence) if _ABOUT_EVENT.search(sentence) else None
            place = read_place(hit["place"]) if hit else None
            if hit and place:
                if place.name and not place.address_locality and place.name.count(",") == 1 and re.search(r", ?[A-Z]{2}$", place.name):
                    place = Place(address_locality=place.name)
                yield _claim(place, hit["place"], "town", block, 0.4)
                return


_PROSE = re.compile(
    r"(?:\b(?:venue(?: for (?:the|this) \w+)?|event location|location|place)\s+(?:is|will be)\s+"
    r"|\b(?:event|workshop|conference|meeting|seminar|lecture|symposium|school|talk|it)\s+(?:will (?:be held|take place|be hosted)|takes place|is held|was held|took place|held|taking place|is (?:being )?hosted|will be)\s+"
    r"(?:in[- ]person )?(?:(?:at|in)\s+|on\s+(?=the\s\w+ (?:of|campus)|the (?-i:[A-Z])))(?=(?-i:[A-ZÀ-ÖØ-Þ])|the\s)"
    r"|\b(?:findet|fand) (?:\w+ ){0,6}?(?:in|im|an der|am)\s+(?=[^\W\d_a-z])"
    r"|\baura lieu (?:à|au|en)\s+|\btendrá lugar en\s+|\bsi (?:terrà|svolgerà) (?:a|presso)\s+|\bvindt plaats in\s+)",
    re.I,
)
_PROSE_END = re.compile(r"[;!?\n(]|\.(?:\s|$)|\s(?:on|from|with|and will|and is|although|though|where|which|who|will|is|for|during|to|between|until|as|before|after|this|next|by|are|was|were)\s|,\s(?:on|from|with|the brand|where|which|although|to|between|and)\s|,?\s\d{1,2}(?:st|nd|rd|th)\b|,?\s(?:january|february|march|april|may|june|july|august|september|october|november|december)\b", re.I)


def _prose(view: View) -> Iterator[Claim]:
    """ "The workshop takes place at the X in Y"."""
    for block in view.body:
        if level_of(block):
            continue
        for sentence in split_sentences(block.text[:4000]):
            hit = _PROSE.search(sentence)
            if not hit:
                continue
            rest = sentence[hit.end() : hit.end() + 160]
            end = _PROSE_END.search(rest + " ")
            value = physical_part(rest[: end.start()] if end else rest)
            place = read_place(value) if value else None
            if place and place.name == value and len(value.split()) == 1 and re.search(r"\bin\s+$", hit.group()):
                place = Place(address_locality=value)
            if place and _is_place_name(value):
                yield _claim(place, value, "prose", block, 0.5)
                return


def _is_place_name(value: str) -> bool:
    words = value.split()
    return len(words) <= 14 and any(word[0].isupper() for word in words) and not re.match(
        r"(?:the\s)?(?:morning|afternoon|evening|spring|summer|autumn|winter|english|person|two|three|four)\b", value, re.I
    )


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_ONLINE_WORDS = r"online|virtual(?:ly)?|zoom|teams|webinar|en ligne|en línea|remote(?:ly)?|digital|live ?stream(?:ed|ing)?|web"


def physical_part(value: str) -> str:
    """A place value without its online part: "Room 3 • Online via Teams" is "Room 3"; "Virtual" is nothing.

    >>> physical_part("Room 3A (Harbour Hall) • Online via Zoom"), physical_part("Online via Zoom")
    ('Room 3A (Harbour Hall)', '')
    """
    parts = re.split(r"\s*[•|;/]\s*|\s+[-–—&+]\s+(?=online|zoom|virtual)|,?\s+(?:and|or|und|oder|et)\s+(?=(?:also )?(?:online|virtual|via|zoom|on zoom))", value, flags=re.I)
    kept = [part for part in parts if part and not re.match(rf"(?:also |via |on |fully |hybrid\b|in[- ]person and )*(?:{_ONLINE_WORDS})\b", part.strip(" ("), re.I)]
    kept = [part for part in kept if not re.fullmatch(r"(?:hybrid|tb[acd]|to be (?:announced|confirmed)|in[- ]person|-|n/?a|see below)\W*", part.strip(), re.I)]
    first = fold(kept[0]).strip(" ,.;:") if kept else ""
    first = re.sub(rf",? (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS})\b[\s\d,–-]*$", "", first, flags=re.I)
    return re.sub(r"\s*\(?https?://\S+\)?", "", first).strip(" ,.;:")


_PLATFORM = re.compile(
    r"\b(?:" + "|".join(sorted((re.escape(word) for word in PLATFORMS), key=len, reverse=True)) + r")\b", re.I
)
_VIRTUAL_CUE = re.compile(
    r"\b(?:via|through|on|over|using|by|per|über|mittels|sur|por|su)\s+(?:a |the |our |das )?(?P<name>PLATFORM)\b(?!\s+(?:channel|recording|video))"
    r"|\b(?P<link>PLATFORM)\s+(?:webinar|meeting|link|call|video conferencing|details|session|room|event|id)\b".replace(
        "PLATFORM", _PLATFORM.pattern[2:-2]
    ),
    re.I,
)
_AFTERWARDS = re.compile(r"\b(?:recording|recorded|recordings|after the|afterwards|watch|catch up|channel|subscribe|playlist|previous|past|also give|monthly|community)\b", re.I)


def _virtual(view: View) -> Iterator[Claim]:
    """The platform, where the page says that the event is on it (a channel for recordings is none)."""
    for line, block in _fact_lines(view):
        hit = _PLATFORM.search(line)
        if hit and re.search(r"\b(?:online|virtual)\b", line, re.I):
            yield Claim("virtual_location", PLATFORMS[hit.group().lower()], line, "text", "below_date", 0.7, where(block))
    for found in find_labelled(view):
        if found.field in ("location", "virtual_location"):
            hit = _PLATFORM.search(found.value)
            if hit and not _AFTERWARDS.search(found.value):
                yield Claim("virtual_location", PLATFORMS[hit.group().lower()], hit.group(), "label", "platform", 0.8, where(found.block))
    for block in view.body:
        for sentence in split_sentences(block.text[:6000]):
            hit = _VIRTUAL_CUE.search(sentence)
            if hit and not _AFTERWARDS.search(sentence):
                name = (hit.group("name") or hit.group("link")).lower()
                yield Claim("virtual_location", PLATFORMS[name], sentence, "text", "platform", 0.6, where(block))


def _mode(value: str, text: str, rule: str, trust: float, path: str) -> Claim:
    return Claim("event_attendance_mode", value, text, "text", rule, trust, path)


_EVENT = r"(?:event|workshop|conference|seminar|webinar|lecture|talk|symposium|meeting|session|presentation|school|course|training|panel|discussion|series|hackathon|unconference|get-together)s?"
_MIXED = re.compile(
    rf"\bhybrid {_EVENT}\b|\b{_EVENT} (?:is|will be|are|was)(?: a| held)?(?: as)?(?: a)? hybrid\b|\bhybrid (?:format|mode|attendance)\b|\bin a hybrid\b"
    r"|\b(?:both )?(?:in[- ]person|on[- ]?site) (?:and|or|&) (?:also )?(?:online|virtual(?:ly)?|remote(?:ly)?)\b"
    r"|\b(?:online|virtual(?:ly)?|remotely) (?:and|or|&) (?:also )?(?:in[- ]person|on[- ]?site)\b"
    r"|\b(?:attend|join|participate) (?:virtually|online|remotely)\b.{0,200}\bin[- ]person\b",
    re.I,
)  # fmt: skip
_STREAMED = re.compile(r"\b(?:will be|is|are|be) (?:also )?(?:live[- ]?streamed|streamed live|broadcast live)\b", re.I)
_ONLINE_ONLY = re.compile(
    rf"\bonline[- ]only\b|\bonly (?:take place |be held )?(?:online|virtual(?:ly)?)\b|\bnot be able to attend in person\b|\b{_EVENT} (?:has |will )?(?:been |be )?moved online\b|\bfully (?:online|virtual)\b|\bexclusively online\b",
    re.I,
)  # fmt: skip
_ONLINE = re.compile(
    rf"\b(?:online|virtual) (?:\w+ )?{_EVENT}\b|\b{_EVENT} (?:will (?:take place|be held|be)|takes place|is(?: being)? held|is|was held)(?: entirely| fully| completely)? (?:online|virtual(?:ly)?|via zoom|on zoom|on microsoft teams|via microsoft teams)\b"
    r"|\btake place (?:online|virtually|via zoom|on zoom)\b|\bonline[- ]veranstaltung\b|\bfindet online statt\b|\ben ligne uniquement\b|\bthis (?:is an? )?(?:online|virtual) event\b",
    re.I,
)  # fmt: skip
_OFFLINE = re.compile(rf"\bin[- ]person (?:only |\w+ )?{_EVENT}\b|\b{_EVENT} (?:is|will be|will take place|takes place) (?:held )?in[- ]person\b|\bface[- ]to[- ]face (?:only|{_EVENT})\b|\bin person only\b|\bno (?:online|remote|virtual) (?:option|attendance|participation)\b", re.I)


def _modes(view: View) -> Iterator[Claim]:
    """What the page says of how one attends; "hybrid model" says nothing, "online only" beats a venue."""
    for found in find_labelled(view):
        if found.field == "location" and len(found.value) <= MAX_VALUE:
            yield from _labelled_mode(next(split_sentences(found.value), ""), where(found.block))
    for line, block in _fact_lines(view):
        yield from _labelled_mode(line, where(block))
    if view.title and (titled := next((mode for mode, pattern in (("mixed", _MIXED), ("online", _ONLINE)) if pattern.search(view.title)), "")):
        yield _mode(titled, view.title, "title", 0.8, "title")
    yield from _also_online(view)
    for rule, pattern, value, trust in (
        ("online_only", _ONLINE_ONLY, "online", 0.9),
        ("hybrid", _MIXED, "mixed", 0.85),
        ("streamed", _STREAMED, "mixed", 0.75),
        ("in_person", _OFFLINE, "offline", 0.7),
        ("online", _ONLINE, "online", 0.7),
    ):
        for block in view.body:
            sentence = next((s for s in split_sentences(block.text[:6000]) if pattern.search(s) and _is_own(s)), None)
            if sentence and not (rule == "streamed" and not _has_venue(view)):
                yield _mode(value, sentence, rule, trust, where(block))
                break


_ALSO_ONLINE = re.compile(r"\b(?:attend|join|participate|watch|follow|tune in)(?: \w+){0,3} (?:virtually|online|remotely|via (?:zoom|teams|livestream))\b", re.I)


def _also_online(view: View) -> Iterator[Claim]:
    """ "You can attend virtually" next to a venue or to words for those who come."""
    present = _has_venue(view) or any(re.search(r"\b(?:in|attend) ?-?person\b", block.text[:4000], re.I) for block in view.body)
    for block in view.body if present else ():
        for sentence in split_sentences(block.text[:6000]):
            if _ALSO_ONLINE.search(sentence) and _is_own(sentence):
                yield _mode("mixed", sentence, "also_online", 0.78, where(block))
                return


def _is_own(sentence: str) -> bool:
    """Whether a sentence speaks of this event: not of past ones, of a series' custom, or of a choice to come."""
    return not re.search(r"\b(?:previous|past|last year|companion|monthly|usually|regular|other events|may be|might be|if |these events|previously|was launched)\b", sentence, re.I)


def _labelled_mode(value: str, path: str) -> Iterator[Claim]:
    online = re.search(rf"\b(?:{_ONLINE_WORDS})\b", value, re.I)
    physical = physical_part(value)
    if re.match(r"hybrid\b", value, re.I) or (online and physical and read_place(physical)):
        yield _mode("mixed", value, "place", 0.88, path)
    elif online:
        yield _mode("online", value, "place", 0.88, path)


def _has_venue(view: View) -> bool:
    return next(iter([*_labelled(view), *_sections(view), *_tail(view)]), None) is not None
