"""Bytes or text of one page in, a frozen `Page` out: its blocks, its head and its structured data."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from w3lib.encoding import html_to_unicode

from extract.blocks import Block, split_text, split_tree
from extract.markup import NO_MARKUP, Markup, read_markup
from extract.records import Problem
from extract.text import fold

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
    found = _find_foreign(content)
    if found:
        return Page(url, "text", (), problems=(Problem("parse", "error", found),))
    text = content if isinstance(content, str) else _decode(content, content_type)
    if find_form(text, content_type) == "text":
        return Page(url, "text", split_text(text))
    return _parse_html(text, url)


def find_form(text: str, content_type: str = "") -> Form:
    """Whether `text` is HTML or a text dump: the header says, else the first thousand characters."""
    if content_type.startswith("text/plain"):
        return "text"
    if "html" in content_type:
        return "html"
    return "html" if _HTML_CUE.search(text[:1000]) else "text"


_HTML_CUE = re.compile(r"<(?:!doctype|html|head|body|title|meta|div|p|h1|section|article|main|table)\b", re.I)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_BINARY_SHARE = 0.02  # a text has next to no control or replacement characters, a dumped PDF about one in five


_LETTER_SHARE = 0.2  # prose and markup have two letters in three characters, the tail of a PDF one in eighteen


def _find_foreign(content: bytes | str) -> str:
    """Why `content` cannot be a page, or ""."""
    if not content.strip():
        return "empty: there is nothing to read"
    head = content[:4000].encode("utf-8", "replace") if isinstance(content, str) else content[:4000]
    magic = next((name for sign, name in _MAGIC if head.lstrip().startswith(sign)), "")
    if magic:
        return f"not a page but {magic}"
    if isinstance(content, bytes) and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ""
    text = head.decode("utf-8", "replace") if b"\x00" in head else content[:4000]
    sample = text if isinstance(text, str) else text.decode("latin-1")
    share = len(_CONTROL.findall(sample)) / len(sample)
    if share > _BINARY_SHARE:
        return "not a page but binary data"
    letters = sum(map(str.isalpha, sample))
    return "not a page but data without words" if len(sample) > 500 and letters < _LETTER_SHARE * len(sample) else ""


def _decode(content: bytes, content_type: str) -> str:
    """Text of a page by the browser's order: BOM, header, meta, then UTF-8, then Windows-1252 (WHATWG)."""
    return html_to_unicode(content_type or None, content, auto_detect_fun=_guess)[1]


def _guess(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


_FLAT_TAGS = re.compile(r"</?(?:div|span|section|article|font|b|i|em|strong|table|tbody|tr|td|ul|li)\b[^>]*>", re.I)


def _parse_html(text: str, url: str) -> Page:
    root, cut = _parse_tree(text)
    problems: tuple[Problem, ...] = ()
    if cut:
        root, _ = _parse_tree(_FLAT_TAGS.sub("\n<p>", text))
        problems = (Problem("parse", "warning", "nested deeper than 2048 elements: read without its containers"),)
    if root is None:
        return Page(url, "html", (), problems=(Problem("parse", "error", "no element in it: not a web page"),))
    base = _attribute(root, "//head/base/@href")
    markup = read_markup(root, url)
    canonical = _attribute(root, "//link[@rel='canonical']/@href") or markup.meta.get("og:url", "")
    return Page(
        url=url,
        form="html",
        blocks=split_tree(root, _join(url, base)),
        title=fold("".join(root.xpath("//head/title[1]//text()") or root.xpath("(//title)[1]//text()"))),
        canonical=_join(url, canonical) if canonical else "",
        language=(root.get("lang") or root.get("xml:lang") or "").split("-")[0].lower(),
        markup=markup,
        problems=(*problems, *markup.problems),
    )


def _parse_tree(text: str) -> tuple[lxml.html.HtmlElement | None, bool]:
    """The tree and whether libxml2 cut it for its depth (2,048 with huge_tree; it says so only in its log)."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None, False
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def _attribute(root: lxml.html.HtmlElement, path: str) -> str:
    return next((str(value).strip() for value in root.xpath(path)), "")


def _join(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return url
