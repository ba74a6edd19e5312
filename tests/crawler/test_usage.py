"""What a site says about mining and AI use is recorded a page, and reserved pages stay at home."""

import json
from pathlib import Path

from crawling import HTML, Crawl, Serve, page

from pipelines.archive import Archive
from pipelines.dataset import load
from pipelines.export import Terms, export_table
from pipelines.home import Home
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings

ROBOTS = b"User-agent: *\nAllow: /\nContent-Usage: train-ai=n\nSitemap: /sitemap.xml\n"
TDMREP = json.dumps(
    [{"location": "/closed/*", "tdm-reservation": 1, "tdm-policy": "https://lab.example/p.json"}]
).encode()


def test_signals_are_recorded_and_reserved_pages_are_not_exported(crawl: Crawl, serve: Serve, tmp_path: Path) -> None:
    body = page("Talk", "/").encode()
    server = serve({
        "/robots.txt": (200, {"Content-Type": "text/plain"}, ROBOTS),
        "/.well-known/tdmrep.json": (200, {"Content-Type": "application/json"}, TDMREP),
        "/": page("Home", "/header", "/meta", "/closed/a", "/open", "/noai"),
        "/header": (200, {**HTML, "TDM-Reservation": "1"}, body),
        "/meta": page("Meta", head='<meta name="tdm-reservation" content="1">'),
        "/closed/a": page("Closed"),
        "/open": page("Open"),
        "/noai": (200, {**HTML, "X-Robots-Tag": "noai"}, body),
    })  # fmt: skip
    seen = crawl(server.url + "/")
    assert "/.well-known/tdmrep.json" not in seen["rows"]
    home = Home(tmp_path / "home")
    with Archive(home.archive) as archive:
        (site,) = archive.sites()
        (kept,) = archive.beside(site, "robots.txt")
        assert archive.read(kept) == ROBOTS
        assert len(archive.beside(site, "tdmrep.json")) == 1
    with home.lock():
        Rebuild(home, {}, Settings()).run()
    pages = load("pages", home.path)
    reserved = {url.removeprefix(server.url) for url in pages[pages["tdm_reserved"]]["url"]}
    assert reserved == {"/header", "/meta", "/closed/a"}
    signals = {
        url.removeprefix(server.url): list(said) for url, said in zip(pages["url"], pages["usage_signals"], strict=True)
    }
    assert signals["/noai"] == ["robots=noai (header)", "content-usage=train-ai=n (robots.txt)"]
    assert "tdm-policy=https://lab.example/p.json (tdmrep.json)" in signals["/closed/a"]

    assert exported(home, Terms()) == {"/", "/open", "/noai"}
    assert exported(home, Terms(reserved=True)) == {"/", "/open", "/noai", *reserved}


def exported(home: Home, terms: Terms) -> set[str]:
    rows = [json.loads(line) for line in b"".join(export_table("pages", home.path, "jsonl", terms)).splitlines()]
    return {"/" + row["url"].split("/", 3)[3] for row in rows}
