"""A page in, what trafilatura would keep of it out: a second opinion beside our judges' words, for who looks at a page.

It decides nothing. trafilatura takes 18 s for some hostile pages, so it is asked in a process of its own that is ended.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.judgement import Verdict
from extract.page import Page, recode
from extract.text import fold

SECONDS = 15.0
"""Time that it is given; of pages of institutes it takes 0.1 s, and as much again to start."""


def ask(content: bytes, content_type: str, page: Page) -> tuple[Verdict | None, ...]:
    """Its word on each block of an HTML page: "body" or "chrome"; None for all when it took too long, failed, or kept
    nothing, and for a text dump, which it does not read."""
    nothing = (None,) * len(page.blocks)
    if page.form == "text":
        return nothing
    command = [sys.executable, "-m", "pipelines.second_opinion"]
    try:
        done = subprocess.run(
            command, input=recode(content, content_type), capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return nothing
    kept = done.stdout.decode("utf-8", "replace")
    return tuple(_compare(page.blocks, kept)) if kept.strip() else nothing


def _compare(blocks: Sequence[Block], kept: str) -> Iterator[Verdict]:
    """A block is kept where its words stand in what is kept: as a line, or within one that joins several blocks."""
    lines = [fold(line) for line in kept.splitlines()]
    alone, whole = set(lines), "\n".join(lines)
    for block in blocks:
        text = fold(block.text)
        yield "body" if text in alone or (len(text) >= _LONG and text in whole) else "chrome"


_LONG = 25
"""Characters from which on a text within a longer line is no coincidence."""


def main() -> None:
    """Read a page in UTF-8 from standard input, write what trafilatura keeps of it."""
    from trafilatura import extract

    sys.stdout.write(extract(sys.stdin.buffer.read(), favor_recall=True, include_comments=False) or "")


if __name__ == "__main__":
    main()
