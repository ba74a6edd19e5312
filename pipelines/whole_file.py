"""Files that are there whole or not at all: written beside their place and then moved there."""

import os
from collections.abc import Iterable
from pathlib import Path

_STREAMS = (Path("/dev/fd"), Path("/proc"))  # `/dev/stdout` is a link into one; `/dev/shm` is a disk like others


def store_whole(path: Path, content: bytes | Iterable[bytes], *, writer: str = "", durable: bool = False) -> None:
    """Write a file, replacing the one that stands there, or that a link there leads to, under its permissions; its
    folder is made. `writer` keeps those apart who may write the same file at the same time. `durable`: the content is
    on the disk before it takes its place, and its name before this returns. What is no file of its own (`/dev/stdout`,
    a pipe) is written to as it is. Whatever is raised, the old file stays."""
    pieces = (content,) if isinstance(content, bytes) else content
    if _is_stream(path):
        _write(path, pieces, durable=False)
        return
    place = path.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    following = place.with_name(f"{place.name}{writer}.tmp")
    try:
        _write(following, pieces, durable)
        if place.is_file():
            following.chmod(place.stat().st_mode)
        following.replace(place)
        if durable:
            sync_path(place.parent)
    except BaseException:
        following.unlink(missing_ok=True)
        raise


def sync_path(path: Path) -> None:
    """Make a file's content last, or the names in a folder (a new file is only safe when its folder is synced too)."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_stream(path: Path) -> bool:
    """Whether a path, or what it is a link to, is a stream of a process or a device, or no regular file."""
    place = path.absolute()
    links = (place, place.parent / place.readlink()) if place.is_symlink() else (place,)
    if any(link.is_relative_to(stream) for link in links for stream in _STREAMS):
        return True
    return place.exists() and not place.is_file()


def _write(path: Path, pieces: Iterable[bytes], durable: bool) -> None:
    with path.open("wb") as handle:
        for piece in pieces:
            handle.write(piece)
        handle.flush()
        if durable:
            os.fsync(handle.fileno())
