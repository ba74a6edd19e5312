"""How fast a large dataset is read: a million made-up events of twenty institutes, each question in its own process.

    python -m bench.dataset --rows 1000000

Prints for each question CPU seconds, seconds, peak memory, and the share of the table's bytes that was read.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dataset import load, read_table
from pipelines.schema import schema
from pipelines.tables import Tables

_SITES = 20
_DIFFERENT = 2_000  # rows that are made; the others repeat their texts with ids and days of their own
_FIRST, _DAYS = date(2008, 1, 1), 20 * 365
_WORDS = "tide kelp fog salt maps clocks ropes gulls ice shells moss rain sand reed lamp quay".split()
_FEW = ["record_id", "name", "start_date", "event_type", "site"]
_SINCE = _FIRST + timedelta(days=_DAYS - 30)

QUESTIONS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "all": ("every column of every event", lambda home: load("events", home)),
    "few": ("five columns of every event", lambda home: load("events", home, columns=_FEW)),
    "month": ("every column of the last month", lambda home: load("events", home, since=_SINCE)),
    "month-few": ("five columns of the last month", lambda home: load("events", home, since=_SINCE, columns=_FEW)),
    "site": ("five columns of one institute", lambda home: load("events", home, site="site-07", columns=_FEW)),
    "as-of": ("five columns as of yesterday", lambda home: read_table("events", home, columns=_FEW, as_of=_AS_OF)),
}
_AS_OF = datetime(2027, 1, 3, tzinfo=UTC)


def make_home(home: Path, rows: int) -> None:
    """A home of so many events, and a change of every hundredth one since yesterday."""
    base, rng = _make_base(), np.random.default_rng(7)
    built: dict[str, dict[str, pa.Table]] = {}
    for number in range(_SITES):
        site, count = f"site-{number:02}", rows // _SITES
        events = base.take(pa.array(rng.integers(0, _DIFFERENT, count)))
        ids = pa.array([f"{number:04x}{row:012x}" for row in range(count)])
        days = pa.array((rng.integers(0, _DAYS, count) + (_FIRST - date(1970, 1, 1)).days).astype("int32")).cast(
            "date32"
        )
        texts = [base["description"].take(pa.array(rng.integers(0, _DIFFERENT, count))) for _ in range(4)]
        own = {"record_id": ids, "start_date": days, "site": pa.array([site] * count),
               "description": pc.binary_join_element_wise(*texts, " ")}  # fmt: skip
        for name, column in own.items():
            at = events.schema.names.index(name)
            events = events.set_column(at, events.schema.field(at), column)
        built[site] = {"events": events, "changes": _make_changes(ids.to_pylist()[::100], site)}
    Tables(home).commit(built, keep=0)


def _make_base() -> pa.Table:
    draw = random.Random(7)

    def text(count: int) -> str:
        return " ".join(draw.choice(_WORDS) for _ in range(count))

    def row(number: int) -> dict[str, Any]:
        people = [
            {"name": text(2).title(), "affiliation": text(3), "role": "speaker"} for _ in range(draw.randint(0, 4))
        ]
        evidence = [
            {"field": draw.choice(_FEW), "text": text(8), "rule": "label", "path": "main/dl/dd"} for _ in range(8)
        ]
        return {
            "url": f"https://lab.example/events/{number}", "name": text(5), "description": text(15), "language": "en",
            "start_time": "14:00", "end_time": "15:30", "time_zone": "Europe/London", "event_type": draw.choice(_WORDS),
            "location": [{"name": text(2), "address_locality": text(1)}], "performers": people, "evidence": evidence,
            "first_seen": _AS_OF, "last_seen": _AS_OF, "last_changed": _AS_OF, "dates_text": text(5),
        }  # fmt: skip

    return pa.Table.from_pylist([row(number) for number in range(_DIFFERENT)], schema=schema("events"))


def _make_changes(ids: list[str], site: str) -> pa.Table:
    later = _AS_OF + timedelta(days=1)
    rows = [{"record_id": one, "table": "events", "site": site, "observed_at": later, "recorded_at": later,
             "change": "changed", "field": "name", "old": '"tide"', "new": '"kelp"'} for one in ids]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema("changes"))


def measure(name: str, home: Path) -> dict[str, float]:
    """What one question costs this process."""
    load("problems", home)  # imports are paid
    before, cpu, start = _bytes_read(), time.process_time(), time.perf_counter()
    found = QUESTIONS[name][1](home)
    spent = {"rows": len(found), "cpu": time.process_time() - cpu, "seconds": time.perf_counter() - start}
    return spent | {"read": _bytes_read() - before, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])  # rchar


def _ask(*options: str) -> str:
    """This program in another process: what it peaks at is its own."""
    asked = [sys.executable, "-m", "bench.dataset", *options]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def show(home: Path) -> None:
    total = sum(path.stat().st_size for path in (home / "tables/events").resolve().glob("*.parquet"))
    print(f"table of events: {total / 1e6:,.0f} MB on disk\n")
    print("| question | rows | CPU s | s | peak MB | of the table's bytes read |\n|---|---|---|---|---|---|")
    for name, (what, _) in QUESTIONS.items():
        one = json.loads(_ask("--one", name, "--home", str(home)))
        print(f"| {what} | {one['rows']:,} | {one['cpu']:.2f} | {one['seconds']:.2f} | {one['peak']:,.0f} |"
              f" {one['read'] / total:.1%} |")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="Use this one, and keep it.")
    parser.add_argument("--one", choices=[*QUESTIONS, "make"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one == "make":
        make_home(asked.home, asked.rows)
        return
    if asked.one:
        print(json.dumps(measure(asked.one, asked.home)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.home or Path(scratch)
        if Tables(home).current() is None:
            _ask("--one", "make", "--home", str(home), "--rows", str(asked.rows))
        show(home)


if __name__ == "__main__":
    main()
