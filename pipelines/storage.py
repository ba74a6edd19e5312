"""Object storage and the web by URL (`s3://bucket/key`): objects read in parts, written, listed and deleted by fsspec.

Credentials and endpoint are what the storage's own tools use (for S3 `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`,
`~/.aws`). Trouble is one line.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any, cast

from pipelines.errors import DiskError, UsageError

_INSTALL = "install the extra with `pip install 'colloquy[cloud]'` (in a checkout `pip install -e '.[cloud]'`)"
_BLOCK = 8 << 20  # bytes that a stream asks for at a time


class StorageError(DiskError):
    """A storage does not answer, or not as it should. What is kept in it is neither read nor written meanwhile."""


def is_url(place: str | Path) -> bool:
    """Whether this is a URL rather than a path.

    >>> is_url("s3://bucket/pages.warc.gz"), is_url("/srv/pages.warc.gz")
    (True, False)
    """
    return "://" in str(place)


def read_range(url: str, offset: int, length: int) -> bytes | None:
    """Bytes of an object, fewer where it ends before; None when there is no such object."""
    try:
        with _trouble(url):
            return cast(bytes, _store(url).cat_file(url, start=offset, end=offset + length))
    except FileNotFoundError:
        return None
    except StorageError:
        if (find_size(url) or 0) <= offset:
            return b""
        raise


def find_size(url: str) -> int | None:
    """Bytes that an object has; None when there is none."""
    try:
        with _trouble(url):
            return cast(int | None, _store(url).info(url)["size"])
    except FileNotFoundError:
        return None


class Stream:
    """An object that is read from front to end."""

    def __init__(self, url: str, handle: Any) -> None:
        self._url, self._handle = url, handle

    def read(self, size: int = -1) -> bytes:
        with _trouble(self._url):
            return cast(bytes, self._handle.read(size))


@contextmanager
def open_stream(url: str) -> Iterator[Stream]:
    """Open an object for reading. Raises UsageError when there is none."""
    try:
        with _trouble(url):
            handle = _store(url).open(url, "rb", block_size=_BLOCK, cache_type="readahead")
    except FileNotFoundError as error:
        raise UsageError(f"{url}: there is no such object.") from error
    with closing(handle):
        yield Stream(url, handle)


def upload(path: Path, url: str) -> None:
    """Write a file as an object and read it back. Raises StorageError unless the storage gives the same bytes."""
    try:
        with _trouble(url):
            store = _store(url)
            store.put_file(str(path), url)
            with path.open("rb") as ours, store.open(url, "rb", block_size=_BLOCK) as theirs:
                same = file_digest(ours, "sha256").digest() == file_digest(theirs, "sha256").digest()
    except FileNotFoundError as error:
        raise StorageError(f"cannot write {url}: {error}.") from error
    if not same or find_size(url) != path.stat().st_size:
        raise StorageError(f"{url} is not what was written there. {path} stays; look at the storage.")


def remove(url: str) -> None:
    """Delete an object, if it is there."""
    try:
        with _trouble(url):
            _store(url).rm_file(url)
    except FileNotFoundError:
        return


@contextmanager
def _trouble(url: str) -> Iterator[None]:
    """Whatever a storage's library raises as one line; only that an object is not there stays what it is."""
    try:
        yield
    except FileNotFoundError as error:
        if "bucket" in str(error).casefold() and "does not exist" in str(error):
            raise StorageError(f"cannot use {url}: {error}. Make the bucket, or correct the address.") from error
        raise
    except (UsageError, StorageError):
        raise
    except Exception as error:  # each storage has its own family of errors, many of them no OSError
        hint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write ~/.aws/credentials"
        hint = hint if "credentials" in str(error).casefold() else "Nothing is lost; try again when it answers"
        raise StorageError(
            f"cannot use {url}: {str(error).strip().rstrip('.') or type(error).__name__}. {hint}."
        ) from error


def _store(url: str) -> Any:
    return _open_store(url.partition("://")[0], os.getpid())


@lru_cache
def _open_store(protocol: str, process: int) -> Any:
    """One client a protocol and process. A forked process cannot use its parent's, and must not destroy it either:
    that would close connections under numbers that are other files by now. So it is kept, and never used again."""
    try:
        import fsspec

        return fsspec.filesystem(protocol, skip_instance_cache=True, use_listings_cache=False)
    except ImportError as error:
        raise UsageError(f"{protocol}:// needs more than is installed ({error}): {_INSTALL}.") from error
    except ValueError as error:
        raise UsageError(f"{protocol}:// is no storage that is known here ({error}).") from error
