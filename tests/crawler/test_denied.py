"""A crawl does not ask for what is on the denylist."""

from pathlib import Path

from crawling import Crawl, Serve, tree

from pipelines.denylist import Denylist, store_denylist


def test_a_forgotten_page_is_not_asked_for(crawl: Crawl, serve: Serve, tmp_path: Path) -> None:
    server = serve(tree(4))
    store_denylist(tmp_path / "home", Denylist().add(server.url + "/p/1"))
    seen = crawl(server.url + "/")
    assert server.asked("/p/1") == []
    assert sorted(seen["pages"]) == ["/", "/p/0", "/p/2", "/p/3"]
    assert any("denylist" in message for message in seen["problems"])
