"""Registration, deadline, price, places, recording, audience, programme. All names are made up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims import View, pick
from extract.fields import booking
from extract.text import fold
from tests.extract.viewed import html, text


def value(view: View, field: str) -> object:
    claim = pick(booking.find(view), field)
    return claim.value if claim else None


STATUS = {
    "button": ("Register now", "open"),
    "sentence": ("Please register your attendance at this event using this link: Register here", "open"),
    "sold out beats the button": ("This event is sold out.\nRegister now", "full"),
    "closed beats the button": ("Apply to attend is now closed.\nApply now", "closed"),
    "still places": (
        "The expression of interest period is now finished. However, there are still some spaces available.",
        "open",
    ),
    "invitation": ("Registration for this event will be invitation-only in the first instance.", "invitation_only"),
    "must": ("You must register to attend this event.", "required"),
    "no need": ("No registration required, just come.", "not_required"),
    "elsewhere": ("Visit the Tide Week website to find out more and register for individual events.", "external"),
    "german": ("Um Anmeldung wird gebeten.", "required"),
    "german closed": ("Die Anmeldung ist geschlossen.", "closed"),
    "french": ("Inscription obligatoire.", "required"),
    "dutch full": ("Het symposium is uitverkocht.", "full"),
    "no booking": ("No booking; tell us if you need a lift.", "not_required"),
    "turn up": ("It is at noon, and you can just turn up.", "not_required"),
    "turn up the volume": ("You can just turn up the volume.", None),
    "no reply": ("There is no need to reply.", "not_required"),
    "no booking of boats": ("No booking system knows the tide.", None),
    "reserve": ("Reserve a seat", "open"),
    "a free place": ("Book a free place", "open"),
    "for the link": ("Register for the Zoom link", "open"),
    "newsletter": ("Register now for our newsletter.", None),
    "plans change": ("If your plans change, please cancel your registration.", None),
    "nothing": ("We talk about tides.", None),
}


@pytest.mark.parametrize(("lines", "status"), STATUS.values(), ids=STATUS)
def test_what_the_text_says_of_registration_beats_the_button(lines: str, status: str | None) -> None:
    assert value(text(lines), "registration_status") == status


DEADLINES = {
    "with time": ("The application deadline is noon on Monday 10 July 2023.", "2023-07-10T12:00"),
    "without year": ("There are places left (registration deadline is June 9th).", "--06-09"),
    "closing date": ("Please register above – the closing date for registration is 29 June.", "--06-29"),
    "closed": ("Applications closed on 25 September 2026.", "2026-09-25"),
    "open until": ("Applications are open until 4 December 2026 and go to the harbour.", "2026-12-04"),
    "here": ("Register here until 15 April 2026.", "2026-04-15"),
    "book by": ("Book by 21 May 2027", "2027-05-21"),
    "a book by someone": ("We read a book by Ada Brunel of 3 May 2020.", None),
    "written by": ("Book by Ada Brunel, 3 May 2020", None),
    "of a bursary": ("Apply by 3 April 2027 for a bursary.", None),
    "of rooms": ("Book by 3 April 2027 to get rooms at the group rate.", None),
    "abstracts": ("The deadline for abstract submission is 3 May 2027.", None),
    "release of the agenda": ("We aim to confirm full registrations and release an agenda by 7th May.", None),
}


@pytest.mark.parametrize(("sentence", "deadline"), DEADLINES.values(), ids=DEADLINES)
def test_the_deadline_is_that_of_registering(sentence: str, deadline: str | None) -> None:
    assert value(text(sentence), "registration_deadline") == deadline


URLS = {
    "link that says so": ("<p><a href='/signup?e=3'>Register now</a></p>", "https://harbour.example/signup?e=3"),
    "seat": ("<p><a href='/seats'>Reserve a seat</a></p>", "https://harbour.example/seats"),
    "free place": ("<p><a href='/seats'>Book a free place</a></p>", "https://harbour.example/seats"),
    "book of the talk": ("<p><a href='/shop'>Buy the book</a></p>", None),
    "seller": (
        "<p>To register please fill in <a href='https://forms.gle/abc'>this form</a>.</p>",
        "https://forms.gle/abc",
    ),
    "label": ("<p><b>Registration:</b> <a href='https://tide.example/x'>here</a></p>", "https://tide.example/x"),
    "written": ("<p>Registration is at https://tide.example/reg, free.</p>", "https://tide.example/reg"),
    "newsletter": ("<p><a href='https://tide.example/n'>Sign up for our newsletter</a></p>", None),
    "script": ("<p><a href='javascript:register()'>Register now</a></p>", None),
    "mail": ("<p><a href='mailto:info@tide.example'>Register by mail</a></p>", None),
    "login": ("<p><a href='/user/login'>Log in or register</a></p>", None),
}


@pytest.mark.parametrize(("body", "url"), URLS.values(), ids=URLS)
def test_the_registration_link_is_absolute_and_a_web_address(body: str, url: str | None) -> None:
    assert value(html(body), "registration_url") == url


def test_prices_say_who_pays_and_free_is_a_price_where_others_pay() -> None:
    view = text("Tickets to attend this event in-person start from £10.\nYou can attend virtually free of charge.")
    prices = [claim.value for claim in booking.find(view) if claim.field == "price"]
    assert [(p.amount, p.price_currency, p.applies_to, p.is_minimum) for p in prices] == [
        (10.0, "GBP", "in-person", True),
        (0.0, None, "online", None),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Travel costs are capped at £200 per person.", "The winner gets a prize of £500 for the best ticket.",
        "The project has a budget of €2000 for tickets.", "A £3m fund pays for entry.", "Feel free to bring tea.",
        "We write free software for the event.", "The day is free of meetings.", "Free radicals are our theme.",
    ],
)  # fmt: skip
def test_caps_prizes_and_budgets_are_no_prices(sentence: str) -> None:
    view = text(sentence)
    assert value(view, "price") is None
    assert value(view, "is_accessible_for_free") is None


@pytest.mark.parametrize(
    "sentence",
    ["This free 2-day workshop is on tides.", "These events are free to attend.", "Der Eintritt ist frei.",
        "Entrée libre",
     "Ingresso gratuito", "Kosten: kostenlos", "The evening is free.", "Free, and there is no need to book.",
     "It takes place online only and is free."],
)  # fmt: skip
def test_a_free_event_is_free(sentence: str) -> None:
    assert value(text(sentence), "is_accessible_for_free") is True


CAPACITIES = {
    "limited": ("The course is limited to 36 participants.", 36),
    "in words": ("There is room for twenty-four people.", 24),
    "there are": ("There are thirty places.", 30),
    "label": ("Capacity: 1,200 people", 1200),
    "seats": ("Free; 140 seats.", 140),
    "available": ("36 places available", None),
    "in the world": ("There are twelve places in the world where it grows.", None),
    "of the car park": ("The car park has room for twenty people.", None),
    "of bursaries": ("Bursaries are limited to ten students.", None),
    "left": ("There are only 4 seats left.", None),
    "in words, left": ("There are four seats left.", None),
    "a table": ("We work in groups of up to 5 people.", None),
    "came": ("Over 300 people have attended.", None),
    "few know": ("Only three people know the tide.", None),
    "towns": ("Places: Harbour, Quay", None),
    "seats in a story": ("The boat had 140 seats and no sail.", None),
}


@pytest.mark.parametrize(("sentence", "number"), CAPACITIES.values(), ids=CAPACITIES)
def test_the_number_of_places_is_stated_or_null(sentence: str, number: int | None) -> None:
    assert value(text(sentence), "maximum_attendee_capacity") == number


RECORDINGS = {
    "promised": ("Recordings will be made available on our channel after the event.", "promised"),
    "will be recorded": ("The talk will be recorded.", "promised"),
    "available": ("Watch event video online.", "available"),
    "past": ("Recordings of previous events are available.", None),
    "not": ("The session will not be recorded.", None),
}


@pytest.mark.parametrize(("sentence", "recording"), RECORDINGS.values(), ids=RECORDINGS)
def test_a_recording_is_of_this_event(sentence: str, recording: str | None) -> None:
    assert value(text(sentence), "recording") == recording


AUDIENCES = {
    "target": (
        "Everyone is welcome. However, the target audience is clinicians and policymakers.",
        "clinicians and policymakers",
    ),
    "aimed at": ("It is aimed at sailors, but all are welcome.", "sailors, but all are welcome"),
    "invited": ("To this aim, PhD students across the coast are invited to register.", "PhD students across the coast"),
    "german": ("Der Kurs richtet sich an Hafenmeister.", "Hafenmeister"),
    "is for": ("The course is for clerks and councillors who sail.", "clerks and councillors who sail"),
    "of an age": ("Because of the bar, the evening is for adults (18+).", "adults (18+)"),
    "open to": ("The residency is open to artists, sailors and statisticians.", "artists, sailors and statisticians"),
    "open and free": ("This event is free and open to all, but registration is required.", "open to all"),
    "open to ideas": ("The workshop is open to new ideas.", None),
    "free and made for": ("It is free and made for families with small boats.", "families with small boats"),
    "a list is invited": (
        "Charities, clubs and curious households are invited to bring a boat.",
        "Charities, clubs and curious households",
    ),
    "we welcome": ("We welcome all users of tide tables to attend.", "all users of tide tables"),
    "are welcome": ("Students and staff are all welcome to attend.", "Students and staff"),
    "after a colon": (
        "Come and meet them: staff, fellows and their guests are all welcome.",
        "staff, fellows and their guests",
    ),
    "questions": ("Questions from students are welcome.", None),
    "papers": ("Papers are very welcome.", None),
    "you": ("You and your boat are welcome.", None),
    "so": ("It is open, so everyone is welcome.", "everyone is welcome"),
    "general": ("The lectures are given by sailors to a general audience.", "a general audience"),
    "a biography": ("She writes books for a general audience.", None),
    "a wish": ("It is meant for sailors and pilots who would like to rest.", "sailors and pilots"),
    "not the wish of anybody": ("It is meant for people who would like to rest.", "people who would like to rest"),
    "another verb": ("The meeting is open to the public and may be watched.", "open to the public"),
    "no people": ("The tool is suitable for small and remote harbours, as we know.", None),
    "them": ("See whether this is suitable for them or not.", None),
    "to decide": ("It is for students to decide.", None),
    "days": ("The first day is for graphs, the second for maps.", None),
    "below its heading": ("For whom?\nSailors and students\nWhen?\nToday", "Sailors and students"),
    "a list of names": ("Participants\nAda Brunel\nPiet Mol", None),
    "nobody": ("The audience clapped.", None),
    "written for": ("The lecture is written for anyone who has seen a pier.", "anyone who has seen a pier"),
    "for people": ("The seminar is for people who sail at night.", "people who sail at night"),
    "for a reason": ("The day is for the ferry to decide.", None),
}


@pytest.mark.parametrize(("sentence", "audience"), AUDIENCES.values(), ids=AUDIENCES)
def test_the_audience_is_the_phrase_that_names_it(sentence: str, audience: str | None) -> None:
    assert value(text(sentence), "audience") == audience


@pytest.mark.parametrize(
    ("title", "audience"),
    [("Gull count: training for volunteers", "volunteers"), ("A workshop for young researchers", "young researchers"),
     ("A course for the future", None), ("Tools for researchers", None)],
)  # fmt: skip
def test_a_title_says_for_whom_a_course_is(title: str, audience: str | None) -> None:
    assert value(replace(text("We meet."), title=title), "audience") == audience


HASHTAGS = {
    "alone": ("#TideTalk #YouCanToo\nwith Ada Brunel and #quaymums, a club\nsee page#3", ["#TideTalk", "#YouCanToo"]),
    "to be used": ("If you write about it, please use #TideTalk and be kind.", ["#TideTalk"]),
    "at the end": ("Free; 140 seats. #TideLectures", ["#TideLectures"]),
    "what we use": ("We use #tides in our paper.", []),
    "in a sentence": ("We met the #quaymums at the pier.", []),
    "a ticket's number": ("We use issue #12. See pier #3.", []),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "found"), HASHTAGS.values(), ids=HASHTAGS)
def test_hashtags_stand_for_themselves_or_are_offered(lines: str, found: list[str]) -> None:
    assert [claim.value for claim in booking.find(text(lines)) if claim.field == "hashtags"] == found


def test_the_code_of_conduct_is_its_address_or_the_sentence() -> None:
    linked = html("<p>You agree to the <a href='/conduct'>code of conduct</a>.</p>")
    assert value(linked, "code_of_conduct") == "https://harbour.example/conduct"
    sentence = "By registering you are agreeing to the events code of conduct."
    assert value(text(sentence), "code_of_conduct") == sentence


def test_the_agenda_is_the_lines_with_a_clock_time() -> None:
    view = text(
        "Agenda\n09.30 - Registration\n10.00 - Welcome\n2pm – 3pm: Talk, Ada Brunel\n16:00\nTea\nWe close then."
    )
    items = [claim.value for claim in booking.find(view) if claim.field == "agenda"]
    assert [(item.start, item.end, item.title) for item in items] == [
        ("09:30", None, "Registration"),
        ("10:00", None, "Welcome"),
        ("14:00", "15:00", "Talk, Ada Brunel"),
        ("16:00", None, "Tea"),
    ]


def test_one_time_makes_no_agenda() -> None:
    assert value(text("Doors\n19:30 Start"), "agenda") is None


def test_talk_lines_are_sub_events() -> None:
    view = text("Wake up Seagull: the Tide Matrix - Ada Brunel\nIt is fun.\nFeeling the storm? - Piet Mol\nIt is wet.")
    parts = [claim.value for claim in booking.find(view) if claim.field == "sub_events"]
    assert [(part.name, part.performers) for part in parts] == [
        ("Wake up Seagull: the Tide Matrix", ("Ada Brunel",)),
        ("Feeling the storm?", ("Piet Mol",)),
    ]


def test_the_challenges_of_a_study_group_are_sub_events() -> None:
    body = "We look at the harbour. " * 12
    view = text(
        f"Challenges\nThe challenges are:\nTide Trust\nCounting gulls\n{body}\nQuay Office\nPiers\n{body}\nFAQs"
    )
    assert [claim.value.name for claim in booking.find(view) if claim.field == "sub_events"] == [
        "Counting gulls",
        "Piers",
    ]


_pieces = st.sampled_from([
    "Register now", "sold out", "deadline", "3 May 2027", "£10", "tickets", "free", "limited to 30 participants",
    "recorded",
    "target audience is", "sailors", "#Tide", "10:00 - Tea", "\n", ".", "register by", "code of conduct", "agree",
    "12pm", ":",
])  # fmt: skip


@given(st.lists(_pieces, max_size=40).map(" ".join))
def test_every_claim_rests_on_words_of_the_page(words: str) -> None:
    view = text(words)
    body = fold(" ".join(block.text for block in view.body))
    for claim in booking.find(view):
        assert fold(claim.text) in body


def test_endless_text_is_read_in_time() -> None:
    for piece in ("register ", "10:00 ", "£1 ", "open to all ", "event free ", "register: ", "#a ", "bring together "):
        list(booking.find(text(piece * (200_000 // len(piece)))))
