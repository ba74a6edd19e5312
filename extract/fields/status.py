"""A page without its chrome in, claims on whether its event stands (cancelled, moved) and how long it lasts out."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.blocks import Block
from extract.claims import Claim, View
from extract.date_grammar import MOVE_REACH, MOVED, Dates, read_dates
from extract.date_words import MOVED_FROM
from extract.fields.sections import find_holding, where

_STATUS = (
    ("EventCancelled", r"cancel{1,2}ed|called off|abgesagt|fällt (?:\w+ ){0,3}aus|entfällt|annulée?s?"
                       r"|cancelad[oa]|suspendid[oa]|"
                       r"annullat[oa]|cancellat[oa]|geannuleerd|afgelast"),
    ("EventPostponed", r"postponed|verschoben|reportée?s?|aplazad[oa]|pospuest[oa]|rinviat[oa]|posticipat[oa]|"
                       r"uitgesteld"),
    ("EventRescheduled", r"re-?scheduled|new date|neuer termin|nouvelle date|nueva fecha|nuova data|nieuwe datum|"
                         r"verplaatst"),
)  # fmt: skip
_PARTS = {
    "EventCancelled": ("cancel", "called off", "abgesagt", "fällt", "annul", "afgelast", "suspendid", "geannuleerd",
                       "entfällt"),
    "EventPostponed": (
        "postponed", "verschoben", "reporté", "aplaza", "pospuest", "rinviat", "posticip", "uitgesteld",
    ),
    "EventRescheduled": (
        "schedul", "new date", "neuer termin", "nouvelle date", "nueva fecha", "nuova data", "nieuwe datum",
        "verplaatst",
    ),
    "EventMovedOnline": ("online", "virtual"),
}  # fmt: skip
"""Cheap to look for: without one of its parts nothing says the status."""
_PREFIX = tuple(
    (status, re.compile(rf"^\W{{0,6}}(?:event |update:? |wird |now |acto |evento |séance |vortrag "
                        rf"|ringvorlesung |colloque )?(?:{words})(?!\s+(?:policy|my|your|fee))\b|"
                        rf"[\[(*](?:{words})[\])*]|[-–—:|]\s?(?:{words})\W*$", re.I))
    for status, words in _STATUS
)  # fmt: skip
_THING = (
    r"(?:event|workshop|talk|lecture|seminar|conference|meeting|symposium|course|webinar|session|series|festival|"
    r"class|colloquium|masterclass|screening|exhibition|showcase|concert|performance|hackathon|training|"
    r"veranstaltung|vortrag|"
    r"konferenz|tagung|évènement|événement|conférence|evento|conferencia|convegno|seminario|evenement|lezing|it|this|"
    r"kolloquium|ringvorlesung|buchvorstellung|colloque|séminaire|séance|journée|soutenance|acto|jornadas?|charla|"
    r"incontro|presentazione|lezione|studiedag|bijeenkomst|promotie)"
)
_SAID = tuple(
    (status, re.compile(
        rf"\b{_THING}\b(?=[^.!?\n]{{0,110}}?\b(?:{words})\b)"
        rf"[^.!?\n]{{0,60}}?\b(?:has|have|had|is|was|were|are|will|wurde|wird|ist|muss|musste|a|est|queda|será"
        rf"|sera|sarà|wordt|"
        rf"ha|sido|è|stato|is)\b"
        rf"[^.!?\n]{{0,40}}?\b(?:{words})\b", re.I))
    for status, words in _STATUS
)  # fmt: skip
_FALLS_OUT = re.compile(rf"\b{_THING}\b[^.!?\n]{{0,60}}? (?:fällt (?:\w+ ){{0,3}}aus|entfällt)\b", re.I)
"""German says it with the verb itself: "Der Vortrag fällt leider aus"."""
_ONLINE = re.compile(
    r"\b(?:moved|moving|switched|shifted|changed|transferred) (?:to an? )?(?:fully )?(?:online|virtual)|"
    r"\b(?:decided|had) to (?:host|hold|run|move|make)\b[^.!?\n]{0,120}?\b(?:online|virtual)(?:ly)?\b|"
    r"\bwill now (?:be (?:held |hosted )?|take place |run )(?:entirely |fully )?(?:online|virtual)(?:ly)?\b",
    re.I,
)
_DOUBT = re.compile(
    r"\b(?:if|unless|should|may|might|in case|please(?! note| be (?:aware|advised))|to cancel|can be|could|falls|si|"
    r"kann|right to)\b",
    re.I,
)
_PREVIOUS = re.compile(
    rf"\b(?:{MOVED_FROM}|originally|initially|previously|formerly|ursprünglich|"
    r"initialement|inicialmente|originariamente|oorspronkelijk)\b[^.!?\n\d]{0,60}$",
    re.I,
)


def is_previous(before: str) -> bool:
    """Whether the words in front of a day make it an old one."""
    return bool(_PREVIOUS.search(before[-_NEAR:]))


_NEAR = 100  # characters in front of a day that make it an old one
_STATUS_PARTS = tuple(part for parts in _PARTS.values() for part in parts)
_PREVIOUS_PARTS = (
    "original", "initial", "previously", "formerly", "ursprüng", "inicial", "oorspronk", "schedul", "postponed",
    "moved", "changed", "shifted", "delayed", "brought forward", "put back", "verschoben", "verlegt", "reporté",
    "déplacé", "avancé", "aplazad", "trasladad", "rinviat", "spostat", "verplaatst", "verschoven",
)  # fmt: skip
"""Without one of these a block says nothing of the status, or of an earlier date; most blocks end here."""


def find_status(view: View) -> Iterator[Claim]:
    """Claims on `event_status`, `previous_start_date` and `duration`."""
    yield from _status(view)
    yield from _previous(view)
    yield from _duration(view)


def _status(view: View) -> Iterator[Claim]:
    for status, pattern in _PREFIX:
        match = pattern.search(view.title[:300])
        if match:
            yield Claim("event_status", status, match[0].strip(), "text", "title", 0.9, "title")
    for number, block in find_holding(view, _STATUS_PARTS):
        if len(block.text) > 4_000:
            continue
        if len(block.text) <= 120 and number < 12:
            for status, pattern in _PREFIX:
                match = pattern.match(block.text)
                if match and not _DOUBT.search(block.text):
                    yield Claim("event_status", status, block.text, "text", "banner", 0.8, where(block))
        yield from _said(block)


def _said(block: Block) -> Iterator[Claim]:
    lower = block.text.lower()
    for status, pattern in (*_SAID, ("EventCancelled", _FALLS_OUT), ("EventMovedOnline", _ONLINE)):
        match = pattern.search(block.text) if any(part in lower for part in _PARTS[status]) else None
        if match is None:
            continue
        begin = max(block.text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
        sentence = block.text[begin : match.end()].strip()
        if not _DOUBT.search(sentence):
            yield Claim("event_status", status, sentence, "text", "sentence", 0.6, where(block))


def _previous(view: View) -> Iterator[Claim]:
    for _, block in find_holding(view, _PREVIOUS_PARTS):
        found = read_dates(block.text, view.site.day_first)
        yield from _moved(block, found)
        for dates in found:
            if dates.start.full and _is_old(block.text[max(0, dates.begin - _BEFORE) : dates.begin]):
                yield Claim(
                    "previous_start_date", dates.start.full, dates.text, "text", "originally", 0.6, where(block)
                )


_BEFORE = 250  # characters in front of a day that say whose it is


def _is_old(before: str) -> bool:
    """Whether the words in front of a day say that the event was to be on it."""
    moved = MOVED.search(before)
    of_event = moved is None or is_of_event(before[: moved.start()])
    return is_previous(before) and not _OF_ELSE.search(before) and of_event


def _moved(block: Block, found: tuple[Dates, ...]) -> Iterator[Claim]:
    """ "moved from 3 May to 4 June": the event has a new date, whatever the word for it."""
    for old, new in pairwise(found):
        begin = max(0, old.begin - MOVE_REACH)
        moved = MOVED.search(block.text[begin : old.begin])
        said = moved and is_of_event(block.text[: begin + moved.start()])
        if moved and said and not re.search(r"[.!?\n]", block.text[old.finish : new.begin]):
            text = block.text[begin + moved.start() : new.finish]
            yield Claim("event_status", "EventRescheduled", text, "text", "moved", 0.6, where(block))


_OF_EVENT = re.compile(
    rf"(?:^|\b{_THING}\b[^.!?\n]{{0,60}}|\b(?:date|termin|fecha|data)\b[^.!?\n]{{0,20}}|[-–—:(,]\s?)$", re.I
)
_OF_ELSE = re.compile(
    r"\b(?:deadline|closing date|opening hours|registration|submission|applications?"
    r"|office)\b",
    re.I,
)


def is_of_event(before: str) -> bool:
    """Whether what moved, by the words of its sentence so far, is the event."""
    sentence = re.split(r"[.!?\n]\s*", before[-200:])[-1]
    return bool(_OF_EVENT.search(sentence)) and not _OF_ELSE.search(sentence)


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "ninety": 90, "sixty": 60, "thirty": 30, "forty-five": 45, "ein": 1, "zwei": 2, "drei": 3, "vier": 4,
}  # fmt: skip
_DURATION = re.compile(
    r"\b(?P<number>\d{1,3}|" + "|".join(_NUMBERS) + r")[- ](?P<unit>day|hour|minute|week|tägige[rsn]?)s?[-"
    r" ](?:long[- ])?"
    r"(?:(?:in-person|online|virtual|hybrid|interactive|intensive|free|international|scoping|residential|hands-on|"
    r"technical|public|of) ?){0,3}"
    r"(?:workshop|event|conference|course|meeting|symposium|seminar|lecture|talk|webinar|school|hackathon|"
    r"training|session|"
    r"retreat|masterclass|tutorial|bootcamp|programme|rapid-fire)\b",
    re.I,
)
_DURATION_PARTS = tuple(before + unit for unit in ("day", "hour", "minute", "week", "tägig") for before in " -")
_UNITS = {"day": "P{}D", "week": "P{}W", "hour": "PT{}H", "minute": "PT{}M", "täg": "P{}D"}


def _duration(view: View) -> Iterator[Claim]:
    for number, block in find_holding(view, _DURATION_PARTS):
        match = _DURATION.search(block.text[:4_000]) if number < 20 else None
        if match:
            number = _NUMBERS.get(match["number"].lower()) or int(match["number"])
            form = next(form for unit, form in _UNITS.items() if match["unit"].lower().startswith(unit))
            yield Claim("duration", form.format(number), match[0], "text", "duration", 0.5, where(block))
            return
