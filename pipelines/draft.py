"""The next generation of the tables in the making: a folder that no reader sees, filled a site at a time, so that no
more than a site's rows are in memory."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.manifest import MANIFEST, Generation, pack_manifest
from pipelines.schema import ROWS, SCHEMA_VERSION
from pipelines.table_files import TableFile, read_files, write_arrow, write_file
from pipelines.whole_file import sync_path

Rows = list[dict[str, Any]]
SiteTables = Mapping[str, Rows | pa.Table]
"""The rows of one site by table, plain or in columns."""
_NO_SITE = "all"


class Draft:
    """What replaces the generation `before`, or comes first. Tables of sites that are not put are carried over."""

    def __init__(self, folder: Path, number: int, before: Generation | None) -> None:
        self.folder, self.number, self.before = folder, number, before
        self.linked_by: str | None = None  # whoever puts rows without linking them leaves it so
        self._files: dict[tuple[str, str], TableFile | None] = {}
        self._summaries: dict[str, Mapping[str, Any]] = dict(before.summaries) if before else {}
        for table in ROWS:
            (folder / table).mkdir(parents=True)

    def put(self, site: str, tables: SiteTables, summary: Mapping[str, Any] | None = None) -> None:
        """Replace the given tables of a site, and its summary if there is a new one."""
        if summary is not None:
            self._summaries[site] = summary
        for table, rows in sorted(tables.items()):
            old = self._files.get((table, site))
            if old:
                (self.folder / old.name).unlink()
            write = write_arrow if isinstance(rows, pa.Table) else write_file
            self._files[table, site] = write(rows, table, site, self.folder) if len(rows) else None

    @property
    def sites(self) -> list[str]:
        """All sites that the generation will have rows of."""
        kept = {one.site for one in self.before.files} if self.before else set()
        return sorted((kept | {site for _, site in self._files}) - {_NO_SITE})

    def read(
        self, table: str, site: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None
    ) -> pa.Table:
        """A site's rows as the generation will have them; all, or those `where` they say something."""
        if (table, site) in self._files:
            new = self._files[table, site]
            return read_files([self.folder / new.name] if new else [], table, columns=columns, where=where)
        if self.before is None:
            return read_files([], table, columns=columns)
        paths = self.before.paths(table, site)
        return read_files(paths, table, self.before.schema_version, columns=columns, where=where)

    def finish(self) -> None:
        """Carry over what was not put, and write the manifest."""
        files = [one for one in self._files.values() if one] + self._carry()
        files += [
            write_file([], table, _NO_SITE, self.folder) for table in ROWS if not any(f.table == table for f in files)
        ]
        files.sort(key=lambda one: one.name)
        sites = {one.site for one in files}
        stated = {site: self._summaries[site] for site in sorted(self._summaries) if site in sites}
        path = self.folder / MANIFEST
        path.write_bytes(pack_manifest(self.number, files, stated, self.linked_by))
        sync_path(path)

    def discard(self) -> None:
        """Give it up."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _carry(self) -> list[TableFile]:
        """The files of before that stay: hard links, or written anew where they have an older schema."""
        carried = []
        for one in self.before.files if self.before else ():
            if (one.table, one.site) in self._files or one.rows == 0:
                continue
            assert self.before is not None
            source, version = self.before.folder / one.name, self.before.schema_version
            if version == SCHEMA_VERSION:
                os.link(source, self.folder / one.name)
                carried.append(one)
            else:
                carried.append(write_arrow(read_files([source], one.table, version), one.table, one.site, self.folder))
        return carried
