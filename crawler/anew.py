"""The same command in a fresh process: what fetching took of memory is given back before the rebuild takes its own.

Python and SQLite keep most of what they were given, 130 MiB after a crawl of 100,000 pages. `exec` replaces the program
under the same process number, so that who started the command, and who waits for its end, notice nothing; the home's
lock is handed on with its file, so that nobody can take the home in between.
"""

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.crawl import CrawlReport

_HANDED = "COLLOQUY_HANDED_ON"  # files that the fresh process inherits: "REPORT LOCK", as numbers
_LARGE = 5_000  # pages; with fewer, less memory is at stake than the second that a fresh start takes


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What the fresh process is given."""

    report: "CrawlReport"
    lock: int
    """Number of the open lock file of the home."""


def is_large(report: "CrawlReport") -> bool:
    """Whether a crawl left so much behind that its rebuild should begin anew."""
    return not report.interrupted and sum(site.asked for site in report.sites) >= _LARGE


def begin_anew(report: "CrawlReport", lock: int) -> None:
    """Start the command of this process again, as it was typed; it finds both by `pick_up`. Where it was not typed (a
    script calls it), or the system refuses that (no room for the report, no memory), this returns: one can go on as one
    is."""
    if "crawl" not in sys.orig_argv:
        return
    with suppress(OSError), tempfile.TemporaryFile() as file:
        pickle.dump(report, file)
        file.seek(0)
        for number in (file.fileno(), lock):
            os.set_inheritable(number, True)
        sys.stdout.flush()
        sys.stderr.flush()
        handed = {_HANDED: f"{file.fileno()} {lock}"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | handed)
    os.set_inheritable(lock, False)


def pick_up() -> HandedOn | None:
    """What the process was before has handed on; None where there was none."""
    handed = os.environ.pop(_HANDED, None)
    if handed is None:
        return None
    report, lock = map(int, handed.split())
    os.set_inheritable(lock, False)
    with os.fdopen(report, "rb") as file:
        return HandedOn(pickle.load(file), lock)
