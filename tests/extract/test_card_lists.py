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


def test_a_name_may_hold_the_word_for_a_clock_time_which_is_no_start() -> None:
    body = "".join(
        f"<article><h3><a href=/{day}>{name}</a></h3><p>{day} May 2028</p><p>Of buses and tea.</p></article>"
        for day, name in ((3, "Maps at midnight"), (4, "Tea at noon for all"))
    )
    cards = cards_of(body)
    assert [card.name for card in cards] == ["Maps at midnight", "Tea at noon for all"]
    assert not [claim for card in cards for claim in card.claims if claim.field == "start_time"]


def test_an_all_day_entry_of_a_day_is_an_entry() -> None:
    entry = "<div class=row><div class=time>{time}</div><h2><a href=/{name}>{name} and Graphs</a></h2></div>"
    lists = [("February 15", "All Day", "Tea"), ("", "11:00 a.m.", "Cake"), ("February 16", "All Day", "Bread"),
             ("", "10:00 a.m.", "Soup")]  # fmt: skip
    body = "".join((f"<p>{day}</p>" if day else "") + entry.format(time=time, name=name) for day, time, name in lists)
    assert said(cards_of(body)) == [
        ("Tea and Graphs", "--02-15"), ("Cake and Graphs", "--02-15"),
        ("Bread and Graphs", "--02-16"), ("Soup and Graphs", "--02-16"),
    ]  # fmt: skip


def test_what_heads_an_article_names_nothing_outside_of_it() -> None:
    body = (
        "<h2>Harbour Board Meetings</h2><article><h3>Tides Festival</h3><p>All of spring by the sea.</p></article>"
        f"<div>{days('3 May 2028', '7 June 2028')}</div>"
    )
    assert [name for name, _ in said(cards_of(body))] == ["Harbour Board", "Harbour Board"]


def test_of_markup_and_card_of_one_event_the_card_is_kept() -> None:
    entries = "".join(
        f"<div class=row itemscope itemtype=https://schema.org/Event><h4 itemprop=name>{name} and Graphs</h4>"
        f"<time itemprop=startDate datetime=2028-05-0{day}T17:00+00:00>May {day}, 2028 10:00 AM</time></div>"
        for day, name in ((3, "Tea"), (4, "Cake"))
    )
    times = [claim.value for card in cards_of(entries) for claim in card.claims if claim.field == "start_time"]
    assert times == ["10:00", "10:00"]


def test_a_day_within_a_sentence_is_no_entry_of_the_list() -> None:
    notice = "We are closed for the season. Please come back some time after December 31 to plan your visit."
    body = f"<div><p>{notice}</p>{days('3 May 2028', '7 June 2028')}</div>"
    assert said(cards_of(body, "Board Meetings 2028")) == [
        ("Board Meeting", date(2028, 5, 3)), ("Board Meeting", date(2028, 6, 7)),
    ]  # fmt: skip


def test_the_times_of_a_programme_are_no_events() -> None:
    rows = "".join(
        f"<tr><td>{time}</td><td>{what}</td></tr>" for time, what in (("9:30", "Registration"), ("13:00", "Close"))
    )
    parts = "".join(f"<tr><th colspan=2>{day} May 2028</th></tr>{rows}" for day in (3, 4))
    assert cards_of(f"<h1>Programme</h1><table>{parts}</table>", "Programme") == ()
