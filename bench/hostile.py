"""Generated pages that double in size in, CPU time and how it grows out: `python -m bench.hostile`.

Each page is parsed and judged at its size, twice and four times that; a growth of 2 is linear. trafilatura reads an
eighth and a quarter of the size, because it may take minutes of more. The patterns of `extract`
are tried one by one in `tests/extract/test_patterns.py`.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bench.bodies import Cells, tabulate
from bench.costs import describe
from bench.peers import OURS, TOOLS, YARDSTICK, read

LIMIT = 60
"""CPU seconds after which a tool is stopped."""


def paragraphs(count: int) -> str:
    return "".join(f"<p>Paragraph {number} says a little." for number in range(count))


def attributes(count: int) -> str:
    written = " ".join(f'data-a{number}="{number}"' for number in range(count))
    return f"<div {written}>text</div>"


def nested(tag: str) -> Callable[[int], str]:
    return lambda count: f"<{tag}>" * count + "text" + f"</{tag}>" * count


def unclosed(count: int) -> str:
    return "".join(f"<p><b><i><font color={number}>text" for number in range(count))


def tables(count: int) -> str:
    return "<table><tr><td>cell" * count


def one_line(count: int) -> str:
    return "<p>" + "words " * (count // 6)


def links(count: int) -> str:
    return "".join(f'<li><a href="/page/{number}">Link {number}</a>' for number in range(count))


def script(count: int) -> str:
    return f"<script>{'if (a < b && c > d) { f(); } ' * (count // 29)}</script><p>text"


def comment(count: int) -> str:
    return f"<!-- {'- <p> > ' * (count // 8)}--><p>text"


def entities(count: int) -> str:
    return "<p>" + "&amp;&nbsp;&eacute;&#8217; " * count


PAGES: Mapping[str, tuple[Callable[[int], str], int]] = {
    "paragraphs": (paragraphs, 50_000),
    "attributes of one tag": (attributes, 30_000),
    "nested divs": (nested("div"), 100_000),
    "nested spans": (nested("span"), 100_000),
    "unclosed formatting tags": (unclosed, 10_000),
    "tables in one another": (tables, 20_000),
    "bytes of one line": (one_line, 12_500_000),
    "links": (links, 50_000),
    "bytes of a script": (script, 5_000_000),
    "bytes of a comment": (comment, 5_000_000),
    "entities": (entities, 100_000),
}
"""Pages and their first size. The sizes of real attacks, but for the line: 50 MB is its last."""


class Runner:
    """Runs one page after another in a process of its own, and in another one when that took too long."""

    def __init__(self, tool: str) -> None:
        self.tool = tool
        self.pool: ProcessPoolExecutor | None = None

    def measure(self, kind: str, sizes: Sequence[float]) -> list[float | None]:
        """CPU seconds at each multiple of a page's first size; None from the one on that took too long."""
        times: list[float | None] = []
        for size in sizes:
            self.pool = self.pool or ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
            try:
                times.append(self.pool.submit(_time, kind, self.tool, size).result())
            except BrokenProcessPool:
                self.pool = None
                break
        return [*times, *[None] * (len(sizes) - len(times))]


def _time(kind: str, tool: str, size: float) -> float:
    make, first = PAGES[kind]
    html = f"<!doctype html><html><head><title>Page</title></head><body>{make(int(first * size))}".encode()
    read(TOOLS[tool], b"<html><body><h1>Warm</h1><p>Models are read before the clock runs.</p></body></html>", "")
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + LIMIT, resource.RLIM_INFINITY))
    read(TOOLS[tool], html, "https://site.example/")
    return time.process_time() - start


def show_growth(times: Sequence[float | None]) -> str:
    """How much longer the last size took than the one before, half as large."""
    before, last = times[-2:]
    return f"{last / max(0.001, before):.1f}" if before and last else "–"


def show_time(seconds: float | None) -> str:
    return f"> {LIMIT}" if seconds is None else f"{seconds:.2f}"


def show_page(kind: str, ours: Runner, theirs: Runner) -> Cells:
    """A row of the table."""
    mine, yardstick = ours.measure(kind, (0.25, 1, 2, 4)), theirs.measure(kind, (0.125, 0.25))
    columns = ("n/4: s", "n: s", "2n: s", "4n: s")
    return {
        f"{PAGES[kind][1]:,} {kind}": {
            **dict(zip(columns, map(show_time, mine), strict=True)),
            "growth": show_growth(mine),
            f"{YARDSTICK}, n/4: s": show_time(yardstick[-1]),
            "its growth": show_growth(yardstick),
        }
    }


def main() -> None:
    """Print the table."""
    print(f"{describe()}\n", flush=True)
    ours, theirs = Runner(OURS), Runner(YARDSTICK)
    print(tabulate("n", [show_page(kind, ours, theirs) for kind in PAGES]))


if __name__ == "__main__":
    main()
