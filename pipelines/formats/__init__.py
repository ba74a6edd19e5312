"""The forms in which a table leaves the home: one module a form, named after it, with a function `write`.

Nothing heavy is imported before a form is used: the command line lists them all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Format:
    """What a form is: how a person calls it, the tables that have it (none said: all), whether it can show the past."""

    called: str
    tables: tuple[str, ...] = ()
    past: bool = True


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("JSON lines"),
    "csv": Format("CSV"),
    "parquet": Format("Parquet"),
    "ics": Format("a calendar", ("events",), past=False),
    "atom": Format("a feed", ("events",), past=False),
    "rss": Format("a feed", ("events",), past=False),
    "jsonld": Format("schema.org items", ("events", "groups")),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be written: rows of a table that may leave the home. `changes`: rows of what became of them."""

    table: str
    rows: "pa.Table"
    changes: Callable[[], list[dict[str, Any]]]


def write(name: str, content: Content) -> Iterator[bytes]:
    """The content in this form, in pieces."""
    pieces: Iterator[bytes] = import_module(f"pipelines.formats.{name}").write(content)
    return pieces


def as_text(value: Any) -> str:
    """A value that JSON and CSV have no word for: dates and instants as ISO 8601 has them."""
    return value.isoformat() if isinstance(value, date) else str(value)
