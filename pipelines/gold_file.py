"""A file of gold records in, its pages with what must be found on them out."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.gold import Gold, Row
from pipelines.gold_forms import FORMS


def read_gold(path: Path) -> Gold:
    """Read a gold file (JSON, one object a line). Raises UsageError for a file that is not there or not gold."""
    rows = list(_rows(path))
    if not rows:
        raise UsageError(f"{path}: holds no records. Give a gold file: one JSON object a line.")
    for form, (mark, read) in FORMS.items():
        if mark <= rows[0].keys():
            kept = [row for row in rows if row.get("stored", True)]
            try:
                return Gold(form, tuple(read(row) for row in kept), len(rows) - len(kept))
            except (KeyError, TypeError, AttributeError) as error:
                raise UsageError(f"{path}: a record of form `{form}` lacks or misspells {error}. Mend it.") from error
    raise UsageError(
        f"{path}: unknown form of gold. Give each line `file` (a page beside the gold) and `table` (events or groups),"
        " and beside them the fields of the record that the page should give."
    )


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise UsageError(f"{path}: no such file. Give a gold file: one JSON object a line.")
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text ({error.reason}). Give one JSON object a line.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: broken JSON ({error}). Mend the line or take it out.") from error
        if not isinstance(row, dict):
            raise UsageError(f"{path}:{number}: is not an object. Give one JSON object a line.")
        yield row
