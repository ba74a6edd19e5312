"""Words in front of a value in, what they name out: a date, a time, an end, doors, or nothing of the kind."""

import re
from functools import lru_cache

from extract.blocks import Block
from extract.date_words import DATE_LABELS, DOOR_LABELS, END_LABELS, LABEL_FILLERS, TIME_LABELS
from extract.text import key


def read_label(label: str) -> str:
    """What a label names: "date", "time", "end", "doors", or "" if it is none of these.

    >>> [read_label(text) for text in ("Date & time", "Uhrzeit", "When and where", "Date of birth", "Event date")]
    ['date', 'time', 'date', '', 'date']
    """
    words = set(key(label).split())
    rest = words - DATE_LABELS - TIME_LABELS - END_LABELS - DOOR_LABELS - LABEL_FILLERS
    if rest or not words or len(words) > 8:
        return ""
    if words & END_LABELS and not words & _STARTS:
        return "end"
    if words & DATE_LABELS:
        return "date"
    if words & TIME_LABELS:
        return "time"
    return "doors" if words & _DOORS else ""


_STARTS = frozenset(
    "start starts starting begin begins beginn début inicio inizio when wann date dates and und et y e en".split()
)
_DOORS = DOOR_LABELS - {"open", "opens"}
_CERTAIN = frozenset(
    "event when veranstaltung wann quand cuándo wanneer workshop conference seminar talk meeting lecture".split()
)


def is_certain(label: str) -> bool:
    """Whether a label cannot be a blog theme's: "Event date" and "When", other than "Date"."""
    return bool(set(key(label).split()) & _CERTAIN)


_OCCASION = re.compile(
    r"(?:(?:main|summer|winter|spring|autumn|the) )?(?:event|school|workshop|conference|symposium|course|congress"
    r"|hackathon|tagung|konferenz|kongress|sommerschule|colloque|congrès|école d été|congreso|jornadas|convegno"
    r"|congresso|congres)"
)


def names_occasion(label: str) -> bool:
    """Whether a label is nothing but a word for what takes place: "School" among the key dates of one.

    >>> names_occasion("Summer school"), names_occasion("Workshop deadline")
    (True, False)
    """
    return bool(_OCCASION.fullmatch(key(label)))


INLINE = re.compile(
    r"(?:^|(?<=[(|•;.\d])|(?<=[\d.;|)]\s)|(?<=\d [ap]m\s))"
    r"(?P<label>(?:(?:Event|Start|End|Workshop|Conference|Course)\s)?(?:Dates?|Times?|When|"
    r"Datum|Wann|"
    r"Zeit|Uhrzeit|Termin|Quand|Heure|Horaires?|Fechas?|Hora|Cuándo|Data|Quando|Orario|Wanneer|Tijd)"
    r"(?:\s?(?:and|&|/|und|et|y|e|en|,)\s?(?:[Tt]imes?|[Dd]ates?|[Pp]lace|[Ll]ocation|[Vv]enue|[Ww]here|[Zz]eit|"
    r"[Uu]hrzeit|"
    r"[Oo]rt|heure|hora|tijd))?)\s?[:：]\s*(?=\S)",
    re.M,
)
"""A label inside a paragraph whose line breaks were lost: "Date: 3 May 2027Time: 14:00"."""

INLINE_WORDS = (
    "Date", "Time", "When", "Datum", "Wann", "Zeit", "zeit", "Termin", "Quand", "Heure", "Hora", "Fecha", "Cuándo",
    "Data", "Orario", "Tijd",
)  # fmt: skip
"""Parts of these labels: without one a text has none of them."""

_EVENT_STEP = re.compile(
    r"(?:event|tribe|termin|agenda|meeting|schedule)[-_\w]*(?:date|time|when|datum)|"
    r"field--?name-field-[\w-]*date|when\b",
    re.I,
)
_END_STEP = re.compile(r"(?:end[-_]?date|date[-_]?end|dtend|date-display-end)", re.I)


def class_of(block: Block) -> str:
    """What the element of a block or the one around it is called: "event", "end" or ""."""
    return _class_of(block.path[-2:])


@lru_cache(maxsize=2_000)
def _class_of(steps: tuple[str, ...]) -> str:
    if any(_END_STEP.search(step) for step in steps):
        return "end"
    return "event" if any(_EVENT_STEP.search(step) for step in steps) else ""
