"""Listings: which entries they have, and what an entry adds to the record of the page it links to."""

from datetime import date

import pytest

from extract.card_frames import name_of_heading
from extract.card_names import is_junk
from extract.cards import Card, build_event, find_cards, merge_card
from extract.claims import Claim, View
from extract.page import parse_page
from extract.records import Event

URL = "https://harbour.example/events"
ENTRY = (
    '<li class="card"><h3><a href="/events/{slug}">{name}</a></h3><p class="date">{day}</p><p'
    ' class="venue">{place}</p></li>'
)

DAYS = ((14, "Tea"), (21, "Cake"))


def view(body: str) -> View:
    page = parse_page(f"<!doctype html><html><head><title>Events</title></head><body>{body}</body></html>", URL)
    return View(page.url, "Events", page.blocks, (), page.markup)


def values(card: Card) -> dict[str, object]:
    return {claim.field: claim.value for claim in card.claims}


def entry(slug: str, name: str, day: str, place: str = "Harbour Hall") -> str:
    return ENTRY.format(slug=slug, name=name, day=day, place=place)


def test_repeated_containers_become_cards() -> None:
    body = (
        "<ul>"
        + entry("tea", "Tea and Graphs", "Wed 14 June 2028, 14:00 – 15:30")
        + entry("cake", "Cake Days", "3–5 July 2028")
        + "</ul>"
    )
    tea, cake = find_cards(view(body))
    assert (tea.url, tea.name) == ("https://harbour.example/events/tea", "Tea and Graphs")
    found = values(tea)
    assert (found["start_date"], found["start_time"], found["end_time"]) == (date(2028, 6, 14), "14:00", "15:30")
    assert found["location"].name == "Harbour Hall"  # type: ignore[attr-defined]
    assert (values(cake)["start_date"], values(cake)["end_date"]) == (date(2028, 7, 3), date(2028, 7, 5))


def test_the_words_of_a_card_stand_on_the_listing() -> None:
    page = view(
        "<ul>" + entry("tea", "Tea and Graphs", "14 June 2028") + entry("cake", "Cake Days", "3 July 2028") + "</ul>"
    )
    text = "\n".join(block.text for block in page.body)
    assert all(claim.text in text for card in find_cards(page) for claim in card.claims)


def test_a_month_heading_lends_its_year() -> None:
    body = (
        "<h2>June 2028</h2><ul>"
        + entry("tea", "Tea and Graphs", "Wed 14 June")
        + entry("cake", "Cake Days", "21 June")
        + "</ul>"
    )
    assert [values(card)["start_date"] for card in find_cards(view(body))] == [date(2028, 6, 14), date(2028, 6, 21)]


def test_without_a_year_a_card_stays_partial() -> None:
    body = "<ul>" + entry("tea", "Tea and Graphs", "14 June") + entry("cake", "Cake Days", "21 June") + "</ul>"
    assert [values(card)["start_date_partial"] for card in find_cards(view(body))] == ["--06-14", "--06-21"]


def test_a_day_in_pieces_is_put_together() -> None:
    piece = (
        '<div class="e"><span class="d"><div>{day}</div><div>JUN</div><div>2028</div></span><h4><a'
        ' href="/{name}">{name} and Graphs</a></h4></div>'
    )
    cards = find_cards(view(piece.format(day=14, name="Tea") + piece.format(day=21, name="Cake")))
    assert [(card.name, values(card)["start_date"]) for card in cards] == [
        ("Tea and Graphs", date(2028, 6, 14)), ("Cake and Graphs", date(2028, 6, 21)),
    ]  # fmt: skip


def test_an_entry_that_says_its_day_twice_with_and_without_a_year_is_one_card() -> None:
    entries = "".join(
        f"<div class=item><div class=box>{2 * f'<a href=/{name}>{name} and Graphs</a>'}</div>"
        f"<div class=when><div>June {day}</div><div class=hidden>June {day}, 2028</div></div></div>"
        for name, day in (("Tea", 14), ("Cake", 21), ("Bread", 28))
    )
    assert [card.name for card in find_cards(view(entries))] == [
        "Tea and Graphs",
        "Cake and Graphs",
        "Bread and Graphs",
    ]


def test_the_day_and_the_time_before_a_name_are_no_part_of_it() -> None:
    lines = "".join(f"<p class=row><b>{day} may 4:30 pm 6:00 pm {name} and Graphs</b></p>" for day, name in DAYS)
    cards = find_cards(view(lines))
    assert [card.name for card in cards] == ["Tea and Graphs", "Cake and Graphs"]
    assert [values(card)["start_date_partial"] for card in cards] == ["--05-14", "--05-21"]


def test_table_rows_are_cards_and_the_head_names_their_columns() -> None:
    rows = "".join(
        f"<tr><td>{day} June 2028</td><td>{place}</td><td>{what}</td></tr>"
        for day, place, what in ((14, "North Campus", "Graph theory for all"), (21, "South Campus", "Trees for few"))
    )
    body = f"<table><tr><th>When</th><th>Where</th><th>What</th></tr>{rows}</table>"
    assert [card.name for card in find_cards(view(body))] == ["Graph theory for all", "Trees for few"]


def test_a_plain_list_of_days_is_named_by_its_heading() -> None:
    body = "<h2>2028 Board Meetings</h2>" + "".join(
        f"<tr><td>{day} June 2028</td><td><a href='/{day}.pdf'>Agenda</a></td></tr>" for day in (14, 21, 28)
    ).join(("<table>", "</table>"))
    assert {card.name for card in find_cards(view(body))} == {"Board Meeting"}


def test_markup_that_lists_events_gives_the_cards() -> None:
    import json

    events = [
        {
            "@type": "Event",
            "name": f"Tea {n}",
            "url": f"https://harbour.example/tea-{n}",
            "startDate": f"2028-06-{n}T14:00",
        }
        for n in (14, 21, 28)
    ]
    cards = find_cards(view(f'<script type="application/ld+json">{json.dumps(events)}</script>'))
    assert [card.name for card in cards] == ["Tea 14", "Tea 21", "Tea 28"]
    assert values(cards[0])["start_time"] == "14:00"


@pytest.mark.parametrize(
    "body", ["", "<p>We met on 14 June 2028.</p>", "<p>Posted on 14 June 2028</p><p>Posted on 15 June 2028</p>"]
)
def test_pages_that_list_nothing_have_no_cards(body: str) -> None:
    assert find_cards(view(body)) == ()


def test_ten_thousand_entries_are_no_trouble() -> None:
    body = "<ul>" + "".join(entry(f"tea-{n}", f"Tea {n}", "14 June 2028") for n in range(3_000)) + "</ul>"
    assert 1_000 <= len(find_cards(view(body))) <= 1_500


CARD = Card(
    "https://harbour.example/events/tea", "Tea and Graphs",
    (
        Claim("start_date", date(2028, 6, 14), "14 June 2028", "card", "day"),
        Claim("start_time", "14:00", "14:00", "card", "time"),
    ),
)  # fmt: skip


def test_a_card_fills_what_the_page_leaves_out() -> None:
    merged = merge_card(Event(name="Tea and Graphs"), CARD, URL)
    assert (merged.start_date, merged.start_time) == (date(2028, 6, 14), "14:00")
    assert {(one.field, one.rule, one.path) for one in merged.evidence} == {
        ("start_date", "card.day", URL),
        ("start_time", "card.time", URL),
    }


def test_a_card_never_overrules_the_page() -> None:
    event = Event(start_date=date(2028, 6, 21), start_time="16:00")
    assert merge_card(event, CARD, URL) == event


def test_merging_twice_is_merging_once() -> None:
    once = merge_card(Event(name="Tea"), CARD, URL)
    assert merge_card(once, CARD, URL) == once


def test_a_card_alone_is_an_event_of_its_own() -> None:
    event = build_event(CARD, URL)
    assert (event.name, event.start_date, event.url) == ("Tea and Graphs", date(2028, 6, 14), CARD.url)
    assert {one.field for one in event.evidence} == {"name", "start_date", "start_time"}


def test_a_name_made_from_a_heading_rests_on_the_heading() -> None:
    body = "<h2>2028 Audit Committee Meetings &amp; Minutes</h2><ul><li>14 June 2028</li><li>21 June 2028</li></ul>"
    first, _ = (build_event(card, URL) for card in find_cards(view(body)))
    assert first.name == "Audit Committee"
    assert [one.text for one in first.evidence if one.field == "name"] == ["2028 Audit Committee Meetings & Minutes"]


def test_the_parts_of_a_marked_up_place_are_quoted_line_by_line() -> None:
    one = (
        '{"@type": "Event", "name": "Mo\\\\\' Tea", "startDate": "2028-06-14", "location": {"@type": "Place",'
        ' "name": "Harbour Hall", "address": {"addressLocality": "Quillmere"}}}'
    )
    days = [one.replace("06-14", f"06-{day}") for day in (14, 15, 16)]
    body = f'<script type="application/ld+json">[{",".join(days)}]</script>'
    event = build_event(find_cards(view(body))[0], URL)
    said = {one.field: one.text for one in event.evidence}
    assert (event.name, said["name"]) == ("Mo' Tea", "Mo\\' Tea")
    assert said["location[0]"] == "Harbour Hall\nQuillmere"


@pytest.mark.parametrize(
    "text",
    ["Agenda", "Meeting minutes (PDF)", "Read more", "10:00 am", "14 June 2028", "(cancelled)", "Register now", ""],
)
def test_lines_that_are_no_names(text: str) -> None:
    assert is_junk(text)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("2028 Board Meetings", "Board Meeting"),
        ("Audit Committee Meetings 2027-2028", "Audit Committee"),
        ("Contact us", ""),
        ("Upcoming seminars", "seminar"),
    ],
)
def test_a_heading_names_the_days_below_it(heading: str, name: str) -> None:
    assert name_of_heading(heading) == name


def test_a_heading_of_the_menu_names_no_entry() -> None:
    menu = '<div class="footer-menu"><h2>Footer Board Pages</h2></div>'
    body = f"<h2>Audit Committee Meetings</h2><p>14 June 2028</p>{menu}<p>21 June 2028</p><p>28 June 2028</p>"
    assert {card.name for card in find_cards(view(body))} == {"Audit Committee"}


def test_the_year_in_the_name_of_an_entry_is_not_that_of_the_list() -> None:
    walk = "<h2>Quillmere Harbour Walk 2026</h2><p>All through the year.</p>"
    body = walk + "<ul>" + entry("tea", "Tea and Graphs", "14 June") + entry("cake", "Cake Days", "21 June") + "</ul>"
    assert [values(card).get("start_date_partial") for card in find_cards(view(body))] == ["--06-14", "--06-21"]
