"""`colloquy report`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("report")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
              help="File to write; - for stdout."
              "  [default: reports/report.html of the home]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON instead of HTML.  [default output: stdout]")
@click.pass_obj
def verb(context: "Context", output: Path | None, as_json: bool) -> None:
    """The last run and the dataset at a glance: one HTML file that needs nothing else.

    \b
    Example:  colloquy report -o report.html
              colloquy report --json | jq '.sites[] | select(.covered < 0.9)'
    """
    if as_json:
        _write_json(context, output)
        return
    from pipelines.report_page import draw_report, store_page

    if str(output) == "-":
        from pipelines.report import make_report

        sys.stdout.write(draw_report(make_report(context.home)))
    else:
        click.echo(str(store_page(context.home, output)))


def _write_json(context: "Context", output: Path | None) -> None:
    from pipelines.report import make_report
    from pipelines.whole_file import store_whole

    stated = make_report(context.home).as_record()
    text = json.dumps(stated, ensure_ascii=False, indent=2, default=lambda one: one.isoformat()) + "\n"
    if output and str(output) != "-":
        store_whole(output, text.encode())
        click.echo(str(output))
    else:
        sys.stdout.write(text)
