"""How fast a command starts is how much it imports; and how `browse` starts and ends."""

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from pipelines.home import Home

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "data/sample/site/events/mapping-loneliness.html"
SLOW = ("scrapy", "twisted", "pandas", "pyarrow", "dask", "distributed", "rich", "jinja2", "werkzeug", "trafilatura",
        "dateparser", "lxml", "bs4", "icalendar", "duckdb", "playwright", "recurring_ical_events")  # fmt: skip
"""Libraries that take a tenth of a second and more."""
_TELL = """
import sys
from crawler.cli import main
try:
    main()
finally:
    print(*sorted(name for name in {slow} if name in sys.modules), file=sys.stderr)
"""


def imported(*words: str, code: int = 0) -> list[str]:
    """The slow libraries that a command imports before it ends with this exit code."""
    command = [sys.executable, "-c", _TELL.format(slow=(*SLOW, "numpy", "pydantic")), *words]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stderr.decode().splitlines()[-1].split()


def test_help_imports_nothing_slow() -> None:
    assert imported("--help") == []


def test_a_page_is_read_with_little_more_than_its_model() -> None:
    assert imported("page", str(PAGE)) == ["numpy", "pydantic"]


def test_a_home_in_use_is_refused_before_anything_slow_is_imported(tmp_path: Path) -> None:
    with Home(tmp_path).lock():
        assert imported("--home", str(tmp_path), "crawl", "sample", "--allow-loopback", code=75) == ["pydantic"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_browse_says_where_it_is_and_ends_when_told(tmp_path: Path, stop: signal.Signals) -> None:
    command = [sys.executable, "-m", "crawler", "--home", str(tmp_path / "none"), "browse", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_hear) as running:
        assert running.stdout and running.stderr
        said = running.stdout.readline().decode()
        address = next(word for word in said.split() if word.startswith("http://127.0.0.1:"))
        with urlopen(address, timeout=20) as answer:
            assert "No tables yet" in answer.read().decode()
        running.send_signal(stop)
        try:
            assert running.wait(20) == 0
        finally:
            running.kill()
        assert running.stderr.read() == b""


def _hear() -> None:
    """Let the child hear Ctrl+C: who runs the tests in the background has it ignored, and a child inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
