"""A draft with the new rows of some sites in; the same with events linked across all sites and changes dated out.

Links of a day hang on the events of that day alone, so those of days on which no event changed are taken over, and
no more days are held at a time than have some ten thousand events.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.changes import Row, date_changes, make_change
from pipelines.differences import find_differences
from pipelines.draft import Draft
from pipelines.linking import COLUMNS, Notice, link, read_notice
from pipelines.manifest import Generation
from pipelines.table_files import each_row, put_column, read_files, to_arrow
from pipelines.version import code_version

_LINKS = "same_as_record"
_Links = Mapping[str, tuple[str, ...]]
"""By the record_id of a site's event those of the same event at other sites; () for a record without."""


def settle(draft: Draft, new: Collection[str], now: datetime) -> None:
    """Link the events of the draft; date the changes of the `new` sites, and of others whose links change with them."""
    days = _find_touched(draft, new)
    found: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for portion in _split_days(draft, days):
        notices = (notice for site in draft.sites for notice in _read_notices(draft, site, portion))
        for (site, record), linked in link(notices).items():
            found[site][record] = linked
    for site in draft.sites:
        before = _read_links(draft.before, site)
        wanted = found[site] | (_keep(draft, site, before, days) if days is not None else {})
        if site in new or wanted != {record: linked for record, linked in before.items() if linked}:
            _settle_site(draft, site, wanted, before, now)
    draft.linked_by = code_version()


def _find_touched(draft: Draft, new: Collection[str]) -> set[date | None] | None:
    """The days on which an event came, went or changed; None for all, where other code linked what there is."""
    before = draft.before
    if before is None or before.linked_by != code_version():
        return None
    touched: set[date | None] = set()
    for site in new:
        old = read_files(before.paths("events", site), "events", before.schema_version, columns=COLUMNS)
        for differing in find_differences(old, draft.read("events", site, COLUMNS), COLUMNS):
            touched.update(differing["start_date"].to_pylist())
    return touched


def _keep(draft: Draft, site: str, before: _Links, days: Collection[date | None]) -> dict[str, tuple[str, ...]]:
    """The links of a site's events on days that were not touched."""
    columns = draft.read("events", site, ("record_id", "start_date"))
    dated = zip(columns["record_id"].to_pylist(), columns["start_date"].to_pylist(), strict=True)
    return {record: before[record] for record, day in dated if day not in days and before.get(record)}


def _settle_site(draft: Draft, site: str, links: _Links, before: _Links, now: datetime) -> None:
    """Put a site's links and changes, as far as they are not there already."""
    events = draft.read("events", site)
    records = events["record_id"].to_pylist()
    wanted = [links.get(record, ()) for record in records]
    if [None if one is None else tuple(one) for one in events[_LINKS].to_pylist()] != wanted:
        draft.put(site, {"events": put_column(events, _LINKS, list(map(list, wanted)))})
    moved: list[Row] = [
        make_change("events", {"record_id": record, "site": site}, now, "changed", _LINKS, before[record], linked)
        for record, linked in zip(records, wanted, strict=True)
        if record in before and before[record] != linked
    ]
    changes = pa.concat_tables([draft.read("changes", site), to_arrow(moved, "changes")])
    if changes["recorded_at"].null_count:
        draft.put(site, {"changes": date_changes(changes, now)})


def _split_days(draft: Draft, wanted: Collection[date | None] | None) -> Iterator[list[date]]:
    """The days on which there are events, of those wanted or of all, in portions: an event that is held to be compared
    takes 2.5 KB."""
    counts: Counter[date] = Counter()
    for site in draft.sites:
        days = draft.read("events", site, ["start_date"])["start_date"].drop_null()
        counts.update({one["values"].as_py(): one["counts"].as_py() for one in days.value_counts()})
    portion: list[date] = []
    held = 0
    for day in sorted(day for day in counts if wanted is None or day in wanted):
        if portion and held + counts[day] > TOGETHER:
            yield portion
            portion, held = [], 0
        portion.append(day)
        held += counts[day]
    if portion:
        yield portion


TOGETHER = 50_000
"""Events that are compared at a time, unless one day has more: 125 MB. Each portion opens the files of all sites."""


def _read_notices(draft: Draft, site: str, days: Collection[date]) -> Iterator[Notice]:
    """What the site's events on these days say of themselves."""
    events = draft.read("events", site, COLUMNS, pc.field("start_date").isin(days))
    yield from filter(None, map(read_notice, each_row(events)))


def _read_links(before: Generation | None, site: str) -> _Links:
    """A site's links in a generation."""
    if before is None:
        return {}
    paths, names = before.paths("events", site), ["record_id", _LINKS]
    columns = read_files(paths, "events", before.schema_version, columns=names).columns
    return {record: tuple(linked or ()) for record, linked in zip(*(one.to_pylist() for one in columns), strict=True)}
