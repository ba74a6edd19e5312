"""Sketches of a site's pages on disk, `<home>/cache/<site>/sketches.jsonl.gz`: what need not be parsed again to learn
a template. May be deleted at any time."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extract.template_sample import Sketch

Sketches = dict[str, Sketch]
"""Sketches by the digest of the content that they were drawn from."""


class SketchStore:
    """Saved sketches of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, site: str) -> Path:
        """Where a site's sketches lie."""
        return self.folder / site / "sketches.jsonl.gz"

    def load(self, site: str, version: str) -> Sketches:
        """The sketches that this version of the code drew; none when they are missing or damaged (gzip has a
        checksum)."""
        try:
            with gzip.open(self.path(site), "rt", encoding="utf-8") as lines:
                return dict(_read(lines)) if next(lines, "").strip() == version else {}
        except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, zlib.error):
            return {}

    def store(self, site: str, version: str, sketches: Mapping[str, Sketch]) -> None:
        """Replace a site's sketches, a line each."""
        path = self.path(site)
        path.parent.mkdir(parents=True, exist_ok=True)
        following = path.with_name(path.name + ".tmp")
        with gzip.GzipFile(following, "wb", compresslevel=4, mtime=0) as file:
            file.write(f"{version}\n".encode())
            for sha256 in sorted(sketches):
                line = json.dumps([sha256, *_write(sketches[sha256])], separators=(",", ":"))
                file.write(line.encode() + b"\n")
        following.replace(path)


def _write(sketch: Sketch) -> list[Any]:
    numbers = {path: number for number, path in enumerate(dict.fromkeys(sketch.paths))}
    places = [numbers[path] for path in sketch.paths]
    return [sketch.digest, sketch.form, sketch.texts, list(numbers), places, sketch.words.hex(), sketch.linked.hex()]


def _read(lines: Iterator[str]) -> Iterator[tuple[str, Sketch]]:
    """Texts and paths that pages share become one value again."""
    shared: dict[Any, Any] = {}
    for line in lines:
        sha256, digest, form, texts, steps, places, words, linked = json.loads(line)
        paths = [shared.setdefault(path, path) for path in map(tuple, steps)]
        own = tuple(shared.setdefault(text, text) for text in texts)
        at = tuple(paths[place] for place in places)
        yield sha256, Sketch(digest, form, own, at, bytes.fromhex(words), bytes.fromhex(linked))
