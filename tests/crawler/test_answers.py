"""What an answer is taken for, and how addresses are read."""

import gzip

import pytest
from scrapy.http import HtmlResponse, Response

from crawler.addresses import Scope, is_page_address, normalise, rank
from crawler.answers import judge, read_directives
from crawler.frontier import Frontier
from crawler.sitemaps import parse_sitemap
from pipelines.profiles import Profile

URL = "https://www.institute.example/events/tea"
PAGE = b"<!doctype html><title>Tea</title><p>Tea at four."
PROFILE = Profile(name="institute", url="https://www.institute.example/", deny=(r"/search\?",))


def answer(body: bytes = PAGE, status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, status, {"Content-Type": "text/html", **named}, body)


@pytest.mark.parametrize(
    ("response", "outcome", "reason"),
    [
        (answer(), "ok", ""),
        (answer(Content_Type=""), "ok", ""),
        (answer(Content_Type='///;;;="'), "ok", ""),
        (answer(Content_Type="application/xhtml+xml"), "ok", ""),
        (answer(b"BEGIN:VCALENDAR\r\n", Content_Type="text/calendar"), "ok", ""),
        (answer(b"%PDF-1.7"), "skipped", "not a web page: a PDF document"),
        (answer(b"\x89PNG\r\n"), "skipped", "not a web page: a PNG picture"),
        (answer(b"PK\x03\x04"), "skipped", "not a web page: a zip archive or an office document"),
        (answer(Content_Type="image/png"), "skipped", "not a web page: image/png"),
        (answer(b"words", Content_Type=""), "skipped", "not a web page: of no stated type"),
        (answer(b" \n"), "skipped", "not a web page: empty"),
        (answer(status=404), "skipped", "not found (HTTP 404)"),
        (answer(status=410), "skipped", "not found (HTTP 410)"),
        (answer(status=403), "error", "HTTP 403 Forbidden"),
        (answer(status=304), "error", "HTTP 304 Not Modified"),
        (answer(status=599), "error", "HTTP 599"),
        (answer(status=302), "error", "a redirect that leads nowhere"),
        (answer(Content_Encoding="zip"), "error", "compressed in a way that cannot be read"),
    ],
)
def test_an_answer_has_one_outcome_and_a_reason(response: Response, outcome: str, reason: str) -> None:
    verdict = judge(response, known=False)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert bool(verdict.withheld) == (outcome == "skipped")
    assert not (verdict.follow and verdict.outcome != "ok")


def test_a_page_that_we_had_and_that_is_not_found_is_removed() -> None:
    assert judge(answer(status=404), known=True).outcome == "removed"


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("/x", "https://www.institute.example/x"),
        ("//other.example/", "https://other.example/"),
        ("?a=1", "https://www.institute.example/events/tea?a=1"),
    ],
)
def test_a_redirect_says_where_it_leads(place: str, target: str) -> None:
    assert judge(answer(status=301, Location=place), known=False).target == target


@pytest.mark.parametrize(
    ("body", "header", "directives"),
    [
        (b"<meta name=robots content=noindex>", "", {"noindex"}),
        (b"<META CONTENT='NoIndex , NOFOLLOW' NAME='Robots'>", "", {"noindex", "nofollow"}),
        (b'<meta name="colloquy" content="none">', "", {"none"}),
        (b'<meta name="googlebot" content="noindex">', "", set()),
        (b'<meta name="description" content="noindex">', "", set()),
        (b"", "noindex, nofollow", {"noindex", "nofollow"}),
        (b"", "colloquy: noindex", {"noindex"}),
        (b"", "otherbot: noindex", set()),
    ],
)
def test_directives_for_robots_are_read_wherever_they_stand(body: bytes, header: str, directives: set[str]) -> None:
    tagged = {"X_Robots_Tag": header} if header else {}
    assert read_directives(answer(PAGE + body, **tagged)) == directives


@pytest.mark.parametrize(
    ("url", "spelling"),
    [
        ("https://Institute.EXAMPLE:443/a/./b/../c#top", "https://institute.example/a/c"),
        ("http://institute.example", "http://institute.example/"),
        ("http://institute.example:8080/x", "http://institute.example:8080/x"),
        ("https://institute.example/x?b=2&a=1&utm_source=m&fbclid=q", "https://institute.example/x?a=1&b=2"),
        ("https://institute.example/x;jsessionid=AB?PHPSESSID=1", "https://institute.example/x"),
        ("https://institute.example/x?page=", "https://institute.example/x?page="),
        ("https://institute.example/a%20b", "https://institute.example/a%20b"),
        ("https://institute.example/../..", "https://institute.example/"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("ftp://institute.example/", None),
        ("javascript:alert(1)", None),
        ("https://me:secret@institute.example/", None),
        ("https:///x", None),
        ("http://institute.example:99999/", None),
        ("https://institute.example/" + "x" * 3000, None),
        ("http://[bad/", None),
    ],
)
def test_an_address_has_one_spelling(url: str, spelling: str | None) -> None:
    assert normalise(url) == spelling
    assert spelling is None or normalise(spelling) == spelling


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://www.institute.example/x", True),
        ("http://institute.example/x", True),
        ("https://blog.institute.example/x", False),
        ("https://institute.example.evil.example/", False),
        ("https://www.institute.example:8443/x", False),
        ("https://www.institute.example/search?q=tea", False),
    ],
)
def test_a_site_is_its_hosts_with_and_without_www(url: str, inside: bool) -> None:
    assert Scope.of(PROFILE).has(url) is inside


def test_an_address_is_admitted_once_in_any_spelling() -> None:
    frontier = Frontier(PROFILE, None)
    assert frontier.admit("https://www.institute.example/a?utm_source=x#y") == "https://www.institute.example/a"
    assert frontier.admit("https://www.institute.example/a") is None
    assert frontier.admit("https://www.institute.example/a.pdf") is None
    assert frontier.admit("https://elsewhere.example/") is None


def test_events_and_groups_come_before_the_rest_and_near_before_far() -> None:
    urls = ["https://i.example/news/1", "https://i.example/research/interest-groups/x", "https://i.example/about"]
    assert sorted(urls, key=lambda url: -rank(url, 1))[0] == urls[1]
    assert rank(urls[1], 1) > rank(urls[1], 2) > rank(urls[0], 1)
    assert is_page_address("https://i.example/v1.2/events")
    assert not is_page_address("https://i.example/poster.PDF")


def test_sitemaps_come_as_xml_gzip_index_or_lines() -> None:
    xml = b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://i.example/a</loc></url></urlset>"
    assert parse_sitemap(xml).pages == parse_sitemap(gzip.compress(xml)).pages == ("https://i.example/a",)
    index = b"<sitemapindex><sitemap><loc>https://i.example/1.xml</loc></sitemap></sitemapindex>"
    assert parse_sitemap(index).sitemaps == ("https://i.example/1.xml",)
    assert parse_sitemap(b"https://i.example/a\nhttps://i.example/b\n").pages == (
        "https://i.example/a",
        "https://i.example/b",
    )


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>no", b"<", b"\x1f\x8bno gzip", b"words", b"<a><b>", b"\xff\xfe<urlset>"]
)
def test_what_is_no_sitemap_is_a_problem_and_no_error(body: bytes) -> None:
    content = parse_sitemap(body)
    assert (content.pages, content.sitemaps) == ((), ())
    assert content.problem


def test_an_entity_in_a_sitemap_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>https://i.example/&b;</loc></url></urlset>'
    assert all("aaaa" not in url for url in parse_sitemap(bomb).pages)
