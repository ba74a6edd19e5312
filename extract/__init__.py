"""HTML or text in, event and group records out. No network, disk, clock or log in this room.

The library's use: `extract_page(html, url=...)`, and `learn_template(pages)` for what a site repeats.
"""

import os
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read by numpy when it is imported. The page judge's products are small: shared out among threads, which wait for one
another by spinning, they took ten times the CPU on two busy cores."""

__all__ = ["Extraction", "Site", "Template", "extract_page", "learn_template", "parse_page"]


def __getattr__(name: str) -> Any:  # importing a record type must not load every reader
    if name in __all__:
        from extract import flow

        return getattr(flow, name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")
