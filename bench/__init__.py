"""One thread for sums: always in the same order, and CPU time is time."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read by numpy when it is imported
    os.environ.setdefault(name, "1")
