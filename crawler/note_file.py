"""Small notes that outlive a crawl, one a name, in one checked file. What cannot be read counts as no notes, and a disk
that cannot keep them is the archive's affair: neither stops a crawl."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pipelines.checked_file import DamagedFile, load_checked, store_checked

N = TypeVar("N")


def load_notes(path: Path, read: Callable[[Any], N]) -> dict[str, N]:
    """The notes, each as `read` makes it of what was stored; `read` raises ValueError for what is none."""
    try:
        return {name: read(note) for name, note in json.loads(load_checked(path) or "{}").items()}
    except (DamagedFile, OSError, ValueError):
        return {}


def store_notes(path: Path, notes: Mapping[str, Any]) -> None:
    """Replace the notes."""
    try:
        store_checked(path, json.dumps(notes, indent=1))
    except OSError:
        return
