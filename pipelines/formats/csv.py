"""CSV (RFC 4180): nested values as JSON; a cell that a spreadsheet would run gets an apostrophe in front."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.formats import Content, as_text

_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
"""A cell that a spreadsheet would run (OWASP, CSV injection)."""
_PIECE = 1_000_000  # characters


def write(content: Content) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(content.rows.column_names)
    for row in content.rows.to_pylist():
        writer.writerow([_cell(value) for value in row.values()])
        if buffer.tell() > _PIECE:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=as_text)
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return as_text(value) if isinstance(value, date) else value
