"""Compressed answers: what arrives damaged is asked for again, what was not asked for is refused."""

import gzip
import zlib

import pytest
from crawling import HTML, Crawl, Route, Serve, page

PACKED = gzip.compress(page("Packed").encode() * 50, mtime=0)
GZIP = {**HTML, "Content-Encoding": "gzip"}


def test_a_cut_answer_is_asked_for_again_and_only_a_whole_one_is_a_page(crawl: Crawl, serve: Serve) -> None:
    answers = [PACKED[: len(PACKED) // 2], PACKED]

    def sent_well_the_second_time() -> Route:
        return 200, GZIP, answers.pop(0) if len(answers) > 1 else answers[0]

    server = serve({
        "/": page("Home", "/once", "/always", "/brotli", "/zstd", "/odd"),
        "/once": sent_well_the_second_time,
        "/always": (200, GZIP, PACKED[:-9]),
        "/brotli": (200, {**HTML, "Content-Encoding": "br"}, b"\x8b\x02\x80never asked for\x03"),
        "/odd": (200, {**HTML, "Content-Encoding": "\x1b[31mred"}, b"-"),
        "/zstd": (200, {**HTML, "Content-Encoding": "zstd"}, b"\x28\xb5\x2f\xfdcut"),
    })  # fmt: skip
    rows = crawl(server.url + "/")["rows"]
    assert rows["/once"] == ["ok", ""]
    assert server.asked("/once") == [200, 200]
    assert rows["/always"][0] == "error"
    assert "cut short" in rows["/always"][1]
    assert server.asked("/always") == [200, 200, 200]
    assert rows["/brotli"] == ["error", "compressed as br, which was not asked for"]
    assert rows["/odd"] == ["error", "compressed as [31mred, which was not asked for"]  # no escape for a terminal
    assert rows["/zstd"] == ["error", "compressed as zstd, which was not asked for"]


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """200 MB in less than one."""
    packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS + 16)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()


def test_bombs_are_refused_in_little_memory(crawl: Crawl, serve: Serve, bomb: bytes) -> None:
    deflated = zlib.compress(bytes(100_000_000), 1)
    server = serve({
        "/": page("Home", "/gzip", "/nested", "/deflate", "/lie"),
        "/gzip": (200, GZIP, bomb),
        "/nested": (200, {**HTML, "Content-Encoding": "gzip, gzip"}, gzip.compress(bomb)),
        "/deflate": (200, {**HTML, "Content-Encoding": "deflate"}, deflated),
        "/lie": (200, {**GZIP, "Content-Type": "application/xml"}, bomb),
    })  # fmt: skip
    seen = crawl(server.url + "/")
    del seen["rows"]["/"]
    refused = ["skipped", "larger than 16 MiB when decompressed"]
    assert seen["rows"] == {"/gzip": refused, "/nested": refused, "/deflate": refused, "/lie": refused}
    assert seen["peak_growth"] < 100_000_000
