"""A rebuild by two workers under SIGKILL: started again, it gives every row once and reads nothing again that it had.

A short form runs always; `FAULT_TRIALS=12 pytest tests/pipelines/test_killed_rebuild.py` is longer, and
`python -m bench.rebuild_kills` does it with thousands of pages.
"""

import os
import random
import shutil
from pathlib import Path

import pytest
from test_gate import PROFILE, TALK, TITLES

from pipelines.home import Home
from pipelines.importing import import_pages
from pipelines.rebuild import Rebuild
from pipelines.settings import Settings
from tests.pipelines.killing import KINDS, list_rows, try_once

TRIALS = range(int(os.environ.get("FAULT_TRIALS", "1")))
PAGES, UNIT_PAGES = 60, 3


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    """A home with pages that no rebuild has seen."""
    (tmp_path / "saved").mkdir()
    for n in range(PAGES):
        text = TALK.format(name=f"{TITLES[n % 12]} at sea, part {n}", day=n % 30 + 1)
        (tmp_path / f"saved/talk-{n}.html").write_text(text, "utf-8")
    home = Home(tmp_path / "fresh")
    import_pages(home, "lab", [tmp_path / "saved"], {}, PROFILE)
    return home


@pytest.mark.parametrize("trial", TRIALS)
def test_a_rebuild_killed_at_any_moment_is_simply_started_again(tmp_path: Path, fresh: Home, trial: int) -> None:
    whole = Home(tmp_path / "whole")
    shutil.copytree(fresh.path, whole.path)
    with whole.lock():
        Rebuild(whole, {}, Settings()).run()
    dice = random.Random(trial)
    least = dice.randrange(1, PAGES // 2)
    outcome = try_once(
        fresh.path, tmp_path / "home", list_rows(whole.path), UNIT_PAGES, KINDS[trial % len(KINDS)], dice,
        lambda saved, _: saved >= least, f"{least} pages", again="local",
    )  # fmt: skip
    assert not outcome.faults
    assert outcome.saved >= least  # a kill that comes late finds all of them saved
    assert outcome.saved + outcome.read >= PAGES
