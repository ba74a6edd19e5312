"""Lists of days: the headings around them say what each day is called and in which year it lies."""

from datetime import date

from extract.cards import Card, find_cards
from extract.claims import View
from extract.page import parse_page
from extract.site import Site


def cards_of(body: str, title: str = "Harbour Institute") -> tuple[Card, ...]:
    page = parse_page(f"<!doctype html><html><body>{body}</body></html>", "https://harbour.example/meetings")
    return find_cards(View(page.url, title, page.blocks, (), page.markup))


def said(cards: tuple[Card, ...]) -> list[tuple[str, object]]:
    """Name and day of each card."""
    return [
        (card.name, next(claim.value for claim in card.claims if claim.field.startswith("start_date")))
        for card in cards
    ]


def days(*dates: str) -> str:
    return "".join(f"<p>{day} at 11:00 am</p>" for day in dates)


def test_a_heading_between_two_lists_ends_the_one_and_frames_the_other() -> None:
    body = (
        f"<h4>2028 Meetings</h4><h3>Tea Board Meetings</h3>{days('May 3', 'June 7')}"
        f"<h3>Cake Committee Meetings</h3>{days('May 10', 'June 14')}"
        f"<h4>2027 Meetings</h4><h3>Tea Board Meetings</h3>{days('May 5', 'June 9')}"
    )
    assert said(cards_of(body)) == [
        ("Tea Board", date(2028, 5, 3)), ("Tea Board", date(2028, 6, 7)),
        ("Cake Committee", date(2028, 5, 10)), ("Cake Committee", date(2028, 6, 14)),
        ("Tea Board", date(2027, 5, 5)), ("Tea Board", date(2027, 6, 9)),
    ]  # fmt: skip


def test_a_heading_far_above_its_day_names_it_and_the_next_heading_does_not() -> None:
    text = "<p>The committee meets to hear what was found.</p>"
    body = (
        f"<h3>Tides Committee</h3>{text}{text}{text}<p>Monday 1 May 2028</p><h3>Winds Committee</h3><p>No meeting</p>"
        f"<h3>Sands Committee</h3>{text}<p>Tuesday 2 May 2028</p><h3>Ports Committee</h3><p>Friday 5 May 2028</p>"
    )
    assert said(cards_of(body)) == [
        ("Tides Committee", date(2028, 5, 1)), ("Sands Committee", date(2028, 5, 2)),
        ("Ports Committee", date(2028, 5, 5)),
    ]  # fmt: skip


def test_a_line_over_the_days_frames_them_as_a_heading_does() -> None:
    body = "<div><p>2028 Board Meetings</p><ul><li>May 3</li><li>June 7</li><li>July 5</li></ul></div>"
    assert said(cards_of(body)) == [
        ("Board Meeting", date(2028, month, day)) for month, day in ((5, 3), (6, 7), (7, 5))
    ]


def test_entries_of_one_block_are_named_by_the_heading_right_above_each() -> None:
    body = "".join(
        f"<article><h3>{name}</h3><p class=when>{day} March 2028 | 5:30pm<br>Harbour Branch Library</p></article>"
        for name, day in (("Public Meeting", 10), ("Public Hearing on Tides", 19))
    )
    assert said(cards_of(body)) == [
        ("Public Meeting", date(2028, 3, 10)), ("Public Hearing on Tides", date(2028, 3, 19)),
    ]  # fmt: skip


def test_a_rest_of_a_document_s_name_is_no_name_and_the_heading_says_more_than_the_sort() -> None:
    rows = "".join(
        f"<tr><td>{day} May 2028</td><td>{what}</td><td><a href=/{day}.pdf>Board Packet</a></td></tr>"
        for day, what in ((3, ""), (10, "Special Meeting"), (17, ""))
    )
    assert [name for name, _ in said(cards_of(f"<h2>Board of Tides Meetings</h2><table>{rows}</table>"))] == [
        "Board of Tides", "Board of Tides", "Board of Tides",
    ]  # fmt: skip
    assert [name for name, _ in said(cards_of(f"<table>{rows}</table>"))] == ["Special Meeting"]


def test_the_name_of_the_site_frames_nothing() -> None:
    body = f"<h1><a href=/>Summit of Harbour County</a></h1>{days('3 May 2028', '7 June 2028')}"
    assert [name for name, _ in said(cards_of(body, "Board of Tides"))] == ["Board of Tides"] * 2


def test_a_cell_of_several_blocks_is_one_column() -> None:
    rows = "".join(
        f"<tr><td>{day} May 2028</td><td>Board Meetings</td><td>{name}</td><td>{'<div>Agenda</div>' * day}</td></tr>"
        for day, name in ((1, "Tides of the bay"), (2, "Winds of the bay"), (3, "Sands of the bay"))
    )
    head = "<tr><th>Date</th><th>Categories</th><th>Meeting name</th><th>Attachments</th></tr>"
    assert [name for name, _ in said(cards_of(f"<table>{head}{rows}</table>"))] == [
        "Tides of the bay", "Winds of the bay", "Sands of the bay",
    ]  # fmt: skip


def test_figures_alone_in_a_block_are_a_day_and_in_a_line_are_none() -> None:
    site = Site("harbour", day_first=False)
    body = "".join(f"<p><a href=/{day}.pdf>{day}</a></p>" for day in ("10-02-28", "09-05-28", "555-10-02-28"))
    page = parse_page(f"<!doctype html><html><body>{body}</body></html>", "https://harbour.example/meetings")
    found = said(find_cards(View(page.url, "Board of Tides", page.blocks, (), page.markup, site)))
    assert found == [("Board of Tides", date(2028, 10, 2)), ("Board of Tides", date(2028, 9, 5))]


def test_buttons_and_the_text_of_a_video_service_are_no_names() -> None:
    body = "<h2>Tides Board Meetings</h2>" + "".join(
        f"<div class=item><p>{day} May 2028 at 9:00 AM</p><p>{line}</p></div>"
        for day, line in (
            (3, "Buy tickets to see us at 9"), (4, "TB is inviting you to a scheduled Zoom meeting."),
            (5, "Meeting ID: 555 0100 meeting"), (6, "THIS MEETING IS CANCELLED"), (7, "In Conversation: a Workshop"),
        )
    )  # fmt: skip
    assert [name for name, _ in said(cards_of(body))] == [*["Tides Board"] * 4, "In Conversation: a Workshop"]


def test_showtimes_of_one_thing_are_called_after_the_page_but_no_list_is() -> None:
    body = "".join(f"<div class=row><p>{day} May 2028</p><p>10:30 pm</p><p>Buy tickets now</p></div>" for day in (3, 4))
    assert [name for name, _ in said(cards_of(body, "Laser Tides"))] == ["Laser Tides", "Laser Tides"]
    assert cards_of(body, "Upcoming Events") == ()
