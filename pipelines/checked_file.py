"""Small state files that notice their own damage: the first line is the SHA-256 of the rest.

The rest of a file whose name ends in `.z` is packed (zlib, RFC 1950).
"""

import hashlib
import zlib
from pathlib import Path

from pipelines.whole_file import store_whole

_PIECE = 100_000  # bytes that are unpacked at a time when only the first line is wanted
_FAST = 1  # zlib's level: a tenth larger than its best, in a quarter of the time


class DamagedFile(ValueError):
    """The file's content is not what was stored."""


def store_checked(path: Path, content: str, writer: str = "") -> None:
    """Write the file whole or not at all. `writer` keeps those apart who may write the same file at the same time."""
    stored = content.encode()
    if path.suffix == ".z":
        stored = zlib.compress(stored, _FAST)
    store_whole(path, hashlib.sha256(stored).hexdigest().encode() + b"\n" + stored, writer=writer)


def load_checked(path: Path) -> str | None:
    """Its content, None if there is no such file. Raises DamagedFile."""
    stored = _load_stored(path)
    if stored is None:
        return None
    return (zlib.decompress(stored) if path.suffix == ".z" else stored).decode("utf-8")


def load_lines(path: Path) -> list[bytes] | None:
    """The lines of a packed file, None if there is no such file: as bytes, since who reads JSON need not decode it.
    Raises DamagedFile."""
    stored = _load_stored(path)
    return None if stored is None else zlib.decompress(stored).split(b"\n")


def load_first_line(path: Path) -> str:
    """The first line of a packed file, without unpacking more; "" if there is no such file. Raises DamagedFile."""
    packed, rest, line = zlib.decompressobj(), _load_stored(path) or b"", b""
    while rest and b"\n" not in line:
        line += packed.decompress(rest, _PIECE)
        rest = packed.unconsumed_tail
    return line.partition(b"\n")[0].decode("utf-8")


def unpack(content: bytes) -> bytes:
    """What the bytes of a packed file say. Raises zlib.error."""
    return zlib.decompress(content.partition(b"\n")[2])


def _load_stored(path: Path) -> bytes | None:
    """What follows the digest; None if there is no such file. Raises DamagedFile."""
    try:
        digest, _, stored = path.read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if digest.decode("ascii", "replace") != hashlib.sha256(stored).hexdigest():
        raise DamagedFile(f"{path}: damaged (its SHA-256 is not the one it was stored with)")
    return stored
