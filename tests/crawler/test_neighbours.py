"""Hosts that share a server share its patience."""

import asyncio
from typing import Any

import pytest
from scrapy.http import Request
from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import DNSLookupError

from crawler.guards.neighbours import SLOT, NeighbourGuard, slot_of

ADDRESSES = {"lab.example": "192.0.2.7", "hall.example": "192.0.2.7", "far.example": "192.0.2.8"}


class Resolver:
    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":
        return succeed(ADDRESSES[name]) if name in ADDRESSES else fail(DNSLookupError(name))


@pytest.fixture(autouse=True)
def plain_deferreds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the guard await without a reactor."""

    async def result(deferred: "Deferred[str]") -> str:
        found: list[Any] = []
        deferred.addBoth(found.append)
        if isinstance(found[0], str):
            return found[0]
        raise found[0].value

    monkeypatch.setattr("crawler.guards.neighbours.maybe_deferred_to_future", result)


def queue_of(url: str, **meta: Any) -> str:
    request = Request(url, meta=meta)
    asyncio.run(NeighbourGuard(1.0, Resolver()).process_request(request))
    return slot_of(request)


def test_two_hosts_of_one_address_wait_in_one_queue() -> None:
    assert queue_of("https://lab.example/a") == queue_of("https://hall.example/b") == "192.0.2.7"
    assert queue_of("https://far.example/") == "192.0.2.8"


@pytest.mark.parametrize(
    ("url", "queue"),
    [
        ("https://nowhere.example/", "nowhere.example"),
        ("http://127.0.0.1:8080/", "127.0.0.1"),
        ("http://localhost:8080/", "localhost"),
        ("http://192.0.2.7/", "192.0.2.7"),
    ],
)
def test_what_does_not_resolve_or_is_an_address_already_keeps_its_name(url: str, queue: str) -> None:
    assert queue_of(url) == queue


def test_a_queue_that_is_chosen_already_stays() -> None:
    assert queue_of("https://lab.example/a", **{SLOT: "192.0.2.9"}) == "192.0.2.9"
