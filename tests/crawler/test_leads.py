"""What a page led to serves in place of its text while it stays the same."""

from pathlib import Path

from crawling import Crawl, Serve, page, tree

from pipelines.archive import Archive
from pipelines.home import Home


def test_an_unchanged_site_is_asked_whole_and_parsed_nowhere(crawl: Crawl, serve: Serve, tmp_path: Path) -> None:
    server = serve(tree(12))
    first, second = crawl(server.url + "/"), crawl(server.url + "/")
    assert sorted(second["pages"]) == sorted(first["pages"])
    assert second["sources"] == [0, 13, 0]
    with Archive(Home(tmp_path / "home").archive) as archive:
        rows = list(archive.index.rows("SELECT url, heads, links FROM leads"))
        kinds = list(archive.index.rows("SELECT kind, count(*) FROM captures WHERE withheld = '' GROUP BY kind"))
    assert len(rows) == 13
    assert dict(kinds) == {"response": 13, "revisit": 13}
    assert sum(links.count("/p/") for _, _, links in rows) == 12, "each address is kept once, with who led to it first"


def test_what_an_unchanged_page_led_to_is_asked_when_it_was_not_before(crawl: Crawl, serve: Serve) -> None:
    server = serve(tree(12))
    crawl(server.url + "/", max_pages=3)
    assert len(crawl(server.url + "/")["pages"]) == 13


def test_a_page_that_changed_is_read_again(crawl: Crawl, serve: Serve) -> None:
    server = serve({"/": page("Home", "/a"), "/a": page("A"), "/b": page("B")})
    crawl(server.url + "/")
    server.routes["/a"] = page("A, now with a link", "/b")
    assert "/b" in crawl(server.url + "/")["pages"]
