"""The captures of one URL in, what they say together out: since when it is there, when it changed, if it is gone."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.archive_rows import Capture

_NOT_FOUND = {404, 410}
_GONE = {200, 301, 308, *_NOT_FOUND}  # withheld with these: no page any more; a temporary redirect says nothing


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One URL of a site: its newest good capture and its history."""

    capture: Capture
    first_seen: datetime
    last_seen: datetime
    last_changed: datetime
    gone: bool
    """The page is no more: not found twice, or moved for good, withdrawn by noindex, a PDF now."""


def summarise(history: list[Capture]) -> ArchivedPage | None:
    """History of one URL, oldest first, as one row; none when it never was a page."""
    good = [capture for capture in history if not capture.withheld]
    if not good:
        return None
    newest = changed = good[-1]
    for capture in reversed(good):
        if capture.sha256 != newest.sha256:
            break
        changed = capture
    return ArchivedPage(newest, good[0].fetched_at, newest.fetched_at, changed.fetched_at, _is_gone(history))


def _is_gone(history: list[Capture]) -> bool:
    """Whether the last answers say that there is no page any more; of "not found" two are needed, for a server in
    trouble says so too."""
    last, before = history[-1], history[-2] if len(history) > 1 else history[-1]
    if not last.withheld or last.status not in _GONE:
        return False
    return last.status not in _NOT_FOUND or bool(before.withheld and before.status in _GONE)
