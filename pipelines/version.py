"""Which code read a page: the release, and a digest of the extraction code and its model."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import extract

_CODE = (".py", ".npz", ".json")


@cache
def extractor_version() -> str:
    """`<release>+<8 hex digits>`; changes whenever anything in `extract` does, so that pages are read again."""
    return f"{release()}+{_digest(Path(extract.__file__).parent)}"


@cache
def code_version() -> str:
    """The same, and 8 digits more that change whenever code in `pipelines` does: two processes that have it in
    common make the same results."""
    return f"{extractor_version()}.{_digest(Path(__file__).parent)}"


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _CODE):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def release() -> str:
    """The installed release."""
    return metadata.version("colloquy")
