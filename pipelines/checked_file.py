"""Small state files that notice their own damage: the first line is the SHA-256 of the rest.

The rest of a file whose name ends in `.zst` is packed (Zstandard, RFC 8878).
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.whole_file import store_whole

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 100_000  # bytes that are unpacked at a time when only the first line is wanted
_PACKED = ".zst"
_FAST = 1  # Zstandard's level: half the bytes of zlib's own fastest, in a sixth of the time


class DamagedFile(ValueError):
    """The file's content is not what was stored."""


def store_checked(path: Path, content: str, writer: str = "") -> None:
    """Write the file whole or not at all. `writer` keeps those apart who may write the same file at the same time."""
    stored = content.encode()
    if path.suffix == _PACKED:
        stored = _pack(stored)
    store_whole(path, hashlib.sha256(stored).hexdigest().encode() + b"\n" + stored, writer=writer)


def load_checked(path: Path) -> str | None:
    """Its content, None if there is no such file. Raises DamagedFile."""
    stored = _load_stored(path)
    if stored is None:
        return None
    return (_unpack(stored) if path.suffix == _PACKED else stored).decode("utf-8")


def load_lines(path: Path) -> list[bytes] | None:
    """The lines of a packed file, None if there is no such file: as bytes, since who reads JSON need not decode it.
    Raises DamagedFile."""
    stored = _load_stored(path)
    return None if stored is None else _unpack(stored).split(b"\n")


def load_first_line(path: Path) -> str:
    """The first line of a packed file, without unpacking more; "" if there is no such file. Raises DamagedFile."""
    stored, line = _load_stored(path), b""
    packed = _open(stored) if stored else None
    while packed and b"\n" not in line and (piece := packed.read(_PIECE)):
        line += piece
    return line.partition(b"\n")[0].decode("utf-8")


def unpack(path: Path) -> bytes:
    """What a file says, whether or not it is what was stored. Raises DamagedFile where it cannot be unpacked."""
    content = path.read_bytes()
    if path.suffix != _PACKED:
        return content
    try:
        return _unpack(content.partition(b"\n")[2])
    except OSError as error:
        raise DamagedFile(f"{path}: {error}") from error


def _pack(content: bytes) -> bytes:
    import pyarrow as pa  # here, since commands that pack nothing need not wait for it

    packed: bytes = pa.Codec("zstd", compression_level=_FAST).compress(content, asbytes=True)
    return packed


def _unpack(packed: bytes) -> bytes:
    content: bytes = _open(packed).read()
    return content


def _open(packed: bytes) -> "pa.CompressedInputStream":
    import pyarrow as pa

    return pa.CompressedInputStream(pa.BufferReader(packed), "zstd")


def _load_stored(path: Path) -> bytes | None:
    """What follows the digest; None if there is no such file. Raises DamagedFile."""
    try:
        digest, _, stored = path.read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if digest.decode("ascii", "replace") != hashlib.sha256(stored).hexdigest():
        raise DamagedFile(f"{path}: damaged (its SHA-256 is not the one it was stored with)")
    return stored
