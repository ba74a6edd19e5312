"""A parsed page or a text dump in, its blocks in reading order out. The block is the common coin of all stages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from extract.text import fold, fold_lines


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor of a block: its text (folded) and its absolute target."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Time:
    """A `<time>` element: its `datetime` attribute as written and its text (folded)."""

    datetime: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that the page shows as one: a paragraph, heading, list item, cell.

    `text` is folded; a `<br>` stays as a line break. `path` names the elements from `html` down to the block's
    own one, each as `tag#id.class.class` with digits as 0; `nodes` numbers the same elements in document order,
    so that two blocks can be asked for the container they share. Both are empty in a text dump.
    `lead` is the bold or labelled beginning of the text ("Date:" in "<b>Date:</b> 3 May"), or "".
    """

    text: str
    tag: str = "p"
    path: tuple[str, ...] = ()
    nodes: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    times: tuple[Time, ...] = ()
    lead: str = ""

    @property
    def heading(self) -> int:
        """1 to 6 for h1 to h6, else 0."""
        return int(self.tag[1]) if len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit() else 0

    @property
    def link_share(self) -> float:
        """Share of the text that stands in links, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / max(1, len(self.text)))


def split_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text dump: one a line, empty lines left out."""
    return tuple(Block(line) for part in text.splitlines() if (line := fold(part)))


def split_tree(root: HtmlElement, url: str = "") -> tuple[Block, ...]:
    """The blocks of a parsed page. `url` (of the page or its `<base>`) makes link targets absolute."""
    return _Walk(url).blocks(root)


_BLOCK_TAGS = frozenset(
    (
        "html body address article aside blockquote button caption center dd details dialog dir div dl dt"
        " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol"
        " noscript optgroup option p pre section select summary table tbody td tfoot th thead title tr ul"
    ).split()
)
_SILENT_TAGS = frozenset(
    ("script style template svg math head iframe object canvas audio video textarea datalist map noframes").split()
)
_LEAD_TAGS = frozenset(("b", "strong", "label", "em", "dt"))
_LEAD_CLASS = re.compile(r"label|heading|title\b", re.I)
_DIGITS = re.compile(r"\d+")
_NO_WEB_LINK = re.compile(r"\s*(javascript|data|vbscript|about|blob|file):", re.I)


Holder = tuple[str, tuple[str, ...], tuple[int, ...]]
"""Tag, path and numbers of the block-level element that text belongs to."""


class _Walk:
    """One walk over the tree, without recursion: hostile pages nest 100,000 deep."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.out: list[Block] = []
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.times: list[Time] = []
        self.leads: list[str] = []
        self.anchors: list[tuple[str, int]] = []  # open <a>: its target, where in `parts` its text begins

    def blocks(self, root: HtmlElement) -> tuple[Block, ...]:
        """Visit each element twice, on the way down and on the way up."""
        number = 0
        holders: list[Holder] = [("", (), ())]
        stack: list[tuple[HtmlElement, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if leaving:
                self._leave(element, tag, holders)
                self.parts.append(_one_line(element.tail))
                continue
            number += 1
            if not tag or tag in _SILENT_TAGS:
                self.parts.append(_one_line(element.tail))
                continue
            self._enter(element, tag, number, holders)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        self._flush(holders[-1])
        return tuple(self.out)

    def _enter(self, element: HtmlElement, tag: str, number: int, holders: list[Holder]) -> None:
        if tag in _BLOCK_TAGS:
            self._flush(holders[-1])
            _, path, nodes = holders[-1]
            holders.append((tag, (*path, step(element)), (*nodes, number)))
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.anchors.append((self._target(element), len(self.parts)))
        protected = element.get("data-cfemail")
        if protected:
            self.parts.append(decode_email(protected) or fold(element.text or ""))
        else:
            self.parts.append((element.text or "") if tag == "pre" else _one_line(element.text))

    def _leave(self, element: HtmlElement, tag: str, holders: list[Holder]) -> None:
        if tag in _BLOCK_TAGS:
            self._flush(holders[-1])
            holders.pop()
        elif tag == "a":
            target, begin = self.anchors.pop()
            self._link(target, begin)
        elif tag == "time":
            self.times.append(Time(element.get("datetime", ""), fold(element.text_content())))
        if tag in _LEAD_TAGS or (tag == "span" and _LEAD_CLASS.search(element.get("class", ""))):
            self.leads.append(fold(element.text_content()))

    def _target(self, element: HtmlElement) -> str:
        href = (element.get("href") or "").strip()
        if not href or href.startswith("#") or _NO_WEB_LINK.match(href):
            return ""
        try:
            return str(urljoin(self.url, href))
        except ValueError:  # "http://[broken"
            return ""

    def _link(self, target: str, begin: int) -> None:
        text = fold("".join(self.parts[begin:]))
        if target and text:
            self.links.append(Link(text, target))

    def _flush(self, holder: Holder) -> None:
        """What was gathered since the last block edge becomes a block of `holder`, if it shows any text."""
        for target, begin in self.anchors:  # an <a> around whole blocks links each of them
            self._link(target, begin)
        self.anchors = [(target, 0) for target, _ in self.anchors]
        text = fold_lines("".join(self.parts))
        if text:
            tag, path, nodes = holder
            lead = next((lead for lead in self.leads if lead and text.startswith(lead)), "")
            lead = "" if lead == text and tag not in ("dt", "th") else lead
            self.out.append(Block(text, tag or "p", path, nodes, tuple(self.links), tuple(self.times), lead))
        for gathered in (self.parts, self.links, self.times, self.leads):
            gathered.clear()


def step(element: HtmlElement) -> str:
    """An element as a step of a path: `tag#id.class`, digits as 0 so that `node-17` and `node-18` are one.

    >>> from lxml.html import fragment_fromstring
    >>> step(fragment_fromstring('<div id="block-7" class="node  node--event">'))
    'div#block-0.node.node--event'
    """
    name, classes = element.get("id"), element.get("class")
    return str(element.tag) + (
        ("#" + _DIGITS.sub("0", name.strip()) if name else "")
        + ("." + _DIGITS.sub("0", ".".join(classes.split())) if classes else "")
    )


def decode_email(protected: str) -> str:
    """A mail address from Cloudflare's `data-cfemail` hex: each byte XOR the first; "" if it is none.

    >>> decode_email("422b2c242d02273a232f322e276c2d3025")
    'info@example.org'
    """
    try:
        first, *rest = bytes.fromhex(protected)
    except ValueError:
        return ""
    return bytes(byte ^ first for byte in rest).decode("utf-8", "ignore")


def join_text(blocks: Iterable[Block]) -> str:
    """Text of several blocks, one a line."""
    return "\n".join(block.text for block in blocks)


def _one_line(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""
