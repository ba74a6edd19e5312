"""Pages in, a bounded sample of their sketches out: what a template is learned from, and what shards send to be merged.

The sample keeps the pages with the lowest digests (a bottom-k sketch). Which pages those are depends neither on the
order in which pages come nor on how they are spread over shards, so `merge` of samples is exactly the sample of all.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from typing import Literal

from extract.blocks import Block
from extract.page import Page

PAGES = 4000
"""Pages kept: a minority template of one page in a hundred still has forty."""

BLOCKS = 600_000
"""Blocks kept over all pages, 150 a page: what bounds memory (`python -m bench.templates`)."""

ENDS = 1500
"""Blocks kept from each end of a page: chrome reaches the edges, and no page may fill the sample alone."""

DEPTH = 40
"""Elements of a path, from the outside: deeper ones, on hostile pages, count as their container."""

TEXT = 160
"""Characters of a block that tell it from others."""

MOST_WORDS = 255
"""Words of a block that are counted: far more than any measure asks for, and a byte holds them."""


@dataclass(frozen=True, slots=True, order=True)
class Sketch:
    """What is kept of a page: its digest, and each block's shortened text, normalised path, words, and whether
    it is links throughout (1) or not (0). Texts and paths that pages share are shared in memory too."""

    digest: str
    form: Literal["html", "text"]
    texts: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    words: bytes
    linked: bytes

    @property
    def prints(self) -> list[tuple[str, tuple[str, ...]]]:
        """What each block is known by in HTML: its text and its place."""
        return list(zip(self.texts, self.paths, strict=True))


@dataclass(frozen=True, slots=True)
class Sample:
    """Sketches in order of their digests, at most `PAGES` of them; `seen` counts every page ever given."""

    sketches: tuple[Sketch, ...] = ()
    seen: int = 0

    def of(self, form: str) -> list[Sketch]:
        """The sketches of one form."""
        return [sketch for sketch in self.sketches if sketch.form == form]


def gather(pages: Iterable[Page], limit: int = PAGES, blocks: int = BLOCKS) -> Sample:
    """Sample the pages that have blocks. Pages of equal content count once."""
    pool, seen = _Pool(limit, blocks), 0
    for page in pages:
        if page.blocks:
            seen += 1
            digest = digest_page(page)
            if pool.wants(digest):
                pool.add(sketch_page(page, digest))
    return Sample(pool.lowest(), seen)


def merge(samples: Iterable[Sample], limit: int = PAGES, blocks: int = BLOCKS) -> Sample:
    """One sample from those of several shards, the same as if all their pages had come to one place."""
    pool, seen = _Pool(limit, blocks), 0
    for sample in samples:
        seen += sample.seen
        for sketch in sample.sketches:
            if pool.wants(sketch.digest):
                pool.add(sketch)
    return Sample(pool.lowest(), seen)


def fit(sketches: Iterable[Sketch]) -> Iterator[Sketch]:
    """As many as may have `BLOCKS` blocks, from the first on."""
    held = 0
    for sketch in sketches:
        held += len(sketch.texts)
        if held > BLOCKS:
            return
        yield sketch


class _Pool:
    """The sketches of lowest digest so far, at most `limit` with at most `blocks` blocks, and a quarter more between
    two cuts."""

    def __init__(self, limit: int, blocks: int) -> None:
        self.limit, self.blocks = limit, blocks
        self.kept: dict[str, Sketch] = {}
        self.held = 0
        self.border: str | None = None
        """The lowest digest that was cut off: it and all above it can never come back."""
        self.texts: dict[str, str] = {}

    def wants(self, digest: str) -> bool:
        return digest not in self.kept and (self.border is None or digest < self.border)

    def add(self, sketch: Sketch) -> None:
        self.kept[sketch.digest] = replace(sketch, texts=tuple(map(self._share, sketch.texts)))
        self.held += len(sketch.texts)
        if len(self.kept) > self.limit * 5 // 4 or self.held > self.blocks * 5 // 4:
            self._cut()

    def lowest(self) -> tuple[Sketch, ...]:
        """What is kept, in order of digests."""
        self._cut()
        return tuple(self.kept.values())

    def _share(self, text: str) -> str:
        """The same text as one string, however many pages have it."""
        return self.texts.setdefault(text, text)

    def _cut(self) -> None:
        """Keep the lowest up to the first that is too much. So what is kept of all pages is kept of each shard."""
        digests = sorted(self.kept)
        held = list(accumulate(len(self.kept[digest].texts) for digest in digests))
        fits = min(self.limit, bisect_right(held, self.blocks))
        if fits < len(digests):
            self.border = digests[fits]
        self.kept = {digest: self.kept[digest] for digest in digests[:fits]}
        self.held = held[fits - 1] if fits else 0
        self.texts = {text: text for sketch in self.kept.values() for text in sketch.texts}


def digest_page(page: Page) -> str:
    """What a page is known by: the digest of its blocks."""
    content = "\n".join((page.form, *(" ".join((block.text, *block.path)) for block in page.blocks)))
    return blake2b(content.encode("utf-8", "replace"), digest_size=12).hexdigest()


def sketch_page(page: Page, digest: str) -> Sketch:
    """The sketch of one page."""
    ends = list(_ends(page.blocks))
    return Sketch(
        digest,
        page.form,
        tuple(shorten(block.text) for block in ends),
        tuple(trim(block.path) for block in ends),
        bytes(min(MOST_WORDS, len(block.text.split())) for block in ends),
        bytes(block.link_share > 0.8 for block in ends),
    )


def _ends(blocks: tuple[Block, ...]) -> Iterator[Block]:
    if len(blocks) <= 2 * ENDS:
        yield from blocks
    else:
        yield from blocks[:ENDS]
        yield from blocks[-ENDS:]


_DIGITS = re.compile(r"\d+")
_STAMP = re.compile(
    r"(?:page |this page was )?(?:last|latest) (?:updated?|modified|changed|edited|revised|reviewed)\b"
    r"|(?:printed|retrieved) (?:from|on)\b|(?:zuletzt|letzte) (?:geändert|aktualisiert|bearbeitet|änderung"
    r"|aktualisierung|bearbeitung)\b|gedruckt (?:von|am)\b|(?:dernière|derniere) (?:mise à jour|modification)\b"
    r"|mise? à jour le\b|imprimé (?:de|depuis|le)\b|(?:última|ultima) (?:actualización|modificación|modifica)\b"
    r"|(?:actualizado|impreso) (?:el|de|desde)\b|ultimo aggiornamento\b|(?:aggiornato|stampato) (?:il|da)\b"
    r"|laatst (?:bijgewerkt|gewijzigd|aangepast)\b|laatste (?:wijziging|update)\b|afgedrukt (?:van|op)\b",
    re.I,
)

_STAMP_BEGINS = frozenset(
    "page this last late prin retr zule letz gedr dern mise impr últi ulti actu aggi stam laat afge".split(" ")
) | {"mis "}  # asked first: the expression costs a microsecond a block


def shorten(text: str) -> str:
    """What a block is known by: its beginning; a copyright line without its year, which is no new footer; of a line
    that says when the page was changed or printed only that it says so.

    >>> shorten("© 2023 The Institute"), shorten("14 June 2023")
    ('© 0 The Institute', '14 June 2023')
    >>> shorten("Last updated: 3 May 2027")
    'Last updated …'
    """
    if text[:4].lower() in _STAMP_BEGINS and (stamp := _STAMP.match(text)):
        return f"{stamp[0]} …"
    return _DIGITS.sub("0", text[:TEXT]) if "©" in text or "opyright" in text else text[:TEXT]


_STATE = re.compile(
    r"^(?:is-|menu-item--|nav-)?(?:active|current|first|last|odd|even|open|show|collapsed?|expanded|selected|trail|"
    r"active-trail|in-path|leaf|visited|current-menu-\w+|current_page_\w+|.*\d.*)",
    re.I,
)


@lru_cache(maxsize=20_000)
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
