"""schema.org items, as one JSON-LD document."""

from collections.abc import Iterator

from pipelines.formats import Content
from pipelines.linked_data import make_linked_data


def write(content: Content) -> Iterator[bytes]:
    yield from make_linked_data(content.table, content.rows.to_pylist())
