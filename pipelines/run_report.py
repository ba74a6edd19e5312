"""Run reports: what one run did, as `<home>/reports/<run id>.json` and as Prometheus metrics beside it. Both carry the
SHA-256 of themselves, taken with zeros in its place."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extract.records import RECORDS
from pipelines.whole_file import store_whole

METRICS = "colloquy.prom"
"""For the textfile collector of Prometheus' node exporter: link or copy it into its folder."""
_ZEROS = "0" * 64
_SEAL = re.compile(rb'\A(?:\{\n "sha256": "|# sha256 )([0-9a-f]{64})')
_HELP = {
    "urls": "URLs of the site's last run by outcome.",
    "pages": "Pages in the tables.",
    **{table: f"{table.capitalize()} in the tables that are not removed." for table in RECORDS},
    "held": "1 when the quality gate held the site's rows back.",
    "last_good_timestamp_seconds": "When the site was last crawled and committed.",
}


def store_report(folder: Path, report: Mapping[str, Any], keep: int) -> Path:
    """Write a run's report, whole or not at all; keep the newest `keep` reports."""
    path = folder / f"{report['run_id']}.json"
    _write(path, json.dumps({"sha256": _ZEROS, **report}, indent=1, ensure_ascii=False) + "\n")
    for old in sorted(folder.glob("*.json"))[:-keep] if keep else ():
        old.unlink()
    return path


def seal(content: bytes) -> bytes:
    """A report or metrics with their digest.

    >>> seal(seal(b"# sha256 " + b"0" * 64)) == seal(b"# sha256 " + b"0" * 64)
    True
    """
    place = _SEAL.match(content)
    if place is None:
        return content
    start, end = place.span(1)
    blank = content[:start] + _ZEROS.encode() + content[end:]
    return content[:start] + hashlib.sha256(blank).hexdigest().encode() + content[end:]


def is_sound(path: Path) -> bool:
    """Whether every byte of a report is what was stored."""
    content = path.read_bytes()
    return _SEAL.match(content) is not None and seal(content) == content


def store_metrics(folder: Path, report: Mapping[str, Any], sites: Sequence[Mapping[str, Any]]) -> None:
    """Write metrics of the run and of all `sites` of the home, whole or not at all."""
    _write(folder / METRICS, "\n".join((f"# sha256 {_ZEROS}", *make_metrics({**report, "sites": sites}))) + "\n")


def make_metrics(report: Mapping[str, Any]) -> Iterator[str]:
    """The report as lines of Prometheus' text format.

    >>> for line in make_metrics({"finished_at_seconds": 9, "exit_code": 0, "seconds": 1.5,
    ...     "sites": [{"site": "lab", "outcomes": {"ok": 3}, "pages": 3}]}): print(line)
    # HELP colloquy_run_finished_timestamp_seconds When the last run ended.
    # TYPE colloquy_run_finished_timestamp_seconds gauge
    colloquy_run_finished_timestamp_seconds 9
    # HELP colloquy_run_exit_code Exit code of the last run.
    # TYPE colloquy_run_exit_code gauge
    colloquy_run_exit_code 0
    # HELP colloquy_run_duration_seconds How long the last run took.
    # TYPE colloquy_run_duration_seconds gauge
    colloquy_run_duration_seconds 1.5
    # HELP colloquy_urls URLs of the site's last run by outcome.
    # TYPE colloquy_urls gauge
    colloquy_urls{site="lab",outcome="ok"} 3
    # HELP colloquy_pages Pages in the tables.
    # TYPE colloquy_pages gauge
    colloquy_pages{site="lab"} 3
    """
    yield from _gauge("run_finished_timestamp_seconds", "When the last run ended.", report["finished_at_seconds"])
    yield from _gauge("run_exit_code", "Exit code of the last run.", report["exit_code"])
    yield from _gauge("run_duration_seconds", "How long the last run took.", report["seconds"])
    for name, text in _HELP.items():
        values = [line for site in report["sites"] for line in _of_site(name, site)]
        if values:
            yield from (f"# HELP colloquy_{name} {text}", f"# TYPE colloquy_{name} gauge", *values)


def _gauge(name: str, text: str, value: float) -> tuple[str, ...]:
    return f"# HELP colloquy_{name} {text}", f"# TYPE colloquy_{name} gauge", f"colloquy_{name} {value}"


def _of_site(name: str, site: Mapping[str, Any]) -> Iterator[str]:
    label = f'site="{_escape(site["site"])}"'
    if name == "urls":
        for outcome, count in sorted(site.get("outcomes", {}).items()):
            yield f'colloquy_urls{{{label},outcome="{_escape(outcome)}"}} {count}'
    elif name in site:
        value = site[name]
        yield f"colloquy_{name}{{{label}}} {int(bool(value)) if name == 'held' else value}"


def _escape(text: str) -> str:
    return re.sub(r'[\\"\n]', lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def _write(path: Path, content: str) -> None:
    store_whole(path, seal(content.encode()), durable=True)
