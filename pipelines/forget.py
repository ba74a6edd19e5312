"""Forget an address, a host or a person: nothing of it stays in the home, and no later run brings it back.

Archive, ledger, templates, saved results, reports, the tables and their older generations are written anew without
it; the denylist keeps a digest of it, which fetch, import and export honour.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extract.records import RECORDS
from pipelines.archive import Archive
from pipelines.archive_check import find_damage
from pipelines.archive_purge import purge_archive
from pipelines.browse.search_index import FILE_NAME as INDEX_NAME
from pipelines.browse.search_index import drop_index
from pipelines.checked_file import DamagedFile, unpack
from pipelines.denylist import Denylist, load_denylist, store_denylist
from pipelines.draft import Rows
from pipelines.errors import ColloquyError
from pipelines.home import Home
from pipelines.profiles import Profile
from pipelines.progress import follow
from pipelines.rebuild import Rebuild
from pipelines.result_store import ResultStore
from pipelines.run_report import seal
from pipelines.tables import Tables
from pipelines.tables_rewrite import rewrite_generations
from pipelines.whole_file import store_whole

_NAMES = frozenset(("site", "record_id", "run_id", "archive_file", "sha256", "template_id"))  # no text of a page


def forget(home: Home, target: str, profiles: Mapping[str, Profile]) -> Iterator[str]:
    """Do it; gives a line for each step. The caller holds the home's lock. May be run again after a kill."""
    denylist = load_denylist(home.path).add(target)
    if next(iter(find_damage(home.archive)), None):
        raise ColloquyError(f"{home.archive} is damaged, so nobody knows what is in it. Run `colloquy repair` first.")
    store_denylist(home.path, denylist)
    yield "denylist: no later run fetches, imports or exports it"
    done = purge_archive(home.archive, denylist)
    yield f"archive: {done.dropped} captures dropped, {done.redacted} masked"
    for file, count in done.outside.items():
        yield f"{file} is not ours and still holds {count} of them; nothing here reads them again"
    index = home.cache / INDEX_NAME  # of `browse`: it holds words in pieces, which nobody could find
    drop_index(index)
    texts = _text_files(home)
    files = [path for path in follow(texts, "cleaning files", len(texts)) if _purge_file(path, denylist)]
    yield f"templates, saved results, reports, profiles: {len(files)} files written anew or deleted"
    generations = purge_tables(Tables(home.path), denylist)
    yield f"tables: {generations} generations written anew"
    if not (done.dropped or done.redacted or done.outside or files or generations):
        yield f"nothing here matched `{target}`: check how it is written. It stays on the denylist."
    with Archive(home.archive) as archive:
        sites = sorted(done.sites.intersection(archive.sites()))
    for site in done.sites.difference(sites):
        ResultStore(home.cache).forget(site)  # its folder is named like the host
    if sites:
        Rebuild(home, profiles, home.settings(), accept=sites).run(sites)
        purge_tables(Tables(home.path), denylist)
        yield f"rebuilt {', '.join(sites)}"
    drop_index(index)  # who browsed meanwhile had it made again


def _text_files(home: Home) -> list[Path]:
    folders = (home.templates, home.cache, home.reports, home.sites)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _purge_file(path: Path, denylist: Denylist) -> bool:
    """Whether the file held something on the list, or cannot be unpacked, so that nobody knows. A report is masked;
    what can be made again is deleted, and so is a profile of what must not be fetched."""
    try:
        content = unpack(path)
    except DamagedFile:
        content = None
    clean = denylist.redact_bytes(content) if content is not None else b""
    if clean == content and denylist.redact(path.name) == path.name:
        return False
    kept = path.with_name(denylist.redact(path.name))
    if path.parent.name == "reports":
        store_whole(kept, seal(clean), durable=True)
        if kept == path:
            return True
    path.unlink()
    return True


def purge_tables(tables: Tables, denylist: Denylist) -> int:
    """Take everything on the list out of all generations; gives how many were written anew."""
    return rewrite_generations(tables, lambda rows: clean_rows(rows, denylist))


def clean_rows(old: Mapping[str, Rows], denylist: Denylist) -> dict[str, Rows]:
    """One site's rows without what is on the list; none at all when no page of it is left."""
    kept = {table: [row for row in rows if not denylist.refuses(row.get("url") or "")] for table, rows in old.items()}
    if old.get("pages") and not kept.get("pages"):
        return {table: [] for table in old}
    gone = {row["record_id"] for table in RECORDS for row in old.get(table, ())}
    gone -= {row["record_id"] for table in RECORDS for row in kept.get(table, ())}
    kept["changes"] = [row for row in kept.get("changes", ()) if row["record_id"] not in gone]
    return {table: [clean_row(row, denylist) for row in rows] for table, rows in kept.items()}


def clean_row(row: dict[str, Any], denylist: Denylist) -> dict[str, Any]:
    """The row with every word masked that belongs to something on the list."""
    return {name: value if name in _NAMES else denylist.redact_value(value) for name, value in row.items()}
