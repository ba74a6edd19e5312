"""A rebuild by two workers, killed at random moments and started again, against an undisturbed one.

    python -m bench.rebuild_kills --pages 2000 --trials 6

Each trial kills the workers and then the driver, the driver alone, or the whole process group, at a moment that the
trial's number decides. All rows must be there once and be those of the undisturbed run, byte for byte; what was saved
may not be extracted again; nothing may be left behind. Exit code 1 says that something of it was not so. The pages are
made of the development corpora (`bench.scale_pages`).
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.scale import bring_in
from bench.scale_pages import load_models, make_pages
from pipelines.reading import UNIT_PAGES
from tests.corpora.bodies import find_corpora
from tests.pipelines.killing import KINDS, list_rows, start, try_once

IsTime = Callable[[int, float], bool]
_CAPTURED = datetime(2026, 1, 1, tzinfo=UTC)
_BY_CLOCK = 3
_FIRST_MOMENT = 2.0  # seconds: before it Python and Dask are still being imported


def run_trials(fresh: Path, folder: Path, trials: int, unit_pages: int) -> int:
    """Print a line a trial; gives how many showed a fault."""
    whole = folder / "whole"
    shutil.copytree(fresh, whole, symlinks=True)
    begin, first = time.monotonic(), start(whole, unit_pages)
    _, errors = first.communicate()
    if first.returncode or errors:
        sys.exit(f"the undisturbed run ended with {first.returncode}: {errors}")
    seconds, expected = time.monotonic() - begin, list_rows(whole)
    print(f"undisturbed: {seconds:.0f} s, {', '.join(f'{len(rows):,} {table}' for table, rows in expected.items())}")
    bad = 0
    for trial in range(trials):
        dice, home = random.Random(trial), folder / f"trial-{trial}"
        is_time, moment = choose_moment(dice, trial, len(expected["pages"]), seconds)
        outcome = try_once(fresh, home, expected, unit_pages, KINDS[trial % len(KINDS)], dice, is_time, moment)
        bad += bool(outcome.faults)
        print(
            f"{outcome.kind} killed {outcome.moment}: {outcome.saved:,} pages were saved, {outcome.read:,} read by the"
            f" next run; all processes gone within {outcome.seconds_to_end:.1f} s;"
            f" {'; '.join(outcome.faults) or 'as undisturbed'}", flush=True,
        )  # fmt: skip
        shutil.rmtree(home)
    return bad


def choose_moment(dice: random.Random, trial: int, pages: int, seconds: float) -> tuple[IsTime, str]:
    """When to kill, and how to say it: when so many pages are saved; each fourth time by the clock, which may be while
    the template is learned or the tables are written."""
    if trial % 4 == _BY_CLOCK:
        at = dice.uniform(_FIRST_MOMENT, seconds)
        return lambda _, gone: gone >= at, f"after {at:.1f} s"
    least = dice.randrange(1, pages)
    return lambda saved, _: saved >= least, f"after {least:,} pages"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--trials", type=int, default=6)
    parser.add_argument("--unit-pages", type=int, default=UNIT_PAGES, help="pages a unit of work")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warc").mkdir()
        models = load_models(find_corpora() / "institutes" / "html")
        bring_in(folder / "fresh", folder / "warc", make_pages(models, options.pages), _CAPTURED)
        bad = run_trials(folder / "fresh", folder, options.trials, options.unit_pages)
    print(f"{options.trials - bad} of {options.trials} trials as they should be")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
