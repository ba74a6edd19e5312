"""Segments and WARC files in object storage, with a real S3 server: what is read, moved, lost on the way, and said."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from object_store import BUCKET, empty, forget_clients, list_objects, serve
from saved_warcs import Saved, write_warc
from test_gate import PROFILE, talks
from test_in_place import URLS, build, captures, events, write
from warcio.archiveiterator import ArchiveIterator

from crawler.cli import cli
from extract.site import Site
from pipelines import offload, storage
from pipelines.archive import Archive, Resource
from pipelines.confined import read_confined
from pipelines.dataset import load
from pipelines.errors import UsageError
from pipelines.forget import forget
from pipelines.home import Home
from pipelines.importing import Choice, import_pages
from pipelines.merge import merge
from pipelines.reading import Unit
from pipelines.rebuild import Rebuild
from pipelines.repair import repair
from pipelines.results import PageResult
from pipelines.segment_reader import SegmentReader
from pipelines.settings import Settings
from pipelines.storage import StorageError
from pipelines.verify import find_damage

PREFIX = f"{BUCKET}/home"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serve() as address:
        yield address


@pytest.fixture(autouse=True)
def wanted(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty bucket, in which homes keep their segments."""
    monkeypatch.setenv("COLLOQUY_SEGMENTS", PREFIX)
    client = storage._store(BUCKET)
    yield
    monkeypatch.undo()
    if storage._store(BUCKET) is not client:
        forget_clients()  # it has what the test set
    empty()


def make_home(folder: Path) -> Home:
    """The talks, copied into segments of our own."""
    home = Home(folder / "home")
    import_pages(home, "lab", [write(folder / "theirs")], {}, PROFILE)
    return home


def move(home: Home) -> list[str]:
    with home.lock():
        return list(offload.offload(home))


def here(home: Home) -> list[Path]:
    return sorted(home.archive.glob("*/*.warc.gz"))


def contents(home: Home) -> dict[str, bytes]:
    with Archive(home.archive) as archive:
        return {row.capture.url: archive.read(row.capture) for row in archive.pages("lab")}


def test_segments_move_and_all_is_as_it_was(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    build(home)
    (segment,) = here(home)
    before = contents(home), events(home), load("pages", home.path).to_dict("records")
    assert move(home) == [f"{PREFIX}/lab/{segment.name}: uploaded, and deleted here"]
    assert (here(home), {one.file for one in captures(home)}) == ([], {f"{PREFIX}/lab/{segment.name}"})
    with home.lock():
        report = Rebuild(home, {"lab": PROFILE}, Settings(), force=True).run()
    assert report.sites[0].read == len(URLS)
    assert (contents(home), events(home), load("pages", home.path).to_dict("records")) == before
    assert list(find_damage(home)) == move(home) == []


def test_an_uploaded_segment_is_read_by_warcio(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    move(home)
    (url,) = list_objects(PREFIX)
    records = ArchiveIterator(io.BytesIO(storage.read_range(url, 0, 1 << 24) or b""))
    targets = [one.rec_headers.get_header("WARC-Target-URI") for one in records if one.rec_type == "response"]
    assert targets == URLS


def test_a_segment_of_an_open_run_stays(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    with Archive(home.archive, writable=True) as archive:
        run = archive.begin_run("import", ["lab"])
        archive.store_resource("lab", run, Resource("https://lab.example/new", b"<h1>New</h1>", "text/html"))
    move(home)
    assert [path.name.startswith(run) for path in here(home)] == [True]
    with Archive(home.archive, writable=True) as archive:
        archive.finish_run(run, 0)
    assert len(move(home)) == 1


@pytest.mark.parametrize(("step", "after"), [
    ("note", False), ("note", True), ("replace_rows", True), ("remove_segment", False), ("remove_segment", True),
])  # fmt: skip
def test_killed_at_any_step_nothing_is_lost(tmp_path: Path, step: str, after: bool) -> None:
    home = make_home(tmp_path)
    before = contents(home)
    child = os.fork()
    if child == 0:
        _die_at(home, step, after)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (contents(home), list(find_damage(home))) == (before, [])
    move(home)
    assert (here(home), contents(home), list(find_damage(home))) == ([], before, [])
    assert len(list_objects(PREFIX)) == 1


def _die_at(home: Home, step: str, after: bool) -> None:
    """Be killed before or after a step, without a chance to clean up."""
    try:
        done: Callable[..., object] = getattr(offload, step)

        def die(*arguments: object) -> None:
            if after:
                done(*arguments)
            os._exit(9)

        setattr(offload, step, die)
        move(home)
    finally:
        os._exit(1)


def test_what_the_storage_gives_back_must_be_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = make_home(tmp_path)
    store = storage._store(BUCKET)
    monkeypatch.setattr(store, "put_file", lambda path, url: store.pipe_file(url, Path(path).read_bytes()[:-1]))
    with pytest.raises(StorageError, match="is not what was written there"):
        move(home)
    assert len(here(home)) == 1 and list(find_damage(home)) == []


TROUBLE = {
    "credentials": ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "Unable to locate credentials"),
    "bucket": ({"COLLOQUY_SEGMENTS": "s3://nowhere/home"}, "bucket does not exist"),
    "server": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "Could not connect"),
}


def set_trouble(monkeypatch: pytest.MonkeyPatch, kind: str) -> str:
    changes, said = TROUBLE[kind]
    for name, value in changes.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    forget_clients()
    return said


def run(home: Home, *words: object) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home.path), *map(str, words)])


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_one_line_and_leaves_the_segments_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    home = make_home(tmp_path)
    said = set_trouble(monkeypatch, kind)
    result = run(home, "upload")
    assert (result.exit_code, result.stderr.count("\n")) == (5, 1)
    assert said in result.stderr and "s3://" in result.stderr
    assert len(here(home)) == 1 and list(find_damage(home)) == []


def test_trouble_ends_what_reads_segments_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = make_home(tmp_path)
    build(home)
    move(home)
    before = events(home)
    said = set_trouble(monkeypatch, "server")
    for words in (("rebuild", "--force"), ("verify",), ("forget", URLS[0]), ("page", URLS[0])):
        result = run(home, *words)
        assert (result.exit_code, result.stderr.count("\n"), said in result.stderr) == (5, 1, True), words
    assert events(home) == before
    monkeypatch.undo()
    forget_clients()
    assert list(find_damage(home)) == []


@pytest.mark.parametrize("kind", TROUBLE)
def test_a_file_that_cannot_be_had_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.delenv("COLLOQUY_SEGMENTS")
    said = set_trouble(monkeypatch, kind)
    monkeypatch.delenv("COLLOQUY_SEGMENTS", raising=False)
    bucket = "s3://nowhere" if kind == "bucket" else BUCKET
    result = run(Home(tmp_path / "home"), "import", "lab", f"{bucket}/crawl.warc.gz")
    assert (result.exit_code, result.stderr.count("\n"), said in result.stderr) == (5, 1, True)
    assert not (tmp_path / "home").exists()


def test_what_is_not_there_or_not_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(UsageError, match="there is no such object"):
        import_pages(home, "lab", [f"{BUCKET}/none.warc.gz"], {}, None)
    with pytest.raises(UsageError, match="only WARC files"):
        import_pages(home, "lab", [f"{BUCKET}/page.html"], {}, None)
    with pytest.raises(UsageError, match="no storage that is known"):
        import_pages(home, "lab", ["odd://bucket/x.warc.gz"], {}, None)
    monkeypatch.setenv("COLLOQUY_SEGMENTS", "bucket/prefix")
    with pytest.raises(UsageError, match="is no URL of object storage"):
        offload.check_storage(home)
    forget_clients()
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match="install the extra"):
        import_pages(home, "lab", [f"{BUCKET}/crawl.warc.gz"], {}, None)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_file_in_a_bucket_is_imported(tmp_path: Path, in_place: bool) -> None:
    home, url = Home(tmp_path / "home"), f"{BUCKET}/theirs/crawl.warc.gz"
    storage.upload(write(tmp_path / "theirs"), url)
    report = import_pages(home, "lab", [url], {}, PROFILE, Choice(in_place=in_place))
    build(home)
    assert (report.taken, len(events(home)), len(here(home))) == (len(URLS), len(URLS), 0 if in_place else 1)
    assert contents(home) == {url: text.encode() for url, text in zip(URLS, talks().values(), strict=True)}
    move(home)  # what is not ours stays what and where it is
    assert {one.file == url for one in captures(home)} == {in_place}
    with home.lock():
        list(forget(home, URLS[0], {"lab": PROFILE}))
    assert storage.read_range(url, 0, 1 << 24) == (tmp_path / "theirs" / "crawl.warc.gz").read_bytes()
    assert list(find_damage(home)) == []


def test_import_and_forget_upload_at_their_end(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    pages = [Saved(f"https://lab.example/{name}", f"<html><p>{name} is told at length</p>".encode())
             for name in ("tea", "fog")]  # fmt: skip
    assert run(home, "import", "lab", write_warc(tmp_path / "crawl.warc.gz", pages)).exit_code == 0
    (old,) = list_objects(PREFIX)
    assert run(home, "forget", pages[0].url).exit_code == 0
    (new,) = list_objects(PREFIX)
    assert (here(home), new != old, contents(home)) == ([], True, {pages[1].url: pages[1].content})


@pytest.mark.parametrize("in_place", [False, True])
def test_a_stream_that_ends_in_trouble_keeps_what_came_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_place: bool
) -> None:
    home, url = Home(tmp_path / "home"), f"{BUCKET}/theirs/crawl.warc.gz"
    pages = [Saved(f"https://lab.example/{number}", b"<html>" + os.urandom(60_000).hex().encode())
             for number in range(9)]  # fmt: skip
    storage.upload(write_warc(tmp_path / "crawl.warc.gz", pages), url)
    left = [4]
    read = storage.Stream.read

    def read_some(stream: storage.Stream, size: int = -1) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise StorageError("the connection was cut")
        return read(stream, size)

    monkeypatch.setattr(storage.Stream, "read", read_some)
    with pytest.raises(StorageError, match="the connection was cut"):
        import_pages(home, "lab", [url], {}, None, Choice(in_place=in_place))
    monkeypatch.setattr(storage.Stream, "read", read)
    found = len(captures(home))
    assert 0 < found < len(pages)
    report = import_pages(home, "lab", [url], {}, None, Choice(in_place=in_place))
    assert (report.taken, report.skipped) == (len(pages) - found, found)
    with Archive(home.archive) as archive:
        assert [run.finished_at is None for run in archive.runs()] == [False]


def test_without_the_index_objects_that_are_copied_back_are_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, fresh = make_home(tmp_path), Home(tmp_path / "fresh").prepare()
    before = contents(home)
    move(home)
    monkeypatch.delenv("COLLOQUY_SEGMENTS")
    for url in list_objects(PREFIX):
        path = fresh.archive / url.removeprefix(f"{PREFIX}/")
        path.parent.mkdir()
        path.write_bytes(storage.read_range(url, 0, 1 << 24) or b"")
    with fresh.lock():
        list(repair(fresh, {"lab": PROFILE}))
    assert (contents(fresh), list(find_damage(fresh))) == (before, [])


def test_trouble_of_a_storage_ends_reading_and_is_no_fault_of_a_page(tmp_path: Path) -> None:
    def read_none(unit: Unit) -> Iterator[PageResult]:
        raise StorageError("cannot use s3://archive")
        yield

    unit = Unit(tmp_path, tmp_path, Site("lab"), "", (), tuple(captures(make_home(tmp_path))))
    with pytest.raises(StorageError, match="cannot use"):
        read_confined(unit, read=read_none)


def test_a_damaged_or_missing_object_is_named_and_mended(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    move(home)
    (url,) = list_objects(PREFIX)
    content = bytearray(storage.read_range(url, 0, 1 << 24) or b"")
    hit = captures(home)[2]
    content[hit.offset + hit.length // 2] ^= 1
    storage._store(BUCKET).pipe_file(url, bytes(content))
    assert [hit.url in line and url in line for line in find_damage(home)] == [True]
    with home.lock():
        list(repair(home, {"lab": PROFILE}))
    assert contents(home).keys() == set(URLS) - {hit.url}
    move(home)
    (second,) = list_objects(PREFIX)
    assert second != url and list(find_damage(home)) == []
    storage.remove(second)
    assert list(find_damage(home)) == [f"{second}: the segment is missing"]


def test_a_shard_in_object_storage_is_merged_into_segments_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shard, home = make_home(tmp_path), Home(tmp_path / "all")
    move(shard)
    monkeypatch.delenv("COLLOQUY_SEGMENTS")
    with home.lock(), shard.lock():
        list(merge(home, shard, {"lab": PROFILE}))
    assert (len(here(home)), contents(home), list(find_damage(home))) == (1, contents(shard), [])


def test_who_reads_forwards_asks_seldom_and_who_jumps_reads_no_more_than_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = os.urandom(300_000)
    (tmp_path / "file").write_bytes(content)
    storage.upload(tmp_path / "file", url := f"{BUCKET}/file")
    asked: list[tuple[int, int]] = []
    read = storage.read_range
    monkeypatch.setattr(storage, "read_range", lambda *span: (asked.append(span[1:]), read(*span))[1])
    reader = SegmentReader(tmp_path)
    for start in range(0, 299_000, 1000):
        assert reader.read(url, start, 990) == content[start : start + 990]
    assert len(asked) < 15
    asked.clear()
    for start in (200_000, 10_000, 100_000):
        assert reader.read(url, start, 500) == content[start : start + 500]
    assert asked == [(200_000, 500), (10_000, 500), (100_000, 500)]
    assert (reader.read(url, 299_990, 50), reader.read(url, 400_000, 50)) == (content[-10:], b"")
    assert reader.read(f"{url}-none", 0, 5) is None
