"""Two states of one site's records in, the rows that are not in both alike out: the few that a rebuild has to tell of.

States of many records differ in a few, so runs of rows are compared as columns, and only a run that differs is halved.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.table_files import take_rows

_ID = "record_id"


class Differences(NamedTuple):
    """Rows of two states, each by record_id: those that only the old or the new one has; and those that both have but
    with another value, as they were and as they are, one beside the other."""

    removed: pa.Table
    added: pa.Table
    before: pa.Table
    after: pa.Table


def find_differences(old: pa.Table, new: pa.Table, names: Sequence[str]) -> Differences:
    """Where two states differ: in the ids of their rows, which occur once in each, or in one of the named columns."""
    old, new = old.sort_by(_ID), new.sort_by(_ID)
    stays, is_old = _are_in(old, new), _are_in(new, old)
    before, after = old.filter(stays), new.filter(is_old)
    places = _find_places(before.select(names), after.select(names))
    return Differences(
        old.filter(pc.invert(stays)),
        new.filter(pc.invert(is_old)),
        take_rows(before, places),
        take_rows(after, places),
    )


def lacks(found: pa.Table, other: pa.Table) -> pa.Table:
    """The rows of `found` whose id `other` does not have."""
    return found.filter(pc.invert(_are_in(found, other)))


def _are_in(found: pa.Table, other: pa.Table) -> pa.ChunkedArray:
    return pc.is_in(found[_ID], value_set=other[_ID].combine_chunks())


def _find_places(before: pa.Table, after: pa.Table) -> list[int]:
    """Where two tables of the same rows differ, in order."""
    return list(_halve(before, after, 0, len(before)))


def _halve(before: pa.Table, after: pa.Table, start: int, stop: int) -> Iterator[int]:
    if before.slice(start, stop - start).equals(after.slice(start, stop - start)):
        return
    if stop - start == 1:
        yield start
        return
    middle = (start + stop) // 2
    yield from _halve(before, after, start, middle)
    yield from _halve(before, after, middle, stop)
