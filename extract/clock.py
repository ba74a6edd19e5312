"""Text in, the clock times it states out: single times and ranges, 24 h and am/pm, with the zone as written.

>>> [(c.start, c.end, c.zone) for c in read_clocks("Doors 6.30pm, talk 7-8.30pm BST")]
[('18:30', None, ''), ('19:00', '20:30', 'BST')]
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.date_words import MIDNIGHT, NOON, ZONE_PLACES, ZONES

REMEMBERED = 2_000  # texts; several readers ask for the times of each block of one page
MAX_TEXT = 5_000  # characters; no longer block states a date that matters


@dataclass(frozen=True, slots=True)
class Clock:
    """A time or a stretch of time as `HH:MM`; `text` are its words, which stand at `begin` to `finish`.

    `role` is "doors" where the words in front say doors, registration or arrival, "end" where they say until.
    """

    start: str | None
    end: str | None
    text: str
    begin: int
    finish: int
    zone: str = ""
    role: str = ""


def _atom(n: int) -> str:
    """A time of day as a pattern: hour, minutes, half of day, or the word for noon or midnight."""
    return (
        rf"(?:(?:12\s)?(?P<word{n}>(?i:{'|'.join(sorted(NOON | MIDNIGHT))}))\b"
        rf"|(?P<hour{n}>[01]?\d|2[0-4])"
        rf"(?:(?P<sep{n}>[:.]|:\s(?=\d\d\s?[aApP]))(?P<min{n}>[0-5]\d)(?::[0-5]\d)?|\s?(?P<h{n}>h|"
        rf"H)(?P<hmin{n}>[0-5]\d)?(?![^\W\d_]))?"
        rf"(?:\s?(?P<half{n}>[aApP]\.?\s?[mM]\b\.?)|\s?(?P<unit{n}>Uhr|uhr|uur|hrs?\b|heures?\b|horas?\b"
        rf"|o['’]clock))?)"
    )


_TO = (
    r"(?:\s{0,3}[-–—−‒~→]{1,3}\s{0,3}"
    r"|\s{1,3}(?P<to>to|until|till?|bis|à|au|a|al|alle|tot|and|und|et|y)\s{1,3}(?:las\s|ca\.\s|ore\s)?)"
)
_START = r"(?:(?<![\w£$€#+])(?<![\d][.,:/])(?<!\d[-–])|(?<=19\d\d|20\d\d)(?=\d{1,2}:\d\d))"
_STOP = r"(?![\d%°€£]|[.:,/]\d|\s?(?:th|st|nd|rd|km|%)\b)"
_RANGE = re.compile(_START + _atom(1) + _TO + _atom(2) + _STOP)
_SINGLE = re.compile(r"(?=[\dmnMN])" + _START + _atom(1) + _STOP)
"""First a figure, or the letter of noon or midnight: nearly all places of a text are passed over by that alone."""
_HOURS = re.compile(r"\b(?:ore|dalle|alle|a las|de las|desde las)\s{1,2}$", re.I)
"""What stands before an hour in Italian and Spanish, where no "Uhr" or "h" stands behind it: "alle 18", "ore 9-13"."""
_AFTER_HOUR = re.compile(r"\s?(?:[,.;)\n]|$|[–—-]\s|\(|\s(?:presso|nell\w*|all[ae]?|in|si|con|en|h)\b)")
_MAYBE = re.compile(
    r"\b(?:ore|alle|las)\s\d|\d\s?(?:[:.hH]|[aApP]\.?\s?[mM]|[uU]hr|uur|heure|hora|o['’]clock|\s?[-–—]|\sto\s"
    r"|\sbis\s)|[nN]oon|[mM]i[dt]"
)
_BETWEEN = re.compile(r"(?:between|zwischen|entre)\s{1,3}(?:las\s)?$", re.I)
_GERMAN_AM = re.compile(r"(?<!\s)\s+(?:Mo|Di|Mi|Do|Fr|Sa|So|\d{1,2}\.)")


@lru_cache(maxsize=REMEMBERED)
def read_clocks(text: str, dotted: bool = False) -> tuple[Clock, ...]:
    """All times of a text, in order. `dotted` also reads a lone "10.30", which elsewhere may be any number."""
    text = text[:MAX_TEXT]
    if not _MAYBE.search(text):
        return ()
    clocks: list[Clock] = []
    at = 0
    while (match := _SINGLE.search(text, at)) is not None:
        clock = _read_range(_RANGE.match(text, match.start()), text) or _read_single(match, text, dotted)
        at = clock.finish if clock else match.end()
        if clock:
            clocks.append(_with_role(_with_zone(clock, text), text))
    return tuple(clocks)


def _read_range(match: re.Match[str] | None, text: str) -> Clock | None:
    if match is None or (match["to"] in ("and", "und", "et", "y") and not _BETWEEN.search(text[: match.start()])):
        return None
    first, last = _hand_on(_Moment.of(match, 1), _Moment.of(match, 2))
    both_dotted = first.dotted and last.dotted and len(first.hour) == 2
    told = _HOURS.search(text[max(0, match.start() - 12) : match.start()]) is not None
    zoned = told or _ZONE.match(text, match.end()) is not None  # "13-16 CET", "ore 9-13"
    if not (last.strong or both_dotted or (first.strong and last.dotted) or zoned):
        return None
    if not (first.strong or first.dotted or last.marked or zoned):
        return None
    start, end = first.value(), last.value()
    if start is None or end is None or start == end:
        return None
    if first.half_given == "" and last.half and start > end:  # "10-2pm", "11:30 - 1 pm"
        start = _shift(start)
    return Clock(start, end, text[match.start() : match.end()], match.start(), match.end())


def _read_single(match: re.Match[str], text: str, dotted: bool) -> Clock | None:
    moment = _Moment.of(match, 1)
    told = _HOURS.search(text[max(0, match.start() - 12) : match.start()]) is not None
    bare = told and (moment.dotted or (not moment.minute and _AFTER_HOUR.match(text, match.end()) is not None))
    if not (moment.strong or (dotted and moment.dotted) or bare):
        return None
    if moment.half == "am" and not moment.sep and _GERMAN_AM.match(text, match.end()):
        return None
    bare_h = (moment.sep == "h" or moment.unit in _LASTING) and not moment.minute  # "2h" is how long it takes
    if bare_h and not _AT.search(text[max(0, match.start() - 8) : match.start()]):
        return None
    value = moment.value()
    return Clock(value, None, match[0], match.start(), match.end()) if value else None


_LASTING = frozenset(("hr", "hrs", "heure", "heures", "hora", "horas"))
"""Units that say how long something takes, too: "2 heures"."""
_AT = re.compile(r"(?:\bà|\bat|\bfrom|\bde|\bdès|\bvers|\bum|\bab|\bom|\bdalle|\balle|\ba las|@|[-–—])\s?$", re.I)


@dataclass(frozen=True, slots=True)
class _Moment:
    """One side of a range as matched."""

    word: str
    hour: str
    minute: str
    sep: str
    half: str
    unit: str
    half_given: str = ""

    @classmethod
    def of(cls, match: re.Match[str], n: int) -> "_Moment":
        word, hour, sep, minute, h, hmin, half, unit = (group or "" for group in match.group(*_GROUPS[n]))
        half = half and re.sub(r"[^apm]", "", half.lower())
        return cls(word.lower(), hour, minute or hmin, sep or ("h" if h else ""), half, unit, half)

    @property
    def marked(self) -> bool:
        return bool(self.word or self.half or self.unit or self.sep == "h")

    @property
    def strong(self) -> bool:
        return self.marked or self.sep[:1] == ":"

    @property
    def dotted(self) -> bool:
        return self.sep == "."

    def value(self) -> str | None:
        """`HH:MM`; None for what no clock shows ("14 pm" is 14:00, "24:30" nothing)."""
        if self.word:
            return "12:00" if self.word in NOON else "00:00"
        hour, minute = int(self.hour), int(self.minute or 0)
        if self.half and hour <= 12:
            hour = hour % 12 + (12 if self.half == "pm" else 0)
        if hour == 24:
            return "00:00" if minute == 0 else None
        return f"{hour:02}:{minute:02}"


_GROUPS = {
    n: tuple(f"{name}{n}" for name in ("word", "hour", "sep", "min", "h", "hmin", "half", "unit")) for n in (1, 2)
}
"""The names that `_atom` gives its groups."""


def _hand_on(first: _Moment, last: _Moment) -> tuple[_Moment, _Moment]:
    """In "2-3.30pm" and "14 bis 16 Uhr" the mark of the second time holds for the first one too."""
    if last.half and not first.half and not first.word and first.hour and int(first.hour) <= 12:
        first = replace(first, half=last.half)
    return first, last


def _shift(value: str) -> str:
    """The same time in the other half of the day."""
    return f"{(int(value[:2]) + 12) % 24:02}{value[2:]}"


_ZONE = re.compile(
    rf"[\s,]{{0,2}}[(\[]?(?P<zone>(?:{'|'.join(sorted(ZONES, key=len, reverse=True))})"
    r"(?:\s?[+\-−]\d{1,2}(?::?\d\d)?)?(?!\w)"
    rf"|[A-Z][a-z]{{3,9}}/[A-Z][A-Za-z_]{{2,20}}"
    rf"|(?:{'|'.join(sorted(ZONE_PLACES, key=len, reverse=True))})\s[Tt]ime)"
)


def _with_zone(clock: Clock, text: str) -> Clock:
    match = _ZONE.match(text, clock.finish)
    if match is None:
        return clock
    finish = match.end() + (1 if text[match.end() : match.end() + 1] in (")", "]") else 0)
    return replace(clock, zone=match["zone"], text=text[clock.begin : finish], finish=finish)


_ROLE = re.compile(
    r"(?:(?P<doors>\b(?:doors?|registration|arrivals?|arrive|check-?in|einlass|anmeldung ab|accueil|ontvangst"
    r"|ouverture des"
    r" portes|apertura (?:de )?puertas|apertura porte|inloop)\b)|(?P<end>\b(?:until|till|ends?|finish(?:es)?"
    r"|close[sd]?|closing|bis|"
    r"jusqu['’]à|hasta|"
    r"fino alle|tot|ende|fine|fin|conclusione|einde)\b))[^.;\d]{0,12}(?:\b[a-z]{2,3}\.)?[^.;\d]{0,20}$",
    re.I,
)


def _with_role(clock: Clock, text: str) -> Clock:
    """Doors and ends by the words in front of a time ("Doors open at 19:00")."""
    match = _ROLE.search(text[max(0, clock.begin - 45) : clock.begin])
    if match is None:
        return clock
    if match["doors"]:
        return replace(clock, role="doors")
    return clock if clock.end else replace(clock, role="end", start=None, end=clock.start)
