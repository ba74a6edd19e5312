"""Where an event takes place and how one attends it. All places and people are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims import View, pick
from extract.fields import places
from extract.fields.addresses import find_postcode, read_place_lines
from extract.flow import extract_page
from extract.records import Place
from extract.text import fold
from tests.extract.viewed import html, text


def place_of(view: View) -> Place | None:
    claim = pick(places.find(view), "location")
    return claim.value if claim else None


def mode_of(view: View) -> str | None:
    claim = pick(places.find(view), "event_attendance_mode")
    return claim.value if claim else None


POSTCODES = {
    "uk": ("96 Quay Road, Tidewick, NW1 2DB", "NW1 2DB"),
    "us": ("12 Pier Street, Harbour, MA 02215", "02215"),
    "us state in words": ("12 Pier Avenue, Harbour, Ohio 44114", "44114"),
    "dutch": ("Kade 8, 2628 CD Havenstad", "2628 CD"),
    "german": ("Kaistraße 1, 20457 Hafenstadt", "20457"),
    "canadian": ("1 Dock Road, Tide Bay, K1A 0B1", "K1A 0B1"),
    "a year": ("The 2027 Tide Festival", ""),
    "a price": ("£2000 Award", ""),
    "nothing": ("Quay Hall", ""),
}


@pytest.mark.parametrize(("written", "code"), POSTCODES.values(), ids=POSTCODES)
def test_a_postcode_is_known_by_its_form(written: str, code: str) -> None:
    assert find_postcode(written) == code


def test_loose_lines_are_name_street_town_and_postcode() -> None:
    assert read_place_lines(["The Harbour Club", "72-73 Quay Farm Road,", "Tidewick", "NW1 8AN"]) == Place(
        name="The Harbour Club",
        street_address="72-73 Quay Farm Road",
        address_locality="Tidewick",
        postal_code="NW1 8AN",
    )


def test_a_venue_at_the_end_of_the_body_is_read() -> None:
    place = place_of(
        text("We talk about tides.\nThe Harbour Institute\n1st floor of the Library, 96 Quay Road, Tidewick, NW1 2DB")
    )
    assert place == Place(
        name="The Harbour Institute",
        street_address="1st floor of the Library, 96 Quay Road",
        address_locality="Tidewick",
        postal_code="NW1 2DB",
    )


LABELLED = {
    "english": ("Venue: Quay Hall, Tidewick, UK", "Quay Hall", "Tidewick"),
    "german": ("Ort: Raum 3, Hafengebäude", "Raum 3, Hafengebäude", None),
    "french": ("Lieu : Salle du Port, Havreville, France", "Salle du Port", "Havreville"),
    "spanish": ("Lugar: Sala Puerto", "Sala Puerto", None),
    "italian": ("Luogo: Aula Porto", "Aula Porto", None),
    "dutch": ("Locatie: Havenzaal", "Havenzaal", None),
    "with an online part": ("Location: Room 3A (Harbour Hall) • Online via Zoom", "Room 3A (Harbour Hall)", None),
    "with the month": ("Location: Tidewick Hall, March", "Tidewick Hall", None),
    "with a sentence": ("Venue: The Harbour Institute. Watch the video online.", "The Harbour Institute", None),
}


@pytest.mark.parametrize(("line", "name", "town"), LABELLED.values(), ids=LABELLED)
def test_labels_in_six_languages_name_the_place(line: str, name: str, town: str | None) -> None:
    place = place_of(text(line))
    assert place is not None
    assert (place.name, place.address_locality) == (name, town)


def test_paragraphs_under_a_heading_are_the_address() -> None:
    view = html(
        "<h1>Tea</h1><h2>Location</h2><p>Quay Hall</p><p>12 Pier Street</p><p>Tidewick</p><p>TW1 2AB</p><p>View map</p>"
    )
    assert place_of(view) == Place(
        name="Quay Hall", street_address="12 Pier Street", address_locality="Tidewick", postal_code="TW1 2AB"
    )


def test_the_line_below_day_and_time_is_the_place() -> None:
    view = html(
        "<h1>Tea</h1><p>Thu 22 May 2025, 12:00 - 13:00<br>Room 5, University Place • Online via Microsoft Teams</p>",
        "Tea",
    )
    place, virtual = place_of(view), pick(places.find(view), "virtual_location")
    assert place is not None and place.name == "Room 5, University Place"
    assert virtual is not None and virtual.value == "Microsoft Teams"
    assert mode_of(view) == "mixed"


def test_the_item_below_a_day_and_a_time_of_one_list_is_the_place() -> None:
    facts = "<ul><li>Thursday 22 May 2025</li><li>3pm to 4.30pm</li><li>Barley Loft, The Malthouse</li></ul>"
    place = place_of(html(f"<h1>Tea</h1>{facts}<p>We drink tea and talk of tides.</p>", "Tea"))
    assert place is not None
    assert place.name == "Barley Loft, The Malthouse"


@pytest.mark.parametrize(
    "body",
    [
        "<p>We meet.</p><address>Quay Museum<br>704 Pier Avenue<br>Tidewick, WA 98104</address><p>Come early.</p>",
        "<p>We meet.</p><p class='event-location'>Quay Museum</p><div class='address'>704 Pier Avenue</div><p>Hi</p>",
    ],
)
def test_what_the_markup_calls_an_address_is_the_place(body: str) -> None:
    place = place_of(html(f"<h1>Tea</h1>{body}"))
    assert place is not None
    assert (place.name, place.street_address) == ("Quay Museum", "704 Pier Avenue")


SENTENCES = {
    "in a town": ("The event will take place in Tidewick, from lunchtime on 26th April.", "Tidewick"),
    "at a venue": ("The venue for the event is the Quay Building, the brand new home of the school.",
    "the Quay Building"),
    "room": ("The event location is The Harbour Institute, Anchor room, although you will also be able to join online.",
             "The Harbour Institute, Anchor room"),
    "behind a day": ("The lecture was given on Wednesday 11 March 2026 at the Guildhall, from 18:30.", "the Guildhall"),
    "behind a day and a time": ("It takes place on 5 May 2027, 10am to noon, in Quay Hall.", "Quay Hall"),
    "join us": ("Please join us on 6 November 2027 from 7pm until 9pm in Quay Hall, when Ada will read.", "Quay Hall"),
    "join us at the event": ("Join us at Tea and Tides and bring a cup.", None),
    "a language": ("The lecture will be given on 5 May 2027 in German.", None),
    "a platform": ("It takes place on 5 May 2027 at 10:00 in Microsoft Teams.", None),
    "presence": ("It takes place on 5 May 2027 in the presence of the Mayor of Tidewick.", None),
    "where somebody worked": ("Join us on 5 May 2027 to hear Ada Brunel, who worked for 20 years at CERN.", None),
    "where another one was": ("It takes place on 5 May 2027, a week after the conference in Lisbon.", None),
    "a figure": ("It is shown in Figure 3 how music moves.", None),
    "where a class meets": ("The course is free and meets in the Ferry Lane Studio.", "the Ferry Lane Studio"),
    "a day": ("The event will take place on Wednesday 12 October and will be short.", None),
    "another event": ("It was about results of a challenge in Tidewick.", None),
    "a theme": ("This event will be on the theme of AI in Clinical Trials.", None),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "where"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_name_the_place_with_caution(sentence: str, where: str | None) -> None:
    place = place_of(text(sentence))
    assert (place and (place.name or place.address_locality)) == where


VENUE = "\nThe Harbour Institute\n96 Quay Road, Tidewick, NW1 2DB"
MODES = {
    "venue alone": ("We talk." + VENUE, "offline"),
    "nothing": ("We talk.", None),
    "hybrid event": ("This event is hybrid.", "mixed"),
    "hybrid model": ("We present a hybrid model of tides.", None),
    "streamed beside a venue": ("The talk will be live streamed." + VENUE, "mixed"),
    "streamed without one": ("The talk will be live streamed.", None),
    "online event": ("Everyone is welcome to this online event.", "online"),
    "in person": ("The in-person workshop will be fun.", "offline"),
    "both": ("Tickets for those in person cost £10.\nYou can attend virtually free of charge." + VENUE, "mixed"),
    "learning online": ("She learned online how to code.", None),
    "past events": ("Previous workshops took place online via Zoom.", None),
    "german": ("Die Veranstaltung findet online statt.", "online"),
}


@pytest.mark.parametrize(("lines", "mode"), MODES.values(), ids=MODES)
def test_attendance_is_what_the_page_says_of_this_event(lines: str, mode: str | None) -> None:
    assert mode_of(text(lines)) == mode


def test_a_stale_venue_under_online_only_is_no_place() -> None:
    view = text("We will host the workshop online only through Zoom video conferencing." + VENUE)
    assert place_of(view) is None
    assert mode_of(view) == "online"
    virtual = pick(places.find(view), "virtual_location")
    assert virtual is not None and virtual.value == "Zoom"


def test_a_channel_for_recordings_is_no_platform() -> None:
    view = text("Recordings will be made available on our YouTube channel after the event.")
    assert pick(places.find(view), "virtual_location") is None


@pytest.mark.parametrize(
    "last", ["Image by Ada Brunel from Tidepics", "Some technical knowledge required", "© Harbour 2027"]
)
def test_the_line_above_the_street_is_a_venue_only_if_it_looks_like_one(last: str) -> None:
    place = place_of(text(f"We talk.\n{last}\n1 Quay Street, Tidewick, TW1 0LZ"))
    assert place is not None
    assert place.name is None


_pieces = st.sampled_from([
    "Venue:", "Quay Hall", "12 Pier Street", "Tidewick", "TW1 2AB", "online only", "Zoom", "hybrid event", ",", "\n",
    "UK",
    "will take place in", "Mon 3 May 10:00", "•", "Location", "live streamed", "the", "via", ".", "2027", "(", ")",
])  # fmt: skip


@given(st.lists(_pieces, max_size=40).map(" ".join))
def test_every_claim_rests_on_words_of_the_page(words: str) -> None:
    view = text(words)
    body = fold(" ".join(block.text for block in view.body))
    for claim in places.find(view):
        assert fold(claim.text) in body


def test_endless_text_is_read_in_time() -> None:
    for piece in ("Location: ", "in Aa ", "10:00 ", "Aa, ", "hybrid event ", "a.", "Monday 3 May 10:00 "):
        list(places.find(text(piece * (200_000 // len(piece)))))


def test_a_facts_bar_with_day_time_and_place_on_three_lines_gives_the_place() -> None:
    facts = ("Wednesday 2 December 2026", "18:30 – 20:00", "The Malthouse, 4 Ferry Lane, Tidewick TW1 4FL")
    bar = "".join(f"<li>{fact}</li>" for fact in facts)
    main = f"<main><h1>Whose ledger?</h1><ul>{bar}</ul><p>An evening about ledgers, tides and mud.</p></main>"
    page = extract_page(f"<html><body>{main}</body></html>", url="https://lab.example/events/ledger")
    place = page.events[0].location[0]
    assert (place.street_address, place.postal_code) == ("4 Ferry Lane", "TW1 4FL")
    assert page.events[0].event_attendance_mode == "offline"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("11–12 May 2027, Quay College, Fell Road, Tidewick", "Quay College"),
        ("Dec 19, 2027 | Last updated on Dec 19, 2027 | 3 min read, Security", None),
        ("11–12 May 2027, and we will be glad, very glad, to see you.", None),
        ("We met on 11 May 2027, Quay College, Tidewick", None),
        ("5 May 2027, Otto Reed, University of Tidewick", None),
        ("5 May 2027, Seminar, Department of Mud, Tidewick", None),
    ],
)
def test_a_line_that_begins_with_the_days_may_name_the_place_behind_them(line: str, name: str | None) -> None:
    place = place_of(
        html(f"<h1>Small numbers</h1><p>{line}</p><p>We drink tea and talk of tides.</p>", "Small numbers")
    )
    assert (place and place.name) == name


def test_a_time_of_every_day_is_followed_by_the_place_too() -> None:
    facts = (
        "<ul><li>16–20 November 2026</li><li>09:30 – 17:30 daily</li><li>Quay Hall, 4 Ferry Lane, Tidewick</li></ul>"
    )
    place = place_of(html(f"<h1>Week</h1>{facts}<p>We drink tea and talk of tides.</p>", "Week"))
    assert place is not None
    assert (place.name, place.street_address) == ("Quay Hall", "4 Ferry Lane")


@given(st.lists(st.text(alphabet="(),. ;12AQuay Street\u200b", max_size=20), max_size=5))
def test_any_lines_are_a_place_or_none(lines: list[str]) -> None:
    place = read_place_lines(lines)
    assert place is None or all(value is None or value.strip() for value in place.model_dump().values())


def test_lines_without_a_part_are_passed_over() -> None:
    assert read_place_lines([" , .", "12 Quay Street", "Tidewick"]) == read_place_lines(["12 Quay Street", "Tidewick"])
    assert read_place_lines([" ,", "."]) is None
