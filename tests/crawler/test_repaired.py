"""After a repair, the next crawl fetches what was lost, even where no link leads to it any more."""

from pathlib import Path

from crawling import Crawl, Serve, page, tree

from pipelines.archive import Archive
from pipelines.archive_repair import repair_archive


def test_a_lost_page_that_nothing_links_to_is_fetched_again(crawl: Crawl, serve: Serve, tmp_path: Path) -> None:
    server = serve(tree(6))
    assert crawl(server.url + "/")["code"] == 0
    folder = tmp_path / "home/archive"
    with Archive(folder) as archive:
        hit = archive.newest(server.url + "/p/4")
        assert hit
    content = bytearray((folder / hit.file).read_bytes())
    content[hit.offset + 30] ^= 1
    (folder / hit.file).write_bytes(content)
    done = repair_archive(folder)
    assert done
    assert [url for _, url in done.lost] == [server.url + "/p/4"]

    server.routes["/p/0"] = page("Page 0")  # it led to /p/4
    server.requests.clear()
    again = crawl(server.url + "/")
    assert again["code"] == 0
    assert server.asked("/p/4") == [200]
    assert server.asked("/p/5") == [304]
    assert "/p/4" in again["pages"]
    assert again["damage"] == []
