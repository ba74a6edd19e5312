"""Pages in, a bounded sample of their sketches out: what a template is learned from, and what shards send to be merged.

The sample keeps the pages with the lowest digests (a bottom-k sketch). Which pages those are depends neither on the
order in which pages come nor on how they are spread over shards, so `merge` of samples is exactly the sample of all.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from extract.blocks import Block
from extract.page import Page

PAGES = 4000
"""Pages kept: a minority template of one page in a hundred still has forty. At 300 blocks a page about 200 MB."""

BLOCKS = 1500
"""Blocks kept from each end of a page: chrome reaches the edges, and no page may fill the sample alone."""

DEPTH = 40
"""Elements of a path, from the outside: deeper ones, on hostile pages, count as their container."""

TEXT = 160
"""Characters of a block that tell it from others."""


@dataclass(frozen=True, slots=True, order=True)
class Sketch:
    """What is kept of a page: its digest, and each block's shortened text, normalised path, words, and whether
    it is links throughout."""

    digest: str
    form: Literal["html", "text"]
    texts: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    words: tuple[int, ...]
    linked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Sketches in order of their digests, at most `PAGES` of them; `seen` counts every page ever given."""

    sketches: tuple[Sketch, ...] = ()
    seen: int = 0

    def of(self, form: str) -> list[Sketch]:
        """The sketches of one form."""
        return [sketch for sketch in self.sketches if sketch.form == form]


def gather(pages: Iterable[Page], limit: int = PAGES) -> Sample:
    """Sample the pages that have blocks. Pages of equal content count once."""
    kept: dict[str, Sketch] = {}
    seen = 0
    for page in pages:
        if not page.blocks:
            continue
        seen += 1
        sketch = draw(page)
        kept[sketch.digest] = sketch
        if len(kept) >= 2 * limit:
            kept = {digest: kept[digest] for digest in sorted(kept)[:limit]}
    return Sample(tuple(kept[digest] for digest in sorted(kept)[:limit]), seen)


def merge(samples: Iterable[Sample], limit: int = PAGES) -> Sample:
    """One sample from those of several shards, the same as if all their pages had come to one place."""
    together = list(samples)
    kept = {sketch.digest: sketch for sample in together for sketch in sample.sketches}
    return Sample(tuple(kept[digest] for digest in sorted(kept)[:limit]), sum(sample.seen for sample in together))


def draw(page: Page) -> Sketch:
    """The sketch of one page."""
    blocks = list(_ends(page.blocks))
    texts = tuple(shorten(block.text) for block in blocks)
    paths = tuple(trim(block.path) for block in blocks)
    content = "\n".join((page.form, *(" ".join((block.text, *block.path)) for block in page.blocks)))
    digest = blake2b(content.encode("utf-8", "replace"), digest_size=12)
    words = tuple(len(block.text.split()) for block in blocks)
    return Sketch(digest.hexdigest(), page.form, texts, paths, words, tuple(block.link_share > 0.8 for block in blocks))


def _ends(blocks: tuple[Block, ...]) -> Iterator[Block]:
    if len(blocks) <= 2 * BLOCKS:
        yield from blocks
    else:
        yield from blocks[:BLOCKS]
        yield from blocks[-BLOCKS:]


_DIGITS = re.compile(r"\d+")


def shorten(text: str) -> str:
    """What a block is known by: its beginning; a copyright line without its year, which is no new footer.

    >>> shorten("© 2023 The Institute"), shorten("14 June 2023")
    ('© 0 The Institute', '14 June 2023')
    """
    return _DIGITS.sub("0", text[:TEXT]) if "©" in text or "opyright" in text else text[:TEXT]


_STATE = re.compile(
    r"(?:is-|menu-item--|nav-)?(?:active|current|first|last|odd|even|open|show|collapsed?|expanded|selected|trail|"
    r"active-trail|in-path|leaf|visited|current-menu-\w+|current_page_\w+|.*\d.*)",
    re.I,
)


def trim(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path without `html` and `body` and without classes of state (active, first) and number.

    >>> trim(("html", "body.page-node", "nav", "li.menu-item.first.active"))
    ('nav', 'li.menu-item')
    """
    return tuple(_step(step) for step in path[: DEPTH + 2] if step[:4] not in ("html", "body"))


@lru_cache(maxsize=20_000)
def _step(step: str) -> str:
    name, *classes = step.split(".")
    if name[:1] == "h" and name[1:2].isdigit():
        name = name[:2]  # the id of a heading is its text again
    return ".".join([name, *(word for word in classes if not _STATE.fullmatch(word))])
