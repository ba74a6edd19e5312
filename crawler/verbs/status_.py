"""`colloquy status`."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("status")
@click.option(
    "--max-age", default="36h", show_default=True, help="How old the last good crawl may be: 90m, 36h, 2d, 1w."
)
@click.pass_obj
def verb(context: "Context", max_age: str) -> None:
    """A line a site: its last good crawl. Exit code 1 when one is older than --max-age: the dead-man's switch.

    \b
    Example:  colloquy status --max-age 36h || mail -s "the crawl stands still" you@example.org
    """
    from crawler.reports import show_status
    from pipelines.freshness import parse_age

    sys.exit(show_status(context.home, parse_age(max_age), click.echo))
