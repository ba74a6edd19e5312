"""Damaged generations of the tables in, sound ones out.

Generations share files by hard links, so one bad file may be in many.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from pipelines.draft import Rows
from pipelines.errors import ColloquyError
from pipelines.manifest import Generation, load_generation
from pipelines.schema import ROWS
from pipelines.table_files import digest_of, read_files
from pipelines.tables import Tables


def repair_tables(tables: Tables, keep: int) -> tuple[set[str], list[str]]:
    """Mend the current generation from its own sound files and the newest sound ones of others, and delete the damaged
    others. Gives the sites with rows to be made again, and a line for each thing done."""
    folders = sorted(folder for folder in tables.folder.glob("[0-9]*") if not folder.suffix)
    damaged = [folder for folder in folders if next(tables.find_damage(folder), None)]
    linked = tables.link.resolve() if tables.link.is_symlink() else None
    lines: list[str] = []
    sites: set[str] = set()
    if linked is not None and (linked in damaged or not linked.exists()):
        sites = _mend_current(tables, linked, [one for one in folders if one not in damaged], folders, keep)
        lines.append(f"{tables.link}: made again from what is undamaged; sites to rebuild: {', '.join(sorted(sites))}")
    sound = [folder for folder in folders if folder not in damaged]
    if linked is None and sound:
        tables.point_to(sound[-1])
        lines.append(f"{tables.link}: points to generation {int(sound[-1].name)} again")
    for folder in damaged:
        if folder.exists():
            shutil.rmtree(folder)
            lines.append(f"{folder}: deleted, some of it was damaged")
    return sites, lines


def _mend_current(tables: Tables, linked: Path, sound: list[Path], folders: list[Path], keep: int) -> set[str]:
    """Sites whose rows must be made again."""
    try:
        current = load_generation(linked)
    except ColloquyError:  # without its manifest nobody knows its files: the newest sound generation serves
        if sound:
            tables.point_to(sound[-1])
            return {one.site for one in load_generation(sound[-1]).files}
        tables.link.unlink()
        return {"all"}
    others = [current, *_readable(reversed(folders))]
    bad = {one.site for one in current.files if not _is_sound(current, one.name, one.sha256)}
    changed = {site: {table: _find_rows(others, table, site) for table in ROWS} for site in bad}
    tables.commit(changed, keep, anew=True)
    return bad


def _readable(folders: Iterator[Path]) -> Iterator[Generation]:
    for folder in folders:
        try:
            yield load_generation(folder)
        except ColloquyError:
            continue


def _find_rows(generations: list[Generation], table: str, site: str) -> Rows:
    """A site's rows by the first generation, in order, whose file of them is sound; none if there is none."""
    for generation in generations:
        for one in generation.files:
            if (one.table, one.site) == (table, site) and _is_sound(generation, one.name, one.sha256):
                path = generation.folder / one.name
                rows: Rows = read_files([path], table, generation.schema_version).to_pylist()
                return rows
    return []


def _is_sound(generation: Generation, name: str, sha256: str) -> bool:
    path = generation.folder / name
    return path.is_file() and digest_of(path) == sha256
