"""Lines in, whether they are a day, a clock time, or what takes place and when out: the lines of facts bars."""

import re

from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.date_words import DAILY
from extract.days import Dates

_DAY_WORD = (
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|dien|mitt|donn|frei|sam|son"
    r"|lun|mer|jeu|ven|dim|mié|jue|vie|sáb|dom|gio|sab|maan|dins|woe|dond|vrij|zat|zon|mär|mai|okt|dez|fév|avr"
    r"|jui|aoû"
    r"|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maa|mei)[a-zéûìäí]*\b"
)
DATE_LINE = re.compile(
    rf"{_DAY_WORD}(?:(?!{_DAY_WORD}).)*\b\d{{1,2}}(?:[:.]\d\d|\s?[ap]m|\s?h(?:\d\d)?|\s?uhr|\s?heures)\b"
    rf"|{_DAY_WORD}(?:(?!{_DAY_WORD}).)*\b(?:ore|alle|a las)\s\d{{1,2}}\b"
    r"|\b\d{1,2}\.\d{1,2}\.(?:20)?\d\d\b.{0,20}\b\d{1,2}(?:[:.]\d\d|\s?uhr)\b",
    re.I,
)
ROOM = re.compile(
    r"\b(?:(?:hör|lese|vortrags|fest)?saal|seminarraum|raum|aula|sala|salle|salón|zaal|\w+zaal|amphithéâtre"
    r"|auditorium)\b",
    re.I,
)
"""Words for a room: below a day without a time nothing else is sure to be the place."""


def is_day(line: str) -> bool:
    """Whether a line is a day and little else: "Tidewick, 3–5 May 2027"."""
    found = read_dates(line)
    return len(found) == 1 and found[0].start.day is not None and len(line) - len(found[0].text) <= MAX_TOWN


MAX_TOWN = 25  # characters of a town beside the day
_TIME_WORDS = re.compile(
    rf"\b(?:{DAILY}|beginn|ende|einlass(?: ab)?|von|bis|ab|ca|ore|dalle|alle|de|a|à|das|le|las|inizio|fine|vanaf"
    rf"|inloop"
    r"|aanvang|mo|di|mi|do|fr|sa|so|horas?|h|uur|uhr)\b|\W",
    re.I,
)


def is_time(line: str) -> bool:
    """Whether a line is a clock time or a range of them, with the words of six languages around it."""
    if _TIME_ALONE.match(line):
        return True
    clocks = read_clocks(line, dotted=True)
    bare = line
    for clock in clocks:
        bare = bare.replace(clock.text, " ")
    return bool(clocks) and not _TIME_WORDS.sub("", bare)


_TIME_ALONE = re.compile(
    r"\d{1,2}(?:[:.]\d\d|\s?[ap]m)(?:[\d\s:.apm–—-]|(?:to|until|bis|à)\b)*(?:\(?[A-Z]{2,4}(?: time)?\)?)?"
    rf",?(?: {DAILY})?$",
    re.I,
)
"""A line that is a clock time or a range of them; the day stands on the line above."""
_OCCASION = re.compile(
    r"\b(?:conference|workshop|symposium|congress|colloquium|seminar|summer school|lecture|tagung|konferenz"
    r"|kolloquium"
    r"|symposion|workshop|vortrag|colloque|journées? d['’]études?|conférence|séminaire|atelier|congrès|congreso"
    r"|jornadas?"
    r"|seminario|coloquio|simposio|convegno|giornata di studi|conferenza|lezione|congres|studiedag|lezing)\b",
    re.I,
)


def closes(line: str, dates: Dates) -> bool:
    """ "International workshop – Espoo, 30-31 May 2027": what it is, where, and the days at the end."""
    before, after = line[: dates.begin], line[dates.finish :]
    stated = dates.start.full is not None and len(line) <= MAX_CLOSED and not re.search(r"[.!?:;]", before)
    return stated and not re.search(r"\w", after) and _OCCASION.search(before) is not None


MAX_CLOSED = 110  # characters of such a line
