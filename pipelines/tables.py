"""Rows in, immutable Parquet files of one generation out; one rename makes the generation the current one.

    <home>/generations/000042/<table>/<site>-<digest>.parquet     never changed once written
    <home>/generations/000042/_manifest.json                      files with digests, rows, schema version
    <home>/tables -> generations/000042                           symbolic link, swapped by one rename (POSIX atomic)

A file that a commit does not touch is carried over as a hard link under its old name (which holds the digest of its
content), so a reader sees the old generation or the new one, never a mix, and `pd.read_parquet(home/"tables/events")`
needs to know nothing of all this.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import ColloquyError, UsageError
from pipelines.progress import follow
from pipelines.schema import ROWS, schema, sort_column
from pipelines.segments import sync_path

SCHEMA_VERSION = 2
"""Grows with every change of a column; a commit rewrites files of an older one."""
MANIFEST = "_manifest.json"
_NO_SITE = "all"
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a generation; `name` is relative to the generation's folder."""

    name: str
    table: str
    site: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state of all tables."""

    folder: Path
    number: int
    schema_version: int
    files: tuple[TableFile, ...]
    summaries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By site, what the quality gate compares the next run with."""

    def paths(self, table: str, site: str | None = None) -> list[Path]:
        """Files of a table, of one site if given."""
        return [self.folder / one.name for one in self.files if one.table == table and site in (None, one.site)]


class Tables:
    """The tables of one home. Reading needs no lock; `commit` needs the home's."""

    def __init__(self, home: Path) -> None:
        self.link = home / "tables"
        self.folder = home / "generations"

    def current(self) -> Generation | None:
        """The committed generation, or None before the first commit."""
        return self.load_generation(self.link.resolve()) if self.link.is_symlink() else None

    def generations(self) -> Iterator[Generation]:
        """All kept generations, oldest first."""
        for folder in sorted(self.folder.glob("[0-9]*")):
            if (folder / MANIFEST).is_file():
                yield self.load_generation(folder)

    def rows(self, table: str, site: str | None = None) -> Rows:
        """Rows of the current generation as plain values."""
        generation = self.current()
        return self.rows_of(generation, table, site) if generation else []

    def rows_of(self, generation: Generation, table: str, site: str | None = None) -> Rows:
        """Rows of any generation as plain values."""
        paths = generation.paths(table, site)
        return [row for path in paths for row in pq.read_table(path, schema=schema(table)).to_pylist()]

    def commit(
        self, changed: Mapping[str, Mapping[str, Rows]], keep: int,
        summaries: Mapping[str, Mapping[str, Any]] | None = None, *, anew: bool = False,
    ) -> Generation:  # fmt: skip
        """Replace the rows of the given sites (`site -> table -> rows`) and their summaries, keep all others, make it
        the current one.

        `keep` older generations stay for rollback. The result equals the current generation when nothing changed,
        unless `anew` asks for new files.
        """
        self.sweep()
        before = self.current()
        number = max((int(folder.name) for folder in self.folder.glob("[0-9]*")), default=0) + 1
        building = self._build(number, before, changed, summaries or {})
        made = self.load_generation(building)
        if before and not anew and before.summaries == made.summaries and _digests(before) == _digests(made):
            shutil.rmtree(building)
            return before
        final = self.folder / f"{number:06}"
        building.rename(final)
        sync_path(self.folder)
        self.point_to(final)
        self.prune(keep)
        return self.load_generation(final)

    def rewrite(self, generation: Generation, changed: Mapping[str, Mapping[str, Rows]]) -> None:
        """Replace rows of sites in an older generation, which nobody reads now."""
        self.sweep()
        building = self._build(generation.number, generation, changed, {})
        self.remove(generation)
        building.rename(generation.folder)
        sync_path(self.folder)

    def remove(self, generation: Generation) -> None:
        """Delete a generation that is not the current one."""
        shutil.rmtree(generation.folder)

    def _build(
        self, number: int, before: Generation | None, changed: Mapping[str, Mapping[str, Rows]],
        summaries: Mapping[str, Mapping[str, Any]],
    ) -> Path:  # fmt: skip
        """The folder of a generation to be: files of `before` but those of the changed sites, and these."""
        building = self.folder / f"{number:06}.building"
        for table in ROWS:
            (building / table).mkdir(parents=True)
        files = [*self._carry(before, changed, building), *_write_sites(changed, building)]
        files += [_write([], table, _NO_SITE, building) for table in ROWS if not any(f.table == table for f in files)]
        files.sort(key=lambda one: one.name)
        known = {**(before.summaries if before else {}), **summaries}
        sites = {one.site for one in files}
        stated = {site: known[site] for site in sorted(known) if site in sites}
        _write_bytes(building / MANIFEST, _pack_manifest(number, files, stated))
        return building

    def roll_back(self, number: int) -> None:
        """Make a kept generation the current one. Raises UsageError for another number, ColloquyError when a file of
        it is damaged."""
        kept = [one.number for one in self.generations()]
        folder = self.folder / f"{number:06}"
        if number not in kept:
            have = ", ".join(map(str, kept)) or "none yet"
            raise UsageError(f"no generation {number} in {self.folder.parent}. Kept: {have}.")
        damaged = next(self.find_damage(folder), None)
        if damaged:
            raise ColloquyError(f"generation {number} is not whole: {damaged}. Choose another.")
        self.point_to(folder)

    def sweep(self) -> None:
        """Remove what a killed commit left behind."""
        for rest in self.folder.glob("*.building"):
            shutil.rmtree(rest)
        rest = self.link.with_name("tables.next")
        rest.unlink(missing_ok=True)

    def prune(self, keep: int) -> None:
        """Remove all generations but the current one, the `keep` before it and any after it (a rollback's)."""
        current = self.current()
        older = [one for one in self.generations() if current and one.number < current.number]
        for generation in older[: max(0, len(older) - keep)]:
            shutil.rmtree(generation.folder)

    def verify(self) -> Iterator[str]:
        """One line for each file of a kept generation that is missing or differs from what was written."""
        for folder in sorted(self.folder.glob("[0-9]*")):
            if not folder.suffix:
                yield from self.find_damage(folder)
        if self.link.is_symlink() and not self.link.exists():
            yield f"{self.link}: points to a generation that is gone"
        if not self.link.is_symlink() and next(self.generations(), None):
            yield f"{self.link}: missing, though there are generations"

    def find_damage(self, folder: Path) -> Iterator[str]:
        """One line for each file of one generation that is not what was written."""
        try:
            generation = self.load_generation(folder)
        except ColloquyError as error:
            yield str(error)
            return
        for one in follow(generation.files, f"checking generation {generation.number}", len(generation.files)):
            path = folder / one.name
            if not path.is_file():
                yield f"{path}: missing"
            elif digest_of(path) != one.sha256:
                yield f"{path}: damaged (its SHA-256 is not the manifest's)"

    def _carry(self, before: Generation | None, changed: Mapping[str, Any], building: Path) -> Iterator[TableFile]:
        for one in before.files if before else ():
            if one.site in changed or one.rows == 0:
                continue
            source = before.folder / one.name if before else building
            if before and before.schema_version == SCHEMA_VERSION:
                os.link(source, building / one.name)
                yield one
            else:
                yield _write(pq.read_table(source).to_pylist(), one.table, one.site, building)

    def point_to(self, folder: Path) -> None:
        """Make a generation the current one: one rename, so that a reader sees the old one or the new one."""
        following = self.link.with_name("tables.next")
        following.symlink_to(Path("generations") / folder.name)
        if self.link.is_dir() and not self.link.is_symlink():
            self.link.rmdir()  # an empty folder from before the first commit
        following.replace(self.link)
        sync_path(self.link.parent)

    def load_generation(self, folder: Path) -> Generation:
        """The generation of a folder. Raises ColloquyError when its manifest is missing or damaged."""
        path = folder / MANIFEST
        try:
            content = path.read_bytes()
            stated = json.loads(content)
            files = tuple(TableFile(**one) for one in stated["files"])
            whole = Generation(folder, stated["generation"], stated["schema_version"], files, stated["summaries"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ColloquyError(f"{path}: missing or damaged. `colloquy repair` mends it.") from error
        if content != _pack_manifest(whole.number, files, whole.summaries, whole.schema_version):
            raise ColloquyError(f"{path}: damaged (it is not what was written). `colloquy repair` mends it.")
        return whole


def as_stored(rows: Rows, table: str) -> Rows:
    """The rows as they come back from Parquet, so that new ones can be compared with old ones."""
    stored: Rows = pa.Table.from_pylist(rows, schema=schema(table)).to_pylist()
    return stored


def _write_sites(changed: Mapping[str, Mapping[str, Rows]], building: Path) -> Iterator[TableFile]:
    for site, tables in sorted(changed.items()):
        for table, rows in sorted(tables.items()):
            if len(rows):
                yield _write(rows, table, site, building)


def _write(rows: Iterable[Mapping[str, Any]], table: str, site: str, building: Path) -> TableFile:
    """One file; sorted, zstd, with page index and page checksums so that filters skip and damage shows."""
    arrow = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows), schema=schema(table))
    order = sort_column(table)
    if order:
        arrow = arrow.sort_by([(order, "ascending"), (arrow.schema.names[0], "ascending")])
    path = building / table / "new.parquet"
    pq.write_table(
        arrow, path, compression="zstd", write_page_index=True, write_page_checksum=True, row_group_size=100_000,
        sorting_columns=[pq.SortingColumn(arrow.schema.names.index(order))] if order else None,
    )  # fmt: skip
    digest = digest_of(path)
    final = path.with_name(f"{site}-{digest[:12]}.parquet")
    path.rename(final)
    sync_path(final)
    return TableFile(f"{table}/{final.name}", table, site, arrow.num_rows, final.stat().st_size, digest)


def _pack_manifest(
    number: int, files: Iterable[TableFile], summaries: Mapping[str, Any], version: int = SCHEMA_VERSION
) -> bytes:
    """The manifest's bytes; its last entry is the digest of all others, and no other bytes mean the same."""
    stated: dict[str, Any] = {"generation": number, "schema_version": version, "files": [asdict(one) for one in files]}
    stated["summaries"] = dict(sorted(summaries.items()))
    stated["sha256"] = hashlib.sha256(json.dumps(stated).encode()).hexdigest()
    return json.dumps(stated, indent=1).encode()


def _digests(generation: Generation) -> list[str]:
    return [one.sha256 for one in generation.files]


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sync_path(path)
