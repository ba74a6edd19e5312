"""`colloquy export`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler import completion
from pipelines.formats import FORMATS

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("export")
@click.argument("table", shell_complete=completion.offer_tables)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)),
              default="jsonl", show_default=True,
              help="ics, atom, rss: events to subscribe to; jsonld: schema.org items of events or groups.")  # fmt: skip
@click.option("--site", help="Only rows of this site.", shell_complete=completion.offer_sites)
@click.option("--since", metavar="DATE", help="Only events that start on or after this day.")
@click.option("--as-of", metavar="DATE", help="Events or groups as they were known at the end of this day (UTC).")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: stdout]"
)
@click.option("--redact", type=click.Choice(["names"]), help="names: people become pseudonyms, and their names are"
              " masked in texts.")  # fmt: skip
@click.option("--reserved", is_flag=True, help="Also rows of pages whose site reserves text and data mining.")
@click.pass_obj
def verb(
    context: "Context", table: str, format_: str, site: str | None, since: str | None, as_of: str | None,
    output: Path | None, redact: str | None, reserved: bool,
) -> None:  # fmt: skip
    """Take a table out: pages, events, groups, fetches, changes or problems.

    \b
    Example:  colloquy export events --format ics -o events.ics
              colloquy export events --since 2026-09-01 --format csv -o events.csv
    """
    from pipelines.dataset import find_early
    from pipelines.export import Choice, Terms, export_table, find_reserved
    from pipelines.whole_file import store_whole

    left_out = 0 if reserved else len(find_reserved(context.home.path))
    if left_out:
        context.say(f"left out: rows of {left_out} addresses that reserve text and data mining (see --reserved)")
    if as_of and (early := find_early(context.home.path, as_of)):
        context.say(early)
    terms, choice = Terms(not redact, reserved), Choice(site, since, as_of)
    pieces = export_table(table, context.home.path, format_, terms, choice)
    if output:
        store_whole(output, pieces)
        return
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
