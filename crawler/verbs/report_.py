"""`colloquy report`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("report")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; - for stdout."
              "  [default: reports/report.html of the home]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON instead of HTML.  [default output: stdout]")
@click.pass_obj
def verb(context: "Context", output: Path | None, as_json: bool) -> None:
    """The last run and the dataset at a glance: one HTML file that needs nothing else.

    \b
    Example:  colloquy report -o report.html
              colloquy report --json | jq '.sites[] | select(.covered < 0.9)'
    """
    from pipelines.report import make_report

    report = make_report(context.home)
    if as_json:
        text = json.dumps(report.as_record(), ensure_ascii=False, indent=2, default=lambda one: one.isoformat()) + "\n"
    else:
        from pipelines.report_page import draw_report

        text = draw_report(report)
    if str(output or ("-" if as_json else "")) == "-":
        sys.stdout.write(text)
        return
    path = output or context.home.reports / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(str(path))
