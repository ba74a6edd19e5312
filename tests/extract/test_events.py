"""From a page without its chrome to the record of its event: what is merged, believed, doubted, left out."""

import json
import re
import time
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.blocks import split_text
from extract.cards import find_cards
from extract.claims import View
from extract.events import find_events
from extract.fields import booking, contacts, dates, naming, people, places
from extract.fields.naming import strip_status
from extract.flow import extract_page
from extract.judgement import Judged
from extract.labels import find_pairs
from extract.markup import NO_MARKUP
from extract.page import parse_page
from extract.records import Event, PageKind
from extract.site import Site

URL = "https://harbour.example/events/tea-and-graphs"
SITE = Site("harbour", time_zone="Europe/London")


def page(
    body: str, marked: object = None, title: str = "Tea and Graphs", linked: dict[str, bytes] | None = None
) -> View:
    head = f'<script type="application/ld+json">{json.dumps(marked)}</script>' if marked else ""
    parsed = parse_page(
        f"<!doctype html><html"
        f" lang='en'><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>",
        URL,
    )
    pairs = find_pairs([Judged(block, "body", "page", 1.0) for block in parsed.blocks])
    return View(URL, title, parsed.blocks, pairs, parsed.markup, SITE, linked or {})


def read(view: View, kind: PageKind = "event") -> tuple[Event, list[str]]:
    events, problems = find_events(view, kind)
    assert len(events) == 1
    return events[0], [problem.message for problem in problems]


def marked(**more: object) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Tea and Graphs",
        "startDate": "2028-06-14T14:00:00+01:00",
        **more,
    }


TEXT = "<p>We drink tea and talk about graphs, their colours and their walks, in a room with a view.</p>"


@pytest.mark.parametrize("kind", ["listing", "news", "group", "person", "other"])
def test_other_pages_give_no_event(kind: PageKind) -> None:
    assert find_events(page(TEXT, marked()), kind) == ((), ())


def test_labels_and_title_make_a_record() -> None:
    event, problems = read(page(TEXT + "<p><b>Date:</b> 14 June 2028</p><p><b>Time:</b> 14:00 – 15:30 BST</p>"))
    assert not problems
    assert (event.name, event.start_date, event.start_time, event.end_time) == (
        "Tea and Graphs",
        date(2028, 6, 14),
        "14:00",
        "15:30",
    )
    assert event.time_zone == "BST"
    assert event.description and event.description.startswith("We drink tea")


def test_the_value_of_a_label_describes_no_event() -> None:
    speaker = "Dr Ottoline Marchbanks, Reader in Tidal Measurement at the Quillmere Institute of the Sea"
    event, _ = read(page(f"<dl><dt>Speaker</dt><dd>{speaker}</dd></dl>{TEXT}", marked()))
    assert event.description and event.description.startswith("We drink tea")


def test_markup_gives_what_the_page_leaves_out() -> None:
    place = {
        "@type": "Place",
        "name": "Harbour Hall",
        "address": {"@type": "PostalAddress", "addressLocality": "Harbour"},
    }
    event, _ = read(
        page(TEXT, marked(endDate="2028-06-14T15:30:00+01:00", location=place, image="https://harbour.example/t.jpg"))
    )
    assert (event.start_date, event.start_time, event.end_time, event.end_date) == (
        date(2028, 6, 14),
        "14:00",
        "15:30",
        None,
    )
    assert (event.location[0].name, event.location[0].address_locality) == ("Harbour Hall", "Harbour")
    assert event.image == "https://harbour.example/t.jpg"
    assert {one.rule for one in event.evidence if one.field == "start_date"} == {"markup.startDate"}


def test_a_utc_instant_is_shown_on_the_sites_wall_clock() -> None:
    event, _ = read(page(TEXT, marked(startDate="2028-06-14T13:00:00Z")))
    assert event.start_time == "14:00"


def test_a_markup_time_that_the_page_contradicts_is_not_believed() -> None:
    event, problems = read(page("<p>14 June 2028, 4:00 PM</p>" + TEXT, marked(startDate="2028-06-14T10:30:00")))
    assert (event.start_date, event.start_time) == (date(2028, 6, 14), "16:00")
    assert any("time not believed" in problem for problem in problems)


def test_a_markup_day_that_the_page_contradicts_is_not_believed() -> None:
    event, problems = read(page("<p>Date: 14 June 2028</p>" + TEXT, marked(startDate="2028-05-02")))
    assert event.start_date == date(2028, 6, 14)
    assert any("not believed" in problem for problem in problems)


def test_a_place_in_markup_of_another_day_is_not_believed_either() -> None:
    hall = {"@type": "Place", "name": "The Harbour Institute"}
    contradicted = marked(startDate="2028-05-02", location=hall)
    assert read(page("<p>Date: 14 June 2028</p>" + TEXT, contradicted))[0].location == ()
    for agreed in (
        marked(startDate="2028-06-14", location=hall),
        marked(startDate="2028-06-14T10:30:00", location=hall),
    ):
        event, _ = read(page("<p>14 June 2028, 4:00 PM</p>" + TEXT, agreed))
        assert event.location[0].name == "The Harbour Institute"
    for near in ("<p>Date: 3 May 2028</p>", "<p>Date: 1 to 5 May 2028</p>"):
        assert read(page(near + TEXT, contradicted))[0].location[0].name == "The Harbour Institute"


def test_a_markup_day_to_the_second_is_a_posting() -> None:
    event, problems = read(page(TEXT, marked(startDate="2028-05-02T20:50:13Z")))
    assert event.start_date is None
    assert problems


def test_the_markup_of_the_whole_conference_is_not_the_talks() -> None:
    event, problems = read(page(TEXT, marked(name="Harbour Congress Week", startDate="2028-09-01")))
    assert event.start_date is None
    assert any("another name" in problem for problem in problems)


def test_an_end_that_is_the_start_is_none() -> None:
    event, _ = read(page(TEXT, marked(endDate="2028-06-14T14:00:00+01:00")))
    assert (event.end_date, event.end_time) == (None, None)


def test_a_night_is_one_day() -> None:
    event, _ = read(page(TEXT, marked(startDate="2028-06-14T22:00:00+01:00", endDate="2028-06-15T02:00:00+01:00")))
    assert (event.end_date, event.end_time) == (None, "02:00")


def test_whole_days_have_no_times() -> None:
    event, _ = read(page(TEXT, marked(startDate="2028-06-14T00:00:00+01:00", endDate="2028-06-16T23:59:59+01:00")))
    assert (event.end_date, event.start_time, event.end_time) == (date(2028, 6, 16), None, None)


def test_add_to_calendar_gives_the_year_that_the_page_leaves_out() -> None:
    href = "https://www.google.com/calendar/event?action=TEMPLATE&dates=20280614T140000/20280614T153000"
    event, _ = read(page(f"<p>14 June</p><p><a href='{href}'>Google Calendar</a></p>" + TEXT))
    assert (event.start_date, event.start_time) == (date(2028, 6, 14), "14:00")
    assert event.start_date_partial is None


def test_a_linked_calendar_is_read() -> None:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "BEGIN:VEVENT",
        "UID:1",
        "SUMMARY:Tea and Graphs",
        "DTSTART:20280614T130000Z",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    event, _ = read(page(TEXT, linked={"https://harbour.example/a.ics": "\r\n".join(lines).encode()}))
    assert event.start_date == date(2028, 6, 14)
    assert {one.rule for one in event.evidence if one.field == "start_date"} == {"calendar.file"}


def test_a_programme_gives_start_end_and_doors() -> None:
    lines = (
        "<p>09.30 - Registration</p><p>10.00 - Welcome and introduction</p><p>11.00 - Graphs</p><p>17.00 - Finish</p>"
    )
    event, _ = read(page(TEXT + lines))
    assert (event.door_time, event.start_time, event.end_time) == ("09:30", "10:00", "17:00")


def test_a_status_leaves_the_title() -> None:
    event, _ = read(page(TEXT, title="CANCELLED: Tea and Graphs"))
    assert (event.name, event.event_status) == ("Tea and Graphs", "EventCancelled")


@pytest.mark.parametrize("title", ["Cancelled stamps of the harbour", "Tea", "Re: graphs"])
def test_other_titles_stay_as_they_are(title: str) -> None:
    assert strip_status(title) == title


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("This one-day workshop is about graphs.", "workshop"),
        ("Join us for the public lecture on graphs.", "lecture"),
        ("In diesem Vortrag geht es um Graphen.", "talk"),
        ("Cette conférence traite des graphes.", None),
        ("This course will teach you graphs.", "training"),
        ("Of course we talked of graphs.", None),
        ("It is a night school on graphs.", "training"),
        ("The training of models takes days.", None),
        ("The river changes this course often.", None),
        ("Nobody has to give a talk.", None),
        ("There will be no workshop, only tea.", None),
    ],
)
def test_the_sort_of_event_is_the_word_that_says_so(line: str, kind: str | None) -> None:
    event, _ = read(page(f"<p>{line}</p>"))
    assert event.event_type == kind


def test_series_and_topic_are_read_where_stated() -> None:
    event, _ = read(
        page("<p>This talk is part of the Harbour Lights seminar series. It is on the topic of planar graphs.</p>")
    )
    assert event.super_event == "Harbour Lights seminar series"
    assert event.about == "planar graphs"


def test_the_hub_of_a_series_is_not_part_of_itself() -> None:
    event, _ = read(
        page("<p>The Harbour Lights seminar series brings together all who like graphs.</p>", title="Harbour Lights"),
        "event_series",
    )
    assert event.super_event is None


def test_a_dump_has_no_title_and_no_invented_name() -> None:
    blocks = split_text("This workshop is about graphs.\nDate: 14 June 2028\n")
    event, _ = read(View(URL, "", blocks, (), NO_MARKUP))
    assert (event.name, event.start_date) == (None, date(2028, 6, 14))


def test_a_dump_may_state_its_name() -> None:
    event, _ = read(View(URL, "", split_text("Event title: Tea and Graphs\nAll are welcome."), (), NO_MARKUP))
    assert event.name == "Tea and Graphs"


def test_addresses_that_browsers_run_never_enter_a_record() -> None:
    offers = {"@type": "Offer", "url": "javascript:alert(1)", "price": "5", "priceCurrency": "EUR"}
    event, _ = read(
        page(
            TEXT,
            marked(
                image="javascript:alert(1)",
                offers=offers,
                organizer={"@type": "Organization", "name": "javascript:alert(1)"},
            ),
        )
    )
    assert "javascript" not in event.model_dump_json()


def test_invisible_characters_leave_the_name() -> None:
    event, _ = read(page(TEXT, title="Tea\u200b and \u202eGraphs"))
    assert event.name == "Tea and Graphs"


def test_ten_thousand_sub_events_are_no_trouble() -> None:
    parts = [{"@type": "Event", "name": f"Part {n}"} for n in range(10_000)]
    event, _ = read(page(TEXT, marked(subEvent=parts)))
    assert len(event.sub_events) <= 500


@pytest.mark.parametrize(
    "start", ["99/99/9999", "2028-02-31", "tomorrow", "", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_absurd_markup_dates_give_nothing(start: str) -> None:
    event, _ = read(page(TEXT, marked(startDate=start)))
    assert event.start_date is None


def filled(event: Event) -> set[str]:
    values = event.model_dump(exclude={"evidence", "url", "site", "record_id", "language", "confidence"})
    return {name for name, value in values.items() if value not in (None, ())}


def test_every_value_has_evidence_that_stands_on_the_page() -> None:
    view = page(
        "<p>Doors open at 18:30 for a 19:00 start.</p><p><b>When:</b> 14–16 June 2028, 19:00 – 21:00 BST</p>"
        "<p><b>Speaker:</b> Ada Brunel (Harbour University)</p><p><b>Venue:</b> Harbour Hall, 1 Quay Street,"
        " Harbour</p>" + TEXT,
        marked(description="Tea."),
    )
    event, _ = read(view)
    supported = {one.field.split("[")[0] for one in event.evidence}
    assert filled(event) <= supported
    text = re.sub(r"\s+", " ", "\n".join((view.title, *(block.text for block in view.body))))
    assert all(
        re.sub(r"\s+", " ", one.text) in text for one in event.evidence if one.rule.startswith(("text", "label"))
    )


@given(st.lists(st.text(max_size=80), max_size=12), st.text(max_size=40))
def test_any_page_gives_a_record_whose_values_have_evidence(lines: list[str], title: str) -> None:
    blocks = split_text("\n".join(lines))
    events, _ = find_events(View(URL, title, blocks, (), NO_MARKUP), "event")
    for event in events:
        assert filled(event) <= {one.field.split("[")[0] for one in event.evidence}


LONG = 200_000
PIECES = [
    "1 May 2028 ",
    "a",
    "- ",
    "14:00 ",
    "(",
    "the workshop ",
    "series ",
    "cancelled ",
    "Tea, ",
    ": ",
    "“",
    "x@",
    "1/1/1 ",
]


READERS = {
    "dates": dates.find, "naming": naming.find, "cards": find_cards, "people": people.find, "places": places.find,
    "booking": booking.find, "contacts": contacts.find,
}  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_long_line_is_read_in_no_time(piece: str, reader: Callable[[View], Iterable[object]]) -> None:
    line = (piece * LONG)[:LONG]
    view = View(URL, line, split_text(f"{line}\n{line}"), (), NO_MARKUP)
    begin = time.process_time()
    list(reader(view))
    assert time.process_time() - begin < 1.0, "0.1 s on an idle machine; a busy one gets ten times that"


def test_a_series_in_the_address_that_the_text_speaks_of_is_named_in_the_text_s_spelling() -> None:
    text = "An event series on Quill-Harbour tides.\nThis evening is about mud and what it remembers of the sea."
    page = extract_page(text, url="https://lab.example/events/quill-harbour-tide-series-mud")
    assert page.events[0].super_event == "Quill-Harbour tide series"
    silent = extract_page("An evening about mud.", url="https://lab.example/events/tide-series-mud")
    assert silent.events[0].super_event is None


def test_the_site_and_its_organisers_are_no_performers_whatever_the_theme_says() -> None:
    harbour = {"@type": "Organization", "name": "The Harbour Institute"}
    ada = {"@type": "Person", "name": "Ada Brunel"}
    hosts = [{"@type": "Organization", "name": "Harbour Institute"}, ada]
    event, _ = read(page(TEXT, marked(performer=[harbour, ada], organizer=hosts)))
    assert [party.name for party in event.performers] == ["Ada Brunel"], "who organises may speak"
