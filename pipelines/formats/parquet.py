"""One Parquet file."""

import io
from collections.abc import Iterator

import pyarrow.parquet as pq

from pipelines.formats import Content


def write(content: Content) -> Iterator[bytes]:
    buffer = io.BytesIO()
    pq.write_table(content.rows, buffer, compression="zstd")
    yield buffer.getvalue()
