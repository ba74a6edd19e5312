"""The tables of changes and problems in, what a person should look at out: newest first, alike ones as one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dataset import read_table
from pipelines.home import Home

MOST_CHANGES, MOST_ADDED = 40, 12
"""Changes of known records, and records added, that a report names; the others are counted. `colloquy export changes`
has them all."""

MOST_EXAMPLES = 3
"""Problems of a group that are shown."""

LONG = 160
"""Characters of a value that a report shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record. `old` and `new` are short texts of the values, "" for none."""

    table: str
    site: str
    name: str
    url: str
    change: str
    field: str
    old: str
    new: str
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes since a moment: `counts` by table and kind of change; in `shown` the newest ones of known records, then
    the newest records."""

    since: datetime
    counts: Mapping[str, Mapping[str, int]]
    shown: tuple[Change, ...]

    @property
    def number(self) -> int:
        """Of all changes."""
        return sum(count for kinds in self.counts.values() for count in kinds.values())


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one site that one step met with one severity: how many, and the first MOST_EXAMPLES of them as
    message and address, which is "" where the whole site is meant."""

    site: str
    step: str
    severity: str
    count: int
    examples: tuple[tuple[str, str], ...]


def find_changes_since(home: Home, since: datetime) -> Changes:
    """What changed in the records since a moment."""
    rows = read_table("changes", home.path)
    known_since = pc.coalesce(rows["recorded_at"], rows["observed_at"])
    rows = rows.filter(pc.greater_equal(known_since, pa.scalar(since, pa.timestamp("us", tz="UTC"))))
    grouped = rows.group_by(["table", "change"]).aggregate([([], "count_all")]).to_pylist()
    counts: dict[str, dict[str, int]] = {}
    for one in sorted(grouped, key=lambda one: (one["table"], -one["count_all"])):
        counts.setdefault(one["table"], {})[one["change"]] = one["count_all"]
    newest = rows.sort_by([("observed_at", "descending"), ("record_id", "ascending"), ("field", "ascending")])
    added = pc.equal(newest["change"], "added")
    known, new = newest.filter(pc.invert(added)), newest.filter(added)
    shown = [*known.slice(0, MOST_CHANGES).to_pylist(), *new.slice(0, MOST_ADDED).to_pylist()]
    named = _name_records(home, shown)
    return Changes(since, counts, tuple(_read_change(one, named.get(one["record_id"], {})) for one in shown))


def _name_records(home: Home, changes: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Name and address of the records that changed, by id."""
    wanted = pa.array({one["record_id"] for one in changes}, pa.string())
    found: dict[str, dict[str, Any]] = {}
    for table in sorted({one["table"] for one in changes}):
        rows = read_table(table, home.path, columns=["record_id", "name", "url"])
        found |= {one["record_id"]: one for one in rows.filter(pc.is_in(rows["record_id"], wanted)).to_pylist()}
    return found


def _read_change(row: Mapping[str, Any], record: Mapping[str, Any]) -> Change:
    is_of_field = row["change"] == "changed"
    field, old, new = (row["field"] or "", row["old"], row["new"]) if is_of_field else ("", None, None)
    return Change(
        row["table"], row["site"], record.get("name") or row["record_id"], record.get("url") or "", row["change"] or "",
        field, shorten(old), shorten(new), row["observed_at"],
    )  # fmt: skip


def shorten(stated: str | None) -> str:
    """A value as the changes table states it, as a short text.

    >>> shorten('"2027-05-03"'), shorten('[{"name": "Guildhall", "postal_code": null}]'), shorten(None)
    ('2027-05-03', 'Guildhall', '')
    """
    if stated is None:
        return ""
    try:
        text = _say(json.loads(stated))
    except ValueError:
        text = stated
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _say(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_say, value))
    if isinstance(value, dict):
        return ", ".join(_say(one) for one in value.values() if one not in (None, [], ""))
    return str(value)


_WORST_FIRST = ("error", "warning", "info")


def group_problems(rows: pa.Table) -> tuple[ProblemGroup, ...]:
    """Problems that are alike as one, the worst and most frequent first."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in rows.to_pylist():
        key = (row["site"], row["step"] or "", row["severity"] or "")
        found.setdefault(key, []).append((row["message"] or "", row["url"] or ""))
    groups = [ProblemGroup(*key, len(those), tuple(those[:MOST_EXAMPLES])) for key, those in found.items()]
    return tuple(sorted(groups, key=lambda one: (_rank(one.severity), -one.count, one.site, one.step)))


def _rank(severity: str) -> int:
    return _WORST_FIRST.index(severity) if severity in _WORST_FIRST else len(_WORST_FIRST)
