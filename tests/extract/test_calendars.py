"""Linked calendar files and "add to calendar" links."""

from datetime import date

import pytest

from extract.blocks import Block, Link
from extract.calendars import find_entries, find_occurrences, read_file, read_link
from extract.claims import View
from extract.markup import NO_MARKUP

ICS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Harbour Institute//EN\r
BEGIN:VEVENT\r
UID:1@harbour.example\r
SUMMARY:{name}\r
DTSTART;TZID=Europe/London:20280614T140000\r
DTEND;TZID=Europe/London:20280614T153000\r
LOCATION:Harbour Hall\r
{more}END:VEVENT\r
END:VCALENDAR\r
"""


def file(name: str = "Tea and Graphs", more: str = "") -> bytes:
    return ICS.format(name=name, more=more).encode()


def test_a_file_gives_day_times_zone_and_place() -> None:
    entry, problem = read_file(file(), "https://harbour.example/tea.ics", "Tea and Graphs")
    assert problem is None
    assert entry
    stated, claims = entry
    assert stated and stated.end
    assert (stated.start.day, stated.start.time, stated.start.zone) == (date(2028, 6, 14), "14:00", "Europe/London")
    assert (stated.end.time, stated.words[0]) == ("15:30", "20280614T140000")
    assert [claim.value.name for claim in claims if claim.field == "location"] == ["Harbour Hall"]


def test_a_cancelled_file_says_so() -> None:
    entry, _ = read_file(file(more="STATUS:CANCELLED\r\n"), "a.ics", "Tea and Graphs")
    assert entry
    assert [claim.value for claim in entry[1] if claim.field == "event_status"] == ["EventCancelled"]


def test_whole_days_end_on_their_last_day() -> None:
    content = file().replace(b";TZID=Europe/London:20280614T140000", b";VALUE=DATE:20280614")
    content = content.replace(b";TZID=Europe/London:20280614T153000", b";VALUE=DATE:20280617")
    entry, _ = read_file(content, "a.ics", "Tea and Graphs")
    assert entry and entry[0] and entry[0].end
    assert (entry[0].start.time, entry[0].end.day) == (None, date(2028, 6, 16))


def test_a_calendar_of_other_events_says_nothing_of_this_one() -> None:
    both = (
        file("Coffee").replace(b"END:VCALENDAR\r\n", b"")
        + file("Cake").split(b"PRODID:-//Harbour Institute//EN\r\n")[1]
    )
    both = both.replace(b"20280614T140000", b"20280615T140000", 1)
    assert read_file(both, "a.ics", "Tea and Graphs")[0] is None


@pytest.mark.parametrize(
    "content", [b"", b"no calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999\r\n", b"\xff\xfe\x00"]
)
def test_what_is_no_calendar_gives_nothing_and_no_exception(content: bytes) -> None:
    entry, problem = read_file(content, "a.ics", "Tea")
    assert entry is None
    assert problem is None or problem.step == "calendar"


def test_a_huge_file_is_not_read() -> None:
    entry, problem = read_file(b"X" * 2_000_001, "a.ics", "Tea")
    assert entry is None
    assert problem and "not read" in problem.message


GOOGLE = (
    "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Tea&dates={dates}&location=Harbour+Hall{more}"
)


@pytest.mark.parametrize(
    ("href", "start", "zone", "end"),
    [
        (GOOGLE.format(dates="20280614T130000Z/20280614T143000Z", more=""), "13:00", "UTC", "14:30"),
        (
            GOOGLE.format(dates="20280614T140000/20280614T153000", more="&ctz=Europe/London"),
            "14:00",
            "Europe/London",
            "15:30",
        ),
        (
            "https://outlook.live.com/calendar/0/deeplink/compose?startdt=2028-06-14T14:00:00&enddt=2028-06-14T15:30:00",
            "14:00",
            "",
            "15:30",
        ),
    ],
)
def test_links_give_day_and_times(href: str, start: str, zone: str, end: str) -> None:
    entry = read_link(href)
    assert entry and entry[0] and entry[0].end
    assert (entry[0].start.day, entry[0].start.time, entry[0].start.zone, entry[0].end.time) == (
        date(2028, 6, 14),
        start,
        zone,
        end,
    )


def test_a_link_without_a_day_or_broken_gives_nothing() -> None:
    assert read_link("https://calendar.google.com/calendar/render?action=TEMPLATE&text=Tea") is None
    assert read_link("https://[broken") is None


def test_the_links_and_files_of_a_page_are_found() -> None:
    link = Link("Add to calendar", GOOGLE.format(dates="20280614/20280615", more=""))
    view = View(
        "",
        "Tea and Graphs",
        (Block("Add to calendar", links=(link,)),),
        (),
        NO_MARKUP,
        linked={"https://harbour.example/a.ics": file()},
    )
    entries, problems = find_entries(view)
    assert not problems
    assert [stated.start.day for stated, _ in entries if stated] == [date(2028, 6, 14)] * 2


def test_a_series_ends_with_its_last_occurrence() -> None:
    entry, _ = read_file(file(more="RRULE:FREQ=WEEKLY;COUNT=3\r\n"), "a.ics", "Tea and Graphs")
    assert entry and entry[0] and entry[0].end
    assert (entry[0].start.day, entry[0].end.day, entry[0].end.time) == (date(2028, 6, 14), date(2028, 6, 28), "15:30")
    endless, _ = read_file(file(more="RRULE:FREQ=WEEKLY\r\n"), "a.ics", "Tea and Graphs")
    assert endless and endless[0] and endless[0].end and endless[0].end.day == date(2028, 6, 14)


def test_recurrences_are_unfolded() -> None:
    weekly = file(more="RRULE:FREQ=WEEKLY;COUNT=3\r\n")
    days = [day for day, _ in find_occurrences(weekly, date(2028, 6, 1), date(2028, 12, 31))]
    assert days == [date(2028, 6, 14), date(2028, 6, 21), date(2028, 6, 28)]
    assert find_occurrences(b"nothing", date(2028, 6, 1), date(2028, 12, 31)) == []


def test_a_weekly_series_leaves_out_its_exceptions_and_keeps_its_wall_clock_over_the_end_of_summer_time() -> None:
    weekly = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tea\r\n"
        b"DTSTART;TZID=Europe/London:20281018T140000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"
        b"EXDATE;TZID=Europe/London:20281025T140000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = find_occurrences(weekly, date(2028, 10, 1), date(2028, 12, 31))
    assert found == [(date(2028, 10, 18), "14:00"), (date(2028, 11, 1), "14:00"), (date(2028, 11, 8), "14:00")]
