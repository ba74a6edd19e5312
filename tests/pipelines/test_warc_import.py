"""WARC files of others in: the pages of one site are taken, all else is left out and counted."""

import gzip
import tracemalloc
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from saved_warcs import HTML, PAGE, Saved, write_warc
from warcio.archiveiterator import ArchiveIterator

from crawler.addresses import Scope
from crawler.cli import cli
from pipelines.archive import Archive
from pipelines.home import Home
from pipelines.importing import Choice, ImportReport, import_pages
from pipelines.transfer import MOST_BYTES, CodingError, decode_body
from pipelines.verify import find_damage

LAB = "https://lab.example/{}"
BODY = PAGE.format("tea").encode()
MINE = Choice(Scope.of_hosts(["lab.example"]).has)


def chunk(body: bytes) -> bytes:
    half = len(body) // 2
    return b"".join(b"%x;note\r\n%b\r\n" % (len(part), part) for part in (body[:half], body[half:])) + b"0\r\n\r\n"


def take(home: Home, path: Path, choice: Choice = MINE) -> ImportReport:
    return import_pages(home, "lab", [path], {}, None, choice)


def read_all(home: Home) -> dict[str, bytes]:
    with Archive(home.archive) as archive:
        return {row.capture.url: archive.read(row.capture) for row in archive.pages("lab")}


FOREIGN = (
    (Saved("https://other.example/a"), "of other hosts"),
    (Saved(LAB.format("gone"), status="404 Not Found"), "not status 200"),
    (Saved(LAB.format("moved"), status="301 Moved"), "not status 200"),
    (Saved(LAB.format("picture"), b"\x89PNG", (("Content-Type", "image/png"),)), "not HTML"),
    (Saved(LAB.format("untyped"), headers=()), "not HTML"),
    (Saved(LAB.format("cut"), warc={"WARC-Truncated": "length"}), "truncated"),
    (Saved(LAB.format("again"), b"", kind="revisit"), "revisits"),
    (Saved(LAB.format("about"), b"fetchTimeMs: 12\r\n", (), kind="metadata"), "no responses"),
    (Saved(LAB.format("text"), b"Plain words", (("Content-Type", "text/plain"),), kind="conversion"), "no responses"),
    (Saved("dns:lab.example", b"192.0.2.1", (("Content-Type", "text/dns"),), kind="resource"), "no responses"),
    (Saved(LAB.format("bomb"), zlib.compress(bytes(MOST_BYTES + 9)), (*HTML, ("Content-Encoding", "deflate"))),
     "not to be decoded"),
    (Saved(LAB.format("odd"), headers=(*HTML, ("Content-Encoding", "sdch"))), "not to be decoded"),
    (Saved(LAB.format("pdf"), b"%PDF-1.7 and so on"), "empty or binary"),
    (Saved(LAB.format("empty"), b""), "empty or binary"),
    (Saved(LAB.format("huge"), b"<html>" + b" " * (MOST_BYTES + 9)), "larger than 16 MiB"),
)  # fmt: skip


@pytest.mark.parametrize("in_place", [False, True])
def test_pages_of_the_site_are_taken_and_all_else_is_counted(tmp_path: Path, in_place: bool) -> None:
    pages = [Saved(LAB.format("tea")), Saved("http://www.lab.example/fog")]
    path = write_warc(tmp_path / "crawl.warc.gz", [pages[0], *(record for record, _ in FOREIGN), pages[1]])
    report = take(Home(tmp_path / "home"), path, Choice(MINE.has, in_place))
    assert (report.taken, report.skipped, report.refused) == (2, 0, [])
    reasons = [reason for _, reason in FOREIGN]
    assert report.left_out == {reason: reasons.count(reason) for reason in reasons}
    assert read_all(Home(tmp_path / "home")) == {page.url: page.content for page in pages}


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize(("headers", "body"), [
    ((("Transfer-Encoding", "chunked"),), chunk(BODY)),
    ((("Content-Encoding", "gzip"),), gzip.compress(BODY, mtime=0)),
    ((("Content-Encoding", "br"),), brotli.compress(BODY)),
    ((("Content-Encoding", "deflate"),), zlib.compress(BODY)),
    ((("Content-Encoding", "deflate"),), zlib.compress(BODY)[2:-4]),
    ((("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")), chunk(gzip.compress(BODY, mtime=0))),
    ((("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")), BODY),
    ((("Content-Encoding", "deflate"),), BODY),
    ((("Content-Encoding", "br"),), BODY),
    ((("X-Crawler-Content-Encoding", "br"), ("Content-Length", "9")), BODY),
])  # fmt: skip
def test_a_page_is_read_whatever_its_transfer_was(
    tmp_path: Path, headers: Sequence[tuple[str, str]], body: bytes, in_place: bool
) -> None:
    home = Home(tmp_path / "home")
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(LAB.format("tea"), body, (*HTML, *headers))])
    assert take(home, path, Choice(None, in_place)).taken == 1
    assert read_all(home) == {LAB.format("tea"): BODY}
    with Archive(home.archive) as archive:
        names = {name.lower() for name, _ in archive.read_record(next(archive.pages("lab")).capture).headers}
    assert names.isdisjoint({"content-encoding", "transfer-encoding"})


def test_a_body_that_is_not_what_it_is_said_to_be_is_an_error() -> None:
    for coding, body in (("gzip", gzip.compress(BODY)[:-9]), ("br", b"\xff\xff\xff"), ("deflate", b"\xff\xff\xff"),
                         ("gzip", gzip.compress(BODY)[:20] + b"\xff" * 40), ("sdch", BODY)):  # fmt: skip
        with pytest.raises(CodingError):
            decode_body((("Content-Encoding", coding),), body)
    for body in (chunk(BODY)[:30], chunk(BODY)[:-5], b"10\r\nshort"):
        with pytest.raises(CodingError):
            decode_body((("Transfer-Encoding", "chunked"),), body)


@given(st.binary(max_size=400), st.lists(st.sampled_from(["gzip", "br", "deflate"]), max_size=2))
def test_decoding_undoes_every_coding(body: bytes, codings: list[str]) -> None:
    content = b"<html>" + body
    coded = content
    for coding in codings:
        coded = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}[coding](coded)
    assert decode_body((("content-encoding", ", ".join(codings)),), coded) == content


@given(st.binary(max_size=200), st.sampled_from(["gzip", "br", "deflate"]))
def test_decoding_of_anything_ends_well_or_says_so(body: bytes, coding: str) -> None:
    try:
        decoded = decode_body((("Content-Encoding", coding), ("Transfer-Encoding", "chunked")), body)
    except CodingError:
        return
    assert isinstance(decoded, bytes)


def test_an_answer_keeps_what_its_server_said(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    said = (*HTML, ("ETag", '"7"'), ("Last-Modified", "Mon, 02 Feb 2026 10:00:00 GMT"), ("tdm-reservation", "1"))
    take(home, write_warc(tmp_path / "crawl.warc.gz", [Saved(LAB.format("tea"), headers=said)]))
    with Archive(home.archive) as archive:
        (row,) = archive.pages("lab")
        assert ("tdm-reservation", "1") in archive.read_record(row.capture).headers
    assert (row.capture.status, row.capture.etag) == (200, '"7"')
    with (home.archive / row.capture.file).open("rb") as handle:  # a request that nobody made is not made up
        assert [record.rec_type for record in ArchiveIterator(handle)] == ["warcinfo", "response"]
    assert row.capture.fetched_at.isoformat() == "2026-03-01T10:00:00+00:00"


@pytest.mark.parametrize("form", ["members", "plain", "whole"])
def test_a_file_is_copied_however_it_is_compressed(tmp_path: Path, form: str) -> None:
    home = Home(tmp_path / "home")
    pages = [Saved(LAB.format(name)) for name in ("tea", "fog", "kelp")]
    suffix = ".warc" if form == "plain" else ".warc.gz"
    assert take(home, write_warc(tmp_path / f"crawl{suffix}", pages, form)).taken == 3
    assert read_all(home) == {page.url: page.content for page in pages}
    assert list(find_damage(home)) == []


def test_the_same_file_again_brings_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(LAB.format("tea")), Saved(LAB.format("fog"))])
    take(home, path)
    again = take(home, path)
    assert (again.taken, again.skipped) == (0, 2)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_damaged_file_gives_what_comes_before_the_damage(tmp_path: Path, in_place: bool) -> None:
    home = Home(tmp_path / "home")
    pages = [Saved(LAB.format(f"page-{number}"), bytes(str(number) * 99, "ascii") + BODY) for number in range(30)]
    path = write_warc(tmp_path / "crawl.warc.gz", pages)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\0" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    report = take(home, path, Choice(None, in_place))
    assert 10 <= report.taken < 16
    assert [origin for origin, _ in report.refused] == [str(path)]
    assert list(find_damage(home)) == []


@pytest.mark.parametrize("in_place", [False, True])
def test_a_last_record_that_is_cut_is_left_out(tmp_path: Path, in_place: bool) -> None:
    pages = [Saved(LAB.format("tea")), Saved(LAB.format("fog"))]
    for form, suffix in (("members", ".warc.gz"), ("plain", ".warc")):
        path = write_warc(tmp_path / f"crawl{suffix}", pages, form)
        path.write_bytes(path.read_bytes()[:-60])
        home = Home(tmp_path / f"home-{form}")
        report = take(home, path, Choice(None, in_place))
        assert (report.taken, list(read_all(home))) == (1, [pages[0].url])
        assert report.left_out == {"cut short": 1} or report.refused


def say(home: Home, *words: object) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home.path), "import", *map(str, words)])


def test_the_command_sums_up_what_it_left_out(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(LAB.format("tea")), *(record for record, _ in FOREIGN[:4])])
    result = say(home, "lab", "--host", "www.lab.example", path)
    assert (result.exit_code, result.stderr) == (0, "next: colloquy rebuild lab\n")
    assert result.stdout == (
        "lab: 1 taken, 0 skipped (already archived), 0 refused; left out of WARC files: 2 not status 200,"
        " 1 of other hosts, 1 not HTML\n"
    )


def test_a_profile_says_which_hosts_are_taken_and_what_is_denied(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.sites.mkdir(parents=True)
    (home.sites / "lab.toml").write_text('name = "lab"\nurl = "https://www.lab.example/"\ndeny = ["/private/"]\n')
    urls = [LAB.format("tea"), LAB.format("private/x"), "https://hall.example/fog"]
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(url) for url in urls])
    assert "1 taken" in say(home, "lab", path).stdout
    assert list(read_all(home)) == urls[:1]
    assert "1 taken" in say(home, "lab", "--host", "hall.example", path).stdout
    assert sorted(read_all(home)) == [urls[2], urls[0]]


def test_without_a_scope_all_are_taken_and_a_line_says_of_how_many_hosts(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = write_warc(tmp_path / "crawl.warc.gz", [Saved(LAB.format("tea")), Saved("https://hall.example/fog")])
    result = say(home, "lab", path)
    assert result.stdout.startswith("lab: 2 taken")
    assert result.stderr.splitlines()[0] == "pages of 2 hosts were taken for one site; --host HOST would choose"


def test_a_host_is_a_name(tmp_path: Path) -> None:
    result = say(Home(tmp_path / "home"), "lab", "--host", "https://lab.example/", tmp_path / "crawl.warc.gz")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    records = [Saved(LAB.format(f"page-{number}"), BODY + b" kelp" * 12_000) for number in range(300)]
    path = write_warc(tmp_path / "crawl.warc.gz", records)
    home = Home(tmp_path / "home")
    take(home, write_warc(tmp_path / "first.warc.gz", records[:1]))  # what is loaded once is loaded
    tracemalloc.start()
    try:
        assert take(home, path, Choice(None, in_place=True)).taken == 300
        assert tracemalloc.get_traced_memory()[1] < 6_000_000  # all pages have 18 MB
    finally:
        tracemalloc.stop()
