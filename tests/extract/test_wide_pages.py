"""Whole small pages in the words of many institutes: what one rule finds, and what looks like it and is not."""

from collections.abc import Sequence

import pytest

from extract import extract_page, learn_template
from extract.page import parse_page
from extract.records import Event

ADDRESS = "https://harbour.example/events/knots"
BODY = "<p>We look at knots, and at what they have to do with the ropes of boats, with many examples to hold.</p>"


def event(body: str, title: str = "Knots at sea") -> Event:
    """The event of a page with that body."""
    (found,) = extract_page(
        f"<html><title>{title}</title><body><h1>{title}</h1>{body}{BODY}</body></html>", ADDRESS
    ).events
    return found


def performers(body: str) -> list[tuple[str | None, str | None]]:
    return [(one.name, one.role) for one in event(f"<p>Date: 5 March 2027</p>{body}").performers]


WHEN = "<p>When: Friday 5 March 2027, 11.00–11.45am</p>"


@pytest.mark.parametrize("title", ["Rope rights, 1880–1930", "Harbours in 1930", "The knots of 2019: a history"])
def test_the_years_that_a_talk_is_on_do_not_doubt_its_labelled_day(title: str) -> None:
    assert str(event(WHEN, title).start_date) == "2027-03-05"


def test_the_edition_that_a_heading_names_does() -> None:
    assert event(WHEN, "Knots 2019").start_date is None


def test_a_year_before_the_web_is_no_year_of_a_day_without_one() -> None:
    found = event("<p>Date: 5 March</p>", "Harbours in 1930")
    assert (found.start_date, found.start_date_partial) == (None, "--03-05")


def test_a_weekday_from_when_to_when_says_more_than_a_day_that_stands_alone() -> None:
    body = (
        "<p>On Wednesday, January 27, from noon to 1:00 p.m. in the Reading Room, we tie bowlines together.</p>"
        + BODY * 4 + "<p>Jan 15, 2027</p>"
    )  # fmt: skip
    assert event(body).start_date_partial == "--01-27"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Two weeks by the sea. 18–29 January 2027.", "2027-01-18"),
        ("Two weeks by the sea. 18–29 knots of wind.", "None"),
    ],
)
def test_a_sentence_that_is_nothing_but_days_tells_them(text: str, start: str) -> None:
    assert str(event(f"<p>{text}</p>").start_date) == start


def test_among_key_dates_the_word_for_the_event_says_its_days() -> None:
    rows = (("Posters due", "1 June 2026"), ("School", "18–29 January 2027"))
    table = "".join(f"<tr><th>{label}</th><td>{day}</td></tr>" for label, day in rows)
    assert str(event(f"<h2>Key dates</h2><table>{table}</table>").start_date) == "2027-01-18"


def test_a_time_is_read_beside_whichever_line_states_the_day() -> None:
    body = """<ul><li>Tuesday 9 – Wednesday 10 March 2027</li><li>09:30 – 16:45 each day</li></ul>
    <div>Book a place</div><div>Share</div><div class="event-date">9 March 2027 - 10 March 2027</div>"""
    assert (event(body).start_time, event(body).end_time) == ("09:30", "16:45")


def test_two_times_that_only_a_style_sheet_keeps_apart_are_start_and_end() -> None:
    times = "<time>6:30 PM</time><span></span><time>8:00 PM</time> <time>18:30</time> <time>20:00</time>"
    body = f"<ul><li class='event-date'>Tuesday, October 13, 2026</li><li>{times}</li></ul>"
    assert (event(body).start_time, event(body).end_time) == ("18:30", "20:00")


def test_the_heading_that_stands_on_every_page_is_no_event_s_name() -> None:
    menu = "<p>Founded in 1921</p><div>Home Meetings Join us Contact</div>"
    frame = f"<html><body><h1>Quay Society</h1>{menu}<main>{{}}</main></body></html>"
    pages = [
        f"<h2>{name}</h2><p>Date: {day} March 2027</p>{BODY.replace('knots', name)}"
        for day, name in enumerate(("Bowlines", "Hitches of the north", "Splices and bends", "Whippings"), 4)
    ]
    template = learn_template(parse_page(frame.format(page), ADDRESS) for page in pages)
    found = [extract_page(frame.format(page), ADDRESS, template=template).events[0].name for page in pages]
    assert found == ["Bowlines", "Hitches of the north", "Splices and bends", "Whippings"]


PEOPLE: Sequence[tuple[str, list[tuple[str, str]]]] = (
    ("<p>Candidate: Ada Brunel</p>", [("Ada Brunel", "speaker")]),
    ("<p>Discussion leader: Ada Brunel, University of Tidewick</p>", [("Ada Brunel", "speaker")]),
    ("<p>The trainers are Dr Ada Brunel of the Tide Institute and Piet Mol of the Quay Trust.</p>",
     [("Ada Brunel", "speaker"), ("Piet Mol", "speaker")]),
    ("<h4>A panel discussion with</h4><p>Ada Brunel, Head of Charts, Quay Library<br>Piet Mol, University of Tidewick"
     "<br>Ida Roe-Vantongeren, independent sailmaker of long standing in the harbours of the north and the coast</p>",
     [("Ada Brunel", "panellist"), ("Piet Mol", "panellist"), ("Ida Roe-Vantongeren", "panellist")]),
    ("<h2>Speaker</h2><p>Dr Ada Brunel, Southern Ocean Analytics</p>", [("Ada Brunel", "speaker")]),
    ("<ul><li>Host: A/Prof Ada Brunel</li></ul>", [("Ada Brunel", "host")]),
    ("<p>Speaker: Dr Ada Brunel</p><p>In this talk Dr Brunel will explain hitches.</p>", [("Ada Brunel", "speaker")]),
    ("<p>Past lecturers include Ada Brunel and Piet Mol.</p>", []),
)  # fmt: skip


@pytest.mark.parametrize(("body", "found"), PEOPLE)
def test_people_are_found_as_pages_name_them(body: str, found: list[tuple[str, str]]) -> None:
    assert performers(body) == found


@pytest.mark.parametrize(("name", "found"), [("Organization", []), ("Ada Brunel", ["Ada Brunel"])])
def test_a_plug_in_s_word_for_a_performer_is_nobody(name: str, found: list[str]) -> None:
    markup = f'{{"@type": "Event", "name": "Knots at sea", "startDate": "2027-03-05", "performer": "{name}"}}'
    body = f'<p>Date: 5 March 2027</p><script type="application/ld+json">{markup}</script>'
    assert [one.name for one in event(body).performers] == found


ORGANISERS = (
    ("<h2>Organizers</h2><dl><dd>Department of Ropes and Boats</dd></dl>", ["Department of Ropes and Boats"]),
    ("<h2>Organizers</h2><p>Bring a rope of your own to the institute, please.</p>", []),
    ("<p>Organised by the Institute for Island and Coastal Studies.</p>", ["Institute for Island and Coastal Studies"]),
    ("<p>Organised by the Tide Institute together with friends.</p>", ["Tide Institute"]),
    ("<p>Organised by the Institute for Tides and Quay Library.</p>", ["Institute for Tides", "Quay Library"]),
    ("<p>Presented by the Tide Institute and Quay Books.</p>", ["Tide Institute", "Quay Books"]),
    ("<p>Presented by Ada Brunel.</p>", []),
)  # fmt: skip


@pytest.mark.parametrize(("body", "found"), ORGANISERS)
def test_organisers_are_named_whole(body: str, found: list[str]) -> None:
    assert [one.name for one in event(f"<p>Date: 5 March 2027</p>{body}").organizers] == found


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("Knots at sea is part of Common Ropes, our 2026–27 series on harbours.", "Common Ropes"),
        ("Knots are part of Common Ropes, our museum.", None),
    ],
)
def test_a_series_may_be_named_before_the_word_for_one(text: str, series: str | None) -> None:
    assert event(f"<p>Date: 5 March 2027</p><p>{text}</p>").super_event == series
