"""Keeps pages, makes tables, hands out the dataset: `from pipelines import load`."""

from typing import Any

__all__ = ["load"]


def __getattr__(name: str) -> Any:  # `load` brings pyarrow and pandas; commands that need neither start without them
    if name == "load":
        from pipelines.dataset import load

        return load
    raise AttributeError(f"module 'pipelines' has no attribute {name!r}")
