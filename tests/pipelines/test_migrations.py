"""Homes of every schema are read, and the next commit writes them anew."""

import json
import re
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from keep_home import HOMES, PROFILES

from pipelines.dataset import load
from pipelines.errors import NewerSchema
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.rebuild import Rebuild
from pipelines.repair import repair
from pipelines.schema import ROWS, SCHEMA_VERSION, schema
from pipelines.settings import Settings
from pipelines.tables import Tables
from pipelines.verify import find_damage

KEPT = sorted(HOMES.glob("schema-*.tar.xz"))


def unpack(packed: Path, folder: Path) -> Home:
    with tarfile.open(packed) as file:
        file.extractall(folder, filter="tar")
    return Home(folder / "home")


def test_a_home_of_the_schema_of_now_is_kept_and_has_its_columns(tmp_path: Path) -> None:
    packed = HOMES / f"schema-{SCHEMA_VERSION}.tar.xz"
    assert packed.is_file(), "keep one: python -m tests.pipelines.keep_home"
    home = unpack(packed, tmp_path)
    for table in ROWS:
        for path in (home.tables / table).glob("*.parquet"):
            said = "a column changed: let SCHEMA_VERSION grow, then python -m tests.pipelines.keep_home"
            assert pq.read_schema(path).equals(schema(table)), said


@pytest.mark.parametrize("packed", KEPT, ids=lambda path: path.name)
def test_an_older_home_is_read_and_the_next_commit_writes_all_of_it_anew(packed: Path, tmp_path: Path) -> None:
    home = unpack(packed, tmp_path)
    before = load("events", home.path, since=date(2027, 1, 1))
    assert sorted(before["name"]) == ["A history of salt", "Clocks of the coast", "Kelp at sea", "Maps of fog"]
    changes = load("changes", home.path)
    assert changes["recorded_at"].notna().all()
    moved = changes[changes["field"] == "start_date"].iloc[0]
    then = load("events", home.path, as_of=moved["recorded_at"].to_pydatetime().replace(microsecond=0))
    assert dict(zip(then["name"], then["start_date"], strict=True))["Kelp at sea"] == date(2027, 5, 3)

    page = (
        "<html lang=en><title>Ice | hof</title><h1>Ice on the coast</h1><p>8 June 2027</p><p>A talk on ice.</p></html>"
    )
    (tmp_path / "eis.html").write_text(page)
    import_pages(home, "hof", [tmp_path / "eis.html"], {}, PROFILES["hof"])
    with home.lock():
        Rebuild(home, PROFILES, Settings()).run(["hof"])  # the other site's files are carried over
    current = Tables(home.path).current()
    assert current is not None
    assert current.schema_version == SCHEMA_VERSION
    for one in current.files:
        assert pq.read_schema(current.folder / one.name).equals(schema(one.table))
    lab = load("events", home.path, site="lab")
    assert lab.equals(before[before["site"] == "lab"].reset_index(drop=True))
    assert list(find_damage(home)) == []


def make_newer(home: Home) -> Path:
    """The same home as a later version may write it: another schema, another key."""
    path = home.tables / "_manifest.json"
    stated = json.loads(path.read_text())
    stated |= {"schema_version": SCHEMA_VERSION + 1, "surprise": True}
    del stated["sha256"]
    from pipelines.manifest import _digest

    path.write_text(json.dumps(stated | {"sha256": _digest(stated)}, indent=1))
    return path


def test_a_home_of_a_newer_version_is_left_alone_and_says_so(tmp_path: Path) -> None:
    home = unpack(KEPT[-1], tmp_path)
    manifest = make_newer(home).read_bytes()
    said = re.escape(f"{home.path} was written by a newer colloquy")
    with pytest.raises(NewerSchema, match=said):
        load("events", home.path)
    with home.lock(), pytest.raises(NewerSchema, match=said):
        Rebuild(home, PROFILES, Settings()).run()
    with home.lock(), pytest.raises(NewerSchema, match=said):
        list(repair(home, PROFILES))
    assert (home.tables / "_manifest.json").read_bytes() == manifest


def test_a_bit_flipped_in_the_version_is_damage_and_no_newer_version(tmp_path: Path) -> None:
    home = unpack(KEPT[-1], tmp_path)
    path = home.tables / "_manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"schema_version": ', b'"schema_version": 4', 1))
    assert any("damaged" in line for line in find_damage(home))


def test_changes_of_schema_2_get_their_date_and_say_what_they_did_to_removed_at() -> None:
    import pyarrow as pa

    from pipelines.migrations import migrate

    when = datetime(2027, 1, 4, tzinfo=UTC)
    old = [{"record_id": "a", "observed_at": when, "change": change, "field": None} for change in ("added", "removed",
           "returned")]  # fmt: skip
    rows = migrate(pa.Table.from_pylist(old), "changes", 2).to_pylist()
    assert [row["recorded_at"] for row in rows] == [when] * 3
    assert [(row["field"], row["old"], row["new"]) for row in rows] == [
        (None, None, None), ("removed_at", None, '"2027-01-04 00:00:00+00:00"'),
        ("removed_at", '"2027-01-04 00:00:00+00:00"', None),
    ]  # fmt: skip
