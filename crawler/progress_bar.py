"""Progress as bars on a terminal's stderr; what takes less than a second shows none."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.progress import listen

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0  # seconds before a bar appears: what is done by then needs none
_PAUSE = 0.1  # seconds between two pictures


@contextmanager
def show_progress() -> Iterator[None]:
    """Show how far the work of this context is, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    bar = Bar()
    with listen(bar):
        try:
            yield
        finally:
            bar.clear()


class Bar:
    """A listener that draws one line, and takes it away when the work is over: results are not to stand beside it."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._what, self._began, self._drawn = "", 0.0, 0.0

    def moved(self, what: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if what != self._what:
            self.clear()
            self._what, self._began = what, now
        if now - self._began < _PATIENCE or now - self._drawn < _PAUSE:
            return
        self._drawn = now
        if self._progress is None:
            self._progress = _make()
            self._progress.add_task(what, total=total, completed=done)
            self._progress.start()
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=done, total=total, refresh=True)

    def ended(self, what: str) -> None:
        if what == self._what:
            self.clear()

    def clear(self) -> None:
        """Take the bar away and show the cursor again."""
        if self._progress:
            self._progress.stop()
        self._progress, self._what = None, ""


def _make() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False)
