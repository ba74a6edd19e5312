"""A draft with the new rows of some sites in; the same with events linked across all sites and changes dated out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

import pyarrow as pa

from pipelines.changes import Row, date_changes, make_change
from pipelines.draft import Draft
from pipelines.linking import COLUMNS, Notice, link, read_notice
from pipelines.manifest import Generation
from pipelines.table_files import read_files

_BATCH = 10_000  # rows held as Python values at a time
_LINKS = "same_as_record"
_Links = Mapping[str, tuple[str, ...]]
"""By the record_id of a site's event those of the same event at other sites; () for a record without."""


def settle(draft: Draft, new: Collection[str], now: datetime) -> None:
    """Link all events of the draft; date the changes of the `new` sites, and of others whose links change with them."""
    notices = (notice for site in draft.sites for notice in _read_notices(draft, site))
    found: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for (site, record), linked in link(notices).items():
        found[site][record] = linked
    for site in draft.sites:
        before = _read_links(draft.before, site)
        if site in new or found[site] != {record: linked for record, linked in before.items() if linked}:
            _settle_site(draft, site, found[site], before, now)


def _settle_site(draft: Draft, site: str, links: _Links, before: _Links, now: datetime) -> None:
    """Put a site's links and changes, as far as they are not there already."""
    events = draft.read("events", site)
    records = events["record_id"].to_pylist()
    wanted = [links.get(record, ()) for record in records]
    if [None if one is None else tuple(one) for one in events[_LINKS].to_pylist()] != wanted:
        at = events.schema.get_field_index(_LINKS)
        column = pa.array(map(list, wanted), events.schema.field(at).type)
        draft.put(site, {"events": events.set_column(at, events.schema.field(at), column)})
    moved = [
        make_change("events", {"record_id": record, "site": site}, now, "changed", _LINKS, before[record], linked)
        for record, linked in zip(records, wanted, strict=True)
        if record in before and before[record] != linked
    ]
    changes: list[Row] = draft.read("changes", site).to_pylist()
    if moved or any(row["recorded_at"] is None for row in changes):
        draft.put(site, {"changes": date_changes((*changes, *moved), now)})


def _read_notices(draft: Draft, site: str) -> Iterator[Notice]:
    for batch in draft.read("events", site, COLUMNS).to_batches(max_chunksize=_BATCH):
        yield from filter(None, map(read_notice, batch.to_pylist()))


def _read_links(before: Generation | None, site: str) -> _Links:
    """A site's links in a generation."""
    if before is None:
        return {}
    paths, names = before.paths("events", site), ["record_id", _LINKS]
    columns = read_files(paths, "events", before.schema_version, columns=names).columns
    return {record: tuple(linked or ()) for record, linked in zip(*(one.to_pylist() for one in columns), strict=True)}
