"""Shards in, one home out: the same rows as if one home had done it all."""

import shutil
from pathlib import Path

import pytest
from test_gate import PROFILE, talks

from pipelines.archive import Archive
from pipelines.dataset import load
from pipelines.denylist import Denylist, store_denylist
from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.merge import check_shard, merge
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from pipelines.verify import find_damage

OTHER = Profile(name="hall", url="https://hall.example/", time_zone="Europe/London")
PROFILES = {"lab": PROFILE, "hall": OTHER}


def bring_in(home: Home, folder: Path, pages: dict[str, str], profile: Profile) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    import_pages(home, profile.name, [folder], {}, profile)
    with home.lock():
        Rebuild(home, PROFILES, Settings()).run()


def join(home: Home, *others: Home) -> list[str]:
    with home.lock():
        return [line for other in others for line in merge(home, other, PROFILES)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two homes of one site each, and the pages that they were made of."""
    folder = tmp_path_factory.mktemp("made")
    bring_in(Home(folder / "shard-1"), folder / "lab", talks(), PROFILE)
    bring_in(Home(folder / "shard-2"), folder / "hall", dict(list(talks().items())[:5]), OTHER)
    return folder


@pytest.fixture
def shards(made: Path, tmp_path: Path) -> list[Home]:
    """A copy of the two homes."""
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return [Home(tmp_path / "shard-1"), Home(tmp_path / "shard-2")]


def records(home: Home, table: str = "events") -> set[tuple[str, str, str]]:
    frame = load(table, home.path)
    return set(zip(frame["site"], frame["url"], frame["name" if table == "events" else "title"], strict=True))


def test_the_joined_home_has_the_rows_of_all(tmp_path: Path, shards: list[Home]) -> None:
    home = Home(tmp_path / "all")
    join(home, *shards)
    for table in ("events", "pages"):
        assert records(home, table) == records(shards[0], table) | records(shards[1], table)
    assert list(find_damage(home)) == []
    with Archive(home.archive) as archive:
        for row in archive.pages("hall"):
            assert archive.read(row.capture)


def test_a_second_merge_takes_only_what_is_new(tmp_path: Path, shards: list[Home]) -> None:
    home = Home(tmp_path / "all")
    join(home, *shards)
    before = load("events", home.path)
    assert "0 captures" in join(home, *shards)[0]
    assert load("events", home.path).equals(before)

    moved = {"talk-1": talks()["talk-1"].replace("May 2027", "June 2027")}
    bring_in(shards[0], tmp_path / "lab", moved, PROFILE)
    join(home, *shards)
    assert records(home) == records(shards[0]) | records(shards[1])
    changes = load("changes", home.path)
    assert "start_date" in set(changes[changes["change"] == "changed"]["field"])
    assert list(find_damage(home)) == []


def test_a_site_that_both_have_is_read_again_from_the_joined_archive(tmp_path: Path, shards: list[Home]) -> None:
    bring_in(shards[1], tmp_path / "lab-more", {"talk-99": next(iter(talks().values()))}, PROFILE)
    home = Home(tmp_path / "all")
    join(home, *shards)
    assert len(load("pages", home.path, site="lab")) == 13


def test_what_the_home_has_forgotten_does_not_come_back(tmp_path: Path, shards: list[Home]) -> None:
    home = Home(tmp_path / "all").prepare()
    store_denylist(home.path, Denylist().add("https://lab.example/talk-3.html"))
    join(home, *shards)
    assert len(load("pages", home.path, site="lab")) == 11


def test_what_is_no_home_is_a_usage_error(tmp_path: Path, shards: list[Home]) -> None:
    with pytest.raises(UsageError, match="no home"):
        check_shard(Home(tmp_path / "all"), Home(tmp_path))
    with pytest.raises(UsageError, match="merge into"):
        check_shard(shards[0], shards[0])
