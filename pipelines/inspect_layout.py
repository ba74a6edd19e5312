"""A page's content in, its own structure out as harmless HTML: every text knows the block that it belongs to.

What may stay is listed, everything else goes: no script, style, form, address or foreign element survives, and of the
attributes only those that span cells or tell the language. The page's style sheets are not archived; so the picture is
that of its elements, one inside another, in our own style.
"""

from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from extract.page import recode
from extract.tags import SILENT, read_tag
from extract.text import fold
from extract.tree import parse_tree

LARGEST = 1_500_000
"""Bytes of a page of which a layout is drawn (1.5 s of CPU); one real page in five hundred is larger."""

_KEPT = frozenset(
    (
        "address article aside b blockquote br caption cite code dd del dfn div dl dt em fieldset figcaption figure"
        " footer h1 h2 h3 h4 h5 h6 header hr i ins kbd legend li main mark menu nav ol p pre q s samp section small"
        " span strong sub sup table tbody td tfoot th thead time tr u ul var"
    ).split()
)
_ATTRIBUTES = frozenset(("colspan", "rowspan", "lang", "dir"))
_SHORT = 10
"""Characters that such an attribute has at most."""


def draw_layout(content: bytes, content_type: str, verdicts: Sequence[str]) -> str | None:
    """The body of a page as safe HTML, each text in a `<span data-block="number" class="verdict">`. `verdicts` has one
    for each block of the page. None when the page is a text dump or too large, or when its blocks are others."""
    if not verdicts or len(content) > LARGEST:
        return None
    tree, _ = parse_tree(recode(content, content_type))
    tree.strip_tags([name for name in SILENT if name != "img"])
    soup = BeautifulSoup(tree.html or "", "html.parser")
    body = soup.body
    if body is None:
        return None
    texts = list(_number_texts(body))
    if not texts or texts[-1][1] + 1 != len(verdicts):
        return None
    for text, number in texts:
        held = soup.new_tag("span", attrs={"data-block": str(number), "class": verdicts[number]})
        held.string = str(text)
        text.replace_with(held)
    _clean(body)
    return body.decode_contents(formatter="minimal")


def _number_texts(body: Tag) -> Iterator[tuple[NavigableString, int]]:
    """The texts that show something, each with the number of its block: as `extract.blocks` splits a page."""
    number, shows = 0, False
    gathered: list[NavigableString] = []
    for act, text in _walk(body):
        if act in ("open", "close", "edge"):
            if shows:
                yield from ((one, number) for one in gathered)
                number += 1
            gathered, shows = [], False
        elif act == "hidden":
            shows = True  # a protected mail address
        elif text is not None and fold(text):
            gathered.append(text)
            shows = True
    if shows:
        yield from ((one, number) for one in gathered)


def _walk(body: Tag) -> Iterator[tuple[str, NavigableString | None]]:
    """What opens and closes in document order, and the texts between; without recursion, for pages nest deep."""
    stack: list[tuple[str, Iterator[object]]] = [("", iter(body.contents))]
    while stack:
        name, inside = stack[-1]
        node = next(inside, None)
        if node is None:
            stack.pop()
            yield read_tag(f"/{name}").act, None
        elif isinstance(node, Tag):
            yield read_tag(node.name).act, None
            if node.get("data-cfemail"):
                yield "hidden", None
            stack.append((node.name, iter(node.contents)))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):  # which comments are
            yield "", node


def _clean(body: Tag) -> None:
    """Leave nothing but what is listed: containers become `div`, pictures their description, the rest goes without
    its words being lost."""
    for tag in body.find_all(True):
        if tag.name == "span" and "data-block" in tag.attrs:
            continue
        if tag.name == "img":
            _describe(tag)
        elif tag.name in _KEPT:
            tag.attrs = {
                name: value for name, value in tag.attrs.items() if name in _ATTRIBUTES and len(value) < _SHORT
            }
        elif tag.name == "a":
            tag.name, tag.attrs = "span", {"class": "link"}
        elif read_tag(tag.name).act == "open":
            tag.name, tag.attrs = "div", {}
        else:
            tag.unwrap()


def _describe(picture: Tag) -> None:
    described = fold(str(picture.get("alt") or ""))
    picture.name, picture.attrs = "span", {"class": "picture"}
    picture.can_be_empty_element = False
    picture.string = f"picture: {described}" if described else "picture"
