"""A gold file in, its score out: by field, by site, with the evidence checked. The logic of `colloquy score`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from extract.cards import build_event
from extract.records import Record
from pipelines.evidence import Unsupported, count_values, find_unsupported
from pipelines.gold import GoldPage, GoldRecord, Table
from pipelines.gold_file import read_gold
from pipelines.progress import follow
from pipelines.score_pages import ReadPage, find_pages, read_pages
from pipelines.score_records import Count, score_record
from pipelines.score_values import compare, token_f1

Fields = dict[str, dict[str, Count]]
"""Counts by table and field."""


def _fields() -> Fields:
    return defaultdict(lambda: defaultdict(Count))


@dataclass
class Score:
    """What a gold file says of us. `listed` are the entries of listings, matched by name and day; `bare` the pages
    that must give no record, `extra` those of them that give one, `missing` those that do not stand beside the gold."""

    form: str
    pages: int = 0
    left_out: int = 0
    missing: tuple[str, ...] = ()
    kinds: int = 0
    kinds_right: int = 0
    titles: int = 0
    titles_right: int = 0
    bare: int = 0
    bare_right: int = 0
    records: int = 0
    records_found: int = 0
    values: int = 0
    unsupported: list[tuple[str, Unsupported]] = field(default_factory=list)
    hosts: dict[str, Fields] = field(default_factory=lambda: defaultdict(_fields))
    listed: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    wrong_kinds: list[tuple[str, str, str]] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def judge_page(self, gold: GoldPage, kind: str | None, title: str | None) -> None:
        """Count what we say of the page itself, where gold speaks of it."""
        if gold.kinds:
            self.kinds += 1
            self.kinds_right += kind in gold.kinds
            self.wrong_kinds += [(gold.file, gold.kinds[0], kind or "")] if kind not in gold.kinds else []
        if gold.title:
            self.titles += 1
            self.titles_right += bool(compare(title, gold.title, "name").right)

    def fields(self) -> Fields:
        """The counts of all hosts together."""
        whole = _fields()
        for one in self.hosts.values():
            for table, name, count in _each(one):
                whole[table][name].add(count)
        return whole

    def total(self, host: str, table: str) -> Count:
        """All fields of a table on one host, or on all hosts ("")."""
        whole = Count()
        for name, fields in self.hosts.items():
            for count in fields.get(table, {}).values() if host in ("", name) else ():
                whole.add(count)
        return whole

    def macro(self, table: str, name: str) -> float | None:
        """A field's F1 (of all fields: ""), averaged over the hosts that state it."""
        if not name:
            return _mean(self.total(host, table).f1 for host in self.hosts)
        return _mean(one[table][name].f1 for one in self.hosts.values() if name in one.get(table, {}))

    def listings(self) -> Count:
        """All entries of listings."""
        whole = Count()
        for count in self.listed.values():
            whole.add(count)
        return whole

    def listings_by_host(self) -> Count:
        """Precision and recall of listed entries as averages over hosts: each host counts as one entry."""
        recalls = [count.recall or 0.0 for count in self.listed.values() if count.given]
        precisions = [count.precision or 0.0 for count in self.listed.values() if count.ours]
        recall, precision = _mean(recalls) or 0.0, _mean(precisions) or 0.0
        return Count(given=1, right=recall, ours=recall / precision if precision else 0)


def score_gold(gold: Path) -> Score:
    """Compare what extraction says of the gold file's pages with the file. Raises UsageError."""
    wanted = read_gold(gold)
    pages = find_pages(gold, wanted.pages)
    score = Score(wanted.form, left_out=wanted.left_out, missing=pages.missing)
    for page in follow(read_pages(pages), "reading pages", len(pages.found)):
        _score_page(score, page)
    return score


def _score_page(score: Score, page: ReadPage) -> None:
    gold, extraction = page.gold, page.extraction
    score.pages += 1
    score.judge_page(gold, extraction.page_kind, extraction.title)
    score.values += sum(count_values(one) for one in chain.from_iterable(extraction.records.values()))
    score.unsupported += [(gold.file, one) for one in find_unsupported(extraction, page.content)]
    for table in gold.judged:
        ours = _ours(page, table)
        wanted = [one for one in gold.own if one.table == table]
        if gold.listed:
            _score_listing(score, gold, ours, table, extraction.url)
        elif not wanted:
            score.bare += 1
            score.bare_right += not ours
            score.extra += [gold.file] if ours else []
        for record in wanted:
            score.records += 1
            score.records_found += bool(ours)
            score_record(score.hosts[gold.host][table], record, ours[0] if ours else {}, extraction.url)


def _ours(page: ReadPage, table: Table) -> list[Mapping[str, Any]]:
    """Our records of a table; of events also those that a listing's cards give."""
    records: Sequence[Record] = page.extraction.records[table]
    if table == "events" and not records and page.gold.listed:
        records = [build_event(card, page.extraction.url) for card in page.extraction.cards]
    return [one.model_dump(mode="json") for one in records]


def _score_listing(score: Score, gold: GoldPage, ours: list[Mapping[str, Any]], table: Table, url: str) -> None:
    """Match the entries by name and, of events, by day; then compare the other fields of those that match."""
    left = list(ours)
    count = score.listed[gold.host]
    count.given += len(gold.listed)
    count.ours += len(ours)
    for record in gold.listed:
        found = next((one for one in left if _is_entry(record, one)), None)
        if found is not None:
            left.remove(found)
            count.right += 1
        score_record(score.hosts[gold.host][f"listed {table}"], record, found or {}, url)


def _is_entry(record: GoldRecord, ours: Mapping[str, Any]) -> bool:
    name, day = record.value("name"), record.value("start_date")
    if record.table == "groups":
        return bool(name) and token_f1(str(name), str(ours.get("name") or "")) >= 0.8
    known = str(ours.get("start_date") or ours.get("start_date_partial") or "")
    same_day = day is None or str(day)[5:] == known.removeprefix("--")[-5:]
    return same_day and (name is None or token_f1(str(name), str(ours.get("name") or "")) >= 0.8)


def _each(fields: Fields) -> Iterator[tuple[str, str, Count]]:
    for table, named in fields.items():
        for name, count in named.items():
            yield table, name, count


def _mean(values: Iterable[float | None]) -> float | None:
    stated = [value for value in values if value is not None]
    return sum(stated) / len(stated) if stated else None
