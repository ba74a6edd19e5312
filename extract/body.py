"""A page in, every block with a verdict out: the page judge (one page alone), and both judges together."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from extract.blocks import Block
from extract.body_features import measure
from extract.body_model import load_model
from extract.judgement import Judged
from extract.page import Page
from extract.template import Template
from extract.template_places import is_landmark
from extract.title import find_title

__all__ = ["choose", "find_title", "judge", "judge_page"]


def judge(page: Page, template: Template | None) -> tuple[Judged, ...]:
    """A verdict for every block in reading order: the site judge's where it knows, the page judge's elsewhere."""
    by_site = template.judge(page) if template else (None,) * len(page.blocks)
    if None not in by_site:
        return tuple(judged for judged in by_site if judged)
    return tuple(site or alone for site, alone in zip(by_site, judge_page(page), strict=True))


def judge_page(page: Page) -> tuple[Judged, ...]:
    """A verdict for every block of a page of which nothing else is known."""
    if page.form == "text":
        repeated = find_runs([block.text for block in page.blocks])
        return tuple(
            Judged(block, "chrome", "page", 0.1) if number in repeated else Judged(block, "body", "page", 0.9)
            for number, block in enumerate(page.blocks)
        )
    if not page.blocks:
        return ()
    scores = load_model().predict(measure(page))
    words = np.array([block.text.count(" ") + block.text.count("\n") + 1 for block in page.blocks], np.float64)
    kept = add_facts(page.blocks, choose(scores, words), words)
    return tuple(
        Judged(block, "body" if keep else "chrome", "page", score)
        for block, keep, score in zip(
            page.blocks, kept.tolist(), np.round(scores.astype(float), 3).tolist(), strict=True
        )
    )


def choose(scores: NDArray[np.floating], words: NDArray[np.floating]) -> NDArray[np.bool_]:
    """The blocks to keep: of all cuts through the blocks by sureness the one with the best F1 to be expected.

    Where the scores are sure this is a cut near a half; on a listing, where every card is a maybe, it keeps the cards
    (0.007 F1 better than the best fixed cut).
    """
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(scores[order] * words[order])
    expected = 2 * right / np.maximum(1e-9, np.cumsum(words[order]) + np.sum(scores * words))
    kept = np.zeros(len(scores), np.bool_)
    if len(scores):
        kept[order[: int(np.argmax(expected)) + 1]] = True
    return kept


_LABELLED = re.compile(r"[^\W\d][\w /&-]{1,30}+:(?:\s|$)")
_FACT = 200
"""Characters that a fact ("Location: Harbour House") has at most."""

MOSTLY_KEPT = 0.7
"""Share of a container's words from which on it is a container of the body."""


def add_facts(blocks: Sequence[Block], kept: NDArray[np.bool_], words: NDArray[np.floating]) -> NDArray[np.bool_]:
    """What is kept, and the labelled facts that stand in one container with it.

    Articles, which most of the training pages are, have bylines there; event pages have the date and the place. On
    WCXB this costs 0.001 of F1.
    """
    facts = [number for number in np.flatnonzero(~kept).tolist() if _is_fact(blocks, number)]
    if not facts:
        return kept
    nodes = [block.nodes[2:-1] for block in blocks]
    owner = np.repeat(np.arange(len(blocks)), list(map(len, nodes)))
    flat = np.fromiter(chain.from_iterable(nodes), np.int64, len(owner))
    total, held = np.bincount(flat, words[owner]), np.bincount(flat, (words * kept)[owner])
    mostly = (held >= MOSTLY_KEPT * total).tolist()
    added = kept.copy()
    for number in facts:
        added[number] = any(map(mostly.__getitem__, nodes[number]))
    return added


def _is_fact(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is "Label: value", a label, or a value right after a label, and in no landmark."""
    block, before = blocks[number], blocks[number - 1].text if number else ""
    if not (block.lead or _LABELLED.match(block.text) or (before[-1:] == ":" and len(before) < _FACT / 5)):
        return False
    return len(block.text) <= _FACT and block.heading != 1 and not any(map(is_landmark, block.path[2:]))


RUN = 5
"""Lines of a dump that come twice as one run are its menu, at the top and in the footer."""

ROUNDS = 20
"""Times that the lines left are looked through again: real dumps need two, a hostile one could ask for thousands."""


def find_runs(lines: Sequence[str], length: int = RUN) -> set[int]:
    """The lines that stand in a run of `length` lines which comes twice, and what comes twice once these are gone: so
    a dump that is judged again loses nothing more.

    >>> sorted(find_runs(["a", "b", "c", "text", "a", "b", "c"], 3))
    [0, 1, 2, 4, 5, 6]
    """
    left = list(range(len(lines)))
    for _ in range(ROUNDS):
        more = _find_runs([lines[number] for number in left], length)
        if not more:
            break
        left = [number for place, number in enumerate(left) if place not in more]
    return set(range(len(lines))) - set(left)


def _find_runs(lines: Sequence[str], length: int) -> set[int]:
    starts: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(lines) - length + 1):
        starts[tuple(lines[start : start + length])].append(start)
    return {
        start + offset
        for run, places in starts.items()
        if len(places) > 1 and len(set(run)) > 1
        for start in places
        for offset in range(length)
    }
