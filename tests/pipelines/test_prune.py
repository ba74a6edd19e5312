"""After `prune` nothing is left that is too old and not needed, all else is as it was, and the home is sound."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_gate import PROFILE

from pipelines import archive_rewrite
from pipelines.archive import Answer, Archive
from pipelines.home import Home
from pipelines.prune import Retention, prune, show_prune
from pipelines.rebuild import Rebuild
from pipelines.retention import make_plan
from pipelines.settings import Settings
from pipelines.tables import Tables
from pipelines.verify import find_damage

NOW = datetime.now(UTC)
LIMIT = NOW - timedelta(days=365)
TALK = (
    '<html lang=en><head><title>{0} | Lab</title><script type="application/ld+json">{{"@context": "https://schema.org",'
    '"@type": "Event", "name": "{0}", "startDate": "2027-05-03"}}</script></head><body><nav><a href=/>Home</a></nav>'
    "<main><h1>{0}</h1><p>3 May 2027</p><p>A talk on {0}, for everybody, as it was told {1}"
)
NAMES = {"/stays": "Salt and ropes", "/changed": "Fog at sea", "/asleep": "Old maps", "/gone": "Kelp", "/going": "Ice"}
HISTORY = {  # by address: days ago and what was answered; "" is a 304
    "/stays": [(900, "at first"), (800, ""), (10, "")],
    "/changed": [(900, "at first"), (700, "then"), (10, "now")],
    "/asleep": [(900, "at first"), (800, "newest, though old")],
    "/gone": [(900, "at first"), (800, None), (700, None)],
    "/going": [(900, "at first"), (20, None), (10, None)],
}


def make_home(folder: Path) -> Home:
    home = Home(folder / "home").prepare()
    visits = sorted((-days, path, said) for path, history in HISTORY.items() for days, said in history)
    with Archive(home.archive, writable=True) as archive:
        run = archive.begin_run("crawl", ["lab"])
        for days, path, said in visits:
            url, when = f"https://lab.example{path}", NOW + timedelta(days=days)
            if said == "":
                known = archive.newest(url, "lab")
                assert known
                archive.store_not_modified("lab", run, Answer(url, 304, (), b"", (), when), known)
            else:
                body = TALK.format(NAMES[path], said).encode() if said else b""
                headers = (("Content-Type", "text/html"),)
                status, withheld = (200, "") if said else (404, "not found")
                archive.store_response("lab", run, Answer(url, status, headers, body, (), when, withheld))
        archive.finish_run(run, 0)
    build(home)
    return home


def build(home: Home) -> None:
    with home.lock():
        Rebuild(home, {"lab": PROFILE}, Settings()).run()


def do_prune(home: Home, *, rows: bool = False) -> list[str]:
    with home.lock():
        return list(prune(home, Retention(LIMIT, rows), {"lab": PROFILE}))


def kept(home: Home) -> dict[str, list[int]]:
    """Days ago of every capture that is left, by path."""
    with Archive(home.archive) as archive:
        captures = list(archive.index.captures("1 ORDER BY url, fetched_at"))
    found: dict[str, list[int]] = {}
    for one in captures:
        found.setdefault(one.url.removeprefix("https://lab.example"), []).append((NOW - one.fetched_at).days)
    return found


def test_only_what_is_old_and_not_needed_goes(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    assert do_prune(home)[0].startswith("archive: 8 captures")
    assert kept(home) == {
        "/stays": [900, 10],  # the payload of what was fetched ten days ago
        "/changed": [10],
        "/asleep": [800],
        "/going": [20, 10],
    }
    assert list(find_damage(home)) == []
    with Archive(home.archive) as archive:
        assert {row.capture.url[-7:]: archive.read(row.capture)[-5:] for row in archive.pages("lab")} == {
            "e/stays": b"first", "changed": b"d now", "/asleep": b"h old",
        }  # fmt: skip
    assert do_prune(home)[0].startswith("archive: 0 captures"), "once is enough"


def test_rows_of_removed_records_go_when_that_is_said(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    before = {row["name"] for row in Tables(home.path).rows("events")}
    do_prune(home)
    events = {row["name"]: row["removed_at"] for row in Tables(home.path).rows("events")}
    assert set(events) == before == set(NAMES.values())
    assert events["Kelp"] and not events["Salt and ropes"]
    do_prune(home, rows=True)
    assert {row["name"] for row in Tables(home.path).rows("events")} == before - {"Kelp"}
    tables = Tables(home.path)
    for generation in tables.generations():
        assert "Kelp" not in {row["name"] for row in tables.rows_of(generation, "events")}
    assert list(find_damage(home)) == []


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    before = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    assert next(iter(show_prune(home, Retention(LIMIT)))).startswith("archive: 8 captures")
    assert {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("where", ["replace_rows", "remove_segment"])
def test_a_kill_on_the_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    home = make_home(tmp_path)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(archive_rewrite, where, die)
        do_prune(home)
    assert list(find_damage(home)) == []
    with Archive(home.archive, writable=True):
        pass
    do_prune(home)
    assert not make_plan(home.archive, LIMIT).captures
    assert len(list(home.archive.glob("*/*.warc.gz"))) == 1
    assert list(find_damage(home)) == []
