"""Blocks of a listing in, the days that its entries hold out: in figures, in pieces, in a heading above them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.blocks import Block
from extract.clock import read_clocks
from extract.date_grammar import Dates, Day, read_dates
from extract.date_words import MONTHS, WEEKDAYS

MAX_BLOCK = 700  # characters; longer blocks are descriptions, their days are not looked at
MAX_LINES = 300  # of one block
SHORT = 14  # characters: "MAR", "5", "Tue 5" stand in blocks of their own


@dataclass(frozen=True, slots=True)
class Found:
    """A day that stands in the block `at`, or in the `width` short blocks from there on."""

    at: int
    dates: Dates
    width: int = 1


def split_lines(blocks: Sequence[Block], day_first: bool) -> tuple[Block, ...]:
    """Blocks whose lines state several days are taken apart: a list of meetings with a `<br>` after each."""
    out: list[Block] = []
    for number, block in enumerate(blocks):
        lines = block.text.split("\n")
        dated = sum(bool(read_dates(line, day_first)) for line in lines) if 2 < len(lines) <= MAX_LINES else 0
        if dated < 3 or dated < 0.5 * len(lines):
            out.append(block)
            continue
        for at, line in enumerate(lines):
            links = tuple(link for link in block.links if link.text in line)
            nodes = (*block.nodes, (number + 1) * 1_000_000 + at)  # no element has such a number
            out.append(Block(line, "p", (*block.path, "line"), nodes, links))
    return tuple(out)


def find_days(blocks: Sequence[Block], day_first: bool) -> list[Found]:
    """Every block that states a day, month and day at least."""
    out: list[Found] = []
    skip = -1
    for at, block in enumerate(blocks):
        if at <= skip or len(block.text) > MAX_BLOCK:
            continue
        found = _day_of(block, day_first) or _joined(blocks, at, day_first)
        if found:
            dates, width = found
            skip = at + width - 1
            if not (out and _is_document(block) and out[-1].dates.start == dates.start):
                out.append(Found(at, dates, width))
    return out


_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?)(?:$|\?)|FileOpen|/download|youtu\.?be|vimeo|zoom\.us|sharepoint", re.I)


def _is_document(block: Block) -> bool:
    """Whether a block is a link to a file or a recording: its day is that of the meeting above it."""
    return bool(block.links) and all(_FILE.search(link.href) for link in block.links) and block.link_share > 0.7


_MENU = re.compile(r"^(?:nav|footer)\b|(?:^|[.#_-])(?:nav|navbar|menu|footer|breadcrumbs?|cookie)(?=[.#_-]|$)", re.I)
_CALENDAR = re.compile(r"event|calendar|agenda|meeting", re.I)


def in_menu(block: Block) -> bool:
    """Whether a block stands in a menu or footer that is none of events."""
    return any(map(_is_menu, block.path[2:]))


@lru_cache(maxsize=20_000)
def _is_menu(step: str) -> bool:
    return _MENU.search(step) is not None and not _CALENDAR.search(step)


_DIGIT_OR_MONTH = re.compile(r"\d")


_SHORT = re.compile(r"\d{1,2}-\d{1,2}-\d\d")
"""In a text it may be a telephone number, alone in its block it is a day."""


def _day_of(block: Block, day_first: bool) -> tuple[Dates, int] | None:
    if _SHORT.fullmatch(block.text):
        found = read_dates(block.text.replace("-", "/"), day_first)
        return (replace(found[0], text=block.text), 1) if found else None
    for dates in read_dates(block.text, day_first) if _DIGIT_OR_MONTH.search(block.text) else ():
        if dates.start.day and dates.begin <= 80:
            return _with_attribute(dates, block), 1
    for time in block.times:
        match = re.match(r"(\d{4})-(\d\d)-(\d\d)", time.datetime)
        if match:
            day = Day(int(match[1]), int(match[2]), int(match[3]))
            if day.full:
                return Dates((day,), False, time.text or block.text, 0, len(block.text), read_clocks(block.text)), 1
    return None


def _with_attribute(dates: Dates, block: Block) -> Dates:
    """With the year of the `<time>` around it."""
    for time in block.times:
        match = re.match(r"((?:19|20)\d\d)-\d\d-\d\d", time.datetime)
        if match and dates.start.year is None:
            return dates.in_year(int(match[1]))
    return dates


def _joined(blocks: Sequence[Block], at: int, day_first: bool) -> tuple[Dates, int] | None:
    """A day in pieces: "MAR", "5", "2027" as neighbours."""
    if not _is_piece(blocks[at].text):
        return None
    for width in (4, 3, 2):
        parts = blocks[at : at + width]
        if len(parts) < width or not all(_is_piece(part.text) for part in parts):
            continue
        text = " ".join(part.text.replace("\n", " ") for part in parts)
        found = read_dates(text, day_first)
        if len(found) == 1 and found[0].start.day and found[0].end is None:
            return found[0], width
    return None


def _is_piece(text: str) -> bool:
    if len(text) > SHORT:
        return False
    words = _LETTERS.findall(text.lower())
    known = all(word in MONTHS or word in WEEKDAYS for word in words)
    return known and bool(words or text.strip(" .,").isdigit())


_LETTERS = re.compile(r"[^\W\d_]+")


MAX_HEAD = 45  # characters of a block that is little more than a day
_LABEL = re.compile(r"[^\W\d][^:\d\n]{1,30}:\s")


def beyond_day(block: Block, found: Found) -> int:
    """Characters of a block with a day that are neither the day nor its time nor the label in front."""
    if len(block.text) < MAX_HEAD:
        return 0
    beside = [one for one in read_clocks(block.text) if one not in found.dates.clocks]
    label = _LABEL.match(block.text)
    words = len(found.dates.text) + sum(len(one.text) for one in beside)
    return len(block.text) - words - (label.end() if label else 0)


def hand_down(blocks: Sequence[Block], days: Sequence[Found]) -> list[Found]:
    """Days that head several timed entries ("February 15", below it "11:00", "19:00") are those entries' own days."""
    out: list[Found] = []
    for number, day in enumerate(days):
        end = days[number + 1].at if number + 1 < len(days) else min(len(blocks), day.at + MAX_DAY)
        timed = [] if day.dates.clocks or day.width > 1 else list(_timed(blocks, day, end))
        out += timed if len(timed) >= 2 and _are_entries(blocks, timed) else [day]
    return out


MAX_DAY = 120  # blocks that one day heads


def is_time(block: Block) -> bool:
    """Whether a block is a clock time and little more."""
    clocks = read_clocks(block.text) if len(block.text) <= MAX_HEAD else ()
    return bool(clocks) and sum(len(one.text) for one in clocks) >= 0.6 * len(block.text)


_ALL_DAY = re.compile(
    r"all[- ]day|ganztägig|ganztags|toute la journée|todo el día|tutto il giorno|(?:de )?hele dag", re.I
)


def _timed(blocks: Sequence[Block], day: Found, end: int) -> Iterator[Found]:
    if beyond_day(blocks[day.at], day):
        return
    for at in range(day.at + day.width, end):
        if is_time(blocks[at]) or _ALL_DAY.fullmatch(blocks[at].text):
            yield Found(at, replace(day.dates, clocks=read_clocks(blocks[at].text)))


def _are_entries(blocks: Sequence[Block], timed: Sequence[Found]) -> bool:
    """Whether two times stand in containers of their own that hold more than the time: not cells of one row."""
    first, second = (blocks[one.at].nodes for one in timed[:2])
    level = next((level for level, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), 0)
    if not level:
        return False
    inside = [block.text for block in blocks[timed[0].at : timed[1].at] if first[level] in block.nodes]
    return sum(map(len, inside[1:])) >= 8
