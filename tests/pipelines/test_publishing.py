"""A published folder stands alone: other tools read it, and its metadata says what is in it."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from test_history import commit, event

from pipelines import publishing
from pipelines.dataset import read_table
from pipelines.errors import UsageError
from pipelines.export import Terms
from pipelines.publishing import DEFAULT, publish
from pipelines.schema import schema

START = datetime(2027, 1, 4, 6, tzinfo=UTC)
TALK = event("kelp", name="Kelp at sea", start_date=date(2027, 5, 3), licence="https://creativecommons.org/licenses/by/4.0/",
             performers=[{"name": "Orla Penhallick"}, {"name": "Otto Reed"}], last_seen=START)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    commit(tmp_path / "home", {"lab": [TALK, event("fog", name="Maps of fog")]}, START)
    return tmp_path / "home"


def put_out(home: Path, folder: Path, **more: Any) -> dict[str, Any]:
    list(publish(home, folder, **({"tables": DEFAULT, "terms": Terms()} | more)))
    made: dict[str, Any] = json.loads((folder / "croissant.json").read_text())
    return made


def test_the_metadata_names_every_file_with_its_digest_and_every_column(home: Path, tmp_path: Path) -> None:
    made = put_out(home, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md", "changes.parquet", "croissant.json", "events.parquet", "groups.parquet",
    ]  # fmt: skip
    for file in made["distribution"]:
        content = (tmp_path / "out" / file["contentUrl"]).read_bytes()
        assert (file["sha256"], file["contentSize"]) == (hashlib.sha256(content).hexdigest(), f"{len(content)} B")
    assert pq.read_table(tmp_path / "out/events.parquet").equals(read_table("events", home))
    for table in made["recordSet"]:
        assert [field["@id"] for field in table["field"]] == [
            f"{table['name']}/{n}" for n in schema(table["name"]).names
        ]
    assert (made["datePublished"], made["license"]) == ("2027-01-04", [TALK["licence"]])


@pytest.mark.filterwarnings("ignore::DeprecationWarning:mlcroissant", "ignore::DeprecationWarning:rdflib")
def test_mlcroissant_finds_no_error_in_it_and_reads_the_same_rows(home: Path, tmp_path: Path) -> None:
    import mlcroissant

    put_out(home, tmp_path / "out", licence="https://creativecommons.org/publicdomain/zero/1.0/")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "out/croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    rows = {row["events/record_id"]: row for row in dataset.records("events")}
    assert set(rows) == {b"kelp", b"fog"}
    assert rows[b"kelp"]["events/start_date"].date() == date(2027, 5, 3)
    assert [one["events/performers/name"] for one in rows[b"kelp"]["events/performers"]] == [
        b"Orla Penhallick",
        b"Otto Reed",
    ]
    assert len(list(dataset.records("changes"))) == 2


def test_the_card_lists_files_columns_and_licence(home: Path, tmp_path: Path) -> None:
    put_out(home, tmp_path / "out", licence="CC0")
    card = (tmp_path / "out/README.md").read_text()
    assert "| [events.parquet](events.parquet) | 2 |" in card
    assert "Licence: CC0." in card
    assert all(f"| `{name}` |" in card for name in schema("events").names)


def test_publishing_again_takes_the_place_of_what_was_there(home: Path, tmp_path: Path) -> None:
    put_out(home, tmp_path / "out")
    made = put_out(home, tmp_path / "out", tables=("events",), terms=Terms(names=False))
    assert [one["name"] for one in made["recordSet"]] == ["events"]
    assert not (tmp_path / "out/groups.parquet").exists()
    assert b"Penhallick" not in (tmp_path / "out/events.parquet").read_bytes()
    names = [
        one["name"]
        for row in pq.read_table(tmp_path / "out/events.parquet")["performers"].to_pylist()
        for one in row or ()
    ]
    assert all(name.startswith("person-") for name in names)


def test_a_folder_with_other_things_in_it_is_left_alone(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/events.parquet").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        put_out(home, tmp_path / "mine")
    assert (tmp_path / "mine/events.parquet").read_text() == "mine"


def test_an_unknown_table_and_an_empty_home_are_said(home: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table `event`"):
        put_out(home, tmp_path / "out", tables=("event",))
    with pytest.raises(UsageError, match="colloquy demo"):
        put_out(tmp_path / "nothing", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_killed_run_leaves_what_was_published_and_can_be_run_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "out"
    for name in ("make_croissant", "_put"):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(publishing, name, die)
            put_out(home, folder)
        assert not list(folder.glob("*.parquet"))
    put_out(home, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"events.parquet", "croissant.json", "README.md"} <= before.keys()
    assert not [name for name in before if name.endswith(".tmp")]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(publishing, "_put", die)
        put_out(home, folder)
    assert {name: (folder / name).read_bytes() for name in before if name.endswith(".parquet")} == {
        name: content for name, content in before.items() if name.endswith(".parquet")
    }
