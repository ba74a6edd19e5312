"""A unit of captures read in a process of its own: what one page costs is bounded, and costs that page alone.

A page that takes too long or too much memory ends the process. It is named in a problem, and another process reads the
rest. A fork takes 20 ms a unit; starting Python anew would take a second.
"""

import gc
import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from extract.records import Problem
from pipelines.errors import ColloquyError
from pipelines.memory import expect_many_values
from pipelines.progress import count_off
from pipelines.reading import Unit, failed_result, read_unit
from pipelines.result_store import Line, line_of
from pipelines.results import PageResult

_SIZE = 8  # bytes that say how long a result is
_FIRST_TO_GO = "1000"
"""Where memory runs out, the system ends the process that reads one page, not the one that holds all others."""
_OUT = 3  # the only file that a child holds beside the standard ones


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one page may take: seconds of CPU, bytes beyond what the process has, seconds by the clock."""

    cpu_seconds: int = 60
    memory: int = 2 << 30
    seconds: float = 900.0


Read = Callable[[Unit], Iterator[PageResult]]


def read_confined(unit: Unit, bounds: Bounds = Bounds(), read: Read = read_unit) -> list[Line]:
    """Results of all captures of a unit, in order, as they are saved."""
    lines: list[Line] = []
    while len(lines) < len(unit.captures):
        rest = replace(unit, captures=unit.captures[len(lines) :])
        done, end = _read_in_child(rest, bounds, read)
        lines += done
        if len(done) < len(rest.captures):
            text = (
                f"reading this page {end}; it is left out. To try it again: colloquy rebuild {unit.site.name} --force"
            )
            failed = failed_result(rest.captures[len(done)], unit.key, Problem("extract", "error", text))
            lines.append(line_of(failed))
    return lines


def _read_in_child(unit: Unit, bounds: Bounds, read: Read) -> tuple[list[Line], str]:
    """What one process read before it ended, and how it did."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _work(unit, bounds, read, theirs)
    os.close(theirs)
    done: list[Line] = []
    try:
        done.extend(count_off(_receive(ours, bounds.seconds)))
    except TimeoutError:
        os.kill(child, signal.SIGKILL)
        return done, f"took more than {bounds.seconds:g} seconds"
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(ours)
        _, status = os.waitpid(child, 0)
    return done, _describe(status, bounds)


def _receive(pipe: int, seconds: float) -> Iterator[Line]:
    """Results as they come, until the child ends. Raises TimeoutError when it is silent for too long, and what the
    child raised that is no fault of a page: then all reading ends."""
    buffer = bytearray()
    while True:
        if not select.select([pipe], [], [], seconds)[0]:
            raise TimeoutError
        part = os.read(pipe, 1 << 20)
        if not part:
            return
        buffer += part
        while len(buffer) >= _SIZE and len(buffer) >= (end := _SIZE + int.from_bytes(buffer[:_SIZE], "big")):
            said = pickle.loads(buffer[_SIZE:end])
            if isinstance(said, ColloquyError):
                raise said
            yield said
            del buffer[:end]


def _describe(status: int, bounds: Bounds) -> str:
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        return f"took more than {bounds.cpu_seconds} seconds of CPU time"
    return f"ended its process ({signal.Signals(number).name if number else 'without a word'})"


def _work(unit: Unit, bounds: Bounds, read: Read, out: int) -> None:
    """The child's whole life. It holds no file of its parent's (neither the home's lock nor the index), and never
    collects its parent's garbage, which would close files under numbers that are its own now."""
    try:
        gc.freeze()
        expect_many_values()
        os.dup2(out, _OUT)
        os.closerange(_OUT + 1, os.sysconf("SC_OPEN_MAX"))
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
        _bound(resource.RLIMIT_AS, _read_size() + bounds.memory)
        _bound_cpu(bounds)
        for result in read(unit):
            _say(line_of(result))
            _bound_cpu(bounds)
        os._exit(0)
    except ColloquyError as error:
        _say(error)
        os._exit(1)
    except BaseException:  # whatever it is, the parent sees at which page
        os._exit(1)


def _say(what: Line | ColloquyError) -> None:
    content = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    _write(len(content).to_bytes(_SIZE, "big") + content)


def _bound_cpu(bounds: Bounds) -> None:
    """The system counts whole seconds of the process; what it has used already is given on top."""
    _bound(resource.RLIMIT_CPU, int(time.process_time()) + 1 + bounds.cpu_seconds)


def _bound(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _read_size() -> int:
    """Bytes of address space that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _write(content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(_OUT, rest) :]
