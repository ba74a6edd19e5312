"""A day that no calendar has: null, and a problem that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_page
from extract.date_grammar import find_impossible, read_dates

PAGE = """<html><title>Counting waves</title><body><h1>Counting waves</h1><p>Date: {}</p><p>Time: 14:00 - 15:00</p>
<p>Speaker: Ada Brunel</p><p>A seminar about waves and how they are counted, by many people.</p></body></html>"""
ADDRESS = "https://harbour.example/events/waves"


@pytest.mark.parametrize("stated", ["31 April 2027", "29 February 2027", "31/04/2027", "30 February - 2 March 2027"])
def test_it_is_null_and_the_problem_quotes_it(stated: str) -> None:
    extraction = extract_page(PAGE.format(stated).encode(), ADDRESS)
    (event,) = extraction.events
    assert (event.start_date, event.start_date_partial) == (None, None)
    assert [one.message for one in extraction.problems] == [f"no calendar has the day “{stated}”"]


@pytest.mark.parametrize(
    "text",
    [
        "Born 10.12.1815",
        "until 31.12.9999",
        "Tél. 45.32.11",
        "v3.99.2024",
        "99/99/2027",
        "Paragraph 31.9.",
        "v31.11.24",
    ],
)
def test_a_number_of_something_else_is_no_day(text: str) -> None:
    assert find_impossible(text) is None


@pytest.mark.parametrize("stated", ["30 April 2027", "29 February 2028", "29 February", "soon", "31 Applicants"])
def test_any_other_day_is_no_problem(stated: str) -> None:
    assert extract_page(PAGE.format(stated).encode(), ADDRESS).problems == ()


def test_an_event_that_has_its_day_is_not_troubled_by_another() -> None:
    page = PAGE.format("30 April 2027") + "<p>The deadline was 31 June 2026.</p>"
    assert extract_page(page.encode(), ADDRESS).problems == ()


MARKUP = '<script type="application/ld+json">{{"@type": "Event", "name": "Counting waves", "startDate": "{}"}}</script>'


@pytest.mark.parametrize("stated", ["2027-02-30", "2027-13-01T10:00", "to be announced"])
def test_a_day_of_markup_that_is_none_is_told_and_the_page_s_own_is_taken(stated: str) -> None:
    extraction = extract_page((PAGE.format("30 April 2027") + MARKUP.format(stated)).encode(), ADDRESS)
    assert [str(event.start_date) for event in extraction.events] == ["2027-04-30"]
    assert [one.message for one in extraction.problems] == [
        f"markup not believed: “{stated}” is no ISO 8601 date"
    ]  # fmt: skip


def test_markup_without_a_day_is_no_problem() -> None:
    assert extract_page((PAGE.format("30 April 2027") + MARKUP.format("")).encode(), ADDRESS).problems == ()


@given(st.dates())
def test_no_day_of_the_calendar_is_impossible(day) -> None:  # type: ignore[no-untyped-def]  # a date, as hypothesis says
    text = f"{day.day} {day:%B} {day.year}"
    assert find_impossible(text) is None or not 1900 <= day.year <= 2100
    assert not (read_dates(text) and find_impossible(text))
