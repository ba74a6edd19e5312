"""A template and its values in, a page out. The frame and its style are those of all HTML (`pipelines.html`)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipelines import html
from pipelines.browse.query import NOT_STATED
from pipelines.browse.records import label_of, say_value
from pipelines.browse.search import MARK
from pipelines.html.render import show_number

_FOLDER = Path(__file__).parent
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def make_page(template: str, **values: Any) -> str:
    """The page of a template of this folder; every value is escaped."""
    return _environment().get_template(template).render(values)


@cache
def read_style() -> str:
    """The style sheet of all pages: the shared one, then ours."""
    return html.read_asset("style.css") + (_FOLDER / "browse.css").read_text(encoding="utf-8")


def web_address(text: str | None) -> str | None:
    """The text if it is an address that a link may lead to: a crawled page could state `javascript:`."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None


def mark_found(text: str) -> Markup:
    """The text with what was searched for marked.

    >>> mark_found("a \\x02<b>\\x03 c")
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    start, stop = MARK
    return Markup(str(escape(text)).replace(start, "<mark>").replace(stop, "</mark>"))


def name_choice(value: str) -> str:
    """A filter's value for people."""
    return "not stated" if value == NOT_STATED else value.replace("_", " ")


def list_pages(page: int, pages: int) -> Iterator[int | None]:
    """Numbers to offer below a list: the first, the last, those around the page; None stands for a gap.

    >>> list(list_pages(6, 40))
    [1, None, 5, 6, 7, None, 40]
    """
    shown = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    for before, number in zip((0, *shown), shown, strict=False):
        if number - before == 2:
            yield number - 1
        elif number - before > 2:
            yield None
        yield number


def language_of(stated: str | None) -> str | None:
    """The language if it is one that HTML understands."""
    return stated if stated and _LANGUAGE.fullmatch(stated) else None


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([_FOLDER, Path(html.__file__).parent]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "number": show_number, "web": web_address, "found": mark_found, "choice": name_choice, "label": label_of,
        "say": say_value, "lang": language_of,
    }  # fmt: skip
    made.globals |= {"list_pages": list_pages}
    return made
