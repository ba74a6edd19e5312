"""What a block and its page are called, in, as rows of bits out: tags, class words, telling words, markup, address.

Each group of words is one bit. Bits are gathered as whole numbers, a word one look-up, and unpacked for all blocks at
once: the names are most of what a page costs.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from extract.blocks import Block
from extract.page import Page

DEEP = 64
"""Elements of a path that count, from the inside: only hostile pages nest deeper."""

TAGS = ("p", "li", "h1", "h2", "h3 h4 h5 h6", "td th", "div section article", "dt dd", "pre", "blockquote",
        "button label option legend select", "figcaption caption", "summary details", "a span body")  # fmt: skip

HOLDERS = ("nav", "footer", "header", "aside", "main", "article", "form", "table", "ul ol", "section", "figure",
           "blockquote", "noscript", "dialog details", "dl", "button select option label")  # fmt: skip

CLASSES = (
    "nav navbar navigation menu submenu megamenu dropdown topbar", "footer foot bottom colophon copyright legal",
    "header masthead head top banner hero", "sidebar side aside rail secondary",
    "comment comments reply replies respond disqus", "share sharing social follow facebook twitter",
    "related recommend recommended more similar also read popular trending latest recent",
    "cookie cookies consent gdpr privacy", "breadcrumb breadcrumbs crumb crumbs",
    "pager pagination paging prev previous next", "ad ads advert advertisement sponsor sponsored promo promotion",
    "login signin signup register account user", "search filter filters facet facets sort",
    "title heading headline name", "content body text main primary story prose markdown rte richtext",
    "article post entry blog news page single", "product price sku buy cart basket shop",
    "list grid row rows items results feed archive", "card tile teaser item cell thumb",
    "meta byline author date time published info details", "tag tags category categories topics label labels",
    "hidden modal popup overlay screen offscreen skip sr visually collapse", "widget block module panel box",
    "newsletter subscribe subscription email form", "caption credit figure image gallery media video",
    "forum message thread topic post discussion answer question", "toc contents index anchor",
    "description desc summary excerpt intro lead abstract", "review reviews rating ratings testimonial",
    "spec specs feature features benefits faq accordion tab tabs", "cta button btn action link links",
    "service services about team contact company", "docs doc documentation api reference code highlight",
    "wrapper container inner outer layout column col",
)  # fmt: skip

WORDS = (
    "cookie cookies consent privacy", "subscribe newsletter sign signup email inbox", "copyright reserved rights terms",
    "share tweet facebook twitter linkedin pinterest instagram whatsapp follow", "related similar also recommended",
    "comment comments reply replies", "login log register account password", "menu skip navigation toggle close",
    "next previous back page older newer", "read more view see show learn load all", "search filter sort",
    "cart checkout shipping buy price", "posted published updated by author ago", "contact call phone",
    "advertisement sponsored ad",
)  # fmt: skip

KINDS = (
    "article newsarticle blogposting techarticle report", "product productgroup product.group offer",
    "discussionforumposting comment", "qapage question", "itemlist collectionpage", "faqpage", "webpage website",
    "service localbusiness softwareapplication", "breadcrumblist", "event", "recipe howto", "person profilepage",
)  # fmt: skip

ADDRESS = (
    "t topic topics thread threads forum forums discussion community questions", "product products p item dp itm",
    "collections collection category categories c shop store browse catalog", "docs documentation api reference guide",
    "blog blogs news article articles post posts story stories magazine", "event events calendar",
    "about contact services service solutions company", "search tag tags list best top", "help support faq wiki",
)  # fmt: skip

_LETTERS = re.compile(r"\w+")
_SHORT = 200
"""Characters up to which a text is looked at word by word: telling words tell in labels and links, not in prose."""


def _bits(groups: Sequence[str]) -> dict[str, int]:
    """For each word the groups that it is in, as bits."""
    bits: dict[str, int] = {}
    for number, names in enumerate(groups):
        for word in names.split():
            bits[word] = bits.get(word, 0) | 1 << number
    return bits


_WORD_BITS = _bits(WORDS)


def read_words(blocks: Sequence[Block], title: str) -> tuple[NDArray[np.float32], list[float]]:
    """Which groups of telling words each short text has, and its share of the title's words."""
    title_words = frozenset(_LETTERS.findall(title.lower()))
    says, overlap = [], []
    for block in blocks:
        found = frozenset(_LETTERS.findall(block.text.lower())) if len(block.text) < _SHORT else frozenset()
        bits = 0
        for word in found & _WORD_BITS.keys():
            bits |= _WORD_BITS[word]
        says.append(bits)
        overlap.append(len(title_words & found) / len(title_words) if title_words else 0.0)
    return _unpack(says, len(WORDS)), overlap


def _unpack(numbers: Sequence[int], width: int) -> NDArray[np.float32]:
    """Whole numbers as rows of their `width` lowest bits."""
    size = (width + 7) // 8
    packed = np.frombuffer(b"".join(number.to_bytes(size, "little") for number in numbers), np.uint8)
    return np.unpackbits(packed.reshape(-1, size), axis=1, count=width, bitorder="little").astype(np.float32)


def read_paths(paths: Sequence[tuple[str, ...]]) -> NDArray[np.float32]:
    """Tag of the block, elements around it, depth, class words at it and around it."""
    own, around, near, everywhere = [], [], [], []
    for path in paths:
        steps = [_read_step(step) for step in path[-DEEP:] if step[:4] not in ("html", "body")] or [_read_step("body")]
        holders = classes = 0
        for _, holder, names in steps:
            holders |= holder
            classes |= names
        own.append(steps[-1][0])
        around.append(holders)
        near.append(steps[-1][2] | steps[-2][2] if len(steps) > 1 else steps[-1][2])
        everywhere.append(classes)
    depth = np.array([[len(path)] for path in paths], np.float32)
    sets = ((own, TAGS), (around, HOLDERS), (near, CLASSES), (everywhere, CLASSES))
    tags, elements, *words = (_unpack(bits, len(names)) for bits, names in sets)
    return np.concatenate((tags, elements, depth, *words), axis=1)


_TAG_BITS, _HOLDER_BITS, _CLASS_BITS = _bits(TAGS), _bits(HOLDERS), _bits(CLASSES)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=20_000)
def _read_step(step: str) -> tuple[int, int, int]:
    """A step's tag among TAGS, its tag among HOLDERS, its class words among CLASSES, as bits."""
    tag, _, names = step.replace("#", ".").partition(".")
    bits = 0
    for word in _NAME.findall(names):
        bits |= _CLASS_BITS.get(word.lower(), 0)
    return _TAG_BITS.get(tag, 0), _HOLDER_BITS.get(tag, 0), bits


_ADDRESS_PATH = re.compile(r"^[a-z]+://[^/]*")
_KIND_BITS, _ADDRESS_BITS = _bits(KINDS), _bits(ADDRESS)


def read_kind(page: Page) -> NDArray[np.float32]:
    """What the page's markup and its address say that it is."""
    kinds = address = 0
    for name in (*(item.type for item in page.markup.items), page.markup.meta.get("og:type", "")):
        kinds |= _KIND_BITS.get(name.lower(), 0)
    steps = [step for step in _ADDRESS_PATH.sub("", page.url.lower()).split("?")[0].split("/") if step]
    for word in chain.from_iterable(map(_LETTERS.findall, steps)):
        address |= _ADDRESS_BITS.get(word, 0)
    parts = (_unpack([kinds], len(KINDS))[0], _unpack([address], len(ADDRESS))[0], np.array([len(steps)], np.float32))
    return np.concatenate(parts)
