"""A page without its chrome in, claims on its event's name, sort, series, topic and description out."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.event_types import find_types
from extract.fields.sections import where
from extract.fields.words import LABELS
from extract.text import fold, key

MAX_DESCRIPTION = 600  # characters


def find(view: View) -> Iterator[Claim]:
    """Claims on name, alternate_name, description, event_type, super_event and about."""
    yield from _name(view)
    yield from _description(view)
    yield from find_types(view)
    yield from _series(view)
    yield from _series_abroad(view)
    yield from _series_of_address(view)
    yield from _about(view)


_STATED = re.compile(
    r"^(?:event title|title|talk title|seminar title|titel|titre|título|titolo|talk|paper title|lecture"
    r" title)\s?[:：]\s*[“\"‘]?([^\n]{4,200}?)[”\"’]?$",
    re.I | re.M,
)
_NAMED = re.compile(
    r"(?:delighted|pleased|proud|excited|happy) to (?:present|announce|host|introduce|invite you to)(?: the|"
    r" our)?:? ([A-Z“\"][^.!?\n]{3,100}?)(?= \(|[.!?,]|$|, a\b| on \d| –| - )"
)  # fmt: skip
_IS_A = re.compile(
    r"^([A-Z][^.!?\n,]{3,80}?) (?:is|will be) an? (?:[\w-]+ ){0,4}?(?:workshop|conference|event|"
    r"lecture|seminar|festival|symposium|panel|meeting|talk)\b"
)
_QUOTED = re.compile(r"^[“\"‘]([A-Z][^”\"\n]{5,120})[”\"’] (?:is|will be|explores|asks|tells|brings)\b")
_IN_SERIES = re.compile(
    r"^(?:The )?(?:[A-Z][\w’-]+ ){1,4}(?:Lectures?|Seminars?|Talks?|Colloquium|Series):"
    r" ([A-Z][^\n]{5,120}?[^.\n])$",
    re.M,
)
_SELF = re.compile(r"^(?:this|the|it|our|there|we|that|a|an|he|she|his|her|their)\b", re.I)
_STATUS_PREFIX = re.compile(
    r"^\W{0,4}(?:event )?(?:cancell?ed|postponed|re-?scheduled|abgesagt|verschoben|annulée?|reportée?|"
    r"cancelad[oa]|aplazad[oa]|annullat[oa]|"
    r"rinviat[oa]|geannuleerd|uitgesteld|past event|sold out)\s*[\]):–—|-]+\s*",
    re.I,
)


def strip_status(title: str) -> str:
    """A title without the status that was put in front of it.

    >>> strip_status("CANCELLED: Tea and Graphs"), strip_status("[Postponed] Tea"), strip_status("Cancelled stamps")
    ('Tea and Graphs', 'Tea', 'Cancelled stamps')
    """
    return _STATUS_PREFIX.sub("", title) or title


def _name(view: View) -> Iterator[Claim]:
    title = fold(view.title)
    if title:
        name = strip_status(title)
        yield Claim("name", name, title, "text", "title", 0.95, "title")
    for block in view.body[:40]:
        labelled = ":" in block.text or "：" in block.text
        match = _STATED.search(block.text) if labelled and len(block.text) < 3_000 else None
        if match and key(match[1]) != key(title):
            yield Claim(
                "name" if not title else "alternate_name", match[1], match[0], "label", "title", 0.8, where(block)
            )
            break
    if title:
        return
    for block in view.body[:8]:
        head = block.text[:600]
        match = _NAMED.search(head) or _IS_A.match(head) or _QUOTED.match(head) or _IN_SERIES.match(head)
        if match and not _SELF.match(match[1]):
            name = match[1].strip(' “"')
            yield Claim("name", name, match[0], "text", "named", 0.5, where(block))
            return


_NO_TEXT = re.compile(
    r"^(?:photo by|header image|image credit|image:|lorem ipsum|[\d.,]+ ?[kmg]b$|register|book"
    r" now|credit:)",
    re.I,
)


def _description(view: View) -> Iterator[Claim]:
    """The first paragraphs that are text, up to about 600 characters, cut between them. The value of a known
    label (who speaks, where) is none."""
    stated = {id(pair.block) for pair in view.pairs if key(pair.label) in LABELS}
    parts: list[Block] = []
    for block in view.body:
        text = block.text
        if (
            len(text) < 60
            or block.heading
            or block.link_share > 0.5
            or _NO_TEXT.match(text)
            or block.tag in ("td", "th", "dt")
            or id(block) in stated
        ):
            if parts:
                break
            continue
        if parts and sum(len(part.text) for part in parts) + len(text) > MAX_DESCRIPTION:
            break
        parts.append(block)
    if parts:
        text = "\n".join(part.text for part in parts)
        text = text if len(text) <= MAX_DESCRIPTION else cut(text, MAX_DESCRIPTION)
        yield Claim("description", text, text, "text", "paragraphs", 0.6, where(parts[0]))


def cut(text: str, length: int) -> str:
    """The beginning of a text up to the last sentence (else word) that fits.

    >>> cut("We meet. There is tea and cake.", 20)
    'We meet.'
    """
    head = text[:length]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    return head[: end + 1] if end > 0 else head.rsplit(" ", 1)[0]


_SERIES = (
    re.compile(r"\bpart of (?:the |our |a )?([^.,;!?\n]{3,90}? (?:series|festival|week|programme of events))\b", re.I),
    re.compile(r"\bpart of ([A-Z][^.,;!?\n]{2,60}), (?:our|a|the) (?:[\w–-]{1,20} ){0,3}(?:series|festival)\b"),
    re.compile(r"\b(?i:in|from) the ((?:lecture|seminar|talk|event|workshop|webinar) series"
               r" [A-Z“\"‘][^.,;!?\n]{2,60}?)(?=[.,;!?\n]| we\b| will\b|$)"),
    re.compile(r"\bAs part of (?:the )?([A-Z][^.,;!?\n]{3,60}?)(?=,)"),
    re.compile(r"[“‘'\"]([A-Z][^“”‘'\"\n]{3,60})[”’'\"] (?:lecture|seminar|talk|webinar|workshop|event) series\b"),
    re.compile(
        r"\b((?:The )?(?:[A-Z][\w’'-]+ )(?:(?:of|on|in|and|for|the|&|[A-Z][\w’'-]+) ){0,8}"
        r"(?:lecture |seminar |talk |webinar |workshop |event )?series)\b"
    ),
    re.compile(r"(?:^|\n)(?:series|reihe|veranstaltungsreihe|série|serie|cycle|ciclo"
               r"|reeks)\s?: ([^\n]{3,100})", re.I),
)  # fmt: skip
_CYCLE = (
    r"(?:ringvorlesung|(?:vortrags|veranstaltungs|gesprächs|lese|film)?reihe|forschungskolloquium"
    r"|cycle(?: de conférences)?"
    r"|séminaire(?: \w+)?|ciclo(?: de conferencias| di conferenze| di incontri)?|serie(?: de \w+)?|rassegna"
    r"|(?:lezingen)?reeks|seminario"
    r" permanente)"
)
_SERIES_ABROAD = (
    re.compile(rf"\b{_CYCLE}\s?[«»„“\"‘]\s?([^«»„“”\"‘’\n]{{3,80}}[^«»„“”\"‘’\n\s,])\s?[»«“”\"’]", re.I),
    re.compile(r"(?:^|\n)(?:Ciclo|Cycle|Reihe|Vortragsreihe|Rassegna|Reeks) ([A-ZÀ-Þ][^,.:;\n]{3,60})(?=[,\n]|$)"),
)
"""A word for a series with its name in the quotation marks of six languages, or behind it in a line of its own."""
_SERIES_LABELS = frozenset(
    "series event series lecture series reihe veranstaltungsreihe vortragsreihe ringvorlesung cycle série ciclo "
    "serie reeks"
    " rassegna".split()
) | {"event series", "lecture series", "seminar series"}
_SERIES_WORDS = ("serie", "part of ", "reihe", "série", "cycle", "ciclo", "reeks")
"""Cheap to look for: without one a block names no series."""


def _series_abroad(view: View) -> Iterator[Claim]:
    for pair in view.pairs:
        if (
            key(pair.label) in _SERIES_LABELS
            and 3 < len(pair.value) <= MAX_SERIES
            and key(pair.value) != key(view.title)
        ):
            yield Claim(
                "super_event", pair.value.strip('«»„“”"‘’ '), pair.value, "label", "series", 0.7, where(pair.block)
            )
    for block in view.body[:30]:
        for pattern in _SERIES_ABROAD if len(block.text) <= 4_000 else ():
            match = pattern.search(block.text)
            if match and key(match[1]) not in key(view.title):
                yield Claim("super_event", match[1].strip(), match[0].strip(), "text", "series", 0.6, where(block))


MAX_SERIES = 100  # characters of a series' name


def _series(view: View) -> Iterator[Claim]:
    for block in view.body[:30]:
        lower = block.text.lower()
        if len(lower) > 4_000 or not any(word in lower for word in _SERIES_WORDS):
            continue
        for number, pattern in enumerate(_SERIES):
            match = pattern.search(block.text)
            if match and not re.match(r"(?:a|an|this|series|each|our)\b", match[1], re.I):
                name = re.sub(r"^(?:lecture|seminar|talk|event|workshop|webinar) series ", "", match[1]).strip(' “”"‘’')
                yield Claim("super_event", name, match[0].strip(), "text", "series", 0.6 - 0.02 * number, where(block))


_SLUG_SERIES = re.compile(r"(?<![^/])([^/]+-series)-[^/]+/?$")
_SERIES_SENTENCE = re.compile(r"(?<![^.!?\n])[^.!?\n]*\bseries\b[^.!?\n]*[.!?]?", re.I)


def _series_of_address(view: View) -> Iterator[Claim]:
    """The series that the address begins with ("…/harbour-talks-series-tides"), where the text says that there is one.

    Words keep the spelling that the text has for them, hyphens too.
    """
    slug = _SLUG_SERIES.search(unquote(urlsplit(view.url).path))
    text = "\n".join(block.text for block in view.body[:30])[:12_000]
    sentence = _SERIES_SENTENCE.search(text) if slug else None
    if slug and sentence:
        name = slug[1]
        for word in sorted(set(re.findall(r"(?<!\w)\w+(?:-\w+)+", text)), key=lambda word: (-len(word), word)):
            name = re.sub(rf"(?<![^-]){re.escape(word)}(?![^-])", word.replace("-", "\0"), name, flags=re.I)
        name = name.replace("-", " ").replace("\0", "-")
        yield Claim("super_event", name[0].upper() + name[1:], sentence[0].strip(), "url", "series", 0.4)


_ABOUT = re.compile(
    r"\bon the (?:topic|theme|subject) of (?:[“‘\"']([^“”‘’\"\n]{3,100})[”’\"']"
    r"|([^.;!?\n]{4,160}?)(?=[.;!?\n]|[-–—] |, (?:and|which|with|we|the event)\b|$))",
    re.I,
)
_ABOUT_WORDS = ("on the topic of", "on the theme of", "on the subject of")


def _about(view: View) -> Iterator[Claim]:
    for block in view.body[:15]:
        lower = block.text[:3_000].lower()
        match = _ABOUT.search(block.text[:3_000]) if any(word in lower for word in _ABOUT_WORDS) else None
        if match:
            topic = (match[1] or match[2]).strip(' “”"‘’')
            yield Claim("about", topic, match[0], "text", "topic", 0.5, where(block))
            return
