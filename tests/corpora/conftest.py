"""Fixtures of the corpus tests."""

from functools import cache
from pathlib import Path

import pytest
from groups import Scored

from pipelines.score import score_gold


@pytest.fixture(scope="session")
def scored(corpora: Path) -> Scored:
    """The score of a gold file of the corpora. Its pages are read once, whoever asks."""
    return cache(lambda gold: score_gold(corpora / gold))
