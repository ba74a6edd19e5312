"""Blocks of a listing in, the stretches that are one entry each out: repeated containers that hold a day."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.blocks import Block
from extract.card_days import Found, beyond_day
from extract.date_grammar import Dates

MAX_CARD = 40  # blocks of one entry
MAX_FORMS = 6  # sorts of entries on one page
MAX_CARDS = 1_500  # entries of one page


@dataclass(frozen=True, slots=True)
class Region:
    """One entry: its blocks by number (from `begin` to before `end`), its first day, and the first day with a time,
    which is where the entry says when: in the title somebody may have mistyped it."""

    begin: int
    end: int
    found: Found
    timed: Found | None = None

    @property
    def dates(self) -> Dates:
        """When it is."""
        return self.timed.dates if self.timed else self.found.dates


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
        taken = {at for region in regions for at in range(region.begin, region.end)}
        for region in _headed(blocks, _containers(blocks, paths, form, left)):
            if taken.isdisjoint(range(region.begin, region.end)):
                regions.append(region)
            for at in range(region.begin, region.end):
                left.pop(at, None)
        if len(left) < 3:
            break
    regions = regions or list(_stretches(blocks, days))
    regions += _bare_days(blocks, [one for one in days if not any(one.at in range(r.begin, r.end) for r in regions)])
    return sorted(regions, key=lambda region: region.begin)[:MAX_CARDS]


def _bare_days(blocks: Sequence[Block], days: Sequence[Found]) -> Iterator[Region]:
    """Blocks that are nothing but a day, one after the other: a list of days on which the same thing takes place."""
    bare = {one.at: one for one in days if not beyond_day(blocks[one.at], one)}
    for at, one in bare.items():
        if at + one.width in bare or any(at == other.at + other.width for other in bare.values()):
            yield Region(at, at + one.width, one)


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
    for share in (0.9, 0.45):  # a day that stands twice in its entry has two containers of its own there
        good = [form for form, nodes in holders.items() if len(nodes) >= max(2, share * most)]
        good.sort(key=lambda form: (len(form), form[-1].startswith(LOOSE)))
        for best in good[:1] if share > 0.5 else good[:MAX_TRIES]:
            if _says_more(blocks, paths, best, left) and (share > 0.5 or _one_day_each(blocks, paths, best, left)):
                return best
    return None


MAX_TRIES = 8  # forms of fewer containers that are looked at


def _one_day_each(blocks: Sequence[Block], paths: Sequence[Form], form: Form, left: Mapping[int, Found]) -> bool:
    """Whether most containers hold one day, in one place: else they are months, not entries."""
    level = len(form) - 1
    days: defaultdict[int, set[tuple[int | None, int | None]]] = defaultdict(set)  # without years: one of two has none
    places: defaultdict[int, list[int]] = defaultdict(list)
    for at, found in left.items():
        if _has_form(paths[at], form):
            places[blocks[at].nodes[level]].append(at)
            days[blocks[at].nodes[level]].add((found.dates.start.month, found.dates.start.day))
    plain = [len(days[node]) == 1 and max(ats) - min(ats) <= MAX_APART for node, ats in places.items()]
    return sum(plain) >= MOSTLY * len(plain)


MOSTLY = 0.7  # of the entries; others have a first and a last day


MAX_APART = 3  # blocks between the two places of an entry that say its day


LOOSE = "~"
"""Before the last step of a form: the element's classes do not matter, as they differ from entry to entry."""


def _has_form(path: Form, form: Form) -> bool:
    level = len(form) - 1
    if len(path) <= level or path[:level] != form[:level]:
        return False
    last = form[level]
    return path[level].split(".")[0] == last[1:] if last.startswith(LOOSE) else path[level] == last


def _says_more(blocks: Sequence[Block], paths: Sequence[Form], form: Form, left: Mapping[int, Found]) -> bool:
    """Whether the containers with a day hold more text than it: else the day is a heading beside its entries."""
    level = len(form) - 1
    sizes = {blocks[at].nodes[level]: 0 for at in left if _has_form(paths[at], form)}
    for at, block in enumerate(blocks):
        if len(block.nodes) > level and block.nodes[level] in sizes:
            sizes[block.nodes[level]] += beyond_day(block, left[at]) if at in left else len(block.text)
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
        inside = [left[number] for number in range(begin, at) if number in left]
        if inside:
            regions.append(Region(begin, at, inside[0], next((one for one in inside[:3] if one.dates.clocks), None)))
    return regions


def _headed(blocks: Sequence[Block], regions: list[Region]) -> list[Region]:
    """Entries of one form, each with the heading right above it, where most have one above and none inside."""
    above = [one.begin > 0 and blocks[one.begin - 1].heading > 0 for one in regions]
    inside = any(block.heading for one in regions for block in blocks[one.begin : one.end])
    if inside or sum(above) < MOSTLY * len(regions):
        return regions
    return [replace(one, begin=one.begin - headed) for one, headed in zip(regions, above, strict=True)]


def _stretches(blocks: Sequence[Block], days: Sequence[Found]) -> Iterator[Region]:
    """Flat pages: each day with what follows it, or each heading with the day that follows it."""
    if len(days) < 2:
        return
    ends = [*(one.at for one in days[1:]), min(len(blocks), days[-1].at + 8)]
    heads = [
        _heading_before(blocks, one.at, before) for one, before in zip(days, [-1, *(d.at for d in days)], strict=False)
    ]
    titled = len({head for head in heads if head is not None}) >= MOSTLY * len(days)  # one heading is over two days
    below = [_heading_after(blocks, one.at + one.width, end) for one, end in zip(days, ends, strict=True)]
    named = not titled and sum(at is not None for at in below) >= MOSTLY * len(days)  # each day has its name below it
    for one, head, heading, end in zip(days, heads, below, ends, strict=True):
        begin = head if titled and head is not None else one.at
        stop = end if named or heading is None else heading
        yield Region(begin, min(stop, begin + MAX_CARD), one)


def _heading_before(blocks: Sequence[Block], at: int, last: int) -> int | None:
    """The nearest heading above a day that is no heading itself, below the day before it."""
    if blocks[at].heading:
        return None
    return next((number for number in range(at - 1, max(last, at - MAX_ABOVE), -1) if blocks[number].heading), None)


MAX_ABOVE = 8  # blocks between a heading and the day below it


def _heading_after(blocks: Sequence[Block], at: int, end: int) -> int | None:
    """The first heading from a day to the next."""
    return next((number for number in range(at, end) if blocks[number].heading), None)
