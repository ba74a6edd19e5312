"""Blocks in, talks out: programme lines ("14:30 Title, Ada Brunel, CWI") and title lines ("Title - Ada Brunel")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.blocks import Block
from extract.claims import View
from extract.fields.names import find_names, leading_name
from extract.fields.parties import read_party, split_people
from extract.fields.sections import level_of
from extract.records import Party

_CLOCK = re.compile(
    r"^\W{0,4}(?P<start>\d{1,2}(?:[:.h]\d{2}|\s?h\b))\s*(?:am|pm|a\.m\.|p\.m\.)?\s*(?:[-–—]|to"
    r"|bis)?\s*(?P<end>\d{1,2}[:.h]\d{2})?"
    r"\s*(?:am|pm|a\.m\.|p\.m\.)?\s*[-–—:|]?\s*",
    re.I,
)
MAX_LINE = 260  # characters of a programme or title line


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk: its title ("" if the line has none), who gives it, their role, where it stands."""

    title: str
    people: tuple[tuple[Party, str], ...]
    role: str
    block: Block
    start: str = ""
    end: str = ""
    listed: bool = False


@lru_cache(maxsize=8)
def find_talks(view: View) -> tuple[Talk, ...]:
    """The talks of programme lines, and of title lines if the page has two of them: asked for people and
    programme."""
    return tuple(_talks(view))


def _talks(view: View) -> Iterator[Talk]:
    titled: list[Talk] = []
    for block in view.body:
        for line in block.text.split("\n"):
            clock = _CLOCK.match(line)
            if clock and len(line) < 600:
                yield from _programme_talk(line[clock.end() :], block, clock)
            elif len(line) <= MAX_LINE and not level_of(block):
                titled.extend(_title_talk(line, block))
    if len(titled) >= 2:
        yield from titled


def _programme_talk(rest: str, block: Block, clock: re.Match[str]) -> Iterator[Talk]:
    people = tuple(_trailing_people(rest)) or tuple(_leading_people(rest))
    if people:
        title = rest[: rest.index(people[0][1])].strip(" ,-–—:|(")
        role = "introducer" if re.match(r"(?:introduction|introductory|welcome)\W*$", title, re.I) else "speaker"
        yield Talk(title, people, role, block, clock["start"], clock["end"] or "")


_SEPARATOR = re.compile(r"\s[-–—|]\s|,\s|\?\s|:\s|\s{2,}|\t")


def _trailing_people(line: str) -> Iterator[tuple[Party, str]]:
    """The people at the end of a line: "Title - A (X)", "Title, A and B (X)", "Title, A, X"."""
    for cut in _SEPARATOR.finditer(line[:MAX_LINE]):
        tail = line[cut.end() :]
        if people := _all_people(tail):
            yield from people
            return


def _all_people(text: str) -> list[tuple[Party, str]]:
    """The people of a text that is nothing but a list of people; else none."""
    people = list(split_people(text))
    if not people or not text.strip().startswith(people[0][1][:4]):
        return []
    left = text
    for _, words in people:
        left = left.replace(words, "", 1)
    named = next(iter(find_names(left)), None)
    return people if named is None and len(re.sub(r"\W|\band\b|Ret", "", left)) <= 40 else []


def _leading_people(line: str) -> Iterator[tuple[Party, str]]:
    """ "Ada Brunel – Title"."""
    lead_in = _LEAD_IN.match(line)
    line = line[lead_in.end() :] if lead_in else line
    named = leading_name(line)
    bracket = _AFFILIATED.match(line, named.end) if named else None
    if bracket and leading_name(line[bracket.end() :]) is None:  # else "A (X), B (Y): Title"
        yield from _all_people(line[: bracket.end("all")])
        return
    head = _DASH_OR_COLON.split(line, maxsplit=1)
    if len(head) == 2:
        yield from _all_people(head[0])


_LEAD_IN = re.compile(
    r"(?:keynote|keynote lecture|festvortrag|hauptvortrag|relazione di apertura|conférence inaugurale"
    r"|conferencia inaugural)"
    r"\s?[:–—-]\s",
    re.I,
)
_AFFILIATED = re.compile(r"(?P<all> \([^()]{2,100}\))\s?[,:–—]\s?(?=\S)")
"""Behind a name at the beginning of a programme's line: whence one comes, and the title."""


_DASH_OR_COLON = re.compile(r"\s[-–—|]\s|:\s")
_DASH = re.compile(r"\s[-–—|]\s")
_BRACKET = re.compile(r"^(?P<title>.{15,200}?), (?P<people>[^,()]{4,80}) \((?P<where>[^()]{3,80})\)\W*$")


def _title_talk(line: str, block: Block) -> Iterator[Talk]:
    """ "Title - Ada Brunel (CWI)" or "Dr Ada Brunel - Title" as a line of its own."""
    parts = _DASH.split(line.strip(" -–—•"))
    if len(parts) == 2:
        for people_part, title in ((parts[1], parts[0]), (parts[0], parts[1])):
            people = _all_people(people_part)
            if people and len(title) > 8:
                yield Talk(title.strip(), tuple(people), "speaker", block)
                return
    bracket = _BRACKET.match(line) if ")" in line else None
    if bracket:
        people = _all_people(f"{bracket['people']} ({bracket['where']})")
        where = read_party(f"Xa Xb ({bracket['where']})")
        shared = where[0].affiliation if where else None
        if people and shared:
            full = tuple((p.model_copy(update={"affiliation": p.affiliation or shared}), words) for p, words in people)
            yield Talk(bracket["title"], full, "speaker", block, listed=True)
