"""Run the notebooks of this folder and write their outputs into them: `make notebooks`."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
_SECONDS = 120  # a cell may take at most; the first makes the home


def execute(path: Path) -> NotebookNode:
    """The notebook with fresh outputs, run in its folder. Raises CellExecutionError when a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(FOLDER)}}
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}  # the code of this checkout, wherever we are
    NotebookClient(notebook, timeout=_SECONDS, record_timing=False, resources=where).execute(env=environment)
    notebook.metadata["language_info"] = {"name": "python"}  # not the version of whoever ran it last
    return notebook


if __name__ == "__main__":
    for one in NOTEBOOKS:
        nbformat.write(execute(one), one)
        sys.stdout.write(f"{one.name}\n")
