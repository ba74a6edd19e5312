"""What leaves the home is valid, says the same as the tables, and can be subscribed to."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree
from test_history import commit, event

from extract import extract_page
from extract.records import RECORDS
from pipelines import formats
from pipelines.calendar_file import make_calendar
from pipelines.dataset import read_table
from pipelines.errors import UsageError
from pipelines.export import Choice, Terms, export_table
from pipelines.feed_file import make_feed
from pipelines.formats import FORMATS
from pipelines.linked_data import make_item
from pipelines.schema import schema

START = datetime(2027, 1, 4, 6, tzinfo=UTC)
DAY = timedelta(days=1)
BLANK: dict[str, Any] = dict.fromkeys(schema("events").names)
TALK = event(
    "kelp", name="Kelp at sea, a talk", start_date=date(2027, 5, 3), start_time="14:00", end_time="15:30",
    time_zone="Europe/London", starts_at=datetime(2027, 5, 3, 13, tzinfo=UTC),
    ends_at=datetime(2027, 5, 3, 14, 30, tzinfo=UTC), last_changed=START,
    description="Kelp; and what it holds,\nat sea.",
    event_type="talk", hashtags=["#kelp"], event_attendance_mode="mixed", virtual_location="Zoom",
    location=[{"name": "Malthouse Hall", "address_locality": "Quillmere"}],
    performers=[{"name": "Orla Penhallick", "affiliation": "Quillmere Institute", "role": "speaker"}],
    registration_url="https://tickets.example/e/77", price=[{"amount": 5.0, "price_currency": "GBP"}],
    super_event="Quillmere Lectures", language="en", same_as=["https://other.example/kelp"],
    alternate_name=["The weed that waits"],
)  # fmt: skip


def export(home: Path, format: str, table: str = "events", **more: Any) -> bytes:
    return b"".join(export_table(table, home, format, **more))


def entries(content: bytes) -> dict[str, Any]:
    calendar = Calendar.from_ical(content)
    calendar.validate()
    assert calendar["method"] == "PUBLISH"
    assert calendar.get_missing_tzids() == set()
    return {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An event in three commits: announced, moved, cancelled; beside it one that stays."""
    moved = TALK | {"start_date": date(2027, 5, 4), "starts_at": datetime(2027, 5, 4, 13, tzinfo=UTC),
                    "ends_at": datetime(2027, 5, 4, 14, 30, tzinfo=UTC)}  # fmt: skip
    off = moved | {"event_status": "EventCancelled", "image": "https://lab.example/new.png"}
    fog = event("fog", name="Maps of fog", start_date=date(2027, 7, 9), last_changed=START)
    old = event("old", name="Long over", start_date=date(2020, 7, 9), last_changed=START)
    for turn, state in enumerate(([TALK, fog, old], [moved, fog, old], [off, fog, old])):
        commit(tmp_path, {"lab": state}, START + turn * DAY)
    return tmp_path


def test_a_calendar_says_what_the_table_says(home: Path) -> None:
    found = entries(export(home, "ics"))
    talk, fog = found["Kelp at sea, a talk"], found["Maps of fog"]
    assert talk.start.isoformat() == "2027-05-04T14:00:00+01:00"
    assert talk.end - talk.start == timedelta(minutes=90)
    assert talk["description"] == "Kelp; and what it holds,\nat sea."
    assert talk["location"] == "Malthouse Hall, Quillmere; Zoom"
    assert talk["status"] == "CANCELLED"
    assert [str(one) for one in talk.categories] == ["talk", "kelp"]
    assert (fog.start, fog.end) == (date(2027, 7, 9), date(2027, 7, 10))
    assert "status" not in fog


def test_a_subscriber_sees_one_event_whose_sequence_grows_with_each_change_of_it(home: Path) -> None:
    talk, fog = (entries(export(home, "ics"))[name] for name in ("Kelp at sea, a talk", "Maps of fog"))
    assert (talk["uid"], talk["sequence"], fog["sequence"]) == ("kelp@lab.colloquy", 2, 0)
    assert talk["dtstamp"].dt == START
    assert export(home, "ics") == export(home, "ics")
    state = [row for row in read_table("events", home).to_pylist() if row["record_id"] != "fog"]
    linked = event("fog-there", "hof", name="Maps of fog", start_date=date(2027, 7, 9),
                   same_as=["http://lab.example/fog"])  # fmt: skip
    commit(home, {"lab": state, "hof": [linked]}, START + 3 * DAY)
    again = entries(export(home, "ics", choice=Choice(site="lab")))
    assert set(again) == {"Kelp at sea, a talk", "Long over"}  # what is gone leaves a published calendar
    commit(home, {"lab": [*state, event("fog", name="Maps of fog", start_date=date(2027, 7, 9))]}, START + 4 * DAY)
    back = entries(export(home, "ics", choice=Choice(site="lab")))
    assert (back["Maps of fog"]["uid"], back["Maps of fog"]["sequence"]) == (fog["uid"], 2)
    assert back["Kelp at sea, a talk"]["sequence"] == 2  # links are no revision


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_CLOCK = st.times().map(lambda clock: clock.strftime("%H:%M"))
_DAYS = st.dates(date(1990, 1, 1), date(2037, 1, 1))


@settings(max_examples=60)
@given(
    name=_TEXT, description=_TEXT, first=_DAYS, last=st.none() | _DAYS, start=st.none() | _CLOCK,
    end=st.none() | _CLOCK, zone=st.sampled_from([None, "BST", "Europe/London", "Asia/Kathmandu", "nonsense"]),
    known=st.booleans(),
)  # fmt: skip
def test_any_row_makes_a_calendar_that_reads_back(
    name: str, description: str, first: date, last: date | None, start: str | None, end: str | None, zone: str | None,
    known: bool,
) -> None:  # fmt: skip
    row = BLANK | event("a", name=name, description=description, start_date=first, end_date=last, start_time=start,
                        end_time=end, time_zone=zone)  # fmt: skip
    if known and start:
        row["starts_at"] = datetime.combine(first, time.fromisoformat(start), UTC)
        row["ends_at"] = datetime.combine(last or first, time.fromisoformat(end), UTC) if end else None
    calendar = Calendar.from_ical(make_calendar([row]))
    calendar.validate()
    entry = calendar.walk("VEVENT")[0]
    assert entry["uid"] == "a@lab.colloquy"
    assert entry.end >= entry.start
    if row["starts_at"] and (last is None or last == first or end):
        assert entry.start == row["starts_at"]


ATOM = "{http://www.w3.org/2005/Atom}"


def test_an_atom_feed_tells_what_is_new_moved_and_cancelled_and_not_what_is_over(home: Path) -> None:
    root = etree.fromstring(export(home, "atom"))
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iterfind(f"{ATOM}entry")]
    assert titles[:2] == ["Cancelled: Kelp at sea, a talk", "Moved: Kelp at sea, a talk"]
    assert sorted(titles[2:]) == ["New: Kelp at sea, a talk", "New: Maps of fog"]
    summary = root.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}summary")
    assert summary is not None
    assert "start date: 2027-05-03 → 2027-05-04" in summary
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iterfind(f"{ATOM}entry")]
    assert len(set(ids)) == 4
    assert ids == [
        entry.findtext(f"{ATOM}id") for entry in etree.fromstring(export(home, "atom")).iterfind(f"{ATOM}entry")
    ]
    for element in (root, *root.iterfind(f"{ATOM}entry")):  # what RFC 4287 asks of both
        for name in ("id", "title", "updated"):
            assert element.findtext(ATOM + name)
        datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
    assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_an_rss_feed_says_the_same(home: Path) -> None:
    channel = etree.fromstring(export(home, "rss")).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    first = channel.find("item")
    assert first.findtext("title") == "Cancelled: Kelp at sea, a talk"
    assert parsedate_to_datetime(first.findtext("pubDate")) == START + 2 * DAY
    assert (first.findtext("link"), first.find("guid").get("isPermaLink")) == ("http://lab.example/kelp", "false")


@given(_TEXT, _TEXT)
def test_a_feed_takes_any_text(name: str, description: str) -> None:
    row = BLANK | event("a", name=name, description=description, start_date=date(2027, 5, 3))
    change = {
        "table": "events",
        "site": "lab",
        "record_id": "a",
        "recorded_at": START,
        "change": "added",
        "field": None,
    }
    for form in ("atom", "rss"):
        assert etree.fromstring(make_feed(form, [row], [change])) is not None


def test_schema_org_items_read_back_as_the_same_event(home: Path) -> None:
    graph = json.loads(export(home, "jsonld"))["@graph"]
    item = next(one for one in graph if one["identifier"] == "kelp")
    script = json.dumps({"@context": "https://schema.org"} | item)
    page = (
        f"<html><head><title>{TALK['name']}</title><script type='application/ld+json'>{script}</script></head>"
        f"<body><main><h1>{TALK['name']}</h1><p>A talk.</p></main></body></html>"
    )
    read = extract_page(page, url=TALK["url"]).events[0]
    assert (read.name, read.start_date, read.start_time, read.end_time) == (
        TALK["name"],
        date(2027, 5, 4),
        "14:00",
        "15:30",
    )
    assert read.event_status == "EventCancelled"
    assert read.event_attendance_mode == "mixed"
    assert (read.location[0].name, read.location[0].address_locality) == ("Malthouse Hall", "Quillmere")
    assert (read.performers[0].name, read.performers[0].affiliation) == ("Orla Penhallick", "Quillmere Institute")
    assert read.super_event == "Quillmere Lectures"
    assert read.registration_url == "https://tickets.example/e/77"
    assert [(one.amount, one.price_currency) for one in read.price] == [(5.0, "GBP")]


def test_a_schema_org_item_states_nothing_that_the_row_does_not() -> None:
    item = make_item("events", BLANK | {"record_id": "a", "url": "http://lab.example/a", "name": "Kelp"})
    assert item == {"@type": "Event", "@id": "http://lab.example/a#a", "identifier": "a", "url": "http://lab.example/a",
                    "name": "Kelp"}  # fmt: skip


def test_a_group_is_an_organisation_with_its_people_and_the_way_to_join() -> None:
    row = dict.fromkeys(schema("groups").names) | {
        "record_id": "g", "url": "http://lab.example/g", "name": "Tides", "topics": ["tides"], "join_url": "http://lab.example/join",
        "organizers": [{"name": "Otto Reed", "affiliation": None, "role": "lead", "title": "Dr", "url": None}],
        "members": [{"name": "Orla Penhallick", "affiliation": None, "role": None, "title": None, "url": None}],
    }  # fmt: skip
    item = make_item("groups", row)
    assert item["member"] == [
        {"@type": "Person", "name": "Otto Reed", "honorificPrefix": "Dr"},
        {"name": "Orla Penhallick"},
    ]
    assert item["potentialAction"] == {"@type": "JoinAction", "target": "http://lab.example/join"}


def test_lines_and_parquet_are_the_table(home: Path) -> None:
    table = read_table("events", home)
    lines = [json.loads(line) for line in export(home, "jsonl").splitlines()]
    assert [line["record_id"] for line in lines] == table["record_id"].to_pylist()
    assert lines[0]["start_date"] == table["start_date"][0].as_py().isoformat()
    assert pq.read_table(io.BytesIO(export(home, "parquet"))).equals(table)


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    commit(
        tmp_path, {"lab": [event("a", name="=HYPERLINK(1)", description="@sum", start_date=date(2027, 5, 3))]}, START
    )
    row = next(csv.DictReader(io.StringIO(export(tmp_path, "csv").decode(), newline="")))
    assert (row["name"], row["description"], row["start_date"]) == ("'=HYPERLINK(1)", "'@sum", "2027-05-03")


def test_exports_go_by_site_day_and_what_was_known(home: Path) -> None:
    def ids(**choice: Any) -> list[str]:
        return [json.loads(line)["record_id"] for line in export(home, "jsonl", choice=Choice(**choice)).splitlines()]

    assert sorted(ids(since="2027-01-01")) == ["fog", "kelp"]
    then = [json.loads(line) for line in export(home, "jsonl", choice=Choice(as_of="2027-01-04")).splitlines()]
    assert {row["record_id"]: row["start_date"] for row in then}["kelp"] == "2027-05-03"
    with pytest.raises(UsageError, match="--as-of"):
        export(home, "ics", choice=Choice(as_of="2027-01-04"))


def test_each_form_is_a_module_of_its_own() -> None:
    assert {path.stem for path in Path(formats.__file__).parent.glob("*.py")} == {"__init__", *FORMATS}
    assert {table for form in FORMATS.values() for table in form.tables} <= set(RECORDS)


@pytest.mark.parametrize("format", list(FORMATS))
def test_an_empty_dataset_gives_an_empty_valid_file(tmp_path: Path, format: str) -> None:
    content = export(tmp_path, format)
    if format == "ics":
        assert entries(content) == {}
    elif format in ("atom", "rss"):
        assert len(etree.fromstring(content).findall(".//{*}entry")) == 0
    elif format == "jsonld":
        assert json.loads(content)["@graph"] == []
    elif format == "parquet":
        assert pq.read_table(io.BytesIO(content)).num_rows == 0
    else:
        assert len(content.splitlines()) == (format == "csv")


def test_what_a_site_reserves_stays_out_of_what_changed_too(tmp_path: Path) -> None:
    from pipelines.tables import Tables

    commit(tmp_path, {"lab": [TALK, event("fog")]}, START)
    rows = Tables(tmp_path).rows("events", "lab")
    page = {"url": TALK["url"], "site": "lab", "tdm_reserved": True}
    Tables(tmp_path).commit({"lab": {"events": rows, "pages": [page]}}, 1)
    assert {json.loads(line)["record_id"] for line in export(tmp_path, "jsonl", "changes").splitlines()} == {"fog"}
    everything = export(tmp_path, "jsonl", "changes", terms=Terms(reserved=True)).splitlines()
    assert {json.loads(line)["record_id"] for line in everything} == {"fog", "kelp"}
