"""`colloquy inspect`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler import completion

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("inspect")
@click.argument("source", metavar="URL|FILE|-")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
              help="File to write; - for stdout."
              "  [default: named after the page, here]")  # fmt: skip
@click.option("--fixture", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write the page and its expected record into DIR, as a golden test.")  # fmt: skip
@click.option("--url", help="Address of the page, when SOURCE is a file.")
@click.option("--site", help="Site whose template and hints to use.",
              shell_complete=completion.offer_any_site)  # fmt: skip
@click.option("--no-template", is_flag=True, help="Judge the page alone.")
@click.option("--fetch", is_flag=True, help="Fetch the URL now, politely, into the archive.")
@click.option("--allow-loopback", is_flag=True, help="With --fetch: let loopback addresses through.")
@click.pass_obj
def verb(
    context: "Context", source: str, output: Path | None, fixture: Path | None, url: str | None, site: str | None,
    no_template: bool, fetch: bool, allow_loopback: bool,
) -> None:  # fmt: skip
    """Draw one page as the machine saw it: an HTML file with every block, judge, value and evidence.

    \b
    Example:  colloquy inspect https://www.turing.ac.uk/events/some-event
              colloquy inspect saved.html --fixture tests/fixtures/pages
    """
    from crawler.inspect_verb import inspect_page
    from crawler.page_verb import PageOptions

    options = PageOptions(source, url, site, not no_template, fetch, "records", allow_loopback)
    inspect_page(context.home, options, output, fixture, click.echo)
