"""Rows in, one Parquet file out, and back: the only place that knows how a table's file looks."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.errors import ColloquyError
from pipelines.migrations import migrate
from pipelines.schema import SCHEMA_VERSION, schema, sort_column
from pipelines.whole_file import sync_path

_ROWS_A_GROUP = 10_000
"""Rows that are read or skipped together. Of 50,000 rows of a site, one month is then a fifth of the bytes (of groups
of 100,000 all of them), and files are a tenth larger than with 20,000 (`python -m bench.dataset`)."""
_BATCH = 500  # rows that are held as Python values before they become columns
_CHECKED = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a generation; `name` is relative to the generation's folder."""

    name: str
    table: str
    site: str
    rows: int
    bytes: int
    sha256: str


def write_file(rows: Iterable[Mapping[str, Any]], table: str, site: str, building: Path) -> TableFile:
    """One file of plain rows."""
    return write_arrow(to_arrow(rows, table), table, site, building)


def to_arrow(rows: Iterable[Mapping[str, Any]], table: str) -> pa.Table:
    """Plain rows as columns, which take a tenth of the memory; no more than some are held as Python values."""
    waiting, empty = iter(rows), schema(table).empty_table()
    groups, pieces = [empty], [empty]
    while batch := list(islice(waiting, _BATCH)):
        pieces.append(pa.Table.from_pylist(batch, schema=schema(table)))
        if len(pieces) * _BATCH > _ROWS_A_GROUP:
            groups.append(pa.concat_tables(pieces).combine_chunks())
            pieces = []
    return pa.concat_tables([*groups, *pieces])


def each_row(found: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows one by one, no more than some of them held as Python values."""
    for batch in found.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def put_column(found: pa.Table, name: str, values: pa.Array | pa.ChunkedArray | Sequence[Any]) -> pa.Table:
    """The table with other values in one of its columns."""
    at = found.schema.get_field_index(name)
    field = found.schema.field(at)
    chunked = isinstance(values, pa.Array | pa.ChunkedArray)
    return found.set_column(at, field, values if chunked else pa.array(values, field.type))


def write_arrow(arrow: pa.Table, table: str, site: str, building: Path) -> TableFile:
    """One file of a generation, named after its content."""
    path = building / table / "new.parquet"
    write_parquet(arrow, table, path)
    digest = digest_of(path)
    final = path.with_name(f"{site}-{digest[:12]}.parquet")
    path.rename(final)
    sync_path(final)
    return TableFile(f"{table}/{final.name}", table, site, arrow.num_rows, final.stat().st_size, digest)


def write_parquet(arrow: pa.Table, table: str, path: Path) -> None:
    """One file; sorted, zstd, with page index and page checksums so that filters skip and damage shows."""
    order, names = sort_column(table), arrow.schema.names
    places = pc.sort_indices(arrow, [(order, "ascending"), (names[0], "ascending")]) if order else None
    with pq.ParquetWriter(
        path, arrow.schema, compression="zstd", write_page_index=True, write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(names.index(order))] if order else None,
    ) as writer:  # fmt: skip
        for start in range(0, max(len(arrow), 1), _ROWS_A_GROUP):
            piece = places.slice(start, _ROWS_A_GROUP) if places is not None else None
            group = arrow.slice(start, _ROWS_A_GROUP) if piece is None else take_rows(arrow, piece.to_numpy())
            writer.write_table(group, row_group_size=_ROWS_A_GROUP)


def take_rows(found: pa.Table, wanted: "Sequence[int] | np.ndarray[Any, Any]") -> pa.Table:
    """The rows at these places, in their order. Arrow's own `take` copies whole columns of texts for it."""
    batches, places = found.to_batches(), np.asarray(wanted, np.int64)
    starts = np.cumsum([0, *map(len, batches[:-1])])
    owners = np.searchsorted(starts, places, side="right") - 1
    by_owner = np.argsort(owners, kind="stable")
    local, firsts = (places - starts[owners])[by_owner], np.searchsorted(owners[by_owner], np.arange(len(batches) + 1))
    pieces = [
        batch.take(pa.array(local[first:last]))
        for batch, first, last in zip(batches, firsts, firsts[1:], strict=False)
        if last > first
    ]
    back = np.empty(len(places), dtype=np.int64)
    back[by_owner] = np.arange(len(places))
    return pa.Table.from_batches(pieces, found.schema).take(pa.array(back))


def read_files(
    paths: Sequence[Path], table: str, version: int = SCHEMA_VERSION, *, columns: Sequence[str] | None = None,
    where: pc.Expression | None = None,
) -> pa.Table:  # fmt: skip
    """The rows of files of one table that schema `version` wrote, as the schema of now has them; only the columns and
    row groups that are asked for are read, where the files are of now. Raises ColloquyError for a damaged file."""
    names = list(columns) if columns is not None else schema(table).names
    if not paths:
        return schema(table).empty_table().select(names)
    try:
        if version == SCHEMA_VERSION:
            data = ds.dataset([str(path) for path in paths], schema=schema(table), format=_CHECKED)
            return data.to_table(columns=names, filter=where)
        old = pa.concat_tables([pq.read_table(path, page_checksum_verification=True) for path in paths],
                               promote_options="default")  # fmt: skip
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise ColloquyError(
            f"{paths[0].parent}: a file of {table} is missing or damaged ({reason}). `colloquy verify` names it,"
            " `colloquy repair` mends it."
        ) from error
    found = migrate(old, table, version)
    return (found if where is None else found.filter(where)).select(names)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
