"""Small state files that notice their own damage: the first line is the SHA-256 of the rest."""

import hashlib
from pathlib import Path


class DamagedFile(ValueError):
    """The file's content is not what was stored."""


def store_checked(path: Path, content: str) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    following = path.with_name(path.name + ".tmp")
    following.write_text(f"{_digest(content)}\n{content}", "utf-8")
    following.replace(path)


def load_checked(path: Path) -> str | None:
    """Its content, None if there is no such file. Raises DamagedFile."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if digest.decode("ascii", "replace") != hashlib.sha256(content).hexdigest():
        raise DamagedFile(f"{path}: damaged (its SHA-256 is not the one it was stored with)")
    return content.decode("utf-8")


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
