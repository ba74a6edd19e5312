"""Feeds and following pages: what only they name is found."""

import pytest
from crawling import Crawl, Serve, page
from scrapy.http import HtmlResponse, XmlResponse

from crawler.feeds import find_entries, find_head_links

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Talks</title><link>https://lab.example/</link>
<item><title>Fog</title><link>https://lab.example/talks/fog</link></item>
<item><title>Kelp</title><link> /talks/kelp </link></item><item><title>No link</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://lab.example/feed"/>
<entry><link href="https://lab.example/talks/fog"/><link rel="enclosure" href="https://lab.example/fog.mp3"/></entry>
<entry><link rel="alternate" href="/talks/kelp"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><link>https://lab.example/talks/fog</link></item><item><link>/talks/kelp</link></item></rdf:RDF>"""
BOTH = ["https://lab.example/talks/fog", "https://lab.example/talks/kelp"]


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, RSS[:-20]], ids=["rss", "atom", "rdf", "cut"])
def test_entries_of_every_kind_of_feed_are_found(feed: str) -> None:
    assert find_entries(XmlResponse("https://lab.example/feed", body=feed.encode())) == BOTH


@pytest.mark.parametrize("body", [b"", b"<html><item><link>/x</link></item>", b"<rss", b'{"rss": 1}'])
def test_what_is_no_feed_has_no_entries(body: bytes) -> None:
    assert find_entries(XmlResponse("https://lab.example/feed", body=body)) == []


def test_a_head_names_its_feeds_and_its_next_page_and_nothing_else_counts() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel=next href="?page=2">'
        '<link rel="stylesheet" href="/x.css"><link rel="alternate" hreflang="de" href="/de">'
    )
    response = HtmlResponse("https://lab.example/talks", body=page("Talks", head=head).encode())
    assert find_head_links(response) == ["https://lab.example/feed", "https://lab.example/talks?page=2"]


def test_a_crawl_finds_what_only_a_feed_or_a_next_page_names(crawl: Crawl, serve: Serve) -> None:
    feed = RSS.replace("https://lab.example/talks/fog", "/talks/fog").encode()
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><link rel="next" href="/page2">'
    server = serve({
        "/": page("Home", head=head),
        "/feed.xml": (200, {"Content-Type": "application/rss+xml"}, feed),
        "/talks/fog": page("Fog"),
        "/talks/kelp": page("Kelp"),
        "/page2": page("Second page"),
    })  # fmt: skip
    seen = crawl(server.url + "/")
    assert sorted(seen["pages"]) == ["/", "/page2", "/talks/fog", "/talks/kelp"]
    assert seen["rows"]["/feed.xml"] == ["skipped", "a feed"]
