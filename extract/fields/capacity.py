"""A page in, claims on how many may come to its event out: in figures, and in words where nothing else can be
meant."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.fields.facts import find_facts
from extract.fields.sections import said, where

_PEOPLE = (
    r"(?:participants|attendees|people|places|seats|spaces|delegates|persons|students"
    r"|teilnehm\w+"
    r"|plätze|personen|personnes|plazas|localidades|personas|asistentes|posti|persone|partecipanti|deelnemers"
    r"|bezoekers"
    r"|plaatsen|participantes|auditeurs)"
)
_UNITS = "two three four five six seven eight nine ten eleven twelve fifteen sixteen eighteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {
    **dict(zip(_UNITS, (*range(2, 13), 15, 16, 18), strict=True)),
    **{word: 10 * ten for ten, word in enumerate(_TENS, 2)},
    "hundred": 100, "a hundred": 100, "one hundred": 100,
    **{f"{word}-{unit}": 10 * ten + one for ten, word in enumerate(_TENS, 2) for one, unit in enumerate(_UNITS[:8], 2)},
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_CAPACITY = re.compile(
    r"\b(?:limited to|capacity (?:of|is)|maximum (?:of |capacity of |number of (?:participants|attendees"
    r"|places)[: ]{1,2})|max\.? "
    r"|up to|space for|room for|only|there are|cap(?:ped)? (?:of|at)|maximal|jusqu['’]à|hasta|fino a"
    r"|begrenzt auf|höchstens|limitée?s? à|dans la limite (?:de|des)|limitad[oa] a|limitat[oi] a"
    r"|aforo (?:limitado )?(?:de|a)|aforo \(|capienza \(|massimo|máximo(?: de)?|maximaal|plaats voor|beperkt tot)\s*"
    rf"(?P<n>\d{{1,3}},\d{{3}}|\d{{1,5}})\s?{_PEOPLE}\b(?!\s(?:have|has|attended|registered|left|remain))"
    r"|\bcapacity\s?: ?(?P<n2>\d{1,5})\b"
    r"|^(?:(?:free|places)[;,] )?(?P<n3>\d{1,5}) (?:seats|places|spaces)[.;]?$"
    rf"|\b(?:(?:limited to|capacity of|maximum of|room for|space for) (?P<n4>{_WORD}) {_PEOPLE}"
    rf"|there are (?P<n5>{_WORD}) (?:places|seats|spaces)(?=[.,;]|$| in all| on (?:the|this) (?:course|workshop)))\b"
    r"(?!\s(?:left|remain))",
    re.I,
)
_CAPACITY_WORDS = (
    "limited to", "capacity", "max", "up to", "space for", "room for", "only", "there are", " cap", "jusqu", "hasta",
    "fino a", "seats", "places", "spaces", "begrenzt", "höchstens", "limit", "aforo", "capienza", "massimo", "máximo",
    "plaats", "beperkt",
)  # fmt: skip
_ELSE = re.compile(
    r"\b(?:teams?|groups?) of\b|\bper (?:team|group)\b"
    r"|\b(?:car ?parks?|parking|bursar\w+|dinner|lunch|banquet|boats?|bus|minibus|hotel|excursions?|grants?)\b",
    re.I,
)
"""Of whom a sentence may say how many they are, or what else may be full."""
_VALUE = re.compile(
    rf"(?:(?:max(?:imum|\.|imal|imaal)?|höchstens|massimo|máximo|au maximum"
    rf"|maximal) (?:of )?)?(?P<n>\d{{1,3}},\d{{3}}|\d{{1,5}})(?: {_PEOPLE})?(?: max\.?)?\.?",
    re.I,
)
MAX_SENTENCE = 600  # characters


def find_capacity(view: View) -> Iterator[Claim]:
    """Claims on `maximum_attendee_capacity`."""
    for found in find_facts(view):
        hit = _VALUE.fullmatch(found.value) if found.field == "capacity" else None
        if hit:
            number = _read_number(hit["n"])
            yield Claim("maximum_attendee_capacity", number, found.value, "label", "capacity", 0.8, where(found.block))
    for sentence, block in said(view, *_CAPACITY_WORDS):
        hit = _CAPACITY.search(sentence[:MAX_SENTENCE])
        if hit and not _ELSE.search(sentence):
            number = _read_number(next(filter(None, hit.groups())))
            yield Claim("maximum_attendee_capacity", number, sentence, "text", "capacity", 0.5, where(block))


def _read_number(text: str) -> int:
    """A number in figures or words.

    >>> _read_number("1,200"), _read_number("Twenty-four")
    (1200, 24)
    """
    return _WORDS.get(text.lower()) or int(text.replace(",", ""))
