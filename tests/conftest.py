"""Fixtures of all rooms."""

import os
import tempfile
from pathlib import Path

import pytest

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Commands that tests start would each compile all libraries anew: 3 s of CPU a command in place of half a second.
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"colloquy-bytecode-{os.getuid()}")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora, which are no part of the project: skips where it is not there."""
    folder = Path(os.environ.get("COLLOQUY_CORPORA") or Path(__file__).resolve().parents[2] / "shared" / "corpora")
    if "COLLOQUY_CORPORA" in os.environ and not folder.is_dir():
        pytest.fail(f"COLLOQUY_CORPORA names {folder}, which is no folder")
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}: set COLLOQUY_CORPORA to measure against them")
    return folder
