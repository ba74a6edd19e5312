"""The body of a page as Markdown: structure kept, nothing added, nothing reordered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import Block
from extract.markdown import write_markdown
from extract.page import parse_page

URL = "https://harbour.example/tides"

PAGES = {
    "heading": ("<h2>Tide <i>tables</i></h2><p>Text", "## Tide tables\n\nText"),
    "nested list": ("<ul><li>One<ul><li>In</ul><li>Two</ul>", "- One\n  - In\n- Two"),
    "item of two paragraphs": ("<ol><li><p>Two</p><p>more</p></ol>", "1. Two\n\n   more"),
    "table": ("<table><tr><th>Day<th>A|B<tr><td>1<br>2<td>x", "| Day | A\\|B |\n| --- | --- |\n| 1<br>2 | x |"),
    "short row": ("<table><tr><td>a<td>b<tr><td>c", "| a | b |\n| --- | --- |\n| c |  |"),
    "layout table": ("<table><tr><td>left<td>right</table>", "left\n\nright"),
    "link": ("<p>See <a href='/a (b)'>the *atlas*</a>.", "See [the \\*atlas\\*](https://harbour.example/a%20%28b%29)."),
    "line break": ("<p>Harbour House<br>Pier 1", "Harbour House\\\nPier 1"),
    "preformatted": ("<pre>low\nhigh ```</pre>", "````\nlow\nhigh ```\n````"),
    "quotation": ("<blockquote><p>Mud<br>remembers", "> Mud\\\n> remembers"),
    "term": ("<dl><dt>When<dd>5 May</dl>", "**When**\n\n5 May"),
    "no heading, no list": ("<p># one<p>- two<p>3. three", "\\# one\n\n\\- two\n\n3\\. three"),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES)
def test_structure_is_kept(html: str, expected: str) -> None:
    assert write_markdown(parse_page(f"<!doctype html><body>{html}</body>", URL).blocks) == expected


def test_a_text_dump_has_its_lines_as_paragraphs() -> None:
    assert (
        write_markdown(parse_page("Tides\nMud and more", content_type="text/plain").blocks) == "Tides\n\nMud and more"
    )


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1), max_size=8))
def test_no_word_is_lost_or_added(texts: list[str]) -> None:
    blocks = [Block(text, "li", ("ul", "li"), (1, 2 + number)) for number, text in enumerate(texts)]
    words = re.findall(r"\w+", " ".join(texts))
    assert re.findall(r"\w+", write_markdown(blocks)) == words
