"""The guards one by one, without a network."""

import doctest
import gzip
import importlib
import time

import pytest
from scrapy.http import Request
from twisted.internet.error import DNSLookupError

from crawler.guards import Refused
from crawler.guards.address import AddressGuard, GuardedResolver
from crawler.guards.compression import is_whole_gzip
from crawler.guards.patience import read_retry_after
from crawler.guards.robots import parse_rules
from crawler.hosts import find_literal, is_allowed, is_loopback_host

ROBOTS = "https://institute.example/robots.txt"


@pytest.mark.parametrize(
    "name",
    [
        "crawler.addresses",
        "crawler.app_shells",
        "crawler.crawl",
        "crawler.links",
        "crawler.traps",
        "crawler.sitemaps",
        "crawler.hosts",
        "crawler.guards.compression",
        "crawler.guards.pace",
        "crawler.guards.patience",
    ],
)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert not result.failed


PRIVATE = [
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "255.255.255.255", "224.0.0.1", "192.0.2.1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "not an address", "",
]  # fmt: skip
LOOPBACK = ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_never_allowed(address: str) -> None:
    assert not is_allowed(address)
    assert not is_allowed(address, allow_loopback=True)


@pytest.mark.parametrize("address", LOOPBACK)
def test_loopback_is_allowed_by_flag_alone(address: str) -> None:
    assert not is_allowed(address)
    assert is_allowed(address, allow_loopback=True)


@pytest.mark.parametrize("address", ["151.101.1.140", "8.8.8.8", "2a00:1450:4009::200e", "::ffff:8.8.8.8"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "::1", "127。0。0。1", "127.0.0.1.",
     "[::ffff:7f00:1]"],
)  # fmt: skip
def test_every_spelling_of_an_address_is_seen_through(host: str) -> None:
    literal = find_literal(host)
    assert literal is not None
    assert not is_allowed(literal)


def test_a_name_is_no_literal() -> None:
    assert [find_literal(host) for host in ("institute.example", "1.example", "a b", "")] == [None] * 4
    assert not is_loopback_host("localhost.example")


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://[::1]:80/", "http://2130706433/", "http://0x7f000001:8080/x"]
)
def test_a_request_to_a_private_literal_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="no public address"):
        AddressGuard(allow_loopback=False).process_request(Request(url))


def test_a_name_that_leads_to_a_private_address_does_not_resolve() -> None:
    resolver = GuardedResolver(None, 10, 1.0, allow_loopback=False)
    assert resolver._check("151.101.1.140", "institute.example") == "151.101.1.140"
    with pytest.raises(DNSLookupError):
        resolver._check("10.0.0.7", "rebound.example")
    assert resolver.refused == {"rebound.example": "10.0.0.7"}


@pytest.mark.parametrize("status", [500, 503, 599, 429])
def test_robots_txt_that_cannot_be_had_forbids_all_for_now(status: int) -> None:
    assert parse_rules(status, b"", ROBOTS).unreachable == f"robots.txt cannot be read (HTTP {status})"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 301])
def test_robots_txt_that_is_not_there_allows_all(status: int) -> None:
    rules = parse_rules(status, b"User-agent: *\nDisallow: /", ROBOTS)
    assert rules.allow("https://institute.example/x")
    assert not rules.unreachable


def test_rules_for_colloquy_go_before_rules_for_all() -> None:
    for_all = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\n"
    for_us = b"User-agent: Colloquy\nDisallow: /private\nCrawl-delay: 7\nSitemap: /map.xml"
    rules = parse_rules(200, for_all + for_us, ROBOTS)
    assert rules.allow("https://institute.example/events")
    assert not rules.allow("https://institute.example/private/x")
    assert (rules.delay, rules.sitemaps) == (7.0, ("https://institute.example/map.xml",))
    assert parse_rules(200, b"User-agent: *\nCrawl-delay: 86400", ROBOTS).delay == 60.0


def test_robots_txt_counts_up_to_500_kib() -> None:
    rule = b"User-agent: *\nDisallow: /x\n"
    assert not parse_rules(200, b"#" * 400_000 + b"\n" + rule, ROBOTS).allow("https://institute.example/x")
    assert parse_rules(200, b"#" * 520_000 + b"\n" + rule, ROBOTS).allow("https://institute.example/x")


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 300, b"<html>not robots</html>", b"Disallow", b"a" * 2_000_000])
def test_no_robots_txt_raises(body: bytes) -> None:
    assert parse_rules(200, body, ROBOTS).allow("https://institute.example/")


@pytest.mark.parametrize("cut", [1, 4, 8, 9, 30])
def test_a_cut_gzip_stream_is_noticed(cut: int) -> None:
    packed = gzip.compress(b"page " * 5000)
    assert is_whole_gzip(packed, 1_000_000)
    assert not is_whole_gzip(packed[:-cut], 1_000_000)


def test_a_damaged_gzip_stream_is_noticed_and_a_bomb_is_not_unpacked() -> None:
    packed = bytearray(gzip.compress(b"page " * 5000))
    packed[-6] ^= 0xFF
    assert not is_whole_gzip(bytes(packed), 1_000_000)
    assert not is_whole_gzip(b"<html>no gzip at all", 1_000_000)
    bomb = gzip.compress(bytes(200_000_000), 1)
    began = time.monotonic()
    assert is_whole_gzip(bomb, 1_000_000)
    assert time.monotonic() - began < 0.2


@pytest.mark.parametrize("value", ["", "later", "-5", "Thu, 99 Foo 2026", "1e3"])
def test_a_retry_after_that_says_nothing_is_none(value: str) -> None:
    assert read_retry_after(value, 0.0) is None
