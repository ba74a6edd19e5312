"""Traps on small sites: each ends by itself within 500 requests, says so in the run's problems, and costs no page."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from crawling import HTML, Crawl, Route, Routes, Serve, TableServer, page

from crawler.frontier import Frontier
from crawler.traps import Echoes, digest_text, find_path_trap
from pipelines.profiles import Profile

MOST = 500


class Maze(TableServer):
    """A site whose pages are made up when they are asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        routes: Routes = {"/robots.txt": (404, HTML, b""), "/honest": page("Honest")}
        super().__init__(routes)
        self._make = make

    def find(self, path: str, tag: str) -> Route:
        known = path in self.routes or not path.startswith("/t")
        home = page("Home", "/t", "/honest") if path == "/" else ""
        return super().find(path, tag) if known and not home else (200, HTML, (home or self._make(path)).encode())


def month(path: str) -> str:
    found = re.search(r"(\d{4})/(\d\d)$", path)
    year, number = (int(found[1]), int(found[2])) if found else (date.today().year, date.today().month)
    near = [divmod(year * 12 + number - 1 + step, 12) for step in (-1, 1)]
    return page(f"Month {year} {number}", *(f"/t/{year}/{month + 1:02}" for year, month in near))


def facets(path: str) -> str:
    mark = "&" if "?" in path else "?"
    return page(path, *(f"{path}{mark}f{n}=1" for n in range(9) if f"f{n}=" not in path))


def number(path: str) -> int:
    return int((re.findall(r"\d+", path) or ["0"])[-1])


TRAPS = {
    "a calendar by path": (month, "calendar pages more than 24 months away"),
    "a calendar by offset": (
        lambda path: page(f"Week {number(path)}", f"/t?w={number(path) + 1}", f"/t?v={number(path) + 1}"),
        "addresses like",
    ),
    "facets": (facets, "addresses like /t?*"),
    "sessions in the path": (
        lambda path: page(path, *(f"/t/{abs(hash(path)) % 16**12:020x}/p{n}" for n in range(5))),
        "addresses like /t/0/",
    ),
    "ever deeper": (lambda path: page(path, f"{path}/x", f"{path}/y"), "paths that name one part 3 times"),
    "ever deeper by other names": (lambda path: page(path, f"{path}/n{len(path)}"), "paths of more than 16 parts"),
    "the same text": (lambda path: f'<p>Nothing new.</p><a href="/t/{number(path) + 1}">next</a>', "say the same"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_ends_is_reported_and_costs_no_page(name: str, crawl: Crawl) -> None:
    make, said = TRAPS[name]
    with Maze(make) as server:
        seen = crawl(server.url)
    assert len(server.requests) <= MOST
    assert {"/", "/honest", "/t"} <= set(seen["pages"])
    assert any(said in message for message in seen["problems"]), seen["problems"]
    assert seen["stderr"] == ""


WORDS = "tide kelp fog salt maps clocks ropes gulls ice shells moss rain sand reed lamp quay".split()


def talk(number: int) -> str:
    """A page with a text of its own: three words, by its number, and what is said of them."""
    one, two, three = (WORDS[(number // 16**place + place) % 16] for place in range(3))
    return (
        f"<title>{one} and {two} and {three}</title><p>{one} of {two} that is seen by few people and known to fewer</p>"
        f"<p>{two} of {three} with the {one} as it was told in the old days by those who went out to sea</p>"
    )


def test_a_site_of_pages_that_differ_in_their_number_alone_is_crawled_whole(crawl: Crawl, serve: Serve) -> None:
    count = 320  # more than addresses that are alike are let have
    index = "".join(f'<li><a href="/index.php?id={n}">{n}</a>' for n in range(1, count))
    routes: Routes = {"/": f"<h1>All talks</h1>{index}", **{f"/index.php?id={n}": talk(n) for n in range(1, count)}}
    server = serve(routes)
    assert len(crawl(server.url)["pages"]) == count
    again = crawl(server.url)
    assert len(again["pages"]) == again["sources"][1] == count


def test_a_page_of_200000_dead_links_ends(serve: Serve, crawl: Crawl) -> None:
    links = "".join(f"<a href=/dead/{n}>{n}</a>" for n in range(200_000))
    server = serve({"/": f'<h1>Home</h1><a href="/honest">honest</a>{links}', "/honest": page("Honest")})
    seen = crawl(server.url, most_links=500)  # each that is followed is a row: a tenth of them shows the same
    assert len(server.requests) <= MOST
    assert sorted(seen["pages"]) == ["/", "/honest"]
    assert any("links beyond the first 500 of a page: " in message for message in seen["problems"])
    assert any("100 pages in a row say the same in /dead/" in message for message in seen["problems"])


def test_visits_of_one_page_are_one_address() -> None:
    frontier = Frontier(Profile(name="lab", url="https://lab.example/"), None)
    spellings = ("/a;jsessionid=1?PHPSESSID=2&utm_source=mail", "/a#part", "/(S(abcd1234efgh5678))/a", "/a?sessionid=9")
    assert [frontier.admit(f"https://lab.example{one}") for one in spellings] == [
        "https://lab.example/a",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "path", ["/events/2026/05/05/talk", "/en/research/groups/algebra/people", "/1/1/talk", "/events/events"]
)
def test_an_honest_path_is_no_trap(path: str) -> None:
    assert find_path_trap(f"https://lab.example{path}") == ""


@pytest.mark.parametrize("path", ["/a/x/x/x/", "/1/1/1", "/a/x/b/x/c/x", "/" + "/".join("abcdefghijklmnopq")])
def test_a_path_that_leads_ever_deeper_is_not_admitted(path: str) -> None:
    frontier = Frontier(Profile(name="lab", url="https://lab.example/"), None)
    assert frontier.admit(f"https://lab.example{path}", alien=True) is None
    assert sum(frontier.dropped.values()) == 1


def test_a_talk_of_long_ago_is_admitted_and_a_profile_may_start_anywhere() -> None:
    frontier = Frontier(Profile(name="lab", url="https://lab.example/"), None)
    assert frontier.admit("https://lab.example/talks/2009/03/knots")
    assert frontier.admit("https://lab.example/calendar/2009/03") is None
    assert frontier.admit("https://lab.example/calendar/2009/04", alien=True)


def test_one_page_that_says_something_else_ends_the_row() -> None:
    echoes = Echoes()
    for n in range(99):
        echoes.note(f"https://lab.example/t/{n}", digest_text(b"<p class=a>Same</p>"))
    assert echoes.find("https://lab.example/t/100") == ""
    echoes.note("https://lab.example/t/a", digest_text(b"<p>Other</p>"))
    echoes.note("https://lab.example/t/b", digest_text(b"<p>Same</p>"))
    assert echoes.find("https://lab.example/t/100") == ""
