"""Where a record's row stands in; the row, its values beside the words they rest on, and what changed in it, out."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.browse.search import Hit
from pipelines.errors import ColloquyError
from pipelines.manifest import Generation
from pipelines.schema import RecordTail, notes, schema

ORIGIN = ("site", "url", "starts_at", "ends_at", "confidence", *RecordTail.model_fields)
"""Columns that no page states: where a record comes from, when it was seen, what is reckoned from others."""
_UNSHOWN = frozenset((*ORIGIN, "record_id", "name", "language", "evidence"))
_MAIN = ("name", "question", "title", "amount", "email")
"""The member of a list's item that stands for the whole, first that is there."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a page; by which rules they were read, each with where they stood. `same`: they are the value itself."""

    text: str
    same: bool
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A value as it is shown: its text, its other members by label, and what it rests on."""

    text: str
    more: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A column that states something."""

    name: str
    description: str
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        return label_of(self.name)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the history: `old` and `new` are texts to read, None where the record as a whole came or went."""

    observed_at: datetime | None
    change: str
    field: str | None
    old: str | None
    new: str | None


def read_rows(generation: Generation, hits: Iterable[Hit], *, evidence: bool = True) -> list[dict[str, Any]]:
    """The full rows of records, in the order of the hits. Raises ColloquyError when a file is gone or damaged."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    wanted = list(hits)
    by_file: defaultdict[str, list[int]] = defaultdict(list)
    for hit in wanted:
        by_file[hit.file].append(hit.position)
    for file, positions in by_file.items():
        with _reading(generation, file):
            found |= {(file, position): row for position, row in _read_file(generation, file, positions, evidence)}
    return [found[hit.file, hit.position] for hit in wanted]


def read_history(generation: Generation, hit: Hit) -> list[Change]:
    """What changed in a record, newest first."""
    paths = [str(path) for path in generation.paths("changes", hit.site)]
    if not paths:
        return []
    with _reading(generation, f"changes of {hit.site}"):
        found = ds.dataset(paths, schema=schema("changes")).to_table(
            filter=(ds.field("record_id") == hit.record_id) & (ds.field("table") == hit.tab)
        )
    rows = sorted(found.to_pylist(), key=lambda row: str(row["observed_at"]), reverse=True)
    return [
        Change(row["observed_at"], row["change"], row["field"], _reread(row["old"]), _reread(row["new"]))
        for row in rows
    ]


def list_fields(table: str, row: Mapping[str, Any]) -> list[Field]:
    """Every column that states something, in the table's order, each value beside its evidence."""
    quotes: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for one in row.get("evidence") or ():
        quotes[one["field"]].append(one)
    out = []
    for name, description in notes(table, "description").items():
        value = row.get(name)
        if name not in _UNSHOWN and value is not None and value != []:
            out.append(Field(name, description, tuple(_items(name, value, quotes))))
    name_quotes = quotes.get("name", ())
    if row.get("name"):
        out.insert(0, Field("name", notes(table, "description")["name"], (_item(row["name"], name_quotes),)))
    return out


def list_origin(table: str, row: Mapping[str, Any]) -> list[Field]:
    """Where the record comes from and when it was seen."""
    told = notes(table, "description")
    return [
        Field(name, told[name], (_item(row[name], ()),))
        for name in ORIGIN
        if name in told and row.get(name) is not None
    ]


def label_of(name: str) -> str:
    """A column's name for people.

    >>> label_of("registration_url"), label_of("start_date"), label_of("same_as")
    ('Registration URL', 'Start date', 'Same as')
    """
    words = name.replace("_", " ").capitalize()
    return re.sub(r"\burl\b", "URL", words, flags=re.IGNORECASE)


def say_value(value: Any) -> str:
    """A plain value as text.

    >>> say_value(True), say_value("EventCancelled"), say_value(date(2026, 10, 12)), say_value(["a", "b"])
    ('yes', 'cancelled', 'Mon 12 Oct 2026', 'a; b')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%a %-d %b %Y, %H:%M} UTC"
    if isinstance(value, date):
        return f"{value:%a %-d %b %Y}"
    if isinstance(value, dict):
        text, more = _split_struct(value)
        return ", ".join((text, *(f"{name.lower()}: {one}" for name, one in more)))
    if isinstance(value, list | tuple):
        return "; ".join(map(say_value, value))
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    status = re.fullmatch(r"Event([A-Z]\w+)", text)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", status[1]).lower() if status else text


@contextmanager
def _reading(generation: Generation, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0]
        raise ColloquyError(
            f"{generation.folder}: {what} cannot be read ({reason}). Load the page again; if it stays so, `colloquy"
            " verify` says what is damaged and `colloquy repair` mends it."
        ) from error


def _read_file(
    generation: Generation, file: str, positions: list[int], evidence: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows at their positions, with every column of today's schema; only the row groups that hold them are read."""
    table = file.partition("/")[0]
    names = [name for name in schema(table).names if evidence or name != "evidence"]
    with pq.ParquetFile(generation.folder / file) as parquet:
        have = set(parquet.schema_arrow.names)
        first = 0
        for number in range(parquet.num_row_groups):
            after = first + parquet.metadata.row_group(number).num_rows
            inside = [position for position in positions if first <= position < after]
            if inside:
                group = parquet.read_row_group(number, columns=[name for name in names if name in have])
                rows = group.take([position - first for position in inside]).to_pylist()
                for position, row in zip(inside, rows, strict=True):
                    yield position, {name: row.get(name) for name in names}
            first = after


def _items(name: str, value: Any, quotes: Mapping[str, list[Mapping[str, str]]]) -> Iterator[Item]:
    if not isinstance(value, list):
        yield _item(value, quotes.get(name, ()))
        return
    whole = quotes.get(name, ())  # words that state the list in one go
    for number, one in enumerate(value):
        yield _item(one, (*quotes.get(f"{name}[{number}]", ()), *whole))


def _item(value: Any, quotes: Iterable[Mapping[str, str]]) -> Item:
    text, more = _split_struct(value) if isinstance(value, dict) else (say_value(value), [])
    sources: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for one in quotes:
        sources[one["text"].strip()][one["rule"], one["path"] or ""] = None
    return Item(text, tuple(more), tuple(Quote(said, said == text, tuple(read)) for said, read in sources.items()))


def _split_struct(value: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """The member that stands for the whole, and the others that state something."""
    stated = {name: one for name, one in value.items() if one is not None and one != []}
    main = next((name for name in _MAIN if name in stated), next(iter(stated), ""))
    rest = [(label_of(name), say_value(one)) for name, one in stated.items() if name != main]
    return say_value(stated[main]) if main else "", rest


def _reread(stored: str | None) -> str | None:
    """A value of the history as text; it is stored as JSON."""
    try:
        return None if stored is None else say_value(json.loads(stored))
    except ValueError:
        return stored
