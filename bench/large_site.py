"""A large site on loopback, twice: what a whole run costs, and whether its memory grows with the pages.

    python -m bench.large_site --pages 100000
    python -m bench.large_site --pages 5000 --model nordic-rse
    python -m bench.large_site --pages 100000 --whole

Pages have 1 KB, which makes the 304 of the second run look dear; with `--model` they are those of a development site,
written with other words (`bench.scale_pages`).

Crawl and rebuild are run apart, so that each can be seen alone; `--whole` runs `crawl` as it is scheduled, which
rebuilds and commits. Bars: it finishes; at most 600 MiB at the peak, and no more in the
second half of the crawl than in the first (a tenth of noise); 100 pages fetched and archived a second and core; the
second run, all of it 304, in a quarter of the first one's time (CPU time: other work on the machine counts less). With
fewer than 5,000 pages the start of Python is most of the time, and only the peak and exit codes are judged: the short
form of `.ci/run`. Exit code 1 when a bar is missed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MOST_MEGABYTES, _LEAST_RATE, _MOST_SHARE, _NOISE = 600, 100.0, 0.25, 1.1
_ENOUGH = 5_000  # pages; with fewer, times are those of starting Python
_EVERY = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: its time, the CPU it used, its memory as time went by."""

    what: str
    pages: int
    code: int
    seconds: float
    cpu: float
    peak: float
    memory: tuple[float, ...]
    """Megabytes, at even times."""

    @property
    def is_flat(self) -> bool:
        """Whether the second half of the run needed no more than the first."""
        half = len(self.memory) // 2
        return not half or max(self.memory[half:]) <= _NOISE * max(self.memory[:half])

    def line(self) -> str:
        halves = self.memory[: len(self.memory) // 2], self.memory[len(self.memory) // 2 :]
        said = " and ".join(f"{max(half, default=0):.0f}" for half in halves)
        return (
            f"{self.what:<22} {self.pages:>7} pages {self.seconds:>8.1f} s {self.cpu:>8.1f} s CPU "
            f"{self.pages / self.cpu:>7.1f} pages a CPU second {self.peak:>5.0f} MiB peak ({said} by halves)"
        )


@contextmanager
def serve(pages: int, model: str) -> Iterator[str]:
    """The synthetic site of `bench.crawl_rate` in a process of its own; gives its address."""
    command = [sys.executable, "-m", "bench.crawl_rate", "--serve", "--pages", str(pages), "--model", model]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/"
    finally:
        server.kill()


def make_home(folder: Path, url: str, pages: int) -> Path:
    """A home with a profile of the site."""
    profile = folder / "home/sites/large.toml"
    profile.parent.mkdir(parents=True)
    profile.write_text(f'name = "large"\nurl = "{url}"\nmax_pages = {pages + 10}\nmax_minutes = 100000\n')
    return profile.parents[1]


def run(what: str, pages: int, home: Path, *more: str) -> Run:
    """Run a verb of the command on the site to its end."""
    command = [sys.executable, "-m", "crawler", "--home", str(home), *more]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory: list[float] = []
    while not (done := os.wait4(process.pid, os.WNOHANG))[0]:
        memory.append(_read_memory(process.pid))
        time.sleep(_EVERY)
    process.returncode = code = os.waitstatus_to_exitcode(done[1])
    usage = done[2]
    seconds, cpu = time.monotonic() - began, usage.ru_utime + usage.ru_stime
    return Run(what, pages, code, seconds, cpu, usage.ru_maxrss / 1024, tuple(memory))


def _read_memory(process: int) -> float:
    """Resident megabytes now; 0 of a process that has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def measure(pages: int, folder: Path, model: str = "") -> list[Run]:
    """The first and the second run, each as its crawl and its rebuild."""
    with serve(pages, model) as url:
        home = make_home(folder, url, pages)
        crawl = ("crawl", "large", "--allow-loopback", "--no-rebuild")
        return [
            run("first crawl", pages, home, *crawl),
            run("first rebuild", pages, home, "rebuild", "large"),
            run("second crawl (304)", pages, home, *crawl),
            run("second rebuild", pages, home, "rebuild", "large"),
        ]


def measure_whole(pages: int, folder: Path, model: str = "") -> list[Run]:
    """The first and the second run of `crawl` as somebody schedules it."""
    with serve(pages, model) as url:
        home = make_home(folder, url, pages)
        return [
            run(what, pages, home, "crawl", "large", "--allow-loopback")
            for what in ("first crawl", "second crawl (304)")
        ]


def find_share(runs: list[Run]) -> float:
    """CPU time of the second half of the runs, in that of the first."""
    half = len(runs) // 2
    return sum(one.cpu for one in runs[half:]) / sum(one.cpu for one in runs[:half])


def find_misses(runs: list[Run]) -> Iterator[str]:
    """The bars that are missed, in words."""
    first = runs[0]
    crawls = [one for one in runs if "crawl" in one.what]
    yield from (f"{one.what}: exit code {one.code}" for one in runs if one.code)
    yield from (f"{one.what}: {one.peak:.0f} MiB" for one in runs if one.peak > _MOST_MEGABYTES)
    if first.pages < _ENOUGH:
        return
    if len(runs) > len(crawls):  # apart
        yield from (f"{one.what}: memory grows" for one in crawls if not one.is_flat)
    if first.pages / first.cpu < _LEAST_RATE:
        yield f"{first.pages / first.cpu:.0f} pages a CPU second"
    share = find_share(runs)
    if share > _MOST_SHARE:
        yield f"the second run takes {share:.0%} of the first"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--model", default="", help="a development site that pages are made of")
    parser.add_argument("--whole", action="store_true", help="`crawl` with its rebuild, as one command")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = (measure_whole if said.whole else measure)(said.pages, Path(folder), said.model)
    for one in runs:
        print(one.line())
    print(f"the second run takes {find_share(runs):.0%} of the first one's CPU time")
    misses = list(find_misses(runs))
    print("\n".join(f"MISSED {miss}" for miss in misses) or "every bar is met")
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
