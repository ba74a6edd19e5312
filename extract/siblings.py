"""The kept blocks and all that may be kept in, the kept ones with their siblings out: a list is kept whole or not."""

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.blocks import Block

MAX_UP = 3  # a card's text stands at most so many elements below the container that holds all cards


def form_of(block: Block) -> tuple[str, ...]:
    """What blocks of one list have in common: the tag and the last two elements, without classes that count rows."""
    return (block.tag, *_plain(block.path[-2:]))


_COUNTS = re.compile(r"\.(?:odd|even|first|last|views-row-\w+)\b")


@lru_cache(maxsize=2_000)
def _plain(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Steps without ids and classes that count; the blocks of a page share most of them."""
    return tuple(_COUNTS.sub("", step.split("#")[0]) for step in steps)


def add_siblings(kept: Sequence[Block], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The kept blocks and those of `blocks` that look like one of them and stand in one container with it, and the
    headings among them, in reading order. The page judge weighs block by block and lets go of short ones ("Alumni").
    """
    if not kept or not kept[0].nodes or len(kept) == len(blocks):
        return tuple(kept)
    ends = kept[0].nodes[-1], kept[-1].nodes[-1]
    own = {block.nodes[-1] for block in kept if block.nodes}
    holders = {mark for block in kept for mark in _marks(block)}
    return tuple(
        block for block in blocks
        if block.nodes
        and (
            block.nodes[-1] in own
            or not holders.isdisjoint(_marks(block))
            or (block.heading and ends[0] < block.nodes[-1] < ends[1])
        )
    )  # fmt: skip


def _marks(block: Block) -> list[tuple[tuple[str, ...], int]]:
    """A block's form with each near container; the whole page is none."""
    form, near = form_of(block), slice(-1 - MAX_UP, -1)
    return [
        (form, node)
        for step, node in zip(block.path[near], block.nodes[near], strict=True)
        if not step.startswith(_WHOLE)
    ]


_WHOLE = ("html", "body")
