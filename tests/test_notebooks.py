"""The notebooks run from top to bottom, and what is committed is what they showed."""

import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
sys.path.insert(0, str(FOLDER))

from execute import NOTEBOOKS, execute  # noqa: E402 - a folder of its own, as a user has it


def pictures(notebook: Any) -> int:
    """Plots among the outputs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output["output_type"] in ("error", "stream")]  # no warning either
    return sum("image/png" in output.get("data", {}) for output in outputs)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the first notebook makes the home that all share."""
    return tmp_path_factory.mktemp("shared")


def test_there_are_four() -> None:
    assert len(NOTEBOOKS) == 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_as_many_plots_as_are_committed(
    path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(shared))
    kept = pictures(nbformat.read(path, as_version=4))
    assert kept > 0
    assert pictures(execute(path)) == kept
