"""Blocks of a page and evidence in, the places out where each evidence stands: block, first and last character."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extract.blocks import Block
from extract.records import Evidence
from extract.text import fold_lines

PATH_STEPS = 3
"""Steps of a block's path, from the inside, that its evidence names."""

_ELSEWHERE = ("markup", "url", "calendar")
"""Sources that are never the visible text; their words may stand there too, but that is not where they were read."""

FAR = 12
"""Blocks within which lines of one evidence follow one another: the longest run of values that one label has."""


class Span(NamedTuple):
    """Characters `start` to `end` of the block with this number."""

    block: int
    start: int
    end: int


class Segment(NamedTuple):
    """A part of a block's text, and the numbers of the evidence that stands there, that of the fewest words first.
    `wide`: all of that evidence is as good as the whole of a paragraph, so it picks nothing out."""

    text: str
    evidence: tuple[int, ...]
    wide: bool = False


WIDE, PARAGRAPH = 0.6, 120
"""Share of a block that an evidence takes up, and characters of the block, from which on it picks nothing out."""


def link_evidence(blocks: Sequence[Block], evidence: Sequence[Evidence], url: str = "") -> tuple[tuple[Span, ...], ...]:
    """For each evidence the spans of its words, in reading order; none where it was not read from the blocks.

    Words that come several times are those at the path that the evidence names. Of several lines each has its span.
    url: the page's address; what a card says is read from the blocks of the listing that it stands on.

    >>> date = Evidence(field="start_date", text="3 May 2027", rule="label.date", path="dl/dd")
    >>> link_evidence([Block("3 May 2027", "a"), Block("On 3 May 2027", "dd", ("dl", "dd"))], [date])
    ((Span(block=1, start=3, end=13),),)
    """
    texts = [block.text for block in blocks]
    there: defaultdict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        there["/".join(block.path[-PATH_STEPS:])].append(number)
        if block.heading == 1:
            there["title"].append(number)
    return tuple(
        () if is_elsewhere(one, url) else tuple(_find(texts, there.get(one.path, ()), one)) for one in evidence
    )


def cut_segments(text: str, spans: Iterable[tuple[int, Span]]) -> tuple[Segment, ...]:
    """A block's text cut where evidence begins or ends. `spans`: numbers of evidence and where it stands in the block.

    >>> cut_segments("On 3 May 2027 at six", [(0, Span(0, 3, 20)), (7, Span(0, 5, 13))])[1:3]
    (Segment(text='3 ', evidence=(0,), wide=False), Segment(text='May 2027', evidence=(7, 0), wide=False))
    """
    known = sorted((span.end - span.start, number, span) for number, span in spans if span.start < span.end)
    edges = sorted({0, len(text), *(edge for _, _, span in known for edge in (span.start, span.end))})
    return tuple(_cut(text, start, end, known) for start, end in pairwise(edges))


def _cut(text: str, start: int, end: int, known: Iterable[tuple[int, int, Span]]) -> Segment:
    here = [(length, number) for length, number, span in known if span.start <= start and end <= span.end]
    wide = len(text) > PARAGRAPH and all(length >= WIDE * len(text) for length, _ in here)
    return Segment(text[start:end], tuple(dict.fromkeys(number for _, number in here)), bool(here) and wide)


def is_elsewhere(evidence: Evidence, url: str = "") -> bool:
    """Whether an evidence was read from something else than the visible text of the page with this address. The path
    of a card on another page is that page's address."""
    source = evidence.rule.partition(".")[0]
    if source == "card":
        return "://" in evidence.path and evidence.path != url
    return source in _ELSEWHERE


def _find(texts: Sequence[str], there: Sequence[int], one: Evidence) -> Iterator[Span]:
    """`there`: numbers of the blocks at the evidence's path; the others come after them."""
    wanted = fold_lines(one.text)
    if not wanted:
        return
    whole = _first(texts, chain(there, range(len(texts))), wanted)
    if whole:
        yield whole
    elif "\n" in wanted:
        yield from _follow(texts, there, wanted.split("\n"))


def _follow(texts: Sequence[str], there: Sequence[int], lines: Sequence[str]) -> Iterator[Span]:
    """Each line behind the one before, as near as can be; a line that stands nowhere has no span."""
    last: Span | None = None
    for line in lines:
        near = range(last.block, min(len(texts), last.block + FAR)) if last else ()
        found = _first(texts, chain(near, there, range(len(texts))), line, last)
        if found:
            yield found
            last = found


def _first(texts: Sequence[str], order: Iterable[int], wanted: str, after: Span | None = None) -> Span | None:
    """The first block in this order that holds the words, as whole words if any does. In the block of `after` only
    what stands behind it counts."""
    part: Span | None = None
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    for number in order:
        begin = after.end if after and after.block == number else 0
        place = texts[number].find(wanted, begin)
        if place < 0:
            continue
        hit = whole.search(texts[number], begin)
        if hit:
            return Span(number, *hit.span())
        part = part or Span(number, place, place + len(wanted))
    return part
