"""What the quality gate holds back, and that old rows stay until a person has looked."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.archive import Archive, RunProblem
from pipelines.dataset import load
from pipelines.gate import Summary, find_falls, read_summary, summarise
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild, RebuildReport
from pipelines.settings import Settings
from pipelines.table_files import to_arrow
from pipelines.tables import Tables

PROFILE = Profile(name="lab", url="https://lab.example/", time_zone="Europe/London")
TALK = (
    "<html lang=en><head><title>{name} | Lab</title></head><body><nav><a href=/>Home</a></nav>"
    "<main><h1>{name}</h1><dl><dt>Date</dt><dd>{day} May 2027</dd><dt>Time</dt><dd>14:00 – 15:30</dd></dl>"
    "<p>A talk on {name} and what the tides of the sea have to do with it.</p></main></body></html>"
)
WALL = "<html lang=en><head><title>Sign in</title></head><body><h1>Sign in</h1><p>To go on.</p></body></html>"
TITLES = ("Kelp", "Fog", "Maps", "Clocks", "Salt", "Sand", "Moss", "Rain", "Ropes", "Gulls", "Ice", "Shells")


def summary(events: int = 30, pages: int = 100, explained: float | None = None, **filled: int) -> Summary:
    return Summary(
        pages=pages,
        records={"events": events, "groups": 0},
        filled={"events": filled, "groups": {}},
        explained=explained,
    )


@pytest.mark.parametrize(
    ("last", "new", "found"),
    [
        (summary(30), summary(30), []),
        (summary(30), summary(22), []),  # a quarter: taken down one by one
        (summary(30), summary(20), ["events 30 → 20"]),
        (summary(6), summary(3), []),  # half, but three
        (summary(3), summary(0), ["events 3 → 0"]),
        (summary(2), summary(0), []),
        (summary(pages=100), summary(pages=40), ["pages 100 → 40"]),
        (summary(pages=100), summary(pages=400), []),
        (summary(30, start_date=28), summary(30, start_date=3), ["events with start_date 28 → 3 of 30"]),
        (summary(30, start_date=28), summary(24, start_date=22), []),  # fewer records, as full as before
        (summary(30, price=28), summary(300, price=28), []),  # more records, none of the old ones emptier
        (summary(30, price=4), summary(30), []),
        (summary(explained=0.95), summary(explained=0.4), ["chrome that the template explains 95% → 40%"]),
        (summary(explained=0.95), summary(explained=None), []),
        (summary(explained=None), summary(explained=0.1), []),
    ],
)
def test_what_fell_sharply_is_found(last: Summary, new: Summary, found: list[str]) -> None:
    assert find_falls(last, new) == found


def test_a_removed_record_is_not_counted() -> None:
    day = date(2027, 5, 3)
    rows = [{"start_date": day, "description": ""}, {"start_date": day, "removed_at": datetime(2027, 1, 1, tzinfo=UTC)}]
    made = summarise(1, {"events": to_arrow(rows, "events"), "groups": to_arrow([], "groups")})
    assert (made.records["events"], made.filled["events"]) == (1, {"start_date": 1})


def test_a_field_counts_where_it_says_something() -> None:
    rows = [
        {"name": "Kelp at sea", "is_accessible_for_free": False, "performers": [{"name": "Orla Penhallick"}]},
        {"name": "Maps of fog", "description": "", "performers": [], "hashtags": None},
    ]
    made = summarise(1, {"events": to_arrow(rows, "events"), "groups": to_arrow([], "groups")})
    assert made.filled["events"] == {"is_accessible_for_free": 1, "performers": 1}


def test_a_summary_is_the_same_after_it_was_stored() -> None:
    one = summary(30, start_date=28, explained=0.5)
    assert read_summary(one.model_dump()) == one
    assert read_summary(one.model_dump() | {"what another version knew": 1}) == one


def rebuild(home: Home, folder: Path, pages: dict[str, str], accept: tuple[str, ...] = ()) -> RebuildReport:
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    import_pages(home, "lab", [folder], {}, PROFILE)
    with home.lock():
        return Rebuild(home, {"lab": PROFILE}, Settings(), accept=accept).run()


def talks() -> dict[str, str]:
    return {f"talk-{n}": TALK.format(name=f"{name} at sea", day=n + 1) for n, name in enumerate(TITLES)}


def test_a_site_that_answers_with_a_sign_in_page_keeps_its_rows_until_it_is_accepted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    good = rebuild(home, tmp_path / "saved", talks())
    assert (good.sites[0].records["events"], good.sites[0].held) == (12, ())
    before = load("events", home.path)

    walled = rebuild(home, tmp_path / "saved", dict.fromkeys(talks(), WALL))
    assert "events with start_date 12 → 0 of 12" in walled.sites[0].held
    assert walled.generation == good.generation
    assert load("events", home.path).equals(before)

    with home.lock(), Archive(home.archive, writable=True) as archive:  # as the end of a crawl does
        newest = next(iter(archive.runs())).id
        archive.store_problem(RunProblem("lab", "", newest, "gate", "error", "held back: events 12 → 0"))
    accepted = rebuild(home, tmp_path / "saved", {}, accept=("lab",))
    assert (accepted.sites[0].held, accepted.sites[0].errors) == ((), 0)
    assert "gate" not in set(load("problems", home.path)["step"])
    with Archive(home.archive) as archive:
        assert archive.problems("lab") == []
    assert load("events", home.path)["start_date"].isna().all()


def test_a_site_that_hides_its_dates_is_held_back_and_passes_when_they_are_back(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    rebuild(home, tmp_path / "saved", talks())
    bare = {name: re.sub(r"<dl>.*</dl>", "", text) for name, text in talks().items()}
    held = rebuild(home, tmp_path / "saved", bare).sites[0].held
    assert "events with start_date 12 → 0 of 12" in held
    assert rebuild(home, tmp_path / "saved", talks()).sites[0].held == ()
    assert load("events", home.path)["start_date"].notna().all()


def test_one_site_held_back_does_not_hold_back_another(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    rebuild(home, tmp_path / "saved", talks())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.html").write_text(TALK.format(name="Other things", day=4), "utf-8")
    import_pages(home, "other", [tmp_path / "other"], {}, None)
    report = rebuild(home, tmp_path / "saved", dict.fromkeys(talks(), WALL))
    assert {one.site: bool(one.held) for one in report.sites} == {"lab": True, "other": False}
    assert set(load("pages", home.path)["site"]) == {"lab", "other"}
    current = Tables(home.path).current()
    assert current
    assert set(current.summaries) == {"lab", "other"}
