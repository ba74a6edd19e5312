"""The notebooks run from top to bottom, and what is committed is what they showed."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
sys.path.insert(0, str(FOLDER))

from execute import NOTEBOOKS, execute, open_kernel  # noqa: E402 - a folder of its own, as a user has it


def pictures(notebook: Any) -> int:
    """Plots among the outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output["output_type"] in ("error", "stream")]  # no warning either
    return sum("image/png" in output.get("data", {}) for output in outputs)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelManager]:
    """A kernel for all notebooks. Its temporary folder is where the first one makes the home that all share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("shared")))
        with open_kernel() as started:
            yield started


def test_there_are_four() -> None:
    assert len(NOTEBOOKS) == 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_as_many_plots_as_are_committed(path: Path, kernel: KernelManager) -> None:
    kept = pictures(nbformat.read(path, as_version=4))
    assert kept > 0
    assert pictures(execute(path, kernel)) == kept
