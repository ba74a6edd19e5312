"""Bytes or text of one page in, a frozen `Page` out: its blocks, its head and its structured data."""

import re
from dataclasses import dataclass
from typing import Literal

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding

from extract.blocks import Block, split_text, split_tree
from extract.identity import join_address
from extract.magic import name_content
from extract.markup import NO_MARKUP, Markup, read_markup
from extract.records import Problem
from extract.text import fold
from extract.tree import Tree, parse_tree

Form = Literal["html", "text"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as parsed. `title` is the `<title>`, `canonical` the page's own claim of its address, both or ""."""

    url: str
    form: Form
    blocks: tuple[Block, ...]
    title: str = ""
    canonical: str = ""
    language: str = ""
    markup: Markup = NO_MARKUP
    problems: tuple[Problem, ...] = ()


def parse_page(content: bytes | str, url: str = "", content_type: str = "") -> Page:
    """Parse a web page, or a text dump (one block a line).

    `content_type` is the HTTP header, with its charset if it has one; without it the content decides. What cannot be
    a page (a PDF, a picture, nothing) gives a page without blocks and a problem that says what it is.
    """
    found = find_foreign(content)
    if found:
        return Page(url, "text", (), problems=(Problem("parse", "error", found),))
    encoded = content.encode("utf-8", "replace") if isinstance(content, str) else recode(content, content_type)
    if find_form(encoded[:2000].decode("utf-8", "replace"), content_type) == "text":
        return Page(url, "text", split_text(encoded.decode("utf-8", "replace")))
    return _parse_html(encoded, url)


def find_form(text: str, content_type: str = "") -> Form:
    """Whether `text` is HTML or a text dump: the header says, else the first thousand characters."""
    if content_type.startswith("text/plain"):
        return "text"
    if "html" in content_type:
        return "html"
    return "html" if _HTML_CUE.search(text[:1000]) else "text"


_HTML_CUE = re.compile(r"<(?:!doctype|html|head|body|title|meta|div|p|h1|section|article|main|table)\b", re.I)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_BINARY_SHARE = 0.02  # a text has next to no control or replacement characters, a dumped PDF about one in five


_LETTER_SHARE = 0.2  # prose and markup have two letters in three characters, the tail of a PDF one in eighteen


def find_foreign(content: bytes | str) -> str:
    """Why `content` cannot be a page, or ""."""
    if not content.strip():
        return "empty: there is nothing to read"
    head = content[:4000].encode("utf-8", "replace") if isinstance(content, str) else content[:4000]
    if magic := name_content(head.lstrip()):
        return f"not a page but {magic}"
    if isinstance(content, bytes) and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ""
    text = head.decode("utf-8", "replace") if b"\x00" in head else content[:4000]
    sample = text if isinstance(text, str) else text.decode("latin-1")
    share = len(_CONTROL.findall(sample)) / len(sample)
    if share > _BINARY_SHARE:
        return "not a page but binary data"
    if len(sample) <= 500 or _HTML_CUE.search(sample):
        return ""
    letters = sum(map(str.isalpha, sample))
    return "not a page but data without words" if letters < _LETTER_SHARE * len(sample) else ""


def recode(content: bytes, content_type: str) -> bytes:
    """A page in UTF-8, by the browser's order: BOM, header, meta, then UTF-8, then Windows-1252 (WHATWG)."""
    if content[:2] not in _BOMS:
        found = http_content_type_encoding(content_type) or html_body_declared_encoding(content)
        if (found or _guess(content)) == "utf-8":
            return content
    return html_to_unicode(content_type or None, content, auto_detect_fun=_guess)[1].encode("utf-8", "replace")


_BOMS = (b"\xef\xbb", b"\xfe\xff", b"\xff\xfe", b"\x00\x00")


def _guess(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _parse_html(content: bytes, url: str) -> Page:
    tree, troubles = parse_tree(content)
    head = _read_head(tree)
    base = join_address(url, head.get("base", "")) or url
    markup = read_markup(tree, url)
    canonical = head.get("link") or markup.meta.get("og:url", "")
    problems = tuple(Problem("parse", "warning", trouble) for trouble in troubles)
    return Page(
        url=url,
        form="html",
        title=head.get("title", ""),
        canonical=(join_address(url, canonical) or url) if canonical else "",
        language=head.get("html", "").split("-")[0].lower(),
        markup=markup,
        problems=(*problems, *markup.problems),
        blocks=split_tree(tree, base),
    )


_HEAD = ":is(html, title, base[href], link[rel=canonical])"


def _read_head(tree: Tree) -> dict[str, str]:
    """Language, title, base and canonical address of a page, by element; of several the first. Not the head's alone:
    a stray element closes it early, and the rest of it stands in the body."""
    found: dict[str, str] = {}
    for element in tree.css(_HEAD):
        attributes = element.attributes
        language = attributes.get("lang") or attributes.get("xml:lang")
        says = fold(element.text()) if element.tag == "title" else attributes.get("href") or language
        if says and element.tag:
            found.setdefault(element.tag, says.strip())
    return found
