"""A page in, claims on how one attends its event out: offline, online or mixed, and on which platform.

"A hybrid model" says nothing, "online only" beats a venue, "live streamed" beside a venue means mixed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields import attendance_abroad as abroad
from extract.fields.addresses import find_postcode, read_place
from extract.fields.day_lines import DATE_LINE, ROOM, is_day, is_time
from extract.fields.sections import find_labelled, said, split_sentences, where
from extract.fields.words import PLATFORMS
from extract.text import fold

MAX_VALUE = 250  # characters of a labelled place; more is a text that follows the label


def mode_claim(value: str, text: str, rule: str, trust: float, path: str) -> Claim:
    """A claim on `event_attendance_mode`."""
    return Claim("event_attendance_mode", value, text, "text", rule, trust, path)


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_ONLINE_WORD = (
    r"(?:online|virtual(?:ly)?|zoom|teams|webinar|en ligne|en línea|remote(?:ly)?|digital|live ?stream(?:ed|ing)?|web"
    r"|visioconférence|visio|à distance|videokonferenz|in streaming|da remoto|videoconferenza|videoconferencia)"
)
_PART_END = re.compile(
    r"(?:(?<!\s)\s+)?[•|;/]\s*|(?<!\s)\s+[-–—&+]\s+(?=online|zoom|virtual)"
    r"|,?(?<!\s)\s+(?:and|or|und|oder|et|ou|y|o|e|en|sowie)\s+(?=(?:also |auch |en |in |à |da |via |per )?"
    r"(?:online|virtual|via|zoom|on zoom|livestream|ligne|línea|visio|distance|streaming|remoto|videokonferenz))",
    re.I,
)
_ONLINE_PART = re.compile(rf"^(?:(?:also|via|on|fully|hybrid|in[- ]person|and|en|in|per|nur) )*{_ONLINE_WORD}\b", re.I)
_NO_PART = re.compile(r"(?:hybrid|tb[acd]|to be (?:announced|confirmed)|in[- ]person|-|n/?a|see below)\W*", re.I)
_DATE_AFTER = re.compile(
    rf",? (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)? )?(?:{_MONTHS})\b[\s\d,–-]{{0,20}}$",
    re.I,
)


def physical_part(value: str) -> str:
    """A place value without its online part: "Room 3 • Online via Teams" is "Room 3"; "Virtual" is nothing.

    >>> physical_part("Room 3A (Harbour Hall) • Online via Zoom"), physical_part("Online via Zoom")
    ('Room 3A (Harbour Hall)', '')
    """
    for part in _PART_END.split(value[: 4 * MAX_VALUE]):
        bare = part.strip(" (")
        if bare and not _ONLINE_PART.match(bare) and not _NO_PART.fullmatch(part.strip()):
            text = _DATE_AFTER.sub("", fold(part).strip(" ,.;:"))
            return re.sub(r"\s?\(?https?://\S+\)?", "", text).strip(" ,.;:")
    return ""


VENUE_WORD = re.compile(
    r"\b(?:room|hall|building|campus|university|centre|center|theatre|library|hotel|street|institute|college"
    r"|auditorium|house|floor|studio|museum|gallery|chapel|church|lane|road|avenue|square"
    r"|\w*raum|\w*saal|\w*gebäude|salle|aula|sala|zaal|online|virtual|\w+haus|\w*bibliothek|universität|institut"
    r"|amphithéâtre|bâtiment|bibliothèque|médiathèque|maison|musée|université|salón|edificio|biblioteca|museo|palazzo"
    r"|palacio|casa|facultad|facoltà|universidad|università|instituto|istituto|librería|libreria|librairie|\w+zaal"
    r"|bibliotheek|gebouw|universiteit|instituut|\w+stra(?:ße|sse|at))\b",
    re.I,
)
_MAP = re.compile(
    r"google\.[a-z.]+/maps|maps\.google|goo\.gl/maps|maps\.app|openstreetmap\.org|roomcatalogue"
    r"|/maps?/",
    re.I,
)
_FACT_BLOCKS = 40  # facts stand at the top of a page, or below "When and where"
_BESIDE_TITLE = 6  # blocks after the page's heading in which a line below the date needs no word for a place
_MAX_FACT = 110  # characters


@lru_cache(maxsize=8)
def fact_lines(view: View) -> tuple[tuple[str, Block], ...]:
    """The short lines right below a line with day and time: where facts bars put the place."""
    lines = [(line, block) for block in view.body[:_FACT_BLOCKS] for line in block.text.split("\n")[:20]]
    title = next((i for i, (line, block) in enumerate(lines) if block.heading == 1 or line == view.title), len(lines))
    out = []
    for i in range(len(lines) - 1):
        (before, above), (line, block) = lines[i], lines[i + 1]
        if max(len(before), len(line)) > _MAX_FACT or not _DIGIT.search(before):
            continue
        day = lines[i - 1][0] if i and len(lines[i - 1][0]) <= _MAX_FACT else ""
        stated = bool(DATE_LINE.search(before) or (is_time(before) and DATE_LINE.search(f"{day} {before}")))
        stated = stated or (title < i < title + _BESIDE_TITLE and bool(ROOM.search(line)) and is_day(before))
        if not stated:
            continue
        beside = title < i < title + _BESIDE_TITLE and above.nodes[-2:-1] and above.nodes[-2] in block.nodes
        if _is_place_line(line, block) or (beside and _is_bare_place(line)):
            out.append((line, block))
    return tuple(out)


_DIGIT = re.compile(r"\d")
_NO_BARE_PLACE = re.compile(r"[\d.!?:@]|\b(?:add|register|share|save|download|print|more|back)\b", re.I)


def _is_bare_place(line: str) -> bool:
    """Whether a short line beside the date can be nothing but a place: a few words with capitals, no number."""
    return len(line.split()) <= 6 and line[0].isupper() and not _NO_BARE_PLACE.search(line)


def _is_place_line(line: str, block: Block) -> bool:
    if re.search(r"[.!?:](?:\s|$)", line):
        return False
    mapped = any(_MAP.search(link.href) and link.text in line for link in block.links)
    return mapped or bool(VENUE_WORD.search(line) or find_postcode(line))


_EVENT = (
    r"(?:event|workshop|conference|seminar|webinar|lecture|talk|symposium|meeting|session|presentation|school|course"
    r"|training|panel"
    r"|discussion|series|hackathon|unconference|get-together)s?"
)
_MIXED = re.compile(
    rf"\bhybrid {_EVENT}\b|\b{_EVENT} (?:is|will be|are|was)(?: a| held)?(?: as)?(?: a)? hybrid\b|\bhybrid (?:format"
    rf"|mode|attendance)\b"
    r"|\bin a hybrid\b|\b(?:in[- ]person|on[- ]?site) (?:and|or|&) (?:also )?(?:online|virtual(?:ly)?|remote(?:ly)?)\b"
    r"|\b(?:online|virtual(?:ly)?|remotely) (?:and|or|&) (?:also )?(?:in[- ]person|on[- ]?site)\b"
    r"|\b(?:attend|join|participate) (?:virtually|online|remotely)\b.{0,200}\bin[- ]person\b"
    rf"|{abroad.MIXED}",
    re.I,
)
_STREAMED = re.compile(
    r"\b(?:will be|is|are|be) (?:also )?(?:live[- ]?streamed|streamed live|broadcast live)\b"
    rf"|{abroad.STREAMED}",
    re.I,
)
_ALSO_ONLINE = re.compile(
    r"\b(?:attend|join|participate|follow|tune in)(?: \w+){0,3} (?:virtually|online|remotely|via (?:zoom|teams"
    r"|livestream))\b"
    rf"|{abroad.ALSO_ONLINE}",
    re.I,
)
_ONLINE_ONLY = re.compile(
    r"\bonline[- ]only\b|\bonly (?:take place |be held )?(?:online|virtual(?:ly)?)\b"
    r"|\bnot be able to attend in person\b"
    rf"|\b{_EVENT} (?:has |will )?(?:been |be )?moved online\b|\bfully (?:online|virtual)\b|\bexclusively online\b"
    r"|\bnur online\b|\buniquement en ligne\b|\ben ligne uniquement\b|\bsolo en línea\b|\bsolo online\b"
    r"|\balleen online\b"
    rf"|{abroad.ONLINE_ONLY}",
    re.I,
)
_ONLINE = re.compile(
    rf"\b(?:online|virtual) (?:\w+ )?{_EVENT}\b|\b{_EVENT} (?:will (?:take place|be held|be)|takes place"
    rf"|is(?: being)? held|is|was held)"
    r"(?: entirely| fully| completely)? (?:online|virtual(?:ly)?|via zoom|on zoom|on microsoft teams"
    r"|via microsoft teams)\b"
    r"|\btake place (?:online|virtually|via zoom|on zoom)\b|\bonline[- ]veranstaltung\b|\bfindet online statt\b"
    r"|\bthis (?:is an? )?(?:online|virtual) event\b"
    rf"|{abroad.ONLINE}",
    re.I,
)
_OFFLINE = re.compile(
    rf"\bin[- ]person (?:only |\w+ )?{_EVENT}\b|\b{_EVENT} (?:is|will be|will take place"
    rf"|takes place) (?:held )?in[- ]person\b"
    rf"|\bface[- ]to[- ]face (?:only|{_EVENT})\b|\bin person only\b|\bno (?:online|remote|virtual) (?:option"
    rf"|attendance|participation)\b"
    rf"|{abroad.OFFLINE}",
    re.I,
)
_RULES: tuple[tuple[str, re.Pattern[str], str, float, tuple[str, ...]], ...] = (
    ("online_only", _ONLINE_ONLY, "online", 0.9,
     ("only", "online", "in person", "virtual", "en ligne", "en línea", *abroad.ONLINE_ONLY_WORDS)),
    ("hybrid", _MIXED, "mixed", 0.85, ("hybrid", "person", "site", *abroad.MIXED_WORDS)),
    ("also_online", _ALSO_ONLINE, "mixed", 0.78,
     ("virtually", "online", "remotely", "via ", *abroad.ALSO_ONLINE_WORDS)),
    ("streamed", _STREAMED, "mixed", 0.75, ("stream", "broadcast", *abroad.STREAMED_WORDS)),
    ("in_person", _OFFLINE, "offline", 0.7,
     ("person", "face", "no online", "no remote", "no virtual", *abroad.OFFLINE_WORDS)),
    ("online", _ONLINE, "online", 0.7, ("online", "virtual", "zoom", "teams", *abroad.ONLINE_WORDS)),
)  # fmt: skip
_OTHER = re.compile(
    r"\b(?:previous|past|last year|companion|monthly|usually|regular|other events|may be|might be|if|these events"
    r"|previously"
    r"|was launched)\b",
    re.I,
)
"""Words of sentences that speak of past events, of a custom, or of a choice to come."""


def find_modes(view: View, venue: bool) -> Iterator[Claim]:
    """Claims on `event_attendance_mode`; `venue` says that the page names a place."""
    for found in find_labelled(view):
        if found.field == "location" and len(found.value) <= MAX_VALUE:
            yield from _place_mode(next(iter(split_sentences(found.value)), ""), where(found.block))
    for line, block in fact_lines(view):
        yield from _place_mode(line, where(block))
    yield from _title_mode(view)
    for rule, pattern, value, trust, cues in _RULES:
        if rule == "streamed" and not venue:
            continue
        own = ((s, b) for s, b in said(view, *cues) if pattern.search(s[:1500]) and not _OTHER.search(s))
        found_one = next(own, None)
        if found_one and (rule != "also_online" or venue or _names_presence(view)):
            yield mode_claim(value, found_one[0], rule, trust, where(found_one[1]))


def _names_presence(view: View) -> bool:
    """Whether the page speaks of those who come in person."""
    return any(_PRESENCE.search(sentence) for sentence, _ in said(view, "person", *abroad.PRESENCE_WORDS))


_PRESENCE = re.compile(rf"\bin[- ]person\b|{abroad.PRESENCE}", re.I)


def _title_mode(view: View) -> Iterator[Claim]:
    title = view.title[:300]
    lower = title.lower()
    for rule, pattern, value, _, cues in _RULES:
        if rule in ("hybrid", "online") and any(cue in lower for cue in cues) and pattern.search(title):
            yield mode_claim(value, view.title, "title", 0.8, "title")
            return


_ONLINE_IN = re.compile(rf"\b{_ONLINE_WORD}\b", re.I)


def _place_mode(value: str, path: str) -> Iterator[Claim]:
    """What a place's own words say: "Hybrid", "Room 3 • Online via Teams", "Zoom"."""
    physical = physical_part(value)
    if re.match(r"hybrid\b", value, re.I) or (physical and _ONLINE_IN.search(value) and read_place(physical)):
        yield mode_claim("mixed", value, "place", 0.88, path)
    elif _ONLINE_IN.search(value):
        yield mode_claim("online", value, "place", 0.88, path)


_NAMES = "|".join(sorted((re.escape(word) for word in PLATFORMS), key=len, reverse=True))
_PLATFORM = re.compile(rf"\b(?:{_NAMES})\b", re.I)
_ON_PLATFORM = re.compile(
    rf"\b(?:via|through|on|over|using|by|per|über|mittels|sur|por|su)\s+(?:a |the |our |das )?(?P<on>{_NAMES})\b"
    rf"(?!\s+(?:channel|recording|video))|\b(?P<link>{_NAMES})\s+(?:webinar|meeting|link|call|video conferencing"
    rf"|details|session|room"
    r"|event|id)\b",
    re.I,
)
_AFTERWARDS = re.compile(
    r"\b(?:recording|recorded|recordings|after the|afterwards|watch|catch up|channel|subscribe|playlist|previous"
    r"|past|also give|monthly"
    r"|community)\b",
    re.I,
)


def find_virtual(view: View) -> Iterator[Claim]:
    """Claims on `virtual_location`, where the page says that the event is on it (a channel for recordings is none)."""
    for line, block in fact_lines(view):
        hit = _PLATFORM.search(line)
        if hit and re.search(r"\b(?:online|virtual)\b", line, re.I):
            yield _virtual(hit.group(), line, "below_date", 0.7, block)
    for found in find_labelled(view):
        hit = _PLATFORM.search(found.value[:MAX_VALUE]) if found.field in ("location", "virtual_location") else None
        if hit and not _AFTERWARDS.search(found.value[:MAX_VALUE]):
            yield _virtual(hit.group(), hit.group(), "label", 0.8, found.block)
    for sentence, block in said(view, *PLATFORMS):
        hit = _ON_PLATFORM.search(sentence[:1500])
        if hit and not _AFTERWARDS.search(sentence):
            yield _virtual(hit["on"] or hit["link"], sentence, "platform", 0.6, block)


def _virtual(name: str, text: str, rule: str, trust: float, block: Block) -> Claim:
    return Claim("virtual_location", PLATFORMS[name.lower()], text, "text", rule, trust, where(block))
