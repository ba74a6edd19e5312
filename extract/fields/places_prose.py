"""A page in, claims on the place that its sentences name out: "takes place on Friday, 5 May, at Harbour Hall"."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.date_grammar import read_dates
from extract.fields.addresses import read_place
from extract.fields.attendance import VENUE_WORD, physical_part
from extract.fields.languages import LANGUAGE_NAME
from extract.fields.posting import is_deadline
from extract.fields.sections import level_of, said, split_sentences, where
from extract.fields.words import COUNTRIES
from extract.records import Place

_PROSE_WORDS = (
    "held", "place", "venue", "location", "hosted", "will be", "given", "shown", "meets", "join us",
    "findet", "fand ", "aura lieu", "tendrá lugar", "terrà", "svolgerà",
    "vindt plaats",
)  # fmt: skip
_DATED = (
    r"(?:on|from|between)\s(?:(?:the|of|and|to|until|till|at|from|noon|midday|midnight|[ap]\.?m\.?|[–—-]"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|\d[\d:.–-]{0,12}(?:st|nd|rd|th|[ap]m)?),?\s){1,16}?"
)
"""Days and times between a verb and the place: "takes place on Friday 5 May 2028, 10am, at ..."."""
_PROSE = re.compile(
    r"\b(?:venue(?: for (?:the|this) \w+)?|event location|location|place)\s+(?:is|will be)\s+"
    r"|\b(?:event|workshop|conference|meeting|seminar|lecture|symposium|school|talk|course|class|clinic|film"
    r"|festival|screening|exhibition|concert|performance|tour|training|it)\s+"
    r"(?:will (?:be (?:held|shown|given)|take place|be hosted)|takes place|(?:is|was) held|was (?:shown|given)"
    r"|took place|held|taking place|is (?:being )?hosted|will be|(?:is free )?and meets|meets)\s+(?:in[- ]person )?"
    rf"(?:{_DATED})?"
    r"(?:(?:at|in)\s+|on\s+(?=the\s(?:[\w]+\s){1,5}campus\b))(?=(?-i:[A-ZÀ-ÖØ-Þ])|the\s)"
    rf"|\bjoin us {_DATED}(?:at|in)\s+(?=(?:the\s)?(?-i:[A-ZÀ-ÖØ-Þ]))"
    r"|\b(?:findet|fand) (?:[\w.]+ ){0,6}?(?:in|im|an der|am)\s+(?=(?-i:[A-ZÀ-ÖØ-Þ]))"
    r"|\baura lieu (?:à la |à l[’']|à |au |en |dans (?:la |le |l[’']))\s*(?=(?-i:[A-ZÀ-Þ])|salle|amphi)"
    r"|\bse tiendr(?:a|ont) (?:à la |à l[’']|à |au |dans (?:la |le |l[’']))(?=(?-i:[A-ZÀ-Þ])|salle|amphi)"
    r"|\btendrá lugar en\s+|\bsi (?:terrà|svolgerà) (?:a|presso)\s+|\bvindt plaats in (?:het "
    r"|de )?\s*(?=(?-i:[A-Z]))",
    re.I,
)
_PROSE_END = re.compile(
    r"[;!?\n(]|\.(?:\s|$)|\s(?:on|from|with|and will|and is|although|though|where|when|which|who|will|is|for"
    r"|during|to"
    r"|between|until|as"
    r"|before|after|this|next|by|are|was|were|statt)\s|\sstatt\b|,\s(?:on|from|with|the brand|where|when|which"
    r"|although"
    r"|to|between|and)\s"
    r"|,?\s\d{1,2}(?:st|nd|rd|th)\b|,?\s(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b",
    re.I,
)
_NO_PLACE = re.compile(
    r"(?:the\s)?(?:morning|afternoon|evening|spring|summer|autumn|winter|english|person|two|three|four|mon|tues"
    r"|wednes|thurs|fri"
    r"|satur|sun|conjunction|collaboration|partnership|parallel"
    r"|week|figure|table|section|microsoft|zoom|teams)\w*\b|the (?-i:[a-z])[\w-]+ of\b"
    rf"|{LANGUAGE_NAME}\b(?=\W*$| (?:and|with|or)\b)",
    re.I,
)
MAX_WORDS = 14  # of a place named in a sentence


def find_prose(view: View) -> Iterator[Claim]:
    """ "The workshop takes place at the X in Y"."""
    for sentence, block in said(view, *_PROSE_WORDS):
        hit = _PROSE.search(sentence) if not level_of(block) else None
        if not hit:
            continue
        rest = sentence[hit.end() : hit.end() + 160]
        end = _PROSE_END.search(rest + " ")
        value = physical_part(rest[: end.start()] if end else rest)
        if (
            not value
            or len(value.split()) > MAX_WORDS
            or _NO_PLACE.match(value)
            or not re.search(r"[^\W\d_a-z]", value)
        ):
            continue
        lone_town = len(value.split()) == 1 and hit.group().rstrip().endswith((" in", " à", " en", " a"))
        place = Place(address_locality=value) if lone_town else read_place(value)
        if place:
            yield Claim("location", place, value, "text", "prose", 0.5, where(block))


_BESIDE_TIME = re.compile(
    r",?\s(?:à l[’']|à la |au |dans (?:la |le |l[’'])|im |in der |in den |in dem |am |an der |presso (?:la |il "
    r"|l[’']|lo )?"
    r"|alla |all[’']|al |nella |nel |nell[’']|en (?:la |el )|in het |in de |in )(?=(?P<a>(?-i:[^\W\d_a-z])|salle"
    r"|aula|sala))"
    r"|,\s(?=(?P<b>salle|amphithéâtre|aula|sala|salón|zaal|hörsaal|raum|saal)\s)",
    re.I,
)
"""Between day and time of a sentence and the place: "am 3. Mai, 18 Uhr, im Hafensaal"."""
_PLACE_END = re.compile(
    r",\s(?:when|where|which|who|wo|où|dove|donde|waar)\b|[;!?\n]|\.(?:\s|$)|\)(?=,)"
    r"|,?\s(?:et en|et à|und online|und per|e in|y en|en via|statt|ein|eine|um|ab"
    r"|la dott\w*|il prof"
    r"\w*|il dott\w*|a las|a partir|sur|avec|mit|con|met|over|zum|über|verdedigt|houdt|spricht|hält|terrà)\b"
)


def find_beside_time(view: View) -> Iterator[Claim]:
    """The place that a sentence near the top names right after day and time."""
    for block in view.body[:EARLY]:
        for sentence in split_sentences(block.text[:1500]) if not level_of(block) else ():
            dates = next(iter(read_dates(sentence, view.site.day_first)), None)
            if dates is None or dates.start.full is None or not dates.clocks or is_deadline(sentence[: dates.begin]):
                continue
            if hit := _BESIDE_TIME.match(sentence, dates.finish):
                rest = sentence[hit.end() : hit.end() + 160]
                end = _PLACE_END.search(rest)
                cut = end.start() + (end.group() == ")") if end else len(rest)
                value = physical_part(rest[:cut])
                place = read_place(value) if 0 < len(value.split()) <= MAX_WORDS + 6 else None
                if place and not _NO_PLACE.match(value) and (place.street_address or VENUE_WORD.search(value)):
                    yield Claim("location", place, value, "text", "beside_time", 0.55, where(block))


EARLY = 10  # blocks


_STATES = "|".join(re.escape(c.title()) for c in sorted(COUNTRIES, key=len, reverse=True) if len(c) > 3)
_TOWN = re.compile(
    r"\b(?:in|at|meeting,|conference,|workshop,|symposium,)\s+(?P<place>(?:[A-ZÀ-ÖØ-Þ][\w'’.-]+\s?){1,4}, ?"
    rf"(?:{_STATES}|UK\b|USA\b|[A-Z]{{2}}\b))"
)
_NAMED_AFTER_COMMA = re.compile(r", ?[^\W\d_a-z]")  # cheap to look for: without it no state stands after a town
_ABOUT_EVENT = re.compile(
    r"\b(?:event|workshop|conference|seminar|meeting|symposium|school|hackathon|join us|held|takes? place|took place"
    r"|attend\w*)\b",
    re.I,
)


def find_town(view: View) -> Iterator[Claim]:
    """ "Join us in Tidewick, UK" in the first lines of the page."""
    for block in view.body[:12]:
        for sentence in split_sentences(block.text[:1500]):
            if not _NAMED_AFTER_COMMA.search(sentence):
                continue
            hit = _TOWN.search(sentence) if _ABOUT_EVENT.search(sentence) else None
            place = read_place(hit["place"]) if hit else None
            if hit and place:
                state = not place.address_locality and re.search(r", ?[A-Z]{2}$", place.name or "")
                found = Place(address_locality=place.name) if state else place
                yield Claim("location", found, hit["place"], "text", "town", 0.4, where(block))
