"""Which pages are lists of events, and what the record of an entry is called."""

from collections.abc import Sequence

import pytest

from extract.day_order import with_order
from extract.flow import Extraction, extract_page
from extract.page import parse_page
from extract.site import Site

SITE = "https://harbour.example"


def listing(body: str, path: str = "/events", title: str = "Events") -> Extraction:
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return extract_page(html, SITE + path)


def entries(names: Sequence[str], day: str = "{number} June 2028, 14:00", link: str = "/x/{number}") -> str:
    return "".join(
        f'<li><h3><a href="{link.format(number=number)}">{name}</a></h3><p>{day.format(number=number)}</p></li>'
        for number, name in enumerate(names, 1)
    )


TALKS = ("Tea and Graphs", "Cake Days", "Mud and Memory")


def days(one: Extraction) -> list[tuple[str | None, str, str | None]]:
    return [(event.name, str(event.start_date or event.start_date_partial), event.start_time) for event in one.events]


def test_the_entries_of_a_list_of_events_are_events_with_the_address_of_their_own_page() -> None:
    found = listing(f"<ul>{entries(TALKS)}</ul>")
    assert days(found) == [(name, f"2028-06-0{number}", "14:00") for number, name in enumerate(TALKS, 1)]
    assert [event.url for event in found.events] == [f"{SITE}/x/{number}" for number in (1, 2, 3)]
    assert all(one.rule.startswith("card.") for event in found.events for one in event.evidence)


def test_the_id_of_a_listed_event_is_that_of_its_own_page() -> None:
    own = extract_page("<html><body><h1>Tea</h1><p>This workshop is on 1 June 2028.</p></body></html>", f"{SITE}/x/1")
    kept = [event for event in listing(f"<ul>{entries(TALKS)}</ul>").events if event.name == "Tea and Graphs"]
    page = extract_page(
        "<html><body><h1>Tea</h1><p>When: 1 June 2028, 14:00</p><p>Venue: Harbour Hall</p></body></html>",
        f"{SITE}/events/tea",
    )
    again = listing(f"<ul>{entries(TALKS, link='/events/tea')}</ul>")
    assert kept[0].record_id not in {event.record_id for event in page.events}
    assert len({event.record_id for event in again.events}) == len(TALKS), "cards that share a page go by name and day"
    assert own.url == kept[0].url


def test_one_event_on_two_listings_is_one_record() -> None:
    bare = (
        "<ul>" + "".join(f"<li><h3>{name}</h3><p>{n} June 2028</p></li>" for n, name in enumerate(TALKS, 1)) + "</ul>"
    )
    first, second = listing(bare), listing(bare, "/events/past", "Past events")
    assert [one.record_id for one in first.events] == [one.record_id for one in second.events]
    assert len({one.record_id for one in first.events}) == len(TALKS)


@pytest.mark.parametrize(
    ("path", "title"), [("/news", "News"), ("/blog", "Blog"), ("/publications", "Publications"), ("/jobs", "Jobs")]
)
def test_the_entries_of_other_lists_are_none(path: str, title: str) -> None:
    assert listing(f"<ul>{entries(TALKS, '{number} June 2028')}</ul>", path, title).events == ()


def test_timed_entries_under_a_day_take_place_on_it() -> None:
    body = "<div><p>15 February 2028</p>" + "".join(
        f"<div><p>{clock}</p><h3>{name}</h3><p>Harbour Hall and its garden</p></div>"
        for clock, name in (("11:00", "Tea and Graphs"), ("19:00", "Cake Days"))
    )
    assert days(listing(body + "</div>")) == [
        ("Tea and Graphs", "2028-02-15", "11:00"), ("Cake Days", "2028-02-15", "19:00"),
    ]  # fmt: skip


def test_days_alone_under_a_heading_are_called_like_it() -> None:
    body = "<h2>Audit Committee Meetings</h2>" + "".join(f"<p>{day} June 2028</p>" for day in (1, 8, 15))
    assert days(listing(body)) == [("Audit Committee", f"2028-06-{day:02}", None) for day in (1, 8, 15)]


def test_the_day_of_a_document_is_that_of_the_meeting_above_it() -> None:
    body = "".join(
        f'<div class="m"><h3>Board Meeting – {day} June 2028</h3>'
        f'<p><a href="/a{day}.pdf">Agenda – {day} June 2028</a></p>'
        f'<p><a href="/m{day}.pdf">Minutes – {day} June 2028</a></p></div>'
        for day in (1, 8, 15)
    )
    assert [start for _, start, _ in days(listing(body))] == ["2028-06-01", "2028-06-08", "2028-06-15"]


def test_a_place_behind_a_label_is_the_entry_s() -> None:
    row = (
        "<article><h2>{}</h2><dl><div><dt>Datum</dt><dd>{} juni 2028</dd></div><div><dt>Locatie</dt><dd>Havenzaal</dd>"
    )
    found = listing(
        "".join(row.format(name, n) + "</div></dl></article>" for n, name in enumerate(TALKS, 1)), "/agenda"
    )
    assert [event.location[0].name for event in found.events] == ["Havenzaal"] * 3


ORDERS = {
    "a day over twelve in second place": ("<p>3/14/2028</p>", Site(), False),
    "a day over twelve in first place": ("<p>14/3/2028</p><p>(312) 555-0100, IL 60602, IL 60603</p>", Site(), True),
    "an American page": ("<p>3/4/2028</p><p>1 Quay St, Harbour, IL 60602</p><p>(312) 555-0100</p>", Site(), False),
    "a time as an American program writes it": ("<p>3/4/2028</p><p>12:00 PM</p>", Site(), False),
    "a time as people write it": ("<p>3/4/2028</p><p>12:00pm</p>", Site(), True),
    "one American address": ("<p>3/4/2028</p><p>1 Quay St, Harbour, IL 60602</p>", Site(), True),
    "a European site": (
        "<p>3/4/2028</p><p>IL 60602, IL 60603, (312) 555-0100</p>", Site(time_zone="Europe/London"), True,
    ),
    "no date in figures": ("<p>3 April 2028</p><p>, IL 60602 (312) 555-0100</p>", Site(), True),
}  # fmt: skip


@pytest.mark.parametrize(("body", "site", "day_first"), ORDERS.values(), ids=ORDERS)
def test_the_order_of_day_and_month_is_the_page_s(body: str, site: Site, day_first: bool) -> None:
    blocks = parse_page(f"<!doctype html><html><body>{body}</body></html>").blocks
    assert with_order(site, blocks).day_first is day_first
