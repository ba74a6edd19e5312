"""Fixtures of the tests that look at HTML in a browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from watched import Watched, watch

Watch = Callable[..., AbstractContextManager[Watched]]


@pytest.fixture
def look(browser: Any, axe: str) -> Watch:
    """Open a file in the browser and watch it: `with look(path, color_scheme="dark") as watched`."""
    return lambda path, **options: watch(browser, Path(path).resolve().as_uri(), axe, **options)
