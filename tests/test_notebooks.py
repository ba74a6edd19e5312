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


def test_every_notebook_runs_and_shows_as_many_plots_as_are_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # the home that they share is made here
    assert len(NOTEBOOKS) == 4
    for path in NOTEBOOKS:
        kept = pictures(nbformat.read(path, as_version=4))
        assert kept > 0
        assert pictures(execute(path)) == kept
