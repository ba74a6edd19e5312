"""The grammar of dates and clock times, and what of a page's dates is the event's."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_page
from extract.blocks import Block, Time, split_text
from extract.claims import Claim, Pair, View, pick
from extract.clock import read_clocks
from extract.date_grammar import read_dates
from extract.fields import dates
from extract.fields.date_labels import read_label
from extract.foreign_dates import read_foreign
from extract.instants import read_instant
from extract.markup import NO_MARKUP, Markup
from extract.site import Site

ROWS = [
    tuple(part.strip() for part in line.split("=>"))
    for line in (Path(__file__).parent / "date_strings.txt").read_text("utf-8").splitlines()
    if "=>" in line
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_date_string_is_read_as_the_golden_table_says(text: str, expected: str) -> None:
    assert "; ".join(map(str, read_dates(text))) == expected


def test_the_golden_table_is_large() -> None:
    assert len(ROWS) >= 500


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_the_words_of_a_date_stand_in_the_text(text: str, expected: str) -> None:
    assert all(found.text in text for found in read_dates(text))


def test_month_first_sites_read_slashes_the_other_way() -> None:
    assert str(read_dates("3/4/2028", day_first=False)[0]) == "2028-03-04"
    assert str(read_dates("Saturday 3/4/2028", day_first=True)[0]) == "2028-03-04", "the weekday settles it"
    assert str(read_dates("Monday 3/4/2028", day_first=False)[0]) == "2028-04-03"


def test_a_weekday_checks_its_date() -> None:
    assert read_dates("Wednesday 14 June 2028")[0].fits
    assert not read_dates("Friday 14 June 2028")[0].fits


def test_a_year_is_lent_only_where_the_weekday_agrees() -> None:
    (stated,) = read_dates("Wednesday 14 June")
    assert stated.in_year(2028).start.full == date(2028, 6, 14)
    assert stated.in_year(2027).start.full is None


DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))
MONTHS = "January February March April May June July August September October November December".split()
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
STYLES: dict[str, Callable[[date], str]] = {
    "british": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "american": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "short": lambda d: f"{d:%a} {d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "german": lambda d: f"{d.day}. {GERMAN[d.month - 1]} {d.year}",
    "figures": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "slashes": lambda d: f"{d.day}/{d.month}/{d.year}",
    "machine": lambda d: d.isoformat(),
}


@given(DAYS, st.sampled_from(sorted(STYLES)))
def test_a_day_written_in_any_style_is_read_back(day: date, style: str) -> None:
    (found,) = read_dates(STYLES[style](day))
    assert found.days[0].full == day
    assert found.end is None


@given(DAYS, st.integers(1, 300), st.sampled_from(sorted(STYLES)))
def test_a_range_written_in_any_style_is_read_back(first: date, length: int, style: str) -> None:
    last = first + timedelta(days=length)
    (found,) = read_dates(f"{STYLES[style](first)} – {STYLES[style](last)}")
    assert (found.days[0].full, found.days[-1].full, found.ranged) == (first, last, True)


@given(DAYS, st.integers(1, 27))
def test_a_range_within_a_month_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    if last.month == first.month:
        (found,) = read_dates(f"{first.day}–{last.day} {MONTHS[first.month - 1]} {first.year}")
        assert (found.days[0].full, found.days[-1].full) == (first, last)


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble(text: str) -> None:
    for found in read_dates(text):
        assert found.text in text
        assert found.days
    for clock in read_clocks(text):
        assert clock.start or clock.end


LONG = 200_000
HOSTILE = [
    "1",
    "1 May ",
    "1, ",
    "May ",
    "a",
    " ",
    "1/",
    "1-",
    "99/99/9999 ",
    "10:00-",
    "noon ",
    "1 am ",
    "Mon ",
    "1. ",
    "–",
    "1st ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("read", [read_dates, read_clocks], ids=["dates", "clocks"])
def test_a_long_line_is_read_in_no_time(piece: str, read: object) -> None:
    line = (piece * LONG)[:LONG]
    begin = time.thread_time()
    read(line)  # type: ignore[operator]
    assert time.thread_time() - begin < 1.0, "0.1 s on an idle machine: what grows with the square takes minutes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00 – 15:30", "14:00-15:30"),
        ("2-3.30pm", "14:00-15:30"),
        ("10am to noon", "10:00-12:00"),
        ("19h30", "19:30"),
        ("von 14 bis 16 Uhr", "14:00-16:00"),
        ("10-2pm", "10:00-14:00"),
        ("11:30 - 1 pm", "11:30-13:00"),
        ("9 a.m. - 5 p.m.", "09:00-17:00"),
        ("between 2pm and 4pm", "14:00-16:00"),
        ("12 noon - 1pm", "12:00-13:00"),
        ("Noon", "12:00"),
        ("midnight", "00:00"),
        ("8:30 AM", "08:30"),
        ("12:00 am", "00:00"),
        ("de 10 h à 12 h", "10:00-12:00"),
        ("5: 30 PM", "17:30"),
        ("13-16 CET", "13:00-16:00"),
        ("2h", ""),
        ("25:00", ""),
        ("10:75", ""),
        ("version 1.30", ""),
        ("£10.50", ""),
        ("3-5 March", ""),
    ],
)
def test_clock_times(text: str, expected: str) -> None:
    shown = " ".join(f"{clock.start or ''}{'-' + clock.end if clock.end else ''}" for clock in read_clocks(text))
    assert shown == expected


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("14:00 BST", "BST"),
        ("14:00 (CEST)", "CEST"),
        ("10am UK time", "UK time"),
        ("10:30 Europe/Berlin", "Europe/Berlin"),
        ("09:00 UTC+2", "UTC+2"),
        ("14:00 BSTX", ""),
    ],
)
def test_a_zone_is_kept_as_written(text: str, zone: str) -> None:
    assert read_clocks(text)[0].zone == zone


def test_doors_are_told_from_the_start() -> None:
    doors, start = read_clocks("Doors open at 19:00 for a 19:30 start")
    assert (doors.role, doors.start, start.role, start.start) == ("doors", "19:00", "", "19:30")


def test_machine_dates_become_local_wall_clock() -> None:
    stated = read_instant("2028-06-14T13:00:00Z")
    assert stated and stated.local("Europe/London").time == "14:00"
    assert stated.local("No/Such").time == "13:00"
    late = read_instant("2028-06-14T23:30:00Z")
    assert late and late.local("Europe/London").day == date(2028, 6, 15)
    twelve = {hour: read_instant(f"2028-06-14 {hour}") for hour in ("3:00 PM", "12:00 PM", "12:30 am", "9:00 AM")}
    assert [found and found.time for found in twelve.values()] == ["15:00", "12:00", "00:30", "09:00"]
    assert read_instant("2028-06-14T24:00") == read_instant("2028-06-14T12:60") == read_instant("2028-06-14")
    assert read_instant("2028-06-14T23:59") != read_instant("2028-06-14")
    assert read_instant("2028-02-31") is None
    assert read_instant("next week") is None


def test_further_languages_are_read_for_sites_that_have_them() -> None:
    polish = read_foreign("5 marca 2028", Site(languages=("pl",)))
    assert polish and polish.start.full == date(2028, 3, 5)
    assert read_foreign("jutro", Site(languages=("pl",))) is None
    assert read_foreign("5 marca 2028", Site()) is None


def view(*lines: str | Block, title: str = "", url: str = "", pairs: tuple[Pair, ...] = (), **more: object) -> View:
    blocks = tuple(Block(line) if isinstance(line, str) else line for line in lines)
    return View(url, title, blocks, pairs, more.get("markup", NO_MARKUP), Site())  # type: ignore[arg-type]


def read(page: View) -> dict[str, object]:
    claims = list(dates.find(page))
    names = {claim.field for claim in claims}
    return {name: best.value for name in names if (best := pick(claims, name))}


def test_a_labelled_date_is_the_start() -> None:
    value = Block("14 June 2028, 14:00 – 15:30 BST")
    found = read(view("Date", value, pairs=(Pair("Date & time", value.text, value),)))
    assert found["start_date"] == date(2028, 6, 14)
    assert (found["start_time"], found["end_time"], found["time_zone"]) == ("14:00", "15:30", "BST")


@pytest.mark.parametrize(
    "label", ["When", "Wann", "Datum", "Date et heure", "Fecha", "Quando", "Wanneer", "Event dates", "Time & place"]
)
def test_labels_in_six_languages(label: str) -> None:
    assert read_label(label) in ("date", "time")


@pytest.mark.parametrize(
    "label", ["Date of birth", "Publication date", "Submission deadline", "Dates of application", "Speaker", "Update"]
)
def test_labels_of_other_dates(label: str) -> None:
    assert read_label(label) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Submitted by editor on 14 June 2028",
        "Published: 14 June 2028",
        "Posted on 14 June 2028",
        "Last updated 14 June 2028",
        "by Ada Brunel / on 14 Jun 2028",
        "© 14 June 2028 Harbour Institute",
        "Veröffentlicht am 14. Juni 2028",
        "Publié le 14 juin 2028",
        "The deadline for applications is 14 June 2028.",
        "Please register by 14 June 2028 to take part in this workshop.",
        "Applications for this workshop close on 14 June 2028.",
        "Abstracts are due by 14 June 2028; this conference runs all week.",
        "The group was founded on 14 June 2008.",
        "In June 2008 we held our first meeting.",
        "The project is funded from 1 June 2028 to 31 May 2031.",
        "See the report of 14 June 2028.",
    ],
)
def test_dates_that_are_not_the_events_are_not_claimed(line: str) -> None:
    found = read(view(line, "The Harbour Institute welcomes all who like graphs.", title="Tea and Graphs"))
    assert not {name for name in found if name.startswith(("start_", "end_"))}


def test_a_posting_label_in_a_byline_is_no_start() -> None:
    stamp = Block("Jun 14, 2028 6:11 PM", "div", ("html", "div.article-metadata", "div.pub-row"))
    found = read(view(stamp, "We talk about graphs.", title="Graphs", pairs=(Pair("Date", stamp.text, stamp),)))
    assert "start_date" not in found


def test_the_day_that_the_page_was_published_is_no_start() -> None:
    stamp = Block("14 June 2028")
    page = view(
        stamp, title="Graphs", pairs=(Pair("Date", stamp.text, stamp),),
        markup=Markup(meta={"article:published_time": "2028-06-14T18:10:00Z"}),
    )  # fmt: skip
    assert "start_date" not in read(page)


def test_facts_under_the_heading_are_read() -> None:
    found = read(
        view("Tea and Graphs", "Wednesday 14 June 2028", "14:00 – 15:30", "Long " * 60, title="Tea and Graphs")
    )
    assert (found["start_date"], found["start_time"], found["end_time"]) == (date(2028, 6, 14), "14:00", "15:30")


def test_several_time_lines_are_a_programme_not_the_time() -> None:
    lines = ("Tea and Graphs", "12–16 June 2028", "09:00 – 10:00", "11:00 – 12:00")
    assert "start_time" not in read(view(*lines, title="Tea and Graphs"))


def test_a_time_that_is_spoken_of_is_that_of_one_day_not_of_several() -> None:
    doors = "Doors open at 18:30 for a 19:00 start."
    assert read(view("Tea", "14 June 2028", "Long " * 60, doors, title="Tea"))["start_time"] == "19:00"
    assert "start_time" not in read(view("Tea", "12–16 June 2028", "Long " * 60, doors, title="Tea"))


def test_of_two_statements_of_one_day_the_one_with_the_year_counts() -> None:
    pair = Pair("Date", "14 June", Block("14 June"))
    page = view("14 June", "The workshop takes place on 14 June 2028.", title="Tea", pairs=(pair,))
    assert read(page)["start_date"] == date(2028, 6, 14)


def test_the_year_comes_from_the_heading() -> None:
    found = read(view("Graph Days 2028", "May 30-31, Harbour University, Espoo", title="Graph Days 2028"))
    assert (found["start_date"], found["end_date"]) == (date(2028, 5, 30), date(2028, 5, 31))


def test_the_year_comes_from_the_address() -> None:
    claims = list(dates.find(view("Tea", "14 June", title="Tea", url="https://example.org/events/2028/tea")))
    starts = [claim for claim in claims if claim.field == "start_date"]
    assert {claim.value for claim in starts} == {date(2028, 6, 14)}
    assert {(claim.source, claim.text) for claim in starts} == {("text", "14 June"), ("url", "2028")}


def test_without_a_year_a_date_stays_partial() -> None:
    found = read(view("Join us on Wednesday 14 June."))
    assert found["start_date_partial"] == "--06-14"
    assert "start_date" not in found


def test_a_heading_of_another_year_casts_doubt() -> None:
    assert "start_date" not in read(view("Graph Days", "Date: October 9 – 13, 2028", title="Graph Days 2024"))


def test_a_sentence_says_when_it_takes_place() -> None:
    found = read(view("The workshop will take place on 14 June 2028 at Harbour Hall."))
    assert found["start_date"] == date(2028, 6, 14)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("The film will be shown at Harbour Hall on 14 June 2028 with a band.", date(2028, 6, 14)),
        ("Come to Harbour Hall on 14 June 2028 and bring a cup.", date(2028, 6, 14)),
        ("The lecture was given on 14 June 2028 at Harbour Hall.", date(2028, 6, 14)),
        ("On the evening of 14 June 2028 the groups met in Harbour Hall.", date(2028, 6, 14)),
        ("The prize was first awarded on 14 June 2028.", None),
    ],
)
def test_words_that_say_that_a_day_is_the_events(line: str, day: date | None) -> None:
    assert read(view("Tea and Graphs", line, title="Tea and Graphs")).get("start_date") == day


def test_a_time_with_its_end_belongs_to_the_day_of_its_sentence() -> None:
    found = read(view("It takes place on 14 June 2028 at the Harbour Hall, Quillmere, from 18:30 to 20:00."))
    assert (found["start_time"], found["end_time"]) == ("18:30", "20:00")
    afar = "It takes place on 14 June 2028 at the Harbour Hall, Quillmere. The café opens from 18:30 to 20:00."
    assert "start_time" not in read(view(afar))


def test_a_time_of_every_day_is_that_of_the_event() -> None:
    lines = ("Tea and Graphs", "12–16 June 2028", "09:30–17:00 each day")
    assert read(view(*lines, title="Tea and Graphs"))["start_time"] == "09:30"


@pytest.mark.parametrize("line", ["The shuttle bus runs from 8am to 11pm.", "Lunch runs from 12:00 to 13:00."])
def test_a_time_that_something_else_runs_from_is_no_start(line: str) -> None:
    assert "start_time" not in read(view("Tea", "14 June 2028", "Long " * 60, line, title="Tea"))


def test_a_time_that_something_ran_from_is_the_start() -> None:
    found = read(view("Tea", "14 June 2028", "Long " * 60, "The showcase itself ran from 13:00 to 17:15.", title="Tea"))
    assert (found["start_time"], found["end_time"]) == ("13:00", "17:15")


def test_the_days_of_a_programme_are_the_range() -> None:
    found = read(view("Monday 2 December", "11.00-11.30 - Welcome", "Tuesday 3 December", "09.00 - 10.00 - Talk"))
    assert (found["start_date_partial"], found["end_date_partial"]) == ("--12-02", "--12-03")


def test_odd_minutes_are_when_somebody_pressed_a_button() -> None:
    value = Block("14 Nov 2028 12:32")
    found = read(view(value, pairs=(Pair("Event date", value.text, value),)))
    assert found["start_date"] == date(2028, 11, 14)
    assert "start_time" not in found


def test_noon_of_a_time_element_is_a_default() -> None:
    block = Block(
        "Saturday, March 11, 2028 - 12:00", times=(Time("2028-03-11T12:00:00Z", "Saturday, March 11, 2028 - 12:00"),)
    )
    found = read(view("Tea", block, title="Tea"))
    assert found["start_date"] == date(2028, 3, 11)
    assert "start_time" not in found


def test_a_time_element_lends_its_year() -> None:
    block = Block("14 June", times=(Time("2028-06-14", "14 June"),))
    assert read(view("Tea", block, title="Tea"))["start_date"] == date(2028, 6, 14)


def test_an_end_date_field_gives_the_end() -> None:
    first = Block("Wed 14 June 2028", "div", ("html", "div.field--name-field-start-date"))
    last = Block("Fri 16 June 2028", "div", ("html", "div.field--name-field-end-date"))
    found = read(view("Tea", first, last, title="Tea"))
    assert (found["start_date"], found["end_date"]) == (date(2028, 6, 14), date(2028, 6, 16))


@pytest.mark.parametrize(
    ("title", "line", "status"),
    [
        ("CANCELLED: Tea and Graphs", "", "EventCancelled"),
        ("[Postponed] Tea and Graphs", "", "EventPostponed"),
        ("Abgesagt: Tee und Graphen", "", "EventCancelled"),
        ("Tea", "This event has been cancelled.", "EventCancelled"),
        ("Tea", "The workshop has been postponed.", "EventPostponed"),
        ("Tea", "La conférence est reportée.", "EventPostponed"),
        ("Tea", "The festival has been postponed.", "EventPostponed"),
        ("Tea", "Please note: this event has been moved online.", "EventMovedOnline"),
        ("Tea", "Moved from 3 May 2028 to 4 June 2028 because of the storm.", "EventRescheduled"),
        ("Tea", "The deadline was changed from 3 May 2028 to 10 May 2028.", None),
        ("Tea", "The institute moved from 3 May 2026 to 4 June 2026 into its new home.", None),
        ("Tea", "Moved from 3 May 2028. The next tea is on 4 June 2028.", None),
        ("Tea", "We have decided to host the workshop online only.", "EventMovedOnline"),
        ("Tea", "If you cannot come, please cancel your registration.", None),
        ("Tea", "If the event is cancelled you get your money back.", None),
        ("Tea", "Our cancellation policy holds.", None),
    ],
)
def test_status(title: str, line: str, status: str | None) -> None:
    assert read(view(title, *([line] if line else []), title=title)).get("event_status") == status


def test_a_previous_date_is_kept_apart() -> None:
    found = read(view("The event, originally planned for 14 June 2028, will take place on 20 September 2028."))
    assert found["previous_start_date"] == date(2028, 6, 14)
    assert found.get("start_date") in (None, date(2028, 9, 20))


def test_an_event_that_was_moved_has_the_new_day_and_its_time() -> None:
    found = read(view("The workshop was moved from Monday 3 May 2027, 10:00 to Tuesday 4 May 2027, 14:00."))
    assert (found["start_date"], found["start_time"]) == (date(2027, 5, 4), "14:00")


def test_a_deadline_that_was_moved_is_no_earlier_day_of_the_event() -> None:
    found = read(view("Tea", "14 June 2028", "The deadline was changed from 3 May 2028 to 10 May 2028.", title="Tea"))
    assert (found["start_date"], found.get("previous_start_date")) == (date(2028, 6, 14), None)


def test_a_day_that_the_event_was_moved_from_is_no_start_and_no_range() -> None:
    found = read(view("New date: the class has been moved from Saturday 8 July 2028 to Saturday 16 September 2028."))
    assert (found["start_date"], found["previous_start_date"]) == (date(2028, 9, 16), date(2028, 7, 8))
    assert "end_date" not in found


@pytest.mark.parametrize(
    ("line", "value"), [("This 2-day workshop is free.", "P2D"), ("A ninety-minute talk", "PT90M"), ("one day", None)]
)
def test_duration_is_read_where_words_state_it(line: str, value: str | None) -> None:
    assert read(view(line)).get("duration") == value


def test_every_claim_stands_on_the_page() -> None:
    lines = (
        "Graph Days 2028",
        "Doors open at 18:30. It starts at 19:00 BST on 14 June.",
        "Date: 14–16 June",
        "Time: 19:00",
    )
    page = view(*lines, title=lines[0])
    text = "\n".join(lines)
    claims: list[Claim] = list(dates.find(page))
    assert claims
    assert all(claim.text in text for claim in claims)


def test_a_dump_of_lines_is_read_like_a_page() -> None:
    found = read(View("", "", split_text("Date: Monday 15 May 2028\nTime: 11:00 – 16:00\n"), (), NO_MARKUP))
    assert (found["start_date"], found["start_time"], found["end_time"]) == (date(2028, 5, 15), "11:00", "16:00")


NUMBERS = {
    "month first where the second cannot be one": ("5/13/2027", "2027-05-13"),
    "day first where the first cannot be a month": ("13/5/27", "2027-05-13"),
    "two figures with hyphens are a number": ("13-5-27", None),
    "short ones with dots are a version": ("13.5.27", None),
    "long ones with dots are a date": ("13.05.27", "2027-05-13"),
    "no day is zero": ("0/5/2027", None),
}


@pytest.mark.parametrize(("written", "day"), NUMBERS.values(), ids=NUMBERS)
def test_a_date_in_figures_is_one_only_where_it_can_be_nothing_else(written: str, day: str | None) -> None:
    assert [str(one) for one in read_dates(written)] == ([day] if day else [])


def test_a_range_goes_forward_and_ends_within_reach() -> None:
    assert not read_dates("5 May 2027 – 3 May 2027")
    (near,) = read_dates("3 May 2027 – 1 June 2029")
    assert near.ranged
    assert not any(one.ranged for one in read_dates("3 May 2027 – 1 June 2049"))


def test_a_year_from_elsewhere_is_that_of_the_first_day() -> None:
    over, within = (read_dates(text)[0].in_year(2027) for text in ("30 December – 2 January", "3 – 5 May"))
    assert [day.full for day in over.days] == [date(2027, 12, 30), date(2028, 1, 2)]
    assert [day.full for day in within.days] == [date(2027, 5, 3), date(2027, 5, 5)]


def _find_dates(heading: str, *lines: str) -> tuple[object, ...]:
    texts = "".join(
        f"<p>{line}</p>" for line in (*lines, "All about tides and more, for all who ask of it, in the hall.")
    )
    html = (
        f"<html lang=en><head><title>{heading}</title></head><body><main><h1>{heading}</h1>{texts}</main></body></html>"
    )
    (event,) = extract_page(html, url="https://harbour.example/events/tides").events
    return event.start_date, event.start_time, event.end_date, event.end_time


def test_a_date_years_away_from_the_one_of_the_heading_is_not_the_events() -> None:
    assert _find_dates("Tide week 2014", "12 June 2017") == (None, None, None, None)
    assert _find_dates("Tide week 2014", "12 June 2015")[0] == date(2015, 6, 12)
    assert _find_dates("Tide week 2014", "3 March 2014", "The harvest of 12 June 2017")[0] == date(2014, 3, 3)


def test_the_time_of_a_ranges_last_day_is_the_end() -> None:
    found = _find_dates("Tide talk", "3 May 2027 14:00 – 5 May 2027 16:00")
    assert found == (date(2027, 5, 3), "14:00", date(2027, 5, 5), "16:00")
