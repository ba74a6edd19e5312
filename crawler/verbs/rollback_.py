"""`colloquy rollback`."""

from typing import TYPE_CHECKING

import click

from crawler import completion

if TYPE_CHECKING:
    from crawler.cli import Context


@click.command("rollback")
@click.argument("number", type=click.IntRange(1), shell_complete=completion.offer_generations)
@click.pass_obj
def verb(context: "Context", number: int) -> None:
    """Read an older state of the tables again, until the next commit.

    NUMBER is one of those that `colloquy generations` lists; no state is deleted.

    \b
    Example:  colloquy rollback 41
    """
    from pipelines.tables import Tables

    with context.home.lock():
        Tables(context.home.path).roll_back(number)
    click.echo(f"{context.home.tables} is generation {number} again. The next crawl or rebuild makes a new one.")
