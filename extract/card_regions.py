"""Blocks of a listing in, the stretches that are one entry each out: repeated containers that hold a day."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.blocks import Block
from extract.clock import read_clocks
from extract.date_grammar import Dates, Day, read_dates
from extract.date_words import MONTHS, WEEKDAYS

MAX_BLOCK = 700  # characters; longer blocks are descriptions, their days are not looked at
MAX_LINES = 300  # of one block
MAX_CARD = 40  # blocks of one entry
MAX_FORMS = 6  # sorts of entries on one page
MAX_CARDS = 1_500  # entries of one page
SHORT = 14  # characters: "MAR", "5", "Tue 5" stand in blocks of their own


@dataclass(frozen=True, slots=True)
class Found:
    """A day that stands in the block `at`, or in the `width` short blocks from there on."""

    at: int
    dates: Dates
    width: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """One entry: its blocks by number (from `begin` to before `end`) and its first day."""

    begin: int
    end: int
    found: Found


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
            out.append(Found(at, dates, width))
            skip = at + width - 1
    return out


_DIGIT_OR_MONTH = re.compile(r"\d")


def _day_of(block: Block, day_first: bool) -> tuple[Dates, int] | None:
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
    words = re.findall(r"[^\W\d_]+", text.lower())
    return (
        len(text) <= SHORT
        and all(word in MONTHS or word in WEEKDAYS for word in words)
        and bool(words or text.strip(" .,").isdigit())
    )


Form = tuple[str, ...]


def find_regions(blocks: Sequence[Block], days: Sequence[Found]) -> list[Region]:
    """The entries of a page: containers of one form that hold a day each, else stretches between days or headings."""
    paths = _plain_paths(blocks)
    left = {one.at: one for one in days}
    regions: list[Region] = []
    for _ in range(MAX_FORMS):  # a page may hold several lists: upcoming and past, months, a season's games
        form = _best_form(blocks, paths, left)
        if form is None:
            break
        for region in _containers(blocks, paths, form, left):
            regions.append(region)
            for at in range(region.begin, region.end):
                left.pop(at, None)
        if len(left) < 3:
            break
    regions = regions or list(_stretches(blocks, days))
    return sorted(regions, key=lambda region: region.begin)[:MAX_CARDS]


_STRIPE = re.compile(
    r"\.(?:odd|even|first|last|alt|alternate|rgRow|rgAltRow|row-0|row|Alt|views-row-(?:first|last|odd|even|0))(?=\.|$)"
)


def _plain_paths(blocks: Sequence[Block]) -> list[Form]:
    """The path of each block without ids and striping classes, which differ from entry to entry."""
    plain: dict[str, str] = {}
    for block in blocks:
        for step in block.path:
            if step not in plain:
                head, _, after = step.partition("#")
                classes = "." + after.partition(".")[2] if "." in after else ""
                plain[step] = _STRIPE.sub("", head + classes)
    return [tuple(plain[step] for step in block.path) for block in blocks]


def _best_form(blocks: Sequence[Block], paths: Sequence[Form], left: Mapping[int, Found]) -> Form | None:
    """The path that most containers with a day share; of equals the outermost. None where fewer than two do."""
    holders: defaultdict[Form, set[int]] = defaultdict(set)
    for at in left:
        path = paths[at]
        for level in range(1, len(path)):
            node = blocks[at].nodes[level]
            holders[path[: level + 1]].add(node)
            holders[(*path[:level], LOOSE + path[level].split(".")[0])].add(node)
    most = max(map(len, holders.values()), default=0)
    if most < 2:
        return None
    good = [form for form, nodes in holders.items() if len(nodes) >= max(2, 0.9 * most)]
    best = min(good, key=lambda form: (len(form), form[-1].startswith(LOOSE)))
    return best if _says_more(blocks, paths, best, left) else None


LOOSE = "~"
"""Before the last step of a form: the element's classes do not matter, as they differ from entry to entry."""


def _has_form(path: Form, form: Form) -> bool:
    level = len(form) - 1
    if len(path) <= level or path[:level] != form[:level]:
        return False
    last = form[level]
    return path[level].split(".")[0] == last[1:] if last.startswith(LOOSE) else path[level] == last


def _says_more(blocks: Sequence[Block], paths: Sequence[Form], form: Form, left: Mapping[int, Found]) -> bool:
    """Whether the containers hold more text than the day itself: else the day is a heading beside its entries."""
    level = len(form) - 1
    sizes: defaultdict[int, int] = defaultdict(int)
    for at, block in enumerate(blocks):
        if _has_form(paths[at], form):
            sizes[block.nodes[level]] += 0 if at in left and len(block.text) < 45 else len(block.text)
    return sum(size >= 8 for size in sizes.values()) >= 0.6 * len(sizes)


def _containers(blocks: Sequence[Block], paths: Sequence[Form], form: Form, left: Mapping[int, Found]) -> list[Region]:
    level = len(form) - 1
    regions: list[Region] = []
    at = 0
    while at < len(blocks):
        if not _has_form(paths[at], form):
            at += 1
            continue
        node, begin = blocks[at].nodes[level], at
        while at < len(blocks) and len(blocks[at].nodes) > level and blocks[at].nodes[level] == node:
            at += 1
        found = next((left[number] for number in range(begin, at) if number in left), None)
        if found:
            regions.append(Region(begin, at, found))
    return regions


def _stretches(blocks: Sequence[Block], days: Sequence[Found]) -> Iterator[Region]:
    """Flat pages: each day with what follows it, or each heading with the day that follows it."""
    if len(days) < 2:
        return
    heads = [_heading_before(blocks, one.at) for one in days]
    titled = sum(head is not None for head in heads) >= 0.7 * len(days)
    begins = [head if titled and head is not None else one.at for head, one in zip(heads, days, strict=True)]
    for number, (begin, one) in enumerate(zip(begins, days, strict=True)):
        end = begins[number + 1] if number + 1 < len(begins) else min(len(blocks), one.at + 8)
        if end > begin:
            yield Region(begin, min(end, begin + MAX_CARD), one)


def _heading_before(blocks: Sequence[Block], at: int) -> int | None:
    """The heading at most two blocks before a day that is no heading itself."""
    if blocks[at].heading:
        return None
    return next((number for number in (at - 1, at - 2) if number >= 0 and blocks[number].heading), None)
