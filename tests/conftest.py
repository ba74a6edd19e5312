"""Fixtures of all rooms."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings
from watched import Look, Watched, watch

settings.register_profile("colloquy", deadline=None)  # a test says what is right; how fast it is, `bench/` says
settings.load_profile("colloquy")

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Commands that tests start would each compile all libraries anew: 3 s of CPU a command in place of half a second.
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"colloquy-bytecode-{os.getuid()}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how the order of this run is had again: pytest-randomly says it in a header that `-q` leaves out."""
    seed = config.getoption("randomly_seed", None)
    if isinstance(seed, int):
        terminalreporter.write_line(f"Run in an order of its own; again with --randomly-seed={seed}.")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora, which are no part of the project: skips where it is not there."""
    folder = Path(os.environ.get("COLLOQUY_CORPORA") or Path(__file__).resolve().parents[2] / "shared" / "corpora")
    if "COLLOQUY_CORPORA" in os.environ and not folder.is_dir():
        pytest.fail(f"COLLOQUY_CORPORA names {folder}, which is no folder")
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}: set COLLOQUY_CORPORA to measure against them")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium. Skips where there is none, unless COLLOQUY_PICTURES demands it.

    Started for each module: Playwright keeps an event loop running, in which no other test can have one of its own.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        _lack("no Chromium on the PATH (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _lack("playwright is not installed (it is in the dev extra)")
    with sync_playwright() as playwright:
        options = ["--disable-gpu", "--in-process-gpu"]  # one process less to draw what nobody sees
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
        started = playwright.chromium.launch(executable_path=program, args=[*options, *sandbox])
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which `make axe` fetches into the environment. Skips like `browser`."""
    path = Path(sys.prefix) / "share" / "axe.min.js"
    if not path.is_file():
        _lack(f"no axe-core at {path}: `make axe` fetches it with npm")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def look(browser: Any, axe: str) -> Look:
    """Open a file or an address in the browser and watch it: `with look(path, color_scheme="dark") as watched`."""

    def opened(place: Path | str, **options: Any) -> AbstractContextManager[Watched]:
        return watch(browser, place.resolve().as_uri() if isinstance(place, Path) else place, axe, **options)

    return opened


def _lack(what: str) -> NoReturn:
    if os.environ.get("COLLOQUY_PICTURES"):
        pytest.fail(f"{what}, and COLLOQUY_PICTURES is set")
    pytest.skip(f"{what}: pictures are not tested")
