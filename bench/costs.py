"""Tools and pages in, what each tool kept, the CPU time and the memory that it took out; the machine in words.

Machines and their load differ, so tools are compared on the same page one after another, in an order that changes.
"""

import multiprocessing
import os
import platform
import random
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from bench.peers import TOOLS, Tool, read

SEED = 7
WARM = 8
"""Pages that each tool reads before the clock runs: models, patterns and caches are loaded then."""


class Run(NamedTuple):
    """What a tool kept of a page, whether it raised, and its CPU seconds."""

    text: str
    failed: bool
    seconds: float


class Task(NamedTuple):
    """A page as served, and the tools to read it by their names."""

    html: bytes
    url: str
    tools: Mapping[str, Tool]


def race(tasks: Sequence[Task]) -> dict[str, list[Run]]:
    """For each tool its runs over the tasks, in their order."""
    dice = random.Random(SEED)
    for task in dice.sample(tasks, min(WARM, len(tasks))):
        for tool in task.tools.values():
            read(tool, task.html, task.url)
    runs: dict[str, list[Run]] = {name: [] for name in tasks[0].tools}
    for number, task in enumerate(tasks):
        for name in dice.sample(list(task.tools), len(task.tools)):
            runs[name].append(_time(task.tools[name], task))
        if number % 200 == 0:
            print(f"{number} of {len(tasks)} pages", file=sys.stderr, flush=True)
    return runs


def _time(tool: Tool, task: Task) -> Run:
    start = time.process_time()
    reading = read(tool, task.html, task.url)
    return Run(reading.text, reading.failed, time.process_time() - start)


def total(runs: Iterable[Run]) -> float:
    """CPU seconds of several runs."""
    return sum(run.seconds for run in runs)


def measure_peaks(small: Task, large: Task) -> dict[str, float]:
    """For each tool the MiB that a page takes above what stands in memory after a small one."""
    peaks = {}
    for name in TOOLS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            peaks[name] = pool.apply(_measure_peak, (name, small.html, large.html, large.url))
    return peaks


def _measure_peak(name: str, small: bytes, large: bytes, url: str) -> float:
    read(TOOLS[name], small, url)
    start = _peak()
    read(TOOLS[name], large, url)
    return (_peak() - start) / 1024


def _peak() -> int:
    """KiB that this process held at most. Not `ru_maxrss`, which a child inherits from whoever started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


_PACKAGES = ("trafilatura", "resiliparse", "readability-lxml", "jusText", "selectolax", "lxml", "numpy")


def describe() -> str:
    """Day, machine and versions, for whoever reads the numbers."""
    cpus = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in cpus if line.startswith("model name")), "unknown CPU")
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"{date.today():%d %B %Y}; {os.cpu_count()} cores, {model}; {platform.system()}, CPython"
        f" {platform.python_version()}; {versions}; load of the machine at start {load:.1f}"
    )
