"""Contents of a site in, their sketches out: what its templates are learned from. Many are made side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from extract.template_sample import Sketch, digest_page, sketch_page
from pipelines.archive import Archive, Capture
from pipelines.engine import Work
from pipelines.reading import UNIT_PAGES, parse_capture
from pipelines.storage import StorageError

_LARGEST_SKETCHED = 2_000_000  # bytes; the mean page has 278 KB, a hostile one of 16 MiB took a minute to parse
_MANY = 4  # sheets: four seconds of work, what starting workers takes


@dataclass(frozen=True, slots=True)
class Sheet:
    """Captures to sketch, None where the archive has none, and the place of the sheet among all. It
    travels to a worker, so it holds plain values only."""

    archive: Path
    number: int
    captures: tuple[Capture | None, ...]


class Sketcher:
    """Sketches contents of a site that has so many `pages`."""

    def __init__(self, archive: Archive, work: Work, pages: int) -> None:
        self.archive, self.work, self.weight = archive, work, ceil(pages / UNIT_PAGES)

    def make(self, digests: Sequence[str]) -> Iterator[Sketch | None]:
        """The sketch of each content, in order; None where it shows nothing, cannot be read (reading it says so in its
        row), or is so large that it would teach nothing but patience."""
        folder, find = self.archive.folder.resolve(), self.archive.find_digest
        sheets = [
            Sheet(folder, number, tuple(map(find, digests[start : start + UNIT_PAGES])))
            for number, start in enumerate(range(0, len(digests), UNIT_PAGES))
        ]
        return _in_order(self.work(sheets, sketch_sheet, self._weigh(len(sheets)))) if sheets else iter(())

    def _weigh(self, sheets: int) -> int:
        """Many sheets are a part of the work on the whole site; a few are not worth starting workers for."""
        return self.weight if sheets >= _MANY else sheets


def sketch_sheet(sheet: Sheet) -> tuple[int, list[Sketch | None]]:
    """The number of a sheet and the sketches of its captures; in any process."""
    with Archive(sheet.archive) as archive:
        return sheet.number, [_sketch(archive, capture) for capture in sheet.captures]


def _in_order(made: Iterable[tuple[int, list[Sketch | None]]]) -> Iterator[Sketch | None]:
    waiting: dict[int, list[Sketch | None]] = {}
    following = 0
    for number, sketches in made:
        waiting[number] = sketches
        while following in waiting:
            yield from waiting.pop(following)
            following += 1


def _sketch(archive: Archive, capture: Capture | None) -> Sketch | None:
    if capture is None or capture.size > _LARGEST_SKETCHED:
        return None
    try:
        page = parse_capture(archive, capture)
    except StorageError:  # says nothing of the page
        raise
    except Exception:  # a page never stops its site: what it was is said when it is read
        return None
    return sketch_page(page, digest_page(page)) if page.blocks else None
