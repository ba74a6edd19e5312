"""Which hosts asked to be left alone, until when and why: kept on the disk, so that a crawl that is started again keeps
its distance as the one before it would have."""

import time
from pathlib import Path
from typing import Any

from crawler.note_file import load_notes, store_notes

_LONGEST = 24 * 3600.0  # seconds that a host is believed; who says a year has made a slip


class HostNotes:
    """One note a host. What cannot be read counts as no note: the host says it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes = load_notes(path, _read)

    def leave(self, host: str, seconds: float, reason: str) -> None:
        """Leave `host` alone for so many seconds from now."""
        until = time.time() + min(seconds, _LONGEST)
        if until > self._notes.get(host, (0.0, ""))[0]:
            self._notes[host] = (until, reason)
            self._store()

    def find(self, host: str) -> tuple[float, str]:
        """Seconds that are left (0.0 when the host may be asked), and why: "" for a pause that is short enough to wait
        for."""
        until, reason = self._notes.get(host, (0.0, ""))
        left = until - time.time()
        return (left, reason) if 0 < left <= _LONGEST else (0.0, "")

    def _store(self) -> None:
        self._notes = {host: note for host, note in self._notes.items() if note[0] > time.time()}
        store_notes(self._path, self._notes)


def _read(note: Any) -> tuple[float, str]:
    until, reason = note
    return float(until), str(reason)
