"""Sketches of a site's pages on disk, `<home>/cache/<site>/sketches.zst`: what need not be parsed again to learn a
template. May be deleted at any time."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extract.template_sample import Sketch
from pipelines.checked_file import DamagedFile, load_checked, store_checked

Sketches = dict[str, Sketch]
"""Sketches by the digest of the content that they were drawn from."""


class SketchStore:
    """Saved sketches of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, site: str) -> Path:
        """Where a site's sketches lie."""
        return self.folder / site / "sketches.zst"

    def load(self, site: str, version: str) -> Sketches:
        """The sketches that this version of the code drew; none when they are missing or damaged."""
        try:
            stated, *lines = (load_checked(self.path(site)) or "").split("\n")
            return dict(_read(lines)) if stated == version else {}
        except (DamagedFile, ValueError, KeyError, IndexError, TypeError):
            return {}

    def store(self, site: str, version: str, sketches: Mapping[str, Sketch]) -> None:
        """Replace a site's sketches, a line each."""
        lines = (json.dumps([one, *_write(sketches[one])], separators=(",", ":")) for one in sorted(sketches))
        store_checked(self.path(site), "\n".join((version, *lines)))


def _write(sketch: Sketch) -> list[Any]:
    numbers = {path: number for number, path in enumerate(dict.fromkeys(sketch.paths))}
    places = [numbers[path] for path in sketch.paths]
    return [sketch.digest, sketch.form, sketch.texts, list(numbers), places, sketch.words.hex(), sketch.linked.hex()]


def _read(lines: Iterable[str]) -> Iterator[tuple[str, Sketch]]:
    """Texts and paths that pages share become one value again."""
    shared: dict[Any, Any] = {}
    for line in lines:
        sha256, digest, form, texts, steps, places, words, linked = json.loads(line)
        paths = [shared.setdefault(path, path) for path in map(tuple, steps)]
        own = tuple(shared.setdefault(text, text) for text in texts)
        at = tuple(paths[place] for place in places)
        yield sha256, Sketch(digest, form, own, at, bytes.fromhex(words), bytes.fromhex(linked))
