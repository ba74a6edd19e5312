"""Generations: what a reader sees before, during and after a commit."""

import json
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset import load
from pipelines.dataset_card import make_card
from pipelines.errors import ColloquyError, UsageError
from pipelines.schema import ROWS, schema
from pipelines.table_files import take_rows
from pipelines.tables import Tables

CHECKOUT = Path(__file__).resolve().parents[2]


def event(identity: str, site: str = "lab", **fields: Any) -> dict[str, Any]:
    return {"record_id": identity, "url": f"http://lab.example/{identity}", "site": site, "name": identity, **fields}


def commit(home: Path, *events: dict[str, Any], site: str = "lab") -> None:
    Tables(home).commit({site: {"events": list(events)}}, keep=2)


def test_before_the_first_commit_every_table_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    for table in ROWS:
        frame = load(table, tmp_path)
        assert frame.empty
        assert list(frame.columns) == schema(table).names


def test_load_and_a_plain_read_of_the_folder_give_the_same_rows(tmp_path: Path) -> None:
    commit(tmp_path, event("a", start_date=date(2027, 5, 3)), event("b"))
    commit(tmp_path, event("c", site="other"), site="other")
    plain = pd.read_parquet(tmp_path / "tables/events", dtype_backend="pyarrow")
    pd.testing.assert_frame_equal(plain, load("events", tmp_path), check_dtype=False)


def test_a_commit_of_one_site_keeps_the_rows_of_the_others(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    commit(tmp_path, event("c", site="other"), site="other")
    commit(tmp_path, event("b"))
    assert sorted(load("events", tmp_path)["record_id"]) == ["b", "c"]


def test_a_commit_without_change_makes_no_generation(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    before = Tables(tmp_path).current()
    commit(tmp_path, event("a"))
    assert Tables(tmp_path).current() == before


def test_old_generations_are_kept_up_to_the_limit(tmp_path: Path) -> None:
    for name in "abcde":
        commit(tmp_path, event(name))
    assert [one.number for one in Tables(tmp_path).generations()] == [3, 4, 5]


def test_a_commit_that_was_killed_leaves_the_old_generation_and_is_swept(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    rest = tmp_path / "generations/000002.building/events"
    rest.mkdir(parents=True)
    (rest / "new.parquet").write_bytes(b"PAR1 half a file")
    assert list(load("events", tmp_path)["record_id"]) == ["a"]
    commit(tmp_path, event("b"))
    assert not list((tmp_path / "generations").glob("*.building"))


def test_verify_names_a_flipped_bit_and_a_missing_file(tmp_path: Path) -> None:
    commit(tmp_path, event("a"), event("b"))
    tables = Tables(tmp_path)
    assert list(tables.verify()) == []
    path = next(path for path in (tmp_path / "tables/events").resolve().glob("lab-*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [str(path) in line for line in tables.verify()] == [True]
    path.unlink()
    assert "missing" in next(tables.verify())


def test_nested_values_and_instants_survive_the_way_through_parquet(tmp_path: Path) -> None:
    start = datetime(2027, 5, 3, 13, tzinfo=UTC)
    commit(tmp_path, event("a", starts_at=start, performers=[{"name": "Ada Quill", "role": "speaker"}]))
    row = load("events", tmp_path).iloc[0]
    assert row["starts_at"] == start
    assert row["performers"][0]["name"] == "Ada Quill"


def test_filters_go_by_site_day_and_column(tmp_path: Path) -> None:
    commit(tmp_path, event("a", start_date=date(2026, 1, 1)), event("b", start_date=date(2027, 1, 1)))
    found = load("events", tmp_path, site="lab", since=date(2026, 6, 1), columns=["name", "start_date"])
    assert list(found.columns) == ["name", "start_date"]
    assert list(found["name"]) == ["b"]


@pytest.mark.parametrize(("table", "more"), [("event", {}), ("events", {"columns": ["nmae"]})])
def test_an_unknown_table_or_column_is_named_with_the_known_ones(tmp_path: Path, table: str, more: Any) -> None:
    with pytest.raises(UsageError, match="events"):
        load(table, tmp_path, **more)


def test_every_column_has_a_description(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    assert all(load("events", tmp_path).attrs["columns"].values())
    for table in ROWS:
        assert all(field.metadata[b"description"] for field in schema(table))


def test_the_dataset_card_is_what_the_schema_says() -> None:
    assert (CHECKOUT / "data/README.md").read_text("utf-8") == make_card()


def test_the_manifest_counts_rows(tmp_path: Path) -> None:
    commit(tmp_path, event("a"), event("b"))
    manifest = json.loads((tmp_path / "tables/_manifest.json").read_text())
    assert {one["rows"] for one in manifest["files"] if one["table"] == "events"} == {2}


def test_an_older_generation_can_be_read_again_and_the_next_commit_follows_it(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    commit(tmp_path, event("b"))
    Tables(tmp_path).roll_back(1)
    assert list(load("events", tmp_path)["record_id"]) == ["a"]
    commit(tmp_path, event("c", site="other"), site="other")
    assert sorted(load("events", tmp_path)["record_id"]) == ["a", "c"]
    current = Tables(tmp_path).current()
    assert current
    assert current.number == 3


def test_a_rollback_to_an_unknown_or_damaged_generation_leaves_things_as_they_are(tmp_path: Path) -> None:
    commit(tmp_path, event("a"))
    commit(tmp_path, event("b"))
    with pytest.raises(UsageError, match="Kept: 1, 2"):
        Tables(tmp_path).roll_back(7)
    path = next((tmp_path / "generations/000001/events").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ColloquyError, match="not whole"):
        Tables(tmp_path).roll_back(1)
    assert list(load("events", tmp_path)["record_id"]) == ["b"]


@pytest.mark.parametrize("old, new", [(b'"rows": 1', b'"rows": 3'), (b'"generation": 1', b'"generation": 3')])
def test_a_flipped_bit_in_the_manifest_is_noticed(tmp_path: Path, old: bytes, new: bytes) -> None:
    commit(tmp_path, event("a"))
    path = tmp_path / "tables/_manifest.json"
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert [line for line in Tables(tmp_path).verify() if "_manifest.json" in line]


@given(st.lists(st.integers(1, 5), max_size=5), st.data())
def test_rows_taken_from_any_pieces_are_those_at_the_places(lengths: list[int], data: st.DataObject) -> None:
    kinds = pa.schema([("name", pa.string()), ("parts", pa.list_(pa.int64()))])
    rows = iter({"name": f"row {number}", "parts": [number] * (number % 3)} for number in range(sum(lengths)))
    pieces = [pa.Table.from_pylist(list(islice(rows, length)), schema=kinds) for length in lengths]
    found = pa.concat_tables([kinds.empty_table(), *pieces])
    places = data.draw(st.lists(st.integers(0, len(found) - 1), unique=True) if len(found) else st.just([]))
    taken = take_rows(found, np.array(places, dtype=np.uint64))
    assert taken.to_pylist() == found.take(pa.array(places, pa.int64())).to_pylist()
