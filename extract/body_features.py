"""Blocks of one HTML page in, a matrix of numbers out: one row a block, one column a feature of `NAMES`.

What a block is shows in its own text, in the elements around it, in its share of the containers that hold it, and in
its neighbours. The text is measured once as one array of characters and the containers by sums over element numbers,
so the cost is a few passes over arrays, whatever the page nests.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike, NDArray

from extract.blocks import HEADINGS, Block
from extract.body_names import ADDRESS, CLASSES, DEEP, HOLDERS, KINDS, TAGS, WORDS, read_kind, read_paths, read_words
from extract.page import Page

Column = NDArray[np.float32]

LEVELS = 6
"""Containers looked at, from the block outwards; one that adds no block to the one inside it is passed over."""

NEAR = 3
"""Neighbours looked at on each side."""

LONG = 15
"""Words from which on a block is a paragraph, not a label, a link or a button."""

_TEXT = (
    "words", "chars", "word length", "digits", "capitals", "stops", "commas", "signs", "lines", "foreign", "links",
    "link share", "times", "lead", "ends sentence", "ends colon", "copyright", "pipes", "copies", "in title",
    "title share",
)  # fmt: skip
_CONTAINER = ("words", "share", "links", "blocks", "stops", "place", "long share")
_NEIGHBOUR = ("words", "links", "heading", "same path", "stops")
_PLACE = ("number", "part", "words before", "after h1", "to h1", "to first long", "to last long", "between long",
          "section words", "section blocks", "section links", "to heading")  # fmt: skip
_KIN = ("blocks", "words", "links", "length", "share", "span")
_PAGE = ("words", "blocks", "links", "long share", "stops", "longs", "h1s", "items", "listed", "headings", "mains")

NAMES = (
    *(f"text {name}" for name in _TEXT),
    *(f"says {names}" for names in WORDS),
    *(f"heading says {names}" for names in WORDS),
    *(f"tag {names}" for names in TAGS),
    *(f"in {names}" for names in HOLDERS),
    "depth",
    *(f"class {names}" for names in CLASSES),
    *(f"class around {names}" for names in CLASSES),
    *(f"container {level} {name}" for level in range(LEVELS) for name in _CONTAINER),
    *(f"neighbour {shift:+d} {name}" for shift in range(-NEAR, NEAR + 1) if shift for name in _NEIGHBOUR),
    *(f"place {name}" for name in _PLACE),
    *(f"kin {name}" for name in _KIN),
    *(f"page {name}" for name in _PAGE),
    *(f"markup {names}" for names in KINDS),
    *(f"address {names}" for names in ADDRESS),
    "address depth",
)


def measure(page: Page) -> NDArray[np.float32]:
    """The features of each block of a page."""
    blocks = page.blocks
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    texts = [block.text for block in blocks]
    says, overlap = read_words(texts, page.title)
    text = _measure_text(blocks, texts, page.title, overlap)
    words, links, stops = text[:, 0], text[:, 11], text[:, 5]
    paths, kin = _paths(blocks)
    heading = np.array([HEADINGS.get(block.tag, 0) for block in blocks], np.int32)
    parts = [
        text,
        says,
        _from_heading(says, heading),
        read_paths(paths)[kin],
        _measure_containers(blocks, words, links, stops),
        _measure_neighbours(words, links, stops, heading, kin),
        _measure_place(words, links, heading),
        _measure_kin(words, links, kin),
        _measure_page(words, links, stops, heading, blocks, _share_in_main(paths, kin)),
        _repeat(read_kind(page), len(blocks)),
    ]
    matrix = np.concatenate(parts, axis=1, dtype=np.float32)
    matrix[:, _COUNTS] = np.log1p(matrix[:, _COUNTS])
    return matrix


def take_print(pages: Iterable[Page]) -> NDArray[np.float32]:
    """The mean of each feature over all blocks of some pages: it tells one version of this code from another."""
    mean: NDArray[np.float32] = np.concatenate([measure(page) for page in pages]).mean(axis=0)
    return mean


_COUNTS = np.array([
    number
    for number, name in enumerate(NAMES)
    if name.split()[-1] in ("words", "chars", "blocks", "links", "number", "stops", "commas", "signs", "lines")
    or name.startswith("place to") or name.endswith("words before")
])  # fmt: skip


def _measure_text(
    blocks: Sequence[Block], texts: Sequence[str], title: str, overlap: Sequence[float]
) -> NDArray[np.float32]:
    """Measures of each block's own text, by sums over one array of all characters."""
    codes = np.frombuffer("\n".join((*texts, "")).encode("utf-32-le", "replace"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    kinds = _KIND.take(codes, mode="clip")
    block = np.repeat(np.arange(len(texts)) * _KINDS, lengths + 1)
    sums = np.bincount(block + kinds, minlength=_KINDS * len(texts)).reshape(-1, _KINDS)
    _, spaces, digits, capitals, stops, commas, signs, foreign, breaks, copyrights, pipes, quotes = sums.T
    words, chars = spaces + breaks, np.maximum(lengths, 1)  # each block ends with one "\n": as many spaces as words
    last = codes[starts + lengths - 1]
    linked = [sum([len(link.text) for link in block.links]) if block.links else 0 for block in blocks]
    columns = [
        words, chars, chars / words, digits / chars, capitals / chars, stops, commas, signs + pipes, breaks - 1,
        (foreign + copyrights + quotes) / chars, [len(block.links) for block in blocks],
        np.minimum(1.0, np.array(linked) / chars), [len(block.times) for block in blocks],
        [bool(block.lead) for block in blocks], _ENDS.take(last, mode="clip"), last == ord(":"),
        copyrights > 0, pipes + quotes > 0, _copies(texts), [len(text) > 3 and text in title for text in texts],
        overlap,
    ]  # fmt: skip
    return _lay(columns)


def _lay(columns: Sequence[ArrayLike]) -> NDArray[np.float32]:
    """Columns as the matrix they make."""
    return np.array([np.asarray(column, np.float32) for column in columns]).T


def _read_signs(signs: str, size: int) -> NDArray[np.bool_]:
    """For each character code below `size` whether it is among `signs`."""
    return np.isin(np.arange(size), [ord(sign) for sign in signs])


_ENDS = _read_signs(".!?…。”\"'", 0x3004)
_KINDS = 12  # of characters; the marks below, and all others are 0
_KIND = np.zeros(256, np.uint8)
_KIND[128:] = 7
_KIND[32] = 1
for _number, _signs in (
    (2, "0123456789"), (3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), (4, ".!?"), (5, ",;"), (6, "/\\<>=+*#@$%&_()[]{}~^"),
    (8, "\n"), (9, "©"), (10, "|"), (11, "»"),
):  # fmt: skip
    _KIND[[ord(_sign) for _sign in _signs]] = _number


def _copies(texts: Sequence[str]) -> list[int]:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return [min(counts[text], 9) - 1 for text in texts]


def _from_heading(says: NDArray[np.float32], heading: NDArray[np.int32]) -> NDArray[np.float32]:
    """What the last heading before each block says."""
    last = _last(heading > 0)
    return np.where((last >= 0)[:, None], says[np.maximum(last, 0)], 0).astype(np.float32)


def _last(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each place the last place, itself or before, where `mask` is true; -1 if none."""
    return np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))


def _paths(blocks: Sequence[Block]) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """The different paths of a page, and which of them each block has."""
    numbers: dict[tuple[str, ...], int] = {}
    kin = [numbers.setdefault(block.path, len(numbers)) for block in blocks]
    return list(numbers), np.array(kin, np.int64)


def _measure_containers(blocks: Sequence[Block], words: Column, links: Column, stops: Column) -> NDArray[np.float32]:
    """The block's containers from the inside out: what they hold, and the block's place in them."""
    nodes = [block.nodes[-DEEP:] or (0,) for block in blocks]
    depths = np.fromiter(map(len, nodes), np.int64, len(nodes))
    flat = np.fromiter(chain.from_iterable(nodes), np.int64, int(depths.sum()))
    owner = np.repeat(np.arange(len(nodes)), depths)
    blocks_in = np.bincount(flat)
    first = np.zeros(len(blocks_in), np.int64)
    first[flat[::-1]] = owner[::-1]  # of several the one written last, which stands first
    words_in, linked_in, stops_in, long_in = (
        np.bincount(flat, weights[owner]) for weights in (words, words * links, stops, words * (words >= LONG))
    )
    ends = np.cumsum(depths)
    counts = blocks_in[flat]
    inner = np.append(counts[1:], 0)
    inner[ends - 1] = 0
    kept = np.flatnonzero(counts != inner)
    last_kept = np.searchsorted(kept, ends - 1, "right") - 1
    first_kept = np.searchsorted(kept, ends - depths)
    total = max(1.0, float(words.sum()))
    some = np.maximum(words_in, 1)
    held = np.stack(
        [words_in, words_in / total, linked_in / some, blocks_in, stops_in / some, first, long_in / some], axis=1
    )
    levels = np.arange(LEVELS)
    at = flat[kept[np.maximum(last_kept[:, None] - levels, first_kept[:, None])]]
    matrix = held[at]
    matrix[:, :, _PLACE_IN] = (np.arange(len(nodes))[:, None] - matrix[:, :, _PLACE_IN]) / matrix[:, :, _BLOCKS_IN]
    containers: NDArray[np.float32] = matrix.reshape(len(nodes), -1).astype(np.float32)
    return containers


_PLACE_IN, _BLOCKS_IN = _CONTAINER.index("place"), _CONTAINER.index("blocks")


def _measure_neighbours(
    words: Column, links: Column, stops: Column, heading: NDArray[np.int32], kin: NDArray[np.int64]
) -> NDArray[np.float32]:
    count = len(words)
    rows = np.zeros((count + 2 * NEAR, len(_NEIGHBOUR)), np.float32)
    rows[:, _SAME] = -1
    rows[NEAR : NEAR + count] = _lay([words, links, heading > 0, kin, stops])
    matrix = np.stack([rows[NEAR + shift : NEAR + shift + count] for shift in _SHIFTS], axis=1)
    matrix[:, :, _SAME] = matrix[:, :, _SAME] == kin[:, None]
    return matrix.reshape(count, -1)


_SHIFTS = [shift for shift in range(-NEAR, NEAR + 1) if shift]
_SAME = _NEIGHBOUR.index("same path")


def _measure_place(words: Column, links: Column, heading: NDArray[np.int32]) -> NDArray[np.float32]:
    """Where in the page the block stands: among all, from the h1, among the paragraphs, under its heading."""
    count = len(words)
    number = np.arange(count)
    long = np.flatnonzero((words >= LONG) & (links < 0.5))
    first, last = (int(long[0]), int(long[-1])) if len(long) else (count, -1)
    h1 = np.flatnonzero(heading == 1)
    title = int(h1[0]) if len(h1) else -1
    after = number - title
    sections = np.cumsum(heading > 0)
    section_words, section_links = np.bincount(sections, words), np.bincount(sections, words * links)
    under = _last(heading > 0)
    columns = [
        number, number / count, np.cumsum(words) - words, (after >= 0) & (title >= 0), np.abs(after) * (title >= 0),
        np.abs(number - first), np.abs(number - last), (number >= first) & (number <= last),
        section_words[sections], np.bincount(sections)[sections],
        section_links[sections] / np.maximum(1, section_words[sections]), number - under,
    ]  # fmt: skip
    return _lay(columns)


def _measure_kin(words: Column, links: Column, kin: NDArray[np.int64]) -> NDArray[np.float32]:
    """The blocks with the same path: the rows of a listing, the paragraphs of an article."""
    count = np.bincount(kin)
    all_words, linked = np.bincount(kin, words), np.bincount(kin, words * links)
    number = np.arange(len(kin))
    first, last = np.zeros(len(count), np.int64), np.zeros(len(count), np.int64)
    first[kin[::-1]], last[kin] = number[::-1], number  # of several the one written last
    some = np.maximum(1, all_words)
    columns = [count, all_words, linked / some, all_words / count, all_words / max(1, words.sum()),
               (last - first + 1) / len(kin)]  # fmt: skip
    return _lay(columns)[kin]


def _measure_page(
    words: Column, links: Column, stops: Column, heading: NDArray[np.int32], blocks: Sequence[Block], mains: float
) -> NDArray[np.float32]:
    """The same for every block: what kind of page this is."""
    total = max(1.0, float(words.sum()))
    long = (words >= LONG) & (links < 0.5)
    items = np.array([block.tag == "li" for block in blocks])
    row = [total, len(words), float((words * links).sum()) / total, float((words * long).sum()) / total,
           float(stops.sum()) / total, float(long.sum()), float((heading == 1).sum()), float(items.mean()),
           float((words * items).sum()) / total, float((heading > 0).mean()), mains]  # fmt: skip
    return _repeat(np.array(row, np.float32), len(words))


def _repeat(row: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    return np.broadcast_to(row, (count, len(row)))


def _share_in_main(paths: Sequence[tuple[str, ...]], kin: NDArray[np.int64]) -> float:
    """The share of the blocks that stand in a main or article element near the outside."""
    inside = [_are_main(path[2:6]) for path in paths]
    return float(np.array(inside)[kin].mean())


@lru_cache(maxsize=20_000)
def _are_main(steps: tuple[str, ...]) -> bool:
    return any(step.startswith(("main", "article")) for step in steps)
