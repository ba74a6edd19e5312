"""Rows in, immutable Parquet files of one generation out; one rename makes the generation the current one.

    <home>/generations/000042/<table>/<site>-<digest>.parquet     never changed once written
    <home>/generations/000042/_manifest.json                      files with digests, rows, schema version
    <home>/tables -> generations/000042                           symbolic link, swapped by one rename (POSIX atomic)

A file that a commit does not touch is carried over as a hard link under its old name (which holds the digest of its
content), so a reader sees the old generation or the new one, never a mix, and `pd.read_parquet(home/"tables/events")`
needs to know nothing of all this.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.draft import Draft, Rows, SiteTables
from pipelines.errors import ColloquyError, NewerSchema, UsageError
from pipelines.manifest import MANIFEST, Generation, load_generation
from pipelines.progress import follow
from pipelines.schema import schema
from pipelines.table_files import digest_of, read_files
from pipelines.whole_file import sync_path


class Tables:
    """The tables of one home. Reading needs no lock; `commit` needs the home's."""

    def __init__(self, home: Path) -> None:
        self.link = home / "tables"
        self.folder = home / "generations"

    def current(self) -> Generation | None:
        """The committed generation, or None before the first commit."""
        return load_generation(self.link.resolve()) if self.link.is_symlink() else None

    def generations(self) -> Iterator[Generation]:
        """All kept generations, oldest first."""
        for folder in sorted(self.folder.glob("[0-9]*")):
            if (folder / MANIFEST).is_file():
                yield load_generation(folder)

    def stored(self, table: str, site: str) -> pa.Table:
        """A site's rows of the current generation."""
        generation = self.current()
        return self.read(generation, table, site) if generation else schema(table).empty_table()

    def rows(self, table: str, site: str | None = None) -> Rows:
        """Rows of the current generation as plain values."""
        generation = self.current()
        return self.rows_of(generation, table, site) if generation else []

    def rows_of(self, generation: Generation, table: str, site: str | None = None) -> Rows:
        """Rows of any generation as plain values."""
        rows: Rows = self.read(generation, table, site).to_pylist()
        return rows

    def read(
        self, generation: Generation, table: str, site: str | None = None, *, columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:  # fmt: skip
        """Rows of a generation, of all sites or one, in the columns of now; `where` keeps some of them."""
        paths = generation.paths(table, site)
        return read_files(paths, table, generation.schema_version, columns=columns, where=where)

    def draft(self) -> Draft:
        """The next generation, to be filled and published. What a killed commit left behind goes."""
        self.sweep()
        number = max((int(folder.name) for folder in self.folder.glob("[0-9]*")), default=0) + 1
        return Draft(self.folder / f"{number:06}.building", number, self.current())

    def publish(self, draft: Draft, keep: int, *, anew: bool = False) -> Generation:
        """Make a draft the current generation.

        `keep` older generations stay for rollback. The result equals the current generation when nothing changed,
        unless `anew` asks for new files.
        """
        before = draft.before
        draft.finish()
        made = load_generation(draft.folder)
        if before and not anew and before.summaries == made.summaries and _digests(before) == _digests(made):
            draft.discard()
            return before
        final = self.folder / f"{draft.number:06}"
        draft.folder.rename(final)
        sync_path(self.folder)
        self.point_to(final)
        self.prune(keep)
        return load_generation(final)

    def commit(
        self, changed: Mapping[str, SiteTables], keep: int,
        summaries: Mapping[str, Mapping[str, Any]] | None = None, *, anew: bool = False,
    ) -> Generation:  # fmt: skip
        """Draft and publish at once: replace the given tables of the given sites and their summaries, keep all others.
        Files of an older schema are written anew."""
        draft = self.draft()
        for site, tables in sorted(changed.items()):
            draft.put(site, tables, (summaries or {}).get(site))
        return self.publish(draft, keep, anew=anew)

    def rewrite(self, generation: Generation, changed: Mapping[str, SiteTables]) -> None:
        """Replace rows of sites in an older generation, which nobody reads now."""
        self.sweep()
        draft = Draft(self.folder / f"{generation.number:06}.building", generation.number, generation)
        for site, tables in sorted(changed.items()):
            draft.put(site, tables)
        draft.finish()
        self.remove(generation)
        draft.folder.rename(generation.folder)
        sync_path(self.folder)

    def remove(self, generation: Generation) -> None:
        """Delete a generation that is not the current one."""
        shutil.rmtree(generation.folder)

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
            generation = load_generation(folder)
        except NewerSchema:
            raise
        except ColloquyError as error:
            yield str(error)
            return
        for one in follow(generation.files, f"checking generation {generation.number}", len(generation.files)):
            path = folder / one.name
            if not path.is_file():
                yield f"{path}: missing"
            elif digest_of(path) != one.sha256:
                yield f"{path}: damaged (its SHA-256 is not the manifest's)"

    def point_to(self, folder: Path) -> None:
        """Make a generation the current one: one rename, so that a reader sees the old one or the new one."""
        following = self.link.with_name("tables.next")
        following.symlink_to(Path("generations") / folder.name)
        if self.link.is_dir() and not self.link.is_symlink():
            self.link.rmdir()  # an empty folder from before the first commit
        following.replace(self.link)
        sync_path(self.link.parent)


def _digests(generation: Generation) -> list[str]:
    return [one.sha256 for one in generation.files]
