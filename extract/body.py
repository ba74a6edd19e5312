"""A page in, every block with a verdict out: the page judge (one page alone), both judges together, and the title."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.blocks import Block
from extract.judgement import Judged
from extract.page import Page
from extract.template import Template
from extract.template_tree import is_landmark
from extract.text import key


def judge(page: Page, template: Template | None) -> tuple[Judged, ...]:
    """A verdict for every block in reading order: the site judge's where it knows, the page judge's elsewhere."""
    by_site = template.judge(page) if template else (None,) * len(page.blocks)
    if None not in by_site:
        return tuple(judged for judged in by_site if judged)
    return tuple(site or alone for site, alone in zip(by_site, judge_page(page), strict=True))


def judge_page(page: Page) -> tuple[Judged, ...]:
    """A verdict for every block of a page of which nothing else is known."""
    scores = _score_lines(page.blocks) if page.form == "text" else _score_blocks(page.blocks)
    return tuple(
        Judged(block, "body" if score >= 0.5 else "chrome", "page", score)
        for block, score in zip(page.blocks, scores, strict=True)
    )


RUN = 5
"""Lines of a dump that come twice in a row as one run are its menu, at the top and in the footer."""


def _score_lines(blocks: Sequence[Block]) -> list[float]:
    """0.1 for lines of repeated runs, 0.9 for the rest."""
    repeated = find_runs([block.text for block in blocks])
    return [0.1 if number in repeated else 0.9 for number in range(len(blocks))]


def find_runs(lines: Sequence[str], length: int = RUN) -> set[int]:
    """The lines that stand in a run of `length` lines which comes twice.

    >>> sorted(find_runs(["a", "b", "c", "text", "a", "b", "c"], 3))
    [0, 1, 2, 4, 5, 6]
    """
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


def _score_blocks(blocks: Sequence[Block]) -> list[float]:
    """Text density, links and landmarks of each block and of the container around it."""
    own = [_score_block(block) for block in blocks]
    container: defaultdict[int, list[float]] = defaultdict(list)
    for block, score in zip(blocks, own, strict=True):
        if block.nodes[-2:-1]:
            container[block.nodes[-2]].append(score * len(block.text))
    return own


def _score_block(block: Block) -> float:
    if any(map(is_landmark, block.path[2:])):
        return 0.1
    if block.link_share > 0.8 and len(block.text) < 60:
        return 0.3
    return 0.8


def find_title(page: Page, judged: Sequence[Judged]) -> str:
    """The page's own heading: an h1 of the body, else `<title>` without the site's name; "" in a text dump."""
    headings = Counter(judged_block.block.text for judged_block in judged if judged_block.block.heading == 1)
    known = key(page.title) + " " + key(page.markup.meta.get("og:title", ""))
    own = [text for text in headings if key(text) and key(text) in known]
    kept = [item.block.text for item in judged if item.kept and item.block.heading == 1]
    short = re.split(r"\s+[|–—-]\s+", page.title)[0]
    return next((text for text in (*own, *kept, page.markup.meta.get("og:title", ""), short) if text), "")
