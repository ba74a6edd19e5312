"""A page without its chrome in, claims on all that one must know to come out: registration, price, recording."""

import re
from collections.abc import Iterator

from extract.claims import Claim, View
from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.fields.audience import find_audience
from extract.fields.capacity import find_capacity
from extract.fields.facts import find_facts
from extract.fields.hashtags import find_hashtags
from extract.fields.languages import find_languages
from extract.fields.prices import find_prices
from extract.fields.programme import find_programme
from extract.fields.registration import find_registration
from extract.fields.sections import clip, find_holding, said, split_sentences, where


def find(view: View) -> Iterator[Claim]:
    """Claims on registration, deadline, price, places, recording, audience, languages, hashtags, conduct,
    programme."""
    view = clip(view)
    yield from find_registration(view)
    yield from _deadline(view)
    yield from find_prices(view)
    yield from find_capacity(view)
    yield from _recording(view)
    yield from find_audience(view)
    yield from find_languages(view)
    yield from find_hashtags(view)
    yield from _conduct(view)
    yield from find_programme(view)


_BOOK = r"(?:registrations?|bookings?|applications?|sign[- ]?ups?)"
_DEADLINE = re.compile(
    rf"\b{_BOOK} deadline\b|\bdeadline (?:for|to) (?:the )?(?:{_BOOK}|register|apply|registering)"
    rf"|\bclosing date for {_BOOK}"
    rf"|\bregister (?:here |online |now )?(?:by|before|no later than|until)\b"
    rf"|\b{_BOOK} (?:closes?|closed on|will close|ends?|(?:is |are )?(?:now )?open until|deadline is)\b"
    r"|^(?:book|apply|reply|rsvp|sign up) (?:here |online |now )?(?:by|before|no later than|until)"
    r"(?= (?:the )?(?:\d|noon\b|midnight\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:january|february"
    r"|march|april"
    r"|may|june|july|august|september|october|november|december) \d))"
    r"|\bplease (?:register|apply|book|sign up) (?:by|before|until)\b|\banmeldeschluss\b|\banmeldefrist\b"
    r"|\banmeldung bis\b"
    r"|\banmeld(?:ung|ungen|en)\b[^.;:]{0,60}? bis(?: spätestens)?(?: zum| am)?\b"
    r"|\bmeld\w+ (?:sie )?sich (?:\w+ ){0,4}?bis"
    r"(?: spätestens)?(?: zum)?\b|\binscriptions?\b[^.;]{0,60}? (?:avant le|jusqu['’]au|au plus tard le)\b"
    r"|\bdate limite des inscriptions\b|\binscripci\w+\b[^.;]{0,60}? (?:hasta el|antes del)\b"
    r"|\bplazo de inscripción\b"
    r"|\b(?:aanmeld\w+|inschrijv\w+)\b[^.;]{0,60}? (?:vóór|voor|tot(?: en met)?|uiterlijk)(?= (?:\w+dag )?\d)"
    r"|\bdate limite d['’]inscription\b|\bfecha límite\b|\bentro il\b|\baanmelden (?:voor|tot)\b",
    re.I,
)
_DEADLINE_WORDS = (
    "deadline", "clos", "register ", "apply ", "book ", "reply ", "rsvp ", "sign up",
    "ends", "open until", "anmeld", "limit", "límite",
    "entro il", "aanmeld", "meld", "inscri", "inschrijv",
)  # fmt: skip
_NOT_OWN = re.compile(
    r"\b(?:abstract|paper|poster|submission|notification|camera[- ]ready|travel|bursary|visa|hotel|accommodation"
    r"|early[- ]bird)s?\b",
    re.I,
)
_FOR_ELSE = re.compile(
    r"\d,? (?:for|to get|to) (?:an? |the |your )?(?:[\w-]+ ){0,2}?(?:bursar\w+|positions?|jobs?|rooms?|rates?|grants?"
    r"|stipends?|fellowships?|scholarships?|awards?|reviewers?|travel|posters?|visas?|accommodation)\b",
    re.I,
)
"""What one may apply for or book beside the event: "Apply by 3 April for a bursary"."""
MAX_SENTENCE = 500  # characters; a longer sentence about booking is a whole text without full stops


def _deadline(view: View) -> Iterator[Claim]:
    """The day until which one can register, read by the date grammar."""
    for found in find_facts(view):
        if found.field == "registration_deadline" and (value := _read_moment(found.value)):
            yield Claim("registration_deadline", value, found.value, "label", "deadline", 0.8, where(found.block))
        if found.field == "registration_url" and _states_end(found.value) and (value := _read_moment(found.value)):
            yield Claim("registration_deadline", value, found.value, "label", "until", 0.7, where(found.block))
    for sentence, block in said(view, *_DEADLINE_WORDS):
        hit = _DEADLINE.search(sentence) if len(sentence) <= MAX_SENTENCE else None
        if not hit or _NOT_OWN.search(sentence[max(0, hit.start() - 60) : hit.end()]) or _FOR_ELSE.search(sentence):
            continue
        if value := _read_moment(sentence[hit.start() : hit.end() + 80]):
            yield Claim("registration_deadline", value, sentence, "text", "deadline", 0.6, where(block))


_UNTIL = re.compile(
    r"\b(?:by|before|until|bis|avant le|jusqu['’]au|hasta el|antes del|entro il|entro|vóór|voor"
    r"|tot)\b(?: \w+){0,2}? \d",
    re.I,
)
MAX_UNTIL, MAX_VALUE = 60, 160  # characters in which "until" stands, and of the value of a label for registration


def _states_end(value: str) -> bool:
    """Whether the value of a label for registration begins with until when: "free, until 3 May"."""
    return len(value) <= MAX_VALUE and _UNTIL.search(value[:MAX_UNTIL]) is not None


def _read_moment(text: str) -> str | None:
    """A deadline as ISO 8601, as much of it as is stated.

    >>> _read_moment("noon on Monday 10 July 2023"), _read_moment("is June 9th")
    ('2023-07-10T12:00', '--06-09')
    """
    found = next((dates for dates in read_dates(text[:300]) if dates.days[0].month), None)
    if found is None:
        return None
    day = found.days[-1]
    clock = (
        next((clock for clock in (*found.clocks, *read_clocks(text[:300])) if clock.start), None) if day.full else None
    )
    return day.iso + (f"T{clock.end or clock.start}" if clock else "")


_RECORDED = re.compile(
    r"\b(?:recordings?|videos?)\b.{0,40}?\bwill (?:also )?be (?:made )?(?:available|posted|uploaded|published|shared"
    r"|released|accessible)\b"
    r"|\b(?:event|talks?|lectures?|sessions?|seminar|webinar|presentations?|it"
    r"|this) will (?:also )?be (?:live[- ]?streamed and )?"
    r"(?:video[- ])?recorded\b|\bwird aufgezeichnet\b|\bsera enregistrée?\b|\bserá grabad[ao]\b"
    r"|\bsarà registrat[ao]\b"
    r"|\bwordt opgenomen\b",
    re.I,
)
_WATCHABLE = re.compile(
    r"(?:^\W*|\b)(?:watch|view|see) (?:the |a |this )?(?:full |event |talk |lecture |seminar )*(?:recordings?|video)"
    r"(?: of (?:the|this) \w+| online| here| back| on)\b|^\W*(?:watch|view) (?:the |a |this )?(?:full |event |talk "
    r"|lecture |seminar )*"
    r"(?:recordings?|videos?)\b|\brecordings? (?:of (?:the|this|all) [\w ]{2,30} )?(?:is|are|can be) (?:now )?"
    r"(?:available|found|viewed|watched|accessed)\b",
    re.I,
)
_OTHER_RECORDING = re.compile(
    r"\b(?:previous|past|earlier|last) (?:\w+ ){0,2}(?:events?|lectures?|talks?|seminars?|years?|conferences?"
    r"|workshops?)\b"
    r"|\bsubscribe\b|\bnot be recorded\b|\bif you\b",
    re.I,
)


def _recording(view: View) -> Iterator[Claim]:
    """Whether there is a recording, or will be one, of this event."""
    for sentence, block in said(
        view, "record", "video", "aufgezeichnet", "enregistr", "grabad", "registrat", "opgenomen"
    ):
        if len(sentence) > MAX_SENTENCE or _OTHER_RECORDING.search(sentence):
            continue
        if _RECORDED.search(sentence):
            yield Claim("recording", "promised", sentence, "text", "recorded", 0.6, where(block))
        elif _WATCHABLE.search(sentence):
            yield Claim("recording", "available", sentence, "text", "watchable", 0.55, where(block))


_CONDUCT_WORDS = (
    "code of conduct",
    "verhaltenskodex",
    "code de conduite",
    "código de conducta",
    "codice di condotta",
    "gedragscode",
)
_CONDUCT_VERB = re.compile(r"\b(?:agree|adhere|follow|abide|read|subject|see|our|comply)\w*\b", re.I)


def _conduct(view: View) -> Iterator[Claim]:
    """The address of the code of conduct that one agrees to, or the sentence that says so."""
    for _, block in find_holding(view, _CONDUCT_WORDS):
        for link in block.links:
            if any(word in link.text.lower() for word in _CONDUCT_WORDS):
                yield Claim("code_of_conduct", link.href, link.text, "text", "link", 0.6, where(block))
        for sentence in split_sentences(block.text):
            named = any(word in sentence.lower() for word in _CONDUCT_WORDS)
            if named and len(sentence) <= MAX_SENTENCE and _CONDUCT_VERB.search(sentence):
                yield Claim("code_of_conduct", sentence, sentence, "text", "sentence", 0.5, where(block))
