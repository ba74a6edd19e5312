"""Fixtures of the crawl tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from crawling import Crawl, RunningCrawl, Serve, TableServer


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a table of answers until the test ends."""
    with ExitStack() as stack:
        yield lambda routes: stack.enter_context(TableServer(routes))


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Crawl a URL into the test's home and wait for the end."""
    return lambda url, **options: RunningCrawl(tmp_path / "home", url, **options).finish()
