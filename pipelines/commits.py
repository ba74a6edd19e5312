"""New rows of some sites in, one commit out: events linked across all sites, changes dated."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipelines.changes import Row, date_changes, make_change
from pipelines.linking import COLUMNS, Key, Notice, link, read_notice
from pipelines.tables import Generation, Tables

SiteTables = dict[str, list[Row]]


def commit_sites(
    tables: Tables, built: Mapping[str, SiteTables], keep: int, summaries: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> Generation:  # fmt: skip
    """Commit all tables of the sites that were built, and the events of others whose links change with them."""
    current = tables.current()
    stored = _read_links(tables, current) if current else {}
    links = link((*_new_notices(built), *_kept_notices(tables, current, built)))
    changed: dict[str, SiteTables] = {site: dict(of_site) for site, of_site in built.items()}
    for site in _relinked(stored, links, built):
        changed[site] = {table: tables.rows(table, site) for table in ("events", "changes")}
    for site, of_site in changed.items():
        of_site["events"] = [
            {**row, "same_as_record": links.get((site, row["record_id"]), ())} for row in of_site["events"]
        ]
        new = _link_changes(of_site["events"], stored, now)
        of_site["changes"] = date_changes((*of_site["changes"], *new), now)
    return tables.commit(changed, keep, summaries)


def _new_notices(built: Mapping[str, SiteTables]) -> Iterator[Notice]:
    for of_site in built.values():
        yield from filter(None, map(read_notice, of_site["events"]))


def _kept_notices(tables: Tables, current: Generation | None, built: Mapping[str, Any]) -> Iterator[Notice]:
    """What the other sites announce."""
    if current is None:
        return
    for site in {one.site for one in current.files} - set(built):
        for batch in tables.read(current, "events", site, columns=COLUMNS).to_batches(max_chunksize=10_000):
            yield from filter(None, map(read_notice, batch.to_pylist()))


def _read_links(tables: Tables, current: Generation) -> dict[Key, tuple[str, ...]]:
    """The links of the current generation, () for a record without."""
    names = ["site", "record_id", "same_as_record"]
    columns = (column.to_pylist() for column in tables.read(current, "events", columns=names).columns)
    return {(site, record): tuple(linked or ()) for site, record, linked in zip(*columns, strict=True)}


def _relinked(
    stored: Mapping[Key, tuple[str, ...]], links: Mapping[Key, tuple[str, ...]], built: Mapping[str, Any]
) -> list[str]:
    """Sites that were not built, with a record whose links are others now."""
    return sorted({one[0] for one, linked in stored.items() if links.get(one, ()) != linked} - set(built))


def _link_changes(events: Sequence[Row], stored: Mapping[Key, tuple[str, ...]], now: datetime) -> Iterator[Row]:
    for row in events:
        old, new = stored.get((row["site"], row["record_id"])), row["same_as_record"]
        if old is not None and old != new:
            yield make_change("events", row, now, "changed", "same_as_record", old, new)
