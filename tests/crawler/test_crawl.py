"""Crawls of small sites on loopback, from the outside: what was asked of the server, what is in the archive."""

import signal
import time
from pathlib import Path

from crawling import HTML, Crawl, RunningCrawl, Serve, TableServer, page, tree

PLAIN = {"Content-Type": "text/plain"}
IN_FLIGHT = 32  # pages that one kill may cost


def pages_asked(server: TableServer) -> list[str]:
    return [path for path, _ in server.requests if path.startswith("/p/")]


def wait_for(server: TableServer, pages: int) -> None:
    assert server.wait(lambda: len(pages_asked(server)) >= pages)


def test_every_page_is_fetched_once_and_the_second_crawl_only_asks_whether_it_changed(
    serve: Serve, crawl: Crawl
) -> None:
    server = serve(tree(40))
    first = crawl(server.url)
    assert sorted(first["pages"]) == sorted(["/", *(f"/p/{n}" for n in range(40))])
    assert sorted(pages_asked(server)) == sorted(f"/p/{n}" for n in range(40))
    assert (first["code"], first["outcomes"], first["damage"], first["stderr"]) == (0, {"ok": 41}, [], "")
    server.routes["/p/7"] = page("Page 7, changed", "/p/40")
    server.routes["/p/40"] = page("New")
    server.requests.clear()
    second = crawl(server.url)
    assert second["run_id"] > first["run_id"]
    assert second["sources"] == [2, 40, 0]
    assert second["outcomes"] == {"ok": 42}
    assert sorted(set(pages_asked(server))) == sorted(pages_asked(server))
    assert [path for path, status in server.requests if status == 200 and path != "/robots.txt"] == ["/p/7", "/p/40"]


def test_a_killed_crawl_is_simply_started_again_and_loses_nothing(serve: Serve, tmp_path: Path, crawl: Crawl) -> None:
    server = serve(tree(80))
    for pages in (20, 45):
        process = RunningCrawl(tmp_path / "home", server.url, delay=0.01)
        wait_for(server, pages)
        process.signal(signal.SIGKILL)
        process.wait()
    final = crawl(server.url)
    assert sorted(final["pages"]) == sorted(["/", *(f"/p/{n}" for n in range(80))])
    assert final["damage"] == []
    assert len(pages_asked(server)) - 80 <= 2 * IN_FLIGHT
    assert final["sources"][2] > 0
    assert all(status != 304 for _, status in server.requests)


def test_sigterm_stops_cleanly_and_the_next_start_goes_on(serve: Serve, tmp_path: Path, crawl: Crawl) -> None:
    server = serve(tree(60))
    process = RunningCrawl(tmp_path / "home", server.url, delay=0.02)
    wait_for(server, 15)
    process.signal(signal.SIGTERM)
    stopped = process.finish()
    assert stopped["interrupted"] is True
    assert (stopped["stderr"], stopped["damage"]) == ("", [])
    assert len(stopped["pages"]) == sum(path == "/" or path.startswith("/p/") for path, _ in server.requests)
    final = crawl(server.url)
    assert (final["run_id"], final["interrupted"]) == (stopped["run_id"], False)
    assert sorted(pages_asked(server)) == sorted(f"/p/{n}" for n in range(60))


def test_sigterm_does_not_wait_for_the_queue_of_a_slow_host(serve: Serve, tmp_path: Path) -> None:
    server = serve(tree(60))
    process = RunningCrawl(tmp_path / "home", server.url, delay=1, profile={"sitemap": False})
    wait_for(server, 1)
    process.signal(signal.SIGTERM)
    stopped = process.finish()
    assert (stopped["interrupted"], stopped["stderr"]) == (True, "")
    assert len(pages_asked(server)) <= 3
    assert not [row for row in stopped["rows"].values() if row[0] != "ok"]


def test_sigterm_twice_stops_at_once_and_loses_nothing(serve: Serve, tmp_path: Path, crawl: Crawl) -> None:
    server = serve(tree(60))
    process = RunningCrawl(tmp_path / "home", server.url, delay=0.02)
    wait_for(server, 15)
    process.signal(signal.SIGTERM)
    time.sleep(0.05)  # two that arrive as one are one
    process.signal(signal.SIGTERM)
    assert process.finish()["interrupted"] is True
    final = crawl(server.url)
    assert len(final["pages"]) == 61
    assert final["damage"] == []
    assert len(pages_asked(server)) - 60 <= IN_FLIGHT


def test_robots_txt_sitemaps_and_pages_robots_are_obeyed(serve: Serve, crawl: Crawl) -> None:
    server = serve({})
    urls = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in ("/listed", "/admin/listed", "/picture.png"))
    outside = "<url><loc>https://elsewhere.example/</loc></url>"
    server.routes |= {
        "/robots.txt": (200, PLAIN, f"User-agent: colloquy\nDisallow: /admin/\nSitemap: {server.url}/map.xml".encode()),
        "/map.xml": (200, {"Content-Type": "application/xml"}, f"<urlset>{urls}{outside}</urlset>".encode()),
        "/": page("Home", "/admin/secret", "/noindex", "/nofollow", "/header", "https://elsewhere.example/x"),
        "/listed": page("Listed"),
        "/noindex": page("No index", "/behind-noindex", head='<meta name="robots" content="noindex">'),
        "/nofollow": page("No follow", "/behind-nofollow", head='<meta content="NOFOLLOW" name="robots">'),
        "/header": (200, {**HTML, "X-Robots-Tag": "otherbot: nofollow"}, page("Tagged", "/tagged").encode()),
        "/tagged": (200, {**HTML, "X-Robots-Tag": "noindex, nofollow"}, page("Tagged", "/behind-tag").encode()),
        "/behind-noindex": page("Reached"),
        "/behind-nofollow": page("Not reached"),
        "/behind-tag": page("Not reached"),
        "/admin/secret": page("Secret"),
    }  # fmt: skip
    seen = crawl(server.url)
    assert sorted(seen["pages"]) == ["/", "/behind-noindex", "/header", "/listed", "/nofollow"]
    assert seen["rows"]["/admin/secret"] == seen["rows"]["/admin/listed"] == ["skipped", "robots.txt forbids it"]
    assert seen["rows"]["/noindex"] == seen["rows"]["/tagged"] == ["skipped", "noindex"]
    assert not [path for path, _ in server.requests if "admin" in path or "not-" in path or "png" in path]
    assert "/behind-nofollow" not in seen["rows"]
    assert "/behind-tag" not in seen["rows"]
    assert seen["code"] == 0


def test_nothing_is_fetched_while_robots_txt_cannot_be_read(serve: Serve, crawl: Crawl) -> None:
    server = serve({"/": page("Home"), "/robots.txt": (503, {}, b"")})
    seen = crawl(server.url)
    assert (seen["pages"], seen["failed"], seen["code"]) == ([], [True], 3)
    assert seen["trouble"] == ["robots.txt cannot be read (HTTP 503)"]
    assert {path for path, _ in server.requests} == {"/robots.txt"}


def test_redirects_stay_on_the_site_and_end(serve: Serve, crawl: Crawl) -> None:
    other = serve({"/": page("Private"), "/secret": page("Private")})

    def to(place: str) -> tuple[int, dict[str, str], bytes]:
        return (301, {"Location": place}, b"")

    server = serve(
        {
            "/": page("Home", "/moved", "/off", "/private", "/file", "/circle", "/into-robots", "/long0"),
            "/robots.txt": (200, PLAIN, b"User-agent: *\nDisallow: /admin"),
            "/moved": to("/here"),
            "/here": page("Here"),
            "/off": to(other.url + "/secret"),
            "/private": to("http://169.254.169.254/latest/"),
            "/file": to("file:///etc/hostname"),
            "/circle": to("/circle"),
            "/into-robots": to("/admin/x"),
            "/admin/x": page("Secret"),
            **{f"/long{n}": to(f"/long{n + 1}") for n in range(9)},
        }
    )
    seen = crawl(server.url)
    assert seen["pages"] == ["/", "/here"]
    assert other.requests == []
    assert seen["rows"]["/moved"] == ["skipped", f"redirect to {server.url}/here"]
    assert seen["rows"]["/off"] == ["skipped", f"redirect to {other.url}/secret, outside the site"]
    assert seen["rows"]["/private"][1].endswith("outside the site")
    assert seen["rows"]["/file"][1] == "redirect to file:///etc/hostname, outside the site"
    assert seen["rows"]["/circle"] == ["error", "redirects in a circle"]
    assert seen["rows"]["/admin/x"] == ["skipped", "robots.txt forbids it"]
    assert seen["rows"]["/long5"] == ["error", "more than 5 redirects"]
    assert server.asked("/long6") == []


def test_every_scheduled_url_ends_in_one_row_that_says_why(serve: Serve, crawl: Crawl) -> None:
    answers = iter([(503, {}, b""), (503, {"Retry-After": "0"}, b"")])
    server = serve(
        {
            "/": page(
                "Home",
                "/missing",
                "/pdf",
                "/forbidden",
                "/down",
                "/flaky",
                "/empty",
                "/large",
                "/cut",
                "/talk.ics",
                "/gone",
            ),
            "/pdf": (200, HTML, b"%PDF-1.7 ..."),
            "/forbidden": (403, HTML, b"no"),
            "/down": (500, HTML, b"oops"),
            "/flaky": lambda: next(answers, (200, HTML, page("Flaky").encode())),
            "/empty": (200, HTML, b""),
            "/large": (200, HTML, b"<p>" + b"x" * (16 * 1024 * 1024)),
            "/cut": (200, {**HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3"),
            "/talk.ics": (200, {"Content-Type": "text/calendar"}, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
            "/gone": page("Soon gone"),
        }
    )
    seen = crawl(server.url)
    assert sorted(seen["pages"]) == ["/", "/flaky", "/gone", "/talk.ics"]
    assert seen["code"] == 3
    rows = seen["rows"]
    assert rows["/missing"] == ["skipped", "not found (HTTP 404)"]
    assert rows["/pdf"] == ["skipped", "not a web page: a PDF document"]
    assert rows["/forbidden"] == ["error", "HTTP 403 Forbidden"]
    assert rows["/down"] == ["error", "HTTP 500 Internal Server Error"]
    assert rows["/flaky"] == ["ok", ""]
    assert rows["/empty"] == ["skipped", "not a web page: empty"]
    assert rows["/large"] == ["skipped", "larger than 16 MiB"]
    assert rows["/cut"] == ["error", "the compressed answer is cut short or damaged"]
    assert len(rows) == 11
    assert (server.asked("/down"), server.asked("/flaky")) == ([500] * 3, [503, 503, 200])
    server.routes["/gone"] = (410, HTML, b"")
    server.requests.clear()
    again = crawl(server.url)
    assert again["rows"]["/gone"] == ["removed", "not found (HTTP 410)"]
    assert again["rows"]["/pdf"] == rows["/pdf"]
    assert "/gone" in again["pages"]  # a server in trouble says so too
    assert "/gone" not in crawl(server.url)["pages"]


def test_a_limit_of_pages_takes_the_promising_ones_first(serve: Serve, crawl: Crawl) -> None:
    paths = [*(f"/news/{n}" for n in range(15)), *(f"/events/{n}" for n in range(5))]
    server = serve({"/": page("Home", *paths), **{path: page(path) for path in paths}})
    seen = crawl(server.url, max_pages=6)
    assert sorted(seen["pages"]) == ["/", *(f"/events/{n}" for n in range(5))]
    assert seen["rows"]["/news/3"] == ["skipped", "beyond the limit of 6 pages"]
    assert seen["outcomes"] == {"ok": 6, "skipped": 15}
    assert len([path for path, _ in server.requests if path in paths]) == 5


def test_without_following_the_start_pages_are_fetched_and_nothing_else(serve: Serve, crawl: Crawl) -> None:
    server = serve(tree(10))
    seen = crawl(server.url, follow=False, profile={"start": ("/p/4",)})
    assert seen["rows"] == {"/p/4": ["ok", ""]}
    assert {path for path, _ in server.requests} == {"/robots.txt", "/p/4"}


def test_a_host_that_does_not_resolve_or_is_private_is_one_clear_line(crawl: Crawl, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "colloquy.toml").write_text('contact = "https://institute.example/bot"')
    others = ["http://10.0.0.1/", "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"]
    seen = crawl("http://nosuch.invalid/", others=others, allow_loopback=False)
    assert (seen["failed"], seen["code"], seen["stderr"]) == ([True] * 5, 3, "")
    assert seen["trouble"] == [
        "robots.txt cannot be read (the host nosuch.invalid does not resolve)",
        "10.0.0.1 is no public address",
        "127.0.0.1 is no public address; --allow-loopback lets it through",
        "robots.txt cannot be read (localhost leads to 127.0.0.1, which is no public address; --allow-loopback lets it"
        " through)",
        "::1 is no public address; --allow-loopback lets it through",
    ]


def test_no_crawl_starts_with_the_placeholder_for_a_contact(crawl: Crawl) -> None:
    refused = crawl("https://institute.example/")
    assert refused["error"] == "UsageError"
    assert "COLLOQUY_CONTACT" in refused["message"]


def test_the_settings_in_force_are_the_safe_ones(serve: Serve, crawl: Crawl) -> None:
    seen = crawl(serve({"/": page("Home")}).url)
    force = seen["settings"]
    expected = {
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "COOKIES_ENABLED": False,
        "DOWNLOAD_MAXSIZE": 16 * 1024 * 1024,
        "DOWNLOAD_DELAY": 2.0,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "REDIRECT_ENABLED": False,
        "RETRY_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "JOBDIR": None,
    }
    assert {name: force[name] for name in expected} == expected
    assert force["USER_AGENT"].startswith("colloquy/")
    assert force["USER_AGENT"].endswith(")")
    assert force["DOWNLOAD_SLOTS"] == {"127.0.0.1": {"concurrency": 8, "delay": 0.0}}
    assert seen["schemes"] == ["http", "https"]
    assert seen["resolver"] == "GuardedResolver"
    assert seen["extensions"] == []
    assert seen["middlewares"] == [
        "AddressGuard",
        "NeighbourGuard",
        "Rendering",
        "TrapGuard",
        "RobotsGuard",
        "BudgetGuard",
        "DownloadTimeoutMiddleware",
        "DefaultHeadersMiddleware",
        "UserAgentMiddleware",
        "PatienceGuard",
        "PaceGuard",
        "HttpCompressionMiddleware",
        "CompressionGuard",
        "ArchiveCache",
    ]
