"""A report in, one self-contained HTML page out. What grows with the dataset is cut, and the page says where."""

import shlex
from pathlib import Path
from urllib.parse import urlsplit

from extract.records import RECORDS
from pipelines.errors import GOOD, SOME_FAILED, DiskError, QualityGate
from pipelines.home import Home
from pipelines.html import render
from pipelines.report import Fill, Report, make_report
from pipelines.report_charts import HEIGHT, SPARK_HEIGHT, SPARK_WIDTH, WIDTH, draw_columns, draw_spark, heat
from pipelines.whole_file import store_whole

MOST_SITES = 100
"""Sites with a line of their own; the largest are shown."""

MOST_HEATED = 8
"""Sites with a column of their own in the table of filled fields: more cannot be read side by side."""

MOST_PROBLEMS = 40  # rows shown, two screens; the `problems` table has all

_EXITS = {
    GOOD: "good", SOME_FAILED: "finished, but some pages failed",
    QualityGate.exit_code: "the quality gate held some rows back", DiskError.exit_code: "no space, or a limit",
}  # fmt: skip


def draw_report(report: Report) -> str:
    """The page of a report."""
    largest = sorted(report.sites, key=lambda one: (-one.pages, one.site))
    heated = {table: _find_heated(report, table) for table in RECORDS}
    return render(
        "report.html.j2",
        styles=("style.css", "report.css"),
        report=report,
        ending=_say_ending(report),
        chart=draw_columns(report.timeline),
        width=WIDTH, height=HEIGHT, spark_width=SPARK_WIDTH, spark_height=SPARK_HEIGHT,
        sites=sorted(largest[:MOST_SITES], key=lambda one: one.site),
        sites_shown=MOST_SITES,
        sites_left=len(report.sites) - MOST_SITES,
        heated=heated,
        cut=MOST_HEATED if any(len(one.sites) > MOST_HEATED for one in report.fills) else 0,
        fills={table: _filled(report, table) for table in RECORDS},
        never={table: _never(report, table) for table in RECORDS},
        drift=report.drift[:MOST_SITES],
        problems=report.problems[:MOST_PROBLEMS],
        problems_left=len(report.problems) - MOST_PROBLEMS,
        changes_left=report.changes.number - len(report.changes.shown),
        spark=draw_spark, heat=heat, is_web=_is_web, quote=shlex.quote,
        version=report.extractor_version,
    )  # fmt: skip


def store_page(home: Home, path: Path | None = None) -> Path:
    """Write the report of a home into a file, `reports/report.html` of the home where none is given; gives that."""
    path = path or home.reports / "report.html"
    store_whole(path, draw_report(make_report(home)).encode())
    return path


def _filled(report: Report, table: str) -> list[Fill]:
    return [one for one in report.fills if one.table == table and one.share > 0]


def _never(report: Report, table: str) -> list[str]:
    return [one.field for one in report.fills if one.table == table and one.share == 0]


def _find_heated(report: Report, table: str) -> list[str]:
    """The sites that get a column: those with most records, if there are two."""
    counts = {one.site: one.events if table == "events" else one.groups for one in report.sites}
    having = sorted((site for site in counts if counts[site]), key=lambda site: (-counts[site], site))
    return having[:MOST_HEATED] if len(having) > 1 else []


def _say_ending(report: Report) -> str:
    """How the last run ended, in words."""
    if report.run is None:
        return ""
    if report.run.finished_at is None:
        return "still running, or was killed"
    return _EXITS.get(report.run.exit_code or GOOD, f"failed (exit code {report.run.exit_code})")


def _is_web(url: str) -> bool:
    """Whether an address may be a link: a page could have put `javascript:` there."""
    return urlsplit(url).scheme in ("http", "https")
