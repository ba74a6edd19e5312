"""The dataset against the sample institute's hand-made gold: what is right, missing, and filled in wrongly."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract.records import RECORDS
from extract.text import key
from pipelines.dataset import read_table

Row = Mapping[str, Any]
_TITLES = re.compile(r"\b(?:dr|prof|professor|sir|dame|mr|mrs|ms)\b\.?", re.I)
_EMPTY: tuple[Any, ...] = (None, [], {})
_SHOWN = 12  # fields in the short list, most stated first


@dataclass
class Count:
    """One field over all records: values stated in gold, right among ours, null of ours; ours where gold says null."""

    stated: int = 0
    right: int = 0
    null: int = 0
    false: int = 0


@dataclass
class Score:
    """One comparison. `extra` are our records that gold does not have."""

    pages: int = 0
    pages_found: int = 0
    kinds: int = 0
    titles: int = 0
    records: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    fields: dict[str, dict[str, Count]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Count)))

    def lines(self) -> Iterator[str]:
        """The score as lines for a terminal."""
        yield f"pages   {self.pages_found} of {self.pages} found, {self.kinds} kinds right, {self.titles} titles right"
        for table, (wanted, found, extra) in self.records.items():
            counts = self.fields[table].values()
            stated, right = sum(one.stated for one in counts), sum(one.right for one in counts)
            null, false = sum(one.null for one in counts), sum(one.false for one in counts)
            yield (
                f"{table:<7} {found} of {wanted} found, {extra} extra; values: {right} of {stated} right, {null} left"
                f" null, {stated - right - null} otherwise; {false} filled where the page states none"
            )
            yield "        " + ", ".join(_short(name, count) for name, count in self._largest(table))

    def _largest(self, table: str) -> list[tuple[str, Count]]:
        stated = [(name, count) for name, count in self.fields[table].items() if count.stated]
        return sorted(stated, key=lambda pair: (-pair[1].stated, pair[0]))[:_SHOWN]


def score_sample(gold: Path, home: Path, site: str) -> Score:
    """Compare the committed tables of the sample site with `pages.jsonl`, `events.jsonl` and `groups.jsonl`."""
    score = Score()
    _score_pages(score, _read(gold / "pages.jsonl"), _by_path(read_table("pages", home, site=site).to_pylist()))
    for table in RECORDS:
        rows = read_table(table, home, site=site).to_pylist()
        ours = _by_path([row for row in rows if row["removed_at"] is None])
        wanted = _read(gold / f"{table}.jsonl")
        for record in wanted:
            _score_record(score.fields[table], record, ours.get(record["path"], {}))
        found = sum(record["path"] in ours for record in wanted)
        score.records[table] = len(wanted), found, len(ours) - found
    return score


def agrees(ours: Any, gold: Any) -> bool:
    """Whether a value is right: numbers and truth values exactly, texts by their words (titles of persons aside),
    structures by the fields that gold states, lists as sets of such items."""
    if isinstance(gold, list):
        return isinstance(ours, Sequence) and len(ours) == len(gold) and all(_has(ours, item) for item in gold)
    if isinstance(gold, dict):
        return isinstance(ours, Mapping) and all(
            agrees(ours.get(name), value) for name, value in gold.items() if value is not None and name in ours
        )
    if isinstance(gold, str):
        return ours is not None and _words(str(ours)) == _words(gold)
    return bool(ours == gold)


def _has(ours: Sequence[Any], item: Any) -> bool:
    """A person of a list is right by name (role and affiliation are softer), everything else as a whole."""
    if isinstance(item, dict) and item.get("name"):
        return any((isinstance(one, str) and agrees(one, item["name"])) or
                   (isinstance(one, Mapping) and agrees(one.get("name"), item["name"])) for one in ours)  # fmt: skip
    return any(agrees(one, item) for one in ours)


def _score_pages(score: Score, wanted: list[Row], ours: Mapping[str, Row]) -> None:
    score.pages = len(wanted)
    for page in wanted:
        row = ours.get(page["path"])
        if row is None:
            continue
        score.pages_found += 1
        score.kinds += row["page_kind"] in (page["page_kind"], *page.get("accept", ()))
        score.titles += agrees(row["title"], page["title"])


def _score_record(counts: dict[str, Count], gold: Row, ours: Row) -> None:
    for name, value in gold.items():
        if name == "path" or (ours and name not in ours):
            continue
        own = ours.get(name)
        if value in _EMPTY:
            counts[name].false += own not in _EMPTY
        else:
            counts[name].stated += 1
            counts[name].right += agrees(own, value)
            counts[name].null += own in _EMPTY


def _by_path(rows: Sequence[Row]) -> dict[str, Row]:
    return {_path(row["url"]): row for row in rows}


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _words(text: str) -> str:
    return key(_TITLES.sub(" ", text))


def _short(name: str, count: Count) -> str:
    return f"{name} {count.right}/{count.stated}" + (f" (+{count.false} false)" if count.false else "")
