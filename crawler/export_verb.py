"""`colloquy export`: a table to a file, which appears whole or not at all, or to stdout."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pipelines.export import export_table


def write_table(home: Path, table: str, form: str, output: Path | None) -> None:
    """Write a table in a form. Raises UsageError for a table or form that there is not."""
    pieces = export_table(table, home, form)  # type: ignore[arg-type]  # click checked the choice
    if output is None:
        _write_all(sys.stdout.buffer, pieces)
        return
    following = output.with_name(output.name + ".tmp")
    with following.open("wb") as handle:
        _write_all(handle, pieces)
    following.replace(output)


def _write_all(handle: IO[bytes], pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        handle.write(piece)
    handle.flush()
