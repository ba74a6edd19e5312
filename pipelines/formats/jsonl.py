"""JSON lines: an object a row."""

import json
from collections.abc import Iterator

from pipelines.formats import Content, as_text

_BATCH = 1_000  # rows that are held as Python values


def write(content: Content) -> Iterator[bytes]:
    for batch in content.rows.to_batches(max_chunksize=_BATCH):
        lines = (json.dumps(row, ensure_ascii=False, default=as_text) for row in batch.to_pylist())
        yield "".join(line + "\n" for line in lines).encode()
