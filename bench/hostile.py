"""Generated pages that double in size in, CPU time and how it grows out: `python -m bench.hostile`.

Each page is parsed and judged at its size, twice and four times that; a growth of 2 is linear. trafilatura reads an
eighth and a quarter of the size, because it may take minutes of more.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bench.bodies import Cells, tabulate
from bench.costs import describe
from bench.peers import OURS, TOOLS, YARDSTICK, read

LIMIT = 40
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


def measure(kind: str, tool: str, sizes: Sequence[float]) -> list[float | None]:
    """CPU seconds at each multiple of a page's first size; None for what took too long, or more than there is."""
    times: list[float | None] = []
    for size in sizes:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            try:
                times.append(pool.submit(_time, kind, tool, size).result())
            except BrokenProcessPool:
                return [*times, *[None] * (len(sizes) - len(times))]
    return times


def _time(kind: str, tool: str, size: float) -> float:
    make, first = PAGES[kind]
    html = f"<!doctype html><html><head><title>Page</title></head><body>{make(int(first * size))}".encode()
    read(TOOLS[tool], b"<html><body><h1>Warm</h1><p>Models are read before the clock runs.</p></body></html>", "")
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + LIMIT, int(start) + LIMIT + 1))
    read(TOOLS[tool], html, "https://site.example/")
    return time.process_time() - start


def show_growth(times: Sequence[float | None]) -> str:
    """How much longer the last size took than the one before, half as large."""
    before, last = times[-2:]
    return f"{last / max(0.001, before):.1f}" if before and last else "–"


def show_time(seconds: float | None) -> str:
    return f"> {LIMIT}" if seconds is None else f"{seconds:.2f}"


def show_page(kind: str) -> Cells:
    """A row of the table."""
    ours, theirs = measure(kind, OURS, (0.25, 1, 2, 4)), measure(kind, YARDSTICK, (0.125, 0.25))
    columns = ("n/4: s", "n: s", "2n: s", "4n: s")
    return {
        f"{PAGES[kind][1]:,} {kind}": {
            **dict(zip(columns, map(show_time, ours), strict=True)),
            "growth": show_growth(ours),
            f"{YARDSTICK}, n/4: s": show_time(theirs[-1]),
            "its growth": show_growth(theirs),
        }
    }


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{describe()}\n")
    print(tabulate("n", map(show_page, PAGES)))


if __name__ == "__main__":
    main()
