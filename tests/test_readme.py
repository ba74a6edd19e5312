"""What README tells an analyst to type does what it says."""

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.tables import Tables

ROOT = Path(__file__).resolve().parents[1]
TYPED = re.findall(r"^\.venv/bin/python (-c '[^']*')$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_readme_shows_a_plot() -> None:
    assert any("savefig" in line for line in TYPED)


@pytest.mark.parametrize("line", TYPED, ids=[f"command {number}" for number in range(1, len(TYPED) + 1)])
def test_an_analyst_can_type_it(tmp_path: Path, line: str) -> None:
    event = {"record_id": "e", "url": "https://mill.example/e", "site": "mill", "name": "The river talks",
             "event_type": "lecture", "start_date": date(2026, 10, 1)}  # fmt: skip
    Tables(tmp_path).commit({"mill": {"events": [event]}}, keep=1)
    known = {"COLLOQUY_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, *shlex.split(line)],
        cwd=tmp_path,
        env={**os.environ, **known},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    if "savefig" in line:
        assert (tmp_path / "events.png").read_bytes().startswith(b"\x89PNG")
    else:
        assert b"The river talks" in done.stdout
