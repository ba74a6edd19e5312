"""Run the notebooks of this folder and write their outputs into them: `make notebooks`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

FOLDER = Path(__file__).parent
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.ipynb"))
_SECONDS = 120  # a cell may take at most; the first makes the home


@contextmanager
def open_kernel() -> Iterator[KernelManager]:
    """A kernel in this folder: one for all notebooks, because pandas and matplotlib take seconds to load."""
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}  # the code of this checkout, wherever we are
    kernel = KernelManager(kernel_name="python3")
    kernel.start_kernel(cwd=str(FOLDER), env=environment)
    try:
        yield kernel
    finally:
        kernel.shutdown_kernel(now=True)


def execute(path: Path, kernel: KernelManager) -> NotebookNode:
    """The notebook with fresh outputs, run in a kernel without names. Raises CellExecutionError when a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, new_code_cell("%reset -f"))
    NotebookClient(notebook, km=kernel, timeout=_SECONDS, record_timing=False).execute()
    del notebook.cells[0]
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    notebook.metadata["language_info"] = {"name": "python"}  # not the version of whoever ran it last
    return notebook


if __name__ == "__main__":
    with open_kernel() as shared:
        for one in NOTEBOOKS:
            nbformat.write(execute(one, shared), one)
            sys.stdout.write(f"{one.name}\n")
