"""Judged blocks in, label/value pairs out: "Date" and the "3 May 2027" that stands after it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.blocks import Block
from extract.claims import Pair
from extract.judgement import Judged
from extract.text import fold

_LABEL_LENGTH = 40  # a label is a few words; "Time & place", "Date and time of the event"
_VALUE_BLOCKS = 12  # an address or a list of speakers, not a section
_LABEL_STEP = re.compile(r"(?:^|[._-])(?:field__|field-)?label(?:[._-]|$)", re.I)
_LINE = re.compile(r"^([^\W\d_][^:.!?;]{1,38}?)\s*:\s+(\S.*)$")


def find_pairs(judged: Sequence[Judged]) -> tuple[Pair, ...]:
    """All pairs among the kept blocks, in reading order; one place of the page may give one pair only."""
    kept = [one for one in judged if one.kept]
    return tuple(pair for index in range(len(kept)) for pair in _pairs_at(kept, index))


def _pairs_at(kept: Sequence[Judged], index: int) -> Iterator[Pair]:
    block = kept[index].block
    if _is_label(kept[index]):
        label = _bare(block.text)
        yield from (Pair(label, value.text, value) for value in _values(kept, index))
        return
    if block.lead and block.lead != block.text:
        value = fold(block.text[len(block.lead) :].lstrip(" :–—-\n"))
        if value and len(block.lead) <= _LABEL_LENGTH:
            yield Pair(_bare(block.lead), value, block)
            if not block.text.startswith(f"{block.lead}\n") or block.lead.endswith(":"):
                return  # else the lead is a line of its own, and labels may stand in those below it
    for line in block.text.split("\n") if ":" in block.text else ():
        match = _LINE.match(line) if len(line) < 2000 else None
        if match:
            yield Pair(match[1], match[2], block)


def _is_label(one: Judged) -> bool:
    block = one.block
    if len(block.text) > _LABEL_LENGTH or "\n" in block.text:
        return False
    by_markup = block.tag in ("dt", "th") or _is_label_step(block.path[-1:])
    return one.verdict == "label" or by_markup or (block.text.endswith(":") and not block.heading)


@lru_cache(maxsize=2_000)
def _is_label_step(steps: tuple[str, ...]) -> bool:
    return any(map(_LABEL_STEP.search, steps))


def _values(kept: Sequence[Judged], index: int) -> Iterator[Block]:
    """What follows a label inside its own container: up to the next label or heading."""
    label = kept[index].block
    holder = _holder(label)
    for one in kept[index + 1 : index + 1 + _VALUE_BLOCKS]:
        if _is_label(one) or one.block.heading or (holder and holder not in one.block.nodes):
            return
        if label.tag == "dt" and one.block.tag not in ("dd", "p", "li", "div", "span", "a", "time"):
            return
        yield one.block
        if not holder:  # a text dump has no containers: the next line only
            return


def _holder(label: Block) -> int:
    """Number of the element that holds a label and its values: the label's parent."""
    return label.nodes[-2] if len(label.nodes) > 1 else 0


def _bare(label: str) -> str:
    return fold(label).rstrip(" :–—-")
