"""An RSS 2.0 feed of what became of events."""

from collections.abc import Iterator

from pipelines.feed_file import make_feed
from pipelines.formats import Content


def write(content: Content) -> Iterator[bytes]:
    yield make_feed("rss", content.rows.to_pylist(), content.changes())
