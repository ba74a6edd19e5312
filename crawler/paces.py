"""How slowly each queue was asked at last: kept on the disk, so that a crawl that is started again does not find out at
the server's expense."""

import time
from pathlib import Path
from typing import Any

from crawler.note_file import load_notes, store_notes

_GOOD_FOR = 24 * 3600.0  # seconds; a server that was slow yesterday may be well today
_WORTH_KEEPING = 1.25  # times more or less than what is kept


class Paces:
    """Seconds between two requests, one number a queue. What cannot be read counts as not known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = load_notes(path, _read)

    def find(self, queue: str) -> float:
        """The last pace, or 0.0."""
        delay, noted = self._kept.get(queue, (0.0, 0.0))
        return delay if 0 <= time.time() - noted < _GOOD_FOR else 0.0

    def keep(self, queue: str, delay: float) -> None:
        """Remember a pace that differs."""
        known = self.find(queue)
        if delay < _WORTH_KEEPING * known and known < _WORTH_KEEPING * delay:
            return
        self._kept[queue] = (round(delay, 2), time.time())
        self._kept = {name: self._kept[name] for name in self._kept if self.find(name)}
        store_notes(self._path, self._kept)


def _read(note: Any) -> tuple[float, float]:
    delay, noted = note
    return float(delay), float(noted)
