"""Segments of finished runs into object storage, where the setting `segments` names one; their captures then say so.

Records are always written here first, appended and fsynced. A segment whose run is finished is uploaded, read back and
compared; then its captures point to its URL, in one transaction; then the copy here goes. Killed at any moment, the
index names a place where the whole segment is; what may lie at the other is deleted or written again by the next run.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipelines import storage
from pipelines.archive_index import INDEX_NAME, Index
from pipelines.archive_rewrite import note, remove_segment, replace_rows, sweep_renewal
from pipelines.errors import UsageError
from pipelines.home import Home
from pipelines.progress import follow
from pipelines.segments import run_of


def check_storage(home: Home) -> None:
    """Raises UsageError when `segments` is no URL, StorageError when the storage that it names does not answer."""
    prefix = home.settings().segments
    if prefix and not storage.is_url(prefix):
        raise UsageError(f"`segments`: `{prefix}` is no URL of object storage, like s3://bucket/prefix.")
    if prefix:
        storage.find_size(prefix)


def offload(home: Home) -> Iterator[str]:
    """Do it, if the home wants it; gives a line a segment. The caller holds the home's lock."""
    prefix = home.settings().segments.rstrip("/")
    if not prefix or not (home.archive / INDEX_NAME).exists():
        return
    check_storage(home)
    with Index(home.archive, writable=True) as index:
        sweep_renewal(home.archive, index)
        files = find_closed(home.archive, index)
        for file in follow(files, "uploading segments", len(files)):
            _move(home.archive, index, file, f"{prefix}/{file}")
            yield f"{prefix}/{file}: uploaded, and deleted here"


def find_closed(folder: Path, index: Index) -> list[str]:
    """Our segments here to which no run will append."""
    open_runs = {run_id for (run_id,) in index.rows("SELECT id FROM runs WHERE finished_at IS NULL")}
    here = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.warc.gz")}
    known = {file for (file,) in index.rows("SELECT DISTINCT file FROM captures")}
    return sorted(file for file in here & known if run_of(file) not in open_runs)


def _move(folder: Path, index: Index, file: str, url: str) -> None:
    storage.upload(folder / file, url)
    note(folder, [file])
    captures = [replace(capture, file=url) for capture in index.captures("file = ?", file)]
    replace_rows(index, [], captures)
    index.commit()
    remove_segment(folder, file)
    sweep_renewal(folder, index)
