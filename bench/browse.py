"""How fast `colloquy browse` is on many events: `python -m bench.browse [EVENTS [SITES]]`. CPU time; fictional words.

Bodies have 400 words, drawn from those of the bundled sample with the frequencies of a natural language.
"""

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from pipelines.browse.app import Browser
from pipelines.home import Home
from pipelines.tables import Tables

_SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "site"
_KINDS = ("talk", "lecture", "seminar", "workshop", "conference", "panel", None)
_MODES = ("offline", "online", "mixed", None)
_DAYS = 15 * 365
_ADDRESSES = {
    "all events": "/",
    "a frequent word": "/?q=the",
    "a rare word": "/?q=hedgerow",
    "three words": "/?q=river+data+community",
    "a phrase, filtered": "/?q=%22machine+translation%22&kind=talk&since=2020-01-01",
    "the last page": "/?page=4000",
    "a month": "/calendar?month=2024-05",
}


def main() -> None:
    """Fill a home, then time what a browser asks for."""
    events, sites = ([*map(int, sys.argv[1:]), *(100_000, 50)[len(sys.argv) - 1 :]])[:2]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        fill(home.path, events, sites)
        print(f"{events} events of {sites} sites")
        measure(home)


def measure(home: Home) -> None:
    """Make the index and ask for each address five times; the best is printed."""
    client = Client(Browser(home))
    took, first = _time(lambda: client.get("/"))
    size = sum(path.stat().st_size for path in home.cache.glob("browse*"))
    print(f"index made in {took:.1f} s CPU, {size / 1e6:.0f} MB")
    record = re.search(r'href="(/events/\w+)"', first.get_data(as_text=True))
    for name, address in (_ADDRESSES | ({"one event": record[1]} if record else {})).items():
        best, answer = min((_time(lambda a=address: client.get(a)) for _ in range(5)), key=lambda one: one[0])
        print(f"{name:20} {1000 * best:7.0f} ms  {answer.status_code}  {len(answer.data) // 1000:4} KB")


def fill(home: Path, events: int, sites: int) -> None:
    """Commit so many events, each with its page."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "cache").mkdir(exist_ok=True)
    chance = random.Random(20)
    words = sorted({word for path in _SAMPLE.rglob("*.html") for word in _words(path)})
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    chance.shuffle(words)
    for number in range(sites):
        rows = list(_make(chance, words, weights, f"site{number}", events // sites))
        Tables(home).commit(
            {f"site{number}": {"events": [row for row, _ in rows], "pages": [page for _, page in rows]}}, keep=1
        )


def _words(path: Path) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")).casefold())


def _make(
    chance: random.Random, words: list[str], weights: list[float], site: str, count: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        url = f"https://{site}.example/events/{number}"
        text = chance.choices(words, cum_weights=weights, k=400)
        day = date(2012, 1, 1) + timedelta(days=chance.randrange(_DAYS))
        seen = {"first_seen": moment, "last_seen": moment, "last_changed": moment}
        quoted = [{"field": "name", "text": " ".join(text[:8]), "rule": "text.title", "path": "h1"}]
        row = {
            "record_id": f"{site}x{number}", "url": url, "site": site, "name": " ".join(text[:8]), "start_date": day,
            "start_time": "16:00", "event_type": chance.choice(_KINDS), "event_attendance_mode": chance.choice(_MODES),
            "description": " ".join(text[8:108]), "evidence": quoted, "alternate_name": [],
            "performers": [{"name": " ".join(text[108:110])}], "location": [{"name": " ".join(text[110:112])}],
        }  # fmt: skip
        yield row | seen, {"url": url, "site": site, "page_kind": "event", "body": " ".join(text)} | seen


def _time(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


if __name__ == "__main__":
    main()
