"""Bytes of a web page in, its tree as browsers build it out (HTML Living Standard §13.2), parsed by Lexbor.

Lexbor is linear in the size of a page but for three things that only hostile pages have: it walks up the open elements
for each tag, compares each attribute of a tag with all others, and opens what formatting an earlier paragraph left open
again in each paragraph, as the standard says. So these are bounded before it sees the page.
"""

import re

from selectolax.lexbor import LexborHTMLParser as Tree

__all__ = ["Tree", "parse_tree"]

MAX_DEPTH = 256
"""Elements inside one another. Real pages nest 60 deep; 20,000 tags in 256 open ones cost 40 ms."""

FEW_TAGS = 10_000
"""Tags that may nest as they like: even all inside one another cost 0.4 s. One real page in forty has more."""

LONG_TAG, MAX_ATTRIBUTES = 20_000, 1_000
"""Bytes of a tag from which on its attributes are counted, and how many it may have; real ones have 50."""

SOME_TAGS, MAX_FORMATS = 1_000, 32
"""Tags from which on start tags of formatting that differ are counted, and how many there may be: of tags alike three
stay open at most (§13.2.4.3). 2,000 `<p><font color=…>` took 6 s. One real page in thirty has more; it loses the
attributes of its formatting, which show nothing."""


def parse_tree(content: bytes) -> tuple[Tree, tuple[str, ...]]:
    """The tree of a page in UTF-8, and what had to be cut to bound the work."""
    count = content.count(b"<")
    many = count > FEW_TAGS
    troubles = []
    if many and _is_deep(content):
        content = _CONTAINERS.sub(b"\n<p>", content)
        troubles.append(f"nested deeper than {MAX_DEPTH} elements: read without its containers")
    if many or _has_long_tag(content):
        content, cut = _CROWDED.subn(rb"\1>", content)
        troubles += [f"a tag with more than {MAX_ATTRIBUTES} attributes: the others are not read"] if cut else []
    if count > SOME_TAGS and len({tag[0] for tag in _FORMATS.finditer(content)}) > MAX_FORMATS:
        content = _FORMATS.sub(rb"<\1", content)
    return Tree(content), tuple(troubles)


def _has_long_tag(content: bytes) -> bool:
    """Whether LONG_TAG bytes without a "<" begin a tag: probes, since reading every tag would double the cost."""
    half = LONG_TAG // 2
    for begin in range(half, len(content) - half, half):
        if content.find(b"<", begin, begin + half) < 0:
            start = content.rfind(b"<", begin - half, begin)  # farther back, an earlier probe matched it
            if start >= 0 and _CROWDED.match(content, start):
                return True
    return False


_TAGS = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_CONTAINERS = re.compile(
    rb"</?(?!(?:a|p|br|hr|h[1-6]|title|script|style|meta|link|time|template|textarea|svg)\b)[a-zA-Z][^>]*+>?", re.I
)
_ATTRIBUTE = rb"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
_CROWDED = re.compile(rb"(<[a-zA-Z][^\s/>]*+(?:%b){%d}+)(?:%b)++[\s/]*+>?" % (_ATTRIBUTE, MAX_ATTRIBUTES, _ATTRIBUTE))
"""A start tag as tokenisers read it (§13.2.5.32 ff.), with the attributes that are kept as its group."""
_FORMATS = re.compile(rb"<(b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/])(?:%b)++" % _ATTRIBUTE, re.I)
"""A start tag of formatting with attributes; `a` and `nobr` close the one before."""
_LONELY = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot"
    b" option optgroup colgroup caption rt rp html head body".split()
)
"""Elements without content, and those that the next of their kind closes."""
_INLINE = frozenset(b"a abbr b big code em font i label nobr s small span strike strong sub sup tt u".split())
"""Elements that an end tag does not reach through a container."""


def _is_deep(content: bytes) -> bool:
    """Whether elements nest deeper than MAX_DEPTH, by their tags alone."""
    inside: list[bytes] = []
    for end, written in _TAGS.findall(content):
        name = written.lower()
        if name in _LONELY:
            continue
        if not end:
            inside.append(name)
            if len(inside) > MAX_DEPTH:
                return True
        elif name in inside:
            _close(inside, name)
    return False


def _close(inside: list[bytes], name: bytes) -> None:
    """Take the innermost element of that name from the open ones, and all in it."""
    at = len(inside) - 1
    while inside[at] != name:
        if name in _INLINE and inside[at] not in _INLINE:
            return
        at -= 1
    del inside[at:]
