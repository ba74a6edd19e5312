"""An Atom feed (RFC 4287) of what became of events."""

from collections.abc import Iterator

from pipelines.feed_file import make_feed
from pipelines.formats import Content


def write(content: Content) -> Iterator[bytes]:
    yield make_feed("atom", content.rows.to_pylist(), content.changes())
