"""A limit of time for work on what strangers wrote, so that nothing they write stops the rest."""

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


class TookTooLong(Exception):
    """The work was given up."""


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Give up what takes longer. In a main thread by raising TookTooLong; elsewhere (a worker of an engine, which
    takes it for lost work) by ending the process, as nothing else ends a thread that runs in a library."""
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(seconds)
        try:
            yield
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)
        return
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong
