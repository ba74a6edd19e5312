"""Files that are there whole or not at all: written beside their place and then moved there."""

import os
from collections.abc import Iterable
from pathlib import Path


def store_whole(path: Path, content: bytes | Iterable[bytes], *, writer: str = "", durable: bool = False) -> None:
    """Write a file, replacing the one that stands there; its folder is made. `writer` keeps those apart who may write
    the same file at the same time. `durable`: the content is on the disk before it takes its place. What is no regular
    file (`/dev/stdout`, a pipe) is written to as it is. Whatever is raised, the old file stays."""
    pieces = (content,) if isinstance(content, bytes) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        _write(path, pieces, durable=False)
        return
    following = path.with_name(f"{path.name}{writer}.tmp")
    try:
        _write(following, pieces, durable)
        following.replace(path)
    except BaseException:
        following.unlink(missing_ok=True)
        raise


def _write(path: Path, pieces: Iterable[bytes], durable: bool) -> None:
    with path.open("wb") as handle:
        for piece in pieces:
            handle.write(piece)
        handle.flush()
        if durable:
            os.fsync(handle.fileno())
