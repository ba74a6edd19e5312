"""The page judge's sums run on one thread: for products this small more threads only wait for one another."""

import os
import subprocess
import sys
from pathlib import Path


def test_importing_the_library_first_keeps_numpy_to_one_thread() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    code = "import extract.body_model, os; print(len(os.listdir('/proc/self/task')))"
    if not Path("/proc/self/task").is_dir():
        code = "import extract, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "1"


def test_a_number_of_threads_that_was_asked_for_stays() -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    code = "import extract, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "2"
