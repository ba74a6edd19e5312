"""What a home of many pages costs: brought in, rebuilt by direct calls and by two workers, rebuilt when nothing and
when one page in a hundred changed.

    python -m bench.scale --pages 1000 10000 --plot docs/scale.svg

The pages are made of the development corpora (`bench.scale_pages`): real markup, other words. CPU seconds are of all
processes of a command, memory is their largest sum (and the driver's own); both say more than the clock on a machine
with other work. `--direct-to 10000` leaves the slowest step out for more pages than so many: two workers do it sooner.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.scale_pages import Made, Model, load_models, make_pages, write_warcs
from tests.corpora.bodies import find_corpora

_LOOK_SECONDS = 0.2  # between two looks at the memory of a command's processes
_CHANGED = 0.01
_FIRST, _SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
_HEAD = "| step | pages | CPU s | CPU ms a page | s | peak MB | driver MB |\n|---|---|---|---|---|---|---|"
_IMPORT, _DIRECT, _WORKERS, _NOTHING = "import", "rebuild, direct calls", "rebuild, two workers", "nothing changed"
_LITTLE = f"{_CHANGED:.0%} changed"


class Cost(NamedTuple):
    """What one or several commands took; memory in megabytes, of all processes and of the one that was started."""

    cpu: float
    seconds: float
    megabytes: float
    driver: float

    def line(self, what: str, pages: int) -> str:
        each = f"{1000 * self.cpu / pages:.2f}"
        memory = f"{self.megabytes:.0f} | {self.driver:.0f}"
        return f"| {what} | {pages:,} | {self.cpu:.1f} | {each} | {self.seconds:.1f} | {memory} |"


class Size(NamedTuple):
    """All that was measured with so many pages: costs by step, and bytes on the disk."""

    pages: int
    costs: dict[str, Cost]
    archive: int
    warcio: int
    home: int

    def lines(self) -> Iterator[str]:
        yield from (cost.line(step, self.pages) for step, cost in self.costs.items())

    def words(self) -> Iterator[str]:
        """What the costs come to, against each other."""
        direct, spread, little = (self.costs.get(step) for step in (_DIRECT, _WORKERS, _LITTLE))
        if direct and spread:
            yield f"two workers: {direct.seconds / spread.seconds:.2f} times as fast as direct calls"
        if spread and little:
            yield f"{_LITTLE}: {little.cpu / spread.cpu:.1%} of the CPU time of all"
        yield (
            f"archive: {self.archive / self.warcio:.2f} times the bytes of warcio's own files, "
            f"{self.archive / self.pages:,.0f} bytes a page; home without it: {self.home / self.pages:,.0f}"
        )


def run(home: Path, *words: str) -> Cost:
    """Run `colloquy` with these words on a home. Raises CalledProcessError when it fails."""
    begin, before = time.monotonic(), os.times()
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", "--home", str(home), *words], stdout=subprocess.PIPE
    ) as one:
        peak = driver = 0.0
        while one.poll() is None:
            tree = _measure_tree(one.pid)
            peak, driver = max(peak, sum(tree)), max(driver, *tree[:1], 0.0)
            time.sleep(_LOOK_SECONDS)
    if one.returncode:
        raise subprocess.CalledProcessError(one.returncode, words)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(cpu, time.monotonic() - begin, peak / 1e6, driver / 1e6)


def _measure_tree(pid: int) -> list[float]:
    """Bytes of memory of a process and then of its children, pages that they share counted once."""
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return [_own_memory(one) for one in tree]
    except psutil.Error:
        return []


def _own_memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0


def bring_in(home: Path, folder: Path, pages: Iterator[Made], moment: datetime) -> tuple[Cost, int]:
    """Write pages as WARC files, import them; the cost, and the bytes of the files."""
    files = write_warcs(folder, pages, moment)
    costs = [run(home, "import", site, str(path)) for site, path in sorted(files.items())]
    sums = (sum(one.cpu for one in costs), sum(one.seconds for one in costs))
    cost = Cost(*sums, max(one.megabytes for one in costs), max(one.driver for one in costs))
    return cost, sum(path.stat().st_size for path in files.values())


def measure(models: Sequence[Model], pages: int, folder: Path, *, direct: bool) -> Size:
    """Every step with so many pages."""
    home, twin, warcs = folder / "home", folder / "twin", folder / "warc"
    warcs.mkdir(parents=True)
    costs: dict[str, Cost] = {}
    costs[_IMPORT], warcio = bring_in(home, warcs, make_pages(models, pages), _FIRST)
    archive = _weigh(home / "archive", "*.warc.gz")
    if direct:
        shutil.copytree(home, twin)
        costs[_DIRECT] = run(twin, "rebuild", "--engine", "local")
        shutil.rmtree(twin)
    costs[_WORKERS] = run(home, "rebuild", "--engine", "dask", "--workers", "2")
    costs[_NOTHING] = run(home, "rebuild")
    weight = _weigh(home, "*") - archive
    bring_in(home, warcs, make_pages(models, pages, version=1, share=_CHANGED), _SECOND)
    costs[_LITTLE] = run(home, "rebuild")
    return Size(pages, costs, archive, warcio, weight)


def _weigh(folder: Path, pattern: str) -> int:
    """Bytes of the files below a folder, each once however many names it has."""
    files = {
        (one.st_dev, one.st_ino): one.st_size
        for path in folder.rglob(pattern)
        if (one := path.stat()) and path.is_file()
    }
    return sum(files.values())


def plot(sizes: Sequence[Size], path: Path) -> None:
    """CPU time a page and memory by the number of pages."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "colloquy"  # the same figure gives the same file
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for step in dict.fromkeys(step for size in sizes for step in size.costs):
        had = [(size.pages, size.costs[step]) for size in sizes if step in size.costs]
        at = [pages for pages, _ in had]
        left.plot(at, [1000 * cost.cpu / pages for pages, cost in had], marker="o", label=step)
        right.plot(at, [cost.megabytes for _, cost in had], marker="o", label=step)
    for axes, title in ((left, "CPU ms a page"), (right, "Peak memory of all processes, MB")):
        axes.set(xscale="log", title=title, xlabel="pages")
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    right.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[2_000])
    parser.add_argument("--direct-to", type=int, help="pages up to which there is a rebuild by direct calls")
    parser.add_argument("--plot", type=Path, help="SVG file to draw")
    said = parser.parse_args()
    models, sizes = load_models(find_corpora() / "institutes" / "html"), []
    print(_HEAD)
    for pages in said.pages:
        with tempfile.TemporaryDirectory() as folder:
            sizes.append(measure(models, pages, Path(folder), direct=said.direct_to is None or pages <= said.direct_to))
        print("\n".join(sizes[-1].lines()), flush=True)
    for size in sizes:
        print("\n".join(("", f"{size.pages:,} pages", *size.words())))
    if said.plot:
        plot(sizes, said.plot)


if __name__ == "__main__":
    main()
