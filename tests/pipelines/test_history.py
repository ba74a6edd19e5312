"""What became of records is a row of `changes`, and with these rows every earlier state can be had again."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import commits
from pipelines.changes import Row, date_changes, find_changes, keep_removed
from pipelines.commits import settle
from pipelines.dataset import load, read_table
from pipelines.differences import find_differences
from pipelines.errors import UsageError
from pipelines.history import known_columns, order, rewind
from pipelines.linking import Key, Notice, link
from pipelines.schema import schema
from pipelines.tables import Tables

START = datetime(2027, 1, 4, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def event(identity: str, site: str = "lab", **fields: Any) -> Row:
    row = {"record_id": identity, "url": f"http://{site}.example/{identity}", "site": site, "name": identity}
    return row | {"removed_at": None, "last_changed": None} | fields


def arrow(rows: list[Row], table: str = "events") -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema(table))


def follow(
    old: list[Row], new: list[Row], changes: list[Row], now: datetime, lost: bool = True
) -> tuple[list[Row], list[Row]]:
    """Rows and changes after a rebuild that found `new`; `lost`: whether what it lacks is gone from the site."""
    before = arrow(old)
    kept = keep_removed(before, arrow(new), now, lambda row: lost)
    return kept.to_pylist(), [*changes, *find_changes("events", before, kept, now)]


def commit(home: Path, states: Mapping[str, list[Row]], now: datetime, lost: bool = True) -> None:
    """One run over sites, as a rebuild makes it."""
    tables = Tables(home)
    draft = tables.draft()
    for site, new in states.items():
        kept, changes = follow(tables.rows("events", site), new, tables.rows("changes", site), now, lost)
        draft.put(site, {"events": kept, "changes": changes})
    settle(draft, states, now)
    tables.publish(draft, keep=2)


def kinds(home: Path, identity: str) -> list[tuple[str, str | None]]:
    rows = read_table("changes", home).sort_by([("recorded_at", "ascending")]).to_pylist()
    return [(row["change"], row["field"]) for row in rows if row["record_id"] == identity]


def test_added_changed_cancelled_removed_and_returned_are_rows_each(tmp_path: Path) -> None:
    first = event("kelp", start_date=date(2027, 5, 3))
    moved = first | {"start_date": date(2027, 5, 4), "event_status": "EventRescheduled"}
    off = moved | {"event_status": "EventCancelled"}
    for turn, state in enumerate(([first], [moved], [off], [], [off], [off])):
        commit(tmp_path, {"lab": state}, START + turn * DAY)
    assert kinds(tmp_path, "kelp") == [
        ("added", None), ("changed", "start_date"), ("changed", "event_status"), ("changed", "event_status"),
        ("removed", "removed_at"), ("returned", "removed_at"),
    ]  # fmt: skip
    row = load("changes", tmp_path).query("field == 'start_date'").iloc[0]
    assert (row["old"], row["new"]) == ('"2027-05-03"', '"2027-05-04"')
    assert row["recorded_at"] == START + DAY


def test_a_record_that_was_a_mistake_leaves_the_table_and_its_change_keeps_it_whole(tmp_path: Path) -> None:
    commit(tmp_path, {"lab": [event("kelp", start_date=date(2027, 5, 3)), event("menu")]}, START)
    commit(tmp_path, {"lab": [event("kelp", start_date=date(2027, 5, 3))]}, START + DAY, lost=False)
    assert list(load("events", tmp_path)["record_id"]) == ["kelp"]
    assert kinds(tmp_path, "menu") == [("added", None), ("removed", None)]
    row = load("changes", tmp_path).query("record_id == 'menu' and change == 'removed'").iloc[0]
    assert json.loads(row["old"])["name"] == "menu"
    assert sorted(load("events", tmp_path, as_of=START)["record_id"]) == ["kelp", "menu"]


def test_what_stays_removed_stays_so_since_it_was_first_found_gone() -> None:
    old = arrow([event("kelp", removed_at=START)])
    kept = keep_removed(old, arrow([event("kelp", removed_at=START + DAY)]), START + 2 * DAY, lambda row: True)
    assert kept["removed_at"].to_pylist() == [START]
    assert list(find_changes("events", old, kept, START + 2 * DAY)) == []


_PARTY = st.fixed_dictionaries({"name": st.sampled_from(["Orla Penhallick", "Otto Reed"]), "role": st.none(),
                                "affiliation": st.none(), "title": st.none(), "url": st.none()})  # fmt: skip
_FIELDS = st.fixed_dictionaries({
    "name": st.sampled_from(["Kelp at sea", "Maps of fog"]),
    "start_date": st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    "starts_at": st.none() | st.just(START),
    "performers": st.lists(_PARTY, max_size=2),
    "is_accessible_for_free": st.none() | st.booleans(),
    "price": st.lists(st.fixed_dictionaries({"amount": st.floats(0, 100), "price_currency": st.just("EUR"),
                                             "applies_to": st.none(), "is_minimum": st.none()}), max_size=1),
    "removed_at": st.none() | st.just(START),
})  # fmt: skip
_STATE = st.tuples(st.dictionaries(st.sampled_from("abc"), _FIELDS), st.booleans())


@settings(max_examples=25)
@given(st.lists(_STATE, min_size=1, max_size=5))
def test_every_earlier_state_can_be_had_again(states: list[tuple[dict[str, Row], bool]]) -> None:
    rows: list[Row] = []
    changes: list[Row] = []
    saved: list[tuple[datetime, pa.Table]] = []
    names = known_columns("events")
    for turn, (state, lost) in enumerate(states):
        now = START + turn * DAY
        new = [event(identity, **fields) for identity, fields in state.items()]
        rows, changes = follow(rows, new, changes, now, lost)
        changes = date_changes(arrow(changes, "changes"), now).to_pylist()
        saved.append((now, order(arrow(rows).select(names), names)))
    for moment, then in saved:
        again = order(rewind(arrow(rows).select(names), arrow(changes, "changes"), "events", moment), names)
        assert again.to_pylist() == then.to_pylist()
        assert again.schema == then.schema


def test_as_of_each_commit_is_the_table_that_was_saved_then_with_its_links(tmp_path: Path) -> None:
    here = event("kelp", start_date=date(2027, 5, 3), performers=[{"name": "Orla Penhallick"}], name="Kelp at sea")
    there = event("tang", "hof", start_date=date(2027, 5, 3), performers=[{"name": "Orla Penhallick"}],
                  name="Kelp at sea")  # fmt: skip
    moved = here | {"start_date": date(2027, 5, 4)}
    runs: list[dict[str, list[Row]]] = [
        {"lab": [here]}, {"hof": [there]}, {"lab": [moved]}, {"lab": [here]}, {"lab": []},
    ]  # fmt: skip
    names = known_columns("events")
    saved = []
    for turn, run in enumerate(runs):
        commit(tmp_path, run, START + turn * DAY)
        saved.append(order(read_table("events", tmp_path).select(names), names).to_pylist())
    assert [len(one[0]["same_as_record"]) for one in saved] == [0, 1, 0, 1, 1]
    for turn, then in enumerate(saved):
        assert read_table("events", tmp_path, as_of=START + turn * DAY).to_pylist() == then
    assert read_table("events", tmp_path, as_of=START - DAY).num_rows == 0
    with pytest.warns(UserWarning, match="nothing was known at 2026-12-01: the history of this dataset begins at 2027"):
        assert load("events", tmp_path, as_of="2026-12-01").empty
    assert load("events", tmp_path, as_of="2027-01-04").attrs["as_of"] == "2027-01-04T23:59:59.999999+00:00"


_EVENT = st.fixed_dictionaries({
    "name": st.sampled_from(["Kelp at sea", "Maps of fog"]), "start_date": st.dates(date(2027, 5, 3), date(2027, 5, 4)),
    "performers": st.just([{"name": "Orla Penhallick"}]),
})  # fmt: skip
_RUN = st.dictionaries(st.sampled_from(["lab", "hof", "inst"]), st.dictionaries(st.sampled_from("ab"), _EVENT),
                       min_size=1)  # fmt: skip


@settings(max_examples=8)
@given(st.lists(_RUN, min_size=2, max_size=5))
def test_links_of_touched_days_and_those_taken_over_are_the_links_of_all(runs: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as name:
        home, names = Path(name), ["site", "record_id", "same_as_record"]
        for turn, run in enumerate(runs):
            states = {site: [event(f"{site}-{one}", site, **fields) for one, fields in found.items()]
                      for site, found in run.items()}  # fmt: skip
            commit(home, states, START + turn * DAY)
        by_days = order(read_table("events", home).select(names), names).to_pylist()
        tables = Tables(home)
        tables.commit({}, keep=2, anew=True)
        whole = tables.current()
        assert whole is not None
        assert whole.linked_by is None
        commit(home, {}, START + len(runs) * DAY)
        assert order(read_table("events", home).select(names), names).to_pylist() == by_days


def test_no_more_events_are_compared_together_than_memory_allows_or_one_day_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = {"name": "Kelp at sea", "performers": [{"name": "Orla Penhallick"}]}
    days = [date(2027, 5, day) for day in (3, 3, 3, 4, 5, 6)]
    states = {
        site: [event(f"{site}{number}", site, start_date=day, **talk) for number, day in enumerate(days)]
        for site in ("lab", "hof")
    }
    held: list[int] = []

    def count(notices: Iterable[Notice]) -> dict[Key, tuple[str, ...]]:
        found = list(notices)
        held.append(len(found))
        return link(found)

    monkeypatch.setattr(commits, "TOGETHER", 4)
    monkeypatch.setattr(commits, "link", count)
    commit(tmp_path, states, START)
    assert held == [6, 4, 2]
    linked = {row["record_id"]: row["same_as_record"] for row in read_table("events", tmp_path).to_pylist()}
    assert [linked[f"lab{number}"] for number in (3, 4, 5)] == [["hof3"], ["hof4"], ["hof5"]]


def test_rows_that_came_in_without_being_linked_are_linked_by_the_next_run(tmp_path: Path) -> None:
    talk = {"name": "Kelp at sea", "start_date": date(2027, 5, 3), "performers": [{"name": "Orla Penhallick"}]}
    commit(tmp_path, {"lab": [event("kelp", **talk)]}, START)
    Tables(tmp_path).commit({"hof": {"events": [event("tang", "hof", same_as_record=(), **talk)]}}, keep=2)
    assert [len(one) for one in read_table("events", tmp_path)["same_as_record"].to_pylist()] == [0, 0]
    commit(tmp_path, {"inst": [event("other", "inst", start_date=date(2027, 8, 3))]}, START + DAY)
    linked = {row["record_id"]: row["same_as_record"] for row in read_table("events", tmp_path).to_pylist()}
    assert linked == {"kelp": ["tang"], "tang": ["kelp"], "other": []}


_ROWS = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.sampled_from(["here", "there"]))


@given(_ROWS, _ROWS)
def test_rows_that_differ_are_those_that_a_comparison_of_each_finds(old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = (arrow([event(one, description=text) for one, text in rows.items()]) for rows in (old, new))
    changed = sorted(one for one in old.keys() & new.keys() if old[one] != new[one])
    found = find_differences(before, after, ["record_id", "description"])
    assert [one["record_id"].to_pylist() for one in found] == [
        sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys()), changed, changed
    ]  # fmt: skip


def test_as_of_goes_with_site_since_and_columns(tmp_path: Path) -> None:
    commit(tmp_path, {"lab": [event("a", start_date=date(2027, 5, 3)), event("b")], "hof": [event("c", "hof")]}, START)
    commit(tmp_path, {"lab": [event("a", start_date=date(2027, 8, 3)), event("b")]}, START + DAY)
    now = load("events", tmp_path, since="2027-06-01", columns=["record_id"])
    then = load("events", tmp_path, since="2027-06-01", columns=["record_id"], as_of="2027-01-04")
    assert (list(now["record_id"]), list(then["record_id"])) == (["a"], [])
    early = load("events", tmp_path, site="lab", columns="name", as_of="2027-01-04")
    assert list(early.columns) == ["name"]
    assert list(early["name"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        ("pages", {"as_of": "2027-01-04"}, "no history is kept of pages"),
        ("events", {"as_of": "yesterday"}, "is no day"),
        ("events", {"as_of": "2027-01-04T25:00"}, "is no instant"),
        ("events", {"as_of": "2027-01-04", "columns": ["evidence"]}, "no history is kept of `evidence`"),
    ],
)
def test_what_has_no_history_is_said(tmp_path: Path, table: str, more: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load(table, tmp_path, **more)


def test_changes_are_dated_later_than_those_before_whatever_the_clock_says() -> None:
    rows = arrow([{"recorded_at": START}, {"recorded_at": None}], "changes")
    dated = date_changes(rows, START - DAY)["recorded_at"].to_pylist()
    assert dated[0] == START < dated[1]
