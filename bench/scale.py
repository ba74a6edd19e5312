"""What a home of many pages costs: brought in, rebuilt by direct calls and by two workers, rebuilt when nothing and
when one page in a hundred changed.

    python -m bench.scale --pages 10000

The pages are made of the development corpora (`bench.scale_pages`): real markup, other words. CPU seconds are of all
processes of a command, memory is their largest sum; both say more than the clock on a machine with other work.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.scale_pages import Made, Model, load_models, make_pages, write_warcs
from tests.corpora.bodies import find_corpora

_LOOK_SECONDS = 0.2  # between two looks at the memory of a command's processes
_CHANGED = 0.01
_FIRST, _SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


class Cost(NamedTuple):
    """What one or several commands took."""

    cpu: float
    seconds: float
    megabytes: float

    def line(self, what: str, pages: int) -> str:
        each = f"{1000 * self.cpu / pages:.2f}"
        return f"| {what} | {pages:,} | {self.cpu:.1f} | {each} | {self.seconds:.1f} | {self.megabytes:.0f} |"


def run(home: Path, *words: str) -> Cost:
    """Run `colloquy` with these words on a home. Raises CalledProcessError when it fails."""
    begin, before = time.monotonic(), os.times()
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", "--home", str(home), *words], stdout=subprocess.PIPE
    ) as one:
        peak = 0.0
        while one.poll() is None:
            peak = max(peak, _measure_tree(one.pid))
            time.sleep(_LOOK_SECONDS)
    if one.returncode:
        raise subprocess.CalledProcessError(one.returncode, words)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(cpu, time.monotonic() - begin, peak / 1e6)


def _measure_tree(pid: int) -> float:
    """Bytes of memory of a process and its children, shared pages counted once."""
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return float(sum(_own_memory(one) for one in tree))
    except psutil.Error:
        return 0.0


def _own_memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def bring_in(home: Path, folder: Path, pages: Iterator[Made], moment: datetime) -> tuple[Cost, int]:
    """Write pages as WARC files, import them; the cost, and the bytes of the files."""
    files = write_warcs(folder, pages, moment)
    costs = [run(home, "import", site, str(path)) for site, path in sorted(files.items())]
    size = sum(path.stat().st_size for path in files.values())
    return Cost(sum(one.cpu for one in costs), sum(one.seconds for one in costs), max(c.megabytes for c in costs)), size


def measure(models: list[Model], pages: int, folder: Path) -> None:
    """Print the table."""
    home, twin, warcs = folder / "home", folder / "twin", folder / "warc"
    warcs.mkdir()
    taken, size = bring_in(home, warcs, make_pages(models, pages), _FIRST)
    bring_in(twin, warcs, make_pages(models, pages), _FIRST)
    stored = sum(path.stat().st_size for path in (home / "archive").rglob("*.warc.gz"))
    print("| step | pages | CPU s | CPU ms a page | s | peak MB |\n|---|---|---|---|---|---|")
    print(taken.line("import", pages))
    whole = run(home, "rebuild", "--engine", "local")
    print(whole.line("rebuild, direct calls", pages))
    spread = run(twin, "rebuild", "--engine", "dask", "--workers", "2")
    print(spread.line("rebuild, two workers", pages))
    print(run(home, "rebuild").line("rebuild, nothing changed", pages))
    bring_in(home, warcs, make_pages(models, pages, version=1, share=_CHANGED), _SECOND)
    little = run(home, "rebuild")
    print(little.line(f"rebuild, {_CHANGED:.0%} changed", pages))
    print(f"\ntwo workers: {whole.seconds / spread.seconds:.2f} times as fast as direct calls")
    print(f"{_CHANGED:.0%} changed: {little.cpu / whole.cpu:.1%} of the CPU time of all")
    print(f"archive: {stored / size:.2f} times the bytes of warcio's own files, {stored / pages:,.0f} bytes a page")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--pages", type=int, default=2_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        measure(load_models(find_corpora() / "institutes" / "html"), pages, Path(folder))


if __name__ == "__main__":
    main()
