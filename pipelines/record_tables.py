"""The records of a site in, page by page and in any order; its tables of records out: the same record of several pages
becomes one row. Events become rows at once, so that those of no more than some pages are Python values."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from extract.group_listing import is_listed, merge_listed
from extract.identity import canonical_url
from extract.records import RECORDS, Record
from pipelines.joining import Listings
from pipelines.results import PageRecords
from pipelines.rows import ReadPage, Row, Stamp, make_row
from pipelines.table_files import take_rows, to_arrow

_Found = tuple[ReadPage, Any]
"""A record and the page that it stands on."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What rows need beside their own page: what the site's listings say, the addresses that its pages which are there
    are known by, and whether an address is on the denylist."""

    listings: Listings
    present: Container[str]
    stamp: Stamp
    refuses: Callable[[str], bool]


def make_record_tables(read: Iterable[tuple[ReadPage, PageRecords]], site: SiteFacts) -> dict[str, pa.Table]:
    """The rows of a site's records, by table."""
    best = _Best()
    others: dict[str, list[_Found]] = {table: [] for table in RECORDS if table != "events"}
    events = to_arrow(_make_event_rows(read, site, best, others), "events")
    others["groups"] = list(_complete_groups(others["groups"], site.present))
    places = best.places
    whole = len(places) == len(events)  # most events are told by one page, and then nothing need be copied
    return {"events": events if whole else take_rows(events, places)} | {
        table: to_arrow((make_row(page, record, site.stamp) for page, record in _choose(found, site)), table)
        for table, found in others.items()
    }


def _make_event_rows(
    read: Iterable[tuple[ReadPage, PageRecords]], site: SiteFacts, best: "_Best", others: Mapping[str, list[_Found]]
) -> Iterator[Row]:
    """The events of each page with what the site's listings say of them, as rows, if they are the `best` so far.
    Records of other kinds, of which there are few, are kept."""
    for page, result in read:
        for event in site.listings.join(page.canonical_url, page.kind, result.events):
            if not site.refuses(event.url) and best.takes(page, event):
                yield make_row(page, event, site.stamp)
        for table, kept in others.items():
            kept += ((page, record) for record in result.records[table])


def _complete_groups(found: Iterable[_Found], present: Container[str]) -> Iterator[_Found]:
    """The groups of a site: those of their own pages, with what listings say of them beside, then those that only a
    listing knows. What has its own page in the archive and makes no group there is none."""
    together = list(found)
    own = _find_best((page, group) for page, group in together if not is_listed(group))
    listed = _find_best((page, group) for page, group in together if is_listed(group))
    said = {group.record_id: (group, page.url) for page, group in listed}
    for page, group in own:
        yield page, merge_listed(group, *said.pop(group.record_id)) if group.record_id in said else group
    for page, group in listed:
        address = canonical_url(group.url, "")
        if group.record_id in said and (address not in present or address == page.canonical_url):
            yield page, group


def _choose(found: Iterable[_Found], site: SiteFacts) -> list[_Found]:
    return _find_best(one for one in found if not site.refuses(one[1].url))


def _find_best(found: Iterable[_Found]) -> list[_Found]:
    """One record an id."""
    best = _Best()
    taken = [one for one in found if best.takes(*one)]
    return [taken[place] for place in best.places]


class _Rank(NamedTuple):
    """How much a page's word on a record counts: whether the page is there, whether it stands at the address that it
    is known by, how many pieces of evidence the record has."""

    there: bool
    own: bool
    evidence: int


class _Best:
    """Takes records one by one, each that is better than all before it with the same id: by its rank, of equals that of
    the first address."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Rank, str, int]] = {}
        self._taken = 0

    def takes(self, page: ReadPage, record: Record) -> bool:
        """Whether the record is taken, as the next."""
        rank = _Rank(page.removed_at is None, page.stands_there, len(record.evidence))
        if known := self._known.get(record.record_id):
            better, url, _ = known
            if rank < better or (rank == better and page.url >= url):
                return False
        self._known[record.record_id] = rank, page.url, self._taken
        self._taken += 1
        return True

    @property
    def places(self) -> list[int]:
        """The best of those taken, by their numbers from 0."""
        return [place for _, _, place in self._known.values()]
