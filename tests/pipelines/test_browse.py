"""`colloquy browse`: what its pages show, what they refuse, and that they follow the tables."""

import html
import re
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from werkzeug.test import Client, TestResponse

from pipelines.browse.app import Browser
from pipelines.browse.search_index import FILE_NAME, connect
from pipelines.forget import forget
from pipelines.home import Home
from pipelines.tables import Tables

_MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
_SEEN = {"first_seen": _MOMENT, "last_seen": _MOMENT, "last_changed": _MOMENT}


def _event(number: int, **values: Any) -> dict[str, Any]:
    url = f"https://mill.example/events/{number}"
    return {"record_id": f"e{number}", "url": url, "site": "mill", "evidence": []} | _SEEN | values


def _page(number: int, body: str, **values: Any) -> dict[str, Any]:
    url = f"https://mill.example/events/{number}"
    return {"url": url, "canonical_url": url, "site": "mill", "page_kind": "event", "body": body} | _SEEN | values


_EVENTS = [
    _event(
        1, name="The river talks", start_date=date(2026, 3, 9), start_time="18:00", event_type="lecture",
        event_attendance_mode="offline", location=[{"name": "Old Mill", "address_locality": "Quillmere"}],
        performers=[{"name": "Wilma Tröst", "affiliation": "Weir Society"}],
        evidence=[
            {"field": "name", "text": "The river talks", "rule": "text.title", "path": "h1"},
            {"field": "start_date", "text": "Monday 9 March, 6pm", "rule": "label.date", "path": "div/p"},
            {"field": "performers[0]", "text": "with Wilma Tröst (Weir Society)", "rule": "text.with", "path": "p"},
        ],
    ),
    _event(2, name="Hedges <b>counted</b>", start_date=date(2026, 3, 30), end_date=date(2026, 4, 2),
           event_type="workshop", event_attendance_mode="online", event_status="EventCancelled",
           same_as=["javascript:alert(1)"]),
    _event(3, name="Winter school", start_date_partial="2026-03", dates_text="some day in March 2026"),
    _event(4, name="Last year's fair", start_date=date(2025, 6, 1), event_type="lecture", removed_at=_MOMENT),
]  # fmt: skip
_PAGES = [_page(1, "Come and hear how floods were measured.\nTea is served."), _page(2, "Hedgerows, counted by hand.")]
_TWINS = [
    _event(5, name="A shared talk", same_as_record=["w1"]),
    _event(6, record_id="w1", site="weir", name="The talk that is shared", same_as_record=["e5", "gone"]),
]
_GROUPS = [{"record_id": "g1", "url": "https://mill.example/groups/1", "site": "mill", "name": "River readers",
            "group_type": "interest_group", "purpose": "To read about rivers."} | _SEEN]  # fmt: skip
_CHANGES = [
    {"record_id": "e1", "table": "events", "site": "mill", "observed_at": _MOMENT, "recorded_at": _MOMENT,
     "change": "changed", "field": "start_time", "old": '"17:00"', "new": '"18:00"'},
    {"record_id": "e2", "table": "events", "site": "mill", "observed_at": _MOMENT, "change": "added"},
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.prepare()
    rows = {"events": _EVENTS, "groups": _GROUPS, "pages": _PAGES, "changes": _CHANGES}
    Tables(made.path).commit({"mill": rows}, keep=2)
    return made


@pytest.fixture
def client(home: Home) -> Client:
    return Client(Browser(home))


def _names(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [html.unescape(name) for name in re.findall(r'<h3[^>]*><a href="/\w+/\w+">(.*?)</a></h3>', answer.text)]


def test_all_events_stand_newest_first_and_removed_ones_only_when_asked_for(client: Client) -> None:
    assert _names(client.get("/")) == ["Hedges <b>counted</b>", "The river talks", "Winter school"]
    assert _names(client.get("/?sort=oldest&gone=yes"))[0] == "Last year's fair"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("river", ["The river talks"]),
        ("RIVER troest", []),
        ("trost", ["The river talks"]),  # without the umlaut's dots
        ("flood", ["The river talks"]),  # the beginning of a word of the page
        ('"were measured"', ["The river talks"]),
        ('"measured were"', []),
        ("hedge OR river", []),  # no operators: all words must be there
        ("quillmere tea", ["The river talks"]),
        ("counted", ["Hedges <b>counted</b>"]),
        ('"*', []),
        ("'); DROP TABLE records; --", []),
    ],
)
def test_words_are_found_in_names_people_places_and_bodies(client: Client, words: str, found: list[str]) -> None:
    assert _names(client.get("/", query_string={"q": words})) == found


def test_a_word_in_the_name_counts_more_than_one_in_the_body(home: Home) -> None:
    events = [_event(1, name="About tea"), _event(2, name="Floods and more floods"), _event(3, name="Of walls")]
    pages = [_page(1, "Floods, floods, floods and tea"), _page(3, "Nothing of the kind")]
    Tables(home.path).commit({"mill": {"events": events, "pages": pages}}, keep=2)
    assert _names(Client(Browser(home)).get("/?q=floods")) == ["Floods and more floods", "About tea"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("kind=lecture", ["The river talks"]),
        ("kind=lecture&kind=workshop", ["Hedges <b>counted</b>", "The river talks"]),
        ("kind=-", ["Winter school"]),
        ("mode=online", ["Hedges <b>counted</b>"]),
        ("since=2026-04-01", ["Hedges <b>counted</b>"]),  # it is still on
        ("since=2026-03-10&until=2026-03-20", ["Winter school"]),  # some day in March
        ("until=2026-03-09&since=2026-03-09&kind=lecture", ["The river talks"]),
        ("site=elsewhere", []),
        ("q=&since=&until=&kind=&gone=", ["Hedges <b>counted</b>", "The river talks", "Winter school"]),
    ],
)
def test_filters_leave_what_fits_them_all(client: Client, parameters: str, found: list[str]) -> None:
    assert _names(client.get(f"/?{parameters}")) == found


def test_a_filter_says_how_many_records_each_of_its_values_would_leave(client: Client) -> None:
    text = client.get("/?kind=lecture").text
    choices = re.findall(
        r'name="(kind|mode|site)" value="([^"]*)"( checked)?>.*?<span class="count faint">(\d+)<', text
    )
    assert ("kind", "lecture", " checked", "1") in choices
    assert ("kind", "workshop", "", "1") in choices
    assert ("mode", "online", "", "0") not in choices
    assert ("mode", "offline", "", "1") in choices


def test_groups_are_searched_by_their_own_words(client: Client) -> None:
    assert _names(client.get("/?table=groups&q=rivers")) == ["River readers"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?colour=red", "there is no parameter “colour”"),
        ("/?since=yesterday", "YYYY-MM-DD"),
        ("/?since=2026-05-01&until=2026-04-01", "ends (2026-04-01) before it begins"),
        ("/?page=0", "“page”"),
        ("/?page=2", "no page 2"),
        ("/?page=1&page=1", "more than once"),
        ("/?table=people", "“table”"),
        ("/?sort=random", "“sort”"),
        ("/?q=" + "x" * 301, "“q”"),
        ("/?q=" + "x+" * 33, "more than 32 words"),
        ("/calendar?month=2026-13", "YYYY-MM"),
        ("/calendar?month=2026-03&month=2026-04", "more than once"),
        ("/calendar?table=groups", "groups have no days"),
        ("/search.ics?table=groups", "only events"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_reason(client: Client, address: str, said: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert said in html.unescape(answer.text)


def test_an_event_shows_each_value_with_its_evidence_and_what_changed(client: Client) -> None:
    text = html.unescape(client.get("/events/e1").text)
    for words in (
        "Monday 9 March, 6pm",
        "label.date",
        "Wilma Tröst",
        "Weir Society",
        "with Wilma Tröst (Weir Society)",
    ):
        assert words in text
    history = text[text.index('id="history"') :]
    assert "Start time changed" in history
    assert re.search(r"<del>.*17:00.*</del>", history)
    assert re.search(r"<ins>.*18:00.*</ins>", history)


def test_an_event_leads_to_the_same_one_of_another_institute(home: Home) -> None:
    mill, weir = _TWINS
    Tables(home.path).commit({"mill": {"events": [mill]}, "weir": {"events": [weir]}}, keep=2)
    client = Client(Browser(home))
    assert re.search(r'Also announced by <a href="/events/w1">weir</a>\.', client.get("/events/e5").text)
    assert "/events/gone" not in client.get("/events/w1").text


def test_a_record_that_left_and_came_back_says_so(home: Home) -> None:
    moves = [{"record_id": "e1", "table": "events", "site": "mill", "observed_at": _MOMENT, "change": change,
              "field": "removed_at", "new": f'"{_MOMENT}"'} for change in ("removed", "returned")]  # fmt: skip
    Tables(home.path).commit({"mill": {"events": _EVENTS, "changes": moves}}, keep=2)
    history = Client(Browser(home)).get("/events/e1").text.partition('id="history"')[2]
    assert re.findall(r"<strong>(\w+)</strong>", history) == ["removed", "returned"]


def test_a_home_of_an_older_version_is_browsed_as_it_is(tmp_path: Path) -> None:
    kept = Path(__file__).with_name("homes") / "schema-2.tar.xz"
    with tarfile.open(kept) as whole:
        whole.extractall(tmp_path, filter="data")
    (tables,) = tmp_path.rglob("tables")
    client = Client(Browser(Home(tables.parent)))
    names = _names(client.get("/"))
    assert names
    record = re.findall(r'href="(/events/\w+)"', client.get("/").text)[0]
    assert client.get(record).status_code == client.get(f"{record}.ics").status_code == 200


def test_what_a_page_states_never_becomes_markup_or_a_script(client: Client) -> None:
    for address in ("/", "/?q=counted", "/events/e2", "/calendar?month=2026-03"):
        text = client.get(address).text
        assert "<b>" not in text
        assert 'href="javascript:' not in text
    assert "&lt;b&gt;" in client.get("/events/e2").text


def test_a_month_shows_an_event_on_each_of_its_days(client: Client) -> None:
    text = client.get("/calendar?month=2026-03").text
    assert text.count('href="/events/e1"') == 1
    assert text.count('href="/events/e2"') == 4  # 30 March to 2 April, a week that both months share
    assert "Without an exact day" in text
    assert "Winter school" in text
    assert client.get("/calendar?month=2026-04").text.count('href="/events/e2"') == 4
    empty = client.get("/calendar?month=2031-01").text
    assert "No event in this month" in empty


def test_a_search_and_an_event_are_calendar_files(client: Client) -> None:
    whole = client.get("/search.ics")
    assert whole.mimetype == "text/calendar"
    entries = Calendar.from_ical(whole.data).walk("VEVENT")
    assert sorted(str(entry["SUMMARY"]) for entry in entries) == ["Hedges <b>counted</b>", "The river talks"]
    (one,) = Calendar.from_ical(client.get("/events/e1.ics").data).walk("VEVENT")
    assert str(one["SUMMARY"]) == "The river talks"
    assert {str(entry["UID"]): entry["SEQUENCE"] for entry in entries} == {"e1@mill.colloquy": 1, "e2@mill.colloquy": 0}
    assert one["SEQUENCE"] == 1  # it was changed once
    assert Calendar.from_ical(client.get("/search.ics?q=hedges&mode=offline").data).walk("VEVENT") == []


def test_reserved_events_are_shown_but_not_handed_out(home: Home) -> None:
    pages = [_page(1, "text", tdm_reserved=True), _page(2, "text", tdm_reserved=False)]
    Tables(home.path).commit({"mill": {"events": _EVENTS, "pages": pages}}, keep=2)
    client = Client(Browser(home))
    assert "The river talks" in _names(client.get("/"))
    (one,) = Calendar.from_ical(client.get("/search.ics").data).walk("VEVENT")
    assert str(one["SUMMARY"]) == "Hedges <b>counted</b>"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8641", "127.0.0.1.evil.example", "10.0.0.1", ""])
def test_a_foreign_name_of_this_machine_gets_no_data(client: Client, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "river" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8641", "localhost:8641", "127.0.0.1", "localhost"])
def test_names_of_this_machine_are_served(client: Client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_allowed(client: Client, method: str) -> None:
    answer = client.open("/events/e1", method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "address", ["/", "/calendar", "/events/e1", "/style.css", "/search.ics", "/?page=x", "/nothing", "/events/none"]
)
def test_every_answer_carries_the_safe_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.head(address).data == b""


def test_pages_need_no_script_and_nothing_from_elsewhere(client: Client) -> None:
    for address in ("/", "/calendar?month=2026-03", "/events/e1", "/?table=groups", "/nothing"):
        text = client.get(address).text
        assert "<script" not in text
        assert " style=" not in text
        assert re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', text) == ["data:,", "/style.css"]


def test_an_unknown_record_is_a_page_that_says_so(client: Client) -> None:
    for address in ("/events/none", "/groups/e1", "/events/" + "x" * 65, "/people/e1"):
        assert client.get(address).status_code == 404


def test_no_dataset_yet_is_an_empty_page_that_says_what_to_type(tmp_path: Path) -> None:
    home = Home(tmp_path / "none")
    client = Client(Browser(home))
    for address in ("/", "/calendar", "/?q=river", "/?table=groups"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "colloquy demo" in answer.text
    assert Calendar.from_ical(client.get("/search.ics").data).walk("VEVENT") == []
    assert not home.path.exists()


def test_a_commit_is_seen_by_the_next_request_and_only_changed_sites_are_read_again(home: Home, client: Client) -> None:
    client.get("/")
    tables = Tables(home.path)
    with closing(connect(home.cache / FILE_NAME)) as index:
        before = index.execute("SELECT id, name FROM records ORDER BY id").fetchall()
    tables.commit({"weir": {"events": [_event(9, name="At the weir", site="weir")]}}, keep=2)
    assert "At the weir" in _names(client.get("/"))
    with closing(connect(home.cache / FILE_NAME)) as index:
        assert index.execute("SELECT id, name FROM records ORDER BY id").fetchall()[: len(before)] == before
    tables.commit({"mill": {"events": [_event(1, name="The river whispers")], "pages": _PAGES}}, keep=2)
    assert _names(client.get("/?q=river")) == ["The river whispers"]
    assert _names(client.get("/?q=measured")) == ["The river whispers"]
    tables.roll_back(2)
    assert _names(client.get("/?q=river")) == ["The river talks"]


@pytest.mark.parametrize("damage", [b"no database", b"", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_index_is_made_anew(home: Home, damage: bytes) -> None:
    Client(Browser(home)).get("/")
    (home.cache / FILE_NAME).write_bytes(damage)
    assert len(_names(Client(Browser(home)).get("/"))) == 3


def test_a_damaged_page_inside_the_index_is_made_anew_too(home: Home) -> None:
    Client(Browser(home)).get("/")
    path = home.cache / FILE_NAME
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)  # all but the first page
    path.write_bytes(content)
    assert len(_names(Client(Browser(home)).get("/"))) == 3


def test_damaged_tables_are_an_error_page_that_says_what_to_type(home: Home, client: Client) -> None:
    assert client.get("/events/e1").status_code == 200
    generation = Tables(home.path).current()
    assert generation
    for path in generation.paths("events"):
        path.unlink()
        path.write_bytes(b"PAR1 no more")
    answer = client.get("/events/e1")
    assert answer.status_code == 500
    assert "colloquy repair" in answer.text
    assert "Traceback" not in answer.text


def test_a_home_that_cannot_be_written_is_browsed_all_the_same(home: Home) -> None:
    home.cache.rmdir()
    home.cache.write_text("a file in place of the folder")
    assert len(_names(Client(Browser(home)).get("/"))) == 3


def test_what_is_forgotten_leaves_the_index(home: Home, client: Client) -> None:
    assert _names(client.get("/?q=trost"))
    with home.lock():
        list(forget(home, "Wilma Tröst", {}))
    assert not list(home.cache.glob("browse*"))
    assert _names(client.get("/?q=trost")) == []
    assert "Tröst" not in client.get("/events/e1").text


def test_long_lists_have_pages(home: Home) -> None:
    many = [_event(number, name=f"Talk {number:03}", start_date=date(2026, 1, 1)) for number in range(45)]
    Tables(home.path).commit({"mill": {"events": many}}, keep=2)
    client = Client(Browser(home))
    first, last = client.get("/"), client.get("/?page=3")
    assert len(_names(first)) == 20
    assert _names(last) == [f"Talk {number:03}" for number in range(40, 45)]
    assert 'rel="next" href="/?page=2"' in first.text
    assert 'rel="next"' not in last.text
    day = client.get("/calendar?month=2026-01").text
    assert "40 more" in day


@pytest.fixture
def server(home: Home) -> Iterator[str]:
    from threading import Thread

    from pipelines.browse.server import open_server

    with open_server(home, 0) as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{made.port}"
        made.shutdown()
        thread.join()


def test_it_is_served_on_loopback_and_says_nothing_of_its_software(server: str) -> None:
    from urllib.request import urlopen

    with urlopen(f"{server}/events/e1") as answer:
        assert answer.headers["Server"] == "colloquy"
        assert "The river talks" in answer.read().decode()


def test_a_taken_port_is_one_clear_line(server: str, home: Home) -> None:
    from pipelines.browse.server import open_server
    from pipelines.errors import UsageError

    with pytest.raises(UsageError, match="taken"), open_server(home, int(server.rpartition(":")[2])):
        pass
