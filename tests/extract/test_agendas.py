"""The agenda of a meeting: a page without a heading that says its day in its first lines."""

from datetime import date

import pytest

from extract import extract_page

MEMBERS = "".join(f"<p>Ada Quill, Ward {ward}</p>" for ward in range(1, 15))
ITEMS = "".join(
    f"<p>ORDINANCE {number} on the lights of the quay, first read on {number} March 2027.</p>" for number in (3, 4, 5)
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Council Agenda for May 20, 2028 DRAFT", date(2028, 5, 20)),
        ("Tagesordnung für die Sitzung am 20. Mai 2028", date(2028, 5, 20)),
        ("Ordre du jour du 20 mai 2028", date(2028, 5, 20)),
        ("The agenda for the year was set in May 2028", None),
    ],
)
def test_the_heading_line_of_an_agenda_says_the_day(line: str, day: date | None) -> None:
    html = f"<!doctype html><html><body>{MEMBERS}<p>{line}</p>{ITEMS}</body></html>"
    events = extract_page(html, "https://harbour.example/view?meeting=7").events
    assert [event.start_date for event in events] == ([day] if day else [])


def test_a_programme_line_reads_its_half_of_the_day_with_and_without_the_last_dot() -> None:
    lines = "<h1>Harbour Days</h1><p>3 May 2028</p><p>1:00 P.M. Tides</p><p>3:00 P.M</p><p>Winds</p>"
    (event,) = extract_page(f"<html><body>{lines}</body></html>", "https://harbour.example/events/days").events
    assert [(item.start, item.title) for item in event.agenda] == [("13:00", "Tides"), ("15:00", "Winds")]
