"""A home in, what is to be watched of each of its sites out, whichever run saw the site last."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipelines.archive import Archive
from pipelines.freshness import find_freshness
from pipelines.home import Home
from pipelines.tables import Tables

State = dict[str, Any]


def find_states(home: Home) -> Iterator[State]:
    """A value a site that ever was crawled, by name: outcomes of its newest crawl, pages and records in the tables,
    whether its rows were held back, when it was last crawled well."""
    current = Tables(home.path).current()
    with Archive(home.archive) as archive:
        runs = [run for run in archive.runs() if run.kind == "crawl"]
        for fresh in find_freshness(archive, ()):
            run = next(run for run in runs if fresh.site in run.sites)
            state: State = {"site": fresh.site, "outcomes": _count(archive, fresh.site, run.id)}
            summary = current.summaries.get(fresh.site) if current else None
            if summary:
                state |= {"pages": summary["pages"], **summary["records"]}
            state["held"] = fresh.held
            if fresh.last_good:
                state["last_good_timestamp_seconds"] = int(fresh.last_good.timestamp())
            yield state


def _count(archive: Archive, site: str, run_id: str) -> dict[str, int]:
    outcomes: Counter[str] = Counter()
    for (outcome, _), count in archive.count_outcomes(site, run_id).items():
        outcomes[outcome] += count
    return dict(outcomes)
