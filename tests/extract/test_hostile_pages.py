"""Pages made to be slow: twice the page is twice the time, and no text is lost."""

import time
from collections.abc import Callable

import pytest

from extract.page import Page, parse_page

PAGES: dict[str, Callable[[int], str]] = {
    "formatting left open": lambda size: "".join(f"<p><font color={number}>text" for number in range(size)),
    "formatting whose attributes hold brackets": lambda size: "".join(
        f"<p><b title='>{number}'>text" for number in range(size)
    ),
    "tags that never end": lambda size: "<p>text</p>" + "<div " * 12 * size,
    "links around one another": lambda size: "<table><tr><td><a href=/x>text" * (size // 9) + "<p>text" * size,
}


def parse_in_time(content: str) -> tuple[Page, float]:
    start = time.process_time()
    return parse_page(f"<html><body>{content}"), time.process_time() - start


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES.keys())
def test_a_hostile_page_costs_what_its_size_costs(make: Callable[[int], str]) -> None:
    page, spent = parse_in_time(make(3_000))
    assert len(page.blocks) >= 1
    assert {block.text for block in page.blocks} == {"text"}
    assert spent < 1.5  # each took 3 to 15 s before it was bounded


def test_formatting_keeps_its_meaning_on_a_page_with_much_of_it() -> None:
    many = "".join(f"<p>One <i class=c{number}>word</i> in italics.</p>" for number in range(600))
    page, _ = parse_in_time(f"<p><b class=key>Date:</b> 3 May</p>{many}")
    assert page.blocks[0].lead == "Date:"
    assert page.blocks[1].text == "One word in italics."
