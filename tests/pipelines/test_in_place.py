"""A home that reads somebody's WARC files where they lie: the same rows as from copies, and the files never change."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from saved_warcs import HTML, Saved, write_warc
from test_forget import PAGE, PERSON, SPEAKERS, TOPICS
from test_gate import PROFILE, talks

from pipelines.archive import Archive, Capture
from pipelines.dataset import load
from pipelines.errors import ColloquyError, UsageError
from pipelines.forget import forget
from pipelines.home import Home
from pipelines.importing import Choice, import_pages
from pipelines.merge import merge
from pipelines.prune import Retention, prune
from pipelines.rebuild import Rebuild
from pipelines.repair import repair
from pipelines.segment_reader import is_outside
from pipelines.settings import Settings
from pipelines.storage import StorageError
from pipelines.verify import find_damage

IN_PLACE = Choice(in_place=True)
URLS = [f"https://lab.example/events/{name}" for name in talks()]


def write(folder: Path, form: str = "members") -> Path:
    """Somebody's crawl of the talks: half of the answers compressed, all with requests' records between them."""
    folder.mkdir(exist_ok=True)
    records = []
    for number, (url, text) in enumerate(zip(URLS, talks().values(), strict=True)):
        coded = number % 2 == 0
        body = gzip.compress(text.encode()) if coded else text.encode()
        records.append(Saved(url, b"fetchTimeMs: 9\r\n", (), kind="metadata"))
        records.append(Saved(url, body, (*HTML, ("Content-Encoding", "gzip")) if coded else HTML))
    return write_warc(folder / ("crawl.warc" if form == "plain" else "crawl.warc.gz"), records, form)


def take(home: Home, path: Path, choice: Choice = IN_PLACE, site: str = "lab") -> None:
    import_pages(home, site, [path], {}, PROFILE, choice)
    build(home)


def build(home: Home) -> None:
    with home.lock():
        Rebuild(home, {"lab": PROFILE}, Settings()).run()


def captures(home: Home) -> list[Capture]:
    with Archive(home.archive) as archive:
        return list(archive.index.captures("1 ORDER BY id"))


def events(home: Home) -> set[tuple[str, str, str]]:
    frame = load("events", home.path)
    kept = frame[frame["removed_at"].isna()]
    return set(zip(kept["url"], kept["name"], kept["start_date"].astype(str), strict=True))


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Path]:
    """Somebody's file, which nothing may change."""
    path = write(tmp_path / "theirs")
    content = path.read_bytes()
    yield path
    assert not path.exists() or path.read_bytes() == content


@pytest.mark.parametrize("form", ["members", "plain"])
def test_rows_are_those_of_a_copy_and_only_the_index_grows(tmp_path: Path, form: str) -> None:
    path = write(tmp_path / "theirs", form)
    homes = {in_place: Home(tmp_path / str(in_place)) for in_place in (True, False)}
    for in_place, home in homes.items():
        take(home, path, Choice(in_place=in_place))
    assert events(homes[True]) == events(homes[False]) and len(events(homes[True])) == len(URLS)
    assert {one.file for one in captures(homes[True])} == {str(path)}
    assert list(homes[True].archive.glob("*/*.warc.gz")) == [] != list(homes[False].archive.glob("*/*.warc.gz"))
    assert set(load("pages", homes[True].path)["archive_file"]) == {str(path)}
    assert list(find_damage(homes[True])) == []


def test_the_same_file_again_adds_no_row(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    before = captures(home)
    report = import_pages(home, "lab", [theirs], {}, PROFILE, IN_PLACE)
    assert (report.taken, report.skipped, captures(home)) == (0, len(URLS), before)


def test_a_page_that_changed_later_has_both_states(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    later = Saved(URLS[0], talks()[URLS[0].rpartition("/")[2]].replace("sea", "lake").encode(),
                  warc={"WARC-Date": "2026-04-01T10:00:00Z"})  # fmt: skip
    take(home, write_warc(tmp_path / "later.warc.gz", [later]))
    with Archive(home.archive) as archive:
        row = archive.page(URLS[0], "lab")
        assert row and archive.read(row.capture) == later.body
    assert row.first_seen < row.last_changed


@pytest.mark.parametrize("form", ["whole", "lz"])
def test_a_file_whose_records_cannot_be_read_alone_is_refused_whole(tmp_path: Path, form: str) -> None:
    home, path = Home(tmp_path / "home"), write(tmp_path / "theirs", "whole")
    if form == "lz":  # two records a member
        members = [write_warc(tmp_path / f"{at}.warc", [Saved(url), Saved(f"{url}/b")], "plain") for at, url in
                   enumerate(URLS[:3])]  # fmt: skip
        path.write_bytes(b"".join(gzip.compress(one.read_bytes()) for one in members))
    with pytest.raises(UsageError, match="records cannot be read one by one"):
        take(home, path)
    assert not home.path.exists()


def test_other_files_and_our_own_segments_are_refused(tmp_path: Path, theirs: Path) -> None:
    home, page = Home(tmp_path / "home"), tmp_path / "page.html"
    page.write_text("<h1>Tea</h1>")
    with pytest.raises(UsageError, match="only WARC files can be read where they are"):
        take(home, page)
    take(home, theirs, Choice())
    with pytest.raises(UsageError, match="own archive"):
        take(home, next(home.archive.glob("*/*.warc.gz")))


def test_a_missing_file_is_named_and_repair_lets_its_pages_go(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    aside = theirs.rename(tmp_path / "aside.warc.gz")
    (line,) = find_damage(home)
    assert line == f"{theirs}: the file, which {len(URLS)} captures were imported from in place, is missing"
    with home.lock(), pytest.raises(ColloquyError, match="damaged"):
        next(forget(home, URLS[0], {}))
    aside.rename(theirs)  # it only was not mounted
    assert list(find_damage(home)) == []
    theirs.rename(aside)
    with home.lock():
        lines = list(repair(home, {"lab": PROFILE}))
    assert f"{theirs}: {len(URLS)} records that were imported from it in place are not there any more" in lines
    assert captures(home) == [] == list(find_damage(home))
    take(home, aside)
    assert len(events(home)) == len(URLS)


def test_a_rebuild_without_the_file_ends_and_leaves_the_rows(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    before = events(home)
    aside = theirs.rename(tmp_path / "aside.warc.gz")
    with home.lock(), pytest.raises(StorageError, match="is missing"):
        Rebuild(home, {"lab": PROFILE}, Settings(), force=True).run()
    assert events(home) == before
    aside.rename(theirs)
    build(home)
    assert events(home) == before


def test_a_changed_file_loses_only_what_changed(tmp_path: Path) -> None:
    home, path = Home(tmp_path / "home"), write(tmp_path / "theirs")
    take(home, path)
    hit = captures(home)[3]
    content = bytearray(path.read_bytes())
    content[hit.offset + hit.length // 2] ^= 4
    path.write_bytes(content)
    (line,) = find_damage(home)
    assert hit.url in line and "is not what was there when it was imported in place" in line
    with home.lock():
        list(repair(home, {"lab": PROFILE}))
    assert path.read_bytes() == content
    assert {one.url for one in captures(home)} == set(URLS) - {hit.url}
    assert list(find_damage(home)) == []


def test_repair_without_the_index_does_not_need_the_file(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    import_pages(home, "lab", [write_warc(tmp_path / "own.warc.gz", [Saved("https://lab.example/own")])], {}, PROFILE)
    (home.archive / "index.sqlite").write_bytes(b"")
    with home.lock():
        list(repair(home, {"lab": PROFILE}))
    assert [one.url for one in captures(home)] == ["https://lab.example/own"]
    take(home, theirs)
    assert len(events(home)) == len(URLS)


def test_forget_takes_the_row_and_says_who_still_has_the_page(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    with home.lock():
        lines = list(forget(home, URLS[1], {"lab": PROFILE}))
    assert f"{theirs} is not ours and still holds 1 of them; nothing here reads them again" in lines
    assert {one.url for one in captures(home)} == set(URLS) - {URLS[1]}
    report = import_pages(home, "lab", [theirs], {}, PROFILE, IN_PLACE)
    assert (report.taken, report.left_out["on the denylist"]) == (0, 1)
    assert URLS[1] not in {url for url, _, _ in events(home)}
    assert list(find_damage(home)) == []


def test_who_is_forgotten_is_masked_in_a_copy_of_the_page(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    pages = {
        f"https://lab.example/events/{topic}": PAGE.format(name=topic, day=day, speaker=speaker, slug=speaker)
        for day, (topic, speaker) in enumerate(zip(TOPICS, SPEAKERS, strict=True), 1)
    }
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(url, text.encode()) for url, text in pages.items()])
    content = path.read_bytes()
    take(home, path)
    with home.lock():
        lines = list(forget(home, PERSON, {"lab": PROFILE}))
    assert any("still holds 2 of them" in line for line in lines)
    check_masked(home, pages)
    fresh = Home(tmp_path / "fresh")
    fresh.path.mkdir()
    (fresh.path / "denylist").write_bytes((home.path / "denylist").read_bytes())
    report = import_pages(fresh, "lab", [path], {}, PROFILE, IN_PLACE)
    assert (report.taken, report.masked) == (4, 2)
    check_masked(fresh, pages)
    assert path.read_bytes() == content


def check_masked(home: Home, pages: dict[str, str]) -> None:
    """Pages that name the person are ours now, without the name; the others stay where they are."""
    with Archive(home.archive) as archive:
        found = {row.capture.url: (is_outside(row.capture), archive.read(row.capture)) for row in archive.pages("lab")}
    assert found.keys() == pages.keys()
    for url, (outside, content) in found.items():
        assert outside == (PERSON not in pages[url])
        assert b"Quillfeather" not in content
    assert list(find_damage(home)) == []


def test_prune_takes_rows_and_leaves_the_file(tmp_path: Path, theirs: Path) -> None:
    home = Home(tmp_path / "home")
    take(home, theirs)
    url, text = URLS[0], next(iter(talks().values())).replace("sea", "lake")
    take(home, write_warc(tmp_path / "later.warc.gz", [
        Saved(url, text.encode(), warc={"WARC-Date": "2026-05-01T10:00:00Z"})]))  # fmt: skip
    with home.lock():
        lines = list(prune(home, Retention(datetime(2026, 4, 1, tzinfo=UTC) + timedelta(days=1)), {"lab": PROFILE}))
    assert lines[0].startswith("archive: 1 captures (0.0 MB) gone")
    assert len(captures(home)) == len(URLS)
    assert list(find_damage(home)) == []


def test_merge_takes_the_rows_over_and_both_homes_read_the_file(tmp_path: Path, theirs: Path) -> None:
    shard, home = Home(tmp_path / "shard"), Home(tmp_path / "home")
    take(shard, theirs)
    for _ in range(2):
        with home.lock(), shard.lock():
            list(merge(home, shard, {"lab": PROFILE}))
        assert events(home) == events(shard)
        assert [one.file for one in captures(home)] == [str(theirs)] * len(URLS)
    assert list(find_damage(home)) == []


def test_two_sites_may_read_one_file(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    pages = [Saved("https://lab.example/tea"), Saved("https://hall.example/fog")]
    path = write_warc(tmp_path / "crawl.warc.gz", pages)
    for site in ("lab", "hall"):
        choice = Choice(lambda url, site=site: site in url, in_place=True)  # type: ignore[misc]  # a default binds it
        assert import_pages(home, site, [path], {}, None, choice).taken == 1
    with Archive(home.archive) as archive:
        assert [[row.capture.url for row in archive.pages(site)] for site in ("lab", "hall")] == [
            [page.url] for page in pages
        ]
    assert list(find_damage(home)) == []
