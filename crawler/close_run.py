"""The end of a crawl: its report and metrics, what the gate held back, and its exit code in the ledger."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.archive import Archive, RunProblem
from pipelines.archive_rows import GATE
from pipelines.errors import ColloquyError, DiskError
from pipelines.home import Home
from pipelines.run_report import store_metrics, store_report
from pipelines.site_states import find_states

if TYPE_CHECKING:
    from crawler.crawl import CrawlReport
    from pipelines.rebuild import RebuildReport


def close_run(home: Home, crawled: "CrawlReport", built: "RebuildReport", code: int) -> None:
    """Store the report, then close the run: a kill in between leaves it open, and the next start ends it. The metrics
    come last: they say what the home knows of all its sites."""
    report = make_report(crawled, built, code)
    store_report(home.reports, report, home.settings().keep_reports)
    with Archive(home.archive, writable=True) as archive:
        for one in built.sites:
            if one.held:
                text = f"held back: {'; '.join(one.held)}"
                archive.store_problem(RunProblem(one.site, "", crawled.run_id, GATE, "error", text))
        archive.finish_run(crawled.run_id, code)
    store_metrics(home.reports, report, list(find_states(home)))


@contextmanager
def give_up(home: Home, run_id: str) -> Iterator[None]:
    """Close the run where what is made of its pages fails for good. A run that stays open is gone on with, and asks no
    site again: right after a kill or on a full disk, but where each rebuild fails no page would ever be fetched."""
    try:
        yield
    except (DiskError, OSError):  # both end as exit code 5
        raise
    except Exception as error:
        with Archive(home.archive, writable=True) as archive:
            archive.finish_run(run_id, getattr(error, "exit_code", ColloquyError.exit_code))
        raise


def make_report(crawled: "CrawlReport", built: "RebuildReport", code: int) -> dict[str, Any]:
    """The run as plain values, for machines; what a person wants to know was said on the terminal."""
    rebuilt = {one.site: _flatten(asdict(one)) for one in built.sites}
    return {
        "run_id": crawled.run_id,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "finished_at_seconds": int(time.time()),
        "seconds": crawled.seconds,
        "exit_code": code,
        "generation": built.generation,
        "sites": [asdict(one) | rebuilt.get(one.site, {}) for one in crawled.sites],
    }


def _flatten(site: dict[str, Any]) -> dict[str, Any]:
    """A count a table stands beside the others."""
    records: dict[str, int] = site.pop("records")
    return site | records
