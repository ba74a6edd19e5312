"""A parsed page or a text dump in, its blocks in reading order out. The block is the common coin of all stages."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from extract.identity import join_address
from extract.tags import TAGS, read_attribute, split_tags, unescape
from extract.text import fold, fold_lines
from extract.tree import Tree


class Link(NamedTuple):
    """An anchor of a block: its text (folded) and its absolute target."""

    text: str
    href: str


class Time(NamedTuple):
    """A `<time>` element: its `datetime` attribute as written and its text (folded)."""

    datetime: str
    text: str


class Block(NamedTuple):
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
        return HEADINGS.get(self.tag, 0)

    @property
    def link_share(self) -> float:
        """Share of the text that stands in links, 0 to 1."""
        return min(1.0, sum(len(link.text) for link in self.links) / max(1, len(self.text)))


HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""The level of a heading by its tag."""


def split_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text dump: one a line, empty lines left out."""
    return tuple(Block(line) for part in text.splitlines() if (line := fold(part)))


def split_tree(tree: Tree, url: str = "") -> tuple[Block, ...]:
    """The blocks of a parsed page, from which what shows no text is taken out. `url` (of the page or its `<base>`)
    makes link targets absolute."""
    return _Walk(url).blocks(split_tags(tree))


DEEP = 128
"""Elements of a path, from the outside: real pages nest 60 deep, and 50,000 blocks must not hold 50,000 long paths."""

LINE = "\u2028"
"""A `<br>` while text is gathered: Unicode's line separator, which a page that has one means so too."""


MARKS = 50
"""Links, times, leads and spans open at once of which one more is read: 400 links around one another (tables allow it)
would be read again for each of 4,000 paragraphs in them."""

_Mark = tuple[str, str, int]
"""An open link, time or lead (or none of them: ""): its kind, its tag, and where in `parts` its text begins."""


class _Place(dict[str, "_Place"]):
    """Where a block stands, as a path, and the places in it, by their steps: rows of a table share one, and so do the
    pages of a site."""

    __slots__ = ("name", "path", "verbatim")
    made = 0

    def __init__(self, path: tuple[str, ...] = (), name: str = "p", verbatim: bool = False) -> None:
        self.path, self.name, self.verbatim = path, name, verbatim

    def __missing__(self, step: str) -> "_Place":
        name = step.partition("#")[0].partition(".")[0]
        path = self.path if len(self.path) >= DEEP else (*self.path, step)
        self[step] = place = _Place(path, name, self.verbatim or name == "pre")
        _Place.made += 1
        return place


_PAGE = _Place()
"""Around every page; emptied when MANY places are known, of which a site has some thousands."""
_MANY = 30_000  # places; only pages that are made to be many have as many


def _open_page() -> _Place:
    if _Place.made > _MANY:
        _PAGE.clear()
        _Place.made = 0
    return _PAGE


class _Walk:
    """One walk over tags and texts, without recursion."""

    def __init__(self, url: str) -> None:
        self.join = Joiner(url)
        self.out: list[Block] = []
        self.place = _open_page()
        self.around: list[_Place] = []  # the open blocks around it
        self.nodes: list[int] = []  # its number, after theirs
        self.marks: list[_Mark] = []
        self.parts: list[str] = []  # text since the last block edge
        self.links: list[Link] = []
        self.times: list[Time] = []
        self.time_end = -1  # parts there were where the last `<time>` ended
        self.lead = ""

    def blocks(self, pieces: Iterable[str]) -> tuple[Block, ...]:
        """`pieces` are tags with the text after them."""
        known, around, nodes, marks, parts = TAGS, self.around, self.nodes, self.marks, self.parts
        opened = 0
        for piece in pieces:
            written, _, text = piece.partition(">")
            act, name, step, hidden = known[written]
            if parts and act in _EDGES:
                self._flush()
            if act == "open":
                opened += 1
                nodes.append(opened)
                around.append(self.place)
                self.place = self.place[step]
            elif act == "close" and around:
                self.place = around.pop()
                nodes.pop()
            elif act == "mark":
                self._begin(name, written)
            elif act == "unmark" and marks:
                self._end(marks.pop())
            elif act == "break":
                parts.append(LINE)
            if hidden:
                parts.append(decode_email(hidden) or text)
            elif text and (parts or not text.isspace()):
                parts.append(text)
        self._flush()
        return tuple(self.out)

    def _begin(self, kind: str, written: str) -> None:
        if kind == "time" and len(self.parts) == self.time_end:
            self.parts.append(" ")  # "6:30 PM8:00 PM": two times that a style sheet keeps apart
        self.marks.append((kind if len(self.marks) < MARKS else "", written, len(self.parts)))

    def _end(self, mark: _Mark) -> None:
        """The text of a mark, as far as it stands in this block."""
        kind, written, begin = mark
        if not kind:
            return
        text = fold(unescape("".join(self.parts[begin:])))
        if kind == "time":
            self.times.append(Time(read_attribute(written, "datetime"), text))
            self.time_end = len(self.parts)
        elif kind == "lead":
            self.lead = self.lead or (text if not "".join(self.parts[:begin]).strip() else "")
        elif text and (target := self.join(read_attribute(written, "href").strip())):
            self.links.append(Link(text, target))

    def _flush(self) -> None:
        """What was gathered since the last block edge becomes a block of its holder, if it shows any text."""
        gathered = unescape("".join(self.parts))
        if self.place.verbatim:
            gathered = gathered.replace("\n", LINE)
        text = fold_lines(gathered, LINE) if LINE in gathered else fold(gathered)
        if self.marks:
            self._carry(bool(text))
        if text:
            self._emit(text)
        self.parts.clear()
        self.time_end = -1
        if self.links or self.times or self.lead:
            self.links, self.times, self.lead = [], [], ""

    def _carry(self, shown: bool) -> None:
        """Marks around whole blocks: an `<a>` links each of them."""
        if shown:
            for mark in self.marks:
                self._end(mark)
        self.marks[:] = [(kind, written, 0) for kind, written, _ in self.marks]

    def _emit(self, text: str) -> None:
        name, path = self.place.name, self.place.path
        lead = self.lead if text.startswith(self.lead) and (self.lead != text or name in ("dt", "th")) else ""
        nodes = tuple(self.nodes if len(self.nodes) <= DEEP else self.nodes[:DEEP])
        self.out.append(Block(text, name, path, nodes, tuple(self.links), tuple(self.times), lead))


_EDGES = frozenset(("open", "close", "edge"))


class Joiner:
    """Makes the link targets of one page absolute."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.origin = "".join(_ORIGIN.findall(url))
        self.known: dict[str, str] = {}
        self.folders: dict[str, str] = {}  # by the steps up from the page

    def __call__(self, target: str) -> str:
        """The absolute address, "" for what leads to no page (a place in this one, a script, a broken address)."""
        if target not in self.known:
            self.known[target] = self._join(target)
        return self.known[target]

    def _join(self, target: str) -> str:
        if not target or target[0] == "#" or _NO_WEB_LINK.match(target):
            return ""
        if target.startswith(("https://", "http://")):
            return target
        if target[0] == "/" and target[1:2] != "/" and "/." not in target and self.origin:
            return self.origin + target
        near = _NEAR.fullmatch(target) if self.origin else None
        return self._folder(near[1]) + near[2] if near else join_address(self.url, target)

    def _folder(self, up: str) -> str:
        if up not in self.folders:
            self.folders[up] = join_address(self.url, up or ".")
        return self.folders[up]


_NEAR = re.compile(r"((?:\.\./)*+)((?:[\w~%-][\w~%.-]*+/?)++)")
"""An address without scheme, query and "." but for the steps up in front: it need not be taken apart."""
_ORIGIN = re.compile(r"^https?://[^/?#]+")
_NO_WEB_LINK = re.compile(r"^\s*(javascript|data|vbscript|about|blob|file):", re.I)


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
