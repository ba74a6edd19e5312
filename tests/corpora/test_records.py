"""The whole way on real pages: import, rebuild, records."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines.dataset import load, read_table
from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.profiles import Profile
from pipelines.rebuild import Rebuild
from pipelines.saved_pages import find_base, find_files, find_url
from pipelines.settings import Settings

pytestmark = pytest.mark.corpora

TURING = Profile(name="turing", url="https://www.turing.ac.uk/", time_zone="Europe/London")
SEEDS = (
    "_research_interest-groups_learning-organisational-principles-living-systems.txt",
    "_events_turing-roche-knowledge-share-series-personalised-medicine-face-multi-scale-heterogeneity.txt",
    "_events_bigscience-philosophy-building-open-ai.txt",
)


def build(home: Home, site: str, paths: list[Path], profile: Profile | None) -> None:
    import_pages(home, site, paths, {}, profile)
    with home.lock():
        Rebuild(home, {site: profile} if profile else {}, Settings()).run()


def read_gold(path: Path) -> Iterator[Mapping[str, Any]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def seeds(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("seeds"))
    build(home, "turing", [corpora / "turing/raw" / name for name in SEEDS], TURING)
    return home.path


def test_the_three_first_documents_alone_give_one_group_and_two_events(seeds: Path) -> None:
    group = load("groups", seeds).iloc[0]
    assert group["purpose"].startswith("The purpose of this group is")
    assert len(group["research_questions"]) == 2
    assert all(one["challenges"] and one["example_output"] for one in group["research_questions"])
    assert group["join"] == "Click here to join us and request sign-up"
    events = load("events", seeds)
    assert {person["name"] for people in events["performers"] for person in people} >= {
        "Christopher Banerji", "Margaret Mitchell", "Yacine Jernite",
    }  # fmt: skip
    assert set(events["registration_status"]) == {"open"}


def test_no_date_is_invented_for_them(seeds: Path) -> None:
    events = load("events", seeds)
    for name in ("start_date", "end_date", "start_date_partial", "start_time"):
        assert events[name].isna().all()


def test_all_pages_of_the_site_get_a_body_and_a_kind(corpora: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    build(home, "turing", [corpora / "turing/raw"], TURING)
    pages = {row["url"]: row for row in read_table("pages", home.path).to_pylist()}
    gold = list(read_gold(corpora / "turing/gold/page_kind_dev.jsonl"))
    ours = [pages.get(find_url(row["file"], TURING.url), {}).get("page_kind") for row in gold]
    assert sum(kind in row["accept"] for kind, row in zip(ours, gold, strict=True)) >= 70


def test_no_start_is_wrong_on_institute_pages_that_state_one(corpora: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    folders = {path.name: path for path in (corpora / "institutes/html").iterdir()}
    bases = {site: find_base(find_files([folder]), site) for site, folder in folders.items()}
    for site, folder in folders.items():
        build(home, site, [folder], None)
    starts = {row["url"]: row["start_date"] for row in read_table("events", home.path).to_pylist()}
    right = stated = 0
    for row in read_gold(corpora / "institutes/dev_gold.jsonl"):
        if row["record"] == "gold" and row["stored"] and row.get("start"):
            url = find_url(row["file"].split(f"html/{row['site']}/", 1)[1], bases[row["site"]])
            stated += 1
            right += str(starts.get(url)) == row["start"][:10]
    assert right / stated >= 0.95
    assert len(load("pages", home.path)) == 283
