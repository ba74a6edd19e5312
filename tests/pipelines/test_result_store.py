"""Saved page results: what a rebuild that was killed, or met a page that kills, still has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.records import Problem
from pipelines import reading, site_reading
from pipelines.dataset import load
from pipelines.errors import ColloquyError
from pipelines.home import Home
from pipelines.reading import Unit
from pipelines.result_store import Line, ResultStore, line_of
from pipelines.results import Made, PageHead, PageRecords, PageResult
from pipelines.site_rebuild import SiteRebuild
from tests.pipelines.test_rebuild import PAGES, bring_in, rebuild

HALVES = 2
"""Files of a part."""


def result(url: str, key: str = "k", title: str = "Tea") -> PageResult:
    head = PageHead(
        url=url, canonical_url=url, page_kind="other", title=title, language=None, body="words\u2028of a page\x85",
        body_blocks=1, blocks=1, published_at=None, modified_at=None, template_id=None, explained=None, robots=None,
        problems=(Problem("parse", "info", "said"),),
    )  # fmt: skip
    return PageResult(Made(url, "0" * 64, key), head, PageRecords(url=url))


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    return ResultStore(tmp_path)


def save(store: ResultStore, *results: PageResult) -> dict[Made, str]:
    part = store.write("lab", map(line_of, results))
    return dict.fromkeys(part.made, part.name)


def test_results_come_back_as_they_were_saved(store: ResultStore) -> None:
    saved = [result("https://lab.example/a"), result("https://lab.example/b")]
    placed = save(store, *saved)
    assert store.find("lab", set(placed)) == placed
    assert list(store.read("lab", placed, PageHead)) == [one.head for one in saved]
    assert list(store.read("lab", placed, PageRecords)) == [one.records for one in saved]
    assert list(store.lines("lab", placed)) == list(map(line_of, saved))


def test_parts_that_nobody_wants_go_and_worn_parts_shrink(store: ResultStore) -> None:
    placed = save(store, *(result(f"https://lab.example/{n}") for n in range(5)))
    save(store, result("https://lab.example/old", key="of before"))
    (store.path("lab") / "cut.heads.zst.tmp").write_text("half")
    keep = {made for made in placed if made.url.endswith(("1", "2"))}
    found = store.find("lab", keep)
    assert set(found) == keep
    assert [one.url[-1] for one in store.read("lab", found, PageHead)] == ["1", "2"]
    assert len(list(store.path("lab").iterdir())) == HALVES


@pytest.mark.parametrize("half", ["heads", "records"])
@pytest.mark.parametrize("fault", ["damaged", "gone"])
def test_a_part_of_which_one_half_is_damaged_or_gone_holds_nothing_and_goes(
    store: ResultStore, half: str, fault: str
) -> None:
    placed = save(store, result("https://lab.example/a"))
    (path,) = store.path("lab").glob(f"*.{half}.zst")
    if fault == "damaged":
        path.write_bytes(path.read_bytes()[:-3] + b"rot")
    else:
        path.unlink()
    assert list(store.lines("lab", placed)) == []
    assert store.find("lab", set(placed)) == {}
    assert not list(store.path("lab").iterdir())


def test_results_of_another_form_are_not_read(store: ResultStore, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = save(store, result("https://lab.example/a"))
    monkeypatch.setattr("pipelines.result_store._form", lambda: "of tomorrow")
    assert store.find("lab", set(placed)) == {}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    bring_in(home, tmp_path / "saved")
    yield home


def test_two_may_save_the_same_part_at_the_same_time(store: ResultStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def be_overtaken(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", real)
        store.write("lab", [line_of(result("https://lab.example/a"))])
        return self.replace(target)

    monkeypatch.setattr(Path, "replace", be_overtaken)
    saved = save(store, result("https://lab.example/a"))
    assert [one.url for one in store.read("lab", saved, PageHead)] == ["https://lab.example/a"]
    assert len(list(store.path("lab").iterdir())) == HALVES


def test_a_killed_rebuild_goes_on_where_it_was(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "UNIT_PAGES", 1)
    whole = site_reading.read_confined
    read: list[str] = []

    def die_at_the_third(unit: Unit) -> list[Line]:
        if len(read) == 2:
            raise KeyboardInterrupt
        read.append(unit.captures[0].url)
        return whole(unit)

    monkeypatch.setattr(site_reading, "read_confined", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        rebuild(home)
    monkeypatch.setattr(site_reading, "read_confined", whole)
    (report,) = rebuild(home).sites
    assert (report.pages, report.read) == (len(PAGES), len(PAGES) - 2)
    assert len(load("events", home.path)) == 3


@pytest.mark.parametrize(("step", "half"), [("_gather", "heads"), ("_read_records", "records")])
def test_results_that_are_gone_while_tables_are_made_end_the_rebuild_and_cost_no_row(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, half: str
) -> None:
    rebuild(home)
    whole = getattr(SiteRebuild, step)

    def lose_them(self: SiteRebuild, *found: object) -> object:
        for path in home.cache.glob(f"*/*.{half}.zst"):
            path.unlink()
        return whole(self, *found)

    with monkeypatch.context() as patch:
        patch.setattr(SiteRebuild, step, lose_them)
        with pytest.raises(ColloquyError, match="changed while it was read"):
            rebuild(home)
    assert len(load("events", home.path)) == 3
    assert rebuild(home).sites[0].read == len(PAGES)
