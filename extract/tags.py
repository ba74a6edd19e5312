"""A parsed tree in, its tags and texts in turn out; a tag as written in, what it means for the blocks of a page out.

A walk over a tree from Python costs a call for each attribute of each node. Lexbor writes the tree back as HTML in
which nothing is open, missing or ambiguous (HTML Living Standard §13.3), so each `<` begins a tag and each `>` ends
one, and a tag that was seen before is known as a whole: `<li class="item">` is read once for a site.
"""

import re
from typing import Literal, NamedTuple

from extract.tree import Tree

Act = Literal["", "open", "close", "edge", "break", "mark", "unmark"]


class Tag(NamedTuple):
    """A tag by what it does: opens or closes a block, or both at once (edge), breaks the line, opens or closes a mark.

    A mark is a link, a time or a lead; a span that is none is a mark too, since its end tag does not tell. `step` is
    a block's in a path; `hidden` a protected mail address (`data-cfemail`), which stands for the text that follows.
    """

    act: Act
    name: str = ""
    step: str = ""
    hidden: str = ""


SILENT = (
    "script style template svg math iframe object canvas audio video textarea datalist map noframes noembed"
    " img input source link meta title"
).split()
"""What shows no text, or text that is no content."""
_COMMENT = re.compile("<!--.*?-->", re.S)
_END = "</(?:span|em|a|b|time)>"
_SEAM = re.compile(rf"{_END}(?:{_END}){{0,7}}(?:<(?:span|em|a|b|time)\b[^<>]*>){{1,8}}")
"""Where two elements of a line meet; a style sets them apart. Bounded: 100,000 spans may close at one place."""
_CLOCK = re.compile(r"\d{1,2}:\d\d")


def split_tags(tree: Tree) -> list[str]:
    """Each tag of a page with the text after it, as `div class="item">Text`: attributes are serialised with `<` and `>`
    escaped. Without the head; takes what shows no text out of `tree`."""
    tree.strip_tags(SILENT)
    html = _SEAM.sub(_part, _COMMENT.sub("", tree.html or ""))
    end = html.find("</head>")
    begin = html.find("<head")
    return (html[:begin] + html[end + 7 :] if 0 <= begin < end else html).split("<")[1:]


def _part(seam: re.Match[str]) -> str:
    """A seam with a space in it where one word ends and another begins: "March", "30", "1:00 PM", "Tea and Graphs"."""
    html, at = seam.string, seam.end()
    before, after = html[seam.start() - 1], html[at : at + 1]
    if not (before.isalnum() and after.isalnum()):
        return seam[0]
    ends = before.isdigit() != after.isdigit() or (before.islower() and after.isupper())
    return seam[0] + " " if ends or (before.isdigit() and _CLOCK.match(html, at)) else seam[0]


_BLOCKS = frozenset(
    (
        "html body address article aside blockquote button caption center dd details dialog dir div dl dt"
        " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol"
        " noscript optgroup option p pre section select summary table tbody td tfoot th thead tr ul"
        " frameset search"
    ).split()
)
_LEADS = frozenset(("b", "strong", "label", "em"))
_MARKS = _LEADS | {"a", "time", "span"}
_LEAD_CLASS = re.compile(r"label|heading|title\b", re.I)
_DIGITS = re.compile(r"\d+")
_LONG, _MANY = 300, 30_000
"""Characters of a tag up to which it is remembered (longer ones carry data and do not come again), and how many are."""


Fields = tuple[Act, str, str, str]
"""A tag as a plain tuple, which Python takes apart twice as fast as a named one."""


class _Known(dict[str, Fields]):
    """The tags read so far, but those of links, which hardly come twice."""

    def __missing__(self, written: str) -> Fields:
        if written.startswith("a ") and "data-cf" not in written:
            return _LINK
        tag: Fields = (*read_tag(written),)
        if len(written) < _LONG:
            if len(self) >= _MANY:
                self.clear()
            self[written] = tag
        return tag


_LINK: Fields = (*Tag("mark", "a"),)
TAGS = _Known()
"""A tag by what stands between its brackets. One look-up, since most of a page's tags were seen before."""


def read_tag(written: str) -> Tag:
    """What a tag means.

    >>> read_tag('div id="block-7" class="node  node--event"')
    Tag(act='open', name='div', step='div#block-0.node.node--event', hidden='')
    >>> read_tag('a href="/x"').act, read_tag("/a").act, read_tag("i").act
    ('mark', 'unmark', '')
    """
    name = written.partition(" ")[0]
    if name[:1] == "/":
        return _read_end(name[1:])
    hidden = read_attribute(written, "data-cfemail") if "data-cf" in written else ""
    if name in _BLOCKS:
        return Tag("open", name, step(name, read_attribute(written, "id"), read_attribute(written, "class")), hidden)
    if name == "span":
        return Tag("mark", "lead" if _LEAD_CLASS.search(read_attribute(written, "class")) else "", "", hidden)
    if name in _MARKS:
        return Tag("mark", "lead" if name in _LEADS else name, "", hidden)
    return Tag(_LONELY.get(name, ""), name, "", hidden)


_LONELY: dict[str, Act] = {"br": "break", "hr": "edge"}


def _read_end(name: str) -> Tag:
    return Tag("close" if name in _BLOCKS else "unmark" if name in _MARKS else "", name)


def read_attribute(written: str, name: str) -> str:
    """An attribute of a tag as serialised, "" if it has none.

    >>> read_attribute('a class="more" href="/x?a=1&amp;b=2"', "href")
    '/x?a=1&b=2'
    """
    _, found, rest = written.partition(f' {name}="')
    return unescape(rest.partition('"')[0]) if found else ""


def step(name: str, identity: str, classes: str) -> str:
    """An element as a step of a path: `tag#id.class`, digits as 0 so that `node-17` and `node-18` are one.

    >>> step("div", "block-7", "node  node--event")
    'div#block-0.node.node--event'
    """
    if not identity and not classes:
        return name
    names = ".".join([f"#{identity.strip()}" if identity else "", *classes.split()])
    return name + _DIGITS.sub("0", names)


def unescape(text: str) -> str:
    """Text without the five references that serialising writes (HTML Living Standard §13.3, "escaping a string").

    >>> unescape("AT&amp;T &lt;3&nbsp;km")
    'AT&T <3\\xa0km'
    """
    if "&" not in text:
        return text
    for written, meant in (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
