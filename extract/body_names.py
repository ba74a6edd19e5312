"""What a block and its page are called, in, as rows of bits out: tags, class words, telling words, markup, address.

Each group of words is one bit. Bits are gathered as whole numbers, a word one look-up, and unpacked for all blocks at
once: the names are most of what a page costs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

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
_SIGNS = ",.:;!?()[]|/-–—»›©&'\"“”’"


def read_words(texts: Sequence[str], title: str) -> tuple[NDArray[np.float32], list[float]]:
    """Which groups of telling words each short text has, and its share of the title's words."""
    titled = dict.fromkeys(_LETTERS.findall(title.lower()))
    codes = dict(_WORD_BITS)
    for number, word in enumerate(titled):
        codes[word] = codes.get(word, 0) | 1 << (len(WORDS) + number)
    telling = frozenset(codes)
    found = []
    for words in _split_short(texts):
        bits = 0
        for word in telling.intersection(words):
            bits |= codes[word]
        found.append(bits)
    says, share = (1 << len(WORDS)) - 1, 1 / max(1, len(titled))
    return _unpack([bits & says for bits in found], len(WORDS)), [
        (bits >> len(WORDS)).bit_count() * share for bits in found
    ]


def _split_short(texts: Sequence[str]) -> Iterator[list[str]]:
    """The words of each text in lower case, none of a long one. Signs are taken out of all texts at once."""
    short = "\n".join([text.replace("\n", " ") if len(text) < _SHORT else "" for text in texts]).lower()
    for sign in _SIGNS:
        short = short.replace(sign, " ")
    return map(str.split, short.split("\n"))


def _unpack(numbers: Sequence[int], width: int) -> NDArray[np.float32]:
    """Whole numbers as rows of their `width` lowest bits, 64 at most."""
    packed = np.array(numbers, "<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(packed, axis=1, count=width, bitorder="little").astype(np.float32)


def read_paths(paths: Sequence[tuple[str, ...]]) -> NDArray[np.float32]:
    """Tag of the block, elements around it, depth, class words at it and around it."""
    innermost = [_read_path(path[-DEEP:]) for path in paths]
    depth = np.array([[len(path)] for path in paths], np.float32)
    own, around, everywhere, _, near = zip(*innermost, strict=True)
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


class _Step(NamedTuple):
    """A step with what it gathers on the way from the outside: its tag; tags and class words around it; class words
    of its own, and of it and the step around it."""

    tag: int
    holders: int
    classes: int
    own: int
    near: int

    @classmethod
    def below(cls, outer: Self, step: str) -> Self:
        """The step inside `outer`; html and body tell nothing."""
        tag, holder, classes = _read_step(step)
        if step[:4] in ("html", "body"):
            return cls(tag, outer.holders, outer.classes, 0, 0)
        return cls(tag, outer.holders | holder, outer.classes | classes, classes, outer.own | classes)


_OUTSIDE = _Step(_TAG_BITS["body"], 0, 0, 0, 0)


@lru_cache(maxsize=20_000)
def _read_path(path: tuple[str, ...]) -> _Step:
    """The innermost step of a path, which shares the others with its neighbours and with the site's other pages."""
    return _Step.below(_read_path(path[:-1]), path[-1]) if path else _OUTSIDE


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
