"""The sample server: pages by path, nothing from outside the folder."""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.sample_server import SampleServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SampleServer]:
    site = tmp_path / "site"
    (site / "events").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret")
    (site / "index.html").write_text('<a href="https://www.quillmere.example/events">Events</a>')
    (site / "events.html").write_text("Listing")
    (site / "events__page=1.html").write_text("Second page")
    (site / "events" / "tea.html").write_text("Tea")
    (site / "events" / "tea.ics").write_text("URL:https://www.quillmere.example/events/tea")
    (site / "dot.png").write_bytes(b"\x89PNG https://www.quillmere.example")
    (site / "link.html").symlink_to(tmp_path / "secret.html")
    with SampleServer(site) as running:
        yield running


def ask(server: SampleServer, target: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", urlsplit(server.url).port or 0, timeout=5)
    connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("target", "body"),
    [("/events", b"Listing"), ("/events?page=1", b"Second page"), ("/events/tea", b"Tea"), ("/events/", b"Listing")],
)
def test_a_path_is_a_file(server: SampleServer, target: str, body: bytes) -> None:
    response, content = ask(server, target)
    assert (response.status, content) == (200, body)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_public_origin_becomes_the_servers_own_in_text_alone(server: SampleServer) -> None:
    assert ask(server, "/")[1] == f'<a href="{server.url}events">Events</a>'.encode()
    calendar, body = ask(server, "/events/tea.ics")
    assert (calendar.headers["Content-Type"], body) == (
        "text/calendar; charset=utf-8",
        f"URL:{server.url}events/tea".encode(),
    )
    assert ask(server, "/dot.png")[1] == b"\x89PNG https://www.quillmere.example"


@pytest.mark.parametrize(
    "target",
    ["/none", "/events?page=9", "/../secret", "/../secret.html", "/%2e%2e/secret.html", "/events/..%2f..%2fsecret",
     "/link", "//secret", "/\x00", "/%00", "/events/tea.ics/"],
)  # fmt: skip
def test_what_is_not_there_or_outside_is_404(server: SampleServer, target: str) -> None:
    response, body = ask(server, target.replace("\x00", "%00"))
    assert response.status == 404
    assert b"secret" not in body


def test_an_unchanged_page_is_304(server: SampleServer) -> None:
    tag = ask(server, "/events/tea")[0].headers["ETag"]
    response, body = ask(server, "/events/tea", If_None_Match=tag)
    assert (response.status, body) == (304, b"")
    assert server.requests == [("GET", "/events/tea", 200), ("GET", "/events/tea", 304)]


def test_a_server_can_be_started_again_on_its_port_at_once(server: SampleServer) -> None:
    port = urlsplit(server.url).port
    ask(server, "/")
    server.__exit__()
    with SampleServer(server.folder, port or 0) as again:
        assert again.url == server.url
        assert ask(again, "/events")[0].status == 200
