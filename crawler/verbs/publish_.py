"""`colloquy publish`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--table", "tables", multiple=True, help="Which tables; may be repeated.  [default: events, groups,"
              " changes]")  # fmt: skip
@click.option("--licence", metavar="URL", help="Licence under which you give it away.  [default: what sites state]")
@click.option("--redact", type=click.Choice(["names"]), help="names: people become pseudonyms, and their names are"
              " masked in texts.")  # fmt: skip
@click.option("--reserved", is_flag=True, help="Also rows of pages whose site reserves text and data mining.")
@click.pass_obj
def verb(
    context: "Context", folder: Path, tables: tuple[str, ...], licence: str | None, redact: str | None, reserved: bool
) -> None:  # fmt: skip
    """Write a folder that can be given away: Parquet files, a card, and Croissant metadata for machines.

    \b
    Example:  colloquy publish events-2026
    """
    from pipelines.export import Terms
    from pipelines.publishing import DEFAULT, publish

    for line in publish(context.home.path, folder, tables or DEFAULT, Terms(not redact, reserved), licence):
        click.echo(line)
