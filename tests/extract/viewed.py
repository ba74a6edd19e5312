"""Small pages as readers of fields see them: lines of text or a bit of HTML in, the view of a page without chrome."""

from extract.blocks import Block, split_text
from extract.claims import View
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.markup import NO_MARKUP
from extract.page import parse_page

URL = "https://harbour.example/e"


def view_of(blocks: tuple[Block, ...], title: str = "") -> View:
    """A page of which all is body."""
    pairs = find_pairs([Judged(block, "body", "page", 1.0) for block in blocks])
    return View(URL, title, blocks, pairs, NO_MARKUP)


def text(lines: str, title: str = "") -> View:
    """A text dump."""
    return view_of(split_text(lines), title)


def html(body: str, title: str = "") -> View:
    """A page of HTML."""
    return view_of(parse_page(f"<!doctype html><html><body>{body}</body></html>", URL).blocks, title)
