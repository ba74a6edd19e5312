"""Damage of every kind: verify names it, repair keeps all that is whole, and then verify finds nothing."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_archive import HTML, answer, fill, segments
from test_gate import PROFILE, rebuild, talks

from crawler.host_notes import HostNotes
from pipelines.archive import Archive, DamagedArchive
from pipelines.archive_index import INDEX_NAME, SEAL_NAME
from pipelines.archive_repair import LOST, repair_archive
from pipelines.dataset import load
from pipelines.home import Home
from pipelines.manifest import MANIFEST
from pipelines.rebuild import Rebuild
from pipelines.repair import repair
from pipelines.run_report import METRICS, store_metrics, store_report
from pipelines.settings import Settings
from pipelines.tables import Tables
from pipelines.verify import find_damage

PAGES = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two runs: in the second, every other page was not modified and one is new."""
    folder = tmp_path_factory.mktemp("sound") / "archive"
    first = fill(folder, PAGES)
    with Archive(folder, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        for capture in first[::2]:
            archive.store_not_modified("institute", run, answer(capture.url, b"", day=2, status=304), capture)
        archive.store_response("institute", run, answer("https://institute.example/new", HTML + b"new", day=2))
        archive.finish_run(run, 0)
    return folder


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of a dozen talks."""
    folder = tmp_path_factory.mktemp("read")
    rebuild(Home(folder / "home"), folder / "saved", talks())
    return folder / "home"


@pytest.fixture
def home(read: Path, tmp_path: Path) -> Home:
    """A copy of it."""
    return Home(Path(shutil.copytree(read, tmp_path / "home", symlinks=True)))


def read_all(folder: Path) -> dict[str, bytes]:
    with Archive(folder) as archive:
        return {row.capture.url: archive.read(row.capture) for row in archive.pages("institute")}


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << at % 8
    path.write_bytes(content)


def damage(folder: Path, seed: int) -> Path:
    """Flip a bit in, cut short, or delete a file of the archive, by the dice."""
    dice = random.Random(seed)
    path = dice.choice([*segments(folder), folder / INDEX_NAME])
    kind, size = dice.randrange(5), path.stat().st_size
    if kind == 0:
        path.unlink()
    elif kind == 1:
        path.write_bytes(path.read_bytes()[: dice.randrange(size)])
    else:
        flip(path, dice.randrange(size))
    return path


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_damaged_all_else_can_be_read_and_verify_finds_nothing_more(
    sound: Path, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    before = read_all(folder)
    where = damage(folder, seed)
    with Archive(folder) as archive:
        assert list(archive.verify()) != []
    done = repair_archive(folder)
    assert done is not None
    with Archive(folder, writable=True) as archive:
        assert list(archive.verify()) == []
        lost = {fetch.url for fetch in archive.fetches("institute") if fetch.reason == LOST}
    after = read_all(folder)
    assert after.items() <= before.items()
    assert set(before) - set(after) == lost or set(before) - set(after) <= lost
    if where.name == INDEX_NAME:
        assert after == before  # every page is in the segments


def test_one_flipped_bit_costs_one_page_and_what_stands_for_it(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    with Archive(folder) as archive:
        hit = archive.newest("https://institute.example/p3")
        assert hit
    flip(folder / hit.file, hit.offset + hit.length // 2)
    done = repair_archive(folder)
    assert done is not None
    assert done.lost == [("institute", "https://institute.example/p3")]
    assert len(read_all(folder)) == PAGES


def test_a_sound_archive_is_left_alone(sound: Path) -> None:
    before = {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()}
    assert repair_archive(sound) is None
    assert {path: path.read_bytes() for path in sound.rglob("*") if path.is_file()} == before


def test_an_archive_without_its_index_is_read_from_its_segments(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound, folder)
    before = read_all(folder)
    (folder / INDEX_NAME).unlink()
    (folder / SEAL_NAME).unlink()
    with pytest.raises(DamagedArchive):
        Archive(folder, writable=True).runs()
    repair_archive(folder)
    assert read_all(folder) == before
    with Archive(folder) as archive:
        assert len(archive.runs()) == 2
        assert {run.finished_at is not None for run in archive.runs()} == {True}


def spoil_events(home: Home) -> None:
    path = next(path for path in (home.tables / "events").glob("lab-*.parquet"))
    flip(path, path.stat().st_size // 2)


def spoil_manifest(home: Home) -> None:
    flip(home.tables / MANIFEST, 40)


def spoil_template(home: Home) -> None:
    path = next(home.templates.glob("*.json"))
    flip(path, path.stat().st_size // 2)


def lose_the_generation(home: Home) -> None:
    shutil.rmtree(home.tables.resolve())


def lose_the_link(home: Home) -> None:
    home.tables.unlink()


@pytest.mark.parametrize("spoil", [spoil_events, spoil_manifest, spoil_template, lose_the_generation, lose_the_link])
def test_tables_and_templates_are_made_again(home: Home, spoil: Callable[[Home], None]) -> None:
    before = load("events", home.path).drop(columns=["last_seen"])
    spoil(home)
    assert list(find_damage(home)) != []
    with home.lock():
        assert list(repair(home, {})) != []
    assert list(find_damage(home)) == []
    after = load("events", home.path).drop(columns=["last_seen"])
    assert list(after["record_id"]) == list(before["record_id"])
    assert list(Tables(home.path).folder.glob("*.building")) == []
    with home.lock():
        assert list(repair(home, {})) == []


def test_one_flipped_bit_and_a_cut_in_any_file_of_a_home_are_named(home: Home) -> None:
    dice = random.Random(1)
    report = {"run_id": "r1", "finished_at_seconds": 1, "exit_code": 0, "seconds": 1.0, "sites": []}
    store_report(home.reports, report, keep=2)
    store_metrics(home.reports, report, [])
    HostNotes(home.cache / "hosts.json").leave("lab.example", 9.0, "asked to")
    files = [path for path in home.path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert {path.suffix for path in files} >= {".gz", ".json", ".zst", ".parquet", ".prom", ".sqlite"}
    missed = []
    for path in files:
        content = path.read_bytes()
        flip(path, dice.randrange(len(content)))
        missed += [] if any(find_damage(home)) else [f"{path}: a flipped bit"]
        path.write_bytes(content[: dice.randrange(len(content))])
        missed += [] if any(find_damage(home)) else [f"{path}: a cut"]
        path.write_bytes(content)
    assert (missed, list(find_damage(home))) == ([], [])


def test_damaged_reports_and_sketches_give_way(home: Home) -> None:
    report = {"run_id": "r1", "finished_at_seconds": 1, "exit_code": 0, "seconds": 1.0, "sites": []}
    stored = store_report(home.reports, report, keep=2)
    store_metrics(home.reports, report, [])
    spoiled = [stored, home.reports / METRICS, *home.cache.rglob("sketches.zst")]
    for path in spoiled:
        flip(path, 4)
    with home.lock():
        said = list(repair(home, {}))
    assert [str(path) in " ".join(said) for path in spoiled] == [True] * len(spoiled) == [True] * 3
    assert list(find_damage(home)) == []


def test_a_page_that_was_read_while_it_was_damaged_is_whole_again_when_it_is_fetched(
    home: Home, tmp_path: Path
) -> None:
    """The same bytes come back under the same digest: what was said of the damage is not their result."""
    events = set(load("events", home.path)["name"])
    (segment,) = home.archive.rglob("*.warc.gz")
    flip(segment, segment.stat().st_size // 2)
    with home.lock():
        Rebuild(home, {"lab": PROFILE}, Settings(), force=True, accept=["lab"]).run()
        assert "archive" in set(load("problems", home.path)["step"])
        lines = list(repair(home, {"lab": PROFILE}))
        assert any("lost" in line for line in lines)
    rebuild(home, tmp_path / "again", talks())
    found = load("events", home.path)
    assert set(found[found["removed_at"].isna()]["name"]) == events
    assert "archive" not in set(load("problems", home.path)["step"])
