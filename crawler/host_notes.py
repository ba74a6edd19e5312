"""Which hosts asked to be left alone, until when and why: kept on the disk, so that a crawl that is started again keeps
its distance as the one before it would have."""

import json
import time
from pathlib import Path

from pipelines.checked_file import DamagedFile, load_checked, store_checked

_LONGEST = 24 * 3600.0  # seconds that a host is believed; who says a year has made a slip


class HostNotes:
    """One note a host. What cannot be read counts as no note: the host says it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes = _load(path)

    def leave(self, host: str, seconds: float, reason: str) -> None:
        """Leave `host` alone for so many seconds from now. A disk that cannot keep it is the archive's affair."""
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
        try:
            store_checked(self._path, json.dumps(self._notes, indent=1))
        except OSError:
            return


def _load(path: Path) -> dict[str, tuple[float, str]]:
    try:
        stored = json.loads(load_checked(path) or "{}")
        return {host: (float(until), str(reason)) for host, (until, reason) in stored.items()}
    except (DamagedFile, OSError, ValueError):
        return {}
