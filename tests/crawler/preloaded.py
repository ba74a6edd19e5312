"""What processes of the fork server do. Not a test: imported there once, before any of them starts."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from crawler.cli import main
from pipelines.rebuild import Rebuild


def type_command(
    words: Sequence[str], environment: Mapping[str, str], folder: Path, limit: tuple[int, int] | None,
    before: Callable[[], None] | None,
) -> None:  # fmt: skip
    """Be `colloquy` with these words and this environment: reads `stdin` of the folder, writes `stdout`, `stderr`.

    `limit` is a resource and how much of it there is; who reaches it is told, not killed. `before` is done first.
    """
    os.environ.clear()
    os.environ.update(environment)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        opened = os.open(folder / name, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - multiprocessing has put nothing there
    sys.argv = ["colloquy", *words]
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(limit[0], (limit[1], limit[1]))
    if before:
        before()
    main()


def fail_to_rebuild(error: Exception) -> None:
    """Have every rebuild of this process raise."""

    def run(self: Rebuild, sites: Sequence[str]) -> NoReturn:
        raise error

    Rebuild.run = run  # type: ignore[method-assign, assignment]


def lose_the_reader() -> None:
    """Let standard output be a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)
    os.close(writer)
