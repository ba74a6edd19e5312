"""What an analyst meets: the same rows in every tool, and errors that say what to type."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.dataset import load, read_table
from pipelines.dataset_card import make_card
from pipelines.errors import ColloquyError, UsageError
from pipelines.schema import ROWS, schema
from pipelines.tables import Tables

CHECKOUT = Path(__file__).resolve().parents[2]
START = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # the night in which the clocks of Europe change
PEOPLE = [{"name": "Orla Penhallick", "role": "chair"}, {"name": "Otto Reed", "role": "speaker"}]


def event(identity: str, site: str = "lab", **fields: Any) -> dict[str, Any]:
    return {"record_id": identity, "url": f"http://lab.example/{identity}", "site": site, "name": identity, **fields}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two sites, three events, one of them with all that can go wrong between tools."""
    full = event("a", start_date=date(2027, 3, 28), starts_at=START, performers=PEOPLE, is_accessible_for_free=True,
                 maximum_attendee_capacity=12, price=[{"amount": 2.5, "price_currency": "EUR"}], hashtags=["#kelp"],
                 location=[{"name": "Salle « Mer »", "address_locality": "Zürich"}], alternate_name=[])  # fmt: skip
    rows = {"lab": [full, event("b", start_date=date(2027, 9, 1))], "hof": [event("c", "hof")]}
    Tables(tmp_path).commit({site: {"events": events} for site, events in rows.items()}, keep=2)
    return tmp_path


def rows_of(home: Path) -> list[dict[str, Any]]:
    return sorted(read_table("events", home).to_pylist(), key=lambda row: row["record_id"])


def test_polars_reads_the_same_rows(home: Path) -> None:
    frame = pl.read_parquet(home / "tables/events/*.parquet")
    assert frame.sort("record_id").to_dicts() == rows_of(home)
    assert frame.schema["starts_at"] == pl.Datetime("us", "UTC")


def test_duckdb_reads_the_same_rows(home: Path) -> None:
    duckdb.sql("SET TimeZone = 'Asia/Tokyo'")  # instants are the same whatever the session's zone
    found = duckdb.sql(f"SELECT * FROM read_parquet('{home}/tables/events/*.parquet') ORDER BY record_id")
    rows = found.to_arrow_table().cast(schema("events")).to_pylist()
    assert rows == rows_of(home)
    night = f"SELECT hour(starts_at AT TIME ZONE 'Europe/Berlin') FROM read_parquet('{home}/tables/events/*.parquet')"
    assert (3,) in duckdb.sql(night).fetchall()  # 2 o'clock does not exist that night


def test_pandas_reads_the_same_rows_with_and_without_us(home: Path) -> None:
    plain = pd.read_parquet(home / "tables/events", dtype_backend="pyarrow")
    ours = load("events", home)
    pd.testing.assert_frame_equal(plain, ours, check_dtype=False)
    assert ours.set_index("record_id").loc["a", "starts_at"] == START
    assert {str(ours.dtypes[name]) for name in ("start_date", "is_accessible_for_free")} == {
        "date32[day][pyarrow]", "bool[pyarrow]",
    }  # fmt: skip
    local = ours["starts_at"].dt.tz_convert("Europe/Berlin")
    assert local.dropna().iloc[0].isoformat() == "2027-03-28T03:30:00+02:00"


def test_only_types_that_every_reader_of_parquet_knows_are_used() -> None:
    known = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}

    def leaves(kind: pa.DataType) -> set[pa.DataType]:
        if pa.types.is_list(kind):
            return leaves(kind.value_type)
        return set().union(*(leaves(field.type) for field in kind)) if pa.types.is_struct(kind) else {kind}

    assert {kind for table in ROWS for field in schema(table) for kind in leaves(field.type)} <= known


def test_the_examples_of_the_card_run(home: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", make_card(), re.DOTALL)
    names: dict[str, Any] = {"load": lambda *a, **more: load(*a, home, **more)}
    text = code[0].replace("from pipelines import load\n", "").replace('site="sample"', 'site="lab"')
    exec(text, names)
    people = names["people"]
    assert list(people["person_name"]) == ["Orla Penhallick", "Otto Reed"]
    assert list(people["person_role"]) == ["chair", "speaker"]
    plain = "import pandas, polars, duckdb\nresult = " + code[1].strip().splitlines()[-1]
    exec(plain.replace("data/tables", f"{home}/tables"), names)
    assert "Otto Reed" in str(names["result"])


def test_the_plot_of_the_readme_is_drawn(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"\.venv/bin/python -c '\n(.*?)'\n```", (CHECKOUT / "README.md").read_text("utf-8"), re.DOTALL)
    assert code
    monkeypatch.setenv("COLLOQUY_HOME", str(home))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path)
    exec(code[1], {})
    assert (tmp_path / "events.png").read_bytes().startswith(b"\x89PNG")


def test_attrs_say_what_each_column_is(home: Path) -> None:
    attrs = load("events", home, columns=["start_date", "event_status", "registration_url"]).attrs
    assert attrs["table"] == "events"
    assert set(attrs["columns"]) == {"start_date", "event_status", "registration_url"}
    assert attrs["units"] == {"start_date": "day, local"}
    assert attrs["schema_org"]["registration_url"] == "https://schema.org/url"
    assert "EventCancelled" in attrs["values"]["event_status"]


def test_the_parquet_files_say_the_same_of_every_column_and_part_of_a_struct(home: Path) -> None:
    for path in (home / "tables/events").glob("*.parquet"):
        found = pq.read_schema(path)
        assert found.field("registration_url").metadata[b"schema_org_path"] == b"offers.url"
        assert (
            found.field("performers").type.value_type.field("role").metadata[b"description"].startswith(b"Part played")
        )
        assert {field.name: field.metadata for field in found} == {
            field.name: field.metadata for field in schema("events")
        }


def test_what_the_filters_leave_out_is_not_read(tmp_path: Path) -> None:
    days = [date.fromordinal(date(2000, 1, 1).toordinal() + number // 8) for number in range(25_000)]
    long = "x" * 200
    rows = [event(f"e{number:05}", start_date=day, description=f"{number} {long}") for number, day in enumerate(days)]
    Tables(tmp_path).commit({"lab": {"events": rows}}, keep=1)
    path = next((tmp_path / "tables/events").glob("lab-*"))
    metadata = pq.ParquetFile(path).metadata
    column = metadata.schema.names.index("start_date")
    first = [metadata.row_group(group).column(column).statistics.min for group in range(metadata.num_row_groups)]
    assert first == sorted(first)
    assert len(first) == 3
    damage_first_group(path, metadata)
    late = load("events", tmp_path, since=days[22_000])
    assert len(late) == 3_000  # the damaged group was never touched
    assert len(load("events", tmp_path, columns=["start_date"])) == 25_000
    with pytest.raises(ColloquyError, match="colloquy verify"):
        load("events", tmp_path)


def damage_first_group(path: Path, metadata: pq.FileMetaData) -> None:
    """Flip a bit in the middle of `description` of the first row group."""
    at = schema("events").names.index("description")
    column = next(metadata.row_group(0).column(number) for number in range(metadata.num_columns)
                  if metadata.row_group(0).column(number).path_in_schema == "description")  # fmt: skip
    assert at > 0
    content = bytearray(path.read_bytes())
    content[column.data_page_offset + column.total_compressed_size // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "event"}, "no table `event`. Tables: pages, events, groups"),
        ({"columns": ["nmae"]}, "no column `nmae` in events. Columns: record_id, url"),
        ({"site": "labb"}, "no site `labb` in this dataset. Sites: hof, lab."),
        ({"since": 2027}, "`2027` is no day"),
        ({"as_of": 2027}, "`2027` is no day"),
        ({"since": "next week"}, "`next week` is no day. Say it like 2027-05-03."),
        ({"table": "groups", "since": "2027-01-01"}, "groups has none"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(home: Path, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        load(**({"table": "events", "home": home} | asked))


def test_a_missing_file_is_one_clear_line(home: Path) -> None:
    next((home / "tables/events").resolve().glob("lab-*")).unlink()
    with pytest.raises(ColloquyError, match=r"missing or damaged .* `colloquy repair` mends it") as caught:
        load("events", home)
    assert "\n" not in str(caught.value)


def test_an_empty_dataset_has_all_columns_and_their_types(tmp_path: Path) -> None:
    frame = load("events", tmp_path, since="2027-01-01", as_of="2027-01-01", columns=["name", "starts_at"])
    assert frame.empty
    assert str(frame.dtypes["starts_at"]) == "timestamp[us, tz=UTC][pyarrow]"


def test_a_folder_that_is_not_there_is_no_empty_dataset(tmp_path: Path) -> None:
    assert load("events", tmp_path).empty
    with pytest.raises(UsageError, match="there is no folder"):
        load("events", tmp_path / "datta")
