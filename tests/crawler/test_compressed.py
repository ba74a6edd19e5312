"""Compressed answers: what arrives damaged is asked for again, what was not asked for is refused."""

import gzip

from conftest import Crawl, Serve
from crawling import HTML, Route, page

PACKED = gzip.compress(page("Packed").encode() * 50)
GZIP = {**HTML, "Content-Encoding": "gzip"}


def test_a_cut_answer_is_asked_for_again_and_only_a_whole_one_is_a_page(crawl: Crawl, serve: Serve) -> None:
    answers = [PACKED[: len(PACKED) // 2], PACKED]

    def sent_well_the_second_time() -> Route:
        return 200, GZIP, answers.pop(0) if len(answers) > 1 else answers[0]

    server = serve({
        "/": page("Home", "/once", "/always", "/brotli"),
        "/once": sent_well_the_second_time,
        "/always": (200, GZIP, PACKED[:-9]),
        "/brotli": (200, {**HTML, "Content-Encoding": "br"}, b"\x8b\x02\x80never asked for\x03"),
    })  # fmt: skip
    rows = crawl(server.url + "/")["rows"]
    assert rows["/once"] == ["ok", ""]
    assert server.asked("/once") == [200, 200]
    assert rows["/always"][0] == "error"
    assert "cut short" in rows["/always"][1]
    assert server.asked("/always") == [200, 200, 200]
    assert rows["/brotli"] == ["error", "compressed as br, which was not asked for"]
