"""The archive: what goes in comes out, survives a kill, and is found out when it rots."""

import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Answer, Archive, Capture, DamagedArchive, Fetch, Resource, RunProblem
from pipelines.archive_index import INDEX_NAME, SEAL_NAME, Index
from pipelines.errors import DiskError, UsageError
from pipelines.segments import SegmentWriter

URL = "https://institute.example/events/tea?x=1"
HTML = b"<!doctype html><title>Tea</title><p>Tea at four." + b" More tea." * 50
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"t1"'), ("Content-Encoding", "gzip"))
START = datetime(2026, 11, 2, 9, 30, 0, 123456, tzinfo=UTC)


def answer(url: str = URL, body: bytes = HTML, day: int = 0, status: int = 200, withheld: str = "") -> Answer:
    return Answer(url, status, HEADERS, body, (("Host", "institute.example"),), START + timedelta(days=day), withheld)


def fill(folder: Path, pages: int = 20, *, finish: bool = True) -> list[Capture]:
    with Archive(folder, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        captures = [
            archive.store_response("institute", run, answer(f"https://institute.example/p{n}", HTML + b"%d" % n))
            for n in range(pages)
        ]
        archive.store_fetch(Fetch("institute", URL, run, "ok", 200, seconds=1))
        if finish:
            archive.finish_run(run, 0)
    return captures


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.warc.gz"))


def test_an_archive_that_does_not_exist_reads_as_empty_and_stays_away(tmp_path: Path) -> None:
    with Archive(tmp_path / "none") as archive:
        assert (archive.sites(), list(archive.pages("x")), archive.runs(), archive.newest(URL)) == ([], [], [], None)
        assert list(archive.verify()) == []
    assert not (tmp_path / "none").exists()


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        stored = archive.store_response("institute", run, answer())
    with Archive(tmp_path) as archive:
        found = archive.newest(URL, "institute")
        assert found == stored
        assert found is not None
        assert (found.kind, found.status, found.fetched_at, found.etag, found.size) == (
            "response", 200, START, '"t1"', len(HTML),
        )  # fmt: skip
        record = archive.read_record(found)
        assert record.payload == archive.read(found) == HTML
        assert record.status == 200
        assert dict(record.headers)["X-Archive-Orig-Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in dict(record.headers)
        assert dict(record.headers)["Content-Length"] == str(len(HTML))
        assert archive.find_digest(found.sha256) == found
        assert archive.newest(URL, "elsewhere") is None


def test_warcio_reads_every_record_and_finds_its_digests_right(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        archive.store_response("institute", run, answer())
        archive.store_response("institute", run, answer(day=1))
        archive.store_response("institute", run, answer(day=2, body=b"", status=404, withheld="not found"))
        archive.store_resource("institute", run, Resource("https://institute.example/dump", b"text", "text/plain"))
    (segment,) = segments(tmp_path)
    seen, checkers = [], []
    with segment.open("rb") as handle:
        records = ArchiveIterator(handle, check_digests=True)
        for record in records:
            seen.append(
                (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            )
            checkers.append(record.digest_checker)
    assert [kind for kind, _, _ in seen] == [
        "warcinfo", "request", "response", "request", "revisit", "request", "response", "resource",
    ]  # fmt: skip
    assert seen[2][1:] == (URL, HTML)
    assert seen[7][1:] == ("https://institute.example/dump", b"text")
    assert all(checker.passed is not False for checker in checkers)


def test_an_unchanged_page_becomes_a_revisit_that_reads_as_the_page(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        first = archive.store_response("institute", run, answer())
        same = archive.store_response("institute", run, answer(day=1))
        fresh = archive.store_not_modified("institute", run, answer(day=2, body=b"", status=304), same)
        assert [same.kind, fresh.kind] == ["revisit", "revisit"]
        assert same.payload_id == fresh.payload_id == first.id
        assert archive.newest(URL) == fresh
        assert archive.read(fresh) == HTML
        assert fresh.status == 200
        (page,) = archive.pages("institute")
        assert (page.first_seen, page.last_seen, page.last_changed) == (START, START + timedelta(days=2), START)
        assert archive.read_record(fresh).warc["warc-type"] == "response"
    text = segments(tmp_path)[0].read_bytes()
    profiles = {
        record.rec_headers.get_header("WARC-Profile").rpartition("/")[2]: record.rec_headers.get_header(
            "WARC-Refers-To"
        )
        for record in ArchiveIterator(segments(tmp_path)[0].open("rb"))
        if record.rec_type == "revisit"
    }
    assert profiles == {"identical-payload-digest": first.record_id, "server-not-modified": first.record_id}
    assert text.startswith(b"\x1f\x8b")


def test_a_page_has_changed_when_its_content_last_differed(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        for day, body in enumerate([HTML, b"<p>new", HTML, HTML]):
            archive.store_response("institute", run, answer(day=day, body=body))
        (page,) = archive.pages("institute")
    assert (page.last_changed, page.last_seen) == (START + timedelta(days=2), START + timedelta(days=3))


@pytest.mark.parametrize(
    ("status", "withheld", "gone"),
    [
        (404, "not found", False),  # once is not enough
        (410, "not found", False),
        (301, "redirect", True),
        (302, "redirect", False),
        (200, "noindex", True),
    ],
)
def test_a_page_is_gone_when_its_last_answer_says_so(tmp_path: Path, status: int, withheld: str, gone: bool) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        archive.store_response("institute", run, answer())
        archive.store_response("institute", run, answer(day=1, body=b"", status=status, withheld=withheld))
        archive.store_response("institute", run, answer("https://institute.example/never", b"", 1, status, withheld))
        (page,) = archive.pages("institute")
        assert page.gone is gone
        assert archive.read(page.capture) == HTML
        archive.store_response("institute", run, answer(day=2))
        assert [page.gone for page in archive.pages("institute")] == [False]


def test_a_page_is_gone_when_it_was_not_found_twice_in_a_row(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        gone = []
        for day, status in enumerate((200, 404, 200, 410, 404, 200)):
            missing = {"body": b"", "status": status, "withheld": "not found"} if status != 200 else {}
            archive.store_response("institute", run, answer(day=day, **missing))  # type: ignore[arg-type]
            gone += [page.gone for page in archive.pages("institute")]
    assert gone == [False, False, False, False, True, False]


def test_an_older_import_does_not_hide_a_newer_capture(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("import", ["institute"])
        archive.store_response("institute", run, answer())
        archive.store_resource("institute", run, Resource(URL, b"<p>old", "text/html", START - timedelta(days=900)))
        (page,) = archive.pages("institute")
    assert (page.capture.kind, page.first_seen) == ("response", START - timedelta(days=900))


def test_pages_come_in_url_order_and_by_site(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["a", "b"])
        for site, path in (("a", "z"), ("b", "m"), ("a", "c")):
            archive.store_response(site, run, answer(f"https://{site}.example/{path}"))
        assert archive.sites() == ["a", "b"]
        assert [page.capture.url for page in archive.pages("a")] == ["https://a.example/c", "https://a.example/z"]
        assert len(segments(tmp_path)) == 2


def test_a_full_segment_is_followed_by_the_next(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path, "run", limit=2000)
    files = [writer.append("site", b"x" * 900)[0] for _ in range(4)]
    writer.sync()
    assert files[0].endswith("-00000.warc.gz")
    assert files[-1] > files[0]
    assert all(path.stat().st_size <= 2000 for path in tmp_path.glob("site/*"))
    again = SegmentWriter(tmp_path, "run", limit=2000)
    assert again.append("site", b"y")[0] == files[-1]
    again.close()


def test_a_site_name_cannot_leave_the_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", writable=True) as archive:
        run = archive.begin_run("crawl", ["x"])
        for name in ("../x", "a/b", "", "Ünï", ".hidden"):
            with pytest.raises(UsageError):
                archive.store_response(name, run, answer())
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_header_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    evil = replace(answer("https://institute.example/a\r\nX: 1"), headers=(("X", "a\r\n\r\nWARC/1.1"), ("É", "naïve")))
    with Archive(tmp_path, writable=True) as archive:
        stored = archive.store_response("institute", archive.begin_run("crawl", ["institute"]), evil)
        assert archive.read(stored) == HTML
        assert list(archive.verify()) == []


def test_an_answer_of_endless_headers_keeps_its_first_and_costs_no_time(tmp_path: Path) -> None:
    many = tuple((f"X-{number}", "a") for number in range(100_000))
    began = time.process_time()
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        kept = archive.store_response(
            "institute", run, replace(answer("https://institute.example/x", HTML), headers=many)
        )
        names = [name for name, _ in archive.read_record(kept).headers]
    assert names == [*(f"X-{number}" for number in range(1_000)), "Content-Length"]
    assert time.process_time() - began < 2


def test_an_unfinished_run_goes_on_under_its_id_and_a_finished_one_does_not(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        first = archive.begin_run("crawl", ["b", "a"])
        assert archive.open_run("crawl", ["a", "b"]) == first
        assert archive.open_run("crawl", ["a"]) is None
        assert archive.open_run("import", ["a", "b"]) is None
        archive.finish_run(first, 3)
        assert archive.open_run("crawl", ["a", "b"]) is None
        second = archive.begin_run("crawl", ["a", "b"])
        assert second > first
    with Archive(tmp_path) as archive:
        newest, oldest = archive.runs()
        assert (newest.id, newest.finished_at, oldest.exit_code, oldest.sites) == (second, None, 3, ("a", "b"))


def test_a_url_has_one_fetch_row_that_of_the_newest_run(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as archive:
        archive.store_fetch(Fetch("a", URL, "run1", "error", 503, "down", 3))
        archive.store_fetch(Fetch("a", URL, "run2", "ok", 200, seconds=0.25, from_archive=True))
        archive.store_problem(RunProblem("a", URL, "run2", "discover", "warning", "no sitemap"))
    with Archive(tmp_path) as archive:
        assert list(archive.fetches()) == [Fetch("a", URL, "run2", "ok", 200, seconds=0.25, from_archive=True)]
        assert list(archive.fetches(run_id="run1")) == []
        assert [problem.message for problem in archive.problems("a", "run2")] == ["no sitemap"]
        assert archive.problems("b") == []


def test_a_sound_archive_has_no_damage_and_leaves_no_helper_files(tmp_path: Path) -> None:
    fill(tmp_path)
    with Archive(tmp_path) as archive:
        assert list(archive.verify()) == []
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {INDEX_NAME, SEAL_NAME}


@pytest.mark.parametrize("seed", range(12))
def test_one_flipped_bit_anywhere_is_found(tmp_path: Path, seed: int) -> None:
    fill(tmp_path)
    chance = random.Random(seed)
    path = (segments(tmp_path)[0], tmp_path / INDEX_NAME, tmp_path / SEAL_NAME)[seed % 3]
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    with Archive(tmp_path) as archive:
        assert list(archive.verify())


@pytest.mark.parametrize("name", ["segment", INDEX_NAME])
@pytest.mark.parametrize("kept", [0, 0.3, 0.99])
def test_a_truncated_file_is_found(tmp_path: Path, name: str, kept: float) -> None:
    fill(tmp_path)
    path = segments(tmp_path)[0] if name == "segment" else tmp_path / name
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with Archive(tmp_path) as archive:
        assert list(archive.verify())


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    fill(tmp_path)
    segments(tmp_path)[0].unlink()
    assert [damage.message for damage in Archive(tmp_path).verify()] == ["the segment is missing"]
    fill(tmp_path / "other")
    (tmp_path / "other" / INDEX_NAME).unlink()
    assert [damage.file for damage in Archive(tmp_path / "other").verify()] == [INDEX_NAME]


def test_reading_a_damaged_record_names_file_and_record_and_leaves_the_others_readable(tmp_path: Path) -> None:
    captures = fill(tmp_path)
    hit = captures[5]
    path = tmp_path / hit.file
    content = bytearray(path.read_bytes())
    content[hit.offset + hit.length // 2] ^= 0x10
    path.write_bytes(content)
    with Archive(tmp_path) as archive:
        with pytest.raises(DamagedArchive, match=rf"{path.name}, record at byte {hit.offset} \({hit.url}\)"):
            archive.read(hit)
        assert [archive.read(one) for one in captures if one != hit] == [
            HTML + b"%d" % n for n in range(20) if captures[n] != hit
        ]
        assert [damage.url for damage in archive.verify()] == [hit.url]


def test_a_lost_index_is_never_taken_for_an_empty_archive(tmp_path: Path) -> None:
    fill(tmp_path)
    size = segments(tmp_path)[0].stat().st_size
    (tmp_path / INDEX_NAME).unlink()
    with pytest.raises(DamagedArchive):
        Archive(tmp_path, writable=True)
    assert segments(tmp_path)[0].stat().st_size == size


def test_a_torn_tail_is_cut_by_the_next_writer(tmp_path: Path) -> None:
    fill(tmp_path, finish=False)
    (segment,) = segments(tmp_path)
    whole = segment.read_bytes()
    segment.write_bytes(whole + b"\x1f\x8b torn")
    with Archive(tmp_path, writable=True) as archive:
        assert segment.read_bytes() == whole
        assert list(archive.verify()) == []


def test_bytes_behind_a_finished_run_are_damage_and_are_not_deleted(tmp_path: Path) -> None:
    fill(tmp_path)
    (segment,) = segments(tmp_path)
    segment.write_bytes(segment.read_bytes() + b"more")
    size = segment.stat().st_size
    with Archive(tmp_path, writable=True) as archive:
        assert [damage.file for damage in archive.verify()] == [segment.relative_to(tmp_path).as_posix()]
    assert segment.stat().st_size == size


_KILLED_WRITER = """
import os, sys
from pathlib import Path
from pipelines.archive import Answer, Archive
archive = Archive(Path(sys.argv[1]), writable=True)
run = archive.begin_run("crawl", ["institute"])
for n in range(int(sys.argv[2])):
    archive.store_response("institute", run, Answer(f"https://institute.example/p{n}", 200, (), b"<p>%d" % n))
os._exit(9)
"""


@pytest.mark.parametrize("stored", [1, 15, 16, 40])
def test_a_writer_killed_before_its_commit_leaves_a_sound_archive(tmp_path: Path, stored: int) -> None:
    command = [sys.executable, "-c", _KILLED_WRITER, str(tmp_path), str(stored)]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == 9
    with Archive(tmp_path) as archive:
        assert list(archive.verify()) == []
        kept = [archive.read(page.capture) for page in archive.pages("institute")]
        assert stored - 16 <= len(kept) <= stored
    with Archive(tmp_path, writable=True) as archive:
        run = archive.open_run("crawl", ["institute"])
        assert run is not None
        archive.store_response("institute", run, answer())
        assert len(list(archive.pages("institute"))) == len(kept) + 1
        assert list(archive.verify()) == []


def test_a_full_disk_ends_in_one_clear_line_and_keeps_what_was_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full(handle: int, content: bytes) -> int:
        real(handle, bytes(content)[:10])
        raise OSError(28, "No space left on device")

    archive = Archive(tmp_path, writable=True)
    run = archive.begin_run("crawl", ["institute"])
    archive.store_response("institute", run, answer())
    archive.flush()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DiskError, match="No space left on device"):
            archive.store_response("institute", run, answer("https://institute.example/next"))
    archive.close()
    with Archive(tmp_path) as archive:
        assert [page.capture.url for page in archive.pages("institute")] == [URL]
        assert list(archive.verify()) == []


@pytest.mark.parametrize("failing", ["insert", "commit"])
def test_what_cannot_be_indexed_is_taken_back_from_the_segment_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object) -> None:
        raise DiskError("no space left")

    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        archive.store_response("institute", run, answer("https://institute.example/kept"))
        archive.flush()
        archive.store_response("institute", run, answer("https://institute.example/in-the-air"))
        with monkeypatch.context() as patch:
            patch.setattr(Index, failing, full)
            with pytest.raises(DiskError):
                archive.store_response("institute", run, answer("https://institute.example/failing"))
                archive.flush()
        archive.store_response("institute", run, answer("https://institute.example/after"))
        archive.flush()
        assert [row.capture.url.rpartition("/")[2] for row in archive.pages("institute")] == ["after", "kept"]
        assert list(archive.verify()) == []
        archive.finish_run(run, 0)
    assert list(Archive(tmp_path).verify()) == []


def test_a_reader_never_meets_an_index_without_tables(tmp_path: Path) -> None:
    (tmp_path / f"{INDEX_NAME}.tmp").write_bytes(b"left by a killed first run")
    with Archive(tmp_path) as archive:
        assert archive.runs() == []
    fill(tmp_path)
    assert not (tmp_path / f"{INDEX_NAME}.tmp").exists()


_SMALL_FILES_ONLY = """
import resource, sys
from pathlib import Path
from pipelines.archive import Answer, Archive
from pipelines.errors import ColloquyError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with Archive(Path(sys.argv[1]), writable=True) as archive:
        run = archive.open_run("crawl", ["institute"]) or archive.begin_run("crawl", ["institute"])
        for n in range(60):
            body = sys.argv[2].encode() + bytes(range(256)) * 8 + b"%d" % n
            archive.store_response("institute", run, Answer(f"https://institute.example/p{n}", 200, (), body))
except ColloquyError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.parametrize("limit", [3_000, 30_000, 70_000])
def test_a_file_size_limit_at_any_point_is_a_disk_error_and_nothing_half_written_stays(
    tmp_path: Path, limit: int
) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _SMALL_FILES_ONLY, str(tmp_path)]
    tight = subprocess.run([*command, str(limit)], check=False, cwd=root, capture_output=True, text=True)
    assert tight.returncode == DiskError.exit_code, tight.stderr
    assert len(tight.stdout.splitlines()) == 1
    wide = subprocess.run([*command, "100000000"], check=False, cwd=root, capture_output=True, text=True)
    assert wide.returncode == 0, wide.stdout + wide.stderr
    with Archive(tmp_path) as archive:
        assert len(list(archive.pages("institute"))) == 60
        assert list(archive.verify()) == []


def test_a_reader_sees_committed_pages_only_while_a_writer_works(tmp_path: Path) -> None:
    with Archive(tmp_path, writable=True) as writer:
        run = writer.begin_run("crawl", ["institute"])
        writer.store_response("institute", run, answer())
        with Archive(tmp_path) as reader:
            assert list(reader.pages("institute")) == []
        writer.flush()
        with Archive(tmp_path) as reader:
            assert [reader.read(page.capture) for page in reader.pages("institute")] == [HTML]


def test_a_file_beside_the_pages_is_kept_once_a_run_and_its_content_once(tmp_path: Path) -> None:
    robots = replace(answer("https://institute.example/robots.txt", b"User-agent: *"), withheld="robots.txt")
    with Archive(tmp_path, writable=True) as archive:
        for _ in range(2):
            run = archive.begin_run("crawl", ["institute"])
            archive.store_beside("institute", run, robots)
            archive.store_beside("institute", run, robots)
        assert [capture.kind for capture in archive.index.captures("1 ORDER BY id")] == ["response", "revisit"]
        (newest,) = archive.beside("institute", "robots.txt")
        assert (newest.kind, archive.read(newest)) == ("revisit", b"User-agent: *")
        assert list(archive.pages("institute")) == []
        assert list(archive.verify()) == []


def test_a_disk_that_is_nearly_full_stops_the_run_and_loses_nothing_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path, writable=True) as archive:
        run = archive.begin_run("crawl", ["institute"])
        archive.store_response("institute", run, answer())
        archive.flush()
        with monkeypatch.context() as patch:
            patch.setattr("pipelines.segments.disk_usage", lambda _: SimpleNamespace(total=10**12, free=10**6))
            archive.store_response("institute", run, answer("https://institute.example/b"))
            with pytest.raises(DiskError, match="1 MB are left"):
                archive.flush()
        archive.finish_run(run, 5)
    with Archive(tmp_path) as archive:
        assert [row.capture.url for row in archive.pages("institute")] == [URL]
        assert list(archive.verify()) == []
