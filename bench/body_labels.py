"""A page's blocks and the text that people say is its body in, the share of each block that is body out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALIGNED = 600_000_000
"""Words of a page times words of its body up to which they are aligned; beyond, runs of four words must do."""


def label_blocks(blocks: Sequence[list[str]], body: list[str]) -> NDArray[np.float64]:
    """For each block (as words) the share of its words that are the body's, in the order of both."""
    words = [word for block in blocks for word in block]
    aligned = align(words, body) if len(words) * len(body) <= ALIGNED else set()
    fours = set(zip(body, body[1:], body[2:], body[3:], strict=False))
    labels, begin = np.zeros(len(blocks)), 0
    for number, block in enumerate(blocks):
        if block:
            share = sum(begin + offset in aligned for offset in range(len(block))) / len(block)
            labels[number] = _settle(block, share, fours)
        begin += len(block)
    return labels


def _settle(block: list[str], aligned: float, fours: set[tuple[str, ...]]) -> float:
    """Long blocks are judged by their runs of four words too: an alignment picks "the" and "of" out of a menu."""
    if len(block) < 8:
        return aligned
    covered = [False] * len(block)
    for start in range(len(block) - 3):
        if tuple(block[start : start + 4]) in fours:
            covered[start : start + 4] = [True] * 4
    runs = sum(covered) / len(block)
    return min(aligned, runs + 0.1) if runs < 0.2 else max(aligned, runs)


def align(words: Sequence[str], body: Sequence[str]) -> set[int]:
    """The places in `words` of a longest common subsequence with `body` (bit-parallel: Hyyrö 2004)."""
    if not body:
        return set()
    full = (1 << len(body)) - 1
    places: dict[str, int] = {}
    for number, word in enumerate(body):
        places[word] = places.get(word, 0) | 1 << number
    row, rows = full, []
    for word in words:
        match = row & places.get(word, 0)
        row = ((row + match) | (row - match)) & full
        rows.append(row)
    return _trace(rows, len(body))


def _trace(rows: Sequence[int], length: int) -> set[int]:
    found, at, column = set(), len(rows) - 1, length - 1
    while at >= 0 and column >= 0:
        if rows[at] >> column & 1:
            column -= 1
        elif at and not rows[at - 1] >> column & 1:
            at -= 1
        else:
            found.add(at)
            at, column = at - 1, column - 1
    return found
