"""Bytes and address of a page in, the text of its body out: the peers and ours, each as its own manual says.

A peer that raises on a page keeps nothing of it; `read` counts that.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import justext
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

from extract.body import judge, judge_page
from extract.page import parse_page
from extract.template import Template
from tests.corpora.bodies import keep_text

Tool = Callable[[bytes, str], str]

OURS, YARDSTICK = "colloquy, page judge", "trafilatura"


def judge_alone(html: bytes, url: str) -> str:
    """Ours, of a page of which nothing else is known."""
    return keep_text(judge_page(parse_page(html, url, "text/html")))


def judge_with(template: Template) -> Tool:
    """Ours, of a page of a site whose template is known."""
    return lambda html, url: keep_text(judge(parse_page(html, url, "text/html"), template))


def run_trafilatura(html: bytes, url: str) -> str:
    return trafilatura.extract(html, url=url) or ""


def run_trafilatura_fast(html: bytes, url: str) -> str:
    return trafilatura.extract(html, url=url, fast=True) or ""


def run_resiliparse(html: bytes, url: str) -> str:
    return extract_plain_text(bytes_to_str(html, detect_encoding(html) or "utf-8"), main_content=True)


def run_readability(html: bytes, url: str) -> str:
    """Its summary is HTML; the text is taken out of that as of a whole page."""
    summary = Document(html, url=url).summary(html_partial=True)
    return extract_plain_text(HTMLTree.parse(summary), main_content=False)


def run_justext(html: bytes, url: str) -> str:
    """With the stop words of English, the language of most pages here."""
    return "\n".join(part.text for part in justext.justext(html, _ENGLISH) if not part.is_boilerplate)


_ENGLISH = justext.get_stoplist("English")

PEERS: Mapping[str, Tool] = {
    YARDSTICK: run_trafilatura,
    "trafilatura, fast": run_trafilatura_fast,
    "resiliparse": run_resiliparse,
    "readability-lxml": run_readability,
    "jusText": run_justext,
}
TOOLS: Mapping[str, Tool] = {OURS: judge_alone, **PEERS}


class Reading(NamedTuple):
    """What a tool kept of a page, and whether it raised."""

    text: str
    failed: bool


def read(tool: Tool, html: bytes, url: str) -> Reading:
    """What a tool keeps of a page."""
    try:
        return Reading(tool(html, url), False)
    except Exception:  # whatever a peer raises on a page counts against it
        return Reading("", True)
