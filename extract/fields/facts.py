"""A page in, its labelled facts out: those of its body, and those of a facts box beside it that the page judge took
for chrome."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from extract.blocks import Block, Link
from extract.claims import View
from extract.fields.sections import Labelled, clip, find_labelled
from extract.fields.words import LABELS
from extract.text import key

_OPENING = re.compile(r"(?:opening|visiting) (?:hours|times)|hours|öffnungszeiten|horaires d ouverture")
MAX_ROW = 200  # characters of a row of a facts box; a text that holds "Cost: £5" is another event's card
MIN_ROWS = 2  # labels that make a box of facts: one alone stands in any teaser
MAX_BUTTON = 40  # characters
_VIEWS = 8  # remembered, as in `sections`


@lru_cache(maxsize=_VIEWS)
def find_facts(view: View) -> tuple[Labelled, ...]:
    """The labelled values of the body, then those of facts boxes for fields that the body does not label. A field that
    is stated twice there is of several events."""
    own = find_labelled(view)
    boxes = _find_boxes(view)
    if not boxes:
        return own
    known = {found.field for found in own}
    beside = [found for found in find_labelled(clip(view.opened())) if _is_row(found.block, boxes)]
    times = Counter(found.field for found in beside)
    return (*own, *(found for found in beside if found.field not in known and times[found.field] == 1))


def find_buttons(view: View) -> Iterator[tuple[Link, Block]]:
    """The short links of blocks that were taken for chrome and stand in a facts box: "Book a place"."""
    boxes = _find_boxes(view)
    for block in view.frame if boxes else ():
        if len(block.text) <= MAX_BUTTON and not boxes.isdisjoint(block.nodes[-2:]):
            yield from ((link, block) for link in block.links)


def _is_row(block: Block, boxes: frozenset[int]) -> bool:
    return len(block.text) <= MAX_ROW and not boxes.isdisjoint(block.nodes[-3:-1])


@lru_cache(maxsize=_VIEWS)
def _find_boxes(view: View) -> frozenset[int]:
    """The numbers of the elements that hold rows with several known labels and nothing of the body."""
    own = {node for block in view.body for node in block.nodes}
    labels: dict[int, set[str]] = defaultdict(set)
    for pair in view.wide_pairs:
        label = key(pair.label)
        if _OPENING.fullmatch(label):
            own |= set(pair.block.nodes[-3:-1])  # the facts of a house
        for node in pair.block.nodes[-3:-1] if label in LABELS else ():
            if node not in own:
                labels[node].add(label)
    return frozenset(node for node, found in labels.items() if len(found) >= MIN_ROWS)
