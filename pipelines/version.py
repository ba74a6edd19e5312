"""Which code read a page: the release, and a digest of the code that makes results, and of its model."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import extract

_CODE = (".py", ".npz", ".json")
_HERE = Path(__file__).parent
_READERS = ("reading.py", "results.py", "usage_signals.py")
"""What of `pipelines` a page's result is made by, besides all of `extract`."""


@cache
def extractor_version() -> str:
    """`<release>+<8 hex digits>`; changes whenever the code does that results are made by, so that pages are read
    again. Other versions of libraries do not change it: `rebuild --force` after such an upgrade."""
    return f"{release()}+{_digest((*_find_code(Path(extract.__file__).parent), *(_HERE / name for name in _READERS)))}"


@cache
def code_version() -> str:
    """The same, and 8 digits more that change whenever code in `pipelines` does: two processes that have it in
    common make the same results."""
    return f"{extractor_version()}.{_digest(_find_code(_HERE))}"


def _find_code(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in _CODE)


def _digest(paths: Iterable[Path]) -> str:
    """Of the files' contents, and of their places beside one another."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(_HERE.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def release() -> str:
    """The installed release."""
    return metadata.version("colloquy")
