"""A page without its chrome in, claims on its programme (lines with a clock time) and its parts out."""

import re
from collections.abc import Iterator

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.names import find_names
from extract.fields.sections import split_sentences, where
from extract.fields.talks import find_talks
from extract.records import AgendaItem, SubEvent

_LINE = re.compile(
    r"^\W{0,4}(?P<start>(?:[01]?\d|2[0-3])[:.h][0-5]\d|\d{1,2}(?=\s?(?:am|pm)))\s*(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s*(?:[-–—]|to|bis|à)\s*(?P<end>(?:[01]?\d|2[0-3])[:.h][0-5]\d|\d{1,2}(?=\s?(?:am|pm)))\s*(?P<half2>[ap]\.?m\b\.?)?)?"
    r"\s*(?:h\b|uhr\b)?\s*[-–—:|]?\s*(?P<title>\S.*)?$",
    re.I,
)
MAX_ITEM = 600  # characters of a programme line


def find_programme(view: View) -> Iterator[Claim]:
    """Claims on `agenda`, where at least two lines begin with a clock time, and on `sub_events`."""
    items = list(_items(view))
    if len(items) >= 2:
        for item, text, block in items:
            yield Claim("agenda", item, text, "text", "programme", 0.6, where(block))
    yield from _challenges(view)
    talks = [talk for talk in find_talks(view) if talk.title and not talk.start and not talk.listed]
    if len(talks) >= 2 and len(items) < 2:
        for talk in talks:
            names = tuple(party.name for party, _ in talk.people if party.name)
            yield Claim(
                "sub_events",
                SubEvent(name=talk.title, performers=names),
                talk.title,
                "text",
                "talk",
                0.5,
                where(talk.block),
            )


def _items(view: View) -> Iterator[tuple[AgendaItem, str, Block]]:
    """Lines that begin with a time; a line that is only a time takes the next block as its title."""
    body = view.body
    for i, block in enumerate(body):
        for line in block.text.split("\n"):
            hit = _LINE.match(line) if len(line) <= MAX_ITEM else None
            if not hit:
                continue
            title, text = hit["title"], line
            if not title:
                following = body[i + 1].text.split("\n")[0] if i + 1 < len(body) else ""
                if block.text != line or not following or _LINE.match(following) or len(following) > 200:
                    continue
                title, text = following, f"{line}\n{following}"
            start, end = (
                _clock(hit["start"], hit["half"] or (hit["half2"] if hit["end"] else None)),
                _clock(hit["end"], hit["half2"]),
            )
            if start and len(title) > MAX_TITLE:
                title = _cut_title(title)
                text = text[: text.index(title) + len(title)]
            if start:
                yield AgendaItem(start=start, end=end, title=title.strip(" -–—:|")), text, block


MAX_TITLE = 150  # characters; a longer line has the abstract behind the title


def _cut_title(title: str) -> str:
    """A programme line's title without the speaker and the abstract that follow it."""
    named = next(iter(find_names(title)), None)
    end = named.begin if named and named.begin > 10 else len(next(iter(split_sentences(title)), title))
    return title[:end].strip(" -–—:|,(")


_CHALLENGES = re.compile(r"^(?:the )?(?:data study group )?challenges(?: are)?:?$", re.I)
_END_OF_CHALLENGES = re.compile(
    r"\?$|^(?:faqs?|find out more|how to apply|about|agenda|register|apply|queries"
    r"|contact)\b",
    re.I,
)
MAX_CHALLENGE = 200  # characters of a challenge's title; what follows it is longer


def _challenges(view: View) -> Iterator[Claim]:
    """The challenges of a Data Study Group: owner, title, paragraphs, after a line "Challenges"."""
    start = next((i for i, block in enumerate(view.body) if _CHALLENGES.match(block.text)), None)
    if start is None:
        return
    short: list[Block] = []
    for block in view.body[start + 1 :]:
        if _CHALLENGES.match(block.text):
            continue
        if _END_OF_CHALLENGES.search(block.text) and len(block.text) <= MAX_CHALLENGE:
            return
        if len(block.text) <= MAX_CHALLENGE and not re.search(r"[.!?] [A-Z]", block.text):
            short.append(block)
            continue
        if len(short) >= 2:
            title = short[-1]
            yield Claim("sub_events", SubEvent(name=title.text), title.text, "text", "challenge", 0.6, where(title))
        short = []


def _clock(text: str | None, half: str | None) -> str | None:
    """A clock time as HH:MM; None for what is none.

    >>> _clock("9.30", None), _clock("2", "pm")
    ('09:30', '14:00')
    """
    if not text:
        return None
    hour, _, minute = re.sub(r"[.h]", ":", text.lower()).partition(":")
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower().startswith("p") else 0)
    return f"{number:02}:{minute or '00'}" if number < 24 else None
