"""A judged page in, the page's own heading out."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from extract.blocks import Block
from extract.judgement import Judged
from extract.page import Page
from extract.text import fold, key

_HASHTAGS = re.compile(r"(?<=\S)(?:\s#[^\W\d]\w{2,40}){1,3}$")
"""Behind a title they are how to talk about the event, not its name."""
_BREAK = re.compile(r"(?<!\s)\s+[|–—·»-]\s+")


def find_title(page: Page, judged: Sequence[Judged]) -> str:
    """The page's own heading, "" in a text dump.

    An h1 that `og:title` or the beginning of `<title>` repeats; else one that another part of `<title>` repeats; else
    the first h1 of the body, else any; else what the head says. The h1 that is the site's name, or that its template
    knows, is none of them: below one that stands on every page, the first heading of the body is the page's own.
    """
    if page.form == "text":
        return ""
    return _HASHTAGS.sub("", next((fold(text) for text in _candidates(page, judged) if key(text)), ""))


def _candidates(page: Page, judged: Sequence[Judged]) -> Iterator[str]:
    """Titles from the best to the worst."""
    site = key(page.markup.meta.get("og:site_name", ""))
    firsts = [one for one in judged if one.block.heading == 1]
    headings = [one for one in firsts if not is_site_name(one.block, site) and not _is_repeated(one)]
    headings.sort(key=lambda one: not one.kept)
    named = [part for part in (page.markup.meta.get("og:title", ""), *_BREAK.split(page.title)) if key(part) != site]
    for part in named:
        yield from (one.block.text for one in headings if _same(key(one.block.text), key(part)))
    yield from (one.block.text for one in headings)
    if not headings and any(map(_is_repeated, firsts)):
        kept = [one.block for one in judged if one.kept]
        yield from (block.text for block in kept[:_TOP] if block.heading)
    yield from named


_TOP = 3  # blocks of a body among which its heading stands


def _is_repeated(one: Judged) -> bool:
    """Whether the site's template knows a heading: it stands on every page."""
    return one.verdict == "chrome" and one.judge == "site"


def is_site_name(block: Block, site: str) -> bool:
    """Whether a heading names the site: it says so, or it links to the site's front page."""
    return key(block.text) == site or any(urlsplit(link.href).path in ("", "/") for link in block.links)


def _same(heading: str, part: str) -> bool:
    """Whether one of the two begins with the other: titles are cut, headings have a subtitle."""
    return bool(heading and part) and (heading.startswith(part) or part.startswith(heading))
